"""Job arrays begun at once in a fresh folder: whether any part fails, or a run is lost.

Usage: python benchmarks/job_arrays.py [--shards 20] [--times 50]

Each part is a process of its own, as in a job array, and all are let go at one moment.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import cocreation_sim as cs

PART = """
import sys
import cocreation_sim as cs
from tests.test_store import swept
cs.simulate("workshop")  # the kernel is loaded
print("ready", flush=True)
sys.stdin.readline()
part, parts = int(sys.argv[2]), int(sys.argv[3])
try:
    swept(sys.argv[1], shard=(part, parts))
except cs.InputError as error:
    sys.exit(str(error))
"""
ROOT = Path(__file__).resolve().parents[1]


def begun_at_once(folder: Path, parts: int) -> list[str]:
    """Play an experiment in parts that begin at once in one folder, and say which of them failed.

    Parameters
    ----------
    folder
        Where they play; neither it nor the folder around it need exist.
    parts
        How many there are.
    """
    paths = os.pathsep.join([str(Path(cs.__file__).parents[1]), str(ROOT)])
    jobs = [
        subprocess.Popen(
            [sys.executable, "-c", PART, str(folder), str(part), str(parts)],
            env={**os.environ, "PYTHONPATH": paths},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for part in range(1, parts + 1)
    ]
    for job in jobs:
        assert job.stdout is not None
        job.stdout.readline()  # it is ready
    for job in jobs:
        assert job.stdin is not None
        job.stdin.write("go\n")
        job.stdin.flush()
    failed = []
    for part, job in enumerate(jobs, start=1):
        _, said = job.communicate()
        if job.returncode:
            failed.append(f"part {part} of {parts}: {said.strip()[-300:]}")
    return failed


def main() -> None:
    """Play job arrays, and say what failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--shards", type=int, default=20)
    parser.add_argument("--times", type=int, default=50)
    given = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    from tests.test_store import swept

    wanted = swept().runs
    failed: list[str] = []
    for turn in range(given.times):
        with tempfile.TemporaryDirectory() as folder:
            new = Path(folder) / "new" / "folder"
            failed += [f"turn {turn}: {told}" for told in begun_at_once(new, given.shards)]
            if not cs.open_experiment(new).runs.equals(wanted):
                failed.append(f"turn {turn}: the table is another")
    print("\n".join(failed) or "none failed")
    print(f"{given.times} times {given.shards} parts begun at once: {len(failed)} failures")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
