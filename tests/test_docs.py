"""The documents say what the code says: names, numbers and rows of evidence do not drift."""

from __future__ import annotations

import functools
import importlib
import inspect
import pkgutil
import re
import runpy
from pathlib import Path

import pytest

import cocreation_sim
from cocreation_sim import cli, load, presets, randomness, rules
from cocreation_sim.mesa_model import customer, person
from cocreation_sim.rules import events

ROOT = Path(__file__).parents[1]
ODD = (ROOT / "docs" / "odd.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
EVIDENCE = (ROOT / "docs" / "evidence.md").read_text(encoding="utf-8")
PARAMETERS = ROOT / "docs" / "parameters.md"
SOURCES = Path(cocreation_sim.__file__).parent

TOOL = runpy.run_path(str(ROOT / "tools" / "parameter-table"))
MODULES = [module.name for module in pkgutil.iter_modules(rules.__path__)]

TOLD_ONLY = {"name", "description", "note", "sources", "published"}
SHORT = {"campaigns.NAME.": "campaign.", "population.segments.NAME.": "segment."}
NUMBER = r"-?\d+(?:_\d{3})*(?:\.\d+)?(?:e-?\d+)?"
PATH = r"`((?:behaviour|campaign|segment|population|calendar)\.[a-z_.\[\]]+)`"


def short(path: str) -> str:
    """The path as the ODD writes it."""
    for long, brief in SHORT.items():
        path = path.replace(long, brief, 1) if path.startswith(long) else path
    return path


def declared() -> dict[str, object]:
    """Every parameter that decides something, by the path the ODD uses: its default."""
    return {
        short(path): field.default
        for _, _, fields in TOOL["groups"]()
        for path, field in fields
        if path.split(".")[0].removesuffix("[]") not in TOLD_ONLY
    }


def group_names() -> set[str]:
    return {short(path + ".").rstrip(".") for path, _, _ in TOOL["groups"]() if path}


def numbers_beside(text: str) -> list[tuple[str, str]]:
    """Parameters that a text mentions together with a value: pairs of path and number."""
    link = rf"\s*(?:=|:|\(|is|of|at|\(default:?|defaults to)\s*({NUMBER})(?![\w.]*\w)"
    return re.findall(PATH + link, text)


def rows_cited(text: str) -> set[str]:
    """Rows of the evidence named in a text; `C1-C3` names three."""
    found = set()
    for match in re.finditer(r"\b([A-F])([1-9]\d?)\b(?:\s?[-–]\s?\1([1-9]\d?)\b)?", text):
        letter, first, last = match.groups()
        found |= {f"{letter}{n}" for n in range(int(first), int(last or first) + 1)}
    listed = re.findall(r"forms (2\.\d+(?:, 2\.\d+)*)", text)
    return found | {f"forms {n}" for group in listed for n in group.split(", ")}


def rows_held() -> set[str]:
    return set(re.findall(r"^\| ([A-F]\d+|forms 2\.\d+) \|", EVIDENCE, flags=re.MULTILINE))


# ---------------------------------------------------------------------- parameters.md


def test_table_of_parameters_is_up_to_date():
    fresh = TOOL["document"]()
    assert PARAMETERS.read_text(encoding="utf-8") == fresh, (
        "docs/parameters.md is out of date: run .venv/bin/python tools/parameter-table"
    )


# ---------------------------------------------------------------------- odd.md


@pytest.mark.parametrize("name", MODULES)
def test_odd_names_every_rule(name):
    module = importlib.import_module(f"cocreation_sim.rules.{name}")
    functions = [
        key
        for key, value in vars(module).items()
        if inspect.isfunction(value)
        and value.__module__ == module.__name__
        and not key.startswith("_")
    ]
    missing = [f"{name}.{key}" for key in functions if f"`{name}.{key}`" not in ODD]
    assert not missing, f"docs/odd.md does not name {missing}"
    assert re.search(rf"`{name}[.`]", ODD), f"docs/odd.md does not name the module {name}"


def test_odd_names_only_rules_that_exist():
    told = re.findall(rf"`({'|'.join(MODULES)})\.(\w+)`", ODD)
    assert told
    gone = [
        f"{module}.{name}"
        for module, name in told
        if not hasattr(importlib.import_module(f"cocreation_sim.rules.{module}"), name)
    ]
    assert gone == []


def exists(path: str) -> bool:
    """Whether a dotted path leads to a module, or to something in one."""
    parts = path.split(".")
    for n in range(len(parts), 0, -1):
        try:
            module = importlib.import_module(".".join(parts[:n]))
            functools.reduce(getattr, parts[n:], module)
        except (ImportError, AttributeError):
            continue
        return True
    return False


def test_odd_names_only_what_exists():
    paths = re.findall(r"`(cocreation_sim(?:\.\w+)*)`", ODD)
    assert paths
    assert [path for path in paths if not exists(path)] == []


def test_odd_names_only_constants_that_exist():
    modules = [importlib.import_module(f"cocreation_sim.rules.{name}") for name in MODULES]
    modules += [randomness, customer, person, cocreation_sim.outcomes]
    told = set(re.findall(r"`(_?[A-Z][A-Z_]+)`", ODD))
    assert len(told) > 50
    assert sorted(key for key in told if not any(hasattr(m, key) for m in modules)) == []


@pytest.mark.parametrize("purpose", randomness.PURPOSES)
def test_odd_names_every_purpose(purpose):
    tables = ODD.split("### 7.1 ")[1].split("### 7.2 ")[0]
    assert f"`{purpose}`" in tables


def test_odd_names_every_event_state_and_fate():
    names = [key for key in vars(events) if key.isupper()]
    assert [key for key in names if f"`{key}`" not in ODD] == []


def test_odd_has_the_phases_in_their_order():
    phases = re.findall(r"^(\d)\.\s+\*\*(.+?)\*\*", rules.__doc__, flags=re.MULTILINE)
    section = ODD.split("## 3. ")[1].split("## 4. ")[0]
    told = re.findall(r"^(\d)\.\s+\*\*(.+?)\*\*", section, flags=re.MULTILINE)
    assert len(phases) == 9
    assert told == phases


def test_odd_mentions_only_parameters_that_exist():
    known = set(declared()) | group_names()
    assert sorted({p for p in re.findall(PATH, ODD) if p not in known}) == []


def test_odd_mentions_every_parameter():
    missing = [path for path in declared() if f"`{path}`" not in ODD]
    assert not missing, f"docs/odd.md does not say what {missing} do"


def test_odd_repeats_no_default_that_is_wrong():
    defaults = declared()
    wrong = [
        f"{path}: {number} in docs/odd.md, {defaults[path]} in the code"
        for path, number in numbers_beside(ODD)
        if float(number) != defaults[path]
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("`behaviour.choice.novelty` = 3.0, so", [("behaviour.choice.novelty", "3.0")]),
        ("`behaviour.choice.contribute` (-4.5)", [("behaviour.choice.contribute", "-4.5")]),
        ("`segment.pace` is 0.4 a week", [("segment.pace", "0.4")]),
        ("`campaign.openness` from fixed (0) to open", []),
        ("`behaviour.trust.explained`, 1", []),
    ],
)
def test_numbers_beside_parameters_are_found(text, found):
    assert numbers_beside(text) == found


def test_odd_has_the_constants_of_the_code():
    rows = re.findall(rf"^\| `(cocreation_sim\.[\w.]+)\.(\w+)` \| ({NUMBER}) \|", ODD, re.MULTILINE)
    assert rows
    wrong = [
        f"{module}.{name}: {number} in docs/odd.md"
        for module, name, number in rows
        if float(number) != getattr(importlib.import_module(module), name)
    ]
    assert wrong == []


@pytest.mark.parametrize("preset", presets())
def test_odd_speaks_of_every_published_figure(preset):
    figures = {entry.figure for entry in load(preset).published}
    assert sorted(figure for figure in figures if f"`{figure}`" not in ODD) == []


# ---------------------------------------------------------------------- evidence.md


def test_evidence_has_every_row_that_the_code_cites():
    files = sorted([*SOURCES.rglob("*.py"), *SOURCES.rglob("*.toml")])
    cited = {file.name: rows_cited(file.read_text(encoding="utf-8")) for file in files}
    missing = {name: sorted(rows - rows_held()) for name, rows in cited.items()}
    missing = {name: rows for name, rows in missing.items() if rows}
    assert not missing, f"not in docs/evidence.md: {missing}"
    assert {"A12", "C3", "forms 2.6"} <= set().union(*cited.values())


@pytest.mark.parametrize("name", ["odd.md", "parameters.md"])
def test_evidence_has_every_row_that_the_documents_cite(name):
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert sorted(rows_cited(text) - rows_held()) == []


def test_evidence_has_no_row_that_nothing_cites():
    files = [*SOURCES.rglob("*.py"), *SOURCES.rglob("*.toml"), PARAMETERS]
    cited = set().union(*(rows_cited(file.read_text(encoding="utf-8")) for file in files))
    assert sorted(rows_held() - cited - rows_cited(ODD)) == []


def test_evidence_explains_every_status_it_uses():
    codes = set(re.findall(r"^\| (R2?|C|B-\w+) \|", EVIDENCE, flags=re.MULTILINE))
    rows = re.findall(r"^\| (?:[A-F]\d+|forms 2\.\d+) \|.*\| ([^|]+) \|$", EVIDENCE, re.MULTILINE)
    used = {code for row in rows for code in re.findall(r"\bR2?\b|\bC\b|\bB-\w+", row)}
    assert len(rows) == len(rows_held())
    assert used <= codes
    statuses = {entry.status for name in presets() for entry in load(name).published}
    assert statuses <= codes | {"fitted", "calibrated"}


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("C1-C3 (sign)", {"C1", "C2", "C3"}),
        ("A3–A5, A12", {"A3", "A4", "A5", "A12"}),
        ("prior 0-1 (forms 2.11)", {"forms 2.11"}),
        ("forms 2.10, 2.9; 0x9E3779B97F4A7C15, C0, B-low", {"forms 2.10", "forms 2.9"}),
    ],
)
def test_cited_rows_are_found(text, rows):
    assert rows_cited(text) == rows


# ---------------------------------------------------------------------- README.md


def test_readme_uses_only_names_that_exist():
    names = set(re.findall(r"\bcs\.(\w+)", README))
    assert {"load", "simulate"} <= names
    assert sorted(name for name in names if not hasattr(cocreation_sim, name)) == []
    imports = re.findall(r"^from (\S+) import (.+)$", README, re.MULTILINE)
    paths = [f"{module}.{name}" for module, told in imports for name in told.split(", ")]
    assert [path for path in paths if not exists(path)] == []


def test_readme_uses_only_commands_that_exist():
    made = set(
        re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert set(re.findall(r"(?:^|`)make (\w+)", README, re.MULTILINE)) <= made
    known = {command.callback.__name__ for command in cli.app.registered_commands}
    used = re.findall(r"^cocreation (\w+)", README, re.MULTILINE)
    assert used
    assert set(used) <= known


def test_readme_names_only_parameters_and_files_that_exist():
    paths = set(re.findall(r"\bcampaign\.[a-z_.]+[a-z]", README))
    assert paths
    assert paths <= set(declared())
    files = [
        *re.findall(r"^\| `([\w./]+)`", README, re.MULTILINE),
        *re.findall(r"\]\(([\w./]+)\)", README),
    ]
    assert files
    assert [file for file in files if not (ROOT / file).exists()] == []
