"""The command ``validate``: the model against every pattern."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from cocreation_sim.cli.app import All, Json, Seed, Workers, app, print_json
from cocreation_sim.cli.terminal import say, say_table, say_written


@app.command(short_help="Hold the model against what was published and counted.")
def validate(
    out: Annotated[Path, typer.Option(help="Folder for tables and pictures.")] = Path(
        "results/validation"
    ),
    replications: Annotated[
        int, typer.Option(help="Runs of each case, and pairs of runs of each effect.")
    ] = 100,
    seed: Seed = 1,
    workers: Workers = None,
    everything: All = False,
    as_json: Json = False,
) -> None:
    """Hold the model, with its shipped parameters, against every pattern, hit or miss.

    \b
    Examples:
      cocreation validate
      cocreation validate --replications 20 --out /tmp/validation
    """  # noqa: D301  (click: what follows \b is not wrapped)
    from cocreation_sim.cli.tables import published_table
    from cocreation_sim.demo import png
    from cocreation_sim.files import check_writable, write
    from cocreation_sim.plots import gallery as plots
    from cocreation_sim.plots.effects import measured_effects
    from cocreation_sim.plots.validation import communities, effect_words, misses, validation_text
    from cocreation_sim.spreadsheets import as_csv
    from cocreation_sim.validation.validate import validate as play

    folder = check_writable(out)
    found = play(
        replications,
        seed,
        lambda sentence: typer.echo(sentence, err=True),
        workers=workers,
        progress=sys.stderr.isatty(),
    )
    command = f"cocreation validate --replications {replications} --seed {seed}"
    contents: dict[str, str | bytes] = {
        "found.md": validation_text(found, command),
        "published.csv": as_csv(found.published),
        "communities.csv": as_csv(found.communities),
        "effects.csv": as_csv(found.effects),
        "published.png": png(plots.published_figures(found.published)),
        "communities.png": png(communities(found.communities)),
        "effects.png": png(measured_effects(found.effects)),
    }
    files = [write(folder / name, content) for name, content in contents.items()]
    if as_json:
        tables = {
            "published": found.published,
            "communities": found.communities,
            "effects": found.effects,
        }
        print_json({name: table.to_dict("records") for name, table in tables.items()})
        return
    say("\n".join(found.sentences))
    for miss in misses(found).itertuples():
        say(f"\nMissed: {miss.what}: {miss.predicted}; published {miss.published}.")
        say(f"Believed: {miss.reason}.", "  ")
    if everything:
        typer.echo()
        say_table(*published_table(found.published))
        for _, effect in found.effects.iterrows():
            told = f"{effect_words(effect) or '-'}; published {effect['published_as']}"
            say(f"{effect['effect']} ({effect['source']}): {told}: {effect['verdict']}")
    say_written(files)
    if not everything:
        say("--all tells each figure and effect beside what was published.")
