"""Assessments: directions that are known, a situation to warn of, and one not to."""

from __future__ import annotations

import functools

import numpy as np
import pandas as pd
import pytest

from cocreation_sim import InputError
from cocreation_sim.predicting.assessment import _choice, assess
from cocreation_sim.predicting.play import play
from cocreation_sim.predicting.telling import settings, stop_signs, verdict
from cocreation_sim.scenario.typology import Cell
from cocreation_sim.statistics.comparison import paired
from cocreation_sim.worlds.plan import scenario_for
from cocreation_sim.worlds.questions import UNSURE
from cocreation_sim.worlds.situation import Situation

HOPELESS = {"crowd": "dozens", "bond": "strangers", "wanted": "twenty", "time": "month"}
HOPELESS |= {"answering": "nobody", "terms": "ours"}
LIVELY = {"crowd": "hundreds", "bond": "fans", "needs": "different", "sought": "ideas"}
LIVELY |= {"wanted": "one", "time": "month", "answering": "team", "control": "yes"}
LIVELY |= {"secrecy": "open", "terms": "shared"}
MIDDLING = {**LIVELY, "bond": "customers", "wanted": "five", "answering": "person"}
MIDDLING |= {"sought": UNSURE, "terms": "clear"}


@functools.cache
def found(name: str):
    answers, budget = {"hopeless": (HOPELESS, 200), "lively": (LIVELY, 3000)}[name]
    return assess(Situation.of(budget, answers), runs=30, workers=1, progress=False)


def risks(question: str, *answers: str) -> list[np.ndarray]:
    """Whether runs failed with each answer, all cells in the same worlds."""
    base = Situation.of(1500, MIDDLING)
    cases = {
        f"{cell} {answer}": (cell, base.changed(question, answer))
        for answer in answers
        for cell in Cell
    }
    failed = play(cases, 40, 1, workers=1, progress=False).by_point("failed")
    return list(failed.reshape(len(answers), -1))


@pytest.mark.parametrize(
    ("question", "answers"),
    [
        ("crowd", ("hundreds", "dozens")),
        ("bond", ("fans", "customers", "strangers")),
        ("answering", ("team", "nobody")),
        ("terms", ("shared", "ours")),
        ("wanted", ("one", "five", "twenty")),
        ("secrecy", ("open", "partly")),
    ],
)
def test_worse_answers_never_lower_the_risk(question, answers):
    means = [float(failed.mean()) for failed in risks(question, *answers)]
    assert means == sorted(means)


def test_the_smaller_crowd_fails_more():
    many, few = risks("crowd", "hundreds", "dozens")
    assert paired(many == 1, few == 1).low > 0


def test_a_hopeless_situation_is_advised_against():
    assert found("hopeless").advised_against
    assert found("hopeless").risk > 0.9
    assert verdict(found("hopeless"))[0].startswith("As it stands, co-creation is not advisable.")
    told = " ".join(stop_signs(found("hopeless")))
    assert "No kind has a lower failure risk than" in told
    assert "contributions would get an answer" in told


def test_a_lively_one_is_not():
    assert not found("lively").advised_against
    assert found("lively").risk < 0.3
    assert found("lively").recommended.openness == 0  # ideas within a brief
    assert "not advisable" not in " ".join(verdict(found("lively")))


def test_what_cannot_be_is_said_and_not_played():
    lively = found("lively")
    assert set(lively.ruled_out) == {Cell.TINKERING, Cell.COLLABORATING}
    assert lively.cells["cell"].tolist() == ["submitting", "co-designing"]
    assert "Tinkering is ruled out: ideas within a brief" in " ".join(stop_signs(lively))
    row = lively.answer_sensitivity.set_index(["question", "instead"]).loc[("sought", "changes")]
    assert row["rules_out"]
    assert np.isnan(row["difference"])


def test_every_neighbour_is_tried_and_the_largest_effect_comes_first():
    table = found("hopeless").answer_sensitivity
    tried = set(zip(table["question"], table["instead"], strict=True))
    assert {("crowd", "hundreds"), ("time", "quarter"), ("budget", "twice as much")} <= tried
    assert ("crowd", "more") not in tried
    assert {instead for name, instead in tried if name == "needs"} == {
        "alike", "mixed", "different",
    }  # fmt: skip
    sizes = table["difference"].abs().dropna()
    assert sizes.is_monotonic_decreasing


def test_an_answer_that_does_not_matter_changes_nothing():
    # Who obeys the crowd does not matter where no crowd chooses: the same runs, one by one.
    base = Situation.of(500, {**LIVELY, "secrecy": "strict"})
    result = assess(base, runs=10, workers=1, progress=False)
    assert result.recommended is Cell.SUBMITTING
    row = result.answer_sensitivity[result.answer_sensitivity["question"] == "control"].iloc[0]
    assert row["difference"] == 0
    assert row["failure_risk"] == result.risk


def test_the_same_whoever_plays():
    again = assess(Situation.of(3000, LIVELY), runs=30, workers=2, progress=False)
    pd.testing.assert_frame_equal(again.cells, found("lively").cells)
    pd.testing.assert_frame_equal(again.answer_sensitivity, found("lively").answer_sensitivity)


def test_worlds_are_the_same_for_all_cases_and_differ_from_one_another():
    situation = Situation.of(500, HOPELESS)
    cases = {"a": (Cell.SUBMITTING, situation), "b": (Cell.CO_DESIGNING, situation)}
    design = play(cases, 8, 3, workers=1, progress=False).design
    first, second = np.array([row[1:] for row in design.points]).reshape(2, 8, -1)
    assert (first == second).all()
    assert len(np.unique(first, axis=0)) == 8
    sizes = {design.scenario(point).population.size for point in range(8)}
    assert len(sizes) == 8
    assert min(sizes) >= 30
    assert max(sizes) <= 100


def test_the_plan_is_the_middle_of_the_answers():
    lively = found("lively")
    assert lively.scenario == scenario_for(lively.recommended, lively.situation)


@pytest.mark.parametrize(
    ("more_low", "per_thousand", "expected", "alike"),
    [
        ([0.0, 0.1, 0.2, 0.3], [1, 9, 9, 9], "submitting", ["submitting"]),
        ([0.0, -0.1, 0.2, 0.3], [1, 2, 9, 9], "co-designing", ["submitting", "co-designing"]),
        ([-0.1, 0.1, 0.0, 0.3], [3, 9, 2, 9], "submitting", ["submitting", "tinkering"]),
    ],
)
def test_first_the_risk_then_ideas_for_the_money(more_low, per_thousand, expected, alike):
    table = {"cell": [cell.label for cell in Cell], "more_risk_low": more_low}
    best, near = _choice(pd.DataFrame({**table, "per_thousand": per_thousand, "interesting": 1}))
    assert best.label == expected
    assert [cell.label for cell in near] == alike


def test_without_money_there_is_still_an_answer():
    result = assess(Situation.of(0, LIVELY), runs=5, workers=1, progress=False)
    assert "budget" not in set(result.answer_sensitivity["question"])
    assert "EUR 0" in " ".join(settings(result))


@pytest.mark.parametrize("runs", [0, 1, 2.5, True, 10**6])
def test_impossible_numbers_of_runs_are_refused(runs):
    with pytest.raises(InputError, match=r"runs is .*; allowed is a whole number from 2 to"):
        assess(Situation.of(1, {}), runs=runs)


@pytest.mark.parametrize("situation", [None, 5, {"budget": 5}, [1]])
def test_what_is_no_situation_is_refused(situation):
    with pytest.raises(InputError, match=r"situation is .*; allowed is a Situation"):
        assess(situation)


def test_a_file_of_answers_may_be_named(tmp_path):
    path = Situation.of(3000, LIVELY).save(tmp_path / "mine.toml")
    assert assess(str(path), runs=2, workers=1, progress=False).situation.answers == LIVELY
    with pytest.raises(InputError, match="cannot read"):
        assess(tmp_path / "none.toml")


def test_a_row_that_is_not_there_is_refused_with_the_reason():
    told = found("lively")
    ruled_out, why = next(iter(told.ruled_out.items()))
    with pytest.raises(InputError, match=f"{ruled_out.label} is ruled out: {why}"):
        told.row(ruled_out)
    with pytest.raises(InputError, match=r"cell is 'nope'; allowed are .*submitting"):
        told.row("nope")
