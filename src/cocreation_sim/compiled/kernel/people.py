"""A person: hearing of firms, the chain of visits, standing with a firm, fatigue, recovering."""

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
from cocreation_sim.compiled.kernel.clock import plan
from cocreation_sim.compiled.layout import FLOW
from cocreation_sim.rules import belief, exhaustion, ideas, leaving, motive, people, trust
from cocreation_sim.rules import events as ev
from cocreation_sim.rules import reach as reaching

BLOCK = 52.0
BURNOUTS, RECOVERED = FLOW["burnouts"], FLOW["recovered"]


def person_node(s: Any, number: Any) -> Any:
    """Address of a person."""
    person = s.persons[number]
    return node_in_segment(s, number, np.int64(person.segment))


def node_in_segment(s: Any, number: Any, segment: Any) -> Any:
    """Address of a person of a segment."""
    record = s.segments[segment]
    return child(child(s.node[0], record.key), number - record.first)


def trait(s: Any, node: Any, which: Any) -> Any:
    """A standard normal number for a trait."""
    return normal(node, rn.TRAIT + which)


def resilience(s: Any, node: Any) -> Any:
    """Resilience of a person: read so rarely that it is drawn anew."""
    sd = s.world[0].psychology.differences.resilience_sd
    return people.spread(1.0, sd, trait(s, node, people.RESILIENCE))


def draw_traits(s: Any, number: Any, segment: Any) -> None:
    """Draw the traits that visits read."""
    p = s.world[0].psychology.differences
    person, m = s.persons[number], s.segments[segment]
    node = node_in_segment(s, number, segment)
    person.segment = segment
    cost = people.spread(1.0, p.effort_sd, trait(s, node, people.EFFORT))
    person.pace = people.pace(m, trait(s, node, people.PACE), p)
    person.money = people.spread(m.money, p.weight_sd, trait(s, node, people.MONEY))
    person.social = people.spread(m.social, p.weight_sd, trait(s, node, people.SOCIAL))
    person.intrinsic = people.spread(m.intrinsic, p.weight_sd, trait(s, node, people.INTRINSIC))
    person.optimism = people.spread(p.optimism, p.optimism_sd, trait(s, node, people.OPTIMISM))
    person.effort = m.effort * cost
    person.candidate_time = 0.0
    person.visit = -1
    person.visits = 0
    person.fatigue = -1
    person.known = True
    person.planned = False
    person.burned_out = False


def become_aware(s: Any, lane: Any, n: Any, number: Any, segment: Any, firm: Any, at: Any) -> None:
    """Hear of a campaign: engaged from now on, until interest fades."""
    w = s.world[0]
    if not s.persons[number].known:
        draw_traits(s, number, segment)
        for other in range(w.firms):
            s.relations[number * w.firms + other].state = ev.UNAWARE
    r = s.relations[number * w.firms + firm]
    r.node = child(child(node_in_segment(s, number, segment), rn.RELATION), s.numbers[firm].key)
    r.aware_at = at
    r.left_at = np.nan
    r.trust = s.numbers[firm].fairness
    r.trust_at = at
    r.visited_round = -1
    r.votes = 0
    r.pleased = 0
    r.k = 0
    r.history = -1
    r.interested = is_interested(s, r.node, firm)
    enter_state(s, lane, number, firm, ev.ENGAGED)
    boredom = w.psychology.leaving.boredom
    if boredom > 0.0:
        fades = at + exponential(r.node, rn.INTEREST) / boredom
        plan(s, lane, n, fades, number, ev.INTEREST_FADES, firm, 0, 0)


def is_interested(s: Any, node: Any, firm: Any) -> Any:
    """Whether a person would ever take part: the later one hears, the less likely."""
    w, f = s.world[0], s.numbers[firm]
    before = w.people * w.represents * (1.0 - uniform(node, rn.AWARENESS))
    share = reaching.interested_share(before, f.interested, f.dilution)
    return uniform(node, rn.INTERESTED) < share


def history_of(s: Any, lane: Any, number: Any, firm: Any) -> Any:
    """Where a person's history with a firm lies; it begins when first asked for."""
    r = s.relations[number * s.world[0].firms + firm]
    if r.history < 0:
        record = s.lanes[lane]
        r.history = record.histories
        record.histories += 1
        h = s.histories[r.history]
        h.wins = 0
        h.selected = 0
        h.ideas = 0
        h.entered = -1
        h.finished = -1
        h.active_period = -1
        h.returned = 0
        h.in_core = False
        h.paid = False
        h.next_entrant = -1
        h.tries = 0.0
        h.ability_mean = 0.0
        h.ability_variance = 1.0
        h.recognised = 0.0
        h.recognised_at = r.aware_at
        h.best_treatment = 0.0
        h.entry_draw = 0.0
        h.entry_log_odds = 0.0
        h.first_contribution = np.nan
        h.last_contribution = -np.inf
        h.earned = 0
    return r.history


def enter_state(s: Any, lane: Any, number: Any, firm: Any, state: Any) -> None:
    """Change the state towards a firm and count it."""
    r = s.relations[number * s.world[0].firms + firm]
    stocks = s.lane_stocks[lane, firm]
    stocks[r.state] -= 1
    stocks[state] += 1
    if s.persons[number].burned_out:
        stocks[4 + r.state] -= 1
        stocks[4 + state] += 1
    r.state = state


def can_visit(s: Any, number: Any) -> Any:
    """Whether a person is rested, and engaged by some firm."""
    if s.persons[number].burned_out:
        return False
    firms = s.world[0].firms
    for firm in range(firms):
        if s.relations[number * firms + firm].state == ev.ENGAGED:
            return True
    return False


def plan_visit(s: Any, lane: Any, n: Any, number: Any, after: Any) -> None:
    """Plan the next candidate visit of a person's own chain, if none is planned."""
    person = s.persons[number]
    pace = person.pace
    if person.planned or pace <= 0.0:
        return
    if person.visit < 0:
        block, candidate, time = 0, -1, 0.0
    else:
        block = person.visit >> 20
        candidate = person.visit & (rn.VISITS_A_BLOCK - 1)
        time = person.candidate_time
    if after >= (block + 1) * BLOCK:
        block = int(after / BLOCK)
        candidate = -1
        time = block * BLOCK
    visits = child(person_node(s, number), rn.VISITS)
    while True:
        candidate += 1
        node = child(visits, block * rn.VISITS_A_BLOCK + candidate)
        time += exponential(node, rn.GAP) / pace
        if time >= (block + 1) * BLOCK:
            block += 1
            candidate = -1
            time = block * BLOCK
        elif time > after:
            break
    person.candidate_time = time
    person.visit = block * rn.VISITS_A_BLOCK + candidate
    person.planned = True
    plan(s, lane, n, time, number, ev.VISITS, 0, person.visit, 0)


def trust_now(s: Any, number: Any, firm: Any, time: Any) -> Any:
    """Trust in a firm now."""
    w = s.world[0]
    r = s.relations[number * w.firms + firm]
    return trust.after(r.trust, time - r.trust_at, s.numbers[firm].fairness, w.psychology.trust)


def felt_now(s: Any, number: Any, firm: Any, time: Any) -> Any:
    """Recognition by a firm as felt now."""
    f = s.numbers[firm]
    if f.recognition == 0.0 and f.leaderboard == 0.0:
        return 0.0
    w = s.world[0]
    r = s.relations[number * w.firms + firm]
    p = w.psychology.motive
    stock = 0.0
    if r.history >= 0:
        h = s.histories[r.history]
        stock = exhaustion.faded(h.recognised, time - h.recognised_at, 1.0 / p.recognition_life)
    return motive.felt_recognition(f.recognition, f.leaderboard, stock, p)


def exhaustion_at(s: Any, number: Any, time: Any) -> Any:
    """Exhaustion at a time, 0 to 1."""
    where = s.persons[number].fatigue
    if where < 0:
        return 0.0
    t = s.fatigue[where]
    if t.odds == 0.0:
        return 0.0
    p = s.world[0].psychology.exhaustion
    return exhaustion.share(exhaustion.faded(t.odds, time - t.odds_at, p.recovery))


def add_load(s: Any, lane: Any, n: Any, number: Any, firm: Any, load: Any, time: Any) -> None:
    """Bear a load; above capacity it exhausts, and exhaustion can become burnout."""
    person = s.persons[number]
    p = s.world[0].psychology.exhaustion
    if person.burned_out:
        return
    if person.fatigue < 0:
        record = s.lanes[lane]
        person.fatigue = record.fatigue
        record.fatigue += 1
        new = s.fatigue[person.fatigue]
        new.odds = 0.0
        new.odds_at = 0.0
        new.load = 0.0
        new.load_at = 0.0
        new.times_burned_out = 0
        new.times_recovered = 0
    t = s.fatigue[person.fatigue]
    t.load = exhaustion.faded(t.load, time - t.load_at, 1.0 / p.load_life) + load
    t.load_at = time
    capacity = exhaustion.capacity(
        resilience(s, person_node(s, number)),
        person.pace,
        trust_now(s, number, firm, time),
        person.social,
        felt_now(s, number, firm, time),
        s.numbers[firm].openness,
        p,
    )
    strain = exhaustion.strain(t.load, capacity, p)
    if strain == 0.0:
        return
    t.odds = exhaustion.faded(t.odds, time - t.odds_at, p.recovery) + strain
    t.odds_at = time
    if exhaustion.burns_out(t.odds, p):
        person.burned_out = True
        t.times_burned_out += 1
        count_burnout(s, lane, number, 1)
        rested = time + exhaustion.recovery_time(t.odds, p)
        plan(s, lane, n, rested, number, ev.RECOVERS, 0, 0, 0)


def count_burnout(s: Any, lane: Any, number: Any, change: Any) -> None:
    """Keep the numbers of burned-out people by state, with every firm the person knows."""
    firms = s.world[0].firms
    for firm in range(firms):
        state = s.relations[number * firms + firm].state
        if state == ev.UNAWARE:
            continue
        s.lane_stocks[lane, firm, 4 + state] += change
        if leaving.is_present(state):
            s.lane_flows[lane, firm, BURNOUTS if change > 0 else RECOVERED] += 1


def recover(s: Any, lane: Any, n: Any, number: Any, time: Any) -> None:
    """Rested again: visits go on."""
    person = s.persons[number]
    person.burned_out = False
    s.fatigue[person.fatigue].times_recovered += 1
    count_burnout(s, lane, number, -1)
    if can_visit(s, number):
        plan_visit(s, lane, n, number, time)


def open_work(s: Any, firm: Any, time: Any) -> Any:
    """Share of a firm's open work that is left."""
    f = s.numbers[firm]
    return ideas.open_work(time - f.start * s.world[0].step, f.work_life)


def pieces_of(s: Any, number: Any, firm: Any, contributions: Any, time: Any, key: Any) -> Any:
    """Pieces of work an idea consists of."""
    person = s.persons[number]
    m = s.segments[person.segment]
    own = people.spread(m.pieces, m.pieces_sd, trait(s, person_node(s, number), people.PIECES))
    core = s.world[0].psychology.core.contributions
    left = open_work(s, firm, time)
    mean = ideas.mean_pieces(own, m.pieces_grown, contributions, core, left)
    mean *= s.firms[firm].spillover
    if mean > 1.0:
        return 1 + geometric_quantile(uniform(key, rn.PIECES), mean - 1.0)
    return 1


def money_pull(s: Any, number: Any, firm: Any) -> Any:
    """Pull of the money that a firm offers now."""
    f, person, p = s.numbers[firm], s.persons[number], s.world[0].psychology
    if f.money <= 0.0:
        return 0.0
    r = s.relations[number * s.world[0].firms + firm]
    wins, tries, ability = 0, 0.0, 0.0
    if r.history >= 0:
        h = s.histories[r.history]
        wins, tries, ability = h.wins, h.tries, h.ability_mean
    base = s.firms[firm].base_odds
    odds = belief.believed_odds(base, person.optimism, wins, tries, ability, p.belief)
    return motive.money_pull(person.money, odds, f.prize, f.pay, p.motive)


def money_share(s: Any, number: Any, firm: Any, time: Any) -> Any:
    """Share of what draws a person now that is money."""
    if s.numbers[firm].money <= 0.0:
        return 0.0
    felt = felt_now(s, number, firm, time)
    other = other_motives(s, number, firm, felt, s.firms[firm].crowding)
    return motive.money_share(money_pull(s, number, firm), other)


def other_motives(s: Any, number: Any, firm: Any, felt: Any, crowding: Any) -> Any:
    """Motives other than money, for contributing to a firm."""
    w, f, person = s.world[0], s.numbers[firm], s.persons[number]
    p = w.psychology.motive
    r = s.relations[number * w.firms + firm]
    if r.history >= 0:
        crowding = motive.crowding_left(crowding, f.money, s.histories[r.history].paid, p)
    if f.badges > 0.0:
        steers = uniform(person_node(s, number), rn.TRAIT + people.STEERS)
        felt += motive.badge_pull(f.badges, r.k, steers, p)
    return motive.other_motives(person.social, felt, person.intrinsic, crowding, f.openness, p)
