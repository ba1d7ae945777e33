"""Mutants of a source: what is changed, how it is named, and that one stands in for the module."""

from __future__ import annotations

import importlib.util
import sys
import tomllib
import types
from pathlib import Path

import pytest

from cocreation_sim import rules

ROOT = Path(__file__).parent.parent
SPEC = importlib.util.spec_from_file_location("mutants", ROOT / "tools" / "mutants.py")
mutants = importlib.util.module_from_spec(SPEC)
sys.modules["mutants"] = mutants  # as a dataclass looks itself up there
SPEC.loader.exec_module(mutants)

SOURCE = '''
"""A module, 1 < 2."""

LEAST = 3


def grown(x: float, known: bool = True) -> float:
    """x < 1 grows by 2 + 2."""
    if x <= LEAST and known:
        x += 2.0
    return min(x, 9.0)
'''


def names(source: str = SOURCE) -> list[str]:
    return [mutant.name for mutant in mutants.mutants(source, "m")]


def of(source: str, *changes: str) -> set[str]:
    """What stands for an expression, but for results and constants of its function."""
    found = {name.split(" => ")[1] for name in names(f"def f(a, b):\n    return {source}\n")}
    return found & {f"return {change}" for change in changes}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a < b", ["a <= b", "a >= b"]),
        ("a == b", ["a != b"]),
        ("a in b", ["a not in b"]),
        ("a - b", ["a + b"]),
        ("a / b", ["a * b"]),
        ("a << b", ["a >> b"]),
        ("-a", ["a"]),
        ("not a", ["a"]),
        ("a and b", ["a or b", "a", "b"]),
        ("a if b else 0", ["a", "0", "a if b else 1"]),
        ("max(a, b)", ["min(a, b)", "a", "b"]),
        ("math.floor(a)", ["math.ceil(a)"]),
        ("2.5", ["0.0", "1.0", "3.5", "-2.5"]),
        ("True", ["False"]),
    ],
)
def test_an_expression_is_changed_in_every_way(before, after):
    assert of(before, *after) == {f"return {change}" for change in after}


def test_words_and_types_are_left_alone():
    texts = [mutant.text for mutant in mutants.mutants(SOURCE, "m")]
    assert all("x: float" in text and "-> float" in text for text in texts)
    assert not any("grows" in text for text in texts)
    assert len(set(texts)) == len(texts)
    assert "m: LEAST = 3 => LEAST = 4" in names()
    assert {
        "m.grown: if x <= LEAST and known: => if False:",
        "m.grown: x += 2.0 => pass",
        "m.grown: return min(x, 9.0) => return 0.0",
        "m.grown: x <= LEAST and known => known",
    } <= set(names())


def test_a_name_outlives_work_elsewhere_in_the_file():
    moved = SOURCE.replace("LEAST = 3", "LEAST = 3\n\n\ndef other():\n    return 1 + 1\n")
    assert {n for n in names() if "grown" in n} == {n for n in names(moved) if "grown" in n}
    twice = names("def f(a):\n    a += 1\n    a += 1\n    return a\n")
    assert "f: a += 1 => a -= 1" in {n.removeprefix("m.") for n in twice}
    assert "m.f: a += 1 => a -= 1 (2)" in twice


def test_a_mutant_stands_for_what_others_imported_by_name():
    module, user = types.ModuleType("m"), types.ModuleType("u")
    module.__file__ = "m.py"
    exec(SOURCE, module.__dict__)
    user.grown, user.LEAST = module.grown, module.LEAST
    held = [module.grown]
    by_name = {mutant.name: mutant for mutant in mutants.mutants(SOURCE, "m")}
    assert [f(3.0) for f in (user.grown, *held)] == [5.0, 5.0]
    mutants.stand_in(module, by_name["m: LEAST = 3 => LEAST = 0"].text, [user])
    assert (user.LEAST, module.LEAST, user.grown(3.0)) == (0, 0, 3.0)
    mutants.stand_in(module, by_name["m.grown: return min(x, 9.0) => return max(x, 9.0)"].text, [])
    assert [f(4.0) for f in (user.grown, *held)] == [9.0, 9.0]


def test_every_survivor_that_is_accepted_is_a_mutant_and_has_a_reason():
    accepted = tomllib.loads((ROOT / "tests" / "rules" / "survivors.toml").read_text("utf-8"))
    there = {
        mutant.name
        for file in Path(rules.__file__).parent.glob("[!_]*.py")
        for mutant in mutants.mutants(file.read_text(encoding="utf-8"), file.stem)
    }
    assert [name for name in accepted if name not in there] == []
    assert all(isinstance(reason, str) and len(reason) > 15 for reason in accepted.values())
