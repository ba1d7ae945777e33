"""An idea, and a firm's board of ideas that can be seen."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cocreation_sim import randomness as rn
from cocreation_sim.rules import attention, voting
from cocreation_sim.rules import events as ev
from cocreation_sim.scenario.behaviour import Voting

if TYPE_CHECKING:
    from cocreation_sim.mesa_model.customer import Customer


@dataclass(slots=True, eq=False)
class Idea:
    """An idea's state: its author and making, its qualities, its answer and its fate."""

    key: int  # address of its draws
    author: Customer
    born: float  # weeks
    round: int
    visit: int
    contribution: int  # its author's k
    parent: Idea | None
    quality: float
    appeal: float
    fit: float
    pieces: int
    quit_draw: float  # the uniform of its author's k-th decision
    quit_log_odds: float
    serial: int = -1
    votes: int = 0
    children: int = 0
    voters: set[int] = field(default_factory=set)
    pushed_by: float = 0.0  # friends its author brings
    answer: int = ev.UNANSWERED
    answered_at: float = math.nan
    read_at: float = math.nan
    judged: float = math.nan
    fate: int = ev.OPEN
    fate_at: float = math.nan
    shortlisted_at: float = math.nan
    milestone: int = 0
    milestones_at: list[float] = field(default_factory=list)
    deadline: int = -1  # sub-round at whose end it expires
    visible: bool = False
    waiting: bool = False
    overruled: bool = False
    integrated_at: float = math.nan
    marketed_at: float = math.nan
    counted_integrated: bool = False
    counted_marketed: bool = False
    buyers: float = 0.0
    sold: int = 0

    @property
    def read(self) -> bool:
        """Whether the firm has read it."""
        return not math.isnan(self.read_at)


class Board:
    """The ideas that can be seen, with the attention each gets."""

    def __init__(self, p: Voting) -> None:
        self.p = p
        self.lasting = [0.0] * (2 * attention.LEAVES)
        self.fading = [0.0] * (2 * attention.LEAVES)
        self.at_leaf: dict[int, list[Idea]] = {}
        self.ideas: dict[int, Idea] = {}  # by serial
        self.reference = 0.0

    @property
    def size(self) -> int:
        """Number of ideas that can be seen."""
        return len(self.ideas)

    def weights(self, idea: Idea) -> tuple[float, float]:
        """Weight of an idea that lasts, and that fades with age (at the reference time)."""
        popular = voting.popularity(idea.votes, idea.appeal, self.p)
        return popular, popular * math.exp((idea.born - self.reference) / self.p.recency)

    def add(self, idea: Idea) -> None:
        """Show an idea."""
        idea.visible = True
        self.ideas[idea.serial] = idea
        self.at_leaf.setdefault(attention.leaf_of(idea.key), []).append(idea)
        self.renew(idea)

    def remove(self, idea: Idea) -> None:
        """Take an idea off."""
        idea.visible = False
        del self.ideas[idea.serial]
        self.at_leaf[attention.leaf_of(idea.key)].remove(idea)
        self.renew(idea)

    def renew(self, idea: Idea) -> None:
        """Renew the sums after a change of an idea's votes."""
        leaf = attention.leaf_of(idea.key)
        lasting = fading = 0.0
        for other in self.at_leaf[leaf]:
            a, b = self.weights(other)
            lasting += a
            fading += b
        attention.set_leaf(self.lasting, leaf, lasting)
        attention.set_leaf(self.fading, leaf, fading)

    def rebase(self, time: float) -> None:
        """Move the reference time before its exponentials grow too large."""
        if time - self.reference > 300.0 * self.p.recency:
            self.reference = time
            for ideas in self.at_leaf.values():
                if ideas:
                    self.renew(ideas[0])

    def fading_scale(self, time: float) -> float:
        """By how much fading weights have faded since the reference time."""
        return math.exp(-(time - self.reference) / self.p.recency)

    def exposure(self, idea: Idea, scale: float) -> float:
        """Attention an idea gets, before normalising."""
        a, b = self.weights(idea)
        return self.p.archive * a + scale * b

    def total(self, scale: float) -> float:
        """Attention all ideas get, before normalising."""
        return self.p.archive * self.lasting[1] + scale * self.fading[1]

    def look(self, node: int, purpose: int, scale: float) -> Idea | None:
        """The idea seen in a look with this address; None if there is none."""
        if not self.ideas:
            return None
        lasting = self.p.archive * self.lasting[1]
        total = lasting + scale * self.fading[1]
        use_lasting = rn.uniform(node, purpose) * total < lasting
        tree = self.lasting if use_lasting else self.fading
        at = 1
        for pair in range(1, attention.DEPTH // 2 + 1):
            draws = rn.halves(node, purpose + pair)
            for u in draws:
                at = 2 * at
                left = tree[at]
                if u * (left + tree[at + 1]) >= left:
                    at += 1
        ideas = self.at_leaf[at]
        if len(ideas) == 1:
            return ideas[0]
        rest = rn.uniform(node, purpose + rn.LAST_PLACE) * tree[at]
        for idea in ideas:
            a, b = self.weights(idea)
            rest -= a if use_lasting else b
            if rest < 0.0:
                return idea
        return ideas[-1]
