"""The risk that a design fails, estimated in the background while one looks on."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cocreation_sim.dashboard.setup import Setup
from cocreation_sim.errors import InputError
from cocreation_sim.scenario.scenario import Scenario
from cocreation_sim.statistics.failure import failure_risk
from cocreation_sim.wording.numbers import estimate

if TYPE_CHECKING:
    from cocreation_sim.compiled.engine import Player

REPLICATIONS: Final = 48
CALM: Final = 0.4  # seconds a set-up must stand before its risk is estimated
PACE: Final = 0.25  # seconds between two tellings
REST: Final = 0.3  # seconds left to what plays


@dataclass(frozen=True)
class Estimate:
    """How many runs of a design failed so far, and of what first.

    Attributes
    ----------
    causes
        The first cause of each run that was played; "" where it did not fail.
    """

    causes: tuple[str, ...] = ()

    @property
    def runs(self) -> int:
        """Runs played so far."""
        return len(self.causes)

    @property
    def failures(self) -> int:
        """Runs that failed."""
        return sum(cause != "" for cause in self.causes)

    @property
    def interval(self) -> tuple[float, float, float]:
        """The risk with the ends of its 95 % interval; nan, 0 and 1 without runs.

        Examples
        --------
        >>> [round(x, 2) for x in Estimate(("starved", "", "", "")).interval]
        [0.25, 0.03, 0.72]
        """
        if not self.runs:
            return float("nan"), 0.0, 1.0
        risk = failure_risk(self.failures, self.runs)
        return float(risk.risk), float(risk.low), float(risk.high)

    @property
    def most_often(self) -> str:
        """The most frequent first cause, or nothing."""
        found = Counter(cause for cause in self.causes if cause)
        return min(found, key=lambda cause: (-found[cause], cause)) if found else ""


class RiskWatch:
    """Estimates the risk of the designs of a set-up with compiled runs, in a thread of its own.

    The runs of one replication share their luck between the designs.

    Parameters
    ----------
    told
        Called when there is more to tell.
    replications
        Runs of each design.
    """

    def __init__(self, told: Callable[[], None], replications: int = REPLICATIONS) -> None:
        self.told = told
        self.replications = replications
        self.estimates: Mapping[str, Estimate] = {}
        self.trouble = ""
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._resume = 0.0

    @property
    def done(self) -> bool:
        """Whether all runs are played."""
        return bool(self.estimates) and all(
            estimate.runs >= self.replications for estimate in self.estimates.values()
        )

    def watch(self, setup: Setup, seed: int, campaigns: Mapping[str, str]) -> None:
        """Begin anew, with another set-up; what was begun before is given up."""
        self.stop()
        self.trouble = ""
        self.estimates = {name: Estimate() for name in setup.designs}
        self._stop = threading.Event()
        self._thread = threading.Thread(
            target=self._play, args=(setup, seed, dict(campaigns), self._stop), daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Give up what was begun."""
        self._stop.set()

    def rest(self) -> None:
        """Let what plays go first, for a moment."""
        self._resume = time.monotonic() + REST

    def _pause(self, stop: threading.Event) -> bool:
        """Wait while there is something else to do; whether to go on."""
        while not stop.is_set() and (left := self._resume - time.monotonic()) > 0:
            stop.wait(left)
        return not stop.is_set()

    def wait(self) -> None:
        """Wait until all runs are played or given up."""
        if self._thread is not None:
            self._thread.join()

    def _play(
        self, setup: Setup, seed: int, campaigns: Mapping[str, str], stop: threading.Event
    ) -> None:
        if stop.wait(CALM):
            return
        try:
            for estimates in self._growing(setup, seed, campaigns, stop):
                self.estimates = estimates
                self.told()
        except InputError as error:
            if not stop.is_set():
                self.trouble = str(error)
                self.told()

    def _growing(
        self, setup: Setup, seed: int, campaigns: Mapping[str, str], stop: threading.Event
    ) -> Iterator[dict[str, Estimate]]:
        """The estimates as they grow, told not too often."""
        from cocreation_sim.compiled.engine import Player

        players = {name: Player(threads=1) for name in setup.designs}
        causes: dict[str, list[str]] = {name: [] for name in setup.designs}
        last = time.monotonic()
        for replication in range(1, self.replications + 1):
            for name, design in setup.designs.items():
                if not self._pause(stop):
                    return
                campaign = campaigns.get(name, min(design.campaigns))
                found = _first_cause(players[name], design, seed, replication, campaign)
                causes[name].append(found)
            due = time.monotonic() - last >= PACE or replication == self.replications
            if due and not stop.is_set():
                yield {name: Estimate(tuple(found)) for name, found in causes.items()}
                last = time.monotonic()


def _first_cause(
    player: Player, design: Scenario, seed: int, replication: int, campaign: str
) -> str:
    failures = player.play(design, seed, replication).failures[campaign]
    return min(failures, key=lambda cause: failures[cause], default="")


def verdict(a: Estimate, b: Estimate) -> str:
    """Whether design b fails more or less often than a, from runs under the same luck.

    Examples
    --------
    >>> verdict(Estimate(("starved",) * 9 + ("",) * 11), Estimate(("starved",) * 2 + ("",) * 18))
    'B fails 35 percentage points less often than A (95 %: 13 to 57).'
    >>> verdict(Estimate(("",) * 20), Estimate(("",) * 20))
    'A and B failed in the same runs.'
    """
    from cocreation_sim.statistics.comparison import paired

    runs = min(a.runs, b.runs)
    if runs < 3:
        return ""
    of_a, of_b = ([cause != "" for cause in e.causes[:runs]] for e in (a, b))
    if of_a == of_b:
        return "A and B failed in the same runs."
    found = paired(of_a, of_b)
    d, low, high = found.difference, found.low, found.high
    if low <= 0 <= high:
        told = estimate(d, low, high, "points", "{} percentage points (95 %: {})", plus=True)
        return f"A and B need not differ: B's risk less A's is {told}."
    (near, far), way = sorted((abs(low), abs(high))), "more" if d > 0 else "less"
    form = f"B fails {{}} percentage points {way} often than A (95 %: {{}})."
    return estimate(abs(d), near, far, "points", form)
