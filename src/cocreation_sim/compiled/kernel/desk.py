"""A firm's desk: the queue of ideas to be read, reading and answering."""

from __future__ import annotations

from typing import Any

import numpy as np

from cocreation_sim import randomness as rn
from cocreation_sim.compiled.addresses import normal, uniform
from cocreation_sim.compiled.kernel import heaps
from cocreation_sim.compiled.kernel.clock import lane_of, plan
from cocreation_sim.compiled.kernel.firms import accept, end_idea, tell
from cocreation_sim.compiled.layout import FLOW, MONEY
from cocreation_sim.rules import clock, selection
from cocreation_sim.rules import core as core_rules
from cocreation_sim.rules import events as ev
from cocreation_sim.rules import review as reviewing

READ, REVIEW = FLOW["read"], MONEY["review"]


def find_active_core(s: Any, firm: Any, time: Any) -> None:
    """Core members who contributed lately and are rested and engaged, by number."""
    w, f, record = s.world[0], s.numbers[firm], s.firms[firm]
    record.active_core = 0
    if not f.has_core:
        return
    core = s.core[firm]
    for lane in range(len(s.lanes)):
        for k in range(s.lanes[lane].new_core):
            where = s.new_core[lane, k]
            if where % w.firms == firm:
                number = where // w.firms
                at = record.core
                while at > 0 and core[at - 1] > number:
                    core[at] = core[at - 1]
                    at -= 1
                core[at] = number
                record.core += 1
    if f.capacity_per_core == 0.0:
        return
    kept = 0
    p = w.psychology.core
    for k in range(record.core):
        number = core[k]
        r = s.relations[number * w.firms + firm]
        h = s.histories[r.history]
        if not core_rules.is_active(h.last_contribution, time, p):
            h.in_core = False
            continue
        core[kept] = number
        kept += 1
        if not s.persons[number].burned_out and r.state != ev.DISENGAGED:
            s.active_core[record.active_core] = number
            record.active_core += 1
    record.core = kept


def wait(s: Any, firm: Any, serial: Any) -> None:
    """Put an idea in the review queue."""
    record, idea = s.firms[firm], s.ideas[firm, serial]
    if idea.fate == ev.OPEN:
        idea.waiting = True
        record.waiting += 1
        place = uniform(idea.key, rn.QUEUE)
        record.queue = heaps.push(s.queue[firm], record.queue, place, 0.0, serial, serial)


def review(s: Any, firm: Any, n: Any) -> None:
    """Read waiting ideas in slots of real time, each that with the lowest place."""
    w, f, record = s.world[0], s.numbers[firm], s.firms[firm]
    time, step = n * w.step, w.step
    find_active_core(s, firm, time)
    rate = reviewing.rate(f.capacity, f.capacity_per_core, record.active_core)
    before = record.slots
    record.slots = before + rate * step
    if f.two_step:
        return
    arrived = record.newborn
    slot = clock.slots_by(before) + 1
    last = clock.slots_by(record.slots)
    queue = s.queue[firm]
    while slot <= last:
        now = clock.slot_time(slot, before, time, rate)
        while arrived < record.ideas and s.ideas[firm, arrived].born <= now:
            wait(s, firm, arrived)
            arrived += 1
        while record.queue > 0 and not s.ideas[firm, queue[0].what].waiting:
            record.queue = heaps.pop(queue, record.queue)
        if record.queue == 0:
            if arrived == record.ideas:
                break
            slot = clock.slot_after(slot, s.ideas[firm, arrived].born, before, time, rate)
            continue
        record.queue = heaps.pop(queue, record.queue)
        serial = np.int64(queue[record.queue].what)
        read(s, firm, serial, now)
        respond(s, firm, serial, n, now, rate)
        slot += 1
    for serial in range(arrived, record.ideas):
        wait(s, firm, serial)


def read(s: Any, firm: Any, serial: Any, time: Any) -> None:
    """Read an idea: it costs, and the firm has an opinion from now on."""
    f, record, idea = s.numbers[firm], s.firms[firm], s.ideas[firm, serial]
    if idea.waiting:
        idea.waiting = False
        record.waiting -= 1
    idea.read_at = time
    z = normal(idea.key, rn.JUDGEMENT)
    idea.judged = selection.judged_quality(idea.quality, f.judgement_noise, f.crowd_weight, z)
    s.money[firm, REVIEW] += f.read_cents
    s.flows[firm, READ] += 1


def respond(s: Any, firm: Any, serial: Any, n: Any, now: Any, rate: Any) -> None:
    """Reply, give reasons or stay silent; where merging is decided at review, decide."""
    f, record, idea = s.numbers[firm], s.firms[firm], s.ideas[firm, serial]
    end = (n + 1) * s.world[0].step
    heard = reviewing.heard_at(now, f.delay, end)
    replies = reviewing.replies(uniform(idea.key, rn.REPLY), f.answered)
    explains = reviewing.explains(uniform(idea.key, rn.EXPLANATION), f.explained)
    accepted = f.merges and reviewing.is_accepted(idea.judged, f.bar)
    # a core member who reviews bears the load
    u = uniform(idea.key, rn.REVIEWER)
    which = reviewing.reviewer(u, rate, f.capacity_per_core, record.active_core)
    if which >= 0:
        reviewer = s.active_core[which]
        plan(s, lane_of(s, reviewer), n + 1, end, reviewer, ev.LOAD, firm, serial, 0)
    if f.merges:
        record.decided += 1
    if accepted:
        record.merged += 1
        accept(s, firm, serial, n, now, ev.MERGED, heard)
    if replies:
        idea.answer_sent = True
        tell(s, firm, serial, n, heard, reviewing.answer(explains))
    if f.merges and not accepted:
        end_idea(s, firm, serial, ev.FATE_REJECTED, now)
        if not replies:
            tell(s, firm, serial, n, heard, reviewing.refusal(f.announce))
