"""Laws 8 (openness) and 9 (herding)."""

import itertools

import numpy as np
import pytest

from cocreation_sim.outcomes.measures import gini
from cocreation_sim.runs import simulate
from cocreation_sim.scenario.population import Segment
from tests.scenarios import certainty, one_firm, play

# ---------------------------------------------------------------------- law 8


@pytest.mark.parametrize("crowd_weight", [0.0, 1.0])
def test_law_08_openness_widens_quality_lowers_fit_and_brings_building_on(crowd_weight):
    told = []
    for openness in (0.0, 0.5, 1.0):
        world = one_firm(
            {
                "population.size": 100,
                "segments.effort": 0.1,
                "segments.pace": 0.8,
                "campaign.openness": openness,
                "campaign.crowd_weight": crowd_weight,
            }
        )
        tables = [run.ideas for run in play(world, 14)]
        told.append([(i.quality.std(), -i.fit.mean(), np.mean(i.parent >= 0)) for i in tables])
    for closed, opener in itertools.pairwise(np.array(told)):
        for column in range(3):
            assert certainty(opener[:, column] - closed[:, column]) > 3


# ---------------------------------------------------------------------- law 9


def contest_of_songs(voters: str, changes: dict) -> list[tuple]:
    """Votes by idea: the same few authors, and voters whose luck hangs on their name."""
    world = one_firm(
        {
            "calendar.duration": 8.0,
            "population.size": 330,
            "population.segments": {
                "authors": Segment(aware=1.0, pace=1.0, effort=0.0, intrinsic=1.5),
                voters: Segment(share=10.0, aware=1.0, pace=1.0, effort=20.0, intrinsic=2.0),
            },
            "campaign.selection.winners": 0,
            "campaign.selection.shelf_life": 100.0,
            "campaign.review.capacity": 0.0,
            "behaviour.choice.contribute": -2.5,
            "behaviour.differences.pace_sd": 0.3,
            "behaviour.leaving.base": -3.0,
            "behaviour.voting.attraction": 0.0,
            "behaviour.voting.recency": 20.0,
            **changes,
        }
    )
    ideas = simulate(world, 1).ideas
    ours = ideas[ideas.segment == "authors"]
    return dict(zip(zip(ours.author, ours.born, strict=True), ours.votes, strict=True))


def worlds_of_songs(changes: dict, worlds: str = "abcdefgh") -> tuple[float, float, float]:
    """Votes, their Gini and the mean difference of shares between worlds (Salganik 2006)."""
    told = [contest_of_songs(f"voters {world}", changes) for world in worlds]
    songs = sorted(set.intersection(*(set(votes) for votes in told)))
    assert len(songs) > 40
    votes = np.array([[v[song] for song in songs] for v in told])
    shares = votes / votes.sum(axis=1, keepdims=True)
    apart = [np.abs(shares[a] - shares[b]).sum() for a in range(len(worlds)) for b in range(a)]
    return votes.sum(), np.mean([gini(v) for v in votes]), np.mean(apart)


# With more herding a vote brings more votes; the volume is held so that only shares can differ.
HERDING = {
    "popular ideas are seen more": [
        {"behaviour.voting.popularity": r, "behaviour.voting.support": s}
        for r, s in ((0.0, -1.5), (0.6, -1.5), (1.2, -1.0))
    ],
    "popular ideas are liked more": [
        {"behaviour.voting.herding": h, "behaviour.voting.support": s}
        for h, s in ((0.0, -1.7), (0.62, -3.4), (0.93, -4.5))
    ],
}


def test_law_09_votes_that_are_not_shown_make_no_herd():
    shown, hidden = (
        worlds_of_songs(
            {"campaign.selection.votes_shown": share, "behaviour.voting.support": support}
        )
        for share, support in ((1.0, -2.6), (0.0, -1.9))  # so that there are as many votes
    )
    assert 0.8 < hidden[0] / shown[0] < 1.25
    assert shown[1] > hidden[1] + 0.04
    assert shown[2] > 1.15 * hidden[2]


@pytest.mark.parametrize("kind", HERDING)
def test_law_09_herding_makes_votes_more_unequal_and_less_predictable(kind):
    told = [worlds_of_songs(changes) for changes in HERDING[kind]]
    for (votes, unequal, apart), (more_votes, more_unequal, further) in itertools.pairwise(told):
        assert 0.5 < more_votes / votes < 1.7
        assert more_unequal > unequal + 0.04
        assert further > 1.15 * apart
