#!/usr/bin/env python3
"""Forecasts of real series at many past dates, held against what came and against two rivals.

Usage: .venv/bin/python -m experiments.backtest.run DATA [--lives 2048] [--step 6]

DATA is the folder with open_source/*_monthly.csv and campaigns/topcoder_weekly.csv; the data are
not part of the package. Writes found.md, summary.csv and plot.png beside this file.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from cocreation_sim.analysis.forecasting.analogues import Analogues
from cocreation_sim.analysis.forecasting.backtest import Forecaster, backtest
from cocreation_sim.analysis.forecasting.disturbance import FOLLOWED_IN_PART, USUAL, Disturbance
from cocreation_sim.analysis.forecasting.forecast import pooled
from cocreation_sim.analysis.forecasting.keeping import library_for
from cocreation_sim.analysis.forecasting.library import Library
from cocreation_sim.analysis.forecasting.luck import Floats, node, uniforms
from cocreation_sim.analysis.forecasting.prior import default_prior
from cocreation_sim.analysis.forecasting.rivals import last_values, smoothing
from cocreation_sim.files import write
from cocreation_sim.scenario.scenario import load
from experiments.backtest import telling

HERE = Path(__file__).parent
SAMPLES = 1000
SEED = 1

# What a forecast may do without, to see what each part of it does.
ALONE: dict[str, Disturbance | None] = {
    "lives": FOLLOWED_IN_PART,
    "lives wholly followed": USUAL,
    "model alone": None,
}


def series(data: Path) -> dict[str, tuple[str, Floats]]:
    """By name: the interval and the contributions."""
    found = {
        file.stem.removesuffix("_monthly"): (
            "month",
            pd.read_csv(file)["contributions"].to_numpy(float),
        )
        for file in sorted((data / "open_source").glob("*_monthly.csv"))
    }
    weekly = pd.read_csv(data / "campaigns" / "topcoder_weekly.csv")
    for column in ("registrations", "submissions"):
        found[f"topcoder_{column}"] = ("week", weekly[column].to_numpy(float))
    return found


def ours(library: Library, horizon: int, disturbance: Disturbance | None) -> Forecaster:
    """The package's forecaster."""
    analogues = Analogues.of(library, horizon, node(SEED, "analogues"), disturbance)

    def ahead(history: Floats, horizon: int, seed: int) -> Floats:
        paths = analogues.ahead(analogues.match(history), SAMPLES, seed)
        return np.floor(paths + uniforms(node(seed, "whole"), SAMPLES, horizon))

    return ahead


def flat(library: Library) -> Library:
    """Lives of the same mean volume, with Poisson's luck and nothing of the model."""
    from scipy.stats import poisson

    counts = library.contributions
    mean = np.repeat(counts.mean(axis=1, keepdims=True), counts.shape[1], axis=1)
    drawn = poisson.ppf(uniforms(node(SEED, "flat"), *counts.shape), mean)
    return replace(library, contributions=drawn.astype(np.int32))


def remembered(forecaster: Forecaster) -> Forecaster:
    """A forecaster that is asked twice for the same and computes once."""
    last: dict[int, Floats] = {}

    def ahead(history: Floats, horizon: int, seed: int) -> Floats:
        if seed not in last:
            last.clear()
            last[seed] = forecaster(history, horizon, seed)
        return last[seed]

    return ahead


def pool(one: Forecaster, other: Forecaster) -> Forecaster:
    """Half of each."""
    return lambda history, horizon, seed: pooled(
        [one(history, horizon, seed), other(history, horizon, seed)], [0.5, 0.5], seed
    )


def forecasters(library: Library, horizon: int) -> dict[str, Forecaster]:
    """All that are tried on a series."""
    rival: dict[str, Forecaster] = {
        "smoothing": remembered(lambda y, h, seed: smoothing(y, h, SAMPLES, seed)),
        "last values": remembered(lambda y, h, seed: last_values(y, h, SAMPLES, seed)),
    }
    own = {name: remembered(ours(library, horizon, d)) for name, d in ALONE.items()}
    without = ours(flat(library), horizon, USUAL)
    return {
        **rival,
        **own,
        telling.OURS: pool(own["lives"], rival["last values"]),
        telling.FLAT: pool(without, rival["last values"]),
    }


def scores(data: Path, lives: int, step: int) -> pd.DataFrame:
    """Every forecaster at every cut point of every series."""
    bases = {"month": ("open-source", 3, 4, 12), "week": ("99designs", 12, 10, 52)}
    tried: dict[str, dict[str, Forecaster]] = {}
    parts = []
    for name, (interval, counts) in series(data).items():
        base, horizon, first, year = bases[interval]
        if interval not in tried:
            scenario = load(base)
            library = library_for(scenario, default_prior(scenario), interval, lives, SEED)
            tried[interval] = forecasters(library, horizon)
        parts.append(
            backtest(name, counts, tried[interval], horizon, first, step, SEED, year).assign(
                interval=interval
            )
        )
        print(name, len(parts[-1]), flush=True)
    return pd.concat(parts, ignore_index=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the backtest and write what was found."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--lives", type=int, default=2048)
    parser.add_argument("--step", type=int, default=6)
    given = parser.parse_args(arguments)
    from cocreation_sim.compiled.build import key

    table = scores(given.data, given.lives, given.step)
    write_all(table, given.lives, given.step, f"`{key()[:12]}`")


def write_all(table: pd.DataFrame, lives: int, step: int, model: str) -> None:
    """Write the scores and what they say."""
    from cocreation_sim.experiments.demo import png

    found = telling.Found(table, SEED)
    write(HERE / "summary.csv", found.summary.round(4).to_csv(index=False, lineterminator="\n"))
    write(HERE / "plot.png", png(telling.picture(found)))
    write(HERE / "found.md", telling.text(found, lives, step, model))


if __name__ == "__main__":
    main()
