"""Figures of the table of effects, against what can be counted by hand or in closed form."""

import math

import numpy as np
import pytest
from scipy.stats import binom, spearmanr

from cocreation_sim import simulate
from cocreation_sim.outcomes.played import CampaignRun
from cocreation_sim.scenario.behaviour import Voting
from cocreation_sim.scenario.scenario import load
from cocreation_sim.validation import by_rule, measures


def played(preset, changes=None):
    run = simulate(load(preset).vary(changes or {}))
    (name,) = run.scenario.campaigns
    return run, CampaignRun(run.scenario, run.tables, name)


@pytest.fixture(scope="module")
def community():
    return played("openideo", {"calendar.duration": 28.0})


@pytest.fixture(scope="module")
def project():
    return played("open-source", {"calendar.duration": 260.0})


def test_people_and_ideas_of_a_round(community):
    run, campaign = community
    each = run.ideas.groupby(["round", "author"]).size()
    assert measures.entrants_a_round(campaign) == len(each) / 4
    assert measures.ideas_an_entrant(campaign) == pytest.approx(each.mean())


def test_shares_are_those_of_the_tables(community):
    run, campaign = community
    people, ideas = run.customers[run.customers.state != "unaware"], run.ideas
    assert measures.joined(campaign) == (people.contributions > 0).mean()
    assert measures.fitting(campaign) == (ideas.fit > 0).mean()
    assert measures.goes_on(campaign, 1) == pytest.approx(
        (people.contributions > 1).sum() / (people.contributions > 0).sum()
    )
    displeased = people[(people.votes > 0) & (people.pleased == 0)]
    assert measures.demand_of_displeased(campaign) == pytest.approx(displeased.demand.mean())


def test_qualities_are_those_of_the_tables(community):
    run, campaign = community
    later = run.ideas[run.ideas.contribution > 1]
    assert measures.later_quality(campaign) == pytest.approx(later.quality.mean())
    best = run.ideas.groupby("round").quality.max()
    assert measures.best_of_round(campaign) == pytest.approx(best.mean())


def test_ranks_that_tie_are_shared():
    rng = np.random.default_rng(1)
    a, b = rng.normal(size=60), rng.poisson(1.0, 60)
    assert measures.rank_correlation(a, b) == pytest.approx(spearmanr(a, b).statistic)
    assert math.isnan(measures.rank_correlation(a, np.zeros(60)))


def test_votes_that_know_quality_keep_all_and_ignorant_ones_half():
    quality = np.arange(40.0)
    assert measures.kept_by_votes(quality, quality) == 1.0
    assert measures.kept_by_votes(-quality, quality) == 0.0
    assert measures.kept_by_votes(np.zeros(40), quality) == 0.5


# ---------------------------------------------------------------------- by rule


def test_without_herding_a_vote_more_does_nothing(community):
    _, campaign = played("openideo", {"calendar.duration": 28.0, "behaviour.voting.herding": 0.0})
    assert by_rule.one_vote_more(campaign) == 0.0
    assert by_rule.final_score(campaign) == pytest.approx(0.0, abs=1e-12)
    _, herd = community
    assert 0.2 < by_rule.one_vote_more(herd) < 0.45
    assert by_rule.final_score(herd) > 0.05


def test_votes_in_the_end_are_binomial_without_herding():
    p = Voting(herding=0.0)
    chance = 1 / (1 + math.exp(-p.support))
    assert by_rule.votes_in_the_end(0.0, 1, 50, p) == pytest.approx(binom(50, chance).mean())


def test_votes_in_the_end_of_two_looks_are_counted_by_hand():
    p = Voting()
    none, one = (by_rule.next_vote(np.array([0.0]), votes, p) for votes in (0, 1))
    by_hand = none * (1 + one) + (1 - none) * none
    assert by_rule.votes_in_the_end(0.0, 0, 2, p) == pytest.approx(by_hand)


def test_ranks_take_everybody_who_is_there_once(project):
    _, campaign = project
    top, others = by_rule.ranked(campaign, 0.0, 0.01), by_rule.ranked(campaign, 0.01, 1.0)
    assert len(top.stock) >= 1
    assert len(top.stock) + len(others.stock) == by_rule.present(campaign).sum()
    assert top.contributions.min() >= others.contributions.max()


def test_an_award_does_less_to_those_who_are_recognised_already(project):
    _, campaign = project
    one = np.ones(1, dtype=int)
    fresh = by_rule.Awarded(np.zeros(1), one, np.full(1, 0.5))
    known = by_rule.Awarded(np.full(1, 3.0), one, np.full(1, 0.5))
    assert by_rule.productivity(campaign, fresh) > by_rule.productivity(campaign, known) > 0.0
    assert by_rule.staying(campaign, fresh) > by_rule.staying(campaign, known) > 0.0


def test_without_recognition_an_award_does_nothing():
    off = {"calendar.duration": 52.0, "campaign.reward.recognition": 0.0}
    _, campaign = played("open-source", off)
    assert by_rule.newcomers_staying(campaign) == 0.0
    assert by_rule.AWARD_OTHERS.of(campaign) == 0.0
    assert by_rule.AWARD_LESS_ACTIVE.of(campaign) == 0.0


def test_a_reward_that_is_gone_leaves_less_free_choice_the_more_it_crowds_out():
    lost = (
        by_rule.free_choice(played("workshop", {"behaviour.motive.crowding_after": after})[1])
        for after in (0.0, 0.1, 0.2)
    )
    none, some, more = lost
    assert more < some < none == 0.0
