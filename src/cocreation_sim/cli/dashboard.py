"""The command that opens the dashboard: ``dashboard``."""

from __future__ import annotations

from typing import Annotated

import typer

from cocreation_sim.cli.app import app


@app.command(short_help="Move levers and watch campaigns live.")
def dashboard(
    scenario: Annotated[
        str, typer.Argument(help="A preset, or a scenario file (.toml), to begin with.")
    ] = "ordinary",
    host: Annotated[
        str, typer.Option(help="Address to listen at; by default this machine only.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen at; 0 for any that is free.")] = 8765,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Do not open a browser.")
    ] = False,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(
            help="A further name under which it is reached, such as a proxy's: NAME or NAME:PORT; "
            "may be given several times. Whatever comes under another name is refused."
        ),
    ] = None,
) -> None:
    """Open the dashboard: choose a campaign, move its levers, watch it live.

    \b
    Examples:
      cocreation dashboard
      cocreation dashboard threadless
      cocreation dashboard mine.toml --port 0 --no-browser
      cocreation dashboard --allow-host sim.example.org
    """  # noqa: D301  (click: what follows \b is not wrapped)
    from cocreation_sim.scenario.scenario import load

    chosen = load(scenario)
    from cocreation_sim.dashboard.server import serve

    serve(chosen, host, port, not no_browser, tell=typer.echo, names=allow_host or ())
