"""How an idea turns out: quality to the firm, appeal to the crowd, fit to the brief."""

from __future__ import annotations

import math
from statistics import NormalDist

from cocreation_sim.scenario.behaviour import IdeaMaking

_CLARITY_CENTRE = 0.8


def noise_spread(openness: float, p: IdeaMaking) -> float:
    """Standard deviation of quality within a person: sqrt(1 - talent²) (1 + spread * o)."""
    return math.sqrt(1.0 - p.talent * p.talent) * (1.0 + p.open_spread * openness)


def quality(
    ability: float,
    openness: float,
    parent_quality: float,
    complements: bool,
    z: float,
    p: IdeaMaking,
) -> float:
    """Quality: talent * θ + noise, and what a good parent hands on.

    q = ½ θ + sqrt(¾) (1 + o / 2) z + 0.3 max(0, q of the parent) + a gain if the parent is of a
    complementing segment. Open contribution spreads wider (forms 2.10).
    """
    q = p.talent * ability + noise_spread(openness, p) * z
    if parent_quality > 0.0:
        q += p.inherited * parent_quality
    return q + p.complement if complements else q


def appeal(quality: float, openness: float, z: float, p: IdeaMaking) -> float:
    """Appeal to the crowd: correlated with quality (0.5), standard deviation 1 before talent."""
    spread = noise_spread(openness, p)
    whole = math.sqrt(p.talent * p.talent + spread * spread)
    return p.appeal * quality / whole + math.sqrt(1.0 - p.appeal * p.appeal) * z


def fit(openness: float, clarity: float, z: float, p: IdeaMaking) -> float:
    """Fit to the brief: 1 - 0.8 o - 0.8 (0.8 - clarity) + z."""
    return 1.0 - p.fit_openness * openness - p.fit_brief * (_CLARITY_CENTRE - clarity) + z


def interesting_bar(openness: float, p: IdeaMaking) -> float:
    """Quality above which an idea that fits is interesting, so that about 10 % are in any cell.

    sd(o) * Φ⁻¹(1 - share / Φ(1 - 0.8 o)); A26.
    """
    unit = NormalDist()
    fitting = unit.cdf(1.0 - p.fit_openness * openness)
    share = min(0.999, p.interesting / fitting)
    spread = noise_spread(openness, p)
    return math.sqrt(p.talent * p.talent + spread * spread) * unit.inv_cdf(1.0 - share)


def mean_pieces(own: float, grown: float, contributions: int, core: int) -> float:
    """Mean number of pieces (commits) of a person's k-th contribution.

    own * (1 + (grown - 1) * min(1, (k - 1) / K)), K the contributions that make a core member: who
    has earned the right to commit directly does so in many small pieces, while an outsider's patch
    is taken over as one (an assumption; B13: 15 of 400 developers made 83 % of Apache's changes).
    """
    experience = min(1.0, (contributions - 1) / core)
    return own * (1.0 + (grown - 1.0) * experience)
