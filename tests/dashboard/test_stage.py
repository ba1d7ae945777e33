"""What the board shows is what the run was, whichever engine plays it."""

from __future__ import annotations

import numpy as np
import pytest

import cocreation_sim as cs
from cocreation_sim.dashboard import board
from cocreation_sim.dashboard.funnel import funnel, stages
from cocreation_sim.dashboard.pictures import Scales
from cocreation_sim.dashboard.scene import Scene
from cocreation_sim.dashboard.setup import Setup
from cocreation_sim.dashboard.stage import MOST_AGENTS, Live, Replay, Stage
from cocreation_sim.errors import InputError
from cocreation_sim.scenario.typology import Cell
from tests.scenarios import WORLDS, commons, idea_box, one_line, rivals, studio

SHORT = {"calendar.duration": 9.0, "population.size": 60}


def same(a: Scene, b: Scene) -> bool:
    """Do two scenes show the same?"""
    for name in ("time", "ideas", "votes", "spent", "earned"):
        np.testing.assert_array_equal(getattr(a, name), getattr(b, name))
    np.testing.assert_equal(dict(a.people), dict(b.people))
    assert a.failures == b.failures
    return True


@pytest.mark.parametrize("name", WORLDS)
def test_both_engines_show_the_same_at_every_period(name):
    scenario = WORLDS[name](SHORT)
    live, replay = Live(scenario, 3), Replay(scenario, 3)
    for campaign in scenario.campaigns:
        assert same(live.scene(campaign), replay.scene(campaign))
    for _ in range(scenario.calendar.periods):
        live.advance()
        replay.advance()
        for campaign in scenario.campaigns:
            a, b = live.scene(campaign), replay.scene(campaign)
            assert same(a, b)
            assert a.steps[0] == b.steps[0]
            assert a.steps[3] == b.steps[3]  # neither hangs on votes
    for campaign in scenario.campaigns:
        assert live.scene(campaign).steps == replay.scene(campaign).steps


@pytest.mark.parametrize("name", WORLDS)
def test_the_last_scene_is_the_outcome_of_the_run(name):
    scenario = WORLDS[name](SHORT)
    run = cs.simulate(scenario, 3)
    film = Replay(scenario, 3)
    for _ in range(scenario.calendar.periods):
        film.advance()
    for campaign, outcome in run.outcomes.iterrows():
        scene = film.scene(str(campaign))
        assert scene.ideas.sum() == outcome["submissions"]
        assert scene.votes.sum() == outcome["votes"]
        assert scene.spent[-1] == pytest.approx(outcome["cost"])
        assert scene.earned[-1] == pytest.approx(outcome["revenue"] - outcome["spent_production"])
        assert sum(x[-1] for x in scene.people.values()) == outcome["aware"]
        assert ", ".join(sorted(scene.failures)) == outcome["causes"]


@pytest.mark.parametrize("cell", [cell.label for cell in Cell])
def test_the_funnel_ends_where_the_ideas_do(cell):
    scenario = studio({"campaign.cell": cell})
    run = cs.simulate(scenario, 1)
    end = scenario.calendar.duration * scenario.calendar.weeks
    found = stages(scenario.campaign.cell, run.tables.ideas["mine"], end)
    assert found.tolist() == run.ideas["stage"].tolist()
    assert len(found) > 20


def test_the_funnel_narrows_and_grows():
    scenario = studio()
    ideas = cs.simulate(scenario, 1).tables.ideas["mine"]
    before = [0] * 4
    for week in (0.0, 5.0, 13.0, 26.0):
        counts = [step.count for step in funnel(Cell.CO_DESIGNING, ideas, week, 150, 1)]
        assert counts == sorted(counts, reverse=True)
        assert all(a <= b for a, b in zip(before, counts, strict=True))
        before = counts
    assert before[0] > before[-1] > 0


def test_a_firm_that_opens_reaches_people_first():
    ideas = cs.simulate(idea_box(), 1).tables.ideas["mine"]
    first, second, *_ = funnel(Cell.SUBMITTING, ideas, 26.0, 75, 10)
    assert (first.count, first.unit) == (75, "people know")
    assert (second.count, second.unit) == (10 * len(ideas["born"]), "ideas")


def test_two_designs_have_the_same_luck():
    setup = Setup(idea_box(SHORT)).compared()
    stage = Stage(setup, seed=5)
    while stage.running:
        stage.step()
    a, b = stage.scenes().values()
    assert same(a, b)
    stage = Stage(setup.change("B", "campaign.reward.pay", 40.0), seed=5)
    while stage.running:
        stage.step()
    scenes = stage.scenes()
    assert same(scenes["A"], a)
    assert scenes["B"].spent[-1] > scenes["A"].spent[-1]


def test_a_stage_ends_with_the_longest_design():
    steps = []
    setup = Setup(idea_box(SHORT)).compared().change("B", "calendar.duration", 4.0)
    stage = Stage(setup, on_step=lambda: steps.append(stage.played))
    for _ in range(20):
        stage.step()
    assert steps == list(range(1, 10))
    assert [scene.played for scene in stage.scenes().values()] == [9, 4]
    assert stage.time >= 9


def test_a_closed_stage_stands_still():
    stage = Stage(Setup(idea_box(SHORT)))
    stage.step()
    stage.close()
    stage.step()
    assert stage.played == 1


def test_agents_play_no_crowd_that_would_not_answer():
    setup = Setup(idea_box({"population.size": MOST_AGENTS + 1}))
    with pytest.raises(InputError) as caught:
        Stage(setup, engine="mesa")
    assert "choose the compiled engine" in one_line(caught)
    with pytest.raises(InputError, match="allowed is one of compiled, mesa"):
        Stage(setup, engine="messa")


# ---------------------------------------------------------------- the board


def played(setup: Setup, periods: int = 9) -> Stage:
    stage = Stage(setup)
    for _ in range(periods):
        stage.step()
    return stage


@pytest.mark.parametrize("periods", [0, 1, 9])
@pytest.mark.parametrize("world", [idea_box, studio, commons, rivals])
def test_the_board_is_whole_at_any_time(world, periods):
    scenario = world(SHORT)
    stage = played(Setup(scenario).compared(), periods)
    text = board.board(stage, {name: max(scenario.campaigns) for name in "AB"})
    assert text.count("<svg") == text.count("</svg>") == 8
    assert "nan" not in text
    assert "inf" not in text.replace("info", "")
    assert text.count("has not failed") + text.count("failed: ") == 2


def test_names_are_shown_as_they_are():
    scenario = idea_box(SHORT).vary({"name": "<script>alert(1)</script>"})
    stage = played(Setup(scenario).compared())
    setup = stage.setup.put("B", rivals(SHORT).vary({"name": "<i>other</i>"}))
    watch = type("Watch", (), {"estimates": {}, "trouble": "<b>no</b>", "replications": 1})
    shown = board.board(stage, {}) + board.risk(watch, setup) + board.status(stage)
    assert "<script" not in shown
    assert "<b>no" not in shown
    assert "&lt;script&gt;" in shown


def test_scales_are_common_to_designs():
    setup = Setup(idea_box(SHORT)).compared().change("B", "campaign.reward.pay", 400.0)
    scenes = played(setup).scenes()
    both = Scales.of(scenes.values())
    each = [Scales.of([scene]) for scene in scenes.values()]
    assert both.money[1] == max(scale.money[1] for scale in each)
    assert both.ideas == max(scale.ideas for scale in each)


def test_a_failure_is_told_when_it_happens():
    starving = idea_box(
        {**SHORT, "campaign.limits.contributions": 1000, "campaign.limits.window": 4.0}
    )
    stage = Stage(Setup(starving))
    for _ in range(3):
        stage.step()
    assert "has not failed so far" in board.board(stage, {})
    stage.step()
    assert "failed: starved in week 4" in board.board(stage, {})


def test_the_status_says_when():
    stage = played(Setup(cs.load("workshop")), 2)
    assert "Quarter of an hour 2 of 12" in board.status(stage)
    assert "Reset plays it" in board.status(stage, changed=True)
