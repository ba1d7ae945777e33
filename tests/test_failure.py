"""The failure risk and its intervals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from cocreation_sim import InputError
from cocreation_sim.statistics.failure import failure_risk, pooled_risk

METHODS = ["jeffreys", "wilson"]


@st.composite
def counts(draw):
    runs = draw(st.integers(1, 2000))
    return draw(st.integers(0, runs)), runs


def test_jeffreys_is_a_beta_quantile_but_for_none_and_all():
    k = np.arange(11)
    risk, low, high = failure_risk(k, 10)
    assert risk.tolist() == (k / 10).tolist()
    assert low[0] == 0.0
    assert high[-1] == 1.0
    some = k[1:-1]
    np.testing.assert_allclose(low[1:-1], stats.beta.ppf(0.025, some + 0.5, 10.5 - some))
    np.testing.assert_allclose(high[1:-1], stats.beta.ppf(0.975, some + 0.5, 10.5 - some))
    exact = stats.binomtest(0, 10).proportion_ci(method="exact")  # Clopper and Pearson
    assert high[0] == pytest.approx(exact.high)
    assert low[-1] == pytest.approx(1 - exact.high)


def test_known_intervals():
    # Brown, Cai and DasGupta (2001), table 5: n = 10
    _, low, high = failure_risk([0, 1, 2, 5], 10)
    assert low.tolist() == pytest.approx([0, 0.011, 0.044, 0.224], abs=6e-4)
    assert high.tolist() == pytest.approx([0.3085, 0.381, 0.503, 0.776], abs=6e-4)
    _, low, high = failure_risk([0, 5, 10], 10, method="wilson")
    assert low.tolist() == pytest.approx([0, 0.2366, 0.7225], abs=1e-4)
    assert high.tolist() == pytest.approx([0.2775, 0.7634, 1], abs=1e-4)


@pytest.mark.parametrize("method", METHODS)
@given(counts(), st.floats(0.5, 0.999))
def test_an_interval_holds_its_share_and_lies_between_0_and_1(method, count, level):
    k, n = count
    risk, low, high = failure_risk(k, n, level, method)
    assert 0 <= low <= risk <= high <= 1
    assert low < high
    _, mirrored_low, mirrored_high = failure_risk(n - k, n, level, method)
    assert [mirrored_low, mirrored_high] == pytest.approx([1 - high, 1 - low], abs=1e-9)


@pytest.mark.parametrize("method", METHODS)
@given(counts())
def test_more_failures_more_risk_more_certainty_a_wider_interval(method, count):
    k, n = count
    _, low, high = failure_risk(np.arange(n + 1), n, method=method)
    assert np.all(np.diff(low) > 0)
    assert np.all(np.diff(high) > 0)
    _, surer_low, surer_high = failure_risk(k, n, 0.99, method)
    assert surer_low <= low[k]
    assert surer_high >= high[k]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("runs", [20, 50, 200])
def test_intervals_hold_the_true_risk_about_as_often_as_they_say(method, runs):
    k = np.arange(runs + 1)
    _, low, high = failure_risk(k, runs, 0.95, method)
    true = np.linspace(0.002, 0.998, 499)
    chance = stats.binom.pmf(k[:, None], runs, true)
    covered = (chance * ((low[:, None] <= true) & (true <= high[:, None]))).sum(axis=0)
    assert covered.mean() == pytest.approx(0.95, abs=0.012)
    assert np.quantile(covered, 0.05) > 0.90


@pytest.mark.parametrize("runs", [100, 101, 120, 150, 200, 350, 1000])
def test_from_a_hundred_runs_on_intervals_are_honest_for_every_risk(runs):
    k = np.arange(runs + 1)
    _, low, high = failure_risk(k, runs)
    true = np.linspace(0.02, 0.98, 961)
    chance = stats.binom.pmf(k[:, None], runs, true)
    covered = (chance * ((low[:, None] <= true) & (true <= high[:, None]))).sum(axis=0)
    assert 0.94 <= covered.mean() <= 0.96
    assert covered.min() >= 0.92


def test_shapes_broadcast():
    risk, low, high = failure_risk([[0], [1]], [5, 10, 20])
    assert risk.shape == low.shape == high.shape == (2, 3)
    assert risk.tolist() == [[0, 0, 0], [0.2, 0.1, 0.05]]


def test_without_runs_everything_is_possible():
    for method in METHODS:
        risk, low, high = failure_risk(0, 0, method=method)
        assert np.isnan(risk)
        assert (low, high) == (0, 1)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((3, 2), "failures is 3 of 2 runs"),
        ((-1, 2), "failures is -1; allowed are whole numbers"),
        ((0.5, 2), "failures is 0.5"),
        ((float("nan"), 2), "failures is nan"),
        ((0, float("inf")), "runs is inf"),
        (("some", 2), "failures is 'some'"),
        ((1, 2, 1.0), "level is 1; allowed is a number above 0 and below 1"),
        ((1, 2, float("nan")), "level is nan"),
        ((1, 2, 0.9, "wald"), "method is 'wald'; allowed is one of jeffreys, wilson"),
    ],
)
def test_bad_input_is_named(arguments, words):
    with pytest.raises(InputError) as told:
        failure_risk(*arguments)
    assert words in str(told.value)


def test_pooling_one_run_a_replication_changes_nothing():
    failed = np.arange(30) % 3 == 0
    assert pooled_risk(failed, np.arange(30)) == failure_risk(10, 30)


@given(st.lists(st.booleans(), min_size=2, max_size=40), st.integers(2, 6))
def test_copies_of_runs_tell_nothing_new(failed, copies):
    pooled = pooled_risk(np.repeat(failed, copies), np.repeat(np.arange(len(failed)), copies))
    once = failure_risk(sum(failed), len(failed))
    assert pooled.risk == pytest.approx(float(once.risk))
    assert pooled.low <= pooled.risk <= pooled.high
    width, once_width = pooled.high - pooled.low, once.high - once.low
    assert width >= once_width - 1e-9
    assert width <= 1.35 * once_width


def test_pooled_runs_that_make_up_for_one_another_count_as_independent():
    failed = np.tile([True, False], 50)
    pooled = pooled_risk(failed, np.repeat(np.arange(50), 2))
    assert list(map(float, pooled)) == pytest.approx(list(map(float, failure_risk(50, 100))))
