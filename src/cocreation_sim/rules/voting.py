"""Which ideas are seen, and which of those seen are supported."""

from __future__ import annotations

import math

from cocreation_sim.rules.leaving import logistic
from cocreation_sim.scenario.behaviour import Voting


def popularity(votes: int, appeal: float, shown: float, p: Voting) -> float:
    """How votes and appeal multiply exposure: (1 + votes)^(r shown) exp(a appeal).

    Influence acts on what is sampled (Music Lab, E2, E3), as far as votes are shown. With
    age, exposure falls to archive + exp(-age / life) of this; the board keeps a part that lasts and
    a part that fades.
    """
    return math.pow(1.0 + votes, p.popularity * shown) * math.exp(p.attraction * appeal)


def support_probability(appeal: float, votes_seen: int, shown: float, p: Voting) -> float:
    """Probability that an idea seen is supported.

    L(b + g appeal + h shown log2(1 + min(votes, 31))): a vote more that is shown raises it by about
    a third where views seldom become votes (Muchnik, Aral and Taylor 2013, E1); votes only add.
    """
    seen = min(float(votes_seen), p.herding_votes)
    x = p.support + p.appeal * appeal + p.herding * shown * (math.log1p(seen) * 1.4426950408889634)
    return logistic(x)


def audience_supporters(
    views: float,
    exposure_share: float,
    probability: float,
    rally: float,
    pushed: float,
) -> float:
    """Mean supporters from the wider public: views that become votes, and friends."""
    return views * exposure_share * probability * rally + pushed


def rally(time_left: float, strength: float, early: float) -> float:
    """How the audience grows towards a milestone's deadline: 1 + strength * exp(-left / early)."""
    return 1.0 + strength * math.exp(-time_left / early)


def push_between(start: float, end: float, friends: float, mean_time: float) -> float:
    """Mean friends who come between two ages of an idea: friends * (e^(-start/T) - e^(-end/T))."""
    return friends * (math.exp(-start / mean_time) - math.exp(-end / mean_time))
