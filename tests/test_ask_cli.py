"""The commands ask and predict: asked in a terminal, or told by a file or options."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

import cocreation_sim as cs
from cocreation_sim import InputError
from cocreation_sim.cli import app
from cocreation_sim.cli.ask import money
from cocreation_sim.worlds.questions import questions
from cocreation_sim.worlds.situation import Situation, load_situation
from tests.predicting.test_assessment import LIVELY

QUICK = ("--runs", "5", "--workers", "1")


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """`ask` writes answers.toml and plan.toml where it is."""
    monkeypatch.chdir(tmp_path)


def call(*arguments: object, typed: str | bytes = ""):
    words = [] if arguments[:1] == ("predict",) else ["ask"]
    words += map(str, arguments)
    return CliRunner().invoke(app, words, prog_name="cocreation", input=typed)


def said(*arguments: object, typed: str = "") -> str:
    result = call(*arguments, *QUICK, typed=typed)
    assert result.exit_code == 0, result.output
    return result.stdout


def refused(*arguments: object, typed: str | bytes = "") -> str:
    result = call(*arguments, typed=typed)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    last = result.stderr.rstrip("\n").rsplit("\n", 1)[-1]
    assert "cocreation: " in last
    assert "Traceback" not in result.stderr
    return last.partition("cocreation: ")[2]


@pytest.fixture
def answers(tmp_path):
    return Situation.of(800, LIVELY).save(tmp_path / "answers.toml")


def test_a_budget_and_six_answers_lead_to_a_plan(tmp_path):
    typed = "3,000\nhundreds\n3\n\nideas\n1\nmonth\n4\n\n\n\n"
    plan, kept = tmp_path / "mine.toml", tmp_path / "kept.toml"
    text = said("--save", plan, "--answers", kept, typed=typed)
    assert text.startswith("The plan: ")
    for unknown in ("needs", "control", "secrecy", "terms"):
        assert f"  - {unknown}: " in text
    assert f"Next: cocreation predict {kept}" in text
    situation = load_situation(kept)
    assert situation.budget == 3000
    sure = {question.name: situation.answers[question.name] for question in situation.answered}
    assert sure == {
        "crowd": "hundreds", "bond": "fans", "sought": "ideas", "wanted": "one", "time": "month",
        "answering": "team",
    }  # fmt: skip
    assert cs.load(plan).campaign.limits.budget == 3000
    told = said("predict", kept, "--all")
    assert told.startswith(f"{text.split()[2].capitalize()}: ")  # the kind that the plan is of
    for part in ("failure risk", "The plan", "What speaks against it", "Which answers matter most"):
        assert part in told
    assert "cocreation recommend plan.toml --budget 3000" in told
    assert said("predict", plan).startswith(f"{cs.load(plan).name} fails in ")


def test_what_is_asked_goes_to_stderr_and_wrong_answers_are_asked_again():
    typed = "cheap\n-5\n500\nhundrets\n9\n2\n" + "\n" * 9
    result = call(*QUICK, "--json", typed=typed)
    assert result.exit_code == 0
    told = json.loads(result.stdout)
    assert told["answers"]["crowd"] == "hundreds"
    assert told["budget"] == 500
    assert "crowd" not in told["unknown"]
    assert len(told["unknown"]) == 9
    assert told["files"] == ["answers.toml", "plan.toml"]
    assert "did you mean 'hundreds'?; or a number from 1 to 4" in result.stderr
    assert "budget is 'cheap'; allowed is a sum in EUR" in result.stderr
    assert all(question.ask in result.stderr for question in questions())


def test_a_file_of_answers_is_left_as_it_is(answers):
    answers.write_text("# mine\n" + answers.read_text())
    said("--answers", answers)
    assert answers.read_text().startswith("# mine\n")


def test_the_former_name_asks_and_predicts(answers):
    former = CliRunner().invoke(app, ["assess", "--answers", str(answers), *QUICK, "--json"])
    assert former.stderr.startswith("cocreation: 'assess' is now 'cocreation ask' and 'cocreation")
    assert former.stdout == said("predict", answers, "--json")


def test_the_report_is_one_file(answers, tmp_path):
    file, out = tmp_path / "found.html", tmp_path / "out"
    assert f"Written to {file}" in said("predict", answers, "--report", file, "--out", out)
    assert {path.name for path in out.iterdir()} == {"cells.csv", "answers.csv", "answers.png"}
    text = file.read_text(encoding="utf-8")
    assert text.lower().startswith("<!doctype html>")
    for part in ("Which kind of co-creation fits", "If one answer were another", "answers.toml"):
        assert part in text


def test_json_holds_all_of_it(answers):
    told = json.loads(said("predict", answers, "--json"))
    assert set(told["ruled_out"]) == {"tinkering", "collaborating"}
    assert [row["cell"] for row in told["cells"]] == ["submitting", "co-designing"]
    assert told["recommended"] in ("submitting", "co-designing")
    assert told["advised_against"] is False
    assert told["runs"] == 5
    assert told["scenario"]["campaigns"]["call"]["limits"]["budget"] == 800


def test_a_scenario_is_predicted_with_its_luck_alone(tmp_path):
    words = ("predict", "workshop", "--set", "campaign.openness=0.3")
    text, out = said(*words, "--out", tmp_path / "out"), tmp_path / "out"
    assert "These intervals hold luck only" in text
    assert "cost" in text
    told = json.loads(said(*words, "--json"))
    exp = cs.open_experiment(out)
    assert told["intervals"] == "luck only"
    (campaign,) = told["campaigns"]
    assert campaign["failure_risk"] == exp.runs["failed"].mean()
    assert campaign["figures"]["submissions"]["median"] == exp.runs["submissions"].median()
    assert said(*words, "--all").count("\n") > text.count("\n") + 20
    for options, words in (
        (("--weeks", "3"), "--weeks is for a history; give it by --history FILE.csv"),
        (("--budget", "3"), "--budget is for answers, and this is a scenario"),
        (("--history", "mine.csv", "--runs", "3"), "--runs is for answers or scenarios alone"),
    ):
        assert words in refused("predict", "workshop", *options)
    assert "there is nothing to predict" in refused("predict")


def test_options_go_before_the_file(answers):
    told = json.loads(
        said("predict", answers, "--budget", "1k", "--answer", "terms=clear", "--json")
    )
    assert told["budget"] == 1000
    assert told["answers"]["terms"] == "clear"
    assert load_situation(answers).budget == 800


def test_the_same_command_says_the_same(answers):
    assert said("predict", answers) == said("predict", answers)
    assert said("predict", answers) != said("predict", answers, "--seed", "2")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--budget", "lots"], "--budget is 'lots'; allowed is a sum in EUR"),
        (["--budget", "-3"], "budget is -3; allowed is a number from 0"),
        (["--budget", "5.000"], "--budget is '5.000'; allowed is a sum"),
        (["--budget", "99999999999"], "allowed is a number from 0 to 1,000,000,000 (EUR)"),
        (["--budget", "5", "--answer", "crowd"], "--answer is 'crowd'; allowed is QUESTION=ANSWER"),
        (["--budget", "5", "--answer", "crowd=hundert"], "did you mean 'hundreds'?"),
        (["--budget", "5", "--answer", "croud=hundreds"], "did you mean 'crowd'?"),
        (["--answer", "crowd=hundreds"], "the budget is missing; give it, for instance --budget"),
        (["--runs", "0"], "runs is 0; allowed is a whole number from 2"),
        (["--seed", "-1"], "seed is -1"),
        (["--save", "plan.txt"], "plan.txt is no .toml file; give a name such as plan.toml"),
        (["--save", "nowhere/plan.toml"], "cannot write nowhere/plan.toml: there is no folder"),
        (
            ["predict", "--answer", "crowd=dozens", "--report", "found.pdf"],
            "found.pdf is no .html file; give a name such as found.html",
        ),
        (["--answers", "nowhere/a.toml"], "cannot write nowhere/a.toml: there is no folder"),
    ],
)
def test_wrong_options_are_refused_before_anything_is_asked(arguments, words):
    assert words in refused(*arguments)


def test_damaged_files_are_refused(tmp_path):
    path = tmp_path / "answers.toml"
    for text, words in (
        ("budget = [", "is not valid TOML"),
        ('budget = 5\ncrowd = "lots"', f"{path}: crowd is 'lots'; allowed is one of"),
        ('crowd = "hundreds"', f"{path}: 'budget' is missing"),
        ('budget = "5"', f"{path}: budget is '5'"),
    ):
        path.write_text(text)
        assert words in refused("--answers", path)
    path.write_bytes(b"\xff\xfe")
    assert "is not a text file" in refused("--answers", path)


def test_the_end_of_the_input_is_told():
    assert "the input ended at the question 'budget'" in refused(typed="")
    assert "the input ended at the question 'bond'" in refused(typed="500\nhundreds\n")
    assert "--answers with a file that is there" in refused(typed="500\n")


def test_bytes_that_are_no_text_are_told():
    assert "is no text" in refused(typed=b"500\n\xff\xfe\n")


def test_ctrl_c_is_calm(monkeypatch, tmp_path):
    def stop(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("cocreation_sim.cli.ask._line", stop)
    kept = tmp_path / "kept.toml"
    result = call("--answers", kept)
    assert result.exit_code == 130
    assert "stopped by Ctrl-C" in result.stderr
    assert not kept.exists()


@pytest.mark.parametrize(
    ("text", "value"),
    [("5000", 5000), ("5,000.50", 5000.5), ("€ 12 500", 12500), ("5k", 5000), ("2.5K", 2500)],
)
def test_money_is_read_as_people_write_it(text, value):
    assert money(text) == value


@pytest.mark.parametrize("text", ["", "5.000", "1,2", "5 thousand", "nan", "inf", "1e3"])
def test_money_that_may_be_misread_is_refused(text):
    with pytest.raises(InputError, match="allowed is a sum in EUR"):
        money(text)


def test_a_question_answered_twice_is_refused():
    given = ("--budget", "500", "--answer", "crowd=dozens", "--answer", "crowd=hundreds")
    assert "--answer 'crowd' is given twice; keep one" in refused(*given)
