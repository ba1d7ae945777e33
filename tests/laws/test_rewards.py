"""Laws 2 (money) and 3 (recognition)."""

import itertools

import numpy as np
import pytest

from cocreation_sim.runs import simulate
from tests.scenarios import certainty, figures, one_firm, same_tables

RUNS = 20
SILENT = {"campaign.selection.public": False}  # without votes runs are quicker


def contributions(world, path, values, runs=RUNS):
    """Contributions by run (rows) and value of a lever (columns), with the same luck."""
    return np.column_stack(
        [figures(world.vary({path: value}), "submissions", runs)[:, 0] for value in values]
    )


# ---------------------------------------------------------------------- law 2

PRIZES = (0.0, 300.0, 600.0, 900.0, 1_200.0)  # in even steps, so that curvature shows
MONEYED = {"segments.money": 1.0, "segments.intrinsic": 0.8, "segments.social": 0.2, **SILENT}


def test_law_02_without_crowding_prizes_bring_no_fewer_and_each_further_euro_adds_less():
    world = one_firm({**MONEYED, "behaviour.motive.crowding_entry": 0.0})
    more = np.diff(contributions(world, "campaign.reward.prize", PRIZES, 150), axis=1)
    assert np.all([certainty(step) > 3 for step in more.T])
    for first, further in itertools.pairwise((more / np.diff(PRIZES)).T):
        assert certainty(first - further) > 3


def test_law_02_with_crowding_a_small_prize_can_bring_fewer_and_a_large_one_more():
    world = one_firm({**MONEYED, "behaviour.motive.crowding_entry": 0.35})
    none, small, large = contributions(world, "campaign.reward.prize", (0.0, 10.0, 10_000.0)).T
    assert certainty(small - none) < -3
    assert certainty(large - none) > 3


def test_law_02_pay_crowds_out_as_prizes_do():
    world = one_firm({**MONEYED, "behaviour.motive.crowding_entry": 0.35})
    none, small, large = contributions(world, "campaign.reward.pay", (0.0, 0.5, 500.0)).T
    assert certainty(small - none) < -3
    assert certainty(large - none) > 3


# ---------------------------------------------------------------------- law 3

SOCIABLE = {"segments.social": 1.5, "segments.intrinsic": 0.5, **SILENT}
SHOWS = ("recognition", "badges", "leaderboard")


def test_law_03_recognition_brings_more_where_it_means_something():
    world = one_firm({**SOCIABLE, "campaign.selection.winners": 3})
    none, some, much = contributions(world, "campaign.reward.recognition", (0.0, 0.5, 1.0)).T
    assert certainty(some - none) > 3
    assert certainty(much - some) > 3


@pytest.mark.parametrize("lever", ["badges", "leaderboard"])
def test_law_03_badges_and_rankings_bring_more(lever):
    world = one_firm(
        {
            **SOCIABLE,
            "population.size": 100,
            "segments.pace": 2.0,
            "campaign.dialogue.answered": 1.0,
            "behaviour.motive.badge_share": 1.0,
            "campaign.selection.winners": 10,
        }
    )
    none, much = contributions(world, f"campaign.reward.{lever}", (0.0, 1.0), runs=20).T
    assert certainty(much - none) > 3


@pytest.mark.parametrize("replication", range(3))
@pytest.mark.parametrize("lever", SHOWS)
def test_law_03_recognition_changes_nothing_where_it_means_nothing(lever, replication):
    world = one_firm({"segments.social": 0.0, "segments.pace": 1.5})
    one, other = (
        simulate(world.vary({f"campaign.reward.{lever}": x}), 1, replication=replication)
        for x in (0.0, 1.0)
    )
    assert one.outcome.submissions > 10
    assert same_tables(one.tables, other.tables)
