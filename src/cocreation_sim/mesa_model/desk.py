"""A firm's desk: the queue of ideas to be read, reading and answering."""

from __future__ import annotations

import heapq

from cocreation_sim import randomness as rn
from cocreation_sim.mesa_model.books import Books
from cocreation_sim.mesa_model.campaigner import Campaigner
from cocreation_sim.mesa_model.idea import Idea
from cocreation_sim.mesa_model.participant import Participant
from cocreation_sim.rules import events as ev


class Desk:
    """What waits to be read, and what was answered."""

    def __init__(self, firm: Campaigner, books: Books) -> None:
        self.firm = firm
        self.books = books
        self.rules = firm.rules
        self.queue: list[tuple[float, int, Idea]] = []
        self.waiting = 0
        self.slots = 0.0  # units of capacity so far
        self.decided = 0
        self.merged = 0
        self.answers = 0
        self.explanations = 0

    @property
    def explained_share(self) -> float:
        """Share of the answers so far that gave reasons."""
        return self.explanations / self.answers if self.answers else 0.0

    @property
    def merge_share(self) -> float:
        """Share of what was decided that was merged, as people guess it."""
        return self.rules.belief.merge_odds(self.merged, self.decided)

    def review(self, time: float, born: list[Idea], core: list[Participant]) -> None:
        """Read waiting ideas in slots of real time, each that with the lowest place."""
        f, model = self.firm.numbers, self.firm.model
        rate = self.rules.review.rate(f.capacity, f.capacity_per_core, len(core))
        before = self.slots
        self.slots = before + rate * model.sub_round_weeks
        if f.two_step:
            return
        arrived = 0
        clock = self.rules.clock
        slot = clock.slots_by(before) + 1
        last = clock.slots_by(self.slots)
        while slot <= last:
            now = clock.slot_time(slot, before, time, rate)
            while arrived < len(born) and born[arrived].born <= now:
                self.wait(born[arrived])
                arrived += 1
            while self.queue and not self.queue[0][2].waiting:
                heapq.heappop(self.queue)
            if not self.queue:
                if arrived == len(born):
                    break
                slot = clock.slot_after(slot, born[arrived].born, before, time, rate)
                continue
            idea = heapq.heappop(self.queue)[2]
            self.read(idea, now)
            self.respond(idea, now, model.sub_round_end, core, rate)
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
        f = self.firm.numbers
        if idea.waiting:
            idea.waiting = False
            self.waiting -= 1
        idea.read_at = time
        z = rn.normal(idea.key, rn.JUDGEMENT)
        idea.judged = self.rules.selection.judged_quality(
            idea.quality, f.judgement_noise, f.crowd_weight, z
        )
        self.books.money["review"] += f.read_cents
        self.firm.tally.read += 1

    def respond(
        self,
        idea: Idea,
        now: float,
        end: float,
        core: list[Participant],
        rate: float,
    ) -> None:
        """Reply, give reasons or stay silent; where merging is decided at review, decide."""
        firm, review = self.firm, self.rules.review
        f = firm.numbers
        heard = review.heard_at(now, f.delay, end)
        replies = review.replies(rn.uniform(idea.key, rn.REPLY), f.answered)
        explains = review.explains(rn.uniform(idea.key, rn.EXPLANATION), f.explained)
        accepted = f.merges and review.is_accepted(idea.judged, f.bar)
        self.load_reviewer(idea, end, core, rate)
        if f.merges:
            self.decided += 1
        if accepted:
            self.merged += 1
            firm.accept(idea, now, ev.MERGED, heard)
        if replies:
            idea.answer_sent = True
            firm.tell(idea, heard, review.answer(explains))
        if f.merges and not accepted:
            firm.reject(idea, now)
            if not replies:
                firm.tell(idea, heard, review.refusal(f.announce))

    def load_reviewer(self, idea: Idea, end: float, core: list[Participant], rate: float) -> None:
        """A core member who reviews bears the load; the firm's own staff bear none here."""
        firm = self.firm
        u = rn.uniform(idea.key, rn.REVIEWER)
        which = self.rules.review.reviewer(u, rate, firm.numbers.capacity_per_core, len(core))
        if which >= 0:
            firm.model.plan(end, core[which].number, ev.LOAD, firm.number, idea.serial, 0)

    def count_answer(self, idea: Idea, answer: int, time: float) -> None:
        """An author has got an answer."""
        if idea.answer != ev.UNANSWERED:
            return
        idea.answer = answer
        idea.answered_at = time
        self.answers += 1
        self.explanations += answer == ev.ANSWER_REASONS
        self.firm.tally.answered += 1

    def drop(self, idea: Idea) -> None:
        """Take an idea off the queue."""
        if idea.waiting:
            idea.waiting = False
            self.waiting -= 1
