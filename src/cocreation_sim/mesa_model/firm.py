"""A firm: calls on customers, shows and counts, selects, pays, and looks for signs of failure."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Container, Mapping
from operator import attrgetter
from typing import Any, Final

import numpy as np

from cocreation_sim import randomness as rn
from cocreation_sim.mesa_model.board import Board
from cocreation_sim.mesa_model.books import Books
from cocreation_sim.mesa_model.campaigner import Campaigner, View
from cocreation_sim.mesa_model.community import Community
from cocreation_sim.mesa_model.desk import Desk
from cocreation_sim.mesa_model.idea import Idea
from cocreation_sim.mesa_model.participant import Participant
from cocreation_sim.mesa_model.rounds import Rounds, mean_and_sd
from cocreation_sim.mesa_model.world import World
from cocreation_sim.records import IDEA_COLUMNS, SPENDING, Columns, Tally, reached_column
from cocreation_sim.rules import events as ev
from cocreation_sim.rules import failure
from cocreation_sim.rules.numbers import firm_numbers
from cocreation_sim.rules.phases import continued
from cocreation_sim.scenario.changes import with_levers
from cocreation_sim.scenario.limits import CAUSES

ALL_COLUMNS: Final = frozenset(name for name, _ in IDEA_COLUMNS)


class Firm(Campaigner):
    """A firm with its campaign.

    It keeps its `community`, the `board` of ideas that can be seen, the `desk` where they are
    read, the `rounds` in which they are selected, and its `books`.
    """

    def __init__(self, model: World, name: str, number: int) -> None:
        super().__init__(model, name, number)
        depth = self.rules.attention.depth_of(model.given.population.simulated)
        self.community = Community(self)
        self.board = Board(self, model.psychology.voting, self.rules, depth)
        self.books = Books(self)
        self.desk = Desk(self, self.books)
        self.rounds = Rounds(self, self.desk)
        self.newborn: list[Idea] = []
        self.failures: dict[str, float] = {}  # first time of each cause
        self.ideas_by = [0] * (model.sub_rounds + 1)  # ideas so far at each sub-round's end
        self.recorded = (Tally(), dict(self.books.money), 0)  # as of the last record
        self.decided: dict[str, Any] = {}  # levers, by what a period's end decided
        self.last_shock = 0.0
        self.shock_weeks = 0  # weeks whose shocks are drawn

    # ------------------------------------------------------------------ change

    def change(self, n: int, time: float) -> None:
        """Let what changes with this sub-round take hold."""
        if n > 0 and n in self.phases:
            self.take_hold(n, time)

    def decide(self, levers: Mapping[str, Any], n: int, time: float) -> None:
        """Change levers from this sub-round on, whatever the scenario's changes say of them."""
        self.decided |= levers
        self.take_hold(n, time)

    def take_hold(self, n: int, time: float) -> None:
        """Run the campaign as it is to be from this sub-round on."""
        model, before = self.model, self.numbers
        planned = self.phases[max(begins for begins in self.phases if begins <= n)]
        self.campaign = with_levers(planned, self.decided, self.name)
        now = firm_numbers(self.campaign, model.given)
        now = continued(before, now, n, model.sub_round_weeks)
        for person in self.community.aware:
            person.see_change(self.number, now, time)
        self.numbers = now
        if now.votes_shown != before.votes_shown:
            self.board.weigh([*self.board.ideas.values()])

    # ------------------------------------------------------------------ open

    def open(self, n: int, time: float) -> None:
        """Open the sub-round: a new round if it is time; what people will see."""
        f, p, rounds = self.numbers, self.model.psychology, self.rules.rounds
        steps_in = n - self.numbers.start
        if steps_in < 0:
            return
        step = self.model.sub_round_weeks
        number = rounds.number_at(steps_in, f.round_steps, f.rounds)
        if rounds.opens(steps_in, f.round_steps, f.rounds):
            self.rounds.launch(number, time, self.community.aware)
        rivals = self.rounds.rivals
        if f.merges:
            base = self.desk.merge_share
        else:
            base = self.rules.belief.base_odds(f.winners, rivals, f.guaranteed, p.belief)
        self.board.rebase(time)
        calling = rounds.is_calling(steps_in, number, f.round_steps, f.voting_steps)
        represents = self.model.given.population.represents
        others = float(self.rounds.now if f.new_brief else len(self.ideas))
        if f.two_step:
            others = rounds.rivals(len(self.rounds.entrants), self.rounds.entrants_before)
        self.view = View(
            live=not rounds.is_over(steps_in, f.round_steps, f.rounds, f.new_brief),
            round=number,
            length=(f.round_steps - f.voting_steps) * step,
            closes=(f.start + (number + 1) * f.round_steps - f.voting_steps) * step,
            base_odds=base,
            rivals=rivals,
            crowding=self.rules.motive.crowding(f.money, self.desk.explained_share, p.motive),
            votable=rounds.can_vote(f.public, self.board.size, calling, f.voting_steps),
            buildable=rounds.can_build(f.public, f.two_step, self.board.size),
            calling=calling,
            taken=self.rules.ideas.taken(others * represents, f.rivalry),
            spillover=self.rules.ideas.spillover(self.tally.newcomers * represents, f.spillover),
            fading=self.board.fading_scale(time),
            pull=f.pull + self.shock(time),
        )

    def shock(self, time: float) -> float:
        """What the shock of the week adds to what draws people."""
        f, shocks = self.numbers, self.rules.shocks
        if f.shock_sd <= 0.0:
            return 0.0
        for week in range(self.shock_weeks, shocks.week_of(time) + 1):
            z = rn.normal(rn.child(self.model.node, self.key), rn.SHOCK + week)
            self.last_shock = shocks.next_shock(self.last_shock, week, f.shock_sd, f.shock_weeks, z)
            self.shock_weeks = week + 1
        added: float = shocks.pull(self.last_shock, f.shock_sd)
        return added

    def enter(self, person: Participant) -> None:
        """Somebody enters the contest."""
        self.rounds.entrants.append(person)
        self.tally.entries += 1

    def receive(self, idea: Idea) -> None:
        """Take a new idea in; it joins the others when the sub-round's doings are over."""
        self.newborn.append(idea)

    def take_in(self, n: int) -> None:
        """New ideas join, by birth, then key; they are paid for and wait to be read."""
        f = self.numbers
        self.newborn.sort(key=_by_birth)
        for idea in self.newborn:
            idea.serial = len(self.ideas)
            self.ideas.append(idea)
            self.open_ideas[idea.serial] = idea
            self.rounds.ideas.append(idea)
            self.rounds.now += 1
            self.tally.ideas += 1
            if idea.parent is not None:
                idea.parent.children += 1
                self.tally.built_on += 1
            good = self.rules.ideas.is_interesting(idea.quality, idea.fit, f.interesting_bar)
            self.tally.interesting += good
            self.tally.worth_making += self.rules.selection.is_worth_making(
                good, idea.quality, f.guaranteed, f.bar
            )
            self.books.money["pay"] += f.pay_cents
            if f.push > 0.0:
                z = rn.normal(idea.key, rn.PUSH)
                idea.pushed_by = self.rules.voting.friends(f.push, f.push_sd, z)
            self.set_deadline(idea, n)
            if f.public:
                self.board.add(idea)

    def expire(self, n: int) -> None:
        """Ideas whose deadline is over expire; their authors learn it by silence."""
        end = self.model.sub_round_end
        for idea in sorted(self.deadlines.pop(n, ()), key=_by_serial):
            if idea.deadline != n or not (idea.fate == ev.OPEN or idea.visible):
                continue
            if self.rules.milestones.expires(idea.fate):
                self.let_expire(idea, end)
            elif idea.visible:
                self.board.remove(idea)

    def end_idea(self, idea: Idea, fate: int, time: float) -> None:
        """An idea's fate is settled: off the queue and, unless merged, off the board."""
        idea.fate = fate
        idea.fate_at = time
        del self.open_ideas[idea.serial]
        self.desk.drop(idea)
        stays = self.rules.milestones.stays_on_board(fate, self.numbers.merges)
        if idea.visible and not stays:
            self.board.remove(idea)

    def accept(self, idea: Idea, time: float, news: int, heard: float) -> None:
        """Select or merge an idea: prize, integration, market."""
        f = self.numbers
        self.end_idea(idea, ev.FATE_SELECTED, time)
        self.tally.selected += 1
        relation = idea.author.by_firm[self.number]
        self.books.money["prizes"] += f.prize_cents
        relation.earned += f.prize_cents
        self.tell(idea, heard, news)
        self.books.integrate(idea, time)

    # ------------------------------------------------------------------ take stock

    def take_stock(self, n: int) -> None:
        """Money of the sub-round; improvement and sales; causes of failure."""
        self.ideas_by[n + 1] = len(self.ideas)
        if n < self.numbers.start:
            return
        end = self.model.sub_round_end
        self.books.settle(n + 1, end)
        self.community.settle()
        self.look_for_failure(n, end)

    def look_for_failure(self, n: int, end: float) -> None:
        """Note each watched cause of failure the first time it occurs."""
        occurred = self.rules.failure.occurred(self.standing(n, end), self.numbers.limits)
        occurred &= self.numbers.watched
        for k, cause in enumerate(CAUSES):
            if occurred >> k & 1:
                self.failures.setdefault(cause, end)

    def standing(self, n: int, end: float) -> failure.Standing:
        """How the campaign stands at the end of a sub-round, in real people, ideas and cents."""
        tally, people = self.tally, self.community
        scale, window = self.model.given.population.represents, self.numbers.window
        done, over = n + 1 - self.numbers.start, n + 1 == self.model.sub_rounds
        fits = [i.fit for i in self.ideas if i.integrated_at <= end] if over else []
        recent = self.ideas_by[n + 1] - self.ideas_by[n + 1 - window] if done >= window else 0
        stocks = people.stocks()
        return failure.Standing(
            sub_rounds=done,
            window=window,
            over=over,
            ideas=tally.ideas * scale,
            recent=recent * scale,
            interesting=tally.interesting * scale,
            worth_making=tally.worth_making * scale,
            promised=tally.promised * scale,
            selected=tally.selected * scale,
            integrated=tally.integrated * scale,
            mean_fit=mean_and_sd(fits)[0],
            waiting=self.desk.waiting * scale,
            read=tally.read * scale,
            answered=tally.answered * scale,
            engaged=stocks["engaged"] * scale,
            burned_out=stocks["burned_out"] * scale,
            present=people.present * scale,
            peak=people.peak * scale,
            cost=self.books.cost * scale,
            revenue=self.books.revenue * scale,
        )

    # ------------------------------------------------------------------ the record

    def record(self) -> dict[str, Any]:
        """What happened since the last record, and how things stand, in simulated units."""
        then, spent_then, revenue_then = self.recorded
        flows = {
            name: getattr(self.tally, name) - getattr(then, name)
            for name in Tally.__dataclass_fields__
        }
        spent = {f"spent_{kind}": self.books.money[kind] - spent_then[kind] for kind in SPENDING}
        revenue = self.books.revenue - revenue_then
        self.recorded = (
            dataclasses.replace(self.tally),
            dict(self.books.money),
            self.books.revenue,
        )
        return {
            **flows,
            **spent,
            "revenue": revenue,
            "waiting": self.desk.waiting,
            "open": len(self.open_ideas),
            **self.community.stocks(),
        }

    def idea_columns(self, names: Container[str] = ALL_COLUMNS) -> Columns:
        """Columns of the table of ideas, those that are named."""
        return {
            name: np.fromiter(map(_idea_column(name), self.ideas), kind, len(self.ideas))
            for name, kind in IDEA_COLUMNS
            if name in names
        }

    def reached_columns(self) -> Columns:
        """When each idea passed each milestone, by `reached_column`; nan if never."""
        return {
            reached_column(k): np.array(
                [i.milestones_at[k] if k < i.milestone else math.nan for i in self.ideas],
                dtype=np.float64,
            )
            for k in range(len(self.milestones))
        }


def _idea_column(name: str) -> Callable[[Idea], Any]:
    """What a column of the table of ideas tells of an idea."""
    if name == "parent":
        return lambda idea: -1 if idea.parent is None else idea.parent.serial
    return attrgetter({"author": "author.number", "milestones": "milestone"}.get(name, name))


def _by_birth(idea: Idea) -> tuple[float, int]:
    return idea.born, idea.key


def _by_serial(idea: Idea) -> int:
    return idea.serial
