"""How often intervals hold the truth where an experiment stops as soon as they are narrow enough.

Usage: python benchmarks/stopping.py [--experiments 4000] [--least 20]

Every experiment has its own runs, drawn from a shape whose mean is known, and stops by
`cocreation_sim.StoppingRule`. Widths are those that a fixed number of runs, 30 to 300, would give.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

import cocreation_sim as cs
from cocreation_sim.statistics.failure import failure_risk
from cocreation_sim.statistics.summary import mean_interval

Draw = Callable[[np.random.Generator, tuple[int, ...]], NDArray[np.float64]]
MOST = 1000
RUNS = (30, 100, 300)  # that a width would take, were the spread known
SHAPES: dict[str, tuple[Draw, float, float]] = {  # how it is drawn, its mean, its spread
    "bell": (lambda luck, size: luck.normal(10, 1, size), 10, 1),
    "exponential": (lambda luck, size: luck.exponential(1, size), 1, 1),
    **{
        f"log-normal, sigma {s}": (
            lambda luck, size, s=s: luck.lognormal(0, s, size),
            math.exp(s**2 / 2),
            math.sqrt((math.exp(s**2) - 1) * math.exp(s**2)),
        )
        for s in (0.5, 1.0, 1.5)
    },
    **{
        f"risk {p}": (lambda luck, size, p=p: luck.random(size) < p, p, math.sqrt(p * (1 - p)))
        for p in (0.1, 0.3, 0.5)
    },
}


def cover(shape: str, runs: int, experiments: int, least: int, seed: int = 1) -> float:
    """Share of experiments whose interval holds the truth when they stop.

    Parameters
    ----------
    shape
        One of `SHAPES`.
    runs
        That the width would take, were the spread known.
    experiments, least, seed
        How many, the fewest runs of each, and the root of their luck.
    """
    draw, truth, spread = SHAPES[shape]
    risk = shape.startswith("risk")
    drawn = draw(np.random.default_rng(seed), (experiments, MOST))
    column = "failed" if risk else "cost"
    width = 2 * 1.96 * spread / math.sqrt(runs)
    until = cs.StoppingRule("failure_risk" if risk else "cost", width=width, least=least)
    playing = np.arange(experiments)
    held = 0
    for n in until.checkpoints(MOST):
        values = drawn[playing, :n]
        table = pd.DataFrame({"scenario_id": np.repeat(playing, n), "campaign": "mine"})
        table[column] = values.ravel()
        stops = (until.widths(table) <= width) | (n == MOST)
        if risk:
            _, low, high = failure_risk(values.sum(1).astype(float), np.full(len(values), float(n)))
        else:
            groups = table.groupby("scenario_id", sort=False)["cost"]
            low, high = (np.asarray(end) for end in mean_interval(groups, "cost", 0.95)[1:])
        held += int(((low <= truth) & (truth <= high) & stops).sum())
        playing = playing[~stops]
        if not len(playing):
            break
    return held / experiments


def main() -> None:
    """Print the cover of each shape and width."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--experiments", type=int, default=4000)
    parser.add_argument("--least", type=int, default=20)
    given = parser.parse_args()
    print(f"{'cover of 95 % intervals, in %':30}" + "".join(f"{n:>8} runs" for n in RUNS))
    for shape in SHAPES:
        shares = [cover(shape, n, given.experiments, given.least) for n in RUNS]
        print(f"{shape:30}" + "".join(f"{100 * share:13.1f}" for share in shares), flush=True)


if __name__ == "__main__":
    main()
