"""Forecasts made at many past dates of real series, held against what came and baselines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
import pandas as pd

from cocreation_sim.random_arrays import Floats, node
from cocreation_sim.statistics.scores import block_interval, covered, crps

Forecaster = Callable[[Floats, int, int], Floats]  # history, horizon, seed -> (samples, horizon)
FALLEN: Final = 0.5  # of the mean of the last year
BASELINES: Final = ("smoothing", "last values")


def cut_points(length: int, horizon: int, first: int, step: int) -> list[int]:
    """Numbers of intervals that are taken as known, from `first` on, with a whole future each.

    Examples
    --------
    >>> cut_points(20, 3, 6, 5)
    [6, 11, 16]
    """
    return list(range(first, length - horizon + 1, step))


def backtest(
    name: str, counts: Floats, forecasters: Mapping[str, Forecaster], horizon: int, first: int,
    step: int, seed: int, year: int = 12,
) -> pd.DataFrame:  # fmt: skip
    """Score forecasters on one series: one row a forecaster, cut point and interval ahead.

    The row with `ahead` 0 speaks of the sum over the horizon. Columns: series, forecaster, cut,
    ahead, what came, the median of what was forecast, crps, whether the intervals of 90 and 50 %
    held what came (in_90, in_50); and `risk`, the probability given to less than half of the mean
    of the last year, beside whether it came (fell).

    Parameters
    ----------
    name, counts
        The series.
    forecasters
        By name: from a history, a horizon and a seed to futures of shape (samples, horizon).
    horizon, first, step
        Intervals ahead; the first cut point, and how far apart they are.
    seed
        Root of the luck.
    year
        Intervals of a year.

    Examples
    --------
    >>> flat = lambda history, horizon, seed: np.full((2, horizon), history[-1])
    >>> backtest("mine", np.arange(9.0), {"flat": flat}, 2, 3, 4, 1)["crps"].tolist()
    [1.0, 2.0, 3.0, 1.0, 2.0, 3.0]
    """
    rows = []
    for cut in cut_points(len(counts), horizon, first, step):
        came = counts[cut : cut + horizon]
        half = FALLEN * float(np.mean(counts[max(0, cut - year) : cut]))
        for forecaster, ahead in forecasters.items():
            paths = ahead(counts[:cut], horizon, node(seed, name, cut))
            whole = [(0, paths.sum(axis=1), float(came.sum()))]
            each = [(k + 1, paths[:, k], float(came[k])) for k in range(horizon)]
            rows += [
                {
                    "series": name, "forecaster": forecaster, "cut": cut, "ahead": place,
                    "came": observed, "median": float(np.median(drawn)),
                    "crps": crps(drawn, observed), "in_90": covered(drawn, observed, 0.9),
                    "in_50": covered(drawn, observed, 0.5),
                    "risk": float(np.mean(drawn < half * (1 if place else horizon))),
                    "fell": observed < half * (1 if place else horizon),
                }
                for place, drawn, observed in [*each, *whole]
            ]  # fmt: skip
    return pd.DataFrame(rows)


def ratios(
    scores: pd.DataFrame, ours: str, seed: int, block: int = 4, total: bool = False
) -> pd.DataFrame:
    """One row a series: mean CRPS of a forecaster over that of each baseline, with 95 % intervals.

    Intervals come from blocks of neighbouring cut points. `better` is the ratio to the better of
    the baselines over the series (chosen once, from all its cut points).

    Parameters
    ----------
    scores
        As `backtest` makes them.
    ours
        The forecaster.
    seed
        Root of the luck of blocks.
    block
        Cut points in a block.
    total
        Whether the sum over the horizon is judged, rather than its intervals.
    """
    judged = scores[(scores["ahead"] == 0) == total]
    rows = []
    for name, part in judged.groupby("series", sort=False):
        by_cut = part.pivot_table(index="cut", columns="forecaster", values="crps")
        means = by_cut.mean()
        best = min(BASELINES, key=lambda baseline: float(means[baseline]))
        row: dict[str, object] = {
            "series": name, "cuts": len(by_cut), "crps": means[ours], "best_rival": best,
        }  # fmt: skip
        for baseline, column in (*((r, r) for r in BASELINES), ("better", best)):
            pair = by_cut[[ours, column]].to_numpy(float)
            row[baseline] = float(pair[:, 0].mean() / pair[:, 1].mean())
            size = min(block, len(pair))
            low, high = block_interval(_ratio, pair, size, node(seed, str(name), baseline))
            row[f"{baseline}_low"], row[f"{baseline}_high"] = low, high
        rows.append(row)
    return pd.DataFrame(rows)


def _ratio(pair: Floats) -> float:
    return float(pair[:, 0].mean() / pair[:, 1].mean())


def overall(
    scores: pd.DataFrame, ours: str, baseline: str, seed: int, block: int = 4, total: bool = False,
    repeats: int = 1000,
) -> tuple[float, float, float]:  # fmt: skip
    """Mean over series of the ratio of mean CRPS, with its 95 % interval.

    The interval holds the luck of the cut points, in blocks, inside each series; the series are
    taken as given.
    """
    judged = scores[(scores["ahead"] == 0) == total]
    pairs = [
        part.pivot_table(index="cut", columns="forecaster", values="crps")[
            [ours, baseline]
        ].to_numpy(float)
        for _, part in judged.groupby("series", sort=False)
    ]
    drawn = np.zeros((len(pairs), repeats))
    for k, pair in enumerate(pairs):
        draws: list[float] = []

        def kept(rows: Floats, into: list[float] = draws) -> float:
            into.append(_ratio(rows))
            return into[-1]

        block_interval(kept, pair, min(block, len(pair)), node(seed, "all", k), repeats=repeats)
        drawn[k] = draws
    low, high = np.quantile(drawn.mean(axis=0), [0.025, 0.975])
    return float(np.mean([_ratio(pair) for pair in pairs])), float(low), float(high)
