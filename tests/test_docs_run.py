"""Every Python block of the documents runs, and every study in them is one."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import matplotlib as mpl
import pytest
from typer.main import get_command

from cocreation_sim.cli import app
from cocreation_sim.experiments.study import load_study
from cocreation_sim.scenario.scenario import parse

ROOT = Path(__file__).parents[1]
DOCUMENTS = [
    "README.md",
    "docs/cluster.md",
    "docs/changes.md",
    "docs/concepts.md",
    "docs/experiments.md",
    "docs/for-researchers.md",
    "docs/for-strategists.md",
    "docs/for-teachers.md",
    "docs/get-started.md",
    "docs/how-sure.md",
    "docs/own-rule.md",
    "docs/reports.md",
]


def blocks(document: str, language: str) -> list[str]:
    text = (ROOT / document).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_python_blocks_run_one_after_another(document, tmp_path, monkeypatch, capsys):
    mpl.use("Agg")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {"__name__": "document"}
    found = blocks(document, "python")
    assert found
    for block in found:
        exec(compile(block.replace("replications=50", "replications=3"), document, "exec"), names)


def test_studies_in_documents_are_studies(tmp_path):
    found = blocks("docs/experiments.md", "toml")
    assert found
    for text in found:
        (tmp_path / "study.toml").write_text(text)
        study = load_study(tmp_path / "study.toml")
        assert study.points().points


def test_scenarios_with_changes_in_documents_are_scenarios():
    (text,) = blocks("docs/changes.md", "toml")
    assert len(parse(text, "autumn.toml").phases("mine")) == 6


@pytest.mark.parametrize("document", DOCUMENTS)
def test_commands_in_documents_have_the_options_they_use(document):
    commands = get_command(app).commands
    told = "".join(blocks(document, "sh")).replace("\\\n", " ").splitlines()
    used = [shlex.split(line.split("  #")[0]) for line in told if line.startswith("cocreation ")]
    assert used
    for _, command, *words in used:
        known = {name for option in commands[command].params for name in option.opts}
        assert {word for word in words if word.startswith("--")} <= known, words
