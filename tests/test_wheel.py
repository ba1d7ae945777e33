"""The wheel holds the whole package and nothing else, and works far from the repository.

Here it borrows its dependencies; tools/try-wheel fetches them and plays the demonstration.
"""

from __future__ import annotations

import email
import json
import os
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from pathlib import Path

import pytest

import cocreation_sim as cs

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "src"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check")
OURS = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")  # what leads back to this repository


def say(*command: object, folder: Path) -> str:
    """What a command says in a folder, away from the repository."""
    environment = {name: value for name, value in os.environ.items() if name not in OURS}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, built without fetching anything."""
    folder = tmp_path_factory.mktemp("wheel")
    build = (*PIP, "wheel", ROOT, "--no-deps", "--no-build-isolation", "--no-index", "-w", folder)
    say(*build, folder=folder)
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """The commands of an environment that holds the wheel and borrows what it depends on."""
    home = tmp_path_factory.mktemp("installed").resolve()
    say(sys.executable, "-m", "venv", "--without-pip", home, folder=home)
    python = home / "bin" / "python"
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = Path(say(python, "-c", where, folder=home).strip())
    # A folder named in a .pth file is searched, but the .pth files in it are not read: so the
    # package as it is being developed stays out of sight.
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    install = ("install", "--quiet", "--no-deps", "--no-index", "--no-compile", wheel)
    say(*PIP, "--python", python, *install, folder=home)
    return python.parent


def contents(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


# ---------------------------------------------------------------------- what is in it


def test_wheel_is_the_package_and_nothing_else(wheel):
    packed = contents(wheel)
    about = f"cocreation_sim-{cs.__version__}.dist-info/"
    held = {name for name in packed if not name.startswith(about)}
    files = [
        path
        for path in SOURCES.rglob("*")
        if path.is_file() and not {"__pycache__", ".ipynb_checkpoints"} & set(path.parts)
    ]
    assert held == {path.relative_to(SOURCES).as_posix() for path in files}
    assert "cocreation_sim/py.typed" in held
    assert {Path(name).suffix for name in held} >= {".py", ".toml", ".csv", ".css", ".vue"}
    named = {name.removeprefix(about) for name in set(packed) - held}
    assert named == {"METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE"}


def test_wheel_says_what_the_project_says(wheel):
    packed = contents(wheel)
    about = f"cocreation_sim-{cs.__version__}.dist-info/"
    told = email.message_from_bytes(packed[about + "METADATA"])
    assert told["Name"] == PROJECT["name"]
    assert told["Version"] == cs.__version__
    assert told["Summary"] == PROJECT["description"]
    assert told["Requires-Python"] == PROJECT["requires-python"]
    assert told["License-Expression"] == PROJECT["license"]
    assert set(told.get_all("Provides-Extra")) == set(PROJECT["optional-dependencies"])
    wanted = [line for line in told.get_all("Requires-Dist") if "extra ==" not in line]
    assert len(wanted) == len(PROJECT["dependencies"])
    assert packed[about + "licenses/LICENSE"] == (ROOT / "LICENSE").read_bytes()
    assert packed[about + "entry_points.txt"].decode().split("\n")[1] == (
        f"cocreation = {PROJECT['scripts']['cocreation']}"
    )


# ---------------------------------------------------------------------- what it does elsewhere


def test_wheel_is_what_is_imported_and_run(installed, tmp_path):
    where = "import cocreation_sim; print(cocreation_sim.__file__)"
    place = Path(say(installed / "python", "-c", where, folder=tmp_path).strip())
    assert installed.parent in place.parents
    assert ROOT not in place.parents
    assert str(installed) in (installed / "cocreation").read_text(encoding="utf-8")


def test_wheel_knows_the_presets(installed, tmp_path):
    told = json.loads(say(installed / "cocreation", "presets", "--json", folder=tmp_path))
    assert [row["name"] for row in told] == cs.presets()


DATA = """
import cocreation_sim as cs
from cocreation_sim.worlds.questions import questions
from cocreation_sim.fitting import drawn
from cocreation_sim.fitting import targets as worlds

print(len(questions()), len(drawn.draws()), len(worlds.communities()))
cs.simulate("workshop", engine="mesa").report("workshop.html")
"""


def test_wheel_finds_its_data(installed, tmp_path):
    told = say(installed / "python", "-c", DATA, folder=tmp_path)
    assert all(int(number) > 0 for number in told.split())
    assert (tmp_path / "workshop.html").stat().st_size > 10_000


def test_wheel_plays_a_run_in_an_empty_folder(installed, tmp_path):
    # By agents: compiled code would be compiled anew in each new place, which takes half a minute.
    command = ("run", "workshop", "--seed", "1", "--engine", "mesa", "--json")
    told = json.loads(say(installed / "cocreation", *command, folder=tmp_path))
    (outcome,) = told["outcomes"].values()
    assert outcome["submissions"] == cs.simulate("workshop", seed=1).outcome.submissions
    assert list(tmp_path.iterdir()) == []
