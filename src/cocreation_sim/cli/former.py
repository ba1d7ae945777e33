"""Commands by names that they had before; help does not list them, and they name the new ones."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from cocreation_sim.cli.app import Json, ReportFile, Seed, Workers, app
from cocreation_sim.cli.ask import Answer, Answers, Budget, Runs, situation_of
from cocreation_sim.cli.history import (
    CALIBRATION_FILES,
    checked_folder,
    how_of,
    tell_calibration,
)
from cocreation_sim.cli.predict import after_history, check_outputs, tell_answers
from cocreation_sim.cli.recommend import recommend

History = Annotated[str, typer.Argument(metavar="FILE.csv")]
Base = Annotated[str, typer.Option("--scenario")]
Uncertain = Annotated[list[str] | None, typer.Option("--uncertain", metavar="PATH=LOW..HIGH")]
Out = Annotated[Path | None, typer.Option()]

app.command("optimise", hidden=True)(recommend)


@app.command(hidden=True)
def assess(
    answers: Answers = None,
    answer: Answer = None,
    budget: Budget = None,
    runs: Runs = 200,
    seed: Seed = 1,
    save: Annotated[Path | None, typer.Option(metavar="FILE.toml")] = None,
    report: ReportFile = None,
    workers: Workers = None,
    as_json: Json = False,
) -> None:
    """Ask, and predict what follows of the answers; see `ask` and `predict`."""
    from cocreation_sim.files import check_apart, check_file
    from cocreation_sim.scenario.scenario import check_seed

    check_seed(seed)
    check_outputs(answers, runs, save, report)
    new = answers is not None and not os.path.lexists(answers)
    if answers is not None and new:
        check_file(answers, (".toml",))
    check_apart({"--answers": answers, "--save": save}, ())
    situation = situation_of(answers, answer or [], budget)
    if answers is not None and new:
        situation.save(answers)
        typer.echo(f"Answers written to {answers}", err=True)
    tell_answers(situation, runs, seed, save, None, report, workers, True, as_json)


@app.command(hidden=True)
def forecast(
    history: History,
    weeks: Annotated[float, typer.Option()] = 12.0,
    scenario: Base = "ordinary",
    threshold: Annotated[float | None, typer.Option()] = None,
    window: Annotated[float | None, typer.Option()] = None,
    warn_at: Annotated[float, typer.Option()] = 0.5,
    uncertain: Uncertain = None,
    lives: Annotated[int, typer.Option()] = 2048,
    seed: Seed = 1,
    out: Out = None,
    report: ReportFile = None,
    workers: Workers = None,
    as_json: Json = False,
) -> None:
    """Say what is to come after a history; see `predict`."""
    after_history(
        history, scenario, out, report, True, as_json, seed=seed, weeks=weeks,
        contributions=threshold, window=window, warn_at=warn_at,
        **how_of(uncertain, lives, workers),
    )  # fmt: skip


@app.command(hidden=True)
def calibrate(
    history: History,
    scenario: Base = "ordinary",
    uncertain: Uncertain = None,
    lives: Annotated[int, typer.Option()] = 2048,
    seed: Seed = 1,
    out: Out = None,
    workers: Workers = None,
    as_json: Json = False,
) -> None:
    """Say what a history tells of the unknown parameters; see `predict`."""
    from cocreation_sim.predicting.calibration import calibrate as fit

    folder = checked_folder(out, CALIBRATION_FILES, (history, scenario))
    found = fit(history, scenario, seed=seed, **how_of(uncertain, lives, workers))
    tell_calibration(found, folder, as_json)


@app.command(hidden=True)
def merge(
    parts: Annotated[list[Path], typer.Argument()],
    out: Annotated[Path, typer.Option(help="Folder for all of it.")],
) -> None:
    """Put the parts of one sweep, played with --shard, into one folder."""
    from cocreation_sim.experiments.parts import merge as put_together
    from cocreation_sim.experiments.sweep import open_experiment

    put_together(parts, out)
    exp = open_experiment(out)
    whole = "complete" if exp.complete else "not complete: some runs are missing"
    typer.echo(f"{len(exp.read(['seed'])):,} rows of runs in {out}; the sweep is {whole}.")
    if failed := len(exp.errors):
        typer.echo(f"{failed:,} runs raised an error; sweep --retry-failed plays them again.")
