"""A number that may be missing is asked for with `is None`: zero is a number, not nothing."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import cocreation_sim

SOURCE = Path(cocreation_sim.__file__).parent
NUMBERS = {"int", "float"}


def numbers_that_may_miss(tree: ast.AST, aliases: set[str]) -> set[str]:
    """Names that are declared as a number or None, in arguments, fields and local variables."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.arg, ast.AnnAssign)) and node.annotation is not None:
            name = node.arg if isinstance(node, ast.arg) else ast.unparse(node.target)
            words = {w.id for w in ast.walk(node.annotation) if isinstance(w, ast.Name)}
            if _is_number_or_none(node.annotation) or words & aliases:
                found.add(name.rsplit(".", 1)[-1])
    return found


def _is_number_or_none(annotation: ast.expr) -> bool:
    if isinstance(annotation, ast.Subscript):  # Annotated[int | None, …]
        inner = annotation.slice
        named = isinstance(annotation.value, ast.Name) and annotation.value.id == "Annotated"
        return named and isinstance(inner, ast.Tuple) and _is_number_or_none(inner.elts[0])
    if not isinstance(annotation, ast.BinOp):
        return False
    parts = {part.strip() for part in ast.unparse(annotation).split("|")}
    return "None" in parts and bool(parts & NUMBERS)


def aliases(tree: ast.Module) -> set[str]:
    """Names of a module's types that are a number or None."""
    return {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign) and _is_number_or_none(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def truth_values(tree: ast.AST) -> Iterator[ast.expr]:
    """Expressions of which only the truth is asked."""
    for node in ast.walk(tree):
        if isinstance(node, ast.BoolOp):
            yield from node.values
        elif isinstance(node, (ast.If, ast.IfExp, ast.While, ast.Assert)):
            yield node.test
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            yield node.operand
        elif isinstance(node, ast.comprehension):
            yield from node.ifs
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "bool":
            yield from node.args


def slips(text: str, shared: set[str]) -> list[str]:
    """Where a number that may be missing is asked for by its truth."""
    tree = ast.parse(text)
    names = numbers_that_may_miss(tree, aliases(tree) | shared)
    return [
        f"{node.lineno}: {ast.unparse(node)}"
        for node in truth_values(tree)
        if isinstance(node, (ast.Name, ast.Attribute))
        and (node.id if isinstance(node, ast.Name) else node.attr) in names
    ]


SHARED = aliases(ast.parse((SOURCE / "cli/app.py").read_text(encoding="utf-8")))


PATHS = [str(path.relative_to(SOURCE)) for path in sorted(SOURCE.rglob("*.py"))]


@pytest.mark.parametrize("path", PATHS)
def test_no_number_is_asked_for_by_its_truth(path: str) -> None:
    assert not slips((SOURCE / path).read_text(encoding="utf-8"), SHARED)


@pytest.mark.parametrize(
    "text",
    [
        "def f(seed: int | None): return seed or 1",
        "def f(width: float | None = None):\n    if not width: pass",
        "Seed = Annotated[int | None, 'help']\ndef f(seed: Seed): return g(seed or 1)",
        "class A:\n    workers: int | None = None\n    def f(self): return self.workers or 2",
        "def f(base: float | None, all): return [x for x in all if base]",
    ],
)
def test_such_a_number_would_be_found(text: str) -> None:
    assert slips(text, set())
