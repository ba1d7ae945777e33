"""When an experiment has played enough: the intervals of an outcome are narrow enough."""

from __future__ import annotations

import math
import typing
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cocreation_sim.errors import (
    InputError,
    check_number,
    check_whole,
    nearest_names,
    plain_fields,
)
from cocreation_sim.outcomes import FAILED, FAILURE_RISK, column_of, declared
from cocreation_sim.statistics.summary import POINT, check_level, mean_interval
from cocreation_sim.wording.numbers import exact, number

SKEWED = 1.0  # from which skewness of runs the intervals of their mean are told to be too narrow


@dataclass(frozen=True)
class StoppingRule:
    """Play until the interval of an outcome is narrow enough at every design point.

    The intervals are looked at after 20, 25, 32, … replications, so where an experiment stops does
    not depend on how or where it is played. It stops where an interval happens to be narrow, so the
    interval holds the truth less often than its level says: of 95 % intervals in
    benchmarks/stopping.py, 93 to 99 % hold a risk and 94 to 95 % the mean of a bell shape, but 91
    to 93 % that of an exponential, 82 to 88 % that of a log-normal of sigma 1 and 67 to 77 % that
    of one of sigma 1.5. With `least` at 100 the last two are 89 to 91 and 85 %.
    `sweep` warns where the runs are skewed.

    Attributes
    ----------
    outcome
        "failure_risk" ("failed" is the same), or an outcome that is a number.
    width
        The widest interval allowed, from end to end, in the outcome's unit.
    level
        Level of the interval: Jeffreys' for the risk, Student's for a mean.
    least
        The fewest replications.

    Examples
    --------
    >>> list(StoppingRule(width=0.1).checkpoints(40))
    [20, 25, 32, 40]
    """

    outcome: str = FAILURE_RISK
    width: float = 0.1
    level: float = 0.95
    least: int = 20

    def __post_init__(self) -> None:
        check_level(self.level)
        plain_fields(self)
        check_number("until.width", self.width)
        known = [each.name for each in declared() if each.kind != "text"]
        if column_of(self.outcome) not in known:
            near = nearest_names(str(self.outcome), [FAILURE_RISK, *known])
            raise InputError(
                f"until.outcome is {self.outcome!r}, which is no outcome that is a number{near}"
            )
        check_whole("until.least", self.least, 2)

    def checkpoints(self, most: int) -> Iterator[int]:
        """After how many replications the intervals are looked at, the last being `most`.

        Parameters
        ----------
        most
            The most replications that are played.
        """
        n = self.least
        while n < most:
            yield n
            n += max(1, math.ceil(n / 4))
        yield most

    @property
    def columns(self) -> list[str]:
        """What it reads of the runs."""
        return [*POINT, column_of(self.outcome)]

    def reached(self, runs: pd.DataFrame) -> bool:
        """Whether every design point's interval is narrow enough.

        Parameters
        ----------
        runs
            One row a run and campaign, with `columns`.
        """
        return bool((self.widths(runs) <= self.width).all())

    def widths(self, runs: pd.DataFrame) -> NDArray[np.float64]:
        """How wide the interval of each design point and campaign is, in order of appearance.

        Parameters
        ----------
        runs
            One row a run and campaign, with `columns`.
        """
        from cocreation_sim.statistics.failure import failure_risk

        groups, column = runs.groupby(POINT, sort=False), column_of(self.outcome)
        low: typing.Any
        high: typing.Any
        if column == FAILED:
            failed = groups[FAILED].sum().to_numpy(float)
            _, low, high = failure_risk(failed, groups.size().to_numpy(float), self.level)
        else:
            _, low, high = mean_interval(groups[column], column, self.level)
        return np.asarray(high - low, float)

    def caution(self, runs: pd.DataFrame) -> str:
        """What to know of the intervals of a skewed outcome, in a sentence; empty if it is not.

        Parameters
        ----------
        runs
            One row a run and campaign, with `columns`.

        Examples
        --------
        >>> runs = pd.DataFrame({"scenario_id": "a", "campaign": "b", "cost": [1.0] * 9 + [90.0]})
        >>> StoppingRule("cost", width=50.0).caution(runs)[:45]
        "the runs of 'cost' are skewed (skewness 3.16)"
        >>> StoppingRule("failure_risk").caution(runs)
        ''
        """
        column = column_of(self.outcome)
        if column == FAILED:
            return ""
        skewness = float(runs.groupby(POINT, sort=False)[column].skew().abs().max())
        if not skewness > SKEWED:
            return ""
        return (
            f"the runs of {self.outcome!r} are skewed (skewness {number(skewness)}), so the "
            f"{exact(self.level, 'share')} intervals at which it stopped hold the mean less often "
            "than they say: of 95 % intervals 82 to 93 % where skewed runs were tried, and fewer "
            "where they are very skewed; a higher until.least helps"
        )
