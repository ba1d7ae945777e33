"""``cocreation recommend``: what it prints and writes, and how it says no."""

from __future__ import annotations

import html
import json

import pandas as pd
import pytest

from cocreation_sim import load
from cocreation_sim.experiments.execute import Execution
from tests.test_cli import PNG, call, refused, said
from tests.test_sweep import small

OPTIONS = ("--lever", "reward.recognition", "--lever", "outreach.spend=0:10", "--runs", "120")


@pytest.fixture
def mine(tmp_path):
    return small().save(tmp_path / "mine.toml")


def test_a_strategist_gets_an_answer_a_table_a_picture_and_a_scenario(mine, tmp_path):
    out, best = tmp_path / "out", tmp_path / "best.toml"
    told = said(
        "recommend", mine, *OPTIONS, "--budget", "220", "--goal", "interesting", "--goal", "risk",
        "--out", out, "--save-best", best,
    )  # fmt: skip
    assert told.startswith("Best balance: ")
    assert "Against the campaign as it is:" in told or "as it is" in told.splitlines()[0]
    assert "cost at most EUR 220 in 90 % of runs" in told
    assert (out / "plot.png").read_bytes().startswith(PNG)
    front, designs = (pd.read_csv(out / name) for name in ("front.csv", "designs.csv"))
    assert set(front["design"]) <= set(designs["design"])
    saved = load(best)
    assert "optimised for" in saved.description
    first = json.loads(
        said("recommend", mine, *OPTIONS, "--budget", "220", "--out", out, "--json")
    )["recommended"][0]
    levers = first["levers"]
    assert saved.campaign.outreach.spend == levers["campaigns.mine.outreach.spend"]
    assert saved.campaign.reward.recognition == levers["campaigns.mine.reward.recognition"]


def test_a_budget_is_read_as_people_write_it(mine):
    wanted = ("recommend", mine, *OPTIONS, "--json")
    told = [json.loads(said(*wanted, "--budget", text)) for text in ("1k", "1,000", "EUR 1000")]
    assert told[0] == told[1] == told[2]
    assert told[0]["limits"] == ["cost:q90<=1000"]


def test_a_finished_one_is_asked_again_and_reported(mine, tmp_path):
    out, page = tmp_path / "out", tmp_path / "page.html"
    first = said("recommend", mine, *OPTIONS, "--out", out, "--report", page)
    asked = out / "optimisation.toml"
    assert said("recommend", asked, "--out", out).splitlines()[0] == first.splitlines()[0]
    question = json.loads(said("report", out, "--json"))["question"]
    assert question in html.unescape(page.read_text(encoding="utf-8"))
    for words, says in (
        (("recommend", asked, "--budget", "5"), "says goals, limits, levers, runs and seed itself"),
        (("report", asked, "--replications", "9"), "--replications is for a study"),
    ):
        refused = call(*words)
        assert refused.exit_code == 2
        assert says in refused.stderr
        assert refused.stderr.count("\n") == 1


def test_json_has_no_nan(mine):
    text = said("recommend", mine, *OPTIONS, "--goal", "interesting:bad", "--json")
    data = json.loads(text, parse_constant=lambda name: pytest.fail(name))
    assert data["goals"] == ["more interesting:q10"]
    assert data["complete"]


def test_ctrl_c_tells_what_is_known(mine, monkeypatch):
    calls = []
    play = Execution.play_one

    def stopping(self, *arguments):
        calls.append(arguments)
        if len(calls) == 90:
            raise KeyboardInterrupt
        return play(self, *arguments)

    monkeypatch.setattr(Execution, "play_one", stopping)
    result = call("recommend", mine, *OPTIONS, "--workers", "1")
    assert result.exit_code == 130
    assert "Best" in result.stdout
    assert "stopped by Ctrl-C" in result.stderr


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--goal", "intresting"), "did you mean 'interesting'?"),
        (("--lever", "reward.price=0..5"), "did you mean 'campaign.reward.prize'?"),
        (("--lever", "reward.prize=5..0"), "low must be below high"),
        (("--lever", "reward.prize=0..5", "--lever", "reward.prize"), "given twice"),
        (("--limit", "risk<0.2"), "NAME<=NUMBER"),
        (("--budget", "0"), "above 0"),
        (("--runs", "5"), "from 100"),
        (("--save-best", "best.txt"), "no .toml file; give a name such as best.toml"),
        (("--save-best", "nowhere/best.toml"), "there is no folder nowhere"),
        (("--uncertain", "segments.pace"), "path=value"),
        (("--split", "reward.prize"), "needs a budget"),
        (("--goal", "nope"), "goal 'nope': 'nope' is no outcome; allowed are interesting, risk"),
        (("--limit", "nope<=1"), "limit 'nope<=1': 'nope' is no outcome; allowed are"),
        (("--lever", "cell"), "such as cell=submitting,tinkering"),
        (
            ("--uncertain", "segments.pace=0..1", "--uncertain", "segments.pace=1..2"),
            "--uncertain 'segments.pace' is given twice; keep one",
        ),
    ],
)
def test_bad_input_is_answered_in_one_sentence(mine, options, says):
    assert says in refused("recommend", mine, *options)


def test_help_teaches():
    assert "cocreation recommend ordinary --budget 3000" in said("recommend", "--help")
