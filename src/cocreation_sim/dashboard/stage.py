"""The designs as a Mesa model that SolaraViz can run, pause, step and reset."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Final, Protocol

import mesa
import numpy as np

from cocreation_sim.dashboard.funnel import OF_IDEAS
from cocreation_sim.dashboard.scene import SHOWN, Scene, scene
from cocreation_sim.dashboard.setup import Setup
from cocreation_sim.errors import InputError
from cocreation_sim.mesa_model import CoCreationModel
from cocreation_sim.records import IDEA_COLUMNS, Tables, columns
from cocreation_sim.runs import engine_for
from cocreation_sim.scenario.scenario import Scenario

MOST_AGENTS: Final = 20_000  # simulated people that agents play while one waits


class Film(Protocol):
    """A run that unfolds period by period."""

    played: int

    def advance(self) -> None:
        """Play one period more."""

    def scene(self, campaign: str) -> Scene:
        """A campaign as it stands."""


class Live:
    """A run played by Mesa agents, period by period.

    Examples
    --------
    >>> from cocreation_sim.scenario.scenario import load
    >>> film = Live(load("workshop"), seed=1)
    >>> film.advance()
    >>> film.scene("workshop").played
    1
    """

    def __init__(self, scenario: Scenario, seed: int) -> None:
        self.scenario = scenario
        self.played = 0
        self.model = CoCreationModel(scenario, seed)

    def advance(self) -> None:
        """Let the agents play one period."""
        self.model.step()
        self.played += 1

    def scene(self, campaign: str) -> Scene:
        """A campaign as its agents stand."""
        firm = next(firm for firm in self.model.firms if firm.name == campaign)
        rows = self.model.timeline[campaign][: self.played]
        line = {key: np.array([row[key] for row in rows], dtype=np.int64) for key in SHOWN}
        ideas = firm.idea_columns(OF_IDEAS)
        return scene(self.scenario, campaign, line, ideas, dict(firm.failures))


class Replay:
    """A run of the compiled engine, played to its end at the first step, then shown as it unfolds.

    Nothing that a viewer does during a run changes it, so it makes no difference but for the ideas
    that are told as supported before the end: see `cocreation_sim.dashboard.funnel.stages`.

    Examples
    --------
    >>> from cocreation_sim.scenario.scenario import load
    >>> film = Replay(load("workshop"), seed=1)
    >>> film.advance()
    >>> film.scene("workshop").played
    1
    """

    def __init__(self, scenario: Scenario, seed: int) -> None:
        self.scenario = scenario
        self.seed = seed
        self.played = 0
        self.tables: Tables | None = None

    def advance(self) -> None:
        """Show one period more."""
        if self.tables is None:
            from cocreation_sim.compiled.engine import Player

            self.tables = Player().play(self.scenario, self.seed, 0)
        self.played += 1

    def scene(self, campaign: str) -> Scene:
        """A campaign as it stood at the end of the period shown."""
        if self.tables is None:
            line = {key: np.zeros(0, dtype=np.int64) for key in SHOWN}
            return scene(self.scenario, campaign, line, columns([], IDEA_COLUMNS), {})
        full = self.tables.timeline[campaign]
        line = {key: full[key][: self.played] for key in SHOWN}
        ideas, failures = self.tables.ideas[campaign], self.tables.failures[campaign]
        return scene(self.scenario, campaign, line, ideas, failures)


class Stage(mesa.Model[Any, Any]):
    """The designs of a set-up, side by side under the same luck: `step` plays one period of each.

    Parameters
    ----------
    setup
        The designs.
    seed
        Root of all luck, the same for each design.
    engine
        "compiled" or "mesa"; at the end they show the same, see `Replay`.
    on_step
        What to do after each step.

    Raises
    ------
    InputError
        If there is no such engine, or a crowd is too large for it.

    Examples
    --------
    >>> from cocreation_sim.scenario.scenario import load
    >>> stage = Stage(Setup(load("workshop")).compared())
    >>> stage.step()
    >>> stage.scenes()["A"].ideas.tolist() == stage.scenes()["B"].ideas.tolist()
    True
    """

    def __init__(
        self,
        setup: Setup,
        seed: int = 1,
        engine: str = "compiled",
        on_step: Callable[[], None] | None = None,
    ) -> None:
        check_crowd(setup, engine)
        super().__init__(rng=seed)
        kind = Live if engine == "mesa" else Replay
        self.setup = setup
        self.luck = seed
        self.engine = engine
        self.on_step = on_step
        self.busy = threading.Lock()  # who draws waits for the step to end
        self.films: dict[str, Film] = {
            name: kind(design, seed) for name, design in setup.designs.items()
        }

    @property
    def periods(self) -> int:
        """Periods until the last design has ended."""
        return max(design.calendar.periods for design in self.setup.designs.values())

    @property
    def played(self) -> int:
        """Periods played so far."""
        return max(film.played for film in self.films.values())

    def step(self) -> None:
        """Play one period of each design that has not ended."""
        if not self.running:
            return
        with self.busy:
            for name, design in self.setup.designs.items():
                if self.films[name].played < design.calendar.periods:
                    self.films[name].advance()
        if self.played >= self.periods:
            self.running = False
        if self.on_step is not None:
            self.on_step()

    def close(self) -> None:
        """End: whoever still runs the stage stops."""
        self.running = False

    def scenes(self, campaigns: dict[str, str] | None = None) -> dict[str, Scene]:
        """How each design stands; `campaigns` says which campaign of it, by default the first."""
        chosen = campaigns or {}
        with self.busy:
            return {
                name: self.films[name].scene(chosen.get(name, min(design.campaigns)))
                for name, design in self.setup.designs.items()
            }


def check_crowd(setup: Setup, engine: str) -> None:
    """Say no to an engine that does not exist, or that would not answer while one waits.

    Raises
    ------
    InputError
        If there is no such engine, or a crowd is too large for it.
    """
    people = max(design.population.simulated for design in setup.designs.values())
    if engine_for(engine) == "mesa" and people > MOST_AGENTS:
        raise InputError(
            f"the crowd is {people:,} simulated people; Mesa agents play up to {MOST_AGENTS:,} "
            "here: choose the compiled engine, which gives the same result, or raise "
            "population.represents"
        )
