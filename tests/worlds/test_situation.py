"""A situation: what is no answer is refused in one sentence; a file brings it back."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreation_sim import InputError
from cocreation_sim.scenario.typology import Cell
from cocreation_sim.worlds.questions import UNSURE, questions
from cocreation_sim.worlds.situation import Situation, load_situation

ANSWERS = st.fixed_dictionaries({q.name: st.sampled_from([*q.names, UNSURE]) for q in questions()})
BUDGETS = st.floats(0, 1e9)


@given(BUDGETS, ANSWERS)
def test_a_file_brings_it_back(tmp_path_factory, budget, answers):
    situation = Situation.of(budget, answers)
    path = situation.save(tmp_path_factory.mktemp("answers") / "a.toml")
    assert load_situation(path) == situation


@given(ANSWERS)
def test_some_cell_can_always_be(answers):
    situation = Situation.of(0, answers)
    assert any(not situation.rules_out(cell) for cell in Cell)


def test_what_was_not_answered_is_not_sure():
    assert set(Situation.of(1, {}).answers.values()) == {UNSURE}
    assert Situation.of(1, {}).answered == ()


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"crowd": "thousand"}, "crowd is 'thousand'; allowed is one of 'dozens', 'hundreds', "),
        ({"crowd": "thousand"}, "; did you mean 'thousands'?"),
        ({"crowd": 3}, "crowd is 3; allowed is one of"),
        ({"corwd": "hundreds"}, "there is no question 'corwd'"),
        ({"corwd": "hundreds"}, "; did you mean 'crowd'?"),
        ({"terms": ["ours"]}, "terms is ['ours']; allowed is one of"),
    ],
)
def test_wrong_answers_are_refused(answers, words):
    with pytest.raises(InputError) as refused:
        Situation.of(1000, answers)
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("budget", [-1, math.nan, math.inf, 2e9, 10**400, "5000", None, True])
def test_impossible_budgets_are_refused(budget):
    for made in (Situation, Situation.of):
        with pytest.raises(InputError, match=r"budget is .*; allowed is a number from 0 to"):
            made(budget, {})


@pytest.mark.parametrize("answers", [None, 5, "crowd", ["crowd"]])
def test_answers_that_are_none_are_refused(answers):
    with pytest.raises(InputError, match=r"answers is .*; allowed are answers by question"):
        Situation.of(5, answers)


def test_the_constructor_checks_and_completes_as_well():
    assert Situation(5, {"crowd": "dozens"}) == Situation.of(5, {"crowd": "dozens"})
    with pytest.raises(InputError, match="there is no question 'corwd'"):
        Situation(5, {"corwd": "dozens"})


@pytest.mark.parametrize(
    ("question", "answer", "words"),
    [
        ("corwd", "dozens", "there is no question 'corwd'"),
        ("crowd", "dozen", "crowd is 'dozen'; allowed is one of"),
        (3, "dozens", "there is no question 3"),
    ],
)
def test_a_change_to_what_is_no_answer_is_refused(question, answer, words):
    with pytest.raises(InputError, match=words):
        Situation.of(5, {}).changed(question, answer)


@pytest.mark.parametrize("times", [-1.0, math.nan])
def test_an_impossible_multiple_of_the_budget_is_refused(times):
    with pytest.raises(InputError, match="budget is"):
        Situation.of(5, {}).richer(times)


@pytest.mark.parametrize("path", ["", None, 5, b"a.toml"])
def test_a_path_that_is_none_is_refused(path):
    with pytest.raises(InputError, match=r"cannot write \.|is no path"):
        Situation.of(5, {}).save(path)
    with pytest.raises(InputError, match=r"cannot read \.|is no path"):
        load_situation(path)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("budget = ", "is not valid TOML"),
        ('crowd = "hundreds"', "'budget' is missing"),
        ('budget = 1\ncrowd = "hundert"', "crowd is 'hundert'"),
        ("budget = 1\n[crowd]\nhundreds = 1", "crowd is {'hundreds': 1}"),
        ("budget = -1", "budget is -1"),
        (f"budget = 1{'0' * 400}", "budget is 1000"),
    ],
)
def test_damaged_files_are_refused(tmp_path, text, words):
    path = tmp_path / "answers.toml"
    path.write_text(text)
    with pytest.raises(InputError) as refused:
        load_situation(path)
    assert str(refused.value).startswith(str(path))
    assert words in str(refused.value)


def test_files_that_are_none_are_refused(tmp_path):
    (tmp_path / "picture.toml").write_bytes(b"\x89PNG\xff")
    for name, words in (("none.toml", "cannot read"), ("picture.toml", "is not a text file")):
        with pytest.raises(InputError, match=words):
            load_situation(tmp_path / name)
