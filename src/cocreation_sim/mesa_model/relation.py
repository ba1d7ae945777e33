"""What a customer is to one firm."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from cocreation_sim.rules import events as ev

if TYPE_CHECKING:
    from cocreation_sim.mesa_model.firm import Firm


class Relation:
    """What a customer is to one firm: state, beliefs, trust, what was done and received."""

    __slots__ = (
        "ability_mean",
        "ability_variance",
        "active_period",
        "aware_at",
        "best_treatment",
        "earned",
        "effort",
        "entered",
        "entry",
        "firm",
        "first_contribution",
        "ideas",
        "k",
        "last_contribution",
        "left_at",
        "node",
        "pleased",
        "recognised",
        "recognised_at",
        "returned",
        "selected",
        "state",
        "tries",
        "trust",
        "trust_at",
        "visited_round",
        "vote_rate",
        "votes",
        "wins",
    )

    def __init__(self, firm: Firm, node: int, aware_at: float) -> None:
        self.firm = firm
        self.node = node
        self.state = ev.UNAWARE
        self.aware_at = aware_at
        self.left_at = math.nan
        self.effort = 0.0  # of a contribution here, times the person's cost
        self.vote_rate = 0.0  # against doing nothing, where there are ideas to vote on
        self.k = 0  # contributions (in contests: entries)
        self.ideas = 0
        self.votes = 0
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
        self.active_period = -1
        self.first_contribution = math.nan
        self.last_contribution = -math.inf
        self.pleased = 0  # supported ideas that were selected
        self.returned = 0
        self.earned = 0  # cents
