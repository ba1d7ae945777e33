"""The picture of scenario discovery: its trajectory, its box, and the box's limits."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from matplotlib.colors import to_hex

from cocreation_sim import Range
from cocreation_sim.experiments.answers import Discovery
from cocreation_sim.plots.boxes import boxes
from cocreation_sim.plots.style import VERMILLION
from cocreation_sim.statistics.peeling import Interval
from cocreation_sim.wording.numbers import estimate, percent
from tests.plots.test_risk import with_runs
from tests.test_plots import assert_readable, written
from tests.test_sweep import PRIZE, swept

PERIOD = "campaign.selection.round_length"
STREAK = "campaign.limits.contributions"
CELL = "campaign.cell"
CELLS = ("submitting", "co-designing", "tinkering", "collaborating")
RANGES = {
    CELL: CELLS,
    PRIZE: Range(1, 100, log=True),
    PERIOD: Range(1, 8),
    STREAK: Range(1, 5),
}


@pytest.fixture(scope="module")
def found():
    """Short rounds fail, and a few others."""
    exp = swept(RANGES, 2, design="lhs", samples=60)

    def failed(runs):
        return (runs[PERIOD] < 3) | (runs.index % 17 == 0)

    return with_runs(exp, failed=failed).discover(boxes=1)


def limited(found, limits):
    """The discovery with other limits of its box."""
    first = found.trajectories[0]
    best = replace(first.best, limits=limits)
    return Discovery(found.experiment, (replace(first, best=best),))


def bars(ax) -> list[tuple[float, float, float]]:
    """Row, start and end of what is inside."""
    return [
        (round(bar.get_y() + bar.get_height() / 2), bar.get_x(), bar.get_x() + bar.get_width())
        for bar in ax.patches
        if to_hex(bar.get_facecolor()).upper() == VERMILLION
    ]


def test_the_way_and_the_box_are_the_trajectory_s(found):
    figure = found.plot()
    assert_readable(figure)
    left = figure.axes[0]
    risk, way, chosen, best = left.lines
    trajectory = found.trajectories[0]
    assert list(way.get_xdata()) == [box.coverage for box in trajectory.steps]
    assert list(way.get_ydata()) == [box.density for box in trajectory.steps]
    step = trajectory.steps[trajectory.chosen]
    assert (chosen.get_xdata()[0], chosen.get_ydata()[0]) == (step.coverage, step.density)
    box = trajectory.best
    assert (best.get_xdata()[0], best.get_ydata()[0]) == (box.coverage, box.density)
    (ends,) = left.collections[0].get_segments()
    assert ends[:, 1].tolist() == [box.density_low, box.density_high]
    assert risk.get_ydata()[0] == found.risk == found.experiment.runs["failed"].mean()
    assert left.get_xlabel().startswith("coverage")
    assert left.get_ylabel().startswith("density")
    title = figure.axes[1].get_title(loc="left")
    form = "{} of runs fail ({})"
    assert estimate(box.density, box.density_low, box.density_high, "share", form) in title
    assert f"{percent(box.coverage)} of all failures, in {percent(box.mass)} of cases" in title
    assert "60 cases, 2 runs each" in written(figure)
    assert set(box.limits) == {PERIOD}
    ((_, start, end),) = bars(figure.axes[1])
    assert (start, end) == pytest.approx((0, (box.limits[PERIOD].high - 1) / 7))


def test_limits_are_ranges_of_their_factors(found):
    limits = {
        PERIOD: Interval(2.75, 6.25),
        PRIZE: Interval(high=10.0),
        STREAK: Interval(low=4.0, whole=True),
        CELL: ("submitting", "tinkering"),
    }
    figure = boxes(limited(found, limits))
    assert_readable(figure)
    right = figure.axes[1]
    drawn = {row: (start, end) for row, start, end in bars(right) if row < 3}
    assert drawn[0] == pytest.approx((0.25, 0.75))
    assert drawn[1] == pytest.approx((0.0, 0.5))  # by its logarithm
    assert drawn[2] == pytest.approx((0.6, 1.0))  # 4 and 5 of five whole numbers
    cells = [start for row, start, _ in bars(right) if row == 3]
    assert cells == pytest.approx([0.0, 0.5])
    names = [text.get_text() for text in right.get_yticklabels()]
    assert names == ["round length (weeks)", "prize (EUR)", "contributions (ideas)", "cell"]
    told = {text.get_text(): text for text in right.texts}
    edges = {text for text, artist in told.items() if artist.get_color() == VERMILLION}
    assert edges == {"2.75", "6.25", "10", "4"}
    assert {"1", "8", "100", "5", *CELLS} <= set(told)
    assert "no limit" not in written(figure)


def test_close_limits_are_written_as_one(found):
    limits = {PERIOD: Interval(2.0, 2.25), STREAK: Interval(3.0, 3.0, True)}
    figure = boxes(limited(found, limits))
    assert_readable(figure)
    told = [text.get_text() for text in figure.axes[1].texts]
    assert "2 to 2.25" in told
    assert told.count("3") == 1
    assert bars(figure.axes[1])[1][1:] == pytest.approx((0.4, 0.6))
    assert "no limit: cell, prize (EUR)" in written(figure).replace("\xa0", " ")


def test_a_box_without_limits_says_so(found):
    figure = boxes(limited(found, {}))
    assert_readable(figure)
    assert "no conditions tell failures apart" in written(figure)


def test_three_boxes_at_most(found):
    first = found.trajectories[0]
    figure = boxes(Discovery(found.experiment, (first,) * 4))
    assert_readable(figure)
    assert len(figure.axes) == 6
    assert "1 more boxes are in the table" in written(figure).replace("\n", " ")
    assert math.isclose(figure.axes[4].lines[3].get_xdata()[0], first.best.coverage)
    assert np.isfinite(figure.get_size_inches()).all()
