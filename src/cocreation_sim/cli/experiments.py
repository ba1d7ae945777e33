"""Commands for experiments: ``sweep | compare | sensitivity | discover``."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cocreation_sim.cli.app import All, Json, Workers, app, print_json
from cocreation_sim.cli.files import written_answer
from cocreation_sim.cli.given import refuse, shard_of, study_of
from cocreation_sim.cli.terminal import say, say_table, say_written
from cocreation_sim.errors import InputError, check_word
from cocreation_sim.wording.numbers import number

if TYPE_CHECKING:
    from cocreation_sim.experiments.experiment import Experiment
    from cocreation_sim.experiments.play import RunOptions
    from cocreation_sim.experiments.study import Study


Vary = Annotated[
    list[str] | None,
    typer.Option(
        metavar="PATH=V1,V2,…", help="A lever and its values, or LOW..HIGH; repeat for more."
    ),
]
Uncertain = Annotated[
    list[str] | None,
    typer.Option(metavar="PATH=LOW..HIGH", help="What the firm does not know; repeat for more."),
]
Replications = Annotated[
    int | None, typer.Option(help="Runs of each design point (200, or as the study says).")
]
Samples = Annotated[
    int | None,
    typer.Option(help="Points, worlds, trajectories (morris) or base points (saltelli)."),
]
RootSeed = Annotated[
    int | None, typer.Option("--seed", help="Root of all luck (1, or as the study says).")
]
Out = Annotated[
    Path | None,
    typer.Option(
        help="Folder for runs, tables and picture; runs already there are not played again."
    ),
]
Dask = Annotated[
    str | None,
    typer.Option(
        "--dask", metavar="ADDRESS", help="Play on a Dask cluster: its address, or local."
    ),
]
Campaign = Annotated[str | None, typer.Option(help="Which campaign, where there are several.")]
STUDY_HELP = "A study file (.toml), or a preset or scenario file with --vary."
PLAYED_HELP = f"{STUDY_HELP[:-1]}; or the folder of a sweep, or of its parts."


@app.command(short_help="Vary levers, many runs each.")
def sweep(
    study: Annotated[str, typer.Argument(help=STUDY_HELP)],
    vary: Vary = None,
    uncertain: Uncertain = None,
    design: Annotated[
        str | None,
        typer.Option(help="grid or zip of values; lhs, sobol, morris or saltelli for ranges."),
    ] = None,
    samples: Samples = None,
    replications: Replications = None,
    seed: RootSeed = None,
    out: Out = None,
    workers: Workers = None,
    dask: Dask = None,
    shard: Annotated[
        str | None,
        typer.Option(
            metavar="I/N",
            help="Play part I of N only, for job arrays, each with an --out of its own.",
        ),
    ] = None,
    on_error: Annotated[
        str, typer.Option(help="record: note a run that raises an error and go on; or stop.")
    ] = "record",
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Play runs again that raised an error before.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Simulate a scenario at every design point, many times each.

    What is stopped or killed goes on where it stood when the same command is given again.

    \b
    Examples:
      cocreation sweep experiments/prizes/study.toml --out results/prizes
      cocreation sweep ordinary --vary campaign.reward.prize=0,500,2000 --replications 50
      cocreation sweep ordinary --vary campaign.cell=submitting,tinkering --json
      cocreation sweep study.toml --out results/mine --dask tcp://10.0.0.1:8786
      cocreation sweep study.toml --out results/part3 --shard 3/20

    \b
    A study file:
      scenario = "ordinary"                 # a preset, or a scenario file beside the study
      question = "How large must the prize be?"
      replications = 100
      [vary]                                # levers: what the firm decides
      "campaign.reward.prize" = [0, 500, 2000]
      [uncertain]                           # what it does not know
      "segments.pace" = {low = 0.1, high = 0.4}
      [fixed]
      "calendar.duration" = 26
    """  # noqa: D301  (click: what follows \b is not wrapped)
    wanted = study_of(
        study, vary or [], uncertain or [], replications, seed, design, samples, "lhs"
    )
    how: RunOptions = {"workers": workers, "shard": shard_of(shard), "retry_failed": retry_failed}
    how["on_error"] = on_error  # type: ignore[typeddict-item]  # checked by Execution
    experiment = _played(wanted, study, out, dask, how)
    by = "levers" if experiment.uncertain and experiment.design.worlds > 1 else "scenario"
    summary = experiment.summary(by=by)
    written = []
    if out is not None:
        pictures = {}
        if len(experiment.each()) == 1:
            pictures["plot.png"] = experiment.plot
        written = written_answer(out, {"summary.csv": summary}, pictures)
    if as_json:
        keys = {"question": experiment.question, "seed": experiment.seed}
        print_json({**keys, "summary": summary.to_dict("records")})
        return
    from cocreation_sim.cli.tables import summary_table

    levers = list(experiment.levers if by == "levers" else experiment.design.columns)
    _print_question(experiment)
    say_table(*summary_table(summary, levers))
    say("\nMeans and their 95 % intervals; failure risk with its 95 % Jeffreys interval.")
    say_written(written)


@app.command(short_help="Designs against the first, under the same luck.")
def compare(
    designs: Annotated[
        list[str],
        typer.Argument(
            help="Presets or scenario files; or one, or a study, to vary; or the folder of a sweep."
        ),
    ],
    vary: Vary = None,
    replications: Replications = None,
    seed: RootSeed = None,
    outcome: Annotated[
        list[str] | None, typer.Option(help="Which outcome; repeat for more. failure_risk is one.")
    ] = None,
    level: Annotated[float, typer.Option(help="Joint level of the intervals.")] = 0.95,
    campaign: Campaign = None,
    out: Out = None,
    workers: Workers = None,
    dask: Dask = None,
    as_json: Json = False,
) -> None:
    """Play designs under the same luck and compare each with the first, run by run.

    \b
    Examples:
      cocreation compare cheap.toml dear.toml --replications 100
      cocreation compare ordinary --vary campaign.reward.prize=0,500 --outcome submissions
      cocreation compare study.toml --json
    """  # noqa: D301  (click: what follows \b is not wrapped)
    from cocreation_sim import comparing
    from cocreation_sim.experiments import answers

    how: RunOptions = {"workers": workers}
    if len(designs) > 1 and vary:
        raise InputError("--vary goes with one scenario; give it, or several scenarios")
    if len(designs) > 1:
        wanted = comparing.study_of(
            designs, 200 if replications is None else replications, 1 if seed is None else seed
        )
        exp = _played(wanted, designs[0], out, dask, how)
    else:
        given = {"--vary": vary, "--replications": replications, "--seed": seed, "--dask": dask}
        exp = _opened(designs[0], given) or _played(
            study_of(designs[0], vary or [], [], replications, seed), designs[0], out, dask, how
        )
    exp = exp.only(campaign)
    found = comparing.Comparison(exp, answers.compare(exp, outcome, level))
    written = []
    if out is not None:
        written = written_answer(out, {"comparison.csv": found.table}, {"plot.png": found.plot})
    if as_json:
        rows = [
            {**row, "says": says}
            for row, says in zip(found.table.to_dict("records"), found.sentences, strict=True)
        ]
        print_json({"replications": exp.replications, "seed": exp.seed, "comparison": rows})
        return
    say("\n".join(found.sentences))
    saved = found.table["saves"].median()
    say(
        f"\n{exp.replications} replications with the same luck for all. With luck of its own for "
        f"each design, the middle one of these differences would need {number(saved)} times as "
        "many."
    )
    say_written(written)


@app.command(short_help="On which factors the outcomes depend.")
def sensitivity(
    study: Annotated[str, typer.Argument(help=PLAYED_HELP)],
    vary: Vary = None,
    uncertain: Uncertain = None,
    method: Annotated[
        str | None,
        typer.Option(help="morris (which factors matter at all), or sobol (how much each does)."),
    ] = None,
    samples: Samples = None,
    replications: Replications = None,
    seed: RootSeed = None,
    outcome: Annotated[
        list[str] | None, typer.Option(help="Which outcome; repeat for more. failure_risk is one.")
    ] = None,
    campaign: Campaign = None,
    out: Out = None,
    workers: Workers = None,
    dask: Dask = None,
    everything: All = False,
    as_json: Json = False,
) -> None:
    """Say on which factors the outcomes depend, and how much of them is mere luck.

    \b
    Examples:
      cocreation sensitivity study.toml --method morris
      cocreation sensitivity ordinary --method saltelli --samples 128 --replications 5 \\
          --vary campaign.reward.prize=0..2000 --uncertain segments.pace=0.05..0.5
    """  # noqa: D301  (click: what follows \b is not wrapped)
    from cocreation_sim.statistics.sensitivity import METHODS

    chosen = None if method is None else check_word("--method", method, METHODS, METHODS)
    given = {"--vary": vary, "--uncertain": uncertain, "--method": method, "--samples": samples}
    given |= {"--replications": replications, "--seed": seed, "--dask": dask}
    exp = _opened(study, given)
    if exp is None:
        wanted = study_of(
            study, vary or [], uncertain or [], replications, seed, chosen, samples, "morris"
        )
        if wanted.design not in METHODS.values():
            wanted = wanted.model_copy(update={"design": "morris"})
        exp = _played(wanted, study, out, dask, {"workers": workers})
    table = exp.sensitivity(outcome or ("failed", "submissions"), campaign=campaign)
    written = []
    if out is not None:
        written = written_answer(out, {"sensitivity.csv": table}, {"plot.png": exp.plot})
    if as_json:
        print_json({"question": exp.question, "sensitivity": table.to_dict("records")})
        return
    from cocreation_sim.cli.tables import sensitivity_sentences, sensitivity_table

    _print_question(exp)
    say("\n".join(sensitivity_sentences(table)))
    if everything:
        typer.echo()
        say_table(*sensitivity_table(table))
    say_written(written)
    if not everything:
        say("--all tells how much each factor does.")


@app.command(short_help="Under which conditions campaigns fail.")
def discover(
    study: Annotated[str, typer.Argument(help=PLAYED_HELP)],
    vary: Vary = None,
    uncertain: Uncertain = None,
    samples: Samples = None,
    replications: Replications = None,
    seed: RootSeed = None,
    campaign: Campaign = None,
    out: Out = None,
    workers: Workers = None,
    dask: Dask = None,
    as_json: Json = False,
) -> None:
    """Say in plain words under which conditions campaigns fail (scenario discovery, PRIM).

    \b
    Examples:
      cocreation discover study.toml
      cocreation discover ordinary --samples 500 --replications 2 \\
          --vary campaign.outreach.spend=1..40 --uncertain segments.pace=0.05..0.5
    """  # noqa: D301  (click: what follows \b is not wrapped)
    given = {"--vary": vary, "--uncertain": uncertain, "--samples": samples, "--dask": dask}
    exp = _opened(study, {**given, "--replications": replications, "--seed": seed})
    if exp is None:
        wanted = study_of(
            study, vary or [], uncertain or [], replications, seed, None, samples, "lhs"
        )
        exp = _played(wanted, study, out, dask, {"workers": workers})
    found = exp.discover(campaign=campaign)
    written = []
    if out is not None:
        written = written_answer(out, {"boxes.csv": found.table()}, {"plot.png": found.plot})
    if as_json:
        print_json({"question": exp.question, "boxes": found.table().to_dict("records")})
        return
    _print_question(exp)
    say("\n\n".join(found.sentences))
    say_written(written)


def _opened(name: str, given: Mapping[str, object]) -> Experiment | None:
    """The experiment in a folder, its parts read as one; none where it is to be played."""
    from cocreation_sim.experiments.parts import parts_in
    from cocreation_sim.experiments.sweep import open_experiment

    if not parts_in(Path(name)):
        return None
    refuse(given, f"what is still to be played, and {name} has been played already")
    return open_experiment(name)


def _played(
    wanted: Study, name: str, out: Path | None, dask: str | None, how: RunOptions
) -> Experiment:
    """Play a study, here or on a cluster."""
    from cocreation_sim.experiments.cluster import dask_executor
    from cocreation_sim.experiments.execute import RunError

    how["progress"] = sys.stderr.isatty()
    try:
        if dask is None:
            return wanted.run(store=out, **how)
        with dask_executor(dask) as executor:
            how["executor"] = executor
            return wanted.run(store=out, **how)
    except RunError:
        raise
    except InputError as error:
        text = str(error)
        raise InputError(text if text.startswith(name) else f"{name}: {text}") from None


def _print_question(experiment: Experiment) -> None:
    if experiment.question:
        say(f"{experiment.question}\n")
