"""The picture of survival and of first causes: the tables' curves, bands and shares."""

from __future__ import annotations

import numpy as np
import pytest

from cocreation_sim import InputError, Range
from cocreation_sim.plots.survival import survival_curve
from tests.plots.test_risk import with_runs
from tests.test_plots import assert_readable, written
from tests.test_sweep import CROWD, PRIZE, swept

OPENNESS = "campaign.openness"
PERIOD = "campaign.selection.round_length"


@pytest.fixture(scope="module")
def two():
    return swept({PERIOD: [1.0, 4.0]}, 20)


@pytest.fixture(scope="module")
def six():
    return swept({PERIOD: [1.0, 2.0, 8.0], CROWD: [0.0, 1.0]}, 10)


def curves(ax):
    """Lines drawn in steps."""
    return [line for line in ax.lines if line.get_drawstyle() == "steps-post"]


def test_curves_and_bands_are_the_table_s(two):
    figure = survival_curve(two, PERIOD)
    assert_readable(figure)
    left = figure.axes[0]
    table = two.survival(by=PERIOD)
    assert two.runs["failed"].any()
    for value, line, band in zip([1.0, 4.0], curves(left), left.collections, strict=True):
        rows = table[table[PERIOD] == value]
        np.testing.assert_array_equal(line.get_xdata()[:-1], rows["time"])
        np.testing.assert_array_equal(line.get_ydata()[:-1], rows["surviving"])
        assert line.get_ydata()[-1] == rows["surviving"].iloc[-1]
        inside = set(band.get_paths()[0].vertices[:, 1].round(9))
        assert set(rows["low"].round(9)) | set(rows["high"].round(9)) <= inside
    assert left.get_xlabel() == "weeks since the start"
    assert left.get_xlim()[1] > 8  # the calendar's end, and what happens there
    legend = figure.legends[0]
    assert legend.get_title().get_text() == "round length (weeks)"
    assert [text.get_text() for text in legend.get_texts()] == ["1", "4"]
    assert "20 runs a curve" in written(figure)


def test_first_causes_are_the_table_s(two):
    right = survival_curve(two).axes[1]
    table = two.causes()
    names = [text.get_text().replace("\n", " ") for text in right.get_yticklabels()]
    assert set(names) == set(table.loc[table["first"] > 0, "cause"])
    for place, (_, rows) in enumerate(table.groupby("scenario_id", sort=False)):
        shares = rows.set_index("cause").reindex(names)["first"].fillna(0)
        assert list(right.lines[place].get_xdata()) == pytest.approx(shares.tolist())
        ends = rows.set_index("cause").reindex(names)
        for seg, cause in zip(right.collections[place].get_segments(), names, strict=True):
            if cause in set(rows["cause"]):
                expected = ends.loc[cause, ["first_low", "first_high"]]
                assert list(seg[:, 0]) == pytest.approx(expected.tolist())
    assert right.get_xlabel() == "share of runs"


def test_many_curves_stand_in_panels_of_their_own(six):
    figure = survival_curve(six)
    assert_readable(figure)
    *left, right = figure.axes
    table = six.survival()
    assert len(left) == 6
    for place, (ax, scenario) in enumerate(zip(left, six.design.scenario_ids, strict=True)):
        assert len(curves(ax)) == 6
        shown = [line for line in curves(ax) if line.get_linewidth() > 2]
        assert len(shown) == len(ax.collections) == 1
        rows = table[table["scenario_id"] == scenario]
        np.testing.assert_array_equal(shown[0].get_ydata()[:-1], rows["surviving"])
        assert shown[0].get_color() == right.lines[place].get_color()
    told = [text.get_text().replace("\n", " ") for text in figure.legends[0].get_texts()]
    assert "round length 8, crowd weight 0" in told
    assert figure.axes[0].get_title(loc="left") == "runs not failed yet"


def test_pooled_curves_are_told(six):
    figure = survival_curve(six, PERIOD)
    assert_readable(figure)
    assert "20 runs a curve" in written(figure)
    assert "takes its runs as independent" in written(figure).replace("\n", " ")
    assert "takes its runs" not in written(survival_curve(six)).replace("\n", " ")


def test_where_no_run_failed(two):
    never = with_runs(two, failed=False, failed_because="", failed_at=np.nan, causes="")
    figure = survival_curve(never)
    assert_readable(figure)
    assert "no run failed" in written(figure)


def test_whole_ranges_have_their_values():
    winners = {"campaign.selection.winners": Range(1, 3)}
    exp = swept(winners, 2, design="lhs", samples=6)
    legend = survival_curve(exp, "campaign.selection.winners").legends[0]
    assert [text.get_text() for text in legend.get_texts()] == ["1", "2", "3"]


def test_more_than_six_curves_are_refused():
    exp = swept({PRIZE: [float(k) for k in range(7)]}, 1)
    with pytest.raises(InputError, match="7 design points; a picture shows up to 6 curves"):
        survival_curve(exp)
    with pytest.raises(InputError, match=r"'campaign\.reward\.prize' has 7 values; a picture"):
        survival_curve(exp, PRIZE)
    with pytest.raises(InputError, match=f"there is no factor '{OPENNESS}'; the experiment"):
        survival_curve(exp, OPENNESS)
    with pytest.raises(InputError, match="there is no campaign 'yours'"):
        survival_curve(exp, campaign="yours")
