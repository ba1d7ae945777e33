"""The picture of a sensitivity analysis: indices of the table, luck, units, and bad tables."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from cocreation_sim import InputError, Range, Scenario
from cocreation_sim.plots.sensitivity import influence
from cocreation_sim.plots.style import VERMILLION
from tests.test_plots import assert_readable, written
from tests.test_sweep import CROWD, PRIZE, swept

FACTORS = [PRIZE, CROWD, "campaign.outreach.spend"]
RECOGNITION = "campaign.reward.recognition"


def morris(**changes) -> pd.DataFrame:
    rows = []
    for outcome, scale in (("failed", 1.0), ("submissions", 100.0)):
        for k, factor in enumerate(FACTORS):
            size = scale * (0.1, 0.5, 0.3)[k]
            rows.append(
                {
                    "outcome": outcome,
                    "factor": factor,
                    "mu_star": size,
                    "mu_star_low": size - 0.05 * scale,
                    "mu_star_high": size + 0.05 * scale,
                    "mu": size * (-1.0, 1.0, 0.5)[k],
                    "sigma": 0.2 * scale,
                    "noise": 0.25 if outcome == "failed" else 0.5,
                    "residual_noise": 0.3 if outcome == "failed" else 0.1,
                    "left_out": 0,
                }
            )
    return pd.DataFrame(rows).assign(**changes)


def sobol(**changes) -> pd.DataFrame:
    table = pd.DataFrame({"outcome": "votes", "factor": FACTORS, "first": [0.1, 0.5, -0.02]})
    table = table.assign(first_low=table["first"] - 0.2, first_high=table["first"] + 0.2)
    table = table.assign(
        total=[0.2, 0.6, 0.1], total_low=[0.1, 0.4, 0.0], total_high=[0.3, 1.2, 0.2]
    )
    return table.assign(noise=0.4, residual_noise=0.02, left_out=2).assign(**changes)


def segments(ax) -> list[list[tuple[float, float]]]:
    """Ends of all intervals, from top to bottom."""
    found = [seg for lines in ax.collections for seg in lines.get_segments()]
    return [list(map(tuple, seg)) for seg in sorted(found, key=lambda seg: seg[0][1])]


def test_morris_as_the_table_has_it():
    table = morris()
    figure = influence(table, Scenario())
    assert_readable(figure)
    for ax, outcome, scale in zip(figure.axes, ("failed", "submissions"), (100, 1), strict=True):
        rows = table[table["outcome"] == outcome].sort_values("mu_star", ascending=False)
        for y, (row, seg) in enumerate(zip(rows.itertuples(), segments(ax), strict=True)):
            ends = [(scale * row.mu_star_low, y), (scale * row.mu_star_high, y)]
            assert np.allclose(seg, ends)
        marks = {line.get_ydata()[0]: line for line in ax.lines if line.get_marker() in "^vo"}
        assert [marks[y].get_xdata()[0] for y in range(3)] == pytest.approx(
            (scale * rows["mu_star"]).tolist()
        )
        assert [marks[y].get_marker() for y in range(3)] == ["^", "o", "v"]
        sigma = next(line for line in ax.lines if line.get_marker() == "|")
        assert list(sigma.get_xdata()) == pytest.approx((scale * rows["sigma"]).tolist())
    names = [text.get_text() for text in figure.axes[0].get_yticklabels()]
    assert names == ["crowd weight (0 to 1)", "spend (EUR/week)", "prize (EUR)"]
    assert figure.axes[0].get_xlabel() == "mean size of the effect (percentage points)"
    assert figure.axes[1].get_xlabel() == "mean size of the effect (ideas)"


def test_no_direction_where_the_effect_may_be_none():
    ax = influence(morris(mu_star_low=0.0), Scenario()).axes[0]
    assert {line.get_marker() for line in ax.lines if len(line.get_xdata()) == 1} == {"o"}


def test_luck_is_told_and_too_much_of_it_is_warned_of():
    figure = influence(morris(), Scenario())
    one, other = ([t for t in ax.texts if t.get_text()] for ax in figure.axes)
    assert "luck is 25 % of a single run’s variance" in [t.get_text() for t in one]
    warned = [t for t in one if "more\nreplications" in t.get_text() or "more repl" in t.get_text()]
    assert warned
    assert warned[0].get_text().startswith("luck is 30 % of what is shown")
    assert warned[0].get_color() == VERMILLION
    assert [t.get_text() for t in other] == ["luck is 50 % of a single run’s variance"]
    alone = influence(morris(noise=np.nan, residual_noise=np.nan), Scenario())
    assert "with one replication luck cannot be seen" in written(alone)


def test_sobol_as_the_table_has_it():
    table = sobol()
    figure = influence(table, Scenario())
    assert_readable(figure)
    ax = figure.axes[0]
    rows = table.sort_values("total", ascending=False)
    drawn = segments(ax)
    for y, row in enumerate(rows.itertuples()):
        first, total = drawn[2 * y], drawn[2 * y + 1]
        assert [x for x, _ in first] == pytest.approx([row.first_low, row.first_high])
        assert [x for x, _ in total] == pytest.approx([row.total_low, row.total_high])
    firsts, totals = (next(li for li in ax.lines if li.get_marker() == m) for m in "os")
    assert list(firsts.get_xdata()) == rows["first"].tolist()
    assert list(totals.get_xdata()) == rows["total"].tolist()
    assert ax.get_xlim()[0] < -0.22
    assert ax.get_xlim()[1] > 1.2
    assert ax.get_xlabel() == "share of the variance of the means"
    assert ax.get_title(loc="left") == "votes cast"
    assert "2 parts of the sample" in written(figure).replace("\n", " ")


def test_where_nothing_varies():
    nothing = dict.fromkeys(["first", "first_low", "first_high", "total", "total_low"], np.nan)
    figure = influence(sobol(**nothing, total_high=np.nan, noise=np.nan), Scenario())
    assert_readable(figure)
    assert "the same in all runs" in written(figure)


def test_the_level_is_told_where_the_table_knows_it():
    assert "Lines: 90 % intervals" in written(influence(sobol(level=0.9), Scenario()))


def test_other_tables_are_refused():
    with pytest.raises(InputError, match="it has no column 'outcome'"):
        influence(pd.DataFrame({"factor": ["a"]}), Scenario())
    with pytest.raises(InputError, match="it has no indices"):
        influence(morris().drop(columns="mu_star"), Scenario())
    many = pd.concat([sobol(outcome=str(k)) for k in range(7)])
    with pytest.raises(InputError, match="7 outcomes; a picture shows up to 6"):
        influence(many, Scenario())


@pytest.mark.parametrize("design", ["morris", "saltelli"])
def test_an_experiment_draws_its_indices(design):
    ranges = {PRIZE: Range(0, 2000), RECOGNITION: Range(0, 1)}
    exp = swept(ranges, 2, design=design, samples=4)
    figure = exp.plot("votes")
    assert_readable(figure)
    titles = [ax.get_title(loc="left") for ax in figure.axes]
    assert titles == ["failure risk", "votes cast"]
    table = exp.sensitivity(["failed", "votes"])
    key = "mu_star" if design == "morris" else "total"
    marks = "^vo" if design == "morris" else "s"
    votes = table.loc[table["outcome"] == "votes", key]
    drawn = [
        x for line in figure.axes[1].lines if line.get_marker() in marks for x in line.get_xdata()
    ]
    assert sorted(drawn) == pytest.approx(sorted(votes))
