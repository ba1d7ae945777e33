"""How ideas are judged, scored and chosen.

Form: forms 2.9. Votes count as a logarithm and both parts of a score are standardised, so that the
crowd's weight means the same whatever the number of voters.
"""

from __future__ import annotations

import math


def judged_quality(quality: float, noise: float, crowd_weight: float, z: float) -> float:
    """Quality as the firm sees it; where others tried it out first, the error is smaller.

    q + ν (1 - ½ w) z; that trying out halves the error is an assumption.

    Parameters
    ----------
    quality
        Of the idea, q, in standard deviations.
    noise
        Standard deviation of the firm's error, ν.
    crowd_weight
        How far the crowd selects, w, 0 to 1.
    z
        The idea's standard normal number for the error.

    Examples
    --------
    >>> judged_quality(1.0, 0.5, 0.0, 2.0), judged_quality(1.0, 0.5, 1.0, 2.0)
    (2.0, 1.5)
    """
    return quality + noise * (1.0 - 0.5 * crowd_weight) * z


def crowd_score(votes: int, mean_log: float, sd_log: float) -> float:
    """Votes on the log scale, standardised over the candidates.

    (ln(1 + votes) - mean) / sd; 0 where all have the same.

    Parameters
    ----------
    votes
        Of the idea.
    mean_log, sd_log
        Mean and standard deviation of ln(1 + votes) over the candidates.

    Examples
    --------
    >>> crowd_score(0, 0.0, 1.0), crowd_score(5, 1.0, 0.0)
    (0.0, 0.0)
    """
    return (math.log1p(votes) - mean_log) / sd_log if sd_log > 0.0 else 0.0


def score(crowd: float, judged: float, judged_sd: float, read: bool, crowd_weight: float) -> float:
    """Score: w * crowd + (1 - w) * judged / sd (forms 2.9); what was not read counts 0.

    Parameters
    ----------
    crowd
        See `crowd_score`.
    judged
        Quality as the firm sees it.
    judged_sd
        Standard deviation of that over ideas of this campaign.
    read
        Whether the firm has read the idea.
    crowd_weight
        How far the crowd selects, w, 0 to 1.

    Examples
    --------
    >>> score(1.0, 3.0, 1.5, True, 0.5), score(1.0, 3.0, 1.5, False, 0.5)
    (1.5, 0.5)
    """
    own = judged / judged_sd if read else 0.0
    return crowd_weight * crowd + (1.0 - crowd_weight) * own


def places_of_round(places: float, number: int, u: float) -> int:
    """Places of a round: all of them if they are a whole number a round.

    floor(m (n + 1) + u) - floor(m n + u): where a scaled-down crowd leaves a fraction m a round,
    one uniform number decides into which rounds the whole ones fall, so that their mean is right.

    Parameters
    ----------
    places
        Mean places of a round, m, at the scale of the simulated crowd.
    number
        Number of the round, n, from 0.
    u
        The firm's uniform number, the same for all rounds.

    Examples
    --------
    >>> [places_of_round(0.5, number, 0.2) for number in range(4)]
    [0, 1, 0, 1]
    >>> places_of_round(3.0, 7, 0.9)
    3
    """
    shift = min(u, 1.0 - 1e-6) if places != math.floor(places) else 0.5
    return math.floor(places * (number + 1) + shift) - math.floor(places * number + shift)
