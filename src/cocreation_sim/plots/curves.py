"""Curves: an outcome and the failure risk over one lever, with their bands."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from matplotlib.ticker import MaxNLocator

from cocreation_sim.designs.factors import cell_of
from cocreation_sim.errors import InputError, nearest_names
from cocreation_sim.experiments.answers import scaled
from cocreation_sim.outcomes import FAILED
from cocreation_sim.outcomes.labels import outcome_label
from cocreation_sim.plots.ranges import along, is_range, parts
from cocreation_sim.plots.style import (
    BLUE,
    VERMILLION,
    Ticks,
    caption,
    panels,
    side_by_side,
    size,
    styled,
)
from cocreation_sim.random_arrays import Floats
from cocreation_sim.scenario.labels import lever_label, lever_labels
from cocreation_sim.statistics.failure import pooled_risk
from cocreation_sim.statistics.summary import bounds, chosen_column, interval
from cocreation_sim.wording.numbers import written
from cocreation_sim.wording.tables import shortened, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from cocreation_sim.experiments.experiment import Experiment

LETTERS: Final = 40  # of a title, before it goes on in the next line
LETTERS_AN_INCH: Final = 9.5  # of the names below a panel
NAME_LETTERS: Final = 26  # of one of them
MOST_PANELS: Final = 6


def risk_curve(
    exp: Experiment,
    lever: str | None = None,
    outcome: str = "submissions",
    campaign: str | None = None,
) -> Figure:
    """An outcome and the failure risk over one lever, pooled over any others.

    Parameters
    ----------
    exp
        The experiment.
    lever
        Path of the lever; may be left out where one only was varied.
    outcome
        The outcome on the left; its band holds a further run with 90 % probability. Of
        "failure_risk" there is the right side alone.
    campaign
        Which campaign; may be left out where there is one only.

    Raises
    ------
    InputError
        If there is no such lever, outcome or campaign.
    """
    path = _lever(exp, lever)
    outcome = chosen_column(exp.outcomes, outcome)
    mine = exp.only(campaign)
    if outcome == FAILED:
        return _risk_alone(mine, path)
    with styled(*size(2, 5.75, 4.6)) as figure:
        left, right = panels(figure, 2)
        outcome_panel(left, mine, path, outcome)
        risk_panel(right, mine, path)
        caption(
            figure,
            _caption(mine, path) + "Of the outcome the median and 90 % interval of one "
            "further run; of the risk the share of runs that fail and its 95 % interval.",
        )
    return figure


def _risk_alone(exp: Experiment, path: str) -> Figure:
    with styled(7.6, 4.6) as figure:
        risk_panel(figure.subplots(), exp, path)
        caption(figure, _caption(exp, path) + "Share of runs that fail and its 95 % interval.")
    return figure


def risk_curves(exp: Experiment, campaign: str | None = None) -> Figure:
    """The failure risk over each lever, pooled over the others."""
    mine = exp.only(campaign)
    with styled(*size(len(mine.levers), 4.4, 4.6)) as figure:
        axes = panels(figure, len(mine.levers), sharey=True)
        for ax, path in zip(axes, mine.levers, strict=True):
            risk_panel(ax, mine, path)
        for ax in axes[1:]:
            ax.set_title("")
        caption(
            figure,
            f"Scenario: {mine.scenario.name}; {mine.runs_each} runs a design point. Share of "
            "runs that fail and its 95 % interval, each panel pooled over the other levers.",
        )
    return figure


def outcome_curves(exp: Experiment, outcome: str, campaign: str | None = None) -> Figure:
    """An outcome over each factor, pooled over the others; ranges are cut into equal parts.

    Raises
    ------
    InputError
        If there is no such outcome or campaign, nothing was varied, or more than six factors.
    """
    outcome = chosen_column(exp.outcomes, outcome)
    paths = list(exp.design.factors)
    if not 1 <= len(paths) <= MOST_PANELS:
        raise InputError(
            f"the experiment varied {len(paths)} factors; a picture shows 1 to {MOST_PANELS}"
        )
    mine = exp.only(campaign)
    labels = lever_labels(paths, mine.scenario)
    columns = side_by_side(len(paths))
    height = 4.2 * math.ceil(len(paths) / columns) + 0.6
    with styled(max(4.4 * columns, 7.6), height) as figure:
        axes, top = panels(figure, len(paths), sharey=True), 0.0
        for place, (ax, path) in enumerate(zip(axes, paths, strict=True)):
            if outcome == FAILED:
                risk_panel(ax, mine, path)
            else:
                outcome_panel(ax, mine, path, outcome)
            if place:
                ax.set_title("")
            ax.set_xlabel(wrapped(labels[path], LETTERS))
            top = max(top, ax.get_ylim()[1])
        if bounds(outcome)[0] == 0 and outcome != FAILED:
            axes[0].set_ylim(0, top)
        caption(
            figure,
            f"Scenario: {mine.scenario.name}; each panel is pooled over the other factors, ranges "
            "are cut into equal parts. "
            + (
                "Share of runs that fail and its 95 % interval."
                if outcome == FAILED
                else "Median and 90 % interval of one further run."
            ),
        )
    return figure


def risk_panel(ax: Axes, exp: Experiment, path: str) -> None:
    """Draw the failure risk over a lever with its 95 % interval."""
    worlds = exp.design.worlds
    found = {}
    for value, group in _groups(exp, path):
        luck = group["replication_id"].to_numpy(int)
        alike = luck % worlds if worlds > 1 else luck  # runs of one world, or of one luck
        found[value] = pooled_risk(group["failed"].to_numpy(bool), alike)
    risk, low, high = (np.array(ends, float) for ends in zip(*found.values(), strict=True))
    _line(ax, pd.Index(list(found)), risk, low, high, VERMILLION)
    ax.set(title="failure risk (share of runs that fail)", ylim=(-0.02, 1.02))
    ax.set_xlabel(wrapped(lever_label(path, exp.scenario), LETTERS))
    ax.yaxis.set_major_formatter(Ticks("share"))
    ax.grid(axis="y")


def outcome_panel(ax: Axes, exp: Experiment, path: str, outcome: str) -> None:
    """Draw an outcome over a factor: median and 90 % interval of one further run."""
    found = {value: interval(runs[outcome], 0.9, outcome) for value, runs in _groups(exp, path)}
    middle, low, high = (
        np.array([row[key] for row in found.values()], float) for key in ("median", "low", "high")
    )
    _line(ax, pd.Index(list(found)), middle, low, high, BLUE)
    label = outcome_label(outcome, exp.scenario)
    ax.set_title(wrapped(label, LETTERS))
    ax.set_xlabel(wrapped(lever_label(path, exp.scenario), LETTERS))
    lowest, highest = bounds(outcome)
    if lowest == 0:
        ax.set_ylim(0, 1.02 if highest == 1 else (1.08 * np.nanmax(high, initial=0.0) or 1.0))
    if is_range(exp, path):
        along(ax, exp, path)
    ax.yaxis.set_major_formatter(Ticks())
    ax.grid(axis="y")


def _groups(exp: Experiment, path: str) -> list[tuple[Any, pd.DataFrame]]:
    """The runs of each value of a factor, names in their order in the design.

    The runs of a range are gathered in equal parts of it, each told by the middle of its values.
    """
    factor: Any = exp.design.factors[path]
    if is_range(exp, path):
        part = parts(scaled(exp, path, exp.runs[path]))
        return [(runs[path].mean(), runs) for _, runs in exp.runs.groupby(part)]
    groups = list(exp.runs.groupby(path))
    if _is_number(exp.runs[path]):
        return groups
    order = [cell_of(value) for value in factor]
    return sorted(groups, key=lambda group: order.index(group[0]))


def _line(
    ax: Axes, values: pd.Index[Any], middle: Floats, low: Floats, high: Floats, colour: str
) -> None:
    """A line with its band over numbers; points with their intervals over names."""
    if _is_number(values):
        x = values.to_numpy(float)
        ax.fill_between(x, low, high, color=colour, alpha=0.2, linewidth=0)
        ax.plot(x, middle, "-o", color=colour, markersize=6, clip_on=False)
        ax.xaxis.set_major_locator(MaxNLocator(nbins=5))
        ax.xaxis.set_major_formatter(Ticks())
        return
    x = np.arange(len(values), dtype=float)
    ax.vlines(x, low, high, color=colour, linewidth=3, alpha=0.4)
    ax.plot(x, middle, "o", color=colour, markersize=8, clip_on=False)
    names = [shortened(written(value), NAME_LETTERS) for value in values]
    if sum(len(name) for name in names) <= LETTERS_AN_INCH * _width(ax):
        ax.set_xticks(x, names)
    else:
        ax.set_xticks(x, names, rotation=25, ha="right", rotation_mode="anchor")
    ax.set_xlim(-0.5, len(values) - 0.5)


def _width(ax: Axes) -> float:
    """About how many inches wide a panel is, its numbers on the left included."""
    place = ax.get_subplotspec()
    columns = place.get_gridspec().ncols if place else 1
    return ax.figure.get_figwidth() / columns  # type: ignore[union-attr]


def _is_number(values: pd.Series | pd.Index[Any]) -> bool:
    kind = values.dtype
    return pd.api.types.is_numeric_dtype(kind) and not pd.api.types.is_bool_dtype(kind)


def _lever(exp: Experiment, lever: str | None) -> str:
    levers = list(exp.levers)
    if lever is None and len(levers) == 1:
        return levers[0]
    if lever not in levers:
        said = "none is named" if lever is None else f"there is no lever {lever!r}"
        hint = "" if lever is None else nearest_names(lever, levers)
        raise InputError(f"{said}; the experiment varied {', '.join(levers) or 'none'}{hint}")
    return lever


def _caption(exp: Experiment, path: str) -> str:
    others = [lever_label(other, exp.scenario) for other in exp.levers if other != path]
    pooled = f"pooled over {', '.join(others)}; " if others else ""
    return f"Scenario: {exp.scenario.name}; {pooled}{exp.runs_each} runs a design point. "
