"""PRIM against the EMA workbench's, boxes that were planted, and what holds of any box."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from cocreation_sim import InputError
from cocreation_sim.statistics.discovery import Box, Interval, density_interval, prim
from cocreation_sim.statistics.failure import failure_risk
from tests.statistics.prim_cases import CASES, golden_runs, spread

GOLDEN = json.loads(Path(__file__).with_name("prim_golden.json").read_text(encoding="utf-8"))


def case(name):
    if name != "bryant":
        return CASES[name]()
    failed = np.zeros(len(next(iter(GOLDEN["bryant"]["ranks"].values()))), bool)
    failed[GOLDEN["bryant"]["failed"]] = True
    return pd.DataFrame(GOLDEN["bryant"]["ranks"]).astype(float), failed


@st.composite
def worlds(draw, shares=False):
    """Cases with columns of every kind, ties among them, and failures that depend on some."""
    generator = np.random.default_rng(draw(st.integers(0, 10**6)))
    n = draw(st.integers(30, 150))
    x = pd.DataFrame(
        {
            "real": generator.normal(size=n),
            "tied": generator.integers(0, 6, n) / 5,
            "whole": generator.integers(-20, 20, n),
            "few": generator.integers(0, 3, n),
            "cell": generator.choice(["a", "b", "c"], n),
            "shown": generator.random(n) < 0.5,
        }
    ).iloc[:, draw(st.sets(st.integers(0, 5), min_size=1).map(sorted))]
    risk = np.where(x.rank(method="dense").iloc[:, 0] > 2, 0.7, 0.2)
    failed = generator.binomial(5, risk) / 5 if shares else generator.random(n) < risk
    failed[:2] = 0, 1
    return x, failed.astype(float)


# --- the published implementation ---------------------------------------------------------------


def check(box, expected, cases, all_failed):
    n, k, limits = expected
    assert box.cases == n
    assert box.failures == pytest.approx(k, abs=1e-8)
    assert box.mass == pytest.approx(n / cases)
    assert box.coverage == pytest.approx(k / all_failed)
    assert box.density == pytest.approx(k / n)
    assert set(box.restricted) == set(limits)
    for name, told in limits.items():
        p = [math.nan if value is None else value for value in told[-2:]]
        if isinstance(told[0], list):
            assert sorted(map(str, box.limits[name])) == told[0]
        else:
            ends = [-math.inf if told[0] is None else told[0], told[1] or math.inf]
            assert box.limits[name][:2] == pytest.approx(ends, rel=1e-9)
        if k == round(k):  # of shares the workbench takes the whole failures only
            assert box.quasi_p[name] == pytest.approx(p, rel=1e-4, nan_ok=True)


@pytest.mark.parametrize(("run", "golden"), [*zip(golden_runs(), GOLDEN["runs"], strict=True)])
def test_each_step_is_that_of_the_ema_workbench(run, golden):
    """Reference: EMA workbench 3.0.0; see tools/renew-prim-golden, which made the golden file.

    "bryant" is its own example (examples/sd_prim_bryant_and_lempert.py), in ranks. Where it cannot
    paste, as it cannot between whole numbers, the peeling alone is compared.
    """
    name, boxes, settings = run
    assert (golden["case"], golden["settings"]) == (name, settings)
    x, failed = case(name)
    found = prim(x, failed, boxes=boxes, significance=1, **settings)
    for trajectory, expected in zip(found, golden["boxes"], strict=True):
        assert len(trajectory.steps) == len(expected) or not golden["pasted"]
        for box, step in zip(trajectory.steps[: len(expected)], expected, strict=True):
            check(box, step, len(x), np.sum(failed))


def test_the_example_of_bryant_and_lempert_is_told_in_words():
    x, failed = case("bryant")
    first, *_ = prim(x, failed, peel_alpha=0.1)
    assert first.best.restricted == (
        "Total biomass",
        "Demand elasticity",
        "Biomass backstop price",
    )


# --- what is sought is found --------------------------------------------------------------------


def test_a_planted_box_is_recovered():
    x, _ = CASES["categories"]()
    inside = (x["prize"] < 180) & x["cell"].isin(["submitting", "tinkering"]) & (x["winners"] <= 3)
    (only,) = prim(x, inside)
    assert only.best.coverage == 1
    assert only.best.density == 1
    assert only.best.limits["cell"] == ("submitting", "tinkering")
    assert only.best.limits["winners"] == Interval(-math.inf, 3, True)
    assert only.best.limits["prize"].high == pytest.approx(180, abs=2)
    np.testing.assert_array_equal(only.best.inside(x), inside)
    words = "prize (EUR) below 181 and winners at most 3 and cell is submitting or tinkering"
    assert only.best.words({"prize": "prize (EUR)"}) == words
    assert only.table({"prize": "prize (EUR)"})["conditions"].iloc[only.chosen] == words


def test_two_planted_boxes_are_covered_one_after_the_other():
    u = spread(1000, 3)
    x = pd.DataFrame({"a": u[:, 0], "b": u[:, 1], "c": u[:, 2]})
    one, other = (x["a"] < 0.4) & (x["b"] < 0.4), x["c"] > 0.9
    found = prim(x, one | other)
    assert [t.best.restricted for t in found] == [("a", "b"), ("c",)]
    for trajectory, planted in zip(found, (one, other & ~one), strict=True):
        assert np.mean(planted[trajectory.best.inside(x) & ~(one & other)]) > 0.9
    assert sum(t.best.coverage for t in found) > 0.95
    assert len(prim(x, one | other, boxes=1)) == 1


def test_a_further_box_must_be_denser_than_all_cases_together():
    u = spread(1000, 3)
    x = pd.DataFrame({"a": u[:, 0], "b": u[:, 1]})
    failed = (x["a"] < 0.3) | (x["b"] > 0.8) & (u[:, 2] < 0.2)
    (only,) = prim(x, failed)
    assert only.best.restricted == ("a",)
    other, *_ = prim(x[x["a"] >= 0.3], failed[x["a"] >= 0.3])
    assert other.best.restricted == ("b",)  # it is there, but of few failures


def test_failures_at_both_ends_leave_nothing_to_peel_but_by_the_original_objective():
    a = spread(400, 1)[:, 0]
    x, failed = pd.DataFrame({"a": a}), (a < 0.4) | (a > 0.9)
    (greedy,) = prim(x, failed)
    assert greedy.best.words() == "everywhere"
    found = prim(x, failed, objective="original")
    assert [t.best.words() for t in found] == ["a below 0.405", "a at least 0.903"]


def test_limits_that_may_be_chance_are_lifted():
    x, failed = CASES["reals"]()
    kept, lifted = (
        prim(x, failed, mass_min=0.2, objective="original", significance=s)[0] for s in (1, 0.05)
    )
    assert kept.steps == lifted.steps
    assert kept.best == kept.steps[kept.chosen]
    assert "idle" not in lifted.best.limits
    for p in lifted.best.quasi_p.values():
        assert not any(value > 0.05 for value in p)


def test_where_failure_has_no_reason_it_is_everywhere():
    u = spread(300, 3)
    x = pd.DataFrame({"a": u[:, 0], "cell": np.where(u[:, 1] < 0.5, "x", "y")})
    (only,) = prim(x, np.arange(300) % 2 == 0, boxes=2)
    assert only.best.words() == "everywhere"
    assert only.best.coverage == 1
    assert only.best.restricted == ()
    assert only.best.inside(x).all()


# --- what holds of any box ----------------------------------------------------------------------


@given(worlds(), st.sampled_from(["lenient1", "lenient2", "original"]), st.floats(0.05, 0.3))
def test_the_figures_of_a_box_agree(world, objective, mass_min):
    x, failed = world
    found = prim(x, failed, objective=objective, mass_min=mass_min)
    left = np.ones(len(x), bool)
    for trajectory in found:
        for box in (*trajectory.steps, trajectory.best):
            inside = box.inside(x) & left
            assert box.cases == inside.sum()
            assert box.failures == pytest.approx(failed[inside].sum())
            assert box.mass == box.cases / len(x) >= mass_min
            assert box.coverage * failed.sum() == pytest.approx(box.density * box.cases)
            assert box.density_low <= box.density <= box.density_high
            assert set(box.quasi_p) == set(box.restricted)
            for p in box.quasi_p.values():
                assert any(0 <= value <= 1 for value in p)
        f1 = [2 * b.failures / (b.cases + failed[left].sum()) for b in trajectory.steps]
        assert trajectory.chosen == np.argmax(f1)
        assert trajectory.best.cases >= trajectory.steps[trajectory.chosen].cases
        left &= ~trajectory.best.inside(x)
    for trajectory in found[1:]:
        assert trajectory.best.restricted
        assert trajectory.best.density > failed.mean()


@given(worlds(), st.sampled_from(["lenient1", "lenient2"]))
def test_by_a_lenient_objective_density_rises_with_each_step(world, objective):
    for trajectory in prim(*world, objective=objective):
        table = trajectory.table()
        assert np.all(np.diff(table["density"]) > 0)
        peeled = np.argmin(table["mass"])
        assert np.all(np.diff(table["mass"])[:peeled] < 0)
        assert np.all(np.diff(table["mass"])[peeled:] > 0)


@given(worlds(), st.integers(-30, 30))
def test_a_shift_of_whole_numbers_shifts_the_limits_only(world, shift):
    x, failed = world
    whole = [name for name in ("whole", "few") if name in x]
    moved = x.assign(**{name: x[name] + shift for name in whole})
    for one, other in zip(prim(x, failed), prim(moved, failed), strict=True):
        assert [(b.cases, b.failures) for b in one.steps] == [
            (b.cases, b.failures) for b in other.steps
        ]
        for name in set(whole) & set(one.best.limits):
            low, high, _ = one.best.limits[name]
            assert other.best.limits[name] == (low + shift, high + shift, True)


def test_the_order_of_the_cases_does_not_matter():
    x, failed = CASES["categories"]()
    turned = np.argsort(spread(len(x), 1)[:, 0])
    again = prim(x.iloc[turned], np.asarray(failed)[turned])
    assert [t.best for t in again] == [t.best for t in prim(x, failed)]


@pytest.mark.parametrize(
    "column",
    [
        pd.Series(["a", "b"] * 20, dtype="category"),
        pd.Series(["a", "b"] * 20, dtype="string"),
        pd.Series(["a", "b"] * 20, dtype=object),
        pd.Series([True, False] * 20),
        pd.Series([True, False] * 20, dtype="boolean"),
        pd.Series([1, 2] * 20, dtype="Int16"),
        pd.Series([1, 2] * 20, dtype="uint8"),
        pd.Series([0.1, 0.2] * 20, dtype="float32"),
        pd.Series([0.1, 0.2] * 20, dtype="Float64"),
    ],
)
def test_columns_of_every_kind(column):
    x = pd.DataFrame({"only": column, "same": 1})
    (box,) = prim(x, np.arange(40) % 2 == 1)
    assert box.best.restricted == ("only",)
    np.testing.assert_array_equal(box.best.inside(x), np.arange(40) % 2 == 1)
    said = {"a": "only is b", "1": "only at least 2", "True": "only is no"}
    assert box.best.words() == said.get(str(column[0]), "only at least 0.15")


def test_a_quasi_p_value_is_a_binomial_tail():
    x, failed = CASES["whole numbers"]()
    box = prim(x, failed)[0].best
    wider = (x["rounds"] <= box.limits["rounds"].high) & (x["share"] <= box.limits["share"].high)
    tail = stats.binom.sf(box.failures - 1, box.cases, failed[wider].mean())
    assert box.quasi_p["crowd"] == pytest.approx((tail, math.nan), nan_ok=True)


# --- failure as a share, and its interval -------------------------------------------------------


@given(worlds(shares=True))
def test_a_table_of_runs_and_the_shares_of_its_rows_give_the_same_boxes(world):
    x, shares = world
    runs = np.arange(5) < 5 * shares[:, np.newaxis]
    for one, other in zip(prim(x, shares), prim(x, runs), strict=True):
        assert [(b.limits, b.quasi_p) for b in one.steps] == [
            (b.limits, b.quasi_p) for b in other.steps
        ]


@given(st.lists(st.booleans(), min_size=1, max_size=40), st.floats(0.5, 0.99))
def test_the_interval_of_single_runs_is_jeffreys(failed, level):
    expected = failure_risk(sum(failed), len(failed), level)
    np.testing.assert_allclose(density_interval(failed, level), expected)
    np.testing.assert_allclose(density_interval(np.array(failed)[:, np.newaxis], level), expected)


def test_the_interval_of_a_table_knows_both_lucks():
    draw = np.random.default_rng(1)
    same_cases = np.tile(draw.random(12) < 0.4, (30, 1))  # all luck is the replications'
    k, n = 12 * same_cases.mean(), 12
    worth = 11 * (stats.norm.ppf(0.9) / stats.t.ppf(0.9, 11)) ** 2  # p (1 - p) n / variance is 11
    expected = stats.beta.ppf([0.1, 0.9], k / n * worth + 0.5, (1 - k / n) * worth + 0.5)
    for table in (same_cases, same_cases.T):  # there it is none of it
        np.testing.assert_allclose(density_interval(table, 0.8)[1:], expected)
    alone = draw.random((200, 200)) < 0.4  # luck that no two runs share is in both variances
    widths = np.diff([density_interval(alone)[1:], failure_risk(alone.sum(), 40000)[1:]])
    assert widths[0] == pytest.approx(math.sqrt(2) * widths[1], rel=0.1)


@pytest.mark.parametrize("shape", [(30, 12), (12, 30), (1, 12)])
def test_the_interval_where_all_runs_are_alike(shape):
    for certain in (0, 1):
        found = density_interval(np.full(shape, certain))
        least = min(shape)
        np.testing.assert_allclose(found, failure_risk(certain * least, least))
    checks = density_interval(np.eye(2)), failure_risk(2, 4)  # no case or replication differs
    np.testing.assert_allclose(*checks)
    low, high = density_interval(np.arange(12).reshape(1, 12) < 6)[1:]
    assert low < 0.1 < 0.9 < high  # one case says next to nothing of others


def test_intervals_of_shares_hold_the_truth():
    held = []
    for seed in range(400):
        draw = np.random.default_rng(seed)
        risk = draw.beta(2, 3, (25, 1))
        luck = stats.norm.cdf(0.6 * draw.normal(size=8) + 0.8 * draw.normal(size=(25, 8)))
        _, low, high = density_interval(luck < risk)
        held.append(low <= 0.4 <= high)
    assert np.mean(held) > 0.94


def test_the_interval_of_a_box_is_that_of_its_cases():
    x, shares = CASES["shares"]()
    runs = np.arange(20) < 20 * shares[:, np.newaxis] - 1e-9
    for failed in (shares, runs, shares > 0.5):
        best = prim(x, failed, level=0.9)[0].best
        expected = density_interval(np.asarray(failed)[best.inside(x)], 0.9)
        found = (best.density, best.density_low, best.density_high)
        np.testing.assert_allclose(found, expected)


# --- words --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        ({}, "everywhere"),
        ({"prize": Interval(-math.inf, 119.7)}, "prize (EUR) below 120"),
        ({"share": Interval(0.30001, math.inf)}, "share at least 0.3"),
        ({"share": Interval(0.3, 0.456)}, "share from 0.3 to 0.456"),
        ({"winners": Interval(-math.inf, 3, True)}, "winners at most 3"),
        ({"winners": Interval(2, math.inf, True)}, "winners at least 2"),
        ({"winners": Interval(2, 4, True)}, "winners from 2 to 4"),
        ({"winners": Interval(2, 2, True)}, "winners is 2"),
        ({"cell": ("a", "b", "c")}, "cell is a, b or c"),
        ({"cell": ("a",), "shown": (True,)}, "cell is a and shown is yes"),
        (
            {"prize": Interval(12000, 15000), "n": ("x", "y")},
            "prize (EUR) from 12,000 to 15,000 and n is x or y",
        ),
    ],
)
def test_words(limits, words):
    box = Box(limits, {}, 10, 5, 0.1, 0.5, 0.5, 0.2, 0.8)
    assert box.words({"prize": "prize (EUR)"}) == words


# --- what is not allowed ------------------------------------------------------------------------

X = pd.DataFrame({"a": np.arange(40.0), "b": ["x", "y"] * 20})
Y = np.arange(40) < 10


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: prim(X, np.zeros(40)), "failed is the same for all 40 cases, False; allowed is"),
        (lambda: prim(X, np.ones((40, 3), bool)), "failed is the same for all 40 cases, True"),
        (lambda: prim(X[:19], Y[:19]), "x has 19 rows.*at least 20 cases"),
        (lambda: prim(X[[]], Y), r"x has 40 rows and the columns \[\]; allowed"),
        (lambda: prim(X.set_axis(["a", "a"], axis=1), Y), "each with a name of its own"),
        (lambda: prim(X, Y[:-1]), r"failed has shape \(39,\); allowed are 40 values"),
        (lambda: prim(X, Y * 2), "failed has shape.*shares from 0 to 1"),
        (lambda: prim(X, np.where(Y, np.nan, 0)), "none missing"),
        (lambda: prim(X, ["yes"] * 40), "failed has shape"),
        (lambda: prim(X, Y.reshape(40, 1, 1)), "failed has shape"),
        (lambda: prim(X.replace({"a": {3.0: np.nan}}), Y), "x has a missing value in column 'a'"),
        (lambda: prim(X.replace({"b": {"x": None}}), Y), "x has a missing value in column 'b'"),
        (lambda: prim(X.replace({"a": {3.0: np.inf}}), Y), "x has an infinite value in column 'a'"),
        (lambda: prim(X.assign(b=pd.Timestamp(0)), Y), "x has column 'b' of type datetime64"),
        (lambda: prim(X, Y, peel_alpha=0.5), "peel_alpha is 0.5; allowed is a number above 0 and"),
        (lambda: prim(X, Y, paste_alpha=0), "paste_alpha is 0"),
        (lambda: prim(X, Y, mass_min=1), "mass_min is 1; allowed is a number above 0 and below 1"),
        (lambda: prim(X, Y, level=95), "level is 95"),
        (lambda: density_interval(Y, level=2), "level is 2"),
        (lambda: prim(X, Y, significance=0), "significance is 0; allowed is a number above 0, up"),
        (lambda: prim(X, Y, boxes=0), "boxes is 0; allowed is a whole number from 1"),
        (lambda: prim(X, Y, boxes=1.5), "boxes is 1.5"),
        (lambda: prim(X, Y, boxes="all"), "boxes is 'all'"),
        (lambda: prim(X, Y, objective="lenient"), "objective is 'lenient'; allowed is one of"),
        (lambda: prim(X, Y)[0].best.inside(X[["b"]]), "x has no column 'a'"),
    ],
)
def test_what_is_not_allowed(call, message):
    with pytest.raises(InputError, match=message):
        call()
