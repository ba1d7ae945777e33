"""A history, the library it is held against, and which lives of it look alike."""

from __future__ import annotations

import math
import os
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from inspect import signature
from typing import Any, Final, TypedDict

import numpy as np

from cocreation_sim.designs.factors import Range, factors
from cocreation_sim.errors import InputError, check_names, is_number, shown
from cocreation_sim.experiments.execute import check_workers
from cocreation_sim.files import as_path
from cocreation_sim.predicting.analogues import Analogues, Match
from cocreation_sim.predicting.keeping import check_lives, library_for, name_of
from cocreation_sim.predicting.series import Series, read_series
from cocreation_sim.predicting.shocks import USUAL, Shocks
from cocreation_sim.random_arrays import node
from cocreation_sim.results import Shown
from cocreation_sim.scenario.scenario import Scenario, check_seed, load
from cocreation_sim.wording.numbers import number
from cocreation_sim.worlds.prior import default_prior

LIVES: Final = 2048
USUAL_SCENARIO: Final = "ordinary"
WIDER: Final = 0.1  # share of the histories that tell of parameters
LONGEST: Final = 520  # weeks ahead
KEPT_READY: Final = 2  # the same library serves many histories

_ready: Final[dict[tuple[object, ...], Analogues]] = {}
_lock: Final = threading.Lock()


class HistoryOptions(TypedDict, total=False):
    """How a library is made; see `held_against`."""

    lives: int
    unknown: Mapping[str, Range] | None
    disturbance: Shocks | None
    workers: int | None
    progress: bool
    folder: str | os.PathLike[str] | None


@dataclass(frozen=True, eq=False, repr=False)
class MatchedHistory(Shown):
    """A history held against a library.

    Attributes
    ----------
    series
        The history.
    scenario
        The campaign as far as it is known.
    analogues
        The histories of the library.
    seed
        Root of all luck.
    """

    series: Series
    scenario: Scenario
    analogues: Analogues
    seed: int

    def _facts(self) -> Mapping[str, object]:
        return {"series": self.series, "scenario": self.scenario.name, "seed": self.seed}

    @cached_property
    def match(self) -> Match:
        """Histories whose contributions look like these, for what is to come."""
        return self.analogues.match(self.series.rates)

    @cached_property
    def match_people(self) -> Match:
        """More histories, whose contributors and newcomers look like these too, for parameters."""
        series = self.series
        people = series.contributors, series.newcomers
        return self.analogues.match(series.rates, *people, nearest=WIDER)


def held_against(
    series: Series | str | os.PathLike[str],
    scenario: Scenario | str | os.PathLike[str] = USUAL_SCENARIO,
    horizon: int = 1,
    seed: int = 1,
    *,
    lives: int = LIVES,
    unknown: Mapping[str, Range] | None = None,
    disturbance: Shocks | None = USUAL,
    workers: int | None = None,
    progress: bool = True,
    folder: str | os.PathLike[str] | None = None,
) -> MatchedHistory:
    """Hold a history against a library of simulated lives.

    Parameters
    ----------
    series
        A history, or the path of its file (`read_series`).
    scenario
        The campaign as far as it is known: a scenario, a preset, or a file.
    horizon
        Intervals ahead.
    seed
        Root of all luck.
    lives
        How many lives the library has. It is kept for the next use.
    unknown
        Ranges by path that replace those of `default_prior`, or add to them.
    disturbance
        What shakes campaigns besides; none leaves the model alone.
    workers, progress
        Threads, by default one a core; and whether a bar is shown while the library is made.
    folder
        Where libraries are kept.

    Raises
    ------
    InputError
        If the history cannot be read or holds no contribution, or anything else is not allowed.
    """
    seed, lives, workers = check_seed(seed), check_lives(lives), check_workers(workers)
    if not isinstance(disturbance, Shocks | None):
        raise InputError(f"disturbance is {shown(disturbance)}; allowed is Shocks, or none")
    home = None if folder is None else as_path(folder)
    known = series if isinstance(series, Series) else read_series(series)
    base = scenario if isinstance(scenario, Scenario) else load(scenario)
    check_alive(known)
    ranges = _ranges({} if unknown is None else unknown, base)
    made_of = (base, default_prior(base, ranges), known.interval, lives, seed)
    name = (name_of(*made_of), horizon, disturbance, home)
    ready = _ready.get(name)
    if ready is None:
        library = library_for(*made_of, workers=workers, progress=progress, folder=home)
        ready = Analogues.of(library, horizon, node(seed, "analogues"), disturbance)
        with _lock:
            _ready[name] = ready
            while len(_ready) > KEPT_READY:
                del _ready[next(iter(_ready))]
    return MatchedHistory(known, base, ready, seed)


def _ranges(unknown: Any, base: Scenario) -> dict[str, Range]:
    """What is unknown, as ranges by path."""
    found: dict[str, Range] = {}
    for path, factor in factors(unknown, base, "unknown").items():
        if not isinstance(factor, Range):
            raise InputError(f"{path!r} is {factor!r}; allowed is a range, such as Range(0, 1)")
        found[path] = factor
    return found


def check_how(how: Mapping[str, Any], function: Callable[..., Any]) -> None:
    """Refuse keywords that neither a function nor `held_against` takes.

    Raises
    ------
    InputError
        It lists those that they take.
    """
    own = [p.name for p in signature(function).parameters.values() if p.kind is p.KEYWORD_ONLY]
    check_names(how, [*own, *HistoryOptions.__annotations__])


def check_alive(series: Series) -> None:
    """Refuse a history without a single contribution.

    Raises
    ------
    InputError
        That says what can be said of it: the most that the rate may be.
    """
    known = int(np.isfinite(series.contributions).sum())
    if np.nansum(series.contributions) == 0:
        most = 3.0 / known
        raise InputError(
            f"{series.name} has no contribution in any of its {known} {series.interval}s. That "
            "cannot tell a small crowd from an indifferent one, so neither its size nor its "
            f"future is estimated; all that follows is a rate below {number(most)} a "
            f"{series.interval} (with 95 %, if it was even)"
        )


def horizon_of(weeks: float, interval_weeks: float) -> int:
    """Whole intervals that cover so many weeks.

    Raises
    ------
    InputError
        If there are none.

    Examples
    --------
    >>> horizon_of(12, 4.348), horizon_of(12, 1.0), horizon_of(52, 4.348)
    (3, 12, 12)
    """
    if not is_number(weeks) or not 0 < weeks <= LONGEST:
        raise InputError(f"weeks is {shown(weeks)}; allowed is a number above 0, up to {LONGEST}")
    return max(1, math.ceil(weeks / interval_weeks - 0.05))
