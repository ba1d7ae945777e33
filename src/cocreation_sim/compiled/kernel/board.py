"""A firm's board: the ideas that can be seen, the attention each gets, and the votes."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from cocreation_sim import randomness as rn
from cocreation_sim.compiled.addresses import HALF, LOW, S32, child, poisson_quantile, uniform
from cocreation_sim.compiled.layout import FLOW, FULL_DUE, FULL_VOTES, MOST_LOOKS
from cocreation_sim.compiled.memory import prefetch, prefetch_item
from cocreation_sim.rules import attention, milestones, rounds, voting
from cocreation_sim.rules import events as ev

AHEAD = 8

LOOKS, VOTES, SHORTLISTED = FLOW["looks"], FLOW["votes"], FLOW["shortlisted"]


def leaf_of(s: Any, key: Any) -> Any:
    """Leaf of an idea: the first bits of its key, from 0."""
    return np.int64(key >> np.uint64(64 - s.world[0].depth))


def weigh(s: Any, firm: Any, serial: Any) -> None:
    """Renew what looks read of an idea: its weights, what lasts and what fades, and its liking."""
    p = s.world[0].psychology.voting
    idea, f = s.ideas[firm, serial], s.numbers[firm]
    shown, spotlight = f.votes_shown, f.spotlight
    popular = voting.popularity(idea.votes, idea.appeal, shown, spotlight, p)
    idea.lasting = popular
    idea.fading = popular * voting.freshness(idea.born, s.firms[firm].reference, spotlight, p)
    idea.liking = voting.support_probability(idea.appeal, idea.votes, shown, p)


def tree_of(s: Any, firm: Any) -> Any:
    """Where a firm's trees begin: sums of weights that last, then of those that fade."""
    return firm * (4 << s.world[0].depth)


def mark(s: Any, firm: Any, leaf: Any) -> None:
    """Note that the sums of a leaf are out of date."""
    if not s.is_stale[firm, leaf]:
        record = s.firms[firm]
        s.is_stale[firm, leaf] = True
        s.stale[firm, record.stale] = leaf
        record.stale += 1


def renew(s: Any, firm: Any) -> None:
    """Renew the sums of all leaves that are out of date, and above them.

    A sum is that of the two below it, so it does not matter in which order they are renewed; where
    many are out of date, going once through the whole tree is quicker than walking up from each.
    """
    record = s.firms[firm]
    count = record.stale
    if count == 0:
        return
    depth = s.world[0].depth
    leaves = 1 << depth
    trees = s.trees[tree_of(s, firm) : tree_of(s, firm + 1)]
    lasting_tree, fading_tree = trees[: 2 * leaves], trees[2 * leaves :]
    through = count * depth > leaves
    for k in range(count):
        if k + AHEAD < count:
            ahead = s.leaves[firm, s.stale[firm, k + AHEAD]].first
            if ahead >= 0:
                prefetch(s.ideas[firm, ahead], 0)
        leaf = np.int64(s.stale[firm, k])
        s.is_stale[firm, leaf] = False
        lasting = fading = 0.0
        at = s.leaves[firm, leaf].first
        while at >= 0:
            idea = s.ideas[firm, at]
            lasting += idea.lasting
            fading += idea.fading
            at = idea.leaf_after
        if through:
            lasting_tree[leaves + leaf] = lasting
            fading_tree[leaves + leaf] = fading
        else:
            attention.set_leaf(lasting_tree, leaves + leaf, lasting)
            attention.set_leaf(fading_tree, leaves + leaf, fading)
    if through:
        for at in range(leaves - 1, 0, -1):
            lasting_tree[at] = lasting_tree[2 * at] + lasting_tree[2 * at + 1]
            fading_tree[at] = fading_tree[2 * at] + fading_tree[2 * at + 1]
    record.stale = 0


def show(s: Any, firm: Any, serial: Any) -> None:
    """Put an idea on the board."""
    f, idea = s.firms[firm], s.ideas[firm, serial]
    idea.visible_place = f.visible
    s.visible[firm, f.visible] = serial
    f.visible += 1
    leaf = leaf_of(s, idea.key)
    ends = s.leaves[firm, leaf]
    idea.leaf_before = ends.last
    idea.leaf_after = -1
    if ends.last >= 0:
        s.ideas[firm, ends.last].leaf_after = serial
    else:
        ends.first = serial
    ends.last = serial
    weigh(s, firm, serial)
    mark(s, firm, leaf)


def take_off(s: Any, firm: Any, serial: Any) -> None:
    """Take an idea off the board."""
    f, idea = s.firms[firm], s.ideas[firm, serial]
    f.visible -= 1
    other = s.visible[firm, f.visible]
    s.visible[firm, idea.visible_place] = other
    s.ideas[firm, other].visible_place = idea.visible_place
    idea.visible_place = -1
    leaf = leaf_of(s, idea.key)
    if idea.leaf_before >= 0:
        s.ideas[firm, idea.leaf_before].leaf_after = idea.leaf_after
    else:
        s.leaves[firm, leaf].first = idea.leaf_after
    if idea.leaf_after >= 0:
        s.ideas[firm, idea.leaf_after].leaf_before = idea.leaf_before
    else:
        s.leaves[firm, leaf].last = idea.leaf_before
    mark(s, firm, leaf)


def weigh_all(s: Any, firm: Any) -> None:
    """Renew what looks read of every idea on the board, and the sums of it."""
    f = s.firms[firm]
    for place in range(f.visible):
        weigh(s, firm, np.int64(s.visible[firm, place]))
    for place in range(f.visible):
        mark(s, firm, leaf_of(s, s.ideas[firm, s.visible[firm, place]].key))
    renew(s, firm)


def rebase(s: Any, firm: Any, time: Any) -> None:
    """Move the reference time before its exponentials grow too large."""
    f = s.firms[firm]
    if voting.outgrows(time, f.reference, s.world[0].psychology.voting):
        f.reference = time
        weigh_all(s, firm)


def fading_scale(s: Any, firm: Any, time: Any) -> Any:
    """By how much fading weights have faded since the reference time."""
    spotlight = s.numbers[firm].spotlight
    return voting.faded_since(
        time, s.firms[firm].reference, spotlight, s.world[0].psychology.voting
    )


def find_leaves(s: Any, lane: Any, first: Any, end: Any) -> None:
    """The leaves at which some looks of a lane end.

    They walk together, two levels at a time, so that none waits for what another reads; what the
    next two levels will read is on its way meanwhile.
    """
    depth = s.world[0].depth
    archive = s.world[0].psychology.voting.archive
    trees = s.trees
    for k in range(first, end):
        look = s.looks[lane, k]
        look.base = tree_of(s, look.firm)
        lasting = archive * trees[look.base + 1]
        total = lasting + s.firms[look.firm].fading * trees[look.base + (2 << depth) + 1]
        look.lasting = uniform(look.node, look.purpose) * total < lasting
        if not look.lasting:
            look.base += 2 << depth
        look.at = 1
    for pair in range(1, depth // 2 + 1):
        for k in range(first, end):
            look = s.looks[lane, k]
            z = child(look.node, look.purpose + pair)
            at, base = look.at, look.base
            # a node holds the sum of the two below it
            share = np.float64(z >> S32) * HALF * trees[base + at]
            at = 2 * at + np.int64(share >= trees[base + 2 * at])
            share = np.float64(z & LOW) * HALF * trees[base + at]
            at = 2 * at + np.int64(share >= trees[base + 2 * at])
            look.at = at
            if 2 * pair < depth:
                prefetch_item(trees, base + 2 * at)
                prefetch_item(trees, base + 4 * at)
            else:
                prefetch(s.leaves[look.firm, at - (1 << depth)], 0)


def expect_ideas(s: Any, lane: Any, first: Any, end: Any) -> None:
    """Ask for the ideas at the leaves at which looks have ended, before they are read."""
    leaves = 1 << s.world[0].depth
    for k in range(first, end):
        look = s.looks[lane, k]
        ends = s.leaves[look.firm, look.at - leaves]
        prefetch(s.ideas[look.firm, ends.first], 0)
        if ends.last != ends.first:
            prefetch(s.ideas[look.firm, ends.last], 0)
    for k in range(first, end):
        look = s.looks[lane, k]
        ends = s.leaves[look.firm, look.at - leaves]
        if ends.last != ends.first:
            prefetch(s.ideas[look.firm, s.ideas[look.firm, ends.first].leaf_after], 0)


def idea_at(s: Any, look: Any) -> Any:
    """The idea seen at the leaf at which a look has ended."""
    firm = look.firm
    ends = s.leaves[firm, look.at - (1 << s.world[0].depth)]
    first, last = np.int64(ends.first), np.int64(ends.last)
    if first == last:
        return first
    rest = uniform(look.node, look.purpose + rn.LAST_PLACE) * s.trees[look.base + look.at]
    serial = first
    while serial >= 0:
        idea = s.ideas[firm, serial]
        rest -= idea.lasting if look.lasting else idea.fading
        if rest < 0.0:
            return serial
        serial = np.int64(idea.leaf_after)
    return last


def look_once(s: Any, lane: Any, firm: Any, node: Any, purpose: Any) -> Any:
    """The idea seen in a look with this address; -1 if there is none."""
    if s.firms[firm].visible == 0:
        return -1
    look = s.looks[lane, MOST_LOOKS]
    look.node = node
    look.purpose = purpose
    look.firm = firm
    find_leaves(s, lane, MOST_LOOKS, MOST_LOOKS + 1)
    return idea_at(s, look)


def collect_ballots(s: Any) -> None:
    """Add the votes people gave in the sub-round to their ideas, lane by lane."""
    represents = s.world[0].represents
    for lane in range(len(s.lanes)):
        record = s.lanes[lane]
        for k in range(record.ballots):
            if k + AHEAD < record.ballots:
                ahead = s.ballots[lane, k + AHEAD]
                prefetch(s.ideas[ahead.firm, ahead.serial], 0)
                prefetch(s.ideas[ahead.firm, ahead.serial], 64)
            ballot = s.ballots[lane, k]
            idea = s.ideas[ballot.firm, ballot.serial]
            idea.gained += 1
            if s.votes_used[0] == len(s.votes):
                record.full |= FULL_VOTES
                return
            vote = s.votes[s.votes_used[0]]
            vote.person = ballot.voter // represents
            vote.before = idea.voters
            idea.voters = s.votes_used[0]
            s.votes_used[0] += 1


def count_votes(s: Any, firm: Any, n: Any, time: Any) -> None:
    """Votes of people and of the wider public; milestones passed."""
    f = s.numbers[firm]
    listens = f.views > 0.0 or f.push > 0.0
    if listens and rounds.can_vote(
        f.public, s.firms[firm].visible, s.firms[firm].calling, f.voting_steps
    ):
        count_public_votes(s, firm, n, time)
        for place in range(s.firms[firm].visible):
            settle_votes(s, firm, np.int64(s.visible[firm, place]), n)
    for lane in range(len(s.lanes)):
        ballots = s.lanes[lane].ballots
        for k in range(ballots):
            if k + AHEAD < ballots:
                ahead = s.ballots[lane, k + AHEAD]
                prefetch(s.ideas[ahead.firm, ahead.serial], 0)
                prefetch(s.ideas[ahead.firm, ahead.serial], 64)
            if s.ballots[lane, k].firm == firm:
                settle_votes(s, firm, np.int64(s.ballots[lane, k].serial), n)


def settle_votes(s: Any, firm: Any, serial: Any, n: Any) -> None:
    """Count what an idea has gained in the sub-round, once."""
    idea = s.ideas[firm, serial]
    if idea.gained == 0:
        return
    idea.votes += idea.gained
    s.flows[firm, VOTES] += idea.gained
    idea.gained = 0
    if idea.visible_place >= 0:
        weigh(s, firm, serial)
        mark(s, firm, leaf_of(s, idea.key))
        pass_milestones(s, firm, serial, n)


def strictness(s: Any, firm: Any, total: Any, scale: Any) -> Any:
    """How strict voters are who spend just the votes they have, as a logarithm."""
    f, record = s.numbers[firm], s.firms[firm]
    low, high = voting.STRICTEST, voting.MILDEST
    for _ in range(voting.HALVINGS):
        middle = 0.5 * (low + high)
        spent = np.int64(0)
        for place in range(record.visible):
            odds = limited_odds(s, firm, s.visible[firm, place], total, scale)
            spent += voting.votes_spent(odds, math.exp(middle))
        if spent < voting.votes_to_spend(f.votes_each, record.visible):
            low = middle
        else:
            high = middle
    return low


def limited_odds(s: Any, firm: Any, serial: Any, total: Any, scale: Any) -> Any:
    """Odds that one of a voter's votes goes to an idea."""
    idea = s.ideas[firm, serial]
    exposure = voting.exposure(idea.lasting, idea.fading, scale, s.world[0].psychology.voting)
    return voting.limited_odds(exposure, total, s.firms[firm].visible, idea.liking)


def count_public_votes(s: Any, firm: Any, n: Any, time: Any) -> None:
    """Supporters from the public: views spread by attention, and friends of the author."""
    w, f, record = s.world[0], s.numbers[firm], s.firms[firm]
    p, step = w.psychology.voting, w.step
    renew(s, firm)
    scale = fading_scale(s, firm, time)
    root = tree_of(s, firm) + 1
    total = voting.exposure(s.trees[root], s.trees[root + (2 << w.depth)], scale, p)
    record.public_looks += f.views * step
    s.flows[firm, LOOKS] += math.floor(record.public_looks) - record.public_looks_counted
    record.public_looks_counted = math.floor(record.public_looks)
    strict = math.exp(strictness(s, firm, total, scale)) if f.votes_each > 0 else 0.0
    for place in range(record.visible):
        serial = s.visible[firm, place]
        idea = s.ideas[firm, serial]
        since, until = max(0.0, time - idea.born), time + step - idea.born
        pushed = 0.0
        if voting.push_lasts(since, f.push_weeks):
            pushed = voting.push_between(since, until, idea.pushed_by, f.push_weeks)
        louder = 1.0
        if f.rally > 0.0 and idea.deadline >= 0 and f.milestones > 0:
            left = (idea.deadline + 1 - n) * step
            louder = voting.rally(left, f.rally, f.rally_weeks)
        share = liking = 0.0
        if f.votes_each > 0:
            share = 1.0
            liking = voting.support_of_limited(limited_odds(s, firm, serial, total, scale), strict)
        else:
            exposure = voting.exposure(idea.lasting, idea.fading, scale, p)
            share = exposure / total if total > 0.0 else 0.0
            liking = idea.liking
        mean = voting.audience_supporters(
            f.views * step,
            share,
            liking,
            louder,
            pushed,
        )
        idea.gained += poisson_quantile(uniform(idea.key, rn.AUDIENCE + n), mean)


def pass_milestones(s: Any, firm: Any, serial: Any, n: Any) -> None:
    """Note the milestones an idea has passed; the last one brings it before the firm."""
    f, idea = s.numbers[firm], s.ideas[firm, serial]
    if idea.fate != ev.OPEN:
        return
    passed = False
    while idea.milestone < f.milestones and milestones.is_reached(
        idea.votes, s.milestones[f.first_milestone + idea.milestone].votes
    ):
        s.reached[f.first_milestone + idea.milestone, serial] = (n + 1) * s.world[0].step
        idea.milestone += 1
        passed = True
    if milestones.comes_before_firm(idea.milestone, f.milestones, idea.votes, f.vote_threshold):
        idea.fate = ev.FATE_SHORTLISTED
        idea.shortlisted_at = (n + 1) * s.world[0].step
        idea.deadline = -1
        s.flows[firm, SHORTLISTED] += 1
    elif passed:
        set_deadline(s, firm, serial, n)


def set_deadline(s: Any, firm: Any, serial: Any, n: Any) -> None:
    """When an idea expires: its next milestone's deadline, or the end of its shelf life."""
    f, idea = s.numbers[firm], s.ideas[firm, serial]
    if not milestones.has_deadline(f.new_brief, f.milestones, f.merges):
        return
    if f.milestones > 0:
        idea.deadline = n + s.milestones[f.first_milestone + idea.milestone].within
    else:
        idea.deadline = n + f.shelf_steps
    if idea.deadline > s.world[0].sub_rounds:
        return
    if s.votes_used[1] == len(s.due):
        s.lanes[0].full |= FULL_DUE
        return
    due = s.due[s.votes_used[1]]
    due.serial = serial
    due.before = s.due_at[firm, idea.deadline]
    s.due_at[firm, idea.deadline] = s.votes_used[1]
    s.votes_used[1] += 1
