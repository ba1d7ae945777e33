"""What counts as failure: one rule a cause, held against the limits that the firm has set.

The causes and their words stand in `cocreation_sim.scenario.limits`, beside the limits. That these
are the ways in which campaigns fail is row B1 of the evidence (most die for want of contributions)
and, for the rest, an assumption; where a limit lies is the firm's to say.
"""

from __future__ import annotations

from typing import NamedTuple

from cocreation_sim.scenario.limits import Limits


class Standing(NamedTuple):
    """How a campaign stands at the end of a sub-round, in real people, ideas and cents."""

    sub_rounds: int  # since the campaign's start, this one included
    window: int  # sub-rounds over which contributions are watched
    over: bool  # is this the last sub-round of the run
    ideas: int
    recent: int  # ideas of the window
    interesting: int
    worth_making: int  # interesting, and above the bar where no prize is guaranteed
    promised: int  # winners promised
    selected: int
    integrated: int
    mean_fit: float  # of what is integrated, when the run is over; before, 0
    waiting: int  # ideas waiting to be read
    read: int
    answered: int
    engaged: int  # people engaged and not burned out
    burned_out: int
    present: int  # people engaged or waiting for an answer, burned out or not
    peak: int  # most people ever present
    cost: int  # cents spent, but for the production of what is sold
    revenue: int  # cents


def starved(s: Standing, limits: Limits) -> bool:
    """Too few contributions: fewer ideas in the last window than the limit.

    It cannot occur before the campaign has lasted as long as the window. Nine initiatives in ten
    do not have steady contributions (B1); where the limit lies is an assumption.

    Parameters
    ----------
    s
        How the campaign stands.
    limits
        Read: `contributions`; the window is in `s`, in sub-rounds.

    Examples
    --------
    >>> s = Standing(*[0] * 20)._replace(sub_rounds=91, window=91, recent=3)
    >>> [starved(s, Limits(contributions=n)) for n in (3, 4)]
    [False, True]
    >>> starved(s._replace(sub_rounds=90), Limits(contributions=4))
    False
    """
    return s.sub_rounds >= s.window and s.recent < limits.contributions


def abandoned(s: Standing, limits: Limits) -> bool:
    """The community has collapsed: present < share * peak.

    People who are burned out count as present: they may come back. The form is an assumption.

    Parameters
    ----------
    s
        How the campaign stands.
    limits
        Read: `engaged_share`.

    Examples
    --------
    >>> s = Standing(*[0] * 20)._replace(present=5, peak=100)
    >>> [abandoned(s, Limits(engaged_share=share)) for share in (0.05, 0.06)]
    [False, True]
    """
    return s.present < limits.engaged_share * s.peak


def overrun(s: Standing, limits: Limits) -> bool:
    """More spent than the budget, or more ideas waiting than the firm can bear.

    cost > budget or waiting > queue. The form is an assumption.

    Parameters
    ----------
    s
        How the campaign stands.
    limits
        Read: `budget`, in EUR, and `queue`.

    Examples
    --------
    >>> s = Standing(*[0] * 20)._replace(cost=100_001, waiting=50)
    >>> overrun(s, Limits(budget=1000.0)), overrun(s, Limits(queue=49)), overrun(s, Limits())
    (True, True, False)
    """
    return s.cost > limits.budget * 100 or s.waiting > limits.queue


def nothing_worth_making(s: Standing, limits: Limits) -> bool:
    """At the end: fewer ideas worth making than winners promised.

    The firm's promise is the limit. Contests end without a solution (A25); the form is an
    assumption.

    Parameters
    ----------
    s
        How the campaign stands.
    limits
        Not read.

    Examples
    --------
    >>> s = Standing(*[0] * 20)._replace(over=True, worth_making=2, promised=3)
    >>> nothing_worth_making(s, Limits())
    True
    >>> nothing_worth_making(s._replace(over=False), Limits())
    False
    """
    return s.over and s.worth_making < s.promised


def incoherent(s: Standing, limits: Limits) -> bool:
    """At the end: what is integrated does not fit together; nothing integrated is not incoherent.

    mean fit < coherence. The form is an assumption.

    Parameters
    ----------
    s
        How the campaign stands.
    limits
        Read: `coherence`, in standard deviations of fit.

    Examples
    --------
    >>> s = Standing(*[0] * 20)._replace(over=True, integrated=4, mean_fit=-0.5)
    >>> [incoherent(s, Limits(coherence=fit)) for fit in (-1.0, 0.0)]
    [False, True]
    >>> incoherent(s._replace(integrated=0), Limits(coherence=0.0))
    False
    """
    return s.over and s.integrated > 0 and s.mean_fit < limits.coherence


def exhausted(s: Standing, limits: Limits) -> bool:
    """Too much of the community is burned out at once: burned out > share * present.

    Most maintainers of open source have quit or thought of it, and half of these name burnout (F1,
    F2); the form and where the limit lies are assumptions.

    Parameters
    ----------
    s
        How the campaign stands.
    limits
        Read: `burned_out_share`.

    Examples
    --------
    >>> s = Standing(*[0] * 20)._replace(burned_out=11, present=20)
    >>> [exhausted(s, Limits(burned_out_share=share)) for share in (0.5, 0.55)]
    [True, False]
    """
    return s.burned_out > limits.burned_out_share * s.present


def occurred(s: Standing, limits: Limits) -> int:
    """Which causes occur now: the sum of 2^k over those that do, k in the order of `CAUSES`.

    Parameters
    ----------
    s
        How the campaign stands.
    limits
        What the firm holds it against.

    Examples
    --------
    >>> s = Standing(*[0] * 20)._replace(over=True, promised=1, sub_rounds=1)
    >>> occurred(s, Limits(contributions=0)), occurred(s, Limits(contributions=1))
    (8, 9)
    """
    return (
        starved(s, limits)
        + 2 * abandoned(s, limits)
        + 4 * overrun(s, limits)
        + 8 * nothing_worth_making(s, limits)
        + 16 * incoherent(s, limits)
        + 32 * exhausted(s, limits)
    )
