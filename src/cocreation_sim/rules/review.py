"""Review: how fast ideas are read, who reads them, and what their authors are told.

Nearly nine first ideas in ten get no answer (C1); a reply, and a reason more so, brings people
back (C2, C3). What follows for a person stands in `rules.learning`.
"""

from __future__ import annotations

from cocreation_sim.rules import events as ev


def rate(capacity: float, capacity_per_core: float, core: int) -> float:
    """Ideas that can be read a week: capacity + capacity per core member * active core.

    Parameters
    ----------
    capacity
        Of the firm's own staff, ideas a week.
    capacity_per_core
        Of each active core member, ideas a week.
    core
        Active core members.

    Examples
    --------
    >>> rate(10.0, 2.0, 3)
    16.0
    """
    return capacity + capacity_per_core * core


def reviewer(u: float, rate: float, capacity_per_core: float, core: int) -> int:
    """Which core member reads an idea, from 0; -1 if the firm's own staff does.

    Each reads in proportion to capacity: place u * rate, the core first.

    Parameters
    ----------
    u
        The idea's uniform number for its reviewer.
    rate
        Ideas a week that all can read; see the function of that name.
    capacity_per_core, core
        Ideas a week of each active core member, and how many there are.

    Examples
    --------
    >>> [reviewer(u, 16.0, 2.0, 3) for u in (0.0, 0.2, 0.9)]
    [0, 1, -1]
    """
    place = u * rate
    if place >= capacity_per_core * core:
        return -1
    return min(int(place / capacity_per_core), core - 1)


def replies(u: float, answered: float) -> bool:
    """Whether an idea that was read gets an answer: u < share answered.

    Parameters
    ----------
    u
        The idea's uniform number for it.
    answered
        Share of the ideas read that are answered, 0 to 1.

    Examples
    --------
    >>> replies(0.1, 0.12), replies(0.12, 0.12)
    (True, False)
    """
    return u < answered


def explains(u: float, explained: float) -> bool:
    """Whether an answer gives reasons: u < share explained.

    Parameters
    ----------
    u
        The idea's uniform number for it.
    explained
        Share of the answers that give reasons, 0 to 1.

    Examples
    --------
    >>> explains(0.1, 0.2), explains(0.2, 0.2)
    (True, False)
    """
    return u < explained


def is_accepted(judged: float, bar: float) -> bool:
    """Whether an idea is merged when it is reviewed: judged >= bar.

    Parameters
    ----------
    judged
        Quality as the firm or its core sees it, in standard deviations.
    bar
        What an idea needs.

    Examples
    --------
    >>> is_accepted(0.5, 0.5), is_accepted(0.4, 0.5)
    (True, False)
    """
    return judged >= bar


def heard_at(read: float, delay: float, end: float) -> float:
    """When the author hears of it: max(read + delay, end of the sub-round), in weeks.

    Parameters
    ----------
    read
        When the idea was read.
    delay
        From reading to replying.
    end
        Of the sub-round: news reaches people in the next one at the earliest.

    Examples
    --------
    >>> heard_at(1.0, 0.5, 1.25), heard_at(1.0, 0.125, 1.25)
    (1.5, 1.25)
    """
    return max(read + delay, end)


def answer(explains: bool) -> int:
    """News of an answer: with reasons or without.

    Parameters
    ----------
    explains
        Whether it gives reasons.

    Examples
    --------
    >>> answer(True) == ev.EXPLAINED, answer(False) == ev.REPLIED
    (True, True)
    """
    return ev.EXPLAINED if explains else ev.REPLIED


def refusal(announce: bool) -> int:
    """News of an idea that was not merged and got no answer: told so, or silence.

    Parameters
    ----------
    announce
        Whether those not selected are told.

    Examples
    --------
    >>> refusal(True) == ev.REJECTED, refusal(False) == ev.IGNORED
    (True, True)
    """
    return ev.REJECTED if announce else ev.IGNORED
