"""Shocks: what moves a campaign from week to week and no person's psychology makes.

They follow one another week by week of real time, from the beginning of the calendar on, so that
shorter periods or a later start change no shock.
"""

from __future__ import annotations

import math


def week_of(time: float) -> int:
    """Number of the week that holds a time, from 0: floor(t), but for the rounding of t.

    Parameters
    ----------
    time
        Weeks since the beginning of the calendar, t.

    Examples
    --------
    >>> week_of(0.0), week_of(2.9), week_of(21 * (1 / 7))
    (0, 2, 3)
    """
    return math.floor(time + 1e-9)


def next_shock(before: float, week: int, sd: float, life: float, z: float) -> float:
    """The shock of a week: ρ s + √(1 - ρ²) sd z, ρ = exp(-1 / life); sd z in the first week.

    An autoregressive process that begins as it goes on, with the same spread in every week. The
    form is an assumption.

    Parameters
    ----------
    before
        Shock of the week before, s; of no account in the first.
    week
        Number of the week, from 0.
    sd
        Spread of the shocks.
    life
        Mean time over which a shock lasts, in weeks.
    z
        The week's standard normal number.

    Examples
    --------
    >>> next_shock(9.0, 0, 0.5, 4.0, 2.0)
    1.0
    >>> 0.7 < next_shock(1.0, 1, 0.5, 4.0, 0.0) < 0.8
    True
    """
    if week == 0:
        return sd * z
    kept = math.exp(-1.0 / life)
    return kept * before + math.sqrt(1.0 - kept * kept) * sd * z


def pull(shock: float, sd: float) -> float:
    """What a shock adds on the log scale of contributing: s - sd² / 2.

    The mean of its exponential is one, so that shocks alone draw nobody in the mean.

    Parameters
    ----------
    shock
        Of the week, s.
    sd
        Spread of the shocks.

    Examples
    --------
    >>> pull(0.0, 0.0), pull(1.0, 1.0)
    (0.0, 0.5)
    """
    return shock - 0.5 * sd * sd
