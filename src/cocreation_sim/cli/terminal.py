"""What is written to a terminal or a pipe: sentences and tables that fit the room there is."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import typer

BOUNDLESS: Final = 10_000  # columns of a pipe
LEAST: Final = 18  # columns of a name, beside figures that are not broken


def columns() -> int:
    """Columns there are: those of the terminal or of $COLUMNS; a pipe takes whatever comes."""
    return shutil.get_terminal_size((BOUNDLESS, 24)).columns


def say(text: str, start: str = "") -> None:
    """Write paragraphs, broken between words where the terminal ends."""
    for line in text.split("\n"):
        typer.echo(
            textwrap.fill(
                line, columns(), initial_indent=start, subsequent_indent=" " * len(start),
                break_on_hyphens=False, break_long_words=False,
            )
        )  # fmt: skip


def say_pairs(pairs: Sequence[tuple[str, str]]) -> None:
    """Write what things are and how large: names to the left, figures to the right."""
    names, figures = (max(map(len, column)) for column in zip(*pairs, strict=True))
    if names + figures + 4 <= columns():  # as they are: Rich takes longer to import than a run
        for name, figure in pairs:
            typer.echo(f"  {name:<{names}}  {figure:>{figures}}")
        return
    from rich.padding import Padding
    from rich.table import Table

    grid = Table.grid(padding=(0, 2))
    grid.add_column(overflow="fold")
    grid.add_column(justify="right", overflow="fold", no_wrap=figures < columns() - LEAST)
    for pair in pairs:
        grid.add_row(*pair)
    _print(Padding(grid, (0, 0, 0, 2), expand=False))


def say_table(rows: Sequence[Sequence[str]], right: Sequence[bool]) -> None:
    """Write a table, its heading first; where it is too wide, each row as a block of its own."""
    from cocreation_sim.wording.tables import aligned

    head, *lines = rows
    table = aligned(rows, right)
    if max(map(len, table)) <= columns():
        typer.echo("\n".join(table))
        return
    for first, *others in lines:
        typer.echo(f"{head[0]} {first}".strip() if first else "")
        say_pairs(list(zip(head[1:], others, strict=True)))


def _print(table: Any) -> None:
    """Write with colours to a terminal only, and without blanks at the ends of lines."""
    from rich.console import Console

    console = Console(width=columns(), highlight=False, emoji=False, markup=False)
    with console.capture() as held:
        console.print(table)
    typer.echo("\n".join(line.rstrip() for line in held.get().splitlines()))


def say_next(*commands: str) -> None:
    """Name what to type next, so that it can be copied."""
    first, *others = commands
    typer.echo("\n" + "\n".join([f"Next: {first}", *(f"      {other}" for other in others)]))


def say_written(files: Sequence[Path]) -> None:
    """Say which files were written, and where."""
    if files:
        say(f"\nWritten to {files[0].parent}: " + ", ".join(file.name for file in files))
