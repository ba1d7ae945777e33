"""Staying, waiting or leaving after a contribution.

One uniform number decides at the k-th contribution, so that a better answer never loses anybody
(forms 2.6; directions of answers: C2, C3).
"""

from __future__ import annotations

import math
from typing import Final

from cocreation_sim.scenario.behaviour import Leaving

LEAVES: Final = 0
WAITS: Final = 1
STAYS: Final = 2


def logistic(x: float) -> float:
    """1 / (1 + exp(-x)), 0 where that underflows.

    Parameters
    ----------
    x
        Log odds.

    Examples
    --------
    >>> logistic(0.0)
    0.5
    """
    return 1.0 / (1.0 + math.exp(-x)) if x > -700.0 else 0.0


def leaving_log_odds(
    contributions: int,
    other_motives: float,
    work: float,
    trust: float,
    exhaustion: float,
    p: Leaving,
) -> float:
    """Log odds of leaving after the k-th contribution, before any answer.

    logit(c0 + (1 - c0) a / k) + ½ (½ - F) + X with a = L(A0 - A1 (m - 1.5) - A2 ln(1 + work)): the
    probability of stopping falls with what one has contributed (Wilkinson 2008, B7), with a floor
    (B8), with the motives other than money, and with the work a contribution takes, since what
    one has laboured on binds (Norton, Mochon and Ariely 2012).

    Parameters
    ----------
    contributions
        Contributions so far with this one, k, 1 or more.
    other_motives
        Motives other than money, m.
    work
        Of a contribution here, without the person's own cost.
    trust, exhaustion
        F and X, 0 to 1.

    Examples
    --------
    >>> first, tenth = (leaving_log_odds(k, 1.5, 1.0, 0.5, 0.0, Leaving()) for k in (1, 10))
    >>> first > tenth
    True
    """
    bound = p.attachment * (other_motives - p.attachment_centre) + p.investment * math.log1p(work)
    a = logistic(p.base - bound)
    h = p.floor + (1.0 - p.floor) * a / contributions
    h = min(max(h, 1e-12), 1.0 - 1e-12)
    return math.log(h / (1.0 - h)) + p.trust * (0.5 - trust) + p.fatigue * exhaustion


def decide(u: float, log_odds: float, p: Leaving) -> int:
    """Leave at once, wait for an answer, or stay whatever happens: one uniform decides.

    Below the log odds under the best treatment one leaves, above those under silence one stays,
    in between the treatment decides.

    Parameters
    ----------
    u
        The uniform number of the k-th contribution.
    log_odds
        Of leaving, before any answer; see `leaving_log_odds`.

    Returns
    -------
    int
        `LEAVES`, `WAITS` or `STAYS`.

    Examples
    --------
    >>> [decide(u, 0.0, Leaving()) for u in (0.01, 0.4, 0.9)] == [LEAVES, WAITS, STAYS]
    True
    """
    if u < logistic(log_odds + p.chosen):
        return LEAVES
    return STAYS if u >= logistic(log_odds) else WAITS


def returns(u: float, log_odds: float, treatment: float) -> bool:
    """Whether someone who waits comes back, given the best treatment so far.

    u >= L(log odds + treatment): the number that decided to wait decides again (forms 2.6).

    Parameters
    ----------
    u, log_odds
        As in `decide`.
    treatment
        What the best news so far does to the log odds; see `learning.treatment_of`.

    Examples
    --------
    >>> returns(0.4, 0.0, 0.0), returns(0.4, 0.0, Leaving().chosen)
    (False, True)
    """
    return u >= logistic(log_odds + treatment)
