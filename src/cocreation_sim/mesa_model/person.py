"""A person: traits, the chain of visits, standing with a firm, tiring and recovering."""

from __future__ import annotations

import math
from typing import Final

from cocreation_sim import randomness as rn
from cocreation_sim.mesa_model.firm import Firm
from cocreation_sim.mesa_model.participant import Participant
from cocreation_sim.mesa_model.relation import Relation
from cocreation_sim.mesa_model.world import World
from cocreation_sim.rules import events as ev
from cocreation_sim.rules import people
from cocreation_sim.rules.numbers import Member

BLOCK: Final = 52.0  # weeks; the chain of visits starts anew in each block


class Person(Participant):
    """Somebody with traits and a pace of their own, who tires and recovers."""

    def __init__(self, model: World, member: Member, index: int, number: int) -> None:
        super().__init__(model, member, index, number)
        self.rules = model.rules
        self.member = member
        self.visits_node = rn.child(self.node, rn.VISITS)
        self.relations: list[Relation] = []
        self.by_firm: dict[int, Relation] = {}
        self.block = 0
        self.candidate = -1
        self.candidate_time = 0.0
        self.candidate_node = 0
        self.visit_planned = False
        self.odds = 0.0  # of exhaustion
        self.odds_at = 0.0
        self.load = 0.0
        self.load_at = 0.0
        self.times_burned_out = 0
        self.times_recovered = 0
        self.visits = 0

    # ------------------------------------------------------------------ for Mesa's own tools

    @property
    def state(self) -> str:
        """State towards the first firm the person knows: engaged, paused, disengaged, unaware."""
        return ev.STATES[self.relations[0].state] if self.relations else "unaware"

    @property
    def contributions(self) -> int:
        """Contributions so far, to all firms."""
        return sum(r.k for r in self.relations)

    @property
    def exhaustion(self) -> float:
        """Exhaustion now, 0 to 1."""
        return self.exhaustion_at(self.model.sub_round * self.model.sub_round_weeks)

    # ------------------------------------------------------------------ traits and visits

    def draw_traits(self) -> None:
        """Draw the person's traits; done once, when the person first hears of a campaign."""
        p = self.model.psychology.differences
        s = self.member.numbers

        def z(trait: int) -> float:
            return rn.normal(self.node, rn.TRAIT + trait)

        cost = self.rules.people.spread(1.0, p.effort_sd, z(people.EFFORT))
        self.traits = people.Traits(
            pace=self.rules.people.pace(s, z(people.PACE), p),
            money=self.rules.people.spread(s.money, p.weight_sd, z(people.MONEY)),
            social=self.rules.people.spread(s.social, p.weight_sd, z(people.SOCIAL)),
            intrinsic=self.rules.people.spread(s.intrinsic, p.weight_sd, z(people.INTRINSIC)),
            ability=s.ability + z(people.ABILITY),
            optimism=self.rules.people.spread(p.optimism, p.optimism_sd, z(people.OPTIMISM)),
            effort=s.effort * cost,
            work=s.effort,
            resilience=self.rules.people.spread(1.0, p.resilience_sd, z(people.RESILIENCE)),
            steers=rn.uniform(self.node, rn.TRAIT + people.STEERS),
            ideas_a_visit=s.ideas_a_visit,
            pieces=self.rules.people.spread(s.pieces, s.pieces_sd, z(people.PIECES)),
            pieces_grown=s.pieces_grown,
        )

    def plan_visit(self, after: float) -> None:
        """Plan the next candidate visit of the person's own chain, if none is planned."""
        if self.visit_planned or self.traits.pace <= 0.0:
            return
        if after >= (self.block + 1) * BLOCK:
            self.block = int(after / BLOCK)
            self.candidate = -1
            self.candidate_time = self.block * BLOCK
        time, pace = self.candidate_time, self.traits.pace
        while True:
            self.candidate += 1
            node = rn.child(self.visits_node, self.block * rn.VISITS_A_BLOCK + self.candidate)
            time += rn.exponential(node, rn.GAP) / pace
            if time >= (self.block + 1) * BLOCK:
                self.block += 1
                self.candidate = -1
                time = self.block * BLOCK
            elif time > after:
                break
        self.candidate_time, self.candidate_node = time, node
        self.visit_planned = True
        visit = self.block * rn.VISITS_A_BLOCK + self.candidate
        self.model.plan(time, self.number, ev.VISITS, 0, visit, 0)

    def can_visit(self) -> bool:
        """Whether the person is rested, and engaged by some firm."""
        return not self.burned_out and ev.ENGAGED in [r.state for r in self.relations]

    # ------------------------------------------------------------------ standing with a firm

    def trust_now(self, r: Relation, time: float) -> float:
        """Trust in a firm now."""
        p = self.model.psychology.trust
        return self.rules.trust.after(r.trust, time - r.trust_at, r.firm.numbers.fairness, p)

    def felt_now(self, r: Relation, time: float) -> float:
        """Recognition by a firm as felt now."""
        n, p = r.firm.numbers, self.model.psychology.motive
        if n.recognition == 0.0 and n.leaderboard == 0.0:
            return 0.0
        stock = self.rules.exhaustion.faded(
            r.recognised, time - r.recognised_at, 1.0 / p.recognition_life
        )
        return self.rules.motive.felt_recognition(n.recognition, n.leaderboard, stock, p)

    def feel(self, r: Relation, time: float, news: int) -> None:
        """Let a piece of news move trust and felt recognition."""
        p = self.model.psychology
        trusting = self.trust_now(r, time)
        moved = self.rules.learning.trust_after(
            trusting, news, r.firm.numbers.crowd_weight, p.trust
        )
        if moved != trusting:
            r.trust = moved
            r.trust_at = time
        gained = self.rules.learning.recognition_of(news, p.motive)
        if gained > 0.0:
            since = time - r.recognised_at
            r.recognised = gained + self.rules.exhaustion.faded(
                r.recognised, since, 1.0 / p.motive.recognition_life
            )
            r.recognised_at = time

    def learn_ability(self, r: Relation, signal: float) -> None:
        """Learn about one's own ability from the votes an idea got."""
        p = self.model.psychology.belief
        r.ability_mean = self.rules.belief.ability_mean(
            r.ability_mean, r.ability_variance, signal, p
        )
        r.ability_variance = self.rules.belief.ability_variance(r.ability_variance, p)

    def summary(self, firm: Firm, now: float) -> tuple[int | float, ...]:
        """How the person stands with a firm, in the order of `CUSTOMER_COLUMNS`."""
        r = self.by_firm[firm.number]
        p = self.model.psychology.motive
        stock = self.rules.exhaustion.faded(
            r.recognised, now - r.recognised_at, 1.0 / p.recognition_life
        )
        return (
            self.number,
            r.state,
            r.k,
            r.ideas,
            r.votes,
            r.selected,
            r.earned,
            self.trust_now(r, now),
            r.pleased,
            stock,
            self.rules.market.demand(
                self.trust_now(r, now),
                firm.numbers.crowd_weight,
                r.pleased > 0,
                self.model.psychology.adoption,
            ),
            self.rules.belief.odds_multiple(self.traits.optimism, r.wins, r.tries),
            r.ability_mean,
            r.aware_at,
            r.first_contribution,
            r.last_contribution if r.k else math.nan,
            r.left_at,
            r.returned,
        )

    # ------------------------------------------------------------------ tiring and recovering

    def exhaustion_at(self, time: float) -> float:
        """Exhaustion at a time, 0 to 1."""
        if self.odds == 0.0:
            return 0.0
        p = self.model.psychology.exhaustion
        return self.rules.exhaustion.share(
            self.rules.exhaustion.faded(self.odds, time - self.odds_at, p.recovery)
        )

    def add_load(self, load: float, time: float, r: Relation) -> None:
        """Bear a load; above capacity it exhausts, and exhaustion can become burnout."""
        p, t = self.model.psychology.exhaustion, self.traits
        if self.burned_out:
            return
        self.load = (
            self.rules.exhaustion.faded(self.load, time - self.load_at, 1.0 / p.load_life) + load
        )
        self.load_at = time
        capacity = self.rules.exhaustion.capacity(
            t.resilience,
            t.pace,
            self.trust_now(r, time),
            t.social,
            self.felt_now(r, time),
            r.firm.numbers.openness,
            p,
        )
        strain = self.rules.exhaustion.strain(self.load, capacity, p)
        if strain == 0.0:
            return
        self.odds = self.rules.exhaustion.faded(self.odds, time - self.odds_at, p.recovery) + strain
        self.odds_at = time
        if self.rules.exhaustion.burns_out(self.odds, p):
            self.burn_out(time)

    def burn_out(self, time: float) -> None:
        """Burn out: do nothing more until rested."""
        p = self.model.psychology.exhaustion
        self.burned_out = True
        self.times_burned_out += 1
        for r in self.relations:
            r.firm.community.count_burnout(r.state, +1)
        rest = self.rules.exhaustion.recovery_time(self.odds, p)
        self.model.plan(time + rest, self.number, ev.RECOVERS, 0, 0, 0)

    def recover(self, time: float) -> None:
        """Rested again: visits go on."""
        self.burned_out = False
        self.times_recovered += 1
        for r in self.relations:
            r.firm.community.count_burnout(r.state, -1)
        if self.can_visit():
            self.plan_visit(time)
