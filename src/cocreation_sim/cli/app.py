"""The command ``cocreation``: what all its commands share."""

from __future__ import annotations

import contextlib
import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from cocreation_sim.errors import InputError, shortened


@contextlib.contextmanager
def short_complaints() -> Iterator[None]:
    """Shorten what Typer says of options that are wrong, which repeats them whole."""
    try:
        yield
    except Exception as error:
        if isinstance(said := getattr(error, "message", None), str):
            error.message = shortened(said)  # type: ignore[attr-defined]
        raise


class Commands(typer.core.TyperGroup):
    """Commands whose wrong input is answered in one sentence, and whose end by Ctrl-C is calm."""

    def make_context(self, *given: Any, **more: Any) -> Any:
        """Read the options before the command."""
        with short_complaints():
            return super().make_context(*given, **more)

    def invoke(self, ctx: Any) -> Any:
        """Run a command."""
        try:
            with short_complaints():
                return super().invoke(ctx)
        except InputError as error:
            typer.echo(f"cocreation: {error}", err=True)
            raise typer.Exit(2) from None
        except KeyboardInterrupt as stop:
            said = str(stop) or "stopped by Ctrl-C; no file is half-written"
            typer.echo(f"\ncocreation: {said}.", err=True)
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


def _version(wanted: bool) -> None:
    if wanted:
        from cocreation_sim.version import __version__

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
    cocreation compare A.toml B.toml       which design does better, under the same luck
    cocreation sensitivity STUDY.toml      on which factors the outcomes depend
    cocreation discover STUDY.toml         under which conditions campaigns fail
    cocreation assess                      which kind of co-creation fits you, and its risk
    cocreation optimise ordinary           the best rewards and treatment, under a budget
    cocreation calibrate mine.csv          what the history of your campaign says of it
    cocreation forecast mine.csv           what is to come of it, and whether it will starve
    cocreation validate                    the model against all that was published and counted
    cocreation report FOLDER               what was found, as one HTML file to read or print
    cocreation dashboard                   a model to touch, in the browser
    cocreation demo                        all cases beside their published figures
    """  # noqa: D301  (click: what follows \b is not wrapped)


def print_json(data: Any) -> None:
    """Print plain data as JSON."""
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


def say_written(files: list[Path]) -> None:
    """Say which files were written, and where."""
    if files:
        folder = files[0].parent
        typer.echo(f"\nWritten to {folder}: " + ", ".join(file.name for file in files))
