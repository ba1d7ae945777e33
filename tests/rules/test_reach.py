"""Reach: hazards of hearing from the firm and from one another."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate

from cocreation_sim.rules import reach
from cocreation_sim.scenario.behaviour import Reach
from tests.strategies import group

RATE = st.floats(0, 5)
TIME = st.floats(0, 50)
SHARE = st.floats(0, 1)


PEAK = st.floats(10, 500)


@given(TIME, st.floats(0, 10), RATE, PEAK, RATE, st.floats(0.5, 50))
def test_outreach_is_the_integral_of_its_rate(start, length, steady, peak, launch, life):
    expected, _ = integrate.quad(
        lambda t: steady + launch / life * math.exp(-t / life), start, start + length
    )
    got = reach.outreach_hazard(start, start + length, steady, 0.0, peak, launch, life)
    assert got == pytest.approx(expected, rel=1e-6, abs=1e-9)


@given(TIME, TIME, TIME, RATE, PEAK, RATE, st.floats(0.5, 50))
def test_outreach_adds_up_over_time(start, one, other, steady, peak, launch, life):
    middle, end = start + one, start + one + other
    more = (steady, 0.0, peak, launch, life)
    parts = reach.outreach_hazard(start, middle, *more) + reach.outreach_hazard(middle, end, *more)
    assert parts == pytest.approx(reach.outreach_hazard(start, end, *more), abs=1e-9)


@given(st.floats(0, 300), st.floats(0.01, 5), RATE, st.floats(0.1, 4), PEAK)
def test_what_rises_and_falls_is_the_integral_over_short_steps(start, length, steady, rise, peak):
    steps = [start + length * k / 64 for k in range(65)]
    got = sum(
        reach.outreach_hazard(one, other, steady, rise, peak, 0.0, 1.0)
        for one, other in itertools.pairwise(steps)
    )
    expected, _ = integrate.quad(
        lambda t: steady * (t / peak) ** rise * math.exp(rise * (1 - t / peak)),
        start,
        start + length,
    )
    assert got == pytest.approx(expected, rel=2e-2, abs=1e-7)


@given(st.floats(0.01, 1000), st.floats(0.01, 20), PEAK)
def test_what_a_campaign_draws_is_highest_at_its_peak_and_falls_to_both_sides(time, rise, peak):
    nearer = peak + 0.5 * (time - peak)
    assert reach.draw_of(peak, rise, peak) == 1.0
    assert 0.0 <= reach.draw_of(time, rise, peak) <= reach.draw_of(nearer, rise, peak) <= 1.0
    assert reach.draw_of(time, 0.0, peak) == 1.0


@given(st.floats(0, 2), RATE, st.floats(0, 100), st.floats(0, 100), SHARE, group(Reach))
def test_word_of_mouth(step, q, engaged, disappointed, secrecy, p):
    net = max(0, engaged - p.disappointed_weight * disappointed)
    expected = step * q * (1 - p.secrecy_mutes * secrecy) * net / 100
    got = reach.word_of_mouth_hazard(step, q, engaged, disappointed, 100.0, secrecy, p)
    assert got == pytest.approx(expected, abs=1e-12)


@given(st.floats(1e-6, 1.0), st.floats(0, 100), group(Reach))
def test_the_first_who_are_engaged_are_heard_and_more_disappointed_silence_them(few, more, p):
    undone = more * p.disappointed_weight
    heard = reach.word_of_mouth_hazard(1.0, 1.0, undone + few, more, 1.0, 0.0, p)
    assert heard == pytest.approx(few, rel=1e-6)
    assert reach.word_of_mouth_hazard(1.0, 1.0, undone, more + 1.0, 1.0, 0.0, p) == 0.0


@given(st.floats(0, 5), st.floats(0, 5), st.floats(1e-6, 5), st.floats(0, 500), st.floats(0.01, 4))
def test_one_hears_when_the_hazard_passes_ones_threshold(threshold, before, added, start, step):
    threshold = min(threshold, before + added)
    heard = reach.hears_at(threshold, before, added, start, step)
    if threshold <= before:
        assert heard == start
    else:
        passed = before + added * (heard - start) / step
        assert passed == pytest.approx(threshold, abs=1e-6 * (1 + start / step))


def test_who_knew_before_hears_at_once():
    assert reach.hears_at(-0.5, 0.0, 1.0, 3.0, 0.5) == 3.0
    assert reach.hears_at(0.0, 0.0, 0.0, 3.0, 0.5) == 3.0
    assert reach.hears_at(0.5, 0.25, 0.5, 3.0, 0.5) == 3.25
    assert reach.hears_at(0.5, 0.25, 0.0, 3.0, 0.5) == 3.0


@given(st.floats(2e3, 1e6), st.floats(0.01, 0.5), st.floats(0, 0.9))
def test_of_those_who_have_heard_as_many_care_as_a_power_of_their_number(people, share, dilution):
    def cares(n: float) -> float:
        return reach.interested_share(n, share, dilution)

    expected = share * people * (people / 1000) ** -dilution
    first = 1000 * (share * (1 - dilution)) ** (1 / dilution) if dilution > 0.02 else 0.0
    total, _ = integrate.quad(cares, max(1.0, first), people, limit=200)
    capped = max(1.0, first)  # so many come first that all of them care
    before = share * capped * (capped / 1000) ** -dilution
    assert total == pytest.approx(expected - before, rel=1e-3)


@given(st.floats(0, 1e6), st.floats(0, 1), st.floats(0, 0.9))
def test_who_hears_later_cares_no_more(people, share, dilution):
    assert reach.interested_share(0.0, share, dilution) == reach.interested_share(
        1.0, share, dilution
    )
    first, last = (reach.interested_share(n, share, dilution) for n in (people, 2 * people))
    assert 0.0 <= last <= first <= 1.0
    assert reach.interested_share(people, share, 0.0) == share


def test_interest_thins_by_the_power_it_is_told():
    assert reach.interested_share(0.5, 0.01, 0.5) == reach.interested_share(1.0, 0.01, 0.5)
    assert reach.interested_share(1.0, 0.01, 0.5) == pytest.approx(0.005 * 1000**0.5, rel=1e-9)
    assert reach.interested_share(16e3, 0.4, 0.5) == pytest.approx(0.05, rel=1e-9)
