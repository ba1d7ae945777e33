"""Conditions under which campaigns fail: how a box of them was found, and its limits."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from matplotlib.lines import Line2D

from cocreation_sim.experiments.answers import ends_of
from cocreation_sim.plots.style import (
    BLACK,
    GREY,
    PALE,
    VERMILLION,
    Ticks,
    caption,
    is_narrow,
    styled,
)
from cocreation_sim.statistics.peeling import Interval
from cocreation_sim.wording.numbers import estimate, number, percent, written
from cocreation_sim.wording.tables import wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from cocreation_sim.experiments.answers import Discovery
    from cocreation_sim.experiments.design_runs import DesignRuns
    from cocreation_sim.statistics.discovery import Box, Trajectory

MOST_BOXES: Final = 3
NARROW_LETTERS: Final = 14
LETTERS: Final = 24  # of a factor's name in a line
HEIGHT: Final = 0.42  # of a factor's bar
CLOSE: Final = 0.14  # of a bar; limits that are closer are written as one


def boxes(found: Discovery) -> Figure:
    """One row a box, up to three: coverage against density on the way to it, and its limits.

    Parameters
    ----------
    found
        What `Experiment.discover` gives.

    Examples
    --------
    >>> from cocreation_sim import Range, sweep
    >>> spend = {"campaign.outreach.spend": Range(1, 40)}
    >>> few = {"population.size": 600}
    >>> exp = sweep("ordinary", spend, 1, design="lhs", samples=40, fixed=few, progress=False)
    >>> boxes(exp.discover(boxes=1)).axes[0].get_xlabel()
    'coverage: share of all failures that are inside'
    """
    shown = found.trajectories[:MOST_BOXES]
    tall = [max(3.9, 0.75 * len(trajectory.best.limits) + 1.9) for trajectory in shown]
    below = is_narrow()
    with styled(13.2, (1.7 if below else 1.0) * sum(tall) + 1.1) as figure:
        if below:
            heights = [share * height for height in tall for share in (0.8, 0.9)]
            axes = figure.subplots(2 * len(shown), 1, height_ratios=heights).reshape(-1, 2)
        else:
            axes = figure.subplots(
                len(shown), 2, squeeze=False, width_ratios=[1, 1.1], height_ratios=tall
            )
        for place, (row, trajectory) in enumerate(zip(axes, shown, strict=True), 1):
            _path(row[0], trajectory, found.risk)
            row[0].set_title(f"way to box {place}")
            _limits(row[1], trajectory.best, found)
            row[1].set_title(_title(place, trajectory.best))
        for ax in axes[:-1, 0] if not below else ():
            ax.set_xlabel("")
        _legend(figure)
        caption(figure, _caption(found, len(shown)))
    return figure


def _path(ax: Axes, trajectory: Trajectory, risk: float) -> None:
    steps, best = trajectory.steps, trajectory.best
    chosen = steps[trajectory.chosen]
    ax.axhline(risk, color=BLACK, linewidth=1.2, linestyle="--", zorder=1)
    ax.plot(
        [box.coverage for box in steps], [box.density for box in steps], "-o", color=GREY,
        markersize=4.5, linewidth=1.2, zorder=2, clip_on=False,
    )  # fmt: skip
    ax.plot(
        chosen.coverage, chosen.density, "o", markersize=11, markerfacecolor="none",
        markeredgecolor=VERMILLION, markeredgewidth=1.8, zorder=3, clip_on=False,
    )  # fmt: skip
    ax.vlines(best.coverage, best.density_low, best.density_high, color=VERMILLION, linewidth=2.5)
    ax.plot(best.coverage, best.density, "D", color=VERMILLION, markersize=8, zorder=4)
    ax.set(xlim=(0, 1.02), ylim=(0, 1.04))
    ax.set_xlabel("coverage: share of all failures that are inside")
    ax.set_ylabel(wrapped("density: share of runs inside that fail", 24 if is_narrow() else 44))
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(Ticks("share"))
    ax.grid()


def _limits(ax: Axes, box: Box, found: Discovery) -> None:
    exp, labels = found.experiment, found.labels
    for y, (path, limit) in enumerate(box.limits.items()):
        if isinstance(limit, Interval):
            _interval(ax, y, limit, exp, path)
        else:
            _categories(ax, y, limit, exp, path)
    rows = max(len(box.limits), 1)
    letters = NARROW_LETTERS if is_narrow() else LETTERS
    names = [wrapped(labels[path], letters) for path in box.limits]
    ax.set_yticks(range(len(names)), names)
    ax.set(xlim=(-0.02, 1.02), ylim=(max(rows, 2) - 0.15, -0.65), xticks=[])
    ax.tick_params(axis="y", length=0)
    ax.spines[:].set_visible(False)
    free = [name.replace(" ", "\xa0") for path, name in labels.items() if path not in box.limits]
    if not box.limits:
        ax.text(0, 0, "no conditions tell failures apart", fontsize=12, va="center")
    elif free:
        text = wrapped(f"no limit: {', '.join(free)}", 42 if is_narrow() else 66)
        ax.text(0, len(box.limits) - 0.45, text, fontsize=10, color="#444444", va="top")


def _interval(ax: Axes, y: int, limit: Interval, exp: DesignRuns, path: str) -> None:
    """The whole range pale, what is inside in colour, and the numbers at all ends."""
    low, high, log = ends_of(exp, path)
    half = 0.5 if limit.whole and not log else 0.0
    first, last = low - half, high + half

    def at(value: float) -> float:
        part = (value - first) / (last - first)
        part = math.log(value / low) / math.log(high / low) if log else part
        return min(max(part, 0.0), 1.0)

    start, end = at(max(limit.low, low) - half), at(min(limit.high, high) + half)
    ax.barh(y, 1.0, height=HEIGHT, color=PALE)
    ax.barh(y, end - start, left=start, height=HEIGHT, color=VERMILLION)
    for value, place in ((low, 0.0), (high, 1.0)):
        _written(ax, place, y + 0.24, number(value), va="top", fontsize=10, color="#444444")
    edges = [(start, limit.low)] * math.isfinite(limit.low)
    edges += [(end, limit.high)] * math.isfinite(limit.high)
    texts = [(place, number(value)) for place, value in edges]
    if len(edges) == 2 and (end - start < CLOSE or limit.low == limit.high):
        told = texts[0][1] if limit.low == limit.high else f"{texts[0][1]} to {texts[1][1]}"
        texts = [((start + end) / 2, told)]
    for place, text in texts:
        _written(
            ax, place, y - 0.24, text, va="bottom", fontsize=12, color=VERMILLION,
            fontweight="bold",
        )  # fmt: skip


def _written(ax: Axes, x: float, y: float, text: str, **looks: Any) -> None:
    """A number at its place, kept inside the panel."""
    ax.text(x, y, text, ha="left" if x < 0.05 else "right" if x > 0.95 else "center", **looks)


def _categories(ax: Axes, y: int, limit: tuple[Any, ...], exp: DesignRuns, path: str) -> None:
    """One field a category: in colour if it is inside."""
    factor: Any = exp.design.factors[path]
    width = 1 / len(factor)
    for place, value in enumerate(factor):
        held = value in limit
        ax.barh(
            y, 0.985 * width, left=place * width, height=HEIGHT, align="center",
            color=VERMILLION if held else PALE,
        )  # fmt: skip
        ax.text(
            (place + 0.5) * width, y, wrapped(written(value), max(6, int(60 * width))), ha="center",
            va="center", fontsize=10, color="white" if held else "#444444",
            fontweight="bold" if held else "normal",
        )  # fmt: skip


def _title(place: int, box: Box) -> str:
    lines = (
        f"box {place}: "
        + estimate(box.density, box.density_low, box.density_high, "share", "{} of runs fail ({})"),
        f"{percent(box.coverage)} of all failures, in {percent(box.mass)} of cases",
    )
    if is_narrow():
        return "\n".join(wrapped(line.replace(" %", "\xa0%"), 34) for line in lines)
    return "\n".join(lines)


def _legend(figure: Figure) -> None:
    figure.legend(
        handles=[
            Line2D([], [], marker="o", markersize=4.5, color=GREY, label="step of the way"),
            Line2D(
                [], [], marker="o", markersize=11, markerfacecolor="none", linewidth=0,
                markeredgecolor=VERMILLION, markeredgewidth=1.8,
                label="highest mean of coverage and density",
            ),
            Line2D(
                [], [], marker="D", markersize=8, color=VERMILLION, linewidth=2.5,
                label="the box: without limits that may be chance",
            ),
            Line2D([], [], color=BLACK, linestyle="--", label="share of all runs that fail"),
        ],
        loc="outside upper left", ncols=1 if is_narrow() else 4, columnspacing=1.5,
    )  # fmt: skip


def _caption(found: Discovery, shown: int) -> str:
    exp = found.experiment
    more = len(found.trajectories) - shown
    return (
        f"Scenario: {exp.scenario.name}; {len(exp.design.points)} cases, {exp.replications} runs "
        "each. Scenario discovery (PRIM); line: 95 % interval of the density, which does not know "
        "that the box was sought. A second box is sought outside the first."
        + (f" {more} more boxes are in the table." if more else "")
    )
