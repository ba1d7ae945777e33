"""Levers in the words of those who decide: what is done, rather than a name and a number."""

from __future__ import annotations

from typing import Any, Final

from cocreation_sim.wording.numbers import exact, written

STOPPED: Final = (
    "Stopped early: this is what was known by then. The same call with a store resumes from here."
)
# What is done, what it is called where the value is 0, and the unit of the value.
AMOUNTS: Final = {
    "reward.prize": ("a prize of {}", "no prize", "EUR"),
    "reward.pay": ("pay of {} for each idea", "no pay for ideas", "EUR"),
    "selection.winners": ("{} winners", "no winner", ""),
    "outreach.launch_spend": ("{} for outreach at the launch", "no outreach at the launch", "EUR"),
}
A_UNIT: Final = {
    "review.capacity": ("time to read {} ideas a {}", "no time to read ideas", ""),
    "outreach.spend": ("{} for outreach a {}", "no steady outreach", "EUR"),
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
    ('a prize of EUR 1,500', '40 % of ideas answered')
    >>> deed("campaigns.x.outreach.spend", 3.4, "week"), deed("campaigns.x.reward.badges", 0.0)
    ('EUR 3.40 for outreach a week', 'no badges')
    >>> deed("campaigns.x.terms.fairness", 0.5)
    'fairness 0.5'
    """
    key = ".".join(path.split(".")[2:])
    if key in AMOUNTS or (key in A_UNIT and every):
        some, none, unit = {**AMOUNTS, **A_UNIT}[key]
        one = some.replace("winners", "winner") if value == 1 else some
        return one.format(written(value, unit), every) if value else none
    if key in SHARES:
        some, full, none = SHARES[key]
        told = exact(value, "share", digits=3)
        return full if value == 1 else some.format(told) if value else none
    return f"{short_name(path)} {written(value)}"


def short_name(path: str) -> str:
    """A path in as few words as name it."""
    return path.rsplit(".", 1)[-1].replace("_", " ")
