"""Milestones, thresholds and deadlines of ideas."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreation_sim.rules import events as ev
from cocreation_sim.rules import milestones

FATES = range(len(ev.FATES))
VOTES = st.integers(0, 1000)


@given(st.integers(0, 4), VOTES)
def test_there_are_thresholds_where_votes_are_needed(count, votes):
    assert milestones.has_thresholds(count, votes) == (count > 0 or votes > 0)


def test_one_milestone_or_one_vote_is_a_threshold():
    assert milestones.has_thresholds(1, 0)
    assert milestones.has_thresholds(0, 1)
    assert not milestones.has_thresholds(0, 0)
    assert milestones.comes_before_firm(1, 1, 0, 0)
    assert not milestones.comes_before_firm(0, 1, 9, 5)


@given(VOTES, VOTES)
def test_a_milestone_is_reached_by_as_many_votes_as_it_names(votes, needed):
    assert milestones.is_reached(votes, needed) == (votes >= needed)


@given(st.integers(0, 5), VOTES, VOTES)
def test_only_the_last_milestone_brings_an_idea_before_the_firm(passed, votes, threshold):
    assert milestones.comes_before_firm(passed, 5, votes, threshold) == (passed == 5)


@given(VOTES, VOTES)
def test_without_milestones_the_threshold_does(votes, threshold):
    found = milestones.comes_before_firm(0, 0, votes, threshold)
    assert found == (threshold > 0 and votes >= threshold)


@pytest.mark.parametrize("new_brief", [False, True])
@pytest.mark.parametrize("merges", [False, True])
@pytest.mark.parametrize("count", [0, 1, 3])
def test_an_idea_lives_as_long_as_its_round_where_that_is_a_call(new_brief, merges, count):
    lives_with_round = new_brief and not merges and count == 0
    assert milestones.has_deadline(new_brief, count, merges) != lives_with_round


def test_only_open_ideas_expire():
    assert [fate for fate in FATES if milestones.expires(fate)] == [ev.OPEN]


def test_only_what_was_merged_stays_on_the_board():
    stays = [fate for fate in FATES if milestones.stays_on_board(fate, True)]
    assert stays == [ev.FATE_SELECTED]
    assert not any(milestones.stays_on_board(fate, False) for fate in FATES)
