"""Time to failure: how long campaigns last, and of which cause they fail first.

Runs that do not fail are censored at the end of their calendar. All intervals take the runs as
independent: give the runs of one design point, whose replications each have luck of their own. To
compare designs that share their luck, pair them (`cocreation_sim.statistics.comparison`).
"""

from __future__ import annotations

import typing
import warnings
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from cocreation_sim.errors import InputError
from cocreation_sim.random_arrays import Floats
from cocreation_sim.scenario.limits import Cause
from cocreation_sim.statistics.failure import failure_risk, jeffreys
from cocreation_sim.statistics.summary import check_level
from cocreation_sim.wording.numbers import exact

COLUMNS: Final = ("failed", "failed_because", "failed_at", "causes")


class Time(NamedTuple):
    """A time and its interval in the unit of the calendar; infinite where it was not reached."""

    time: float
    low: float
    high: float


def survival(failed_at: ArrayLike, end: ArrayLike, level: float = 0.95) -> pd.DataFrame:
    """Share of runs that have not failed yet, over time (Kaplan and Meier).

    S(t) is the product of 1 - d / n over the times up to t, at which d of n runs at risk fail. Its
    interval is Greenwood's on the scale log(-log S). Where no run has failed, or every run, that
    does not exist; there it is the exact one of `failure_risk` for n / S runs, n being at risk and
    S surviving just before. Without censoring n / S is the number of runs.

    Parameters
    ----------
    failed_at
        When each run failed, from 0; nan if it did not.
    end
        End of the calendar, of each run or of all.
    level
        Share of such intervals that hold the true share at a time, above 0 and below 1.

    Returns
    -------
    DataFrame
        One row for time 0 and for each time at which a run fails or a calendar ends: `time`;
        `surviving` from then to the next row, with its interval `low` and `high`; `at_risk` just
        before; `failures` then.

    Raises
    ------
    InputError
        If there are no runs, a time is negative or after the end, or the level is invalid.

    References
    ----------
    Kaplan and Meier (1958), Nonparametric estimation from incomplete observations, Journal of the
    American Statistical Association 53, 457-481.
    Kalbfleisch and Prentice (2002), The statistical analysis of failure time data, 2nd ed.,
    section 1.4.

    Examples
    --------
    >>> survival([2, 5, 5, np.nan], 8).round(2)
       time  surviving   low  high  at_risk  failures
    0   0.0       1.00  0.40  1.00        4         0
    1   2.0       0.75  0.13  0.96        4         1
    2   5.0       0.25  0.01  0.67        3         2
    3   8.0       0.25  0.01  0.67        1         0
    """
    from scipy.stats import CensoredData, ecdf

    check_level(level)
    time, seen = _runs(failed_at, end)
    moments, at_risk, failures = _counts(time, seen)
    found = ecdf(CensoredData.right_censored(time, ~seen)).sf
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # nan at the ends, which are filled below
        interval = found.confidence_interval(level, method="log-log")
    start = [1.0] * (len(moments) - len(found.quantiles))  # time 0, unless a run fails then
    share, low, high = (
        np.concatenate([start, steps.probabilities]) for steps in (found, *interval)
    )
    before = np.concatenate([[1.0], share[:-1]])
    worth = at_risk / np.where(before > 0, before, 1.0)
    ends = (share == 0) | (share == 1)
    sure_low, sure_high = _jeffreys(share, worth, level)
    return pd.DataFrame(
        {
            "time": moments,
            "surviving": share,
            "low": np.where(ends, sure_low, low),
            "high": np.where(ends, sure_high, high),
            "at_risk": at_risk,
            "failures": failures,
        }
    )


def median_time(failed_at: ArrayLike, end: ArrayLike, level: float = 0.95) -> Time:
    """Time by which half of the runs have failed, and its interval (Brookmeyer and Crowley 1982).

    The interval holds the times at which the interval of the surviving share holds one half.

    Parameters
    ----------
    failed_at, end, level
        As for `survival`.

    Returns
    -------
    Time
        Infinite where the share, or the end of its interval, stays above one half to the end.

    References
    ----------
    Brookmeyer and Crowley (1982), A confidence interval for the median survival time, Biometrics
    38, 29-41.

    Examples
    --------
    >>> median_time([3, 4, 6, 6, 7, 9, 9, 12, np.nan, np.nan], 20)
    Time(time=7.0, low=3.0, high=12.0)
    """
    table = survival(failed_at, end, level)
    reached = [
        np.append(table["time"].to_numpy(float)[table[name] <= 0.5 + 1e-12], np.inf)[0]
        for name in ("surviving", "low", "high")
    ]
    return Time(*map(float, reached))


def restricted_mean(
    failed_at: ArrayLike, end: ArrayLike, until: float, level: float = 0.95
) -> Time:
    """Mean time without failure between 0 and `until`: the area under the surviving share.

    Its variance is Greenwood's, the sum of A² d / (n (n - d)), where A is the area from a failure
    on, times m / (m - 1) for m runs. As a share of `until` its interval is Jeffreys' for as many
    runs as have this variance if each either fails at once or never, and for m runs if there is
    no variance.

    Parameters
    ----------
    failed_at, end, level
        As for `survival`.
    until
        Up to which time; not after the last run was seen, unless every run has failed.

    Raises
    ------
    InputError
        If it is not known how many fail by `until`, or as for `survival`.

    References
    ----------
    Royston and Parmar (2013), Restricted mean survival time: an alternative to the hazard ratio,
    BMC Medical Research Methodology 13, 152.

    Examples
    --------
    >>> time, low, high = restricted_mean([2, 5, 5, np.nan], 8, until=8)
    >>> time, round(low, 2), round(high, 2)
    (5.0, 2.6, 6.9)
    """
    table = survival(failed_at, end, level)
    time, share, at_risk, failures = (
        table[name].to_numpy(float) for name in ("time", "surviving", "at_risk", "failures")
    )
    if not 0 < until <= (np.inf if share[-1] == 0 else time[-1] * (1 + 1e-9)):
        raise InputError(
            f"until is {until!r}; allowed is a time after 0, up to {exact(time[-1])}, when the "
            "last run was seen"
        )
    widths = np.diff(np.append(np.minimum(time, until), until))
    area = np.cumsum((share * widths)[::-1])[::-1]  # from each row on
    lost = np.where((time <= until) & (at_risk > failures), failures, 0)
    runs = at_risk[0]
    spread = float((area**2 * lost / (at_risk * np.maximum(at_risk - failures, 1))).sum())
    spread *= runs / max(runs - 1, 1) / until**2
    mean = min(float(area[0]) / until, 1.0)
    worth = mean * (1 - mean) / spread if spread > 1e-18 else runs
    low, high = (float(x) for x in _jeffreys(np.array(mean), np.array(worth), level))
    return Time(mean * until, low * until, high * until)


def causes(runs: pd.DataFrame, watched: Sequence[str] = (), level: float = 0.95) -> pd.DataFrame:
    """Share of runs that each cause fails first, and in which it occurs at all, with intervals.

    Parameters
    ----------
    runs
        Table of runs with the columns `failed`, `failed_because`, `failed_at`, `causes`.
    watched
        Causes to list even if they never occur; those that occur are listed anyway.
    level
        Level of the intervals, those of `failure_risk`.

    Returns
    -------
    DataFrame
        `cause`; `first`, the share of runs that it fails first, and its interval `first_low`,
        `first_high`; `ever`, the share of runs in which it occurs, `ever_low`, `ever_high`.

    Raises
    ------
    InputError
        If a column is missing, columns contradict one another, or the level is invalid.

    Examples
    --------
    >>> runs = pd.DataFrame(
    ...     {
    ...         "failed": [True, True, False, False],
    ...         "failed_because": ["starved", "overrun", "", ""],
    ...         "failed_at": [3.0, 2.0, np.nan, np.nan],
    ...         "causes": ["starved", "overrun, starved", "", ""],
    ...     }
    ... )
    >>> causes(runs)[["cause", "first", "ever", "ever_low", "ever_high"]].round(2)
         cause  first  ever  ever_low  ever_high
    0  starved   0.25  0.50      0.12       0.88
    1  overrun   0.25  0.25      0.03       0.72
    """
    check_level(level)
    first, every = _causes(runs)
    found = {cause for some in every for cause in some}
    known = [cause for cause in typing.get_args(Cause) if cause in found]
    names = list(dict.fromkeys([*watched, *known, *sorted(found)]))
    table: dict[str, object] = {"cause": names}
    for kind, has in (("first", [{cause} for cause in first]), ("ever", every)):
        counts = [sum(cause in some for some in has) for cause in names]
        risk = failure_risk(counts, len(first), level)
        table |= {kind: risk.risk, f"{kind}_low": risk.low, f"{kind}_high": risk.high}
    return pd.DataFrame(table)


def incidence(
    failed_at: ArrayLike, failed_because: ArrayLike, end: ArrayLike, level: float = 0.95
) -> pd.DataFrame:
    """Share of runs that have failed first of each cause, over time (Aalen and Johansen).

    F(t) of a cause is the sum of S d / n over the times up to t, at which it fails d of n runs at
    risk; S survive just before. Over all causes F adds up to 1 - S(t). The interval is Jeffreys'
    for F (1 - F) / variance runs, and for n / S runs where F is 0 or 1; with one calendar for all
    runs both are the number of runs.

    Parameters
    ----------
    failed_at, end, level
        As for `survival`.
    failed_because
        The first cause of each run; "" if it did not fail.

    Returns
    -------
    DataFrame
        For each cause that occurs one row a time of `survival`: `cause`, `time`, `incidence`,
        `low`, `high`, `failures`.

    Raises
    ------
    InputError
        If a run has a cause but no time or a time but no cause, or as for `survival`.

    References
    ----------
    Marubini and Valsecchi (1995), Analysing survival data from clinical trials and observational
    studies, section 10.5.

    Examples
    --------
    >>> table = incidence([2, 5, 5, np.nan], ["overrun", "starved", "overrun", ""], 8)
    >>> table[table["time"] == 8].round(2)
         cause  time  incidence   low  high  failures
    3  overrun   8.0       0.50  0.12  0.88         0
    7  starved   8.0       0.25  0.03  0.72         0
    """
    check_level(level)
    time, seen = _runs(failed_at, end)
    first = np.array([str(cause) for cause in np.atleast_1d(failed_because)], dtype=object)
    if len(first) != len(time) or np.any((first != "") != seen):
        raise InputError(
            "failed_because must name one cause for each run that has a time in failed_at, and be "
            "empty for each that has none"
        )
    moments, n, d = _counts(time, seen)
    before = np.concatenate([[1.0], np.cumprod(1 - d / n)[:-1]])
    hazard = np.where(n > d, d / (n * np.maximum(n - d, 1)), 0.0)  # nothing follows where n is d
    out = []
    for cause in sorted({c for c in first if c}):
        mine = _counts(time, first == cause)[2]
        share = np.cumsum(before * mine / n)
        cross = before * mine / n**2
        spread = (
            share**2 * np.cumsum(hazard)
            - 2 * share * np.cumsum(hazard * share + cross)
            + np.cumsum(
                hazard * share**2 + 2 * cross * share + before**2 * mine * (n - mine) / n**3
            )
        )
        unsure = (share > 1e-12) & (share < 1 - 1e-12)  # 0 and 1, but for rounding
        worth = n / np.where(before > 0, before, 1.0)
        worth[unsure] = (share * (1 - share))[unsure] / spread[unsure]
        low, high = _jeffreys(share, worth, level)
        columns = {"incidence": share, "low": low, "high": high, "failures": mine}
        out.append(pd.DataFrame({"cause": cause, "time": moments, **columns}))
    empty = pd.DataFrame(columns=["cause", "time", "incidence", "low", "high", "failures"])
    return pd.concat(out, ignore_index=True) if out else empty


def _runs(failed_at: ArrayLike, end: ArrayLike) -> tuple[Floats, NDArray[np.bool_]]:
    """When each run was seen last, and whether it failed then."""
    try:
        failed, ends = np.broadcast_arrays(np.asarray(failed_at, float), np.asarray(end, float))
    except (TypeError, ValueError):
        raise InputError(
            "failed_at and end must be numbers: a time, or nan, for each run, and an end for each "
            "run or for all"
        ) from None
    if failed.ndim != 1 or len(failed) == 0:
        raise InputError(
            f"failed_at has shape {failed.shape}; allowed is a list of times, not empty"
        )
    if not np.all(np.isfinite(ends) & (ends > 0)):
        raise InputError(f"end is {end!r}; allowed are times after 0")
    wrong = (failed < 0) | (failed > ends * (1 + 1e-9))
    if np.any(wrong):
        place = int(wrong.argmax())
        raise InputError(
            f"failed_at is {exact(failed[place])} in run {place}; allowed is nan, or a time from 0 "
            f"to its end at {exact(ends[place])}"
        )
    return np.fmin(failed, ends), ~np.isnan(failed)


def _counts(
    time: Floats, seen: NDArray[np.bool_]
) -> tuple[Floats, NDArray[np.int64], NDArray[np.int64]]:
    """From time 0 on: the times, the runs at risk just before, and those that fail then."""
    moments, place = np.unique(np.append(0.0, time), return_inverse=True)
    left = np.bincount(place[1:], minlength=len(moments))
    failures = np.bincount(place[1:], weights=seen, minlength=len(moments)).astype(np.int64)
    at_risk = len(time) - np.cumsum(left) + left
    return moments, at_risk, failures


def _jeffreys(share: Floats, runs: Floats, level: float) -> tuple[Floats, Floats]:
    """Interval of a share for a number of runs that need not be whole, as in `failure_risk`."""
    share = np.where(share > 1 - 1e-12, 1.0, share)  # but for rounding
    return jeffreys(share * runs, runs * np.ones_like(share), (1 - level) / 2)


def _causes(runs: pd.DataFrame) -> tuple[list[str], list[set[str]]]:
    """First cause of each run, and all of its causes."""
    missing = [name for name in COLUMNS if name not in runs]
    if missing:
        raise InputError(f"runs have no column {missing[0]!r}; allowed is a table of runs")
    if len(runs) == 0:
        raise InputError("there are no runs; allowed is a table of at least one")
    first = [str(cause) for cause in runs["failed_because"].fillna("")]
    every = [{c for c in str(some).split(", ") if c} for some in runs["causes"].fillna("")]
    failed, timed = runs["failed"].to_numpy(bool), runs["failed_at"].notna().to_numpy()
    for place, (one, some) in enumerate(zip(first, every, strict=True)):
        told = {bool(failed[place]), bool(timed[place]), one != "", one in some, bool(some)}
        if len(told) > 1:
            raise InputError(
                f"run {place} contradicts itself: failed is {failed[place]}, failed_because "
                f"{one!r}, causes {sorted(some)}; allowed is that all say the same"
            )
    return first, every
