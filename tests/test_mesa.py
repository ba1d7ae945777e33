"""At home in Mesa: agents, data collectors, stepping, and customers that behave differently."""

from __future__ import annotations

import mesa
import numpy as np
import pytest

from cocreation_sim.errors import InputError
from cocreation_sim.mesa_model import CoCreationModel, Customer, Firm
from cocreation_sim.runs import simulate
from tests.scenarios import WORLDS, commons, idea_box, one_firm, rivals, same_tables, studio

EVERY_WORLD = pytest.mark.parametrize("world", WORLDS)


@pytest.fixture
def model():
    """A market half-way."""
    half_way = CoCreationModel(rivals(), seed=1)
    half_way.run_for(13)
    return half_way


# ---------------------------------------------------------------------- agents


def test_people_and_firms_are_agents(model):
    assert isinstance(model, mesa.Model)
    assert len(model.agents_by_type[Customer]) == 150
    assert {firm.name for firm in model.agents_by_type[Firm]} == {"acme", "zenith"}
    assert len(model.agents) == 152
    assert len({agent.unique_id for agent in model.agents}) == 152


def test_agents_can_be_selected_and_asked(model):
    people = model.agents_by_type[Customer]
    active = people.select(lambda c: c.contributions > 0)
    assert 0 < len(active) < len(people)
    assert active.agg("contributions", sum) == sum(active.get("contributions"))
    assert people.agg("contributions", sum) == active.agg("contributions", sum)
    assert set(people.get("segment")) == {"amateurs", "experts"}
    assert 0 <= people.agg("exhaustion", max) < 1


def test_agents_can_be_grouped(model):
    by_state = model.agents_by_type[Customer].groupby("state").count()
    assert sum(by_state.values()) == 150
    assert set(by_state) <= {"unaware", "engaged", "paused", "disengaged"}
    by_segment = model.agents_by_type[Customer].groupby("segment").agg("contributions", np.mean)
    assert set(by_segment) == {"amateurs", "experts"}


def test_agents_keep_what_mesa_asks_of_them(model):
    for agent in model.agents:
        assert agent.model is model
    person = model.agents_by_type[Customer].to_list()[0]
    assert person in model.agents


# ---------------------------------------------------------------------- time


def test_step_run_for_and_run_are_the_same_time():
    stepped, run_for, run = (CoCreationModel(idea_box(), seed=2) for _ in range(3))
    for _ in range(26):
        stepped.step()
    run_for.run_for(26)
    run.run()
    assert stepped.time == run_for.time == run.time == 26
    assert same_tables(stepped.tables(), run_for.tables())
    assert same_tables(stepped.tables(), run.tables())


def test_the_calendar_ends():
    model = CoCreationModel(idea_box({"calendar.duration": 4.0}), seed=1)
    assert model.running
    model.run()
    assert not model.running
    end = model.tables()
    model.step()
    model.run_for(3)
    assert same_tables(model.tables(), end)


def test_a_run_can_be_looked_at_half_way(model):
    tables = model.tables()
    assert all(len(line["ideas"]) == 13 for line in tables.timeline.values())
    whole = CoCreationModel(rivals(), seed=1).run().tables()
    for name, line in tables.timeline.items():
        np.testing.assert_array_equal(line["ideas"], whole.timeline[name]["ideas"][:13])


@EVERY_WORLD
def test_the_model_and_simulate_are_one(world):
    scenario = WORLDS[world]()
    model = CoCreationModel(scenario, 3, 2).run()
    assert same_tables(model.tables(), simulate(scenario, 3, replication=2).tables)


def test_running_twice_in_one_process_gives_the_same():
    CoCreationModel(commons(), 9).run()
    one = CoCreationModel(studio(), 1).run().tables()
    CoCreationModel(rivals(), 9).run()
    assert same_tables(one, CoCreationModel(studio(), 1).run().tables())


@pytest.mark.parametrize("seed", [-1, 2**63, True, 1.0, "1", None])
def test_what_is_no_seed_is_refused(seed):
    with pytest.raises(InputError, match=r"seed is .*; allowed is a whole number from 0 to"):
        CoCreationModel(idea_box(), seed)


# ---------------------------------------------------------------------- data collectors


def test_a_data_collector_collects():
    model = CoCreationModel(idea_box(), seed=1)
    collector = mesa.DataCollector(
        model_reporters={
            "ideas": lambda m: sum(len(firm.ideas) for firm in m.firms),
            "engaged": lambda m: len(
                m.agents_by_type[Customer].select(lambda c: c.state == "engaged")
            ),
        },
        agenttype_reporters={Customer: {"state": "state", "contributions": "contributions"}},
    )
    for _ in range(6):
        model.step()
        collector.collect(model)
    run = simulate(idea_box(), seed=1)
    told = collector.get_model_vars_dataframe()
    assert list(told.ideas) == list(np.cumsum(run.timeline.ideas[:6]))
    assert list(told.engaged) == list(run.timeline.engaged[:6])
    people = collector.get_agenttype_vars_dataframe(Customer)
    assert len(people) == 6 * 150
    last = people.xs(people.index.get_level_values(0).max(), level=0)
    assert last.contributions.sum() == np.cumsum(run.timeline.contributions)[5]


# ---------------------------------------------------------------------- other behaviour


class Hermit(Customer):
    """Never reacts to a call."""

    def choose(self, time, node, engaging):
        return engaging[0], 0


class Enthusiast(Customer):
    """Is drawn ten times as strongly."""

    def contribute_rate(self, r, time):
        return 10 * super().contribute_rate(r, time)


class Charity(Firm):
    """Answers everybody at once, with reasons."""

    def __init__(self, *args):
        super().__init__(*args)
        self.numbers = self.numbers._replace(answered=1.0, explained=1.0)


def test_a_customer_of_five_lines_behaves_differently():
    usual, hermits, keen = (
        simulate(idea_box(), 1, customer_class=kind) for kind in (Customer, Hermit, Enthusiast)
    )
    assert hermits.outcome.submissions == hermits.outcome.votes == 0
    assert hermits.outcome.aware > 0
    assert keen.outcome.submissions > 2 * usual.outcome.submissions > 0


def test_a_firm_can_behave_differently():
    usual, kind = (
        simulate(one_firm(), 1, firm_class=firm_class).outcome for firm_class in (Firm, Charity)
    )
    assert kind.answered_share > 0.9 > usual.answered_share


def test_some_may_differ_from_the_others():
    model = CoCreationModel(rivals(), seed=1)
    for person in model.agents_by_type[Customer].select(lambda c: c.segment == "experts"):
        person.choose = lambda time, node, engaging: (engaging[0], 0)
    model.run()
    by_segment = model.agents_by_type[Customer].groupby("segment").agg("contributions", sum)
    assert by_segment["experts"] == 0
    assert by_segment["amateurs"] > 0
