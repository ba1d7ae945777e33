"""What the strategies reach: every field, every option, and many fields of a group at once."""

from __future__ import annotations

import functools
import typing
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cocreation_sim.scenario.behaviour import Behaviour
from cocreation_sim.scenario.campaign import Campaign
from cocreation_sim.scenario.fields import Parameters
from cocreation_sim.scenario.limits import Cause
from cocreation_sim.scenario.population import Population, Segment
from cocreation_sim.scenario.scenario import Calendar, Scenario
from tests.strategies import extremes, scenarios

EXAMPLES = 300
OF_EXTREMES = 60


@functools.cache
def drawn(strategy: Callable[[], st.SearchStrategy[Scenario]]) -> list[Scenario]:
    """Scenarios as the tests with both engines get them, which are valid since they exist."""
    found: list[Scenario] = []

    @settings(
        max_examples=OF_EXTREMES if strategy is extremes else EXAMPLES,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy())
    def draw(scenario: Scenario) -> None:
        found.append(scenario)

    draw()
    return found


def groups(kind: type[Parameters]) -> Iterator[type[Parameters]]:
    """A kind of parameters and those within it."""
    yield kind
    for field in kind.model_fields.values():
        if isinstance(field.annotation, type) and issubclass(field.annotation, Parameters):
            yield from groups(field.annotation)


def instances(held: object) -> Iterator[Parameters]:
    """Every group of parameters in a scenario."""
    if isinstance(held, dict | tuple):
        for value in held.values() if isinstance(held, dict) else held:
            yield from instances(value)
    elif isinstance(held, Parameters):
        yield held
        for name in type(held).model_fields:
            yield from instances(getattr(held, name))


GROUPS = [
    k for whole in (Calendar, Population, Segment, Campaign, Behaviour) for k in groups(whole)
]


@functools.cache
def changed(strategy: Callable[[], st.SearchStrategy[Scenario]]) -> dict[type, list[set[str]]]:
    """By kind of group, the fields that are not at their default, for each group drawn."""
    found: dict[type, list[set[str]]] = {}
    for scenario in drawn(strategy):
        for group in instances(scenario):
            fields = type(group).model_fields.items()
            moved = {n for n, f in fields if getattr(group, n) != f.default}
            found.setdefault(type(group), []).append(moved)
    return found


def leaves(kind: type[Parameters]) -> list[str]:
    """Fields that hold a value and no further group."""
    hints = {name: field.annotation for name, field in kind.model_fields.items()}
    return [n for n, h in hints.items() if not (isinstance(h, type) and issubclass(h, Parameters))]


def test_the_scenarios_are_many_and_differ():
    texts = {scenario.model_dump_json() for scenario in drawn(scenarios)}
    assert len(texts) > 0.9 * EXAMPLES


@pytest.mark.parametrize("kind", GROUPS)
def test_every_field_is_drawn_away_from_its_default(kind):
    reached = set().union(*changed(scenarios)[kind])
    assert [name for name in leaves(kind) if name not in reached] == []


@pytest.mark.parametrize("kind", GROUPS)
def test_every_field_changes_together_with_others_of_its_group(kind):
    fields = leaves(kind)
    together = changed(scenarios)[kind]
    for name in fields:
        most = max(len(moved & set(fields)) for moved in together if name in moved)
        assert most >= min(3, len(fields)), name


CASES = [(scenarios, kind) for kind in GROUPS] + [(extremes, kind) for kind in groups(Campaign)]


@pytest.mark.parametrize(("strategy", "kind"), CASES)
def test_every_option_is_drawn(strategy, kind):
    for name in leaves(kind):
        hint = kind.model_fields[name].annotation
        options = {True, False} if hint is bool else set(typing.get_args(hint))
        if hint is bool or typing.get_origin(hint) is typing.Literal:
            held = {getattr(g, name) for s in drawn(strategy) for g in instances(s)
                    if isinstance(g, kind)}  # fmt: skip
            assert held == options, name


@pytest.mark.parametrize("strategy", [scenarios, extremes])
def test_every_cause_of_failure_is_watched_and_none(strategy):
    watched = [c.limits.watch for s in drawn(strategy) for c in s.campaigns.values()]
    assert set().union(*watched) == set(typing.get_args(Cause))
    assert () in watched
