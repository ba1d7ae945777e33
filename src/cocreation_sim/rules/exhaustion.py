"""Load, strain, burning out and recovering (job demands and resources; Homer 1985).

Exhaustion X is kept as odds O = X / (1 - X). Without load the odds fall exponentially, which is
logistic recovery, slow while exhausted: X' = -ρ (1 - X) X. So sleepers need no steps.
"""

from __future__ import annotations

import math

from cocreation_sim.scenario.behaviour import Exhaustion


def faded(value: float, weeks: float, rate: float) -> float:
    """What is left of a value that fades at a constant rate: value * exp(-rate * weeks).

    Of recognition (forms 2.4), of the odds of exhaustion (forms 2.7), of load and of bad word of
    mouth (assumptions).

    Parameters
    ----------
    value
        At the start.
    weeks
        That have passed.
    rate
        Of fading, 1/week.

    Returns
    -------
    float
        In the unit of the value.

    Examples
    --------
    >>> faded(3.0, 0.0, 0.5)
    3.0
    """
    return value * math.exp(-rate * weeks)


def share(odds: float) -> float:
    """Exhaustion from its odds: X = O / (1 + O).

    Parameters
    ----------
    odds
        Of exhaustion, O, 0 or more.

    Examples
    --------
    >>> share(odds(0.8)) == 0.8, share(0.0)
    (True, 0.0)
    """
    return odds / (1.0 + odds)


def odds(exhaustion: float) -> float:
    """Odds of exhaustion: O = X / (1 - X).

    Parameters
    ----------
    exhaustion
        X, 0 or more and below 1.

    Examples
    --------
    >>> odds(0.5)
    1.0
    """
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
    0.1, a pace at least 0.01. Directions: F3, F7; that one's own pace counts is an assumption.

    Parameters
    ----------
    resilience
        The person's multiple of the load that others can bear.
    pace
        Visits a week.
    trust
        Trust in the firm, F, 0 to 1.
    social, felt
        What recognition means to the person, σ, and recognition as felt, S.
    openness
        Of the campaign, o: 0 fixed, 1 open.

    Returns
    -------
    float
        In contributions of effort 1 a week.

    Examples
    --------
    >>> low, high = (capacity(1.0, 1.0, trust, 0.0, 0.0, 0.0, Exhaustion()) for trust in (0.0, 1.0))
    >>> low < high
    True
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
    """What a load adds to the odds: 0.25 max(0, load / life - C) / C; nothing below capacity.

    Only overload exhausts, so it is the core that burns out (F1, F2); the form is an assumption.

    Parameters
    ----------
    load
        Still felt, in contributions of effort 1.
    capacity
        Load a week that does not exhaust, C.

    Examples
    --------
    >>> strain(1.0, 1.0, Exhaustion()), strain(4.0, 1.0, Exhaustion()) > 0.0
    (0.0, True)
    """
    above = load / p.load_life - capacity
    return p.strain * above / capacity if above > 0.0 else 0.0


def contribution_load(effort: float, pieces: int) -> float:
    """Load of a contribution: effort * sqrt(pieces).

    An assumption: many pieces are lighter than as many contributions.

    Parameters
    ----------
    effort
        Work of a contribution here, without the person's own cost.
    pieces
        Pieces of work (commits) of all its ideas.

    Examples
    --------
    >>> contribution_load(1.0, 4)
    2.0
    """
    return effort * math.sqrt(pieces)


def burns_out(odds_now: float, p: Exhaustion) -> bool:
    """Whether somebody burns out: exhaustion has reached the level of burnout.

    Parameters
    ----------
    odds_now
        Odds of exhaustion.

    Examples
    --------
    >>> p = Exhaustion(burnout=0.8)
    >>> burns_out(odds(0.7), p), burns_out(odds(0.9), p)
    (False, True)
    """
    return odds_now >= odds(p.burnout)


def stays_away(u: float, exhaustion: float) -> bool:
    """Whether tiredness keeps somebody from a visit: u >= 1 - exhaustion.

    Parameters
    ----------
    u
        The visit's uniform number for it.
    exhaustion
        Of the person, 0 to 1.

    Examples
    --------
    >>> stays_away(0.9, 0.0), stays_away(0.9, 0.2)
    (False, True)
    """
    return exhaustion > 0.0 and u >= 1.0 - exhaustion


def recovery_time(odds_now: float, p: Exhaustion) -> float:
    """Weeks of rest until the odds have fallen to the rested level: ln(odds / rested odds) / ρ.

    Half-lives and levels: forms 2.7.

    Parameters
    ----------
    odds_now
        Odds of exhaustion on burning out; not below those of the rested level.

    Examples
    --------
    >>> recovery_time(odds(0.8), Exhaustion()) > 0.0
    True
    """
    return math.log(odds_now / odds(p.rested)) / p.recovery
