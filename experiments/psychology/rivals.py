"""Writes how well rival mechanisms fit: `rivals.csv` beside this file.

.venv/bin/python -m experiments.psychology.rivals [--replications N]
"""

from __future__ import annotations

import argparse
from pathlib import Path

from cocreation_sim.files import write
from cocreation_sim.validation.alternatives import compare_alternatives
from experiments.psychology.telling import write_found


def main() -> None:
    """Compare the rivals."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--replications", type=int, default=20)
    table = compare_alternatives(options.parse_args().replications)
    text = table.to_csv(index=False, lineterminator="\n", float_format="%.3g")
    write(Path(__file__).parent / "rivals.csv", text)
    write_found()
    print(table.round(2).to_string())


if __name__ == "__main__":
    main()
