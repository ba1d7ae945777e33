"""How long campaigns last before they fail, and of what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator

from cocreation_sim.analysis import survival
from cocreation_sim.analysis.answers import names_of
from cocreation_sim.errors import InputError
from cocreation_sim.experiments.factors import Range, cell_of
from cocreation_sim.views.ranges import check_factor
from cocreation_sim.views.style import (
    BLACK,
    BLUE,
    GREEN,
    ORANGE,
    PALE,
    PURPLE,
    VERMILLION,
    caption,
    lever_label,
    number,
    percent,
    styled,
    wrapped,
)
from cocreation_sim.views.text import plural

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from cocreation_sim.experiments.experiment import Experiment

COLOURS: Final = (BLUE, VERMILLION, GREEN, ORANGE, PURPLE, BLACK)
MARKS: Final = ("o", "s", "D", "^", "v", "P")
LINES: Final[Any] = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 1)))
MOST_CURVES: Final = len(COLOURS)
LETTERS: Final = 26


def lasting(exp: Experiment, by: str | None = None, campaign: str | None = None) -> Figure:
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
    >>> lasting(exp).axes[0].get_xlabel()
    'quarters of an hour since the start'
    """
    mine = exp.only(campaign)
    names = _names(mine, by)
    curves = mine.survival(by=by)
    key = "scenario_id" if by is None else by
    with styled(13, 5.4 if len(names) > 1 else 4.8) as figure:
        left, right = figure.subplots(1, 2, width_ratios=[1.25, 1])
        for place, value in enumerate(names):
            _curve(left, curves[curves[key] == value], place, 0.2 if len(names) < 3 else 0.1)
        _frame(left, mine, float(curves["time"].max()))
        _causes(right, _by_cause(mine, key, list(names)))
        if len(names) > 1:
            _legend(
                figure, list(names.values()), None if by is None else lever_label(by, mine.scenario)
            )
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
        found = {value: _written(value) for value in values}
        count, what = len(values), f"{by!r} has {{}} values"
    if count > MOST_CURVES:
        raise InputError(
            f"{what.format(count)}; a picture shows up to {MOST_CURVES} curves: name a factor "
            "with so few values, as by"
        )
    return found


def _written(value: Any) -> str:
    plain = isinstance(value, (int, float)) and not isinstance(value, bool)
    return number(float(value)) if plain else str(value)


def _curve(ax: Axes, rows: pd.DataFrame, place: int, shade: float) -> None:
    time = rows["time"].to_numpy(float)
    share, low, high = (rows[k].to_numpy(float) for k in ("surviving", "low", "high"))
    colour = COLOURS[place]
    ax.fill_between(time, low, high, step="post", color=colour, alpha=shade, linewidth=0)
    ax.step(time, share, where="post", color=colour, linewidth=2.2, linestyle=LINES[place])


def _frame(ax: Axes, exp: Experiment, end: float) -> None:
    ax.set(title="share of runs that have not failed yet", ylim=(-0.02, 1.02))
    ax.set_xlim(0, end)
    ax.set_xlabel(f"{plural(exp.scenario.calendar.unit)} since the start")
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: number(x)))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda y, _: percent(y)))
    ax.grid(axis="y")


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
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: percent(x)))
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x")


def _legend(figure: Figure, names: Sequence[str], title: str | None) -> None:
    """Line and mark of each curve."""
    looks = zip(COLOURS, LINES, MARKS, names, strict=False)
    figure.legend(
        handles=[
            Line2D(
                [], [], color=colour, linestyle=line, marker=mark, markersize=7, linewidth=2.2,
                label=wrapped(name, LETTERS),
            )
            for colour, line, mark, name in looks
        ],
        loc="outside upper left", ncols=len(names), title=title, alignment="left",
        columnspacing=1.5, handlelength=3.2,
    )  # fmt: skip


def _caption(exp: Experiment, curves: pd.DataFrame) -> str:
    runs = curves.loc[curves["time"] == 0, "at_risk"]
    many = f"{runs.min()}" if runs.min() == runs.max() else f"{runs.min()} to {runs.max()}"
    return (
        f"Scenario: {exp.scenario.name}; {many} runs a curve. Left: Kaplan and Meier’s estimate; "
        "runs that do not fail are watched to the end of their calendar. Bands and lines on the "
        "right: 95 % intervals."
    )
