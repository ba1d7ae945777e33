"""Taking stock: what has been spent, and how many are there, at the end of a sub-round."""

from __future__ import annotations

import math


def spent_by(at_once: int, before: float, a_week: float, weeks: float) -> int:
    """Cents spent so far on something that runs: at once + floor(before + a week * weeks).

    Rounded down so that what is spent is whole cents whatever the length of the sub-rounds.

    Parameters
    ----------
    at_once
        Cents spent at the start.
    before
        Cents spent at earlier rates, with their fractions; 0 before the rate ever changes.
    a_week
        Cents a week now.
    weeks
        Since the campaign's start, or the last change of the rate.

    Examples
    --------
    >>> spent_by(500, 0.0, 10.5, 3.0), spent_by(500, 31.5, 100.0, 0.1)
    (531, 541)
    """
    return at_once + math.floor(before + a_week * weeks)


def cost(spent: int, production: int) -> int:
    """What the campaign costs: all that was spent, but for the production of what is sold.

    Production comes with sales, which pay for it; it would make a success look like an overrun.

    Parameters
    ----------
    spent, production
        In all, and on production, in cents.

    Examples
    --------
    >>> cost(1200, 200)
    1000
    """
    return spent - production


def present(engaged: int, paused: int) -> int:
    """People of the community: engaged or waiting for an answer, burned out or not.

    Parameters
    ----------
    engaged, paused
        People in either state; those who are burned out are among them.

    Examples
    --------
    >>> present(10, 5)
    15
    """
    return engaged + paused


def peak(before: int, present: int) -> int:
    """Most people ever present.

    Parameters
    ----------
    before
        The most so far.
    present
        People present now; see the function of that name.

    Examples
    --------
    >>> peak(10, 15), peak(10, 5)
    (15, 10)
    """
    return max(before, present)
