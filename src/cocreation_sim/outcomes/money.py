"""What a campaign costs, what it brings, and who gets it."""

from __future__ import annotations

import math
from typing import Final

from cocreation_sim.outcomes.declaring import LESS, MORE, NEITHER, Outcome
from cocreation_sim.outcomes.measures import gini, ratio
from cocreation_sim.outcomes.played import CampaignRun
from cocreation_sim.records import SPENDING

GROUP: Final = "Money"


def profit_over_cost(run: CampaignRun) -> float:
    """Revenue less production and cost, over the cost."""
    return ratio(run.revenue - run.spent["production"] - run.cost, run.cost)


def contributors_share(run: CampaignRun) -> float:
    """What contributors got over the revenue."""
    spent = run.spent
    return ratio(spent["prizes"] + spent["pay"] + spent["royalties"], run.revenue)


def _spent(kind: str) -> Outcome:
    return Outcome(
        f"spent_{kind}",
        f"spent on {kind}",
        "EUR",
        LESS,
        lambda run: run.spent[kind],
        GROUP,
        silent_zero=True,
    )


OUTCOMES: Final = (
    Outcome(
        "cost",
        "spent, but for the production of what is sold",
        "EUR",
        LESS,
        lambda run: run.cost,
        GROUP,
        short="cost",
        prominence=2,
    ),
    *map(_spent, SPENDING),
    Outcome(
        "cost_per_interesting",
        "cost of an interesting idea",
        "EUR",
        LESS,
        lambda run: ratio(run.cost, run.total["interesting"] * run.weight),
        GROUP,
    ),
    Outcome(
        "return",
        "profit over cost",
        "share",
        MORE,
        profit_over_cost,
        GROUP,
        bounds=(-math.inf, math.inf),
        note="below 0 where the campaign loses money, above 100 % where it earns more than twice "
        "its cost",
    ),
    Outcome(
        "contributors_share",
        "share of the revenue that contributors got",
        "share",
        NEITHER,
        contributors_share,
        GROUP,
        bounds=(0.0, math.inf),
        note="above 100 % where prizes, pay and royalties are more than the revenue, as they are "
        "while little is sold yet",
    ),
    Outcome(
        "rewards_gini",
        "Gini coefficient of rewards over contributors",
        "share",
        NEITHER,
        lambda run: gini(run.people["earned"][run.people["ideas"] > 0]),
        GROUP,
    ),
)
