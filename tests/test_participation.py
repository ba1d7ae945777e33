"""Figures of participation over time, against what can be counted by hand."""

import math

import numpy as np
import pytest

import cocreation_sim as cs
from cocreation_sim.outcomes import participation
from cocreation_sim.outcomes.measures import gini
from cocreation_sim.outcomes.participation import WEEKS_A_MONTH

CONTEST = cs.load("innocentive").vary(
    {"calendar.duration": 40.0, "calendar.period": 1.0, "campaign.selection.round_length": 10.0}
)


def played(scenario, **how):
    run = cs.simulate(scenario, seed=3, **how)
    return run, run.outcome


def test_nobody_had_the_time():
    assert math.isnan(participation.still_active(np.array([5.0]), np.array([9.0]), 6.0, 10.0))


def test_shares_of_those_still_active_are_counted_from_the_customers():
    run, outcome = played("ideastorm")
    people = run.customers[run.customers["contributions"] > 0]
    for months in (3, 12):
        after = months * WEEKS_A_MONTH
        had_time = people[people["first_contribution"] <= run.timeline["time"].max() - after]
        still = had_time["last_contribution"] - had_time["first_contribution"] >= after
        assert outcome[f"active_{months}m"] == pytest.approx(still.mean())
    assert 0 < outcome["active_12m"] < outcome["active_3m"] < 1


def test_accepted_work_is_counted_from_the_ideas():
    run, outcome = played("apache")
    merged = run.ideas[run.ideas["fate"] == "selected"].groupby("author")["born"]
    after = 3 * WEEKS_A_MONTH
    spans = (merged.max() - merged.min())[merged.min() <= run.timeline["time"].max() - after]
    assert outcome["accepted_active_3m"] == pytest.approx((spans >= after).mean())


def test_who_comes_back_is_counted_by_what_became_of_the_first_round():
    run, outcome = played("ideastorm")
    rounds = run.ideas.groupby("author")["round"]
    later = rounds.max() > rounds.min()
    opening = run.ideas[run.ideas["round"] == rounds.transform("min")]
    chosen = opening[opening["fate"] == "selected"]["author"].unique()
    assert outcome["one_round_only"] == pytest.approx(1 - later.mean())
    assert outcome["again_selected"] == pytest.approx(later[chosen].mean())
    assert outcome["again_not_selected"] == pytest.approx(later.drop(chosen).mean())
    people = run.customers[run.customers["contributions"] > 0]
    assert outcome["again"] == pytest.approx((people["contributions"] > 1).mean())
    assert math.isnan(outcome["again_unfinished"])
    assert math.isnan(played("apache")[1]["one_round_only"])


def test_figures_of_contests_are_counted_from_the_tables():
    run, outcome = played(CONTEST)
    people = run.customers[run.customers["contributions"] > 0].set_index("person")
    assert outcome["entrants"] == len(people)
    assert outcome["entry_one_timers"] == pytest.approx((people["contributions"] == 1).mean())
    assert outcome["entry_concentration"] == pytest.approx(gini(people["contributions"]))
    assert outcome["never_finished"] == pytest.approx((people["ideas"] == 0).mean())
    entries = run.timeline["entries"]
    early = entries[(run.timeline["period"] - 1) % 10 < 2].sum()
    assert outcome["entered_first_fifth"] == pytest.approx(early / entries.sum())
    late = run.ideas["born"] % 10 >= 8
    assert outcome["finished_last_fifth"] == pytest.approx(late.mean())
    first = run.ideas[run.ideas["contribution"] == 1]["author"]
    again = people["contributions"] > 1
    assert outcome["again_finished"] == pytest.approx(again[first].mean())
    assert outcome["again_unfinished"] == pytest.approx(again.drop(first).mean())


def test_without_fifths_or_contests_there_is_nothing_to_tell():
    coarse = CONTEST.vary({"calendar.period": 4.0, "calendar.duration": 40.0})
    assert math.isnan(played(coarse)[1]["entered_first_fifth"])
    assert math.isnan(played("ideastorm")[1]["entrants"])


def test_a_campaign_that_starts_later_counts_from_its_start():
    late = CONTEST.vary({"campaign.start": 3.0, "calendar.duration": 43.0})
    run, outcome = played(late)
    entries = run.timeline["entries"]
    early = entries[(run.timeline["period"] - 4) % 10 < 2].sum()
    assert outcome["entered_first_fifth"] == pytest.approx(early / entries.sum())


def test_customers_count_what_they_know_to_be_selected():
    """The firm's count is at once; the news takes its time, and may come after the end."""
    late = cs.load("open-source").vary({"calendar.duration": 13.0, "campaign.dialogue.delay": 3.0})
    run = cs.simulate(late)
    weight = late.population.represents
    assert run.outcome["selected"] == run.timeline["selected"].sum()
    assert run.customers["selected"].sum() * weight < run.timeline["selected"].sum()


def test_customers_votes_are_their_own():
    run, outcome = played("openideo")
    own = run.customers["votes"].sum() * run.scenario.population.represents
    assert 0 < own < run.timeline["votes"].sum() == outcome["votes"]
