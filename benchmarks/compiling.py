"""What the first compile of the kernel costs: seconds of the processor, and the speed it plays at.

Compiles in new processes, each with an empty cache folder, and plays a run of 2,000 people for a
year there. On a busy machine the least of several counts. Sources of another commit, unpacked
somewhere, are measured in turn with these, so that both meet the same load.

    python benchmarks/compiling.py [--times 5] [--against FOLDER/src]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

MEASURE = """
import sys, time
from engines import TEN, played, world
from cocreation_sim.compiled.engine import default_kernel
start = time.process_time()
default_kernel()
compiling = time.process_time() - start
playing, _ = played(world(2000, TEN), times=50)
print(compiling, 1000 * playing)
"""


def measured(source: Path) -> tuple[float, float]:
    """Seconds of the processor to compile the sources in a folder, and milliseconds of a run."""
    with tempfile.TemporaryDirectory() as cache:
        paths = os.pathsep.join([str(source), str(ROOT / "benchmarks")])
        done = subprocess.run(
            [sys.executable, "-c", MEASURE], capture_output=True, text=True, check=True,
            env={**os.environ, "PYTHONPATH": paths, "COCREATION_CACHE": cache},
        )  # fmt: skip
    compiling, playing = done.stdout.split()
    return float(compiling), float(playing)


def main() -> None:
    """Measure in turn, and print the least of each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--against", type=Path, help="folder of another commit's sources")
    asked = parser.parse_args()
    sources = [ROOT / "src", *([asked.against] if asked.against else [])]
    rows = [[measured(source) for source in sources] for _ in range(asked.times)]
    for source, figures in zip(sources, zip(*rows, strict=True), strict=True):
        compiling, playing = map(min, zip(*figures, strict=True))
        print(f"{source}: {compiling:.1f} s of the processor to compile, {playing:.2f} ms a run")


if __name__ == "__main__":
    main()
