"""The kernel is compiled as one: with the Numba that is installed, and without if it changes."""

from __future__ import annotations

import gc
import math

import numba
import pytest
from numba.core.codegen import JITCodeLibrary
from numba.extending import register_jitable

from cocreation_sim.compiled import build, linking


def root(x):
    return math.sqrt(x)


def root_and_one(x):
    return root(x) + 1.0


def said(x):
    print("said", x)  # noqa: T201
    return root(x) + root_and_one(x)


def whole(x):
    return said(x) + root_and_one(x)


ANSWER = 14.0  # of 16


@pytest.fixture
def made(monkeypatch):
    """Parts of a new whole, and the names of what becomes machine code."""
    for part in (root, root_and_one, said):
        register_jitable(**build.FLAGS, **build.INNER, **build.linked("PartCompiler"))(part)
    numba.njit(root)(1.0)  # with what Numba makes at its first
    names = []
    make = JITCodeLibrary._finalize_specific
    monkeypatch.setattr(
        JITCodeLibrary, "_finalize_specific", lambda self: (names.append(self.name), make(self))
    )
    return names


def test_numba_is_as_it_is_extended():
    assert linking.can_link(), "Numba keeps code otherwise than compiled/linking.py knows"
    passes = {each._name for each in vars(numba.core.untyped_passes).values() if named(each)}
    passes |= {each._name for each in vars(numba.core.typed_passes).values() if named(each)}
    assert passes >= linking.NEEDLESS


def named(each):
    return isinstance(each, type) and isinstance(getattr(each, "_name", None), str)


def test_only_the_whole_becomes_machine_code(made, capfd):
    compiled = numba.njit(**build.FLAGS, **build.linked("WholeCompiler"))(whole)
    assert compiled(16.0) == ANSWER
    assert made == ["whole"]
    assert capfd.readouterr().out == "said 16.0\n"  # by way of an environment of a part


def test_parts_serve_what_knows_nothing_of_them(made):
    assert numba.njit(lambda x: root(x) + root_and_one(x))(16.0) == 9.0
    assert len(made) == 1


def test_numba_compiles_in_its_own_way_when_it_has_changed(monkeypatch):
    monkeypatch.setattr(linking, "PRIVATE", (*linking.PRIVATE, "_renamed"))
    assert build.linked("PartCompiler") == build.linked("WholeCompiler") == {}


def test_flags_are_equal_as_long_as_their_values_are():
    flags = linking.ReadOnce()
    same, other = flags.copy(), flags.copy()
    other.nrt = not other.nrt
    assert (flags == same, hash(flags) == hash(same), flags == other) == (True, True, False)
    assert flags != numba.core.compiler.Flags()


@pytest.mark.parametrize("collects", [True, False])
def test_garbage_is_collected_again_if_it_was_before(collects, monkeypatch):
    switched = []
    for name in ("enable", "disable"):
        monkeypatch.setattr(gc, name, lambda name=name: switched.append(name))
    monkeypatch.setattr(gc, "isenabled", lambda: collects)
    with pytest.raises(numba.core.errors.TypingError):
        build.ready(lambda s, task, a, b, c: s.nonsense)
    assert switched == ["disable", "enable"][: 1 + collects]
