"""Failure risk over ranges: smoothed, with the interval in which it lies."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from cocreation_sim.errors import InputError
from cocreation_sim.experiments.answers import ends_of, smoothed
from cocreation_sim.plots.curves import risk_panel
from cocreation_sim.plots.ranges import along, check_factor, is_range, parts, value_of
from cocreation_sim.plots.style import (
    GREY,
    RISK,
    VERMILLION,
    VOLUME,
    Ticks,
    caption,
    is_narrow,
    panels,
    side_by_side,
    size,
    styled,
)
from cocreation_sim.random_arrays import Floats
from cocreation_sim.scenario.labels import lever_labels
from cocreation_sim.wording.numbers import exact
from cocreation_sim.wording.tables import wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from cocreation_sim.experiments.experiment import Experiment

MOST_PANELS: Final = 6
STEPS: Final = 61  # of a map, each way
CONTOURS: Final = (0.1, 0.25, 0.5, 0.75, 0.9)
SHADES: Final = np.linspace(0, 1, 41)
LETTERS: Final = 42  # of a label, before it goes on in the next line
FEW: Final = 20  # replications, whose luck all points share
TITLE: Final = "failure risk (share of runs that fail)"


def risk_surface(
    exp: Experiment, paths: Sequence[str] | str | None = None, campaign: str | None = None
) -> Figure:
    """Failure risk smoothed over one or two factors, pooled over any others.

    Over one it is a curve with the 95 % interval of the risk, and dots for what was seen in parts
    of the range. Over two it is a map beside one of the interval's width, so that doubt shows.

    Parameters
    ----------
    exp
        An experiment whose factors have ranges.
    paths
        One or two of its factors; may be left out where it has no more.
    campaign
        Which campaign; may be left out where there is one only.

    Raises
    ------
    InputError
        If there is no such factor or campaign, one is no number, or they are more than two.

    Examples
    --------
    >>> from cocreation_sim import Range, sweep
    >>> credit = {"campaign.reward.recognition": Range(0, 1)}
    >>> exp = sweep("workshop", credit, 2, design="lhs", samples=8, workers=1, progress=False)
    >>> risk_surface(exp).axes[0].get_xlabel()
    'recognition (0 to 1)'
    """
    wanted = _wanted(exp, [paths] if isinstance(paths, str) else paths)
    mine = exp.only(campaign)
    if len(wanted) == 1:
        return _curve(mine, wanted[0])
    return _map(mine, wanted[0], wanted[1])


def risk_panels(exp: Experiment, campaign: str | None = None) -> Figure:
    """Failure risk over each factor, pooled over the others: smoothed where it has a range.

    Raises
    ------
    InputError
        If there is no such campaign, or there are more than six factors.
    """
    paths = list(exp.design.factors)
    if not 1 <= len(paths) <= MOST_PANELS:
        raise InputError(
            f"the experiment varied {len(paths)} factors; a picture shows up to {MOST_PANELS}: "
            "draw risk_surface(exp, PATH) instead"
        )
    mine = exp.only(campaign)
    columns = side_by_side(len(paths))
    rows = math.ceil(len(paths) / columns)
    with styled(max(4.4 * columns, 7.6), 4.2 * rows + 0.6) as figure:
        axes = panels(figure, len(paths), sharey=True)
        for place, (ax, path) in enumerate(zip(axes, paths, strict=True)):
            if is_range(mine, path):
                curve_panel(ax, mine, path)
            else:
                risk_panel(ax, mine, path)
            ax.set_title(TITLE if place == 0 else "")
            ax.set_xlabel(wrapped(lever_labels(paths, mine.scenario)[path], LETTERS))
        caption(
            figure,
            f"{_head(mine)} Each panel is pooled over the other factors. Line: smoothed; band: "
            "95 % interval of the risk; dots: share of runs that failed, in parts of the range. "
            "Names: share and its 95 % interval.",
        )
    return figure


def curve_panel(ax: Axes, exp: Experiment, path: str) -> None:
    """Draw the smoothed risk over a factor, its 95 % interval, and what was seen."""
    surface, x = smoothed(exp, [path])
    share = np.linspace(0, 1, 201)
    values = value_of(exp, path, share)
    risk, low, high = surface.at(share[:, None])
    ax.fill_between(values, low, high, color=VERMILLION, alpha=0.2, linewidth=0)
    ax.plot(values, risk, color=VERMILLION, linewidth=2.2)
    middle, seen = observed(exp, x[:, 0])
    ax.plot(
        value_of(exp, path, middle), seen, "o", color=VERMILLION, markersize=6.5,
        markerfacecolor="white", markeredgewidth=1.6, clip_on=False,
    )  # fmt: skip
    label = wrapped(lever_labels([path], exp.scenario)[path], LETTERS)
    ax.set(title=TITLE, ylim=(-0.02, 1.02), xlabel=label)
    ax.yaxis.set_major_formatter(Ticks("share"))
    ax.grid(axis="y")
    along(ax, exp, path)


def observed(exp: Experiment, x: Floats) -> tuple[Floats, Floats]:
    """Mean place and share of failed runs in equal parts of the way, those that hold runs."""
    failed = exp.read(["failed"])["failed"].to_numpy(float)
    part = parts(x)
    runs = np.bincount(part)
    held = runs > 0
    middle, seen = (np.bincount(part, v)[held] / runs[held] for v in (x, failed))
    return middle, seen


def _wanted(exp: Experiment, paths: Sequence[str] | None) -> list[str]:
    factors = exp.design.factors
    if paths is None:
        paths = [path for path in factors if is_range(exp, path)]
        if not 1 <= len(paths) <= 2:
            raise InputError(
                f"the experiment has {len(paths)} factors with ranges; name one or two: "
                f"{', '.join(paths) or 'it has none'}"
            )
    for path in paths:
        check_factor(exp, path)
        ends_of(exp, path)  # says where it is no number
    if not 1 <= len(paths) <= 2 or len(set(paths)) < len(paths):
        raise InputError(f"paths are {list(paths)}; allowed are one or two different factors")
    return list(paths)


def _curve(exp: Experiment, path: str) -> Figure:
    with styled(7.6, 4.8) as figure:
        curve_panel(figure.subplots(), exp, path)
        caption(
            figure,
            f"{_head(exp)}{_pooled(exp, [path])} Line: smoothed; band: 95 % interval of the risk; "
            "dots: share of runs that failed, in parts of the range.",
        )
    return figure


def _map(exp: Experiment, x: str, y: str) -> Figure:
    surface, points = smoothed(exp, [x, y])
    share = np.linspace(0, 1, STEPS)
    across, up = np.meshgrid(share, share)
    risk, low, high = (
        found.reshape(across.shape)
        for found in surface.at(np.column_stack([across.ravel(), up.ravel()]))
    )
    places = (value_of(exp, x, across), value_of(exp, y, up))
    dots = np.unique(points, axis=0).T
    labels = lever_labels([x, y], exp.scenario)
    with styled(*size(2, 6.7, 5.4)) as figure:
        left, right = panels(figure, 2, sharey=True)
        lines = _contours(left, (*places, risk))
        _heat(left, (*places, risk), RISK, lines, "share")
        _heat(right, (*places, high - low), VOLUME, [], "points")
        for ax in (left, right):
            ax.scatter(
                value_of(exp, x, dots[0]), value_of(exp, y, dots[1]), s=9, color=GREY,
                alpha=0.8, linewidth=0,
            )  # fmt: skip
            ax.set_xlabel(wrapped(labels[x], LETTERS))
            along(ax, exp, x)
            along(ax, exp, y, "y")
        left.set(title=TITLE, ylabel=wrapped(labels[y], LETTERS))
        doubt = "doubt: width of its 95 % interval (percentage points)"
        right.set_title(wrapped(doubt, LETTERS) if is_narrow() else doubt)
        if is_narrow():
            right.set_ylabel(wrapped(labels[y], LETTERS))
        told = ", ".join(exact(level, "share") for level in lines)
        caption(
            figure,
            f"{_head(exp)}{_pooled(exp, [x, y])} Smoothed; dots are the design points"
            + (f", lines are at {told}" if told else "")
            + ". Where the map of doubt is dark, that of the risk says little.",
        )
    return figure


def _contours(ax: Axes, where: tuple[Floats, Floats, Floats]) -> list[float]:
    """Contour lines at the levels that there are, light on dark; and these levels."""
    low, high = float(where[2].min()), float(where[2].max())
    levels = [level for level in CONTOURS if low < level < high]
    if levels:
        looks = [_line(level) for level in levels]
        ax.contour(
            *where, levels=levels, colors=[look[0] for look in looks],
            linewidths=[look[1] for look in looks],
        )  # fmt: skip
    return levels


def _line(level: float) -> tuple[str, float]:
    """Colour and width of a contour line."""
    return ("white" if level > 0.5 else "black"), (2.2 if level == 0.5 else 1.1)


def _heat(
    ax: Axes,
    where: tuple[Floats, Floats, Floats],
    cmap: Any,
    lines: Sequence[float],
    unit: str,
) -> None:
    """A share in colours, with its scale, on which the contour lines are marked."""
    filled = ax.contourf(*where, levels=SHADES, cmap=cmap, zorder=0)
    scale = ax.figure.colorbar(
        filled, ax=ax, pad=0.02, ticks=[0, *CONTOURS, 1],
        format=Ticks(unit),
    )  # fmt: skip
    scale.outline.set_visible(False)
    scale.ax.tick_params(length=0)
    for level in lines:
        colour, width = _line(level)
        scale.ax.axhline(level, color=colour, linewidth=width)


def _head(exp: Experiment) -> str:
    points = len(exp.design.first_points)
    each = f"{exp.replications} run{'s' if exp.replications > 1 else ''} each"
    text = f"Scenario: {exp.scenario.name}; {points} design points, {each}."
    lucks = exp.replications * exp.design.worlds
    if lucks == 1:
        text += " They share the luck of one run, which the intervals do not know."
    elif lucks < FEW:
        text += " They share the luck of so few runs: more of them narrow the intervals."
    return text


def _pooled(exp: Experiment, paths: Sequence[str]) -> str:
    labels = lever_labels(exp.design.factors, exp.scenario)
    others = [name for path, name in labels.items() if path not in paths]
    return f" Pooled over {', '.join(others)}." if others else ""
