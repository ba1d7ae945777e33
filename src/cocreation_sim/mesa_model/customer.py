"""A customer: hears of firms, visits, chooses, votes, contributes; waits, learns, leaves."""

from __future__ import annotations

import math

from cocreation_sim import randomness as rn
from cocreation_sim.mesa_model.firm import Firm
from cocreation_sim.mesa_model.idea import Idea
from cocreation_sim.mesa_model.person import Person
from cocreation_sim.mesa_model.relation import Relation
from cocreation_sim.quantiles import geometric_quantile
from cocreation_sim.rules import events as ev
from cocreation_sim.rules import leaving
from cocreation_sim.rules.numbers import FirmNumbers


class Customer(Person):
    """A person who may contribute to the campaigns of a market.

    Subclass it and override `choose` (or any other method) to try another behaviour; pass the
    class to `CoCreationModel` as ``customer_class``.
    """

    def become_aware(self, firm: Firm, time: float) -> None:
        """Hear of a campaign: engaged from now on, until interest fades."""
        if not self.relations:
            self.draw_traits()
        relation = Relation(firm, rn.child(rn.child(self.node, rn.RELATION), firm.key), time)
        self.weigh_up(relation, firm.numbers)
        self.relations.append(relation)
        self.relations.sort(key=lambda r: r.firm.name)
        self.by_firm[firm.number] = relation
        relation.interested = self.is_interested(relation)
        self.enter_state(relation, ev.ENGAGED, time)
        boredom = self.model.psychology.leaving.boredom
        if boredom > 0.0:
            fades = time + rn.exponential(relation.node, rn.INTEREST) / boredom
            self.model.plan(fades, self.number, ev.INTEREST_FADES, firm.number, 0, 0)
        newly_aware = self.model.newly_aware
        newly_aware[self.number] = min(time, newly_aware.get(self.number, time))

    def weigh_up(self, r: Relation, n: FirmNumbers) -> None:
        """What contributing and voting are to the person here, by the firm's numbers."""
        t, p = self.traits, self.model.psychology.choice
        r.effort = self.rules.choice.effort_here(t.effort, n.openness, n.toolkit)
        r.vote_rate = self.rules.choice.vote_rate(t.social, t.intrinsic, n.crowd_weight, p)

    def see_change(self, firm: int, now: FirmNumbers, time: float) -> None:
        """Take note of a firm's new numbers; trust has so far gone by the old ones."""
        r = self.by_firm[firm]
        if now.fairness != r.firm.numbers.fairness:
            r.trust = self.trust_now(r, time)
            r.trust_at = time
        self.weigh_up(r, now)

    def is_interested(self, r: Relation) -> bool:
        """Whether the person would ever take part: the later one hears, the less likely."""
        n, everybody = r.firm.numbers, self.model.given.population
        people = everybody.simulated * everybody.represents
        before = people * (1.0 - rn.uniform(r.node, rn.AWARENESS))
        share = self.rules.reach.interested_share(before, n.interested, n.dilution)
        return rn.uniform(r.node, rn.INTERESTED) < share

    def chain_visit(self, time: float, visit: int) -> None:
        """A candidate visit of the person's own chain, to whichever firm."""
        self.visit_planned = False
        if not self.can_visit():
            return
        engaging = [r for r in self.relations if r.state == ev.ENGAGED and r.aware_at <= time]
        if engaging:
            self.visit(time, self.candidate_node, engaging)
        if self.can_visit():
            self.plan_visit(time)

    def summoned_visit(self, time: float, firm: Firm, call: int) -> None:
        """A visit the launch of a call brought about, to that firm only."""
        relation = self.by_firm[firm.number]
        if self.burned_out or relation.state != ev.ENGAGED or firm.view.round != call:
            return
        visit = rn.SUMMONS_VISIT + call
        node = rn.child(rn.child(self.visits_node, visit), firm.key)
        self.visit(time, node, [relation])

    def visit(self, time: float, node: int, engaging: list[Relation]) -> None:
        """Come, unless too tired; choose; act."""
        tired = self.exhaustion_at(time)
        if tired > 0.0 and self.rules.exhaustion.stays_away(rn.uniform(node, rn.KEPT), tired):
            return
        self.visits += 1
        relation, action = self.choose(time, node, engaging)
        for seen in engaging:
            seen.visited_round = seen.firm.view.round
        if action == ev.VOTE:
            self.vote(relation, node)
        elif action != ev.NOTHING:
            self.contribute(relation, time, node, action == ev.BUILD)

    # ------------------------------------------------------------------ choosing

    def other_motives(self, r: Relation, felt: float, crowding: float) -> float:
        """Motives other than money, for contributing to a firm."""
        t, p = self.traits, self.model.psychology.motive
        n = r.firm.numbers
        felt += self.rules.motive.badge_pull(n.badges, r.k, t.steers, p)
        crowding = self.rules.motive.crowding_left(crowding, n.money, r.paid, p)
        return self.rules.motive.other_motives(t.social, felt, t.intrinsic, crowding, n.openness, p)

    def money_pull(self, r: Relation) -> float:
        """Pull of the money that a firm offers now."""
        t, n, p = self.traits, r.firm.numbers, self.model.psychology
        if n.money <= 0.0:
            return 0.0
        odds = self.rules.belief.believed_odds(
            r.firm.view.base_odds, t.optimism, r.wins, r.tries, r.ability_mean, p.belief
        )
        pull: float = self.rules.motive.money_pull(t.money, odds, n.prize, n.pay, p.motive)
        return pull

    def money_share(self, r: Relation, time: float) -> float:
        """Share of what draws the person now that is money."""
        if r.firm.numbers.money <= 0.0:
            return 0.0
        other = self.other_motives(r, self.felt_now(r, time), r.firm.view.crowding)
        share: float = self.rules.motive.money_share(self.money_pull(r), other)
        return share

    def contribute_rate(self, r: Relation, time: float) -> float:
        """How strongly the person is drawn to contribute to a firm at a visit now."""
        firm = r.firm
        n, view, p = firm.numbers, firm.view, self.model.psychology
        m = self.other_motives(r, self.felt_now(r, time), view.crowding) + self.money_pull(r)
        newness = self.rules.choice.newness(
            view.closes - time,
            view.length,
            n.new_brief,
            n.two_step,
            r.visited_round != view.round,
            p.choice,
        )
        return self.rules.choice.contribute_rate(
            m,
            self.trust_now(r, time),
            r.effort,
            n.crowd_weight,
            n.secrecy,
            r.k > 0,
            firm.open_work(time),
            1.0 if n.two_step else view.taken,
            newness + view.pull,
            p.choice,
        )

    def choose(self, time: float, node: int, engaging: list[Relation]) -> tuple[Relation, int]:
        """Which firm, and whether to do nothing, vote, contribute or build on an idea."""
        best = rn.exponential(node, rn.NOTHING)
        chosen, action = engaging[0], ev.NOTHING
        for r in engaging:
            firm = r.firm
            n, view = firm.numbers, firm.view
            if not (view.live and r.interested):
                continue
            here = rn.child(node, firm.key)
            if view.votable and r.vote_rate > 0.0:
                race = rn.exponential(here, rn.VOTE) / r.vote_rate
                if race < best:
                    best, chosen, action = race, r, ev.VOTE
            if not view.calling:
                continue
            if n.two_step and r.entered == view.round:
                continue
            rate = self.contribute_rate(r, time)
            if rate <= 0.0:
                continue
            race = rn.exponential(here, rn.CONTRIBUTE) / rate
            if race < best:
                best, chosen, action = race, r, ev.CONTRIBUTE
            if view.buildable:
                rate *= self.rules.choice.build_share(n.openness, self.model.psychology.choice)
            if view.buildable and rate > 0.0:
                race = rn.exponential(here, rn.BUILD) / rate
                if race < best:
                    best, chosen, action = race, r, ev.BUILD
        return chosen, action

    # ------------------------------------------------------------------ voting and contributing

    def vote(self, r: Relation, node: int) -> None:
        """Come to vote: look at some ideas and support those one likes."""
        r.firm.board.voters.append((self, rn.child(node, r.firm.key)))

    def contribute(self, r: Relation, time: float, node: int, builds: bool) -> None:
        """Contribute: in a contest by entering, else by making ideas at once."""
        firm, t = r.firm, self.traits
        n, view, p = firm.numbers, firm.view, self.model.psychology
        felt = self.felt_now(r, time)
        other = self.other_motives(r, felt, view.crowding * p.motive.crowding_lasting)
        trusting = self.trust_now(r, time)
        r.paid = r.paid or n.money > 0.0
        r.k += 1
        if r.k == 1:
            r.first_contribution = time
        r.last_contribution = time
        draw = rn.uniform(r.node, rn.QUIT + r.k)
        log_odds = self.rules.leaving.leaving_log_odds(
            r.k,
            other,
            self.work(r),
            trusting,
            self.exhaustion_at(time),
            n.stickiness,
            p.leaving,
        )
        r.entry = (draw, log_odds)
        firm.community.count_contribution(self, r)
        if n.two_step:
            r.tries += view.base_odds
            self.enter_contest(r, time, other)
        else:
            here = rn.child(node, firm.key)
            number = 1 + geometric_quantile(rn.uniform(here, rn.IDEAS_NOW), t.ideas_a_visit - 1.0)
            r.tries += view.base_odds * number
            made = min(number, 64)
            parents: list[Idea | None] = [None] * made
            if builds:
                looks = rn.PARENT + 64 * rn.words(range(made))
                parents = [*firm.board.seen(rn.words([here]), looks, view.fading)]
            pieces = 0
            for j, parent in enumerate(parents):
                pieces += self.make_idea(r, time, j, parent)
            self.add_load(self.rules.exhaustion.contribution_load(self.work(r), pieces), time, r)
        self.decide_whether_to_stay(r, time, draw, log_odds)

    def work(self, r: Relation) -> float:
        """Work that a contribution to a firm is."""
        n = r.firm.numbers
        return self.rules.choice.effort_here(self.traits.work, n.openness, n.toolkit)

    def make_idea(self, r: Relation, time: float, j: int, parent: Idea | None) -> int:
        """Make one idea, hand it to the firm and return the pieces of work in it."""
        firm, t, p = r.firm, self.traits, self.model.psychology.ideas
        n = firm.numbers
        key = rn.child(rn.child(r.node, rn.IDEAS), r.k * rn.IDEAS_AT_ONCE + j)
        complements = parent is not None and parent.author.segment in self.complements
        quality = self.rules.ideas.quality(
            t.ability,
            n.openness,
            parent.quality if parent is not None else 0.0,
            complements,
            rn.normal(key, rn.QUALITY),
            p,
        )
        core = self.model.psychology.core.contributions
        left = firm.open_work(time)
        mean = self.rules.ideas.mean_pieces(t.pieces, t.pieces_grown, r.k, core, left)
        mean *= firm.view.spillover
        pieces = 1
        if mean > 1.0:
            pieces += geometric_quantile(rn.uniform(key, rn.PIECES), mean - 1.0)
        firm.receive(
            Idea(
                key=key,
                author=self,
                born=time,
                round=firm.view.round,
                contribution=r.k,
                parent=parent,
                quality=quality,
                appeal=self.rules.ideas.appeal(quality, n.openness, rn.normal(key, rn.APPEAL), p),
                fit=self.rules.ideas.fit(
                    n.openness,
                    n.clarity,
                    n.money > 0.0,
                    self.money_share(r, time),
                    rn.normal(key, rn.FIT),
                    p,
                ),
                pieces=pieces,
                quit_draw=r.entry[0],
                quit_log_odds=r.entry[1],
            )
        )
        r.ideas += 1
        r.earned += n.pay_cents
        return pieces

    @property
    def complements(self) -> tuple[str, ...]:
        """Segments on whose ideas this person builds with special gain."""
        return self.model.given.population.segments[self.segment].complements

    def enter_contest(self, r: Relation, time: float, other: float) -> None:
        """Enter a contest; whether and when one will finish is settled by one threshold."""
        firm = r.firm
        n, view, p = firm.numbers, firm.view, self.model.psychology.contest
        r.entered = view.round
        firm.enter(self)
        pace = self.rules.contest.finishing_pace(
            other,
            r.effort,
            view.rivals,
            n.winners,
            view.taken,
            p,
        )
        call = rn.child(r.node, rn.CALL + view.round)
        opened = view.closes - view.length
        done = self.rules.contest.finishing_time(
            rn.exponential(call, rn.FINISH), pace, time - opened, view.length, p
        )
        if done < view.length:
            self.model.plan(opened + done, self.number, ev.FINISHES, firm.number, view.round, 0)

    def finish(self, time: float, firm: Firm, call: int) -> None:
        """Finish what was entered: an idea, and the load of making it."""
        r = self.by_firm[firm.number]
        if self.burned_out or firm.view.round != call:
            return
        pieces = self.make_idea(r, time, 0, None)
        self.add_load(self.rules.exhaustion.contribution_load(self.work(r), pieces), time, r)

    # ------------------------------------------------------------------ staying, waiting, leaving

    def decide_whether_to_stay(
        self, r: Relation, time: float, draw: float, log_odds: float
    ) -> None:
        """After a contribution: leave, wait for an answer, or stay whatever happens."""
        p = self.model.psychology.leaving
        verdict = self.rules.leaving.decide(draw, log_odds, p)
        if verdict == leaving.STAYS:
            return
        r.best_treatment = 0.0
        if r.firm.numbers.two_step:
            self.enter_state(r, ev.PAUSED, time)
        elif verdict == leaving.LEAVES:
            self.leave(r, time, disappointed=True)
        else:
            self.enter_state(r, ev.PAUSED, time)
            self.model.plan(time + p.patience, self.number, ev.PATIENCE_ENDS, r.firm.number, r.k, 0)

    def enter_state(self, r: Relation, state: int, time: float) -> None:
        """Change the state towards a firm and let the firm count it."""
        r.firm.community.count_state(r.state, state, self.burned_out)
        r.state = state

    def leave(self, r: Relation, time: float, *, disappointed: bool) -> None:
        """Disengage from a firm."""
        self.enter_state(r, ev.DISENGAGED, time)
        r.left_at = time
        if disappointed:
            r.firm.community.newly_disappointed += 1

    def come_back(self, r: Relation, time: float) -> None:
        """Return from waiting."""
        self.enter_state(r, ev.ENGAGED, time)
        r.returned += 1
        r.firm.tally.returned += 1
        if self.can_visit():
            self.plan_visit(time)

    def lose_patience(self, time: float, firm: Firm, contribution: int) -> None:
        """No answer good enough came in time."""
        r = self.by_firm[firm.number]
        if self.rules.leaving.loses_patience(r.state, contribution, r.k):
            self.leave(r, time, disappointed=True)

    def lose_interest(self, time: float, firm: Firm) -> None:
        """Other things become more important."""
        r = self.by_firm[firm.number]
        if self.rules.leaving.is_present(r.state):
            self.leave(r, time, disappointed=False)

    # ------------------------------------------------------------------ learning

    def receive_news(self, time: float, firm: Firm, news: int, idea: Idea | None) -> None:
        """Learn from what happened to an idea of one's own, or to one supported."""
        r = self.by_firm[firm.number]
        p, learning = self.model.psychology, self.rules.learning
        treatment = learning.treatment_of(news, p.leaving)
        self.feel(r, time, news)
        answer = learning.answer_of(news)
        if news in (ev.SELECTED, ev.MERGED):
            r.wins += 1
            r.selected += 1
        elif news == ev.VOTED_SELECTED:
            r.pleased += 1
        elif idea is not None and answer != ev.UNANSWERED:
            firm.desk.count_answer(idea, answer, time)
        elif idea is not None and news == ev.ROUND_CLOSED:
            signal = math.log1p(idea.votes) - firm.rounds.mean_log_votes[idea.round]
            self.learn_ability(r, signal)
            treatment = learning.reception(signal, p.leaving)
        elif idea is not None and news == ev.OVERRULED:
            if self.rules.leaving.leaves_overruled(
                idea.quit_draw, idea.quit_log_odds, r.state, p.leaving
            ):
                self.leave(r, time, disappointed=True)
            return
        contribution = idea.contribution if idea is not None else -1
        if not learning.is_awaited(r.state, news, contribution, r.k):
            return
        r.best_treatment = min(r.best_treatment, treatment)
        draw, log_odds = r.entry
        if self.rules.leaving.returns(draw, log_odds, r.best_treatment):
            self.come_back(r, time)
        elif learning.ends_waiting(news, firm.numbers.two_step):
            self.leave(r, time, disappointed=True)
