"""The course is whole, and its assignment is checked as its brief says."""

from __future__ import annotations

import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import jupytext
import pytest

ROOT = Path(__file__).resolve().parents[1]
COURSE = ROOT / "notebooks" / "course"
SESSIONS = (
    "1-typology",
    "2-dart",
    "3-partners",
    "4-benefits-and-pitfalls",
    "5-motives",
    "6-success-and-failure",
)
CHECK = COURSE / "check-assignment"
TOOL = runpy.run_path(str(CHECK))
REFERENCE = COURSE / "solutions" / "assignment.toml"

PREDICTION = """
[prediction]
failure_risk = 0.5
submissions = {low = 10, high = 100}
contributors = {low = 10, high = 100}
bill = {low = 100, high = 1000}
"""


@pytest.fixture(params=SESSIONS)
def meeting(request):
    return request.param


def cells(path):
    return [(cell.cell_type, cell.source) for cell in jupytext.read(path).cells]


# ---------------------------------------------------------------------- sessions


def test_a_session_has_lecture_exercises_and_solutions(meeting):
    folders = {path.name for path in COURSE.iterdir() if path.is_dir()} - {"solutions"}
    assert folders == set(SESSIONS)
    told = (COURSE / "README.md").read_text(encoding="utf-8")
    for name in (
        f"{meeting}/lecture",
        f"{meeting}/exercises",
        f"solutions/{meeting}",
    ):
        assert (COURSE / f"{name}.py").exists()
        assert f"({name}.ipynb)" in told


def test_a_lecture_has_goals_predictions_and_reading(meeting):
    text = (COURSE / meeting / "lecture.py").read_text(encoding="utf-8")
    for part in ("**After this session you can**", "| minutes | what |", "# ## Reading"):
        assert part in text
    assert "**Write down" in text
    assert len(re.findall(r"^prediction\w* = ", text, re.MULTILINE)) >= 3
    reading = text.split("# ## Reading")[1]
    assert len(re.findall(r"^# - .*\(\d{4}\)", reading, re.MULTILINE)) >= 3


def test_a_prediction_comes_before_what_it_foretells(meeting):
    for kind in ("lecture", "exercises"):
        for cell_kind, text in cells(COURSE / meeting / f"{kind}.py"):
            said = re.search(r"^prediction\w* = ", text, re.MULTILINE)
            if cell_kind == "code" and said:
                played = re.search(r"\bcs\.(?:sweep|compare|simulate|forecast)\(", text)
                assert played is None or said.start() < played.start()


def test_every_exercise_begins_with_a_prediction_and_has_a_solution(meeting):
    asked = cells(COURSE / meeting / "exercises.py")
    heads = [n for n, (_, text) in enumerate(asked) if re.search(r"^## \d\. ", text, re.MULTILINE)]
    assert 4 <= len(heads) <= 6
    for at in heads:
        following = next(text for kind, text in asked[at:] if kind == "code")
        assert re.search(r"^prediction = ", following, re.MULTILINE)
    titles = [re.search(r"^## (\d\. .+?)(?: \(.+\))?$", asked[n][1], re.M)[1] for n in heads]
    solved = (COURSE / "solutions" / f"{meeting}.py").read_text(encoding="utf-8")
    assert re.findall(r"^# ## (\d\. .+)$", solved, re.MULTILINE) == titles
    assert len(re.findall(r"^\s*assert ", solved, re.MULTILINE)) >= len(titles)


# ---------------------------------------------------------------------- the assignment


def run(*given):
    """Exit code of the command."""
    with pytest.raises(SystemExit) as end:
        TOOL["answered"](lambda: TOOL["app"]([str(part) for part in given]))
    return end.value.code


def submission(tmp_path, text):
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("seed", [1, 20])
def test_the_reference_passes_under_luck_that_it_does_not_know(seed, capsys):
    assert run(REFERENCE, "--seed", seed) == 0
    told = capsys.readouterr().out
    assert told.count("pass ") == 9
    assert "MISS" not in told
    assert "the reference: 9 of 9 met: passed" in told


@pytest.mark.parametrize(
    ("levers", "missed"),
    [
        ("spend = 12.0", {"trust"}),
        ("spend = 60.0", {"budget", "trust"}),
        ("prize = 500.0", {"failure", "ideas", "trust"}),
        ("answered = 0.9\nexplained = 1.0", {"failure", "budget"}),
        ("openness = 1.0", {"failure", "cohesion", "trust"}),
        ("toolkit = 1.0", {"failure", "ideas", "trust"}),
        ("recognition = 1.0", {"failure", "ideas", "trust"}),
        ("crowd_weight = 1.0", {"failure", "ideas"}),
    ],
)
def test_obvious_designs_miss(levers, missed, tmp_path, capsys):
    path = submission(tmp_path, f'group = "g"\n[levers]\n{levers}\n{PREDICTION}')
    assert run(path, "--runs", 80) == 1
    told = capsys.readouterr().out
    assert missed <= set(re.findall(r"^MISS  (\w+) ", told, re.MULTILINE))
    assert re.search(r"\d+ of 9 met; missed: ", told)


def test_boastful_and_timid_predictions_both_miss(tmp_path, capsys):
    text = REFERENCE.read_text(encoding="utf-8")
    text = re.sub(r"^submissions = .*", "submissions = {low = 0, high = 1e6}", text, flags=re.M)
    text = re.sub(r"^contributors = .*", "contributors = {low = 99, high = 104}", text, flags=re.M)
    text = re.sub(r"^failure_risk = .*", "failure_risk = 0.5", text, flags=re.M)
    assert run(submission(tmp_path, text), "--runs", 80) == 1
    told = capsys.readouterr().out
    assert "MISS  foretold submissions" in told
    assert "MISS  foretold contributors" in told
    assert "MISS  foretold risk" in told


def test_the_bill_holds_what_the_brief_says():
    brief = (COURSE / "assignment.md").read_text(encoding="utf-8")
    for name, words in (
        ("ANSWER", "EUR {:g} an answer"),
        ("REASONS", "EUR {:g} more for an answer with reasons"),
        ("CREDIT", "EUR {:g} a year at 1"),
        ("TOOLS", "EUR {:,g} at 1"),
        ("BUDGET", "**EUR {:,g} for a year**"),
        ("INTERESTING", "at least {:g} interesting ideas"),
        ("FIT", "{:g} sd or more"),
    ):
        assert words.format(TOOL[name]) in brief
    assert f"at most {TOOL['RISK']:.0%}".replace("%", " %") in brief
    Levers = TOOL["Levers"]  # noqa: N806
    table = TOOL["cs"].sweep(TOOL["START"], {}, 3, progress=False).runs
    plain, dear = (
        TOOL["bill"](table, Levers(toolkit=toolkit, recognition=0.0)) for toolkit in (0.0, 1.0)
    )
    answers = table["answered_share"] * table["submissions"]
    assert (dear - plain == TOOL["TOOLS"]).all()
    assert plain == pytest.approx(table["cost"] + answers * (4 + 8 * 0.2))


def test_the_brief_names_the_levers_with_their_bounds():
    brief = (COURSE / "assignment.md").read_text(encoding="utf-8")
    start = dict(TOOL["START"].parameters())
    for name, field in TOOL["Levers"].model_fields.items():
        bounds = {type(m).__name__: m for m in field.metadata}
        low, high = bounds["Ge"].ge, bounds["Le"].le
        assert f"| `{name}` | {low:,g} | {high:,g} | {field.default:,g} |" in brief
        (path,) = TOOL["START"].paths(TOOL["PATHS"][name])
        assert start[path] == field.default


# ---------------------------------------------------------------------- what is not allowed

BROKEN = {
    "nothing": ("", "is empty; it has to set at least one value"),
    "no group": (PREDICTION, "'group' is missing"),
    "no TOML": ("group = ", "is not valid TOML"),
    "no prediction": ('group = "g"', "'prediction' is missing"),
    "no such lever": (f'group = "g"\n[levers]\nprise = 1.0\n{PREDICTION}', "did you mean 'prize'?"),
    "another parameter": (
        f'group = "g"\n[levers]\nsize = 100000\n{PREDICTION}',
        "unknown key 'levers.size'",
    ),
    "beyond the bounds": (
        f'group = "g"\n[levers]\nspend = 61\n{PREDICTION}',
        "'levers.spend' is 61; allowed is a number from 0 to 60 (EUR/week)",
    ),
    "no number": (
        f'group = "g"\n[levers]\nspend = "1+1"\n{PREDICTION}',
        "'levers.spend' is '1+1'; allowed is a number",
    ),
    "not a number": (f'group = "g"\n[levers]\nspend = nan\n{PREDICTION}', "'levers.spend' is nan"),
    "half a winner": (
        f'group = "g"\n[levers]\nwinners = 1.5\n{PREDICTION}',
        "'levers.winners' is 1.5; allowed is a whole number from 1 to 10",
    ),
    "nothing changed": (f'group = "g"\n{PREDICTION}', "change at least one"),
    "turned round": (
        'group = "g"\n[levers]\nspend = 3\n'
        + PREDICTION.replace("low = 10, high = 100}\nbill", "low = 100, high = 10}\nbill"),
        "low is 100, above high (10)",
    ),
    "a risk of 5": (
        'group = "g"\n[levers]\nspend = 3\n' + PREDICTION.replace("0.5", "5"),
        "'prediction.failure_risk' is 5; allowed is a number from 0 to 1",
    ),
    "an escape": (
        f'group = "\\u001b[2J"\n[levers]\nspend = 3\n{PREDICTION}',
        "allowed are 1 to 60 printable characters",
    ),
    "a list": ('group = ["g"]\n[levers]\nspend = 3\n' + PREDICTION, "'group' is ['g']"),
    "levers as a list": (f'group = "g"\nlevers = [1]\n{PREDICTION}', "'levers' is [1]"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_submission_is_answered_in_a_sentence(what, tmp_path, capsys):
    text, said = BROKEN[what]
    assert run(submission(tmp_path, text)) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("check-assignment: ")
    assert err.count("\n") == 1
    assert err.isascii() or "\x1b" not in err
    assert said in err


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["nowhere.toml"], "cannot read nowhere.toml"),
        (["mine.py"], "'mine.py' is no .toml file"),
        ([REFERENCE, "--runs", 0], "replications is 0"),
        ([REFERENCE, "--seed", -1], "seed is -1"),
    ],
)
def test_so_is_a_wrong_command(given, said, capsys):
    assert run(*given) == 2
    err = capsys.readouterr().err
    assert said in err
    assert err.count("\n") == 1


def test_help_explains_itself(capsys):
    assert run("--help") == 0
    told = capsys.readouterr().out
    for word in (
        "SUBMISSION.toml",
        "Surely",
        "0 if all are met",
        "Nothing in the file is executed",
    ):
        assert word in " ".join(told.split())


def test_it_needs_the_package_and_no_other_file(tmp_path):
    shutil.copy(CHECK, tmp_path / "check-assignment")
    shutil.copy(REFERENCE, tmp_path / "mine.toml")
    done = subprocess.run(
        [sys.executable, "-P", "check-assignment", "mine.toml", "--runs", "30"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1)  # few runs are seldom sure
    assert "of 9 met" in done.stdout
    assert done.stderr == ""
