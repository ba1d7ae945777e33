"""Commands for one campaign, and the demonstration: ``presets | run | demo``."""

from __future__ import annotations

import shlex
import shutil
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from cocreation_sim.cli.app import All, Json, Seed, Workers, app, print_json
from cocreation_sim.cli.files import written_answer
from cocreation_sim.cli.given import pairs, value
from cocreation_sim.cli.terminal import say, say_next, say_pairs, say_table, say_written

if TYPE_CHECKING:
    from cocreation_sim.runs import Run
    from cocreation_sim.scenario.scenario import Scenario

MATTER: Final = {
    "submitting": ("submissions", "interesting", "selected", "answered_share", "cost"),
    "co-designing": ("submissions", "votes", "interesting", "selected", "cost"),
    "tinkering": ("submissions", "building_on", "interesting", "integrated", "cost"),
    "collaborating": ("contributors", "again", "integrated", "ever_burned_out", "cost"),
}
"""The figures that matter most, by cell: what is got, what comes of it, and at what price."""


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
    everything: All = False,
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
    from cocreation_sim.outcomes import outcome
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
    found = {name: outcome(chosen, result.tables, name) for name in sorted(chosen.campaigns)}
    if as_json:
        for one in found.values():
            del one["campaign"]
        print_json({"scenario": chosen.name, "seed": seed, "outcomes": found})
        return
    for name, one in found.items():
        cell = chosen.campaigns[name].cell.label
        say(f"{chosen.name}, campaign {name} ({cell}), seed {seed}\n{_end(one, chosen)}\n")
        _tell_figures(one, chosen, () if everything else MATTER[cell])
    say("This is one story, not a forecast: with other luck the same campaign goes otherwise.")
    say_written(written)
    again = [word for text in set_ or () for word in ("--set", text)]
    say_next(shlex.join(["cocreation", "predict", scenario, *again]))
    if not everything:
        say("--all tells all figures.")


def _end(outcome: Mapping[str, Any], scenario: Scenario) -> str:
    """Whether a campaign failed, when and of what, as a sentence."""
    from cocreation_sim.outcomes.labels import describe
    from cocreation_sim.scenario.limits import WORDS

    if not outcome["failed"]:
        return "It did not fail."
    cause, at = outcome["failed_because"], describe(outcome, scenario)["failed_at"]
    others = [other for other in outcome["causes"].split(", ") if other != cause]
    also = f" By the end also: {', '.join(others)}." if others else ""
    return f"It failed after {at}: {cause} ({WORDS[cause]}).{also}"


def _tell_figures(outcome: Mapping[str, Any], scenario: Scenario, chosen: tuple[str, ...]) -> None:
    """Print some figures; all in their groups, where none are chosen."""
    from cocreation_sim.outcomes import find
    from cocreation_sim.outcomes.labels import describe, described

    figures = describe(outcome, scenario)
    groups: dict[str, list[tuple[str, str]]] = {}
    for name in chosen or figures:
        known = find(name)
        group = "" if chosen or known is None else known.group
        groups.setdefault(group, []).append((described(name)[0], figures.get(name, "none")))
    for group, pairs_ in groups.items():
        if group:
            say(group)
        say_pairs(pairs_)
        say("")


def _write_run(result: Run, folder: Path) -> list[Path]:
    """Write all tables and pictures of a run, made before the first is written."""
    import tomli_w

    from cocreation_sim.plots.gallery import life

    tables = {
        "timeline.csv": result.timeline,
        "ideas.csv": result.ideas,
        "customers.csv": result.customers,
        "outcome.csv": result.outcomes.reset_index(),
    }
    names = sorted(result.scenario.campaigns)
    tails = ["" if len(names) == 1 else f"_{_file_name(name)}" for name in names]
    pictures = {
        f"life{tail}.png": partial(life, result, name)
        for tail, name in zip(tails, names, strict=True)
    }
    text = tomli_w.dumps(result.scenario.to_dict())
    return written_answer(folder, tables, pictures, {"scenario.toml": text})


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
    everything: All = False,
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
    say(f"{inside} of {counted} published figures not used for fitting lie inside.")
    if everything:
        from cocreation_sim.cli.tables import published_table

        say_table(*published_table(result.published))
    say_written(list(result.files))
    if not everything:
        say("--all tells each figure beside what was published.")
