"""Trust moves by convex steps and returns to what the terms deserve."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreation_sim.rules import trust
from cocreation_sim.scenario.behaviour import Trust
from tests.strategies import group

SHARE = st.floats(0, 1)
STEPS = st.lists(st.tuples(SHARE, st.sampled_from([0.0, 0.7, 1.0]), st.floats(0, 50)))


@given(SHARE, STEPS, SHARE)
def test_trust_stays_between_0_and_1(start, steps, terms):
    now = start
    for step, towards, weeks in steps:
        now = trust.after(trust.moved(now, step, towards), weeks, terms, Trust())
        assert -1e-15 <= now <= 1 + 1e-15


@given(SHARE, SHARE, SHARE)
def test_a_step_covers_its_share_of_the_way(now, step, towards):
    assert trust.moved(now, step, towards) == pytest.approx((1 - step) * now + step * towards)


@given(SHARE, SHARE, group(Trust))
def test_trust_halves_its_way_to_the_terms_every_half_life(start, terms, p):
    half_life = np.log(2) / p.forgetting
    assert trust.after(start, half_life, terms, p) == pytest.approx((start + terms) / 2)
    assert trust.after(start, 0.0, terms, p) == pytest.approx(start)
    assert trust.after(start, 1e6, terms, p) == pytest.approx(terms)


@given(SHARE, st.floats(0, 50), st.floats(0, 50), SHARE)
def test_waiting_twice_is_waiting_longer(start, one, other, terms):
    twice = trust.after(trust.after(start, one, terms, Trust()), other, terms, Trust())
    assert twice == pytest.approx(trust.after(start, one + other, terms, Trust()))


@given(SHARE, SHARE, group(Trust))
def test_a_selecting_crowd_takes_its_share_of_the_blame(step, crowd, p):
    assert trust.blame(step, crowd, p) == pytest.approx(step * (1 - p.crowd_spares * crowd))
    assert trust.blame(step, 0.0, p) == step
    assert 0 <= trust.blame(step, 1.0, p) <= step


def test_silence_costs_more_than_rejection_and_a_reply_less_than_a_reason_gains():
    p = Trust()
    after = [
        trust.moved(0.6, p.silence, 0.0),
        trust.moved(0.6, p.rejected, 0.0),
        trust.moved(0.6, p.replied, p.replied_to),
        trust.moved(0.6, p.explained, 1.0),
        trust.moved(0.6, p.chosen, 1.0),
    ]
    assert after == sorted(after)


@given(SHARE, st.floats(0, 50), group(Trust))
def test_trust_that_is_deserved_stays(terms, weeks, p):
    assert trust.after(terms, weeks, terms, p) == terms
