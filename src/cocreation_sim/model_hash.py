"""What makes results stale: one hash of everything in the model that can change a result.

It is made from the syntax trees of the rules, the engines and what they stand on, without words:
comments, docstrings, annotations of functions, and in the declarations of parameters and outcomes
the descriptions, sources and messages. A number, an operator, a bound or a default that changes is
another model; a better sentence is not.

Code that was rearranged without changing a result has another hash too. That two models give the
same results to the last bit is recorded in ``same_results.toml`` once the golden runs have shown it
(``tools/same-results``); what an earlier one has made then still holds.
"""

from __future__ import annotations

import ast
import contextlib
import functools
import hashlib
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from cocreation_sim.cache import UnusableError, keep, place, recall

# Modules and packages that a result depends on.
MODEL: Final = (
    "rules",
    "mesa_model",
    "compiled",
    "scenario",
    "randomness",
    "quantiles",
    "records",
    "rulebook",
    "columns",
    "outcomes",
)
# Packages of declarations, in which what is raised and these words do not count.
WORDY: Final = ("scenario", "outcomes")
WORDS: Final = {
    "parameter": ("description", "source", "symbol"),
    "setting": ("description", "source"),
    "Outcome": ("words", "short", "over_runs", "note"),
}
DESCRIPTION: Final = 1  # its place among their arguments
LABELS: Final = "labels.py"  # says what things are called, and computes nothing
SAME: Final = "same_results.toml"
ROOT: Final = Path(__file__).parent


@functools.cache
def model_hash() -> str:
    """Hash of everything in the model that can change a result.

    Examples
    --------
    >>> len(model_hash())
    16
    """
    return hash_of(model_files(), ROOT)


def model_files(root: Path = ROOT) -> list[Path]:
    """The modules that a result depends on.

    Parameters
    ----------
    root
        Folder of the package.
    """
    files: list[Path] = []
    for name in MODEL:
        folder = root / name
        files += sorted(folder.rglob("*.py")) if folder.is_dir() else [root / f"{name}.py"]
    return [path for path in files if path.name != LABELS]


def hash_of(files: Iterable[Path], root: Path = ROOT) -> str:
    """Hash of what modules do, and of where they are.

    It is kept by the hash of their text, since to parse them takes longer than most runs.

    Parameters
    ----------
    files, root
        The modules, and the folder of the package.

    Examples
    --------
    >>> hash_of([ROOT / "records.py"]) == hash_of([ROOT / "columns.py"])
    False
    """
    texts = {path.relative_to(root): path.read_text(encoding="utf-8") for path in files}
    letters = repr([(name.as_posix(), text) for name, text in texts.items()])
    raw = hashlib.blake2b(f"{Path(__file__).read_text('utf-8')}{letters}".encode(), digest_size=12)
    folder = place("hashes")
    with contextlib.suppress(UnusableError):
        kept = recall(folder / raw.hexdigest()) if folder else None
        if kept is not None:
            return kept.decode()
    whole = hashlib.blake2b(digest_size=8)
    for name, text in texts.items():
        whole.update(f"{name.as_posix()}\0{essence(text, name.parts[0] in WORDY)}\0".encode())
    if folder:
        keep(folder / raw.hexdigest(), whole.hexdigest().encode())
    return whole.hexdigest()


def essence(source: str, wordy: bool = False) -> str:
    """What of a module can change a result: its syntax tree without words.

    Written out here, since what `ast.dump` writes differs between versions of Python.

    Parameters
    ----------
    source
        Text of the module.
    wordy
        Whether descriptions in declarations, and what is raised, are words as well.

    Examples
    --------
    >>> essence("x = 1  # one") == essence("x = 1")
    True
    >>> essence("x = 1") == essence("x = 2")
    False
    """
    out: list[str] = []
    _write(ast.parse(source), wordy, out)
    return "".join(out)


def _write(node: Any, wordy: bool, out: list[str]) -> None:
    if isinstance(node, list):
        out.append("[")
        for item in node:
            if not _is_text(item) and not _is_for_types(item):
                _write(item, wordy, out)
        out.append("]")
    elif isinstance(node, ast.AST):
        out.append(f"{type(node).__name__}(")
        for name, value in _parts(node, wordy):
            if value is not None and value != []:
                out.append(f"{name}=")
                _write(value, wordy, out)
        out.append(")")
    else:
        out.append(f"{type(node).__name__} {node!r},")


def _parts(node: ast.AST, wordy: bool) -> Iterator[tuple[str, Any]]:
    """The fields of a node that count."""
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns") and not isinstance(node, ast.AnnAssign):
            continue
        if name in ("type_comment", "kind", "type_ignores"):
            continue
        if isinstance(node, ast.JoinedStr):  # Python 3.12 has empty parts in some
            yield name, [part for part in value if getattr(part, "value", None) != ""]
        elif wordy and isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            yield name, node.exc.func if name == "exc" else value
        elif wordy and isinstance(node, ast.Call) and (words := WORDS.get(_called(node))):
            if name == "args":
                yield name, value[:DESCRIPTION] + value[DESCRIPTION + 1 :]
            elif name == "keywords":
                yield name, [keyword for keyword in value if keyword.arg not in words]
            else:
                yield name, value
        else:
            yield name, value


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _is_text(item: Any) -> bool:
    """Whether a statement is but a text: a docstring."""
    return (
        isinstance(item, ast.Expr)
        and isinstance(item.value, ast.Constant)
        and isinstance(item.value.value, str)
    )


def _is_for_types(item: Any) -> bool:
    """Whether a statement is for the type checker alone."""
    return (
        isinstance(item, ast.If)
        and isinstance(item.test, ast.Name)
        and item.test.id == "TYPE_CHECKING"
        and not item.orelse
    )


def same_results(one: str, other: str) -> bool:
    """Whether two models are known to give the same results to the last bit.

    Parameters
    ----------
    one, other
        Their hashes.

    Examples
    --------
    >>> same_results(model_hash(), model_hash()), same_results(model_hash(), "another")
    (True, False)
    """
    return same_as(one) == same_as(other)


def same_as(model: str) -> str:
    """The first model on record that gives the results of another; that itself if there is none.

    Parameters
    ----------
    model
        Its hash.

    Examples
    --------
    >>> same_as("another")
    'another'
    """
    return next((group[0] for group in recorded() if model in group), model)


@functools.cache
def recorded() -> tuple[tuple[str, ...], ...]:
    """Groups of models that gave the same results to the last bit."""
    data = tomllib.loads((ROOT / SAME).read_text(encoding="utf-8"))
    return tuple(tuple(group["models"]) for group in data.get("same", []))
