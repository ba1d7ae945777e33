"""Designs whose campaigns go by different names: with one each, the names do not matter."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

import cocreation_sim as cs
from cocreation_sim.cli import app
from cocreation_sim.plots import gallery as plots

CREDIT = "campaign.reward.recognition"
CASES = ["workshop", "ordinary"]  # their campaigns are called workshop and suggestions


@pytest.fixture(scope="module")
def over_cases() -> cs.Experiment:
    return cs.sweep("workshop", {"preset": CASES, CREDIT: [0.0, 1.0]}, 4, workers=1, progress=False)


def compared(other: cs.Scenario) -> cs.Comparison:
    return cs.compare(
        {"a": cs.load("workshop"), "b": other}, replications=4, workers=1, progress=False
    )


def test_presets_are_compared(tmp_path: Path) -> None:
    command = ["compare", *CASES, "--replications", "4", "--outcome", "submissions"]
    result = CliRunner().invoke(app, [*command, "--out", str(tmp_path / "found")])
    assert result.exit_code == 0, result.output
    assert "ordinary" in result.stdout
    again = CliRunner().invoke(app, ["report", str(tmp_path / "found")])
    assert again.exit_code == 0, again.output
    assert "Ordinary and workshop" in again.stdout


@pytest.mark.parametrize("name", ["workshop", "another", "suggestions"])
def test_what_a_campaign_is_called_does_not_matter(name: str) -> None:
    other = cs.load("workshop").vary({CREDIT: 0.0})
    found, expected = compared(other.renamed(name)), compared(other)
    assert found.table.equals(expected.table)
    assert found.sentences == expected.sentences


def test_the_luck_is_the_same_whatever_it_is_called() -> None:
    rich = cs.load("workshop").vary({"campaign.limits.budget": 1e11})
    alike = compared(rich.renamed("another"))
    assert (alike.table["difference"] == 0).all()


def test_a_renamed_campaign_keeps_all_it_has() -> None:
    case = cs.load("threadless")
    renamed = case.renamed("mine")
    assert list(renamed.campaigns) == ["mine"]
    assert renamed.campaign == case.campaign
    assert len(renamed.sources) == len(case.sources)
    assert not any("campaigns.threadless" in path for path in renamed.sources)
    assert renamed.renamed("threadless") == case


def test_several_campaigns_still_have_to_be_named() -> None:
    two = {"a": cs.Campaign(), "b": cs.Campaign()}
    scenario = cs.Scenario(name="two", campaigns=two, calendar=cs.Calendar(duration=4.0))
    with pytest.raises(cs.InputError, match="name one"):
        compared(scenario)
    with pytest.raises(cs.InputError, match="name one"):
        scenario.renamed("mine")


def test_a_sweep_over_cases_is_joined(over_cases: cs.Experiment) -> None:
    assert over_cases.one_each
    assert len(over_cases.each()) == 1
    assert len(over_cases.compare("submissions")) == 3
    assert over_cases.by_point("failed").shape == (4, 4)
    pooled = over_cases.summary("submissions", by=CREDIT)
    assert pooled["campaign"].tolist() == ["all", "all"]
    assert pooled["replications"].tolist() == [8, 8]
    by_case = over_cases.summary("submissions", by="preset")
    assert by_case["campaign"].tolist() == ["workshop", "suggestions"]
    assert len(over_cases.summary("submissions")) == 4
    assert over_cases.survival(by=CREDIT)["campaign"].unique().tolist() == ["all"]
    assert over_cases.only("workshop").campaigns == ["workshop"]


def test_a_sweep_over_cases_is_drawn_and_reported(
    over_cases: cs.Experiment, tmp_path: Path
) -> None:
    over_cases.plot()
    over_cases.plot("cost")
    plots.survival_curve(over_cases, CREDIT)
    text = over_cases.report(tmp_path / "found.html").read_text(encoding="utf-8")
    assert "Campaign suggestions:" not in text
