"""The central outcome by both its names: `failed` of one run, `failure_risk` of many."""

from __future__ import annotations

import pandas as pd
import pytest

import cocreation_sim as cs
from cocreation_sim import InputError, StoppingRule, sweep
from cocreation_sim.plots.comparison import differences
from cocreation_sim.plots.curves import outcome_curves
from cocreation_sim.plots.maps import typology_square
from cocreation_sim.recommending.goals import goal, limit
from cocreation_sim.statistics.comparison import compare_runs, sentence
from cocreation_sim.validation.published import held_against
from tests.test_sweep import CROWD, PRIZE, small, swept

NAMES = ("failed", "failure_risk", "risk")
SPELLED = {"failed": "failed", "failure_risk": "failure_risk", "risk": "failure_risk"}
OPEN = "campaign.openness"
RISK_TITLE = "failure risk (share of runs that fail)"


@pytest.fixture(scope="module")
def two():
    return swept({PRIZE: [0, 500]}, replications=6)


def titles(figure):
    return [ax.get_title(loc="left") for ax in figure.axes if ax.get_title(loc="left")]


@pytest.mark.parametrize("name", NAMES)
def test_goals_and_limits(name):
    assert goal(name) == goal("failed")
    assert limit(f"{name}<=0.2") == limit("failed<=0.2")
    assert limit(f"{name}<=20%").words == "failure risk at most 20 %"


@pytest.mark.parametrize("name", NAMES)
def test_summaries_hold_it_once(two, name):
    pd.testing.assert_frame_equal(two.summary(name), two.summary([]))
    both = two.summary([name, "votes"])
    pd.testing.assert_frame_equal(both, two.summary("votes"))
    assert both.columns.str.startswith("failure_risk").sum() == 3


@pytest.mark.parametrize("name", NAMES)
def test_comparisons_call_it_as_it_was_asked_for(two, name):
    table = two.compare(name)
    assert table["outcome"].tolist() == [SPELLED[name]]
    plain = two.compare("failed").drop(columns="outcome")
    pd.testing.assert_frame_equal(table.drop(columns="outcome"), plain)
    found = cs.Comparison(two, two.compare([name, "votes"]))
    assert found.sentences[0] == sentence(two.compare("failed").iloc[0])
    assert titles(differences(found, "failed")) == ["failure risk"]
    assert titles(differences(found, name)) == ["failure risk"]


def test_asked_for_twice_it_is_told_once(two):
    assert two.compare(["failure_risk", "failed", "votes", "risk"])["outcome"].tolist() == [
        "failure_risk",
        "votes",
    ]


@pytest.mark.parametrize("name", NAMES)
def test_tables_of_runs(name):
    some = pd.DataFrame({"replication_id": range(8), "failed": [True] * 6 + [False] * 2})
    none = some.assign(failed=False)
    row = compare_runs({"some": some, "none": none}, name).iloc[0]
    assert (row["outcome"], row["difference"]) == (SPELLED[name], -0.75)
    assert "none fails 75 percentage points less often than some" in sentence(row)


def test_columns_of_ones_own_keep_their_names():
    mine = pd.DataFrame({"replication_id": range(3), "risk": [1.0, 2.0, 4.0], "failed": [True] * 3})
    row = compare_runs({"a": mine, "b": mine.assign(risk=[2.0, 4.0, 5.0])}, "risk").iloc[0]
    assert row["outcome"] == "risk"
    assert row["difference"] == pytest.approx(4 / 3)


@pytest.mark.parametrize("name", NAMES)
def test_sensitivity_and_arrays(name):
    spread = {PRIZE: cs.Range(0, 500)}
    exp = swept(spread, replications=2, design="morris", samples=4)
    table = exp.sensitivity(name)
    assert table["outcome"].tolist() == [SPELLED[name]]
    pd.testing.assert_frame_equal(
        table.drop(columns="outcome"), exp.sensitivity("failed").drop(columns="outcome")
    )
    assert (exp.by_point(name) == exp.by_point("failed")).all()
    assert titles(exp.plot(name)) == ["failure risk"]


@pytest.mark.parametrize("name", NAMES)
def test_pictures_show_it_alone(two, name):
    assert titles(two.plot(name)) == [RISK_TITLE]


@pytest.mark.parametrize(
    ("vary", "title"),
    [
        ({OPEN: [0.0, 1.0], CROWD: [0.0, 1.0]}, RISK_TITLE),
        ({"campaign.outreach.spend": [1.0, 9.0], CROWD: [0.0, 1.0]}, RISK_TITLE),
        ({}, "runs not failed yet"),
    ],
)
def test_every_kind_of_picture_does(vary, title):
    exp = swept(vary, replications=3)
    assert titles(exp.plot("failure_risk"))[0] == title
    if OPEN in vary:
        assert titles(typology_square(exp, "failed")) == [title]
        assert titles(outcome_curves(exp, "failed")) == [title]


@pytest.mark.parametrize("name", NAMES)
def test_stopping_when_it_is_sure(two, name):
    until = StoppingRule(name, width=0.1)
    assert until.columns == StoppingRule().columns
    runs = two.read(until.columns)
    assert until.reached(runs) == StoppingRule().reached(runs)
    assert StoppingRule(name, width=1.0).reached(runs)


@pytest.mark.parametrize("name", ["failed_because", "causes", "nonsense"])
def test_stopping_takes_numbers_only(name):
    with pytest.raises(InputError, match=f"until.outcome is '{name}', which is no outcome that is"):
        StoppingRule(name)


@pytest.mark.parametrize("name", NAMES)
def test_published_figures(name):
    published = [{"figure": name, "value": 0.9, "source": "A1", "status": "R"}]
    scenario = small().model_copy(update={"published": ()})
    data = scenario.to_dict() | {"published": tuple(published)}
    exp = sweep(cs.Scenario.model_validate(data), {}, 4, workers=1, progress=False)
    table = held_against(exp).set_index("figure")
    assert table.loc["failure_risk", "published"] == 0.9
    assert "failed" not in table.index


@pytest.mark.parametrize("what", ["summary", "compare", "sensitivity", "predict", "plot"])
def test_near_names_are_offered(two, what):
    exp = two
    if what == "sensitivity":
        exp = swept({PRIZE: cs.Range(0, 500)}, 1, design="morris", samples=4)
    with pytest.raises(
        InputError, match=r"there is no .*'submisions'; did you mean 'submissions'\?"
    ):
        getattr(exp, what)("submisions")
