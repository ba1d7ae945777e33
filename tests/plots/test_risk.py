"""Pictures of a smoothed risk: what they show is what the surface says and the runs were."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from matplotlib.contour import ContourSet

from cocreation_sim import InputError, Range
from cocreation_sim.experiments.answers import scaled, smoothed
from cocreation_sim.plots import gallery as plots
from cocreation_sim.plots.curves import outcome_curves
from cocreation_sim.plots.ranges import is_range, parts
from cocreation_sim.plots.risk import risk_panels, risk_surface
from cocreation_sim.wording.numbers import percent
from tests.test_plots import assert_readable, written
from tests.test_sweep import CROWD, PRIZE, swept

PERIOD = "campaign.selection.round_length"
ROUNDS = "campaign.limits.contributions"
CELL = "campaign.cell"
CELLS = ("submitting", "co-designing", "tinkering", "collaborating")
RANGES = {PRIZE: Range(1, 5000, log=True), PERIOD: Range(1, 8), ROUNDS: Range(1, 9)}
TITLE = "failure risk (share of runs that fail)"


def with_runs(exp, **columns):
    """The experiment as if its runs had been others."""

    def reader(part, names):
        table = exp.reader(part, None)
        return table and pa.Table.from_pandas(table.to_pandas().assign(**columns))

    return replace(exp, reader=reader)


@pytest.fixture(scope="module")
def three():
    return swept({CELL: CELLS, **RANGES}, 3, design="lhs", samples=40)


@pytest.fixture(scope="module")
def two():
    return swept({PRIZE: RANGES[PRIZE], PERIOD: RANGES[PERIOD]}, 3, design="sobol", samples=32)


def test_the_sample_fails_now_and_then(three, two):
    assert 0.05 < three.runs["failed"].mean() < 0.95
    assert 0.05 < two.runs["failed"].mean() < 0.95


# ---------------------------------------------------------------- over one factor


@pytest.mark.parametrize(
    ("path", "label"), [(PRIZE, "prize (EUR)"), (PERIOD, "round length (weeks)")]
)
def test_a_curve_is_what_the_surface_says(three, path, label):
    figure = risk_surface(three, path)
    assert_readable(figure)
    ax = figure.axes[0]
    curve = ax.lines[0].get_xydata()
    surface = smoothed(three.only(None), [path])[0]
    share = scaled(three, path, curve[:, 0])[:, None]
    risk, low, high = surface.at(share)
    assert curve[:, 1] == pytest.approx(risk)
    assert [curve[0, 0], curve[-1, 0]] == pytest.approx([RANGES[path].low, RANGES[path].high])
    band = ax.collections[0].get_paths()[0].vertices
    for k in (0, 57, 200):
        at = band[np.isclose(band[:, 0], curve[k, 0]), 1]
        assert [at.min(), at.max()] == pytest.approx([low[k], high[k]])
    assert ax.get_xscale() == ("log" if path == PRIZE else "linear")
    assert ax.get_xlabel() == label
    assert ax.get_title(loc="left") == TITLE
    assert "Pooled over cell" in written(figure)


def test_dots_are_the_shares_that_were_seen(three):
    ax = risk_surface(three, PERIOD).axes[0]
    dots = ax.lines[1].get_xydata()
    runs = three.runs
    place = np.minimum(((runs[PERIOD] - 1) / 7 * 8).astype(int), 7)  # 120 runs: 8 parts
    assert dots[:, 1] == pytest.approx(runs.groupby(place)["failed"].mean().to_numpy())
    assert dots[:, 0] == pytest.approx(runs.groupby(place)[PERIOD].mean().to_numpy())


def test_parts_hold_enough_runs_and_are_not_too_many():
    assert parts(np.linspace(0, 1, 10)).max() == 2
    assert np.bincount(parts(np.linspace(0, 1, 10_000))).tolist() == pytest.approx(
        [833] * 12, abs=2
    )


# ---------------------------------------------------------------- over two factors


def shade(filled: ContourSet, x: float, y: float) -> tuple[float, float]:
    """Between which levels the map is at a place."""
    inside = [k for k, path in enumerate(filled.get_paths()) if path.contains_point((x, y))]
    return filled.levels[inside[-1]], filled.levels[inside[-1] + 1]


def test_a_map_is_what_the_surface_says_and_how_sure_it_is(two):
    figure = risk_surface(two)
    assert_readable(figure)
    left, right = figure.axes[:2]
    surface = smoothed(two.only(None), [PRIZE, PERIOD])[0]
    maps = [
        next(c for c in ax.collections if isinstance(c, ContourSet) and c.filled)
        for ax in (left, right)
    ]
    luck = np.random.default_rng(2)
    for x, y in luck.uniform(0.05, 0.95, (20, 2)):
        risk, low, high = surface.at([[x, y]])
        place = (5000**x, 1 + 7 * y)
        for filled, value in zip(maps, (risk, high - low), strict=True):
            least, most = shade(filled, *place)
            assert least - 0.012 <= value[0] <= most + 0.012
    for ax in (left, right):
        assert (ax.get_xscale(), ax.get_yscale()) == ("log", "linear")
        assert (ax.get_xlim(), ax.get_ylim()) == ((1, 5000), (1, 8))
    assert left.get_xlabel() == right.get_xlabel() == "prize (EUR)"
    assert left.get_ylabel() == "round length (weeks)"
    assert left.get_title(loc="left") == TITLE
    assert "width of its 95 % interval (percentage points)" in right.get_title(loc="left")
    scales = [ax for ax in figure.axes if ax.get_label() == "<colorbar>"]
    assert [t.get_text() for t in scales[0].get_yticklabels()][:3] == ["0 %", "10 %", "25 %"]
    assert [t.get_text() for t in scales[1].get_yticklabels()][:3] == ["0", "10", "25"]


def test_contour_lines_are_at_their_risks(two):
    figure = risk_surface(two)
    ax = figure.axes[0]
    lines = next(c for c in ax.collections if isinstance(c, ContourSet) and not c.filled)
    surface = smoothed(two.only(None), [PRIZE, PERIOD])[0]
    assert set(lines.levels) <= {0.1, 0.25, 0.5, 0.75, 0.9}
    for level, path in zip(lines.levels, lines.get_paths(), strict=True):
        x, y = path.vertices.T
        where = np.column_stack([scaled(two, PRIZE, x), scaled(two, PERIOD, y)])
        assert surface.at(where).risk == pytest.approx(np.full(len(x), level), abs=0.01)
    told = ", ".join(percent(level) for level in lines.levels)
    assert f"lines are at {told}" in written(figure).replace("\n", " ")


def test_design_points_are_shown(two):
    figure = risk_surface(two)
    expected = two.runs[[PRIZE, PERIOD]].drop_duplicates().sort_values(PRIZE).to_numpy()
    for ax in figure.axes[:2]:
        dots = np.asarray(ax.collections[-1].get_offsets())
        np.testing.assert_allclose(dots[np.argsort(dots[:, 0])], expected)


def test_a_risk_that_is_the_same_everywhere_has_no_lines(two):
    never = with_runs(two, failed=False, failed_because="", failed_at=np.nan, causes="")
    figure = risk_surface(never)
    assert_readable(figure)
    left = figure.axes[0]
    assert all(c.filled for c in left.collections if isinstance(c, ContourSet))
    assert "lines are at" not in written(figure)


def test_shared_luck_is_told(two):
    assert "share the luck of so few runs" in written(risk_surface(two)).replace("\n", " ")
    one = swept({PERIOD: Range(1, 8)}, 1, design="lhs", samples=10)
    assert "share the luck of one run, which" in written(risk_surface(one)).replace("\n", " ")
    many = swept({PERIOD: Range(1, 8)}, 20, design="lhs", samples=6)
    assert "share the luck" not in written(risk_surface(many))


def test_what_cannot_be_smoothed(three, two):
    with pytest.raises(InputError, match="3 factors with ranges; name one or two: "):
        risk_surface(three)
    with pytest.raises(
        InputError, match=r"no factor 'campaign\.sell'.*did you mean 'campaign\.cell'"
    ):
        risk_surface(three, "campaign.sell")
    with pytest.raises(InputError, match=r"'campaign\.cell' is no factor with a range of numbers"):
        risk_surface(three, [CELL, PRIZE])
    for paths in ([PRIZE, PRIZE], [PRIZE, PERIOD, ROUNDS], []):
        with pytest.raises(InputError, match="allowed are one or two different factors"):
            risk_surface(three, paths)
    with pytest.raises(InputError, match="there is no campaign 'yours'"):
        risk_surface(two, campaign="yours")


# ---------------------------------------------------------------- over many factors


def test_panels_show_each_factor_in_its_own_way(three):
    figure = risk_panels(three)
    assert_readable(figure)
    cells, prize, *_ = figure.axes
    risks = three.runs.groupby(CELL)["failed"].mean()
    assert cells.lines[0].get_ydata() == pytest.approx([risks[cell] for cell in CELLS])
    assert [t.get_text() for t in cells.get_xticklabels()] == list(CELLS)
    alone = risk_surface(three, PRIZE).axes[0]
    np.testing.assert_allclose(prize.lines[0].get_xydata(), alone.lines[0].get_xydata())
    labels = [ax.get_xlabel() for ax in figure.axes]
    assert labels == ["cell", "prize (EUR)", "round length (weeks)", "contributions (ideas)"]
    assert [ax.get_title(loc="left") for ax in figure.axes] == [TITLE, "", "", ""]


def test_more_panels_than_six_are_refused(three, monkeypatch):
    monkeypatch.setattr("cocreation_sim.plots.risk.MOST_PANELS", 3)
    with pytest.raises(InputError, match="varied 4 factors; a picture shows up to 3"):
        risk_panels(three)
    monkeypatch.setattr("cocreation_sim.plots.curves.MOST_PANELS", 3)
    with pytest.raises(InputError, match="varied 4 factors; a picture shows 1 to 3"):
        outcome_curves(three, "votes")


def test_other_outcomes_in_parts_of_the_ranges(three):
    figure = outcome_curves(three, "votes")
    assert_readable(figure)
    cells, prize, length, _ = figure.axes
    runs = three.runs
    place = np.minimum(((runs[PERIOD] - 1) / 7 * 8).astype(int), 7)
    assert length.lines[0].get_ydata() == pytest.approx(runs.groupby(place)["votes"].median())
    assert length.lines[0].get_xdata() == pytest.approx(runs.groupby(place)[PERIOD].mean())
    assert cells.lines[0].get_ydata() == pytest.approx(
        [runs.loc[runs[CELL] == cell, "votes"].median() for cell in CELLS]
    )
    tops = [c.get_paths()[0].vertices[:, 1].max() for c in prize.collections + length.collections]
    assert cells.get_ylim()[1] >= max(tops)
    assert prize.get_xscale() == "log"
    assert "90 % interval of one further run" in written(figure).replace("\n", " ")
    with pytest.raises(InputError, match="did you mean 'votes'"):
        outcome_curves(three, "vote")


def test_panels_beside_each_other_have_one_scale(three):
    rare = with_runs(three, votes=lambda runs: np.where(runs[PRIZE] > 3000, 100, 1))
    assert 0 < (rare.runs["votes"] == 100).sum() < 10
    axes = outcome_curves(rare, "votes").axes
    reach = [
        path.vertices[:, 1].max() for ax in axes for c in ax.collections for path in c.get_paths()
    ]
    assert axes[-1].get_ylim() == axes[0].get_ylim()
    assert axes[0].get_ylim()[1] > max(reach)


# ---------------------------------------------------------------- which of them is drawn


def test_an_experiment_over_ranges_chooses_its_picture(three, two):
    assert [ax.get_xlabel() for ax in three.plot().axes][:2] == ["cell", "prize (EUR)"]
    assert three.plot("votes").axes[0].get_title(loc="left") == "votes cast"
    assert "doubt" in two.plot().axes[1].get_title(loc="left")
    one = swept({PERIOD: Range(1, 8)}, 2, design="lhs", samples=10)
    assert [ax.get_title(loc="left") for ax in one.plot().axes] == [TITLE]
    mixed = swept({CELL: CELLS[:2], PERIOD: Range(1, 8)}, 2, design="lhs", samples=10)
    assert [ax.get_xlabel() for ax in mixed.plot().axes] == ["cell", "round length (weeks)"]


def test_a_long_table_of_points_is_drawn_as_a_sample():
    luck = np.random.default_rng(3)
    table = pd.DataFrame({PRIZE: luck.uniform(0, 500, 30), PERIOD: luck.uniform(1, 8, 30)})
    exp = swept(table, 1)
    assert is_range(exp, PRIZE)
    assert "doubt" in exp.plot().axes[1].get_title(loc="left")
    short = swept(table.iloc[:3], 1)
    assert not is_range(short, PRIZE)
    assert short.plot().axes[0].get_title(loc="left") == "ideas contributed"


def test_worlds_of_a_grid_are_no_ranges_to_draw():
    exp = swept({CROWD: [0.0, 1.0]}, 2, uncertain={PERIOD: Range(1, 8)}, samples=4)
    assert [ax.get_xlabel() for ax in exp.plot().axes] == ["crowd weight (0 to 1)"] * 2
    assert_readable(risk_surface(exp, PERIOD))
    assert_readable(risk_panels(exp))


def test_a_large_grid_keeps_its_size():
    exp = swept({PRIZE: [float(k) for k in range(12)], PERIOD: [1.0 + k / 4 for k in range(14)]}, 1)
    figure = plots.lever_map(exp)
    assert_readable(figure)
    assert max(figure.get_size_inches()) < 16
    shown = figure.axes[0].collections[0].get_array()
    table = exp.summary("submissions").pivot(index=PERIOD, columns=PRIZE, values="submissions")
    np.testing.assert_array_equal(np.asarray(shown).reshape(14, 12), table.to_numpy())
    ticks = figure.axes[0].get_xticks(), figure.axes[0].get_xticklabels()
    assert [(at, t.get_text()) for at, t in zip(*ticks, strict=True)][:2] == [
        (0.5, "0"),
        (2.5, "2"),
    ]
    assert "their intervals are in the summary" in written(figure)
