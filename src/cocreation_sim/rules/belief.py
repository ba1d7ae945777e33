"""Belief in being selected, and in one's own ability.

Learning is Bayesian, by conjugate updating (forms 2.2). Beliefs are held about each firm by itself.
"""

from __future__ import annotations

import math

from cocreation_sim.scenario.behaviour import Belief


def base_odds(winners: float, entries: float, guaranteed: bool, p: Belief) -> float:
    """Odds that an average entry is selected: winners / (5 winners + entries).

    The form, an assumption, has no scale: twice the entries and winners, the same odds. Without a
    guarantee people discount them (C7: direction).

    Parameters
    ----------
    winners
        Winners of a round, at the scale of the simulated crowd.
    entries
        Those visible in this round or those of the last one, whichever are more.
    guaranteed
        Whether the prize is paid in any case.

    Returns
    -------
    float
        A probability; 0 without winners.

    Examples
    --------
    >>> base_odds(1.0, 10.0, True, Belief()) == base_odds(2.0, 20.0, True, Belief())
    True
    >>> base_odds(1.0, 10.0, False, Belief()) < base_odds(1.0, 10.0, True, Belief())
    True
    """
    if winners <= 0.0:
        return 0.0
    odds = winners / (p.rivals * winners + entries)
    return odds if guaranteed else odds * p.unguaranteed


def merge_odds(merged: int, decided: int) -> float:
    """Odds that a contribution is merged, as people guess them from those decided so far.

    (merged + 1) / (decided + 2): Laplace's rule of succession. That people guess so is an
    assumption.

    Parameters
    ----------
    merged, decided
        Contributions merged, and merged or rejected, so far.

    Returns
    -------
    float
        A probability.

    Examples
    --------
    >>> merge_odds(0, 0), merge_odds(8, 8)
    (0.5, 0.9)
    """
    return (merged + 1.0) / (decided + 2.0)


def odds_multiple(optimism: float, wins: int, tries: float) -> float:
    """What one believes one's odds to be, against those of an average entry.

    g = (1 + wins) / (1 / optimism + tries): the mean of a Gamma posterior under Poisson wins. A
    lost race of one in a hundred teaches little, a win much, and g never falls to zero.

    Parameters
    ----------
    optimism
        The multiple that the person starts with.
    wins
        Contributions of one's own that were selected or merged.
    tries
        The base odds of one's own tries, summed.

    Examples
    --------
    >>> odds_multiple(2.0, 0, 0.0), odds_multiple(2.0, 1, 0.5)
    (2.0, 2.0)
    """
    return (1.0 + wins) / (1.0 / optimism + tries)


def believed_odds(
    base: float, optimism: float, wins: int, tries: float, ability: float, p: Belief
) -> float:
    """Own odds of being selected: base odds times what one has learned of one's relative chance.

    min(1, base * g * exp(0.5 a)), with g as in `odds_multiple`.

    Parameters
    ----------
    base
        Odds of an average entry now, 0 to 1.
    optimism
        The multiple of the base odds that the person starts with, g at first.
    wins
        Contributions of one's own that were selected or merged.
    tries
        The base odds of one's own tries, summed.
    ability
        Mean of the belief in one's own ability, a, in standard deviations.

    Returns
    -------
    float
        A probability.

    Examples
    --------
    >>> fresh = believed_odds(0.1, 2.0, 0, 0.0, 0.0, Belief())
    >>> lost = believed_odds(0.1, 2.0, 0, 0.1, 0.0, Belief())
    >>> won = believed_odds(0.1, 2.0, 1, 0.1, 0.0, Belief())
    >>> 0.0 < lost < fresh < won
    True
    """
    g = odds_multiple(optimism, wins, tries)
    return min(1.0, base * g * math.exp(p.ability * ability))


def ability_mean(mean: float, variance: float, signal: float, p: Belief) -> float:
    """Normal-normal learning of own ability from votes (Huang, Singh and Srinivasan 2014).

    a ← (a / v + s / v_s) / (1 / v + 1 / v_s).

    Parameters
    ----------
    mean, variance
        Of the belief so far, a and v; ability is in standard deviations.
    signal
        ln(1 + votes) of one's idea less the round's mean of that, s.

    Examples
    --------
    >>> ability_mean(0.0, 1.0, 0.0, Belief()), ability_mean(0.0, 1.0, 2.0, Belief()) > 0.0
    (0.0, True)
    """
    return (mean / variance + signal / p.votes_noise) / (1.0 / variance + 1.0 / p.votes_noise)


def ability_variance(variance: float, p: Belief) -> float:
    """Variance of the belief after one more signal: v ← 1 / (1 / v + 1 / v_s).

    Parameters
    ----------
    variance
        Before it, v.

    Examples
    --------
    >>> ability_variance(1.0, Belief()) < 1.0
    True
    """
    return 1.0 / (1.0 / variance + 1.0 / p.votes_noise)
