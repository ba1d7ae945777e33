"""The picture of a comparison: rows of its table, with units, and what cannot be drawn."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from cocreation_sim import InputError
from cocreation_sim.comparing import Comparison
from cocreation_sim.plots.comparison import differences
from cocreation_sim.plots.style import BLUE, GREY
from cocreation_sim.statistics.comparison import compare_runs
from cocreation_sim.wording.numbers import percent
from tests.test_plots import assert_readable, written
from tests.test_sweep import swept

RUNS = 40


@pytest.fixture(scope="module")
def experiment():
    return swept({}, 1)


@pytest.fixture(scope="module")
def tables():
    luck = np.random.default_rng(1)
    base = pd.DataFrame(
        {
            "replication_id": range(RUNS),
            "submissions": luck.integers(50, 90, RUNS),
            "one_timers": luck.uniform(0.4, 0.6, RUNS),
            "failed": luck.random(RUNS) < 0.5,
            "cost": luck.uniform(900, 1100, RUNS),
            "best_quality": luck.normal(2, 0.3, RUNS),
            "failed_at": luck.uniform(1, 8, RUNS),
            "votes": np.full(RUNS, 7),
        }
    )
    more = base.assign(
        submissions=base["submissions"] + luck.integers(0, 3, RUNS),
        one_timers=base["one_timers"] - 0.1 + luck.uniform(0, 0.05, RUNS),
        failed=base["failed"] & (luck.random(RUNS) < 0.4),
        cost=base["cost"] + luck.normal(0, 50, RUNS),
    )
    other = base.assign(submissions=base["submissions"] - luck.integers(0, 30, RUNS))
    return {"as it is": base, "a prize": more, "a longer name than fits in one line": other}


@pytest.fixture(scope="module")
def found(experiment, tables):
    return Comparison(experiment, compare_runs(tables))


def marks(ax) -> dict[float, object]:
    """The mark of each row."""
    return {float(line.get_ydata()[0]): line for line in ax.lines if line.get_marker() == "o"}


@pytest.mark.parametrize("outcome", ["submissions", "one_timers", "failed", "cost"])
def test_each_row_is_drawn_with_its_interval(found, outcome):
    ax = differences(found, outcome).axes[0]
    rows = found.table[found.table["outcome"] == outcome]
    scale = 100 if outcome in ("one_timers", "failed") else 1
    lines = [line for line in ax.lines if len(line.get_xdata()) == 2 and line.get_linewidth() > 2]
    for y, (row, line) in enumerate(zip(rows.itertuples(), lines, strict=True)):
        assert marks(ax)[y].get_xdata()[0] == pytest.approx(scale * row.difference)
        assert list(line.get_xdata()) == pytest.approx([scale * row.low, scale * row.high])
        told = not row.low <= 0 <= row.high
        assert marks(ax)[y].get_markerfacecolor() == (BLUE if told else "white")
        assert line.get_color() == (BLUE if told else GREY)
    low, high = ax.get_xlim()
    assert low < min(0, scale * rows["low"].min())
    assert high > max(0, scale * rows["high"].max())
    assert ax.get_ylim()[0] > ax.get_ylim()[1]  # the first design on top


def test_shares_of_runs_leave_ties_out(found, tables):
    ax = differences(found, ["submissions"]).axes[0]
    base, *others = (table["submissions"].to_numpy() for table in tables.values())
    texts = [text.get_text() for text in ax.texts if text.get_text()[0] in "↑↓"]
    expected = []
    for other in others:
        expected += [f"↑ {percent((other > base).mean())}", f"↓ {percent((other < base).mean())}"]
    assert texts == expected
    assert 0 < (others[0] == base).mean() < 1


def test_zero_is_always_in_view(experiment, tables):
    two = {name: tables[name] for name in ("as it is", "a prize")}
    ax = differences(Comparison(experiment, compare_runs(two, "submissions"))).axes[0]
    assert marks(ax)[0].get_xdata()[0] > 0 > ax.get_xlim()[0]


@pytest.mark.parametrize(
    ("outcome", "label", "title"),
    [
        ("submissions", "difference (ideas), baseline ", "ideas contributed"),
        ("one_timers", "difference (percentage points), baseline ", "share of contributors"),
        ("failed", "difference (percentage points), baseline ", "failure risk"),
        ("cost", "difference (EUR), baseline ", "spent"),
        ("failed_at", "difference (weeks), baseline ", "when campaigns fail"),
        ("best_quality", "difference (sd), baseline ", "quality of the best idea"),
    ],
)
def test_units_and_titles(found, tables, outcome, label, title):
    ax = differences(found, outcome).axes[0]
    mean = tables["as it is"][outcome].mean()
    said = ax.get_xlabel()
    assert said.startswith(label)
    told = float(said.removeprefix(label).removesuffix(" %").replace(",", ""))
    assert told == pytest.approx(mean * (100 if said.endswith("%") else 1), rel=0.01)
    assert ax.get_title(loc="left").startswith(title)


def test_six_outcomes_at_most(found):
    figure = found.plot()
    assert_readable(figure)
    shown = found.table["outcome"].unique()[:6]
    assert len(figure.axes) == len(shown) == 6
    assert "1 more outcomes are in the table" in written(figure)
    assert "“as it is”" in written(figure)
    assert f"{RUNS} runs with the same luck" in written(figure)
    assert "95 % interval (of an outcome, jointly)" in written(figure).replace("\n", " ")
    with pytest.raises(InputError, match="7 outcomes are to be drawn; allowed are 1 to 6"):
        differences(found, list(found.table["outcome"].unique()))
    with pytest.raises(InputError, match=r"'submission' was not compared.*did you mean 'submiss"):
        differences(found, "submission")


def test_no_difference_and_no_interval(experiment, tables):
    two = {name: tables[name].iloc[:1] for name in ("as it is", "a prize")}
    found = Comparison(experiment, compare_runs(two, ["cost", "votes", "failed_at"]))
    figure = found.plot()
    assert_readable(figure)
    assert written(figure).count("too few runs") == 3
    assert "in the one run" in written(figure)
    votes = differences(Comparison(experiment, compare_runs(tables)), "votes").axes[0]
    assert [t.get_text() for t in votes.get_xticklabels()] == ["0"]
    assert {text.get_text() for text in votes.texts} >= {"↑ 0 %", "↓ 0 %"}
