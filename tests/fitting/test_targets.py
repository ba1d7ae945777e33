"""The worlds of the calibration, and the communities."""

import importlib.util
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import cocreation_sim as cs
from cocreation_sim.errors import InputError
from cocreation_sim.fitting.communities import community, joint_verdict
from cocreation_sim.fitting.drawn import CASES, drawn, draws, own_draws, play_all
from cocreation_sim.fitting.targets import KINDS, PSYCHOLOGY, communities, members
from cocreation_sim.outcomes import DESCRIPTIONS
from cocreation_sim.scenario.explain import parameter_at

ROOT = Path(__file__).resolve().parents[2]
COUNTED = ROOT.parent / "shared" / "data" / "open_source" / "summary.csv"


def test_at_most_eight_parameters_are_free_and_they_are_marked():
    marked = {
        path
        for path, _ in cs.Scenario().parameters()
        if path.startswith("behaviour.") and is_free(path)
    }
    assert set(PSYCHOLOGY) == marked
    assert len(PSYCHOLOGY) <= 8


def is_free(path):
    source = parameter_at(cs.Scenario(), path).json_schema_extra["source"]
    return source.startswith("free")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.scenario)
def test_kinds_can_be_drawn_and_their_figures_exist(kind):
    lows = {path: limits.low for path, limits in kind.unknown.items()}
    kind.base.vary(lows)
    assert set(kind.figures) <= set(DESCRIPTIONS)
    for member in members(kind):
        assert set(member.targets) == set(kind.figures)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.scenario)
def test_what_a_kind_ignores_nothing_hangs_on(kind):
    small = kind.base.vary({"population.size": 300, "calendar.duration": 60.0})
    plain = cs.simulate(small).outcome
    for path in kind.ignores:
        other = cs.simulate(small.vary({path: PSYCHOLOGY[path].high})).outcome
        assert all(same(plain[f], other[f]) for f in kind.figures)


def same(a, b):
    return a == b or (math.isnan(a) and math.isnan(b))


def test_communities_are_those_that_were_counted():
    if not COUNTED.exists():
        pytest.skip("the counted communities are not beside this repository")
    counted = pd.read_csv(COUNTED, index_col="project")
    mine = communities()
    pairs = {
        "contributors": "contributors",
        "accepted_concentration": "gini",
        "accepted_one_timers": "one_timer_share",
        "accepted_top_decile": "top10_share",
        "accepted_active_3m": "active_3m",
        "accepted_active_12m": "active_12m",
    }
    for column, theirs in pairs.items():
        assert mine[column].to_dict() == pytest.approx(counted[theirs].to_dict())


def test_every_community_has_draws_within_the_ranges():
    own = KINDS[0].own
    assert list(own_draws().index.unique("community")) == list(communities().index)
    assert (own_draws().groupby("community").size() == len(draws())).all()
    for path, limits in own.items():
        assert own_draws()[path].between(limits.low * 0.999, limits.high * 1.001).all()


def test_the_defaults_are_the_best_draw():
    best = draws().loc[0]
    for path in PSYCHOLOGY:
        group, name = path.split(".")[1:]
        assert getattr(getattr(cs.Scenario().behaviour, group), name) == best[path], path
    for kind in KINDS:
        segment = next(iter(cs.load(kind.scenario).population.segments.values()))
        for column, value in best.items():
            preset, _, path = str(column).partition(": ")
            if preset == kind.scenario and path.startswith("segment."):
                assert getattr(segment, path.removeprefix("segment.")) == value, column


def test_communities_differ_by_size_duration_effort_and_pieces_only():
    a, b = community("flask", 3).to_dict(), community("redis", 3).to_dict()
    allowed = {"size", "duration", "spend", "effort", "pieces", "pieces_sd", "pieces_grown"}
    assert set(differing(a, b)) <= allowed
    with pytest.raises(InputError, match=r"flaks.*flask"):
        community("flaks")
    with pytest.raises(InputError, match="draw is 999"):
        community("flask", 999)


def differing(a, b):
    for key in a:
        if isinstance(a[key], dict):
            yield from differing(a[key], b[key])
        elif a[key] != b[key]:
            yield key


def test_joint_intervals_hold_as_often_as_they_say():
    rng = np.random.Generator(np.random.PCG64(3))
    mix = np.array([[1.0, 0.8], [0.0, 0.6]])

    def draw(count):
        z = 0.3 * rng.normal(size=(count, 2)) @ mix
        return pd.DataFrame(1 / (1 + np.exp(-z)), columns=["one_timers", "concentration"])

    runs, fresh = draw(1000), draw(400)
    inside = [joint_verdict(runs, dict(row)) <= 0.9 for _, row in fresh.iterrows()]
    assert np.mean(inside) == pytest.approx(0.9, abs=0.05)
    odd = {"one_timers": 0.62, "concentration": 0.38}  # each inside, together not
    assert joint_verdict(runs, odd) > 0.95


def test_the_study_that_made_the_defaults_can_be_found():
    assert importlib.util.find_spec("experiments.psychology.calibrate") is not None


@pytest.mark.parametrize("case", CASES)
def test_a_case_drawn_is_the_preset_with_its_psychology_and_own_parameters(case):
    first, second = (cs.load(case).vary(drawn(case, draw)) for draw in (0, 1))
    assert first.behaviour == cs.load(case).behaviour
    assert first.behaviour != second.behaviour
    assert first.population.segments != second.population.segments
    with pytest.raises(InputError, match="draw is 100; allowed are 0 to 99"):
        drawn(case, 100)


def test_worlds_are_played_in_their_order_each_with_its_own_luck():
    small = cs.load("workshop").vary({"population.size": 40, "population.represents": 1})
    told = play_all(lambda k: small, 6, 1, False)["submissions"]
    assert told.nunique() > 1
    assert told.tolist() == [
        cs.simulate(small, seed=1, replication=k).outcome.submissions for k in range(6)
    ]
