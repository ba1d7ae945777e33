"""What a customer does: visits, chooses, votes, contributes; stays, waits or leaves."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from cocreation_sim import randomness as rn
from cocreation_sim.compiled.addresses import (
    child,
    exponential,
    geometric_quantile,
    normal,
    uniform,
)
from cocreation_sim.compiled.kernel import board
from cocreation_sim.compiled.kernel.clock import plan
from cocreation_sim.compiled.kernel.people import (
    bear,
    can_visit,
    enter_state,
    exhaustion_at,
    felt_now,
    history_of,
    person_node,
    pieces_of,
    plan_visit,
    trait,
    trust_now,
)
from cocreation_sim.compiled.layout import (
    DISAPPOINTED,
    FLOW,
    FULL_BALLOTS,
    FULL_BORN,
    FULL_VOTED,
)
from cocreation_sim.compiled.memory import prefetch
from cocreation_sim.rules import (
    belief,
    choice,
    contest,
    exhaustion,
    ideas,
    leaving,
    motive,
    people,
)
from cocreation_sim.rules import events as ev

CONTRIBUTIONS, CONTRIBUTORS = FLOW["contributions"], FLOW["contributors"]
NEWCOMERS, ENTRIES, LOOKS, RETURNED = (
    FLOW["newcomers"],
    FLOW["entries"],
    FLOW["looks"],
    FLOW["returned"],
)


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


def other_motives(s: Any, number: Any, firm: Any, felt: Any) -> Any:
    """Motives other than money, for contributing to a firm."""
    w, f, person = s.world[0], s.numbers[firm], s.persons[number]
    p = w.psychology.motive
    if f.badges > 0.0:
        steers = uniform(person_node(s, number), rn.TRAIT + people.STEERS)
        felt += motive.badge_pull(f.badges, s.relations[number * w.firms + firm].k, steers, p)
    return motive.other_motives(
        person.social, felt, person.intrinsic, s.firms[firm].crowding, f.openness, p
    )


def contribute_rate(s: Any, number: Any, firm: Any, time: Any) -> Any:
    """How strongly the person is drawn to contribute to a firm at a visit now."""
    w, f, view, person = s.world[0], s.numbers[firm], s.firms[firm], s.persons[number]
    p = w.psychology
    r = s.relations[number * w.firms + firm]
    m = other_motives(s, number, firm, felt_now(s, number, firm, time))
    if f.money > 0.0:
        wins, tries, ability = 0, 0.0, 0.0
        if r.history >= 0:
            h = s.histories[r.history]
            wins, tries, ability = h.wins, h.tries, h.ability_mean
        odds = belief.believed_odds(view.base_odds, person.optimism, wins, tries, ability, p.belief)
        m += motive.money_pull(person.money, odds, f.prize, f.pay, p.motive)
    novelty = 0.0
    if f.new_brief:
        if not f.two_step:
            novelty = choice.urgency(view.closes - time, view.length, p.choice)
        if r.visited_round != view.round:
            novelty += p.choice.novelty
    return choice.contribute_rate(
        m,
        trust_now(s, number, firm, time),
        choice.effort_here(person.effort, f.openness, f.toolkit),
        f.crowd_weight,
        f.secrecy,
        r.k > 0,
        novelty,
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
    if tired > 0.0 and uniform(node, rn.KEPT) >= 1.0 - tired:
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
        if not view.live:
            continue
        here = child(node, f.key)
        if view.votable:
            rate = choice.vote_rate(person.social, person.intrinsic, f.crowd_weight, p)
            if rate > 0.0:
                race = race_below(best, here, rn.VOTE, rate)
                if race < best:
                    best, chosen, action = race, firm, ev.VOTE
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
    """Look at some ideas and support those one likes; one vote a person and idea."""
    w, f = s.world[0], s.numbers[firm]
    p = w.psychology.voting
    here = child(node, f.key)
    own = person_node(s, number)
    if s.firms[firm].visible == 0:
        return
    board.find_leaves(s, lane, firm, here, rn.BALLOT, p.ballots, s.firms[firm].fading)
    seen = s.looks[lane]
    for ballot in range(p.ballots):
        seen[2 * ballot] = board.idea_at(s, lane, firm, ballot, here, rn.BALLOT)
        prefetch(s.ideas[firm, seen[2 * ballot]], 0)
    s.lane_flows[lane, firm, LOOKS] += p.ballots
    for ballot in range(p.ballots):
        which = 0
        if w.represents > 1:
            purpose = rn.BALLOT + 64 * ballot + rn.WHICH_PERSON
            which = int(uniform(here, purpose) * w.represents)
        serial = seen[2 * ballot]
        idea = s.ideas[firm, serial]
        if idea.author == number and which == 0:
            continue
        likes = uniform(child(child(idea.key, rn.SUPPORT), own), which)
        if likes < idea.liking:
            voter = number * w.represents + which
            if remember_vote(s, lane, firm, serial, voter):
                record = s.lanes[lane]
                if record.ballots == s.ballots.shape[1]:
                    record.full |= FULL_BALLOTS
                    return
                given = s.ballots[lane, record.ballots]
                given.firm = firm
                given.serial = serial
                given.voter = voter
                record.ballots += 1
                s.relations[number * w.firms + firm].votes += 1


def remember_vote(s: Any, lane: Any, firm: Any, serial: Any, voter: Any) -> Any:
    """Note that somebody supports an idea; false if they did before."""
    w, record = s.world[0], s.lanes[lane]
    table = s.voted[lane]
    if 3 * record.voted > 2 * len(table):
        record.full |= FULL_VOTED
        return False
    voters = np.uint64(w.people) * np.uint64(w.represents)
    idea = np.uint64(serial) * np.uint64(w.firms) + np.uint64(firm)
    key = idea * voters + np.uint64(voter) + np.uint64(1)
    mask = np.uint64(len(table) - 1)
    at = child(key, 0) & mask
    while table[at] != np.uint64(0):
        if table[at] == key:
            return False
        at = (at + np.uint64(1)) & mask
    table[at] = key
    record.voted += 1
    return True


def contribute(
    s: Any, lane: Any, n: Any, number: Any, firm: Any, time: Any, node: Any,
    builds: Any,
) -> None:  # fmt: skip
    """Contribute: in a contest by entering, else by making ideas at once."""
    w, f, view, person = s.world[0], s.numbers[firm], s.firms[firm], s.persons[number]
    r = s.relations[number * w.firms + firm]
    other = other_motives(s, number, firm, felt_now(s, number, firm, time))
    trusting = trust_now(s, number, firm, time)
    h = s.histories[history_of(s, lane, number, firm)]
    r.k += 1
    if r.k == 1:
        h.first_contribution = time
    h.last_contribution = time
    draw = uniform(r.node, rn.QUIT + r.k)
    log_odds = leaving.leaving_log_odds(
        r.k, other, trusting, exhaustion_at(s, number, time), w.psychology.leaving
    )
    h.entry_draw = draw
    h.entry_log_odds = log_odds
    count_contribution(s, lane, n, number, firm)
    if f.two_step:
        h.tries += view.base_odds
        enter_contest(s, lane, n, number, firm, time, other)
    else:
        here = child(node, f.key)
        ideas_a_visit = s.segments[person.segment].ideas_a_visit
        count = 1 + geometric_quantile(uniform(here, rn.IDEAS_NOW), ideas_a_visit - 1.0)
        h.tries += view.base_odds * count
        pieces = 0
        for j in range(min(count, 64)):
            parent = -1
            if builds:
                parent = board.look(s, lane, firm, here, rn.PARENT + 64 * j, view.fading)
            pieces += make_idea(s, lane, number, firm, time, j, parent)
        load = exhaustion.contribution_load(work(s, number, firm), pieces)
        bear(s, lane, n, number, firm, load, time)
    decide_whether_to_stay(s, lane, n, number, firm, time, draw, log_odds)


def work(s: Any, number: Any, firm: Any) -> Any:
    """Work that a contribution to a firm is."""
    f = s.numbers[firm]
    effort = s.segments[s.persons[number].segment].effort
    return choice.effort_here(effort, f.openness, f.toolkit)


def count_contribution(s: Any, lane: Any, n: Any, number: Any, firm: Any) -> None:
    """Keep the numbers of contributors, and the core."""
    w = s.world[0]
    r = s.relations[number * w.firms + firm]
    h = s.histories[r.history]
    flows = s.lane_flows[lane, firm]
    flows[CONTRIBUTIONS] += 1
    period = n // w.rounds_a_period
    if h.active_period != period:
        h.active_period = period
        flows[CONTRIBUTORS] += 1
    if r.k == 1:
        flows[NEWCOMERS] += 1
    if r.k >= w.psychology.core.contributions and not h.in_core:
        h.in_core = True
        record = s.lanes[lane]
        s.new_core[lane, record.new_core] = number * w.firms + firm
        record.new_core += 1


def make_idea(s: Any, lane: Any, number: Any, firm: Any, time: Any, j: Any, parent: Any) -> Any:
    """Make one idea, hand it to the firm and return the pieces of work in it."""
    w, f, person = s.world[0], s.numbers[firm], s.persons[number]
    p = w.psychology.ideas
    r = s.relations[number * w.firms + firm]
    h = s.histories[r.history]
    key = child(child(r.node, rn.IDEAS), np.int64(r.k) * rn.IDEAS_AT_ONCE + j)
    parent_quality, complements = 0.0, False
    if parent >= 0:
        base = s.ideas[firm, parent]
        parent_quality = base.quality
        complements = s.complements[person.segment, s.persons[base.author].segment]
    ability = s.segments[person.segment].ability + trait(s, person_node(s, number), people.ABILITY)
    quality = ideas.quality(
        ability, f.openness, parent_quality, complements, normal(key, rn.QUALITY), p
    )
    pieces = pieces_of(s, number, key)
    h.ideas += 1
    h.earned += f.pay_cents
    record = s.lanes[lane]
    if record.born == s.born.shape[1]:
        record.full |= FULL_BORN
        return pieces
    idea = s.born[lane, record.born]
    record.born += 1
    idea.key = key
    idea.author = number
    idea.born = time
    idea.firm = firm
    idea.round = s.firms[firm].round
    idea.contribution = r.k
    idea.parent = parent
    idea.quality = quality
    idea.appeal = ideas.appeal(quality, f.openness, normal(key, rn.APPEAL), p)
    idea.fit = ideas.fit(f.openness, f.clarity, normal(key, rn.FIT), p)
    idea.pieces = pieces
    idea.quit_draw = h.entry_draw
    idea.quit_log_odds = h.entry_log_odds
    return pieces


def enter_contest(s: Any, lane: Any, n: Any, number: Any, firm: Any, time: Any, other: Any) -> None:
    """Enter a contest; whether and when one will finish is settled by one threshold."""
    w, f, view, person = s.world[0], s.numbers[firm], s.firms[firm], s.persons[number]
    p = w.psychology.contest
    where = number * w.firms + firm
    r = s.relations[where]
    h = s.histories[r.history]
    h.entered = view.round
    h.next_entrant = s.entrants[lane, firm]
    s.entrants[lane, firm] = where
    s.lane_flows[lane, firm, ENTRIES] += 1
    pace = contest.finishing_pace(
        other,
        choice.effort_here(person.effort, f.openness, f.toolkit),
        view.rivals,
        f.winners,
        p,
    )
    call = child(r.node, rn.CALL + view.round)
    opened = view.closes - view.length
    done = contest.finishing_time(exponential(call, rn.FINISH), pace, time - opened, view.length, p)
    if done < view.length:
        plan(s, lane, n, opened + done, number, ev.FINISHES, firm, view.round, 0)


def finish(s: Any, lane: Any, n: Any, number: Any, time: Any, firm: Any, call: Any) -> None:
    """Finish what was entered: an idea, and the load of making it."""
    if s.persons[number].burned_out or s.firms[firm].round != call:
        return
    r = s.relations[number * s.world[0].firms + firm]
    s.histories[r.history].finished = call
    pieces = make_idea(s, lane, number, firm, time, 0, -1)
    load = exhaustion.contribution_load(work(s, number, firm), pieces)
    bear(s, lane, n, number, firm, load, time)


def decide_whether_to_stay(
    s: Any, lane: Any, n: Any, number: Any, firm: Any, time: Any, draw: Any, log_odds: Any
) -> None:
    """After a contribution: leave, wait for an answer, or stay whatever happens."""
    w = s.world[0]
    p = w.psychology.leaving
    verdict = leaving.decide(draw, log_odds, p)
    if verdict == leaving.STAYS:
        return
    r = s.relations[number * w.firms + firm]
    s.histories[r.history].best_treatment = 0.0
    if s.numbers[firm].two_step:
        enter_state(s, lane, number, firm, ev.PAUSED)
    elif verdict == leaving.LEAVES:
        leave(s, lane, number, firm, time, True)
    else:
        enter_state(s, lane, number, firm, ev.PAUSED)
        plan(s, lane, n, time + p.patience, number, ev.PATIENCE_ENDS, firm, np.int64(r.k), 0)


def leave(s: Any, lane: Any, number: Any, firm: Any, time: Any, disappointed: Any) -> None:
    """Disengage from a firm."""
    enter_state(s, lane, number, firm, ev.DISENGAGED)
    s.relations[number * s.world[0].firms + firm].left_at = time
    if disappointed:
        s.lane_counts[lane, firm, DISAPPOINTED] += 1


def come_back(s: Any, lane: Any, n: Any, number: Any, firm: Any, time: Any) -> None:
    """Return from waiting."""
    enter_state(s, lane, number, firm, ev.ENGAGED)
    r = s.relations[number * s.world[0].firms + firm]
    s.histories[r.history].returned += 1
    s.lane_flows[lane, firm, RETURNED] += 1
    if can_visit(s, number):
        plan_visit(s, lane, n, number, time)
