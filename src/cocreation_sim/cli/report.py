"""The command ``report``: what was found, as one HTML file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cocreation_sim.cli.app import Json, Workers, app, print_json
from cocreation_sim.errors import InputError, nearest_names

if TYPE_CHECKING:
    from cocreation_sim.experiments.experiment import Experiment
    from cocreation_sim.experiments.play import RunOptions
    from cocreation_sim.predicting.forecast import Forecast
    from cocreation_sim.recommending import Optimisation

REPLICATIONS = 100  # of a scenario that is played for its report
NAME = "report.html"


@app.command(short_help="What was found, as one HTML file.")
def report(
    thing: Annotated[
        str,
        typer.Argument(
            help="The folder of a sweep, comparison, optimisation or demo; or a study, scenario, "
            "preset or history (.csv), which is played first."
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(help=f"The file; by default {NAME} in the folder, or here."),
    ] = None,
    replications: Annotated[
        int | None,
        typer.Option(help=f"Runs of what is played first ({REPLICATIONS}, or a study’s)."),
    ] = None,
    seed: Annotated[
        int | None, typer.Option(help="Root of its luck (1, or as the study says).")
    ] = None,
    workers: Workers = None,
    as_json: Json = False,
) -> None:
    """Write what was found as one HTML file, to read on a phone, a desk or paper.

    It holds the question, the answer with its uncertainty, pictures, what drives the outcome, what
    the model does not know, and how to get the same again. It loads nothing from anywhere. A file
    that is there already is replaced in one go.

    \b
    Examples:
      cocreation report results/prizes
      cocreation report results/demo --out demo.html
      cocreation report mine.csv
      cocreation report mine.toml --replications 200
      cocreation report threadless --out threadless.html
    """  # noqa: D301  (click: what follows \b is not wrapped)
    from cocreation_sim.files import write
    from cocreation_sim.reports.page import page
    from cocreation_sim.reports.writing import check_target, findings

    folder = Path(thing)
    target = check_target(out or (folder / NAME if folder.is_dir() else Path(NAME)))
    there = target.exists()
    if folder.is_dir():
        if replications is not None or seed is not None:
            raise InputError(
                f"{folder} has been played already; --replications and --seed are for a study, "
                "scenario or preset"
            )
        found = findings(folder)
    else:
        found = findings(_played(thing, replications, seed, workers))
    write(target, page(found))
    if as_json:
        keys: dict[str, Any] = {"question": found.question, "answer": list(found.answer)}
        print_json({**keys, "doubts": list(found.doubts), "file": str(target), "replaced": there})
        return
    typer.echo("\n".join([found.question, "", *found.answer, ""]))
    typer.echo(f"{'Replaced' if there else 'Written to'} {target}")


def _played(
    name: str, replications: int | None, seed: int | None, workers: int | None
) -> Experiment | Optimisation | Forecast:
    """The runs of a study, or of a scenario as it is; the best designs, or a forecast."""
    from cocreation_sim.experiments.play import check_replications
    from cocreation_sim.experiments.study import load_study
    from cocreation_sim.experiments.sweep import sweep
    from cocreation_sim.files import parse_toml, read_text
    from cocreation_sim.recommending.asked import load_asked
    from cocreation_sim.recommending.optimise import answer
    from cocreation_sim.scenario.scenario import check_seed, load, presets

    if replications is not None:
        check_replications(replications)
    if seed is not None:
        check_seed(seed)
    how: RunOptions = {"workers": workers, "progress": sys.stderr.isatty()}
    if name.endswith(".csv"):
        return _forecast(name, replications, seed, how)
    if not name.endswith(".toml") and name not in presets():
        raise InputError(
            f"{name} is no folder, no preset and no .toml or .csv file; give the folder of a "
            "sweep, comparison, optimisation or demo, or what is to be played"
            f"{nearest_names(name, presets())}"
        )
    given = parse_toml(read_text(Path(name)), name) if name.endswith(".toml") else {}
    if "goals" in given:
        if replications is not None:
            raise InputError(
                "--replications is for a study, scenario or preset; an optimisation says "
                f"itself how many runs it has ({name}: runs, first, most)"
            )
        asked = load_asked(Path(name))
        changes = {} if seed is None else {"seed": seed}
        return answer(asked.model_copy(update=changes), **how)
    if "scenario" in given:
        study = load_study(name)
        options = {"replications": replications, "seed": seed}
        changes = {key: value for key, value in options.items() if value is not None}
        return study.model_copy(update=changes).run(**how)
    return sweep(
        load(name),
        {},
        REPLICATIONS if replications is None else replications,
        1 if seed is None else seed,
        **how,
    )


def _forecast(name: str, replications: int | None, seed: int | None, how: RunOptions) -> Forecast:
    """What is to come of a history, as far as an ordinary campaign tells."""
    from cocreation_sim.predicting.forecast import forecast

    if replications is not None:
        raise InputError("--replications is for a study, scenario or preset, not for a history")
    return forecast(
        name,
        seed=1 if seed is None else seed,
        workers=how.get("workers"),
        progress=bool(how.get("progress")),
    )
