"""Which ideas are seen, and which of those seen are supported."""

from __future__ import annotations

import math

from cocreation_sim.rules.leaving import logistic
from cocreation_sim.scenario.behaviour import Voting


def popularity(votes: int, appeal: float, shown: float, p: Voting) -> float:
    """How votes and appeal multiply exposure: (1 + votes)^(r shown) exp(a appeal).

    Influence acts on what is sampled (forms 2.8; Music Lab: E2, E3), as far as votes are shown.
    With age, exposure falls to archive + exp(-age / life) of this; the board keeps a part that
    lasts and a part that fades.

    Parameters
    ----------
    votes
        Of the idea so far.
    appeal
        Of the idea, in standard deviations.
    shown
        How far votes are shown, 0 to 1.

    Returns
    -------
    float
        A multiple of the exposure of an idea of appeal 0 without votes; above 0.

    Examples
    --------
    >>> popularity(0, 0.0, 1.0, Voting()), popularity(9, 0.0, 0.0, Voting())
    (1.0, 1.0)
    >>> popularity(9, 0.0, 1.0, Voting()) > 1.0
    True
    """
    return math.pow(1.0 + votes, p.popularity * shown) * math.exp(p.attraction * appeal)


def support_probability(appeal: float, votes_seen: int, shown: float, p: Voting) -> float:
    """Probability that an idea seen is supported.

    L(b + g appeal + h shown log2(1 + min(votes, 31))): a vote more that is shown raises it by about
    a third where views seldom become votes (Muchnik, Aral and Taylor 2013, E1); votes only add.

    Parameters
    ----------
    appeal
        Of the idea, in standard deviations.
    votes_seen
        Its votes at the start of the sub-round.
    shown
        How far votes are shown, 0 to 1.

    Examples
    --------
    >>> alone, followed = (support_probability(0.0, votes, 1.0, Voting()) for votes in (0, 1))
    >>> alone < followed
    True
    """
    seen = min(float(votes_seen), p.herding_votes)
    x = p.support + p.appeal * appeal + p.herding * shown * (math.log1p(seen) * 1.4426950408889634)
    return logistic(x)


def freshness(born: float, reference: float, p: Voting) -> float:
    """How fresh an idea is: exp((born - reference) / life), against one born at a reference time.

    Parameters
    ----------
    born, reference
        Times in weeks.

    Examples
    --------
    >>> freshness(3.0, 3.0, Voting())
    1.0
    """
    return math.exp((born - reference) / p.recency)


def faded_since(time: float, reference: float, p: Voting) -> float:
    """By how much all freshness has faded since a reference time: exp(-(time - reference) / life).

    Parameters
    ----------
    time, reference
        Times in weeks.

    Examples
    --------
    >>> p = Voting()
    >>> abs(faded_since(5.0, 3.0, p) * freshness(5.0, 3.0, p) - 1.0) < 1e-12
    True
    """
    return math.exp(-(time - reference) / p.recency)


def outgrows(time: float, reference: float, p: Voting) -> bool:
    """Whether freshness against a reference time grows too large to be summed with old ideas'.

    Parameters
    ----------
    time, reference
        Times in weeks.

    Examples
    --------
    >>> outgrows(1.0, 0.0, Voting()), outgrows(1e4, 0.0, Voting())
    (False, True)
    """
    return time - reference > 300.0 * p.recency


def exposure(lasting: float, fading: float, faded: float, p: Voting) -> float:
    """Attention an idea gets, before normalising: archive * lasting + faded * fading.

    Parameters
    ----------
    lasting, fading
        Weights that last and that fade with age; see `popularity` and `freshness`.
    faded
        By how much all have faded; see `faded_since`.

    Examples
    --------
    >>> exposure(1.0, 1.0, 0.5, Voting(archive=0.25))
    0.75
    """
    return p.archive * lasting + faded * fading


def audience_supporters(
    views: float,
    exposure_share: float,
    probability: float,
    rally: float,
    pushed: float,
) -> float:
    """Mean supporters from the wider public: views that become votes, and friends.

    views * share * probability * rally + pushed. The wider public, which is much larger than the
    contributors (A16, A18, B10), looks and votes as people do; that it does so, and may vote twice,
    is an assumption.

    Parameters
    ----------
    views
        Of the public in this sub-round.
    exposure_share
        Share of all attention that falls on the idea, 0 to 1.
    probability
        That a look becomes a vote; see `support_probability`.
    rally
        Multiple by which a deadline swells the audience; see the function of that name.
    pushed
        Friends whom the author brings in this sub-round.

    Returns
    -------
    float
        Mean number of votes for the idea in this sub-round, 0 or more.

    Examples
    --------
    >>> audience_supporters(100.0, 0.1, 0.5, 1.0, 2.0)
    7.0
    """
    return views * exposure_share * probability * rally + pushed


def rally(time_left: float, strength: float, early: float) -> float:
    """How the audience grows towards a milestone's deadline: 1 + strength * exp(-left / early).

    An assumption.

    Parameters
    ----------
    time_left
        Weeks until the deadline.
    strength
        How many times the audience is added when it is now.
    early
        Time before it in which that falls to 1/e, in weeks.

    Examples
    --------
    >>> rally(0.0, 2.0, 1.0), rally(1000.0, 2.0, 1.0)
    (3.0, 1.0)
    """
    return 1.0 + strength * math.exp(-time_left / early)


def push_between(start: float, end: float, friends: float, mean_time: float) -> float:
    """Mean friends who come between two ages of an idea: friends * (e^(-start/T) - e^(-end/T)).

    An assumption in its form; most come early (A8).

    Parameters
    ----------
    start, end
        Ages of the idea, in weeks.
    friends
        Whom the author brings in all.
    mean_time
        Mean time in which they come, T, in weeks.

    Examples
    --------
    >>> push_between(0.0, 1000.0, 20.0, 1.0)
    20.0
    """
    return friends * (math.exp(-start / mean_time) - math.exp(-end / mean_time))


def friends(median: float, sd: float, z: float) -> float:
    """Friends whom an author brings in all: median * exp(sd z).

    That few bring very many is seen on LEGO Ideas (A8); the log-normal form is an assumption.

    Parameters
    ----------
    median
        Of all authors.
    sd
        Spread on the log scale.
    z
        The idea's standard normal number for it.

    Examples
    --------
    >>> friends(20.0, 1.3, 0.0)
    20.0
    """
    return median * math.exp(sd * z)


def push_lasts(age: float, mean_time: float) -> bool:
    """Whether friends still come: after ten mean times one in 22,000 is left, who is left out.

    Parameters
    ----------
    age
        Of the idea, in weeks.
    mean_time
        Mean time in which friends come, in weeks.

    Examples
    --------
    >>> push_lasts(9.9, 1.0), push_lasts(10.0, 1.0)
    (True, False)
    """
    return age < 10.0 * mean_time
