"""What the reference shows says what it is, what it takes, what it raises, and how to use it."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from pkgutil import resolve_name
from types import FunctionType, ModuleType
from typing import Any

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


def faults(names: Iterable[str], fault: Callable[[str], Any]) -> dict[str, Any]:
    """What is wrong with each; in one test, since so many take longer to list than to run."""
    found = {name: fault(name) for name in sorted(names)}
    return {name: wrong for name, wrong in found.items() if wrong}


def test_each_says_what_it_is() -> None:
    def fault(name: str) -> str | None:
        told = (inspect.getdoc(PUBLIC[name]) or "").partition("\n\n")[0]
        return None if told.endswith((".", ":", "?")) else f"{told!r} is no sentence"

    assert faults(PUBLIC, fault) == {}


def test_each_names_what_it_takes() -> None:
    def fault(name: str) -> set[str]:
        taken = {each for each in inspect.signature(PUBLIC[name]).parameters if each not in UNSAID}
        told = section(PUBLIC[name], "Parameters") or ""
        lines = re.findall(r"^\S.*$", told, re.M)
        return taken - {each.strip("* ") for line in lines for each in line.split(",")}

    assert faults(CALLED, fault) == {}


def test_each_says_what_it_raises() -> None:
    def fault(name: str) -> list[str]:
        tree = ast.parse(textwrap.dedent(inspect.getsource(PUBLIC[name])))
        raised = {
            ast.unparse(node.exc).partition("(")[0]
            for node in ast.walk(tree)
            if isinstance(node, ast.Raise) and node.exc is not None
        }
        told = section(PUBLIC[name], "Raises") or ""
        return [each for each in sorted(raised) if each.endswith("Error") and each not in told]

    assert faults(CALLED, fault) == {}


def test_each_gives_an_example() -> None:
    def fault(name: str) -> bool:
        return ">>> " not in (section(PUBLIC[name], "Examples") or "")

    assert faults(USED, fault) == {}
