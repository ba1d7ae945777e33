"""Estimates, differences, fronts: against closed forms and by law."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from cocreation_sim.recommending.estimates import difference, estimate, value_of
from cocreation_sim.recommending.fronts import (
    balanced,
    by_worth,
    crowding,
    dominates,
    ranks,
)
from cocreation_sim.recommending.goals import Figure
from cocreation_sim.statistics.comparison import paired
from cocreation_sim.statistics.failure import failure_risk

COSTS = st.lists(st.tuples(*[st.integers(0, 5)] * 3), min_size=1, max_size=20)


@given(COSTS)
def test_the_first_front_is_what_nothing_dominates(rows):
    costs = np.array(rows, float)
    rank = ranks(costs, np.zeros(len(costs)))
    for k, cost in enumerate(costs):
        assert (rank[k] == 0) == (not any(dominates(other, cost) for other in costs))


@given(COSTS)
def test_each_front_is_beaten_by_the_one_before(rows):
    costs = np.array(rows, float)
    rank = ranks(costs, np.zeros(len(costs)))
    for k, cost in enumerate(costs):
        if rank[k]:
            before = costs[rank == rank[k] - 1]
            assert any(dominates(other, cost) for other in before)


def test_what_passes_a_limit_comes_after_what_does_not():
    costs = np.array([[5.0], [0.0], [1.0]])
    assert ranks(costs, np.array([0.0, 0.3, 0.1])).tolist() == [0, 2, 1]
    assert by_worth(costs, np.array([0.0, 0.3, 0.1])) == [0, 2, 1]


def test_the_ends_of_a_front_are_worth_most():
    costs = np.array([[0.0, 4.0], [1.0, 3.0], [1.1, 2.9], [4.0, 0.0]])
    assert set(by_worth(costs, np.zeros(4))[:2]) == {0, 3}
    assert np.isinf(crowding(costs)[[0, 3]]).all()


@given(st.floats(0.1, 10), st.floats(-5, 5))
def test_balance_does_not_hang_on_units(scale, shift):
    costs = np.array([[0.0, 10.0], [3.0, 3.5], [10.0, 0.0]])
    assert balanced(costs * np.array([scale, 1.0]) + shift) == 1


def test_intervals_are_those_of_the_package():
    x = np.array([0.0, 1.0, 1.0, 0.0, 0.0])
    risk = failure_risk(2, 5)
    assert estimate(x, Figure("failed"))[1:3] == (float(risk.low), float(risk.high))
    y = np.array([3.0, 5.0, 4.0, 8.0])
    low, high = stats.t.interval(0.95, 3, y.mean(), stats.sem(y))
    assert estimate(y, Figure("best_quality"))[1:3] == pytest.approx((low, high))
    differs = paired(y, y + x[:4])
    assert difference(y, y + x[:4], Figure("votes"))[:3] == (
        differs.difference,
        differs.low,
        differs.high,
    )


def test_quantiles_lie_between_their_order_statistics_often_enough():
    figure, inside, tries = Figure("cost", 0.9), 0, 400
    uniform = stats.qmc.Halton(60, scramble=False).random(tries + 1)[1:]
    for x in uniform:
        found = estimate(x, figure)
        inside += found.low <= 0.9 <= found.high
    assert inside / tries > 0.94


def test_a_quantile_of_few_runs_is_bounded_by_them():
    found = estimate(np.array([1.0, 2.0, 3.0]), Figure("cost", 0.9))
    assert (found.low, found.high) == (1.0, 3.0) or found.high == 3.0


def test_common_luck_cancels_in_differences_of_quantiles():
    x = np.linspace(0, 10, 40) ** 2
    found = difference(x, x + 1.0, Figure("cost", 0.9))
    assert found.value == pytest.approx(1.0)
    assert found.low == pytest.approx(1.0)
    assert found.differs


def test_what_does_not_exist_is_left_out():
    x = np.array([1.0, np.nan, 3.0])
    assert float(value_of(x, Figure("best_quality"))) == 2.0
    assert np.isnan(value_of(np.array([np.nan]), Figure("best_quality")))
    assert difference(x, np.array([2.0, 5.0, np.nan]), Figure("best_quality")).runs == 1
