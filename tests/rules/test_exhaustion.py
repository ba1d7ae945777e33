"""Exhaustion: strain above capacity, logistic recovery, burning out and coming back."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from cocreation_sim.rules import exhaustion
from cocreation_sim.scenario.behaviour import Exhaustion
from tests.strategies import group

SHARE = st.floats(0, 1)
TIRED = st.floats(0.01, 0.98)
POSITIVE = st.floats(0.01, 20)


@given(TIRED)
def test_odds_and_share_are_inverse(x):
    assert exhaustion.share(exhaustion.odds(x)) == pytest.approx(x)
    assert exhaustion.odds(x) == pytest.approx(x / (1 - x))


@settings(max_examples=20)
@given(TIRED, st.floats(0.1, 20), group(Exhaustion))
def test_odds_that_fade_are_logistic_recovery(x, weeks, p):
    solved = solve_ivp(
        lambda _, y: -p.recovery * (1 - y) * y, (0, weeks), [x], rtol=1e-9, atol=1e-12
    )
    rested = exhaustion.share(exhaustion.faded(exhaustion.odds(x), weeks, p.recovery))
    assert rested == pytest.approx(solved.y[0, -1], rel=1e-6)


@given(POSITIVE, st.floats(0, 50), st.floats(0, 50), SHARE)
def test_fading_twice_is_fading_longer(value, one, other, rate):
    twice = exhaustion.faded(exhaustion.faded(value, one, rate), other, rate)
    assert twice == pytest.approx(exhaustion.faded(value, one + other, rate))


@given(POSITIVE, POSITIVE, SHARE, POSITIVE, POSITIVE, SHARE, group(Exhaustion))
def test_capacity_is_widened_by_resources(resilience, pace, trust, social, felt, openness, p):
    resources = (
        1 + p.trust * (trust - 0.5) + p.recognition * min(1, social * felt)
        + p.autonomy * openness
    )  # fmt: skip
    expected = p.capacity * resilience * max(0.01, pace) ** p.own_pace * max(0.1, resources)
    got = exhaustion.capacity(resilience, pace, trust, social, felt, openness, p)
    assert got == pytest.approx(expected)
    assert got > 0


@given(st.floats(0, 100), POSITIVE, group(Exhaustion))
def test_strain_only_above_capacity(load, capacity, p):
    expected = max(0, p.strain * (load / p.load_life / capacity - 1))
    assert exhaustion.strain(load, capacity, p) == pytest.approx(expected, abs=1e-12)


@given(POSITIVE, group(Exhaustion))
def test_twice_the_capacity_strains_by_its_name(capacity, p):
    assert exhaustion.strain(2 * capacity * p.load_life, capacity, p) == pytest.approx(p.strain)


@given(POSITIVE, st.integers(1, 10_000))
def test_load_grows_with_the_root_of_the_pieces(effort, pieces):
    assert exhaustion.contribution_load(effort, pieces) == pytest.approx(effort * np.sqrt(pieces))


@given(st.floats(0.8, 0.999), group(Exhaustion))
def test_recovery_takes_until_rested(x, p):
    assume(p.rested < x)
    weeks = exhaustion.recovery_time(exhaustion.odds(x), p)
    rested = exhaustion.share(exhaustion.faded(exhaustion.odds(x), weeks, p.recovery))
    assert weeks > 0
    assert rested == pytest.approx(p.rested)


@given(POSITIVE, st.floats(0, 0.01), SHARE)
def test_capacity_keeps_a_least_pace_and_least_resources(resilience, pace, openness):
    p = Exhaustion(trust=3.0, autonomy=0.0)
    least = p.capacity * resilience * 0.01**p.own_pace * 0.1
    got = exhaustion.capacity(resilience, pace, 0.0, 0.0, 0.0, openness, p)
    assert got == pytest.approx(least)


@given(st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_one_burns_out_at_the_level_of_burnout(tired, level):
    p = Exhaustion(burnout=max(level, 0.51), rested=0.05)
    burned = exhaustion.burns_out(exhaustion.odds(tired), p)
    assert burned == (exhaustion.odds(tired) >= exhaustion.odds(p.burnout))
    assert exhaustion.burns_out(exhaustion.odds(p.burnout), p)


@given(st.floats(0, 1), st.floats(0, 1))
def test_tiredness_keeps_one_away_as_often_as_it_is_large(u, tired):
    assert exhaustion.stays_away(u, tired) == (tired > 0 and u >= 1 - tired)


def test_the_rested_always_come():
    assert not exhaustion.stays_away(1.0, 0.0)
    assert exhaustion.stays_away(0.5, 0.5)
    assert exhaustion.stays_away(0.0, 1.0)
