"""Taking stock: costs and people."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from cocreation_sim.rules import stocktaking

COUNT = st.integers(0, 10**9)


@given(COUNT, st.floats(0, 1e6), st.floats(0, 1e6), st.floats(0, 520))
def test_running_costs_are_whole_cents_and_never_ahead_of_time(at_once, before, a_week, weeks):
    spent = stocktaking.spent_by(at_once, before, a_week, weeks)
    assert isinstance(spent, int)
    assert spent == at_once + math.floor(before + a_week * weeks)


@given(COUNT, COUNT)
def test_production_is_no_cost_of_the_campaign(rest, production):
    assert stocktaking.cost(rest + production, production) == rest


@given(COUNT, COUNT)
def test_those_who_wait_are_present(engaged, paused):
    assert stocktaking.present(engaged, paused) == engaged + paused


@given(st.lists(COUNT, min_size=1, max_size=20))
def test_the_peak_is_the_most_ever(counts):
    peak = 0
    for present in counts:
        peak = stocktaking.peak(peak, present)
    assert peak == max(counts)
