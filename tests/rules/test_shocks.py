"""Shocks: a stationary series of weeks that draws nobody in the mean."""

import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cocreation_sim.rules import shocks

SD = st.floats(0, 3)
LIFE = st.floats(0.1, 100)
NORMAL = st.floats(-5, 5)


def series(sd: float, life: float, draws: np.ndarray) -> list[float]:
    """The shocks of weeks with these draws."""
    found: list[float] = []
    for week, z in enumerate(draws.tolist()):
        found.append(shocks.next_shock(found[-1] if found else 9.0, week, sd, life, z))
    return found


@given(st.integers(0, 100_000), st.integers(1, 48))
@example(0, 49)
def test_a_week_begins_with_the_first_step_in_it_whatever_the_steps(week, steps):
    step = 1 / steps
    found = [shocks.week_of((week * steps + k) * step) for k in range(-1, steps + 1)]
    assert found == [week - 1, *[week] * steps, week + 1]


@given(SD, LIFE, NORMAL, st.floats(-9, 9))
def test_the_first_shock_is_drawn_as_it_goes_on(sd, life, z, before):
    assert shocks.next_shock(before, 0, sd, life, z) == sd * z


@given(st.integers(1, 1000), SD, LIFE, NORMAL, st.floats(-9, 9))
def test_a_shock_fades_to_1_over_e_in_its_life_and_keeps_its_spread(week, sd, life, z, before):
    kept = shocks.next_shock(before, week, 0.0, life, z)
    assert kept == pytest.approx(before * math.exp(-1 / life))
    new = shocks.next_shock(0.0, week, sd, life, z)
    share = math.exp(-1 / life)
    assert new**2 + (share * sd * z) ** 2 == pytest.approx((sd * z) ** 2, abs=1e-9)
    assert shocks.next_shock(before, week, sd, life, z) == pytest.approx(kept + new, abs=1e-9)
    assert new * z >= 0


def test_weeks_have_one_spread_and_the_mean_draws_nobody():
    draws = np.random.default_rng(1).standard_normal((4000, 12))
    found = np.array([series(0.5, 3.0, row) for row in draws])
    assert found.std(axis=0) == pytest.approx(np.full(12, 0.5), abs=0.03)
    drawn = np.exp([[shocks.pull(s, 0.5) for s in row] for row in found.tolist()])
    assert drawn.mean(axis=0) == pytest.approx(np.ones(12), abs=0.04)
    close = np.corrcoef(found[:, 4], found[:, 6])[0, 1]
    assert close == pytest.approx(math.exp(-2 / 3), abs=0.04)


@given(st.floats(-9, 9), SD)
def test_what_a_shock_adds_is_less_by_half_the_variance(shock, sd):
    assert shocks.pull(shock, sd) == pytest.approx(shock - sd**2 / 2)


def test_no_spread_no_shock():
    assert shocks.next_shock(0.0, 0, 0.0, 4.0, 1.7) == 0.0
    assert shocks.next_shock(0.0, 3, 0.0, 4.0, 1.7) == 0.0
    assert shocks.pull(0.0, 0.0) == 0.0
