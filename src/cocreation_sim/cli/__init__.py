"""The command line: ``cocreation presets | run | sweep | compare | … | report | demo``."""

import io
import sys

from cocreation_sim.cli import (
    assess,
    campaigns,
    dashboard,
    experiments,
    optimise,
    own,
    report,
    validate,
)
from cocreation_sim.cli.app import app

__all__ = [
    "app",
    "assess",
    "campaigns",
    "dashboard",
    "experiments",
    "main",
    "optimise",
    "own",
    "report",
    "validate",
]


def main() -> None:
    """Entry point of the command ``cocreation``."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # names of files that are not UTF-8
    app(prog_name="cocreation")
