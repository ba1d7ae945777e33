"""Common luck: what a run's luck depends on, and what it pays in paired comparisons."""

from __future__ import annotations

import hashlib
import heapq
import os
import subprocess
import sys
from pathlib import Path

import mesa
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cocreation_sim
from cocreation_sim import randomness as rn
from cocreation_sim.mesa_model import CoCreationModel, Customer
from cocreation_sim.rules import ideas
from cocreation_sim.runs import simulate
from cocreation_sim.scenario.population import Segment
from tests.scenarios import WORLDS, figures, idea_box, rivals, same_tables
from tests.strategies import scenarios

EVERY_WORLD = pytest.mark.parametrize("world", WORLDS)

# ---------------------------------------------------------------------- the same again


@EVERY_WORLD
def test_same_seed_same_result_to_the_last_bit(world):
    one, other = (simulate(WORLDS[world](), 7, replication=3).tables for _ in range(2))
    assert same_tables(one, other)


@settings(max_examples=30)
@given(scenarios(), st.integers(0, 2**63 - 1))
def test_same_seed_same_result_whatever_the_scenario(scenario, seed):
    assert same_tables(simulate(scenario, seed).tables, simulate(scenario, seed).tables)


@pytest.mark.parametrize(("seed", "replication"), [(8, 3), (7, 4)])
def test_another_seed_or_replication_is_other_luck(seed, replication):
    run = simulate(idea_box(), 7, replication=3)
    other = simulate(idea_box(), seed, replication=replication)
    assert set(run.ideas.fit).isdisjoint(other.ideas.fit)


FINGERPRINT = """
import hashlib, pickle, sys
from cocreation_sim.runs import simulate
from tests.scenarios import WORLDS
for world in sys.argv[1:]:
    tables = simulate(WORLDS[world](), 5).tables
    print(hashlib.sha256(pickle.dumps(tables._asdict(), 5)).hexdigest())
"""


def fingerprints(hash_seed: str) -> list[str]:
    """Hashes of runs played in another process, whose sets and strings hash otherwise."""
    source = Path(cocreation_sim.__file__).parents[1]
    paths = os.pathsep.join([str(source), str(Path(__file__).parents[1])])
    done = subprocess.run(
        [sys.executable, "-c", FINGERPRINT, *WORLDS],
        env={**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


def test_another_process_gives_the_same_result():
    told = fingerprints("1")
    assert len(set(told)) == len(WORLDS)
    assert fingerprints("2") == told


# ---------------------------------------------------------------------- in any order of agents


class Disordered(CoCreationModel):
    """Plays people one after the other, in another order in every sub-round."""

    def live_through(self, n):
        mine: dict[int, list] = {}
        for event in self.agenda[n]:
            mine.setdefault(event[1], []).append(event)
        order = sorted(mine, key=lambda number: hashlib.sha256(f"{n} {number}".encode()).digest())
        self._living = True
        for number in order:
            self._events = mine[number]
            heapq.heapify(self._events)
            while self._events:
                event = heapq.heappop(self._events)
                assert event[1] == number
                self.dispatch(event)
        self._living = False


class Backwards(list):
    """A list that is walked from its end."""

    def __iter__(self):
        return reversed(list(super().__iter__()))


def disordered(scenario, seed=1, replication=0):
    """The tables of a run with people and firms in another order."""
    model = Disordered(scenario, seed, replication)
    model.firms = Backwards(model.firms)
    for firm in model.firms:
        firm.community.aware = Backwards()
    return model.run().tables()


def assert_equal_whatever_the_order(scenario, seed, replication=0):
    plain = CoCreationModel(scenario, seed, replication).run().tables()
    other = disordered(scenario, seed, replication)
    for name in scenario.campaigns:
        for part in ("timeline", "ideas", "customers", "failures"):
            np.testing.assert_equal(getattr(plain, part)[name], getattr(other, part)[name])
    np.testing.assert_equal(plain.people, other.people)


@pytest.mark.parametrize("replication", range(2))
@EVERY_WORLD
def test_the_order_of_agents_does_not_matter(world, replication):
    assert_equal_whatever_the_order(WORLDS[world](), 1, replication)


def test_the_order_of_firms_does_not_matter_to_those_who_hear_of_both_at_once():
    loud = {"campaign.outreach.spend": 500.0, "segments.pace": 7.0, "segments.aware": 0.0}
    for seed in range(5):
        assert_equal_whatever_the_order(rivals({**loud, "calendar.duration": 4.0}), seed)


@settings(max_examples=50)
@given(scenarios(), st.integers(0, 99))
def test_the_order_of_agents_does_not_matter_whatever_the_scenario(scenario, seed):
    assert_equal_whatever_the_order(scenario, seed)


# ---------------------------------------------------------------------- newcomers move nobody


class Diarist(Customer):
    """Notes the times of its candidate visits."""

    def __init__(self, *args) -> None:
        super().__init__(*args)
        self.diary: dict[int, float] = {}

    def chain_visit(self, time, visit):
        self.diary[visit] = time
        super().chain_visit(time, visit)


def luck_of(model: CoCreationModel, firm_name: str, segment: str) -> dict[str, dict]:
    """Everything drawn for the people of a segment with one firm, by name and never by place."""
    (firm,) = (f for f in model.firms if f.name == firm_name)
    own = [c for c in model.customers if c.segment == segment]
    thresholds = {
        person.index: threshold
        for threshold, person in model.unaware[firm.number]
        if person.segment == segment
    }
    return {
        "thresholds": thresholds,
        "traits": {c.index: c.traits for c in own if c.relations},
        "visits": {(c.index, v): t for c in own for v, t in c.diary.items()},
        "fits": {i.key: i.fit for i in firm.ideas if i.author.segment == segment},
        "quits": {
            (i.author.index, i.contribution): i.quit_draw
            for i in firm.ideas
            if i.author.segment == segment
        },
    }


def assert_same_luck(one: dict[str, dict], other: dict[str, dict]) -> None:
    """Draws that both runs made are equal, and there are many."""
    assert one["thresholds"] == other["thresholds"]
    for draw in one:
        common = one[draw].keys() & other[draw].keys()
        assert len(common) > 10, draw
        assert {k: one[draw][k] for k in common} == {k: other[draw][k] for k in common}


def played(scenario) -> CoCreationModel:
    """The model of a run with diaries, in which fit is luck alone."""
    pure = scenario.vary({"behaviour.ideas.fit_money": 0.0})
    return CoCreationModel(pure, 3, customer_class=Diarist).run()


def test_a_second_firm_changes_nobodys_luck():
    both = rivals({"segments.pace": 1.5})
    alone = both.model_copy(update={"campaigns": {"zenith": both.campaigns["zenith"]}})
    one, other = played(alone), played(both)
    for segment in both.population.segments:
        assert_same_luck(luck_of(one, "zenith", segment), luck_of(other, "zenith", segment))


def test_another_segment_changes_nobodys_luck():
    one_kind = rivals(
        {"population.size": 100, "population.segments": {"experts": Segment(aware=0.5, pace=1.5)}}
    )
    (experts,) = one_kind.population.segments.values()
    newcomers = Segment(aware=1.0, share=1.0)
    two_kinds = one_kind.vary(
        {
            "population.size": 200,
            "population.segments": {"amateurs": newcomers, "experts": experts},
        }
    )
    one, other = played(one_kind), played(two_kinds)
    assert_same_luck(luck_of(one, "zenith", "experts"), luck_of(other, "zenith", "experts"))


def test_more_people_change_nobodys_luck():
    few = rivals({"segments.pace": 1.5})
    many = few.vary({"population.size": 300})
    one, other = played(few), played(many)
    for segment in few.population.segments:
        fewer, more = (luck_of(m, "acme", segment) for m in (one, other))
        more["thresholds"] = {
            k: v for k, v in more["thresholds"].items() if k in fewer["thresholds"]
        }
        assert_same_luck(fewer, more)


def test_a_data_collector_changes_nothing():
    plain, watched = CoCreationModel(rivals(), 1), CoCreationModel(rivals(), 1)
    collector = mesa.DataCollector(
        model_reporters={"ideas": lambda m: sum(len(f.ideas) for f in m.firms)},
        agent_reporters={"exhaustion": lambda a: getattr(a, "exhaustion", 0.0)},
    )
    while plain.sub_round < plain.sub_rounds:
        plain.step()
        watched.step()
        collector.collect(watched)
        watched.agents.shuffle()  # Mesa's own generators may be used as one likes
        watched.random.random()
        watched.rng.random()
    assert same_tables(plain.tables(), watched.tables())


@EVERY_WORLD
def test_addresses_are_the_documented_paths(world):
    model = CoCreationModel(WORLDS[world](), 9, 2).run()
    root = rn.child(rn.child(9, rn.REPLICATION), 2)
    for firm in model.firms:
        assert firm.ideas
        for idea in firm.ideas:
            segment, index = idea.author.segment, idea.author.index
            person = rn.child(rn.child(root, rn.name_key(segment)), index)
            relation = rn.child(rn.child(person, rn.RELATION), rn.name_key(firm.name))
            keys = [
                rn.child(rn.child(relation, rn.IDEAS), idea.contribution * 2**10 + j)
                for j in range(8)
            ]
            assert idea.key in keys
            assert idea.quit_draw == rn.uniform(relation, rn.QUIT + idea.contribution)
            p, n = model.psychology.ideas, firm.numbers
            z = rn.normal(idea.key, rn.FIT)
            ends = (ideas.fit(n.openness, n.clarity, n.money > 0.0, x, z, p) for x in (1.0, 0.0))
            least, most = ends
            assert least <= idea.fit <= most
            assert idea.fit == most or n.money > 0.0


# ---------------------------------------------------------------------- what it pays

PAIRS = 40
RICHER = {
    "prize": ("campaign.reward.prize", 1.1, {"submissions": 10.0, "selected": 2.0}),
    "outreach": ("campaign.outreach.spend", 1.1, {"submissions": 4.0}),
}


@pytest.mark.parametrize("lever", RICHER)
def test_common_luck_makes_small_differences_visible(lever):
    path, times, least = RICHER[lever]
    world = idea_box(
        {
            "population.size": 300,
            "segments.aware": 0.0,
            "campaign.reward.prize": 1000.0,
            "campaign.selection.how": "merge",
            "campaign.selection.bar": 0.5,
            "campaign.outreach.spend": 8.0,
            "campaign.review.capacity": 50.0,
        }
    )
    value = dict(world.parameters())[path.replace("campaign.", "campaigns.mine.")]
    names = list(least)
    plain = figures(world, names, PAIRS)
    more = figures(world.vary({path: times * value}), names, PAIRS)
    for column, name in enumerate(names):
        a, b = plain[:, column], more[:, column]
        ratio = (a.var(ddof=1) + b.var(ddof=1)) / (b - a).var(ddof=1)
        assert ratio > least[name], (name, ratio)
