"""Belief in being selected (Gamma-Poisson) and in one's own ability (normal-normal)."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate

from cocreation_sim.rules import belief
from cocreation_sim.scenario.behaviour import Belief
from tests.strategies import group

COUNT = st.floats(0, 1e4)
SHARE = st.floats(0, 1)


@given(st.floats(0.01, 100), COUNT, st.booleans(), group(Belief))
def test_base_odds(winners, entries, guaranteed, p):
    expected = 1 / (p.rivals + entries / winners) * (1 if guaranteed else p.unguaranteed)
    assert belief.base_odds(winners, entries, guaranteed, p) == pytest.approx(expected)


@given(st.floats(0.01, 100), COUNT, st.integers(2, 50))
def test_base_odds_have_no_scale(winners, entries, times):
    one, many = (belief.base_odds(k * winners, k * entries, True, Belief()) for k in (1, times))
    assert one == pytest.approx(many)


@given(COUNT, st.booleans())
def test_without_winners_there_are_no_odds(entries, guaranteed):
    assert belief.base_odds(0.0, entries, guaranteed, Belief()) == 0.0


@given(st.floats(0.001, 1), st.floats(0.1, 20), st.integers(0, 9), st.floats(0, 20))
def test_believed_odds_are_the_mean_of_a_gamma_posterior(base, optimism, wins, tries):
    # prior Gamma(1, rate 1/optimism) on one's relative chance; wins are Poisson(chance * tries)
    rate = 1 / optimism + tries

    def density(g: float) -> float:
        return math.exp(wins * math.log(g) - rate * g) if g > 0 else float(wins == 0)

    far = (wins + 40) / rate
    above, _ = integrate.quad(lambda g: g * density(g), 0, far, points=[(wins + 1) / rate])
    below, _ = integrate.quad(density, 0, far, points=[(wins + 1) / rate])
    got = belief.believed_odds(base, optimism, wins, tries, 0.0, Belief())
    assert got == pytest.approx(min(1, base * above / below), rel=1e-6)


@given(SHARE, st.floats(0.01, 100), st.integers(0, 99), COUNT, st.floats(-9, 9), group(Belief))
def test_believed_odds_are_odds(base, optimism, wins, tries, ability, p):
    odds = belief.believed_odds(base, optimism, wins, tries, ability, p)
    assert 0 <= odds <= 1
    assert odds > 0 or base < 1e-300  # losing never ends all hope
    assert belief.believed_odds(base, optimism, wins + 1, tries, ability, p) >= odds
    assert belief.believed_odds(base, optimism, wins, tries + 1, ability, p) <= odds
    assert belief.believed_odds(base, optimism, wins, tries, ability + 1, p) >= odds


@given(st.lists(st.floats(-3, 3), min_size=1, max_size=20), st.floats(0.1, 5))
def test_ability_is_learned_as_from_all_signals_at_once(signals, noise):
    p = Belief(votes_noise=noise)
    mean, variance = 0.0, 1.0
    for signal in signals:
        mean = belief.ability_mean(mean, variance, signal, p)
        variance = belief.ability_variance(variance, p)
    n = len(signals)
    assert variance == pytest.approx(noise / (noise + n))
    assert mean == pytest.approx(n / (noise + n) * np.mean(signals), abs=1e-12)


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_odds_of_merging_follow_laplace(merged, rejected):
    p = belief.merge_odds(merged, merged + rejected)
    assert p == pytest.approx((merged + 1) / (merged + rejected + 2))
    assert 0 < p < 1


@given(st.floats(0.1, 20), st.integers(0, 50), st.floats(0, 100))
def test_the_multiple_of_the_odds_is_a_gamma_posterior(optimism, wins, tries):
    got = belief.odds_multiple(optimism, wins, tries)
    assert got == pytest.approx((1 + wins) / (1 / optimism + tries))
    assert belief.odds_multiple(optimism, 0, 0.0) == pytest.approx(optimism)
