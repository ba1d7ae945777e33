"""Commands for your own campaign: ``calibrate | forecast``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cocreation_sim.cli.app import Json, Seed, Workers, app, print_json, say_written
from cocreation_sim.cli.given import pairs, values
from cocreation_sim.errors import InputError

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from cocreation_sim.designs.factors import Range
    from cocreation_sim.predicting.matching import How

History = Annotated[
    str,
    typer.Argument(
        metavar="FILE.csv", help="The history: columns date (or week, month) and contributions."
    ),
]
Base = Annotated[
    str,
    typer.Option(
        "--scenario", help="The campaign as far as it is known: a preset or a scenario file."
    ),
]
Unknown = Annotated[
    list[str] | None,
    typer.Option(
        "--uncertain", metavar="PATH=LOW..HIGH", help="A range to draw from; repeat for more."
    ),
]
Lives = Annotated[int, typer.Option(help="Simulated lives; kept for the next use.")]
Out = Annotated[Path | None, typer.Option(help="Folder for tables (CSV) and the picture.")]


@app.command(short_help="What the history of your campaign says of it.")
def calibrate(
    history: History,
    scenario: Base = "ordinary",
    uncertain: Unknown = None,
    lives: Lives = 2048,
    seed: Seed = 1,
    out: Out = None,
    workers: Workers = None,
    as_json: Json = False,
) -> None:
    """Calibrate a scenario to the history of your campaign, and say what that cannot tell.

    \b
    Examples:
      cocreation calibrate mine.csv
      cocreation calibrate mine.csv --scenario mine.toml --uncertain segments.pace=0.1..1
      cocreation calibrate commits.csv --scenario apache --out results/calibrated

    \b
    The file has one line an interval, the oldest first; missing lines are unknown, not zeros:
      month,contributions,contributors,newcomers
      2024-01,12,9,9
      2024-02,7,6,3
    """  # noqa: D301  (click: what follows \b is not wrapped)
    from cocreation_sim.predicting.calibration import calibrate as fit

    names = ("parameters.csv", "draws.csv", "scenario.toml")
    folder = _checked(out, names, (history, scenario))
    found = fit(history, scenario, seed=seed, **_how(uncertain, lives, workers))
    written: list[Path] = []
    if folder is not None:
        import tomli_w

        tables = {"parameters.csv": found.table, "draws.csv": found.draws}
        written = _write(folder, tables, {"calibration.png": found.plot()})
        text = tomli_w.dumps(found.scenario().to_dict())
        written.append(_written(folder / "scenario.toml", text))
    if as_json:
        print_json(found.to_dict())
        return
    typer.echo("\n".join(found.sentences))
    say_written(written)


@app.command(short_help="What is to come of your campaign, and will it starve.")
def forecast(
    history: History,
    weeks: Annotated[float, typer.Option(help="How far ahead, rounded up to intervals.")] = 12.0,
    scenario: Base = "ordinary",
    threshold: Annotated[
        float | None,
        typer.Option(help="Starved: fewer contributions in a window (as the scenario says)."),
    ] = None,
    window: Annotated[
        float | None, typer.Option(help="Length of that window in weeks (as the scenario says).")
    ] = None,
    warn_at: Annotated[float, typer.Option(help="Risk of starving at which to warn.")] = 0.5,
    uncertain: Unknown = None,
    lives: Lives = 2048,
    seed: Seed = 1,
    out: Out = None,
    report: Annotated[
        Path | None, typer.Option(metavar="FILE.html", help="Write all of it as one HTML file.")
    ] = None,
    workers: Workers = None,
    as_json: Json = False,
) -> None:
    """Forecast the contributions to your campaign, and the risk that it starves.

    \b
    Examples:
      cocreation forecast mine.csv --weeks 12
      cocreation forecast mine.csv --scenario mine.toml --threshold 10 --window 8
      cocreation forecast commits.csv --scenario apache --weeks 26 --out results/forecast
      cocreation forecast mine.csv --report forecast.html
    """  # noqa: D301  (click: what follows \b is not wrapped)
    from cocreation_sim.predicting.forecast import forecast as look_ahead

    folder = _checked(out, ("volume.csv", "risk.csv"), (history, scenario))
    if report is not None:
        from cocreation_sim.reports.writing import check_target

        check_target(report)
    found = look_ahead(
        history, scenario, weeks=weeks, seed=seed, contributions=threshold, window=window,
        warn_at=warn_at, **_how(uncertain, lives, workers),
    )  # fmt: skip
    written: list[Path] = []
    if folder is not None:
        tables = {"volume.csv": found.volume, "risk.csv": found.risk}
        written = _write(folder, tables, {"forecast.png": found.plot()})
    if report is not None:
        found.report(report)
    if as_json:
        print_json(found.to_dict())
        return
    from cocreation_sim.predicting.forecast import TOTAL_NOTE
    from cocreation_sim.wording.tables import plain

    shown = found.volume[["date", "median", "low_50", "high_50", "low_90", "high_90"]]
    typer.echo(f"{plain(shown.round())}\n({TOTAL_NOTE})\n\n" + "\n".join(found.sentences))
    say_written(written)
    if report is not None:
        typer.echo(f"\nWritten to {report}")


def _checked(out: Path | None, names: tuple[str, ...], inputs: tuple[str, ...]) -> Path | None:
    """The folder, where it can be written and its files are not among those that are read."""
    from cocreation_sim.files import check_apart, check_writable

    if out is None:
        return None
    for name in names:
        check_apart({"--out": out / name}, inputs)
    return check_writable(out)


def _how(uncertain: list[str] | None, lives: int, workers: int | None) -> How:
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


def _write(
    folder: Path, tables: dict[str, pd.DataFrame], pictures: dict[str, Figure]
) -> list[Path]:
    from cocreation_sim.demo import png
    from cocreation_sim.spreadsheets import as_csv

    contents: dict[str, str | bytes] = {name: as_csv(table) for name, table in tables.items()}
    contents |= {name: png(figure) for name, figure in pictures.items()}
    return [_written(folder / name, content) for name, content in contents.items()]


def _written(path: Path, content: str | bytes) -> Path:
    from cocreation_sim.files import write

    return write(path, content)
