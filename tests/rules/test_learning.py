"""What news does: to trust, to recognition, to leaving."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreation_sim.rules import events as ev
from cocreation_sim.rules import learning
from cocreation_sim.scenario.behaviour import Leaving, Motive, Trust
from tests.strategies import group

SHARE = st.floats(0, 1)
NEWS = [
    ev.REPLIED, ev.EXPLAINED, ev.SELECTED, ev.MERGED, ev.REJECTED, ev.OVERRULED, ev.IGNORED,
    ev.CLOSED_ANSWERED, ev.CLOSED_EXPLAINED, ev.CLOSED_UNFINISHED, ev.VOTED_SELECTED,
    ev.ROUND_CLOSED,
]  # fmt: skip
UP = (ev.EXPLAINED, ev.CLOSED_EXPLAINED, ev.SELECTED, ev.MERGED, ev.VOTED_SELECTED)
DOWN = (ev.REJECTED, ev.IGNORED, ev.OVERRULED)


def test_all_kinds_of_news_are_tested():
    assert sorted(NEWS) == list(range(len(NEWS)))


@given(SHARE, st.sampled_from(NEWS), SHARE, group(Trust))
def test_good_news_never_lowers_trust_and_bad_news_never_raises_it(trust, news, crowd, p):
    after = learning.trust_after(trust, news, crowd, p)
    assert -1e-15 <= after <= 1 + 1e-15
    if news in UP:
        assert after >= trust - 1e-15
    if news in DOWN:
        assert after <= trust
    if news in (ev.ROUND_CLOSED, ev.CLOSED_UNFINISHED):
        assert after == trust


@given(st.floats(0.01, 1), st.sampled_from([ev.REJECTED, ev.IGNORED]), SHARE)
def test_a_selecting_crowd_spares_the_firm_blame(trust, news, crowd):
    p = Trust()
    cost_here, cost_firm, cost_crowd = (
        trust - learning.trust_after(trust, news, w, p) for w in (crowd, 0.0, 1.0)
    )
    assert cost_here == pytest.approx(cost_firm * (1 - p.crowd_spares * crowd))
    assert cost_crowd < cost_firm


@given(SHARE, st.floats(0.01, 0.99))
def test_a_reason_costs_least_and_silence_most(crowd, trust):
    silence, rejection, reply, reason = (
        learning.trust_after(trust, news, crowd, Trust())
        for news in (ev.IGNORED, ev.REJECTED, ev.REPLIED, ev.EXPLAINED)
    )
    assert silence < rejection
    assert silence < reply < reason


@pytest.mark.parametrize(("open_call", "contest"), [
    (ev.REPLIED, ev.CLOSED_ANSWERED),
    (ev.EXPLAINED, ev.CLOSED_EXPLAINED),
])  # fmt: skip
def test_the_close_of_a_contest_answers_like_a_reply(open_call, contest):
    p = Trust()
    assert learning.trust_after(0.5, open_call, 0.0, p) == learning.trust_after(
        0.5, contest, 0.0, p
    )
    assert learning.treatment_of(open_call, Leaving()) == learning.treatment_of(contest, Leaving())


def test_being_chosen_is_recognised_most():
    p = Motive()
    felt = {news: learning.recognition_of(news, p) for news in NEWS}
    assert felt[ev.SELECTED] >= felt[ev.MERGED] >= felt[ev.REPLIED] == felt[ev.EXPLAINED] > 0
    assert {news for news, x in felt.items() if x > 0} == {
        ev.SELECTED, ev.MERGED, ev.REPLIED, ev.EXPLAINED, ev.CLOSED_ANSWERED, ev.CLOSED_EXPLAINED,
    }  # fmt: skip


def test_treatments_rank_from_silence_to_being_chosen():
    p = Leaving()
    ranked = (ev.IGNORED, ev.REJECTED, ev.REPLIED, ev.EXPLAINED, ev.SELECTED)
    effects = [learning.treatment_of(news, p) for news in ranked]
    assert effects == sorted(effects, reverse=True)
    assert effects[0] == 0.0
    assert len(set(effects)) == len(effects)


@given(SHARE, SHARE, group(Trust))
def test_trust_covers_the_share_of_the_way_that_news_of_a_kind_takes_it(trust, crowd, p):
    spared = 1 - p.crowd_spares * crowd
    ways = {
        ev.REPLIED: (p.replied, p.replied_to),
        ev.CLOSED_ANSWERED: (p.replied, p.replied_to),
        ev.EXPLAINED: (p.explained, 1),
        ev.CLOSED_EXPLAINED: (p.explained, 1),
        ev.SELECTED: (p.chosen, 1),
        ev.MERGED: (p.chosen, 1),
        ev.VOTED_SELECTED: (p.supported_chosen, 1),
        ev.REJECTED: (p.rejected * spared, 0),
        ev.IGNORED: (p.silence * spared, 0),
        ev.OVERRULED: (p.overruled, 0),
    }
    for news in NEWS:
        step, towards = ways.get(news, (0, 0))
        expected = (1 - step) * trust + step * towards
        assert learning.trust_after(trust, news, crowd, p) == pytest.approx(expected, abs=1e-12)


@given(group(Motive), group(Leaving))
def test_recognition_and_treatment_are_those_declared_for_a_kind_of_news(motive, leaving):
    felt = {
        ev.SELECTED: motive.felt_selected,
        ev.MERGED: motive.felt_merged,
        ev.REPLIED: motive.felt_answered,
        ev.EXPLAINED: motive.felt_answered,
        ev.CLOSED_ANSWERED: motive.felt_answered,
        ev.CLOSED_EXPLAINED: motive.felt_answered,
    }
    held = {
        ev.SELECTED: leaving.chosen,
        ev.MERGED: leaving.chosen,
        ev.EXPLAINED: leaving.explained,
        ev.CLOSED_EXPLAINED: leaving.explained,
        ev.REPLIED: leaving.replied,
        ev.CLOSED_ANSWERED: leaving.replied,
        ev.CLOSED_UNFINISHED: leaving.replied,
        ev.REJECTED: leaving.rejected,
    }
    for news in NEWS:
        assert learning.recognition_of(news, motive) == felt.get(news, 0.0)
        assert learning.treatment_of(news, leaving) == held.get(news, 0.0)


# ---------------------------------------------------------------------- answers and waiting


def test_which_news_are_answers():
    found = {news: learning.answer_of(news) for news in NEWS}
    replies = {ev.REPLIED, ev.CLOSED_ANSWERED}
    reasons = {ev.EXPLAINED, ev.CLOSED_EXPLAINED}
    assert {news for news in NEWS if found[news] == ev.ANSWER_REPLY} == replies
    assert {news for news in NEWS if found[news] == ev.ANSWER_REASONS} == reasons
    assert {found[news] for news in set(NEWS) - replies - reasons} == {ev.UNANSWERED}


@pytest.mark.parametrize("news", NEWS)
def test_who_waits_waits_for_the_last_contribution(news):
    for state, contribution in itertools.product(range(len(ev.STATES)), (-1, 1, 2)):
        expected = state == ev.PAUSED and (contribution == 2 or news == ev.CLOSED_UNFINISHED)
        assert learning.is_awaited(state, news, contribution, 2) == expected


@pytest.mark.parametrize("news", NEWS)
def test_the_close_of_a_contest_ends_waiting(news):
    closes = (ev.SELECTED, ev.CLOSED_ANSWERED, ev.CLOSED_EXPLAINED, ev.CLOSED_UNFINISHED)
    assert learning.ends_waiting(news, True) == (news in closes)
    assert not learning.ends_waiting(news, False)


@given(st.floats(-5, 5), st.floats(-3, 0), st.floats(-3, 0))
def test_the_more_an_idea_is_liked_the_more_it_holds_its_author(signal, liked, chosen):
    p = Leaving(liked=liked, chosen=min(chosen, -1.0))
    expected = max(p.chosen, liked * signal) if signal > 0 else 0.0
    assert learning.reception(signal, p) == pytest.approx(expected)
    assert learning.reception(signal + 1.0, p) <= learning.reception(signal, p) <= 0.0
