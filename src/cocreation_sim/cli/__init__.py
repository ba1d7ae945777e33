"""The command line: ``cocreation presets | run | sweep | compare | … | report | demo``."""

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
    app(prog_name="cocreation")
