"""A visit: coming, choosing, looking at ideas and voting."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from cocreation_sim import randomness as rn
from cocreation_sim.compiled.addresses import (
    child,
    exponential,
    uniform,
)
from cocreation_sim.compiled.kernel import board
from cocreation_sim.compiled.kernel.contributing import contribute
from cocreation_sim.compiled.kernel.people import (
    can_visit,
    exhaustion_at,
    felt_now,
    money_pull,
    open_work,
    other_motives,
    person_node,
    plan_visit,
    trust_now,
)
from cocreation_sim.compiled.layout import (
    FLOW,
    FULL_BALLOTS,
    FULL_VOTED,
    MOST_LOOKS,
)
from cocreation_sim.compiled.memory import prefetch_item
from cocreation_sim.rules import (
    choice,
    exhaustion,
    voting,
)
from cocreation_sim.rules import events as ev

LOOKS = FLOW["looks"]


def chain_visit(s: Any, lane: Any, n: Any, number: Any, time: Any, visit_no: Any) -> None:
    """A candidate visit of the person's own chain, to whichever firm."""
    s.persons[number].planned = False
    if not can_visit(s, number):
        return
    node = child(child(person_node(s, number), rn.VISITS), visit_no)
    visit(s, lane, n, number, time, node, -1)
    if can_visit(s, number):
        plan_visit(s, lane, n, number, time)


def summoned_visit(s: Any, lane: Any, n: Any, number: Any, time: Any, firm: Any, call: Any) -> None:
    """A visit the launch of a call brought about, to that firm only."""
    r = s.relations[number * s.world[0].firms + firm]
    if s.persons[number].burned_out or r.state != ev.ENGAGED or s.firms[firm].round != call:
        return
    visits = child(child(person_node(s, number), rn.VISITS), rn.SUMMONS_VISIT + call)
    node = child(visits, s.numbers[firm].key)
    visit(s, lane, n, number, time, node, firm)


def contribute_rate(s: Any, number: Any, firm: Any, time: Any) -> Any:
    """How strongly the person is drawn to contribute to a firm at a visit now."""
    w, f, view, person = s.world[0], s.numbers[firm], s.firms[firm], s.persons[number]
    p = w.psychology
    r = s.relations[number * w.firms + firm]
    felt = felt_now(s, number, firm, time)
    m = other_motives(s, number, firm, felt, view.crowding) + money_pull(s, number, firm)
    newness = choice.newness(
        view.closes - time,
        view.length,
        f.new_brief,
        f.two_step,
        r.visited_round != view.round,
        p.choice,
    )
    return choice.contribute_rate(
        m,
        trust_now(s, number, firm, time),
        choice.effort_here(person.effort, f.openness, f.toolkit),
        f.crowd_weight,
        f.secrecy,
        r.k > 0,
        open_work(s, firm, time),
        1.0 if f.two_step else view.taken,
        newness + view.pull,
        p.choice,
    )


def visit(s: Any, lane: Any, n: Any, number: Any, time: Any, node: Any, only: Any) -> None:
    """Come, unless too tired; choose by a race; act."""
    w, person = s.world[0], s.persons[number]
    first, end = (0, w.firms) if only < 0 else (only, only + 1)
    chosen = -1
    for firm in range(first, end):
        r = s.relations[number * w.firms + firm]
        if r.state == ev.ENGAGED and (only >= 0 or r.aware_at <= time):
            chosen = firm
            break
    if chosen < 0:
        return
    tired = exhaustion_at(s, number, time)
    if tired > 0.0 and exhaustion.stays_away(uniform(node, rn.KEPT), tired):
        return
    person.visits += 1
    action = ev.NOTHING
    best = exponential(node, rn.NOTHING)
    p = w.psychology.choice
    for firm in range(chosen, end):
        r = s.relations[number * w.firms + firm]
        if r.state != ev.ENGAGED or (only < 0 and r.aware_at > time):
            continue
        f, view = s.numbers[firm], s.firms[firm]
        if not (view.live and r.interested):
            continue
        here = child(node, f.key)
        if view.votable:
            rate = choice.vote_rate(person.social, person.intrinsic, f.crowd_weight, p)
            if rate > 0.0:
                race = race_below(best, here, rn.VOTE, rate)
                if race < best:
                    best, chosen, action = race, firm, ev.VOTE
        if not view.calling:
            continue
        if f.two_step and r.history >= 0 and s.histories[r.history].entered == view.round:
            continue
        rate = contribute_rate(s, number, firm, time)
        if rate <= 0.0:
            continue
        race = race_below(best, here, rn.CONTRIBUTE, rate)
        if race < best:
            best, chosen, action = race, firm, ev.CONTRIBUTE
        if view.buildable:
            rate *= choice.build_share(f.openness, p)
            if rate > 0.0:
                race = race_below(best, here, rn.BUILD, rate)
                if race < best:
                    best, chosen, action = race, firm, ev.BUILD
    for firm in range(first, end):
        r = s.relations[number * w.firms + firm]
        if r.state == ev.ENGAGED and (only >= 0 or r.aware_at <= time):
            r.visited_round = s.firms[firm].round
    if action == ev.VOTE:
        vote(s, lane, number, chosen, node)
    elif action != ev.NOTHING:
        contribute(s, lane, n, number, chosen, time, node, action == ev.BUILD)


def race_below(best: Any, node: Any, purpose: Any, rate: Any) -> Any:
    """An action's time in the race; infinite where it is seen at once not to be below the best.

    -ln u is at least 1 - u, which is cheaper; the margin is a thousand times the rounding error.
    """
    u = uniform(node, purpose)
    if 1.0 - u > best * rate * (1.0 + 1e-12):
        return np.inf
    return -math.log(u) / rate


def vote(s: Any, lane: Any, number: Any, firm: Any, node: Any) -> None:
    """Look at some ideas and support those one likes, together with others who do so now."""
    ballots = s.world[0].psychology.voting.ballots
    here, own = child(node, s.numbers[firm].key), person_node(s, number)
    if s.firms[firm].visible == 0:
        return
    s.lane_flows[lane, firm, LOOKS] += ballots
    record = s.lanes[lane]
    if record.looks + ballots > MOST_LOOKS:
        cast_votes(s, lane)
    for ballot in range(ballots):
        look = s.looks[lane, record.looks]
        look.node = here
        look.purpose = rn.BALLOT + 64 * ballot
        look.firm = firm
        look.person = number
        look.own = own
        record.looks += 1


def cast_votes(s: Any, lane: Any) -> None:
    """Let those who vote see the ideas and support those they like; one vote a person and idea."""
    w, record = s.world[0], s.lanes[lane]
    looks = record.looks
    record.looks = 0
    board.find_leaves(s, lane, 0, looks)
    board.expect_ideas(s, lane, 0, looks)
    supported = 0
    for k in range(looks):
        look = s.looks[lane, k]
        serial = board.idea_at(s, look)
        which = 0
        if w.represents > 1:
            which = int(uniform(look.node, look.purpose + rn.WHICH_PERSON) * w.represents)
        idea = s.ideas[look.firm, serial]
        if idea.author == look.person and which == 0:
            continue
        likes = uniform(child(child(idea.key, rn.SUPPORT), look.own), which)
        if likes < idea.liking:
            voter = look.person * w.represents + which
            key = vote_key(s, look.firm, serial, voter)
            prefetch_item(s.voted[lane], np.int64(place_of_vote(s, key)))
            liked = s.looks[lane, supported]  # what was read of it is no longer needed
            liked.firm = look.firm
            liked.person = look.person
            liked.at = serial
            liked.voter = voter
            liked.own = key
            supported += 1
    for k in range(supported):
        liked = s.looks[lane, k]
        r = s.relations[liked.person * w.firms + liked.firm]
        each, number = s.numbers[liked.firm].votes_each, s.firms[liked.firm].round
        if not voting.may_vote(r.votes, each, number, w.represents):
            continue
        if remember_vote(s, lane, liked.own):
            if record.ballots == s.ballots.shape[1]:
                record.full |= FULL_BALLOTS
                return
            given = s.ballots[lane, record.ballots]
            given.firm = liked.firm
            given.serial = liked.at
            given.voter = liked.voter
            record.ballots += 1
            r.votes += 1


def vote_key(s: Any, firm: Any, serial: Any, voter: Any) -> Any:
    """A number, never 0, of its own for each idea and voter."""
    w = s.world[0]
    voters = np.uint64(w.people) * np.uint64(w.represents)
    idea = np.uint64(serial) * np.uint64(w.firms) + np.uint64(firm)
    return idea * voters + np.uint64(voter) + np.uint64(1)


def place_of_vote(s: Any, key: Any) -> Any:
    """Where a vote is looked for first among those given."""
    return child(key, 0) & np.uint64(s.voted.shape[1] - 1)


def remember_vote(s: Any, lane: Any, key: Any) -> Any:
    """Note that somebody supports an idea; false if they did before."""
    record, table = s.lanes[lane], s.voted[lane]
    if 3 * record.voted > 2 * len(table):
        record.full |= FULL_VOTED
        return False
    mask = np.uint64(len(table) - 1)
    at = place_of_vote(s, key)
    while table[at] != np.uint64(0):
        if table[at] == key:
            return False
        at = (at + np.uint64(1)) & mask
    table[at] = key
    record.voted += 1
    return True
