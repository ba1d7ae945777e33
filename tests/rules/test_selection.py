"""Judging, scoring and the number of winners."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreation_sim.rules import events as ev
from cocreation_sim.rules import selection

SHARE = st.floats(0, 1)
Z = st.floats(-5, 5)


@given(Z, st.floats(0, 5), SHARE, Z)
def test_judgement_errs_less_where_a_crowd_tries_out(quality, noise, crowd, z):
    expected = quality + noise * (1 - crowd / 2) * z
    got = selection.judged_quality(quality, noise, crowd, z)
    assert got == pytest.approx(expected, abs=1e-12)


@given(st.lists(st.integers(0, 1000), min_size=2, max_size=50))
def test_crowd_scores_are_standardised(votes):
    logs = np.log1p(votes)
    scores = [selection.crowd_score(v, logs.mean(), logs.std()) for v in votes]
    if logs.std() > 1e-9:
        assert np.mean(scores) == pytest.approx(0, abs=1e-9)
        assert np.std(scores) == pytest.approx(1)


def test_equal_votes_say_nothing():
    assert selection.crowd_score(7, np.log1p(7), 0.0) == 0.0


@given(Z, Z, st.floats(0.1, 5), SHARE)
def test_scores_weigh_crowd_and_firm(crowd, judged, sd, weight):
    read, unread = (selection.score(crowd, judged, sd, r, weight) for r in (True, False))
    assert read == pytest.approx(weight * crowd + (1 - weight) * judged / sd, abs=1e-12)
    assert unread == pytest.approx(weight * crowd, abs=1e-12)


@given(st.floats(0, 20), st.integers(1, 60), SHARE)
def test_places_of_all_rounds_add_up(places, rounds, u):
    parts = [selection.places_of_round(places, number, u) for number in range(rounds)]
    assert abs(sum(parts) - places * rounds) < 1 + 1e-6
    assert max(parts) - min(parts) <= 1


@given(st.integers(0, 500), st.integers(0, 500), SHARE)
def test_whole_places_are_given_in_every_round(places, number, u):
    assert selection.places_of_round(float(places), number, u) == places


@given(st.floats(0, 3), st.integers(0, 60))
def test_a_fraction_of_a_place_is_given_with_that_probability(places, number):
    draws = [selection.places_of_round(places, number, (k + 0.5) / 1000) for k in range(1000)]
    assert np.mean(draws) == pytest.approx(places, abs=2e-3)


def test_whole_places_are_given_however_many():
    assert selection.places_of_round(3e10, 0, 1.0) == 30_000_000_000


def test_a_fraction_at_the_upper_end_of_luck_is_cut():
    assert [selection.places_of_round(0.25, number, 1.0) for number in range(4)] == [1, 0, 0, 0]


# ---------------------------------------------------------------------- who can be selected

FATES = range(len(ev.FATES))
YES = st.booleans()


@given(SHARE, st.floats(0, 5))
def test_trying_out_halves_the_error_at_most(crowd, noise):
    assert selection.error_of_judgement(noise, crowd) == pytest.approx(noise * (1 - crowd / 2))


@given(YES, YES)
def test_contests_and_thresholds_are_judged_at_the_close(two_step, thresholds):
    assert selection.judged_at_close(two_step, thresholds) == (two_step or thresholds)


@given(st.sampled_from(FATES), YES, YES, SHARE)
def test_every_open_entry_of_a_contest_is_a_candidate(fate, read, thresholds, crowd):
    found = selection.is_candidate(fate, read, True, thresholds, crowd)
    assert found == (fate == ev.OPEN)


@given(st.sampled_from(FATES), YES, SHARE)
def test_behind_a_threshold_only_what_has_passed_is_a_candidate(fate, read, crowd):
    found = selection.is_candidate(fate, read, False, True, crowd)
    assert found == (fate == ev.FATE_SHORTLISTED)


@given(st.sampled_from(FATES), YES, SHARE)
def test_elsewhere_what_was_read_or_what_the_crowd_may_choose(fate, read, crowd):
    assert selection.is_candidate(fate, read, False, False, crowd) == (read or crowd > 0)


@given(Z, YES, YES, SHARE, Z)
def test_the_bar_holds_for_what_was_read_where_the_firm_decides(judged, read, paid, crowd, bar):
    expected = judged >= bar or paid or crowd == 1 or not read
    assert selection.passes(judged, read, paid, crowd, bar) == expected


def test_there_is_no_bar_under_a_guarantee_nor_where_the_crowd_alone_selects():
    low, bar = -9.0, 5.0
    assert not selection.passes(low, True, False, 0.99, bar)
    assert selection.passes(low, True, True, 0.0, bar)
    assert selection.passes(low, True, False, 1.0, bar)
    assert selection.passes(float("nan"), False, False, 0.0, bar)
    assert selection.passes(bar, True, False, 0.0, bar)


@given(YES, Z, YES, Z)
def test_what_counts_against_the_promise(good, quality, paid, bar):
    found = selection.is_worth_making(good, quality, paid, bar)
    assert found == (good and (paid or quality >= bar))
    assert selection.is_worth_making(True, bar, False, bar)


@given(st.integers(0, 9), st.integers(0, 9), st.floats(0, 9))
def test_winners_are_always_among_the_finalists(places, winners, shortlist):
    found = selection.finalists(places, winners, shortlist)
    assert found == (max(places, winners) if shortlist > 0 else 0)


# ---------------------------------------------------------------------- overruling


@given(YES, SHARE, st.integers(0, 3))
def test_a_firm_overrules_where_it_had_a_say_and_chose(public, crowd, chosen):
    assert selection.can_overrule(public, crowd, chosen) == (public and crowd < 1 and chosen > 0)


def test_where_the_crowd_alone_selects_nobody_is_overruled():
    assert not selection.can_overrule(True, 1.0, 3)
    assert selection.can_overrule(True, 0.999, 1)


def test_a_favourite_has_votes():
    assert [selection.can_be_favourite(votes) for votes in (0, 1, 2)] == [False, True, True]


@given(st.sampled_from(FATES), YES)
def test_one_is_overruled_once_and_not_if_selected(fate, before):
    found = selection.is_overruled(fate, before)
    assert found == (fate != ev.FATE_SELECTED and not before)


# ---------------------------------------------------------------------- those passed over


@given(st.sampled_from(FATES), YES, YES, YES)
def test_behind_a_threshold_what_the_firm_looked_at_is_rejected(fate, of_round, told, contest):
    found = selection.is_rejected(fate, of_round, contest, True, told)
    assert found == (fate == ev.FATE_SHORTLISTED)


@given(st.sampled_from(FATES), YES, YES, YES)
def test_elsewhere_open_ideas_of_the_round_are_if_they_are_told(fate, of_round, told, contest):
    found = selection.is_rejected(fate, of_round, contest, False, told)
    assert found == (fate == ev.OPEN and of_round and (told or contest))


def test_a_contest_answers_and_others_only_reject():
    assert selection.rejection(False, False) == selection.rejection(False, True) == ev.REJECTED
    assert selection.rejection(True, False) == ev.CLOSED_ANSWERED
    assert selection.rejection(True, True) == ev.CLOSED_EXPLAINED


@pytest.mark.parametrize("fate", FATES)
def test_ideas_expire_with_their_call(fate):
    for new_brief, contest, count in itertools.product((False, True), (False, True), (0, 1, 2)):
        found = selection.expires_with_round(fate, new_brief, contest, count)
        assert found == (fate == ev.OPEN and new_brief and not contest and count == 0)


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_budget_is_never_overspent(spent, cost, budget):
    assert selection.is_affordable(spent, cost, budget) == (budget - spent >= cost)
    assert selection.is_affordable(spent, cost, 0)
    assert selection.is_affordable(spent, cost, spent + cost)
