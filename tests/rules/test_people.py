"""Traits: heavy-tailed, with the declared medians, and the same whatever the scenario."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreation_sim.mesa_model import CoCreationModel
from cocreation_sim.rules import numbers, people
from cocreation_sim.scenario.behaviour import Differences
from tests.scenarios import one_firm
from tests.strategies import group

Z = st.floats(-5, 5)


@given(st.floats(0.01, 10), st.floats(0, 2), Z)
def test_spread_is_lognormal(median, sd, z):
    assert np.log(people.spread(median, sd, z) / median) == pytest.approx(sd * z, abs=1e-9)


@given(Z, Z, group(Differences))
def test_pace_is_capped(z, more, p):
    segment = numbers.segment_numbers(one_firm().population.segments["people"], 1.0)
    paces = [people.pace(segment, x, p) for x in sorted((z, z + abs(more)))]
    assert paces[0] <= paces[1] <= segment.pace_cap


@pytest.fixture(scope="module")
def crowd():
    """Traits of 2,000 people."""
    model = CoCreationModel(one_firm({"population.size": 2000}))
    model.play_sub_round()
    return [person.traits for person in model.customers]


@pytest.mark.parametrize("name", ["pace", "money", "social", "intrinsic", "effort", "ability"])
def test_traits_have_their_medians_and_spreads(crowd, name):
    segment, p = one_firm().population.segments["people"], Differences()
    drawn = np.array([getattr(traits, name) for traits in crowd])
    if name == "ability":
        assert drawn.mean() == pytest.approx(segment.ability, abs=0.1)
        assert drawn.std() == pytest.approx(1, rel=0.06)
        return
    sd = {"pace": p.pace_sd, "effort": p.effort_sd}.get(name, p.weight_sd)
    logs = np.log(drawn)
    assert np.median(logs) == pytest.approx(np.log(getattr(segment, name)), abs=4 * sd / 44)
    assert np.subtract(*np.percentile(logs, [75, 25])) / 1.349 == pytest.approx(sd, rel=0.1)


def test_traits_are_independent(crowd):
    names = ["pace", "money", "social", "intrinsic", "effort", "ability", "optimism", "resilience"]
    ranks = np.argsort(np.argsort([[getattr(t, n) for t in crowd] for n in names], axis=1), axis=1)
    correlations = np.corrcoef(ranks) - np.eye(len(names))
    assert np.abs(correlations).max() < 4 / np.sqrt(len(crowd))


def test_the_numbers_of_traits_are_addresses_of_the_luck_of_every_run_that_was_kept():
    names = "PACE MONEY SOCIAL INTRINSIC ABILITY OPTIMISM EFFORT RESILIENCE STEERS PIECES"
    assert [getattr(people, name) for name in names.split()] == list(range(10))


@given(st.floats(-3, 9), st.floats(0.1, 20))
def test_pace_is_lognormal_up_to_its_cap(z, cap):
    segment = numbers.segment_numbers(one_firm().population.segments["people"], 1.0)
    p = Differences()
    expected = min(cap, segment.pace * np.exp(p.pace_sd * z))
    assert people.pace(segment._replace(pace_cap=cap), z, p) == pytest.approx(expected)
