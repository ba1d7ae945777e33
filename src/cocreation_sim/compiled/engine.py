"""Playing runs with the compiled kernel: memory that grows as needed, threads, raw tables."""

from __future__ import annotations

import functools
import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np

from cocreation_sim.compiled import layout
from cocreation_sim.compiled.build import Kernel
from cocreation_sim.compiled.layout import CHUNK, Packed, State, pack
from cocreation_sim.errors import InputError
from cocreation_sim.records import CUSTOMER_COLUMNS, IDEA_COLUMNS, PEOPLE_COLUMNS, Columns, Tables
from cocreation_sim.scenario.scenario import Scenario

PEOPLE_A_LANE = 1 << 15
MOST_LANES = 32
MOST_BYTES = 64 << 30

Array = layout.Array


@functools.cache
def default_kernel() -> Kernel:
    """The kernel of the rules as they are."""
    return Kernel()


class Room(NamedTuple):
    """For how much a state has room."""

    ideas: int  # of a firm
    events: int  # chunks of a lane
    born: int  # ideas of a lane and sub-round
    ballots: int  # votes of a lane and sub-round
    voted: int  # votes of a lane, with space between
    votes: int
    due: int


def power_of_two(n: int) -> int:
    """The next power of two."""
    return 1 << max(0, n - 1).bit_length()


def lanes_for(people: int) -> int:
    """Number of lanes for a crowd: it never depends on the number of threads."""
    return min(MOST_LANES, max(1, people // PEOPLE_A_LANE))


def first_room(packed: Packed) -> Room:
    """Room to begin with: what most runs need."""
    w = packed.world[0]
    people, firms, lanes = int(w["people"]), int(w["firms"]), lanes_for(int(w["people"]))
    share = people // lanes + 1
    return Room(
        ideas=max(1024, people),
        events=int(w["sub_rounds"]) + 4 * share * firms // CHUNK + 64,
        born=max(256, share // 4),
        ballots=max(256, share),
        voted=power_of_two(max(1024, share)),
        votes=max(1024, 2 * people),
        due=max(1024, people) + 64,
    )


def larger(room: Room, full: int) -> Room:
    """Twice the room for what was too small."""
    twice = {
        layout.FULL_IDEAS: ("ideas", "due"),
        layout.FULL_EVENTS: ("events",),
        layout.FULL_BORN: ("born",),
        layout.FULL_BALLOTS: ("ballots",),
        layout.FULL_VOTED: ("voted",),
        layout.FULL_VOTES: ("votes",),
        layout.FULL_DUE: ("due",),
    }
    names = {name for bit, fields in twice.items() if full & bit for name in fields}
    return room._replace(**{name: 2 * getattr(room, name) for name in names})


def make_state(packed: Packed, room: Room) -> State:
    """An empty state; what is never touched takes no memory."""
    w = packed.world[0]
    people, firms, steps = int(w["people"]), int(w["firms"]), int(w["sub_rounds"])
    lanes = lanes_for(people)
    share = people // lanes + 1
    buckets = max(16, min(1 << 16, share // 16))
    leaves = 1 << int(w["depth"])
    flows, kinds = len(layout.FLOW), len(layout.MONEY)
    chunks = lanes * room.events
    i4, i8, f8 = np.int32, np.int64, np.float64
    try:
        return State(
            world=packed.world,
            numbers=packed.numbers,
            segments=packed.segments,
            milestones=packed.milestones,
            complements=packed.complements,
            node=np.zeros(1, np.uint64),
            persons=np.zeros(people, layout.PERSON),
            relations=np.empty(people * firms, layout.RELATION),
            histories=np.empty(people * firms, layout.HISTORY),
            tirings=np.empty(people, layout.TIRING),
            pending=np.empty(people, i4),
            who=np.empty(people, i4),
            unaware=np.empty((firms, people), i4),
            reach_start=np.empty((firms, lanes, buckets + 2), i4),
            reach_at=np.zeros((firms, lanes, 3), i8),
            lanes=np.zeros(lanes, layout.LANE),
            events=np.empty(chunks * CHUNK, layout.EVENT),
            event_after=np.empty(chunks * CHUNK, i4),
            chunk_after=np.empty(chunks, i4),
            agenda=np.empty((lanes, steps + 1, 3), i4),
            born=np.empty((lanes, room.born), layout.IDEA),
            ballots=np.empty((lanes, room.ballots), layout.BALLOT),
            voted=np.zeros((lanes, room.voted), np.uint64),
            new_core=np.empty((lanes, share * firms), i8),
            entrants=np.empty((lanes, firms), i8),
            lane_flows=np.zeros((lanes, firms, flows), i8),
            lane_stocks=np.zeros((lanes, firms, 8), i8),
            lane_counts=np.zeros((lanes, firms, 4), i8),
            firms=np.zeros(firms, layout.FIRM),
            ideas=np.empty((firms, room.ideas), layout.IDEA),
            lasting=np.empty((firms, 2 * leaves), f8),
            fading=np.empty((firms, 2 * leaves), f8),
            leaf_first=np.empty((firms, leaves), i4),
            leaf_last=np.empty((firms, leaves), i4),
            visible=np.empty((firms, room.ideas), i4),
            scratch=np.empty(room.ideas, i8),
            marketed=np.empty((firms, room.ideas), i8),
            queue=np.empty((firms, room.ideas), layout.HEAP),
            heap=np.empty(room.ideas + 1, layout.HEAP),
            votes=np.empty(room.votes, layout.VOTE),
            votes_used=np.zeros(2, i8),
            due=np.empty(room.due, layout.DUE),
            due_at=np.empty((firms, steps + 1), i4),
            core=np.empty((firms, people), i8),
            active_core=np.empty(people, i8),
            flows=np.zeros((firms, flows), i8),
            stocks=np.zeros((firms, 8), i8),
            money=np.zeros((firms, kinds), i8),
            recorded=np.zeros((firms, flows + kinds + 1), i8),
            failures=np.empty((firms, len(layout.CAUSES)), f8),
            ideas_by=np.empty((firms, steps + 1), i8),
            timeline=np.zeros((firms, int(w["periods"]), len(layout.TIMELINE)), i8),
        )
    except MemoryError as error:
        raise InputError(
            f"a crowd of {people:,} simulated people does not fit into memory; let each simulated "
            "person stand for more (population.represents)"
        ) from error


def play(scenario: Scenario, seed: int, replication: int, threads: int | None = None) -> Tables:
    """Play one run and return its raw tables."""
    packed = pack(scenario)
    kernel = default_kernel()
    room = first_room(packed)
    while True:
        state = make_state(packed, room)
        full = play_once(kernel, state, seed, replication, threads)
        if not full:
            return tables(kernel, state, scenario)
        room = larger(room, full)


def play_once(
    kernel: Any, state: State, seed: int, replication: int, threads: int | None
) -> int:
    """Play a run in a state; 0, or what of it was too small."""
    node, number = np.uint64(seed), np.uint64(replication)
    lanes = len(state.lanes)
    workers = min(lanes, threads or os.cpu_count() or 1)
    if workers == 1:
        return int(kernel.play(state, node, number))
    with ThreadPoolExecutor(workers) as pool:
        kernel.begin_firms(state, node, number)
        list(pool.map(lambda k: kernel.begin_lanes(state, k, workers), range(workers)))
        for n in range(int(state.world[0]["sub_rounds"])):
            kernel.open_sub_round(state, n)
            list(pool.map(lambda k, n=n: kernel.play_lanes(state, k, workers, n), range(workers)))
            if kernel.too_small(state):
                break
            kernel.end_sub_round(state, n)
            if kernel.too_small(state):
                break
        return int(kernel.too_small(state))


CustomerColumns = NamedTuple("CustomerColumns", [(name, Any) for name, _ in CUSTOMER_COLUMNS])
PeopleColumns = NamedTuple("PeopleColumns", [(name, Any) for name, _ in PEOPLE_COLUMNS])


def tables(kernel: Any, s: State, scenario: Scenario) -> Tables:
    """Everything that is reported, as raw columns."""
    w = s.world[0]
    now = int(w["sub_rounds"]) * float(w["step"])
    names = sorted(scenario.campaigns)
    people = PeopleColumns(*(np.empty(int(w["people"]), kind) for _, kind in PEOPLE_COLUMNS))
    kernel.tell_people(s, now, people)
    timeline: dict[str, Columns] = {}
    ideas: dict[str, Columns] = {}
    customers: dict[str, Columns] = {}
    failures: dict[str, dict[str, float]] = {}
    for firm, name in enumerate(names):
        timeline[name] = {
            column: s.timeline[firm, :, k].copy() for k, column in enumerate(layout.TIMELINE)
        }
        made = s.ideas[firm, : int(s.firms[firm]["ideas"])]
        ideas[name] = {
            column: made["milestone" if column == "milestones" else column].astype(kind)
            for column, kind in IDEA_COLUMNS
        }
        rows = int(kernel.count_aware(s, firm))
        told = CustomerColumns(*(np.empty(rows, kind) for _, kind in CUSTOMER_COLUMNS))
        kernel.tell_customers(s, firm, now, told)
        customers[name] = told._asdict()
        failures[name] = {
            cause: float(time)
            for cause, time in zip(layout.CAUSES, s.failures[firm], strict=True)
            if not np.isnan(time)
        }
    return Tables(timeline, ideas, customers, people._asdict(), failures)
