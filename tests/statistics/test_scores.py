"""Scores against closed forms, and rivals that do what they say."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from scipy import stats

from cocreation_sim.errors import InputError
from cocreation_sim.predicting import backtest as tried
from cocreation_sim.predicting.baselines import last_values, smoothing
from cocreation_sim.random_arrays import node, normals, picks, uniforms
from cocreation_sim.randomness import uniform
from cocreation_sim.statistics.scores import block_interval, covered, crps


def crps_of_normal(mean: float, sd: float, y: float) -> float:
    """In closed form (Gneiting and Raftery 2007)."""
    z = (y - mean) / sd
    unit = stats.norm
    return sd * (z * (2 * unit.cdf(z) - 1) + 2 * unit.pdf(z) - 1 / np.sqrt(np.pi))


@pytest.mark.parametrize("y", [-3.0, 0.0, 1.5])
def test_crps_of_a_normal(y):
    samples = 2.0 + 1.5 * stats.norm.ppf((np.arange(20_000) + 0.5) / 20_000)
    assert crps(samples, y) == pytest.approx(crps_of_normal(2.0, 1.5, y), rel=1e-3)


def test_crps_is_its_double_sum():
    x = normals(node(1, "crps"), 37)
    slow = np.abs(x - 0.3).mean() - np.abs(x[:, None] - x).mean() / 2
    assert crps(x, 0.3) == pytest.approx(slow, abs=1e-12)
    assert crps(x[::-1], 0.3) == pytest.approx(slow, abs=1e-12)


def test_true_forecasts_are_covered_as_often_as_they_say():
    samples = normals(node(1, "futures"), 400)
    came = normals(node(2, "futures"), 2000)
    assert np.mean([covered(samples, y, 0.9) for y in came]) == pytest.approx(0.9, abs=0.03)


def test_draws_are_those_of_the_package_and_spread_evenly():
    assert uniforms(node(3, "x"), 5).tolist() == [uniform(node(3, "x"), k) for k in range(5)]
    drawn = picks(node(1, "p"), np.array([1.0, 3.0, 0.0]), 400)
    assert np.bincount(drawn, minlength=3).tolist() == [100, 300, 0]
    assert stats.kstest(normals(node(9, "n"), 2000), "norm").pvalue > 0.01


def test_block_intervals_are_wider_where_neighbours_are_alike():
    rows = np.repeat(normals(node(1, "rows"), 25), 8)[:, None]

    def width(block: int) -> float:
        low, high = block_interval(lambda r: float(r.mean()), rows, block, seed=1)
        return high - low

    assert width(8) > 2 * width(1)
    own = block_interval(lambda r: float(r.mean()), rows[::8], 1, seed=1)
    sd = rows[::8].std() / 5
    assert own[1] - own[0] == pytest.approx(2 * 1.96 * sd, rel=0.15)


def test_last_values_are_the_last_twelve():
    history = np.concatenate([np.full(20, 99.0), np.arange(12.0), [np.nan]])
    drawn = last_values(history, 3, 120, seed=1)
    assert all(np.array_equal(np.unique(column), np.arange(12.0)) for column in drawn.T)


def test_smoothing_follows_a_level_and_stays_above_zero():
    history = 100 * np.exp(0.1 * normals(node(1, "level"), 40))
    drawn = smoothing(history, 4, 500, seed=1)
    assert np.median(drawn) == pytest.approx(100, rel=0.1)
    assert np.std(np.log1p(drawn[:, 0])) == pytest.approx(0.1, rel=0.5)
    assert (smoothing(np.array([3.0, 0, 0, 1, 0, 0, 0, 0]), 6, 200, seed=1) >= 0).all()
    assert np.array_equal(drawn, smoothing(history, 4, 500, seed=1))


def test_smoothing_bridges_gaps_and_short_or_constant_histories():
    gap = np.array([5.0, 6, np.nan, 5, 4, 5, 6, 5, np.nan])
    assert np.isfinite(smoothing(gap, 2, 50, seed=1)).all()
    assert smoothing(np.full(9, 4.0), 2, 5, seed=1) == pytest.approx(4.0)
    assert set(smoothing(np.array([1.0, 2.0]), 2, 20, seed=1).ravel()) == {1.0, 2.0}


def test_smoothing_says_which_extra_it_needs(monkeypatch):
    monkeypatch.setitem(sys.modules, "statsmodels.tsa.exponential_smoothing.ets", None)
    with pytest.raises(InputError, match=r'pip install "cocreation-sim\[forecast\]"'):
        smoothing(np.arange(9.0), 2, 5, seed=1)


def constant(value: float):
    return lambda history, horizon, seed: np.full((2, horizon), value)


def test_backtest_never_shows_the_future():
    seen = []

    def spy(history, horizon, seed):
        seen.append(len(history))
        assert history[-1] == len(history) - 1
        return np.full((2, horizon), history[-1])

    table = tried.backtest("a", np.arange(20.0), {"spy": spy}, 3, 5, 4, seed=1)
    assert seen == [5, 9, 13, 17]
    assert table.loc[table["ahead"] > 0, "crps"].tolist() == [1.0, 2.0, 3.0] * 4
    assert table.loc[table["ahead"] == 0, "crps"].tolist() == [6.0] * 4


def test_ratios_and_their_intervals():
    counts = np.full(60, 10.0) + np.arange(60) % 2
    forecasters = {
        "smoothing": constant(14.0), "last values": constant(20.0), "ours": constant(12.0),
    }  # fmt: skip
    scores = tried.backtest("a", counts, forecasters, 2, 6, 2, seed=1)
    row = tried.ratios(scores, "ours", seed=1).iloc[0]
    assert (row["best_rival"], row["better"]) == ("smoothing", pytest.approx(1.5 / 3.5))
    assert row["better_low"] <= row["better"] <= row["better_high"] < 1
    mean, low, high = tried.overall(scores, "ours", "last values", seed=1, total=True)
    assert low <= mean <= high
    assert mean == pytest.approx(1.5 / 9.5)
