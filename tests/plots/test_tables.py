"""Tables for a terminal: what is the same in all runs, and what luck does."""

from __future__ import annotations

import math

import pytest

import cocreation_sim as cs
from cocreation_sim import simulate
from cocreation_sim.cli.tables import sensitivity_sentences, sensitivity_table
from cocreation_sim.reports.run import _outcomes as all_outcomes
from cocreation_sim.statistics.sensitivity import SAME, constant_outcomes
from tests.test_sweep import PRIZE, small, swept

SPREAD = {PRIZE: cs.Range(0, 500), "campaign.crowd_weight": cs.Range(0, 1)}
HOPELESS = {"campaign.outreach.spend": 0.0, "segments.aware": 0.001}


@pytest.fixture(scope="module", params=["morris", "saltelli"])
def hopeless(request):
    """Everything fails, in each of four runs."""
    exp = swept(SPREAD, 4, small().vary(HOPELESS), design=request.param, samples=4)
    assert exp.runs["failed"].all()
    return exp


def test_what_every_run_has_is_not_put_down_to_one_replication(hopeless):
    table = hopeless.sensitivity(["failed", "aware"])
    assert constant_outcomes(table)[0] == "failed"
    told = sensitivity_sentences(table)
    assert f"failed: {SAME}." in told
    assert "one replication" not in " ".join(told)
    assert "failed" not in [row[0] for row in sensitivity_table(table)[0]]


def test_a_table_of_constants_alone_is_a_sentence(hopeless):
    table = hopeless.sensitivity("failed")
    assert sensitivity_sentences(table) == [f"failed: {SAME}."]
    assert len(sensitivity_table(table)[0]) == 1  # the heading


def test_reports_say_it_too(hopeless, tmp_path):
    page = hopeless.report(tmp_path / "found.html").read_text(encoding="utf-8")
    assert f"Failure risk: {SAME}." in page


def test_one_replication_is_still_told_of():
    exp = swept(SPREAD, 1, design="morris", samples=6)
    table = exp.sensitivity("submissions")
    assert math.isnan(table["noise"].iloc[0])
    assert "with one replication luck cannot be told" in sensitivity_sentences(table)[0]


def test_more_than_all_of_the_revenue_is_explained():
    run = simulate("workshop")
    why = "Share of the revenue that contributors got: above 100 % where prizes, pay and royalties"
    for part, explained in ((0.4, False), (1.4, True)):
        table = all_outcomes(run, run.outcome.to_dict() | {"contributors_share": part})
        assert (why in table.note) == explained
