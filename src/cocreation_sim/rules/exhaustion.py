"""Load, strain, burning out and recovering (job demands and resources; Homer 1985).

Exhaustion X is kept as odds O = X / (1 - X). Without load the odds fall exponentially, which is
logistic recovery, slow while exhausted: X' = -ρ (1 - X) X. So sleepers need no steps.
"""

from __future__ import annotations

import math

from cocreation_sim.scenario.behaviour import Exhaustion


def faded(value: float, weeks: float, rate: float) -> float:
    """Value * exp(-rate * weeks)."""
    return value * math.exp(-rate * weeks)


def share(odds: float) -> float:
    """X = O / (1 + O)."""
    return odds / (1.0 + odds)


def odds(exhaustion: float) -> float:
    """O = X / (1 - X)."""
    return exhaustion / (1.0 - exhaustion)


def capacity(
    resilience: float,
    pace: float,
    trust: float,
    social: float,
    felt: float,
    openness: float,
    p: Exhaustion,
) -> float:
    """Load a week that does not exhaust: resources widen it.

    C0 * resilience * pace^½ * (1 + ½ (F - ½) + 0.3 min(1, σ S) + 0.2 o). Recognition counts as it
    is felt (σ S), so it does nothing for those to whom it means nothing. Resources count at least
    0.1, a pace at least 0.01.
    """
    resources = (
        1.0
        + p.trust * (trust - 0.5)
        + p.recognition * min(1.0, social * felt)
        + p.autonomy * openness
    )
    own = math.pow(max(pace, 0.01), p.own_pace)
    return p.capacity * resilience * own * max(resources, 0.1)


def strain(load: float, capacity: float, p: Exhaustion) -> float:
    """What a load adds to the odds: 0.25 max(0, load / life - C) / C; nothing below capacity."""
    above = load / p.load_life - capacity
    return p.strain * above / capacity if above > 0.0 else 0.0


def contribution_load(effort: float, pieces: int) -> float:
    """Load of a contribution: effort * sqrt(pieces)."""
    return effort * math.sqrt(pieces)


def recovery_time(odds_now: float, p: Exhaustion) -> float:
    """Weeks of rest until the odds have fallen to the rested level."""
    return math.log(odds_now / odds(p.rested)) / p.recovery
