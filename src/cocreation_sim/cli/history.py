"""What the history of a campaign tells: what is to come, and what of it is known better."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from cocreation_sim.cli.app import print_json
from cocreation_sim.cli.files import written_answer
from cocreation_sim.cli.given import pairs, values
from cocreation_sim.cli.terminal import say, say_table, say_written
from cocreation_sim.errors import InputError

if TYPE_CHECKING:
    from cocreation_sim.predicting.calibration import Calibration
    from cocreation_sim.predicting.forecast import Forecast
    from cocreation_sim.predicting.matching import HistoryOptions

FORECAST_FILES = ("volume.csv", "risk.csv")
CALIBRATION_FILES = ("parameters.csv", "draws.csv", "scenario.toml")


def tell_forecast(
    found: Forecast, folder: Path | None, report: Path | None, as_json: bool, everything: bool
) -> None:
    """Write and print what is to come, and what the history tells of the parameters."""
    from cocreation_sim.predicting.calibration import learned
    from cocreation_sim.predicting.forecast import TOTAL_NOTE
    from cocreation_sim.wording.tables import cells

    known = learned(found.held) if as_json or everything or folder else None
    written = []
    if folder is not None and known is not None:
        tables = {"volume.csv": found.volume, "risk.csv": found.risk}
        written = written_answer(folder, tables, {"forecast.png": found.plot})
        written += write_calibration(known, folder)
    if report is not None:
        found.report(report)
    if as_json and known is not None:
        print_json({**found.to_dict(), "learned": known.to_dict()})
        return
    say("\n".join(found.sentences))
    if known is not None and everything:
        say("\nWhat the history tells of what is unknown\n" + "\n".join(known.sentences) + "\n")
        shown = found.volume[["date", "median", "low_50", "high_50", "low_90", "high_90"]]
        say_table(cells(shown.round()), [False, *[True] * 5])
        say(f"({TOTAL_NOTE})")
    say_written(written)
    if report is not None:
        typer.echo(f"\nWritten to {report}")


def tell_calibration(found: Calibration, folder: Path | None, as_json: bool) -> None:
    """Write and print what the history tells of the parameters."""
    written = [] if folder is None else write_calibration(found, folder)
    if as_json:
        print_json(found.to_dict())
        return
    say("\n".join(found.sentences))
    say_written(written)


def write_calibration(found: Calibration, folder: Path) -> list[Path]:
    """Write the parameters, draws of them, the likeliest scenario and the picture."""
    import tomli_w

    tables: dict[str, Any] = {"parameters.csv": found.table, "draws.csv": found.draws}
    text = tomli_w.dumps(found.scenario().to_dict())
    return written_answer(folder, tables, {"calibration.png": found.plot}, {"scenario.toml": text})


def checked_folder(
    out: Path | None, names: tuple[str, ...], inputs: tuple[str, ...]
) -> Path | None:
    """The folder, where it can be written and its files are not among those that are read."""
    from cocreation_sim.files import check_apart, check_writable

    if out is None:
        return None
    for name in names:
        check_apart({"--out": out / name}, inputs)
    return check_writable(out)


def how_of(uncertain: list[str] | None, lives: int, workers: int | None) -> HistoryOptions:
    """How a history is held against simulations, from options."""
    from cocreation_sim.designs.factors import Range

    unknown: dict[str, Range] = {}
    for path, text in pairs(uncertain, "--uncertain").items():
        found = values(text)
        if not isinstance(found, Range):
            raise InputError(f"--uncertain {path} is {text!r}; allowed is LOW..HIGH")
        unknown[path] = found
    return {
        "lives": lives, "unknown": unknown or None, "workers": workers,
        "progress": sys.stderr.isatty(),
    }  # fmt: skip
