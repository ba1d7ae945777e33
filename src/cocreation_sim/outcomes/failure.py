"""Whether a campaign failed, of what, and when."""

from __future__ import annotations

import math
from typing import Final

from cocreation_sim.outcomes.declaring import LESS, NEITHER, Outcome
from cocreation_sim.outcomes.played import CampaignRun

GROUP: Final = "Failure"
FAILED: Final = "failed"
FAILURE_RISK: Final = "failure_risk"


def first(run: CampaignRun) -> tuple[str, float]:
    """The first cause that occurred, and when in weeks; nothing, and nan, if none did."""
    return min(run.failures.items(), key=lambda item: item[1], default=("", math.nan))


OUTCOMES: Final = (
    Outcome(
        FAILED,
        "did the campaign fail",
        "true or false",
        LESS,
        lambda run: bool(run.failures),
        GROUP,
        over_runs="failure risk",
        aliases=(FAILURE_RISK, "risk"),
        prominence=1,
        chance=True,
    ),
    Outcome(
        "failed_because", "the first cause", "text", NEITHER, lambda run: run.once(first)[0], GROUP
    ),
    Outcome(
        "failed_at",
        "when it first occurred",
        "unit",
        NEITHER,
        lambda run: run.once(first)[1] / run.unit,
        GROUP,
        over_runs="when campaigns fail",
        can_be_goal=False,
    ),
    Outcome(
        "causes",
        "all causes that occurred",
        "text",
        NEITHER,
        lambda run: ", ".join(sorted(run.failures)),
        GROUP,
    ),
)
