"""Fronts of designs: those that no other beats, and the order in which they get more runs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cocreation_sim.random_arrays import Floats


def dominates(a: Floats, b: Floats) -> bool:
    """Whether a is at least as good as b in all goals and better in one; less is better.

    Examples
    --------
    >>> dominates(np.array([1.0, 2.0]), np.array([1.0, 3.0]))
    True
    """
    return bool((a <= b).all() and (a < b).any())


def ranks(costs: Floats, excess: Floats) -> NDArray[np.int64]:
    """The front each design is on: 0 for those that none is better than.

    Parameters
    ----------
    costs
        One row a design, one column a goal; less is better.
    excess
        By how much each design passes the limits in all; those that pass them come after all that
        do not, the least excess first.

    Examples
    --------
    >>> costs = np.array([[1.0, 4.0], [2.0, 2.0], [3.0, 3.0], [0.0, 0.0]])
    >>> ranks(costs, np.array([0.0, 0.0, 0.0, 0.5])).tolist()
    [0, 0, 1, 2]
    """
    out = np.full(len(costs), -1, np.int64)
    rank = 0
    left = np.flatnonzero(excess <= 0)
    while len(left):
        part = costs[left]
        no_worse = (part[:, None, :] <= part[None, :, :]).all(axis=2)
        better = (part[:, None, :] < part[None, :, :]).any(axis=2)
        beaten = (no_worse & better).any(axis=0)
        out[left[~beaten]] = rank
        left = left[beaten]
        rank += 1
    over = np.flatnonzero(excess > 0)
    _, place = np.unique(excess[over], return_inverse=True)
    out[over] = rank + place
    return out


def crowding(costs: Floats) -> Floats:
    """How far each design's neighbours on a front are, the ends endlessly far (Deb et al. 2002).

    Examples
    --------
    >>> crowding(np.array([[0.0, 4.0], [1.0, 3.0], [4.0, 0.0]])).tolist()
    [inf, 2.0, inf]
    """
    out = np.zeros(len(costs))
    for column in costs.T:
        order = np.argsort(column, kind="stable")
        span = column[order[-1]] - column[order[0]]
        out[order[0]] = out[order[-1]] = np.inf
        if span > 0 and len(order) > 2:
            out[order[1:-1]] += (column[order[2:]] - column[order[:-2]]) / span
    return out


def by_worth(costs: Floats, excess: Floats) -> list[int]:
    """Designs in the order in which they are worth more runs: by front, then the least crowded."""
    rank = ranks(costs, excess)
    room = np.zeros(len(costs))
    for value in np.unique(rank):
        here = np.flatnonzero(rank == value)
        room[here] = crowding(costs[here])
    return [int(k) for k in np.lexsort((np.arange(len(costs)), -room, rank))]


def balanced(costs: Floats) -> int:
    """The design whose worst shortfall is least: each goal counted from its best to its worst.

    Examples
    --------
    >>> balanced(np.array([[0.0, 10.0], [3.0, 3.0], [10.0, 0.0]]))
    1
    """
    best, worst = costs.min(axis=0), costs.max(axis=0)
    span = np.where(worst > best, worst - best, 1.0)
    short = (costs - best) / span
    return int(np.argmin(short.max(axis=1) + 0.01 * short.sum(axis=1)))
