"""The command line: ``cocreation presets | run | sweep | demo``."""

from __future__ import annotations

import json
import math
import shutil
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cocreation_sim.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from cocreation_sim.experiments.study import Study
    from cocreation_sim.runs import Run


class Commands(typer.core.TyperGroup):
    """Commands whose wrong input is answered in one sentence, and whose end by Ctrl-C is calm."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except InputError as error:
            typer.echo(f"cocreation: {error}", err=True)
            raise typer.Exit(2) from None
        except KeyboardInterrupt:
            typer.echo("\ncocreation: stopped by Ctrl-C; no file is half-written.", err=True)
            raise typer.Exit(130) from None


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


Json = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
Seed = Annotated[int, typer.Option(help="Root of all luck: the same seed, the same result.")]
Workers = Annotated[int | None, typer.Option(help="Threads; by default one a core.")]


def main() -> None:
    """Entry point of the command ``cocreation``."""
    app(prog_name="cocreation")


def _version(wanted: bool) -> None:
    if wanted:
        from cocreation_sim import __version__

        typer.echo(f"cocreation {__version__}")
        raise typer.Exit


@app.callback()
def cocreation(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")
    ] = False,
) -> None:
    """Simulate how firms develop new products together with their customers.

    \b
    cocreation presets                     which real cases there are
    cocreation run threadless              one run of a case, and what came of it
    cocreation sweep STUDY.toml            many runs: what a lever changes, how likely failure is
    cocreation demo                        all cases beside their published figures
    """  # noqa: D301  (click: what follows \b is not wrapped)


@app.command(short_help="List the real cases.")
def presets(as_json: Json = False) -> None:
    """List the real cases that come with the package.

    \b
    Examples:
      cocreation presets
      cocreation presets --json
    """  # noqa: D301  (click: what follows \b is not wrapped)
    from cocreation_sim.scenario.scenario import load
    from cocreation_sim.scenario.scenario import presets as names
    from cocreation_sim.views.text import listing

    rows = []
    for name in names():
        scenario = load(name)
        cells = dict.fromkeys(c.cell.label for c in scenario.campaigns.values())
        rows.append((name, " and ".join(cells), scenario.description))
    if as_json:
        keys = ("name", "cell", "description")
        _print_json([dict(zip(keys, row, strict=True)) for row in rows])
    else:
        width = shutil.get_terminal_size().columns
        typer.echo(listing([("name", "cell", "description"), *rows], width))


@app.command(short_help="Simulate a campaign once.")
def run(
    scenario: Annotated[str, typer.Argument(help="A preset, or a scenario file (.toml).")],
    seed: Seed = 1,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="PATH=VALUE", help="Change a parameter; repeat for more."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder for the tables (CSV) and the picture.")
    ] = None,
    engine: Annotated[
        str, typer.Option(help="compiled, or mesa (by agents: slowly, with the same result).")
    ] = "compiled",
    as_json: Json = False,
) -> None:
    """Simulate a campaign once and say what came of it.

    \b
    Examples:
      cocreation run threadless
      cocreation run threadless --set campaign.reward.prize=500 --seed 7
      cocreation run mine.toml --out results/mine
      cocreation run ideastorm --json
    """  # noqa: D301  (click: what follows \b is not wrapped)
    from cocreation_sim.files import check_writable
    from cocreation_sim.runs import simulate
    from cocreation_sim.scenario.scenario import check_seed, load

    check_seed(seed)
    chosen = load(scenario)
    changes = dict(_pair(text, "--set") for text in set_ or [])
    if changes:
        chosen = chosen.vary({path: _value(text) for path, text in changes.items()})
    folder = None if out is None else check_writable(out)
    result = simulate(chosen, seed, engine=engine)
    written = [] if folder is None else _write_run(result, folder)
    outcomes = {name: dict(row) for name, row in result.outcomes.to_dict("index").items()}
    if as_json:
        _print_json({"scenario": chosen.name, "seed": seed, "outcomes": outcomes})
        return
    from cocreation_sim.views.text import outcome_text

    for name, outcome in outcomes.items():
        cell = chosen.campaigns[str(name)].cell.label
        typer.echo(f"{chosen.name}, campaign {name} ({cell}), seed {seed}\n")
        typer.echo(outcome_text(outcome, chosen) + "\n")
    _say_written(written)


def _write_run(result: Run, folder: Path) -> list[Path]:
    """Write all tables and pictures of a run, made before the first is written."""
    import tomli_w

    from cocreation_sim.experiments.demo import png
    from cocreation_sim.files import write
    from cocreation_sim.views.plots import life

    contents: dict[str, str | bytes] = {
        "scenario.toml": tomli_w.dumps(result.scenario.to_dict()),
        "timeline.csv": result.timeline.to_csv(index=False, lineterminator="\n"),
        "ideas.csv": result.ideas.to_csv(index=False, lineterminator="\n"),
        "customers.csv": result.customers.to_csv(index=False, lineterminator="\n"),
        "outcome.csv": result.outcomes.to_csv(lineterminator="\n"),
    }
    names = sorted(result.scenario.campaigns)
    for name in names:
        tail = "" if len(names) == 1 else f"_{_file_name(name)}"
        contents[f"life{tail}.png"] = png(life(result, name))
    return [write(folder / name, content) for name, content in contents.items()]


def _file_name(name: str) -> str:
    return "".join(c if c.isalnum() or c in "-_" else "_" for c in name)


@app.command(short_help="Vary levers, many runs each.")
def sweep(
    study: Annotated[str, typer.Argument(help="A study file (.toml), or a preset with --vary.")],
    vary: Annotated[
        list[str] | None,
        typer.Option(metavar="PATH=V1,V2,…", help="A lever and its values; repeat for a grid."),
    ] = None,
    replications: Annotated[
        int | None, typer.Option(help="Runs of each design point (200, or as the study says).")
    ] = None,
    seed: Annotated[
        int | None, typer.Option(help="Root of all luck (1, or as the study says).")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for runs, summary and picture.")] = None,
    workers: Workers = None,
    as_json: Json = False,
) -> None:
    """Simulate every combination of the levers' values, many times each.

    \b
    Examples:
      cocreation sweep experiments/prizes.toml --out results/prizes
      cocreation sweep ordinary --vary campaign.reward.prize=0,500,2000 --replications 50
      cocreation sweep ordinary --vary campaign.cell=submitting,tinkering --json

    \b
    A study file:
      scenario = "ordinary"                 # a preset, or a scenario file beside the study
      question = "How large must the prize be?"
      replications = 100
      [vary]
      "campaign.reward.prize" = [0, 500, 2000]
      [fixed]
      "calendar.duration" = 26
    """  # noqa: D301  (click: what follows \b is not wrapped)
    from cocreation_sim.files import check_writable, write

    wanted = _study(study, vary or [], replications, seed)
    folder = None if out is None else check_writable(out)
    try:
        experiment = wanted.run(workers=workers, progress=sys.stderr.isatty(), store=folder)
    except InputError as error:
        raise InputError(f"{study}: {error}") from None
    summary = experiment.summary()
    written = []
    if folder is not None:
        from cocreation_sim.experiments.demo import png

        content = summary.to_csv(index=False, lineterminator="\n")
        written = [folder / "runs.csv", folder / "experiment.toml"]
        written.append(write(folder / "summary.csv", content))
        if len(experiment.campaigns) == 1:
            written.append(write(folder / "plot.png", png(experiment.plot())))
    if as_json:
        keys = {"question": experiment.question, "seed": experiment.seed}
        _print_json({**keys, "summary": summary.to_dict("records")})
        return
    _print_summary(experiment.question, summary, list(experiment.levers))
    _say_written(written)


def _study(name: str, vary: list[str], replications: int | None, seed: int | None) -> Study:
    """The study of a file, or one made of a scenario and options."""
    from cocreation_sim.experiments.study import Study, load_study
    from cocreation_sim.experiments.sweep import check_replications
    from cocreation_sim.scenario.scenario import check_seed, load

    changes: dict[str, Any] = {}
    if replications is not None:
        check_replications(replications)
        changes["replications"] = replications
    if seed is not None:
        check_seed(seed)
        changes["seed"] = seed
    if vary:
        levers = {path: _values(text) for path, text in (_pair(v, "--vary") for v in vary)}
        load(name)
        return Study(scenario=name, vary=levers, **changes)
    if not name.endswith(".toml"):
        load(name)
        raise InputError(
            f"{name} is a scenario; say what to vary, for instance "
            "--vary campaign.reward.prize=0,500,2000"
        )
    return load_study(name).model_copy(update=changes)


def _print_summary(question: str, summary: pd.DataFrame, levers: list[str]) -> None:
    from cocreation_sim.views.tables import summary_table

    if question:
        typer.echo(f"{question}\n")
    typer.echo(summary_table(summary, levers))
    typer.echo("\nMeans and their 95 % intervals; failure risk with its 95 % Jeffreys interval.")


@app.command(short_help="All cases beside published figures.")
def demo(
    out: Annotated[Path, typer.Option(help="Folder for tables and pictures.")] = Path(
        "results/demo"
    ),
    replications: Annotated[
        int, typer.Option(help="Runs of each case, and of each cell of the maps.")
    ] = 200,
    seed: Seed = 1,
    workers: Workers = None,
    as_json: Json = False,
) -> None:
    """Play all real cases and hold them against what was published of them.

    \b
    Examples:
      cocreation demo
      cocreation demo --replications 2 --out /tmp/demo
    """  # noqa: D301  (click: what follows \b is not wrapped)
    from cocreation_sim.experiments.demo import demo as play

    result = play(
        out,
        replications,
        seed,
        workers=workers,
        progress=sys.stderr.isatty(),
        tell=lambda sentence: typer.echo(sentence, err=True),
    )
    inside, counted = result.score
    if as_json:
        table = result.published.to_dict("records")
        _print_json({"inside": inside, "counted": counted, "published": table})
        return
    from cocreation_sim.views.tables import published_table

    typer.echo(published_table(result.published))
    typer.echo(f"\n{inside} of {counted} published figures that nothing was fitted to lie inside.")
    _say_written(list(result.files))


def _pair(text: str, option: str) -> tuple[str, str]:
    path, sign, value = text.partition("=")
    if not sign or not path.strip():
        raise InputError(f"{option} is {text!r}; allowed is path=value")
    return path.strip(), value.strip()


def _value(text: str) -> Any:
    """A value as in TOML; what is none is a text.

    Examples
    --------
    >>> _value("500"), _value("true"), _value("tinkering"), _value('["starved"]')
    (500, True, 'tinkering', ['starved'])
    """
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


def _values(text: str) -> tuple[Any, ...]:
    """Values with commas between them, or a list as in TOML.

    Examples
    --------
    >>> _values("0,500"), _values("submitting, tinkering"), _values("[[], ['starved']]")
    ((0, 500), ('submitting', 'tinkering'), ([], ['starved']))
    """
    whole = _value(text if text.startswith("[") else f"[{text}]")
    if isinstance(whole, list):
        return tuple(whole)
    return tuple(_value(part.strip()) for part in text.split(",") if part.strip())


def _print_json(data: Any) -> None:
    typer.echo(json.dumps(_for_json(data), indent=2, ensure_ascii=False))


def _for_json(data: Any) -> Any:
    """Plain data: no NumPy, and null for what does not exist."""
    if isinstance(data, dict):
        return {str(key): _for_json(value) for key, value in data.items()}
    if isinstance(data, (list, tuple)):
        return [_for_json(value) for value in data]
    if hasattr(data, "item"):
        data = data.item()
    return None if isinstance(data, float) and not math.isfinite(data) else data


def _say_written(files: list[Path]) -> None:
    if files:
        folder = files[0].parent
        typer.echo(f"\nWritten to {folder}: " + ", ".join(file.name for file in files))


if __name__ == "__main__":
    main()
