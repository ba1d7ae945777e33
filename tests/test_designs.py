"""Designs: what is varied and how, and that every point is checked before anything runs."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cocreation_sim as cs
from cocreation_sim.designs.design import make_design, sample
from cocreation_sim.designs.factors import Range, factors, unit_at, value_at
from cocreation_sim.errors import InputError
from cocreation_sim.experiments.study import load_study, points_of
from tests.scenarios import one_line
from tests.test_sweep import CROWD, PRIZE, small, swept

WINNERS = "campaign.selection.winners"
CELL = "campaign.cell"
PACE = "segments.pace"


def design_of(levers, **options):
    scenario = small()
    return make_design(scenario, factors(levers, scenario), **options)


# ---------------------------------------------------------------- factors


@given(st.floats(0, 1), st.booleans())
def test_a_range_never_leaves_its_ends(share, log):
    given_range = Range(0.3, 7.7, log=log)
    assert 0.3 <= given_range.at(share) <= 7.7
    assert Range(1, 4, whole=True).at(share) in (1, 2, 3, 4)


def test_whole_numbers_and_categories_come_equally_often():
    shares = (np.arange(1200) + 0.5) / 1200
    for factor in (Range(1, 4, whole=True), ("a", "b", "c", "d")):
        _, counts = np.unique([value_at(factor, s) for s in shares], return_counts=True)
        assert counts.tolist() == [300] * 4


def test_a_range_of_a_whole_parameter_is_whole():
    found = factors({WINNERS: {"low": 1, "high": 5}, PRIZE: Range(0, 5)}, small())
    assert found[WINNERS] == Range(1, 5, whole=True)
    assert found[PRIZE] == Range(0, 5)


def test_units_are_those_of_the_parameters():
    scenario = small()
    assert unit_at(PRIZE, scenario) == "EUR"
    assert unit_at("calendar.duration", scenario) == "week"
    assert unit_at("segments.pace", scenario) == "1/week"
    assert factors({PRIZE: Range(0, 5, unit="EUR")}, scenario)[PRIZE].unit == "EUR"


@pytest.mark.parametrize(
    ("path", "given_", "words"),
    [
        (PRIZE, Range(5, 5), "has a range from 5 to 5; low must be below high"),
        (PRIZE, Range(0, float("inf")), "high = inf; allowed is a number"),
        (PRIZE, Range("a", 5), "low = 'a'; allowed is a number"),
        (PRIZE, Range(-1, 5), "is -1; allowed is a number from 0"),
        (PRIZE, Range(0, 5, unit="USD"), "has a range in 'USD'; its unit is 'EUR'"),
        (PRIZE, Range(0, 5, log=True), "logarithmic range from 0; allowed is a low above 0"),
        ("campaign.reward.prise", Range(0, 5), "did you mean 'campaigns.mine.reward.prize'"),
        ("campaign.reward.guaranteed", Range(0, 1), "is no number|allowed is true or false"),
        (CELL, Range(0, 1), "."),
        (PRIZE, {"low": 0}, "varies over .*'low': 0.*; allowed is a list"),
    ],
)
def test_a_range_that_cannot_be_is_named(path, given_, words):
    with pytest.raises(InputError, match=words) as no:
        factors({path: given_}, small())
    one_line(no)


# ---------------------------------------------------------------- designs


def test_zip_takes_values_together():
    made = design_of({PRIZE: [0, 100, 500], CROWD: [0.0, 0.5, 1.0]}, method="zip")
    assert made.points == [(0, 0.0), (100, 0.5), (500, 1.0)]
    with pytest.raises(
        InputError, match=r"lists of one length; 'campaign\.reward\.prize' has 2, 'cam"
    ):
        design_of({PRIZE: [0, 100], CROWD: [0.0]}, method="zip")


def test_a_table_is_a_zip(tmp_path):
    table = pd.DataFrame({PRIZE: [0, 500], CELL: ["submitting", "tinkering"]})
    exp = swept(table, 1)
    assert exp.runs[[PRIZE, CELL]].values.tolist() == [[0, "submitting"], [500, "tinkering"]]
    table.to_csv(tmp_path / "points.csv", index=False)
    small().save(tmp_path / "mine.toml")
    (tmp_path / "study.toml").write_text(
        'scenario = "mine.toml"\ntable = "points.csv"\nreplications = 1\n'
    )
    again = load_study(tmp_path / "study.toml").run(workers=1, progress=False)
    assert again.runs.equals(exp.runs)
    with pytest.raises(InputError, match=r"points\.csv"):
        points_of(tmp_path / "none" / "points.csv")
    (tmp_path / "points.csv").write_text(f"{PRIZE}\n0\n\n,\n")
    with pytest.raises(InputError, match=r"points\.csv"):
        points_of(tmp_path / "points.csv")


MIXED = {PRIZE: Range(0, 500), WINNERS: Range(1, 3), CELL: ("submitting", "tinkering")}


@pytest.mark.parametrize(
    ("method", "samples", "points"),
    [("lhs", 12, 12), ("sobol", 12, 12), ("morris", 5, 5 * 4), ("saltelli", 8, 8 * 5)],
)
def test_sampled_designs_mix_numbers_and_categories(method, samples, points):
    made = design_of(MIXED, method=method, samples=samples)
    assert len(made.points) == points
    assert made.shares.shape == (points, 3)
    prizes, winners, cells = zip(*made.points, strict=True)
    assert all(0 <= prize <= 500 for prize in prizes)
    assert set(winners) <= {1, 2, 3}
    assert set(cells) == {"submitting", "tinkering"}
    again = design_of(MIXED, method=method, samples=samples)
    assert again.points == made.points
    other = design_of(MIXED, method=method, samples=samples, seed=2)
    assert other.points != made.points


@pytest.mark.parametrize("method", ["lhs", "sobol", "morris", "saltelli"])
def test_factors_keep_their_order_in_a_stored_study(method, tmp_path):
    levers = {PACE: Range(0.5, 2.0), CELL: ["submitting", "tinkering"], PRIZE: Range(0, 9)}
    unknown = {"segments.effort": Range(0.1, 1.0), "campaign.fixed_cost": [0.0, 1.0]}
    options = {"uncertain": unknown, "design": method, "samples": 4, "store": tmp_path}
    exp = swept(levers, 1, **options)
    again = cs.open_experiment(tmp_path)
    assert again.design.columns == exp.design.columns == (*levers, *unknown)
    assert again.design.points == exp.design.points
    assert again.runs.equals(exp.runs)
    assert swept(levers, 1, **options).runs.equals(exp.runs)


def test_a_longer_sobol_sequence_begins_like_a_shorter():
    short, long = (sample("sobol", ["a", "b"], n, 1) for n in (8, 20))
    assert np.array_equal(long[:8], short)


def test_a_latin_hypercube_has_one_point_in_every_slice():
    found = sample("lhs", ["a", "b", "c"], 40, 3)
    for column in found.T:
        assert sorted((column * 40).astype(int)) == list(range(40))


def test_every_lever_meets_every_world():
    unknown = factors({PACE: Range(0.5, 2.0), WINNERS: Range(1, 3)}, small())
    made = design_of({PRIZE: [0, 500]}, uncertain=unknown, samples=4)
    assert made.worlds == 4
    assert [values[0] for values in made.points] == [0] * 4 + [500] * 4
    worlds = [values[1:] for values in made.points]
    assert worlds[:4] == worlds[4:]
    assert len(set(worlds)) == 4


def test_runs_with_uncertainties_are_summed_up_over_worlds():
    exp = swept({PRIZE: [0, 500]}, 3, uncertain={PACE: Range(0.2, 3.0)}, samples=8)
    by_levers = exp.summary(["votes"], by="levers")
    assert by_levers[PRIZE].tolist() == [0, 500]
    assert by_levers["replications"].tolist() == [24, 24]
    for _, line in by_levers.iterrows():
        mine = exp.runs[exp.runs[PRIZE] == line[PRIZE]]
        assert line["votes"] == pytest.approx(mine["votes"].mean())
        assert line["failure_risk"] == pytest.approx(mine["failed"].mean())
        assert line["failure_risk_low"] <= line["failure_risk"] <= line["failure_risk_high"]
    narrow = exp.summary(["votes"])
    assert len(narrow) == 16
    # worlds differ by more than luck, and the interval knows it
    naive = exp.runs.groupby(PRIZE)["votes"].sem()
    half = (by_levers["votes_high"] - by_levers["votes_low"]) / 2
    assert (half.to_numpy() > 1.96 * naive.to_numpy()).all()


def test_a_summary_may_pool_all_but_some_factors():
    exp = swept({PRIZE: [0, 500], CROWD: [0.0, 1.0], WINNERS: [1, 2]}, 6)
    table = exp.summary("votes", by=[CROWD])
    assert table[CROWD].tolist() == [0.0, 1.0]
    assert table["replications"].tolist() == [24, 24]
    for _, line in table.iterrows():
        mine = exp.runs[exp.runs[CROWD] == line[CROWD]]
        assert line["failure_risk"] == pytest.approx(mine["failed"].mean())
        per_luck = mine.groupby("replication_id")["votes"].mean()
        assert line["votes"] == pytest.approx(per_luck.mean())
    with pytest.raises(
        InputError, match=r"by is 'campaign\.crowd'; allowed is one of scenario, lev"
    ):
        exp.summary("votes", by="campaign.crowd")


def test_points_that_are_the_same_are_played_once_in_sampled_designs():
    made = design_of({WINNERS: Range(1, 3)}, method="lhs", samples=30)
    assert len(made.points) == 30
    assert len(made.first_points) == 3
    exp = swept({WINNERS: Range(1, 3)}, 2, design="lhs", samples=30)
    assert len(exp.runs) == 6
    assert exp.complete
    by_point = exp.by_point("votes")
    assert by_point.shape == (30, 2)
    for (row,), values in zip(exp.design.points, by_point, strict=True):
        mine = exp.runs[exp.runs[WINNERS] == row]
        assert values.tolist() == mine["votes"].tolist()


def test_many_points_are_played_in_blocks_and_give_the_same(monkeypatch):
    from cocreation_sim.designs import design
    from cocreation_sim.experiments import play

    levers = {PRIZE: [0, 100, 500], CROWD: [0.0, 0.5, 1.0]}
    wanted = swept(levers, 10).runs
    monkeypatch.setattr(design, "KEPT", 2)
    monkeypatch.setattr(play, "KEPT", 2)
    assert swept(levers, 10).runs.equals(wanted)


def test_runs_come_replication_by_replication():
    from cocreation_sim.experiments.play import _missing, _tasks

    made = design_of({PRIZE: [0, 500], CROWD: [0.0, 1.0]})
    done = np.zeros((4, 3), bool)
    tasks = list(_tasks(made, _missing(done, 0, 3, None), 0))
    assert [(t.replication, t.point) for t in tasks] == list(itertools.product(range(3), range(4)))


# ---------------------------------------------------------------- answers


def test_named_designs_are_compared_under_the_same_luck():
    dear = small().vary({PRIZE: 5000.0, "name": "dear"})
    found = cs.compare(small(), dear, replications=30, progress=False, workers=1)
    assert set(found.table["design"]) == {"dear"}
    assert found.table["baseline"].unique().tolist() == ["small"]
    row = found.table[found.table["outcome"] == "contributors"].iloc[0]
    one, other = (
        [cs.simulate(s, 1, replication=r).outcome.contributors for r in range(30)]
        for s in (small(), dear)
    )
    assert row["difference"] == pytest.approx(np.mean(other) - np.mean(one))
    assert len(found.sentences) == len(found.table)
    with pytest.raises(InputError, match="two designs are called 'small'"):
        cs.compare(small(), small())
    with pytest.raises(InputError, match="1 design is given"):
        cs.compare(small())


def test_files_that_share_a_name_are_told_by_their_own(tmp_path):
    files = [tmp_path / "now.toml", tmp_path / "best.toml"]
    for file, prize in zip(files, (0.0, 5000.0), strict=True):
        small().vary({PRIZE: prize}).save(file)
    found = cs.compare(*files, replications=4, progress=False, workers=1)
    assert found.table["baseline"].unique().tolist() == ["small"]
    assert set(found.table["design"]) == {"best"}
    with pytest.raises(InputError, match="two designs are called 'now'; give one another name"):
        cs.compare(files[1], files[0], files[0])


def test_design_points_are_compared_with_the_first():
    exp = swept({PRIZE: [0, 500, 5000]}, 20)
    table = exp.compare("contributors")
    assert table["design"].tolist() == ["prize 500", "prize 5000"]
    assert (table["baseline"] == "prize 0").all()
    with pytest.raises(InputError, match="no numeric outcome 'contributor'"):
        exp.compare("contributor")
    with pytest.raises(InputError, match="1 design points"):
        swept({}, 2).compare()


def test_sensitivity_finds_what_matters():
    levers = {PACE: Range(0.1, 2.0), "campaign.fixed_cost": Range(0, 10)}
    exp = swept(levers, 4, design="saltelli", samples=32)
    table = exp.sensitivity("votes").set_index("factor")
    assert table.loc[PACE, "total"] > 0.7
    assert abs(table.loc["campaign.fixed_cost", "total"]) < 0.05
    assert 0 < table["noise"].iloc[0] < 1
    screened = swept(levers, 2, design="morris", samples=6).sensitivity("votes")
    assert screened.set_index("factor").loc[PACE, "mu_star"] > 0
    with pytest.raises(InputError, match="the design is 'grid'; for sensitivity"):
        swept({PRIZE: [0, 1]}, 1).sensitivity()


def test_discovery_says_where_campaigns_fail():
    levers = {PACE: Range(0.2, 5.0), "campaign.fixed_cost": Range(0, 10)}
    only = {"campaign.limits.watch": ("starved",), "campaign.limits.contributions": 3}
    exp = swept(levers, 2, design="lhs", samples=150, fixed=only)
    found = exp.discover()
    best = found.boxes[0]
    assert list(best.limits) == [PACE]
    assert best.density > 1.5 * found.risk
    assert "pace" in found.sentences[0]
    assert found.table()["coverage"].between(0, 1).all()
    with pytest.raises(InputError, match="nothing was varied"):
        swept({}, 2).discover()


def test_survival_and_causes_are_told_by_point():
    exp = swept({PRIZE: [0, 500]}, 12)
    table = exp.survival()
    assert table[PRIZE].unique().tolist() == [0, 500]
    for prize, part in table.groupby(PRIZE):
        failed = exp.runs[exp.runs[PRIZE] == prize]["failed"].mean()
        assert part["surviving"].iloc[-1] == pytest.approx(1 - failed)
    assert exp.survival(by=PRIZE)[PRIZE].nunique() == 2
    told = exp.causes()
    first = told.groupby(PRIZE)["first"].sum()
    assert first.tolist() == pytest.approx(exp.runs.groupby(PRIZE)["failed"].mean().tolist())
    with pytest.raises(InputError, match=r"by is 'campaign\.reward\.prise'"):
        exp.survival(by="campaign.reward.prise")


@pytest.mark.parametrize("name", ["workshp", "", 5])
def test_a_preset_that_was_not_varied_over_is_refused(name):
    recipe = make_design(cs.Scenario(), {"preset": ("workshop",)}).recipe
    with pytest.raises(InputError, match=r"there is no .*; it varied over workshop"):
        recipe.named(name)
    with pytest.raises(InputError, match="varied over neither presets nor designs"):
        make_design(cs.Scenario(), {}).recipe.named(name)
