#!/usr/bin/env python3
"""Forecasts of real series at many past dates, held against what came and against two rivals.

Usage: .venv/bin/python -m experiments.backtest.run DATA [--lives 2048] [--step 6]

DATA is the folder with open_source/*_monthly.csv and campaigns/topcoder_weekly.csv; the data are
not part of the package. Each community, and TopCoder, is forecast from lives whose psychology was
calibrated without it (`experiments/psychology/left_out.csv`). Writes found.md, summary.csv and
plot.png beside this file.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from cocreation_sim.files import write
from cocreation_sim.predicting.analogues import Analogues
from cocreation_sim.predicting.backtest import Forecaster, backtest
from cocreation_sim.predicting.baselines import last_values, smoothing
from cocreation_sim.predicting.forecast import blend
from cocreation_sim.predicting.keeping import library_for
from cocreation_sim.predicting.library import INTERVALS, Library
from cocreation_sim.predicting.shocks import USUAL, Shocks
from cocreation_sim.random_arrays import Floats, node, uniforms
from cocreation_sim.scenario.scenario import Scenario, load
from cocreation_sim.statistics.scores import covered, crps
from cocreation_sim.worlds.prior import default_prior
from experiments.backtest import fading, telling
from experiments.psychology.left_out import without

HERE = Path(__file__).parent
SAMPLES = 1000
SEED = 1
CAMPAIGNS = 100  # that fade


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


def ours(library: Library, horizon: int, disturbance: Shocks | None) -> Forecaster:
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


def passing(one: Forecaster, rival: Forecaster, weeks: float) -> Forecaster:
    """From the last values into lives, as `forecast` does."""
    return lambda history, horizon, seed: blend(
        rival(history, horizon, seed), one(history, horizon, seed), weeks, seed
    )


def forecasters(library: Library, horizon: int) -> dict[str, Forecaster]:
    """All that are tried on a series."""
    weeks = INTERVALS[library.interval]
    rival: dict[str, Forecaster] = {
        "smoothing": remembered(lambda y, h, seed: smoothing(y, h, SAMPLES, seed)),
        "last values": remembered(lambda y, h, seed: last_values(y, h, SAMPLES, seed)),
    }
    lives = remembered(ours(library, horizon, USUAL))
    without = ours(flat(library), horizon, USUAL)
    return {
        **rival,
        "lives": lives,
        "not shaken": ours(library, horizon, None),
        telling.OURS: passing(lives, rival["last values"], weeks),
        telling.FLAT: passing(without, rival["last values"], weeks),
    }


def of_fading(lives: int) -> pd.DataFrame:
    """Campaigns that fade, forecast with their own levers and with those of an ordinary box.

    Returns
    -------
    DataFrame
        One row a campaign, scenario and forecaster: `risk` that was told of starving, whether it
        `starved`, `crps` of the sum, and whether 90 % intervals held it (`in_90`).
    """
    truths = [fading.counts(campaign) for campaign in range(CAMPAIGNS)]
    ahead = fading.MONTHS - fading.KNOWN
    rows = []
    for known, scenario in (("its own", fading.scenario()), ("an ordinary box", load("ordinary"))):
        library = library_for(scenario, default_prior(scenario), "month", lives, SEED)
        for name, forecaster in forecasters(library, ahead).items():
            for seed, counts in enumerate(truths):
                past, came = counts[: fading.KNOWN], counts[fading.KNOWN :]
                paths = forecaster(past, ahead, seed)
                rows.append(
                    {
                        "scenario": known,
                        "forecaster": name,
                        "risk": float(fading.starves(past, paths).mean()),
                        "starved": bool(fading.starves(past, came[None])[0]),
                        "crps": crps(paths.sum(axis=1), float(came.sum())),
                        "in_90": covered(paths.sum(axis=1), float(came.sum())),
                    }
                )
    return pd.DataFrame(rows)


def scores(data: Path, lives: int, step: int) -> pd.DataFrame:
    """Every forecaster at every cut point of every series."""
    bases = {"month": ("open-source", 3, 4, 12), "week": ("99designs", 12, 10, 52)}
    parts = []
    tried: dict[str, Forecaster] = {}
    known: Scenario | None = None
    for name, (interval, counts) in series(data).items():
        base, horizon, first, year = bases[interval]
        scenario = without("topcoder" if name.startswith("topcoder") else name, load(base))
        if scenario != known:
            known = scenario
            library = library_for(scenario, default_prior(scenario), interval, lives, SEED)
            tried = forecasters(library, horizon)
        parts.append(
            backtest(name, counts, tried, horizon, first, step, SEED, year).assign(
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
    write_all(table, of_fading(given.lives), given.lives, given.step, f"`{key()[:12]}`")


def write_all(table: pd.DataFrame, faded: pd.DataFrame, lives: int, step: int, model: str) -> None:
    """Write the scores and what they say."""
    from cocreation_sim.demo import png

    found = telling.Found(table, faded, SEED)
    write(HERE / "summary.csv", found.summary.round(4).to_csv(index=False, lineterminator="\n"))
    write(HERE / "plot.png", png(telling.picture(found)))
    write(HERE / "found.md", telling.text(found, lives, step, model))


if __name__ == "__main__":
    main()
