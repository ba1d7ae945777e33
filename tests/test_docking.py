"""Docking: both engines play the same rules with the same luck, so all they tell is equal."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import typing
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import cocreation_sim
from cocreation_sim import load, presets, simulate
from cocreation_sim.compiled import engine
from cocreation_sim.compiled.engine import Player
from cocreation_sim.mesa_model import CoCreationModel
from cocreation_sim.records import FLOWS, SPENDING, STOCKS, Tables
from cocreation_sim.scenario.campaign import Campaign
from cocreation_sim.scenario.changes import CHANGEABLE, Change
from cocreation_sim.scenario.fields import Parameters
from cocreation_sim.scenario.scenario import Scenario
from cocreation_sim.statistics.docking import PHASES, first_difference
from tests.scenarios import WORLDS, idea_box, rivals, writable
from tests.strategies import changing, extremes, scenarios, values

MOST_PEOPLE = 400


def by_agents(scenario: Scenario, seed: int = 1, replication: int = 0) -> Tables:
    return CoCreationModel(scenario, seed, replication).run().tables()


def compiled(scenario: Scenario, seed: int = 1, replication: int = 0) -> Tables:
    return Player(1).play(scenario, seed, replication)


def dock(scenario: Scenario, seed: int = 1) -> Tables:
    """Play both; they must agree."""
    agents = by_agents(scenario, seed)
    assert first_difference(agents, compiled(scenario, seed)) == ""
    return agents


def scaled(scenario: Scenario) -> Scenario:
    """The same with a crowd that agents play quickly."""
    people = scenario.population
    times = -(-people.simulated // MOST_PEOPLE)
    return scenario.vary({"population.represents": people.represents * times})


@pytest.mark.parametrize("name", presets())
def test_every_preset(name):
    dock(scaled(load(name)), seed=3)


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("seed", [1, 2])
def test_every_world(world, seed):
    dock(WORLDS[world](), seed)


def options(kind: type[Parameters], path: str) -> list[tuple[str, object]]:
    """Every value of every setting that is not a number, by dotted path."""
    found: list[tuple[str, object]] = []
    for name, field in kind.model_fields.items():
        hint, where = field.annotation, f"{path}.{name}"
        if isinstance(hint, type) and issubclass(hint, Parameters):
            found += options(hint, where)
        elif hint is bool:
            found += [(where, True), (where, False)]
        elif typing.get_origin(hint) is typing.Literal:
            found += [(where, value) for value in typing.get_args(hint)]
    return found


@pytest.mark.parametrize(("path", "value"), options(Campaign, "campaigns"))
def test_every_option(path, value):
    changes = {path.replace("campaigns", f"campaigns.{n}", 1): value for n in ("acme", "zenith")}
    if path.endswith("two_step"):
        changes |= {p.replace("two_step", "new_brief"): True for p in changes}
    if path.endswith("public"):  # a crowd that selects must see the ideas
        changes |= {p.replace("selection.public", "crowd_weight"): 0.0 for p in changes}
    dock(rivals(changes))


NUMBERS = {
    "reward.badges": 1.0,
    "reward.leaderboard": 1.0,
    "reward.royalty": 0.1,
    "terms.secrecy": 1.0,
    "access.toolkit": 1.0,
    "brief.clarity": 0.1,
    "brief.work_life": 4.0,
    "community.stickiness": 3.0,
    "community.interested": 0.6,
    "community.dilution": 0.4,
    "community.rivalry": 0.8,
    "community.spillover": 0.5,
    "market.integration_cost_sd": 1.0,
    "selection.budget": 15.0,
    "selection.spotlight": 0.0,
    "selection.voting_time": 2.0,
    "selection.votes_each": 2,
    "dialogue.delay": 3.0,
    "outreach.word_of_mouth": 1.0,
    "outreach.rise": 2.0,
    "audience.views": 300.0,
    "audience.push": 5.0,
    "selection.vote_threshold": 2,
    "selection.judgement_noise": 3.0,
    "review.capacity": 0.0,
    "review.capacity_per_core": 5.0,
    "pull": 1.0,
    "shocks.sd": 0.7,
}


@pytest.mark.parametrize(("name", "value"), NUMBERS.items())
@pytest.mark.parametrize("world", ["studio", "idea box"])
def test_every_lever_that_switches_something_on(name, value, world):
    dock(WORLDS[world]({f"campaign.{name}": value}))


@pytest.mark.parametrize("lever", CHANGEABLE)
@pytest.mark.parametrize("world", ["studio", "commons", "rivals"])
def test_every_lever_that_changes_for_a_while(lever, world):
    strategy = values(lever)

    @settings(max_examples=3, derandomize=True, database=None)
    @given(strategy)
    def agree(value):
        change = Change(at=4.0, until=11.0, levers={lever: value})
        with contextlib.suppress(cocreation_sim.InputError):  # such as fewer finalists than winners
            dock(WORLDS[world]({"changes": (change,)}))

    agree()


def test_three_firms():
    scenario = rivals()
    third = scenario.campaigns["acme"]
    dock(scenario.model_copy(update={"campaigns": {**scenario.campaigns, "middle": third}}))


MUST_OCCUR = (
    "burnouts", "recovered", "selected", "built_on", "returned", "paused", "votes", "entries",
    "shortlisted", "integrated", "sold", "answered", "disengaged",
)  # fmt: skip


def test_random_scenarios():
    """At least 200 from the whole parameter space, in which everything that can occur does."""
    occurred: Counter[str] = Counter()
    player = Player(1)  # its memory is used again and again, and must not remember

    @settings(max_examples=220, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(scenarios(), st.integers(0, 2**63 - 1))
    def agree(scenario, seed):
        agents = by_agents(scenario, seed)
        assert first_difference(agents, player.play(scenario, seed, 0)) == ""
        occurred["runs"] += 1
        for line in agents.timeline.values():
            occurred.update(key for key in MUST_OCCUR if line[key].sum() > 0)

    agree()
    assert occurred["runs"] >= 200
    assert {key for key in MUST_OCCUR if not occurred[key]} == set()


def test_random_scenarios_in_which_levers_change():
    player = Player(1)  # whose memory still holds what the run before it ended with
    changed: set[str] = set()

    @settings(max_examples=120, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(changing(), st.integers(0, 2**63 - 1))
    def agree(scenario, seed):
        assert first_difference(by_agents(scenario, seed), player.play(scenario, seed, 0)) == ""
        for change in scenario.changes:
            changed.update(change.levers)

    agree()
    assert changed == set(CHANGEABLE)


def test_a_core_that_reviews_only_later_is_the_same():
    begins = {"campaign.review.capacity_per_core": 0.0}
    for at in (3.0, 9.0):
        change = Change(at=at, levers={"review.capacity_per_core": 3.0})
        dock(WORLDS["commons"]({**begins, "changes": (change,)}))


@settings(max_examples=40, derandomize=True, suppress_health_check=list(HealthCheck))
@given(extremes())
def test_numbers_at_their_bounds(scenario):
    dock(scenario)


# ---------------------------------------------------------------------- threads, lanes, room

CHANGED = {
    "changes": (
        Change(at=3.0, until=9.0, levers={"outreach.spend": 40.0, "terms.fairness": 0.1}),
        Change(at=6.0, levers={"reward.prize": 90.0, "selection.votes_shown": 0.1}),
    )
}


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("threads", [1, 2, 3])
def test_a_big_run_shared_by_threads_is_the_same(world, threads, monkeypatch):
    monkeypatch.setattr(engine, "PEOPLE_A_LANE", 20)  # so that small runs are shared as well
    scenario = WORLDS[world](CHANGED)
    assert engine.lanes_for(scenario.population.simulated) >= 3
    assert first_difference(by_agents(scenario), Player(threads).play(scenario, 1, 0)) == ""


@pytest.mark.parametrize("tight", engine.Room._fields)
def test_room_that_is_too_small_grows_and_nothing_is_lost(tight, monkeypatch):
    roomy = engine.first_room
    asked = []

    def cramped(packed):
        asked.append(tight)
        return roomy(packed)._replace(**{tight: 2})

    monkeypatch.setattr(engine, "first_room", cramped)
    for world in ("studio", "commons", "wishes"):
        dock(WORLDS[world]())
    assert asked


def test_a_player_remembers_nothing_of_what_it_played():
    player = Player(1)
    worlds = [make(changes) for make in WORLDS.values() for changes in ({}, CHANGED)]
    first = [player.play(world, 1, 0) for world in worlds]
    again = [player.play(world, 1, 0) for world in reversed(worlds)]
    for one, other in zip(first, reversed(again), strict=True):
        assert first_difference(one, other) == ""


def test_designs_of_one_shape_played_in_turn_do_not_mix():
    designs = [idea_box({"campaign.reward.prize": prize}) for prize in (0.0, 100.0, 2000.0)]
    player = Player(1)
    told = [player.play(design, 1, r) for r in range(3) for design in designs]
    states = {id(player.state)}
    fresh = [compiled(design, 1, r) for r in range(3) for design in designs]
    for one, other in zip(told, fresh, strict=True):
        assert first_difference(one, other) == ""
    player.play(designs[0], 1, 0)
    assert {id(player.state)} == states  # it is really the same memory


def test_a_crowd_that_does_not_fit_into_memory_is_refused(monkeypatch):
    def no_room(*_):
        raise MemoryError

    monkeypatch.setattr(engine, "aligned", no_room)
    with pytest.raises(cocreation_sim.InputError, match=r"does not fit into memory.*represents"):
        compiled(idea_box())


# ---------------------------------------------------------------------- bounds


BOUNDS = """
import numpy as np
from cocreation_sim import load
from cocreation_sim.statistics.docking import first_difference
from cocreation_sim.compiled import build, engine
from cocreation_sim.mesa_model import CoCreationModel
from tests.scenarios import WORLDS
from tests.test_docking import scaled
import numba
assert numba.config.BOUNDSCHECK == 1
build.OPTIMISE = 0  # what is checked is the same, and is compiled sooner
engine.PEOPLE_A_LANE = 40
played = [world() for world in WORLDS.values()]
played += [scaled(load(name)) for name in ("workshop", "lego-ideas", "apache", "electrolux")]
for scenario in played:
    agents = CoCreationModel(scenario, 2, 0).run().tables()
    told = first_difference(agents, engine.Player(2).play(scenario, 2, 0))
    assert not told, told
state = engine.make_state(engine.pack(played[0]), engine.first_room(engine.pack(played[0])))
state["firms"]["visible"] = 1 << 40  # a place that does not exist
try:
    engine.default_kernel()(state, engine.END, 0, 0, 0)
except IndexError:
    print("checked")
"""


def test_no_access_out_of_bounds(tmp_path):
    """The same with bounds checking compiled in, on a cold cache."""
    source = Path(cocreation_sim.__file__).parents[1]
    paths = os.pathsep.join([str(source), str(Path(__file__).parents[1])])
    environment = {"NUMBA_BOUNDSCHECK": "1", "COCREATION_CACHE": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", BOUNDS],
        env={**os.environ, **environment, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == "checked", done.stderr[-3000:]


# ---------------------------------------------------------------------- what a difference says


def test_every_quantity_of_the_timeline_belongs_to_a_phase():
    named = [quantity for quantities in PHASES.values() for quantity in quantities]
    spent = [f"spent_{kind}" for kind in SPENDING]
    assert sorted(named) == sorted([*FLOWS, *spent, "revenue", *STOCKS])


def test_a_difference_is_told_by_period_phase_quantity_and_person():
    one, other = simulate(idea_box(), 1).tables, writable(simulate(idea_box(), 1).tables)
    assert first_difference(one, other) == ""
    other.timeline["mine"]["read"][4] += 1
    other.timeline["mine"]["votes"][4] += 1
    other.timeline["mine"]["ideas"][9] += 1
    other.customers["mine"]["trust"][2] = np.nextafter(other.customers["mine"]["trust"][2], 2)
    told = first_difference(one, other)
    person = one.customers["mine"]["person"][2]
    assert "mine, period 5, phase 'count votes': votes is" in told
    assert f"customer 2 (of person {person} and {person}) has trust" in told
    assert "ideas" not in told
