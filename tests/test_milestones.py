"""When ideas pass the milestones of votes: both engines tell it, and outcomes are counted of it."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cocreation_sim import load, outcomes, simulate
from cocreation_sim.compiled import engine
from cocreation_sim.compiled.engine import Player
from cocreation_sim.mesa_model import CoCreationModel
from cocreation_sim.outcomes import milestones
from cocreation_sim.scenario.campaign import Milestone
from cocreation_sim.statistics.docking import first_difference
from tests.scenarios import idea_box, rivals, wishes, writable

FIGURES = [outcome.name for outcome in milestones.OUTCOMES]
DATA = Path(__file__).parents[2] / "shared" / "data" / "lego_ideas_approved.csv"


def steps(*votes, within=6.0):
    return tuple(Milestone(votes=v, within=within) for v in votes)


def mixed():
    """Three firms: one without milestones, between two with different numbers of them."""
    two = rivals(
        {
            f"campaigns.{name}.{path}": value
            for name in ("acme", "zenith")
            for path, value in (("audience.views", 60.0), ("selection.public", True))
        }
        | {"campaigns.zenith.selection.milestones": steps(2, 4, 9)}
    )
    firms = {**two.campaigns, "hub": two.campaigns["acme"]}
    return two.model_copy(update={"campaigns": firms}).vary(
        {"campaigns.acme.selection.milestones": steps(1)}
    )


def reached_of(ideas):
    """The columns that tell when milestones were passed, one below the other."""
    names = sorted(key for key in ideas if key.startswith("reached_"))
    return np.array([ideas[name] for name in names]) if names else np.empty((0, 0))


@pytest.mark.parametrize("world", [wishes, mixed])
@pytest.mark.parametrize("lane", [1 << 15, 20])
def test_both_engines_tell_the_same_times(world, lane, monkeypatch):
    monkeypatch.setattr(engine, "PEOPLE_A_LANE", lane)
    scenario = world()
    agents = CoCreationModel(scenario, 1).run().tables()
    compiled = Player(2).play(scenario, 1, 0)
    assert first_difference(agents, compiled) == ""
    for name, campaign in scenario.campaigns.items():
        count = len(campaign.selection.milestones)
        told = [k for k in agents.ideas[name] if k.startswith("reached_")]
        assert told == [f"reached_{k + 1}" for k in range(count)]
        assert list(agents.ideas[name]) == list(compiled.ideas[name])
        times = reached_of(agents.ideas[name])
        assert all(np.isfinite(row).any() and np.isnan(row).any() for row in times)


def test_a_difference_of_a_bit_is_found():
    one, other = simulate(wishes()).tables, writable(simulate(wishes()).tables)
    times = other.ideas["mine"]["reached_2"]
    at = int(np.flatnonzero(np.isfinite(times))[0])
    times[at] = np.nextafter(times[at], 0)
    assert f"idea {at}" in first_difference(one, other)
    assert "has reached_2" in first_difference(one, other)


@pytest.mark.parametrize("world", [wishes, mixed])
def test_times_agree_with_what_else_is_told(world):
    scenario = world()
    step = scenario.calendar.sub_round
    for name, ideas in simulate(scenario, seed=4).tables.ideas.items():
        chosen = scenario.campaigns[name].selection.milestones
        times = reached_of(ideas)
        if not chosen:
            assert times.size == 0
            continue
        passed = np.isfinite(times)
        assert (passed.sum(axis=0) == ideas["milestones"]).all()
        assert (passed[:-1] >= passed[1:]).all()  # none is left out
        np.testing.assert_array_equal(times[-1], ideas["shortlisted_at"])
        before = ideas["born"]
        for row, milestone in zip(times, chosen, strict=True):
            known = np.isfinite(row)
            assert (row[known] >= before[known]).all()
            wait = scenario.calendar.weeks * milestone.within
            assert (row[known] - before[known] <= wait + 1.5 * step).all()
            assert (ideas["votes"][known] >= milestone.votes).all()
            before = row


def test_what_was_played_before_leaves_no_times():
    player = Player(1)
    expected = [Player(1).play(world(), 1, 0) for world in (wishes, mixed, idea_box)]
    for _ in range(2):
        for world, fresh in zip((wishes, mixed, idea_box), expected, strict=True):
            assert first_difference(fresh, player.play(world(), 1, 0)) == ""


def test_without_milestones_nothing_is_kept():
    player = Player(1)
    tables = player.play(idea_box(), 1, 0)
    assert player.state is not None
    assert player.state["reached"].size == 0
    assert not [key for key in tables.ideas["mine"] if key.startswith("reached_")]


def test_ideas_tell_the_times_in_the_calendars_unit():
    ideas = simulate(mixed(), seed=4).ideas.set_index("campaign")
    assert [c for c in ideas if c.startswith("reached_")] == [f"reached_{k}" for k in (1, 2, 3)]
    assert ideas.loc["hub", ["reached_1", "reached_2", "reached_3"]].isna().all().all()
    assert ideas.loc["acme", "reached_1"].notna().any()
    assert ideas.loc["acme", ["reached_2", "reached_3"]].isna().all().all()
    assert not [c for c in simulate(idea_box()).ideas if c.startswith("reached_")]

    def days(scenario):
        return scenario.vary(
            {"calendar.unit": "day", "calendar.period": 7.0, "calendar.duration": 182.0}
        )

    run = simulate(days(wishes()), seed=4)
    raw = run.tables.ideas["mine"]["reached_1"]
    np.testing.assert_allclose(run.ideas["reached_1"], 7 * raw)
    fast = run.ideas["reached_1"] - run.ideas["born"]
    assert (fast.dropna() > 0).all()
    assert (fast.dropna() <= 4.0 + 1.5).all()


def counted(run, name):
    """The outcomes, counted from the table of ideas."""
    ideas = run.ideas[run.ideas["campaign"] == name]
    count = len(run.scenario.campaigns[name].selection.milestones)
    last = ideas[f"reached_{count}"].notna()
    chosen = ideas["fate"] == "selected"
    succeed = ideas[chosen] if chosen.any() else ideas[last]
    days = 7 * run.scenario.calendar.weeks * (ideas["reached_1"] - ideas["born"])
    expected = {"early_momentum": (days[last] <= 30).mean()}
    for k in range(1, min(count, 4) + 1):
        column = f"reached_{k}"
        expected[f"passed_milestone_{k}"] = ideas[column].notna().mean()
        expected[f"time_to_milestone_{k}"] = (succeed[column] - succeed["born"]).median()
    return expected


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"campaign.selection.winners": 0},  # nothing is selected
        {"campaign.audience.push": 0.2, "campaign.audience.views": 40.0},  # slow
        {"campaign.selection.milestones": steps(1, 2, 3, 4, 5)},  # more than are told of
        {"calendar.unit": "day", "calendar.period": 1.0, "calendar.duration": 150.0},
    ],
)
def test_outcomes_are_counted_from_the_ideas(changes):
    run = simulate(wishes({"campaign.selection.milestones": steps(3, 12, within=20.0), **changes}))
    expected = counted(run, "mine")
    assert not any(map(math.isnan, expected.values()))
    told = run.outcome[FIGURES].dropna()
    assert set(told.index) == set(expected)
    for figure, value in expected.items():
        assert told[figure] == pytest.approx(value), figure
    assert told[f"passed_milestone_{min(4, len(expected) // 2)}"] >= run.outcome.shortlisted_share


def test_the_slow_have_no_early_momentum():
    early = [
        simulate(
            wishes(
                {
                    "campaign.selection.milestones": steps(14, 16, within=20.0),
                    "campaign.audience.push": push,
                    "campaign.audience.views": 40.0,
                }
            )
        ).outcome.early_momentum
        for push in (0.0, 20.0)
    ]
    assert early[0] < 0.9 < early[1]


def test_outcomes_without_milestones_are_nan():
    outcome = simulate(idea_box()).outcome
    assert outcome[FIGURES].isna().all()
    assert set(FIGURES) <= set(outcomes.DESCRIPTIONS)
    nobody = wishes({"segments.aware": 0.0, "campaign.outreach.spend": 0.0})
    told = simulate(nobody.vary({"campaign.outreach.word_of_mouth": 0.0})).outcome
    assert told.submissions == 0
    assert told[FIGURES].isna().all()


# ---------------------------------------------------------------------- LEGO Ideas


def lego_figures():
    return {entry.figure: entry for entry in load("lego-ideas").published}


@pytest.mark.skipif(not DATA.exists(), reason="the data are not here")
def test_what_is_published_of_lego_is_what_the_data_say():
    medians = pd.read_csv(DATA)[[f"days_to_{v}" for v in (1000, 5000, 10000)]].median()
    for k, real in zip((2, 3, 4), medians, strict=True):
        entry = lego_figures()[f"time_to_milestone_{k}"]
        assert entry.value == pytest.approx(real, rel=0.01)
        assert entry.low == pytest.approx(real / 1.5, rel=0.01)
        assert entry.high == pytest.approx(1.5 * real, rel=0.01)


@pytest.mark.skipif(not DATA.exists(), reason="the data are not here")
def test_legos_clock_keeps_the_time_that_was_left():
    """No deadline of the preset would have ended one of the real projects since the rule."""
    real = pd.read_csv(DATA)
    real = real[real["published"] >= "2014-02-18"]
    times = real[[f"days_to_{v}" for v in (100, 1000, 5000, 10000)]]
    waits = times.diff(axis=1)
    waits["days_to_100"] = times["days_to_100"]
    for column, milestone in zip(
        waits, load("lego-ideas").campaign.selection.milestones, strict=True
    ):
        assert waits[column].max() <= milestone.within
    assert (waits["days_to_5000"] > 182).sum() >= 8  # so time is added to what was left
    assert times["days_to_10000"].max() <= 60 + 365 + 182 + 182


def test_every_lego_project_that_goes_far_started_fast():
    scenario = load("lego-ideas").vary({"calendar.duration": 700.0})
    for seed in (1, 2):
        run = simulate(scenario, seed=seed)
        far = run.ideas[run.ideas["reached_3"].notna()]
        assert len(far) > 20
        assert (far["reached_1"] - far["born"] <= 30).all()
        assert run.outcome.early_momentum == lego_figures()["early_momentum"].value == 1.0
