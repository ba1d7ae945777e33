"""Measures that outcomes are made of: ratios, shares, and how evenly something is spread."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def ratio(a: float, b: float) -> float:
    """A / b, or nan where b is 0."""
    return a / b if b else math.nan


def mean(values: NDArray[Any]) -> float:
    """Mean, or of flags the share that is true; nan of nothing."""
    return float(values.mean()) if len(values) else math.nan


def gini(values: NDArray[Any]) -> float:
    """Gini coefficient of counts; nan if there are none, 0 if all are 0.

    Examples
    --------
    >>> gini(np.array([1, 1, 1])), round(gini(np.array([0, 0, 3])), 3)
    (0.0, 0.667)
    """
    n = len(values)
    if n == 0:
        return math.nan
    x = np.sort(np.asarray(values, dtype=float))
    total = x.sum()
    if total == 0:
        return 0.0
    return float((2 * np.arange(1, n + 1) - n - 1) @ x / (n * total))


def top_share(values: NDArray[Any], share: float = 0.1) -> float:
    """Share of the total held by the top tenth (at least one).

    Examples
    --------
    >>> top_share(np.array([6, 1, 1, 1, 1]))
    0.6
    """
    n = len(values)
    if n == 0 or values.sum() == 0:
        return math.nan
    x = np.sort(values)[::-1]
    return float(x[: max(1, round(n * share))].sum() / x.sum())
