"""Laws 4 (how people are treated) and 5 (more than the firm can read)."""

from itertools import pairwise

import numpy as np
import pytest

from cocreation_sim.runs import simulate
from tests.scenarios import certainty, one_firm, play

LISTENING = {
    "campaign.review.capacity": 1000.0,
    "campaign.selection.winners": 0,
    "campaign.selection.shelf_life": 4.0,
}
SILENT = {"campaign.selection.public": False}  # without votes runs are quicker

# ---------------------------------------------------------------------- law 4: trust

# Trust and the crowd move nobody, so that both firms reject the very same ideas.
UNMOVED = {
    "behaviour.choice.trust": 0.0,
    "behaviour.choice.crowd": 0.0,
    "behaviour.choice.vote_crowd": 0.0,
    "behaviour.leaving.trust": 0.0,
    "behaviour.exhaustion.trust": 0.0,
}


@pytest.mark.parametrize("replication", range(3))
@pytest.mark.parametrize("fate", ["rejected", "expired"])
def test_law_04_the_same_rejections_by_the_crowd_cost_less_trust(fate, replication):
    world = one_firm(
        {
            **UNMOVED,
            **LISTENING,
            "campaign.dialogue.answered": 0.0,
            "campaign.selection.announce": fate == "rejected",
        }
    )
    firm, crowd = (
        simulate(world.vary({"campaign.crowd_weight": w}), 1, replication=replication)
        for w in (0.0, 1.0)
    )
    np.testing.assert_array_equal(firm.ideas.born, crowd.ideas.born)
    np.testing.assert_array_equal(firm.ideas.fate, crowd.ideas.fate)
    refused = np.unique(firm.ideas.author[firm.ideas.fate == fate])
    assert len(refused) > 5
    assert (crowd.customers.trust >= firm.customers.trust)[firm.customers.trust.notna()].all()
    assert (crowd.customers.trust > firm.customers.trust)[refused].all()


@pytest.mark.parametrize("crowd_weight", [0.0, 1.0])
def test_law_04_of_the_same_ideas_silence_costs_most_and_a_reason_least(crowd_weight):
    alike = {f"behaviour.leaving.{news}": 0.0 for news in ("rejected", "replied", "explained")}
    world = one_firm({**UNMOVED, **LISTENING, **alike, "campaign.crowd_weight": crowd_weight})
    silence, reply, reason = (
        simulate(world.vary({"campaign.dialogue.answered": a, "campaign.dialogue.explained": e}), 1)
        for a, e in ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0))
    )
    np.testing.assert_array_equal(silence.ideas.born, reply.ideas.born)
    np.testing.assert_array_equal(reason.ideas.born, reply.ideas.born)
    heard = np.unique(silence.ideas.author[silence.ideas.fate == "expired"])
    assert len(heard) > 5
    assert (silence.customers.trust < reply.customers.trust)[heard].all()
    assert (reply.customers.trust < reason.customers.trust)[heard].all()


def contributors_trust(world, runs=16):
    """Mean trust of those who contributed, by run."""
    tables = [run.customers for run in play(world, runs)]
    return np.array([people.trust[people.ideas > 0].mean() for people in tables])


@pytest.mark.parametrize("crowd_weight", [0.0, 1.0])
def test_law_04_silence_costs_more_than_a_reply_and_a_reason_least(crowd_weight):
    world = one_firm({**LISTENING, "campaign.crowd_weight": crowd_weight})
    silence, reply, reason = (
        contributors_trust(
            world.vary({"campaign.dialogue.answered": a, "campaign.dialogue.explained": e})
        )
        for a, e in ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0))
    )
    assert certainty(reply - silence) > 3
    assert certainty(reason - reply) > 3


# ---------------------------------------------------------------------- law 4: staying

KS = 6
BUSY = {
    **LISTENING,
    **SILENT,
    "calendar.duration": 30.0,
    "population.size": 250,
    "segments.pace": 1.5,
    "segments.effort": 0.2,
    "campaign.selection.shelf_life": 26.0,
    "campaign.dialogue.answered": 1.0,
    "campaign.dialogue.explained": 0.5,
}
TREATMENTS = {
    "answered": ("campaign.dialogue.answered", (0.0, 0.5, 1.0)),
    "explained": ("campaign.dialogue.explained", (0.0, 0.5, 1.0)),
    "delay": ("campaign.dialogue.delay", (7.5, 3.0, 0.0)),
    "capacity": ("campaign.review.capacity", (0.0, 3.0, 1000.0)),
}


def reached_and_stayed(world, runs):
    """People who made a k-th contribution and, of those no longer undecided, who stayed."""
    counts = []
    for run in play(world, runs):
        k, state = (run.customers[name].to_numpy() for name in ("contributions", "state"))
        counts.append(
            [
                (
                    np.sum(k >= n),
                    np.sum((k >= n) & ~((k == n) & (state == "paused"))),
                    np.sum((k > n) | ((k == n) & (state == "engaged"))),
                )
                for n in range(1, KS + 1)
            ]
        )
    return np.moveaxis(np.array(counts), 2, 0)


@pytest.mark.parametrize("lever", TREATMENTS)
def test_law_04_better_answers_never_lower_who_stays_nor_who_gets_far(lever):
    path, values = TREATMENTS[lever]
    told = [reached_and_stayed(one_firm({**BUSY, path: v}), runs=12) for v in values]
    for (reach, decided, stayed), (reach_more, decided_more, stayed_more) in pairwise(told):
        share = stayed.sum(axis=0) / decided.sum(axis=0)
        share_more = stayed_more.sum(axis=0) / decided_more.sum(axis=0)
        error = np.sqrt(share * (1 - share) / decided.sum(axis=0))
        assert np.all(share_more - share > -2 * error)
        assert np.all(reach_more.mean(axis=0) >= reach.mean(axis=0) - 0.05)
    # and over the whole range they help
    first, last = told[0], told[-1]
    assert certainty((last[0] - first[0])[:, 1:].sum(axis=1)) > 3
    assert certainty(last[2][:, 0] / last[1][:, 0] - first[2][:, 0] / first[1][:, 0]) > 2


# ---------------------------------------------------------------------- law 5

FLOODED = {
    **SILENT,
    "calendar.duration": 40.0,
    "population.size": 250,
    "segments.pace": 1.5,
    "segments.aware": 0.0,
    "segments.effort": 0.2,
    "campaign.outreach.launch_spend": 750.0,
    "campaign.outreach.launch_decay": 3.0,
    "campaign.selection.winners": 0,
    "campaign.selection.shelf_life": 60.0,
    "campaign.dialogue.answered": 1.0,
    "campaign.dialogue.explained": 1.0,
}


@pytest.fixture(scope="module")
def flood():
    """Weekly figures of 12 runs with too little capacity, and with enough."""

    def weekly(capacity):
        world = one_firm({**FLOODED, "campaign.review.capacity": capacity})
        lines = [run.timeline for run in play(world, 12)]
        return {
            name: np.array([line[name] for line in lines])
            for name in ("waiting", "ideas", "newcomers", "answered", "disengaged")
        }

    return weekly(1.0), weekly(1000.0)


def test_law_05_queue_and_silence_grow_above_capacity(flood):
    short, ample = flood
    quarters = short["waiting"].mean(axis=0)[[9, 19, 29, 39]]
    assert np.all(np.diff(quarters) > 0)
    assert quarters[0] > 20
    assert ample["waiting"].mean() < 1
    assert short["answered"].sum() < 0.25 * short["ideas"].sum()
    assert ample["answered"].sum() > 0.95 * ample["ideas"].sum()


def test_law_05_then_people_leave(flood):
    short, ample = flood
    lost = short["disengaged"] - ample["disengaged"]
    assert certainty(lost[:, 24]) > 3
    assert lost[:, 24].mean() > lost[:, 4].mean()  # first the queue, then those who leave


def test_law_05_then_inflow_falls(flood):
    short, ample = (x["ideas"] - x["newcomers"] for x in flood)  # further ideas
    early, late = slice(0, 5), slice(20, 40)
    assert certainty(ample[:, late].sum(axis=1) - short[:, late].sum(axis=1)) > 3
    kept = short[:, late].sum() / ample[:, late].sum()
    assert kept < 0.5
    assert kept < short[:, early].sum() / ample[:, early].sum()
    peak = short.mean(axis=0)[4:12].max()
    assert short.mean(axis=0)[30:].mean() < peak / 2
