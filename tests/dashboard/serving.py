"""A dashboard in a process of its own, for as long as a test needs it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile

COMMAND = [sys.executable, "-m", "cocreation_sim.cli", "dashboard"]


@contextmanager
def served(*options: str) -> Iterator[str]:
    """The address of a dashboard, for as long as the block lasts."""
    command = [*COMMAND, *options, "--port", "0", "--no-browser"]
    with (
        TemporaryFile("w+") as complaints,  # not a pipe: nobody reads it, and it must not fill
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=complaints, text=True) as server,
    ):
        try:
            assert server.stdout is not None
            told = server.stdout.readline()
            found = re.search(r"http://\S+/", told)
            if not found:
                server.kill()
                server.wait()
                complaints.seek(0)
                raise AssertionError(told + complaints.read())
            yield found[0]
        finally:
            server.terminate()
