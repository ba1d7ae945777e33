"""How the people are at the end: engaged, waiting, gone, worn out; whether they trust and buy."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

from cocreation_sim.outcomes import acceptance
from cocreation_sim.outcomes.declaring import LESS, MORE, NEITHER, Direction, Outcome
from cocreation_sim.outcomes.measures import mean
from cocreation_sim.outcomes.played import CampaignRun

GROUP: Final = "Community"


def burned_out_core(run: CampaignRun) -> float:
    """Share of the core (enough contributions) who ever burned out; nan without a core."""
    core = run.people["contributions"] >= run.scenario.behaviour.core.contributions
    return mean(run.tired[core])


def health(outcomes: Mapping[str, Any]) -> float:
    """Share of those who know the campaign who are engaged at the end.

    Examples
    --------
    >>> health({"engaged": 30, "aware": 40})
    0.75
    """
    return outcomes["engaged"] / outcomes["aware"] if outcomes["aware"] else math.nan


def _at_the_end(name: str, words: str, direction: Direction) -> Outcome:
    return Outcome(
        name,
        words,
        "people",
        direction,
        lambda run: int(run.line[name][-1]) * run.weight,
        GROUP,
    )


OUTCOMES: Final = (
    Outcome(
        "aware",
        "people who know the campaign",
        "people",
        MORE,
        lambda run: len(run.people["person"]) * run.weight,
        GROUP,
    ),
    _at_the_end("engaged", "people engaged at the end", MORE),
    _at_the_end("paused", "people waiting for an answer at the end", NEITHER),
    _at_the_end("disengaged", "people who have left by the end", LESS),
    _at_the_end("burned_out", "people burned out at the end", LESS),
    Outcome(
        "ever_burned_out",
        "people who ever burned out",
        "people",
        LESS,
        lambda run: int(run.tired.sum()) * run.weight,
        GROUP,
    ),
    Outcome(
        "burned_out_core",
        "share of the core who ever burned out",
        "share",
        LESS,
        burned_out_core,
        GROUP,
    ),
    Outcome(
        "returned",
        "people who came back from waiting",
        "people",
        MORE,
        lambda run: run.total["returned"] * run.weight,
        GROUP,
    ),
    Outcome(
        "recovered",
        "people who recovered from burnout",
        "people",
        MORE,
        lambda run: run.total["recovered"] * run.weight,
        GROUP,
    ),
    Outcome(
        "loyalty",
        "mean trust of those who took part, voters included",
        "share",
        MORE,
        lambda run: mean(run.people["trust"][run.took_part]),
        GROUP,
        short="loyalty",
    ),
    Outcome(
        "demand",
        "share of those who took part who would buy",
        "share",
        MORE,
        lambda run: mean(run.people["demand"][run.took_part]),
        GROUP,
        short="demand",
    ),
    *acceptance.OUTCOMES,
    Outcome(
        "health",
        "share of those who know the campaign who are engaged at the end",
        "share",
        MORE,
        health,
        GROUP,
        short="health",
        composed=True,
    ),
)
