"""How ideas are judged, scored and chosen."""

from __future__ import annotations

import math


def judged_quality(quality: float, noise: float, crowd_weight: float, z: float) -> float:
    """Quality as the firm sees it; where others tried it out first, the error is smaller."""
    return quality + noise * (1.0 - 0.5 * crowd_weight) * z


def crowd_score(votes: int, mean_log: float, sd_log: float) -> float:
    """Votes on the log scale, standardised over the candidates."""
    return (math.log1p(votes) - mean_log) / sd_log if sd_log > 0.0 else 0.0


def score(crowd: float, judged: float, judged_sd: float, read: bool, crowd_weight: float) -> float:
    """Score: w * crowd + (1 - w) * judged / sd; of what was not read the firm thinks nothing."""
    own = judged / judged_sd if read else 0.0
    return crowd_weight * crowd + (1.0 - crowd_weight) * own


def places_of_round(places: float, number: int, u: float) -> int:
    """Places of a round: all of them if they are a whole number a round.

    floor(m (n + 1) + u) - floor(m n + u): where a scaled-down crowd leaves a fraction m a round,
    one uniform number decides into which rounds the whole ones fall, so that their mean is right.
    """
    shift = min(u, 1.0 - 1e-6) if places != math.floor(places) else 0.5
    return math.floor(places * (number + 1) + shift) - math.floor(places * number + shift)
