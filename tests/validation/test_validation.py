"""Holding the model against reality: effects, alternatives, and the whole table."""

import json

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from cocreation_sim.cli import app
from cocreation_sim.scenario.explain import parameter_at
from cocreation_sim.scenario.scenario import Scenario
from cocreation_sim.validation.alternatives import ALTERNATIVES, compare_alternatives
from cocreation_sim.validation.effects import Direction, Effect, Size
from cocreation_sim.validation.published import CALIBRATED, FITTED, INSIDE, MISS
from cocreation_sim.validation.validate import Validation


def test_rivals_change_parameters_that_exist_and_differ_from_the_defaults():
    assert ALTERNATIVES[0].changes == {}
    for alternative in ALTERNATIVES[1:]:
        assert Scenario().vary(dict(alternative.changes)) != Scenario()
        assert all(parameter_at(Scenario(), path) is not None for path in alternative.changes)


def test_a_rival_that_forbids_herding_on_approval_misses_what_one_vote_does(monkeypatch):
    monkeypatch.setattr("cocreation_sim.validation.alternatives.WORLDS", ())
    monkeypatch.setattr("cocreation_sim.validation.alternatives.EFFECTS", ())
    chosen = [r for r in ALTERNATIVES if r.name in ("as it is", "herding on exposure only")]
    with np.errstate(all="ignore"), pytest.warns(RuntimeWarning):
        table = compare_alternatives(1, alternatives=tuple(chosen)).set_index("mechanism")
    assert table.loc["as it is", "one vote more"] < 1
    assert table.loc["herding on exposure only", "one vote more"] > 10


def small_validation():
    published = pd.DataFrame(
        {
            "preset": ["a", "b", "c", "c", "c"],
            "figure": ["x", "y", "x", "y", "z"],
            "inside": [INSIDE, MISS, INSIDE, MISS, FITTED],
            "status": ["R", "C", CALIBRATED, CALIBRATED, FITTED],
        }
    )
    communities = pd.DataFrame({"community": ["c", "c", "d"], "joint": [True, True, False]})
    effects = [
        Effect("pay draws", "D3", "R", Direction(1)).row(np.array([0.1, 0.2, 0.15])),
        Effect("replies keep", "C3", "R", Size(0.5, 0.4, 0.6)).row(np.array([0.1, 0.2, 0.15])),
    ]
    return Validation(published, communities, pd.DataFrame(effects))


def test_hits_and_misses_are_both_told():
    first, calibrated, second, directions, sizes = small_validation().sentences
    assert "1 of 2" in first
    assert "missed: y of b." in first
    assert "Of 2 figures that the psychology was calibrated to" in calibrated
    assert "1 lie inside; missed: y of c." in calibrated
    assert "1 of 2" in second
    assert "outside: d" in second
    assert directions.startswith("1 of 1 published directions")
    assert sizes.startswith("0 of 1 published sizes")
    assert "missed: replies keep" in sizes


def test_the_command_writes_what_it_found(tmp_path, monkeypatch):
    row = {"published": 1.0, "published_low": 1.0, "published_high": 1.0, "status": "R"}
    row |= {"preset": "a", "campaign": "a", "figure": "one_timers", "unit": "share", "source": "A1"}
    row |= {"predicted": 0.9, "low": 0.8, "high": 1.0, "inside": INSIDE, "replications": 2}
    published = pd.DataFrame([row | {"method": "sample"}])
    line = {"community": "c", "figure": "accepted_one_timers", "counted": 0.5, "predicted": 0.5}
    line |= {"low": 0.4, "high": 0.6, "inside": True, "outlying": 0.1, "joint": True}
    effect = Effect("e", "A1", "R", Size(0.1, 0.0, 0.2)).row(np.array([0.125, 0.125]))
    found = Validation(published, pd.DataFrame([line]), pd.DataFrame([effect]))
    monkeypatch.setattr("cocreation_sim.validation.validate.validate", lambda *a, **k: found)
    said = CliRunner().invoke(app, ["validate", "--all", "--out", str(tmp_path)])
    assert said.exit_code == 0, said.output
    assert "e (A1): 0.125; published 0.1 (0 to 0.2): yes (range)" in said.stdout
    assert {p.name for p in tmp_path.iterdir()} == {
        "communities.csv", "communities.png", "effects.csv", "effects.png", "found.md",
        "published.csv", "published.png",
    }  # fmt: skip
    plain = CliRunner().invoke(app, ["validate", "--out", str(tmp_path), "--json"])
    assert json.loads(plain.stdout)["communities"][0]["joint"] is True


def test_numbers_that_are_not_allowed_are_refused_before_anything_is_played(tmp_path):
    refused = CliRunner().invoke(
        app, ["validate", "--replications", "0", "--out", str(tmp_path / "x")]
    )
    assert refused.exit_code == 2
    assert "replications" in refused.stderr
    assert not (tmp_path / "x").exists()
