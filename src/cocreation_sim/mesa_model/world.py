"""The world in which people and firms live: its rules, its luck, its time and what is planned."""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from typing import Any

import mesa

from cocreation_sim import randomness as rn
from cocreation_sim.rulebook import Rule, rulebook
from cocreation_sim.rules import contest, numbers
from cocreation_sim.scenario.scenario import Scenario, check_seed

Event = tuple[float, int, int, int, int, int]


class World(mesa.Model[Any, Any]):
    """What people and firms share, and all they know of the model that lets them act.

    It plans what will happen to people by their numbers, so that it need not know who they are.
    """

    def __init__(
        self, scenario: Scenario, seed: int, replication: int, rules: Mapping[str, Rule] | None
    ) -> None:
        check_seed(seed)
        check_seed(replication, "replication")
        super().__init__(rng=seed)
        self.given = scenario
        self.replication = replication
        self.rules = rulebook(rules)
        self.node = rn.run_node(seed, replication)
        self.psychology = numbers.psychology(scenario.behaviour)
        self.summons_delay = contest.SUMMONS_DELAY
        calendar = scenario.calendar
        self.sub_round_weeks = calendar.sub_round
        self.rounds_a_period = calendar.rounds_a_period
        self.sub_rounds = calendar.periods * calendar.rounds_a_period
        self.sub_round = 0
        self.sub_round_end = self.sub_round_weeks
        self.agenda: list[list[Event]] = [[] for _ in range(self.sub_rounds + 1)]
        self.newly_aware: dict[int, float] = {}  # when, by number
        self._events: list[Event] = []
        self._living = False

    def plan(self, time: float, number: int, kind: int, firm: int, detail: int, news: int) -> None:
        """Plan an event of a person's own time; what falls after the end never happens."""
        step = self.sub_round_weeks
        if time > (self.sub_rounds + 1) * step:
            return
        event = (time, number, kind, firm, detail, news)
        n = max(self.rules.clock.sub_round_of(time, step), self.sub_round)
        if n == self.sub_round and self._living:
            heapq.heappush(self._events, event)
        elif n <= self.sub_rounds:
            self.agenda[n].append(event)
