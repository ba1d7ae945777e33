"""Codes that engines share: each family counts from 0 in its order, and has its words."""

from __future__ import annotations

import pytest

from cocreation_sim.rules import events as ev

IN_ORDER = {
    # the order in which they count at the same time: what others did before what one does oneself
    "events": "NEWS LOAD INTEREST_FADES PATIENCE_ENDS RECOVERS FINISHES SUMMONED VISITS",
    "news": "REPLIED EXPLAINED SELECTED MERGED REJECTED OVERRULED IGNORED CLOSED_ANSWERED "
    "CLOSED_EXPLAINED CLOSED_UNFINISHED VOTED_SELECTED ROUND_CLOSED",
    "actions": "NOTHING VOTE CONTRIBUTE BUILD",
    "states": "UNAWARE ENGAGED PAUSED DISENGAGED",
    "answers": "UNANSWERED ANSWER_REPLY ANSWER_REASONS",
    "fates": "OPEN FATE_SHORTLISTED FATE_SELECTED FATE_REJECTED FATE_EXPIRED",
}
WORDS = {"states": ev.STATES, "answers": ev.ANSWERS, "fates": ev.FATES}


def codes(family: str) -> list[int]:
    return [getattr(ev, name) for name in IN_ORDER[family].split()]


@pytest.mark.parametrize("family", IN_ORDER)
def test_codes_count_from_0_in_order(family):
    assert codes(family) == list(range(len(codes(family))))


def test_every_code_is_of_a_family():
    named = {name for names in IN_ORDER.values() for name in names.split()}
    assert {name for name, value in vars(ev).items() if type(value) is int} == named


def test_kinds_of_news_fit_where_an_event_keeps_them():
    assert len(codes("news")) <= 16  # compiled.kernel.clock.code_of


def test_words_of_codes():
    assert ev.STATES == ("unaware", "engaged", "paused", "disengaged")
    assert ev.ANSWERS == ("none", "replied", "explained")
    assert ev.FATES == ("open", "shortlisted", "selected", "rejected", "expired")
    for family, words in WORDS.items():
        assert len(words) == len(codes(family))
