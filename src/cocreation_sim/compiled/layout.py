"""How the compiled engine's state lies in memory, and how a scenario is packed for it.

One record a person, a relation (person and firm), an idea, an event; what few people ever have
(a history of contributions, tiredness) lies apart, so that a million people fit in little memory.
"""

from __future__ import annotations

import typing
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from cocreation_sim.records import CUSTOMER_COLUMNS, FLOWS, PEOPLE_COLUMNS, SPENDING, STOCKS
from cocreation_sim.rules import numbers
from cocreation_sim.rules.people import SegmentNumbers
from cocreation_sim.scenario.behaviour import Behaviour

Array = NDArray[Any]

f8, i8, i4, i1, u8, b1 = np.float64, np.int64, np.int32, np.int8, np.uint64, np.bool_
LINE: Final = 64  # bytes of a line of the cache
KINDS: Final[dict[Any, Any]] = {float: f8, int: i8, bool: b1}


def record(*fields: tuple[str, Any]) -> np.dtype[Any]:
    """A record's layout, aligned."""
    return np.dtype(list(fields), align=True)


def in_lines(*fields: tuple[str, Any]) -> np.dtype[Any]:
    """A record's layout, filled up to whole lines of the cache."""
    kind = record(*fields)
    places = dict(kind.fields or {})
    return np.dtype(
        {
            "names": list(places),
            "formats": [place[0] for place in places.values()],
            "offsets": [place[1] for place in places.values()],
            "itemsize": -(-kind.itemsize // LINE) * LINE,
        },
        align=True,
    )


def of_group(group: Any) -> np.dtype[Any]:
    """A record's layout with the numbers of a group of parameters."""
    fields = group.model_fields.items()
    return record(*((name, KINDS[f.annotation]) for name, f in fields if f.annotation in KINDS))


PSYCHOLOGY = record(
    *(
        (group, of_group(field.annotation))
        for group, field in Behaviour.model_fields.items()
        if group in numbers.Psychology._fields
    )
)

WORLD = record(
    ("sub_rounds", i8),
    ("rounds_a_period", i8),
    ("periods", i8),
    ("step", f8),
    ("represents", i8),
    ("people", i8),
    ("firms", i8),
    ("segments", i8),
    ("depth", i8),  # of the trees of attention
    ("summons_delay", f8),
    ("psychology", PSYCHOLOGY),
)

NUMBERS = record(
    *(
        (name, KINDS[kind] if kind in KINDS else of_group(kind))
        for name, kind in typing.get_type_hints(numbers.FirmNumbers).items()
    ),
    ("key", u8),
    ("milestones", i8),  # how many
    ("first_milestone", i8),  # where they lie
    ("has_core", b1),  # does a core review in any phase
    ("begins", i8),  # sub-round in which this phase begins
    ("next_phase", i8),  # where the numbers of the next one lie; -1 if there is none
)

SEGMENT = record(
    *((name, f8) for name in SegmentNumbers._fields),
    ("key", u8),
    ("first", i8),  # number of its first person
    ("size", i8),
    ("aware", f8),
)

MILESTONE = record(("votes", i8), ("within", i8))

PERSON = record(
    ("pace", f8),
    ("money", f8),
    ("social", f8),
    ("intrinsic", f8),
    ("optimism", f8),
    ("effort", f8),
    ("candidate_time", f8),
    ("visit", i8),  # of the chain: block and candidate
    ("visits", i4),
    ("fatigue", i4),  # where its tiredness lies; -1 before it ever bore a load
    ("segment", i4),
    ("known", b1),  # has it heard of a firm
    ("planned", b1),  # is its next visit planned
    ("burned_out", b1),
)

FATIGUE = record(
    ("odds", f8),
    ("odds_at", f8),
    ("load", f8),
    ("load_at", f8),
    ("times_burned_out", i4),
    ("times_recovered", i4),
)

RELATION = record(
    ("node", u8),
    ("aware_at", f8),
    ("left_at", f8),
    ("trust", f8),
    ("trust_at", f8),
    ("visited_round", i4),
    ("votes", i4),
    ("pleased", i4),
    ("k", i4),
    ("history", i4),  # where its history lies; -1 before it ever contributed
    ("state", i1),
    ("interested", b1),  # would the person ever take part
)

HISTORY = record(
    ("wins", i4),
    ("selected", i4),
    ("ideas", i4),
    ("entered", i4),
    ("finished", i4),  # round of the last finished entry
    ("active_period", i4),
    ("returned", i4),
    ("in_core", b1),
    ("paid", b1),  # has contributed while money was on offer
    ("next_entrant", i8),
    ("tries", f8),
    ("ability_mean", f8),
    ("ability_variance", f8),
    ("recognised", f8),
    ("recognised_at", f8),
    ("best_treatment", f8),
    ("entry_draw", f8),
    ("entry_log_odds", f8),
    ("first_contribution", f8),
    ("last_contribution", f8),
    ("earned", i8),
)

IDEA = in_lines(
    # what a look reads lies together
    ("key", u8),
    ("lasting", f8),  # weight on the board
    ("fading", f8),
    ("liking", f8),  # probability of support when seen
    ("author", i4),
    ("leaf_after", i4),
    ("leaf_before", i4),
    ("votes", i4),
    ("gained", i4),  # votes of the sub-round
    ("voters", i4),  # last vote in the log
    ("born", f8),
    # what a vote reads besides
    ("appeal", f8),
    ("visible_place", i4),
    ("deadline", i4),
    ("milestone", i4),
    ("answer", i1),
    ("fate", i1),
    ("answer_sent", b1),
    ("waiting", b1),
    ("overruled", b1),
    ("counted_integrated", b1),
    ("counted_marketed", b1),
    # the rest
    ("quality", f8),
    ("fit", f8),
    ("quit_draw", f8),
    ("quit_log_odds", f8),
    ("pieces", i4),
    ("firm", i4),
    ("round", i4),
    ("contribution", i4),
    ("parent", i4),
    ("children", i4),
    ("open_before", i4),
    ("open_after", i4),
    ("pushed_by", f8),
    ("answered_at", f8),
    ("read_at", f8),
    ("judged", f8),
    ("fate_at", f8),
    ("shortlisted_at", f8),
    ("integrated_at", f8),
    ("marketed_at", f8),
    ("buyers", f8),
    ("sold", i8),
)

LEAF = record(("first", i4), ("last", i4))  # of the ideas there

FIRM = record(
    # what people see
    ("live", b1),
    ("votable", b1),
    ("buildable", b1),
    ("calling", b1),  # can people contribute, or only vote
    ("launches", b1),  # in this sub-round, with a summons
    ("round", i8),
    ("length", f8),
    ("closes", f8),
    ("base_odds", f8),
    ("rivals", f8),
    ("crowding", f8),
    ("taken", f8),  # how far what others handed in leaves something to contribute
    ("spillover", f8),  # times the work in a contribution
    ("fading", f8),
    ("pull", f8),
    ("last_shock", f8),
    ("shock_weeks", i8),  # weeks whose shocks are drawn
    # community
    ("hazard_before", f8),
    ("hazard_added", f8),
    ("hazard", f8),
    ("disappointed", f8),
    ("peak", i8),
    ("core", i8),
    ("active_core", i8),
    # board
    ("reference", f8),
    ("public_looks", f8),
    ("public_looks_counted", i8),
    ("visible", i8),
    ("stale", i8),  # leaves whose sums are out of date
    # desk
    ("queue", i8),
    ("waiting", i8),
    ("slots", f8),
    ("decided", i8),
    ("merged", i8),
    ("answers", i8),
    ("explanations", i8),
    # rounds
    ("ideas", i8),
    ("newborn", i8),
    ("round_first", i8),
    ("now", i8),
    ("before", i8),
    ("entrants_before", i8),  # of the last round
    ("entries_until", i8),  # this round
    ("mean_log_votes", f8),
    ("luck", f8),
    ("open", i8),
    ("open_first", i4),
    ("open_last", i4),
    # books
    ("revenue", i8),
    ("marketed", i8),
    ("improvement", f8),
    ("product_buyers", f8),
)

EVENT = record(("time", f8), ("detail", i8), ("person", i4), ("code", i4))
CHUNK: Final = 32  # events

MOST_LOOKS: Final = 192  # of a lane, under way together; and one more
LOOK = in_lines(
    ("node", u8),  # its address
    ("purpose", i8),
    ("own", u8),  # the person's address; of a vote, its key
    ("voter", i8),
    ("at", i8),  # where it is in a tree; of a vote, the idea's serial
    ("base", i8),  # where that tree begins
    ("person", i4),
    ("firm", i4),
    ("lasting", b1),  # does it go by the weights that last
)

BALLOT = record(("firm", i4), ("serial", i4), ("voter", i8))
VOTE = record(("person", i4), ("before", i4))
DUE = record(("serial", i4), ("before", i4))

LANE = record(
    ("first", i8),  # number of its first person
    ("end", i8),
    ("chunks", i8),  # chunks ever used
    ("chunks_end", i8),
    ("free_chunk", i8),
    ("who", i8),
    ("histories", i8),
    ("fatigue", i8),
    ("born", i8),
    ("looks", i8),  # under way
    ("ballots", i8),
    ("voted", i8),
    ("new_core", i8),
    ("living", i8),  # the person whose own time is played
    ("full", i8),  # what was too small
)

# What can be too small (bits of `LANE.full`); the driver enlarges it and plays again.
FULL_EVENTS: Final = 1
FULL_BORN: Final = 2
FULL_BALLOTS: Final = 4
FULL_VOTED: Final = 8
FULL_IDEAS: Final = 16
FULL_VOTES: Final = 32
FULL_DUE: Final = 64

FLOW: Final = {name: k for k, name in enumerate(FLOWS)}
MONEY: Final = {name: k for k, name in enumerate(SPENDING)}
TIMELINE: Final = (*FLOWS, *(f"spent_{kind}" for kind in SPENDING), "revenue", *STOCKS)

# Counts that people's own time changes, besides the flows and the stocks.
DISAPPOINTED, ANSWERS, EXPLANATIONS = 0, 1, 2


def packed_record(columns: tuple[tuple[str, type], ...]) -> np.dtype[Any]:
    """A record of a table's columns, the largest first so that nothing is lost between them."""
    return record(*sorted(columns, key=lambda column: -np.dtype(column[1]).itemsize))


CUSTOMER = packed_record(CUSTOMER_COLUMNS)
PEOPLE = packed_record(PEOPLE_COLUMNS)
HEAP = record(("a", f8), ("b", f8), ("c", i8), ("what", i8))

# The arrays of a state: what they hold, and how many dimensions they have.
ARRAYS: Final[dict[str, tuple[Any, int]]] = {
    "world": (WORLD, 1),
    "numbers": (NUMBERS, 1),  # of the present phase
    "phases": (NUMBERS, 1),  # the first of each firm, by firm; then the others
    "segments": (SEGMENT, 1),
    "milestones": (MILESTONE, 1),
    "complements": (b1, 2),
    "node": (u8, 1),  # root of the run's luck
    "persons": (PERSON, 1),
    "relations": (RELATION, 1),
    "histories": (HISTORY, 1),
    "fatigue": (FATIGUE, 1),
    "pending": (i4, 1),  # first event due; -1 if none
    "who": (i4, 1),  # who has events due, by lane
    "unaware": (i4, 2),  # by lane, then by threshold, roughly
    "reach_start": (i4, 3),  # where each bucket of thresholds begins
    "reach_at": (i8, 3),  # first still unaware, end of those looked at, next bucket
    "lanes": (LANE, 1),
    "events": (EVENT, 1),
    "event_after": (i4, 1),
    "chunk_after": (i4, 1),
    "agenda": (i4, 3),  # first and last chunk, events in the last
    "looks": (LOOK, 2),  # under way, by lane
    "born": (IDEA, 2),
    "ballots": (BALLOT, 2),
    "voted": (u8, 2),
    "new_core": (i8, 2),
    "entrants": (i8, 2),
    "lane_flows": (i8, 3),
    "lane_stocks": (i8, 3),
    "lane_counts": (i8, 3),
    "firms": (FIRM, 1),
    "ideas": (IDEA, 2),
    "reached": (f8, 2),  # by milestone of all firms, then by serial: when it was passed
    "trees": (f8, 1),  # by firm: sums of attention: of weights that last, then of those that fade
    "leaves": (LEAF, 2),
    "is_stale": (b1, 2),
    "stale": (i4, 2),  # leaves whose sums are out of date
    "visible": (i4, 2),  # serials of the ideas on the board
    "scratch": (i8, 1),  # serials
    "marketed": (i8, 2),
    "queue": (HEAP, 2),  # heap of the review queue
    "heap": (HEAP, 1),  # scratch
    "votes": (VOTE, 1),  # log of votes
    "votes_used": (i8, 1),  # of the log of votes, of the pool of deadlines
    "due": (DUE, 1),  # pool of deadlines
    "due_at": (i4, 2),
    "core": (i8, 2),  # numbers, ascending
    "active_core": (i8, 1),  # scratch
    "flows": (i8, 2),
    "stocks": (i8, 2),  # people by state, then of these the burned out
    "money": (i8, 2),
    "recorded": (i8, 2),
    "failures": (f8, 2),
    "ideas_by": (i8, 2),
    "timeline": (i8, 3),
    "customers": (CUSTOMER, 1),  # rows of the table, of one firm at a time
    "people": (PEOPLE, 1),
}
