"""Running tests on a busy machine: what failed is counted, and nothing is left running."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

TOOL = Path(__file__).parents[1] / "tools" / "run-beside-load"
TESTS = """
from pathlib import Path
import pytest

def test_sometimes():
    seen = Path(__file__).with_name("seen")
    before = seen.exists()
    seen.touch()
    assert before

def test_always():
    assert False

def test_never():
    pass
"""


def beside_load(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(TOOL), *arguments, "--cores", "1"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.processes
def test_what_fails_is_counted(tmp_path):
    (tmp_path / "test_some.py").write_text(TESTS)
    done = beside_load("2", str(tmp_path))
    assert done.returncode == 1, done.stderr
    told = re.findall(r"^(\d of 2): \S*::(\w+)$", done.stdout, re.MULTILINE)
    assert told == [("2 of 2", "test_always"), ("1 of 2", "test_sometimes")]
    assert beside_load("1", str(tmp_path / "none")).returncode > 1
