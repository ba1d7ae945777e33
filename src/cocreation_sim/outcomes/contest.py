"""Contests of two steps: who enters and finishes, and when within the call.

Elsewhere every figure is nan. When people enter is known by periods only, so the first fifth is
told only where a call holds at least five whole periods.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from cocreation_sim.outcomes.declaring import NEITHER, Outcome
from cocreation_sim.outcomes.measures import gini, mean, ratio
from cocreation_sim.outcomes.played import CampaignRun

GROUP: Final = "Volume"


def in_contests(count: Callable[[CampaignRun], float]) -> Callable[[CampaignRun], float]:
    """The same figure, but nan where there is no contest of two steps."""

    def counted(run: CampaignRun) -> float:
        return count(run) if run.campaign.call.two_step else math.nan

    return counted


def entries(run: CampaignRun) -> int:
    """Entries, finished or not; where there is no contest, ideas."""
    return (run.total["entries"] if run.campaign.call.two_step else run.ideas_n) * run.weight


def _entered(run: CampaignRun) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = run.people["contributions"] > 0
    return found


def _entries_each(run: CampaignRun) -> Any:
    """Entries of each entrant."""
    return run.people["contributions"][run.once(_entered)]


@in_contests
def finished(run: CampaignRun) -> float:
    """Share of entries that were finished."""
    return ratio(run.ideas_n, run.total["entries"])


@in_contests
def entrants(run: CampaignRun) -> float:
    """People who entered."""
    return float(run.once(_entered).sum() * run.weight)


@in_contests
def entered_first_fifth(run: CampaignRun) -> float:
    """Share of entries in the first fifth of a call; nan where its periods are too long to tell."""
    steps, entered = run.numbers.round_steps, run.line["entries"]
    a_period = run.scenario.calendar.rounds_a_period
    middles = (np.arange(len(entered)) + 0.5) * a_period - run.numbers.start
    first = entered[middles % steps < steps / 5].sum()
    known = steps >= 5 * a_period and entered.sum() > 0
    return float(first / entered.sum()) if known else math.nan


@in_contests
def finished_last_fifth(run: CampaignRun) -> float:
    """Share of ideas that are finished in the last fifth of a call."""
    length, step = run.numbers.round_steps, run.scenario.calendar.sub_round
    into_call = (run.ideas["born"] - run.numbers.start * step) % (length * step)
    return mean(into_call >= 0.8 * length * step)


CONTEST: Final = (
    Outcome("entrants", "people who entered (contests)", "people", NEITHER, entrants, GROUP),
    Outcome(
        "entry_one_timers",
        "share of entrants who entered once (contests)",
        "share",
        NEITHER,
        in_contests(lambda run: mean(run.once(_entries_each) == 1)),
        GROUP,
    ),
    Outcome(
        "entry_concentration",
        "Gini coefficient of entries over entrants (contests)",
        "share",
        NEITHER,
        in_contests(lambda run: gini(run.once(_entries_each))),
        GROUP,
    ),
    Outcome(
        "never_finished",
        "share of entrants who never finished (contests)",
        "share",
        NEITHER,
        in_contests(lambda run: mean(run.people["ideas"][run.once(_entered)] == 0)),
        GROUP,
    ),
    Outcome(
        "entered_first_fifth",
        "share of entries in the first fifth of a call (contests)",
        "share",
        NEITHER,
        entered_first_fifth,
        GROUP,
    ),
    Outcome(
        "finished_last_fifth",
        "share of finishing in the last fifth (contests)",
        "share",
        NEITHER,
        finished_last_fifth,
        GROUP,
    ),
)
