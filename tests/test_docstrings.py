"""What the reference shows says what it is, what it takes, what it raises, and how to use it."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from pkgutil import resolve_name
from types import FunctionType, ModuleType
from typing import Any

import pytest

import cocreation_sim as cs

ROOT = Path(__file__).resolve().parents[1]
SHOWN = [
    shown
    for page in sorted((ROOT / "docs" / "reference").glob("*.md"))
    for shown in re.findall(r"^::: (\S+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
]
UNSAID = {"self", "cls", "p"}  # p: the constants of a rule, told where its class is


def members(shown: str) -> Iterator[tuple[str, Any]]:
    """What a directive of the reference shows: the thing itself, and what it holds."""
    thing = resolve_name(shown)
    yield shown, thing
    inside = vars(thing) if isinstance(thing, ModuleType | type) else {}
    for name, held in inside.items():
        own = getattr(held, "__module__", None) == getattr(thing, "__name__", None)
        plain = held.__func__ if isinstance(held, classmethod | staticmethod) else held
        if name.startswith("_") or isinstance(plain, ModuleType):
            continue
        if isinstance(thing, ModuleType) and own and isinstance(plain, FunctionType | type):
            yield from members(f"{shown}.{name}")
        elif isinstance(thing, type) and isinstance(plain, FunctionType) and plain.__doc__:
            yield f"{shown}.{name}", plain


PUBLIC = {name: thing for shown in SHOWN for name, thing in members(shown)}
FUNCTIONS = [name for name, thing in PUBLIC.items() if isinstance(thing, FunctionType)]
# Methods of Mesa's agents are inner steps of the model, which only the model itself takes. Their
# arguments are told by their names and by the reference page, so a summary is enough.
CALLED = [name for name in FUNCTIONS if not name.startswith("cocreation_sim.mesa_model.")]
USED = {f"cocreation_sim.{name}" for name in cs.__all__} | {
    name for name in FUNCTIONS if isinstance(resolve_name(name.rpartition(".")[0]), ModuleType)
}


def section(thing: Any, title: str) -> str | None:
    """The text under a title of a docstring in the NumPy convention."""
    found = re.search(
        rf"^{title}\n-+\n(.*?)(?=\n\n\S[^\n]*\n-+\n|\Z)", inspect.getdoc(thing) or "", re.M | re.S
    )
    return found and found[1]


def test_the_reference_shows_all_that_the_package_offers() -> None:
    assert {f"cocreation_sim.{name}" for name in cs.__all__} <= set(PUBLIC)


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_it_says_what_it_is(name: str) -> None:
    told = (inspect.getdoc(PUBLIC[name]) or "").partition("\n\n")[0]
    assert told.endswith((".", ":", "?")), told


@pytest.mark.parametrize("name", sorted(CALLED))
def test_it_names_what_it_takes(name: str) -> None:
    taken = [each for each in inspect.signature(PUBLIC[name]).parameters if each not in UNSAID]
    told = section(PUBLIC[name], "Parameters") or ""
    named = {
        each.strip("* ") for line in re.findall(r"^\S.*$", told, re.M) for each in line.split(",")
    }
    assert set(taken) <= named, sorted(set(taken) - named)


@pytest.mark.parametrize("name", sorted(CALLED))
def test_it_says_what_it_raises(name: str) -> None:
    tree = ast.parse(textwrap.dedent(inspect.getsource(PUBLIC[name])))
    raised = {
        ast.unparse(node.exc).partition("(")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Raise) and node.exc is not None
    }
    told = section(PUBLIC[name], "Raises") or ""
    assert all(each in told for each in raised if each.endswith("Error")), sorted(raised)


@pytest.mark.parametrize("name", sorted(USED))
def test_it_gives_an_example(name: str) -> None:
    assert ">>> " in (section(PUBLIC[name], "Examples") or "")
