"""Holding the model against reality: effects, alternatives, and the whole table."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from cocreation_sim.cli import app
from cocreation_sim.outcomes import DESCRIPTIONS
from cocreation_sim.scenario.explain import parameter_at
from cocreation_sim.scenario.scenario import Scenario, load
from cocreation_sim.validation.alternatives import ALTERNATIVES, compare_alternatives
from cocreation_sim.validation.published import CALIBRATED, FITTED, INSIDE, MISS
from cocreation_sim.validation.responses import RESPONSES, respond
from cocreation_sim.validation.validate import Validation


@pytest.mark.parametrize("response", RESPONSES, ids=lambda r: r.name)
def test_effects_are_played_with_what_exists(response):
    base = load(response.scenario).vary(dict(response.fixed))
    for value in response.values:
        base.vary({response.lever: value})
    assert response.outcome in DESCRIPTIONS
    assert response.low <= response.value <= response.high


def test_an_elasticity_is_the_slope_of_logarithms():
    response = replace(RESPONSES[0], lever="prize", values=(1.0, 4.0), outcome="entries")
    entries = [8, 16, 5, 5, 9, 36]
    runs = pd.DataFrame(
        {"prize": [1.0, 4.0] * 3, "replication_id": [0, 0, 1, 1, 2, 2], "entries": entries}
    )
    assert response.effects(runs) == pytest.approx([0.5, 0.0, 1.0])


def test_a_difference_of_log_odds_is_paired_by_luck():
    response = next(r for r in RESPONSES if r.scale == "log odds")
    runs = pd.DataFrame(
        {response.lever: [1.0, 0.0], "replication_id": [4, 4], response.outcome: [0.56, 0.44]}
    )
    assert response.effects(runs) == pytest.approx(2 * np.log(0.56 / 0.44))


def test_effects_are_told_with_their_intervals():
    contests = replace(RESPONSES[0], fixed={"calendar.duration": 12.0, "population.size": 400})
    table = respond(6, responses=(contests,), workers=1, progress=False)
    (row,) = table.to_dict("records")
    assert row["low"] <= row["predicted"] <= row["high"]
    assert row["inside"] in (INSIDE, "yes (range)", MISS)


def test_rivals_change_parameters_that_exist_and_differ_from_the_defaults():
    assert ALTERNATIVES[0].changes == {}
    for alternative in ALTERNATIVES[1:]:
        assert Scenario().vary(dict(alternative.changes)) != Scenario()
        assert all(parameter_at(Scenario(), path) is not None for path in alternative.changes)


def test_a_rival_that_forbids_herding_on_approval_misses_what_one_vote_does(monkeypatch):
    monkeypatch.setattr("cocreation_sim.validation.alternatives.WORLDS", ())
    monkeypatch.setattr("cocreation_sim.validation.alternatives.RESPONSES", ())
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
    return Validation(published, communities, pd.DataFrame({"inside": [INSIDE, MISS]}))


def test_hits_and_misses_are_both_told():
    first, calibrated, second, third = small_validation().sentences
    assert "1 of 2" in first
    assert "missed: y of b." in first
    assert "Of 2 figures that the psychology was calibrated to" in calibrated
    assert "1 lie inside; missed: y of c." in calibrated
    assert "1 of 2" in second
    assert "outside: d" in second
    assert third.startswith("1 of 2")


def test_the_command_writes_what_it_found(tmp_path, monkeypatch):
    row = {"published": 1.0, "published_low": 1.0, "published_high": 1.0, "status": "R"}
    row |= {"preset": "a", "campaign": "a", "figure": "one_timers", "unit": "share", "source": "A1"}
    row |= {"predicted": 0.9, "low": 0.8, "high": 1.0, "inside": INSIDE, "replications": 2}
    published = pd.DataFrame([row | {"method": "sample"}])
    line = {"community": "c", "figure": "accepted_one_timers", "counted": 0.5, "predicted": 0.5}
    line |= {"low": 0.4, "high": 0.6, "inside": True, "outlying": 0.1, "joint": True}
    effect = {"effect": "e", "preset": "a", "predicted": 0.1, "low": 0.0, "high": 0.2}
    effect |= {"published": 0.1, "published_low": 0.0, "published_high": 0.2, "inside": INSIDE}
    effect |= {"source": "A1", "miss": ""}
    found = Validation(published, pd.DataFrame([line]), pd.DataFrame([effect]))
    monkeypatch.setattr("cocreation_sim.validation.validate.validate", lambda *a, **k: found)
    said = CliRunner().invoke(app, ["validate", "--all", "--out", str(tmp_path)])
    assert said.exit_code == 0, said.output
    assert "e: 0.1 (0 to 0.2); published 0.1" in said.stdout
    assert {p.name for p in tmp_path.iterdir()} == {
        "communities.csv", "communities.png", "effects.csv", "found.md",
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
