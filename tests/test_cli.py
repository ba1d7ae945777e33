"""The command line: what it prints and writes, and how it says no."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

import pandas as pd
import pytest
from typer.main import get_command
from typer.testing import CliRunner

import cocreation_sim as cs
from cocreation_sim import demo
from cocreation_sim.cli import app
from cocreation_sim.cli.app import FORMER, GROUPS
from cocreation_sim.cli.campaigns import MATTER
from cocreation_sim.experiments.sweep import open_experiment
from cocreation_sim.outcomes import find
from tests.processes import PATIENCE, started, wait_until
from tests.test_sweep import STUDY, small

PNG = b"\x89PNG"


def call(*arguments: str):
    return CliRunner().invoke(app, [str(a) for a in arguments], prog_name="cocreation")


def said(*arguments: str) -> str:
    result = call(*arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def refused(*arguments: str) -> str:
    """The one sentence with which input is refused."""
    result = call(*arguments)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert result.stderr.startswith("cocreation: ")
    assert result.stderr.count("\n") == 1
    return result.stderr


@pytest.fixture
def study(tmp_path):
    small().save(tmp_path / "mine.toml")
    path = tmp_path / "study.toml"
    path.write_text(STUDY)
    return path


# ---------------------------------------------------------------- help and presets


def test_help_teaches():
    assert "cocreation run threadless" in said("--help")
    text = said("--help")
    told = [
        line.split()[0] for line in text.split("To decide:")[1].splitlines() if line[:2] == "  "
    ]
    assert told == [name for names in GROUPS.values() for name in names]
    for name in told:
        assert f"  cocreation {name}" in said(name, "--help")
    assert set(get_command(app).commands) - set(FORMER) == set(told)
    assert said("--version") == f"cocreation {cs.__version__}\n"


def test_presets_are_told():
    text = said("presets")
    told = json.loads(said("presets", "--json"))
    assert [row["name"] for row in told] == cs.presets()
    for row in told:
        assert set(row) == {"name", "cell", "description"}
        assert row["name"] in text
        assert row["description"].split()[0] in text
    assert next(r["cell"] for r in told if r["name"] == "threadless") == "co-designing"


# ---------------------------------------------------------------- run


def test_run_tells_five_figures_and_that_it_is_a_story():
    for name in cs.presets():
        scenario = cs.load(name)
        for campaign in scenario.campaigns.values():
            assert all(find(figure) for figure in MATTER[campaign.cell.label])
    text = said("run", "ordinary", "--set", "campaign.reward.prize=50")
    first, end, blank, *figures = text.splitlines()
    assert first == "ordinary, campaign suggestions (submitting), seed 1"
    assert end.startswith("It failed after 13 weeks: starved (too few contributions).")
    assert blank == figures[5] == ""
    outcome = cs.simulate(cs.load("ordinary").vary({"campaign.reward.prize": 50})).outcome
    assert figures[0].split() == ["ideas", "contributed", f"{outcome.submissions:.0f}"]
    assert figures[6].startswith("This is one story, not a forecast")
    assert "Next: cocreation predict ordinary --set campaign.reward.prize=50" in figures
    assert said("run", "workshop").splitlines()[1] == "It did not fail."


@pytest.mark.parametrize("command", [["run", "ordinary"], ["predict", "workshop", "--runs", "4"]])
def test_narrow_terminals_and_pipes_are_readable(command, monkeypatch):
    wide = said(*command)
    assert wide.isascii()
    assert "\x1b" not in wide
    monkeypatch.setenv("COLUMNS", "40")
    narrow = said(*command)
    assert max(map(len, narrow.splitlines())) <= 40
    assert sorted(narrow.split()) == sorted(wide.split())


def test_run_tells_the_outcome_in_groups():
    text = said("run", "workshop", "--seed", "3", "--all")
    outcome = cs.simulate("workshop", seed=3).outcome
    lines = dict(line[2:].rsplit("  ", 1) for line in text.splitlines() if line[:2] == "  ")
    lines = {name.strip(): figure for name, figure in lines.items()}
    assert lines["ideas contributed"] == f"{outcome.submissions:,.0f}"
    assert lines["spent on running"] == f"EUR {outcome.spent_running:,.0f}"
    assert lines["did the campaign fail"] == ("yes" if outcome.failed else "no")
    for group in ("Volume", "Quality", "What comes of it", "Money", "Community", "Failure"):
        assert group in text.splitlines()


def test_run_in_json():
    told = json.loads(said("run", "workshop", "--json", "--set", "campaign.openness=0.3"))
    expected = cs.simulate(cs.load("workshop").vary({"campaign.openness": 0.3})).outcome
    assert told["scenario"] == "workshop"
    assert told["seed"] == 1
    assert set(told["outcomes"]["workshop"]) == set(expected.index)
    assert told["outcomes"]["workshop"]["submissions"] == expected.submissions
    assert told["outcomes"]["workshop"]["finished"] is None  # no contest: it does not exist


def test_run_takes_a_file_and_changes(tmp_path):
    path = small().save(tmp_path / "mine.toml")
    text = said("run", path, "--set", "campaign.cell=tinkering", "--set", "population.size=20")
    assert text.startswith("small, campaign mine (tinkering), seed 1\n")


def test_run_writes_all_tables(tmp_path):
    out = tmp_path / "new" / "folder"
    text = said("run", "workshop", "--out", out)
    names = {"scenario.toml", "timeline.csv", "ideas.csv", "customers.csv", "outcome.csv"}
    assert {file.name for file in out.iterdir()} == names | {"life.png"}
    assert all(name in text for name in names)
    run = cs.simulate(cs.load(out / "scenario.toml"))
    assert len(pd.read_csv(out / "ideas.csv")) == len(run.ideas)
    assert pd.read_csv(out / "timeline.csv")["ideas"].tolist() == run.timeline["ideas"].tolist()
    assert pd.read_csv(out / "outcome.csv")["submissions"].tolist() == [run.outcome.submissions]
    assert (out / "life.png").read_bytes().startswith(PNG)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run", "worksop"], "did you mean 'workshop'"),
        (["run", "none.toml"], "cannot read none.toml"),
        (["run", "workshop", "--seed", "-1"], "seed is -1; allowed is a whole number from 0"),
        (["run", "workshop", "--set", "campaign.opennes=1"], "did you mean 'campaigns.workshop.op"),
        (["run", "workshop", "--set", "campaign.openness=2"], "allowed is a number from 0 to 1"),
        (["run", "workshop", "--set", "openness"], "--set is 'openness'; allowed is path=value"),
        (["sweep", "none.toml"], "cannot read none.toml"),
        (["sweep", "worksop"], "did you mean 'workshop'"),
        (["sweep", "workshop"], "workshop is a scenario; say what to vary"),
        (["sweep", "workshop", "--vary", "x"], "--vary is 'x'; allowed is path=value"),
        (["sweep", "workshop", "--vary", "x=1"], "there is no parameter 'x'"),
        (["sweep", "workshop", "--vary", "campaign.openness="], "an empty list"),
        (["sweep", "workshop", "--vary", "name=a", "--workers", "0"], "workers is 0"),
        (["sweep", "workshop", "--vary", "name=a", "--replications", "0"], "replications is 0"),
        (["demo", "--replications", "0"], "replications is 0"),
        (["demo", "--seed", "-3"], "seed is -3"),
        (["demo", "--workers", "-1"], "workers is -1"),
    ],
)
def test_bad_input_is_one_sentence(arguments, words):
    assert words in refused(*arguments)


def test_unknown_options_are_named():
    result = call("run", "workshop", "--sed", "1")
    assert result.exit_code == 2
    assert "--seed" in result.stderr


@pytest.mark.parametrize(
    "command", [["run", "workshop"], ["sweep", "workshop", "--vary", "name=a"], ["demo"]]
)
def test_a_folder_that_cannot_be_written_is_named_first(command, tmp_path, monkeypatch):
    monkeypatch.setattr("cocreation_sim.experiments.execute.simulate", pytest.fail)
    monkeypatch.setattr("cocreation_sim.runs.simulate", pytest.fail)
    (tmp_path / "file").write_text("")
    assert "cannot write" in refused(*command, "--out", tmp_path / "file" / "folder")


# ---------------------------------------------------------------- sweep


def test_sweep_plays_a_study(study, tmp_path):
    out = tmp_path / "out"
    text = said("sweep", study, "--out", out, "--workers", "1")
    question, table, *_ = text.split("\n\n")
    assert question == "how large must the prize be?"
    assert table.split()[:4] == ["prize", "crowd_weight", "failure", "risk"]
    assert len(table.splitlines()) == 3
    names = {"runs", "errors", "ledger", "study.toml", "manifest.json", "summary.csv", "plot.png"}
    assert {file.name for file in out.iterdir()} == names
    exp = open_experiment(out)
    assert (exp.replications, exp.seed, len(exp.runs)) == (2, 3, 4)
    summary = pd.read_csv(out / "summary.csv")
    assert summary["submissions"].tolist() == exp.summary()["submissions"].tolist()


def test_sweep_takes_levers_as_options(study):
    arguments = ["--vary", "campaign.reward.prize=0,500", "--replications", "2", "--workers", "1"]
    mine = study.parent / "mine.toml"
    told = json.loads(said("sweep", mine, *arguments, "--seed", "4", "--json"))
    exp = cs.load(mine)
    assert [row["campaign.reward.prize"] for row in told["summary"]] == [0, 500]
    assert [row["replications"] for row in told["summary"]] == [2, 2]
    assert told["seed"] == 4
    runs = [
        cs.simulate(exp.vary({"campaign.reward.prize": 500}), 4, replication=r).outcome.submissions
        for r in (0, 1)
    ]
    assert told["summary"][1]["submissions"] == sum(runs) / 2


def test_options_override_the_study(study):
    told = json.loads(said("sweep", study, "--replications", "1", "--json", "--workers", "1"))
    assert {row["replications"] for row in told["summary"]} == {1}


def test_a_wrong_design_point_names_the_study(study):
    study.write_text(STUDY.replace("[0, 500]", "[0, -500]"))
    assert f"{study}: at the design point campaign.reward.prize = -500" in refused("sweep", study)


def test_ctrl_c_ends_calmly(tmp_path):
    out = tmp_path / "out"
    command = [sys.executable, "-m", "cocreation_sim.cli", "sweep", "workshop", "--workers", "2"]
    command += ["--vary", "campaign.openness=0,1", "--out", str(out)]
    command += ["--replications", "100000"]  # more than any machine plays meanwhile
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with started(command, start_new_session=True, **pipes) as process:
        wait_until(lambda: list(out.rglob("*.parquet")), process)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the workers too
        stdout, stderr = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert stdout == ""
    assert stderr.strip().startswith("cocreation: stopped by Ctrl-C; the runs that were ready are")
    assert stderr.count("\n") <= 2
    kept = open_experiment(out)
    assert 0 < len(kept.runs) < 200_000
    assert not kept.complete
    assert list(out.rglob("*.part")) == []


def test_designs_are_compared(study, tmp_path):
    mine = study.parent / "mine.toml"
    options = ["--vary", "campaign.reward.prize=0,500", "--replications", "5", "--workers", "1"]
    out = tmp_path / "compared"
    text = said("compare", mine, *options, "--outcome", "submissions", "--out", out)
    assert "prize 500" in text.splitlines()[0]
    assert {"comparison.csv", "plot.png"} <= {path.name for path in out.iterdir()}
    told = json.loads(said("compare", mine, *options, "--outcome", "submissions", "--json"))
    assert told["comparison"][0]["says"] == text.splitlines()[0]
    assert "did you mean 'submissions'" in refused(
        "compare", mine, *options, "--outcome", "submision"
    )


@pytest.mark.parametrize("values", ["0,500", "0..500"])
def test_sensitivity_and_discovery_are_told(study, values, tmp_path):
    mine = study.parent / "mine.toml"
    options = ["--vary", f"campaign.reward.prize={values}", "--uncertain", "segments.pace=0.2..3"]
    options += ["--replications", "2", "--workers", "1"]
    text = said("sensitivity", mine, *options, "--samples", "4", "--outcome", "votes")
    assert text.startswith("votes")
    assert "is luck" in text.splitlines()[0]
    assert "mu_star" not in text
    rows = json.loads(
        said("discover", mine, *options, "--samples", "40", "--json", "--out", tmp_path / "boxes")
    )
    assert rows["boxes"][0]["conditions"]


def test_parts_are_merged(study, tmp_path):
    for part in (1, 2):
        said(
            "sweep", study, "--out", tmp_path / str(part), "--shard", f"{part}/2", "--workers", "1"
        )
    text = said("merge", tmp_path / "1", tmp_path / "2", "--out", tmp_path / "all")
    assert "complete." in text
    said("sweep", study, "--out", tmp_path / "whole", "--workers", "1")
    one, other = (open_experiment(tmp_path / name).runs for name in ("all", "whole"))
    assert one.equals(other)
    assert "allowed is I/N" in refused("sweep", study, "--shard", "2")


def test_parts_are_read_as_one_when_their_folder_is_opened(study, tmp_path):
    parts = tmp_path / "parts"
    for part in (1, 2):
        out = parts / str(part)
        said("sweep", study, "--out", out, "--shard", f"{part}/2", "--workers", "1")
    said("sweep", study, "--out", tmp_path / "whole", "--workers", "1")
    whole = open_experiment(tmp_path / "whole")
    before = sorted(parts.rglob("*"))
    together = open_experiment(parts)
    assert together.complete
    assert together.runs.equals(whole.runs)
    assert said("compare", parts) == said("compare", tmp_path / "whole")
    assert sorted(parts.rglob("*")) == before
    assert said("report", parts).splitlines()[0] == "how large must the prize be?"
    assert "--seed is for what is still to be played" in refused("compare", parts, "--seed", "2")
    cs.sweep("workshop", {}, 1, store=parts / "3", workers=1, progress=False)
    assert "holds another experiment" in refused("compare", parts)


# ---------------------------------------------------------------- demo


@pytest.fixture
def quick_demo(monkeypatch):
    monkeypatch.setattr(demo, "presets", lambda: ["ordinary", "partnership"])
    monkeypatch.setattr(demo, "LIVED", "workshop")
    monkeypatch.setattr(demo, "generic", small)
    monkeypatch.setattr(demo, "SQUARE", dict.fromkeys(demo.SQUARE, (0.0, 1.0)))
    monkeypatch.setattr(demo, "REWARDS", dict.fromkeys(demo.REWARDS, (0.0, 1.0)))


def test_demo_holds_cases_against_what_was_published(quick_demo, tmp_path):
    text = said("demo", "--out", tmp_path, "--replications", "2", "--workers", "2", "--all")
    assert "published figures not used for fitting lie inside" in text.splitlines()[0]
    table = pd.read_csv(tmp_path / "presets.csv", keep_default_na=False)
    assert table["preset"].unique().tolist() == ["ordinary", "partnership"]
    published = table[table["published"] != ""]
    assert len(published) == len(cs.load("ordinary").published)
    assert set(published["inside"]) <= {"yes", "yes (range)", "no (miss)", "fitted"}
    fitted = published["status"].str.startswith("fitted")
    assert (published.loc[fitted, "inside"] == "fitted").all()
    inside = published["inside"].str.startswith("yes").sum()
    assert f"{inside} of {(~fitted).sum()} published figures" in text
    for figure in published["figure"]:
        assert figure in text
    names = {"presets", "typology_square", "reward_map", "life"}
    expected = {f"{n}.csv" for n in names} | {f"{n}.png" for n in names} | {"presets.md"}
    assert {file.name for file in tmp_path.iterdir()} == expected
    assert len(pd.read_csv(tmp_path / "typology_square.csv")) == 4
    lines = (tmp_path / "presets.md").read_text().splitlines()
    assert len(lines) == len(table) + 2


def test_demo_gives_the_same_files_on_any_number_of_workers(quick_demo, tmp_path):
    for workers in (1, 2):
        demo.demo(tmp_path / str(workers), 2, workers=workers, progress=False)
    for file in (tmp_path / "1").iterdir():
        assert file.read_bytes() == (tmp_path / "2" / file.name).read_bytes(), file.name


def test_run_by_either_engine(tmp_path):
    one, other = (said("run", "workshop", "--json", "--engine", e) for e in ("compiled", "mesa"))
    assert one == other
    assert "allowed is one of compiled, mesa; did you mean 'compiled'" in refused(
        "run", "workshop", "--engine", "compild"
    )


def test_demo_in_json(quick_demo, tmp_path):
    told = json.loads(
        said("demo", "--out", tmp_path, "--replications", "1", "--json", "--workers", "1")
    )
    assert told["counted"] >= told["inside"] >= 0
    assert {row["preset"] for row in told["published"]} == {"ordinary", "partnership"}


def test_the_generic_scenario_is_open_to_both_ends():
    run = cs.simulate(demo.generic())
    assert run.outcome.submissions > 0
