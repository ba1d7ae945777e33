"""An outcome is declared once: from there on it is told wherever outcomes are."""

from __future__ import annotations

import runpy
from pathlib import Path

import numpy as np
import pytest

import cocreation_sim as cs
from cocreation_sim import InputError, load, optimise, outcomes, simulate, sweep
from cocreation_sim.outcomes import LESS, MORE, NEITHER, Outcome, also, find
from cocreation_sim.outcomes.labels import outcome_label, outcome_text
from cocreation_sim.recommending.goals import goal, limit

ROOT = Path(__file__).parents[2]
PAGES = runpy.run_path(str(ROOT / "tools" / "site_pages.py"))

DOUBLED = Outcome(
    "doubled",
    "votes cast, counted twice",
    "marks",
    LESS,
    lambda run: 2 * run.total["votes"] * run.weight,
    "Community",
    prominence=1,
)
LEVER = {"campaign.reward.recognition": [0.0, 1.0]}
QUIET = {"workers": 1, "progress": False}


@pytest.fixture(autouse=True)
def declared():
    with also(DOUBLED):
        yield
    assert find("doubled") is None


@pytest.fixture
def exp():
    return sweep("workshop", LEVER, 6, **QUIET)


def test_a_run_tells_it():
    run = simulate("workshop")
    assert run.outcome.index[-1] == "doubled"
    assert run.outcome.doubled == 2 * run.outcome.votes > 0
    text = outcome_text(run.outcome.to_dict(), run.scenario)
    community = text.split("Community\n")[1].split("\n\n")[0]
    assert f"votes cast, counted twice{run.outcome.doubled:>39}" in community
    assert outcome_label("doubled", run.scenario) == "votes cast, counted twice (marks)"
    assert outcomes.DESCRIPTIONS["doubled"] == ("votes cast, counted twice", "marks")


def test_an_experiment_tells_it(exp, tmp_path):
    assert (exp.runs["doubled"] == 2 * exp.runs["votes"]).all()
    summary = exp.summary()
    np.testing.assert_allclose(summary["doubled_low"], np.maximum(2 * summary["votes_low"], 0))
    found = exp.predict("doubled")
    assert set(found["unit"]) == {"marks"}
    compared = exp.compare()
    assert "doubled" in set(compared["outcome"])
    assert len(exp.plot("doubled").axes) == 2
    page = exp.report(tmp_path / "found.html").read_text(encoding="utf-8")
    assert "votes cast, counted twice" in page
    until = cs.StoppingRule("doubled", width=1e9)
    assert until.reached(exp.read(until.columns))


def test_sensitivity_takes_it():
    spread = {"campaign.reward.recognition": cs.Range(0, 1)}
    exp = sweep("workshop", spread, 2, design="morris", samples=4, **QUIET)
    table = exp.sensitivity(["doubled", "votes"]).set_index("outcome")
    assert table.loc["doubled", "mu_star"] == pytest.approx(2 * table.loc["votes", "mu_star"])


def test_it_is_a_goal_and_a_limit():
    assert str(goal("doubled")) == "less doubled"
    assert limit("doubled<=500").words == "votes cast, counted twice at most 500"
    levers = {"reward.recognition": [0.0, 0.5, 1.0]}
    found = optimise(
        "workshop", ["doubled"], limits=["doubled<=100000"], levers=levers, runs=100, **QUIET
    )
    assert "doubled" in found.designs
    with pytest.raises(InputError, match="never be kept: votes cast, counted twice is never below"):
        optimise("workshop", ["risk"], limits=["doubled<=-1"], levers=levers, runs=100, **QUIET)


def test_documents_tell_it():
    row = "| `doubled` | votes cast, counted twice | marks | less |"
    assert row in PAGES["outcomes"]().splitlines()


@pytest.mark.parametrize("name", ["votes", "risk", "failure_risk", "ideas", "seed", "campaign"])
def test_names_that_are_taken_are_refused(name):
    twice = Outcome(name, "something else", "marks", NEITHER, lambda run: 0)
    with pytest.raises(InputError, match=f"the name '{name}' of an outcome is taken"), also(twice):
        pass


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"name": "my votes"}, "the name of an outcome is 'my votes'; allowed are letters"),
        ({"name": 3}, "the name of an outcome is 3"),
        ({"direction": 2}, "the direction of mine is 2; allowed is 1"),
        ({"direction": True}, "the direction of mine is True"),
    ],
)
def test_what_is_no_outcome_is_refused(changes, says):
    right = {"name": "mine", "words": "mine", "unit": "ideas", "direction": MORE, "of": len}
    with pytest.raises(InputError, match=says):
        Outcome(**right | changes)


def test_what_several_are_made_of_is_counted_once(monkeypatch):
    run = simulate(load("workshop"))
    asked = []

    def pieces(campaign):
        asked.append(campaign)
        return 7

    both = [
        Outcome(name, name, "marks", NEITHER, lambda campaign: campaign.once(pieces))
        for name in ("one", "other")
    ]
    with also(*both):
        told = outcomes.outcome(run.scenario, run.tables, "workshop")
    assert (told["one"], told["other"], len(asked)) == (7, 7, 1)
