"""Accepted pieces of work (merged commits, say), and how they spread over their authors."""

from __future__ import annotations

from typing import Final

import numpy as np

from cocreation_sim.outcomes.declaring import NEITHER, Outcome
from cocreation_sim.outcomes.measures import Floats, gini, mean, ratio, top_share
from cocreation_sim.outcomes.played import CampaignRun

GROUP: Final = "Volume"
TOP: Final = 15  # authors, as open source tells of its core


def pieces(run: CampaignRun) -> Floats:
    """Accepted pieces of each author who has any."""
    authors, where = np.unique(run.ideas["author"][run.chosen], return_inverse=True)
    found: Floats = np.bincount(
        where, weights=run.ideas["pieces"][run.chosen], minlength=len(authors)
    )
    return found


def top_authors(run: CampaignRun) -> float:
    """Share of the accepted pieces by the top authors."""
    largest = np.sort(run.once(pieces))[::-1]
    return ratio(float(largest[:TOP].sum()), float(run.once(pieces).sum()))


OUTCOMES: Final = (
    Outcome(
        "accepted_authors",
        "people with accepted work",
        "people",
        NEITHER,
        lambda run: len(run.once(pieces)) * run.weight,
        GROUP,
    ),
    Outcome(
        "accepted_per_author",
        "accepted pieces of work (commits) an author",
        "pieces",
        NEITHER,
        lambda run: ratio(float(run.once(pieces).sum()), len(run.once(pieces))),
        GROUP,
    ),
    Outcome(
        "accepted_one_timers",
        "share of these authors with one accepted piece",
        "share",
        NEITHER,
        lambda run: mean(run.once(pieces) == 1),
        GROUP,
        short="authors of one piece",
    ),
    Outcome(
        "accepted_concentration",
        "Gini coefficient of accepted pieces over authors",
        "share",
        NEITHER,
        lambda run: gini(run.once(pieces)),
        GROUP,
        short="Gini of accepted pieces",
    ),
    Outcome(
        "accepted_top_decile",
        "share of accepted pieces by the top tenth of authors",
        "share",
        NEITHER,
        lambda run: top_share(run.once(pieces)),
        GROUP,
        short="pieces by the top tenth",
    ),
    Outcome(
        "accepted_top_15",
        f"share of accepted pieces by the top {TOP} authors",
        "share",
        NEITHER,
        top_authors,
        GROUP,
    ),
)
