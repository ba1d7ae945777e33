"""How good forecasts by samples are: CRPS, coverage, and intervals from blocks of cut points."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from cocreation_sim.random_arrays import Floats, node, uniforms


def crps(samples: Floats, observed: float) -> float:
    """Continuous ranked probability score of a forecast given by samples; smaller is better.

        CRPS = 1/n sum |x_i − y|  −  1/(2 n²) sum sum |x_i − x_j|

    with the double sum from the sorted samples, sum sum |x_i − x_j| = 2 sum (2 i − n − 1) x_(i)
    (Gneiting and Raftery 2007, JASA 102, 359-378, eq. 20 and 21). In the unit of what is forecast;
    for a single sample the absolute error.

    Examples
    --------
    >>> crps(np.array([3.0]), 5.0), crps(np.array([0.0, 2.0]), 1.0)
    (2.0, 0.5)
    """
    x = np.sort(np.asarray(samples, float))
    n = len(x)
    spread = (2 * np.arange(1, n + 1) - n - 1) @ x / (n * n)
    return float(np.abs(x - observed).mean() - spread)


def covered(samples: Floats, observed: float, level: float = 0.9) -> bool:
    """Whether the central interval of a level holds what was observed, its ends included.

    Examples
    --------
    >>> covered(np.arange(101.0), 5.0), covered(np.arange(101.0), 2.0)
    (True, False)
    """
    low, high = np.quantile(samples, [(1 - level) / 2, (1 + level) / 2])
    return bool(low <= observed <= high)


def block_interval(
    statistic: Callable[[Floats], float],
    rows: Floats,
    block: int,
    seed: int,
    level: float = 0.95,
    repeats: int = 1000,
) -> tuple[float, float]:
    """An interval of a statistic of rows in time, which depend on their neighbours.

    Circular blocks of neighbouring rows are drawn with replacement (Politis and Romano 1992).

    Parameters
    ----------
    statistic
        Of rows of the same shape.
    rows
        One a cut point, in order of time.
    block
        Rows in a block: as many as overlap, and no fewer than 1.

    Examples
    --------
    >>> rows = np.arange(40.0)[:, None] % 2
    >>> block_interval(lambda r: float(r.mean()), rows, 2, seed=1)
    (0.5, 0.5)
    """
    n = len(rows)
    count = -(-n // block)
    starts = (uniforms(node(seed, "blocks"), repeats, count) * n).astype(np.int64)
    places = (starts[:, :, None] + np.arange(block)) % n
    drawn = [statistic(rows[row.ravel()[:n]]) for row in places]
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
