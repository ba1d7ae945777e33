"""One-bit changes in whatever the package keeps: no traceback, no crash, no other result.

    python benchmarks/bit_flips.py                          # kernels, simulations, a small store
    python benchmarks/bit_flips.py --store results/prizes   # a store of one's own

Kernels and simulations are copied, changed by one bit at a time, and asked for as a command asks
for them. Making them anew takes half a minute and some seconds, so that it is left out: that they
are refused is what counts. Some changes (`--whole`) are played through by commands in processes of
their own, where a kernel is not compiled again but its place is taken by an exit.

A store is copied and changed likewise, then opened and summed up in a process of its own. Right
is the same summary as before, or a refusal in one sentence.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import io
import os
import pickle
import shutil
import signal
import subprocess
import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

import cocreation_sim as cs
from cocreation_sim import cache
from cocreation_sim.compiled import build
from cocreation_sim.errors import InputError
from cocreation_sim.predicting import keeping
from cocreation_sim.worlds.prior import default_prior

LIVES = 64
COUNTS = (9, 7, 8, 4, 6, 5, 3, 4, 2, 4, 3, 2)
GOOD = ("refused", "the same")
SECONDS = 120  # until a process counts as hanging


def flips(files: list[Path], count: int, seed: int = 1) -> Iterator[Path]:
    """Files of which one bit is changed at a time, each whole again afterwards.

    Half of the changes lie anywhere in all bytes, half in the first 200 of each file.
    """
    rng = np.random.default_rng(seed)
    whole = {file: file.read_bytes() for file in files if file.stat().st_size}
    sizes = np.array([len(content) for content in whole.values()], float)
    names = list(whole)
    for k in range(count):
        if k % 2:
            file = names[rng.choice(len(names), p=sizes / sizes.sum())]
            place = int(rng.integers(len(whole[file])))
        else:
            file = names[int(rng.integers(len(names)))]
            place = int(rng.integers(min(200, len(whole[file]))))
        damaged = bytearray(whole[file])
        damaged[place] ^= 1 << int(rng.integers(8))
        file.write_bytes(damaged)
        try:
            yield file
        finally:
            file.write_bytes(whole[file])


def make_cache(folder: Path) -> tuple[list[Path], list[Path]]:
    """A cache with the kernel and the simulations of a campaign; the files of each."""
    cs.simulate("workshop")  # the kernel is kept at the latest now
    kept = cache.place("kernels")
    assert kept is not None
    (folder / "kernels").mkdir(parents=True, mode=0o755)
    kernels = [
        Path(shutil.copy(file, folder / "kernels")) for file in kept.glob(f"{build.key()}-*")
    ]
    home = folder / "simulations"
    keeping.library_for(*asked(), progress=False, folder=home)
    return kernels, list(home.iterdir())


def asked() -> tuple:
    """What is simulated to be kept, as `cocreation predict --lives 64` does."""
    scenario = cs.load("ordinary")
    return scenario, default_prior(scenario), "month", LIVES, 1


def asked_for_kernel(file: Path) -> str:
    """What becomes of a damaged kernel up to where it would be compiled."""
    from numba.core.registry import cpu_target

    def unpickled(content: bytes) -> object:
        raise AssertionError("it was unpickled")

    said, loads = io.StringIO(), pickle.loads
    pickle.loads = unpickled
    try:
        with contextlib.redirect_stderr(said):
            kept = build.KeptKernel(file.parent, build.key())
            found = kept.load_overload(None, cpu_target.target_context)
    finally:
        pickle.loads = loads
    return "refused" if found is None and "damaged" in said.getvalue() else "believed"


def asked_for_simulations(file: Path) -> str:
    """What becomes of damaged simulations up to where they would be made again."""
    said, simulate = io.StringIO(), keeping.simulate_library
    made = object()
    keeping.simulate_library = lambda *given: made
    keep, cache.keep = cache.keep, lambda *given: ""
    pack, keeping._keep = keeping._keep, lambda *given: None
    try:
        with contextlib.redirect_stderr(said):
            found = keeping.library_for(*asked(), progress=False, folder=file.parent)
    finally:
        keeping.simulate_library, cache.keep, keeping._keep = simulate, keep, pack
    return "refused" if found is made and "damaged" in said.getvalue() else "believed"


WITHOUT_COMPILING = """
import sys
from numba.core.dispatcher import _FunctionCompiler
def compile(*given):
    raise SystemExit("it would be compiled again")
_FunctionCompiler.compile = compile
from cocreation_sim.cli import main
sys.argv[0] = "cocreation"
main()
"""


def command(words: list[str], folder: Path, code: str) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own, with its cache in a folder."""
    return subprocess.run(
        [sys.executable, "-c", code, *words],
        env={**os.environ, "COCREATION_CACHE": str(folder)},
        capture_output=True,
        text=True,
        timeout=600,
    )


def whole_commands(
    folder: Path, kernels: list[Path], simulations: list[Path], count: int
) -> Counter[str]:
    """Forecasts over damaged simulations, and runs over a damaged kernel."""
    seen: Counter[str] = Counter()
    history = folder / "mine.csv"
    rows = "".join(f"{month},{count}\n" for month, count in enumerate(COUNTS))
    history.write_text("month,contributions\n" + rows)
    words = ["predict", str(history), "--lives", str(LIVES)]
    before = command(words, folder, WITHOUT_COMPILING)
    assert before.returncode == 0, before.stderr
    for _ in flips(simulations, count, seed=2):
        done = command(words, folder, WITHOUT_COMPILING)
        told = done.stderr.count("\n") == 1 and "again, since what was kept" in done.stderr
        same = done.returncode == 0 and done.stdout == before.stdout
        seen["the same" if same and told else f"{done.returncode}: {done.stderr[-200:]}"] += 1
    for _ in flips(kernels, count, seed=3):
        done = command(["run", "workshop"], folder, WITHOUT_COMPILING)
        refused = done.returncode == 1 and "it would be compiled again" in done.stderr
        calm = "Traceback" not in done.stderr and "damaged" in done.stderr
        seen["refused" if refused and calm else f"{done.returncode}: {done.stderr[-200:]}"] += 1
    return seen


def summed_up(folder: Path) -> str:
    """An experiment opened and summed up, in a process of its own; or how it was refused."""
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # threads of libraries, which are idle
        child = os.fork()
    if not child:  # whatever happens here, nothing of it reaches the other process
        os.close(reading)
        signal.alarm(SECONDS)
        warnings.simplefilter("ignore")  # what is told of a file that is gone is no traceback
        try:
            with open(os.devnull, "w") as nowhere, contextlib.redirect_stderr(nowhere):  # noqa: PTH123
                opened = cs.open_experiment(folder)
                table = opened.summary().to_csv() + opened.runs.to_csv()
            told = hashlib.blake2b(table.encode(), digest_size=16).hexdigest()
        except InputError as error:
            told = "refused" if "\n" not in str(error) else f"several lines: {error}"
        except BaseException as error:
            told = f"traceback: {error!r:.150}"
        os.write(writing, told.encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read().decode()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return told or f"crash: {status}"


def make_store(folder: Path) -> list[Path]:
    """A store of several small shards in a folder; its files."""
    from cocreation_sim.experiments import store

    rows, store.SHARD_ROWS = store.SHARD_ROWS, 3
    try:
        prizes = {"campaign.reward.prize": [0, 500]}
        cs.sweep("workshop", prizes, 4, store=folder, workers=1, progress=False)
    finally:
        store.SHARD_ROWS = rows
    return files_of(folder)


def files_of(folder: Path) -> list[Path]:
    """All that lies in a folder."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def asked_for_runs(folder: Path) -> Callable[[Path], str]:
    """What becomes of a store, one of whose files is damaged, when it is opened and summed up."""
    before = summed_up(folder)

    def ask(file: Path) -> str:
        told = summed_up(folder)
        if told == before:
            return "the same"
        other = len(told) == len(before) and ":" not in told
        return f"another result ({file.name})" if other else told

    return ask


def tally(files: list[Path], count: int, ask: Callable[[Path], str]) -> Counter[str]:
    """What becomes of so many changes."""
    return Counter(ask(file) for file in flips(files, count))


def report(what: str, seen: Counter[str]) -> bool:
    """Print what was seen; whether all of it is right."""
    print(f"{what}: " + ", ".join(f"{count:,} {how}" for how, count in seen.most_common()))
    return all(how in GOOD for how in seen)


def main() -> None:
    """Change bits, and exit with 1 if anything but the right thing followed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=3000, help="changes")
    parser.add_argument("--whole", type=int, default=10, help="of each kind, played by commands")
    parser.add_argument("--store", type=Path, help="folder of an experiment, instead of the cache")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "copy"
        if given.store:
            shutil.copytree(given.store, folder)
            seen = tally(files_of(folder), given.count, asked_for_runs(folder))
            right = [report("store", seen)]
        else:
            kernels, simulations = make_cache(folder)
            store = folder / "store"
            files, third = make_store(store), given.count // 3
            right = [
                report("kernels", tally(kernels, third, asked_for_kernel)),
                report("simulations", tally(simulations, third, asked_for_simulations)),
                report("store", tally(files, third, asked_for_runs(store))),
                report("commands", whole_commands(folder, kernels, simulations, given.whole)),
            ]
    sys.exit(0 if all(right) else 1)


if __name__ == "__main__":
    main()
