"""A firm's rounds: launch, the crowd's votes, selection, and what those passed over are told."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from cocreation_sim import randomness as rn
from cocreation_sim.mesa_model.idea import Idea
from cocreation_sim.rules import events as ev

if TYPE_CHECKING:
    from cocreation_sim.mesa_model.customer import Customer
    from cocreation_sim.mesa_model.firm import Firm


class Rounds:
    """The ideas and entrants of the present round, and what came of the last ones."""

    def __init__(self, firm: Firm) -> None:
        self.firm = firm
        self.rules = firm.rules
        self.ideas: list[Idea] = []
        self.entrants: list[Customer] = []
        self.now = 0  # ideas in this round
        self.before = 0  # ideas in the last one
        self.mean_log_votes: dict[int, float] = {}
        # winners that are no whole number a round fall into rounds by one draw
        self.luck = rn.uniform(rn.child(firm.model.node, firm.key), rn.PLACES)

    @property
    def rivals(self) -> float:
        """Ideas to compete with: those of this round or of the last, whichever are more."""
        return float(max(self.now, self.before))

    def launch(self, number: int, time: float) -> None:
        """Open a round; a new brief summons some of those who are engaged."""
        firm = self.firm
        f, model = firm.numbers, firm.model
        if number > 0:
            self.before = self.now
        self.now = 0
        self.entrants = []
        self.ideas = []
        if f.summons <= 0.0:
            return
        mean_delay = model.summons_delay * f.round_steps * model.sub_round_weeks
        for person in firm.community.aware:
            relation = person.by_firm[firm.number]
            if relation.state != ev.ENGAGED:
                continue
            call = rn.child(relation.node, rn.CALL + number)
            if rn.uniform(call, rn.SUMMONED) < f.summons:
                delay = rn.exponential(call, rn.SUMMONS_DELAY) * mean_delay
                model.plan(
                    max(time, relation.aware_at) + delay,
                    person,
                    ev.SUMMONED,
                    firm.number,
                    number,
                    0,
                )

    def close(self, n: int) -> None:
        """At the end of a round: read entries, shortlist, select, announce."""
        firm = self.firm
        f, model = firm.numbers, firm.model
        steps_in = n + 1 - f.start
        if steps_in <= 0 or steps_in % f.round_steps or steps_in // f.round_steps > f.rounds:
            return
        number = steps_in // f.round_steps - 1
        end = model.sub_round_end
        this_round = self.ideas
        if f.public:
            self.close_votes(this_round, number, end)
        if f.merges:
            return
        eligible = ev.OPEN if f.two_step else ev.FATE_SHORTLISTED
        if firm.judges_at_close:
            candidates = [i for i in firm.open_ideas.values() if i.fate == eligible]
            for idea in candidates:
                if not idea.read:
                    firm.desk.read(idea, end)
        else:
            candidates = [i for i in firm.open_ideas.values() if i.read or f.crowd_weight > 0.0]
        winners = self.rules.selection.places_of_round(f.winners, number, self.luck)
        firm.tally.promised += winners
        ranked = self.rank(candidates)
        passing = [
            i
            for i in ranked
            if f.guaranteed or f.crowd_weight >= 1 or i.judged >= f.bar or not i.read
        ]
        chosen = passing[:winners]
        finalists = self.rules.selection.places_of_round(f.shortlist, number, self.luck)
        for idea in passing[: max(finalists, winners) if f.shortlist > 0.0 else 0]:
            if math.isnan(idea.shortlisted_at):
                idea.shortlisted_at = end
                firm.tally.shortlisted += 1
        for idea in chosen:
            firm.accept(idea, end, ev.SELECTED, end)
            represents = model.given.population.represents
            for voter in sorted({v // represents for v in idea.voters}):
                model.plan(
                    end,
                    model.customers[voter],
                    ev.NEWS,
                    firm.number,
                    idea.serial,
                    ev.VOTED_SELECTED,
                )
        if f.public and f.crowd_weight < 1.0 and chosen:
            self.overrule(candidates, len(chosen), end)
        self.dismiss(candidates, this_round, number, end)

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
        firm = self.firm
        favourites = sorted(
            (-i.votes, rn.uniform(i.key, rn.TIE), i.serial) for i in candidates if i.votes > 0
        )[:places]
        for _, _, serial in favourites:
            idea = firm.ideas[serial]
            if idea.fate != ev.FATE_SELECTED and not idea.overruled:
                idea.overruled = True
                firm.tell(idea, end, ev.OVERRULED)

    def dismiss(
        self, candidates: list[Idea], this_round: list[Idea], number: int, end: float
    ) -> None:
        """What becomes of those not selected, and what their authors are told."""
        firm = self.firm
        f, model = firm.numbers, firm.model
        thresholds = firm.has_thresholds
        if f.two_step:
            finished = set()
            for idea in this_round:
                finished.add(idea.author.number)
                if idea.fate == ev.OPEN:
                    firm.reject(idea, end)
                    reasons = rn.uniform(idea.key, rn.EXPLANATION) < f.explained
                    firm.tell(idea, end, ev.CLOSED_EXPLAINED if reasons else ev.CLOSED_ANSWERED)
            for person in self.entrants:
                if person.number not in finished:
                    model.plan(end, person, ev.NEWS, firm.number, -1, ev.CLOSED_UNFINISHED)
        elif thresholds:
            for idea in candidates:
                if idea.fate == ev.FATE_SHORTLISTED:
                    firm.reject(idea, end)
                    firm.tell(idea, end, ev.REJECTED)
        elif f.announce:
            for idea in candidates:
                if idea.fate == ev.OPEN and idea.round == number:
                    firm.reject(idea, end)
                    firm.tell(idea, end, ev.REJECTED)
        if f.new_brief and not f.two_step:
            for idea in this_round:
                if idea.fate == ev.OPEN and not firm.milestones:
                    firm.end_idea(idea, ev.FATE_EXPIRED, end)
                    if not idea.answer_sent:
                        firm.tell(idea, end, ev.IGNORED)


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
