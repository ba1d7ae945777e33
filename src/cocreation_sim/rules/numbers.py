"""From a scenario to the numbers the rules read: in weeks, in cents, at the simulated scale."""

from __future__ import annotations

import math
from collections import namedtuple
from collections.abc import Collection
from functools import cache
from typing import Any, NamedTuple, cast

from cocreation_sim.randomness import name_key
from cocreation_sim.rules import ideas as idea_rules
from cocreation_sim.rules import selection
from cocreation_sim.rules.leaving import logistic
from cocreation_sim.rules.people import SegmentNumbers
from cocreation_sim.scenario.behaviour import Adoption, Behaviour
from cocreation_sim.scenario.campaign import Campaign
from cocreation_sim.scenario.fields import Parameters
from cocreation_sim.scenario.limits import CAUSES, Cause, Limits
from cocreation_sim.scenario.population import Segment
from cocreation_sim.scenario.scenario import Scenario


@cache
def _tuple_type(kind: type[Parameters]) -> Any:
    return namedtuple(kind.__name__, list(kind.model_fields))


def as_tuple[P: Parameters](group: P) -> P:
    """A group of parameters as a named tuple with the same fields, which is what rules read.

    Parameters
    ----------
    group
        One of the groups of `Behaviour`, such as its `voting`.

    Examples
    --------
    >>> as_tuple(Adoption())._fields == tuple(Adoption.model_fields)
    True
    """
    kind = _tuple_type(type(group))
    return cast(P, kind(*(getattr(group, name) for name in type(group).model_fields)))


class Psychology(NamedTuple):
    """The groups of `Behaviour` that engines read: all but `acceptance`, read when all is over."""

    differences: Any
    reach: Any
    motive: Any
    choice: Any
    contest: Any
    belief: Any
    leaving: Any
    trust: Any
    exhaustion: Any
    ideas: Any
    voting: Any
    core: Any
    adoption: Any


def psychology(behaviour: Behaviour) -> Psychology:
    """The groups of a behaviour that engines read, as named tuples.

    Parameters
    ----------
    behaviour
        Of a scenario.

    Examples
    --------
    >>> psychology(Behaviour()).adoption == as_tuple(Adoption())
    True
    """
    return Psychology(*(as_tuple(getattr(behaviour, name)) for name in Psychology._fields))


class FirmNumbers(NamedTuple):
    """A campaign's levers in weeks and cents, at the scale of the simulated crowd."""

    openness: float
    crowd_weight: float
    # reward
    prize: float  # EUR as perceived: prize and expected royalties
    pay: float  # EUR an idea
    money: float  # EUR offered in all; 0 without money
    prize_cents: int
    pay_cents: int
    royalty: float
    guaranteed: bool
    recognition: float
    badges: float
    leaderboard: float
    # rounds, in sub-rounds
    start: int
    round_steps: int
    rounds: int
    winners: float
    shortlist: float
    merges: bool
    bar: float
    judgement_noise: float
    public: bool
    votes_shown: float
    spotlight: float
    voting_steps: int
    votes_each: int  # 0 as many as one likes
    budget_cents: int  # 0 no limit
    vote_threshold: int
    shelf_steps: int
    announce: bool
    new_brief: bool
    summons: float
    two_step: bool
    # answers
    answered: float
    explained: float
    delay: float  # weeks
    capacity: float  # ideas a week
    capacity_per_core: float
    read_cents: int
    # terms
    toolkit: float
    fairness: float
    secrecy: float
    clarity: float
    work_life: float  # weeks; 0 for ever
    # outreach
    steady_reach: float  # contacts a person and week, at the peak
    rise: float
    peak: float  # weeks
    launch_reach: float  # contacts a person
    launch_life: float  # weeks
    word_of_mouth: float  # 1 / week
    outreach_cents: float  # cents a week
    opening_cents: int  # outreach at the launch
    running_cents: float  # cents a week
    platform_cents: int  # toolkit and platform
    # community
    stickiness: float
    interested: float
    dilution: float
    rivalry: float
    spillover: float
    # audience
    views: float  # a week
    push: float
    push_sd: float
    push_weeks: float
    rally: float
    rally_weeks: float
    # market
    sells_ideas: bool
    sells_product: bool
    potential: float
    price_cents: int
    unit_cost_cents: int
    integration_cents: int
    integration_sd: float
    integration_weeks: float
    launch_weeks: float
    sales_weeks: float
    fit_needed: float
    # what else moves it
    pull: float
    shock_sd: float
    shock_weeks: float
    # how long the present rates of spending have been, and what was spent at those before
    outreach_from: int  # sub-round
    outreach_before: float  # cents
    running_from: int
    running_before: float
    # what follows
    interesting_bar: float
    judged_sd: float
    # failure
    window: int  # sub-rounds over which contributions are watched
    watched: int  # a bit for each cause, in the order of `CAUSES`
    limits: Limits


def steps(length: float, unit_weeks: float, sub_round: float) -> int:
    """A length of time in whole sub-rounds, at least one: max(1, round(length * unit / step)).

    Parameters
    ----------
    length
        In the calendar's unit.
    unit_weeks, sub_round
        Weeks of that unit, and of a sub-round.

    Examples
    --------
    >>> steps(2.0, 1.0, 1 / 7), steps(0.0, 1.0, 1 / 7)
    (14, 1)
    """
    return max(1, round(length * unit_weeks / sub_round))


def expected_royalty(campaign: Campaign, adoption: Adoption) -> float:
    """Royalties the author of a liked idea can expect, in EUR.

    royalty * price * potential * L(base + appeal): what an idea with an appeal of 1 brings. An
    assumption.

    Parameters
    ----------
    campaign
        Its rewards and its market.
    adoption
        How the market takes to what is made.

    Examples
    --------
    >>> royal = {"campaign.reward.royalty": 0.05, "campaign.market.sells": "ideas"}
    >>> round(expected_royalty(Scenario().vary(royal).campaign, Adoption()))
    998
    """
    market = campaign.market
    if market.sells != "ideas":
        return 0.0
    buyers = market.potential * logistic(adoption.base + adoption.appeal)
    return campaign.reward.royalty * market.price * buyers


def firm_numbers(campaign: Campaign, scenario: Scenario) -> FirmNumbers:
    """The numbers of one campaign of a scenario.

    Parameters
    ----------
    campaign, scenario
        A campaign, and the scenario it belongs to.

    Examples
    --------
    >>> scenario = Scenario().vary({"calendar.unit": "day", "campaign.dialogue.delay": 14.0})
    >>> firm_numbers(scenario.campaign, scenario).delay
    2.0
    """
    calendar, represents = scenario.calendar, scenario.population.represents
    unit, sub_round = calendar.weeks, calendar.sub_round
    behaviour = scenario.behaviour
    reward, chosen, market = campaign.reward, campaign.selection, campaign.market
    outreach, audience = campaign.outreach, campaign.audience
    start = round(campaign.start * unit / sub_round)
    last = calendar.periods * calendar.rounds_a_period
    length = chosen.round_length
    round_steps = steps(length, unit, sub_round) if length else max(1, last - start)
    voting_steps = steps(chosen.voting_time, unit, sub_round) if chosen.voting_time else 0
    voting_steps = min(voting_steps, round_steps - 1)
    prize = reward.prize + expected_royalty(campaign, behaviour.adoption)
    people = scenario.population.size
    spread = idea_rules.noise_spread(campaign.openness, behaviour.ideas)
    own_sd = math.sqrt(behaviour.ideas.talent * behaviour.ideas.talent + spread * spread)
    noise = selection.error_of_judgement(chosen.judgement_noise, campaign.crowd_weight)
    return FirmNumbers(
        openness=campaign.openness,
        crowd_weight=campaign.crowd_weight,
        prize=prize,
        pay=reward.pay,
        money=prize + reward.pay,
        prize_cents=round(reward.prize * 100),
        pay_cents=round(reward.pay * 100),
        royalty=reward.royalty,
        guaranteed=reward.guaranteed,
        recognition=reward.recognition,
        badges=reward.badges,
        leaderboard=reward.leaderboard,
        start=start,
        round_steps=round_steps,
        rounds=(last - start) // round_steps,
        winners=chosen.winners / represents,
        shortlist=chosen.shortlist / represents,
        merges=chosen.how == "merge",
        bar=chosen.bar,
        judgement_noise=chosen.judgement_noise,
        public=chosen.public,
        votes_shown=chosen.votes_shown,
        spotlight=chosen.spotlight,
        voting_steps=voting_steps,
        votes_each=chosen.votes_each,
        budget_cents=round(chosen.budget * 100 / represents),
        vote_threshold=chosen.vote_threshold,
        shelf_steps=steps(chosen.shelf_life, unit, sub_round),
        announce=chosen.announce,
        new_brief=campaign.call.new_brief,
        summons=campaign.call.summons if campaign.call.new_brief else 0.0,
        two_step=campaign.call.two_step,
        answered=campaign.dialogue.answered,
        explained=campaign.dialogue.explained,
        delay=campaign.dialogue.delay * unit,
        capacity=campaign.review.capacity / unit / represents,
        capacity_per_core=campaign.review.capacity_per_core / unit,
        read_cents=round(campaign.review.cost * 100),
        toolkit=campaign.access.toolkit,
        fairness=campaign.terms.fairness,
        secrecy=campaign.terms.secrecy,
        clarity=campaign.brief.clarity,
        work_life=campaign.brief.work_life * unit,
        steady_reach=outreach.spend / unit * outreach.contacts_per_euro / people,
        rise=outreach.rise,
        peak=outreach.peak * unit,
        launch_reach=outreach.launch_spend * outreach.contacts_per_euro / people,
        launch_life=outreach.launch_decay * unit,
        word_of_mouth=outreach.word_of_mouth,
        outreach_cents=outreach.spend / unit * 100 / represents,
        opening_cents=round(outreach.launch_spend * 100 / represents),
        running_cents=campaign.fixed_cost / unit * 100 / represents,
        platform_cents=round(campaign.access.cost * 100 / represents),
        stickiness=campaign.community.stickiness,
        interested=campaign.community.interested,
        dilution=campaign.community.dilution,
        rivalry=campaign.community.rivalry,
        spillover=campaign.community.spillover,
        views=audience.views / unit / represents,
        push=audience.push,
        push_sd=audience.push_sd,
        push_weeks=audience.push_days / 7,
        rally=audience.rally,
        rally_weeks=audience.rally_time,
        sells_ideas=market.sells == "ideas",
        sells_product=market.sells == "product",
        potential=market.potential,
        price_cents=round(market.price * 100),
        unit_cost_cents=round(market.unit_cost * 100),
        integration_cents=round(market.integration_cost * 100),
        integration_sd=market.integration_cost_sd,
        integration_weeks=market.integration_time * unit,
        launch_weeks=market.launch_time * unit,
        sales_weeks=market.sales_time * unit,
        fit_needed=market.fit_needed,
        pull=campaign.pull,
        shock_sd=campaign.shocks.sd,
        shock_weeks=campaign.shocks.life * unit,
        outreach_from=start,
        outreach_before=0.0,
        running_from=start,
        running_before=0.0,
        interesting_bar=idea_rules.interesting_bar(campaign.openness, behaviour.ideas),
        judged_sd=math.sqrt(own_sd * own_sd + noise * noise),
        window=window(campaign, scenario),
        watched=watched(campaign.limits.watch),
        limits=as_tuple(campaign.limits),
    )


def milestones(campaign: Campaign, scenario: Scenario) -> list[tuple[int, int]]:
    """Votes of each milestone, and the sub-rounds within which they are to be reached.

    Parameters
    ----------
    campaign, scenario
        A campaign, and the scenario it belongs to.

    Examples
    --------
    >>> from cocreation_sim import load
    >>> milestones(load("lego-ideas").campaign, load("lego-ideas"))[0]
    (100, 60)
    """
    calendar = scenario.calendar
    return [
        (m.votes, steps(m.within, calendar.weeks, calendar.sub_round))
        for m in campaign.selection.milestones
    ]


def window(campaign: Campaign, scenario: Scenario) -> int:
    """Sub-rounds over which contributions are watched.

    Parameters
    ----------
    campaign, scenario
        A campaign, and the scenario it belongs to.

    Examples
    --------
    >>> scenario = Scenario().vary({"campaign.limits.window": 4.0})
    >>> window(scenario.campaign, scenario)
    28
    """
    calendar = scenario.calendar
    last = calendar.periods * calendar.rounds_a_period
    start = round(campaign.start * calendar.weeks / calendar.sub_round)
    wanted = steps(campaign.limits.window, calendar.weeks, calendar.sub_round)
    return min(wanted, last - start)


def watched(causes: Collection[Cause]) -> int:
    """The causes of failure that a firm watches: a bit for each, in the order of `CAUSES`.

    Parameters
    ----------
    causes
        By name, in any order.

    Examples
    --------
    >>> watched(("abandoned", "starved")), watched(())
    (3, 0)
    """
    bits = 0
    for k, cause in enumerate(CAUSES):
        if cause in causes:
            bits |= 1 << k
    return bits


def segment_numbers(segment: Segment, unit_weeks: float) -> SegmentNumbers:
    """The numbers of a segment, rates a week.

    Parameters
    ----------
    segment, unit_weeks
        The segment, whose rates are a unit of the calendar, and weeks of that unit.

    Examples
    --------
    >>> segment_numbers(Segment(pace=3.0), 2.0).pace
    1.5
    """
    return SegmentNumbers(
        pace=segment.pace / unit_weeks,
        pace_cap=segment.pace_cap / unit_weeks,
        money=segment.money,
        social=segment.social,
        intrinsic=segment.intrinsic,
        ability=segment.ability,
        effort=segment.effort,
        ideas_a_visit=segment.ideas_a_visit,
        pieces=segment.pieces,
        pieces_sd=segment.pieces_sd,
        pieces_grown=segment.pieces_grown,
    )


class Member(NamedTuple):
    """Where a segment's people come from: its key and the awareness it starts with."""

    name: str
    key: int
    size: int
    aware: float  # hazard before the start: -ln(1 - share aware)
    numbers: SegmentNumbers


def members(scenario: Scenario) -> list[Member]:
    """The segments of a scenario, by name.

    Parameters
    ----------
    scenario
        Its population, and the unit of its calendar.

    Examples
    --------
    >>> [(member.name, member.size) for member in members(Scenario())]
    [('customers', 2000)]
    """
    unit = scenario.calendar.weeks
    counts = scenario.population.counts()
    return [
        Member(
            name,
            name_key(name),
            counts[name],
            math.inf if segment.aware >= 1 else -math.log1p(-segment.aware),
            segment_numbers(segment, unit),
        )
        for name, segment in sorted(scenario.population.segments.items())
    ]
