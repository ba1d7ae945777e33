"""Designs against a baseline: how outcomes differ under the same luck."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from matplotlib.ticker import MaxNLocator

from cocreation_sim.errors import InputError, nearest_names
from cocreation_sim.outcomes import column_of
from cocreation_sim.outcomes.labels import outcome_title, unit_words
from cocreation_sim.plots.style import (
    BLUE,
    GREY,
    Ticks,
    caption,
    is_narrow,
    panels,
    side_by_side,
    styled,
)
from cocreation_sim.scenario.scenario import Scenario
from cocreation_sim.statistics.comparison import YES_NO
from cocreation_sim.wording.numbers import apart, exact, percent
from cocreation_sim.wording.tables import wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from cocreation_sim.comparing import Comparison

MOST_PANELS: Final = 6
LETTERS: Final = 34  # of a title or a name, before it goes on in the next line
NARROW_LETTERS: Final = 15


def differences(found: Comparison, outcomes: Sequence[str] | str | None = None) -> Figure:
    """One panel an outcome, one row a design: its difference to the baseline with its interval.

    Beside each row stands the share of runs with the same luck in which the outcome is higher, and
    lower.

    Parameters
    ----------
    found
        The comparison.
    outcomes
        Which of its outcomes, up to six; by default the first six.

    Raises
    ------
    InputError
        If an outcome was not compared, or there are more than six or none.

    Examples
    --------
    >>> from cocreation_sim import compare, load
    >>> workshop = load("workshop")
    >>> bare = workshop.vary({"campaign.reward.recognition": 0.0})
    >>> found = compare({"credit": workshop, "none": bare}, replications=5, progress=False)
    >>> figure = differences(found, ["submissions", "failed"])
    >>> [ax.get_title(loc="left") for ax in figure.axes]
    ['ideas contributed', 'failure risk']
    """
    table = found.table
    known = list(dict.fromkeys(table["outcome"].astype(str)))
    names = _chosen(known, outcomes)
    designs = list(dict.fromkeys(table["design"].astype(str)))
    labels = [wrapped(design, NARROW_LETTERS if is_narrow() else LETTERS) for design in designs]
    columns = side_by_side(len(names))
    tall = sum(0.2 * label.count("\n") + 0.42 for label in labels)
    wide = 0.09 * max(len(line) for label in labels for line in label.split("\n"))
    size = (4.4 * columns + wide, (tall + 1.6) * math.ceil(len(names) / columns) + 0.9)
    with styled(max(size[0], 7.0), size[1]) as figure:
        axes = panels(figure, len(names))
        for place, (ax, name) in enumerate(zip(axes, names, strict=True)):
            rows = table[table["outcome"] == name].set_index("design").loc[designs]
            _panel(ax, rows, name, found.experiment.scenario)
            ax.set_yticks(range(len(designs)), labels if place % columns == 0 else [""] * len(rows))
        caption(figure, _caption(table, len(known) - len(names)))
    return figure


def _chosen(known: Sequence[str], outcomes: Sequence[str] | str | None) -> list[str]:
    names = [outcomes] if isinstance(outcomes, str) else list(outcomes or known[:MOST_PANELS])
    spellings = {column_of(name): name for name in known}
    names = [spellings.get(column_of(name), name) for name in names]
    for name in names:
        if name not in known:
            raise InputError(
                f"outcome {name!r} was not compared; allowed are {', '.join(known)}"
                + nearest_names(str(name), known)
            )
    if not 1 <= len(names) <= MOST_PANELS:
        raise InputError(
            f"{len(names)} outcomes are to be drawn; allowed are 1 to {MOST_PANELS} a picture"
        )
    return names


def _panel(ax: Axes, rows: pd.DataFrame, name: str, scenario: Scenario) -> None:
    unit = str(rows["unit"].iloc[0])
    scale = 100.0 if unit in ("share", YES_NO) else 1.0
    ax.axvline(0, color="black", linewidth=1, zorder=1)
    for y, (_, row) in enumerate(rows.iterrows()):
        _row(ax, y, row, scale)
    known = scale * rows[["difference", "low", "high"]].to_numpy(float)
    low, high = np.nanmin(known, initial=0.0), np.nanmax(known, initial=0.0)
    if low == high == 0:
        ax.set(xlim=(-1, 1), xticks=[0])
    else:
        room = 0.08 * (high - low)
        ax.set_xlim(low - room, high + room)
        ax.xaxis.set_major_locator(MaxNLocator(nbins=5))
    ax.set_ylim(len(rows) - 0.4, -0.9)
    ax.xaxis.set_major_formatter(Ticks())
    ax.set_xlabel(_axis_label(rows, unit, scenario))
    ax.set_title(wrapped(outcome_title(name), LETTERS))
    _beside(ax, -0.72, 0, "share of runs", color="#444444")
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.grid(axis="x")


def _axis_label(rows: pd.DataFrame, unit: str, scenario: Scenario) -> str:
    """Unit of the difference, and the baseline's mean to compare it with."""
    words = unit_words(unit, scenario)
    mean = float(rows["mean_a"].iloc[rows["pairs"].argmax()])
    base = percent(mean) if unit in ("share", YES_NO) else apart([mean], unit)[0]
    return "difference" + (f" ({words})" if words else "") + f", baseline {base}"


def _row(ax: Axes, y: int, row: pd.Series[Any], scale: float) -> None:
    """A difference with its interval, and in which share of runs it is higher or lower."""
    middle, low, high = (scale * float(row[key]) for key in ("difference", "low", "high"))
    if not math.isfinite(low + high):
        _beside(ax, y, 0, "too few runs", color="#444444")
    else:
        higher, ties = float(row["better_runs"]), float(row["ties"])  # ties are half of both
        for arrow, right, part in (("↑", 0, higher), ("↓", 52, 1 - higher)):
            _beside(ax, y, right, f"{arrow} {percent(round(max(0.0, part - ties / 2), 9))}")
    told = math.isfinite(low + high) and not low <= 0 <= high
    colour = BLUE if told else GREY
    ax.plot([low, high], [y, y], color=colour, linewidth=2.5, solid_capstyle="butt")
    face = colour if told else "white"
    ax.plot(middle, y, "o", color=colour, markersize=8, markerfacecolor=face, markeredgewidth=2)


def _beside(ax: Axes, y: float, right: float, text: str, **looks: Any) -> None:
    """A text in line with a row, to the right of the panel."""
    ax.annotate(
        text,
        xy=(1.0, y),
        xycoords=ax.get_yaxis_transform(),
        xytext=(8 + right, 0),
        textcoords="offset points",
        va="center",
        fontsize=10,
        **looks,
    )


def _caption(table: pd.DataFrame, left_out: int) -> str:
    pairs, level = int(table["pairs"].max()), exact(float(table["level"].iloc[0]), "share")
    together = " (of an outcome, jointly)" if table["design"].nunique() > 1 else ""
    runs = "the one run" if pairs == 1 else f"{pairs} runs with the same luck"
    text = (
        f"Mean difference to the baseline “{table['baseline'].iloc[0]}” in {runs}, and its {level} "
        f"interval{together}; where none is seen, it is narrower than its mark. Full mark: it "
        "leaves out 0. ↑ ↓: share of these runs in which the outcome is higher, lower; the rest "
        "are ties."
    )
    return text + (f" {left_out} more outcomes are in the table." if left_out else "")
