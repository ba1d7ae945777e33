"""Traits of a community: stickiness, thinning audiences, ideas that get taken, reception."""

import numpy as np
import pandas as pd
import pytest

import cocreation_sim as cs

SEEDS = range(1, 5)
SAME = {
    "campaign.community.stickiness": 0.0,
    "campaign.community.interested": 1.0,
    "campaign.community.dilution": 0.0,
    "campaign.community.rivalry": 0.0,
    "campaign.community.spillover": 0.0,
    "campaign.selection.spotlight": 1.0,
    "campaign.selection.voting_time": 0.0,
    "campaign.selection.votes_each": 0,
    "campaign.selection.budget": 0.0,
}


def runs(preset: str, changes: dict[str, object], seeds: range = SEEDS) -> list[cs.Run]:
    scenario = cs.load(preset).vary({"campaign.limits.watch": (), **changes})
    return [cs.simulate(scenario, seed) for seed in seeds]


def total(found: list[cs.Run], column: str) -> int:
    return int(sum(run.timeline[column].sum() for run in found))


def exponent(changes: dict[str, object], preset: str, column: str) -> float:
    """By which power something grows when people, and outreach with them, are eightfold."""
    base = cs.load(preset)
    few, many = (
        total(
            runs(
                preset,
                {
                    "population.size": size * base.population.size,
                    "campaign.outreach.spend": size * base.campaign.outreach.spend,
                    **changes,
                },
                range(1, 1 + 32 // size),
            ),
            column,
        )
        * size
        for size in (1, 8)
    )
    return float(np.log(many / few) / np.log(8))


def test_traits_at_their_defaults_change_nothing():
    for one, other in zip(runs("ordinary", {}), runs("ordinary", SAME), strict=True):
        pd.testing.assert_frame_equal(one.timeline, other.timeline)


@pytest.mark.parametrize("k", [1, 2, 5])
def test_where_a_community_is_stickier_more_contribute_more_than_k_times(k):
    def many(stickiness: float) -> int:
        found = runs("ideastorm", {"campaign.community.stickiness": stickiness}, range(1, 4))
        return sum(int((run.customers["contributions"] > k).sum()) for run in found)

    assert many(-2.0) < many(0.0) < many(2.0)


def test_twice_the_audience_brings_less_than_twice_the_people_where_interest_thins():
    thin = {**SAME, "campaign.community.interested": 0.2, "campaign.community.dilution": 0.4}
    assert exponent(SAME, "idea-community", "newcomers") == pytest.approx(1.0, abs=0.1)
    assert exponent(thin, "idea-community", "newcomers") == pytest.approx(0.6, abs=0.1)


def test_where_ideas_get_taken_they_grow_more_slowly_than_the_people():
    calm = {**SAME, "segments.intrinsic": 1.5}  # so that they do not contribute at every visit
    taken = {**calm, "campaign.community.rivalry": 1.0}
    free, bound = (exponent(each, "idea-community", "ideas") for each in (calm, taken))
    assert bound < free - 0.2


def test_where_work_breeds_work_a_contribution_is_more_of_it_and_there_are_as_many():
    alone, together = (
        runs("open-source", {"campaign.community.spillover": s, "population.size": 300})
        for s in (0.0, 0.3)
    )
    pieces = [sum(run.ideas["pieces"].sum() for run in found) for found in (alone, together)]
    assert pieces[1] > 1.3 * pieces[0]


def test_who_hears_of_it_is_the_same_however_many_of_them_care():
    some = {"campaign.community.interested": 0.3, "campaign.outreach.word_of_mouth": 0.0}
    all_ = {"campaign.outreach.word_of_mouth": 0.0}
    for one, other in zip(runs("ideastorm", some), runs("ideastorm", all_), strict=True):
        assert one.timeline["unaware"].equals(other.timeline["unaware"])
        assert one.timeline["newcomers"].sum() < other.timeline["newcomers"].sum()


def test_after_the_call_people_only_vote_and_before_its_end_only_contribute():
    found = runs(
        "participatory-budget",
        {"campaign.selection.voting_time": 4.0, "campaign.selection.spotlight": 0.0},
    )
    for run in found:
        assert run.ideas["born"].max() < 8.0
        assert run.timeline["votes"][:8].sum() == 0 < run.timeline["votes"][8:].sum()


def test_voters_with_a_number_of_votes_spend_just_these():
    ballot = {
        "campaign.selection.voting_time": 4.0,
        "campaign.selection.votes_each": 3,
        "campaign.audience.views": 500.0,
        "behaviour.choice.vote": -20.0,
    }
    for run in runs("participatory-budget", ballot):
        spent = 4 * 500.0 * min(3, len(run.ideas))
        assert run.timeline["votes"].sum() == pytest.approx(spent, abs=5 * spent**0.5)


def test_a_budget_is_kept_to_and_a_larger_one_builds_no_less():
    costs = {"campaign.market.integration_cost": 100.0, "campaign.market.integration_cost_sd": 0.8}
    built = []
    for budget in (150.0, 300.0, 1e6):
        found = runs("participatory-budget", {"campaign.selection.budget": budget, **costs})
        for run in found:
            assert run.timeline["spent_integration"].sum() <= budget
        built.append(total(found, "selected"))
    assert 0 < built[0] < built[1] <= built[2]


def test_the_more_an_idea_is_liked_the_more_of_their_authors_come_back():
    def of_top_and_bottom(liked: float) -> float:
        found = runs(
            "threadless",
            {
                "behaviour.leaving.liked": liked,
                "population.represents": 60,
                "campaign.selection.spotlight": 0.0,
                "campaign.selection.votes_shown": 0.0,
                "campaign.audience.views": 2e5,
                "campaign.community.stickiness": 1.0,
            },
            range(1, 5),
        )
        shares = []
        for run in found:
            first = run.ideas[run.ideas["contribution"] == 1]
            again = run.customers.set_index("person")["contributions"] > 1
            rank = first.groupby("round")["votes"].rank(pct=True)
            back = again.reindex(first["author"]).to_numpy()
            shares.append(back[rank > 0.8].mean() - back[rank < 0.2].mean())
        return float(np.mean(shares))

    assert of_top_and_bottom(-2.0) > of_top_and_bottom(0.0) + 0.05
