"""Events of people's own time: planned into sub-rounds, lane by lane."""

from __future__ import annotations

from typing import Any

import numpy as np

from cocreation_sim.compiled.layout import CHUNK, FULL_EVENTS, LINE
from cocreation_sim.compiled.memory import prefetch, prefetch_item
from cocreation_sim.rules import clock
from cocreation_sim.rules import events as ev

AHEAD = 8


def lane_of(s: Any, person: Any) -> Any:
    """Lane of a person."""
    return person // s.lanes[0].end if len(s.lanes) > 1 else 0


def code_of(kind: Any, firm: Any, news: Any) -> Any:
    """Kind, firm and news of an event in one number that keeps their order, news last."""
    return (kind * 65536 + firm) * 16 + news


def add_event(s: Any, lane: Any, n: Any, time: Any, person: Any, code: Any, detail: Any) -> Any:
    """Write an event on the agenda of a sub-round, and return where it stands; -1 if full."""
    agenda = s.agenda[lane, n]
    if agenda[1] < 0 or agenda[2] == CHUNK:
        record = s.lanes[lane]
        chunk = record.free_chunk
        if chunk >= 0:
            record.free_chunk = s.chunk_after[chunk]
        elif record.chunks < record.chunks_end:
            chunk = record.chunks
            record.chunks += 1
        else:
            record.full |= FULL_EVENTS
            return -1
        s.chunk_after[chunk] = -1
        if agenda[1] < 0:
            agenda[0] = chunk
        else:
            s.chunk_after[agenda[1]] = chunk
        agenda[1] = chunk
        agenda[2] = 0
    where = np.int64(agenda[1]) * CHUNK + agenda[2]
    agenda[2] += 1
    event = s.events[where]
    event.time = time
    event.detail = detail
    event.person = person
    event.code = code
    prefetch(s.events[where], 2 * LINE)
    return where


def comes_before(s: Any, a: Any, b: Any) -> Any:
    """Whether a person's event a comes before b: by time, kind, firm, detail, news."""
    one, two = s.events[a], s.events[b]
    if one.time != two.time:
        return one.time < two.time
    if one.code >> 4 != two.code >> 4:
        return one.code < two.code
    if one.detail != two.detail:
        return one.detail < two.detail
    return one.code < two.code


def make_due(s: Any, person: Any, where: Any) -> None:
    """Put an event among those a person lives through in this sub-round."""
    at = np.int64(s.pending[person])
    if at < 0 or comes_before(s, where, at):
        s.event_after[where] = at
        s.pending[person] = where
        return
    while s.event_after[at] >= 0 and not comes_before(s, where, s.event_after[at]):
        at = np.int64(s.event_after[at])
    s.event_after[where] = s.event_after[at]
    s.event_after[at] = where


def plan(
    s: Any, lane: Any, now: Any, time: Any, person: Any, kind: Any, firm: Any, detail: Any,
    news: Any,
) -> None:  # fmt: skip
    """Plan an event; `now` is the sub-round being played."""
    w = s.world[0]
    step = w.step
    if time > (w.sub_rounds + 1) * step:
        return
    n = max(clock.sub_round_of(time, step), now)
    if n > w.sub_rounds:
        return
    where = add_event(s, lane, n, time, person, code_of(kind, firm, news), detail)
    if where >= 0 and n == now and s.lanes[lane].living == person:
        make_due(s, person, where)


def gather(s: Any, lane: Any, n: Any, only_news_until: Any) -> None:
    """Hand the events of a sub-round to their people."""
    record = s.lanes[lane]
    agenda = s.agenda[lane, n]
    chunk, last, used = np.int64(agenda[0]), np.int64(agenda[1]), np.int64(agenda[2])
    count = 0
    while chunk >= 0:
        size = used if chunk == last else CHUNK
        for k in range(size):
            where = chunk * CHUNK + k
            if k + AHEAD < size:
                prefetch_item(s.pending, np.int64(s.events[where + AHEAD].person))
            elif chunk != last:
                ahead = np.int64(s.chunk_after[chunk]) * CHUNK + k + AHEAD - size
                prefetch_item(s.pending, np.int64(s.events[ahead].person))
            person = np.int64(s.events[where].person)
            if only_news_until >= 0.0:
                kind = s.events[where].code // (65536 * 16)
                if kind != ev.NEWS or s.events[where].time > only_news_until:
                    continue
            if s.pending[person] < 0:
                s.who[record.first + count] = person
                count += 1
            make_due(s, person, where)
        chunk = np.int64(s.chunk_after[chunk]) if chunk != last else -1
    record.who = count


def release(s: Any, lane: Any, n: Any) -> None:
    """Free the agenda of a sub-round that is over."""
    agenda = s.agenda[lane, n]
    if agenda[0] >= 0:
        record = s.lanes[lane]
        s.chunk_after[agenda[1]] = record.free_chunk
        record.free_chunk = agenda[0]
        agenda[0] = -1
        agenda[1] = -1
        agenda[2] = 0
