"""Predicted beside published, every case and figure on one scale."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FixedLocator, NullLocator

from cocreation_sim.analysis.published import FITTED, INSIDE, MISS, TOUCHES
from cocreation_sim.errors import InputError
from cocreation_sim.outcomes import DESCRIPTIONS
from cocreation_sim.views.style import BLUE, GREY, PALE, VERMILLION, caption, number, span, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LOOKS: Final = {
    INSIDE: ("o", BLUE, "published value inside"),
    TOUCHES: ("s", BLUE, "only its range inside"),
    MISS: ("X", VERMILLION, "outside: a miss"),
    FITTED: ("D", GREY, "fitted to, not counted"),
}
WIDEST = 100.0


def published_figures(table: pd.DataFrame) -> Figure:
    """Predicted interval over published value, one row a case and figure.

    Parameters
    ----------
    table
        Rows of `cocreation_sim.analysis.published.held_against`; what is not published is left out.

    Raises
    ------
    InputError
        If no row has a published figure.

    Examples
    --------
    >>> row = {
    ...     "preset": "mine",
    ...     "figure": "one_timers",
    ...     "predicted": 0.8,
    ...     "low": 0.7,
    ...     "high": 0.9,
    ...     "published": 0.85,
    ...     "published_low": 0.85,
    ...     "published_high": 0.85,
    ...     "inside": "yes",
    ... }
    >>> published_figures(pd.DataFrame([row])).axes[0].get_xscale()
    'log'
    """
    rows = table[table["inside"].isin(list(LOOKS)) & (table["published"] > 0)]
    if rows.empty:
        raise InputError("there is no published figure to draw")
    lines = len(rows) + rows["preset"].nunique()
    with styled(13, 0.31 * lines + 2.2) as figure:
        ax = figure.subplots()
        _draw(ax, rows.reset_index(drop=True))
        caption(
            figure,
            "Line: 90 % interval of one further run (failure risk: 90 % interval of the risk) over "
            "the published value; mark: median. Grey band: published range.\n"
            "A line that ends in an arrow goes on beyond the picture.",
        )
    return figure


def _draw(ax: Axes, rows: pd.DataFrame) -> None:
    ratios = {
        k: (rows[k] / rows["published"]).to_numpy(float) for k in ("predicted", "low", "high")
    }
    known = np.concatenate(list(ratios.values()))
    known = known[np.isfinite(known) & (known > 0)]
    reach = min(WIDEST, max(3.0, 1.25 * float(np.max(np.maximum(known, 1 / known), initial=1.0))))
    y, names, last = 0.0, [], None
    for i, row in rows.iterrows():
        if row["preset"] != last:
            last = row["preset"]
            ax.text(
                -0.01,
                y,
                str(last),
                transform=ax.get_yaxis_transform(),
                ha="right",
                va="center",
                fontweight="bold",
            )
            y += 1
        low, middle, high = (ratios[k][int(str(i))] for k in ("low", "predicted", "high"))
        ends = (row["published_low"] / row["published"], row["published_high"] / row["published"])
        if ends[0] < ends[1]:
            ax.barh(y, ends[1] - ends[0], left=ends[0], height=0.8, color=PALE)
        _interval(ax, y, low, middle, high, reach, str(row["inside"]))
        names.append((y, DESCRIPTIONS.get(row["figure"], (row["figure"].replace("_", " "), ""))[0]))
        texts = (number(row["predicted"]), span(row["low"], row["high"]), number(row["published"]))
        for x, text in zip((1.09, 1.13, 1.36), texts, strict=True):
            ax.text(
                x,
                y,
                text,
                transform=ax.get_yaxis_transform(),
                va="center",
                fontsize=11,
                ha="right" if x == 1.09 else "left",
            )
        y += 1
    for x, text, side in (
        (1.09, "predicted", "right"),
        (1.13, "90 % interval", "left"),
        (1.36, "published", "left"),
    ):
        ax.text(
            x,
            -1,
            text,
            transform=ax.get_yaxis_transform(),
            va="center",
            ha=side,
            fontweight="bold",
            fontsize=11,
        )
    ax.axvline(1, color="black", linewidth=1, zorder=0)
    ax.set_xscale("log")
    ticks = [
        t for t in (0.01, 0.03, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 100) if 1 / reach <= t <= reach
    ]
    ax.xaxis.set_major_locator(FixedLocator(ticks))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.set_xticklabels([f"× {t:g}" for t in ticks])
    ax.set(xlim=(1 / reach, reach), ylim=(y - 0.4, -1.4), xlabel="predicted over published")
    ax.set_yticks([at for at, _ in names], [text for _, text in names])
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.grid(axis="x")
    _legend(ax)


def _interval(
    ax: Axes, y: float, low: float, middle: float, high: float, reach: float, inside: str
) -> None:
    mark, colour, _ = LOOKS[inside]
    left, right = 1 / reach, reach
    if not np.isfinite(middle):
        return
    if np.isfinite(low) and np.isfinite(high):
        ax.plot(np.clip([low, high], left, right), [y, y], color=colour, linewidth=2.5)
    for end, beyond, arrow in ((left, low < left, "<"), (right, high > right, ">")):
        if beyond:
            ax.plot(end, y, arrow, color=colour, markersize=8, clip_on=False)
    if left <= middle <= right:
        ax.plot(middle, y, mark, color=colour, markersize=8, markeredgecolor="white")


def _legend(ax: Axes) -> None:
    handles: list[Line2D | Patch] = [
        Line2D(
            [],
            [],
            marker=mark,
            color=colour,
            label=text,
            linewidth=2.5,
            markersize=8,
            markeredgecolor="white",
        )
        for mark, colour, text in LOOKS.values()
    ]
    handles.append(Patch(color=PALE, label="published range"))
    ax.legend(
        handles=handles,
        loc="lower left",
        bbox_to_anchor=(0, 1.0),
        ncols=5,
        borderaxespad=0.2,
        columnspacing=1.2,
    )
