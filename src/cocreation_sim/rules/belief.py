"""Belief in being selected, and in one's own ability."""

from __future__ import annotations

import math

from cocreation_sim.scenario.behaviour import Belief


def base_odds(winners: float, entries: float, guaranteed: bool, p: Belief) -> float:
    """Odds that an average entry is selected: winners / (5 winners + entries).

    `entries`: those visible in this round or those of the last one, whichever are more. The form
    has no scale: twice the entries and winners, the same odds.
    """
    if winners <= 0.0:
        return 0.0
    odds = winners / (p.rivals * winners + entries)
    return odds if guaranteed else odds * p.unguaranteed


def merge_odds(merged: int, decided: int) -> float:
    """Odds that a contribution is merged, as people guess them from those decided so far.

    (merged + 1) / (decided + 2): Laplace's rule of succession.
    """
    return (merged + 1.0) / (decided + 2.0)


def believed_odds(
    base: float, optimism: float, wins: int, tries: float, ability: float, p: Belief
) -> float:
    """Own odds of being selected: base odds times what one has learned of one's relative chance.

    min(1, base * g * exp(0.5 a)), g = (1 + wins) / (1 / optimism + tries), where `tries` sums the
    base odds of one's own past tries: the mean of a Gamma posterior under Poisson wins. A lost
    race of one in a hundred teaches little, a win much, and g never falls to zero.
    """
    g = (1.0 + wins) / (1.0 / optimism + tries)
    return min(1.0, base * g * math.exp(p.ability * ability))


def ability_mean(mean: float, variance: float, signal: float, p: Belief) -> float:
    """Normal-normal learning of own ability from votes (Huang, Singh and Srinivasan 2014)."""
    return (mean / variance + signal / p.votes_noise) / (1.0 / variance + 1.0 / p.votes_noise)


def ability_variance(variance: float, p: Belief) -> float:
    """Variance of the belief after one more signal."""
    return 1.0 / (1.0 / variance + 1.0 / p.votes_noise)
