"""A firm's rounds: launch, the crowd's votes, selection, and what those passed over are told."""

from __future__ import annotations

import math

from cocreation_sim import randomness as rn
from cocreation_sim.mesa_model.campaigner import Campaigner
from cocreation_sim.mesa_model.desk import Desk
from cocreation_sim.mesa_model.idea import Idea
from cocreation_sim.mesa_model.participant import Participant
from cocreation_sim.rules import events as ev


class Rounds:
    """The ideas and entrants of the present round, and what came of the last ones."""

    def __init__(self, firm: Campaigner, desk: Desk) -> None:
        self.firm = firm
        self.desk = desk
        self.rules = firm.rules
        self.ideas: list[Idea] = []
        self.entrants: list[Participant] = []
        self.now = 0  # ideas in this round
        self.before = 0  # ideas in the last one
        self.entrants_before = 0
        self.mean_log_votes: dict[int, float] = {}
        # winners that are no whole number a round fall into rounds by one draw
        self.luck = rn.uniform(rn.child(firm.model.node, firm.key), rn.PLACES)

    @property
    def rivals(self) -> float:
        """Ideas to compete with: those of this round or of the last, whichever are more."""
        return self.rules.rounds.rivals(self.now, self.before)

    def launch(self, number: int, time: float, aware: list[Participant]) -> None:
        """Open a round; a new brief summons some of those aware of the firm who are engaged."""
        firm = self.firm
        f, model = firm.numbers, firm.model
        if number > 0:
            self.before = self.now
            self.entrants_before = len(self.entrants)
        self.now = 0
        self.entrants = []
        self.ideas = []
        if f.summons <= 0.0:
            return
        mean_delay = model.summons_delay * f.round_steps * model.sub_round_weeks
        for person in aware:
            membership = person.by_firm[firm.number]
            if membership.state != ev.ENGAGED:
                continue
            call = rn.child(membership.node, rn.CALL + number)
            if rn.uniform(call, rn.SUMMONED) < f.summons:
                delay = rn.exponential(call, rn.SUMMONS_DELAY) * mean_delay
                model.plan(
                    max(time, membership.aware_at) + delay,
                    person.number,
                    ev.SUMMONED,
                    firm.number,
                    number,
                    0,
                )

    def close(self, n: int) -> None:
        """At the end of a round: read entries, shortlist, select, announce."""
        firm, selection = self.firm, self.rules.selection
        f, model = firm.numbers, firm.model
        number = self.rules.rounds.closing(n + 1 - f.start, f.round_steps, f.rounds)
        if number < 0:
            return
        end = model.sub_round_end
        this_round = self.ideas
        if f.public:
            self.close_votes(this_round, number, end)
        if f.merges:
            return
        candidates = self.candidates(end)
        winners = selection.places_of_round(f.winners, number, self.luck)
        firm.tally.promised += winners
        passing = [
            i
            for i in self.rank(candidates)
            if selection.passes(i.judged, i.read, f.guaranteed, f.crowd_weight, f.bar)
        ]
        chosen = self.affordable(passing)[:winners]
        places = selection.places_of_round(f.shortlist, number, self.luck)
        for idea in passing[: selection.finalists(places, winners, f.shortlist)]:
            if math.isnan(idea.shortlisted_at):
                idea.shortlisted_at = end
                firm.tally.shortlisted += 1
        for idea in chosen:
            firm.accept(idea, end, ev.SELECTED, end)
            represents = model.given.population.represents
            for voter in sorted({v // represents for v in idea.voters}):
                model.plan(
                    end,
                    voter,
                    ev.NEWS,
                    firm.number,
                    idea.serial,
                    ev.VOTED_SELECTED,
                )
        if selection.can_overrule(f.public, f.crowd_weight, len(chosen)):
            self.overrule(candidates, len(chosen), end)
        self.dismiss(candidates, this_round, number, end)

    def affordable(self, ideas: list[Idea]) -> list[Idea]:
        """Those of some ideas, best first, that the round's budget bears one after the other."""
        spent, found, budget = 0, [], self.firm.numbers.budget_cents
        if budget == 0:
            return ideas
        for idea in ideas:
            cost = self.firm.integration_cost(idea)
            if self.rules.selection.is_affordable(spent, cost, budget):
                spent += cost
                found.append(idea)
        return found

    def candidates(self, end: float) -> list[Idea]:
        """Ideas that can be selected now, by serial; what must be read first is read."""
        firm, selection = self.firm, self.rules.selection
        f, thresholds = firm.numbers, firm.has_thresholds
        found = [
            idea
            for idea in firm.open_ideas.values()
            if selection.is_candidate(idea.fate, idea.read, f.two_step, thresholds, f.crowd_weight)
        ]
        if selection.judged_at_close(f.two_step, thresholds):
            for idea in found:
                if not idea.read:
                    self.desk.read(idea, end)
        return found

    def rank(self, candidates: list[Idea]) -> list[Idea]:
        """Candidates by score, best first."""
        f = self.firm.numbers
        mean, sd = mean_and_sd([math.log1p(i.votes) for i in candidates])
        scored = [
            (
                -self.rules.selection.score(
                    self.rules.selection.crowd_score(i.votes, mean, sd),
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
        firm = self.firm
        mean, _ = mean_and_sd([math.log1p(i.votes) for i in this_round])
        self.mean_log_votes[number] = mean
        for idea in this_round:
            firm.tell(idea, end, ev.ROUND_CLOSED)

    def overrule(self, candidates: list[Idea], places: int, end: float) -> None:
        """Favourites of the crowd that the firm passed over, as everybody can see."""
        firm, selection = self.firm, self.rules.selection
        favourites = sorted(
            (-i.votes, rn.uniform(i.key, rn.TIE), i.serial)
            for i in candidates
            if selection.can_be_favourite(i.votes)
        )[:places]
        for _, _, serial in favourites:
            idea = firm.ideas[serial]
            if selection.is_overruled(idea.fate, idea.overruled):
                idea.overruled = True
                firm.tell(idea, end, ev.OVERRULED)

    def dismiss(
        self, candidates: list[Idea], this_round: list[Idea], number: int, end: float
    ) -> None:
        """What becomes of those not selected, and what their authors are told."""
        firm, rules = self.firm, self.rules
        f, model, thresholds = firm.numbers, firm.model, firm.has_thresholds
        for idea in candidates:
            of_round = idea.round == number
            if rules.selection.is_rejected(idea.fate, of_round, f.two_step, thresholds, f.announce):
                explains = rules.review.explains(rn.uniform(idea.key, rn.EXPLANATION), f.explained)
                firm.reject(idea, end)
                firm.tell(idea, end, rules.selection.rejection(f.two_step, explains))
        if f.two_step:
            finished = {idea.author.number for idea in this_round}
            for person in self.entrants:
                if person.number not in finished:
                    model.plan(end, person.number, ev.NEWS, firm.number, -1, ev.CLOSED_UNFINISHED)
        for idea in this_round:
            if rules.selection.expires_with_round(
                idea.fate, f.new_brief, f.two_step, len(firm.milestones)
            ):
                firm.let_expire(idea, end)


def mean_and_sd(values: list[float]) -> tuple[float, float]:
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
