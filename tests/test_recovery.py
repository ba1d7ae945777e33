"""Whether calibration finds what is known: the study of it, and a small one that runs here."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from cocreation_sim.predicting.series import read_series
from cocreation_sim.randomness import run_node
from experiments.backtest import fading
from experiments.backtest import run as backtest
from experiments.recovery import run, telling

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "experiments" / "recovery"
SMALL = replace(run.WORLDS[0], weeks=(52,))
SIZE = "population.size ×"


# ---------------------------------------------------------------------- a small recovery


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    rows = run.recovered(SMALL, 24, 256, folder=tmp_path_factory.mktemp("libraries"))
    return telling.Found(rows, seed=1)


def test_intervals_hold_the_truth_as_often_as_they_say(small):
    every = small.judged
    assert small.campaigns >= 18
    assert 0.86 < every["in_90"].mean() < 0.94
    assert 0.42 < every["in_50"].mean() < 0.58
    assert 0.45 < every["rank"].mean() < 0.55
    size = every[every["parameter"] == SIZE]
    assert size["in_90"].mean() > 0.7
    assert 0.3 < size["rank"].mean() < 0.7


def test_what_is_said_of_the_crowd_is_about_this_campaign(small):
    size = small.judged[small.judged["parameter"] == SIZE]
    assert size["width"].mean() < 0.85
    assert np.corrcoef(size["truth"], size["middle"])[0, 1] > 0.5
    nothing = small.judged[small.judged["parameter"] == "behaviour.contest.finish +"]
    assert nothing["width"].min() > 0.7  # suggestion boxes have no deadline to finish by


def test_campaigns_without_a_contribution_are_refused_and_counted(small):
    judged, refused = small.histories
    assert refused > 0
    assert judged + refused == 24 * 2 * 2


# ---------------------------------------------------------------------- files


def test_files_are_read_as_they_were_counted(tmp_path):
    truths = run.campaigns(SMALL, 4)
    for shaken in (False, True):
        counts = run.histories(truths, shaken)
        file = tmp_path / "mine.csv"
        most = int(counts[0].sum(axis=1).argmax())
        file.write_text(run.as_csv(counts[:, most, :52], run.COLUMNS["and people"]))
        series = read_series(file)
        assert series.interval == "week"
        assert np.array_equal(series.contributions, counts[0, most, :52])
        assert np.array_equal(series.contributors, counts[1, most, :52])
        assert np.array_equal(series.newcomers, counts[2, most, :52])


def test_truths_share_no_luck_with_the_library():
    mine, kept = run.campaigns(SMALL, 4), run.campaigns(SMALL, 4, run.SEED)
    assert not np.isin(mine.shares, kept.shares).any()
    for truth in (run.TRUTH, fading.TRUTH):
        lives = {run_node(run.SEED, life) for life in range(3000)}
        assert lives.isdisjoint(run_node(truth, campaign) for campaign in range(400))
    assert run.SEED == backtest.SEED


# ---------------------------------------------------------------------- what is told


def made_up(inside: float, count: int = 60) -> telling.Found:
    """Campaigns whose identified intervals hold the truth so often."""
    places = np.arange(count)
    rank = np.where(places < inside * count, 0.06 + 0.88 * places / count, 0.99)
    parts = []
    for shaken in (False, True):
        for name in (SIZE, "segments.pace ×"):
            known = name == SIZE
            ranks = rank if known else (places + 0.5) / count
            parts.append(
                pd.DataFrame(
                    {
                        "world": "ordinary", "campaign": places, "weeks": 52,
                        "columns": "and people", "shaken": shaken, "parameter": name,
                        "truth": 0.5, "middle": 0.5, "width": 0.3 if known else 0.98,
                        "identified": known, "in_90": np.abs(ranks - 0.5) <= 0.45,
                        "in_50": np.abs(ranks - 0.5) <= 0.25, "rank": ranks,
                    }
                )
            )  # fmt: skip
    return telling.Found(pd.concat(parts, ignore_index=True), seed=1)


@pytest.mark.parametrize(("inside", "word"), [(0.9, "inside"), (0.7, "OUTSIDE"), (1.0, "OUTSIDE")])
def test_what_is_outside_is_said_to_be(inside, word):
    found = made_up(inside)
    share, low, high = found.coverage(found.identified)
    assert share == pytest.approx(inside, abs=0.02)
    assert low <= share <= high
    said = telling.text(found, 64, 60, "`made up`")
    assert f", {word} the 85 to 95 %" in said.replace("\n", " ")
    assert "Never identified: `pace ×`." in said.replace("\n", " ")
    assert not re.search(r"\bnan\b", said)
    assert max(len(line) for line in said.splitlines() if not line.startswith("|")) <= 100
    assert isinstance(telling.picture(found), Figure)


def test_intervals_over_campaigns_take_a_campaign_whole():
    found = made_up(0.9)
    twice = telling.Found(pd.concat([found.rows, found.rows]), found.seed)
    assert twice.coverage(twice.identified) == found.coverage(found.identified)


def test_the_answer_stands_on_its_table():
    said = (FOLDER / "found.md").read_text(encoding="utf-8")
    flat = said.replace("\n", " ")
    table = pd.read_csv(FOLDER / "summary.csv")
    total = table[["intervals", "identified", "held_90", "held_50"]].sum()
    share = round(100 * total["held_90"] / total["identified"])
    assert re.search(rf"held the true value in {share} % \(", flat)
    assert f"those of 50 % in {round(100 * total['held_50'] / total['identified'])} % (" in flat
    assert f"{total['identified']:,} intervals of" in flat
    assert f"Of all {total['intervals']:,} intervals" in flat
    assert ("inside the 85 to 95 %" in flat) == (85 <= share <= 95)
    campaigns = int(re.search(r"(\d+) simulated campaigns", flat)[1])
    assert campaigns >= 300
    assert {world.preset for world in run.WORLDS} == set(table["world"])
    assert (FOLDER / "plot.png").read_bytes().startswith(b"\x89PNG")


def test_the_document_tells_what_was_found():
    said = (FOLDER / "found.md").read_text(encoding="utf-8").replace("\n", " ")
    document = (ROOT / "docs" / "forecasting.md").read_text(encoding="utf-8").replace("\n", " ")
    share = re.search(r"held the true value in (\d+ %)", said)[1]
    assert f"held the true value in {share} of identified cases" in document
