"""Levers in the words of those who decide: what is done, rather than a name and a number."""

from __future__ import annotations

from typing import Any, Final

from cocreation_sim.errors import is_number

STOPPED: Final = (
    "Stopped before its end: this is what was known by then. The same call with a store goes on "
    "from here."
)
# What is done, and what it is called where the value is 0.
AMOUNTS: Final = {
    "reward.prize": ("a prize of {} EUR", "no prize"),
    "reward.pay": ("pay of {} EUR for each idea", "no pay for ideas"),
    "selection.winners": ("{} winners", "no winner"),
    "outreach.launch_spend": ("{} EUR for outreach at the launch", "no outreach at the launch"),
}
A_UNIT: Final = {
    "review.capacity": ("time to read {} ideas a {}", "no time to read ideas"),
    "outreach.spend": ("{} EUR for outreach a {}", "no steady outreach"),
}
# Shares and strengths: at a share, in full, and at 0.
SHARES: Final = {
    "dialogue.answered": ("{} of ideas answered", "all ideas answered", "no idea answered"),
    "dialogue.explained": (
        "{} of answers with reasons",
        "all answers with reasons",
        "no answer with reasons",
    ),
    "crowd_weight": (
        "{} of the choice by votes",
        "the choice by votes alone",
        "no choice by votes",
    ),
    "reward.recognition": ("recognition at {} of full", "full recognition", "no recognition"),
    "reward.badges": ("badges at {} of full", "badges at full strength", "no badges"),
    "reward.leaderboard": (
        "a leaderboard at {} of full",
        "a leaderboard at full strength",
        "no leaderboard",
    ),
    "access.toolkit": ("a toolkit at {} of full", "the fullest toolkit", "no toolkit"),
}


def deed(path: str, value: Any, every: str = "") -> str:
    """A lever at a value, as something that is done.

    Parameters
    ----------
    path
        Of the lever.
    value
        What it is set to.
    every
        Unit of the campaign's calendar; without one, what is given by the unit of time is told
        by its name.

    Examples
    --------
    >>> deed("campaigns.x.reward.prize", 1500.0), deed("campaigns.x.dialogue.answered", 0.4)
    ('a prize of 1,500 EUR', '40 % of ideas answered')
    >>> deed("campaigns.x.outreach.spend", 3.4, "week"), deed("campaigns.x.reward.badges", 0.0)
    ('3.4 EUR for outreach a week', 'no badges')
    >>> deed("campaigns.x.terms.fairness", 0.5)
    'fairness 0.5'
    """
    key = ".".join(path.split(".")[2:])
    if key in AMOUNTS:
        some, none = AMOUNTS[key]
        one = some.replace("winners", "winner") if value == 1 else some
        return one.format(said(value)) if value else none
    if key in A_UNIT and every:
        some, none = A_UNIT[key]
        return some.format(said(value), every) if value else none
    if key in SHARES:
        some, full, none = SHARES[key]
        return full if value == 1 else some.format(_percent(value)) if value else none
    return f"{short_name(path)} {said(value)}"


def _percent(share: float) -> str:
    return f"{said(round(100 * share, 1))} %"


def said(value: Any) -> str:
    """A level in words.

    Examples
    --------
    >>> said(1250.0), said(True), said("tinkering")
    ('1,250', 'yes', 'tinkering')
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if is_number(value):
        return f"{value:,.0f}" if value == round(value) else f"{value:,.4g}"
    return str(value)


def short_name(path: str) -> str:
    """A path in as few words as name it."""
    return path.rsplit(".", 1)[-1].replace("_", " ")
