"""A lane's share of a sub-round: who hears of firms, who is summoned, people's own time."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from cocreation_sim import randomness as rn
from cocreation_sim.compiled.addresses import child, exponential, uniform
from cocreation_sim.compiled.kernel.clock import gather, plan, release
from cocreation_sim.compiled.kernel.news import dispatch
from cocreation_sim.compiled.kernel.people import become_aware, can_visit, plan_visit
from cocreation_sim.compiled.kernel.visits import cast_votes
from cocreation_sim.compiled.memory import prefetch, prefetch_item
from cocreation_sim.rules import events as ev
from cocreation_sim.rules.reach import hears_at

AHEAD, NEAR = 10, 4  # people whose records are asked for, and what these lead to


def awareness(s: Any, number: Any, segment: Any, firm: Any) -> Any:
    """The uniform number behind a person's threshold of awareness of a firm."""
    m = s.segments[segment]
    node = child(child(s.node[0], m.key), number - m.first)
    return uniform(child(child(node, rn.RELATION), s.numbers[firm].key), rn.AWARENESS)


def bucket_of(s: Any, u: Any, head_start: Any, buckets: Any) -> Any:
    """A bucket of thresholds, those of a low number first: by exp(-threshold)."""
    reached = u * head_start
    if not reached < 1.0:
        return 0
    return 1 + min(int((1.0 - reached) * buckets), buckets - 1)


def sort_unaware(s: Any, lane: Any, firm: Any) -> None:
    """Put a lane's people into buckets by their thresholds."""
    record = s.lanes[lane]
    starts = s.reach_start[firm, lane]
    buckets = len(starts) - 2
    for k in range(len(starts)):
        starts[k] = 0
    for turn in range(2):
        for segment in range(s.world[0].segments):
            m = s.segments[segment]
            head_start = math.exp(m.aware)
            key = child(s.node[0], m.key)
            firm_key = s.numbers[firm].key
            for number in range(max(m.first, record.first), min(m.first + m.size, record.end)):
                relation = child(child(child(key, number - m.first), rn.RELATION), firm_key)
                u = uniform(relation, rn.AWARENESS)
                bucket = bucket_of(s, u, head_start, buckets)
                if turn == 0:
                    starts[bucket + 1] += 1
                else:
                    s.unaware[firm, starts[bucket]] = number
                    starts[bucket] += 1
        if turn == 0:
            total = record.first
            for k in range(len(starts)):
                total += starts[k]
                starts[k] = total
    for k in range(len(starts) - 1, 0, -1):
        starts[k] = starts[k - 1]
    starts[0] = record.first
    s.reach_at[firm, lane, 0] = record.first
    s.reach_at[firm, lane, 1] = record.first
    s.reach_at[firm, lane, 2] = 0


def segment_of(s: Any, number: Any) -> Any:
    """Segment of a person."""
    segment = 0
    while number >= s.segments[segment].first + s.segments[segment].size:
        segment += 1
    return segment


def reach(s: Any, lane: Any, firm: Any, n: Any) -> None:
    """Make aware whom the hazard of hearing of a firm has passed."""
    w, f = s.world[0], s.firms[firm]
    time = n * w.step
    hazard, before, added = f.hazard, f.hazard_before, f.hazard_added
    starts = s.reach_start[firm, lane]
    buckets = len(starts) - 2
    at = s.reach_at[firm, lane]
    passed = math.exp(-hazard) * (1.0 - 1e-9)
    while at[2] <= buckets and (at[2] == 0 or 1.0 - (at[2] - 1) / buckets >= passed):
        at[2] += 1
        at[1] = starts[at[2]]
    k = at[0]
    while k < at[1]:
        if k + AHEAD < at[1]:
            ahead = np.int64(s.unaware[firm, k + AHEAD])
            prefetch(s.persons[ahead], 0)
            prefetch(s.persons[ahead], 64)
            prefetch(s.relations[ahead * w.firms + firm], 0)
        number = np.int64(s.unaware[firm, k])
        segment = segment_of(s, number)
        u = awareness(s, number, segment, firm)
        threshold = -math.log(u) - s.segments[segment].aware
        if threshold <= hazard:
            heard = hears_at(threshold, before, added, time, w.step)
            s.unaware[firm, k] = s.unaware[firm, at[0]]
            s.unaware[firm, at[0]] = number
            at[0] += 1
            become_aware(s, lane, n, number, segment, firm, heard)
        k += 1


def plan_first_visits(s: Any, lane: Any, firm: Any, n: Any, first: Any) -> None:
    """Plan the visits of those who have just heard of a firm, from the first they heard of."""
    w = s.world[0]
    time = n * w.step
    for k in range(first, s.reach_at[firm, lane, 0]):
        number = np.int64(s.unaware[firm, k])
        if not can_visit(s, number):
            continue
        heard = math.inf
        for other in range(w.firms):
            r = s.relations[number * w.firms + other]
            if r.state != ev.UNAWARE and r.aware_at >= time:
                heard = min(heard, r.aware_at)
        plan_visit(s, lane, n, number, heard)


def summon(s: Any, lane: Any, firm: Any, n: Any) -> None:
    """A new brief summons some of those who are engaged."""
    w, f, record = s.world[0], s.numbers[firm], s.lanes[lane]
    time, call_number = n * w.step, s.firms[firm].round
    mean_delay = w.summons_delay * f.round_steps * w.step
    for number in range(record.first, record.end):
        if not s.persons[number].known:
            continue
        r = s.relations[number * w.firms + firm]
        if r.state != ev.ENGAGED:
            continue
        call = child(r.node, rn.CALL + call_number)
        if uniform(call, rn.SUMMONED) < f.summons:
            delay = exponential(call, rn.SUMMONS_DELAY) * mean_delay
            at = max(time, r.aware_at) + delay
            plan(s, lane, n, at, number, ev.SUMMONED, firm, call_number, 0)


def play_lane(s: Any, lane: Any, n: Any) -> None:
    """A lane's share of a sub-round."""
    w = s.world[0]
    firms = w.firms
    for firm in range(firms):
        if n >= s.numbers[firm].start:
            s.lane_counts[lane, firm, 3] = s.reach_at[firm, lane, 0]
            reach(s, lane, firm, n)
    for firm in range(firms):
        if n >= s.numbers[firm].start:
            plan_first_visits(s, lane, firm, n, s.lane_counts[lane, firm, 3])
    for firm in range(firms):
        if s.firms[firm].launches:
            summon(s, lane, firm, n)
    gather(s, lane, n, -1.0)
    live(s, lane, n)
    release(s, lane, n)


def live(s: Any, lane: Any, n: Any) -> None:
    """People's own time: every event of the sub-round, person by person, in order of time."""
    record = s.lanes[lane]
    first = record.first
    firms = s.world[0].firms
    for k in range(record.who):
        number = np.int64(s.who[first + k])
        if k + AHEAD < record.who:  # what will be read soon is on its way already
            ahead = np.int64(s.who[first + k + AHEAD])
            prefetch(s.persons[ahead], 0)
            prefetch(s.persons[ahead], 64)
            prefetch(s.relations[ahead * firms], 0)
            prefetch_item(s.pending, ahead)
        if k + NEAR < record.who:
            near = np.int64(s.who[first + k + NEAR])
            fatigue, history = s.persons[near].fatigue, s.relations[near * firms].history
            if fatigue >= 0:
                prefetch(s.fatigue[fatigue], 0)
            if history >= 0:
                prefetch(s.histories[history], 0)
                prefetch(s.histories[history], 64)
        record.living = number if n < s.world[0].sub_rounds else -1
        while s.pending[number] >= 0:
            event = s.events[s.pending[number]]
            s.pending[number] = s.event_after[s.pending[number]]
            dispatch(s, lane, n, number, event.time, np.int64(event.code), event.detail)
    record.living = -1
    cast_votes(s, lane)


def deliver_last_news(s: Any, lane: Any, n: Any) -> None:
    """Deliver news that is due at the very end."""
    gather(s, lane, n, n * s.world[0].step)
    live(s, lane, n)
    release(s, lane, n)
