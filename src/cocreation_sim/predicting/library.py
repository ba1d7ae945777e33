"""A library of simulated lives: one campaign with its unknown parameters drawn, many times."""

from __future__ import annotations

import math
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from cocreation_sim.errors import InputError
from cocreation_sim.results import Shown
from cocreation_sim.rules import events as ev
from cocreation_sim.scenario.scenario import LONGEST, WEEKS, Scenario
from cocreation_sim.wording.numbers import exact
from cocreation_sim.worlds.prior import Prior

Floats = NDArray[np.float64]
Counts = NDArray[np.int32]

# Intervals of a simulated life, by how long each is.
LENGTHS: Final = {"day": 365, "week": 208, "fortnight": 130, "month": 120, "quarter": 48}
INTERVALS: Final = {
    "day": 1 / 7,
    "week": 1.0,
    "fortnight": 2.0,
    "month": WEEKS["month"],
    "quarter": 3 * WEEKS["month"],
}  # fmt: skip  (weeks)


@dataclass(frozen=True, eq=False, repr=False)
class Library(Shown):
    """Lives of a campaign whose unknown parameters were drawn from a prior.

    Attributes
    ----------
    scenario, prior
        What was simulated.
    interval
        "day", "week", "fortnight", "month" or "quarter".
    shares
        One row a life: where each parameter lies in its range, 0 to 1.
    contributions, contributors, newcomers
        One row a life, one column an interval.
    """

    scenario: Scenario
    prior: Prior
    interval: str
    shares: Floats
    contributions: Counts
    contributors: Counts
    newcomers: Counts

    def __len__(self) -> int:
        return len(self.shares)


def simulate_library(
    scenario: Scenario,
    prior: Prior,
    interval: str,
    lives: int,
    seed: int,
    workers: int | None = None,
    tell: Callable[[], object] = lambda: None,
) -> Library:
    """Draw parameters from the prior (Sobol) and simulate the campaign with each.

    Counted is what communities count: for a campaign that merges (`selection.how`), the pieces of
    accepted work by the time they were made; else the ideas contributed.

    Parameters
    ----------
    scenario, prior, interval
        What to simulate, and in which intervals to count.
    lives
        How many.
    seed
        Root of all luck.
    workers
        Threads; by default one a core. The result does not depend on it.
    tell
        Called after each life.

    Examples
    --------
    >>> from cocreation_sim.worlds.prior import default_prior
    >>> from cocreation_sim.scenario.scenario import load
    >>> ordinary = load("ordinary")
    >>> library = simulate_library(ordinary, default_prior(ordinary), "month", 4, 1)
    >>> library.contributions.shape
    (4, 120)
    """
    from cocreation_sim.designs.design import sample

    longer, count = lengthened(scenario, interval)
    shares = sample("sobol", prior.labels, lives, seed)[:lives]
    mine = threading.local()

    def play(life: int) -> list[Counts]:
        from cocreation_sim.compiled.engine import Player

        if not hasattr(mine, "player"):
            mine.player = Player(threads=1)
        drawn = prior.scenario(longer, shares[life])
        tables = mine.player.play(drawn, seed, life)
        return counted(drawn, tables, INTERVALS[interval], count)

    rows: list[Any] = [None] * lives
    pool = ThreadPoolExecutor((os.cpu_count() or 1) if workers is None else workers)
    try:
        waiting = {pool.submit(play, life): life for life in range(lives)}
        for ready in as_completed(waiting):
            rows[waiting[ready]] = ready.result()
            tell()
    finally:
        pool.shutdown(cancel_futures=True)
    parts = (np.array(part, np.int32) for part in zip(*rows, strict=True))
    return Library(scenario, prior, interval, shares, *parts)


def lengthened(scenario: Scenario, interval: str) -> tuple[Scenario, int]:
    """The scenario over a long life, and how many intervals that has.

    A campaign of a single call lives as long as its scenario says.
    """
    calendar, weeks = scenario.calendar, INTERVALS[interval]
    count = LENGTHS[interval]
    single = any(
        c.selection.how == "rounds" and c.selection.round_length == 0
        for c in scenario.campaigns.values()
    )
    if single:
        count = min(count, int(calendar.duration * calendar.weeks / weeks + 1e-9))
        if count < 4:
            raise InputError(
                f"{scenario.name} is a single call of {exact(calendar.duration)} {calendar.units}, "
                f"which holds {count} {interval}s; give a series in shorter intervals"
            )
    duration = math.ceil(count * weeks / calendar.weeks / calendar.period) * calendar.period
    if duration > LONGEST:
        raise InputError(
            f"{scenario.name} counts in {calendar.units}, the history in {interval}s, and a life "
            f"of {count} {interval}s is too long for it; give a scenario that counts in weeks"
        )
    return scenario.vary({"calendar.duration": float(duration)}), count


def counted(scenario: Scenario, tables: Any, weeks: float, count: int) -> list[Counts]:
    """Contributions, contributors and newcomers of each interval of so many weeks."""
    name = next(iter(scenario.campaigns))
    ideas = tables.ideas[name]
    merged = scenario.campaigns[name].selection.how == "merge"
    taken = ideas["fate"] == ev.FATE_SELECTED if merged else np.ones(len(ideas["born"]), bool)
    when = (ideas["born"][taken] / weeks).astype(np.int64)
    author, pieces = ideas["author"][taken], ideas["pieces"][taken]
    inside = when < count
    when, author = when[inside], author[inside]
    represents = scenario.population.represents
    sums = np.bincount(when, pieces[inside] if merged else None, count)
    pairs = np.unique(author * count + when)
    people = np.bincount(pairs % count, minlength=count)
    _, first = np.unique(pairs // count, return_index=True)
    newcomers = np.bincount(pairs[first] % count, minlength=count)
    return [np.asarray(part * represents, np.int32) for part in (sums, people, newcomers)]
