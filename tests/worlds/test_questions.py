"""The questions: each answer means something to the model, and says where that comes from."""

from __future__ import annotations

import itertools
import re

import pytest

import cocreation_sim as cs
from cocreation_sim import InputError
from cocreation_sim.scenario.typology import Cell
from cocreation_sim.worlds.plan import scenario_for
from cocreation_sim.worlds.questions import UNSURE, questions
from cocreation_sim.worlds.situation import Situation
from tests.test_docs import ROOT, rows_cited, rows_held

DOCUMENT = (ROOT / "docs" / "assessing.md").read_text(encoding="utf-8")
NAMES = [question.name for question in questions()]


@pytest.mark.parametrize("question", questions(), ids=NAMES)
def test_every_answer_moves_the_same_parameters_upwards_within_bounds(question):
    paths = [set(choice.spans) for choice in question.choices]
    assert all(found == paths[0] for found in paths)
    assert all(low <= high for c in question.choices for low, high in c.spans.values())
    for answer, cell, share in itertools.product((*question.names, UNSURE), Cell, (0.0, 1.0)):
        situation = Situation.of(1000, {question.name: answer})
        scenario_for(cell, situation, dict.fromkeys(NAMES, share))  # raises if it is none


@pytest.mark.parametrize("question", questions(), ids=NAMES)
def test_answers_are_told_apart(question):
    assert len({choice.says for choice in question.choices}) == len(question.choices) >= 3
    assert all(re.fullmatch("[a-z]+", name) for name in question.names)
    assert question.reason
    values = [tuple(choice.spans.values()) for choice in question.choices]
    assert len(set(values)) == len(values)


@pytest.mark.parametrize("question", questions(), ids=NAMES)
def test_sources_are_rows_presets_or_assumptions(question):
    assert rows_cited(question.source) <= rows_held()
    told = question.source.partition("preset")[2]
    named = re.findall(r"[a-z]{5,}", re.sub(r"\(.*?\)", "", told))
    allowed = {*cs.presets(), "assumption", "levels", "preset", "presets"}
    assert set(named) <= allowed
    assert rows_cited(question.source) or "assumption" in question.source


def test_values_lie_within_an_answer_and_not_sure_covers_all():
    crowd = questions()[0]
    assert crowd.values("hundreds", 0.0)["population.size"] == 100
    assert crowd.values("hundreds", 0.5)["population.size"] == pytest.approx(100 * 10**0.5)
    for number, name in enumerate(crowd.names):
        share = (number + 0.5) / len(crowd.names)
        assert crowd.values(UNSURE, share) == pytest.approx(crowd.values(name, 0.5))
    assert crowd.values(UNSURE, 1.0) == pytest.approx(crowd.values(crowd.names[-1], 1.0))


def test_neighbours_are_next_to_an_answer():
    time = next(q for q in questions() if q.name == "time")
    assert time.neighbours("month") == ("quarter",)
    assert time.neighbours("half") == ("quarter", "year")
    assert time.neighbours(UNSURE) == time.names


def table() -> str:
    """The table of docs/assessing.md."""
    lines = ["| Question | Answer | Means to the model | Why | Source |", "|---|---|---|---|---|"]
    for question in questions():
        for number, choice in enumerate(question.choices):
            spans = "; ".join(
                f"`{path}` {low:g}" + (f" to {high:g}" if high > low else "")
                for path, (low, high) in choice.spans.items()
            )
            head = f"`{question.name}`: {question.ask}" if not number else ""
            why, source = (question.reason, question.source) if not number else ("", "")
            lines.append(
                f"| {head} | `{choice.name}`: {choice.says} | {spans} | {why} | {source} |"
            )
    return "\n".join(lines)


def test_the_table_of_the_document_is_up_to_date():
    assert table() in DOCUMENT, f"docs/assessing.md needs this table:\n{table()}"


@pytest.mark.parametrize("ask", ["choice", "says", "neighbours", "middle"])
def test_what_is_no_answer_is_refused(ask):
    with pytest.raises(InputError, match=r"crowd is 'dozenz'.*did you mean 'dozens'"):
        getattr(questions()[0], ask)("dozenz")
