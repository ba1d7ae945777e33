"""What a customer is to one firm."""

from __future__ import annotations

import math

from cocreation_sim.mesa_model.firm import Firm
from cocreation_sim.mesa_model.participant import Membership


class Relation(Membership):
    """What a customer is to one firm: a membership, and the customer's own beliefs and trust."""

    __slots__ = (
        "ability_mean",
        "ability_variance",
        "best_treatment",
        "effort",
        "entered",
        "entry",
        "firm",
        "first_contribution",
        "ideas",
        "interested",
        "left_at",
        "paid",
        "pleased",
        "recognised",
        "recognised_at",
        "returned",
        "selected",
        "tries",
        "trust",
        "trust_at",
        "visited_round",
        "vote_rate",
        "wins",
    )

    def __init__(self, firm: Firm, node: int, aware_at: float) -> None:
        super().__init__(node, aware_at)
        self.firm = firm
        self.left_at = math.nan
        self.effort = 0.0  # of a contribution here, times the person's cost
        self.vote_rate = 0.0  # against doing nothing, where there are ideas to vote on
        self.interested = True  # would the person ever take part
        self.paid = False  # contributed while money was on offer
        self.ideas = 0
        self.wins = 0
        self.selected = 0
        self.tries = 0.0
        self.ability_mean = 0.0
        self.ability_variance = 1.0
        self.trust = firm.numbers.fairness
        self.trust_at = aware_at
        self.recognised = 0.0
        self.recognised_at = aware_at
        self.best_treatment = 0.0
        self.entry: tuple[float, float] = (0.0, 0.0)  # quit draw and log odds of the k-th
        self.entered = -1  # round of the last entry (contests)
        self.visited_round = -1
        self.first_contribution = math.nan
        self.pleased = 0  # supported ideas that were selected
        self.returned = 0
