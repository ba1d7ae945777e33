"""Judging, scoring and the number of winners."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

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
