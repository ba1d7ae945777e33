"""The command line: ``cocreation ask | predict | … | presets | run | …``."""

import contextlib
import gc
import io
import os
import sys
from typing import NoReturn

from cocreation_sim.cli import (
    ask,
    campaigns,
    dashboard,
    experiments,
    former,
    predict,
    recommend,
    report,
    validate,
)
from cocreation_sim.cli.app import app
from cocreation_sim.errors import shortened

__all__ = [
    "app",
    "ask",
    "campaigns",
    "dashboard",
    "experiments",
    "former",
    "main",
    "predict",
    "recommend",
    "report",
    "validate",
]


def main() -> None:
    """Entry point of the command ``cocreation``."""
    gc.set_threshold(100_000)  # what is imported stays: to look for garbage in it takes a while
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # names of files that are not UTF-8
    try:
        try:
            app(prog_name="cocreation")
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()
    except OSError as error:
        reason = error.strerror or str(error)
        end(
            f"{error.filename}: {reason}"
            if error.filename
            else f"cannot write the output: {reason}"
        )


def end(sentence: str) -> NoReturn:
    """End with a sentence where it can be heard, and without a last attempt to write the rest."""
    with contextlib.suppress(OSError):
        sys.stderr.write(f"cocreation: {shortened(sentence)}\n")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            os.dup2(nowhere, stream.fileno())
    raise SystemExit(1)
