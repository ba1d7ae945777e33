"""Reach: how the unaware come to know a campaign."""

from __future__ import annotations

import math

from cocreation_sim.scenario.behaviour import Reach


def outreach_hazard(
    start: float, end: float, steady: float, launch: float, launch_life: float
) -> float:
    """Hazard that outreach adds between two times since the launch.

    steady * (end - start) + launch * (exp(-start / life) - exp(-end / life)),

    where `steady` is contacts a person and week and `launch` all contacts of the launch a person.
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
    """
    net = engaged - p.disappointed_weight * disappointed
    if net <= 0.0:
        return 0.0
    return step * word_of_mouth * (1.0 - p.secrecy_mutes * secrecy) * net / people
