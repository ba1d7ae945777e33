"""How long ideas take to reach the milestones of votes, and how early success shows."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cocreation_sim.records import Columns, reached_column
from cocreation_sim.rules import events as ev
from cocreation_sim.scenario.scenario import Scenario

Floats = NDArray[np.float64]

TOLD: Final = 4  # milestones that outcomes tell of; the table of ideas tells of all
EARLY: Final = 30 / 7  # weeks; A8

DESCRIPTIONS: Final[dict[str, tuple[str, str]]] = {
    **{
        f"time_to_milestone_{k}": (f"median time to milestone {k} of those that succeed", "unit")
        for k in range(1, TOLD + 1)
    },
    **{
        f"passed_milestone_{k}": (f"share of ideas that pass milestone {k}", "share")
        for k in range(1, TOLD + 1)
    },
    "early_momentum": ("share of the shortlisted with milestone 1 in 30 days", "share"),
}


def reached(scenario: Scenario, name: str, ideas: Columns) -> Floats:
    """Weeks from publication to each milestone, by milestone and idea; nan where never."""
    count = len(scenario.campaigns[name].selection.milestones)
    times = np.full((count, len(ideas["born"])), np.nan)
    for k in range(count):
        times[k] = ideas[reached_column(k)] - ideas["born"]
    return times


def figures(scenario: Scenario, name: str, ideas: Columns) -> dict[str, float]:
    """Times to the milestones of those that succeed, shares that pass, and early momentum.

    Times are medians, in the calendar's unit, over the ideas that were selected; if none was, over
    those that passed the last milestone. Shares are of all ideas, the youngest included, which had
    little time. Early momentum is the share of those that passed the last milestone which had
    passed the first within 30 days. All is nan for a milestone that is not there, and for those
    after the fourth nothing is told.

    Parameters
    ----------
    scenario
        What was simulated.
    name
        The campaign.
    ideas
        Its raw table of ideas.

    Examples
    --------
    >>> from cocreation_sim.runs import simulate
    >>> run = simulate("workshop")  # a campaign without milestones
    >>> figures(run.scenario, "workshop", run.tables.ideas["workshop"])["early_momentum"]
    nan
    """
    out = dict.fromkeys(DESCRIPTIONS, math.nan)
    times = reached(scenario, name, ideas)
    if times.size == 0:
        return out
    passed = ~np.isnan(times)
    last = passed[-1]
    chosen = last & (ideas["fate"] == ev.FATE_SELECTED)
    succeeded = chosen if chosen.any() else last
    for k in range(min(TOLD, len(times))):
        out[f"passed_milestone_{k + 1}"] = float(passed[k].mean())
        if succeeded.any():
            median = float(np.median(times[k, succeeded]))
            out[f"time_to_milestone_{k + 1}"] = median / scenario.calendar.weeks
    if last.any():
        out["early_momentum"] = float((times[0, last] <= EARLY).mean())
    return out
