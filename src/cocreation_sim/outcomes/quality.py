"""How good the ideas are."""

from __future__ import annotations

import math
from typing import Final

from cocreation_sim.outcomes.declaring import MORE, Outcome
from cocreation_sim.outcomes.measures import mean, ratio

GROUP: Final = "Quality"

OUTCOMES: Final = (
    Outcome(
        "interesting",
        "ideas good enough to be interesting that fit the brief",
        "ideas",
        MORE,
        lambda run: run.total["interesting"] * run.weight,
        GROUP,
        short="interesting ideas",
        prominence=2,
    ),
    Outcome(
        "interesting_share",
        "share of ideas that are interesting",
        "share",
        MORE,
        lambda run: ratio(run.total["interesting"], run.ideas_n),
        GROUP,
    ),
    Outcome(
        "best_quality",
        "quality of the best idea",
        "sd",
        MORE,
        lambda run: float(run.ideas["quality"].max()) if run.ideas_n else math.nan,
        GROUP,
    ),
    Outcome(
        "selected_quality",
        "mean quality of the selected ideas",
        "sd",
        MORE,
        lambda run: mean(run.ideas["quality"][run.chosen]),
        GROUP,
    ),
)
