"""Optimising a campaign: budgets, uncertainties, folders, workers, Ctrl-C; what must be found."""

from __future__ import annotations

import json

import pytest

from benchmarks import fronts
from cocreation_sim import InputError, Range, load, simulate
from cocreation_sim.experiments.execute import Execution
from cocreation_sim.recommending import Figure, Goal, Limit, optimise, optimise_function
from cocreation_sim.recommending.defaults import chosen_levers, default_levers
from cocreation_sim.recommending.pool import BASE
from cocreation_sim.recommending.searching import Effort
from tests.test_sweep import small

QUICK = Effort(150, 4, 16)
SMALL = {"population.represents": 1000, "calendar.duration": 26.0}
LEVERS = {
    "reward.recognition": Range(0, 1),
    "outreach.spend": Range(0, 10),
    "selection.winners": [1, 2],
}


def found_for(goals=("interesting", "risk"), scenario=None, **options):
    options = {"levers": LEVERS, "effort": QUICK, "workers": 1, "progress": False} | options
    return optimise(scenario or small(), goals, **options)


@pytest.fixture(scope="module")
def plain():
    return found_for(budget=220.0)


@pytest.fixture
def no_run(monkeypatch):
    def fail(*arguments, **options):
        raise AssertionError("simulated before all input was checked")

    monkeypatch.setattr(Execution, "play_one", fail)


def test_designs_are_what_was_simulated(plain):
    search = plain.search
    for number in (BASE, int(plain.front["design"].iloc[0])):
        for luck in search.pool.replications(number)[:3]:
            played = simulate(plain.scenario(number), 1, replication=luck).outcome
            told = search.pool.outcomes[number][luck]
            assert told["interesting"] == played.interesting
            assert told["failed"] == played.failed
            assert told["health"] == pytest.approx(played.engaged / played.aware)


def test_the_table_says_what_it_rests_on(plain):
    table = plain.designs
    assert table["design"].is_unique
    assert table["design"].iloc[0] == BASE
    for key in ("interesting", "failure_risk", "cost_q90"):
        known = table.dropna(subset=[f"{key}_low"])
        assert (known[f"{key}_low"] <= known[key] + 1e-9).all()
        assert (known[key] <= known[f"{key}_high"] + 1e-9).all()
    assert set(plain.front["design"]) <= set(table["design"])
    assert (plain.front["cost_q90"] <= 220 * 1.001).all()


def test_a_design_can_be_saved_and_loaded(plain, tmp_path):
    best = plain.recommended[0].design
    path = plain.scenario(best).save(tmp_path / "best.toml")
    assert load(path).fingerprint() == plain.scenario(best).fingerprint()
    with pytest.raises(InputError, match="there is no design 9999"):
        plain.scenario(9999)


def test_the_first_sentence_answers(plain):
    first = str(plain).splitlines()[0]
    assert first.startswith("Best balance: ")
    assert "interesting ideas" in first
    assert "failure risk" in first
    assert " to " in first


def test_workers_change_nothing(plain):
    assert found_for(budget=220.0, workers=2).designs.equals(plain.designs)


def test_a_folder_is_gone_on_with(plain, tmp_path, monkeypatch):
    folder = tmp_path / "best"
    calls = []
    play = Execution.play_one

    def stopping(self, *arguments):
        calls.append(arguments)
        if len(calls) == 60:
            raise KeyboardInterrupt
        return play(self, *arguments)

    monkeypatch.setattr(Execution, "play_one", stopping)
    half = found_for(budget=220.0, store=folder)
    assert not half.complete
    monkeypatch.setattr(Execution, "play_one", lambda self, *a: calls.append(a) or play(self, *a))
    calls.clear()
    whole = found_for(budget=220.0, store=folder)
    assert whole.designs.equals(plain.designs)
    assert len(calls) <= plain.runs - 50
    calls.clear()
    assert found_for(budget=220.0, store=folder).designs.equals(plain.designs)
    assert not calls
    found_for("contributors", store=folder)  # another goal: the same luck, other designs
    assert len(calls) < plain.runs


def test_another_folder_is_refused(tmp_path):
    folder = tmp_path / "best"
    found_for(store=folder)
    with pytest.raises(InputError, match="holds another experiment"):
        found_for(store=folder, seed=2)
    with pytest.raises(InputError, match="holds another experiment"):
        found_for(store=folder, scenario=small(**{"campaign.fixed_cost": 1.0}))
    (folder / "manifest.json").write_text("{")
    with pytest.raises(InputError, match="is damaged"):
        found_for(store=folder)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "letter.txt").write_text("mine")
    with pytest.raises(InputError, match="something else"):
        found_for(store=tmp_path / "other")


def test_a_damaged_file_is_played_again(tmp_path, plain):
    folder = tmp_path / "best"
    found_for(budget=220.0, store=folder)
    shard = sorted((folder / "runs").glob("*.parquet"))[0]
    shard.write_bytes(shard.read_bytes()[:200])
    with pytest.warns(UserWarning, match="set aside"):
        again = found_for(budget=220.0, store=folder)
    assert again.designs.equals(plain.designs)
    assert json.loads((folder / "manifest.json").read_text())["identity"]["seed"] == 1


def test_every_replication_has_a_world_of_its_own_the_same_for_all():
    found = found_for(uncertain={"segments.pace": Range(0.5, 2.0)})
    source = found.search.pool.source
    paces = set()
    for number in (0, 1):
        for r in range(4):
            made = source.scenario(found.search.pool.values[number], r)
            paces.add(made.population.segments["customers"].pace)
    assert len(paces) == 4
    assert found.scenario(1).population.segments["customers"].pace == 1.5


def test_a_useless_side_of_a_budget_gets_nothing():
    base = small(**{"segments.money": 0.0, "segments.aware": 0.1})
    found = found_for(
        "contributors",
        base,
        levers=None,
        budget=200.0,
        split=["outreach.launch_spend", "reward.prize"],
    )
    best = found.recommended[0].levers
    assert best["campaigns.mine.reward.prize"] == 0
    assert best["campaigns.mine.outreach.launch_spend"] == 200.0


def test_the_kind_of_cocreation_stays_unless_it_is_a_lever():
    levers = default_levers(small(), "mine", 200.0)
    assert not any(path.endswith((".openness", ".crowd_weight")) for path in levers)
    named = chosen_levers({"openness": None}, small(), "mine", 200.0)
    assert named == {"campaigns.mine.openness": Range(0.0, 1.0)}


@pytest.mark.parametrize("name", ["partnership", "workshop"])
def test_the_front_beats_a_preset_on_fresh_luck_and_is_worse_in_nothing(name):
    told = fronts.row(name)
    assert told["verdict"].startswith("better in ideas")
    assert "worse" not in told["verdict"]
    assert told["interesting_low"] > 0 >= told["cost_low"]


def test_what_it_costs_now_is_a_limit_under_the_same_luck():
    """With the money of nine of ten runs, or of a mean, luck would decide which designs keep it."""
    found = found_for(scenario=load("starbucks").vary(SMALL), limits="cost<=now")
    assert len(found.front) > 0
    pool, luck = found.search.pool, list(QUICK.racing)
    mine = pool.array(BASE, "cost", luck)
    for design in found.front["design"]:
        assert pool.array(design, "cost", luck).mean() <= 1.001 * mine.mean()
    assert str(found.limits[0]) == "cost<=now"
    assert "cost at most what it is now" in str(found)
    with pytest.raises(InputError, match="the limit gain<=now needs a base"):
        optimise_function(
            lambda levers, luck: {"gain": levers["x"]}, {"x": [0.0, 1.0]}, "gain:more",
            limits="gain<=now", runs=100,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"goals": "intresting"}, "did you mean 'interesting'?"),
        ({"budget": -3}, "above 0"),
        ({"levers": {"reward.price": None}}, "did you mean 'campaign.reward.prize'?"),
        ({"levers": {"reward.prize": Range(5, 1)}}, "low must be below high"),
        ({"campaign": "mini"}, "did you mean 'mine'?"),
        ({"split": ["reward.prize", "outreach.spend"]}, "needs a budget"),
        ({"budget": 9.0, "split": ["reward.prize"]}, "two or more"),
        ({"budget": 9.0, "split": ["reward.prize", "reward.pay"]}, "not known beforehand"),
        ({"uncertain": {"segments.pase": [1]}}, "did you mean"),
        ({"uncertain": {"campaigns.mine.outreach.spend": [1]}}, "a lever and uncertain"),
        ({"workers": 0}, "workers is 0"),
        ({"seed": -1}, "seed is -1"),
        ({"limits": ["risk<=2 in 10"]}, "NAME<=NUMBER"),
        ({"goals": None}, "goals is None; allowed is"),
        ({"goals": 5}, "goals is 5; allowed is"),
        ({"goals": Goal(Figure("nope"), "less")}, "'nope' is no outcome"),
        ({"limits": [Limit(Figure("nope"), 1.0)]}, "'nope' is no outcome"),
        ({"limits": 5}, "limits is 5; allowed is"),
        ({"limits": None}, "limits is None; allowed is"),
        ({"split": 5, "budget": 9.0}, "split is 5; allowed is"),
        ({"split": "reward.prize", "budget": 9.0}, "two or more"),
        ({"split": [["reward.prize"]], "budget": 9.0}, "there is no lever"),
        ({"levers": 5}, "levers is 5; allowed are lists of values"),
        ({"levers": ["reward.prize"]}, "levers is ['reward.prize']; allowed are lists of values"),
        ({"levers": {5: None}}, "there is no lever '5'"),
        ({"levers": {"cell": None}}, "such as cell=submitting,tinkering"),
        ({"campaign": 5}, "there is no campaign 5"),
        ({"budget": "x"}, "the budget is 'x'"),
        ({"budget": 10**400}, "the budget is 1000"),
        ({"effort": 5}, "effort is 5; allowed is an Effort"),
        ({"effort": None, "runs": "x"}, "runs is 'x'"),
    ],
)
def test_bad_input_is_refused_before_anything_runs(options, says, no_run):
    with pytest.raises(InputError) as error:
        found_for(**options)
    assert says in str(error.value)


def test_a_cell_is_a_lever_like_any_other():
    found = found_for("interesting", levers={"cell": ["submitting", "tinkering"]})
    assert set(found.designs["campaigns.mine.cell"]) >= {"submitting", "tinkering"}


@pytest.mark.parametrize("given", [("x", 4, 16), (150, 0, 16), (150, 4, 1.5), (None, 4, 16)])
def test_an_effort_is_whole_numbers(given):
    with pytest.raises(InputError, match=r"(runs|first|most) is .*; allowed is a whole number"):
        Effort(*given)


def test_a_limit_out_of_reach_is_told_by_the_figure_of_the_nearest():
    """0.5 of runs fail, or none have the figure: a number is never made up from the bound."""

    def played(levers, luck):
        none = float("nan")
        return {
            "gain": levers["x"],
            "risk": float(luck % 2),
            "none": none,
            "x": none if luck else 3.0,
        }

    for text, says in (
        ("gain>=1e9", "the nearest has 1;"),
        ("gain>=1e20", "the nearest has 1;"),
        ("risk>=0.99", "the nearest has 0.5;"),
        ("none<=5", "none exists in no run"),
    ):
        with pytest.raises(InputError, match=says):
            optimise_function(played, {"x": [0.0, 1.0]}, "gain:more", limits=text, runs=100)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"levers": 5}, "levers is 5; allowed are"),
        ({"levers": {"x": 5}}, "'x' varies over 5"),
        ({"levers": {"x": "ab"}}, "'x' varies over 'ab'"),
        ({"goals": None}, "goals is None"),
        ({"limits": 5}, "limits is 5"),
        ({"goals": Goal(Figure("nope"), "less")}, "'nope' is no outcome; allowed are gain"),
        ({"limits": Limit(Figure("nope"), 1.0)}, "'nope' is no outcome; allowed are gain"),
        ({"effort": 5}, "effort is 5"),
    ],
)
def test_a_function_of_ones_own_is_asked_as_carefully(options, says):
    given = {"levers": {"x": [0.0, 1.0]}, "goals": "gain:more"} | options
    with pytest.raises(InputError) as error:
        optimise_function(lambda levers, luck: {"gain": levers["x"]}, **given)
    assert says in str(error.value)


def test_a_budget_below_what_must_be_spent_is_refused_at_once(no_run):
    with pytest.raises(InputError, match="cost EUR 80 whatever is chosen"):
        found_for(scenario=small(**{"campaign.fixed_cost": 10.0}), budget=50.0)


def test_a_budget_that_no_design_keeps_says_what_the_nearest_costs():
    with pytest.raises(InputError, match=r"keeps the limit cost:q90<=1: the nearest has"):
        found_for(budget=1.0, levers={"reward.recognition": None})


def test_several_campaigns_need_a_name():
    two = small().model_copy(update={"campaigns": {n: small().campaign for n in ("a", "b")}})
    with pytest.raises(InputError, match="name one: a, b"):
        found_for(scenario=two)
