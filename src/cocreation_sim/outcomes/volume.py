"""How much a campaign gets: ideas and votes, and how evenly they spread over people."""

from __future__ import annotations

import math
from typing import Final

from cocreation_sim.outcomes.contest import CONTEST, entries, finished
from cocreation_sim.outcomes.declaring import MORE, NEITHER, Outcome
from cocreation_sim.outcomes.measures import gini, mean, ratio, top_share
from cocreation_sim.outcomes.played import CampaignRun

GROUP: Final = "Volume"


def last_idea(run: CampaignRun) -> float:
    """When the last idea came, in the calendar's unit; nan if none ever did."""
    return float(run.ideas["born"].max()) / run.unit if run.ideas_n else math.nan


def contributors(run: CampaignRun) -> int:
    """Simulated people with at least one idea."""
    return len(run.by_author)


OUTCOMES: Final = (
    Outcome(
        "submissions",
        "ideas contributed",
        "ideas",
        MORE,
        lambda run: run.ideas_n * run.weight,
        GROUP,
        short="ideas",
        aliases=("ideas",),
        prominence=2,
    ),
    Outcome(
        "entries",
        "entries, finished or not (contests)",
        "entries",
        MORE,
        entries,
        GROUP,
    ),
    Outcome(
        "last_idea",
        "when the last idea came",
        "unit",
        MORE,
        last_idea,
        GROUP,
        short="last idea",
        note="after it the campaign was silent; where the run ends soon after, it may have gone on",
    ),
    Outcome(
        "contributors",
        "people who contributed at least one idea",
        "people",
        MORE,
        lambda run: contributors(run) * run.weight,
        GROUP,
        short="contributors",
        prominence=1,
    ),
    Outcome(
        "votes",
        "votes cast",
        "votes",
        MORE,
        lambda run: run.total["votes"] * run.weight,
        GROUP,
    ),
    Outcome(
        "ideas_per_contributor",
        "ideas a contributor",
        "ideas",
        NEITHER,
        lambda run: ratio(run.ideas_n, contributors(run)),
        GROUP,
    ),
    Outcome(
        "one_timers",
        "share of contributors with exactly one idea",
        "share",
        NEITHER,
        lambda run: mean(run.by_author == 1),
        GROUP,
    ),
    Outcome(
        "finished",
        "share of entries that were finished (contests)",
        "share",
        MORE,
        finished,
        GROUP,
    ),
    *CONTEST,
    Outcome(
        "concentration",
        "Gini coefficient of ideas over contributors",
        "share",
        NEITHER,
        lambda run: gini(run.by_author),
        GROUP,
    ),
    Outcome(
        "top_decile_share",
        "share of ideas by the top tenth of contributors",
        "share",
        NEITHER,
        lambda run: top_share(run.by_author),
        GROUP,
    ),
    Outcome(
        "votes_per_idea",
        "votes an idea",
        "votes",
        NEITHER,
        lambda run: ratio(run.total["votes"], run.ideas_n),
        GROUP,
    ),
    Outcome(
        "looks_per_idea",
        "looks an idea gets, by people and the wider public",
        "looks",
        NEITHER,
        lambda run: ratio(run.total["looks"], run.ideas_n),
        GROUP,
    ),
    Outcome(
        "votes_gini",
        "Gini coefficient of votes over ideas",
        "share",
        NEITHER,
        lambda run: gini(run.ideas["votes"]),
        GROUP,
    ),
    Outcome(
        "building_on",
        "share of ideas that build on another",
        "share",
        NEITHER,
        lambda run: ratio(run.total["built_on"], run.ideas_n),
        GROUP,
    ),
    Outcome(
        "ideas_per_round",
        "ideas a round",
        "ideas",
        NEITHER,
        lambda run: ratio(run.ideas_n * run.weight, run.numbers.rounds),
        GROUP,
    ),
)
