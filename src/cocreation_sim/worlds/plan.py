"""The plan for a cell of the typology: levers at sensible values, the budget shared by a rule."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cocreation_sim.scenario.campaign import (
    Access,
    Call,
    Campaign,
    Outreach,
    Review,
    Reward,
    Selection,
)
from cocreation_sim.scenario.limits import Limits
from cocreation_sim.scenario.population import Population, Segment
from cocreation_sim.scenario.scenario import Calendar, Scenario
from cocreation_sim.scenario.typology import Cell
from cocreation_sim.wording.numbers import written
from cocreation_sim.worlds.situation import Situation

QUEUE_WEEKS: Final = 26.0  # a queue longer than half a year of reading is beyond one's means
SHORTEST_QUEUE: Final = 20.0
NO_LIMIT: Final = 1_000_000_000
FINEST: Final = 1500  # people who are simulated each by themselves; of more, some stand for others
TOOLKIT_HALF: Final = 5000.0  # EUR that buy half of a toolkit's effect
WHOLE: Final = ("campaign.selection.winners", "campaign.limits.contributions", "population.size")
TOO_RISKY: Final = 0.5  # failure risk from which co-creation is advised against
REACH: Final = "reach"  # what is sampled beside the answers: people who notice, for a euro
REACHED: Final = (0.2, 1.0)  # people a euro: assumption, for no figure of it was found
STRICT: Final = 0.8  # secrecy from which nobody sees the others' contributions


@dataclass(frozen=True)
class Plan:
    """How a firm that has chosen a cell spends its money and runs its call.

    Attributes
    ----------
    prizes, outreach, tools
        Shares of the budget; what is left is a reserve.
    recognition
        Public credit for what people contribute.
    core
        Contributions that each active core member reviews a week.
    call
        Whether people notice the launch of a brief and its deadline.
    """

    prizes: float
    outreach: float
    tools: float
    recognition: float
    core: float
    call: bool

    @property
    def reserve(self) -> float:
        """Share of the budget that is kept."""
        return 1 - self.prizes - self.outreach - self.tools


# Shares: assumption. Where the crowd changes the product itself, credit and tools take the place
# of prizes (F3; B13: a core reviews).
PLANS: Final = {
    Cell.SUBMITTING: Plan(0.5, 0.4, 0.0, 0.3, 0.0, True),
    Cell.CO_DESIGNING: Plan(0.4, 0.4, 0.1, 0.6, 0.0, True),
    Cell.TINKERING: Plan(0.3, 0.3, 0.3, 0.5, 0.0, False),
    Cell.COLLABORATING: Plan(0.0, 0.5, 0.4, 1.0, 1.5, False),
}


def scenario_for(
    cell: Cell, situation: Situation, shares: Mapping[str, float] | None = None
) -> Scenario:
    """The scenario of a cell in a situation.

    Parameters
    ----------
    cell
        The cell chosen.
    situation
        Budget and answers.
    shares
        How far through what each answer leaves open this world lies, 0 to 1, by question, and
        through what a euro of outreach may reach ("reach"). There
        one simulated person may stand for several, and the budget, which the plan keeps to, is no
        limit: a winner who stands for several would pass it. By default the middle of all
        answers, with everybody and the limit.

    Examples
    --------
    >>> plan = scenario_for(Cell.SUBMITTING, Situation.of(1000, {"wanted": "five"}))
    >>> plan.campaign.reward.prize, plan.campaign.outreach.launch_spend
    (100.0, 400.0)
    """
    plan, values = PLANS[cell], situation.values(shares)
    weeks, money = values["calendar.duration"], situation.budget
    winners = round(values["campaign.selection.winners"])
    size = round(values["population.size"])
    represents = 1 if shares is None else max(1, size // FINEST)
    values["campaign.limits.window"] = min(weeks, values["campaign.limits.window"])
    if not cell.crowd_weight:
        values["campaign.crowd_weight"] = 0.0
    secret = values["campaign.terms.secrecy"] >= STRICT
    tools = plan.tools * money
    people = {
        "customers": Segment(complements=("others",)),
        "others": Segment(complements=("customers",)),
    }
    made = Scenario(
        name=f"{cell.label} assessed",
        description=f"{cell.label}, as cocreation ask plans it for {written(money, 'EUR')}",
        calendar=Calendar(unit="week", period=1.0, duration=weeks),
        population=Population(size=size, represents=represents, segments=people),
        campaigns={
            "call": Campaign(
                openness=cell.openness,
                reward=Reward(
                    prize=min(1e7, _cents(plan.prizes * money / winners)),
                    recognition=plan.recognition,
                ),
                selection=Selection(
                    winners=winners,
                    round_length=0.0,
                    shelf_life=weeks,
                    public=bool(cell.crowd_weight) or not secret,
                    announce=plan.call,
                ),
                call=Call(new_brief=plan.call),
                review=Review(capacity_per_core=plan.core, cost=0.0),
                access=Access(toolkit=_neat(tools / (tools + TOOLKIT_HALF)), cost=_cents(tools)),
                outreach=Outreach(
                    launch_spend=_cents(plan.outreach * money),
                    launch_decay=weeks / 2,
                    contacts_per_euro=_reached(0.5 if shares is None else shares.get(REACH, 0.5)),
                ),
                limits=Limits(
                    budget=money if represents == 1 else NO_LIMIT,
                    queue=_longest_queue(cell, values["campaign.review.capacity"]),
                ),
            )
        },
    )
    return made.vary({path: round(v) if path in WHOLE else _neat(v) for path, v in values.items()})


def _reached(share: float) -> float:
    """People who notice the call for a euro of outreach, a share of the way through the range."""
    low, high = REACHED
    return _neat(low * math.exp(share * math.log(high / low)))


def _neat(value: float) -> float:
    """A value with the digits that matter."""
    return float(f"{value:.4g}")


def _cents(money: float) -> float:
    """Money rounded down to whole cents."""
    return int(money * 100 + 1e-9) / 100


def _longest_queue(cell: Cell, capacity: float) -> int:
    """The longest queue of contributions to be read; none counts where the crowd chooses."""
    if cell is Cell.CO_DESIGNING:
        return NO_LIMIT
    return round(max(SHORTEST_QUEUE, QUEUE_WEEKS * capacity))
