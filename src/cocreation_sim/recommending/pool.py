"""The designs that were tried, and what came of each in every run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple, Protocol

import numpy as np

from cocreation_sim.errors import InputError
from cocreation_sim.random_arrays import Floats
from cocreation_sim.recommending.space import Space, State

BASE: Final = 0  # number of what is optimised, as it is
Outcomes = dict[str, float]


class Wanted(NamedTuple):
    """A run: the number of a design, its values, and the number of the replication."""

    design: int
    values: tuple[Any, ...]
    replication: int


class Source(Protocol):
    """Where outcomes come from: the simulation, or a function."""

    def admits(self, values: tuple[Any, ...]) -> bool:
        """Whether a design can be at all."""

    def play(self, wanted: Sequence[Wanted]) -> Iterator[tuple[Wanted, Outcomes]]:
        """The outcomes of runs, in any order."""


class Evaluated:
    """Outcomes from a function of the values of a design and the number of the replication."""

    def __init__(
        self, function: Callable[[dict[str, Any], int], Mapping[str, float]], paths: Sequence[str]
    ) -> None:
        self.function, self.paths = function, tuple(paths)

    def admits(self, values: tuple[Any, ...]) -> bool:
        """Every design can be."""
        return True

    def play(self, wanted: Sequence[Wanted]) -> Iterator[tuple[Wanted, Outcomes]]:
        """The outcomes, one run after another."""
        for run in wanted:
            named = dict(zip(self.paths, run.values, strict=True))
            told = self.function(named, run.replication)
            yield run, {name: float(value) for name, value in told.items()}


class Pool:
    """Designs by number, and their outcomes by replication; the first is what is optimised.

    Parameters
    ----------
    space
        All designs.
    source
        Where outcomes come from.
    base
        The values of the parameters as they are; none where there is nothing to compare with.
    heard
        What is called with the number of runs played since.
    """

    def __init__(
        self,
        space: Space,
        source: Source,
        base: tuple[Any, ...] | None,
        heard: Callable[[int], None] | None = None,
    ) -> None:
        self.space, self.source, self.heard = space, source, heard
        self.has_base = base is not None
        self.values: list[tuple[Any, ...]] = [base or ()]
        self.states: list[State | None] = [None]
        self.outcomes: list[dict[int, Outcomes]] = [{}]
        self.numbers: dict[State, int] = {}
        self.runs = 0
        if base is not None:
            state = space.of_values(dict(zip(space.paths, base, strict=True)))
            if state is not None:
                self.states[BASE], self.numbers[state] = state, BASE

    def number(self, state: State) -> int | None:
        """The number of a design, new or not; none where it cannot be."""
        if state not in self.numbers:
            values = self.space.values(state)
            if not self.source.admits(values):
                return None
            self.numbers[state] = len(self.values)
            self.values.append(values)
            self.states.append(state)
            self.outcomes.append({})
        return self.numbers[state]

    @property
    def designs(self) -> range:
        """Numbers of the designs."""
        return range(0 if self.has_base else 1, len(self.values))

    def missing(self, numbers: Iterable[int], replications: range) -> list[Wanted]:
        """Runs that are not there yet, replication by replication."""
        chosen = list(dict.fromkeys(numbers))
        return [
            Wanted(number, self.values[number], r)
            for r in replications
            for number in chosen
            if r not in self.outcomes[number]
        ]

    def play(self, numbers: Iterable[int], replications: range) -> None:
        """Play what is missing."""
        wanted = self.missing(numbers, replications)
        for run, outcomes in self.source.play(wanted):
            self.outcomes[run.design][run.replication] = outcomes
            self.runs += 1
            if self.heard is not None:
                self.heard(1)

    def __getstate__(self) -> dict[str, Any]:
        """What is pickled: not who listens."""
        return self.__dict__ | {"heard": None}

    def replications(self, number: int, within: range | None = None) -> list[int]:
        """The replications of a design, in order."""
        return sorted(r for r in self.outcomes[number] if within is None or r in within)

    def array(self, number: int, outcome: str, replications: Iterable[int]) -> Floats:
        """An outcome of a design in some replications; nan where it does not exist."""
        rows = self.outcomes[number]
        try:
            found = [rows[r][outcome] for r in replications]
        except KeyError as error:
            if rows and outcome not in next(iter(rows.values())):
                names = ", ".join(next(iter(rows.values())))
                raise InputError(
                    f"the function gives no {outcome!r}; what it gives is {names}"
                ) from error
            raise
        return np.array(found, float)
