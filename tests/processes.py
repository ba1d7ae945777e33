"""Processes of tests: none outlives its test, and none is waited for by the clock."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

PATIENCE = 900  # seconds until what hangs is given up; what is merely slow never takes as long


@contextmanager
def started(command: Sequence[str], **options: Any) -> Iterator[subprocess.Popen[str]]:
    """A process, for as long as the block lasts; however it is left, no pipe stays open.

    A pipe that is left to the garbage collector raises a warning in some later test. Ctrl-C ends
    it, also where these tests run in the background of a shell that lets such pass by.
    """

    def listen() -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)

    with subprocess.Popen(command, text=True, preexec_fn=listen, **options) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_until(condition: Callable[[], object], process: subprocess.Popen[str]) -> None:
    """Wait for something that a process does; it fails if the process ends without it."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        ended = process.poll() is not None
        assert not ended or condition(), f"it ended with {process.returncode}"
        assert time.monotonic() < deadline, "it hangs"
        time.sleep(0.01)
