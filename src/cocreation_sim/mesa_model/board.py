"""A firm's board: the ideas that can be seen, the attention each gets, and the votes."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cocreation_sim import randomness as rn
from cocreation_sim.mesa_model.campaigner import Campaigner
from cocreation_sim.mesa_model.idea import Idea
from cocreation_sim.mesa_model.participant import Participant
from cocreation_sim.quantiles import poisson_quantiles
from cocreation_sim.rulebook import Rulebook
from cocreation_sim.rules import events as ev
from cocreation_sim.scenario.behaviour import Voting

ROW: Final = np.dtype(
    [
        ("serial", np.int64),
        ("key", np.uint64),
        ("leaf", np.int64),  # of the trees
        ("born", np.float64),
        ("freshness", np.float64),  # against an idea born at the reference time
        ("lasting", np.float64),  # weight that lasts
        ("fading", np.float64),  # weight that fades with age
        ("liking", np.float64),  # probability that one who sees it supports it
    ]
)


class Board:
    """The ideas that can be seen, with the attention each gets.

    Nothing on it changes while people live through a sub-round, so those who come to vote look and
    support at its end, all at once.
    """

    def __init__(self, firm: Campaigner, p: Voting, rules: Rulebook, depth: int) -> None:
        self.firm = firm
        self.p = p
        self.rules = rules
        self.voters: list[tuple[Participant, int]] = []  # of the sub-round, with their luck
        self.supported: list[Idea] = []  # one for each vote of the sub-round
        self.public_looks = 0.0
        self.public_looks_counted = 0
        self.depth = depth  # of the trees
        self.trees = np.zeros((2, 2 << depth))  # sums of weights that last, and that fade
        self.stale = False  # weights have changed since the trees were renewed
        self.ideas: dict[int, Idea] = {}  # by serial, and in its order
        self.rows = np.empty(0, ROW)  # of these ideas, but for those shown or taken off lately
        self.order = self.leaves = np.empty(0, np.int64)  # places of rows by leaf; their leaves
        self.added: list[Idea] = []
        self.moved = False  # ideas were shown or taken off since the rows were renewed
        self.reference = 0.0

    @property
    def size(self) -> int:
        """Number of ideas that can be seen."""
        return len(self.ideas)

    # ------------------------------------------------------------------ what can be seen

    def add(self, idea: Idea) -> None:
        """Show an idea."""
        idea.visible = True
        self.ideas[idea.serial] = idea
        self.added.append(idea)
        self.moved = True

    def remove(self, idea: Idea) -> None:
        """Take an idea off."""
        idea.visible = False
        del self.ideas[idea.serial]
        self.moved = True

    def update(self) -> None:
        """Renew the rows after ideas were shown or taken off."""
        if not self.moved:
            return
        new = [idea for idea in self.added if idea.visible]
        rows = np.array([self.row(idea) for idea in new], ROW)
        if len(self.ideas) < len(self.rows) + len(new):
            kept = map(self.ideas.__contains__, self.rows["serial"].tolist())
            self.rows = self.rows[np.fromiter(kept, np.bool_, len(self.rows))]
        both = [self.rows.view(np.int64), rows.view(np.int64)]  # quicker than field by field
        self.rows = np.concatenate(both).view(ROW)
        self.order = np.argsort(self.rows["leaf"], kind="stable")
        self.leaves = self.rows["leaf"][self.order]
        self.added = []
        self.moved = False
        self.weigh(new)

    def row(self, idea: Idea) -> tuple[int, int, int, float, float, float, float, float]:
        """The row of an idea that is shown, not weighed yet."""
        leaf = self.rules.attention.leaf_of(idea.key, self.depth)
        return idea.serial, idea.key, leaf, idea.born, self.freshness(idea.born), 0.0, 0.0, 0.0

    def places(self, ideas: Iterable[Idea]) -> NDArray[np.intp]:
        """Where the rows of ideas that can be seen stand."""
        self.update()
        return np.searchsorted(self.rows["serial"], [idea.serial for idea in ideas])

    def freshness(self, born: float) -> float:
        """How fresh an idea is, against one born at the reference time."""
        spotlight = self.firm.numbers.spotlight
        fresh: float = self.rules.voting.freshness(born, self.reference, spotlight, self.p)
        return fresh

    def weigh(self, ideas: Sequence[Idea]) -> None:
        """Renew what lasts and what fades of ideas that can be seen, and how they are liked."""
        at, votes = self.places(ideas), [idea.votes for idea in ideas]
        appeals = [idea.appeal for idea in ideas]
        f = self.firm.numbers
        shown, lit, p = (itertools.repeat(x) for x in (f.votes_shown, f.spotlight, self.p))
        popular = [*map(self.rules.voting.popularity, votes, appeals, shown, lit, p)]
        liking = [*map(self.rules.voting.support_probability, appeals, votes, shown, p)]
        self.rows["lasting"][at] = popular
        self.rows["fading"][at] = popular * self.rows["freshness"][at]
        self.rows["liking"][at] = liking
        self.stale = True

    def renew(self) -> None:
        """Renew rows and trees, where each node is the sum of the two below it."""
        self.update()
        if not self.stale:
            return
        self.stale = False
        first = 1 << self.depth
        for tree, kind in zip(self.trees, ("lasting", "fading"), strict=True):
            tree[first:] = np.bincount(self.rows["leaf"] - first, self.rows[kind], first)
        for depth in reversed(range(self.depth)):
            below = self.trees[:, 2 << depth : 4 << depth]
            self.trees[:, 1 << depth : 2 << depth] = below[:, ::2] + below[:, 1::2]

    def rebase(self, time: float) -> None:
        """Move the reference time before its exponentials grow too large."""
        if self.rules.voting.outgrows(time, self.reference, self.p):
            self.update()
            self.reference = time
            self.rows["freshness"] = [self.freshness(born) for born in self.rows["born"].tolist()]
            self.weigh([*self.ideas.values()])

    # ------------------------------------------------------------------ attention

    def fading_scale(self, time: float) -> float:
        """By how much fading weights have faded since the reference time."""
        spotlight = self.firm.numbers.spotlight
        faded: float = self.rules.voting.faded_since(time, self.reference, spotlight, self.p)
        return faded

    def exposures(self, scale: float) -> NDArray[np.float64]:
        """Attention that the ideas get, in their order, before normalising."""
        self.renew()
        lasting, fading = self.rows["lasting"], self.rows["fading"]
        exposures: NDArray[np.float64]
        exposures = self.rules.voting.exposure(lasting, fading, scale, self.p)
        return exposures

    def total(self, scale: float) -> float:
        """Attention all ideas get, before normalising."""
        self.renew()
        lasting, fading = self.trees[:, 1].tolist()
        total: float = self.rules.voting.exposure(lasting, fading, scale, self.p)
        return total

    def looks(self, nodes: rn.Words, purposes: rn.Words, scale: float) -> NDArray[np.intp]:
        """Places of the ideas seen in looks with these addresses; there must be ideas."""
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
        return self.within_leaves(at, root == 0, rests)

    def within_leaves(
        self, leaves: NDArray[np.int64], lasts: NDArray[np.bool_], rests: NDArray[np.float64]
    ) -> NDArray[np.intp]:
        """Places at which looks end that go through leaves in order, using up their `rests`."""
        at = np.searchsorted(self.leaves, leaves)
        last = np.searchsorted(self.leaves, leaves, "right") - 1
        on = np.flatnonzero(at < last)
        while len(on):
            row = self.rows[self.order[at[on]]]
            rests[on] -= np.where(lasts[on], row["lasting"], row["fading"])
            on = on[rests[on] >= 0.0]
            at[on] += 1
            on = on[at[on] < last[on]]
        return self.order[at]

    def seen(self, nodes: rn.Words, purposes: rn.Words, scale: float) -> list[Idea]:
        """The ideas seen in looks with these addresses; none if there are none."""
        if not self.ideas:
            return []
        places = self.looks(nodes, purposes, scale).tolist()
        return [self.ideas[serial] for serial in self.rows["serial"][places].tolist()]

    # ------------------------------------------------------------------ votes

    def hold_ballots(self) -> None:
        """Let those who came to vote look, and support what they like; one vote a head and idea."""
        voters, self.voters = self.voters, []
        if not voters or not self.ideas:
            return
        firm, represents = self.firm, self.firm.model.given.population.represents
        ballots = rn.words(range(self.p.ballots))
        nodes = rn.words(node for _, node in voters).repeat(len(ballots))
        people = rn.words(person.node for person, _ in voters).repeat(len(ballots))
        purposes = np.tile(rn.BALLOT + 64 * ballots, len(voters))
        places = self.looks(nodes, purposes, firm.view.fading)
        seen = self.rows[places]
        firm.tally.looks += len(seen)
        # which of the people that one represents, each with one vote an idea
        which = (rn.uniform(nodes, purposes + rn.WHICH_PERSON) * represents).astype(np.uint64)
        support = rn.child(seen["key"], rn.words([rn.SUPPORT]))
        likes = np.flatnonzero(rn.uniform(rn.child(support, people), which) < seen["liking"])
        serials, whose = seen["serial"][likes].tolist(), which[likes].tolist()
        for k, serial, one in zip(likes.tolist(), serials, whose, strict=True):
            person, _ = voters[k // len(ballots)]
            idea = self.ideas[serial]
            voter = person.number * represents + one
            given = person.by_firm[firm.number].votes
            if not self.rules.voting.may_vote(
                given, firm.numbers.votes_each, firm.view.round, represents
            ):
                continue
            if (idea.author is person and one == 0) or voter in idea.voters:
                continue
            idea.voters.add(voter)
            self.supported.append(idea)
            person.by_firm[firm.number].votes += 1

    def count_votes(self, n: int, time: float) -> None:
        """Votes of people and of the wider public, and the milestones that ideas pass by them."""
        firm = self.firm
        gained = Counter(idea.serial for idea in self.supported)
        self.supported = []
        listens = firm.numbers.views > 0.0 or firm.numbers.push > 0.0
        if listens and self.votes_now and self.ideas:
            gained += self.public_votes(n, time)
        firm.tally.votes += gained.total()
        shown = []
        for serial in sorted(gained):
            idea = firm.ideas[serial]
            idea.votes += gained[serial]
            if idea.visible:
                shown.append(idea)
        if not shown:
            return
        self.weigh(shown)
        if firm.has_thresholds:
            for idea in shown:
                self.pass_milestones(idea, n)

    @property
    def votes_now(self) -> bool:
        """Whether this is a time for voting, were there something to vote on."""
        f, view = self.firm.numbers, self.firm.view
        able: bool = self.rules.rounds.can_vote(f.public, 1, view.calling, f.voting_steps)
        return able

    def limited_support(self, exposures: NDArray[np.float64], total: float) -> list[float]:
        """How likely each idea gets one of a voter's votes, of which all are spent."""
        liking, each = self.rows["liking"].tolist(), self.firm.numbers.votes_each
        odds = [
            self.rules.voting.limited_odds(exposure, total, len(liking), like)
            for exposure, like in zip(exposures.tolist(), liking, strict=True)
        ]
        low, high = self.rules.voting.STRICTEST, self.rules.voting.MILDEST
        for _ in range(self.rules.voting.HALVINGS):
            middle = 0.5 * (low + high)
            spent = 0
            for o in odds:
                spent += self.rules.voting.votes_spent(o, math.exp(middle))
            if spent < self.rules.voting.votes_to_spend(each, len(odds)):
                low = middle
            else:
                high = middle
        return [self.rules.voting.support_of_limited(o, math.exp(low)) for o in odds]

    def public_votes(self, n: int, time: float) -> Counter[int]:
        """Supporters from the public: views spread by attention, and friends of the author."""
        firm = self.firm
        f, step = firm.numbers, firm.model.sub_round_weeks
        self.public_looks += f.views * step
        firm.tally.looks += math.floor(self.public_looks) - self.public_looks_counted
        self.public_looks_counted = math.floor(self.public_looks)
        scale = self.fading_scale(time)
        total = self.total(scale)
        exposures = self.exposures(scale)
        shares = exposures / total if total > 0.0 else np.zeros(len(self.rows))
        liking = self.rows["liking"].tolist()
        if f.votes_each > 0:
            shares, liking = np.ones(len(self.rows)), self.limited_support(exposures, total)
        means = map(
            self.rules.voting.audience_supporters,
            itertools.repeat(f.views * step),
            shares.tolist(),
            liking,
            self.rallies(n),
            self.pushes(time),
        )
        draws = rn.uniform(self.rows["key"], rn.words([rn.AUDIENCE + n]))
        votes = poisson_quantiles(draws, np.array([*means]))
        some = np.flatnonzero(votes)
        serials = self.rows["serial"][some].tolist()
        return Counter(dict(zip(serials, votes[some].tolist(), strict=True)))

    def pushes(self, time: float) -> list[float]:
        """Friends whom each idea's author brings in this sub-round, on average."""
        f, step = self.firm.numbers, self.firm.model.sub_round_weeks
        pushes, end = [0.0] * len(self.rows), time + step
        pushed = self.rules.voting.push_lasts(time - self.rows["born"], f.push_weeks)
        for k in np.flatnonzero(pushed).tolist():
            idea = self.ideas[int(self.rows["serial"][k])]
            pushes[k] = self.rules.voting.push_between(
                max(0.0, time - idea.born), end - idea.born, idea.pushed_by, f.push_weeks
            )
        return pushes

    def rallies(self, n: int) -> list[float]:
        """By how much its next deadline swells each idea's audience."""
        f, step = self.firm.numbers, self.firm.model.sub_round_weeks
        if f.rally <= 0.0 or not self.firm.milestones:
            return [1.0] * len(self.rows)
        deadlines = [idea.deadline for idea in self.ideas.values()]
        louder = {
            due: self.rules.voting.rally((due + 1 - n) * step, f.rally, f.rally_weeks)
            for due in {*deadlines}
        }
        louder[-1] = 1.0  # none is due
        return [louder[due] for due in deadlines]

    def pass_milestones(self, idea: Idea, n: int) -> None:
        """Note the milestones an idea has passed; the last one brings it before the firm."""
        firm, milestones = self.firm, self.firm.milestones
        if idea.fate != ev.OPEN:
            return
        rules, end = self.rules.milestones, firm.model.sub_round_end
        passed = False
        while idea.milestone < len(milestones) and rules.is_reached(
            idea.votes, milestones[idea.milestone][0]
        ):
            idea.milestone += 1
            idea.milestones_at.append(end)
            passed = True
        if rules.comes_before_firm(
            idea.milestone, len(milestones), idea.votes, firm.numbers.vote_threshold
        ):
            idea.fate = ev.FATE_SHORTLISTED
            idea.shortlisted_at = end
            idea.deadline = -1
            firm.tally.shortlisted += 1
        elif passed:
            firm.set_deadline(idea, n)
