"""Odd surroundings: no home, a backend of pictures that does not exist, a device that is full."""

from __future__ import annotations

import ast
import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

import cocreation_sim as cs
from cocreation_sim.errors import LONGEST_MESSAGE

FULL = Path("/dev/full")
NEEDS_FULL = pytest.mark.skipif(not FULL.exists(), reason="a device of Linux")


def python(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Another process, with its environment changed."""
    source = str(Path(cs.__file__).parents[1])
    environment = {**os.environ, "PYTHONPATH": source, **more}
    return subprocess.run([sys.executable, *words], env=environment, capture_output=True, text=True)


def cocreation(*words: str, stdout: Path | None = None, **more: str):
    """The command in another process, its output sent elsewhere if wanted."""
    code = "import sys; from cocreation_sim.cli import main; "
    if stdout:
        code += f"sys.stdout = open({str(stdout)!r}, 'w'); "
    return python("-c", code + "main()", *words, **more)


# ---------------------------------------------------------------------- a quick start

HEAVY = ("pandas", "scipy", "numba", "matplotlib", "mesa", "seaborn", "networkx", "pyarrow")


@pytest.mark.parametrize(
    "begin",
    [
        "import cocreation_sim; dir(cocreation_sim)",
        "from cocreation_sim import load; load('ordinary')",
        "from cocreation_sim.cli import app; app(['--help'], standalone_mode=False)",
        "from cocreation_sim.cli import app; app(['--version'], standalone_mode=False)",
        "from cocreation_sim.cli import app; app(['sweep', '--help'], standalone_mode=False)",
    ],
)
def test_the_start_loads_nothing_heavy(begin):
    code = f"{begin}; import sys; print([m for m in {HEAVY} if m in sys.modules])"
    done = python("-c", code)
    assert done.stdout.splitlines()[-1] == "[]", done.stderr


def test_a_run_is_told_without_tables():
    """pandas takes as long to import as such a run takes to play."""
    begin = "from cocreation_sim.cli import app; app(['run', 'workshop'], standalone_mode=False)"
    done = python("-c", f"{begin}; import sys; print('pandas' in sys.modules)")
    assert done.stdout.splitlines()[-1] == "False", done.stderr


# ---------------------------------------------------------------------- public names


def test_every_public_name_is_found_where_it_is_said_to_be():
    tree = ast.parse(Path(cs.__file__).read_text(encoding="utf-8"))
    typed = {
        alias.name: node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module.startswith("cocreation_sim.")
        for alias in node.names
    }
    assert sorted(typed) == sorted([*cs.__all__, "__version__"])
    for name, module in typed.items():
        assert getattr(cs, name) is getattr(importlib.import_module(module), name)
    assert set(cs.__all__) <= set(dir(cs))


def test_names_and_modules_are_imported_when_asked_for():
    code = (
        "import pickle, cocreation_sim.reports.page, cocreation_sim as cs; "
        "from cocreation_sim import *; "
        "print(callable(cs.report), callable(report), cs.plots.__name__, "
        "pickle.loads(pickle.dumps(cs.load('workshop'))) == load('workshop'))"
    )
    done = python("-c", code)
    assert done.stdout == "True True cocreation_sim.plots True\n", done.stderr
    done = python("-c", "import cocreation_sim as cs; cs.simulat")
    assert "has no attribute 'simulat'. Did you mean: 'simulate'?" in done.stderr


# ---------------------------------------------------------------------- a full device


@NEEDS_FULL
@pytest.mark.parametrize("words", [("presets",), ("presets", "--json"), ("--help",)])
def test_output_to_a_full_device_is_one_sentence(words):
    done = cocreation(*words, stdout=FULL)
    assert done.returncode == 1
    assert done.stderr == "cocreation: cannot write the output: No space left on device\n"


@NEEDS_FULL
def test_errors_to_a_full_device_end_the_command():
    source = str(Path(cs.__file__).parents[1])
    with FULL.open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "cocreation_sim.cli", "run", "nonsense"],
            env={**os.environ, "PYTHONPATH": source},
            stdout=subprocess.PIPE,
            stderr=full,
        )
    assert done.returncode == 1
    assert done.stdout == b""


LIMITED = """
import resource, signal, sys
from cocreation_sim.cli import main
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
main()
"""


@pytest.mark.files
@pytest.mark.skipif(os.name != "posix", reason="limits of POSIX")
def test_a_device_that_becomes_full_leaves_nothing_half_written(tmp_path):
    """By a limit to how long a file may be, which the pictures and tables of a run pass."""
    words = ("run", "workshop", "--engine", "mesa", "--out", str(tmp_path / "out"))
    done = python("-c", LIMITED, *words)
    assert done.returncode == 2, done.stderr
    assert done.stderr.startswith("cocreation: cannot write ")
    assert done.stderr.count("\n") == 1
    left = {path.name: path.stat().st_size for path in (tmp_path / "out").iterdir()}
    assert set(left) <= {"scenario.toml", "timeline.csv"}  # written before, and whole
    assert max(left.values()) < 2000


# ---------------------------------------------------------------------- pictures


PICTURE = """
import cocreation_sim as cs
cs.simulate("workshop", engine="mesa").plot().savefig({!r})
"""


@pytest.mark.parametrize("backend", ["nonsense", "module://nonsense", "TkAgg"])
def test_pictures_are_drawn_whatever_the_backend(backend, tmp_path):
    file = tmp_path / "life.png"
    done = python("-c", PICTURE.format(str(file)), MPLBACKEND=backend)
    assert done.returncode == 0, done.stderr
    assert file.read_bytes().startswith(b"\x89PNG")
    said = (
        "$MPLBACKEND is 'nonsense', which Matplotlib does not know; pictures are drawn with 'agg'\n"
    )
    assert done.stderr == (said if backend == "nonsense" else "")


# ---------------------------------------------------------------------- no home


HOMELESS = """
import os, pwd
from pathlib import Path

def nobody(number):
    raise KeyError(number)

for name in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "COCREATION_CACHE"):
    os.environ.pop(name, None)
pwd.getpwuid = nobody
try:
    raise SystemExit(f"there is a home: {Path.home()}")
except RuntimeError:
    pass
"""

WHATEVER = """
import distributed
import numba
from cocreation_sim.compiled import build
from cocreation_sim.compiled.build import KeptKernel

dispatcher = numba.njit(lambda n: n + 1)
dispatcher._cache = KeptKernel(build.place("kernels"), "one")
dispatcher.compile((numba.int64,))
"""

DASHBOARD = """
import cocreation_sim as cs
from cocreation_sim.dashboard.server import application
application(cs.load("workshop"))
"""


@pytest.mark.skipif(os.name != "posix", reason="users of POSIX")
def test_a_user_without_a_home_is_served(tmp_path):
    file = tmp_path / "life.png"
    done = python("-c", HOMELESS + PICTURE.format(str(file)) + WHATEVER + DASHBOARD)
    assert done.returncode == 0, done.stderr
    assert "for this session, since there is no home folder; name a folder by" in done.stderr
    assert file.exists()


# ---------------------------------------------------------------------- absurdly long words


LONG = "x" * 3000


@pytest.mark.parametrize(
    "words",
    [
        (LONG,),
        (f"--{LONG}",),
        ("run", LONG),
        ("run", "threadless", "--seed", LONG),
        ("run", "threadless", f"--{LONG}"),
        ("run", "threadless", "--set", f"campaign.{LONG}=5"),
        ("run", "threadless", "--engine", LONG),
        ("predict", f"{LONG}.csv"),
        ("predict", "--budget", "5", "--answer", f"{LONG}=5"),
        ("sweep", "threadless", "--vary", f"{LONG}=1,2"),
        ("recommend", "threadless", "--goal", LONG),
    ],
)
def test_no_message_is_longer_than_can_be_read(words):
    from typer.testing import CliRunner

    from cocreation_sim.cli import app

    done = CliRunner().invoke(app, words, prog_name="cocreation")
    assert done.exit_code == 2
    assert "xxx…xxx" in done.stderr or LONG not in done.stderr
    assert len(done.stderr) < LONGEST_MESSAGE + 200  # Typer adds how a command is used


def test_a_name_that_is_too_long_for_a_file_is_one_sentence():
    done = cocreation("report", LONG)
    assert done.returncode == 1
    assert done.stderr.startswith("cocreation: xxx")
    assert done.stderr.endswith("xxx: File name too long\n")
    assert len(done.stderr) < LONGEST_MESSAGE
