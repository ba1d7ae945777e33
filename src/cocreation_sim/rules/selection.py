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


def winners_of_round(winners: float, number: int) -> int:
    """Winners of a round when they are a fraction a round: the whole ones that fall into it."""
    return math.floor(winners * (number + 1) + 1e-9) - math.floor(winners * number + 1e-9)
