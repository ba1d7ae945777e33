"""Motive: money pulls ever less, recognition is bounded, enjoyment can be crowded out."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreation_sim.rules import motive
from cocreation_sim.scenario.behaviour import Motive
from tests.strategies import group

MONEY = st.floats(0, 1e6)
WEIGHT = st.floats(0, 10)
SHARE = st.floats(0, 1)
STOCK = st.floats(0, 50)


@given(MONEY, SHARE, group(Motive))
def test_crowding_is_a_jump_and_a_saturating_rise_clipped(money, explained, p):
    small = np.exp(-money / p.crowding_small) if p.crowding_small > 0 else 1.0
    lost = p.crowding_entry * small + p.crowding_control * -np.expm1(-money / p.crowding_scale)
    expected = np.clip(lost - p.crowding_feedback * explained, 0, 1) if money > 0 else 0
    assert motive.crowding(money, explained, p) == pytest.approx(expected, abs=1e-12)


@given(SHARE, MONEY, st.booleans(), group(Motive))
def test_money_that_is_gone_leaves_less_enjoyment_to_those_it_paid(crowding, money, paid, p):
    gone = paid and money == 0
    expected = p.crowding_after if gone else crowding
    assert motive.crowding_left(crowding, money, paid, p) == expected


@given(st.floats(1, 100), SHARE)
def test_small_rewards_crowd_out_most(money, explained):
    fading, level = Motive(crowding_small=50.0), Motive(crowding_small=0.0)
    assert motive.crowding(2 * money, 0.0, fading) < motive.crowding(money, 0.0, fading)
    assert motive.crowding(2 * money, 0.0, level) == motive.crowding(money, 0.0, level)


@given(SHARE, group(Motive))
def test_no_money_no_crowding(explained, p):
    assert motive.crowding(0.0, explained, p) == 0.0


@given(WEIGHT, SHARE, MONEY, st.floats(0, 1e5), group(Motive))
def test_money_pulls_by_its_logarithm(weight, odds, prize, pay, p):
    pull = np.log((p.money_scale + odds * prize + pay) / p.money_scale)
    expected = weight * pull * (1 - p.money_turn * pull)
    assert motive.money_pull(weight, odds, prize, pay, p) == pytest.approx(expected, abs=1e-9)


@given(st.floats(0.1, 10), st.floats(0.05, 1))
def test_where_its_pull_turns_more_money_attracts_less_in_the_end(weight, turn):
    p = Motive(money_turn=turn)
    best = p.money_scale * np.expm1(1 / (2 * turn))  # where L (1 - turn L) is largest
    at = [motive.money_pull(weight, 1.0, best * x, 0.0, p) for x in (0.5, 1.0, 2.0)]
    assert at[1] > at[0]
    assert at[1] > at[2]


@given(st.floats(0.1, 10), st.floats(0.01, 1), st.floats(1, 1e5))
def test_each_further_euro_pulls_less(weight, odds, prize):
    pulls = [motive.money_pull(weight, odds, k * prize, 0.0, Motive()) for k in range(4)]
    assert np.all(np.diff(pulls) > 0)
    assert np.all(np.diff(pulls, 2) < 0)


@given(MONEY, st.floats(0, 1e5))
def test_money_means_nothing_without_weight_or_odds(prize, pay):
    assert motive.money_pull(0.0, 1.0, prize, pay, Motive()) == 0.0
    assert motive.money_pull(1.0, 0.0, prize, 0.0, Motive()) == 0.0


@given(SHARE, SHARE, STOCK, group(Motive))
def test_recognition_grows_from_the_newcomers_share_to_the_whole(credit, ranking, stock, p):
    known = -np.expm1(-stock)
    new = p.newcomer_recognition
    expected = credit * (new * (1 - known) + known) + ranking * known
    assert motive.felt_recognition(credit, ranking, stock, p) == pytest.approx(expected, abs=1e-12)
    assert motive.felt_recognition(credit, ranking, 0.0, p) == pytest.approx(credit * new)
    assert 0 <= motive.felt_recognition(credit, ranking, stock, p) <= credit + ranking + 1e-12


@given(st.integers(0, 124), st.floats(0.01, 1), group(Motive))
def test_a_badge_pulls_as_it_comes_near(done, badges, p):
    goal = min(b for b in (1, 5, 25, 125) if b > done)
    pull = motive.badge_pull(badges, done, 0.0, p)
    assert pull == pytest.approx(badges * p.badge_pull / (goal - done))


@given(st.integers(0, 10_000), SHARE)
def test_badges_leave_most_people_and_the_decorated_cold(done, steers):
    p = Motive()
    if steers >= p.badge_share or done >= 125:
        assert motive.badge_pull(1.0, done, steers, p) == 0.0
    assert motive.badge_pull(0.0, done, steers, p) == 0.0


@given(WEIGHT, STOCK, WEIGHT, SHARE, SHARE, group(Motive))
def test_other_motives_are_recognition_and_enjoyment(social, felt, joy, crowded, openness, p):
    expected = social * felt + joy * (1 - crowded) * (1 + p.autonomy * openness)
    got = motive.other_motives(social, felt, joy, crowded, openness, p)
    assert got == pytest.approx(expected, abs=1e-12)


@given(STOCK, SHARE, SHARE)
def test_without_weights_there_is_no_motive(felt, crowded, openness):
    assert motive.other_motives(0.0, felt, 0.0, crowded, openness, Motive()) == 0.0


@given(st.floats(1e-6, 1.0), group(Motive))
def test_a_cent_crowds_out_as_soon_as_it_is_offered(money, p):
    small = math.exp(-money / p.crowding_small) if p.crowding_small > 0 else 1.0
    assert motive.crowding(money, 0.0, p) >= p.crowding_entry * small * (1.0 - 1e-12)


def test_money_crowds_out_no_more_than_all_enjoyment_and_feedback_gives_no_more_back():
    p = Motive(crowding_entry=1.0, crowding_control=1.0)
    assert motive.crowding(1e6, 0.0, p) == 1.0
    assert motive.crowding(1.0, 1.0, Motive(crowding_feedback=1.0)) == 0.0


@pytest.mark.parametrize(
    ("done", "missing"),
    [(0, 1), (1, 4), (4, 1), (5, 20), (24, 1), (25, 100), (124, 1), (125, None), (126, None)],
)
def test_badges_come_at_1_5_25_and_125(done, missing):
    p = Motive()
    expected = p.badge_pull / missing if missing else 0.0
    assert motive.badge_pull(1.0, done, 0.0, p) == pytest.approx(expected)
    assert motive.badge_pull(1.0, done, p.badge_share, p) == 0.0


def test_crowding_never_takes_more_than_all_enjoyment_and_stays_with_those_paid():
    much = Motive(crowding_entry=1.0, crowding_control=1.0, crowding_scale=1.0, crowding_small=0.0)
    assert motive.crowding(10.0, 0.0, much) == 1.0
    fast = Motive(crowding_entry=1.0, crowding_small=0.5)
    assert motive.crowding(0.5, 0.0, fast) == pytest.approx(np.exp(-1.0))
    gone = Motive(crowding_after=0.3)
    assert motive.crowding_left(0.0, 0.0, True, gone) == 0.3
    assert motive.crowding_left(0.1, 0.0, False, gone) == 0.1
    assert motive.crowding_left(0.1, 5.0, True, gone) == 0.1


@given(st.floats(-5, 50), st.floats(-5, 50))
def test_what_draws_is_money_and_other_motives(pull, other):
    share = motive.money_share(pull, other)
    assert share == (pytest.approx(pull / (pull + max(other, 0))) if pull > 0 else 0.0)
    assert 0.0 <= share <= 1.0
