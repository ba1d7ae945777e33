"""When a campaign will have starved: too few contributions in a window, by date."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd

from cocreation_sim.errors import InputError, is_number, plain_fields, shown
from cocreation_sim.random_arrays import Floats
from cocreation_sim.scenario.scenario import Scenario
from cocreation_sim.statistics.failure import failure_risk
from cocreation_sim.wording.numbers import exact

FEWEST_RUNS: Final = 2  # behind an interval
LONGEST: Final = 520  # weeks of a window
MOST: Final = 1e9  # contributions in it


@dataclass(frozen=True)
class Starving:
    """Too few contributions in a window.

    Attributes
    ----------
    contributions
        The fewest in a window that are enough.
    window
        Its length in weeks.

    Examples
    --------
    >>> Starving(10, 13.0).intervals(4.35)
    3
    """

    contributions: float
    window: float

    def __post_init__(self) -> None:
        plain_fields(self)
        if not is_number(self.window) or not 0 < self.window <= LONGEST:
            raise InputError(
                f"the window is {shown(self.window)} weeks; allowed is more than 0, up to {LONGEST}"
            )
        if not is_number(self.contributions) or not 0 < self.contributions < MOST:
            raise InputError(
                f"the threshold is {shown(self.contributions)} contributions; allowed is more than "
                f"0, below {exact(MOST)}"
            )

    @classmethod
    def of(cls, scenario: Scenario, contributions: float | None, window: float | None) -> Starving:
        """As given, and else as the campaign's limits say."""
        limits = next(iter(scenario.campaigns.values())).limits
        usual = limits.window * scenario.calendar.weeks
        made = cls(
            1.0 if contributions is None else contributions, usual if window is None else window
        )
        if contributions is None:  # in proportion, where the window is another
            made = replace(made, contributions=max(1.0, limits.contributions * made.window / usual))
        return made

    def intervals(self, weeks: float) -> int:
        """The window in whole intervals of so many weeks."""
        return max(1, round(self.window / weeks))

    def least(self, weeks: float) -> float:
        """The fewest contributions in the window of whole intervals, in proportion."""
        return self.contributions * self.intervals(weeks) * weeks / self.window

    def sums(self, history: Floats, paths: Floats, weeks: float) -> Floats:
        """Contributions in the window that closes with each coming interval.

        What is missing in the history is taken as the mean of what is known of the window.
        """
        length = self.intervals(weeks)
        tail = history[max(0, len(history) - length + 1) :] if length > 1 else history[:0]
        if len(tail) and not np.isfinite(tail).all():
            tail = np.where(np.isfinite(tail), tail, np.nanmean(history[-4 * length :]))
        whole = np.hstack([np.tile(tail, (len(paths), 1)), paths])
        ends = np.cumsum(np.hstack([np.zeros((len(whole), 1)), whole]), axis=1)
        first = np.maximum(0, np.arange(len(tail) + 1, whole.shape[1] + 1) - length)
        sums: Floats = ends[:, len(tail) + 1 :] - ends[:, first]
        short = np.arange(len(tail) + 1, whole.shape[1] + 1) < length
        return np.where(short, np.nan, sums)  # no window has closed yet

    def now(self, history: Floats, weeks: float) -> bool:
        """Whether the window that has just closed held too few."""
        last = history[-self.intervals(weeks) :]
        if len(last) < self.intervals(weeks) or not np.isfinite(last).all():
            return False
        return bool(last.sum() < self.least(weeks))


def risk(
    starving: Starving, history: Floats, paths: Floats, weeks: float, effective: float
) -> pd.DataFrame:
    """Probability of having starved by the end of each coming interval, with its 90 % interval.

    The interval is Jeffreys', for as many independent lives as the forecast rests on; it holds the
    luck of the library, not doubt about the model.

    Parameters
    ----------
    starving
        When a campaign has starved.
    history, paths
        What was, and what may come: (samples, horizon).
    weeks
        Length of an interval.
    effective
        Number of independent lives behind the paths.
    """
    few = np.nan_to_num(starving.sums(history, paths, weeks), nan=np.inf) < starving.least(weeks)
    shares = np.logical_or.accumulate(few, axis=1).mean(axis=0)
    runs = max(FEWEST_RUNS, round(effective))
    found = failure_risk(np.round(shares * runs), runs, 0.9)
    return pd.DataFrame(
        {
            "risk": shares,
            "low": np.minimum(found.low, shares),
            "high": np.maximum(found.high, shares),
        }
    )
