"""The pictures: what they say is what the tables say, and a stranger can read them."""

from __future__ import annotations

import io
import itertools

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from cocreation_sim import InputError, load, simulate
from cocreation_sim.experiments.sweep import sweep
from cocreation_sim.plots import gallery as plots
from cocreation_sim.plots.style import STATES
from cocreation_sim.statistics.failure import failure_risk
from cocreation_sim.validation.published import held_against
from cocreation_sim.wording.numbers import estimate
from tests import scenarios
from tests.test_sweep import CROWD, PRIZE, small, swept

OPENNESS = "campaign.openness"
RECOGNITION = "campaign.reward.recognition"


@pytest.fixture(scope="module")
def square():
    return swept({OPENNESS: [0.0, 0.5, 1.0], CROWD: [0.0, 1.0]}, replications=6)


@pytest.fixture(scope="module")
def rewards():
    return swept({PRIZE: [0.0, 2000.0], RECOGNITION: [0.0, 1.0]}, replications=4)


@pytest.fixture(scope="module")
def prizes():
    return swept({PRIZE: [0.0, 100.0, 2000.0]}, replications=6)


@pytest.fixture(scope="module")
def cells():
    names = ["submitting", "co-designing", "tinkering", "collaborating"]
    return swept({"campaign.cell": names}, replications=4)


@pytest.fixture(scope="module")
def published():
    return held_against(sweep("ordinary", {}, 3, workers=2, progress=False))


def boxes(figure: Figure) -> list[tuple[str, Bbox]]:
    """What is written, and where."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    out_of_view = set()
    for ax in figure.axes:
        for axis in (ax.xaxis, ax.yaxis):
            low, high = sorted(axis.get_view_interval())
            for tick in axis.get_major_ticks():
                if not low <= tick.get_loc() <= high:
                    out_of_view |= {id(tick.label1), id(tick.label2)}
    return [
        (text.get_text(), text.get_window_extent(canvas.get_renderer()))
        for text in figure.findobj(Text)
        if text.get_visible() and text.get_text().strip() and id(text) not in out_of_view
    ]


def assert_readable(figure: Figure) -> None:
    """No two texts overlap, none leaves the picture, none is tiny."""
    texts = boxes(figure)
    for (one, a), (other, b) in itertools.combinations(texts, 2):
        apart = a.x1 <= b.x0 + 1 or b.x1 <= a.x0 + 1 or a.y1 <= b.y0 + 1 or b.y1 <= a.y0 + 1
        assert apart, f"{one!r} lies over {other!r}"
    for text, box in texts:
        assert box.x0 >= -1, f"{text!r} leaves the picture"
        assert box.x1 <= figure.bbox.width + 1, f"{text!r} leaves the picture"
        assert box.y1 <= figure.bbox.height + 1, f"{text!r} leaves the picture"
        assert box.y0 >= -1, f"{text!r} leaves the picture"
    assert min(t.get_fontsize() for t in figure.findobj(Text)) >= 9


def written(figure: Figure) -> str:
    return "\n".join(text for text, _ in boxes(figure))


def pictures(square, rewards, prizes, cells, published):
    run = simulate("workshop")
    rivals = simulate(scenarios.rivals({"calendar.duration": 10.0}))
    three = swept({PRIZE: [0.0, 9.0], CROWD: [0.0, 1.0], OPENNESS: [0.0, 1.0]}, 2)
    return {
        "life": plots.life(run),
        "life of one of several": plots.life(rivals, min(rivals.scenario.campaigns)),
        "square": plots.typology_square(square),
        "square, volume": plots.typology_square(square, "volume"),
        "square, risk": plots.typology_square(square, "risk"),
        "rewards": plots.reward_map(rewards),
        "map of another outcome": plots.lever_map(rewards, "cost"),
        "curve": plots.risk_curve(prizes),
        "curve over names": plots.risk_curve(cells),
        "curves": three.plot(),
        "spread": swept({}, 8).plot("votes"),
        "published": plots.published_figures(published),
    }


def test_all_are_readable_and_leave_no_trace(square, rewards, prizes, cells, published):
    before = dict(mpl.rcParams)
    for name, figure in pictures(square, rewards, prizes, cells, published).items():
        assert isinstance(figure, Figure), name
        try:
            assert_readable(figure)
        except AssertionError as error:
            raise AssertionError(f"{name}: {error}") from None
        figure.savefig(io.BytesIO(), format="svg")
    assert dict(mpl.rcParams) == before
    import matplotlib.pyplot as plt

    assert plt.get_fignums() == []


def test_the_same_table_gives_the_same_picture(square):
    one, other = (io.BytesIO() for _ in range(2))
    for buffer in (one, other):
        plots.typology_square(square).savefig(buffer, format="png")
    assert one.getvalue() == other.getvalue()


# ---------------------------------------------------------------- life


def test_life_shows_every_idea_and_person_of_the_timeline():
    run = simulate(scenarios.idea_box())
    figure = run.plot()
    above, below = figure.axes
    assert [bar.get_height() for bar in above.patches] == run.timeline["ideas"].tolist()
    assert above.get_ylim()[0] == below.get_ylim()[0] == 0
    assert above.get_title(loc="left") == "ideas a week"
    assert below.get_xlabel() == "weeks since the start"
    last = run.timeline.iloc[-1]
    told = [text.get_text() for text in below.get_legend().get_texts()]
    assert told == [f"{s.replace('_', ' ')} ({last[s]:,.0f})" for s in STATES]
    for state, area in zip(STATES, below.collections, strict=True):
        points = area.get_paths()[0].vertices
        at_end = points[np.isclose(points[:, 0], last["time"]), 1]
        assert at_end.max() - at_end.min() == pytest.approx(last[state])


def test_life_tells_the_time_in_the_calendar_s_unit():
    figure = simulate("workshop").plot()
    assert figure.axes[1].get_xlabel() == "quarters of an hour since the start"


def test_life_of_a_long_campaign_still_shows_all_ideas():
    run = simulate(scenarios.one_firm({"calendar.duration": 130.0, "population.size": 20}))
    steps = plots.life(run).axes[0].patches[0]
    assert steps.get_data().values.tolist() == run.timeline["ideas"].tolist()


def test_life_needs_to_know_which_campaign():
    run = simulate(scenarios.rivals({"calendar.duration": 4.0}))
    with pytest.raises(InputError, match="name one"):
        run.plot()
    with pytest.raises(InputError, match="there is no campaign 'none'"):
        run.plot("none")


# ---------------------------------------------------------------- maps


def test_the_square_shows_the_summary_and_names_its_corners(square):
    figure = plots.typology_square(square)
    volume, risk = (ax for ax in figure.axes if ax.get_label() != "<colorbar>")
    table = square.summary("submissions").set_index([CROWD, OPENNESS])
    for ax, name in ((volume, "submissions"), (risk, "failure_risk")):
        shown = ax.collections[0].get_array().reshape(2, 3)
        for (row, crowd), (column, openness) in itertools.product(
            enumerate([0.0, 1.0]), enumerate([0.0, 0.5, 1.0])
        ):
            assert shown[row, column] == table.loc[(crowd, openness), name]
        assert ax.get_ylim() == (0, 2)  # crowd weight grows upwards
        corners = {t.get_text(): t.xy for t in ax.texts if t.get_text() in
                   ("submitting", "co-designing", "tinkering", "collaborating")}  # fmt: skip
        assert corners == {
            "submitting": (0, 0), "tinkering": (1, 0), "co-designing": (0, 1),
            "collaborating": (1, 1),
        }  # fmt: skip
        for text, box in boxes(figure):
            if text in corners:
                assert not box.overlaps(ax.bbox)
    assert volume.collections[0].get_clim()[0] == 0
    assert risk.collections[0].get_clim() == (0, 1)
    cell = table.loc[(1.0, 0.5)]
    risk = cell[["failure_risk", "failure_risk_low", "failure_risk_high"]]
    assert estimate(*risk, unit="share", form="{}\n{}") in written(figure)
    assert "95 % interval" in written(figure)


def test_one_value_alone(square):
    titles = [
        plots.typology_square(square, value).axes[0].get_title(loc="left")
        for value in ("volume", "risk")
    ]
    assert titles == ["ideas contributed", "failure risk (share of runs that fail)"]
    with pytest.raises(InputError, match="value is 'risks'"):
        plots.typology_square(square, "risks")


def test_levers_are_written_with_their_units(rewards):
    axes = plots.reward_map(rewards).axes
    assert axes[0].get_xlabel() == "prize (EUR)"
    assert axes[0].get_ylabel() == "recognition (0 to 1)"


def test_a_map_needs_its_levers(prizes, rewards, square):
    with pytest.raises(InputError, match="needs one varied lever 'openness'"):
        plots.typology_square(rewards)
    with pytest.raises(InputError, match=r"needs one varied lever 'reward\.prize'"):
        plots.reward_map(square)
    with pytest.raises(InputError, match="needs two levers"):
        plots.lever_map(prizes)


# ---------------------------------------------------------------- curves


def test_the_curve_draws_risk_and_interval(prizes):
    outcome, risk = plots.risk_curve(prizes).axes
    failed = prizes.runs.groupby(PRIZE)["failed"].sum().to_numpy()
    expected = failure_risk(failed, 6)
    np.testing.assert_allclose(risk.lines[0].get_xydata().T, [[0, 100, 2000], expected.risk])
    band = risk.collections[0].get_paths()[0].vertices
    for x, low, high in zip([0, 100, 2000], expected.low, expected.high, strict=True):
        at = band[np.isclose(band[:, 0], x), 1]
        assert [at.min(), at.max()] == pytest.approx([low, high])
    assert risk.get_ylim() == (-0.02, 1.02)
    assert outcome.get_ylim()[0] == 0
    assert "90 % interval of one further run" in written(outcome.figure)


def test_an_experiment_chooses_its_picture(square, rewards, prizes, cells):
    said = "contribution: fixed (0) to open (1)"
    assert square.plot().axes[0].get_xlabel() == said
    assert square.plot("votes").axes[0].get_xlabel() == "openness (0 to 1)"
    assert rewards.plot().axes[0].get_xlabel() == "prize (EUR)"
    assert prizes.plot("votes").axes[0].get_title(loc="left") == "votes cast"
    ticks = [t.get_text() for t in cells.plot().axes[0].get_xticklabels()]
    assert ticks == ["submitting", "co-designing", "tinkering", "collaborating"]
    with pytest.raises(InputError, match="no numeric outcome 'vote'; did you mean 'votes'"):
        prizes.plot("vote")
    with pytest.raises(InputError, match=r"no lever 'campaign\.reward\.prise'; the exp"):
        plots.risk_curve(prizes, "campaign.reward.prise")


# ---------------------------------------------------------------- published


def test_published_figures_tell_hits_and_misses_by_shape(published):
    table = published.copy()
    table.loc[table["figure"] == "answered_share", "inside"] = "no (miss)"
    ax = plots.published_figures(table).axes[0]
    marks = {line.get_marker() for line in ax.lines}
    assert {"X", "D"} <= marks  # a miss, and one that was fitted to
    kept = published[published["published"].notna()]
    middles = [line for line in ax.lines if line.get_marker() in ("o", "s", "X", "D")]
    ratios = [float(line.get_xdata()[0]) for line in middles]
    assert ratios == pytest.approx((kept["predicted"] / kept["published"]).tolist())
    assert "90 % interval of one further run" in written(ax.figure)


def test_without_published_figures_there_is_no_picture():
    exp = sweep("workshop", {}, 2, workers=1, progress=False)
    with pytest.raises(InputError, match="no published figure"):
        plots.published_figures(held_against(exp))
    assert load("workshop").published == ()
    assert small().published == ()
