"""How long campaigns last before they fail, and of what."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from cocreation_sim.designs.factors import Range, cell_of
from cocreation_sim.errors import InputError
from cocreation_sim.experiments.answers import names_of
from cocreation_sim.plots.ranges import check_factor
from cocreation_sim.plots.style import (
    BLACK,
    BLUE,
    GREEN,
    ORANGE,
    PALE,
    PURPLE,
    VERMILLION,
    Ticks,
    caption,
    is_narrow,
    styled,
)
from cocreation_sim.scenario.labels import lever_label
from cocreation_sim.statistics import survival
from cocreation_sim.wording.numbers import plural, written
from cocreation_sim.wording.tables import wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from cocreation_sim.experiments.experiment import Experiment

COLOURS: Final = (BLUE, VERMILLION, GREEN, ORANGE, PURPLE, BLACK)
MARKS: Final = ("o", "s", "D", "^", "v", "P")
LINES: Final[Any] = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 1)))
MOST_CURVES: Final = len(COLOURS)
MOST_TOGETHER: Final = 3  # curves in one panel
BEYOND: Final = 0.03  # of the calendar, so that a step at its end is seen
CONTEXT: Final = "#BDBDBD"
LETTERS: Final = 26  # of a name in a line
NARROW_LETTERS: Final = 50
LEGEND_LETTERS: Final = 135  # of all names beside each other


def survival_curve(exp: Experiment, by: str | None = None, campaign: str | None = None) -> Figure:
    """Share of runs that have not failed yet, over time, beside what they fail of first.

    Parameters
    ----------
    exp
        The experiment.
    by
        A varied path: one curve for each of its values. By default one for each design point.
    campaign
        Which campaign; may be left out where there is one only.

    Raises
    ------
    InputError
        If there would be more than six curves, or there is no such factor or campaign.

    Examples
    --------
    >>> from cocreation_sim.experiments.sweep import sweep
    >>> exp = sweep("workshop", {}, replications=5, workers=1, progress=False)
    >>> survival_curve(exp).axes[0].get_xlabel()
    'quarters of an hour since the start'
    """
    mine = exp.only(campaign)
    names = _names(mine, by)
    curves = mine.survival(by=by)
    key = "scenario_id" if by is None else by
    names = {value: name for value, name in names.items() if (curves[key] == value).any()}
    tables = [curves[curves[key] == value] for value in names]
    tall = 5.4 if len(names) > 1 else 4.8
    with styled(13, 1.7 * tall if is_narrow() else tall) as figure:
        below = is_narrow()
        ratios: dict[str, Any] = (
            {"height_ratios": [1.1, 1]} if below else {"width_ratios": [1.3, 1]}
        )
        halves = figure.add_gridspec(*((2, 1) if below else (1, 2)), **ratios)
        apart = len(names) > MOST_TOGETHER
        rows, columns = (2, math.ceil(len(names) / 2)) if apart else (1, 1)
        grid = halves[0].subgridspec(rows, columns)
        first = figure.add_subplot(grid[0])
        panels = [first] + [
            figure.add_subplot(grid[k], sharex=first, sharey=first)
            for k in range(1, len(names) if apart else 1)
        ]
        for place, ax in enumerate(panels):
            _curves(ax, tables, place if apart else None)
        _frame(panels, columns, mine, float(curves["time"].max()))
        _causes(figure.add_subplot(halves[1]), _by_cause(mine, key, list(names)))
        if len(names) > 1:
            title = None if by is None else lever_label(by, mine.scenario)
            _legend(figure, list(names.values()), title, apart)
        caption(figure, _caption(mine, curves))
    return figure


def _names(exp: Experiment, by: str | None) -> dict[Any, str]:
    """What each curve is called, by design point or by value."""
    design = exp.design
    if by is None:
        found: dict[Any, str] = {}
        if len(design.first_points) <= MOST_CURVES:
            found = dict(zip(design.scenario_ids, names_of(design), strict=True))
        count, what = len(design.first_points), "there are {} design points"
    else:
        check_factor(exp, by)
        factor = design.factors[by]
        seen = set(exp.read([by])[by])
        order = sorted(seen) if isinstance(factor, Range) else [cell_of(v) for v in factor]
        values = [value for value in order if value in seen]
        found = {value: written(value) for value in values}
        count, what = len(values), f"{by!r} has {{}} values"
    if count > MOST_CURVES:
        raise InputError(
            f"{what.format(count)}; a picture shows up to {MOST_CURVES} curves: name a factor "
            "with so few values, as by"
        )
    return found


def _curves(ax: Axes, tables: Sequence[pd.DataFrame], one: int | None) -> None:
    """All curves with their bands; or one, and the others pale behind it."""
    for place, rows in enumerate(tables):
        time = rows["time"].to_numpy(float)
        time = np.append(time, (1 + BEYOND) * time[-1])
        share, low, high = (
            np.append(rows[k], rows[k].iloc[-1]) for k in ("surviving", "low", "high")
        )
        colour = COLOURS[place] if one in (None, place) else CONTEXT
        ax.step(
            time, share, where="post", color=colour, zorder=2 if colour == CONTEXT else 3,
            linewidth=1.2 if colour == CONTEXT else 2.2,
            linestyle=LINES[place] if one is None else "-",
        )  # fmt: skip
        if colour != CONTEXT:
            ax.fill_between(time, low, high, step="post", color=colour, alpha=0.18, linewidth=0)
            ax.plot(
                time[-1], share[-1], MARKS[place], color=colour, markersize=7, zorder=4,
                clip_on=False,
            )  # fmt: skip


def _frame(panels: Sequence[Axes], columns: int, exp: Experiment, end: float) -> None:
    first = panels[0]
    first.set_title("runs not failed yet")
    first.set(xlim=(0, (1 + BEYOND) * end), ylim=(-0.02, 1.02))
    first.xaxis.set_major_locator(MaxNLocator(nbins=5))
    first.xaxis.set_major_formatter(Ticks())
    first.yaxis.set_major_formatter(Ticks("share"))
    for place, ax in enumerate(panels):
        ax.grid(axis="y")
        below = place + columns >= len(panels)
        ax.tick_params(labelbottom=below, labelleft=place % columns == 0)
    lowest = panels[-min(columns, len(panels))]
    unit = plural(exp.scenario.calendar.unit)
    lowest.set_xlabel(f"{unit} since the start" if len(panels) == 1 else unit)


def _by_cause(exp: Experiment, key: str, values: Sequence[Any]) -> list[pd.DataFrame]:
    """Shares of runs by first cause, one table a curve, all with the same causes."""
    runs = exp.read([key, *survival.COLUMNS])
    first = runs["failed_because"]
    watched = list(first[first != ""].value_counts().index)
    parts = [runs[runs[key] == value] for value in values]
    return [survival.causes(part, watched).set_index("cause").loc[watched] for part in parts]


def _causes(ax: Axes, tables: Sequence[pd.DataFrame]) -> None:
    causes = list(tables[0].index)
    step = 0.7 / len(tables)
    for place, table in enumerate(tables):
        y = np.arange(len(causes)) + step * (place - (len(tables) - 1) / 2)
        first, low, high = (table[f"first{end}"].to_numpy(float) for end in ("", "_low", "_high"))
        ax.hlines(y, low, high, color=COLOURS[place], linewidth=2.2)
        ax.plot(first, y, MARKS[place], color=COLOURS[place], markersize=7)
    ax.set_title("first cause of failure")
    ax.set_xlabel("share of runs")
    ax.set_yticks(range(len(causes)), [wrapped(cause, 16) for cause in causes])
    most = max((float(table["first_high"].max()) for table in tables if causes), default=1.0)
    ax.set(xlim=(-0.02 * most, 1.04 * most), ylim=(max(len(causes), 1) - 0.4, -0.6))
    if not causes:
        ax.text(0.5, 0.5, "no run failed", transform=ax.transAxes, ha="center", fontsize=12)
        ax.set(xticks=[], xlabel="")
        return
    for between in range(1, len(causes)):
        ax.axhline(between - 0.5, color=PALE, linewidth=1, zorder=0)
    ax.xaxis.set_major_locator(MaxNLocator(nbins=5))
    ax.xaxis.set_major_formatter(Ticks("share"))
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x")


def _legend(figure: Figure, names: Sequence[str], title: str | None, apart: bool) -> None:
    """Line and mark of each curve, to be read line by line."""
    names = [wrapped(name, LETTERS) for name in names]
    letters = 9 + max(len(line) for name in names for line in name.split("\n"))
    room = NARROW_LETTERS if is_narrow() else LEGEND_LETTERS
    columns = max(1, min(len(names), room // letters if is_narrow() else round(room / letters)))
    handles = [
        Line2D(
            [], [], color=COLOURS[k], linestyle="-" if apart else LINES[k], marker=MARKS[k],
            markersize=7, linewidth=2.2, label=name,
        )
        for k, name in enumerate(names)
    ]  # fmt: skip
    figure.legend(
        handles=[handle for k in range(columns) for handle in handles[k::columns]],
        loc="outside upper left", ncols=columns, title=title, alignment="left",
        columnspacing=1.5, handlelength=3.2,
    )  # fmt: skip


def _caption(exp: Experiment, curves: pd.DataFrame) -> str:
    runs = curves.loc[curves["time"] == 0, "at_risk"]
    many = f"{runs.min()}" if runs.min() == runs.max() else f"{runs.min()} to {runs.max()}"
    text = (
        f"Scenario: {exp.scenario.name}; {many} runs a curve. Steps: share of runs that have not "
        "failed yet, by Kaplan and Meier’s estimate. Bands, and lines of causes: 95 % intervals."
    )
    if runs.max() > exp.replications:
        text += " Each pools several design points, and takes its runs as independent."
    return text
