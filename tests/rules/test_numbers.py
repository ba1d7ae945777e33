"""From a scenario to numbers: weeks, cents, simulated people."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreation_sim.rules import ideas, numbers
from cocreation_sim.scenario.limits import CAUSES
from cocreation_sim.scenario.population import Segment
from cocreation_sim.scenario.scenario import WEEKS, Calendar, Scenario
from tests.scenarios import WORLDS, studio
from tests.strategies import scenarios

TIMES = (
    "delay",
    "integration_weeks",
    "launch_weeks",
    "sales_weeks",
    "launch_life",
    "peak",
    "work_life",
    "shock_weeks",
)
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


# ---------------------------------------------------------------------- every number


@given(scenarios())
def test_every_number_of_a_firm_is_what_it_is_called(scenario):
    week = scenario.calendar.weeks  # weeks of a unit
    step, w = scenario.calendar.sub_round, scenario.population.represents
    people, total = scenario.population.size, scenario.calendar.periods
    total *= scenario.calendar.rounds_a_period
    p = scenario.behaviour
    for campaign in scenario.campaigns.values():
        c, f = campaign, numbers.firm_numbers(campaign, scenario)
        start = round(c.start * week / step)
        length = max(1, round(c.selection.round_length * week / step))
        if c.selection.round_length == 0:
            length = max(1, total - start)
        voting = min(max(1, round(c.selection.voting_time * week / step)), length - 1)
        voting = voting if c.selection.voting_time else 0
        liked = 1 / (1 + math.exp(-(p.adoption.base + p.adoption.appeal)))
        royalty = c.reward.royalty * c.market.price * c.market.potential * liked
        prize = c.reward.prize + (royalty if c.market.sells == "ideas" else 0.0)
        error = c.selection.judgement_noise * (1 - c.crowd_weight / 2)
        own = (1 - p.ideas.talent**2) * (1 + p.ideas.open_spread * c.openness) ** 2
        calls = c.call.summons if c.call.new_brief else 0.0
        contacts = c.outreach.contacts_per_euro / people
        expected = {
            "openness": c.openness,
            "crowd_weight": c.crowd_weight,
            "prize": prize,
            "pay": c.reward.pay,
            "money": prize + c.reward.pay,
            "prize_cents": round(100 * c.reward.prize),
            "pay_cents": round(100 * c.reward.pay),
            "royalty": c.reward.royalty,
            "guaranteed": c.reward.guaranteed,
            "recognition": c.reward.recognition,
            "badges": c.reward.badges,
            "leaderboard": c.reward.leaderboard,
            "start": start,
            "round_steps": length,
            "rounds": (total - start) // length,
            "winners": c.selection.winners / w,
            "shortlist": c.selection.shortlist / w,
            "merges": c.selection.how == "merge",
            "bar": c.selection.bar,
            "judgement_noise": c.selection.judgement_noise,
            "public": c.selection.public,
            "votes_shown": c.selection.votes_shown,
            "spotlight": c.selection.spotlight,
            "voting_steps": voting,
            "votes_each": c.selection.votes_each,
            "budget_cents": round(100 * c.selection.budget / w),
            "vote_threshold": c.selection.vote_threshold,
            "shelf_steps": max(1, round(c.selection.shelf_life * week / step)),
            "announce": c.selection.announce,
            "new_brief": c.call.new_brief,
            "summons": calls,
            "two_step": c.call.two_step,
            "answered": c.dialogue.answered,
            "explained": c.dialogue.explained,
            "delay": c.dialogue.delay * week,
            "capacity": c.review.capacity / week / w,
            "capacity_per_core": c.review.capacity_per_core / week,
            "read_cents": round(100 * c.review.cost),
            "toolkit": c.access.toolkit,
            "fairness": c.terms.fairness,
            "secrecy": c.terms.secrecy,
            "clarity": c.brief.clarity,
            "work_life": c.brief.work_life * week,
            "steady_reach": c.outreach.spend / week * contacts,
            "rise": c.outreach.rise,
            "peak": c.outreach.peak * week,
            "launch_reach": c.outreach.launch_spend * contacts,
            "launch_life": c.outreach.launch_decay * week,
            "word_of_mouth": c.outreach.word_of_mouth,
            "outreach_cents": 100 * c.outreach.spend / week / w,
            "opening_cents": round(100 * c.outreach.launch_spend / w),
            "running_cents": 100 * c.fixed_cost / week / w,
            "platform_cents": round(100 * c.access.cost / w),
            "stickiness": c.community.stickiness,
            "interested": c.community.interested,
            "dilution": c.community.dilution,
            "rivalry": c.community.rivalry,
            "spillover": c.community.spillover,
            "views": c.audience.views / week / w,
            "push": c.audience.push,
            "push_sd": c.audience.push_sd,
            "push_weeks": c.audience.push_days / 7,
            "rally": c.audience.rally,
            "rally_weeks": c.audience.rally_time,
            "sells_ideas": c.market.sells == "ideas",
            "sells_product": c.market.sells == "product",
            "potential": c.market.potential,
            "price_cents": round(100 * c.market.price),
            "unit_cost_cents": round(100 * c.market.unit_cost),
            "integration_cents": round(100 * c.market.integration_cost),
            "integration_sd": c.market.integration_cost_sd,
            "integration_weeks": c.market.integration_time * week,
            "launch_weeks": c.market.launch_time * week,
            "sales_weeks": c.market.sales_time * week,
            "fit_needed": c.market.fit_needed,
            "pull": c.pull,
            "shock_sd": c.shocks.sd,
            "shock_weeks": c.shocks.life * week,
            "outreach_from": start,
            "outreach_before": 0.0,
            "running_from": start,
            "running_before": 0.0,
            "interesting_bar": ideas.interesting_bar(c.openness, p.ideas),
            "judged_sd": math.sqrt(p.ideas.talent**2 + own + error * error),
            "window": min(max(1, round(c.limits.window * week / step)), total - start),
            "watched": sum(1 << CAUSES.index(cause) for cause in set(c.limits.watch)),
        }
        found = f._asdict()
        assert found.pop("limits")._asdict() == c.limits.model_dump()
        assert found == pytest.approx(expected)


def test_a_campaign_that_hardly_begins_has_one_sub_round():
    late = {"campaign.start": 25.99, "campaign.selection.round_length": 0.0}
    scenario = studio(late)
    f = numbers.firm_numbers(scenario.campaign, scenario)
    assert (f.round_steps, f.rounds) == (1, 0)


@given(st.floats(0.1, 60), st.floats(0.1, 60))
def test_rates_of_a_segment_are_turned_into_weeks(rate, weeks):
    segment = Segment(pace=rate, pace_cap=2 * rate)
    f = numbers.segment_numbers(segment, weeks)
    assert (f.pace, f.pace_cap) == pytest.approx((rate / weeks, 2 * rate / weeks))


def test_causes_are_watched_whatever_their_order():
    for cause in CAUSES:
        assert numbers.watched((cause,)) == 1 << CAUSES.index(cause)
    assert numbers.watched(CAUSES[::-1]) == numbers.watched(CAUSES) == 2 ** len(CAUSES) - 1
