"""Motive: money, recognition and enjoyment, and how money crowds enjoyment out."""

from __future__ import annotations

import math

from cocreation_sim.scenario.behaviour import Motive


def crowding(money: float, explained_share: float, p: Motive) -> float:
    """Share of enjoyment that money crowds out, 0 to 1.

    clip(κ0 [money > 0] + κ1 (1 - exp(-money / Rc)) - κ2 * share explained). The jump makes small
    pay worse than none (Gneezy and Rustichini 2000); sizes bounded by Deci, Koestner and Ryan
    1999 (D9). No money, no crowding.
    """
    if money <= 0.0:
        return 0.0
    lost = p.crowding_entry + p.crowding_control * (1.0 - math.exp(-money / p.crowding_scale))
    lost -= p.crowding_feedback * explained_share
    return min(1.0, max(0.0, lost))


def money_pull(weight: float, odds: float, prize: float, pay: float, p: Motive) -> float:
    """α L (1 - turn * L), L = ln(1 + (odds * prize + pay) / r0).

    Logarithmic where `turn` is 0 (DiPalantino and Vojnović 2009: D1), else an inverted U (Liu et
    al. 2020: D6), which can fall below 0.
    """
    pull = math.log1p((odds * prize + pay) / p.money_scale)
    return weight * pull * (1.0 - p.money_turn * pull)


def felt_recognition(recognition: float, leaderboard: float, stock: float, p: Motive) -> float:
    """Recognition as felt, S.

    credit * (1 - (1 - ν0) exp(-stock)) + leaderboard * (1 - exp(-stock)).

    `stock` is what one was recognised for so far, fading. Newcomers feel the share ν0; a ranking
    adds for the recognised only (Restivo and van de Rijt 2012, 2014: D12, D13).
    """
    known = 1.0 - math.exp(-stock)
    return recognition * (p.newcomer_recognition + (1.0 - p.newcomer_recognition) * known) + (
        leaderboard * known
    )


def badge_pull(badges: float, contributions: int, steers: float, p: Motive) -> float:
    """Pull of the next badge (at 1, 5, 25, 125): badges * pull / contributions still missing.

    Only a share of people steer by badges, and the pull rises towards the threshold (Anderson et
    al. 2013; Hoernle et al. 2020: D15).
    """
    if badges <= 0.0 or steers >= p.badge_share or contributions >= 125:
        return 0.0
    goal = 1
    while goal <= contributions:
        goal *= 5
    return badges * p.badge_pull / (goal - contributions)


def other_motives(
    social: float, felt: float, intrinsic: float, crowd_out: float, openness: float, p: Motive
) -> float:
    """Motives other than money: σ S + ι (1 - crowding) (1 + autonomy * o)."""
    return social * felt + intrinsic * (1.0 - crowd_out) * (1.0 + p.autonomy * openness)
