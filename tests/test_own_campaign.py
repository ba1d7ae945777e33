"""`cocreation predict` with a history, from a file to tables and pictures."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import matplotlib as mpl
import pandas as pd
import pytest
from typer.main import get_command
from typer.testing import CliRunner

import cocreation_sim as cs
from cocreation_sim.cli import app
from cocreation_sim.cli.app import FORMER
from cocreation_sim.predicting import keeping
from cocreation_sim.predicting.series import read_series

PNG = b"\x89PNG"
COUNTS = (9, 7, 8, 4, 6, 5, 3, 4, 2, 4, 3, 2, 3, 1, 2)


@pytest.fixture
def mine(tmp_path, monkeypatch):
    monkeypatch.setattr("cocreation_sim.cache.cache_folder", lambda: kept(tmp_path))
    path = tmp_path / "mine.csv"
    rows = "".join(f"{month},{count}\n" for month, count in enumerate(COUNTS))
    path.write_text("month,contributions\n" + rows)
    return path


def kept(tmp_path):
    return tmp_path.parent / "kept"


def call(*arguments):
    words = [str(a) for a in arguments]
    return CliRunner().invoke(app, words, prog_name="cocreation")


def said(*arguments) -> str:
    result = call(*arguments, "--lives", "64")
    assert result.exit_code == 0, result.output
    return result.stdout


def refused(*arguments) -> str:
    result = call(*arguments)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    *before, last = result.stderr.splitlines()
    assert last.startswith("cocreation: ")
    assert len(before) == (arguments[0] in FORMER)
    return last


@pytest.fixture(autouse=True)
def kernel():
    """The kernel is compiled or read before its folder is another."""
    cs.simulate("workshop")


def test_forecast_tells_volume_risk_and_warning(mine, tmp_path):
    out = tmp_path / "out"
    text = said("predict", mine, "--weeks", "12", "--out", out, "--all")
    for words in (
        "month 15",
        "(total: all these intervals",
        "Contributions in the next 3 months",
        "Early warning",
    ):
        assert words in text
    learned = {"parameters.csv", "draws.csv", "calibration.png", "scenario.toml"}
    assert {f.name for f in out.iterdir()} == {"volume.csv", "risk.csv", "forecast.png"} | learned
    parameters = pd.read_csv(out / "parameters.csv")["parameter"]
    assert (out / "forecast.png").read_bytes().startswith(PNG)
    told = json.loads(said("predict", "ordinary", "--history", mine, "--json"))
    assert [row["parameter"] for row in told["learned"]["parameters"]] == parameters.tolist()
    assert "Not identified" in text
    assert "Not identified" not in said("predict", mine)
    assert pd.read_csv(out / "volume.csv")["median"].tolist() == [
        row["median"] for row in told["volume"]
    ]
    assert [row["date"] for row in told["starved"]["by"]] == ["month 15", "month 16", "month 17"]
    assert told["starved"]["weeks"] == cs.load("ordinary").campaign.limits.window


def test_a_forecast_is_reported(mine, tmp_path):
    for words in (["predict", mine, "--report"], ["report", mine, "--out"]):
        page = tmp_path / f"{words[0]}.html"
        lives = ["--lives", "64"] if words[0] == "predict" else []
        result = call(*words, page, *lives)
        assert result.exit_code == 0, result.output
        assert "What is to come of mine" in page.read_text(encoding="utf-8")


def test_forecast_takes_thresholds(mine):
    options = ["--threshold", "100", "--window", "8", "--warn-at", "0.9", "--json"]
    told = json.loads(said("predict", mine, *options))
    assert told["starved"]["already"] is True
    assert told["warning"] == {"level": 0.9, "date": "month 15"}


def test_calibrate_tells_what_is_identified(mine, tmp_path):
    out = tmp_path / "out"
    text = said("calibrate", mine, "--out", out, "--uncertain", "segments.pace=0.1..1")
    assert "population.size" in text
    assert "Not identified" in text
    names = {"parameters.csv", "draws.csv", "calibration.png", "scenario.toml"}
    assert {f.name for f in out.iterdir()} == names
    assert cs.load(out / "scenario.toml").name == "mine, calibrated"
    table = pd.read_csv(out / "parameters.csv")
    assert "segments.pace" in set(table["parameter"])
    told = json.loads(said("calibrate", mine, "--json", "--uncertain", "segments.pace=0.1..1"))
    assert [row["parameter"] for row in told["parameters"]] == table["parameter"].tolist()


def test_former_names_say_the_new_one_and_go_on(mine):
    result = call("forecast", mine, "--lives", "64", "--json")
    assert result.stderr.startswith("cocreation: 'forecast' is now 'cocreation predict --history")
    now = json.loads(said("predict", "ordinary", "--history", mine, "--json"))
    assert json.loads(result.stdout) == now


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["none.csv"], "cannot read none.csv"),
        (["MINE", "--scenario", "ordinry"], "did you mean 'ordinary'"),
        (["MINE", "--lives", "2"], "lives is 2; allowed is a whole number from 64"),
        (["MINE", "--seed", "-1"], "seed is -1"),
        (["MINE", "--workers", "0"], "workers is 0"),
        (["MINE", "--uncertain", "segments.pace=3"], "allowed is LOW..HIGH"),
        (["MINE", "--uncertain", "segments.pase=0..1"], "there is no parameter"),
        (
            ["MINE", "--uncertain", "segments.pace=0..1", "--uncertain", "segments.pace=1..2"],
            "--uncertain 'segments.pace' is given twice; keep one",
        ),
    ],
)
@pytest.mark.parametrize("command", ["forecast", "calibrate"])
def test_bad_input_is_one_sentence(command, options, words, mine):
    assert words in refused(command, *[str(mine) if o == "MINE" else o for o in options])


def test_bad_questions_are_one_sentence(mine):
    assert "weeks is 0" in refused("predict", mine, "--weeks", "0")
    assert "allowed is above 0 and below 1" in refused("predict", mine, "--warn-at", "2")
    assert "the threshold is 0" in refused("predict", mine, "--threshold", "0")
    assert "the window is inf weeks" in refused("predict", mine, "--window", "inf")
    assert "the window is 1e+300 weeks" in refused("predict", mine, "--window", "1e300")
    mine.write_text("month,contributions\n0,0\n1,0\n2,0\n")
    assert "cannot tell a small crowd" in refused("predict", mine)


@pytest.mark.parametrize("command", ["predict", "calibrate"])
def test_a_folder_that_cannot_be_written_is_named_first(command, mine, tmp_path, monkeypatch):
    monkeypatch.setattr(keeping, "simulate_library", pytest.fail)
    (tmp_path / "file").write_text("")
    assert "cannot write" in refused(command, mine, "--out", tmp_path / "file" / "folder")


DOCUMENT = (Path(__file__).parents[1] / "docs" / "forecasting.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", DOCUMENT, flags=re.MULTILINE | re.DOTALL)


def test_the_document_runs(mine, tmp_path, monkeypatch, capsys):
    mpl.use("Agg")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {"__name__": "document"}
    for block in blocks("python"):
        exec(compile(block, "docs/forecasting.md", "exec"), names)
    (tmp_path / "told.csv").write_text(blocks("csv")[0])
    assert read_series(tmp_path / "told.csv").notes[0].startswith("2024-04 is missing")


def test_the_document_gives_options_that_exist():
    commands = get_command(app).commands
    told = [shlex.split(line) for block in blocks("sh") for line in block.splitlines()]
    assert told
    for _, command, *words in told:
        known = {name for option in commands[command].params for name in option.opts}
        assert {word for word in words if word.startswith("--")} <= known


CLAIMS = {
    "exponential smoothing": (
        "better than exponential smoothing",
        "indistinguishable from smoothing",
    ),
    "the last twelve values": (
        "better than the last twelve values",
        "indistinguishable from the last twelve values",
    ),
}


def test_the_document_tells_what_the_backtest_found():
    found = (Path(__file__).parents[1] / "experiments" / "backtest" / "found.md").read_text()
    figures = re.findall(r"\d\.\d{3} \(\d\.\d{3} to \d\.\d{3}\)", DOCUMENT)
    assert len(figures) == 2
    text = " ".join(DOCUMENT.split())
    for figure, (better, alike) in zip(figures, CLAIMS.values(), strict=True):
        assert figure in found
        assert float(figure.split()[0]) < 1
        wins = float(figure.split()[-1].rstrip(")")) < 1  # a win is claimed by its interval only
        assert (better in text, alike in text) == (wins, not wins)
