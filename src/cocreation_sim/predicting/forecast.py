"""What is to come of one's own campaign, and whether it will starve."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Unpack

import numpy as np
import pandas as pd

from cocreation_sim.errors import InputError, check_whole, is_number, shown
from cocreation_sim.predicting.baselines import last_values
from cocreation_sim.predicting.matching import (
    USUAL_SCENARIO,
    HistoryOptions,
    MatchedHistory,
    check_how,
    held_against,
    horizon_of,
)
from cocreation_sim.predicting.series import Series, read_series
from cocreation_sim.predicting.starving import Starving, risk
from cocreation_sim.random_arrays import Floats, node, uniforms
from cocreation_sim.results import Result
from cocreation_sim.scenario.scenario import Scenario, load
from cocreation_sim.wording.numbers import estimate, exact, number, span

if TYPE_CHECKING:
    pass


TOTAL: Final = "total"  # the row for all coming intervals together
TOTAL_NOTE: Final = (
    "total: all these intervals together, path by path; its ends are not the sums of those above, "
    "since luck partly cancels"
)
SAMPLES: Final = 4000
FEWEST_SAMPLES: Final = 100
MOST_SAMPLES: Final = 1_000_000
BLEND_HALF_LIFE: Final = 13.0  # weeks in which the share of the last values halves
QUANTILES: Final = {
    "low_90": 0.05, "low_50": 0.25, "median": 0.5, "high_50": 0.75, "high_90": 0.95,
}  # fmt: skip


@dataclass(frozen=True, eq=False, repr=False)
class Forecast(Result):
    """What may come of a campaign.

    Attributes
    ----------
    held
        The history and the library it was held against.
    paths
        Futures: contributions of the coming intervals, shape (samples, horizon).
    starving
        When the campaign has starved.
    warn_at
        The risk of having starved at which there is a warning.

    Examples
    --------
    >>> folder = getfixture("tmp_path")
    >>> history = pd.DataFrame({"month": range(24), "contributions": [9, 8, 7] * 8})
    >>> history.to_csv(folder / "mine.csv", index=False)
    >>> found = forecast(folder / "mine.csv", weeks=4, lives=64, progress=False, folder=folder)
    >>> found.dates, found.paths.shape
    (['month 24'], (4000, 1))
    """

    held: MatchedHistory
    paths: Floats
    starving: Starving
    warn_at: float = 0.5

    def _facts(self) -> Mapping[str, object]:
        samples, horizon = self.paths.shape
        return {
            **self.held._facts(),
            "ahead": horizon,
            "samples": samples,
            "starving": self.starving,
            "warn_at": self.warn_at,
        }

    @property
    def series(self) -> Series:
        """The history."""
        return self.held.series

    @property
    def dates(self) -> list[str]:
        """The coming intervals."""
        now = len(self.series)
        return [self.series.dates.label(now + k) for k in range(self.paths.shape[1])]

    @cached_property
    def volume(self) -> pd.DataFrame:
        """One row a coming interval: mean, median, and intervals of 50 and 90 %; then the total.

        The last row, "total", is no interval of its own: it holds the sum of each path over all of
        them. Means add up to it; medians and the ends of intervals do not, since good and bad
        luck of single intervals partly cancel.
        """
        columns = np.column_stack([self.paths, self.paths.sum(axis=1)])
        table = pd.DataFrame({"date": [*self.dates, TOTAL], "mean": columns.mean(axis=0)})
        for name, share in QUANTILES.items():
            table[name] = np.quantile(columns, share, axis=0)
        return table

    @cached_property
    def risk(self) -> pd.DataFrame:
        """One row a coming interval: the risk of having starved by its end, with 90 % interval."""
        weeks = self.series.dates.weeks
        effective = self.held.match.effective
        table = risk(self.starving, self.series.contributions, self.paths, weeks, effective)
        table.insert(0, "date", self.dates)
        return table

    @property
    def warning(self) -> str | None:
        """The first date at which the risk of having starved passes the level, if any."""
        passed = np.flatnonzero(self.risk["risk"] >= self.warn_at)
        return str(self.risk["date"].iloc[passed[0]]) if len(passed) else None

    @property
    def starved_now(self) -> bool:
        """Whether the window that has just closed held too few already."""
        return self.starving.now(self.series.contributions, self.series.dates.weeks)

    @property
    def sentences(self) -> list[str]:
        """What it says, in plain words."""
        total, last = self.volume.iloc[-1], self.risk.iloc[-1]
        count = self.paths.shape[1]
        ahead = f"{count} {self.series.interval}{'s' if count > 1 else ''}"
        said = [
            f"Contributions in the next {ahead}: {number(np.round(total['median']))} "
            f"({span(np.floor(total['low_90']), np.ceil(total['high_90']))} with 90 %).",
            f"Starved means fewer than {exact(self.starving.contributions)} in "
            f"{exact(self.starving.window)} weeks. The risk of that by the end of {last['date']} "
            f"is {estimate(last['risk'], last['low'], last['high'], 'share')}.",
        ]
        if self.starved_now:
            said.append("The window that has just closed held too few already.")
        warning = self.warning
        said.append(
            f"Early warning: by {warning} the risk passes {exact(self.warn_at, 'share')}."
            if warning
            else "Early warning: none within the horizon (it is given at "
            f"{exact(self.warn_at, 'share')})."
        )
        outside = self.held.match.outside
        if outside:
            said.append(
                f"In {', '.join(outside)} the history is outside the range simulated; treat the "
                "forecast with caution."
            )
        return said + [f"Note: {note}." for note in self.series.notes]

    def __str__(self) -> str:
        return "\n".join(self.sentences)

    def to_dict(self) -> dict[str, Any]:
        """Plain data, for programs."""
        return {
            "series": self.series.name,
            "interval": self.series.interval,
            "scenario": self.held.scenario.name,
            "seed": self.held.seed,
            "volume": self.volume.to_dict("records"),
            "starved": {
                "contributions": self.starving.contributions,
                "weeks": self.starving.window,
                "already": self.starved_now,
                "by": self.risk.to_dict("records"),
            },
            "warning": {"level": self.warn_at, "date": self.warning},
            "unlike_in": list(self.held.match.outside),
            "lives_alike": round(self.held.match.effective, 1),
            "notes": list(self.series.notes),
        }


def forecast(
    series: Series | str | os.PathLike[str],
    scenario: Scenario | str | os.PathLike[str] = USUAL_SCENARIO,
    *,
    weeks: float = 12.0,
    seed: int = 1,
    contributions: float | None = None,
    window: float | None = None,
    warn_at: float = 0.5,
    samples: int = SAMPLES,
    **how: Unpack[HistoryOptions],
) -> Forecast:
    r"""Forecast a campaign from its history.

    Many lives of the campaign are simulated whose unknown parameters are drawn from a prior, those
    whose past looks like the given history are sought, and what became of them is moved to its
    level and slopes by regression. Half of the futures begin with draws from the history's own last
    twelve values, and turn into such a life, half of those left every quarter of a year: the
    near future is like the near past, the far one is the model's.

    Parameters
    ----------
    series
        The history, or the path of its file (`read_series`).
    scenario
        The campaign as far as it is known: a scenario, a preset, or a file.
    weeks
        How far ahead; rounded up to whole intervals.
    seed
        Root of all luck.
    contributions, window
        The campaign has starved when fewer contributions than this come in a window of so many
        weeks; by default as the scenario's limits say.
    warn_at
        The risk of having starved at which there is a warning, above 0 and below 1.
    samples
        Futures drawn.
    **how
        Lives, unknown, disturbance, workers, progress and folder; see `held_against`.

    Raises
    ------
    InputError
        If the history cannot be read or holds no contribution, or anything else is not allowed.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> folder = Path(tempfile.mkdtemp())
    >>> counts = "\n".join(f"{month},{9 - month % 3}" for month in range(24))
    >>> _ = (folder / "mine.csv").write_text("month,contributions\n" + counts)
    >>> found = forecast(folder / "mine.csv", lives=64, progress=False, folder=folder)
    >>> found.dates, found.warning
    (['month 24', 'month 25', 'month 26'], None)
    """
    check_how(how, forecast)
    if not is_number(warn_at) or not 0 < warn_at < 1:
        raise InputError(
            f"the level of warning is {shown(warn_at)}; allowed is above 0 and below 1"
        )
    samples = check_whole("samples", samples, FEWEST_SAMPLES, MOST_SAMPLES)
    known = series if isinstance(series, Series) else read_series(series)
    base = scenario if isinstance(scenario, Scenario) else load(scenario)
    starving = Starving.of(base, contributions, window)
    horizon = horizon_of(weeks, known.dates.weeks)
    held = held_against(known, base, horizon, seed, **how)
    return Forecast(held, futures(held, samples), starving, warn_at)


def futures(held: MatchedHistory, samples: int) -> Floats:
    """Coming contributions in whole numbers: (samples, horizon)."""
    horizon = held.analogues.horizon
    at = node(held.seed, "futures")
    lives = held.analogues.ahead(held.match, samples, at)
    last = last_values(held.series.rates, horizon, samples, at)
    rates = blend(last, lives, held.series.dates.weeks, at)
    lengths = held.series.dates.lengths(len(held.series), horizon)
    whole: Floats = np.floor(rates * lengths + uniforms(node(at, "whole"), samples, horizon))
    return whole


def blend(last: Floats, lives: Floats, weeks: float, seed: int) -> Floats:
    """Futures that begin like the last values and turn into lives: (samples, horizon).

    A pool of both whose share of the last values is 1/2 in the first interval and halves every
    `BLEND_HALF_LIFE` weeks: near ahead such a pool is better than either, but a trend shows only
    in time.

    Parameters
    ----------
    last, lives
        Futures of either kind, (samples, horizon).
    weeks
        Length of an interval.
    seed
        Root of the luck.

    Examples
    --------
    >>> blend(np.zeros((400, 2)), np.ones((400, 2)), 13.0, 1).mean(axis=0).round(1).tolist()
    [0.5, 0.8]
    """
    share = 0.5 * 0.5 ** (np.arange(lives.shape[1]) * weeks / BLEND_HALF_LIFE)
    stays = uniforms(node(seed, "passing over"), len(lives), 1) < share
    return np.where(stays, last, lives)
