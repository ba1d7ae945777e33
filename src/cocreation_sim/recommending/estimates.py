"""Figures of designs with their intervals, and differences between designs under the same luck."""

from __future__ import annotations

import functools
import math
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cocreation_sim import randomness as rn
from cocreation_sim.outcomes import FAILED
from cocreation_sim.random_arrays import Floats
from cocreation_sim.recommending.goals import Figure
from cocreation_sim.statistics.comparison import paired
from cocreation_sim.statistics.failure import failure_risk

DRAWS: Final = 200  # of the bootstrap


class Estimate(NamedTuple):
    """A figure with its interval, from some runs; nan where it does not exist."""

    value: float
    low: float
    high: float
    runs: int


class Difference(NamedTuple):
    """How much larger a figure is in b than in a, under the same luck."""

    value: float
    low: float
    high: float
    runs: int

    @property
    def differs(self) -> bool:
        """Whether the interval leaves out 0."""
        return self.low > 0 or self.high < 0


@functools.cache
def resamples(runs: int, draws: int = DRAWS) -> NDArray[np.int64]:
    """Which runs each resample of the bootstrap takes: one row a resample, always the same.

    Examples
    --------
    >>> resamples(8).shape, bool((resamples(8) == resamples(8)).all())
    ((200, 8), True)
    """
    root = rn.child(rn.name_key("resamples of optimised designs"), runs)
    nodes = [rn.child(root, draw) for draw in range(draws)]
    picks = [[int(rn.uniform(node, k) * runs) for k in range(runs)] for node in nodes]
    return np.array(picks, np.int64).reshape(draws, runs)


def value_of(x: Floats, figure: Figure) -> Floats:
    """A figure of runs along the last axis; runs in which it does not exist are left out.

    Examples
    --------
    >>> float(value_of(np.array([1.0, 2.0, 6.0]), Figure("votes")))
    3.0
    """
    none = np.isnan(x).all(axis=-1)
    safe = np.where(none[..., None], 0.0, x)
    if figure.quantile is None:
        found = np.nanmean(safe, axis=-1)
    else:
        found = np.nanquantile(safe, figure.quantile, axis=-1, method="median_unbiased")
    result: Floats = np.where(none, np.nan, found)
    return result


def estimate(x: Floats, figure: Figure, level: float = 0.95) -> Estimate:
    """A figure of a design with its interval.

    A risk has Jeffreys' interval, a mean Student's (cut where the outcome cannot be), a quantile
    the order statistics between which it lies with at least this probability, or the least and
    largest run where these are too few.

    Examples
    --------
    >>> found = estimate(np.array([1.0, 2.0, 3.0, 4.0]), Figure("votes"))
    >>> round(found.low, 2), found.value, round(found.high, 2)
    (0.45, 2.5, 4.55)
    """
    from scipy.special import bdtr, stdtrit

    from cocreation_sim.statistics.summary import bounds

    x = np.sort(x[~np.isnan(x)])
    n = len(x)
    if n == 0:
        return Estimate(math.nan, math.nan, math.nan, 0)
    value = float(value_of(x, figure))
    if figure.outcome == FAILED:
        risk = failure_risk(int(x.sum()), n, level)
        return Estimate(value, float(risk.low), float(risk.high), n)
    if figure.quantile is not None:
        tail = (1 - level) / 2
        below = np.asarray(bdtr(np.arange(n), n, figure.quantile))
        first = int(np.searchsorted(below, tail, side="right"))
        last = min(n - 1, int(np.searchsorted(below, 1 - tail)) + 1)
        return Estimate(value, float(x[max(0, first - 1)]), float(x[last]), n)
    if n == 1:
        return Estimate(value, math.nan, math.nan, n)
    half = float(stdtrit(n - 1, (1 + level) / 2)) * float(x.std(ddof=1)) / math.sqrt(n)
    lowest, highest = bounds(figure.outcome)
    return Estimate(value, max(lowest, value - half), min(highest, value + half), n)


def difference(a: Floats, b: Floats, figure: Figure, level: float = 0.95) -> Difference:
    """The figure of b less that of a, run by run under the same luck.

    Means and risks as in `cocreation_sim.statistics.comparison.paired`; quantiles by bootstrap over
    the pairs.

    Examples
    --------
    >>> a = np.array([10.0, 20.0, 30.0, 40.0])
    >>> found = difference(a, a + np.array([3.0, 2.0, 4.0, 3.0]), Figure("votes"))
    >>> found.value, found.differs
    (3.0, True)
    """
    both = ~(np.isnan(a) | np.isnan(b))
    a, b = a[both], b[both]
    n = len(a)
    if n < 2:
        return Difference(math.nan, math.nan, math.nan, n)
    if figure.quantile is None:
        yes_no = figure.outcome == FAILED
        x, y = (a > 0.5, b > 0.5) if yes_no else (a, b)
        found = paired(x, y, level, figure.outcome)
        return Difference(found.difference, found.low, found.high, n)
    value = float(value_of(b, figure) - value_of(a, figure))
    picks = resamples(n)
    gaps = value_of(b[picks], figure) - value_of(a[picks], figure)
    low, high = np.quantile(gaps, [(1 - level) / 2, (1 + level) / 2])
    return Difference(value, float(low), float(high), n)


def shuffled(x: Floats, figure: Figure) -> Floats:
    """The figure of each design (row) in each resample of the runs (columns), the same for all."""
    picks: Any = resamples(x.shape[1])
    return value_of(x[:, picks], figure)
