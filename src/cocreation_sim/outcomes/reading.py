"""What the firm has to read, and what it answers."""

from __future__ import annotations

from typing import Final

from cocreation_sim.outcomes.declaring import LESS, MORE, NEITHER, Outcome
from cocreation_sim.outcomes.measures import ratio

GROUP: Final = "Reading and answering"

OUTCOMES: Final = (
    Outcome(
        "read",
        "ideas read by the firm or its core",
        "ideas",
        NEITHER,
        lambda run: run.total["read"] * run.weight,
        GROUP,
    ),
    Outcome(
        "read_per_interesting",
        "ideas read for one that is interesting",
        "ideas",
        LESS,
        lambda run: ratio(run.total["read"], run.total["interesting"]),
        GROUP,
    ),
    Outcome(
        "queue_peak",
        "most ideas waiting to be read",
        "ideas",
        LESS,
        lambda run: int(run.line["waiting"].max(initial=0)) * run.weight,
        GROUP,
    ),
    Outcome(
        "answered_share",
        "share of ideas answered",
        "share",
        MORE,
        lambda run: ratio(run.total["answered"], run.ideas_n),
        GROUP,
    ),
)
