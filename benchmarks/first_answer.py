"""How long a newcomer waits: from nothing to a recommended design with its risk.

Builds the package, installs it into a new environment in an empty folder with an empty home, and
types there what docs/for-strategists.md says. Prints how long the installation took and how long
the answer did, the first compilation included.

    python benchmarks/first_answer.py [--keep]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ANSWERS = ("crowd=hundreds", "bond=fans", "sought=ideas", "wanted=five", "time=quarter",
           "answering=hours")  # fmt: skip
MOST = 300.0  # seconds
LEADS = ("PYTHONPATH", "NUMBA_CACHE_DIR", "COCREATION_CACHE")  # to what is there already


def timed(what: str, command: list[str | Path], folder: Path) -> tuple[float, str]:
    """Seconds that a command takes, and what it says."""
    home = {"HOME": str(folder), "XDG_CACHE_HOME": str(folder / ".cache")}
    kept = {k: v for k, v in os.environ.items() if k not in LEADS}
    start = time.monotonic()
    done = subprocess.run(
        [str(word) for word in command], cwd=folder, env={**kept, **home}, check=False,
        capture_output=True, text=True,
    )  # fmt: skip
    seconds = time.monotonic() - start
    if done.returncode:
        sys.exit(f"{what} failed:\n{done.stderr}")
    print(f"{what}: {seconds:,.0f} s", flush=True)
    return seconds, done.stdout


def main() -> None:
    """Measure, and say what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", action="store_true", help="leave the folder and say where it is")
    keep = parser.parse_args().keep
    with tempfile.TemporaryDirectory(delete=not keep) as name:
        folder = Path(name)
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
        build = [*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", folder, ROOT]
        timed("building the package", build, folder)
        wheel = next(folder.glob("*.whl"))
        timed("making an environment", [sys.executable, "-m", "venv", "new"], folder)
        here = folder / "new" / "bin"
        timed("installing it", [here / "pip", "install", "-q", f"{wheel}"], folder)
        asked = [word for answer in ANSWERS for word in ("--answer", answer)]
        command = [
            here / "cocreation",
            "predict",
            "--budget",
            "3000",
            *asked,
            "--save",
            "mine.toml",
        ]
        seconds, told = timed("a budget and six answers, to a plan with its risk", command, folder)
        timed("the same again", command, folder)
        print(told)
        print(f"{'under' if seconds < MOST else 'OVER'} {MOST / 60:g} minutes")
        late = seconds >= MOST
        if keep:
            print(f"kept in {folder}")
    sys.exit(late)


if __name__ == "__main__":
    main()
