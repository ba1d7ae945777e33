"""Choice at a visit: rates of a race, zero without a motive."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreation_sim import randomness as rn
from cocreation_sim.rules import choice
from cocreation_sim.scenario.behaviour import Choice
from tests.strategies import group

POSITIVE = st.floats(0.001, 8)
SHARE = st.floats(0, 1)


@given(
    POSITIVE,
    SHARE,
    POSITIVE,
    SHARE,
    SHARE,
    st.booleans(),
    SHARE,
    SHARE,
    POSITIVE,
    group(Choice),
)
def test_contributing_follows_its_utility(
    motive, trust, effort, crowd, secrecy, known, left, taken, new, p
):
    utility = (
        p.contribute + motive + p.trust * (trust - 0.5) - effort + p.crowd * crowd
        - p.secrecy * secrecy + p.familiarity * known + new
    )  # fmt: skip
    expected = -np.expm1(-motive) * np.exp(utility) * taken * (left if known else 1.0)
    got = choice.contribute_rate(motive, trust, effort, crowd, secrecy, known, left, taken, new, p)
    assert got == pytest.approx(expected, rel=1e-9)


@given(st.floats(-5, 0), SHARE, SHARE, st.booleans(), st.floats(0, 20), group(Choice))
def test_without_motive_nobody_contributes(motive, trust, crowd, known, new, p):
    assert choice.contribute_rate(motive, trust, 0.0, crowd, 0.0, known, 1.0, 1.0, new, p) == 0.0


@given(st.floats(1e-12, 1e-6))
def test_a_motive_that_fades_out_takes_the_rate_with_it(motive):
    rate = choice.contribute_rate(
        motive, 0.5, 0.0, 0.0, 0.0, False, 1.0, 1.0, 0.0, Choice(contribute=0.0)
    )
    assert rate == pytest.approx(motive, rel=1e-3)


@given(SHARE, SHARE, group(Choice))
def test_building_on_gains_with_openness(openness, more, p):
    assert choice.build_share(openness, p) == pytest.approx(p.build_fixed + p.build_open * openness)
    assert choice.build_share(min(1, openness + more), p) >= choice.build_share(openness, p)


@given(st.floats(0, 8), st.floats(0, 8), SHARE, group(Choice))
def test_voting_knows_no_money(social, joy, crowd, p):
    motive = (social + joy) / 2
    expected = -np.expm1(-motive) * np.exp(p.vote + motive + p.vote_crowd * crowd)
    assert choice.vote_rate(social, joy, crowd, p) == pytest.approx(expected, rel=1e-9, abs=1e-12)


@given(SHARE, group(Choice))
def test_nobody_votes_without_motive(crowd, p):
    assert choice.vote_rate(0.0, 0.0, crowd, p) == 0.0


@given(st.floats(0.1, 100), SHARE, group(Choice))
def test_urgency_falls_by_e_in_its_share_of_the_call(length, share, p):
    left = share * length
    now, earlier = (choice.urgency(t, length, p) for t in (left, left + p.urgency_share * length))
    assert choice.urgency(0.0, length, p) == p.urgency
    assert earlier == pytest.approx(now / np.e, abs=1e-12)


@given(st.floats(0, 20), SHARE, SHARE)
def test_effort_doubles_in_the_open_and_halves_with_a_toolkit(effort, openness, toolkit):
    expected = effort * (1 + openness) * (1 - toolkit / 2)
    assert choice.effort_here(effort, openness, toolkit) == pytest.approx(expected, abs=1e-12)
    assert choice.effort_here(effort, 1.0, 0.0) == 2 * effort
    assert choice.effort_here(effort, 0.0, 1.0) == effort / 2


def test_a_race_is_a_multinomial_logit():
    rates = np.array([1.0, 0.5, 2.0, 0.1])
    nodes = [rn.child(rn.run_node(1), n) for n in range(20_000)]
    wins = [
        min(range(4), key=lambda a: rn.exponential(node, rn.NOTHING + a) / rates[a])
        for node in nodes
    ]
    shares = np.bincount(wins, minlength=4) / len(nodes)
    expected = rates / rates.sum()
    errors = np.sqrt(expected * (1 - expected) / len(nodes))
    assert np.all(np.abs(shares - expected) < 4 * errors)


@given(POSITIVE, SHARE, group(Choice))
def test_no_rate_is_infinite_whatever_speaks_for_it(motive, crowd, p):
    most = np.exp(300.0)
    rate = choice.contribute_rate(motive, 0.5, -1e9, crowd, 0.0, False, 1.0, 1.0, 0.0, p)
    assert rate == pytest.approx(-np.expm1(-motive) * most)
    assert choice.vote_rate(2e3, 0.0, crowd, p) == pytest.approx(most)


@given(st.floats(0, 50), st.floats(0.1, 50), st.booleans(), st.booleans(), st.booleans(),
       group(Choice))  # fmt: skip
def test_a_call_pulls_by_being_new_and_by_its_deadline(left, length, brief, contest, fresh, p):
    expected = 0.0
    if brief and not contest:
        expected += choice.urgency(left, length, p)
    if brief and fresh:
        expected += p.novelty
    got = choice.newness(left, length, brief, contest, fresh, p)
    assert got == pytest.approx(expected)
