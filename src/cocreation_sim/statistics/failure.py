"""The risk of failure, estimated from how many of n runs failed, with its interval."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cocreation_sim.errors import InputError, check_number, check_word
from cocreation_sim.random_arrays import Floats
from cocreation_sim.wording.numbers import exact

Method = Literal["jeffreys", "wilson"]


class Risk(NamedTuple):
    """A risk and its interval, each an array of the same shape."""

    risk: Floats
    low: Floats
    high: Floats


def failure_risk(
    failures: ArrayLike, runs: ArrayLike, level: float = 0.95, method: Method = "jeffreys"
) -> Risk:
    """Share of runs that failed, and the interval in which the risk itself lies.

    Jeffreys: quantiles of Beta(k + 1/2, n - k + 1/2); where no run failed or every run did, 0 or 1
    and the exact bound of Clopper and Pearson, as Brown, Cai and DasGupta advise, since there
    Jeffreys' own is too narrow. With 100 runs or more 95 % intervals hold any risk from 0.02 to
    0.98 with a probability of at least 0.92, and of 0.95 on average. Wilson: the risks p for which
    k differs from n p by at most z standard deviations. Both stay within 0 and 1 and keep about
    their level for any risk and number of runs.

    Parameters
    ----------
    failures
        Number of runs that failed, k; a number or an array.
    runs
        Number of runs, n; a number or an array that broadcasts with `failures`.
    level
        Share of such intervals that hold the true risk, above 0 and below 1.
    method
        "jeffreys" or "wilson".

    Returns
    -------
    Risk
        `risk` = k / n (nan without runs), `low` and `high`.

    Raises
    ------
    InputError
        If `failures` are not counts from 0 to `runs`, or level or method are not allowed.

    References
    ----------
    Brown, Cai and DasGupta (2001), Interval estimation for a binomial proportion, Statistical
    Science 16, 101-133.

    Examples
    --------
    >>> risk, low, high = failure_risk([0, 3, 20], 20)
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.0, 0.044, 0.832], [0.168, 0.349, 1.0])
    """
    k, n = np.broadcast_arrays(_counts("failures", failures), _counts("runs", runs))
    if np.any(k > n):
        worst = int(np.argmax(k - n))
        raise InputError(
            f"failures is {exact(k.flat[worst])} of {exact(n.flat[worst])} runs; allowed is a "
            "whole number from 0 to the number of runs"
        )
    level = check_number("level", level, below=1)
    interval = {"jeffreys": jeffreys, "wilson": _wilson}[
        check_word("method", method, get_args(Method))
    ]
    low, high = interval(k, n, (1 - level) / 2)
    share = np.divide(k, n, out=np.full(k.shape, np.nan), where=n > 0)
    return Risk(share, low, high)


def pooled_risk(
    failed: NDArray[np.bool_], replications: NDArray[np.int_], level: float = 0.95
) -> Risk:
    """Failure risk of several design points together, whose runs share their luck.

    Runs of one replication are alike, so together they say less than as many independent runs.
    The Jeffreys interval is taken for the number of independent runs with the same variance of
    the mean, p (1 - p) / var(p), at most the number of runs (Korn and Graubard 1998); where no
    run or every run failed that variance cannot be seen, and each replication counts once.

    Parameters
    ----------
    failed
        Whether each run failed.
    replications
        The replication each run belongs to.
    level
        Level of the interval.

    References
    ----------
    Korn and Graubard (1998), Confidence intervals for proportions with small expected number of
    positive counts estimated from survey data, Survey Methodology 24, 193-201.

    Examples
    --------
    >>> alike = pooled_risk(np.array([True, True, False, False] * 10), np.arange(40) // 2)
    >>> float(alike.high.round(2)), float(failure_risk(10, 20).high.round(2))
    (0.71, 0.71)
    """
    _, place, sizes = np.unique(replications, return_inverse=True, return_counts=True)
    runs, clusters = len(failed), len(sizes)
    share = float(failed.mean()) if runs else np.nan
    if clusters == runs:
        return failure_risk(int(failed.sum()), runs, level)
    excess = np.bincount(place, weights=failed - share)
    spread = float(excess @ excess) / runs**2 * clusters / max(clusters - 1, 1)
    certain = share in (0.0, 1.0)
    worth = float(clusters) if certain else min(runs, share * (1 - share) / max(spread, 1e-12))
    k, n = np.asarray(share * worth), np.asarray(worth)
    low, high = jeffreys(k, n, (1 - level) / 2)
    if share == 1:
        high = np.asarray(1.0)
    return Risk(np.asarray(share), low, high)


def _counts(name: str, values: ArrayLike) -> Floats:
    try:
        counts = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        counts = np.array(np.nan)
    if not np.all(np.isfinite(counts) & (counts >= 0) & (counts == np.floor(counts))):
        raise InputError(f"{name} is {values!r}; allowed are whole numbers from 0")
    return counts


def jeffreys(k: Floats, n: Floats, tail: float) -> tuple[Floats, Floats]:
    """The ends of Jeffreys' interval, exact where none or all of the runs failed.

    Quantiles of Beta(k + 1/2, n - k + 1/2); see `failure_risk`.

    Parameters
    ----------
    k, n
        Runs that failed, and runs: arrays of one shape. They need not be whole numbers.
    tail
        Probability that is left out at either end: (1 - level) / 2.

    Examples
    --------
    >>> low, high = jeffreys(np.array([0.0, 3.0]), np.array([20.0, 20.0]), 0.025)
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.0, 0.044], [0.168, 0.349])
    """
    from scipy.special import betaincinv

    low: Any = betaincinv(k + 0.5, n - k + 0.5, tail)
    high: Any = betaincinv(k + 0.5, n - k + 0.5, 1 - tail)
    bound = tail ** (1 / np.maximum(n, 1e-9))
    low = np.where(k == 0, 0.0, np.where(k == n, bound, low))
    return low, np.where(k == n, 1.0, np.where(k == 0, 1.0 - bound, high))


def _wilson(k: Floats, n: Floats, tail: float) -> tuple[Floats, Floats]:
    from scipy.special import ndtri

    z = -float(ndtri(tail))
    runs = np.maximum(n, 1.0)
    share = k / runs
    centre = share + z * z / (2 * runs)
    half = z * np.sqrt(share * (1 - share) / runs + z * z / (4 * runs * runs))
    scale = 1 + z * z / runs
    low = np.where(k == 0, 0.0, np.clip((centre - half) / scale, 0.0, 1.0))
    high = np.where(k == n, 1.0, np.clip((centre + half) / scale, 0.0, 1.0))
    return low, high
