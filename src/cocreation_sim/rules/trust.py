"""Trust in a firm: convex steps, and a slow return to what the terms deserve."""

from __future__ import annotations

import math

from cocreation_sim.scenario.behaviour import Trust


def after(trust: float, weeks: float, terms: float, p: Trust) -> float:
    """Trust after some weeks without events: it returns to the level of the terms."""
    if trust == terms:
        return terms
    return terms + (trust - terms) * math.exp(-p.forgetting * weeks)


def moved(trust: float, step: float, towards: float) -> float:
    """F + step * (towards - F): convex, so trust stays between 0 and 1."""
    return trust + step * (towards - trust)


def blame(step: float, crowd_weight: float, p: Trust) -> float:
    """What of a disappointment falls on the firm when the crowd selects: step (1 - 0.7 w)."""
    return step * (1.0 - p.crowd_spares * crowd_weight)
