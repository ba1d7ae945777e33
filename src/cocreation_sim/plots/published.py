"""Predicted beside published, every case and figure on one scale."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FixedLocator, NullLocator

from cocreation_sim.errors import InputError
from cocreation_sim.outcomes.labels import described
from cocreation_sim.plots.style import BLUE, GREY, PALE, VERMILLION, caption, is_narrow, styled
from cocreation_sim.validation.published import (
    CALIBRATED,
    FITTED,
    INSIDE,
    MISS,
    TOUCHES,
    published_value,
)
from cocreation_sim.wording.numbers import estimate, number
from cocreation_sim.wording.tables import shortened

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LOOKS: Final = {
    INSIDE: ("o", BLUE, "published value inside"),
    TOUCHES: ("s", BLUE, "only its range inside"),
    MISS: ("X", VERMILLION, "outside: a miss"),
    FITTED: ("D", GREY, "fitted to, not counted"),
}
TO_CALIBRATED: Final = "hollow: calibrated to, counted apart"
WIDEST = 20.0


def published_figures(table: pd.DataFrame) -> Figure:
    """Predicted interval over published value, one row a case and figure.

    Parameters
    ----------
    table
        Rows of `cocreation_sim.validation.published.held_against`; what is not published is left
        out.

    Raises
    ------
    InputError
        If no row has a published figure.

    Examples
    --------
    >>> from cocreation_sim.validation.published import held_against
    >>> from cocreation_sim.experiments.sweep import sweep
    >>> exp = sweep("ordinary", {}, 2, workers=1, progress=False)
    >>> published_figures(held_against(exp)).axes[0].get_xscale()
    'log'
    """
    rows = table[table["inside"].isin(list(LOOKS)) & (table["published"] > 0)]
    if rows.empty:
        raise InputError("there is no published figure to draw")
    rows = rows.reset_index(drop=True)
    at, headings = _places(rows)
    with styled(14, 0.3 * at[-1] + 2.6) as figure:
        if is_narrow():  # the numbers are in the table
            left = figure.subplots()
        else:
            left, right = figure.subplots(1, 2, sharey=True, width_ratios=[1, 1.2])
            _numbers(right, rows, at)
        _intervals(left, rows, at)
        for place, name in headings:
            left.text(
                -0.04, place, name, transform=left.get_yaxis_transform(), ha="right", va="center",
                fontweight="bold",
            )  # fmt: skip
        _legend(figure, calibrated=bool((rows["status"] == CALIBRATED).any()))
        caption(
            figure,
            "Line: 90 % interval of one further run (failure risk: of the risk) over the published "
            "value; mark: median.\nAn arrow: it goes on beyond the picture. Grey band: published "
            "range. With few runs the intervals are wide.",
        )
    return figure


def _places(rows: pd.DataFrame) -> tuple[list[float], list[tuple[float, str]]]:
    """Where each row stands, and the headings above the rows of a case."""
    at, headings, last, y = [], [], None, 0.0
    for preset in rows["preset"]:
        if preset != last:
            headings.append((y + 0.15, str(preset)))
            last, y = preset, y + 1
        at.append(y)
        y += 1
    return at, headings


def _intervals(ax: Axes, rows: pd.DataFrame, at: list[float]) -> None:
    ratios = [(rows[k] / rows["published"]).to_numpy(float) for k in ("low", "predicted", "high")]
    known = np.concatenate(ratios)
    known = known[np.isfinite(known) & (known > 0)]
    reach = min(WIDEST, max(2.5, 1.25 * float(np.max(np.maximum(known, 1 / known), initial=1.0))))
    for i, (low, middle, high) in enumerate(zip(*ratios, strict=True)):
        row = rows.loc[i]
        ends = (row["published_low"] / row["published"], row["published_high"] / row["published"])
        if ends[0] < ends[1]:
            ax.barh(at[i], ends[1] - ends[0], left=ends[0], height=0.8, color=PALE)
        hollow = str(row["status"]) == CALIBRATED
        _interval(ax, at[i], low, middle, high, reach, str(row["inside"]), hollow)
    ax.axvline(1, color="black", linewidth=1, zorder=0)
    ax.set_xscale("log")
    marks = (0.05, 0.25, 1, 4, 20) if is_narrow() else (0.05, 0.1, 0.25, 0.5, 1, 2, 4, 10, 20)
    ticks = [t for t in marks if 1 / reach <= t <= reach]
    ax.xaxis.set_major_locator(FixedLocator(ticks))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.set_xticklabels([number(t) for t in ticks])
    ax.set(xlim=(1 / reach, reach), ylim=(at[-1] + 0.7, -0.7))
    ax.set_xlabel("predicted ÷ published" + ("" if is_narrow() else " (log scale)"))
    names = [described(str(figure))[0] for figure in rows["figure"]]
    if is_narrow():
        names = [shortened(name, 28) for name in names]
    ax.set_yticks(at, names)
    ax.tick_params(axis="y", length=0, pad=12)
    ax.spines["left"].set_visible(False)
    ax.grid(axis="x")


def _interval(
    ax: Axes,
    y: float,
    low: float,
    middle: float,
    high: float,
    reach: float,
    inside: str,
    hollow: bool,
) -> None:
    mark, colour, _ = LOOKS[inside]
    left, right = 1 / reach, reach
    if not np.isfinite(middle):
        return
    if np.isfinite(low) and np.isfinite(high):
        ax.plot(np.clip([low, high], left, right), [y, y], color=colour, linewidth=2.5)
    for end, beyond, arrow in ((left, min(low, middle) < left, "<"), (right, high > right, ">")):
        if beyond:
            ax.plot(end, y, arrow, color=colour, markersize=8, clip_on=False)
    if left <= middle <= right:
        face, edge = ("white", colour) if hollow else (colour, "white")
        size = 7 if hollow else 9
        ax.plot(
            middle, y, mark, markersize=size, markerfacecolor=face, markeredgecolor=edge,
            markeredgewidth=1.8 if hollow else 1,
        )  # fmt: skip


def _numbers(ax: Axes, rows: pd.DataFrame, at: list[float]) -> None:
    """The same in numbers, in line with the picture."""
    ax.axis("off")
    ax.set_xlim(0, 1)
    columns = {"runs": (0.07, "right"), "predicted": (0.12, "left"), "published": (0.66, "left")}
    for text, (x, side) in columns.items():
        ax.text(x, 0.15, text, ha=side, va="center", fontweight="bold")
    for i, row in rows.iterrows():
        y, unit = at[int(str(i))], row["unit"]
        texts = (
            str(row["replications"]),
            estimate(row["predicted"], row["low"], row["high"], unit),
            published_value(row),
        )
        for text, (x, side) in zip(texts, columns.values(), strict=True):
            ax.text(x, y, text, ha=side, va="center", fontsize=11)


def _legend(figure: Figure, *, calibrated: bool) -> None:
    handles: list[Line2D | Patch] = [
        Line2D(
            [], [], marker=mark, color=colour, label=text, linewidth=2.5, markersize=9,
            markeredgecolor="white",
        )
        for mark, colour, text in LOOKS.values()
    ]  # fmt: skip
    if calibrated:
        handles.append(
            Line2D(
                [], [], marker="o", color=BLUE, label=TO_CALIBRATED, linewidth=2.5, markersize=7,
                markerfacecolor="white", markeredgewidth=1.8,
            )
        )  # fmt: skip
    handles.append(Patch(color=PALE, label="published range"))
    figure.legend(
        handles=handles, loc="outside upper left", ncols=1 if is_narrow() else 3, columnspacing=1.5
    )
