"""What of a history matters for its future: its level, how that moves, and how it is shaken."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cocreation_sim.random_arrays import Floats

NAMES: Final = (
    "level",
    "unrest",
    "unrest over two intervals",
    "unrest over four intervals",
    "share of zeros",
    "age",
    "last value",
    "rise over 1 to 3 intervals",
    "rise over 3 to 10 intervals",
    "rise over 10 to 30 intervals",
    "rise over 30 intervals to all",
)
# How much each counts when histories are compared, in standard deviations of the library.
WEIGHTS: Final = np.array([1.0, 1.5, 1.0, 0.6, 0.6, 0.5, 0.7, 0.8, 1.0, 0.7, 0.5])
PEOPLE: Final = ("contributors a contribution", "newcomers a contributor")
MEMORY: Final = (1.0, 3.0, 10.0, 30.0)  # half-lives in intervals
UNREST_MEMORY: Final = 12.0
QUIET: Final = 0.05  # unrest that is not told from none


class Features(NamedTuple):
    """Of histories up to each interval: the numbers compared, and the measure for their future.

    values
        Shape (lives, intervals, features).
    level
        Recent mean of log(1 + contributions), half-life 3 intervals.
    scale
        How far log(1 + contributions) usually moves; slopes and futures are told in it.
    """

    values: Floats
    level: Floats
    scale: Floats


def features(counts: NDArray[Any]) -> Features:
    """Features of each history (rows) up to each interval (columns); gaps are nan.

    All means are weighted by recency, with x = log(1 + y):
    E_h = sum 2^(−k/h) x_{t−k} / sum 2^(−k/h). Unrest over j intervals is the mean |x_t − x_{t−j}|.

    Examples
    --------
    >>> found = features(np.array([[10.0, 10.0, 10.0, 10.0]]))
    >>> round(float(np.expm1(found.level[0, -1])), 6), found.values.shape
    (10.0, (1, 4, 11))
    """
    y = np.asarray(counts, float)
    x = np.log1p(y)
    e1, e3, e10, e30 = (recent(x, half_life) for half_life in MEMORY)
    mean = recent(x, 1e9)
    v1, v2, v4 = (recent(_moves(x, lag), UNREST_MEMORY) for lag in (1, 2, 4))
    luck = 0.25 / (1 + np.exp(e3))  # of few contributions, which always move
    scale = np.sqrt(QUIET * QUIET + luck + (v1 * v1 + v2 * v2 + v4 * v4) / 3)
    zeros = recent(np.where(np.isfinite(y), y == 0, np.nan), UNREST_MEMORY)
    age = np.broadcast_to(np.log(np.arange(1, y.shape[1] + 1)), x.shape)
    last = np.where(np.isfinite(x), x, e1)
    values = np.stack(
        [
            e3,
            np.log(scale),
            np.log((QUIET + v2) / (QUIET + v1)),
            np.log((QUIET + v4) / (QUIET + v2)),
            zeros,
            age,
            (last - e1) / scale,
            (e1 - e3) / scale,
            (e3 - e10) / scale,
            (e10 - e30) / scale,
            (e30 - mean) / scale,
        ],
        axis=-1,
    )
    return Features(values, e3, scale)


def people_features(
    counts: NDArray[Any], contributors: NDArray[Any] | None, newcomers: NDArray[Any] | None
) -> Floats:
    """Contributors a contribution and newcomers a contributor, recent; nan where not known.

    Shape (lives, intervals, 2), in logarithms.
    """
    y = np.asarray(counts, float)
    unknown = np.full_like(y, np.nan)
    people = unknown if contributors is None else np.asarray(contributors, float)
    new = unknown if newcomers is None else np.asarray(newcomers, float)
    both = []
    for part, whole in ((people, y), (new, people)):
        known = np.isfinite(part + whole)
        top, bottom = (recent(np.where(known, c, np.nan), UNREST_MEMORY) for c in (part, whole))
        ever = np.logical_or.accumulate(known, axis=1)
        both.append(np.where(ever, np.log((top + 0.1) / (bottom + 0.1)), np.nan))
    return np.stack(both, axis=-1)


def recent(x: Floats, half_life: float) -> Floats:
    """Mean weighted by recency along the second axis; gaps are left out, 0 of nothing.

    Examples
    --------
    >>> recent(np.array([[0.0, np.nan, 3.0]]), 1e9).round(6).tolist()
    [[0.0, 0.0, 1.5]]
    """
    kept = 0.5 ** (1 / half_life)
    top = np.zeros(x.shape[0])
    bottom = np.zeros(x.shape[0])
    out = np.empty(x.shape)
    for t in range(x.shape[1]):
        known = np.isfinite(x[:, t])
        top = kept * top + np.where(known, x[:, t], 0.0)
        bottom = kept * bottom + known
        out[:, t] = top / np.where(bottom > 0, bottom, 1.0)
    return out


def _moves(x: Floats, lag: int) -> Floats:
    moves = np.full(x.shape, np.nan)
    if x.shape[1] > lag:
        moves[:, lag:] = np.abs(x[:, lag:] - x[:, :-lag])
    return moves
