"""Stopping as soon as intervals are narrow enough, and what that makes of them."""

from __future__ import annotations

import runpy
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import cocreation_sim as cs
from cocreation_sim.experiments.until import StoppingRule
from tests.test_store import swept
from tests.test_sweep import PRIZE

ROOT = Path(__file__).resolve().parents[1]
COVER = runpy.run_path(str(ROOT / "benchmarks" / "stopping.py"))["cover"]


def runs_of(*values, outcome="cost"):
    """Runs of a design point for each list of values."""
    parts = [
        pd.DataFrame({"scenario_id": str(k), "campaign": "mine", outcome: each})
        for k, each in enumerate(values)
    ]
    return pd.concat(parts, ignore_index=True)


def test_widths_are_those_of_each_point():
    runs = runs_of([1.0, 2.0, 3.0], [1.0, 1.0, 1.0], [1.0, 2.0, 4.0])
    widths = StoppingRule("cost", width=5.0).widths(runs)
    assert widths[1] == 0
    assert widths[2] > widths[0] > 0
    assert StoppingRule("cost", width=float(widths[2])).reached(runs)
    assert not StoppingRule("cost", width=float(widths[2]) * 0.999).reached(runs)


def test_what_is_skewed_is_told_by_the_most_skewed_point():
    calm, skewed = [1.0, 2.0, 3.0] * 5, [1.0] * 14 + [30.0]
    until = StoppingRule("cost", width=1.0)
    assert until.caution(runs_of(calm)) == ""
    assert until.caution(runs_of([2.0, 2.0, 2.0])) == ""
    assert until.caution(runs_of([np.nan, np.nan])) == ""
    assert "the runs of 'cost' are skewed (skewness 3.87)" in until.caution(runs_of(calm, skewed))
    assert "skewness 3.87" in until.caution(runs_of([-x for x in skewed], calm))
    assert StoppingRule("failure_risk").caution(runs_of([0, 0, 1], outcome="failed")) == ""


def test_a_sweep_that_stops_on_a_skewed_mean_says_so(monkeypatch):
    said = "the runs of 'votes' are skewed"
    monkeypatch.setattr(StoppingRule, "caution", lambda self, runs: said)
    until = StoppingRule("votes", width=1e9)
    with pytest.warns(UserWarning, match=said):
        assert swept(None, 40, {PRIZE: [0]}, until=until).replications == 20
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        swept(None, 20, {PRIZE: [0]}, until=until)  # did not stop: all were played


def test_cover_is_what_the_docstring_says():
    """Loosely: 400 experiments; the script plays 4,000."""
    assert COVER("bell", 100, 400, 20) > 0.92
    assert COVER("risk 0.3", 100, 400, 20) > 0.92
    few, more = (COVER("log-normal, sigma 1.0", 100, 400, least) for least in (20, 100))
    assert 0.76 < few < 0.88
    assert few < more
    assert cs.StoppingRule.__doc__ is not None
    assert "82 to 88 %" in " ".join(cs.StoppingRule.__doc__.split())
