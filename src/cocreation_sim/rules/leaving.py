"""Staying, waiting or leaving after a contribution.

One uniform number decides at the k-th contribution, so that a better answer never loses anybody
(forms 2.6; directions of answers: C2, C3).
"""

from __future__ import annotations

import math
from typing import Final

from cocreation_sim.rules import events as ev
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
    stickiness: float,
    p: Leaving,
) -> float:
    """Log odds of leaving after the k-th contribution, before any answer.

    logit(c0 + (1 - c0) a / k) + ½ (½ - F) + X, a = L(A0 - S - A1 (m - 1.5) - A2 ln(1 + w)), where
    w is the work above that from which work binds (0: all of it). The probability of stopping falls
    with what one has contributed (Wilkinson 2008, B7), with a floor (B8), with the motives other
    than money, and with the work a contribution takes, since what one has laboured on binds
    (Norton, Mochon and Ariely 2012). That campaigns differ by S, as they do in their shares of
    one-timers, is an assumption.

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
    stickiness
        Of the campaign, S.

    Examples
    --------
    >>> first, tenth = (leaving_log_odds(k, 1.5, 1.0, 0.5, 0.0, 0.0, Leaving()) for k in (1, 10))
    >>> first > tenth
    True
    """
    labour = math.log1p(max(work - p.investment_from, 0.0))
    bound = p.attachment * (other_motives - p.attachment_centre) + p.investment * labour
    a = logistic(p.base - bound - stickiness)
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


def is_present(state: int) -> bool:
    """Whether somebody is still there, and so can leave: engaged or waiting for an answer.

    Parameters
    ----------
    state
        Towards the firm, one of those in `rules.events`.

    Examples
    --------
    >>> [is_present(state) for state in (ev.UNAWARE, ev.ENGAGED, ev.PAUSED, ev.DISENGAGED)]
    [False, True, True, False]
    """
    return state in (ev.ENGAGED, ev.PAUSED)


def leaves_overruled(u: float, log_odds: float, state: int, p: Leaving) -> bool:
    """Whether the author of a favourite leaves because the firm overruled the crowd.

    u < L(log odds + overruled), of those who are still there: the number that decided at the
    contribution decides again, now with anger on top (direction: A23).

    Parameters
    ----------
    u, log_odds
        As in `decide`, of the contribution that was overruled.
    state
        Towards the firm.

    Examples
    --------
    >>> angry = Leaving(overruled=1.0)
    >>> leaves_overruled(0.6, 0.0, ev.ENGAGED, angry), leaves_overruled(0.8, 0.0, ev.ENGAGED, angry)
    (True, False)
    >>> leaves_overruled(0.6, 0.0, ev.DISENGAGED, angry)
    False
    """
    return u < logistic(log_odds + p.overruled) and is_present(state)


def loses_patience(state: int, contribution: int, contributions: int) -> bool:
    """Whether somebody leaves as patience ends: still waiting, and for that contribution's answer.

    Parameters
    ----------
    state
        Towards the firm.
    contribution, contributions
        The one whose patience ends, and how many there are by now.

    Examples
    --------
    >>> loses_patience(ev.PAUSED, 2, 2), loses_patience(ev.ENGAGED, 2, 2)
    (True, False)
    """
    return state == ev.PAUSED and contribution == contributions
