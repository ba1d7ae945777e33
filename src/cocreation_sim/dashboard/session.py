"""What one visitor of the dashboard has set up, and what plays; it knows nothing of the browser."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any, Final

from cocreation_sim.dashboard.levers import Lever
from cocreation_sim.dashboard.risk import RiskWatch
from cocreation_sim.dashboard.setup import Setup, number_of, opened
from cocreation_sim.dashboard.stage import Stage, check_crowd
from cocreation_sim.errors import InputError
from cocreation_sim.scenario.scenario import Scenario, check_seed, load

FRAME: Final = 0.1  # seconds between two pictures


class Pace:
    """Passes calls on, but not too often; the last one always.

    What takes long is called less often, so that it never takes more than a third of the time.

    Parameters
    ----------
    act
        What is called.
    seconds
        Least time between two calls.
    """

    def __init__(self, act: Callable[[], None], seconds: float = FRAME) -> None:
        self.act = act
        self.seconds = seconds
        self._next = 0.0
        self._lock = threading.Lock()
        self._later: threading.Timer | None = None

    def __call__(self) -> None:
        """Call now, or a little later."""
        with self._lock:
            if self._later is not None:
                return
            wait = self._next - time.monotonic()
            if wait > 0:
                self._later = threading.Timer(wait, self._now)
                self._later.daemon = True
                self._later.start()
                return
        self._now()

    def _now(self) -> None:
        with self._lock:
            self._later = None
        begun = time.monotonic()
        self.act()
        ended = time.monotonic()
        with self._lock:
            self._next = ended + max(self.seconds, 2 * (ended - begun))


class Session:
    """The set-up of one visitor, what is being edited, and what plays.

    Whatever is refused leaves everything as it was, and says why in `message`.

    Parameters
    ----------
    scenario
        What is set up at first.
    changed
        Called when the set-up or a message has changed.
    stepped
        Called when the run has gone on, though not too often.
    estimated
        Called when more is known of the risk.

    Examples
    --------
    >>> session = Session(load("ordinary"))
    >>> session.move("campaigns.suggestions.reward.prize", -5.0)
    >>> session.message
    "'campaigns.suggestions.reward.prize' is -5.0; allowed is a number from 0 to 10,000,000 (EUR)"
    """

    def __init__(
        self,
        scenario: Scenario,
        changed: Callable[[], None] = lambda: None,
        stepped: Callable[[], None] = lambda: None,
        estimated: Callable[[], None] = lambda: None,
    ) -> None:
        self.setup = Setup(scenario)
        self.tell = changed
        self.stepped = Pace(stepped)
        self.risk = RiskWatch(estimated)
        self.editing = "A"
        self.campaigns = {"A": min(scenario.campaigns)}
        self.message = ""
        self.refusals = 0  # fields that show what was refused are made anew
        self.seed = 1
        self.engine = "compiled"
        self.performances = 0
        self.stage: Stage = Stage(self.setup)

    # ------------------------------------------------------------------ setting up

    @property
    def scenario(self) -> Scenario:
        """The scenario that is being edited."""
        return self.setup.designs[self.editing]

    @property
    def campaign(self) -> str:
        """The campaign that is being edited."""
        return self.campaigns[self.editing]

    @property
    def changed(self) -> bool:
        """Whether the set-up is another than what plays."""
        return self.stage.setup != self.setup

    def choose(self, preset: str) -> None:
        """Take a preset, and show it."""
        self._replace(lambda: load(preset))

    def open(self, name: str, content: bytes) -> None:
        """Take a scenario out of a file, and show it."""
        self._replace(lambda: opened(name, content))

    def _replace(self, source: Callable[[], Scenario]) -> None:
        def replace() -> None:
            scenario = source()
            self.setup = self.setup.put(self.editing, scenario)
            self.campaigns[self.editing] = min(scenario.campaigns)
            self.restart()

        self._try(replace)

    def move(self, path: str, value: Any) -> None:
        """Move a lever of what is being edited."""

        def move() -> None:
            self.setup = self.setup.change(self.editing, path, value)
            self.estimate()

        self._try(move)

    def type(self, lever: Lever, text: str) -> None:
        """Take a number that was typed for a lever."""

        def take() -> None:
            if text != lever.written:
                value = number_of(text, lever.kind == "whole")
                self.setup = self.setup.change(self.editing, lever.path, value)
                self.estimate()

        self._try(take)

    def compare(self, wanted: bool) -> None:
        """Put a second design beside the first, or take it away."""
        self.setup = self.setup.compared() if wanted else self.setup.alone()
        self.campaigns = {"A": self.campaigns["A"]}
        if wanted:
            self.campaigns["B"] = self.campaigns["A"]
        self.editing = "B" if wanted else "A"
        self._try(self.restart)

    def edit(self, name: str) -> None:
        """Turn to a design, or "campaign NAME" to a campaign of it."""
        self.editing = name
        self._try(lambda: None)

    def turn_to(self, campaign: str) -> None:
        """Turn to another campaign of the design that is being edited."""
        self.campaigns[self.editing] = campaign
        self._try(self.estimate)

    def _try(self, act: Callable[[], None]) -> None:
        try:
            act()
            self.message = ""
        except InputError as error:
            self.message = str(error)
            self.refusals += 1
        self.tell()

    # ------------------------------------------------------------------ playing

    def restart(self) -> None:
        """Play what is set up from its beginning."""
        self.performances += 1
        self.perform()

    def perform(self) -> Performance:
        """What is set up, at its beginning."""
        return Performance(self, self.performances, self.engine, str(self.seed))

    def estimate(self) -> None:
        """Estimate anew how likely the designs fail."""
        self.risk.watch(self.setup, self.seed, self.campaigns)

    def begin(self, engine: str, luck: str) -> tuple[int, str]:
        """The seed and engine of the next run: what is asked for, or else the last that went."""
        self.message = ""
        try:
            seed = int(number_of(luck, whole=True))
            check_seed(seed)
            self.seed = seed
        except InputError as error:
            self.message = f"seed: {error}"
        try:
            check_crowd(self.setup, engine)
            self.engine = engine
        except InputError as error:
            self.message = str(error)
            self.engine = "compiled"
        return self.seed, self.engine

    def step_on(self) -> None:
        """The run has gone on."""
        self.risk.rest()
        self.stepped()

    def close(self) -> None:
        """End whatever still runs."""
        self.risk.stop()
        self.stage.close()


class Performance(Stage):
    """The stage as SolaraViz makes it anew at each reset: with what the session has set up.

    Parameters
    ----------
    session
        Whose set-up is played.
    number
        The how-manieth scenario it was asked for; controls that are being taken away may still ask
        for the last, and get a stage that stands still.
    engine
        "compiled" or "mesa".
    luck
        The seed, as it was typed.
    """

    def __init__(
        self, session: Session, number: int, engine: str = "compiled", luck: str = "1"
    ) -> None:
        seed, chosen = session.begin(engine, luck)
        super().__init__(session.setup, seed, chosen, session.step_on)
        if number != session.performances:
            self.close()
            return
        session.stage.close()
        session.stage = self
        session.estimate()
        session.stepped()
        session.tell()
