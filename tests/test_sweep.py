"""Sweeps: designs, execution, summaries, studies and the store."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from scipy import stats

from cocreation_sim import Calendar, InputError, Population, Scenario, Segment, load, simulate
from cocreation_sim.experiments import execute
from cocreation_sim.experiments.execute import Execution, Task
from cocreation_sim.experiments.experiment import Experiment
from cocreation_sim.experiments.study import Study, load_study
from cocreation_sim.experiments.sweep import sweep
from cocreation_sim.mesa_model import Customer
from cocreation_sim.rules.events import NOTHING
from cocreation_sim.scenario.campaign import Campaign, Selection
from cocreation_sim.scenario.limits import Limits
from cocreation_sim.statistics.failure import failure_risk
from cocreation_sim.statistics.summary import interval
from cocreation_sim.validation.published import held_against, score
from tests import scenarios

PRIZE = "campaign.reward.prize"
CROWD = "campaign.crowd_weight"


def small(**changes) -> Scenario:
    """40 keen people for eight weeks, who sometimes fail; a run takes 30 ms."""
    return Scenario(
        name="small",
        calendar=Calendar(duration=8.0),
        population=Population(
            size=40, segments={"customers": Segment(aware=0.8, pace=1.5, intrinsic=1.6)}
        ),
        campaigns={
            "mine": Campaign(
                selection=Selection(winners=1, round_length=4.0),
                limits=Limits(contributions=3, window=4.0),
            )
        },
    ).vary(changes)


def swept(vary, replications=4, scenario=None, **options) -> Experiment:
    options = {"workers": 1, "progress": False} | options
    return sweep(scenario or small(), vary, replications, **options)


@pytest.fixture(scope="module")
def grid():
    return swept({PRIZE: [0, 500], CROWD: [0.0, 1.0]}, replications=6)


@pytest.fixture
def no_run(monkeypatch):
    def fail(*arguments, **options):
        raise AssertionError("simulated before all input was checked")

    monkeypatch.setattr(Execution, "play_one", fail)


def by_point(exp: Experiment) -> pd.DataFrame:
    """Runs with columns and rows in an order that does not depend on the design's."""
    levers = sorted(exp.levers)
    rest = [c for c in exp.runs if c not in levers]
    keys = [*levers, "replication_id", "campaign"]
    return exp.runs[[*levers, *rest]].sort_values(keys).reset_index(drop=True)


# ---------------------------------------------------------------- designs and runs


def test_the_full_grid_replication_by_replication(grid):
    told = grid.runs[["replication_id", PRIZE, CROWD]].itertuples(index=False, name=None)
    assert list(told) == list(itertools.product(range(6), [0, 500], [0.0, 1.0]))
    assert list(grid.runs.columns[:6]) == [
        "scenario_id", "replication_id", "seed", "campaign", PRIZE, CROWD,
    ]  # fmt: skip
    assert grid.runs["scenario_id"].nunique() == 4
    assert set(grid.runs["seed"]) == {1}


def test_a_row_is_the_run_it_names(grid):
    row = grid.runs.iloc[14]
    scenario = small().vary({PRIZE: row[PRIZE], CROWD: row[CROWD]})
    alone = simulate(scenario, int(row["seed"]), replication=int(row["replication_id"])).outcome
    assert scenario.fingerprint() == row["scenario_id"]
    for name, value in alone.items():
        assert value == row[name] or (value != value and row[name] != row[name]), name


def test_every_design_point_has_the_same_luck():
    exp = swept({"name": ["a", "b"]}, replications=3)
    a, b = (
        exp.runs[exp.runs["name"] == name].drop(columns=["name", "scenario_id"]) for name in "ab"
    )
    assert_frame_equal(a.reset_index(drop=True), b.reset_index(drop=True), check_exact=True)
    assert a["votes"].nunique() > 1


def test_two_workers_give_the_same_bits(grid):
    two = swept({PRIZE: [0, 500], CROWD: [0.0, 1.0]}, replications=6, workers=2)
    assert_frame_equal(two.runs, grid.runs, check_exact=True)


@settings(max_examples=8)
@given(st.permutations([0, 500]), st.permutations([0.0, 1.0]), st.booleans())
def test_the_order_of_the_grid_does_not_matter(grid, prizes, crowds, swapped):
    levers = {CROWD: crowds, PRIZE: prizes} if swapped else {PRIZE: prizes, CROWD: crowds}
    exp = swept(levers, replications=2)
    whole = by_point(grid)
    few = whole[whole["replication_id"] < 2].reset_index(drop=True)
    assert_frame_equal(by_point(exp), few, check_exact=True)


@given(st.lists(st.floats(0.001, 3), max_size=300), st.integers(1, 200))
def test_batches_hold_every_task_once_and_in_order(costs, most):
    tasks = [Task(k, 0) for k in range(len(costs))]
    found = list(execute.batches(iter(tasks), costs, most))
    assert [task for batch in found for task in batch] == tasks
    for batch in found:
        assert len(batch) <= most
        assert len(batch) == 1 or sum(costs[t.point] for t in batch) <= execute.BATCH_SECONDS


def test_numpy_values_and_lists_may_be_varied():
    levers = {PRIZE: np.array([0.0, 1.0]), "campaign.limits.watch": [["starved"], ["overrun"]]}
    exp = swept(levers, replications=1)
    assert exp.levers[PRIZE] == (0.0, 1.0)
    assert exp.runs["campaign.limits.watch"].tolist() == ['["starved"]', '["overrun"]'] * 2


def test_a_preset_may_be_varied_like_a_parameter():
    levers = {"preset": ["workshop", "partnership"], "population.size": [12, 24]}
    fixed = {"campaign.selection.round_length": 0.0, "calendar.duration": 8.0}
    exp = swept(levers, 1, load("workshop"), fixed=fixed)
    assert exp.runs["preset"].unique().tolist() == ["workshop", "partnership"]
    expected = load("partnership").vary(fixed | {"population.size": 12}).fingerprint()
    assert expected in exp.runs["scenario_id"].tolist()


def test_several_campaigns_have_a_row_each():
    exp = swept({"population.size": [30, 40]}, 2, scenarios.rivals({"calendar.duration": 10.0}))
    names = sorted(exp.scenario.campaigns)
    assert exp.runs["campaign"].tolist() == names * 4
    assert len(exp.summary()) == 2 * len(names)
    assert set(exp.only(names[1]).runs["campaign"]) == {names[1]}
    with pytest.raises(InputError, match="name one"):
        exp.only(None)
    with pytest.raises(InputError, match="no campaign 'none'"):
        exp.only("none")


class Idler(Customer):
    def choose(self, time, node, engaging):
        relation, _ = super().choose(time, node, engaging)
        return relation, NOTHING


@pytest.mark.parametrize("workers", [1, 2])
def test_other_customers_play_too(workers):
    exp = swept({PRIZE: [0, 500]}, 2, customer_class=Idler, workers=workers)
    assert exp.runs["submissions"].sum() == 0


@pytest.mark.parametrize(
    ("vary", "options", "words"),
    [
        ({PRIZE: [0, 500, -1]}, {}, "prize = -1: 'campaigns.mine.reward.prize' is -1"),
        ({PRIZE: [0], "campaign.reward.prise": [1]}, {}, "did you mean 'campaigns.mine.reward.pri"),
        ({"campaign.selection.winners": [1, 41]}, {}, "more than a round can fill"),
        ({PRIZE: [0, "much"]}, {}, "is 'much'; allowed is a number"),
        ({PRIZE: 500}, {}, "varies over 500; allowed is a list of values, such as [500]"),
        ({PRIZE: "500"}, {}, "varies over '500'"),
        ({PRIZE: []}, {}, "varies over an empty list"),
        ({PRIZE: [1, 1.0]}, {}, "are the same scenario; give each value once"),
        ({PRIZE: range(400), CROWD: range(400)}, {}, "160,000 design points, more than 100,000"),
        ({PRIZE: {"low": 0, "high": 9}}, {}, "has a range, which a grid cannot hold"),
        ([PRIZE], {}, "allowed are lists of values by dotted path"),
        ({"preset": ["worksop"]}, {}, "did you mean 'workshop'"),
        ({"preset": [1]}, {}, "allowed are names of presets"),
        ({}, {"replications": 0}, "replications is 0; allowed is a whole number from 1"),
        ({}, {"replications": 10**8}, "are more than the 10,000,000 runs"),
        ({}, {"seed": -1}, "seed is -1"),
        ({}, {"workers": 0}, "workers is 0; allowed is a whole number from 1"),
        ({}, {"fixed": {"campaign.openness": 2.0}}, "openness' is 2.0; allowed is a number"),
    ],
)
def test_bad_input_is_named_before_anything_runs(no_run, vary, options, words):
    with pytest.raises(InputError) as told:
        swept(vary, **options)
    assert words in str(told.value)
    assert "\n" not in str(told.value)


def test_a_folder_that_cannot_be_written_is_named_before_anything_runs(no_run, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match=r"cannot write .*file"):
        swept({}, store=tmp_path / "file" / "deeper")


# ---------------------------------------------------------------- summary and prediction


def test_summary_holds_means_risks_and_causes(grid):
    table = grid.summary()
    assert table[[PRIZE, CROWD]].values.tolist() == [[0, 0], [0, 1], [500, 0], [500, 1]]
    assert table["replications"].tolist() == [6] * 4
    causes = [c for c in table if c.startswith("failed_because_")]
    np.testing.assert_allclose(table[causes].sum(axis=1), table["failure_risk"])
    assert table["failure_risk"].nunique() > 1
    for _, line in table.iterrows():
        runs = grid.runs[grid.runs["scenario_id"] == line["scenario_id"]]
        risk = failure_risk(int(runs["failed"].sum()), 6)
        told = line[["failure_risk", "failure_risk_low", "failure_risk_high"]].tolist()
        assert told == [float(x) for x in risk]
        x = runs["submissions"]
        ends = stats.t.interval(0.95, 5, x.mean(), stats.sem(x))
        told = line[["submissions", "submissions_low", "submissions_high"]].tolist()
        assert told == pytest.approx([x.mean(), *ends])


def test_intervals_of_means_end_where_the_outcome_cannot_be(grid):
    table = grid.summary(level=0.999)
    for name in ("one_timers", "selected_share", "interesting_share"):
        assert (table[f"{name}_low"].dropna() >= 0).all()
        assert (table[f"{name}_high"].dropna() <= 1).all()
    assert (table["interesting_low"] >= 0).all()
    assert (table["interesting_low"] == 0).any()
    assert (table["return_low"].dropna() < 0).any()


def test_some_outcomes_may_be_asked_for(grid):
    assert {"votes", "votes_low", "votes_high"} <= set(grid.summary("votes"))
    assert "submissions" not in grid.summary(["votes"])
    assert grid.predict(["votes", "cost"])["outcome"].unique().tolist() == ["votes", "cost"]
    with pytest.raises(InputError, match="no numeric outcome 'submission'; did you mean 'subm"):
        grid.summary("submission")
    with pytest.raises(InputError, match=r"level is 1\.5"):
        grid.predict(level=1.5)


def test_one_run_has_a_mean_and_no_interval():
    table = swept({}, replications=1).summary("submissions")
    assert table["submissions"].notna().all()
    assert table[["submissions_low", "submissions_high"]].isna().all(axis=None)


def test_prediction_is_one_row_an_outcome(grid):
    table = grid.predict()
    assert len(table) == 4 * len(grid.outcomes)
    votes = table[table["outcome"] == "votes"].iloc[2]
    runs = grid.runs[(grid.runs[PRIZE] == 500) & (grid.runs[CROWD] == 0)]
    assert votes["median"] == runs["votes"].median()
    assert votes["low"] < votes["median"] < votes["high"]


@pytest.mark.parametrize(("n", "method"), [(4, "student"), (19, "quantiles"), (60, "quantiles")])
def test_a_further_run_falls_inside_as_often_as_told(n, method):
    rng = np.random.default_rng(7)
    worlds_ = rng.normal(10, 2, size=(3000, n + 1))
    if method == "quantiles":  # these hold for any shape
        worlds_ = np.exp(worlds_ / 4)
    inside = 0
    for *seen, further in worlds_:
        told = interval(pd.Series(seen), 0.9)
        assert told["method"] == method
        inside += told["low"] <= further <= told["high"]
    assert inside / 3000 == pytest.approx(0.9, abs=0.02)


def test_what_does_not_exist_has_no_interval():
    told = interval(pd.Series([np.nan, np.nan]), 0.9)
    assert told["replications"] == 0
    assert np.isnan(told["median"])
    assert interval(pd.Series([1.0, np.nan]), 0.9)["method"] == "too few replications"


# ---------------------------------------------------------------- published figures


def published(**entry):
    return {"figure": "submissions", "source": "A0", "status": "R", "value": 10.0} | entry


@pytest.mark.parametrize(
    ("entry", "inside"),
    [
        ({}, "yes"),
        ({"value": 1e6}, "no (miss)"),
        ({"value": 1e6, "low": 1.0, "high": 1e6}, "yes (range)"),
        ({"value": 1e6, "status": "fitted"}, "fitted"),
        ({"figure": "finished", "value": 0.5}, "no (miss)"),  # never exists here
        ({"figure": "failure_risk", "value": 0.6}, "yes"),
    ],
)
def test_published_figures_are_judged(entry, inside):
    scenario = small(published=(published(**entry),))
    exp = swept({}, 8, scenario)
    table = held_against(exp)
    row = table[table["figure"] == entry.get("figure", "submissions")].iloc[0]
    if inside == "yes":
        assert row["low"] <= row["published"] <= row["high"]
    assert row["inside"] == inside
    assert score(table) == (int(inside.startswith("yes")), int(inside != "fitted"))
    assert {"one_timers", "selected_share", "failure_risk"} <= set(table["figure"])


def test_a_published_figure_that_is_no_outcome_is_named():
    scenario = small(published=(published(figure="submision"),))
    with pytest.raises(InputError, match="'submision' is no outcome; did you mean 'submissions'"):
        held_against(swept({}, 2, scenario))


# ---------------------------------------------------------------- studies


STUDY = """
scenario = "mine.toml"
question = "how large must the prize be?"
replications = 2
seed = 3
[vary]
"campaign.reward.prize" = [0, 500]
campaign.crowd_weight = [0.0]
[fixed]
"calendar.duration" = 4.0
"""


@pytest.fixture
def study_file(tmp_path):
    def write(text: str):
        small().save(tmp_path / "mine.toml")
        path = tmp_path / "study.toml"
        path.write_text(text)
        return path

    return write


def test_a_study_names_all_that_is_needed(study_file):
    study = load_study(study_file(STUDY))
    assert study.vary == {PRIZE: (0, 500), CROWD: (0.0,)}
    exp = study.run(workers=1, progress=False)
    direct = swept(
        {PRIZE: [0, 500], CROWD: [0.0]}, 2, small(), seed=3, fixed={"calendar.duration": 4.0}
    )
    assert_frame_equal(exp.runs, direct.runs, check_exact=True)
    assert exp.question == "how large must the prize be?"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("replications", "replication", "unknown key 'replication'; did you mean 'replications'"),
        ("= 2", "= 0", "'replications' is 0; allowed is a whole number from 1 to 10,000,000"),
        ("seed = 3", 'seed = "three"', "'seed' is 'three'; allowed is a whole number"),
        ("seed = 3", "seed = true", "'seed' is True"),
        ("[0, 500]", "500", "'vary.campaign.reward.prize' is 500; allowed is a list"),
        ('scenario = "mine.toml"', "", "'scenario' is missing"),
        ("[vary]", "[varied]", "unknown key 'varied'; did you mean 'vary'"),
        ('"calendar.duration" = 4.0', CROWD + " = 0.5", "is in [fixed] and in [vary]; keep one"),
        ("seed = 3", "seed = ", "is not valid TOML"),
    ],
)
def test_a_bad_study_is_named_with_its_file(study_file, old, new, words):
    assert old in STUDY
    with pytest.raises(InputError) as told:
        load_study(study_file(STUDY.replace(old, new)))
    assert "study.toml" in str(told.value)
    assert words in str(told.value)
    assert "\n" not in str(told.value)


def test_a_study_without_its_files_is_named(tmp_path, study_file):
    with pytest.raises(InputError, match=r"cannot read .*none\.toml: No such file"):
        load_study(tmp_path / "none.toml")
    study = load_study(study_file(STUDY.replace("mine.toml", "yours.toml")))
    with pytest.raises(InputError, match=r"cannot read .*yours\.toml"):
        study.run(workers=1, progress=False)


def test_a_study_may_hold_its_scenario():
    study = Study(scenario=small().to_dict(), vary={PRIZE: (0,)}, replications=1)
    assert study.base().fingerprint() == small().fingerprint()


def test_the_bar_tells_the_time_left(capfd):
    swept({}, 3, progress=True)
    told = capfd.readouterr().err.replace("\r", "\n").splitlines()
    assert "run 0 of 3:   0 %" in "".join(told)
    assert "run 3 of 3: 100 %" in told[-1]
    assert "left" in told[-1]
    swept({}, 3, progress=False)
    assert capfd.readouterr().err == ""
