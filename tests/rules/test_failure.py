"""What counts as failure: each cause against its limit, and where exactly it lies."""

from __future__ import annotations

import inspect
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreation_sim import simulate
from cocreation_sim.rules import failure
from cocreation_sim.scenario.limits import CAUSES, WORDS, Limits
from tests.scenarios import commons, idea_box, one_firm, studio

COUNT = st.integers(0, 10**6)
NEVER = Limits(contributions=0, engaged_share=0.0)
FINE = failure.Standing(
    sub_rounds=100, window=91, over=True, ideas=50, recent=30, interesting=9, worth_making=9,
    promised=3, selected=3, integrated=3, mean_fit=0.5, waiting=2, read=40, answered=10,
    engaged=60, burned_out=1, present=80, peak=100, cost=50_000, revenue=0,
)  # fmt: skip


def name_of(cause: str) -> str:
    return cause.replace(" ", "_")


# ---------------------------------------------------------------------- each cause


@given(COUNT, COUNT, st.integers(1, 500), st.integers(1, 500))
def test_starved_is_fewer_than_the_limit_in_a_whole_window(recent, least, done, window):
    s = FINE._replace(recent=recent, sub_rounds=done, window=window)
    assert failure.starved(s, Limits(contributions=least)) == (recent < least and done >= window)


@given(COUNT, COUNT, st.floats(0, 1))
def test_abandoned_is_fewer_than_a_share_of_the_peak(present, peak, share):
    s = FINE._replace(present=present, peak=peak)
    assert failure.abandoned(s, Limits(engaged_share=share)) == (present < share * peak)


def test_those_who_are_burned_out_have_not_left():
    s = FINE._replace(engaged=0, burned_out=50, present=50, peak=100)
    assert not failure.abandoned(s, Limits(engaged_share=0.5))


@given(COUNT, COUNT, COUNT, st.integers(1, 10**6))
def test_overrun_is_either_money_or_the_queue(cost, budget, waiting, queue):
    s = FINE._replace(cost=cost, waiting=waiting)
    expected = cost > 100 * budget or waiting > queue
    assert failure.overrun(s, Limits(budget=float(budget), queue=queue)) == expected


def test_a_budget_and_a_queue_may_be_used_up():
    limits = Limits(budget=500.0, queue=2)
    assert not failure.overrun(FINE._replace(cost=50_000), limits)
    assert failure.overrun(FINE._replace(cost=50_001), limits)
    assert failure.overrun(FINE._replace(cost=0, waiting=3), limits)


@given(COUNT, COUNT, st.booleans())
def test_nothing_worth_making_is_fewer_than_promised_at_the_end(found, promised, over):
    s = FINE._replace(worth_making=found, promised=promised, over=over)
    assert failure.nothing_worth_making(s, NEVER) == (over and found < promised)


@given(st.floats(-5, 5), st.floats(-9, 5), st.integers(0, 3), st.booleans())
def test_incoherent_is_a_low_mean_fit_of_something_at_the_end(fit, least, integrated, over):
    s = FINE._replace(mean_fit=fit, integrated=integrated, over=over)
    expected = over and integrated > 0 and fit < least
    assert failure.incoherent(s, Limits(coherence=least)) == expected


@given(COUNT, COUNT, st.floats(0, 1))
def test_exhausted_is_more_burned_out_than_a_share_of_those_present(burned, present, share):
    s = FINE._replace(burned_out=burned, present=present)
    found = failure.exhausted(s, Limits(burned_out_share=share))
    assert found == (burned > share * present)


def test_one_idea_can_be_incoherent():
    s = FINE._replace(mean_fit=-0.5)
    for integrated, fails in ((0, False), (1, True), (2, True)):
        found = failure.incoherent(s._replace(integrated=integrated), Limits(coherence=0.0))
        assert found == fails


# ---------------------------------------------------------------------- all causes

BREAKS = {  # what makes one cause occur and no other
    "starved": {"recent": 0},
    "abandoned": {"present": 4},
    "overrun": {"waiting": 1001},
    "nothing worth making": {"worth_making": 2},
    "incoherent": {"mean_fit": -1.0},
    "exhausted": {"burned_out": 41},
}
LIMITS = Limits(queue=1000, coherence=0.0)


def test_every_cause_has_a_rule_of_its_name_and_words():
    assert set(BREAKS) == set(FAILING) == set(WORDS) == set(CAUSES)
    for cause in CAUSES:
        rule = getattr(failure, name_of(cause))
        assert list(inspect.signature(rule).parameters) == ["s", "limits"]


def test_a_campaign_that_is_fine_fails_of_nothing():
    assert failure.occurred(FINE, LIMITS) == 0


@pytest.mark.parametrize("cause", CAUSES)
def test_each_cause_has_its_own_bit_in_the_order_of_the_causes(cause):
    s = FINE._replace(**BREAKS[cause])
    assert failure.occurred(s, LIMITS) == 1 << CAUSES.index(cause)
    for other in CAUSES:
        assert getattr(failure, name_of(other))(s, LIMITS) == (other == cause)


def test_bits_add_up():
    for some in itertools.combinations(CAUSES, 3):
        changes = {key: value for cause in some for key, value in BREAKS[cause].items()}
        bits = sum(1 << CAUSES.index(cause) for cause in some)
        assert failure.occurred(FINE._replace(**changes), LIMITS) == bits


# ---------------------------------------------------------------------- runs that fail

FAILING = {  # cause: a world, what makes it fail of the cause, and what just keeps it from that
    "starved": (
        one_firm(),
        {"campaign.limits.contributions": 1_000_000},
        {"campaign.limits.contributions": 0},
    ),
    "abandoned": (
        one_firm({"behaviour.leaving.boredom": 0.5}),
        {"campaign.limits.engaged_share": 0.5},
        {"campaign.limits.engaged_share": 0.0},
    ),
    "overrun": (
        idea_box({"campaign.review.capacity": 0.01}),
        {"campaign.limits.queue": 1},
        {"campaign.limits.queue": 1_000_000},
    ),
    "nothing worth making": (
        one_firm({"campaign.reward.guaranteed": False}),
        {"campaign.selection.bar": 6.0},
        {"campaign.selection.bar": 6.0, "campaign.selection.winners": 0},
    ),
    "incoherent": (
        studio(),
        {"campaign.limits.coherence": 5.0},
        {"campaign.limits.coherence": -9.0},
    ),
    "exhausted": (
        commons(),
        {"campaign.limits.burned_out_share": 0.01},
        {"campaign.limits.burned_out_share": 1.0},
    ),
}


@pytest.mark.parametrize("cause", CAUSES)
def test_a_campaign_fails_of_each_cause_it_watches(cause):
    world, failing, fine = FAILING[cause]
    watched = world.vary({"campaign.limits.watch": (cause,)})
    fails, holds = (simulate(watched.vary(c), 1, engine="mesa").outcome for c in (failing, fine))
    assert fails.failed_because == cause
    assert not holds.failed
    unwatched = world.vary({"campaign.limits.watch": (), **failing})
    assert not simulate(unwatched, 1, engine="mesa").outcome.failed
