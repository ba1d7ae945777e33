"""Trust in a firm: convex steps, and a slow return to what the terms deserve.

Trust answers to fairness (C12). Which news moves it, and where, stands in `rules.learning`.
"""

from __future__ import annotations

import math

from cocreation_sim.scenario.behaviour import Trust


def after(trust: float, weeks: float, terms: float, p: Trust) -> float:
    """Trust after some weeks without events: it returns to the level of the terms.

    F(t) = F0 + (F - F0) exp(-φ t); an assumption.

    Parameters
    ----------
    trust
        At the last event, F, 0 to 1.
    weeks
        Since then, t.
    terms
        Fairness of the campaign's terms, F0, 0 to 1.

    Examples
    --------
    >>> 0.5 < after(0.9, 10.0, 0.5, Trust()) < 0.9
    True
    """
    if trust == terms:
        return terms
    return terms + (trust - terms) * math.exp(-p.forgetting * weeks)


def moved(trust: float, step: float, towards: float) -> float:
    """F + step * (towards - F): convex, so trust stays between 0 and 1; an assumption.

    Parameters
    ----------
    trust
        F, 0 to 1.
    step
        Share of the way, 0 to 1.
    towards
        Where it leads, 0 to 1.

    Examples
    --------
    >>> moved(0.5, 0.2, 1.0)
    0.6
    """
    return trust + step * (towards - trust)


def blame(step: float, crowd_weight: float, p: Trust) -> float:
    """What of a disappointment falls on the firm when the crowd selects: step (1 - 0.7 w).

    Direction: A23, forms 2.6.

    Parameters
    ----------
    step
        If the firm alone selects.
    crowd_weight
        How far the crowd selects, w, 0 to 1.

    Examples
    --------
    >>> blame(0.1, 0.0, Trust()), blame(0.1, 1.0, Trust()) < 0.1
    (0.1, True)
    """
    return step * (1.0 - p.crowd_spares * crowd_weight)
