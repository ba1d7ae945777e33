"""Which ideas are seen, and which of those seen are supported."""

from __future__ import annotations

import math
from typing import Final

from cocreation_sim.rules.leaving import logistic
from cocreation_sim.scenario.behaviour import Voting


def popularity(votes: int, appeal: float, shown: float, spotlight: float, p: Voting) -> float:
    """How votes and appeal multiply exposure: (1 + votes)^(r shown) exp(a spotlight appeal).

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
    spotlight
        How far new and appealing ideas draw more looks, 0 to 1; on one list that everybody reads
        they do not.

    Returns
    -------
    float
        A multiple of the exposure of an idea of appeal 0 without votes; above 0.

    Examples
    --------
    >>> popularity(0, 0.0, 1.0, 1.0, Voting()), popularity(9, 1.0, 0.0, 0.0, Voting())
    (1.0, 1.0)
    >>> popularity(9, 0.0, 1.0, 1.0, Voting()) > 1.0
    True
    """
    drawn = math.exp(p.attraction * spotlight * appeal)
    return math.pow(1.0 + votes, p.popularity * shown) * drawn


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


def freshness(born: float, reference: float, spotlight: float, p: Voting) -> float:
    """How fresh an idea is: exp(spotlight (born - reference) / life).

    That is against one born at a reference time; without a spotlight all are as fresh.

    Parameters
    ----------
    born, reference
        Times in weeks.
    spotlight
        As in `popularity`.

    Examples
    --------
    >>> freshness(3.0, 3.0, 1.0, Voting()), freshness(5.0, 3.0, 0.0, Voting())
    (1.0, 1.0)
    """
    return math.exp((born - reference) * spotlight / p.recency)


def faded_since(time: float, reference: float, spotlight: float, p: Voting) -> float:
    """By how much all freshness has faded: exp(-spotlight (time - reference) / life).

    Parameters
    ----------
    time, reference
        Times in weeks.
    spotlight
        As in `popularity`.

    Examples
    --------
    >>> p = Voting()
    >>> abs(faded_since(5.0, 3.0, 1.0, p) * freshness(5.0, 3.0, 1.0, p) - 1.0) < 1e-12
    True
    """
    return math.exp(-(time - reference) * spotlight / p.recency)


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


STRICTEST: Final = -60.0  # logarithms of how strict voters are
MILDEST: Final = 60.0
HALVINGS: Final = 60
_UNIT: Final = 1 << 40  # of a vote: votes are summed in whole numbers, in any order


def limited_odds(exposure: float, total: float, ideas: int, liking: float) -> float:
    """Odds that a vote goes to an idea: attention, against the mean, times odds of liking.

    Parameters
    ----------
    exposure, total
        Attention the idea gets, and all ideas together; see `exposure`.
    ideas
        How many there are.
    liking
        Probability of support when seen, 0 to 1; see `support_probability`.

    Examples
    --------
    >>> limited_odds(1.0, 4.0, 4, 0.5), limited_odds(1.0, 0.0, 4, 0.5)
    (1.0, 0.0)
    """
    if total <= 0.0:
        return 0.0
    return exposure / total * ideas * liking / max(1.0 - liking, 1e-12)


def votes_spent(odds: float, strictness: float) -> int:
    """Share of a voter's vote that an idea gets, in units that `votes_to_spend` counts too.

    Parameters
    ----------
    odds, strictness
        As in `support_of_limited`.

    Examples
    --------
    >>> votes_spent(1.0, 1.0) * 2 == votes_to_spend(1, 2)
    True
    """
    return math.floor(support_of_limited(odds, strictness) * _UNIT)


def votes_to_spend(each: int, ideas: int) -> int:
    """Votes that a voter spends: all of them, but at most one for each idea.

    Parameters
    ----------
    each
        Votes that a voter has.
    ideas
        To vote on.

    Examples
    --------
    >>> votes_to_spend(3, 2) == 2 * votes_to_spend(1, 2)
    True
    """
    return min(each, ideas) * _UNIT


def support_of_limited(odds: float, strictness: float) -> float:
    """Probability that somebody whose votes are counted out gives one to an idea.

    o c / (1 + o c): o are the idea's odds of being liked, times its share of attention, and c is
    how strict voters have to be to spend just the votes they have. An assumption: all votes are
    spent, none twice on an idea.

    Parameters
    ----------
    odds
        o, 0 or more.
    strictness
        c: the lower, the stricter.

    Examples
    --------
    >>> support_of_limited(1.0, 1.0), support_of_limited(0.0, 5.0)
    (0.5, 0.0)
    """
    return odds * strictness / (1.0 + odds * strictness)


def may_vote(given: int, each: int, round_number: int, people: int) -> bool:
    """Whether votes are left: `each` a round for each of the people, unused ones kept.

    Parameters
    ----------
    given
        Votes given so far.
    each
        Votes a round; 0 for as many as one likes.
    round_number
        Of the round, from 0.
    people
        Real people whom the voter stands for.

    Examples
    --------
    >>> may_vote(3, 3, 0, 1), may_vote(3, 3, 1, 1), may_vote(99, 0, 0, 1)
    (False, True, True)
    """
    return each == 0 or given < each * (round_number + 1) * people


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
