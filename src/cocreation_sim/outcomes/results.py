"""What comes of the ideas: shortlisted, selected, integrated, brought to the market."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from cocreation_sim.outcomes import milestones
from cocreation_sim.outcomes.declaring import MORE, NEITHER, Outcome
from cocreation_sim.outcomes.measures import mean, ratio
from cocreation_sim.outcomes.played import CampaignRun
from cocreation_sim.rules.market import improvement

GROUP: Final = "What comes of it"


def rounds_with_winner(run: CampaignRun) -> float:
    """Share of rounds with a selected idea; nan where work is merged as it comes."""
    won = len(np.unique(run.ideas["fate_at"][run.chosen]))
    merges = run.campaign.selection.how == "merge"
    return math.nan if merges else ratio(won, run.numbers.rounds)


def improved(run: CampaignRun) -> float:
    """Sum of the improvements by what is integrated."""
    integrated = zip(run.ideas["quality"][run.kept], run.ideas["fit"][run.kept], strict=True)
    return sum((improvement(q, f) for q, f in integrated), start=0.0) * run.weight


OUTCOMES: Final = (
    Outcome(
        "shortlisted",
        "ideas shortlisted",
        "ideas",
        NEITHER,
        lambda run: run.total["shortlisted"] * run.weight,
        GROUP,
    ),
    Outcome(
        "shortlisted_share",
        "share of ideas shortlisted",
        "share",
        NEITHER,
        lambda run: ratio(run.total["shortlisted"], run.ideas_n),
        GROUP,
    ),
    Outcome(
        "selected",
        "ideas selected or merged",
        "ideas",
        MORE,
        lambda run: run.total["selected"] * run.weight,
        GROUP,
        short="selected ideas",
        prominence=1,
        note="counted when the firm takes it; a customer's own `selected` counts what they have "
        "learnt of by the end",
    ),
    Outcome(
        "selected_share",
        "share of ideas selected or merged (the yield)",
        "share",
        NEITHER,
        lambda run: ratio(run.total["selected"], run.ideas_n),
        GROUP,
    ),
    Outcome(
        "selected_of_shortlisted",
        "share of the shortlisted that are selected",
        "share",
        NEITHER,
        lambda run: ratio(run.total["selected"], run.total["shortlisted"]),
        GROUP,
    ),
    Outcome(
        "selected_per_round",
        "ideas selected a round",
        "ideas",
        NEITHER,
        lambda run: ratio(run.total["selected"] * run.weight, run.numbers.rounds),
        GROUP,
    ),
    Outcome(
        "rounds_with_winner",
        "share of rounds with a selected idea",
        "share",
        MORE,
        rounds_with_winner,
        GROUP,
        chance=True,
    ),
    *milestones.OUTCOMES,
    Outcome(
        "integrated",
        "ideas integrated",
        "ideas",
        MORE,
        lambda run: run.total["integrated"] * run.weight,
        GROUP,
    ),
    Outcome(
        "marketed",
        "ideas brought to the market",
        "ideas",
        MORE,
        lambda run: run.total["marketed"] * run.weight,
        GROUP,
    ),
    Outcome(
        "adopted",
        "units sold",
        "units",
        MORE,
        lambda run: run.total["sold"] * run.weight,
        GROUP,
    ),
    Outcome("revenue", "revenue", "EUR", MORE, lambda run: run.revenue, "Money"),
    Outcome(
        "improvement",
        "improvement of the product: sum of quality that fits",
        "sd",
        MORE,
        improved,
        GROUP,
    ),
    Outcome(
        "coherence",
        "mean fit of what is integrated",
        "sd",
        MORE,
        lambda run: mean(run.ideas["fit"][run.kept]),
        GROUP,
    ),
)
