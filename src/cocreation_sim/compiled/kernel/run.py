"""A run from its first sub-round to its last, and what it leaves behind."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from cocreation_sim.compiled.kernel import board, desk, firms, lanes, rounds
from cocreation_sim.compiled.kernel.people import exhaustion_at, trust_now
from cocreation_sim.rules import belief, exhaustion, market
from cocreation_sim.rules import events as ev


def begin_firm(s: Any, firm: Any) -> None:
    """Put a firm at its beginning."""
    w, record = s.world[0], s.firms[firm]
    s.numbers[firm] = s.phases[firm]
    record.live = False
    record.votable = False
    record.buildable = False
    record.calling = False
    record.taken = 1.0
    record.spillover = 1.0
    record.launches = False
    record.round = -1
    record.length = 1.0
    record.closes = 0.0
    record.base_odds = 0.0
    record.rivals = 0.0
    record.crowding = 0.0
    record.fading = 0.0
    record.pull = 0.0
    record.last_shock = 0.0
    record.shock_weeks = 0
    record.hazard_before = 0.0
    record.hazard_added = 0.0
    record.hazard = 0.0
    record.disappointed = 0.0
    record.peak = 0
    record.core = 0
    record.active_core = 0
    record.reference = 0.0
    record.public_looks = 0.0
    record.public_looks_counted = 0
    record.visible = 0
    record.stale = 0
    record.queue = 0
    record.waiting = 0
    record.slots = 0.0
    record.decided = 0
    record.merged = 0
    record.answers = 0
    record.explanations = 0
    record.ideas = 0
    record.newborn = 0
    record.round_first = 0
    record.now = 0
    record.before = 0
    record.entrants_before = 0
    record.entries_until = 0
    record.mean_log_votes = 0.0
    record.luck = firms.first_luck(s, firm)
    record.open = 0
    record.open_first = -1
    record.open_last = -1
    record.revenue = 0
    record.marketed = 0
    record.improvement = 0.0
    record.product_buyers = 0.0
    leaves = 1 << w.depth
    for k in range(board.tree_of(s, firm), board.tree_of(s, firm + 1)):
        s.trees[k] = 0.0
    for k in range(leaves):
        s.leaves[firm, k].first = -1
        s.leaves[firm, k].last = -1
        s.is_stale[firm, k] = False
    for k in range(s.flows.shape[1]):
        s.flows[firm, k] = 0
    for k in range(8):
        s.stocks[firm, k] = 0
    s.stocks[firm, ev.UNAWARE] = w.people
    for k in range(s.money.shape[1]):
        s.money[firm, k] = 0
    for k in range(s.recorded.shape[1]):
        s.recorded[firm, k] = 0
    for k in range(s.failures.shape[1]):
        s.failures[firm, k] = np.nan
    for n in range(w.sub_rounds + 1):
        s.ideas_by[firm, n] = 0
        s.due_at[firm, n] = -1


def begin_lane(s: Any, lane: Any) -> None:
    """Put a lane's people at their beginning."""
    w, record = s.world[0], s.lanes[lane]
    lanes_ = len(s.lanes)
    size = (w.people + lanes_ - 1) // lanes_
    record.first = min(lane * size, w.people)
    record.end = min((lane + 1) * size, w.people)
    chunks = len(s.chunk_after) // lanes_
    record.chunks = lane * chunks
    record.chunks_end = (lane + 1) * chunks
    record.free_chunk = -1
    record.who = 0
    record.histories = record.first * w.firms
    record.fatigue = record.first
    record.born = 0
    record.looks = 0
    record.ballots = 0
    record.voted = 0
    record.new_core = 0
    record.living = -1
    record.full = 0
    for number in range(record.first, record.end):
        s.persons[number].known = False
        s.pending[number] = -1
    for n in range(w.sub_rounds + 1):
        s.agenda[lane, n, 0] = -1
        s.agenda[lane, n, 1] = -1
        s.agenda[lane, n, 2] = 0
    for k in range(s.voted.shape[1]):
        s.voted[lane, k] = 0
    for firm in range(w.firms):
        s.entrants[lane, firm] = -1
        for k in range(s.lane_flows.shape[2]):
            s.lane_flows[lane, firm, k] = 0
        for k in range(8):
            s.lane_stocks[lane, firm, k] = 0
        for k in range(4):
            s.lane_counts[lane, firm, k] = 0
        lanes.sort_unaware(s, lane, firm)


def open_sub_round(s: Any, n: Any) -> None:
    """What comes before people's own time."""
    for firm in range(s.world[0].firms):
        firms.change(s, firm, n)
    for firm in range(s.world[0].firms):
        firms.spread_word(s, firm, n)
    for firm in range(s.world[0].firms):
        firms.open_firm(s, firm, n)


def end_sub_round(s: Any, n: Any) -> None:
    """What comes after people's own time."""
    w = s.world[0]
    firms.merge_lanes(s)
    board.collect_ballots(s)
    for firm in range(w.firms):
        firms.take_in(s, firm, n)
        board.count_votes(s, firm, n, n * w.step)
        desk.review(s, firm, n)
        firms.expire(s, firm, n)
        rounds.close(s, firm, n)
        board.renew(s, firm)
        firms.take_stock(s, firm, n)
    for lane in range(len(s.lanes)):
        record = s.lanes[lane]
        record.born = 0
        record.ballots = 0
        record.new_core = 0
    if (n + 1) % w.rounds_a_period:
        return
    if n + 1 == w.sub_rounds:
        for lane in range(len(s.lanes)):
            lanes.deliver_last_news(s, lane, n + 1)
        firms.merge_lanes(s)
    for firm in range(w.firms):
        firms.record_period(s, firm, (n + 1) // w.rounds_a_period - 1)


def too_small(s: Any) -> Any:
    """What of the state was too small, as bits; 0 if nothing was."""
    full = 0
    for lane in range(len(s.lanes)):
        full |= s.lanes[lane].full
    return full


def play(s: Any) -> None:
    """Play a run until its end, or until something of the state is too small."""
    begin_firms(s)
    for lane in range(len(s.lanes)):
        begin_lane(s, lane)
    for n in range(s.world[0].sub_rounds):
        open_sub_round(s, n)
        for lane in range(len(s.lanes)):
            lanes.play_lane(s, lane, n)
        if not too_small(s):
            end_sub_round(s, n)
        if too_small(s):
            return


def begin_firms(s: Any) -> None:
    """Put the firms at their beginning."""
    s.votes_used[0] = 0
    s.votes_used[1] = 0
    for firm in range(s.world[0].firms):
        begin_firm(s, firm)


# What `work` can be asked to do.
PLAY, BEGIN_FIRMS, BEGIN_LANES, OPEN, PLAY_LANES, END, TELL_PEOPLE, TELL_CUSTOMERS = range(8)


def work(s: Any, task: Any, a: Any, b: Any, c: Any) -> Any:
    """Do one task; what of the state was too small, as bits.

    The one door to everything, because two would compile what lies behind them twice; and no
    more than a door, because Numba compiles what it calls apart from what others call.
    """
    return perform(s, task, a, b, c)


def perform(s: Any, task: Any, a: Any, b: Any, c: Any) -> Any:
    """Play all of a run, or a part; or write down what it leaves behind."""
    if task == PLAY:
        play(s)
    elif task == BEGIN_FIRMS:
        begin_firms(s)
    elif task == BEGIN_LANES:
        for lane in range(a, len(s.lanes), b):
            begin_lane(s, lane)
    elif task == OPEN:
        open_sub_round(s, c)
    elif task == PLAY_LANES:
        for lane in range(a, len(s.lanes), b):
            lanes.play_lane(s, lane, c)
    elif task == END:
        end_sub_round(s, c)
    elif task == TELL_PEOPLE:
        tell_people(s)
    elif task == TELL_CUSTOMERS:
        tell_customers(s, a)
    return too_small(s)


# ---------------------------------------------------------------------- what it leaves behind


def tell_customers(s: Any, firm: Any) -> None:
    """Write how everybody who knows a firm stands, by number, into rows."""
    w = s.world[0]
    now = w.sub_rounds * w.step
    crowd_weight = s.numbers[firm].crowd_weight
    life = 1.0 / w.psychology.motive.recognition_life
    row = 0
    for number in range(w.people):
        if not s.persons[number].known:
            continue
        r = s.relations[number * w.firms + firm]
        if r.state == ev.UNAWARE:
            continue
        c = s.customers[row]
        c.person = number
        c.state = r.state
        c.contributions = r.k
        c.votes = r.votes
        c.pleased = r.pleased
        c.trust = trust_now(s, number, firm, now)
        c.aware_at = r.aware_at
        c.left_at = r.left_at
        wins, tries, stock, ability = 0, 0.0, 0.0, 0.0
        c.ideas = 0
        c.selected = 0
        c.earned = 0
        c.returned = 0
        c.first_contribution = math.nan
        c.last_contribution = math.nan
        if r.history >= 0:
            h = s.histories[r.history]
            wins, tries, ability = h.wins, h.tries, h.ability_mean
            stock = exhaustion.faded(h.recognised, now - h.recognised_at, life)
            c.ideas = h.ideas
            c.selected = h.selected
            c.earned = h.earned
            c.returned = h.returned
            c.first_contribution = h.first_contribution
            if r.k > 0:
                c.last_contribution = h.last_contribution
        c.recognition = stock
        c.demand = market.demand(c.trust, crowd_weight, r.pleased > 0, w.psychology.adoption)
        c.odds_multiple = belief.odds_multiple(s.persons[number].optimism, wins, tries)
        c.own_ability = ability
        row += 1


def tell_people(s: Any) -> None:
    """Write everybody's segment and tiredness into rows."""
    w = s.world[0]
    now = w.sub_rounds * w.step
    for number in range(w.people):
        person, c = s.persons[number], s.people[number]
        c.segment = lanes.segment_of(s, number)
        c.visits = 0
        c.exhaustion = 0.0
        c.burned_out = False
        c.times_burned_out = 0
        c.times_recovered = 0
        if not person.known:
            continue
        c.visits = person.visits
        c.burned_out = person.burned_out
        c.exhaustion = exhaustion_at(s, number, now)
        if person.fatigue >= 0:
            t = s.fatigue[person.fatigue]
            c.times_burned_out = t.times_burned_out
            c.times_recovered = t.times_recovered
