"""Laws 7 (twice of everything), 11 (names do not matter) and 13 (nor does the period)."""

import numpy as np
import pytest
from scipy import stats

from cocreation_sim.runs import simulate
from cocreation_sim.scenario.scenario import Scenario
from tests.scenarios import certainty, contest, figures, idea_box, one_firm, play, rivals, studio

# ---------------------------------------------------------------------- law 7

# Reached bit by bit; looks are scarce, so that votes grow with the people who vote.
TOWN = {
    "segments.aware": 0.0,
    "segments.money": 1.5,
    "segments.intrinsic": 0.7,
    "campaign.reward.prize": 1000.0,
    "campaign.dialogue.answered": 0.8,
    "campaign.selection.shelf_life": 10.0,
    "behaviour.choice.contribute": -3.0,
    "behaviour.choice.vote": -1.0,
    "behaviour.voting.ballots": 2,
}
SHARED = {
    "campaign.outreach.spend": 20.0,
    "campaign.outreach.launch_spend": 50.0,
    "campaign.review.capacity": 6.0,
    "campaign.fixed_cost": 10.0,
}
COUNTS = (
    "submissions contributors votes interesting selected read aware engaged disengaged"
    " spent_outreach spent_running spent_prizes spent_review"
)


def town(times: int, winners: int = 2) -> Scenario:
    """A town with so many times the people and what they share."""
    shared = {path: times * value for path, value in SHARED.items()}
    return one_firm(
        {**TOWN, **shared, "population.size": 150 * times, "campaign.selection.winners": winners}
    )


def test_law_07_twice_of_everything_brings_twice_of_everything_but_not_without_the_winners():
    one, two, shared = (figures(town(n, w), COUNTS, 60) for n, w in ((1, 2), (2, 4), (2, 2)))
    for name, a, b in zip(COUNTS.split(), one.T, two.T, strict=True):
        ratio = b.mean() / a.mean()
        error = ratio * np.hypot(stats.sem(a) / a.mean(), stats.sem(b) / b.mean())
        assert abs(ratio - 2) < 0.03 + 4 * error, name
        assert error < 0.25, name
    for a, b, c in zip(one.T[:2], two.T[:2], shared.T[:2], strict=True):
        assert certainty(2 * a - c) > 3
        assert certainty(b - c) > 3


# ---------------------------------------------------------------------- law 11

RUNS = 150
REPORTED = ["submissions", "contributors", "votes", "interesting", "best_quality", "selected",
            "engaged", "loyalty", "cost"]  # fmt: skip


def renamed(scenario: Scenario, firm: str = "", segment: str = "") -> Scenario:
    """The same scenario with another name for its firm or its segment."""
    population = scenario.population
    if segment:
        (people,) = population.segments.values()
        population = population.model_copy(update={"segments": {segment: people}})
    campaigns = {firm: scenario.campaign} if firm else scenario.campaigns
    return scenario.model_copy(update={"campaigns": campaigns, "population": population})


def halves(scenario: Scenario) -> Scenario:
    """The same scenario with its segment split in two identical halves."""
    (people,) = scenario.population.segments.values()
    return scenario.vary({"population.segments": {"left": people, "right": people}})


def assert_same_distribution(one: np.ndarray, other: np.ndarray) -> None:
    """Kolmogorov and Smirnov see no difference in any column, nor does the mean."""
    for name, a, b in zip(REPORTED, one.T, other.T, strict=True):
        assert stats.ks_2samp(a, b, method="asymp").pvalue > 0.001, name
        assert abs(a.mean() - b.mean()) < 3.5 * np.hypot(stats.sem(a), stats.sem(b)) + 1e-9, name


WORLD_BY_KIND = {"idea box": idea_box, "studio": studio, "contest": contest}


RENAMINGS = {
    "another firm": lambda s: renamed(s, firm="an entirely different name"),
    "another segment": lambda s: renamed(s, segment="folk"),
    "two halves": halves,
}


@pytest.mark.parametrize("kind", WORLD_BY_KIND)
def test_law_11_names_do_not_matter(kind):
    scenario = WORLD_BY_KIND[kind]()
    outcomes = figures(scenario, REPORTED, RUNS)
    for change in RENAMINGS.values():
        changed = figures(change(scenario), REPORTED, RUNS)
        assert_same_distribution(outcomes, changed)
        assert (outcomes[:, 0] != changed[:, 0]).any()  # other people, other luck


def test_law_11_the_order_in_which_things_are_declared_is_nothing_at_all():
    market = rivals()
    backwards = market.model_copy(
        update={
            "campaigns": dict(reversed(market.campaigns.items())),
            "population": market.population.model_copy(
                update={"segments": dict(reversed(market.population.segments.items()))}
            ),
        }
    )
    one, other = (simulate(s, 1).tables for s in (market, backwards))
    for part in ("ideas", "customers", "timeline"):
        for firm in market.campaigns:
            np.testing.assert_equal(getattr(one, part)[firm], getattr(other, part)[firm])


# ---------------------------------------------------------------------- law 13

PERIODS = (0.5, 1 / 7, 1 / 14)  # half a week, a day, half a day
ANSWERING = {"campaign.dialogue.answered": 0.5, "campaign.outreach.word_of_mouth": 0.1}


@pytest.mark.parametrize("kind", ["idea box", "contest"])
def test_law_13_a_shorter_period_leaves_every_distribution_unchanged(kind):
    scenario = WORLD_BY_KIND[kind](ANSWERING)
    weekly = figures(scenario, REPORTED, RUNS)
    other_luck = figures(scenario, REPORTED, RUNS, first=RUNS)
    allowed = 0.03 * np.abs(weekly.mean(axis=0)) + stats.sem(weekly, axis=0)
    for period in PERIODS:
        finer = figures(scenario.vary({"calendar.period": period}), REPORTED, RUNS)
        assert_same_distribution(finer, other_luck)
        assert np.all(np.abs(finer.mean(axis=0) - weekly.mean(axis=0)) <= allowed)


def test_law_13_days_within_a_week_are_the_same_days():
    weeks = idea_box()
    days = weeks.vary({"calendar.period": 1 / 7})
    for one, other in zip(play(weeks, 3), play(days, 3), strict=True):
        np.testing.assert_equal(one.tables.ideas, other.tables.ideas)
        np.testing.assert_equal(one.tables.customers, other.tables.customers)
        for flow in ("ideas", "votes", "read", "spent_pay", "spent_running"):
            assert one.timeline[flow].sum() == other.timeline[flow].sum()
