"""Playing runs with the compiled kernel: memory that grows as needed, threads, raw tables."""

from __future__ import annotations

import functools
import os
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from cocreation_sim.compiled import layout
from cocreation_sim.compiled.build import Kernel, compiled
from cocreation_sim.compiled.kernel.run import (
    BEGIN_FIRMS,
    BEGIN_LANES,
    END,
    OPEN,
    PLAY,
    PLAY_LANES,
    TELL_CUSTOMERS,
    TELL_PEOPLE,
)
from cocreation_sim.compiled.memory import Room, State, aligned, shapes
from cocreation_sim.compiled.packing import Packed, pack
from cocreation_sim.errors import InputError
from cocreation_sim.randomness import run_node
from cocreation_sim.records import (
    CUSTOMER_COLUMNS,
    IDEA_COLUMNS,
    PEOPLE_COLUMNS,
    Columns,
    Tables,
    reached_column,
)
from cocreation_sim.rulebook import Rule, check_swaps, fingerprint, rule_modules
from cocreation_sim.scenario.limits import CAUSES
from cocreation_sim.scenario.scenario import Scenario

PEOPLE_A_LANE = 1 << 15
MOST_LANES = 32
REMEMBERED = 4096
# Arrays that are read here and there and used to their end: big pages serve them.
DENSE = ("persons", "relations", "ideas", "voted")
WRITTEN = ("customers", "people")  # anew for each run, and handed over
TOLD = (
    "world", "numbers", "segments", "persons", "relations", "histories", "fatigue", "lanes",
    "firms", "ideas", "reached", "stocks", "failures", "timeline",
)  # fmt: skip

Array = layout.Array


@functools.cache
def default_kernel() -> Kernel:
    """The kernel of the rules as they are."""
    return compiled()


SWAPPED: dict[tuple[tuple[str, str], ...], Kernel] = {}
COMPILING = threading.Lock()


def kernel_of(swaps: Mapping[str, Rule] | None) -> Kernel:
    """The kernel of the rules, with some swapped; each is built once a session."""
    with COMPILING:
        if not swaps:
            return default_kernel()
        check_swaps(swaps, rule_modules())
        key = tuple(sorted((name, fingerprint(rule)) for name, rule in swaps.items()))
        if key not in SWAPPED:
            SWAPPED[key] = compiled(swaps)
        return SWAPPED[key]


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
        events=int(w["sub_rounds"]) + 4 * share * firms // layout.CHUNK + 64,
        born=max(256, share // 4),
        ballots=max(256, share),
        voted=power_of_two(max(4096, 2 * share)),
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
    """A state; what of it is never touched takes no memory."""
    w = packed.world[0]
    people = int(w["people"])
    wanted = shapes(w, lanes_for(people), len(packed.milestones), len(packed.phases), room)
    try:
        arrays = {
            name: aligned(wanted[name], kind, name in DENSE)
            for name, (kind, _) in layout.ARRAYS.items()
        }
    except MemoryError as error:
        raise InputError(
            f"a crowd of {people:,} simulated people does not fit into memory; let each simulated "
            "person stand for more (population.represents)"
        ) from error
    for name, array in packed._asdict().items():
        arrays[name][...] = array
    return State(arrays)


class Player:
    """Plays runs one after another in memory of its own, which it keeps for the next.

    Parameters
    ----------
    threads
        How many threads may share a big run; by default as many as there are cores. The result
        does not depend on it.
    rules
        Functions to play instead of a rule of this package, by name as "motive.crowding".

    Raises
    ------
    InputError
        If a rule to be swapped does not exist, or a crowd does not fit into memory.
    """

    def __init__(self, threads: int | None = None, rules: Mapping[str, Rule] | None = None) -> None:
        self.threads = (os.cpu_count() or 1) if threads is None else threads
        self.kernel = kernel_of(rules)
        self.scenario: Scenario | None = None
        self.packed: dict[int, tuple[Scenario, Packed]] = {}  # by identity
        self.room = Room(0, 0, 0, 0, 0, 0, 0)
        self.state: State | None = None

    def play(self, scenario: Scenario, seed: int, replication: int) -> Tables:
        """Play one run and return its raw tables."""
        self.prepare(scenario)
        while True:
            state = self.state
            assert state is not None
            state["node"][0] = run_node(seed, replication)
            full = self.play_through(state)
            if not full:
                if len(state["lanes"]) > 1:
                    state.keep(TOLD)
                    self.scenario = self.state = None  # not kept for the next
                return tables(self.kernel, state, scenario)
            del state  # before a larger one is made
            self.room = larger(self.room, full)
            self.prepare(scenario, anew=True)

    def prepare(self, scenario: Scenario, anew: bool = False) -> None:
        """Make the state fit a scenario."""
        if scenario is self.scenario and not anew:
            return
        packed = self.packed_for(scenario)
        self.scenario = scenario
        self.room = Room(*map(max, self.room, first_room(packed)))
        world = packed.world[0]
        lanes = lanes_for(int(world["people"]))
        wanted = shapes(world, lanes, len(packed.milestones), len(packed.phases), self.room)
        old = self.state
        if old is not None and all(
            old[name].shape == shape for name, shape in wanted.items() if name not in WRITTEN
        ):
            for name, array in packed._asdict().items():
                old[name][...] = array
        else:
            self.state = None  # before the new one is made
            self.state = make_state(packed, self.room)

    def packed_for(self, scenario: Scenario) -> Packed:
        """A scenario's numbers; those of the last few thousand scenarios are remembered."""
        if id(scenario) not in self.packed:
            if len(self.packed) >= REMEMBERED:
                self.packed.clear()
            self.packed[id(scenario)] = (scenario, pack(scenario))
        return self.packed[id(scenario)][1]

    def play_through(self, state: State) -> int:
        """Play a run in a state; 0, or what of it was too small."""
        kernel, lanes = self.kernel, len(state["lanes"])
        workers = min(lanes, self.threads)
        if workers == 1:
            return kernel(state, PLAY, 0, 0, 0)
        with ThreadPoolExecutor(workers) as pool:

            def together(task: int, n: int) -> None:
                list(pool.map(lambda k: kernel(state, task, k, workers, n), range(workers)))

            kernel(state, BEGIN_FIRMS, 0, 0, 0)
            together(BEGIN_LANES, 0)
            for n in range(int(state["world"][0]["sub_rounds"])):
                kernel(state, OPEN, 0, 0, n)
                together(PLAY_LANES, n)
                full = kernel(state, END, 0, 0, n)
                if full:
                    return full
        return 0


def tables(kernel: Kernel, s: State, scenario: Scenario) -> Tables:
    """Everything that is reported, as raw columns; a big state is used up by it."""
    names = sorted(scenario.campaigns)
    big = len(s["lanes"]) > 1
    everybody = int(s["world"][0]["people"])
    timeline: dict[str, Columns] = {}
    ideas: dict[str, Columns] = {}
    customers: dict[str, Columns] = {}
    failures: dict[str, dict[str, float]] = {}
    for firm, name in enumerate(names):
        line = s["timeline"][firm].T.copy()
        timeline[name] = dict(zip(layout.TIMELINE, line, strict=True))
        count, first = int(s["firms"][firm]["ideas"]), int(s["numbers"][firm]["first_milestone"])
        made = s["ideas"][firm, :count]
        ideas[name] = {
            column: made["milestone" if column == "milestones" else column].astype(kind)
            for column, kind in IDEA_COLUMNS
        }
        for k in range(int(s["numbers"][firm]["milestones"])):
            ideas[name][reached_column(k)] = s["reached"][first + k, :count].copy()
        failures[name] = {
            cause: float(time)
            for cause, time in zip(CAUSES, s["failures"][firm], strict=True)
            if not np.isnan(time)
        }
    del made
    if big:
        s.keep(name for name in TOLD if name not in ("ideas", "reached"))
    for firm, name in enumerate(names):
        aware = everybody - int(s["stocks"][firm, 0])
        rows = read_table(kernel, s, "customers", aware, TELL_CUSTOMERS, firm)
        customers[name] = {column: rows[column] for column, _ in CUSTOMER_COLUMNS}
    if big:
        used = ("ideas", "reached", "relations", "histories")
        s.keep(name for name in TOLD if name not in used)
    rows = read_table(kernel, s, "people", everybody, TELL_PEOPLE, 0)
    people = {column: rows[column] for column, _ in PEOPLE_COLUMNS}
    return Tables(timeline, ideas, customers, people, failures)


def read_table(kernel: Kernel, s: State, name: str, rows: int, task: int, firm: int) -> Array:
    """Rows of a table that the kernel writes into new memory."""
    written = np.zeros(rows, layout.ARRAYS[name][0])
    s.put(name, written)
    kernel(s, task, firm, 0, 0)
    return written
