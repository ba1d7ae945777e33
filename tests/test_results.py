"""Everything public can be pickled, copied, compared, hashed, shown in short, and not changed."""

from __future__ import annotations

import contextlib
import copy
import inspect
import pickle
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import cocreation_sim as cs
from cocreation_sim.demo import Demo
from cocreation_sim.errors import InputError
from cocreation_sim.experiments.answers import Discovery
from cocreation_sim.frozen import FrozenDict, same
from cocreation_sim.recommending.searching import Effort
from cocreation_sim.results import LONGEST, PICTURES, REPORTS, Result, function_at, in_html
from cocreation_sim.scenario.scenario import Published
from cocreation_sim.validation.validate import Validation

PRIZE = "campaign.reward.prize"
CREDIT = "campaign.reward.recognition"
NASTY = "<script>alert('a & b')</script>"
BY_VALUE = (
    "Behaviour", "Calendar", "Campaign", "Cell", "Change", "Goal", "Limit", "Population",
    "Published", "Range", "Run", "Scenario", "Segment", "Situation", "StoppingRule", "Study",
)  # fmt: skip
BY_IDENTITY = (
    "Assessment", "Calibration", "Comparison", "Demo", "Design", "Discovery", "Experiment",
    "Forecast", "MatchedHistory", "Optimisation", "Series", "Stored", "Validation",
)  # fmt: skip
EVERY = (*BY_VALUE, *BY_IDENTITY)


def play(levers: dict[str, Any], **options: Any) -> cs.Experiment:
    return cs.sweep("workshop", levers, **({"workers": 1, "progress": False} | options))


def made(folder: Path) -> Iterator[Any]:
    scenario = cs.load("threadless")
    exp = play({PRIZE: [0, 500]}, replications=2)
    history = folder / "mine.csv"
    counts = {"month": range(24), "contributions": [9, 8, 7] * 8}
    pd.DataFrame(counts).to_csv(history, index=False)
    kept: Any = {"lives": 64, "progress": False, "folder": folder}
    forecast = cs.forecast(history, **kept)
    table = pd.DataFrame({"status": ["C", "C"], "inside": ["yes", "no"]})
    yield from (scenario, scenario.behaviour, scenario.calendar, scenario.campaign)
    segment = next(iter(scenario.population.segments.values()))
    yield from (scenario.population, segment, scenario.published[0])
    yield from (scenario.campaign.cell, cs.Range(0, 1), cs.StoppingRule())
    yield cs.Change(at=4.0, levers={"reward.prize": 100.0})
    yield from (cs.simulate("workshop"), exp, exp.design, forecast, forecast.held)
    yield from (forecast.series, cs.calibrate(history, **kept))
    yield cs.Study(scenario="workshop", vary={PRIZE: (0, 500)}, fixed={"calendar.duration": 9})
    designs = {"with": cs.load("workshop"), "without": cs.load("workshop").vary({CREDIT: 0.0})}
    yield cs.compare(designs, replications=4, progress=False)
    found = cs.optimise(
        "workshop", "interesting", levers={"selection.winners": [1, 2]}, limits="risk<=1",
        effort=Effort(40, 4, 8), progress=False,
    )  # fmt: skip
    yield from (found, found.goals[0], found.search.judge.limits[0])
    situation = cs.Situation.of(1000, {"crowd": "hundreds", "bond": "fans", "time": "month"})
    yield from (situation, cs.assess(situation, runs=2, progress=False, workers=1))
    yield from (Validation(table, table, table), Demo(table, exp, exp, (folder / "a.csv",)))


@pytest.fixture(scope="module")
def things(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("things")
    found = {type(thing).__name__: thing for thing in made(folder)}
    found["Stored"] = play({PRIZE: [0, 500]}, replications=2, store=folder / "kept")
    found["Discovery"] = Discovery(found["Experiment"], ())
    return found


def test_every_public_class_is_here(things: dict[str, Any]) -> None:
    public = {name for name in cs.__all__ if isinstance(getattr(cs, name), type)}
    assert public - {"InputError"} <= set(things) == set(EVERY)


@pytest.mark.parametrize("name", EVERY)
def test_it_can_be_pickled_and_copied(name: str, things: dict[str, Any]) -> None:
    thing = things[name]
    for again in (pickle.loads(pickle.dumps(thing)), copy.deepcopy(thing), copy.copy(thing)):
        assert type(again) is type(thing)
        assert repr(again) == repr(thing)
        if name in BY_VALUE:
            assert again == thing
            assert hash(again) == hash(thing)


@pytest.mark.parametrize("name", EVERY)
def test_it_can_be_compared_and_hashed(name: str, things: dict[str, Any]) -> None:
    thing = things[name]
    assert thing == thing
    assert (thing == "another") is False
    assert {thing: 1}[thing] == 1


@pytest.mark.parametrize("name", EVERY)
def test_it_says_what_it_is_in_short(name: str, things: dict[str, Any]) -> None:
    thing = things[name]
    said = repr(thing)
    assert said.startswith(("<Cell", type(thing).__name__ + "("))
    assert len(said) <= LONGEST
    assert "\n" not in said
    if hasattr(thing, "_repr_html_"):
        assert len(thing._repr_html_()) < 5 * LONGEST


def test_what_was_read_again_says_the_same(things: dict[str, Any]) -> None:
    for exp in (things["Experiment"], things["Stored"]):
        again = pickle.loads(pickle.dumps(exp))
        assert again.runs.equals(exp.runs)
        assert again.summary().equals(exp.summary())
        assert again.replay(exp.runs["scenario_id"][0], 0) == exp.replay(
            exp.runs["scenario_id"][0], 0
        )


def test_a_case_of_several_can_be_pickled() -> None:
    exp = play({"preset": ["workshop", "ordinary"]}, replications=1).of_base("workshop")
    assert pickle.loads(pickle.dumps(exp)).runs.equals(exp.runs)


@pytest.mark.parametrize("name", [name for name in EVERY if name not in ("Cell", "Range")])
def test_what_it_says_in_a_notebook_is_escaped(name: str, things: dict[str, Any]) -> None:
    if hasattr(things[name], "_repr_html_"):
        said = things[name]._repr_html_()
        assert said.startswith("<table>")
    assert "<script" not in in_html("a", {NASTY: NASTY})


def test_a_nasty_name_is_escaped() -> None:
    scenario = cs.load("workshop").model_copy(update={"name": NASTY})
    for thing in (scenario, cs.simulate(scenario)):
        assert "<script" not in thing._repr_html_()
        assert "&lt;script" in thing._repr_html_()


def tables(thing: Any) -> Iterator[tuple[str, Any]]:
    """The tables, lists and arrays that a result hands out under a name."""
    worked_out = {} if isinstance(thing, Validation) else vars(type(thing))
    for name, made in worked_out.items():
        if not name.startswith("_") and isinstance(made, (property, cached_property)):
            yield name, getattr(thing, name)
    for name in type(thing).__dataclass_fields__:
        yield name, getattr(thing, name)


@pytest.mark.parametrize("name", [*BY_IDENTITY, "Run"])
def test_what_it_hands_out_cannot_change_it(name: str, things: dict[str, Any]) -> None:
    thing = things[name]
    if not isinstance(thing, Result):
        return
    with pytest.raises(AttributeError):
        thing.seed = 3
    for part, held in tables(thing):
        before = copy.deepcopy(held)
        if isinstance(held, pd.DataFrame):
            held["new"] = 1
            if len(held):
                first = held.columns[0]
                held.loc[:, first] = held[first].iloc[-1]
        elif isinstance(held, list):
            held.append(1)
        elif isinstance(held, dict):
            with contextlib.suppress(TypeError):
                held["new"] = 1
        elif isinstance(held, np.ndarray):
            with pytest.raises(ValueError, match="read-only"):
                held[...] = 0
        else:
            continue
        assert same(getattr(thing, part), before), part


def test_the_summary_stays_whatever_is_done_to_the_runs(things: dict[str, Any]) -> None:
    exp = things["Experiment"]
    before = exp.summary()
    runs = exp.runs
    runs["failed"] = True
    runs.loc[:, "submissions"] = -1.0
    exp.outcomes.clear()
    exp.campaigns.append("new")
    assert exp.summary().equals(before)


def test_a_run_stays_whatever_is_done_to_its_tables() -> None:
    run = cs.simulate("workshop")
    before = run.outcome
    for table in (run.outcomes, run.timeline, run.ideas, run.customers):
        table["submissions"] = -1
        table.loc[:, table.columns[0]] = table[table.columns[0]].iloc[0]
    (name,) = run.scenario.campaigns
    with pytest.raises(ValueError, match="read-only"):
        run.tables.ideas[name]["born"][0] = -1.0
    with pytest.raises(TypeError, match="read only"):
        run.tables.ideas["new"] = {}
    assert run.outcome.equals(before)
    assert run == cs.simulate("workshop")
    assert run != cs.simulate("workshop", 2)


MAPPINGS = {
    "campaigns": lambda scenario: scenario.campaigns,
    "segments": lambda scenario: scenario.population.segments,
    "sources": lambda scenario: scenario.sources,
}


@pytest.mark.parametrize("name", MAPPINGS)
def test_a_scenario_cannot_be_written_into(name: str) -> None:
    scenario = cs.load("threadless")
    held: Any = MAPPINGS[name](scenario)
    before = dict(held)
    for write in (
        lambda: held.__setitem__("new", 1),
        lambda: held.__delitem__(next(iter(held))),
        lambda: held.__ior__({"new": 1}),
        lambda: held.update(new=1),
        lambda: held.setdefault("new", 1),
        lambda: held.pop(next(iter(held), "new")),
        held.popitem,
        held.clear,
    ):
        with pytest.raises(TypeError, match="read only"):
            write()
    assert held == before
    assert held | {"new": 1} == before | {"new": 1}


def test_a_scenario_is_still_saved_dumped_and_varied(tmp_path: Path) -> None:
    scenario = cs.load("threadless")
    again = cs.load(scenario.save(tmp_path / "mine.toml"))
    assert again == scenario
    assert hash(again) == hash(scenario)
    assert type(scenario.model_dump()["campaigns"]) is dict
    assert cs.Scenario.model_validate(scenario.model_dump()) == scenario
    assert cs.Scenario.model_validate_json(scenario.model_dump_json(), strict=False) == scenario
    assert isinstance(scenario.vary({PRIZE: 9.0}).campaigns, FrozenDict)


def test_published_figures_show_what_is_not_usual() -> None:
    figure = Published(figure="submissions", value=1.0, source="a", status="C")
    assert repr(figure) == "Published(figure='submissions', value=1.0, source='a', status='C')"


# ---------------------------------------------------------------------- which picture, which report

PUBLIC = [getattr(cs, name) for name in cs.__all__]  # a kind is known once it is imported
KINDS = {kind.__name__ for kind in Result.__subclasses__()} - {"DesignRuns"} | {"Experiment"}


@pytest.mark.parametrize("table", [PICTURES, REPORTS], ids=["pictures", "reports"])
def test_every_entry_leads_to_a_function_of_its_kind(table):
    for name, place in table.items():
        first = next(iter(inspect.signature(function_at(place)).parameters.values()))
        assert first.annotation == name, place
        assert place.startswith("plots." if table is PICTURES else "reports.")


def test_every_kind_of_result_has_a_report_or_is_named_here():
    assert {*PICTURES, *REPORTS, "Validation"} == KINDS


def test_what_has_no_picture_says_so():
    with pytest.raises(InputError, match="there is no picture of a Bare"):
        type("Bare", (Result,), {})().plot()
