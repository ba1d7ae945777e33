"""Designs judged by goals and limits: costs to be small, limits passed, designs surely beaten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cocreation_sim.random_arrays import Floats
from cocreation_sim.recommending.estimates import shuffled, value_of
from cocreation_sim.recommending.goals import Figure, Goal, Limit
from cocreation_sim.recommending.pool import BASE, Pool

SLACK: Final = 1e-5  # of a bound, by which rounding to cents may pass it
SURE: Final = 1.0  # standard errors by which a design must be beaten to get no more runs


@dataclass(frozen=True)
class Judge:
    """Goals and limits, and the designs they are held against.

    Attributes
    ----------
    pool
        The designs with their runs.
    goals, limits
        What counts.
    """

    pool: Pool
    goals: tuple[Goal, ...]
    limits: tuple[Limit, ...]

    def _arrays(self, numbers: Sequence[int], luck: Sequence[int], figure: Figure) -> Floats:
        return np.array([self.pool.array(k, figure.outcome, luck) for k in numbers])

    def values(self, numbers: Sequence[int], luck: Sequence[int], figure: Figure) -> Floats:
        """A figure of each design; nan where it does not exist."""
        return value_of(self._arrays(numbers, luck, figure), figure)

    def costs(self, numbers: Sequence[int], luck: Sequence[int]) -> Floats:
        """One row a design, one column a goal: the figure, or its negative where more is better.

        Where a figure does not exist it is worse than all others.
        """
        columns = []
        for goal in self.goals:
            cost = goal.sign * self.values(numbers, luck, goal.figure)
            known = cost[~np.isnan(cost)]
            worst = float(known.max()) + float(np.ptp(known)) + 1.0 if len(known) else 0.0
            columns.append(np.where(np.isnan(cost), worst, cost))
        return np.column_stack(columns)

    def bound(self, limit: Limit, luck: Sequence[int]) -> float:
        """What a limit allows: its number, or what the campaign has under the same luck."""
        if limit.bound is not None:
            return limit.bound
        return float(self.values([BASE], luck, limit.figure)[0])

    def excess(self, numbers: Sequence[int], luck: Sequence[int]) -> Floats:
        """One row a design, one column a limit: by how much it is passed, as a share of the bound.

        Negative where the limit is kept; 1 where its figure does not exist.
        """
        columns = []
        for limit in self.limits:
            value, bound = self.values(numbers, luck, limit.figure), self.bound(limit, luck)
            over = limit.sign * (value - bound) / _unit(bound) - SLACK
            columns.append(np.where(np.isnan(over), 1.0, over))
        return np.column_stack(columns) if columns else np.full((len(numbers), 1), -1.0)

    def over(self, numbers: Sequence[int], luck: Sequence[int]) -> Floats:
        """By how much each design passes its limits in all; 0 where it keeps them."""
        total: Floats = np.maximum(self.excess(numbers, luck), 0.0).sum(axis=1)
        return total

    def beaten(self, numbers: Sequence[int], luck: Sequence[int]) -> NDArray[np.bool_]:
        """Which designs are surely beaten: in every goal by one other that keeps the limits.

        By a standard error of the difference under the same luck, at least; or which surely pass a
        limit, where others keep them.
        """
        over = self.over(numbers, luck)
        kept = over <= 0
        out = np.zeros(len(numbers), np.bool_)
        if not kept.any():
            return out
        for limit in self.limits:
            bound = self.bound(limit, luck)
            x = self._arrays(
                [BASE, *numbers] if limit.bound is None else numbers, luck, limit.figure
            )
            drawn = shuffled(x, limit.figure)
            if limit.bound is None:
                x, drawn = x[1:], drawn[1:] - drawn[0]
            gap = limit.sign * (value_of(x, limit.figure) - bound)
            spread = np.nanstd(drawn, axis=1)
            out |= np.nan_to_num(gap - SURE * spread, nan=1.0) > SLACK * _unit(bound)
        costs = self.costs(numbers, luck)
        draws = [shuffled(self._arrays(numbers, luck, g.figure), g.figure) for g in self.goals]
        for other in np.flatnonzero(kept):
            sure = np.ones(len(numbers), np.bool_)
            some = np.zeros(len(numbers), np.bool_)
            for column, drawn in enumerate(draws):
                gain = costs[:, column] - costs[other, column]
                spread = np.nan_to_num(np.nanstd(drawn - drawn[other], axis=1))
                sure &= (gain >= SURE * spread) & (gain >= 0)
                some |= gain > 0
            out |= sure & some
        return out


def _unit(bound: float) -> float:
    """What counts as one unit of a violation."""
    return abs(bound) or 1.0
