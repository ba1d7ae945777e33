#!/usr/bin/env python3
"""Simulated campaigns whose parameters are known, held against what `calibrate` says of them.

Usage: .venv/bin/python -m experiments.recovery.run [--campaigns 140] [--lives 2048]

Writes found.md, summary.csv and plot.png beside this file.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cocreation_sim.errors import InputError
from cocreation_sim.files import write
from cocreation_sim.predicting.calibration import Calibration, calibrate
from cocreation_sim.predicting.library import Library, simulate_library
from cocreation_sim.predicting.shocks import USUAL
from cocreation_sim.random_arrays import node
from cocreation_sim.scenario.scenario import Scenario, load
from cocreation_sim.worlds.prior import default_prior
from experiments.recovery import telling

HERE: Final = Path(__file__).parent
SEED: Final = 1  # of the libraries, as a user's
TRUTH: Final = 20_011  # of the campaigns
COLUMNS: Final = {
    "contributions": ("contributions",),
    "and people": ("contributions", "contributors", "newcomers"),
}

Tables = NDArray[np.float64]  # columns of the file x campaigns x weeks


@dataclass(frozen=True)
class World:
    """A kind of campaign, and after how many weeks it is looked at.

    Attributes
    ----------
    preset
        Its levers.
    weeks
        Lengths of the histories.
    changes
        Changes of the preset.
    """

    preset: str
    weeks: tuple[int, ...]
    changes: Mapping[str, float] = field(default_factory=dict)

    @property
    def scenario(self) -> Scenario:
        """The campaign as far as it is known."""
        return load(self.preset).vary(dict(self.changes))


QUARTER: Final = {  # of the preset, to be quick
    "population.size": 725, "campaign.outreach.spend": 0.93, "campaign.review.capacity": 0.25,
}  # fmt: skip
WORLDS: Final = (
    World("ordinary", (26, 52, 104)),
    World("innocentive", (13, 26)),
    World("open-source", (26, 52, 104), QUARTER),
)


def campaigns(world: World, count: int, seed: int = TRUTH) -> Library:
    """Campaigns with parameters drawn from the prior and luck of their own."""
    base = world.scenario
    return simulate_library(base, default_prior(base), "week", count, seed)


def histories(truths: Library, shaken: bool, seed: int = TRUTH) -> Tables:
    """What is counted of each campaign, as simulated or shaken as `calibrate` expects it."""
    counts = np.stack([truths.contributions, truths.contributors, truths.newcomers])
    return USUAL.shocked(counts, node(seed, "shaken")) if shaken else counts.astype(float)


def as_csv(counts: Tables, columns: Sequence[str]) -> str:
    """A history as a user has it; rows of `counts` are columns of the file."""
    lines = [",".join(["week", *columns])]
    lines += [
        ",".join(f"{number:.0f}" for number in (week, *row[: len(columns)]))
        for week, row in enumerate(counts.T)
    ]
    return "\n".join(lines) + "\n"


def judged(found: Calibration, truth: NDArray[np.float64]) -> pd.DataFrame:
    """One row a parameter: what was said of it, and where the truth lies in it.

    Columns: parameter; truth and middle of the draws, as shares of its range; width, of the
    posterior's middle 90 % over the prior's; identified; in_90 and in_50, whether these intervals
    hold the truth; rank, the share of draws below it.
    """
    table = found.table
    rank = (found.shares < truth).mean(axis=0)
    prior = found.held.analogues.library.prior
    value = np.array([prior.value(k, share) for k, share in enumerate(truth)])
    return pd.DataFrame(
        {
            "parameter": table["parameter"],
            "truth": truth,
            "middle": np.median(found.shares, axis=0),
            "width": table["width"],
            "identified": table["said"],
            "in_90": (table["low"] <= value) & (value <= table["high"]),
            "in_50": (rank >= 0.25) & (rank <= 0.75),
            "rank": rank,
        }
    )


def recovered(world: World, count: int, lives: int, folder: Path | None = None) -> pd.DataFrame:
    """Calibrate to each campaign's file; campaigns without a contribution are refused."""
    truths = campaigns(world, count)
    parts: list[pd.DataFrame] = []
    with tempfile.TemporaryDirectory() as home:
        for weeks, columns, shaken, campaign, text in files(truths, world.weeks):
            file = Path(home) / "mine.csv"
            file.write_text(text, encoding="utf-8")
            told: dict[str, object] = {
                "world": world.preset, "campaign": campaign, "weeks": weeks, "columns": columns,
                "shaken": shaken,
            }  # fmt: skip
            try:
                found = calibrate(
                    file, world.scenario, seed=SEED, lives=lives, progress=False, folder=folder
                )
            except InputError as refusal:
                if "has no contribution" not in str(refusal):
                    raise
                parts.append(pd.DataFrame([told]))
                continue
            parts.append(judged(found, truths.shares[campaign]).assign(**told))
    return pd.concat(parts, ignore_index=True)


def files(truths: Library, lengths: Sequence[int]) -> Iterator[tuple[int, str, bool, int, str]]:
    """Length, columns, whether shaken, number and file of each history."""
    for shaken in (False, True):
        counts = histories(truths, shaken)
        for campaign in range(len(truths)):
            for weeks in lengths:
                for name, columns in COLUMNS.items():
                    text = as_csv(counts[:, campaign, :weeks], columns)
                    yield weeks, name, shaken, campaign, text


def main(arguments: Sequence[str] | None = None) -> None:
    """Recover every kind of campaign and write what was found."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--campaigns", type=int, default=140, help="of each kind")
    parser.add_argument("--lives", type=int, default=2048)
    given = parser.parse_args(arguments)
    parts = []
    for world in WORLDS:
        parts.append(recovered(world, given.campaigns, given.lives))
        print(world.preset, len(parts[-1]), flush=True)
    write_all(pd.concat(parts, ignore_index=True), given.lives, given.campaigns)


def write_all(rows: pd.DataFrame, lives: int, count: int, folder: Path = HERE) -> None:
    """Write what was judged and what it says."""
    from cocreation_sim.compiled.build import key
    from cocreation_sim.demo import png

    found = telling.Found(rows, SEED)
    table = found.summary.to_csv(index=False, float_format="%.4g", lineterminator="\n")
    write(folder / "summary.csv", table)
    write(folder / "plot.png", png(telling.picture(found)))
    write(folder / "found.md", telling.text(found, lives, count, f"`{key()[:12]}`"))


if __name__ == "__main__":
    main()
