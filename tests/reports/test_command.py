"""``cocreation report``: what it says and writes, and how it refuses."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from cocreation_sim.cli import app
from tests.reports.reading import Read
from tests.test_sweep import PRIZE, small, swept


def told(*words: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, ["report", *words])
    assert result.exit_code == code, result.output
    return result.output


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("sweep") / "prizes"
    swept({PRIZE: [0, 500]}, 4, store=path, question="Is a prize worth it?")
    return path


def test_a_folder_is_reported_into_itself_and_replaced(folder):
    text = told(str(folder))
    assert text.startswith("Is a prize worth it?\n\n")
    assert f"Written to {folder / 'report.html'}" in text
    assert "Replaced" in told(str(folder))
    found = Read((folder / "report.html").read_text(encoding="utf-8"))
    assert found.texts["h1"] == ["Is a prize worth it?"]
    assert found.texts["title"] == ["Is a prize worth it?"]


def test_json_tells_the_same(folder, tmp_path):
    got = json.loads(told(str(folder), "--out", str(tmp_path / "a.html"), "--json"))
    assert got["question"] == "Is a prize worth it?"
    assert got["answer"][0] in told(str(folder), "--out", str(tmp_path / "a.html"))
    assert (got["file"], got["replaced"]) == (str(tmp_path / "a.html"), False)


def test_a_scenario_or_a_study_is_played_first(tmp_path):
    small().save(tmp_path / "mine.toml")
    out = tmp_path / "mine.html"
    text = told(str(tmp_path / "mine.toml"), "--replications", "5", "--out", str(out))
    assert text.startswith("What will come of small?")
    assert "5 simulated runs" in out.read_text(encoding="utf-8")
    study = tmp_path / "study.toml"
    study.write_text(f'scenario = "mine.toml"\nreplications = 9\n[vary]\n"{PRIZE}" = [0, 500]\n')
    assert "What changes in small with prize" in told(
        str(study), "--replications", "3", "--seed", "2", "--out", str(out)
    )
    assert "6 simulated runs of 2 designs" in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["thredless"], "no folder, no preset and no .toml or .csv file"),
        (["thredless"], "did you mean 'threadless'?"),
        (["nothing.toml"], "cannot read nothing.toml"),
        (["threadless", "--out", "x.pdf"], "is no .html file"),
        (["threadless", "--replications", "0"], "replications is 0"),
        (["threadless", "--seed", "-1"], "seed"),
    ],
)
def test_wrong_words_are_answered_in_a_sentence(words, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = told(*words, code=2)
    assert said in text
    assert text.startswith("cocreation: ")
    assert list(tmp_path.iterdir()) == []


def test_folders_that_hold_something_else_are_told(folder, tmp_path):
    assert "holds nothing that can be reported" in told(str(tmp_path), code=2)
    (tmp_path / "scenario.toml").write_text("")
    assert "holds the tables of one run" in told(str(tmp_path), code=2)
    (tmp_path / "presets.csv").write_text("a,b\n1,2\n")
    assert "it has no column 'preset'" in told(str(tmp_path), code=2)
    assert "has been played already" in told(str(folder), "--seed", "3", code=2)
