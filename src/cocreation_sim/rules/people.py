"""People's traits: heterogeneous and heavy-tailed."""

from __future__ import annotations

import math
from typing import Final, NamedTuple

from cocreation_sim.scenario.behaviour import Differences

# Numbers of the traits (added to the purpose TRAIT).
PACE: Final = 0
MONEY: Final = 1
SOCIAL: Final = 2
INTRINSIC: Final = 3
ABILITY: Final = 4
OPTIMISM: Final = 5
EFFORT: Final = 6
RESILIENCE: Final = 7
STEERS: Final = 8
PIECES: Final = 9


class SegmentNumbers(NamedTuple):
    """A segment's medians, in weeks, as rules read them."""

    pace: float
    pace_cap: float
    money: float
    social: float
    intrinsic: float
    ability: float
    effort: float
    ideas_a_visit: float
    pieces: float
    pieces_sd: float
    pieces_grown: float


class Traits(NamedTuple):
    """One person's traits."""

    pace: float  # visits a week
    money: float  # α
    social: float  # σ
    intrinsic: float  # ι
    ability: float  # θ, sd
    optimism: float  # multiple of the true odds
    effort: float  # of a contribution in a fixed cell, times the person's cost
    work: float  # the same without the person's cost: what it loads
    resilience: float  # multiple of the load a person can bear
    steers: float  # uniform; steers by badges if below their share
    ideas_a_visit: float
    pieces: float  # mean pieces of the person's first idea
    pieces_grown: float  # how many times as many in the core


def spread(median: float, sd: float, z: float) -> float:
    """A lognormal number: median * exp(sd * z).

    Activity is lognormal (Wilkinson 2008, B7); that other traits are too is an assumption.

    Parameters
    ----------
    median
        In the trait's unit.
    sd
        Standard deviation on the log scale.
    z
        The person's standard normal number for the trait.

    Returns
    -------
    float
        In the trait's unit.

    Examples
    --------
    >>> spread(2.0, 0.5, 0.0)
    2.0
    """
    return median * math.exp(sd * z)


def pace(segment: SegmentNumbers, z: float, p: Differences) -> float:
    """Visits a week: lognormal, capped (Wilkinson 2008, B7: activity is lognormal).

    Parameters
    ----------
    segment
        The median and the cap, in visits a week.
    z
        The person's standard normal number.

    Examples
    --------
    >>> from cocreation_sim.rules.numbers import segment_numbers
    >>> from cocreation_sim.scenario.population import Segment
    >>> pace(segment_numbers(Segment(pace=0.4), 1.0), 0.0, Differences())
    0.4
    """
    return min(segment.pace_cap, spread(segment.pace, p.pace_sd, z))
