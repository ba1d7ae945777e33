"""Rounds: which is open, which closes, and when a campaign is over."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cocreation_sim.rules import rounds

LENGTH, ROUNDS = st.integers(1, 40), st.integers(1, 12)


@given(LENGTH, ROUNDS, st.integers(0, 39))
def test_rounds_follow_one_another_without_a_gap(length, count, rest):
    rest = min(rest, length - 1)
    steps = range(length * count + rest)
    numbers = [rounds.number_at(k, length, count) for k in steps]
    assert numbers == [min(k // length, count - 1) for k in steps]
    opened = [k for k in steps if rounds.opens(k, length, count)]
    closed = {k: rounds.closing(k + 1, length, count) for k in steps}
    assert opened == [length * k for k in range(count)]
    assert {k: n for k, n in closed.items() if n >= 0} == {
        length * (n + 1) - 1: n for n in range(count)
    }


@given(LENGTH, st.integers(0, 100))
def test_a_campaign_shorter_than_a_round_has_one_that_never_closes(length, k):
    steps = min(k, length - 1)
    assert rounds.number_at(steps, length, 0) == 0
    assert rounds.opens(steps, length, 0) == (steps == 0)
    assert rounds.closing(length, length, 0) == -1
    assert not rounds.is_over(length - 1, length, 0, True)
    assert rounds.is_over(length, length, 0, True)


@given(LENGTH, ROUNDS, st.integers(0, 600), st.integers(0, 39))
def test_the_end_of_a_round_may_be_for_voting_alone(length, count, k, voting):
    voting = min(voting, length - 1)
    number = rounds.number_at(k, length, count)
    left = length * (number + 1) - k  # sub-rounds until the round closes
    calling = rounds.is_calling(k, number, length, voting)
    assert calling == (voting == 0 or left > voting)


def test_before_it_starts_no_round_closes():
    assert [rounds.closing(k, 1, 3) for k in (-2, -1, 0, 1)] == [-1, -1, -1, 0]


@given(LENGTH, ROUNDS, st.integers(0, 600))
def test_only_what_lives_by_calls_is_over_after_the_last(length, count, k):
    assert rounds.is_over(k, length, count, True) == (k >= length * count)
    assert not rounds.is_over(k, length, count, False)


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_rivals_are_those_of_the_fuller_round(now, before):
    found = rounds.rivals(now, before)
    assert isinstance(found, float)
    assert found == max(now, before)


@given(st.booleans(), st.booleans(), st.integers(0, 3), st.booleans(), st.integers(0, 3))
def test_what_can_be_seen_can_be_voted_on_and_outside_contests_built_on(
    public, two_step, ideas, calling, voting
):
    time_for_it = voting == 0 or not calling
    can = rounds.can_vote(public, ideas, calling, voting)
    assert can == (public and ideas > 0 and time_for_it)
    assert rounds.can_build(public, two_step, ideas) == (public and ideas > 0 and not two_step)
