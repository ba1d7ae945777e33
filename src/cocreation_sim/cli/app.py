"""The command ``cocreation``: what all its commands share."""

from __future__ import annotations

import contextlib
import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Final

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


GROUPS: Final = {
    "To decide": ("ask", "predict", "compare", "recommend", "report", "dashboard"),
    "To research": ("presets", "run", "sweep", "sensitivity", "discover", "validate", "demo"),
}
"""All commands, in the order in which help tells them."""

FORMER: Final = {
    "assess": "'assess' is now 'cocreation ask' and 'cocreation predict'",
    "calibrate": "'calibrate' is now 'cocreation predict --history FILE.csv --all'",
    "forecast": "'forecast' is now 'cocreation predict --history FILE.csv'",
    "merge": "'merge' is no longer needed: a folder of parts is opened as one",
    "optimise": "'optimise' is now 'cocreation recommend'",
}
"""Names that commands had, which still work, and what is said of each."""


class Commands(typer.core.TyperGroup):
    """Commands in two groups; wrong input is answered in one sentence, and Ctrl-C calmly."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the two groups of commands."""
        width = max(len(name) for names in GROUPS.values() for name in names)
        for title, names in GROUPS.items():
            with formatter.section(title):
                helps = [(f"{name:<{width}}", self.commands[name].short_help) for name in names]
                formatter.write_dl(helps)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find a command; what comes by a former name is told the new one."""
        name, command, rest = super().resolve_command(ctx, args)
        if name in FORMER:
            typer.echo(f"cocreation: {FORMER[name]}; the former name still works.", err=True)
        return name, command, rest

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
All = Annotated[bool, typer.Option("--all", help="Tell all of it.")]
ReportFile = Annotated[
    Path | None,
    typer.Option("--report", metavar="FILE.html", help="Write all of it as one HTML file."),
]


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
    Begin with one of
      cocreation ask
      cocreation run threadless
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
