"""One bit changed in whatever a store keeps: the same table, or one sentence; never another table.

Usage: python benchmarks/flipped_bits.py [--times 3000] [--seed 1]
"""

from __future__ import annotations

import argparse
import random  # noqa: TID251
import shutil
import sys
import tempfile
import warnings
from pathlib import Path

import pandas as pd

import cocreation_sim as cs

ROOT = Path(__file__).resolve().parents[1]
PRIZES = {"campaign.reward.prize": [0, 500]}


def flip_bits(folder: Path, times: int, seed: int = 1) -> list[str]:
    """Change a bit of a store's files and read it, many times; what went wrong, one line each.

    Parameters
    ----------
    folder
        Where stores can be made.
    times, seed
        How many bits, and the root of which ones.
    """
    from cocreation_sim.experiments import store

    whole, copy = folder / "whole", folder / "copy"
    rows, store.SHARD_ROWS = store.SHARD_ROWS, 3
    try:
        wanted = cs.sweep("workshop", PRIZES, 4, store=whole, workers=1, progress=False).runs
    finally:
        store.SHARD_ROWS = rows
    files = sorted(path.relative_to(whole) for path in whole.rglob("*") if path.is_file())
    luck = random.Random(seed)  # which bits, nothing that is simulated
    wrong = []
    for turn in range(times):
        name = files[turn % len(files)]
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(whole, copy)
        content = bytearray((copy / name).read_bytes())
        bit = luck.randrange(8 * len(content))
        content[bit // 8] ^= 1 << bit % 8
        (copy / name).write_bytes(content)
        if told := _read(copy, wanted):
            wrong.append(f"{name}, bit {bit}: {told}")
    return wrong


def _read(folder: Path, wanted: pd.DataFrame) -> str:
    """What is wrong with how a store is read; empty if it is the same table, or one sentence."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exp = cs.open_experiment(folder)
            if not exp.runs.equals(wanted) or not exp.complete:
                return "another table"
            if (exp.seed, exp.replications, exp.question) != (1, 4, ""):
                return "another study"
    except cs.InputError as error:
        return "" if len(str(error).splitlines()) == 1 else f"several lines: {error}"
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return ""


def main() -> None:
    """Change bits, and say what went wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--times", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        wrong = flip_bits(Path(folder), given.times, given.seed)
    print("\n".join(wrong) or "nothing went wrong")
    print(f"{given.times:,} bits changed: {len(wrong)} went wrong")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
