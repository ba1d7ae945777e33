"""Job arrays begun at once in a fresh folder: whether any part fails, or a run is lost.

Usage: python benchmarks/job_arrays.py [--shards 20] [--times 50]

Each part is a process of its own, as in a job array; all begin at one moment, each time in a folder
that does not exist yet.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import cocreation_sim as cs

LEVERS = {"campaign.reward.prize": [0, 500], "campaign.crowd_weight": [0.0, 1.0]}
REPLICATIONS = 20
PART = """
import sys
import cocreation_sim as cs
part, parts, replications, levers = (eval(word) for word in sys.argv[1:])
cs.simulate("workshop")  # the kernel is loaded
print("ready", flush=True)
for line in sys.stdin:
    try:
        cs.sweep("workshop", levers, replications, store=line.strip(), shard=(part, parts),
                 workers=1, progress=False)
        print("done", flush=True)
    except Exception as error:
        print(f"{type(error).__name__}: {error}".replace(chr(10), " "), flush=True)
"""


class JobArray:
    """Processes that each play one part of an experiment, again and again.

    Parameters
    ----------
    parts
        How many there are.
    """

    def __init__(self, parts: int) -> None:
        given = [str(parts), str(REPLICATIONS), repr(LEVERS)]
        self.jobs = [
            subprocess.Popen(
                [sys.executable, "-c", PART, str(part), *given],
                env={**os.environ, "PYTHONPATH": str(Path(cs.__file__).parents[1])},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for part in range(1, parts + 1)
        ]
        self._said()

    def play(self, folder: Path) -> list[str]:
        """Let all parts play at once in a folder, and say what failed.

        Parameters
        ----------
        folder
            Where they play.
        """
        for job in self.jobs:
            assert job.stdin is not None
            job.stdin.write(f"{folder}\n")
            job.stdin.flush()
        return [f"part {k}: {said}" for k, said in enumerate(self._said(), 1) if said != "done"]

    def _said(self) -> list[str]:
        return [job.stdout.readline().strip() for job in self.jobs if job.stdout is not None]

    def end(self) -> None:
        """Let the processes end."""
        for job in self.jobs:
            job.communicate()


def main() -> None:
    """Play job arrays, and say what failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--shards", type=int, default=20)
    parser.add_argument("--times", type=int, default=50)
    given = parser.parse_args()
    wanted = cs.sweep("workshop", LEVERS, REPLICATIONS, workers=1, progress=False).runs
    array = JobArray(given.shards)
    failed: list[str] = []
    for turn in range(given.times):
        with tempfile.TemporaryDirectory() as folder:
            new = Path(folder) / "new" / "folder"
            failed += [f"turn {turn}, {told}" for told in array.play(new)]
            if not cs.open_experiment(new).runs.equals(wanted):
                failed.append(f"turn {turn}: the table is another")
    array.end()
    print("\n".join(failed) or "none failed")
    print(f"{given.times} times {given.shards} parts begun at once: {len(failed)} failures")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
