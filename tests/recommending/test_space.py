"""Levers, split budgets and the space of designs."""

from __future__ import annotations

import functools
import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreation_sim import InputError, Range, load, presets, simulate
from cocreation_sim.recommending.defaults import chosen_levers, default_levers, full_path
from cocreation_sim.recommending.levers import lever_grid
from cocreation_sim.recommending.space import Space
from cocreation_sim.recommending.splitting import PRICED, Split, price_of

PRIZE = "campaigns.suggestions.reward.prize"
SPEND = "campaigns.suggestions.outreach.spend"


@given(
    st.floats(1e-3, 1e6), st.floats(1.001, 1e3), st.booleans(), st.booleans(), st.integers(2, 30)
)
def test_levels_rise_from_end_to_end(low, ratio, log, whole, steps):
    low, high = (math.ceil(low), math.ceil(low * ratio) + 1) if whole else (low, low * ratio)
    levels = lever_grid("x", Range(low, high, log=log, whole=whole), steps).levels
    assert levels[0] == low
    assert levels[-1] == high
    assert list(levels) == sorted(set(levels))
    assert 2 <= len(levels) <= steps + 1
    assert not whole or all(isinstance(level, int) for level in levels)


def test_what_a_campaign_has_is_a_level_if_it_lies_within():
    assert 130.0 in lever_grid("x", Range(0, 1000), 4, base=130.0).levels
    assert len(lever_grid("x", Range(0, 1000), 4, base=2000.0).levels) == 5


def test_neighbours_are_one_level_away():
    steps = lever_grid("x", Range(0, 4), 4)
    assert steps.near(0) == [1]
    assert steps.near(2) == [1, 3]
    assert steps.near(1, stride=3) == [0, 4]
    assert lever_grid("x", ("a", "b", "c")).near(1) == [0, 2]


PORTIONS = st.lists(st.integers(0, 6), min_size=2, max_size=4)


@given(PORTIONS)
def test_a_split_survives_its_coordinates(portions):
    split = Split(100.0, tuple(map(str, range(len(portions)))), steps=sum(portions) or 1)
    entry = tuple(portions) if sum(portions) else (1, *[0] * (len(portions) - 1))
    assert split.decode(split.encode(entry)) == entry


@given(PORTIONS)
def test_neighbours_of_a_split_keep_its_sum(portions):
    split = Split(100.0, tuple(map(str, range(len(portions)))), steps=max(1, sum(portions)))
    near = split.near(tuple(portions))
    assert all(sum(entry) == sum(portions) and min(entry) >= 0 for entry in near)
    assert len(set(near)) == len({split.describe(tuple(portions), entry) for entry in near})


def test_every_division_is_about_as_likely():
    split = Split(1.0, ("a", "b", "c"), steps=4)
    grid = [(k + 0.5) / 60 for k in range(60)]
    found = [split.at(pair) for pair in itertools.product(grid, grid)]
    means = [sum(entry[k] for entry in found) / len(found) / 4 for k in range(3)]
    assert means == pytest.approx([1 / 3] * 3, abs=0.06)


@pytest.mark.parametrize("key", ["outreach.spend", "outreach.launch_spend", "reward.prize"])
def test_a_priced_parameter_costs_what_is_said(key):
    base = load("99designs").vary({"campaign.outreach.spend": 0.0, "calendar.duration": 8.0})
    path = f"campaigns.logos.{key}"
    value = 40.0
    before, after = (simulate(base.vary({path: v}), seed=1).outcome for v in (0.0, value))
    kind = "spent_prizes" if key == "reward.prize" else "spent_outreach"
    assert after[kind] - before[kind] == pytest.approx(value * price_of(path, base), rel=0.01)


def test_a_split_spends_its_sum():
    base = load("ordinary")
    space = Space((Split(1000.0, (SPEND, PRIZE), 10),), base)
    for state in [((0, 10),), ((5, 5),), ((10, 0),)]:
        values = dict(zip(space.paths, space.values(state), strict=True))
        total = sum(values[path] * price_of(path, base) for path in values)
        assert 999 <= total <= 1000


def test_the_split_follows_the_number_of_winners():
    base = load("ordinary")
    winners = lever_grid("campaigns.suggestions.selection.winners", (1, 2))
    space = Space((winners, Split(1000.0, (PRIZE, SPEND), 10)), base)
    one, two = (space.values((k, (10, 0)))[1] for k in (0, 1))
    assert one == pytest.approx(2 * two, abs=0.02)


@pytest.mark.parametrize("name", presets())
def test_default_levers_fit_every_preset(name):
    base = load(name)
    for campaign in base.campaigns:
        found = default_levers(base, campaign, 1e6)
        assert len(found) >= 9
        for path, factor in found.items():
            assert isinstance(factor, Range)
            base.vary({path: lever_grid(path, factor).levels[5]})


def test_levers_by_their_short_names():
    base = load("ordinary")
    for path in ("reward.prize", "campaign.reward.prize", PRIZE):
        assert full_path(path, base, "suggestions") == PRIZE
    found = chosen_levers(
        {"reward.prize": None, "selection.winners": [1, 2]}, base, "suggestions", 1
    )
    assert list(found) == [PRIZE, "campaigns.suggestions.selection.winners"]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"reward.price": None}, "did you mean 'campaign.reward.prize'?"),
        ({"reward.guaranteed": None}, "has no range by default"),
        ({"reward.prize": Range(5, 1)}, "low must be below high"),
        ({"reward.recognition": Range(0, 2)}, "allowed is a number from 0 to 1"),
        ({"reward.prize": [0, -1]}, "allowed is a number from 0"),
        ({"reward.prize": [0], "campaign.reward.prize": [1]}, "given twice"),
        ({"reward.prize": []}, "empty list"),
        ({"reward.prize": 5}, "allowed is a list of values"),
    ],
)
def test_wrong_levers_are_refused(given, says):
    with pytest.raises(InputError) as error:
        chosen_levers(given, load("ordinary"), "suggestions", None)
    assert says in str(error.value)


@pytest.mark.parametrize("path", ["campaigns.suggestions.reward.pay", "calendar.duration", "x"])
def test_only_what_has_a_price_can_share_a_budget(path):
    with pytest.raises(InputError, match="cost is not known beforehand") as error:
        price_of(path, load("ordinary"))
    assert all(key in str(error.value) for key in PRICED)


@pytest.mark.parametrize(("name", "budget"), [("open-source", 388.7), ("innocentive", 21_482.0)])
def test_what_a_campaign_has_is_within_its_levers_whatever_the_budget(name, budget):
    scenario = load(name)
    (campaign,) = scenario.campaigns
    now = scenario.campaigns[campaign]
    levers = default_levers(scenario, campaign, budget)
    for path, levels in levers.items():
        own = functools.reduce(getattr, path.split(".")[2:], now)
        assert levels.low <= own <= levels.high, path
