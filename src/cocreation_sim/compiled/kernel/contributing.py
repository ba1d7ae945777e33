"""Contributing: ideas and entries; staying, waiting or leaving afterwards; coming back."""

from __future__ import annotations

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
    add_load,
    can_visit,
    enter_state,
    exhaustion_at,
    felt_now,
    history_of,
    money_share,
    other_motives,
    person_node,
    pieces_of,
    plan_visit,
    trait,
    trust_now,
)
from cocreation_sim.compiled.layout import (
    DISAPPOINTED,
    FLOW,
    FULL_BORN,
)
from cocreation_sim.rules import (
    choice,
    contest,
    core,
    exhaustion,
    ideas,
    leaving,
    people,
)
from cocreation_sim.rules import events as ev

CONTRIBUTIONS, CONTRIBUTORS = FLOW["contributions"], FLOW["contributors"]
NEWCOMERS, ENTRIES, RETURNED = FLOW["newcomers"], FLOW["entries"], FLOW["returned"]


def contribute(
    s: Any, lane: Any, n: Any, number: Any, firm: Any, time: Any, node: Any,
    builds: Any,
) -> None:  # fmt: skip
    """Contribute: in a contest by entering, else by making ideas at once."""
    w, f, view, person = s.world[0], s.numbers[firm], s.firms[firm], s.persons[number]
    r = s.relations[number * w.firms + firm]
    lasting = view.crowding * w.psychology.motive.crowding_lasting
    other = other_motives(s, number, firm, felt_now(s, number, firm, time), lasting)
    trusting = trust_now(s, number, firm, time)
    h = s.histories[history_of(s, lane, number, firm)]
    h.paid = h.paid or f.money > 0.0
    r.k += 1
    if r.k == 1:
        h.first_contribution = time
    h.last_contribution = time
    draw = uniform(r.node, rn.QUIT + r.k)
    log_odds = leaving.leaving_log_odds(
        r.k,
        other,
        work(s, number, firm),
        trusting,
        exhaustion_at(s, number, time),
        f.stickiness,
        w.psychology.leaving,
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
                parent = board.look_once(s, lane, firm, here, rn.PARENT + 64 * j)
            pieces += make_idea(s, lane, number, firm, time, j, parent)
        load = exhaustion.contribution_load(work(s, number, firm), pieces)
        add_load(s, lane, n, number, firm, load, time)
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
    if core.belongs(r.k, w.psychology.core) and not h.in_core:
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
    pieces = pieces_of(s, number, firm, r.k, time, key)
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
    drawn = money_share(s, number, firm, time)
    idea.fit = ideas.fit(f.openness, f.clarity, f.money > 0.0, drawn, normal(key, rn.FIT), p)
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
        view.taken,
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
    add_load(s, lane, n, number, firm, load, time)


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
