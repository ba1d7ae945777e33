"""How long ideas take to reach the milestones of votes, and how early success shows.

Times are medians, in the calendar's unit, over the ideas that were selected; if none was, over
those that passed the last milestone. Shares are of all ideas, the youngest included, which had
little time. Early momentum is the share of those that passed the last milestone which had passed
the first within 30 days. All is nan for a milestone that is not there, and for those after the
fourth nothing is told.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cocreation_sim.outcomes.declaring import NEITHER, Outcome
from cocreation_sim.outcomes.measures import Flags, Floats
from cocreation_sim.outcomes.played import CampaignRun
from cocreation_sim.records import reached_column

GROUP: Final = "What comes of it"
TOLD: Final = 4  # milestones that outcomes tell of; the table of ideas tells of all
EARLY: Final = 30 / 7  # weeks; A8


class Reached(NamedTuple):
    """Weeks from publication to each milestone by milestone and idea, nan where never."""

    times: Floats
    passed: NDArray[np.bool_]
    last: Flags
    succeeded: Flags


def reached(run: CampaignRun) -> Reached | None:
    """When ideas passed the milestones, and which succeeded; nothing without either."""
    count = len(run.campaign.selection.milestones)
    times = np.full((count, len(run.ideas["born"])), np.nan)
    for k in range(count):
        times[k] = run.ideas[reached_column(k)] - run.ideas["born"]
    if times.size == 0:
        return None
    passed = ~np.isnan(times)
    last = passed[-1]
    chosen = last & run.chosen
    return Reached(times, passed, last, chosen if chosen.any() else last)


def time_to(run: CampaignRun, milestone: int) -> float:
    """Median time to a milestone (from 0) of the ideas that succeed.

    Examples
    --------
    >>> from cocreation_sim import simulate
    >>> run = simulate("workshop")  # a campaign without milestones
    >>> time_to(CampaignRun(run.scenario, run.tables, "workshop"), 0)
    nan
    """
    found = run.once(reached)
    if found is None or milestone >= len(found.times) or not found.succeeded.any():
        return math.nan
    return float(np.median(found.times[milestone, found.succeeded])) / run.unit


def passed(run: CampaignRun, milestone: int) -> float:
    """Share of ideas that pass a milestone (from 0)."""
    found = run.once(reached)
    if found is None or milestone >= len(found.times):
        return math.nan
    return float(found.passed[milestone].mean())


def early_momentum(run: CampaignRun) -> float:
    """Share of those past the last milestone that had passed the first within 30 days."""
    found = run.once(reached)
    if found is None or not found.last.any():
        return math.nan
    return float((found.times[0, found.last] <= EARLY).mean())


def _time_to(k: int) -> Outcome:
    words = f"median time to milestone {k} of those that succeed"
    name = f"time_to_milestone_{k}"
    return Outcome(name, words, "unit", NEITHER, lambda run: time_to(run, k - 1), GROUP)


def _passed(k: int) -> Outcome:
    words, name = f"share of ideas that pass milestone {k}", f"passed_milestone_{k}"
    return Outcome(name, words, "share", NEITHER, lambda run: passed(run, k - 1), GROUP)


OUTCOMES: Final = (
    *(_time_to(k) for k in range(1, TOLD + 1)),
    *(_passed(k) for k in range(1, TOLD + 1)),
    Outcome(
        "early_momentum",
        "share of the shortlisted with milestone 1 in 30 days",
        "share",
        NEITHER,
        early_momentum,
        GROUP,
    ),
)
