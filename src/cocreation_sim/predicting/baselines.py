"""Statistical forecasts that know nothing of campaigns, which any model has to beat."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from cocreation_sim.errors import InputError
from cocreation_sim.random_arrays import Floats, node, normals, picks

FEWEST_TO_SMOOTH = 4
MOST_LOG = 18.0  # e ** 18 contributions an interval: smoothing that explodes is stopped there


def last_values(history: Floats, horizon: int, samples: int, seed: int, of: int = 12) -> Floats:
    """The coming intervals drawn from the last values, each interval on its own.

    Parameters
    ----------
    history
        Contributions by interval, oldest first; gaps are nan.
    horizon, samples
        Intervals ahead, and how many futures; the result has shape (samples, horizon).
    seed
        Root of the luck.
    of
        From how many values.

    Examples
    --------
    >>> sorted(set(last_values(np.array([9.0, 1.0, 2.0]), 2, 50, 1, of=2).ravel().tolist()))
    [1.0, 2.0]
    """
    last = history[np.isfinite(history)][-of:]
    drawn = [
        last[picks(node(seed, "last values", step), np.ones(len(last)), samples)]
        for step in range(horizon)
    ]
    return np.column_stack(drawn)


def smoothing(history: Floats, horizon: int, samples: int, seed: int) -> Floats:
    """Exponential smoothing of log(1 + contributions), simulated ahead.

    The simple form, one with a trend and one with a damped trend (additive errors) are fitted by
    statsmodels, and that with the lowest corrected AIC is taken. Gaps are bridged by straight
    lines. Of fewer than four values the last values are drawn instead.

    Raises
    ------
    InputError
        If statsmodels is not installed.

    Examples
    --------
    >>> smoothing(np.array([5.0, 4.0, 6.0, 5.0, 5.0, 4.0]), 3, 10, 1).shape
    (10, 3)
    """
    try:
        from statsmodels.tsa.exponential_smoothing.ets import (  # type: ignore[import-untyped]
            ETSModel,
        )
    except ImportError:
        raise InputError(
            'exponential smoothing needs statsmodels; pip install "cocreation-sim[forecast]"'
        ) from None
    known = np.flatnonzero(np.isfinite(history))
    if len(known) < FEWEST_TO_SMOOTH:
        return last_values(history, horizon, samples, seed)
    x = np.interp(np.arange(known[0], len(history)), known, np.log1p(history[known]))
    if np.ptp(x) < 1e-9:
        return np.full((samples, horizon), np.expm1(x[-1]))
    fits: list[Any] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the optimiser; what comes of it is judged by its AIC
        for trend, damped in ((None, False), ("add", False), ("add", True)):
            if trend and len(x) < 8:
                continue
            fits.append(
                ETSModel(x, error="add", trend=trend, damped_trend=damped).fit(
                    disp=False, maxiter=200
                )
            )
        best = min(fits, key=lambda fit: fit.aicc if np.isfinite(fit.aicc) else np.inf)
        errors = normals(node(seed, "smoothing"), horizon, samples) * np.sqrt(best.mse)
        ahead = best.simulate(horizon, anchor="end", repetitions=samples, random_errors=errors)
    paths = np.asarray(ahead, float).reshape(horizon, samples).T
    return np.expm1(np.clip(paths, 0.0, MOST_LOG))
