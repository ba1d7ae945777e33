"""From a scenario to numbers: weeks, cents, simulated people."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreation_sim.rules import numbers
from cocreation_sim.scenario.scenario import WEEKS, Calendar, Scenario
from tests.strategies import scenarios
from tests.worlds import WORLDS, studio

TIMES = ("delay", "integration_weeks", "launch_weeks", "sales_weeks", "launch_life")
RATES = ("capacity", "capacity_per_core", "steady_reach", "views", "running_cents")


@pytest.mark.parametrize("unit", [u for u in WEEKS if u not in ("week", "minute")])
def test_units_of_the_calendar_are_turned_into_weeks(unit):
    changes = {
        "campaign.dialogue.delay": 2.0,
        "campaign.review.capacity_per_core": 1.0,
        "campaign.outreach.spend": 70.0,
        "campaign.audience.views": 700.0,
        "campaign.fixed_cost": 7.0,
        "campaign.selection.round_length": 0.0,
    }
    weekly = studio(changes)
    other = weekly.vary({"calendar": Calendar(unit=unit, duration=26.0)})
    a, b = (numbers.firm_numbers(s.campaign, s) for s in (weekly, other))
    for name in TIMES:
        assert getattr(b, name) == pytest.approx(getattr(a, name) * WEEKS[unit])
    for name in RATES:
        assert getattr(b, name) == pytest.approx(getattr(a, name) / WEEKS[unit])
    (one,), (two,) = numbers.members(weekly), numbers.members(other)
    assert two.numbers.pace == pytest.approx(one.numbers.pace / WEEKS[unit])


@pytest.mark.parametrize("world", WORLDS)
def test_people_that_stand_for_more_shrink_what_is_shared(world):
    one = WORLDS[world]()
    many = one.vary({"population.size": 10 * one.population.size, "population.represents": 10})
    for name in one.campaigns:
        a, b = (numbers.firm_numbers(s.campaigns[name], s) for s in (one, many))
        for share in ("winners", "shortlist", "capacity", "views", "running_cents", "steady_reach"):
            assert getattr(b, share) == pytest.approx(getattr(a, share) / 10)
        for same in ("prize_cents", "capacity_per_core", "word_of_mouth", "round_steps"):
            assert getattr(b, same) == getattr(a, same)


@given(scenarios())
def test_rounds_fit_into_the_calendar(scenario: Scenario):
    whole = scenario.calendar.periods * scenario.calendar.rounds_a_period
    for campaign in scenario.campaigns.values():
        f = numbers.firm_numbers(campaign, scenario)
        assert 0 <= f.start <= whole
        assert f.round_steps >= 1
        assert f.start + f.rounds * f.round_steps <= whole
        if campaign.selection.round_length == 0:
            assert f.rounds <= 1


@given(st.floats(1e-3, 1e3), st.sampled_from(sorted(WEEKS)))
def test_a_sub_round_is_about_a_day_or_the_period(period, unit):
    calendar = Calendar.model_construct(unit=unit, period=period, duration=period)
    days = period * calendar.weeks * 7
    assert calendar.sub_round * calendar.rounds_a_period == pytest.approx(days / 7)
    if days <= 1:
        assert calendar.rounds_a_period == 1
    else:
        assert 2 / 3 <= calendar.sub_round * 7 <= 1.5


@given(scenarios())
def test_segments_add_up_to_the_people(scenario: Scenario):
    sizes = [member.size for member in numbers.members(scenario)]
    assert sum(sizes) == scenario.population.simulated
    shares = {k: s.share for k, s in scenario.population.segments.items()}
    for member in numbers.members(scenario):
        exact = scenario.population.simulated * shares[member.name] / sum(shares.values())
        assert abs(member.size - exact) < 1


@given(st.floats(0, 0.999))
def test_awareness_at_the_start_is_a_hazard_already_passed(aware):
    scenario = studio({"segments.aware": aware})
    (member,) = numbers.members(scenario)
    assert -math.expm1(-member.aware) == pytest.approx(aware)
