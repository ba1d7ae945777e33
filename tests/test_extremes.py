"""Every scenario that is allowed can be played: numbers at the ends of their bounds."""

import math

import numpy as np
import pytest
from hypothesis import given, settings

from cocreation_sim.runs import simulate
from cocreation_sim.scenario.population import Population, Segment
from cocreation_sim.scenario.scenario import WEEKS, Calendar, Scenario
from tests.scenarios import idea_box, studio
from tests.strategies import extremes
from tests.test_accounts import CHECKS, Books


@settings(max_examples=200)
@given(extremes())
def test_numbers_at_the_ends_of_their_bounds_can_be_played(scenario):
    run = simulate(scenario, 1)
    for check in CHECKS.values():
        check(Books(run, "mine"))
    counts = run.timeline.select_dtypes("number")
    assert np.isfinite(counts.to_numpy()).all()
    assert math.isfinite(run.outcome.cost)


@pytest.mark.parametrize("build_fixed", [0.0, 2.0])
def test_nobody_builds_on_what_cannot_be_built_on(build_fixed):
    world = studio(
        {"behaviour.choice.build_fixed": build_fixed, "behaviour.choice.build_open": 0.0}
    )
    assert (simulate(world, 1).outcome.building_on > 0) == (build_fixed > 0)


@pytest.mark.parametrize("unit", WEEKS)
def test_every_unit_of_time_can_be_played(unit):
    scenario = Scenario(
        calendar=Calendar(unit=unit, duration=5.0),
        population=Population(size=50, segments={"people": Segment(aware=1.0, pace=1.0)}),
    ).vary({"campaign.selection.round_length": 0.0})
    run = simulate(scenario, 1)
    assert run.timeline.time.iloc[-1] == 5.0
    assert run.customers.visits.sum() > 50


def test_one_person_is_a_population():
    run = simulate(idea_box({"population.size": 1, "segments.aware": 1.0}), 1)
    assert len(run.customers) == 1
    assert run.outcome.aware == 1


def test_a_campaign_may_start_late_and_even_too_late_to_matter():
    late = idea_box({"campaign.start": 25.95, "campaign.selection.round_length": 0.0})
    run = simulate(late.vary({"segments.aware": 1.0}), 1)
    assert run.timeline.ideas[:25].sum() == 0
    middle = simulate(idea_box({"campaign.start": 13.0, "segments.aware": 1.0}), 1)
    assert middle.timeline.ideas[:13].sum() == 0
    assert middle.timeline.ideas[13:].sum() > 0
