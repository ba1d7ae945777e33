"""Levers of one campaign as ladders of levels."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final, Protocol

from cocreation_sim.designs.factors import Factor, Range
from cocreation_sim.errors import is_number
from cocreation_sim.recommending.wording import deed
from cocreation_sim.scenario.scenario import Scenario

STEPS: Final = 10  # into which a range is cut


class Lever(Protocol):
    """What a firm decides, in steps."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def paths(self) -> tuple[str, ...]:
        """The parameters it sets."""

    @property
    def coordinates(self) -> tuple[tuple[str, int], ...]:
        """How a search sees it: kinds ("whole", "choice" or "share"), and how many levels."""

    def decode(self, coordinates: tuple[Any, ...]) -> Any:
        """The entry of a state at coordinates of the search."""

    def encode(self, entry: Any) -> tuple[Any, ...]:
        """The coordinates of an entry."""

    def at(self, share: tuple[float, ...]) -> Any:
        """The entry at a share of the way, 0 to 1, in each coordinate."""

    def values(self, entry: Any, scenario: Scenario | None) -> tuple[Any, ...]:
        """The values of its parameters; `scenario` has those of the other levers."""

    def near(self, entry: Any, stride: int = 1) -> list[Any]:
        """Entries a stride away."""

    def describe(self, entry: Any, other: Any, every: str) -> str:
        """What is done at another entry, in words; `every` is the unit of the calendar."""


@dataclass(frozen=True)
class LeverGrid:
    """The levels of one parameter.

    Attributes
    ----------
    path
        Its dotted path.
    levels
        Its values; numbers rise.
    ordered
        Whether they are numbers.
    unit
        Their unit.

    Examples
    --------
    >>> lever_grid("campaign.reward.prize", Range(0, 1000, "EUR"), steps=4).levels
    (0.0, 250.0, 500.0, 750.0, 1000.0)
    """

    path: str
    levels: tuple[Any, ...]
    ordered: bool
    unit: str = ""

    @property
    def name(self) -> str:
        """The path."""
        return self.path

    @property
    def paths(self) -> tuple[str, ...]:
        """The path."""
        return (self.path,)

    @property
    def coordinates(self) -> tuple[tuple[str, int], ...]:
        """One whole number, or one choice."""
        return (("whole" if self.ordered else "choice", len(self.levels)),)

    def decode(self, coordinates: tuple[Any, ...]) -> int:
        """The level."""
        return int(coordinates[0])

    def encode(self, entry: int) -> tuple[int, ...]:
        """The level."""
        return (entry,)

    def at(self, share: tuple[float, ...]) -> int:
        """The level."""
        return min(len(self.levels) - 1, int(share[0] * len(self.levels)))

    def values(self, entry: int, scenario: Scenario | None = None) -> tuple[Any, ...]:
        """The value."""
        return (self.levels[entry],)

    def near(self, entry: int, stride: int = 1) -> list[int]:
        """The next lower and higher level; of a choice all others."""
        last = len(self.levels) - 1
        if self.ordered:
            ends = (max(0, entry - stride), min(last, entry + stride))
            return [level for level in ends if level != entry]
        return [level for level in range(last + 1) if level != entry]

    def describe(self, entry: int, other: int, every: str = "") -> str:
        """The other level, as something that is done."""
        return deed(self.path, self.levels[other], every)


def lever_grid(path: str, factor: Factor, steps: int = STEPS, base: Any = None) -> LeverGrid:
    """The levels of a range or of a list of values.

    A range is cut into equal steps (of its logarithm where that is spread evenly); the value that
    the scenario has is a level too, where it lies within.

    Examples
    --------
    >>> lever_grid("winners", Range(1, 4, whole=True)).levels
    (1, 2, 3, 4)
    >>> lever_grid("spend", Range(1, 100, log=True), steps=4, base=5.0).levels
    (1.0, 3.16, 5.0, 10.0, 31.6, 100.0)
    >>> lever_grid("cell", ("tinkering", "submitting")).ordered
    False
    """
    if isinstance(factor, Range):
        levels = _cut(factor, steps)
        if is_number(base) and factor.low <= base <= factor.high and base not in levels:
            levels = sorted([*levels, base])
        return LeverGrid(path, tuple(levels), True, factor.unit)
    values = tuple(dict.fromkeys(factor))
    if all(is_number(value) for value in values):
        return LeverGrid(path, tuple(sorted(values)), True)
    return LeverGrid(path, values, False)


def _cut(given: Range, steps: int) -> list[Any]:
    if given.whole:
        low, high = math.ceil(given.low), math.floor(given.high)
        count = min(steps, high - low)
        cut = [low + (high - low) * k / count for k in range(count + 1)] if count else [low]
        if given.log:
            cut = [low * (high / low) ** (k / count) for k in range(count + 1)]
        return sorted({round(value) for value in cut})
    ends = (float(given.low), float(given.high))
    if given.log:
        inner = [given.low * (given.high / given.low) ** (k / steps) for k in range(1, steps)]
        inner = [_digits(value, 3) for value in inner]
    else:
        inner = [given.low + (given.high - given.low) * k / steps for k in range(1, steps)]
        inner = [_digits(value, 9) for value in inner]
    return sorted({*ends, *(value for value in inner if ends[0] < value < ends[1])})


def _digits(value: float, digits: int) -> float:
    return float(f"{value:.{digits}g}")
