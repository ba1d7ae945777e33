"""Codes that engines share: each family counts from 0 in its order, and has its words."""

from __future__ import annotations

import pytest

from cocreation_sim.rules import events as ev

IN_ORDER = {
    # the order in which they count at the same time: what others did before what one does oneself
    "events": (
        ev.NEWS, ev.LOAD, ev.INTEREST_FADES, ev.PATIENCE_ENDS, ev.RECOVERS, ev.FINISHES,
        ev.SUMMONED, ev.VISITS,
    ),
    "news": (
        ev.REPLIED, ev.EXPLAINED, ev.SELECTED, ev.MERGED, ev.REJECTED, ev.OVERRULED, ev.IGNORED,
        ev.CLOSED_ANSWERED, ev.CLOSED_EXPLAINED, ev.CLOSED_UNFINISHED, ev.VOTED_SELECTED,
        ev.ROUND_CLOSED,
    ),
    "actions": (ev.NOTHING, ev.VOTE, ev.CONTRIBUTE, ev.BUILD),
    "states": (ev.UNAWARE, ev.ENGAGED, ev.PAUSED, ev.DISENGAGED),
    "answers": (ev.UNANSWERED, ev.ANSWER_REPLY, ev.ANSWER_REASONS),
    "fates": (
        ev.OPEN, ev.FATE_SHORTLISTED, ev.FATE_SELECTED, ev.FATE_REJECTED, ev.FATE_EXPIRED,
    ),
}  # fmt: skip


@pytest.mark.parametrize("family", IN_ORDER)
def test_codes_count_from_0_in_order(family):
    assert IN_ORDER[family] == tuple(range(len(IN_ORDER[family])))


def test_every_code_is_of_a_family():
    codes = [value for name, value in vars(ev).items() if name.isupper() and type(value) is int]
    assert len(codes) == sum(map(len, IN_ORDER.values()))


def test_kinds_of_news_fit_where_an_event_keeps_them():
    assert len(IN_ORDER["news"]) <= 16  # compiled.kernel.clock.code_of


def test_words_of_codes():
    words = {
        ev.STATES: {ev.UNAWARE: "unaware", ev.ENGAGED: "engaged", ev.PAUSED: "paused",
                    ev.DISENGAGED: "disengaged"},
        ev.ANSWERS: {ev.UNANSWERED: "none", ev.ANSWER_REPLY: "replied",
                     ev.ANSWER_REASONS: "explained"},
        ev.FATES: {ev.OPEN: "open", ev.FATE_SHORTLISTED: "shortlisted",
                   ev.FATE_SELECTED: "selected", ev.FATE_REJECTED: "rejected",
                   ev.FATE_EXPIRED: "expired"},
    }  # fmt: skip
    for told, meant in words.items():
        assert dict(enumerate(told)) == meant
