"""Which sub-round a time falls into."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreation_sim.rules import clock


@given(st.integers(0, 200_000), st.floats(1e-5, 1e3), st.sampled_from([0.0, 0.3, 1.0 - 1e-12]))
def test_a_time_lies_within_its_sub_round(n, step, share):
    time = (n + share) * step
    found = clock.sub_round_of(time, step)
    assert found * step <= time < (found + 1) * step


@given(st.integers(0, 200_000), st.floats(1e-5, 1e3))
def test_the_start_of_a_sub_round_belongs_to_it(n, step):
    assert clock.sub_round_of(n * step, step) == n


@given(st.integers(1, 300), st.integers(2, 40))
def test_shares_of_a_slot_add_up_to_slots(slots, parts):
    so_far = 0.0
    for _ in range(slots * parts):
        so_far += 1 / parts
    assert clock.slots_by(so_far) == slots


def test_what_is_missing_must_be_a_hair():
    assert clock.slots_by(3.0 - 1e-10) == 3
    assert clock.slots_by(3.0 - 1e-8) == 2
    assert clock.slots_by(3.0) == 3


@given(st.integers(1, 200_000), st.floats(1e-5, 1e3))
def test_the_last_moment_before_a_sub_round_belongs_to_the_one_before(n, step):
    before = math.nextafter(n * step, 0.0)
    assert clock.sub_round_of(before, step) == n - 1


@given(st.integers(1, 200_000), st.floats(1e-5, 1e3))
def test_the_first_moment_after_the_start_of_a_sub_round_belongs_to_it(n, step):
    assert clock.sub_round_of(math.nextafter(n * step, math.inf), step) == n


@pytest.mark.parametrize("parts", [7, 24, 672])
def test_days_hours_and_quarters_of_an_hour_end_where_the_next_begin(parts):
    step = 1 / parts
    for n in range(1, 1000):  # of which one in ten or so rounds across a border when divided
        assert clock.sub_round_of(math.nextafter(n * step, 0.0), step) == n - 1
        assert clock.sub_round_of(n * step, step) == n


@given(st.integers(1, 10_000), st.floats(0, 9999), st.floats(0, 520), st.floats(0.01, 1000))
def test_slots_come_one_by_one_as_capacity_adds_up(slot, before, start, rate):
    time = clock.slot_time(slot, before, start, rate)
    assert before + (time - start) * rate == pytest.approx(slot, rel=1e-6, abs=1e-6)
    gap = clock.slot_time(slot + 1, before, start, rate) - time
    assert gap == pytest.approx(1 / rate, rel=1e-3)


@given(st.integers(1, 100), st.floats(0, 99), st.floats(0, 3), st.floats(0.1, 50))
def test_an_idle_slot_is_lost_and_the_next_one_is_after_the_idea(slot, before, later, rate):
    found = clock.slot_after(slot, 10.0 + later, before, 10.0, rate)
    assert found > slot
    if found > slot + 1:
        assert clock.slot_time(found, before, 10.0, rate) >= 10.0 + later - 1e-9
        assert clock.slot_time(found - 1, before, 10.0, rate) < 10.0 + later


def test_the_next_slot_by_hand():
    assert clock.slot_after(3, 2.0, 2.5, 1.0, 2.0) == 5  # capacity 4.5 by then
    assert clock.slot_after(3, 1.2, 2.5, 1.0, 2.0) == 4  # capacity 2.9: the next one
    assert clock.slot_after(3, 2.25, 2.5, 1.0, 2.0) == 5  # just in time
