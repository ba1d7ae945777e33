"""A campaign's numbers in each of its phases."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreation_sim.rules import phases
from cocreation_sim.rules.numbers import firm_numbers
from cocreation_sim.scenario.changes import Change
from tests.scenarios import idea_box, rivals
from tests.strategies import scenarios

RATE = st.floats(0, 1e5)


@given(scenarios())
def test_without_changes_there_is_one_phase(scenario):
    for name, campaign in scenario.campaigns.items():
        found = phases.numbers_by_phase(name, scenario)
        assert found == [(0, firm_numbers(campaign, scenario))]


def test_later_changes_win_where_they_overlap_and_end_when_they_do():
    changes = (
        Change(at=2.0, until=6.0, levers={"reward.prize": 1.0, "reward.pay": 1.0}),
        Change(at=3.0, until=4.0, levers={"reward.prize": 2.0}),
        Change(at=5.0, levers={"reward.pay": 3.0}),
    )
    base = {"campaign.reward.prize": 9.0, "campaign.reward.pay": 9.0}
    scenario = idea_box({**base, "changes": changes})
    (name,) = scenario.campaigns
    found = phases.numbers_by_phase(name, scenario)
    assert [(begins, f.prize_cents // 100, f.pay_cents // 100) for begins, f in found] == [
        (0, 9, 9),
        (14, 1, 1),
        (21, 2, 1),
        (28, 1, 1),
        (35, 1, 3),
        (42, 9, 3),
    ]


def test_a_change_of_one_campaign_leaves_the_others_alone():
    changes = (Change(at=2.0, campaign="acme", levers={"reward.prize": 123.0}),)
    scenario = rivals({"changes": changes})
    assert [len(phases.numbers_by_phase(name, scenario)) for name in ("acme", "zenith")] == [2, 1]


def test_a_change_to_what_is_already_so_is_no_phase():
    base = idea_box()
    (name,) = base.campaigns
    same = Change(at=2.0, levers={"reward.prize": base.campaign.reward.prize})
    assert len(phases.numbers_by_phase(name, base.vary({"changes": (same,)}))) == 1


def test_times_are_rounded_to_the_nearest_sub_round():
    changes = (Change(at=1.05, until=1.1, levers={"pull": 1.0}),)
    scenario = idea_box({"changes": changes})
    (name,) = scenario.campaigns
    assert [begins for begins, _ in phases.numbers_by_phase(name, scenario)] == [0, 7, 8]


@given(RATE, RATE, RATE, st.integers(1, 200), st.integers(1, 200))
def test_each_span_is_charged_at_its_own_rate(one, two, three, first, second):
    step = 1 / 7
    since, before = phases.charged(0, 0.0, one, two, first, step)
    since, before = phases.charged(since, before, two, three, first + second, step)
    expected = one * first * step + two * second * step
    assert before + three * ((first + second - since) * step) == pytest.approx(expected, abs=1e-6)


@given(RATE, RATE, st.integers(5, 9), st.integers(0, 5))
def test_a_rate_that_stays_or_was_never_charged_leaves_the_account_alone(rate, other, since, early):
    assert phases.charged(since, 3.5, rate, rate, 20, 1 / 7) == (since, 3.5)
    assert phases.charged(since, 3.5, rate, other, min(early, since), 1 / 7) == (since, 3.5)


def test_outreach_and_running_costs_are_charged_apart():
    changes = (
        Change(at=2.0, levers={"outreach.spend": 70.0}),
        Change(at=4.0, levers={"fixed_cost": 14.0}),
        Change(at=5.0, levers={"reward.prize": 14.0}),
    )
    base = {"campaign.outreach.spend": 7.0, "campaign.fixed_cost": 1.0}
    scenario = idea_box({**base, "changes": changes})
    (name,) = scenario.campaigns
    found = [f for _, f in phases.numbers_by_phase(name, scenario)]
    assert [(f.outreach_from, f.running_from) for f in found] == [
        (0, 0), (14, 0), (14, 28), (14, 28),
    ]  # fmt: skip
    assert [f.outreach_before for f in found] == pytest.approx([0, 1400, 1400, 1400])
    assert [f.running_before for f in found] == pytest.approx([0, 0, 400, 400])
