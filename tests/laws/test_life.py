"""How campaigns age: what they draw rises and falls, and open work runs out."""

import numpy as np
import pandas as pd

import cocreation_sim as cs

YEARS = 5.0
SEEDS = range(1, 9)


def lives(changes: dict[str, float]) -> list[cs.Run]:
    scenario = cs.load("open-source").vary(
        {"calendar.duration": 52 * YEARS, "population.size": 1000, **changes}
    )
    return [cs.simulate(scenario, seed) for seed in SEEDS]


def halves(runs: list[cs.Run], column: str) -> np.ndarray:
    """Of each run: the sum over the first half of its life, and over the second."""
    tables = [run.timeline for run in runs]
    half = len(tables[0]) // 2
    return np.array([[t[column][:half].sum(), t[column][half:].sum()] for t in tables])


def first_contributions(runs: list[cs.Run]) -> pd.Series:
    return pd.concat([run.customers["first_contribution"].dropna() for run in runs])


def test_newcomers_gather_around_the_peak():
    early, late = (
        first_contributions(lives({"campaign.outreach.rise": 3.0, "campaign.outreach.peak": peak}))
        for peak in (52.0, 208.0)
    )
    steady = first_contributions(lives({}))
    assert early.median() + 20.0 < steady.median() < late.median() - 20.0


def test_where_work_runs_out_those_who_know_the_way_do_less_and_newcomers_still_come():
    ever, ending = lives({}), lives({"campaign.brief.work_life": 52.0})
    change = halves(ending, "contributions").sum(0) / halves(ever, "contributions").sum(0)
    assert change[1] < 0.6 * change[0] < 0.6
    come = halves(ending, "newcomers").sum(0) / halves(ever, "newcomers").sum(0)
    assert np.all(np.abs(come - 1.0) < 0.15)


def test_what_is_switched_off_changes_nothing():
    changed = {"campaign.outreach.rise": 0.0, "campaign.outreach.peak": 7.0}
    for one, other in zip(lives({}), lives(changed), strict=True):
        pd.testing.assert_frame_equal(one.timeline, other.timeline)
