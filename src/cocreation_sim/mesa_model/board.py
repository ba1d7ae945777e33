"""A firm's board: the ideas that can be seen, the attention each gets, and the votes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from cocreation_sim import randomness as rn
from cocreation_sim.mesa_model.idea import Idea
from cocreation_sim.quantiles import poisson_quantile
from cocreation_sim.rulebook import Rulebook
from cocreation_sim.rules import events as ev
from cocreation_sim.scenario.behaviour import Voting

if TYPE_CHECKING:
    from cocreation_sim.mesa_model.firm import Firm


class Board:
    """The ideas that can be seen, with the attention each gets."""

    def __init__(self, firm: Firm, p: Voting, rules: Rulebook, depth: int) -> None:
        self.firm = firm
        self.p = p
        self.rules = rules
        self.ballots: list[Idea] = []  # one for each vote of the sub-round
        self.public_looks = 0.0
        self.public_looks_counted = 0
        self.depth = depth  # of the trees
        self.lasting = [0.0] * (2 << self.depth)
        self.fading = [0.0] * (2 << self.depth)
        self.at_leaf: dict[int, list[Idea]] = {}
        self.ideas: dict[int, Idea] = {}  # by serial
        self.reference = 0.0

    @property
    def size(self) -> int:
        """Number of ideas that can be seen."""
        return len(self.ideas)

    def weigh(self, idea: Idea) -> None:
        """Renew an idea's weight that lasts, that which fades with age, and how it is liked."""
        shown, p = self.firm.numbers.votes_shown, self.p
        popular = self.rules.voting.popularity(idea.votes, idea.appeal, shown, p)
        idea.lasting = popular
        idea.fading = popular * math.exp((idea.born - self.reference) / p.recency)
        idea.liking = self.rules.voting.support_probability(idea.appeal, idea.votes, shown, p)

    def add(self, idea: Idea) -> None:
        """Show an idea."""
        idea.visible = True
        self.ideas[idea.serial] = idea
        self.at_leaf.setdefault(self.rules.attention.leaf_of(idea.key, self.depth), []).append(idea)
        self.weigh(idea)
        self.renew(idea)

    def remove(self, idea: Idea) -> None:
        """Take an idea off."""
        idea.visible = False
        del self.ideas[idea.serial]
        self.at_leaf[self.rules.attention.leaf_of(idea.key, self.depth)].remove(idea)
        self.renew(idea)

    def renew(self, idea: Idea) -> None:
        """Renew the sums after a change at an idea's leaf."""
        leaf = self.rules.attention.leaf_of(idea.key, self.depth)
        lasting = fading = 0.0
        for other in self.at_leaf[leaf]:
            lasting += other.lasting
            fading += other.fading
        self.rules.attention.set_leaf(self.lasting, leaf, lasting)
        self.rules.attention.set_leaf(self.fading, leaf, fading)

    def rebase(self, time: float) -> None:
        """Move the reference time before its exponentials grow too large."""
        if time - self.reference > 300.0 * self.p.recency:
            self.reference = time
            for ideas in self.at_leaf.values():
                for idea in ideas:
                    self.weigh(idea)
                if ideas:
                    self.renew(ideas[0])

    def fading_scale(self, time: float) -> float:
        """By how much fading weights have faded since the reference time."""
        return math.exp(-(time - self.reference) / self.p.recency)

    def exposure(self, idea: Idea, scale: float) -> float:
        """Attention an idea gets, before normalising."""
        return self.p.archive * idea.lasting + scale * idea.fading

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
        for pair in range(1, self.depth // 2 + 1):
            draws = rn.halves(node, purpose + pair)
            for u in draws:
                share = u * tree[at]  # a node holds the sum of the two below it
                at *= 2
                if share >= tree[at]:
                    at += 1
        ideas = self.at_leaf[at]
        if len(ideas) == 1:
            return ideas[0]
        rest = rn.uniform(node, purpose + rn.LAST_PLACE) * tree[at]
        for idea in ideas:
            rest -= idea.lasting if use_lasting else idea.fading
            if rest < 0.0:
                return idea
        return ideas[-1]

    def count_votes(self, n: int, time: float) -> None:
        """Votes of people and of the wider public; milestones passed; new ideas queue up."""
        firm = self.firm
        f = firm.numbers
        gained: dict[int, int] = {}
        for idea in self.ballots:
            gained[idea.serial] = gained.get(idea.serial, 0) + 1
        self.ballots = []
        if (f.views > 0.0 or f.push > 0.0) and self.ideas:
            self.count_public_votes(n, time, gained)
        for serial in sorted(gained):
            idea = firm.ideas[serial]
            idea.votes += gained[serial]
            firm.tally.votes += gained[serial]
            if idea.visible:
                self.weigh(idea)
                self.renew(idea)
                self.pass_milestones(idea, n, time)

    def count_public_votes(self, n: int, time: float, gained: dict[int, int]) -> None:
        """Supporters from the public: views spread by attention, and friends of the author."""
        firm = self.firm
        f, step = firm.numbers, firm.model.sub_round_weeks
        scale = self.fading_scale(time)
        total = self.total(scale)
        self.public_looks += f.views * step
        firm.tally.looks += math.floor(self.public_looks) - self.public_looks_counted
        self.public_looks_counted = math.floor(self.public_looks)
        rallies = bool(firm.milestones)
        for idea in self.ideas.values():
            since, until = max(0.0, time - idea.born), time + step - idea.born
            pushed = 0.0
            if since < 10.0 * f.push_weeks:
                pushed = self.rules.voting.push_between(since, until, idea.pushed_by, f.push_weeks)
            louder = 1.0
            if f.rally > 0.0 and idea.deadline >= 0 and rallies:
                left = (idea.deadline + 1 - n) * step
                louder = self.rules.voting.rally(left, f.rally, f.rally_weeks)
            mean = self.rules.voting.audience_supporters(
                f.views * step,
                self.exposure(idea, scale) / total if total > 0.0 else 0.0,
                idea.liking,
                louder,
                pushed,
            )
            supporters = poisson_quantile(rn.uniform(idea.key, rn.AUDIENCE + n), mean)
            if supporters:
                gained[idea.serial] = gained.get(idea.serial, 0) + supporters

    def pass_milestones(self, idea: Idea, n: int, time: float) -> None:
        """Note the milestones an idea has passed; the last one brings it before the firm."""
        firm = self.firm
        milestones = firm.milestones
        if idea.fate != ev.OPEN:
            return
        enough = firm.numbers.vote_threshold
        end = firm.model.sub_round_end
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
            firm.tally.shortlisted += 1
        elif passed:
            firm.set_deadline(idea, n)
