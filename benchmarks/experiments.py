"""What the experiment layer costs: time on top of the engine's own, and memory of many runs.

Prints a table and saves it as results/bench/experiments.csv. Speeds are comparable only within it.

    python benchmarks/experiments.py [--runs 100000]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

from benchmarks.engines import TEN, world
from cocreation_sim import sweep
from cocreation_sim.compiled.engine import Player
from cocreation_sim.outcomes import outcome

POINTS, REPLICATIONS, TURNS = 40, 10, 5

MEMORY = """
import sys
from benchmarks.engines import TEN, peak, world
import cocreation_sim as cs
scenario = world(20, TEN, weeks=4.0).vary({"campaign.selection.round_length": 4.0})
prizes = [float(k) for k in range(int(sys.argv[1]) // 100)]
folder = sys.argv[2] or None
cs.sweep(scenario, {"campaign.reward.prize": prizes[:2]}, 2, progress=False); before = peak()
exp = cs.sweep(scenario, {"campaign.reward.prize": prizes}, 100, progress=False, store=folder)
print(peak() - before, peak())
"""


def by_engine(scenarios: list, player: Player) -> float:
    """Seconds of the engine for all runs: play and outcome, nothing else."""
    start = time.perf_counter()
    for replication in range(REPLICATIONS):
        for scenario in scenarios:
            tables = player.play(scenario, 1, replication)
            outcome(scenario, tables, "firm 0")
    return time.perf_counter() - start


def by_sweep(scenario: object, prizes: list[float]) -> float:
    """Seconds of a sweep with the same runs and a store, on one core."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        sweep(
            scenario, {"campaign.reward.prize": prizes}, REPLICATIONS, workers=1, progress=False,
            store=folder,
        )  # fmt: skip
        return time.perf_counter() - start


def main() -> None:
    """Measure, print, save."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=100_000)
    given = parser.parse_args()
    rows = []

    def note(what: str, value: float, unit: str, wanted: str = "") -> None:
        rows.append({"what": what, "value": value, "unit": unit, "wanted": wanted})
        print(f"{what:64} {value:12,.4g} {unit:10} {wanted}", flush=True)

    scenario = world(1000, TEN)
    prizes = [float(k) for k in range(POINTS)]
    scenarios = [scenario.vary({"campaign.reward.prize": prize}) for prize in prizes]
    player = Player(1)
    by_engine(scenarios[:5], player)
    turns = [(by_engine(scenarios, player), by_sweep(scenario, prizes)) for _ in range(TURNS)]
    engine, whole = (min(column) for column in zip(*turns, strict=True))
    note(f"{POINTS * REPLICATIONS} runs of 1,000 people for a year, engine alone", engine, "s")
    note("the same as a sweep with a store", whole, "s")
    note("what the experiment layer adds", 100 * (whole / engine - 1), "%", "at most 10")
    for store in ("", tempfile.mkdtemp()):
        told = subprocess.run(
            [sys.executable, "-c", MEMORY, str(given.runs), store],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        added, peak = map(float, told.stdout.split())
        where = "with a store" if store else "in memory"
        note(f"{given.runs:,} runs {where}: memory above start-up", added, "MB")
        note(f"{given.runs:,} runs {where}: peak memory", peak, "MB", "at most 500")
    folder = Path("results/bench")
    folder.mkdir(parents=True, exist_ok=True)
    pd.DataFrame(rows).to_csv(folder / "experiments.csv", index=False)


if __name__ == "__main__":
    main()
