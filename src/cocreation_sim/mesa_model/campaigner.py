"""A firm as its own parts know it: its numbers, its ideas and what becomes of them."""

from __future__ import annotations

from abc import abstractmethod
from typing import NamedTuple

import mesa

from cocreation_sim import randomness as rn
from cocreation_sim.mesa_model.idea import Idea
from cocreation_sim.mesa_model.world import World
from cocreation_sim.records import Tally
from cocreation_sim.rules import events as ev
from cocreation_sim.rules import numbers


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
    calling: bool  # can people contribute, or only vote
    taken: float  # how far what others handed in leaves something to contribute
    spillover: float  # times the work in a contribution
    fading: float  # scale of the board's fading weights
    pull: float  # what draws people besides


NOT_LIVE = View(False, -1, 1.0, 0.0, 0.0, 0.0, 0.0, False, False, False, 1.0, 1.0, 0.0, 0.0)


class Campaigner(mesa.Agent[World]):
    """Who runs a campaign: what the parts of a firm share and ask of it.

    A `Firm` is a campaigner with these parts.
    """

    def __init__(self, model: World, name: str, number: int) -> None:
        super().__init__(model)
        self.rules = model.rules
        scenario = model.given
        self.name = name
        self.number = number  # position among the firms by name
        self.key = rn.name_key(name)
        self.phases = scenario.phases(name)  # by the sub-round in which each begins
        self.campaign = self.phases[0]  # as it is in the present phase
        self.numbers = numbers.firm_numbers(self.campaign, scenario)
        self.milestones = numbers.milestones(self.campaign, scenario)
        self.view = NOT_LIVE
        self.ideas: list[Idea] = []
        self.open_ideas: dict[int, Idea] = {}  # open or shortlisted, by serial
        self.deadlines: dict[int, list[Idea]] = {}  # by sub-round
        self.tally = Tally()  # since the campaign's start

    @property
    def has_thresholds(self) -> bool:
        """Whether ideas need votes before the firm looks at them."""
        return self.rules.milestones.has_thresholds(
            len(self.milestones), self.numbers.vote_threshold
        )

    def open_work(self, time: float) -> float:
        """Share of the open work that is left."""
        since = time - self.numbers.start * self.model.sub_round_weeks
        left: float = self.rules.ideas.open_work(since, self.numbers.work_life)
        return left

    def integration_cost(self, idea: Idea) -> int:
        """What it costs to integrate an idea, in cents."""
        f = self.numbers
        if f.integration_sd == 0.0:
            return f.integration_cents
        z = rn.normal(idea.key, rn.COST)
        cents: int = self.rules.market.integration_cost(f.integration_cents, f.integration_sd, z)
        return cents

    def set_deadline(self, idea: Idea, n: int) -> None:
        """When the idea expires: its next milestone's deadline, or the end of its shelf life."""
        f, milestones = self.numbers, self.milestones
        if not self.rules.milestones.has_deadline(f.new_brief, len(milestones), f.merges):
            return
        wait = milestones[idea.milestone][1] if milestones else self.numbers.shelf_steps
        idea.deadline = n + wait
        self.deadlines.setdefault(idea.deadline, []).append(idea)

    def tell(self, idea: Idea, time: float, news: int) -> None:
        """Send its author news of an idea."""
        self.model.plan(time, idea.author.number, ev.NEWS, self.number, idea.serial, news)

    def reject(self, idea: Idea, time: float) -> None:
        """An idea is not taken."""
        self.end_idea(idea, ev.FATE_REJECTED, time)

    def let_expire(self, idea: Idea, time: float) -> None:
        """An idea's time is over; its author, if never answered, learns it by silence."""
        self.end_idea(idea, ev.FATE_EXPIRED, time)
        if not idea.answer_sent:
            self.tell(idea, time, ev.IGNORED)

    @abstractmethod
    def end_idea(self, idea: Idea, fate: int, time: float) -> None:
        """An idea's fate is settled: off the queue and, unless merged, off the board."""

    @abstractmethod
    def accept(self, idea: Idea, time: float, news: int, heard: float) -> None:
        """Select or merge an idea: prize, integration, market."""
