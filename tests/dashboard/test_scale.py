"""Places of sliders: within the bounds, rising, and reachable."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cocreation_sim as cs
from cocreation_sim.dashboard.levers import fixed_in_file, levers
from cocreation_sim.dashboard.scale import Scale
from cocreation_sim.errors import InputError
from cocreation_sim.scenario.explain import parameter_at
from tests.scenarios import WORLDS, rivals


@given(
    low=st.integers(-1000, 100_000).map(lambda x: x / 10),
    width=st.integers(1, 10**10).map(lambda x: x / 10),
    finest=st.sampled_from([0.01, 1.0]),
)
def test_places_rise_from_bound_to_bound(low, width, finest):
    high = round(low + width, 1)
    scale = Scale.between(low, high, finest=finest)
    assert scale.values[0] == low
    assert scale.values[-1] == high
    assert all(a < b for a, b in zip(scale.values, scale.values[1:], strict=False))
    assert len(scale.values) < 250
    for place, value in enumerate(scale.values):
        assert scale.place(value) == place


def test_whole_numbers_stay_whole():
    for low, high in [(0, 9), (1, 60), (0, 100_000), (1, 1_000_000_000), (0, 731)]:
        values = Scale.between(low, high, whole=True).values
        assert all(value == round(value) for value in values)
        assert (values[0], values[-1]) == (low, high)
    assert Scale.between(0, 9, whole=True).values == tuple(range(10))


def test_wide_ranges_are_logarithmic():
    assert Scale.between(0, 1e7, finest=1.0).logarithmic
    assert not Scale.between(0, 1).logarithmic
    assert not Scale.between(-9, 5).logarithmic


@pytest.mark.parametrize("name", WORLDS)
def test_every_place_of_every_lever_is_allowed_by_its_bounds(name):
    """Whatever a slider gives is refused, if at all, for what it would mean with the others."""
    scenario = WORLDS[name]()
    made = levers(scenario)
    assert len(made) == len({lever.path for lever in made}) > 100
    for lever in made:
        field = parameter_at(scenario, lever.path)
        assert str(field.description) in lever.about
        if lever.scale is None:
            continue
        said = []
        for place in (0, len(lever.scale.values) // 2, len(lever.scale.values) - 1):
            value = lever.at(place)
            assert isinstance(value, int if lever.kind == "whole" else float)
            try:
                scenario.vary({lever.path: value})
            except InputError as error:
                said.append(str(error))
        assert not [text for text in said if "; allowed is a" in text]


def test_levers_are_all_parameters_but_texts_and_lists():
    scenario = rivals()
    names = [lever.path for name in scenario.campaigns for lever in levers(scenario, name)]
    every = {path for path, _ in scenario.parameters()}
    assert set(names) <= every
    left = {path.rsplit(".", 1)[-1] for path in fixed_in_file(scenario)}
    assert left == {
        "name", "description", "note", "milestones", "complements", "changes", "published",
        "sources",
    }  # fmt: skip


def test_levers_speak_of_one_campaign_and_tell_segments_apart():
    made = levers(rivals(), "zenith")
    assert not [lever for lever in made if ".acme." in lever.path]
    groups = list(dict.fromkeys(lever.group for lever in made))
    assert {"rewards", "people: amateurs", "people: experts", "calendar"} <= set(groups)
    assert groups == sorted(groups, key=lambda group: group.startswith("psychology"))


def test_a_place_shows_the_value_that_is_set():
    scenario = cs.load("threadless")
    prize = next(x for x in levers(scenario) if x.path.endswith("reward.prize"))
    assert prize.at(prize.place) == scenario.campaign.reward.prize
    assert prize.written == "2,500"
