"""A firm: its campaign, its board of ideas, its review queue, its money."""

from __future__ import annotations

import dataclasses
import heapq
import math
from typing import TYPE_CHECKING, Any, NamedTuple

import mesa

from cocreation_sim import randomness as rn
from cocreation_sim.mesa_model.idea import Board, Idea
from cocreation_sim.records import SPENDING, Tally
from cocreation_sim.rules import (
    belief,
    exhaustion,
    market,
    motive,
    numbers,
    reach,
    selection,
    voting,
)
from cocreation_sim.rules import (
    events as ev,
)

if TYPE_CHECKING:
    from cocreation_sim.mesa_model.customer import Customer, Relation
    from cocreation_sim.mesa_model.model import CoCreationModel


class View(NamedTuple):
    """What people see of a firm during a sub-round."""

    live: bool  # does the campaign run
    round: int
    length: float  # of the round, weeks
    closes: float  # time at which the round closes
    base_odds: float
    rivals: float
    crowding: float
    votable: bool
    buildable: bool
    fading: float  # scale of the board's fading weights


NOT_LIVE = View(False, -1, 1.0, 0.0, 0.0, 0.0, 0.0, False, False, 0.0)


class Firm(mesa.Agent["CoCreationModel"]):
    """A firm that calls on customers, reads, answers, selects, integrates, markets and pays."""

    def __init__(self, model: CoCreationModel, name: str, number: int) -> None:
        super().__init__(model)
        scenario = model.given
        self.name = name
        self.number = number  # position among the firms by name
        self.key = rn.name_key(name)
        self.campaign = scenario.campaigns[name]
        self.numbers = numbers.firm_numbers(self.campaign, scenario)
        self.limits = self.campaign.limits
        p = model.psychology
        self.board = Board(p.voting)
        self.view = NOT_LIVE
        self.ideas: list[Idea] = []
        self.open_ideas: dict[int, Idea] = {}  # open or shortlisted, by serial
        self.round_ideas: list[Idea] = []
        self.newborn: list[Idea] = []
        self.ballots: list[Idea] = []
        self.queue: list[tuple[float, int, Idea]] = []
        self.deadlines: dict[int, list[Idea]] = {}
        self.aware: list[Customer] = []
        self.entrants: list[Customer] = []
        self.core: dict[int, tuple[Customer, Relation]] = {}
        self.mean_log_votes: dict[int, float] = {}
        self.marketed: list[Idea] = []
        # reach
        self.hazard = 0.0
        self.next_unaware = 0
        self.disappointed = 0.0
        self.newly_disappointed = 0
        # people by state, and the burned out among the engaged and the paused
        self.people = [len(model.customers), 0, 0, 0]
        self.burned = [0, 0, 0, 0]
        self.peak = 0
        # rounds
        self.entries_now = 0
        self.entries_before = 0
        self.slots = 0.0
        self.waiting = 0
        self.public_looks = 0.0
        self.public_looks_counted = 0
        self.decided = 0
        self.merged = 0
        self.answers = 0
        self.explanations = 0
        # market
        self.improvement = 0.0
        self.product_buyers = 0.0
        # results
        self.tally = Tally()  # since the campaign's start
        self.money = dict.fromkeys(SPENDING, 0)  # cents spent by kind
        self.revenue = 0  # cents
        self.failures: dict[str, float] = {}
        self.ideas_by = [0] * (model.sub_rounds + 1)  # ideas so far at each sub-round's end
        self.recorded = (Tally(), dict(self.money), 0)  # as of the last record

    # ------------------------------------------------------------------ 1 open

    def open(self, n: int, time: float) -> None:
        """Open the sub-round: a new round if it is time; what people will see."""
        f, p = self.numbers, self.model.psychology
        steps_in = n - self.numbers.start
        if steps_in < 0:
            return
        step = self.model.sub_round_weeks
        number = min(steps_in // f.round_steps, max(f.rounds - 1, 0))
        if steps_in == number * f.round_steps:
            self.launch(number, time)
        rivals = float(max(self.entries_now, self.entries_before))
        if f.merges:
            base = (self.merged + 1.0) / (self.decided + 2.0)
        else:
            base = belief.base_odds(f.winners, rivals, f.guaranteed, p.belief)
        explained = self.explanations / self.answers if self.answers else 0.0
        over = steps_in >= max(f.rounds, 1) * f.round_steps and f.new_brief
        self.board.rebase(time)
        self.view = View(
            live=not over,
            round=number,
            length=f.round_steps * step,
            closes=(f.start + (number + 1) * f.round_steps) * step,
            base_odds=base,
            rivals=rivals,
            crowding=motive.crowding(f.money, explained, p.motive),
            votable=f.public and self.board.size > 0,
            buildable=f.public and not f.two_step and self.board.size > 0,
            fading=self.board.fading_scale(time),
        )

    def launch(self, number: int, time: float) -> None:
        """Open a round; a new brief summons some of those who are engaged."""
        f = self.numbers
        if number > 0:
            self.entries_before = self.entries_now
        self.entries_now = 0
        self.entrants = []
        self.round_ideas = []
        if f.summons <= 0.0:
            return
        mean_delay = self.model.summons_delay * f.round_steps * self.model.sub_round_weeks
        for person in self.aware:
            relation = person.by_firm[self.number]
            if relation.state != ev.ENGAGED:
                continue
            call = rn.child(relation.node, rn.CALL + number)
            if rn.uniform(call, rn.SUMMONED) < f.summons:
                delay = rn.exponential(call, rn.SUMMONS_DELAY) * mean_delay
                self.model.plan(time + delay, person, ev.SUMMONED, self.number, number, 0)

    # ------------------------------------------------------------------ 2 reach

    def reach_out(self, n: int, time: float) -> None:
        """Let the hazard of hearing of the campaign grow, and make aware whom it passes."""
        f, p, step = self.numbers, self.model.psychology.reach, self.model.sub_round_weeks
        if n < f.start:
            return
        since = time - f.start * step
        added = reach.outreach_hazard(
            since, since + step, f.steady_reach, f.launch_reach, f.launch_life
        )
        engaged = self.people[ev.ENGAGED] - self.burned[ev.ENGAGED]
        added += reach.word_of_mouth_hazard(
            step,
            f.word_of_mouth,
            engaged,
            self.disappointed,
            float(len(self.model.customers)),
            f.secrecy,
            p,
        )
        before = self.hazard
        self.hazard = before + added
        self.disappointed = exhaustion.faded(self.disappointed, step, 1.0 / p.disappointed_life)
        unaware = self.model.unaware[self.number]
        while self.next_unaware < len(unaware):
            threshold, person = unaware[self.next_unaware]
            if threshold > self.hazard:
                break
            self.next_unaware += 1
            share = (threshold - before) / added if added > 0.0 else 0.0
            hears_at = time + step * share if threshold > before else time
            self.aware.append(person)
            person.become_aware(self, hears_at)

    # ------------------------------------------------------------------ what people report

    def count_state(self, old: int, new: int, burned_out: bool) -> None:
        """Keep the numbers of people by state."""
        self.people[old] -= 1
        self.people[new] += 1
        if burned_out:
            self.burned[old] -= 1
            self.burned[new] += 1

    def count_burnout(self, state: int, change: int) -> None:
        """Keep the numbers of burned-out people by state."""
        self.burned[state] += change
        if state not in (ev.ENGAGED, ev.PAUSED):
            return
        if change > 0:
            self.tally.burnouts += 1
        else:
            self.tally.recovered += 1

    def count_contribution(self, person: Customer, relation: Relation) -> None:
        """Keep the numbers of contributors, and the core."""
        self.tally.contributions += 1
        period = self.model.sub_round // self.model.rounds_a_period
        if relation.active_period != period:
            relation.active_period = period
            self.tally.contributors += 1
        if relation.k == 1:
            self.tally.newcomers += 1
        if relation.k >= self.model.psychology.core.contributions:
            self.core[person.number] = (person, relation)

    def count_answer(self, idea: Idea, answer: int, time: float) -> None:
        """An author has got an answer."""
        if idea.answer != ev.UNANSWERED:
            return
        reasons = answer == ev.EXPLAINED
        idea.answer = ev.ANSWER_REASONS if reasons else ev.ANSWER_REPLY
        idea.answered_at = time
        self.answers += 1
        self.explanations += reasons
        self.tally.answered += 1

    def enter(self, person: Customer) -> None:
        """Somebody enters the contest."""
        self.entrants.append(person)
        self.tally.entries += 1

    def receive(self, idea: Idea) -> None:
        """Take a new idea in; it joins the others when the sub-round's doings are over."""
        self.newborn.append(idea)

    # ------------------------------------------------------------------ 4 create, 5 count votes

    def take_in(self, n: int) -> None:
        """New ideas join, by birth, then key; they are paid for and wait to be read."""
        f = self.numbers
        self.newborn.sort(key=_by_birth)
        for idea in self.newborn:
            idea.serial = len(self.ideas)
            self.ideas.append(idea)
            self.open_ideas[idea.serial] = idea
            self.round_ideas.append(idea)
            self.entries_now += 1
            self.tally.ideas += 1
            if idea.parent is not None:
                idea.parent.children += 1
                self.tally.built_on += 1
            if self.is_interesting(idea):
                self.tally.interesting += 1
                if f.guaranteed or idea.quality >= f.bar:
                    self.tally.worth_making += 1
            self.money["pay"] += f.pay_cents
            if f.push > 0.0:
                spread = math.exp(f.push_sd * rn.normal(idea.key, rn.PUSH))
                idea.pushed_by = f.push * spread
            self.set_deadline(idea, n)
            if f.public:
                self.board.add(idea)

    def set_deadline(self, idea: Idea, n: int) -> None:
        """When the idea expires: its next milestone's deadline, or the end of its shelf life."""
        milestones = self.model.milestones[self.number]
        wait = milestones[idea.milestone][1] if milestones else self.numbers.shelf_steps
        idea.deadline = n + wait
        self.deadlines.setdefault(idea.deadline, []).append(idea)

    def is_interesting(self, idea: Idea) -> bool:
        """Good enough to be interesting, and fitting."""
        return idea.quality > self.numbers.interesting_bar and idea.fit > 0.0

    def count_votes(self, n: int, time: float) -> None:
        """Votes of people and of the wider public; milestones passed; new ideas queue up."""
        f = self.numbers
        gained: dict[int, int] = {}
        for idea in self.ballots:
            gained[idea.serial] = gained.get(idea.serial, 0) + 1
        self.ballots = []
        if (f.views > 0.0 or f.push > 0.0) and self.board.ideas:
            self.count_public_votes(n, time, gained)
        for serial in sorted(gained):
            idea = self.ideas[serial]
            idea.votes += gained[serial]
            self.tally.votes += gained[serial]
            if idea.visible:
                self.board.renew(idea)
                self.pass_milestones(idea, n, time)

    def count_public_votes(self, n: int, time: float, gained: dict[int, int]) -> None:
        """Supporters from the public: views spread by attention, and friends of the author."""
        f, p, step = self.numbers, self.model.psychology.voting, self.model.sub_round_weeks
        scale = self.board.fading_scale(time)
        total = self.board.total(scale)
        self.public_looks += f.views * step
        self.tally.looks += math.floor(self.public_looks) - self.public_looks_counted
        self.public_looks_counted = math.floor(self.public_looks)
        rallies = bool(self.model.milestones[self.number])
        for idea in self.board.ideas.values():
            since, until = max(0.0, time - idea.born), time + step - idea.born
            pushed = 0.0
            if since < 10.0 * f.push_weeks:
                pushed = voting.push_between(since, until, idea.pushed_by, f.push_weeks)
            louder = 1.0
            if f.rally > 0.0 and idea.deadline >= 0 and rallies:
                left = (idea.deadline + 1 - n) * step
                louder = voting.rally(left, f.rally, f.rally_weeks)
            mean = voting.audience_supporters(
                f.views * step,
                self.board.exposure(idea, scale) / total if total > 0.0 else 0.0,
                voting.support_probability(idea.appeal, idea.votes, p),
                louder,
                pushed,
            )
            supporters = rn.poisson_quantile(rn.uniform(idea.key, rn.AUDIENCE + n), mean)
            if supporters:
                gained[idea.serial] = gained.get(idea.serial, 0) + supporters

    def pass_milestones(self, idea: Idea, n: int, time: float) -> None:
        """Note the milestones an idea has passed; the last one brings it before the firm."""
        milestones = self.model.milestones[self.number]
        if idea.fate != ev.OPEN:
            return
        enough = self.numbers.vote_threshold
        end = self.model.sub_round_end
        passed = False
        while idea.milestone < len(milestones) and idea.votes >= milestones[idea.milestone][0]:
            idea.milestone += 1
            idea.milestones_at.append(end)
            passed = True
        before_the_firm = (
            idea.milestone == len(milestones) if milestones else 0 < enough <= idea.votes
        )
        if before_the_firm:
            idea.fate = ev.FATE_SHORTLISTED
            idea.shortlisted_at = end
            idea.deadline = -1
            self.tally.shortlisted += 1
        elif passed:
            self.set_deadline(idea, n)

    # ------------------------------------------------------------------ 6 review

    def review(self, time: float) -> None:
        """Read waiting ideas in slots of real time, each that with the lowest place."""
        f, step = self.numbers, self.model.sub_round_weeks
        core = self.active_core(time)
        rate = f.capacity + f.capacity_per_core * len(core)
        before = self.slots
        self.slots = before + rate * step
        born = self.newborn
        self.newborn = []
        if f.two_step or f.vote_threshold or self.model.milestones[self.number]:
            return
        arrived = 0
        slot = math.floor(before) + 1
        last = math.floor(self.slots)
        while slot <= last:
            now = time + (slot - before) / rate
            while arrived < len(born) and born[arrived].born <= now:
                self.wait(born[arrived])
                arrived += 1
            while self.queue and not self.queue[0][2].waiting:
                heapq.heappop(self.queue)
            if not self.queue:
                if arrived == len(born):
                    break
                slot = max(slot + 1, math.ceil(before + (born[arrived].born - time) * rate))
                continue
            idea = heapq.heappop(self.queue)[2]
            self.read(idea, now)
            self.respond(idea, now, self.model.sub_round_end, core, rate)
            slot += 1
        for idea in born[arrived:]:
            self.wait(idea)

    def wait(self, idea: Idea) -> None:
        """Put an idea in the review queue."""
        if idea.fate == ev.OPEN:
            idea.waiting = True
            self.waiting += 1
            heapq.heappush(self.queue, (rn.uniform(idea.key, rn.QUEUE), idea.serial, idea))

    def read(self, idea: Idea, time: float) -> None:
        """Read an idea: it costs, and the firm has an opinion from now on."""
        f = self.numbers
        if idea.waiting:
            idea.waiting = False
            self.waiting -= 1
        idea.read_at = time
        z = rn.normal(idea.key, rn.JUDGEMENT)
        idea.judged = selection.judged_quality(idea.quality, f.judgement_noise, f.crowd_weight, z)
        self.money["review"] += f.read_cents
        self.tally.read += 1

    def respond(
        self,
        idea: Idea,
        now: float,
        end: float,
        core: list[tuple[Customer, Relation]],
        rate: float,
    ) -> None:
        """Reply, give reasons or stay silent; where merging is decided at review, decide."""
        f = self.numbers
        heard = max(now + f.delay, end)
        replies = rn.uniform(idea.key, rn.REPLY) < f.answered
        reasons = rn.uniform(idea.key, rn.EXPLANATION) < f.explained
        accepted = f.merges and idea.judged >= f.bar
        if f.merges:
            self.decided += 1
            self.load_reviewer(idea, end, core, rate)
        if accepted:
            self.merged += 1
            self.accept(idea, now, ev.MERGED, heard)
        if replies:
            self.tell(idea, heard, ev.EXPLAINED if reasons else ev.REPLIED)
        if f.merges and not accepted:
            self.reject(idea, now)
            if f.announce and not replies:
                self.tell(idea, heard, ev.REJECTED)

    def active_core(self, time: float) -> list[tuple[Customer, Relation]]:
        """Core members who contributed lately and are rested and engaged, by number."""
        p = self.model.psychology.core
        if self.numbers.capacity_per_core == 0.0:
            return []
        for number in [
            k for k, (_, r) in self.core.items() if r.last_contribution < time - p.window
        ]:
            del self.core[number]
        return [
            self.core[k]
            for k in sorted(self.core)
            if not self.core[k][0].burned_out and self.core[k][1].state != ev.DISENGAGED
        ]

    def load_reviewer(
        self, idea: Idea, end: float, core: list[tuple[Customer, Relation]], rate: float
    ) -> None:
        """A core member who reviews bears the load; the firm's own staff bear none here."""
        f = self.numbers
        place = rn.uniform(idea.key, rn.REVIEWER) * rate
        if not core or place >= f.capacity_per_core * len(core):
            return
        person = core[min(int(place / f.capacity_per_core), len(core) - 1)][0]
        self.model.plan(end, person, ev.LOAD, self.number, idea.serial, 0)

    # ------------------------------------------------------------------ 7 deadlines

    def expire(self, n: int, time: float) -> None:
        """Ideas whose deadline is over expire; their authors learn it by silence."""
        end = self.model.sub_round_end
        for idea in sorted(self.deadlines.pop(n, ()), key=_by_serial):
            if idea.deadline != n or not (idea.fate == ev.OPEN or idea.visible):
                continue
            if idea.fate == ev.OPEN:
                self.end_idea(idea, ev.FATE_EXPIRED, end)
                if idea.answer == ev.UNANSWERED:
                    self.tell(idea, end, ev.EXPIRED)
            elif idea.visible:
                self.board.remove(idea)

    def end_idea(self, idea: Idea, fate: int, time: float) -> None:
        """An idea's fate is settled: off the queue and, unless merged, off the board."""
        idea.fate = fate
        idea.fate_at = time
        del self.open_ideas[idea.serial]
        if idea.waiting:
            idea.waiting = False
            self.waiting -= 1
        if idea.visible and not (self.numbers.merges and fate == ev.FATE_SELECTED):
            self.board.remove(idea)

    # ------------------------------------------------------------------ 8 close a round

    def close(self, n: int, time: float) -> None:
        """At the end of a round: read entries, shortlist, select, announce."""
        f = self.numbers
        steps_in = n + 1 - f.start
        if steps_in <= 0 or steps_in % f.round_steps or steps_in // f.round_steps > f.rounds:
            return
        number = steps_in // f.round_steps - 1
        end = self.model.sub_round_end
        this_round = self.round_ideas
        if f.public:
            self.close_votes(this_round, number, end)
        if f.merges:
            return
        judged_at_close = f.two_step or f.vote_threshold or self.model.milestones[self.number]
        eligible = ev.OPEN if f.two_step else ev.FATE_SHORTLISTED
        if judged_at_close:
            candidates = [i for i in self.open_ideas.values() if i.fate == eligible]
            for idea in candidates:
                self.read(idea, end)
        else:
            candidates = [i for i in self.open_ideas.values() if i.read or f.crowd_weight > 0.0]
        winners = selection.winners_of_round(f.winners, number)
        self.tally.promised += winners
        ranked = self.rank(candidates)
        passing = [
            i
            for i in ranked
            if f.guaranteed or f.crowd_weight >= 1 or i.judged >= f.bar or not i.read
        ]
        chosen = passing[:winners]
        for idea in ranked[: selection.winners_of_round(f.shortlist, number)]:
            if idea.shortlisted_at != idea.shortlisted_at:
                idea.shortlisted_at = end
                self.tally.shortlisted += 1
        for idea in chosen:
            self.accept(idea, end, ev.SELECTED, end)
            represents = self.model.given.population.represents
            for voter in sorted({v // represents for v in idea.voters}):
                self.model.plan(
                    end,
                    self.model.customers[voter],
                    ev.NEWS,
                    self.number,
                    idea.serial,
                    ev.VOTED_SELECTED,
                )
        if f.public and f.crowd_weight < 1.0 and chosen:
            self.overrule(candidates, len(chosen), end)
        self.dismiss(candidates, this_round, number, end)

    def rank(self, candidates: list[Idea]) -> list[Idea]:
        """Candidates by score, best first."""
        f = self.numbers
        mean, sd = _mean_and_sd([math.log1p(i.votes) for i in candidates])
        scored = [
            (
                -selection.score(
                    selection.crowd_score(i.votes, mean, sd),
                    i.judged if i.read else 0.0,
                    f.judged_sd,
                    i.read,
                    f.crowd_weight,
                ),
                rn.uniform(i.key, rn.TIE),
                i.serial,
            )
            for i in candidates
        ]
        by_serial = {i.serial: i for i in candidates}
        return [by_serial[serial] for _, _, serial in sorted(scored)]

    def close_votes(self, this_round: list[Idea], number: int, end: float) -> None:
        """The round's votes are in: a signal of ability to every author."""
        mean, _ = _mean_and_sd([math.log1p(i.votes) for i in this_round])
        self.mean_log_votes[number] = mean
        for idea in this_round:
            self.tell(idea, end, ev.ROUND_CLOSED)

    def overrule(self, candidates: list[Idea], places: int, end: float) -> None:
        """Favourites of the crowd that the firm passed over, as everybody can see."""
        favourites = sorted(
            (-i.votes, rn.uniform(i.key, rn.TIE), i.serial) for i in candidates if i.votes > 0
        )[:places]
        for _, _, serial in favourites:
            idea = self.ideas[serial]
            if idea.fate != ev.FATE_SELECTED and not idea.overruled:
                idea.overruled = True
                self.tell(idea, end, ev.OVERRULED)

    def dismiss(
        self, candidates: list[Idea], this_round: list[Idea], number: int, end: float
    ) -> None:
        """What becomes of those not selected, and what their authors are told."""
        f = self.numbers
        thresholds = f.vote_threshold or self.model.milestones[self.number]
        if f.two_step:
            finished = set()
            for idea in this_round:
                finished.add(idea.author.number)
                if idea.fate == ev.OPEN:
                    self.reject(idea, end)
                    reasons = rn.uniform(idea.key, rn.EXPLANATION) < f.explained
                    self.tell(idea, end, ev.CLOSED_EXPLAINED if reasons else ev.CLOSED_ANSWERED)
            for person in self.entrants:
                if person.number not in finished:
                    self.model.plan(end, person, ev.NEWS, self.number, -1, ev.CLOSED_UNFINISHED)
        elif thresholds:
            for idea in candidates:
                if idea.fate == ev.FATE_SHORTLISTED:
                    self.reject(idea, end)
                    self.tell(idea, end, ev.REJECTED)
        elif f.announce:
            for idea in candidates:
                if idea.fate == ev.OPEN and idea.round == number:
                    self.reject(idea, end)
                    self.tell(idea, end, ev.REJECTED)
        if f.new_brief and not f.two_step:
            for idea in this_round:
                if idea.fate == ev.OPEN and not (thresholds):
                    self.end_idea(idea, ev.FATE_EXPIRED, end)
                    if idea.answer == ev.UNANSWERED:
                        self.tell(idea, end, ev.EXPIRED)

    def accept(self, idea: Idea, time: float, news: int, heard: float) -> None:
        """Select or merge an idea: prize, integration, market."""
        f, p = self.numbers, self.model.psychology
        self.end_idea(idea, ev.FATE_SELECTED, time)
        self.tally.selected += 1
        relation = idea.author.by_firm[self.number]
        if not f.merges:
            self.money["prizes"] += f.prize_cents
            relation.earned += f.prize_cents
        self.tell(idea, heard, news)
        if idea.fit < f.fit_needed:
            return
        self.money["integration"] += f.integration_cents
        idea.integrated_at = time + f.integration_weeks
        if f.sells_ideas or f.sells_product:
            idea.marketed_at = idea.integrated_at + f.launch_weeks
        if f.sells_ideas:
            share = market.buying_share(
                idea.appeal, idea.fit, f.crowd_weight, rn.normal(idea.key, rn.TASTE), p.adoption
            )
            idea.buyers = f.potential * share
        self.marketed.append(idea)

    def reject(self, idea: Idea, time: float) -> None:
        """An idea is not taken."""
        self.end_idea(idea, ev.FATE_REJECTED, time)

    def tell(self, idea: Idea, time: float, news: int) -> None:
        """Send its author news of an idea."""
        self.model.plan(time, idea.author, ev.NEWS, self.number, idea.serial, news)

    # ------------------------------------------------------------------ 9 take stock

    def take_stock(self, n: int, time: float) -> None:
        """Money of the sub-round; improvement and sales; causes of failure."""
        f, p, step = self.numbers, self.model.psychology, self.model.sub_round_weeks
        self.ideas_by[n + 1] = len(self.ideas)
        if n < f.start:
            return
        done = n + 1 - f.start
        self.money["outreach"] = f.opening_cents + math.floor(f.outreach_cents * (done * step))
        self.money["running"] = f.platform_cents + math.floor(f.running_cents * (done * step))
        end = self.model.sub_round_end
        if self.marketed:
            self.sell(end)
        if f.sells_product and self.improvement > 0.0:
            growth = market.product_growth(self.improvement, p.adoption)
            self.product_buyers += f.potential * growth * step / f.sales_weeks
            units = math.floor(self.product_buyers)
            self.book_sales(units - self.tally.sold)
        self.disappointed += self.newly_disappointed
        self.newly_disappointed = 0
        present = self.people[ev.ENGAGED] + self.people[ev.PAUSED]
        self.peak = max(self.peak, present)
        self.look_for_failure(n, end, present)

    def sell(self, end: float) -> None:
        """Integrate what is due and sell what is on the market, up to now."""
        f = self.numbers
        for idea in self.marketed:
            if idea.integrated_at <= end and not idea.counted_integrated:
                idea.counted_integrated = True
                self.tally.integrated += 1
                self.improvement += market.improvement(idea.quality, idea.fit)
            if idea.marketed_at <= end and not idea.counted_marketed:
                idea.counted_marketed = True
                self.tally.marketed += 1
            if f.sells_ideas and idea.marketed_at < end:
                units = market.sold_by(end - idea.marketed_at, idea.buyers, f.sales_weeks)
                if units > idea.sold:
                    new = units - idea.sold
                    idea.sold = units
                    self.book_sales(new)
                    share = math.floor(f.royalty * f.price_cents * new + 0.5)
                    self.money["royalties"] += share
                    idea.author.by_firm[self.number].earned += share

    def book_sales(self, units: int) -> None:
        """Book the sale of some units."""
        f = self.numbers
        self.tally.sold += units
        self.revenue += units * f.price_cents
        self.money["production"] += units * f.margin_cents

    @property
    def cost(self) -> int:
        """Cents spent so far, but for the production of what is sold."""
        return sum(self.money[kind] for kind in SPENDING if kind != "production")

    def look_for_failure(self, n: int, end: float, present: int) -> None:
        """Note each watched cause of failure the first time it occurs."""
        limits, model = self.limits, self.model
        represents = model.given.population.represents
        window = model.windows[self.number]
        done = n + 1 - self.numbers.start
        last = n + 1 == model.sub_rounds
        if done >= window:
            recent = self.ideas_by[n + 1] - self.ideas_by[n + 1 - window]
            if recent * represents < limits.contributions:
                self.fails("starved", end)
        if present < limits.engaged_share * self.peak:
            self.fails("abandoned", end)
        over_budget = self.cost * represents > limits.budget * 100
        if over_budget or self.waiting * represents > limits.queue:
            self.fails("overrun", end)
        if last:
            if self.tally.worth_making < self.tally.promised:
                self.fails("nothing worth making", end)
            kept = [i.fit for i in self.ideas if i.integrated_at <= end]
            if kept and _mean_and_sd(kept)[0] < limits.coherence:
                self.fails("incoherent", end)

    def fails(self, cause: str, time: float) -> None:
        """Note a cause of failure, if the campaign watches it."""
        if cause in self.limits.watch:
            self.failures.setdefault(cause, time)

    # ------------------------------------------------------------------ the record

    def record(self) -> dict[str, Any]:
        """What happened since the last record, and how things stand, in simulated units."""
        then, spent_then, revenue_then = self.recorded
        flows = {
            name: getattr(self.tally, name) - getattr(then, name)
            for name in Tally.__dataclass_fields__
        }
        spent = {f"spent_{kind}": self.money[kind] - spent_then[kind] for kind in SPENDING}
        revenue = self.revenue - revenue_then
        self.recorded = (dataclasses.replace(self.tally), dict(self.money), self.revenue)
        people, burned = self.people, self.burned
        return {
            **flows,
            **spent,
            "revenue": revenue,
            "waiting": self.waiting,
            "open": len(self.open_ideas),
            "unaware": people[ev.UNAWARE],
            "engaged": people[ev.ENGAGED] - burned[ev.ENGAGED],
            "paused": people[ev.PAUSED] - burned[ev.PAUSED],
            "burned_out": burned[ev.ENGAGED] + burned[ev.PAUSED],
            "disengaged": people[ev.DISENGAGED],
        }

    def idea_rows(self) -> list[tuple[Any, ...]]:
        """One row an idea, in the order of `IDEA_COLUMNS`."""
        return [
            (
                i.author.number,
                i.born,
                i.round,
                i.contribution,
                -1 if i.parent is None else i.parent.serial,
                i.quality,
                i.appeal,
                i.fit,
                i.pieces,
                i.votes,
                i.children,
                i.answer,
                i.answered_at,
                i.read_at,
                i.judged,
                i.fate,
                i.fate_at,
                i.shortlisted_at,
                i.milestone,
                i.integrated_at,
                i.marketed_at,
                i.sold,
            )
            for i in self.ideas
        ]

    def customer_rows(self, now: float) -> list[tuple[Any, ...]]:
        """One row a person aware of the campaign, by number, as of `CUSTOMER_COLUMNS`."""
        return [person.summary(self, now) for person in sorted(self.aware, key=lambda c: c.number)]


def _by_birth(idea: Idea) -> tuple[float, int]:
    return idea.born, idea.key


def _by_serial(idea: Idea) -> int:
    return idea.serial


def _mean_and_sd(values: list[float]) -> tuple[float, float]:
    """Mean and standard deviation, summed in the order given."""
    if not values:
        return 0.0, 0.0
    total = 0.0
    for x in values:
        total += x
    mean = total / len(values)
    square = 0.0
    for x in values:
        square += (x - mean) * (x - mean)
    return mean, math.sqrt(square / len(values))
