"""Entering and finishing: one threshold against a hazard that rushes at the end."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate

from cocreation_sim.rules import contest
from cocreation_sim.scenario.behaviour import Contest
from tests.strategies import group

SHARE = st.floats(0, 1)
LENGTH = st.floats(0.01, 52)


@given(
    st.floats(0, 8),
    st.floats(0, 8),
    st.floats(0, 1e4),
    st.integers(1, 50),
    SHARE,
    group(Contest),
)
def test_pace_falls_with_the_rivals(motives, effort, rivals, winners, taken, p):
    alone = np.exp(p.finish + p.motive * (motives - p.motive_centre) - p.effort * (effort - 1))
    crowded = rivals / (p.rivals * winners)
    expected = taken * alone / (1 + np.log1p(crowded))
    got = contest.finishing_pace(motives, effort, rivals, winners, taken, p)
    assert got == pytest.approx(expected, rel=1e-9)
    assert contest.finishing_pace(motives, effort, rivals + 1, winners, taken, p) <= got


@given(SHARE, SHARE, LENGTH, group(Contest))
def test_hazard_is_the_integral_of_its_rate(one, other, length, p):
    entered, now = sorted((one * length, other * length))
    rush = p.rush_share * length

    def rate(t: float) -> float:
        return p.steady / length + p.rush / rush * math.exp(-(length - t) / rush)

    edge = [max(entered, min(now, length - 5 * rush))]
    expected, _ = integrate.quad(rate, entered, now, points=edge)
    got = contest.finishing_hazard(entered, now, length, p)
    assert got == pytest.approx(expected, rel=1e-6, abs=1e-9)


@given(st.floats(1e-6, 5), st.floats(0.01, 20), SHARE, LENGTH, group(Contest))
def test_finishing_time_inverts_the_hazard(threshold, pace, share, length, p):
    entered = share * length
    done = contest.finishing_time(threshold, pace, entered, length, p)
    whole = pace * contest.finishing_hazard(entered, length, length, p)
    if math.isinf(done):
        assert whole < threshold
        return
    assert entered <= done <= length
    reached = pace * contest.finishing_hazard(entered, done, length, p)
    assert reached == pytest.approx(threshold, rel=1e-6, abs=1e-9)


@given(st.floats(0.01, 20), SHARE, LENGTH)
def test_a_lower_threshold_is_never_reached_later(pace, share, length):
    times = [
        contest.finishing_time(x, pace, share * length, length, Contest())
        for x in (0.05, 0.2, 0.8, 3.2)
    ]
    assert times == sorted(times)


@given(st.floats(0, 8), st.floats(0, 1e4), st.floats(0.01, 1), group(Contest))
def test_a_fraction_of_a_winner_makes_rivals_weigh_more_and_none_as_one(effort, rivals, part, p):
    alone = contest.finishing_pace(1.0, effort, 0.0, 1.0, 1.0, p)
    for winners in (part, 0.0):
        crowded = np.log1p(rivals / (p.rivals * (winners or 1.0)))
        got = contest.finishing_pace(1.0, effort, rivals, winners, 1.0, p)
        assert got == pytest.approx(alone / (1 + crowded))


def test_a_pace_is_never_infinite():
    assert contest.finishing_pace(1e9, 1.0, 0.0, 1.0, 1.0, Contest()) == pytest.approx(
        np.exp(300.0)
    )


@given(st.floats(0.01, 20), st.floats(0, 0.99), LENGTH)
def test_who_just_makes_it_finishes_at_the_deadline(pace, share, length):
    entered = share * length
    just = pace * contest.finishing_hazard(entered, length, length, Contest())
    assert contest.finishing_time(just, pace, entered, length, Contest()) == pytest.approx(length)
    assert contest.finishing_time(just * (1 + 1e-9), pace, entered, length, Contest()) == math.inf


def test_nine_of_ten_who_are_summoned_come_in_the_first_fifth_of_a_call():
    assert -math.expm1(-0.2 / contest.SUMMONS_DELAY) == pytest.approx(0.9305, abs=1e-4)
