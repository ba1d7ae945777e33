"""A firm's board: the ideas that can be seen, the attention each gets, and the votes."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from cocreation_sim import randomness as rn
from cocreation_sim.mesa_model.idea import Idea
from cocreation_sim.quantiles import poisson_quantile
from cocreation_sim.rulebook import Rulebook
from cocreation_sim.rules import events as ev
from cocreation_sim.scenario.behaviour import Voting

if TYPE_CHECKING:
    from cocreation_sim.mesa_model.customer import Customer
    from cocreation_sim.mesa_model.firm import Firm
    from cocreation_sim.mesa_model.relation import Relation


class Board:
    """The ideas that can be seen, with the attention each gets.

    Nothing on it changes while people live through a sub-round, so those who come to vote look and
    support at its end, all at once.
    """

    def __init__(self, firm: Firm, p: Voting, rules: Rulebook, depth: int) -> None:
        self.firm = firm
        self.p = p
        self.rules = rules
        self.voters: list[tuple[Customer, Relation, int]] = []  # of the sub-round, with their luck
        self.supported: list[Idea] = []  # one for each vote of the sub-round
        self.public_looks = 0.0
        self.public_looks_counted = 0
        self.depth = depth  # of the trees
        self.weights = np.zeros((2, 0))  # of the ideas in their order: what lasts, what fades
        self.trees = np.zeros((2, 2 << depth))  # sums of these
        self.stale = False  # weights or ideas have changed since these were renewed
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
        idea.fading = popular * idea.freshness
        idea.liking = self.rules.voting.support_probability(idea.appeal, idea.votes, shown, p)
        self.stale = True

    def freshen(self, idea: Idea) -> None:
        """Renew how fresh an idea is, against one born at the reference time."""
        idea.freshness = math.exp((idea.born - self.reference) / self.p.recency)

    def add(self, idea: Idea) -> None:
        """Show an idea."""
        idea.visible = True
        idea.leaf = self.rules.attention.leaf_of(idea.key, self.depth)
        self.ideas[idea.serial] = idea
        self.at_leaf.setdefault(idea.leaf, []).append(idea)
        self.freshen(idea)
        self.weigh(idea)

    def remove(self, idea: Idea) -> None:
        """Take an idea off."""
        idea.visible = False
        del self.ideas[idea.serial]
        self.at_leaf[idea.leaf].remove(idea)
        self.stale = True

    def renew(self) -> None:
        """Renew the weights and the trees; each node there is the sum of the two below it."""
        if not self.stale:
            return
        self.stale = False
        ideas, leaves = self.ideas.values(), 1 << self.depth
        self.weights = np.array([[i.lasting for i in ideas], [i.fading for i in ideas]])
        at = np.array([i.leaf - leaves for i in ideas], dtype=np.intp)
        for tree, weights in zip(self.trees, self.weights, strict=True):
            tree[leaves:] = np.bincount(at, weights, leaves)
        for depth in reversed(range(self.depth)):
            below = self.trees[:, 2 << depth : 4 << depth]
            self.trees[:, 1 << depth : 2 << depth] = below[:, ::2] + below[:, 1::2]

    def rebase(self, time: float) -> None:
        """Move the reference time before its exponentials grow too large."""
        if time - self.reference > 300.0 * self.p.recency:
            self.reference = time
            for idea in self.ideas.values():
                self.freshen(idea)
                self.weigh(idea)

    def fading_scale(self, time: float) -> float:
        """By how much fading weights have faded since the reference time."""
        return math.exp(-(time - self.reference) / self.p.recency)

    def exposures(self, scale: float) -> NDArray[np.float64]:
        """Attention that the ideas get, in their order, before normalising."""
        self.renew()
        lasting, fading = self.weights
        return self.p.archive * lasting + scale * fading

    def total(self, scale: float) -> float:
        """Attention all ideas get, before normalising."""
        self.renew()
        lasting, fading = self.trees[:, 1].tolist()
        return self.p.archive * lasting + scale * fading

    def looks(self, nodes: rn.Words, purposes: rn.Words, scale: float) -> list[Idea]:
        """The ideas seen in looks with these addresses; none if there are none."""
        if not self.ideas:
            return []
        self.renew()
        flat = self.trees.ravel()
        of_fading = self.trees.shape[1]  # where that tree begins
        lasting = self.p.archive * flat[1]
        total = lasting + scale * flat[of_fading + 1]
        root = np.where(rn.uniform(nodes, purposes) * total < lasting, 0, of_fading)
        at = np.ones_like(root)
        for pair in range(1, self.depth // 2 + 1):
            for u in rn.halves(nodes, purposes + pair):
                share = u * flat[root + at]
                at *= 2
                at += share >= flat[root + at]
        rests = rn.uniform(nodes, purposes + rn.LAST_PLACE) * flat[root + at]
        walks = zip(at.tolist(), (root == 0).tolist(), rests.tolist(), strict=True)
        return [self.at_rest(self.at_leaf[leaf], lasts, rest) for leaf, lasts, rest in walks]

    def at_rest(self, ideas: list[Idea], lasts: bool, rest: float) -> Idea:
        """The idea of a leaf at which a look that has some weight left to pass over ends."""
        for idea in ideas[:-1]:
            rest -= idea.lasting if lasts else idea.fading
            if rest < 0.0:
                return idea
        return ideas[-1]

    def hold_ballots(self) -> None:
        """Let those who came to vote look, and support what they like; one vote a head and idea."""
        voters, self.voters = self.voters, []
        if not voters or not self.ideas:
            return
        firm, represents = self.firm, self.firm.model.given.population.represents
        ballots = rn.words(range(self.p.ballots))
        nodes = rn.words(node for _, _, node in voters).repeat(len(ballots))
        people = rn.words(person.node for person, _, _ in voters).repeat(len(ballots))
        purposes = np.tile(rn.BALLOT + 64 * ballots, len(voters))
        seen = self.looks(nodes, purposes, firm.view.fading)
        firm.tally.looks += len(seen)
        # which of the people that one represents, each with one vote an idea
        which = (rn.uniform(nodes, purposes + rn.WHICH_PERSON) * represents).astype(np.uint64)
        support = rn.child(rn.words(idea.key for idea in seen), rn.words([rn.SUPPORT]))
        likes = rn.uniform(rn.child(support, people), which) < [idea.liking for idea in seen]
        for k in np.flatnonzero(likes).tolist():
            person, relation, _ = voters[k // len(ballots)]
            idea, one = seen[k], int(which[k])
            voter = person.number * represents + one
            if (idea.author is person and one == 0) or voter in idea.voters:
                continue
            idea.voters.add(voter)
            self.supported.append(idea)
            relation.votes += 1

    def count_votes(self, n: int, time: float) -> None:
        """Votes of people and of the wider public; milestones passed; new ideas queue up."""
        firm = self.firm
        gained = Counter(idea.serial for idea in self.supported)
        self.supported = []
        if (firm.numbers.views > 0.0 or firm.numbers.push > 0.0) and self.ideas:
            gained += self.public_votes(n, time)
        firm.tally.votes += gained.total()
        for serial in sorted(gained):
            idea = firm.ideas[serial]
            idea.votes += gained[serial]
            if idea.visible:
                self.weigh(idea)
                self.pass_milestones(idea, n)

    def public_votes(self, n: int, time: float) -> Counter[int]:
        """Supporters from the public: views spread by attention, and friends of the author."""
        firm = self.firm
        f, step = firm.numbers, firm.model.sub_round_weeks
        self.public_looks += f.views * step
        firm.tally.looks += math.floor(self.public_looks) - self.public_looks_counted
        self.public_looks_counted = math.floor(self.public_looks)
        scale = self.fading_scale(time)
        total = self.total(scale)
        ideas = list(self.ideas.values())
        shares = self.exposures(scale) / total if total > 0.0 else np.zeros(len(ideas))
        means = map(
            self.rules.voting.audience_supporters,
            itertools.repeat(f.views * step),
            shares.tolist(),
            [idea.liking for idea in ideas],
            self.rallies(ideas, n),
            self.pushes(ideas, time),
        )
        draws = rn.uniform(rn.words(i.key for i in ideas), rn.words([rn.AUDIENCE + n])).tolist()
        supporters = zip(self.ideas, map(poisson_quantile, draws, means), strict=True)
        return Counter({serial: votes for serial, votes in supporters if votes})

    def pushes(self, ideas: list[Idea], time: float) -> list[float]:
        """Friends whom each idea's author brings in this sub-round, on average."""
        f, step = self.firm.numbers, self.firm.model.sub_round_weeks
        pushes, end = [0.0] * len(ideas), time + step
        ages = time - np.array([idea.born for idea in ideas])
        for k in np.flatnonzero(ages < 10.0 * f.push_weeks).tolist():
            idea = ideas[k]
            pushes[k] = self.rules.voting.push_between(
                max(0.0, time - idea.born), end - idea.born, idea.pushed_by, f.push_weeks
            )
        return pushes

    def rallies(self, ideas: list[Idea], n: int) -> list[float]:
        """By how much its next deadline swells each idea's audience."""
        f, step = self.firm.numbers, self.firm.model.sub_round_weeks
        if f.rally <= 0.0 or not self.firm.milestones:
            return [1.0] * len(ideas)
        deadlines = [idea.deadline for idea in ideas]
        louder = {
            due: self.rules.voting.rally((due + 1 - n) * step, f.rally, f.rally_weeks)
            for due in {*deadlines} - {-1}
        }
        louder[-1] = 1.0  # none is due
        return [louder[due] for due in deadlines]

    def pass_milestones(self, idea: Idea, n: int) -> None:
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
