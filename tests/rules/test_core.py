"""Who belongs to the core, and who of them is active."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cocreation_sim.rules import core
from cocreation_sim.scenario.behaviour import Core


@given(st.integers(0, 100), st.integers(1, 100))
def test_as_many_contributions_as_named_make_a_core_member(contributions, needed):
    assert core.belongs(contributions, Core(contributions=needed)) == (contributions >= needed)


@given(st.integers(0, 400), st.integers(0, 400), st.integers(1, 100))
def test_one_is_active_as_long_as_the_window(last, since, window):
    p = Core(window=float(window))
    assert core.is_active(float(last), float(last + since), p) == (since <= window)
