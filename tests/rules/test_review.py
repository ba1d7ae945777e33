"""Review: capacity, reviewers, and what authors are told."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreation_sim.rules import events as ev
from cocreation_sim.rules import review

SHARE = st.floats(0, 1)
CAPACITY = st.floats(0.1, 100)
CORE = st.integers(1, 20)


@given(CAPACITY, CAPACITY, st.integers(0, 20))
def test_staff_and_core_read_together(capacity, each, core):
    assert review.rate(capacity, each, core) == pytest.approx(capacity + each * core)


@given(CAPACITY, CAPACITY, CORE)
def test_each_reads_in_proportion_to_capacity(capacity, each, core):
    rate = review.rate(capacity, each, core)
    draws = (np.arange(4000) + 0.5) / 4000
    who = np.array([review.reviewer(u, rate, each, core) for u in draws])
    assert np.mean(who == -1) == pytest.approx(capacity / rate, abs=1e-3)
    for member in range(core):
        assert np.mean(who == member) == pytest.approx(each / rate, abs=1e-3)
    assert who.max() < core


def test_without_a_core_the_staff_reads():
    assert review.reviewer(0.0, 5.0, 2.0, 0) == -1
    assert review.reviewer(0.0, 5.0, 2.0, 1) == 0
    assert review.reviewer(0.5, 4.0, 2.0, 1) == -1


def test_a_rounding_error_names_nobody_who_is_not_there():
    each, core = 0.78, 9  # the quotient is rounded up to 9
    just_below = np.nextafter(each * core, 0.0)
    assert review.reviewer(1.0, just_below, each, core) == core - 1


@given(SHARE, SHARE)
def test_answers_and_reasons_are_given_with_their_shares(u, share):
    assert review.replies(u, share) == (u < share)
    assert review.explains(u, share) == (u < share)


@given(st.floats(-5, 5), st.floats(-5, 5))
def test_what_reaches_the_bar_is_merged(judged, bar):
    assert review.is_accepted(judged, bar) == (judged >= bar)


@given(st.floats(0, 100), st.floats(0, 100), st.floats(0, 100))
def test_news_comes_after_the_delay_and_never_within_the_sub_round(read, delay, end):
    assert review.heard_at(read, delay, end) == max(read + delay, end)


def test_news():
    assert review.answer(True) == ev.EXPLAINED
    assert review.answer(False) == ev.REPLIED
    assert review.refusal(True) == ev.REJECTED
    assert review.refusal(False) == ev.IGNORED
