"""The market: one population, one or more firms, one calendar, played period by period."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Mapping
from operator import itemgetter
from typing import Any

import numpy as np

from cocreation_sim import randomness as rn
from cocreation_sim.errors import InputError
from cocreation_sim.mesa_model.customer import Customer
from cocreation_sim.mesa_model.firm import Firm
from cocreation_sim.mesa_model.world import Event, World
from cocreation_sim.records import CUSTOMER_COLUMNS, PEOPLE_COLUMNS, Tables, columns
from cocreation_sim.rulebook import Rule
from cocreation_sim.rules import events as ev
from cocreation_sim.rules import numbers
from cocreation_sim.scenario.changes import checked_levers
from cocreation_sim.scenario.scenario import Scenario

AtPeriodEnd = Callable[[int, Any], Mapping[str, Any] | None]


class CoCreationModel(World):
    """A co-creation market as a Mesa model: `step` plays one period.

    Parameters
    ----------
    scenario
        What to simulate.
    seed
        Root of all luck; 0 or more.
    replication
        Number of the replication under that seed.
    customer_class, firm_class
        Subclasses of `Customer` and `Firm` that behave differently.
    rules
        Functions to play instead of a rule of this package, by name as "motive.crowding".
    at_period_end
        Called at the end of each period but the last, with its number from 1 and the model; what
        it returns are new values of levers by path, as "campaign.reward.prize", or None.

    Examples
    --------
    >>> from cocreation_sim import Campaign, Scenario
    >>> model = CoCreationModel(Scenario(campaigns={"mine": Campaign()}), seed=1)
    >>> model.step()
    >>> model.agents_by_type[Customer].agg("contributions", sum)
    0
    """

    def __init__(
        self,
        scenario: Scenario,
        seed: int = 1,
        replication: int = 0,
        customer_class: type[Customer] = Customer,
        firm_class: type[Firm] = Firm,
        rules: Mapping[str, Rule] | None = None,
        at_period_end: AtPeriodEnd | None = None,
    ) -> None:
        super().__init__(scenario, seed, replication, rules)
        self.at_period_end = at_period_end
        self.customers: list[Customer] = []
        for member in numbers.members(scenario):
            for index in range(member.size):
                self.customers.append(customer_class(self, member, index, len(self.customers)))
        self.firms = [
            firm_class(self, name, number) for number, name in enumerate(sorted(scenario.campaigns))
        ]
        self.unaware = [self._thresholds(firm) for firm in self.firms]
        self.timeline: dict[str, list[dict[str, Any]]] = {f.name: [] for f in self.firms}

    def _thresholds(self, firm: Firm) -> list[tuple[float, Customer]]:
        """Everybody's threshold of awareness of a firm, lowest first, less what is known before."""
        nodes = [
            rn.child(rn.child(person.node, rn.RELATION), firm.key) for person in self.customers
        ]
        drawn = [
            (rn.exponential(node, rn.AWARENESS) - person.member.aware, person)
            for node, person in zip(nodes, self.customers, strict=True)
        ]
        return sorted(drawn, key=itemgetter(0))

    # ------------------------------------------------------------------ time

    def step(self) -> None:
        """Play one period."""
        if self.sub_round >= self.sub_rounds:
            self.running = False
            return
        for _ in range(self.rounds_a_period):
            self.play_sub_round()
        if self.sub_round >= self.sub_rounds:
            self.deliver_last_news()
            self.running = False
        for firm in self.firms:
            self.timeline[firm.name].append(firm.record())
        if self.at_period_end is not None and self.sub_round < self.sub_rounds:
            self.decide(self.at_period_end(self.sub_round // self.rounds_a_period, self))

    def decide(self, changes: Mapping[str, Any] | None) -> None:
        """Change the levers that were decided on at a period's end, from now on."""
        by_firm: dict[str, dict[str, Any]] = {}
        for path, value in (changes or {}).items():
            for full in self.given.paths(path):
                head, _, rest = full.partition(".")
                name, _, lever = rest.partition(".")
                if head != "campaigns" or name not in self.given.campaigns:
                    raise InputError(
                        f"at_period_end changes {path!r}, which is no lever; levers are named as "
                        "'campaign.reward.prize', or as 'campaigns.NAME.reward.prize' of one "
                        "campaign"
                    )
                by_firm.setdefault(name, {})[lever] = value
        for firm in self.firms:
            if firm.name in by_firm:
                levers = checked_levers(by_firm[firm.name], "at_period_end")
                firm.decide(levers, self.sub_round, self.sub_round * self.sub_round_weeks)

    def run(self) -> CoCreationModel:
        """Play to the end of the calendar."""
        while self.sub_round < self.sub_rounds:
            self.step()
        return self

    def play_sub_round(self) -> None:
        """Play one sub-round, phase by phase (the order is that of `cocreation_sim.rules`)."""
        n = self.sub_round
        time = n * self.sub_round_weeks
        self.sub_round_end = (n + 1) * self.sub_round_weeks
        for firm in self.firms:
            firm.change(n, time)
        for firm in self.firms:
            for number, heard in firm.community.reach_out(n, time, self.unaware[firm.number]):
                self.customers[number].become_aware(firm, heard)
        self.plan_first_visits()
        for firm in self.firms:
            firm.open(n, time)
        self.live_through(n)
        self.sub_round = n + 1
        for firm in self.firms:
            firm.board.hold_ballots()
            firm.take_in(n)
            firm.board.count_votes(n, time)
            firm.desk.review(time, firm.newborn, firm.community.active_core(time))
            firm.newborn = []
            firm.expire(n)
            firm.rounds.close(n)
            firm.take_stock(n)

    def plan_first_visits(self) -> None:
        """Plan the visits of those who have just heard of a firm, from the first they heard of."""
        for number, time in self.newly_aware.items():
            person = self.customers[number]
            if person.can_visit():
                person.plan_visit(time)
        self.newly_aware = {}

    def live_through(self, n: int) -> None:
        """People's own time: every event of the sub-round, in order."""
        self._events = self.agenda[n]
        heapq.heapify(self._events)
        self._living = True
        while self._events:
            self.dispatch(heapq.heappop(self._events))
        self._living = False

    def dispatch(self, event: Event) -> None:
        """Let one event happen to its person."""
        time, number, kind, firm_number, detail, news = event
        person, firm = self.customers[number], self.firms[firm_number]
        if kind == ev.VISITS:
            person.chain_visit(time, detail)
        elif kind == ev.NEWS:
            person.receive_news(time, firm, news, firm.ideas[detail] if detail >= 0 else None)
        elif kind == ev.SUMMONED:
            person.summoned_visit(time, firm, detail)
        elif kind == ev.FINISHES:
            person.finish(time, firm, detail)
        elif kind == ev.PATIENCE_ENDS:
            person.lose_patience(time, firm, detail)
        elif kind == ev.INTEREST_FADES:
            person.lose_interest(time, firm)
        elif kind == ev.RECOVERS:
            person.recover(time)
        elif kind == ev.LOAD:
            relation = person.by_firm[firm_number]
            load = self.psychology.exhaustion.review_load * person.work(relation)
            person.add_load(load, time, relation)

    def deliver_last_news(self) -> None:
        """Deliver news that is due at the very end."""
        end = self.sub_rounds * self.sub_round_weeks
        due = sorted(e for e in self.agenda[self.sub_rounds] if e[2] == ev.NEWS and e[0] <= end)
        self.agenda[self.sub_rounds] = []
        for event in due:
            self.dispatch(event)

    # ------------------------------------------------------------------ results

    def tables(self) -> Tables:
        """Everything that is reported, as raw columns."""
        now = self.sub_round * self.sub_round_weeks
        segments = {name: k for k, name in enumerate(sorted(self.given.population.segments))}
        people = [
            (
                segments[c.segment],
                c.visits,
                c.exhaustion,
                c.burned_out,
                c.times_burned_out,
                c.times_recovered,
            )
            for c in self.customers
        ]
        return Tables(
            timeline={
                name: {key: np.array([row[key] for row in rows]) for key in rows[0]}
                for name, rows in self.timeline.items()
            },
            ideas={f.name: f.idea_columns() | f.reached_columns() for f in self.firms},
            customers={
                f.name: columns(
                    [c.summary(f, now) for c in self.customers if f.number in c.by_firm],
                    CUSTOMER_COLUMNS,
                )
                for f in self.firms
            },
            people=columns(people, PEOPLE_COLUMNS),
            failures={f.name: dict(f.failures) for f in self.firms},
        )
