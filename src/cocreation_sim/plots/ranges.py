"""Ranges of factors in pictures: places on them, axes along them, parts of them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from matplotlib.ticker import LogLocator, MaxNLocator, NullFormatter
from numpy.typing import NDArray

from cocreation_sim.designs.factors import Range
from cocreation_sim.errors import InputError, nearest_names
from cocreation_sim.experiments.answers import ends_of
from cocreation_sim.plots.style import Ticks
from cocreation_sim.random_arrays import Floats

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from cocreation_sim.experiments.experiment import Experiment

MOST_PARTS: Final = 12  # into which a range is cut
RUNS_A_PART: Final = 15  # at least, on average
DECADES: Final = 2.5  # of a logarithmic axis, beyond which only powers of ten are written


def check_factor(exp: Experiment, path: str) -> None:
    """Refuse what is no factor of an experiment."""
    factors = exp.design.factors
    if path not in factors:
        raise InputError(
            f"there is no factor {path!r}; the experiment varied {', '.join(factors) or 'none'}"
            + nearest_names(str(path), factors)
        )


def is_range(exp: Experiment, path: str) -> bool:
    """Whether a factor has a range, or so many numbers in a table of points that it is like one."""
    factor = exp.design.factors[path]
    if isinstance(factor, Range):
        return True
    numbers = {v for v in factor if isinstance(v, (int, float)) and not isinstance(v, bool)}
    return exp.design.method == "zip" and MOST_PARTS < len(numbers) == len(set(factor))


def value_of(exp: Experiment, path: str, share: Floats) -> Floats:
    """Values of a factor at shares of the way between its ends.

    Examples
    --------
    >>> from cocreation_sim import Range, sweep
    >>> spend = {"campaign.outreach.spend": Range(1, 100, log=True)}
    >>> exp = sweep("workshop", spend, 1, design="lhs", samples=2, workers=1, progress=False)
    >>> value_of(exp, "campaign.outreach.spend", np.array([0, 0.5, 1])).tolist()
    [1.0, 10.0, 100.0]
    """
    low, high, log = ends_of(exp, path)
    found: Floats = low * (high / low) ** share if log else low + share * (high - low)
    return found


def parts(share: Floats) -> NDArray[np.int64]:
    """Which of some equal parts of a range each run is in: up to twelve, of 15 runs on average.

    Examples
    --------
    >>> parts(np.linspace(0, 1, 60)).max()
    np.int64(3)
    """
    count = int(np.clip(len(share) // RUNS_A_PART, 3, MOST_PARTS))
    return np.minimum((share * count).astype(np.int64), count - 1)


def along(ax: Axes, exp: Experiment, path: str, which: Literal["x", "y"] = "x") -> None:
    """Spread an axis as the factor is, from end to end, its numbers short."""
    low, high, log = ends_of(exp, path)
    axis, limit, scale = (
        (ax.xaxis, ax.set_xlim, ax.set_xscale)
        if which == "x"
        else (ax.yaxis, ax.set_ylim, ax.set_yscale)
    )
    if log:
        scale("log")
        few = math.log10(high / low) < DECADES
        axis.set_major_locator(LogLocator(subs=(1, 2, 5) if few else (1,)))
        axis.set_minor_formatter(NullFormatter())
    else:
        axis.set_major_locator(MaxNLocator(nbins=5))
    axis.set_major_formatter(Ticks())
    limit(low, high)
