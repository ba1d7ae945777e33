"""Commands for one campaign, and the demonstration: ``presets | run | demo``."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cocreation_sim.cli.app import Json, Seed, Workers, app, print_json, say_written
from cocreation_sim.cli.given import pairs, value

if TYPE_CHECKING:
    from cocreation_sim.runs import Run


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
    from cocreation_sim.wording.tables import listing

    rows = []
    for name in names():
        scenario = load(name)
        cells = dict.fromkeys(c.cell.label for c in scenario.campaigns.values())
        rows.append((name, " and ".join(cells), scenario.description))
    if as_json:
        keys = ("name", "cell", "description")
        print_json([dict(zip(keys, row, strict=True)) for row in rows])
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
    from cocreation_sim.files import check_apart, check_writable
    from cocreation_sim.runs import simulate
    from cocreation_sim.scenario.scenario import check_seed, load

    check_seed(seed)
    chosen = load(scenario)
    changes = pairs(set_, "--set")
    if changes:
        chosen = chosen.vary({path: value(text) for path, text in changes.items()})
    if out is not None:
        check_apart({"--out": out / "scenario.toml"}, [scenario])
    folder = None if out is None else check_writable(out)
    result = simulate(chosen, seed, engine=engine)
    written = [] if folder is None else _write_run(result, folder)
    outcomes = {name: dict(row) for name, row in result.outcomes.to_dict("index").items()}
    if as_json:
        print_json({"scenario": chosen.name, "seed": seed, "outcomes": outcomes})
        return
    from cocreation_sim.outcomes.labels import outcome_text

    for name, outcome in outcomes.items():
        cell = chosen.campaigns[str(name)].cell.label
        typer.echo(f"{chosen.name}, campaign {name} ({cell}), seed {seed}\n")
        typer.echo(outcome_text(outcome, chosen) + "\n")
    say_written(written)


def _write_run(result: Run, folder: Path) -> list[Path]:
    """Write all tables and pictures of a run, made before the first is written."""
    import tomli_w

    from cocreation_sim.demo import png
    from cocreation_sim.files import write
    from cocreation_sim.plots.gallery import life
    from cocreation_sim.spreadsheets import as_csv

    contents: dict[str, str | bytes] = {
        "scenario.toml": tomli_w.dumps(result.scenario.to_dict()),
        "timeline.csv": as_csv(result.timeline),
        "ideas.csv": as_csv(result.ideas),
        "customers.csv": as_csv(result.customers),
        "outcome.csv": as_csv(result.outcomes.reset_index()),
    }
    names = sorted(result.scenario.campaigns)
    for name in names:
        tail = "" if len(names) == 1 else f"_{_file_name(name)}"
        contents[f"life{tail}.png"] = png(life(result, name))
    return [write(folder / name, content) for name, content in contents.items()]


def _file_name(name: str) -> str:
    return "".join(c if c.isalnum() or c in "-_" else "_" for c in name)


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
    from cocreation_sim.demo import demo as play

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
        print_json({"inside": inside, "counted": counted, "published": table})
        return
    from cocreation_sim.cli.tables import published_table

    typer.echo(published_table(result.published))
    typer.echo(f"\n{inside} of {counted} published figures that nothing was fitted to lie inside.")
    say_written(list(result.files))
