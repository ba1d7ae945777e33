"""Whether people accept what comes of a campaign, and how much taking part does for that."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from cocreation_sim.outcomes.declaring import MORE, Outcome
from cocreation_sim.outcomes.measures import Floats, mean, ratio
from cocreation_sim.outcomes.played import CampaignRun
from cocreation_sim.rules.acceptance import log_odds
from cocreation_sim.rules.leaving import logistic

GROUP: Final = "Community"
NO_OPINION: Final = 0.5  # trust of those who never heard of the campaign


def accepts(run: CampaignRun) -> Floats:
    """Probability of each person who knows the campaign to accept what comes of it."""
    people: Any = run.people  # the rule takes columns as it takes numbers
    took_part: Any = run.took_part
    x: Any = log_odds(
        people["trust"],
        took_part,
        people["selected"] > 0,
        people["pleased"] > 0,
        run.campaign.crowd_weight,
        run.scenario.behaviour.acceptance,
    )
    found: Floats = 1.0 / (1.0 + np.exp(-x))
    return found


def unaware(run: CampaignRun) -> tuple[int, float]:
    """How many simulated people never heard of the campaign, and the probability of each."""
    p = run.scenario.behaviour.acceptance
    number = run.scenario.population.simulated - len(run.people["person"])
    return number, logistic(log_odds(NO_OPINION, False, False, False, 0.0, p))


def acceptance(run: CampaignRun) -> float:
    """Share of the whole population who accept what comes of it."""
    number, each = unaware(run)
    total = float(run.once(accepts).sum()) + number * each
    return total / run.scenario.population.simulated


def others(run: CampaignRun) -> float:
    """Share who accept of those who took no part, whether or not they knew of it."""
    number, each = unaware(run)
    aside = run.once(accepts)[~run.took_part]
    return ratio(float(aside.sum()) + number * each, len(aside) + number)


OUTCOMES: Final = (
    Outcome(
        "acceptance",
        "share of everybody who accept what comes of it",
        "share",
        MORE,
        acceptance,
        GROUP,
        short="acceptance",
        note="everybody in the population counts, those who never heard of it too",
    ),
    Outcome(
        "acceptance_took_part",
        "share who accept it of those who took part",
        "share",
        MORE,
        lambda run: mean(run.once(accepts)[run.took_part]),
        GROUP,
        short="acceptance by those who took part",
    ),
    Outcome(
        "acceptance_others",
        "share who accept it of those who took no part",
        "share",
        MORE,
        others,
        GROUP,
        short="acceptance by the others",
    ),
)
