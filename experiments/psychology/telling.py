"""What the calibration found, in words: written from the tables beside this file."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from cocreation_sim.files import write
from cocreation_sim.fitting.targets import PSYCHOLOGY
from cocreation_sim.validation.alternatives import AS_IT_IS
from cocreation_sim.wording.tables import markdown

HERE = Path(__file__).parent
CLEAR, EVEN = 1.0, 0.25  # more misfit than as it is, in squared tolerances: worse; not to be told


def write_found() -> Path:
    """Write found.md from summary.csv and rivals.csv."""
    summary = pd.read_csv(HERE / "summary.csv")
    rivals = pd.read_csv(HERE / "rivals.csv", keep_default_na=False)
    return write(HERE / "found.md", text(summary, rivals))


def text(summary: pd.DataFrame, rivals: pd.DataFrame) -> str:
    """The whole of found.md."""
    free = summary[summary["parameter"].isin(list(PSYCHOLOGY))]
    pinned = free.loc[free["identified"], "parameter"].tolist()
    posterior = pd.DataFrame(
        {
            "parameter": "`" + free["parameter"] + "`",
            "prior": [
                f"{low:g} to {high:g}" for low, high in _pairs(free, "prior_low", "prior_high")
            ],
            "median": free["median"],
            "90 % interval": [
                f"{low:.3g} to {high:.3g}" for low, high in _pairs(free, "low", "high")
            ],
            "width, of the prior's": free["width"].round(2),
            "pinned down": free["identified"].map({True: "yes", False: "no"}),
            "default": free["best"],
        }
    )
    usual = rivals["mechanism"] == AS_IT_IS
    worse = rivals.assign(more=rivals["total"] - float(rivals.loc[usual, "total"].iloc[0]))
    others = worse[~usual]
    shown = pd.DataFrame(
        {
            "mechanism": rivals["mechanism"],
            "instead of": rivals["instead_of"],
            "evidence": rivals["evidence"],
            "TopCoder": rivals["topcoder"],
            "OpenIDEO": rivals["openideo"],
            "effects": rivals["effects"],
            "one vote more (E1)": rivals["one vote more"],
            "all": rivals["total"],
            "more than as it is": worse["more"].round(2),
        }
    )
    clear = others.loc[others["more"] > CLEAR, "mechanism"].tolist()
    little = others["more"].between(EVEN, CLEAR, inclusive="right")
    even = others.loc[others["more"].abs() <= EVEN, "mechanism"].tolist()
    better = others.loc[others["more"] < -EVEN, "mechanism"].tolist()
    parts = [
        "# Which psychology fits, and which rivals can be told from it",
        f"Of the {len(free)} free parameters the counts pin down {len(pinned)}: "
        f"{', '.join(f'`{name}`' for name in pinned)}. The others are held by ranges and by each "
        "other; defaults are the draw of highest posterior density. Everything else unchanged, "
        f"clearly worse than the model as it is: {_told(clear)}. A little worse: "
        f"{_told(others.loc[little, 'mechanism'].tolist())}. Not to be told from it by these "
        f"counts: {_told(even)}. Better: {_told(better)}.",
        "## The free parameters",
        markdown(posterior),
        "Pinned down: the 90 % interval is at most half as wide as the prior. What is fitted, and "
        "to what, is told in [how it was made and tested](../../docs/trace.md).",
        "![posterior](posterior.png)",
        "## Rival mechanisms",
        "Mean square of how far figures are off, in tolerances (0.15 on the log or log-odds scale, "
        "or half the published range of an effect), for each world, the measured effects, and what "
        "one vote more does; the last column but one is their mean. The other parameters are not "
        "fitted anew, so a rival that hardly does worse is not refuted. Effects that the model "
        "misses for a reason outside it are left out. E1 is about approval among those who look, "
        "and set the strength of herding: that it is met shows nothing, and exposure alone cannot "
        "meet it.",
        markdown(shown),
        "---\n\nWritten by `.venv/bin/python -m experiments.psychology.calibrate` and "
        "`.venv/bin/python -m experiments.psychology.rivals`.",
    ]
    return "\n\n".join(parts) + "\n"


def _pairs(table: pd.DataFrame, low: str, high: str) -> list[tuple[float, float]]:
    return list(zip(table[low], table[high], strict=True))


def _told(names: list[str]) -> str:
    return "; ".join(names) or "none"
