"""The findings of the demonstration, from the folder it was written to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd

from cocreation_sim.errors import InputError
from cocreation_sim.outcomes.labels import described
from cocreation_sim.plots import gallery as plots
from cocreation_sim.reports import reproduction
from cocreation_sim.reports.findings import (
    Findings,
    Picture,
    Quantity,
    Reproduction,
    Section,
    Table,
)
from cocreation_sim.spreadsheets import from_csv
from cocreation_sim.validation.published import CALIBRATED, FITTED, MISS, UNPUBLISHED, score

if TYPE_CHECKING:
    from collections.abc import Iterable

PUBLISHED: Final = "presets.csv"
NEEDED: Final = ("preset", "campaign", "figure", "unit", "predicted", "low", "high", "published",
                 "published_low", "published_high", "inside", "source", "replications")  # fmt: skip
MAPS: Final = {
    "typology_square.png": "A small brand’s campaign over the square of the typology",
    "reward_map.png": "The same campaign over prize and recognition",
    "life.png": "The life of one campaign",
}
LARGEST: Final = 20_000_000  # bytes of a picture


def of_files(folder: Path) -> Findings:
    """What the demonstration found.

    Raises
    ------
    InputError
        If the folder holds no demonstration, or a damaged one.
    """
    table = _read(folder / PUBLISHED)
    inside, counted = score(table)
    missed = table[table["inside"] == MISS]
    risks = table[table["figure"] == "failure_risk"]
    runs = int(risks["replications"].max()) if len(risks) else 0
    answer = [
        f"{inside} of {counted} published figures not used for fitting lie inside what the "
        f"model predicts for one campaign (90 % intervals; {runs} runs a case).",
        f"{len(missed)} {'is' if len(missed) == 1 else 'are'} missed: "
        + "; ".join(
            f"{described(str(row['figure']))[0]} of {row['preset']}" for _, row in missed.iterrows()
        )
        + "."
        if len(missed)
        else "None is missed.",
    ]
    pictures = [
        Picture(title, _bytes(folder / name))
        for name, title in MAPS.items()
        if (folder / name).is_file()
    ]
    sections = [Section("Predicted beside published", list(published_parts(table)))]
    if pictures:
        sections.append(Section("What levers change", pictures))
    again = Reproduction(
        1,
        commands=[f"cocreation demo --replications {runs}", "cocreation report results/demo"],
        versions=reproduction.versions(),
        note="The seed is that of the demonstration if none was given.",
    )
    doubt = "With few runs intervals are wide, and figures lie inside easily."
    question = "Does the model fit what was published of real campaigns?"
    about = f"{table['preset'].nunique()} real and typical cases"
    return Findings(question, answer, sections, [doubt], again, about)


def published_parts(table: pd.DataFrame) -> Iterable[Picture | Table]:
    """Predicted beside published: the picture, and every figure with its source."""
    rows = table[table["inside"] != UNPUBLISHED]
    if rows.empty:
        return
    if (rows["published"] > 0).any():
        yield Picture("Predicted over published", lambda: plots.published_figures(table))
    several = table.groupby("preset")["campaign"].nunique().max() > 1
    cells = [
        {
            "case": f"{row['preset']}, {row['campaign']}" if several else row["preset"],
            "figure": described(str(row["figure"]))[0],
            "predicted": Quantity(row["predicted"], row["low"], row["high"], str(row["unit"])),
            "published": Quantity(
                row["published"],
                *_range(row["published_low"], row["published_high"]),
                str(row["unit"]),
            ),
            "inside": row["inside"],
            "source": row["source"],
        }
        for _, row in rows.iterrows()
    ]
    yield Table(
        "Every published figure",
        pd.DataFrame(cells),
        note="Predicted: median and 90 % interval of one further run (failure risk: of the risk). "
        f"“{FITTED}”: the case was fitted to the figure, which therefore shows nothing; "
        f"“{CALIBRATED}”: the psychology was, to many figures at once.",
    )


def _range(low: float, high: float) -> tuple[float, float]:
    return (low, high) if low < high else (float("nan"), float("nan"))


def _read(path: Path) -> pd.DataFrame:
    try:
        table = from_csv(pd.read_csv(path, keep_default_na=True))
    except (OSError, ValueError) as error:
        raise InputError(f"cannot read {path}: {_first_line(error)}") from error
    missing = [name for name in NEEDED if name not in table]
    numbers = [name for name in NEEDED if name in ("predicted", "low", "high", "published")]
    if missing or table.empty:
        what = f"it has no column {missing[0]!r}" if missing else "it is empty"
        raise InputError(f"{path} is no table of the demonstration: {what}")
    wrong = [name for name in numbers if not pd.api.types.is_numeric_dtype(table[name])]
    if wrong:
        raise InputError(f"{path} is damaged: {wrong[0]!r} holds what is no number")
    words = {name: table[name].fillna("") for name in ("inside", "source", "unit")}
    return table.assign(**words)


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise InputError(f"{path} has over {LARGEST:,} bytes; that is no picture of the demo")
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}") from error


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
