"""The search: it finds what is known to be best, and sooner than chance does."""

from __future__ import annotations

import runpy
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from cocreation_sim import InputError, Range
from cocreation_sim.recommending import optimise_function
from cocreation_sim.recommending.searching import Effort, choose

BENCH = runpy.run_path(str(Path(__file__).parents[2] / "benchmarks" / "optimising.py"))
QUICK = Effort(400, 4, 24)


def bowl(levers, luck):
    """Two goals that pull a from 0.2 to 0.8; b is best at 0.5, whatever the goal."""
    a, b = levers["a"], levers["b"]
    noise = 0.3 * ((luck * 37) % 11 - 5)
    return {
        "gain": 10 - 20 * (a - 0.8) ** 2 - 20 * (b - 0.5) ** 2 + noise,
        "price": 5 + 20 * (a - 0.2) ** 2 + 20 * (b - 0.5) ** 2 + noise,
    }


UNIT = {"a": Range(0, 1), "b": Range(0, 1)}


@pytest.fixture(scope="module")
def front():
    return optimise_function(bowl, UNIT, ["gain:more", "price:less"], effort=QUICK)


def test_the_closed_form_of_the_contest_is_its_best():
    best, contest = BENCH["BEST"], BENCH["contest"]

    def profit(levers):
        return np.mean([contest(levers, r)["profit"] for r in range(400)])

    here = profit(best)
    for name, step in (("prize", 100.0), ("contestants", 4), ("feedback", 1.5)):
        assert all(profit(best | {name: best[name] + d}) < here for d in (-step, step))


def test_it_finds_the_best_contest_in_a_third_of_the_runs_of_random_search():
    pairs = list(BENCH["ratios"](partial(BENCH["searches"], most=8000), BENCH["near"], 3))
    chance, mine = np.array(pairs, float).mean(axis=0)
    assert chance > 3 * mine


def test_the_front_runs_between_the_goals(front):
    table = front.front
    assert len(table) >= 3
    assert (table["b"] - 0.5).abs().max() <= 0.1 + 1e-9
    assert table["a"].between(0.1, 0.9).all()
    assert table["gain"].is_monotonic_decreasing
    assert table["price"].is_monotonic_decreasing


def test_one_is_recommended_for_each_goal_and_one_between(front):
    told = {one.purpose: one.levers["a"] for one in front.recommended}
    assert told["more gain"] == pytest.approx(0.8, abs=0.1 + 1e-9)
    assert told["less price"] == pytest.approx(0.2, abs=0.1 + 1e-9)
    assert told["less price"] < told["balanced"] < told["more gain"]


def test_the_best_beats_its_neighbours():
    found = optimise_function(bowl, UNIT, "gain:more", effort=QUICK)
    best = found.recommended[0]
    assert best.levers == {"a": 0.8, "b": 0.5}
    near = best.against[best.against["design"].notna()]
    assert len(near) == 4
    assert set(near["verdict"]) == {"better"}
    assert (near["low"] > 0).all()
    assert "One step away it is worse: a 0.7 (gain 0.2 lower" in best.why[0]


def test_a_limit_holds_it_back():
    found = optimise_function(bowl, UNIT, "gain:more", limits=["price<=7"], effort=QUICK)
    assert found.recommended[0].levers["a"] == pytest.approx(0.5)
    assert found.front["price"].max() <= 7 * (1 + 1e-9)


def test_a_limit_is_no_suggestion():
    def spent(levers, luck):
        return {"gain": levers["x"], "price": levers["x"]}

    levers = {"x": [1000, 1999, 2000, 2001]}
    found = optimise_function(spent, levers, "gain:more", limits="price<=2000", effort=QUICK)
    assert found.recommended[0].levers["x"] == 2000


def test_what_is_reported_was_not_searched(front):
    search = front.search
    for number in front.front["design"]:
        luck = search.described_by(number)
        assert min(luck) >= search.effort.first
        assert len(luck) == search.effort.most
    assert (front.front["replications"] == QUICK.most).all()


def test_it_keeps_to_its_runs(front):
    assert front.runs <= QUICK.runs
    played = sum(len(rows) for rows in front.search.pool.outcomes)
    assert played == front.runs


def test_the_same_seed_the_same_answer_and_another_another():
    one, same, other = (
        optimise_function(bowl, UNIT, "gain:more", effort=QUICK, seed=seed) for seed in (1, 1, 2)
    )
    assert one.designs.equals(same.designs)
    assert not one.designs.equals(other.designs)


@pytest.mark.parametrize("sampler", ["tpe", "random"])
def test_other_samplers_find_it_too(sampler):
    found = optimise_function(bowl, UNIT, "gain:more", effort=Effort(800, 4, 24), sampler=sampler)
    assert found.recommended[0].levers["b"] == pytest.approx(0.5, abs=0.1 + 1e-9)


def test_choices_and_whole_numbers():
    def gain(levers, luck):
        right = levers["kind"] == "round" and levers["open"]
        return {"gain": 5.0 * right - abs(levers["n"] - 3) + luck % 3}

    levers = {
        "kind": ["square", "round", "flat"],
        "open": [True, False],
        "n": Range(1, 9, whole=True),
    }
    found = optimise_function(gain, levers, "gain", effort=QUICK)
    assert found.recommended[0].levers == {"kind": "round", "open": True, "n": 3}


def test_few_designs_are_all_tried():
    found = optimise_function(
        lambda levers, luck: {"gain": levers["x"] + luck % 2}, {"x": [1, 2, 3]}, "gain", runs=100
    )
    assert sorted(found.designs["x"]) == [1, 2, 3]
    assert found.recommended[0].levers == {"x": 3}


def test_ctrl_c_leaves_what_is_known():
    calls = []

    def stopping(levers, luck):
        calls.append(luck)
        if len(calls) == 150:
            raise KeyboardInterrupt
        return bowl(levers, luck)

    found = optimise_function(stopping, UNIT, "gain:more", effort=QUICK)
    assert not found.complete
    assert found.recommended
    assert found.sentences[0].startswith("Stopped early")


def test_the_base_is_compared_with():
    base = {"a": 0.0, "b": 0.0}
    found = optimise_function(bowl, UNIT, "gain:more", base=base, effort=QUICK)
    assert found.designs["design"].iloc[0] == 0
    rows = found.recommended[0].against
    assert rows["against"].iloc[0] == "as it is"
    assert rows["verdict"].iloc[0] == "better"


def test_where_nothing_better_is_found_it_says_so():
    base = {"a": 0.8, "b": 0.5}
    found = optimise_function(bowl, UNIT, "gain:more", base=base, effort=QUICK)
    assert found.recommended[0].design == 0
    assert f"Nothing better was found in {found.runs} runs" in str(found)
    tight = optimise_function(
        bowl, UNIT, "gain:more", base={"a": 0.2, "b": 0.5}, limits="price<=now", effort=QUICK
    )
    assert "other designs keeps the limits; loosen a limit" in str(tight)


def test_what_a_limit_holds_as_it_is_is_compared_as_well():
    base = {"a": 0.9, "b": 0.0}
    found = optimise_function(bowl, UNIT, "gain:more", base=base, limits="price<=now", effort=QUICK)
    first = found.recommended[0]
    assert first.why[0].startswith("Against the campaign as it is: gain 5.2 higher")
    assert "; price 7.6 lower" in first.why[0]
    assert "chosen by the same runs" in str(found)


def test_a_lever_that_does_nothing_is_said_to_be_as_good_as_it_is():
    base = {"a": 0.0, "b": 0.0, "idle": 1.0}
    levers = {**UNIT, "idle": Range(0, 1)}
    found = optimise_function(bowl, levers, "gain:more", base=base, effort=Effort(800, 4, 24))
    best = found.recommended[0]
    if best.levers["idle"] not in (1.0, 0.9):
        assert any("with one of these left as it is now: idle 1" in said for said in best.why)
    rows = best.against[best.against["lever"] == "idle"]
    assert set(rows["verdict"]) <= {"indistinguishable", "not tried"}


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"goals": "gian"}, "did you mean 'gain'?"),
        ({"runs": 20}, "whole number from 100"),
        ({"runs": True}, "whole number from 100"),
        ({"levers": {}}, "there is no lever"),
        ({"limits": ["gain>=100"]}, "no design of"),
        ({"limits": ["gain>=9", "price<=5.5"]}, "together, though each can be kept alone"),
    ],
)
def test_what_cannot_be_is_refused(options, says):
    given = {"levers": UNIT, "goals": "gain:more"} | options
    runs = {} if "runs" in options else {"effort": QUICK}
    with pytest.raises(InputError) as error:
        optimise_function(bowl, given.pop("levers"), given.pop("goals"), **given, **runs)
    assert says in str(error.value)


def test_without_optuna_a_sentence_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "optuna", None)
    with pytest.raises(InputError, match=r'pip install "cocreation-sim\[optimise\]"'):
        optimise_function(bowl, UNIT, "gain:more", effort=QUICK)


def test_a_tie_for_one_goal_is_broken_by_the_others():
    costs = np.array([[0.0, 3.0], [0.0, 3.0], [2.0, 1.0]])
    assert choose(costs, np.zeros(3))[0] in (0, 1)
    assert choose(np.array([[0.0, 3.0], [0.0, 2.0]]), np.zeros(2))[0] == 1


def test_effort_fits_the_runs():
    for runs in (100, 500, 3000, 100_000):
        effort = Effort.of(runs)
        assert effort.stages[-1] == effort.racing
        assert effort.searching.stop == effort.racing.start
        assert 4 <= effort.first <= 8


def unlucky(levers, luck):
    """All is over the limit in the few runs of the search; later what is optimised keeps it."""
    return {"gain": levers["a"], "harm": float(luck < QUICK.first or levers["a"] > 0.5)}


def test_limits_that_the_campaign_keeps_as_it_is_are_possible():
    found = optimise_function(
        unlucky, {"a": Range(0, 1)}, "gain:more", limits="harm<=0.2", base={"a": 0.5}, effort=QUICK
    )
    assert found.recommended[0].levers == {"a": 0.5}
    with pytest.raises(InputError, match=r"keeps the limit harm<=0\.2"):
        optimise_function(
            unlucky, {"a": Range(0, 1)}, "gain:more", limits="harm<=0.2", base={"a": 0.9},
            effort=QUICK,
        )  # fmt: skip


def deceptive(levers, luck):
    """In the few runs of the search low values are best, by far; later high ones are."""
    return {"gain": -levers["a"] if luck < QUICK.first else levers["a"]}


def test_a_race_holds_several_designs_though_one_has_beaten_all_in_a_few_runs():
    found = optimise_function(deceptive, {"a": Range(0, 1)}, "gain:more", effort=QUICK)
    assert len(found.search.finalists()) >= 6
    assert found.recommended[0].levers["a"] > 0.0


def shifted(levers, luck):
    """What is optimised fails in all runs of the search and in none of the race."""
    return {"gain": levers["a"], "failed": float(luck < QUICK.first and levers["a"] == 0.5)}


def test_no_design_is_drawn_where_no_risk_can_be():
    found = optimise_function(
        shifted, {"a": Range(0, 1)}, ["gain:more", "failed:less"], base={"a": 0.5}, effort=QUICK
    )
    drawn = [
        share
        for line in found.plot().axes[0].lines
        for share in np.asarray(line.get_ydata(), dtype=float)
    ]
    assert len(drawn) >= 11
    assert min(drawn) >= 0.0
