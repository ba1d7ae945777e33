"""Effects of a change beside what was published: sizes in their own scale, directions by sign."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from cocreation_sim.errors import InputError
from cocreation_sim.plots.style import BLUE, GREY, PALE, VERMILLION, caption, is_narrow, styled
from cocreation_sim.validation.effects import CLOSE, NOT_EXPRESSIBLE, RIGHT, WRONG, is_apart
from cocreation_sim.validation.published import INSIDE, MISS, TOUCHES
from cocreation_sim.wording.numbers import estimate
from cocreation_sim.wording.tables import shortened

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LOOKS: Final = {
    INSIDE: ("o", BLUE),
    TOUCHES: ("s", BLUE),
    MISS: ("X", VERMILLION),
    RIGHT: ("o", BLUE),
    WRONG: ("X", VERMILLION),
    CLOSE: ("D", GREY),
}
EDGE: Final = 1.15  # of the panel of directions, where each row reaches from -1 to 1


def measured_effects(table: pd.DataFrame) -> Figure:
    """Predicted effects over what was published, one row an effect.

    Parameters
    ----------
    table
        Rows of `cocreation_sim.validation.responses.respond`; what is not expressible is left out.

    Raises
    ------
    InputError
        If nothing was played.

    Examples
    --------
    >>> from cocreation_sim.validation.effects import Direction, Effect
    >>> row = Effect("replies keep people", "C3", "R", Direction(1)).row(np.array([0.1, 0.2]))
    >>> len(measured_effects(pd.DataFrame([row])).axes)
    1
    """
    told = table[(table["verdict"] != NOT_EXPRESSIBLE) & table["low"].notna()]
    parts = [(kind, told[told["kind"] == kind].reset_index(drop=True)) for kind in KINDS]
    parts = [(kind, rows) for kind, rows in parts if len(rows)]
    if not parts:
        raise InputError("there is no effect to draw")
    heights = [len(rows) + 2 for _, rows in parts]
    with styled(13, 0.3 * sum(heights) + 1.6) as figure:
        axes = figure.subplots(len(parts), 1, squeeze=False, height_ratios=heights)[:, 0]
        for ax, (kind, rows) in zip(axes, parts, strict=True):
            KINDS[kind](ax, rows)
            _frame(ax, rows)
        caption(
            figure,
            "Line: 90 % interval of the mean over paired runs; mark: mean. Grey: what was "
            "published. Blue: as published (square: only the ranges meet); red cross: not; grey "
            "diamond: too close to tell.\nDirections: each row to its own scale, the numbers "
            "beside it; grey is the side, or the band of no consequence, that was published. "
            "* told apart: it contradicts a law of the model.",
        )
    return figure


def _sizes(ax: Axes, rows: pd.DataFrame) -> None:
    for y, (_, row) in enumerate(rows.iterrows()):
        width = row["published_high"] - row["published_low"]
        ax.barh(y, width, left=row["published_low"], height=0.7, color=PALE)
        ax.plot([row["published"]] * 2, [y - 0.35, y + 0.35], color=GREY, linewidth=2)
        _mark(ax, y, row["low"], row["predicted"], row["high"], row["verdict"])
    ax.set_title("sizes", loc="left")
    ax.set_xlabel("effect, in its own scale")


def _directions(ax: Axes, rows: pd.DataFrame) -> None:
    for y, (_, row) in enumerate(rows.iterrows()):
        reach = max(abs(row["low"]), abs(row["high"])) or 1.0
        up, nothing = row["published_as"] == "up", row["published_as"].startswith("no ")
        left, right = (0.0, EDGE) if up else (-EDGE, 0.0)
        if nothing:
            ends = np.array([row["band_low"], row["band_high"]]) / reach
            left, right = np.clip(ends, -EDGE, EDGE)
        ax.barh(y, right - left, left=left, height=0.7, color=PALE)
        low, middle, high = (row[end] / reach for end in ("low", "predicted", "high"))
        _mark(ax, y, low, middle, high, row["verdict"])
        if not is_narrow():
            said = estimate(row["predicted"], row["low"], row["high"], plus=True)
            ax.text(EDGE + 0.03, y, said, va="center", fontsize=9)
    ax.set_xlim(-EDGE, EDGE)
    ax.set_xticks([-0.6, 0.0, 0.6], ["down", "0", "up"])
    ax.set_title("directions", loc="left")


KINDS: Final = {"size": _sizes, "direction": _directions}


def _mark(ax: Axes, y: float, low: float, middle: float, high: float, verdict: str) -> None:
    mark, colour = LOOKS[verdict]
    ax.plot([low, high], [y, y], color=colour, linewidth=2.5, solid_capstyle="butt")
    ax.plot(middle, y, mark, color=colour, markersize=7)


def _frame(ax: Axes, rows: pd.DataFrame) -> None:
    names = [
        f"{name} *" if apart else name
        for name, apart in zip(rows["effect"], is_apart(rows), strict=True)
    ]
    ax.set_yticks(range(len(rows)), [shortened(n, 32) if is_narrow() else n for n in names])
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.axvline(0.0, color="black", linewidth=1, zorder=0.5)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
