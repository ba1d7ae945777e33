"""Reach: how the unaware come to know a campaign."""

from __future__ import annotations

import math

from cocreation_sim.scenario.behaviour import Reach


def outreach_hazard(
    start: float, end: float, steady: float, launch: float, launch_life: float
) -> float:
    """Hazard that outreach adds between two times since the launch.

    steady * (end - start) + launch * (exp(-start / life) - exp(-end / life)).

    Bass's external influence (1969); that the launch's contacts fade so is an assumption.

    Parameters
    ----------
    start, end
        Weeks since the launch.
    steady
        Contacts a person and week.
    launch
        All contacts of the launch a person.
    launch_life
        Mean time over which they come, in weeks.

    Examples
    --------
    >>> outreach_hazard(1.0, 3.0, 0.1, 0.0, 1.0)
    0.2
    """
    spread = math.exp(-start / launch_life) - math.exp(-end / launch_life)
    return steady * (end - start) + launch * spread


def word_of_mouth_hazard(
    step: float,
    word_of_mouth: float,
    engaged: float,
    disappointed: float,
    people: float,
    secrecy: float,
    p: Reach,
) -> float:
    """Hazard that good and bad word of mouth add in a step.

    step * q * (1 - mute * secrecy) * max(0, E - ν D) / N: Bass's imitation, less what the
    disappointed undo. Source: Bass 1969; bad word of mouth as in forms 2.11.

    Parameters
    ----------
    step
        Length of the step, in weeks.
    word_of_mouth
        Hazard of hearing if all were engaged, q, 1/week.
    engaged, disappointed
        Engaged people, E, and those who left disappointed and still talk of it, D.
    people
        All people, N.
    secrecy
        How much secrecy is asked, 0 to 1.

    Examples
    --------
    >>> word_of_mouth_hazard(1.0, 0.1, 50.0, 0.0, 100.0, 0.0, Reach())
    0.05
    >>> word_of_mouth_hazard(1.0, 0.1, 50.0, 200.0, 100.0, 0.0, Reach())
    0.0
    """
    net = engaged - p.disappointed_weight * disappointed
    if net <= 0.0:
        return 0.0
    return step * word_of_mouth * (1.0 - p.secrecy_mutes * secrecy) * net / people


def hears_at(threshold: float, before: float, added: float, start: float, step: float) -> float:
    """When somebody hears of a campaign whose hazard passes a threshold in a sub-round.

    start + step * (threshold - before) / added: the hazard is spread evenly over the sub-round.

    Parameters
    ----------
    threshold
        The person's.
    before, added
        Hazard up to the start of the sub-round, and what is added in it.
    start, step
        Of the sub-round, and its length, in weeks.

    Examples
    --------
    >>> hears_at(1.5, 1.0, 2.0, 10.0, 0.5), hears_at(0.5, 1.0, 2.0, 10.0, 0.5)
    (10.125, 10.0)
    """
    if threshold <= before or added <= 0.0:
        return start
    return start + step * ((threshold - before) / added)
