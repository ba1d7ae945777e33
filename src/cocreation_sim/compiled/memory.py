"""The arrays of a run as one pointer: what compiled code takes instead of fifty arguments.

A `State` holds its arrays and a table of where they lie. Compiled code gets the table's address;
``s.persons`` there is an array made of the address and shape it reads from the table.
"""

from __future__ import annotations

import functools
import math
import mmap
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

import numpy as np
from numba.core import types
from numba.extending import intrinsic

from cocreation_sim.compiled.layout import (
    ARRAYS,
    CHUNK,
    FLOW,
    LINE,
    MONEY,
    MOST_LOOKS,
    TIMELINE,
    Array,
)
from cocreation_sim.scenario.limits import CAUSES

BIG: Final = 1 << 20
WORDS: Final = 4  # an entry of the table: address, and up to three dimensions
PLACE: Final = {name: WORDS * k for k, name in enumerate(ARRAYS)}


class Room(NamedTuple):
    """For how much a state has room."""

    ideas: int  # of a firm
    events: int  # chunks of a lane
    born: int  # ideas of a lane and sub-round
    ballots: int  # votes of a lane and sub-round
    voted: int  # votes of a lane, with space between; a power of two
    votes: int
    due: int


def shapes(
    world: Any, lanes: int, milestones: int, phases: int, room: Room
) -> dict[str, tuple[int, ...]]:
    """Shapes of the arrays of a state."""
    people, firms, steps = int(world["people"]), int(world["firms"]), int(world["sub_rounds"])
    segments, periods = int(world["segments"]), int(world["periods"])
    leaves, share = 1 << int(world["depth"]), people // lanes + 1
    buckets = max(16, min(1 << 16, share // 16))
    return {
        "world": (1,),
        "numbers": (firms,),
        "phases": (phases,),
        "segments": (segments,),
        "milestones": (milestones,),
        "complements": (segments, segments),
        "node": (1,),
        "persons": (people,),
        "relations": (people * firms,),
        "histories": (people * firms,),
        "fatigue": (people,),
        "pending": (people,),
        "who": (people,),
        "unaware": (firms, people),
        "reach_start": (firms, lanes, buckets + 2),
        "reach_at": (firms, lanes, 3),
        "lanes": (lanes,),
        "events": (lanes * room.events * CHUNK,),
        "event_after": (lanes * room.events * CHUNK,),
        "chunk_after": (lanes * room.events,),
        "agenda": (lanes, steps + 1, 3),
        "looks": (lanes, MOST_LOOKS + 1),
        "born": (lanes, room.born),
        "ballots": (lanes, room.ballots),
        "voted": (lanes, room.voted),
        "new_core": (lanes, share * firms),
        "entrants": (lanes, firms),
        "lane_flows": (lanes, firms, len(FLOW)),
        "lane_stocks": (lanes, firms, 8),
        "lane_counts": (lanes, firms, 4),
        "firms": (firms,),
        "ideas": (firms, room.ideas),
        "reached": (milestones, room.ideas),
        "trees": (firms * 4 * leaves,),
        "leaves": (firms, leaves),
        "is_stale": (firms, leaves),
        "stale": (firms, leaves),
        "visible": (firms, room.ideas),
        "scratch": (room.ideas,),
        "marketed": (firms, room.ideas),
        "queue": (firms, room.ideas),
        "heap": (room.ideas + 1,),
        "votes": (room.votes,),
        "votes_used": (2,),
        "due": (room.due,),
        "due_at": (firms, steps + 1),
        "core": (firms, people),
        "active_core": (people,),
        "flows": (firms, len(FLOW)),
        "stocks": (firms, 8),
        "money": (firms, len(MONEY)),
        "recorded": (firms, len(FLOW) + len(MONEY) + 1),
        "failures": (firms, len(CAUSES)),
        "ideas_by": (firms, steps + 1),
        "timeline": (firms, periods, len(TIMELINE)),
        "customers": (0,),  # of what is told, when it is told
        "people": (0,),
    }


def aligned(shape: tuple[int, ...], kind: Any, dense: bool) -> Array:
    """An array of zeros aligned to lines of the cache; in big pages where it is big and dense."""
    size = math.prod(shape) * np.dtype(kind).itemsize
    if size >= BIG and hasattr(mmap, "MADV_HUGEPAGE"):
        pages = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
        pages.madvise(mmap.MADV_HUGEPAGE if dense else mmap.MADV_NOHUGEPAGE)
        raw: Array = np.frombuffer(pages, np.uint8)
        start = 0
    else:
        raw = np.zeros(size + LINE, np.uint8)
        start = -raw.ctypes.data % LINE
    array: Array = raw[start : start + size].view(kind).reshape(shape)
    return array


class State(Mapping[str, Array]):
    """A run in memory: arrays by name."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self.arrays: dict[str, Array] = {}
        self.table = np.zeros(WORDS * len(ARRAYS), np.int64)
        self.address = self.table.ctypes.data
        for name in ARRAYS:
            self.put(name, arrays[name])

    def put(self, name: str, array: Array) -> None:
        """Let a name stand for another array."""
        kind, dimensions = ARRAYS[name]
        fits = array.dtype == np.dtype(kind) and array.ndim == dimensions
        if not fits or not array.flags.c_contiguous:
            raise TypeError(f"{name} is {array.dtype} in {array.ndim} dimensions")
        self.arrays[name] = array
        at = PLACE[name]
        self.table[at] = array.ctypes.data
        self.table[at + 1 : at + 1 + dimensions] = array.shape

    def keep(self, names: Iterable[str]) -> None:
        """Let go of all arrays but these."""
        for name in self.arrays.keys() - set(names):
            kind, dimensions = ARRAYS[name]
            self.put(name, np.zeros((0,) * dimensions, kind))

    def __getitem__(self, name: str) -> Array:
        """An array."""
        return self.arrays[name]

    def __iter__(self) -> Iterator[str]:
        """Names of the arrays."""
        return iter(self.arrays)

    def __len__(self) -> int:
        """Number of arrays."""
        return len(self.arrays)


class StateType(types.Type):
    """The type of a `State` in compiled code."""

    def __init__(self) -> None:
        super().__init__(name="State")


state_type = StateType()


def ask_for(builder: Any, pointer: Any) -> None:
    """Ask for the line of memory at a pointer to a byte."""
    from llvmlite import ir

    byte, number = ir.IntType(8).as_pointer(), ir.IntType(32)
    kind = ir.FunctionType(ir.VoidType(), [byte, number, number, number])
    ask = builder.module.declare_intrinsic("llvm.prefetch", [byte], kind)
    builder.call(ask, [pointer, *(ir.Constant(number, k) for k in (0, 3, 1))])


@intrinsic
def prefetch(context: Any, record: Any, offset: Any) -> Any:
    """Ask for a line of a record's memory, some bytes on, before it is read."""

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        from llvmlite import ir

        byte = ir.IntType(8).as_pointer()
        ask_for(builder, builder.gep(builder.bitcast(arguments[0], byte), [arguments[1]]))
        return context.get_dummy_value()

    return types.void(record, types.intp), code


@intrinsic
def prefetch_item(context: Any, array: Any, place: Any) -> Any:
    """Ask for the line of a plain array with the item at a place, before it is read."""

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        from llvmlite import ir
        from numba.np.arrayobj import make_array

        held = make_array(signature.args[0])(context, builder, value=arguments[0])
        pointer = builder.gep(held.data, [arguments[1]])
        ask_for(builder, builder.bitcast(pointer, ir.IntType(8).as_pointer()))
        return context.get_dummy_value()

    return types.void(array, types.intp), code


@functools.cache
def teach_numba() -> None:
    """Let Numba take a `State` as one pointer."""
    from llvmlite import ir
    from numba.core.cgutils import create_struct_proxy
    from numba.core.imputils import lower_getattr_generic
    from numba.core.pythonapi import NativeValue
    from numba.core.typing.templates import AttributeTemplate, infer_getattr
    from numba.extending import models, register_model, typeof_impl, unbox
    from numba.np.arrayobj import populate_array
    from numba.np.numpy_support import from_dtype

    arrays = {
        name: types.Array(from_dtype(np.dtype(kind)), dimensions, "C")
        for name, (kind, dimensions) in ARRAYS.items()
    }

    @register_model(StateType)
    class StateModel(models.OpaqueModel):
        pass

    @typeof_impl.register(State)
    def type_of(value: Any, context: Any) -> Any:
        return state_type

    @unbox(StateType)
    def unbox_state(kind: Any, value: Any, c: Any) -> Any:
        address = c.pyapi.object_getattr_string(value, "address")
        pointer = c.pyapi.long_as_voidptr(address)
        c.pyapi.decref(address)
        return NativeValue(pointer, is_error=c.pyapi.c_api_error())

    @infer_getattr
    class StateArrays(AttributeTemplate):
        key = StateType

        def generic_resolve(self, kind: Any, name: str) -> Any:
            return arrays.get(name)

    @lower_getattr_generic(StateType)
    def get_array(context: Any, builder: Any, kind: Any, value: Any, name: str) -> Any:
        array_type = arrays[name]
        word = ir.IntType(64)
        table = builder.bitcast(value, word.as_pointer())

        def read(place: int) -> Any:
            return builder.load(builder.gep(table, [ir.Constant(word, place)]))

        at = PLACE[name]
        dimensions = array_type.ndim
        size = np.dtype(ARRAYS[name][0]).itemsize
        shape = [read(at + 1 + k) for k in range(dimensions)]
        strides = [ir.Constant(word, size)]
        for length in reversed(shape[1:]):
            strides.insert(0, builder.mul(strides[0], length))
        array = create_struct_proxy(array_type)(context, builder)
        populate_array(
            array,
            data=builder.inttoptr(read(at), array.data.type),
            shape=shape,
            strides=strides,
            itemsize=ir.Constant(word, size),
            meminfo=None,
        )
        return array._getvalue()
