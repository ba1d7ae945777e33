"""The designs there are to choose from: every combination of the levels of the levers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from cocreation_sim.recommending.levers import Lever, LeverGrid
from cocreation_sim.recommending.splitting import Split
from cocreation_sim.scenario.scenario import Scenario

State = tuple[Any, ...]  # one entry a lever: the number of its level, or the portions of each part


class Neighbour(NamedTuple):
    """A design that differs in one lever.

    Attributes
    ----------
    place
        Of the lever.
    state
        The design.
    """

    place: int
    state: State


@dataclass(frozen=True)
class Space:
    """All designs: every combination of the levels of the levers.

    Attributes
    ----------
    levers
        The levers.
    base
        The scenario they change; none where a function of one's own is optimised.
    """

    levers: tuple[Lever, ...]
    base: Scenario | None = None
    _made: dict[State, tuple[Any, ...]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def paths(self) -> tuple[str, ...]:
        """The parameters, in the order of `values`."""
        return tuple(path for lever in self.levers for path in lever.paths)

    @property
    def size(self) -> float:
        """How many designs there are."""
        sizes: list[float] = []
        for lever in self.levers:
            if isinstance(lever, Split):
                sizes.append(math.comb(lever.steps + len(lever.paths) - 1, len(lever.paths) - 1))
            else:
                sizes += [count for _, count in lever.coordinates]
        return math.prod(sizes)

    @property
    def width(self) -> int:
        """How many coordinates a search has."""
        return sum(len(lever.coordinates) for lever in self.levers)

    def values(self, state: State) -> tuple[Any, ...]:
        """The values of a design."""
        if state not in self._made:
            found: dict[str, Any] = {}
            later: list[tuple[Split, Any]] = []
            for lever, entry in zip(self.levers, state, strict=True):
                if isinstance(lever, Split):
                    later.append((lever, entry))
                else:
                    found |= dict(zip(lever.paths, lever.values(entry, None), strict=True))
            for lever, entry in later:
                assert self.base is not None
                scenario = self.base.vary(found) if found else self.base
                found |= dict(zip(lever.paths, lever.values(entry, scenario), strict=True))
            self._made[state] = tuple(found[path] for path in self.paths)
        return self._made[state]

    def neighbours(self, state: State, stride: int = 1) -> list[Neighbour]:
        """All designs that differ in one stride of one lever."""
        out = []
        for k, (lever, entry) in enumerate(zip(self.levers, state, strict=True)):
            for other in lever.near(entry, stride):
                out.append(Neighbour(k, (*state[:k], other, *state[k + 1 :])))
        return out

    def of_values(self, values: Mapping[str, Any]) -> State | None:
        """The design with these values; none where it is not among them."""
        state = []
        for lever in self.levers:
            given = values.get(lever.paths[0])
            if not isinstance(lever, LeverGrid) or given not in lever.levels:
                return None
            state.append(lever.levels.index(given))
        return tuple(state)

    def at(self, shares: Any) -> State:
        """The design at a share of the way, 0 to 1, in each coordinate."""
        out, left = [], list(map(float, shares))
        for lever in self.levers:
            count = len(lever.coordinates)
            out.append(lever.at(tuple(left[:count])))
            left = left[count:]
        return tuple(out)
