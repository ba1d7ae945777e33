"""Motive: money, recognition and enjoyment, and how money crowds enjoyment out."""

from __future__ import annotations

import math

from cocreation_sim.scenario.behaviour import Motive


def crowding(money: float, explained_share: float, p: Motive) -> float:
    """Share of enjoyment that money crowds out, 0 to 1.

    clip(κ0 exp(-money / Rs) + κ1 (1 - exp(-money / Rc)) - κ2 * share explained). The jump makes
    small pay worse than none (Gneezy and Rustichini 2000); sizes bounded by Deci, Koestner and Ryan
    1999 (D9). With Rs = 0 it does not fade as the money grows. No money, no crowding.

    Parameters
    ----------
    money
        What is offered for an idea, in EUR: prize, expected royalties and pay.
    explained_share
        Share of the firm's answers so far that gave reasons, 0 to 1.

    Examples
    --------
    >>> crowding(0.0, 0.0, Motive()), 0.0 < crowding(100.0, 0.0, Motive()) < 1.0
    (0.0, True)
    """
    if money <= 0.0:
        return 0.0
    entry = p.crowding_entry
    if p.crowding_small > 0.0:
        entry *= math.exp(-money / p.crowding_small)
    lost = entry + p.crowding_control * (1.0 - math.exp(-money / p.crowding_scale))
    lost -= p.crowding_feedback * explained_share
    return min(1.0, max(0.0, lost))


def crowding_left(crowding: float, money: float, paid: bool, p: Motive) -> float:
    """Share of enjoyment crowded out in one person: the campaign's, or what money has left behind.

    Where no money is on offer any more, those who contributed for it have lost `crowding_after` of
    their enjoyment: free choice after a reward is lower than without it (Deci, Koestner and Ryan
    1999, D9; in the laboratory, so an upper bound).

    Parameters
    ----------
    crowding
        Share that money crowds out in the campaign now; see `crowding`.
    money
        What is offered for an idea now, in EUR.
    paid
        Whether the person has contributed while money was on offer.

    Examples
    --------
    >>> after = Motive(crowding_after=0.4)
    >>> crowding_left(0.0, 0.0, True, after), crowding_left(0.0, 0.0, False, after)
    (0.4, 0.0)
    >>> crowding_left(0.1, 50.0, True, after)
    0.1
    """
    return p.crowding_after if paid and money <= 0.0 else crowding


def money_pull(weight: float, odds: float, prize: float, pay: float, p: Motive) -> float:
    """α L (1 - turn * L), L = ln(1 + (odds * prize + pay) / r0).

    Logarithmic where `turn` is 0 (DiPalantino and Vojnović 2009: D1), else an inverted U (Liu et
    al. 2020: D6), which can fall below 0.

    Parameters
    ----------
    weight
        What money means to the person, α.
    odds
        Believed odds of being selected, 0 to 1.
    prize
        Paid if selected, in EUR: prize and expected royalties.
    pay
        Paid for any idea, in EUR.

    Examples
    --------
    >>> money_pull(1.0, 0.1, 1000.0, 0.0, Motive()) > money_pull(1.0, 0.1, 500.0, 0.0, Motive())
    True
    """
    pull = math.log1p((odds * prize + pay) / p.money_scale)
    return weight * pull * (1.0 - p.money_turn * pull)


def money_share(pull: float, other: float) -> float:
    """Share of what draws somebody that is money, 0 to 1.

    Parameters
    ----------
    pull
        Of money; see `money_pull`.
    other
        Motives other than money.

    Examples
    --------
    >>> money_share(1.0, 3.0), money_share(0.0, 0.0), money_share(1.0, 0.0)
    (0.25, 0.0, 1.0)
    """
    if pull <= 0.0:
        return 0.0
    return pull / (pull + max(other, 0.0))


def felt_recognition(recognition: float, leaderboard: float, stock: float, p: Motive) -> float:
    """Recognition as felt, S.

    credit * (1 - (1 - ν0) exp(-stock)) + leaderboard * (1 - exp(-stock)).

    `stock` is what one was recognised for so far, fading. Newcomers feel the share ν0; a ranking
    adds for the recognised only (Restivo and van de Rijt 2012, 2014: D12, D13).

    Parameters
    ----------
    recognition
        Credit that the campaign gives, 0 to 1.
    leaderboard
        Strength of its ranking, 0 to 1.
    stock
        What one was recognised for so far, fading; 0 for a newcomer.

    Examples
    --------
    >>> new, known = (felt_recognition(0.5, 0.0, stock, Motive()) for stock in (0.0, 2.0))
    >>> 0.0 < new < known <= 0.5
    True
    """
    known = 1.0 - math.exp(-stock)
    return recognition * (p.newcomer_recognition + (1.0 - p.newcomer_recognition) * known) + (
        leaderboard * known
    )


def badge_pull(badges: float, contributions: int, steers: float, p: Motive) -> float:
    """Pull of the next badge (at 1, 5, 25, 125): badges * pull / contributions still missing.

    Only a share of people steer by badges, and the pull rises towards the threshold (Anderson et
    al. 2013; Hoernle et al. 2020: D15).

    Parameters
    ----------
    badges
        Strength of the campaign's badges, 0 to 1.
    contributions
        Contributions so far.
    steers
        The person's uniform number: below the share who steer by badges, one does.

    Examples
    --------
    >>> badge_pull(1.0, 4, 0.0, Motive()) > badge_pull(1.0, 2, 0.0, Motive())
    True
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
    """Motives other than money: σ S + ι (1 - crowding) (1 + autonomy * o).

    Form: forms 2.1; the gain of autonomy is an assumption.

    Parameters
    ----------
    social, intrinsic
        What recognition and enjoyment mean to the person, σ and ι.
    felt
        Recognition as felt, and the pull of the next badge.
    crowd_out
        Share of enjoyment that money crowds out, 0 to 1; see `crowding`.
    openness
        Of the campaign, o: 0 fixed, 1 open.

    Examples
    --------
    >>> other_motives(0.8, 0.5, 1.0, 0.0, 0.0, Motive())
    1.4
    """
    return social * felt + intrinsic * (1.0 - crowd_out) * (1.0 + p.autonomy * openness)
