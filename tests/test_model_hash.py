"""What makes results stale: whatever can change one, and no word."""

from __future__ import annotations

import ast
import json
import runpy
import shutil
import tomllib
from pathlib import Path

import pytest

from cocreation_sim import model_hash as hashing
from cocreation_sim.model_hash import MODEL, ROOT, essence, hash_of, model_files, model_hash
from cocreation_sim.rulebook import rule_modules

HERE = Path(__file__).resolve().parents[1]

RULE = '''"""Words of the module."""

def fee(work: float, pay: float = 2.0) -> float:
    """Words of the rule."""
    # a comment
    if work < 0.0:
        raise ValueError("no work")
    return work * pay
'''
DECLARED = '''
class Reward(Parameters):
    """Words."""
    prize: float = parameter(0.0, "the prize", low=0, high=100, unit="EUR", source="A1")
    paid: bool = setting(True, "whether it is paid", source="A2")
    def check(self):
        if self.prize > 50:
            raise ValueError(f"prize is {self.prize}")
'''


def changed(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Words of the module.", "Better words."),
        ("Words of the rule.", "Better words.\n\n    And more."),
        ("# a comment", "# another"),
        ("    # a comment\n", "\n\n"),
        (" -> float", ""),
        ("work: float", 'work: "float"'),
        ("def fee", "if TYPE_CHECKING:\n    import this\n\ndef fee"),
    ],
)
def test_words_leave_a_rule_what_it_is(old, new):
    assert essence(changed(RULE, old, new)) == essence(RULE)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2.0", "2.5"),
        ("2.0", "2"),
        ("work * pay", "work + pay"),
        ("work * pay", "pay * work"),
        ("<", "<="),
        ("0.0", "-0.0"),
        ("fee", "charge"),
        ("pay: float = 2.0", "pay: float"),
        ("return work", "yield work"),
        ('"no work"', '"no"'),  # what a rule raises is recorded with its run
    ],
)
def test_what_a_rule_does_is_told(old, new):
    assert essence(changed(RULE, old, new)) != essence(RULE)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"the prize"', '"the prize of a round"'),
        ('"the prize"', 'description="the prize"'),
        ('source="A1"', 'source="assumption"'),
        ('"whether it is paid"', '"it is paid"'),
        (', source="A2"', ""),
        ("prize is {", "the prize is {"),
    ],
)
def test_descriptions_sources_and_messages_of_parameters_are_words(old, new):
    new = changed(DECLARED, old, new)
    assert essence(new, wordy=True) == essence(DECLARED, wordy=True)
    assert essence(new) != essence(DECLARED)  # elsewhere nothing is taken for words


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("0.0,", "1.0,"),
        ("low=0", "low=1"),
        ("high=100", "high=200"),
        ("low=0, ", ""),
        ("EUR", "1"),
        ("True", "False"),
        (": float", ": int"),
        ("prize:", "price:"),
        ("> 50", "> 60"),
        ("raise ValueError", "raise TypeError"),
    ],
)
def test_defaults_bounds_units_and_types_of_parameters_are_told(old, new):
    assert essence(changed(DECLARED, old, new), wordy=True) != essence(DECLARED, wordy=True)


OUTCOME = """
ASKED = Outcome("asked", "ideas answered", "ideas", MORE, lambda run: run.total["answered"],
                GROUP, short="answered", note="silence is no answer", prominence=1)
"""


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ('"ideas answered"', '"ideas that got an answer"', True),
        ('short="answered"', 'short="with an answer"', True),
        (', note="silence is no answer"', "", True),
        ('run.total["answered"]', 'run.total["read"]', False),
        ('"asked"', '"answers"', False),
        ("MORE", "LESS", False),
    ],
)
def test_words_of_outcomes_are_words(old, new, same):
    told = essence(changed(OUTCOME, old, new), wordy=True)
    assert (told == essence(OUTCOME, wordy=True)) == same


def test_it_is_the_same_whatever_reads_it():
    """As Python 3.12 and 3.13 wrote it, whose own `ast.dump` differ."""
    text = "def f(a, /, *b, c=1.5, **d):\n    return [x async for x in f'{a!r:>{b}}' if -x][::2]"
    assert (
        hashing.hashlib.blake2b(essence(text).encode(), digest_size=8).hexdigest()
        == "c512ce3e582070c7"
    )


# ---------------------------------------------------------------------- the model itself


SWAPS = {
    ast.Mult: ast.Div, ast.Div: ast.Mult, ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Pow: ast.Mult,
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.USub: ast.UAdd, ast.And: ast.Or, ast.Or: ast.And, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip


class Mutate(ast.NodeTransformer):
    """Changes one operator, or one number, into another: the first that it finds."""

    done = False

    def visit(self, node: ast.AST) -> ast.AST:
        if self.done:
            return node
        if type(node) in SWAPS:
            self.done = True
            return SWAPS[type(node)]()
        if isinstance(node, ast.Constant) and type(node.value) in (int, float):
            self.done = True
            return ast.Constant(node.value + 1)
        return super().visit(node)


@pytest.mark.parametrize("name", sorted(rule_modules()))
def test_a_mutated_operator_in_a_module_of_rules_is_another_model(name, tmp_path):
    path = tmp_path / "rules" / f"{name}.py"
    path.parent.mkdir()
    shutil.copy(ROOT / "rules" / f"{name}.py", path)
    before = hash_of([path], tmp_path)
    text = path.read_text()
    path.write_text(f"# a comment\n{text}")
    assert hash_of([path], tmp_path) == before
    tree = ast.parse(text)
    mutation = Mutate()
    path.write_text(ast.unparse(tree))
    assert hash_of([path], tmp_path) == before
    path.write_text(ast.unparse(mutation.visit(tree)))
    assert mutation.done
    assert hash_of([path], tmp_path) != before


def copied(folder: Path) -> Path:
    """The sources of the model, in a folder where they may be changed."""
    for path in model_files():
        copy = folder / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)
    return folder


def test_a_better_description_is_the_same_model_and_another_bound_is_not(tmp_path):
    root = copied(tmp_path)
    assert hash_of(model_files(root), root) == model_hash()
    path = root / "scenario" / "scenario.py"
    text = path.read_text()
    path.write_text(changed(text, '"length of a period"', '"how long a period is"'))
    assert hash_of(model_files(root), root) == model_hash()
    path.write_text(
        changed(text, '"length of a period", low=1e-3', '"length of a period", low=1e-2')
    )
    assert hash_of(model_files(root), root) != model_hash()


# Modules that a run imports, and why they cannot change what comes of it.
NO_MATTER = {
    "cache": "where kernels are kept; what is kept is named by what it is made from",
    "errors": "words of errors",
    "files": "reads and writes files",
    "frozen": "keeps what was made from being changed",
    "model_hash": "names what is kept",
    "results": "short words for results",
    "wording": "values as text",
    "schema": "how files are read; what they hold is in a scenario's own hash",
    "runs": "hands a scenario to an engine; test_docking holds the two together",
}


def imported(path: Path) -> set[str]:
    """Modules of the package that a module imports when it is imported itself, by their heads."""
    found = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("cocreation_sim"):
            head = (node.module or "").split(".")[1:2]
            found |= set(head) or {alias.name for alias in node.names}
    return found


def test_whatever_a_run_is_made_by_is_in_the_hash():
    found = set().union(*(imported(path) for path in [*model_files(), ROOT / "runs.py"]))
    assert found - set(MODEL) <= set(NO_MATTER)


# ---------------------------------------------------------------------- models that are the same


def test_what_is_recorded_as_the_same_counts_as_the_same(monkeypatch):
    monkeypatch.setattr(hashing, "recorded", lambda: (("a", "b"), ("c", "d")))
    assert hashing.same_results("a", "b")
    assert hashing.same_results("b", "a")
    assert not hashing.same_results("a", "c")
    assert not hashing.same_results("a", "e")
    assert hashing.same_as("d") == "c"
    assert hashing.same_as("e") == "e"


def test_the_record_can_be_read_and_no_model_is_in_two_groups():
    models = [model for group in hashing.recorded() for model in group]
    assert models
    assert len(models) == len(set(models))
    assert all(len(model) == 16 and int(model, 16) >= 0 for model in models)


def test_a_model_joins_those_with_the_same_golden_runs():
    tool = runpy.run_path(str(HERE / "tools" / "same-results"))
    text = tool["with_model"]("# head\n", "g1", "a", "first")
    text = tool["with_model"](text, "g1", "b", "moved")
    text = tool["with_model"](text, "g2", "c", "numbers changed")
    assert text.startswith("# head\n")
    assert tomllib.loads(text)["same"] == [
        {"golden": "g1", "models": {"a": "first", "b": "moved"}},
        {"golden": "g2", "models": {"c": "numbers changed"}},
    ]
    assert json.loads((HERE / "tests" / "golden.json").read_text())
