"""What an optimisation found: the front with its intervals, and what its levers do along it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from matplotlib.colors import Normalize
from matplotlib.ticker import MaxNLocator

from cocreation_sim.errors import InputError
from cocreation_sim.outcomes import says_unit
from cocreation_sim.plots.style import (
    BLACK,
    BLUE,
    GREY,
    PALE,
    VERMILLION,
    VOLUME,
    Ticks,
    caption,
    is_narrow,
    styled,
)
from cocreation_sim.recommending.advice import figure_words, figures_of
from cocreation_sim.recommending.estimates import Estimate, value_of
from cocreation_sim.recommending.goals import Goal
from cocreation_sim.recommending.levers import LeverGrid
from cocreation_sim.recommending.pool import BASE
from cocreation_sim.recommending.splitting import Split
from cocreation_sim.statistics.summary import bounds
from cocreation_sim.wording.numbers import exact, written
from cocreation_sim.wording.tables import aligned, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from cocreation_sim.recommending.optimisation import Optimisation

MOST_STEPS: Final = 16  # of neighbours that are drawn
LETTERS: Final = 34
BASE_NAME: Final = "as it is"


def optimised(found: Optimisation) -> Figure:
    """The front of an optimisation, and the levels of each lever along it.

    With two goals or more, the designs by the first goal and each of up to two others; with one,
    what a step of each lever does to it. Beside it, one line a lever with the designs of the front.

    Parameters
    ----------
    found
        The optimisation.

    Raises
    ------
    InputError
        If no design keeps the limits, so there is no front.

    Examples
    --------
    >>> from cocreation_sim.recommending import optimise
    >>> credit = {"reward.recognition": [0.0, 0.5, 1.0]}
    >>> best = optimise("workshop", levers=credit, runs=100, progress=False)
    >>> figure = optimised(best)
    >>> figure.axes[0].get_ylabel()
    'failure risk'
    """
    if not found.recommended:
        raise InputError("there is no front: no design that was tried keeps the limits")
    others = found.goals[1:3]
    rails = _rails(found)
    tall = max(4.8, 0.46 * len(rails) + 1.6)
    columns = max(1, len(others))
    below = is_narrow()
    height = 4.6 * columns + tall if below else tall + 1.0
    with styled(5.6 * columns + 6.2, height) as figure:
        if below:
            ratios = [4.6] * columns + [tall]
            axes = figure.subplots(columns + 1, 1, height_ratios=ratios)
        else:
            axes = figure.subplots(1, columns + 1, width_ratios=[5.0] * columns + [5.6])
        if others:
            for ax, other in zip(axes, others, strict=False):
                _front(ax, found, found.goals[0], other)
        else:
            _steps(axes[0], found)
        _levers(axes[-1], found, rails)
        caption(figure, _caption(found, bool(others)))
    return figure


def _scale(goal: Goal) -> float:
    return 100.0 if goal.figure.unit == "share" else 1.0


def axis_label(goal: Goal) -> str:
    """A goal with its unit.

    Examples
    --------
    >>> from cocreation_sim.recommending.goals import goal
    >>> axis_label(goal("cost")), axis_label(goal("interesting"))
    ('cost (EUR)', 'interesting ideas')
    """
    unit = goal.figure.unit
    return goal.figure.label if says_unit(unit) else f"{goal.figure.label} ({unit})"


def _front(ax: Axes, found: Optimisation, first: Goal, second: Goal) -> None:
    """Designs by two goals: tried, on the front, recommended, and what is optimised."""
    x, y = first.figure.key, second.figure.key
    table = _alike(found, (first, second))
    tried = table[table["within"] & (table["design"] != BASE)]
    over = table[~table["within"] & (table["design"] != BASE)]
    ax.plot(over[x], over[y], "x", color=PALE, markersize=4, zorder=1, label="breaks a limit")
    ax.plot(
        tried[x],
        tried[y],
        "o",
        color="#C9C9C9",
        markersize=4,
        zorder=2,
        label="tried, in fewer runs",
    )
    _crosses(ax, found.front, x, y, "o", BLUE, "on the front")
    base = table[table["design"] == BASE]
    _crosses(ax, base, x, y, "s", BLACK, BASE_NAME)
    marked = [one.design for one in found.recommended]
    rows = found.designs.set_index("design").loc[marked]
    for design, row in rows.iterrows():
        looks: dict[str, Any] = {"markersize": 11, "markerfacecolor": "none", "markeredgewidth": 2}
        ax.plot(row[x], row[y], "o", color=VERMILLION, zorder=6, **looks)
        ax.annotate(
            f"{design}",
            (row[x], row[y]),
            xytext=(9, 7),
            textcoords="offset points",
            color=VERMILLION,
            fontweight="bold",
        )
    told = pd.concat([found.front, base])
    for name, axis, goal in ((x, ax.xaxis, first), (y, ax.yaxis, second)):
        axis.set_major_formatter(Ticks(goal.figure.unit))
        low = np.nanmin([*told[f"{name}_low"], *tried[name]])
        high = np.nanmax([*told[f"{name}_high"], *tried[name]])
        if np.isfinite(low + high) and high > low:
            room = 0.04 * (high - low)
            set_limits = ax.set_xlim if axis is ax.xaxis else ax.set_ylim
            set_limits(low - room, high + room)
    ax.xaxis.set_major_locator(MaxNLocator(nbins=5))
    ax.set_xlabel(wrapped(axis_label(first), 44))
    ax.set_ylabel(wrapped(axis_label(second), 40))
    ax.set_title(wrapped(f"{axis_label(second)} against {axis_label(first)}", LETTERS))
    ax.grid()
    ax.legend(loc="best", fontsize=10, handletextpad=0.3)


def _alike(found: Optimisation, goals: Sequence[Goal]) -> pd.DataFrame:
    """The designs as if all had been played under the same luck.

    Where what is optimised was played too, a design that was not raced is placed by its difference
    to it under the luck of the search, but no further than an outcome can be.
    """
    search, table = found.search, found.designs.copy()
    if not search.pool.has_base:
        return table
    raced = [set(search.described_by(n)) <= set(search.effort.racing) for n in table["design"]]
    for goal in goals:
        base = search.estimate(BASE, goal.figure, found.level).value
        x = search.pool.array(BASE, goal.figure.outcome, search.effort.searching)
        shift = base - float(value_of(x, goal.figure))
        moved = table[goal.figure.key] + (shift if np.isfinite(shift) else 0.0)
        kept = moved.clip(*bounds(goal.figure.outcome))
        table[goal.figure.key] = np.where(raced, table[goal.figure.key], kept)
    return table


def _crosses(
    ax: Axes, rows: pd.DataFrame, x: str, y: str, mark: str, colour: str, label: str
) -> None:
    """Designs with the intervals of both goals."""
    if rows.empty:
        return
    looks: dict[str, Any] = {"color": colour, "linewidth": 1.6, "zorder": 4, "alpha": 0.75}
    ax.hlines(rows[y], rows[f"{x}_low"], rows[f"{x}_high"], **looks)
    ax.vlines(rows[x], rows[f"{y}_low"], rows[f"{y}_high"], **looks)
    ax.plot(rows[x], rows[y], mark, color=colour, markersize=7, zorder=5, label=label)


def _steps(ax: Axes, found: Optimisation) -> None:
    """What one step of each lever does to the goal, from the recommended design."""
    goal = found.goals[0]
    table = found.recommended[0].against
    known = table[table["difference"].notna()].head(MOST_STEPS)
    ax.axvline(0, color="black", linewidth=1, zorder=1)
    scale = _scale(goal)
    for place, (_, row) in enumerate(known.iterrows()):
        told = row["verdict"] in ("better", "worse")
        colour = VERMILLION if row["verdict"] == "breaks a limit" else BLUE if told else GREY
        ends = [-scale * float(row["high"]), -scale * float(row["low"])]
        ax.plot(ends, [place, place], color=colour, linewidth=2.5, solid_capstyle="butt")
        face = colour if told else "white"
        ax.plot(
            -scale * float(row["difference"]), place, "o", color=colour, markerfacecolor=face,
            markersize=8, markeredgewidth=2,
        )  # fmt: skip
    ax.set_yticks(range(len(known)), [wrapped(str(words), 26) for words in known["against"]])
    ax.set_ylim(len(known) - 0.4, -0.6)
    unit = "percentage points" if goal.figure.unit == "share" else ""
    ax.set_xlabel(wrapped(f"change of {axis_label(goal)}" + (f" ({unit})" if unit else ""), 44))
    ax.xaxis.set_major_locator(MaxNLocator(nbins=5))
    ax.xaxis.set_major_formatter(Ticks())
    ax.set_title(wrapped(f"{axis_label(goal)}: one step away from the best", LETTERS))
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.grid(axis="x")


def _rails(found: Optimisation) -> list[tuple[str, str, tuple[Any, ...]]]:
    """The lines that are drawn: name, path and the levels along it; for a split, all it may get."""
    out: list[tuple[str, str, tuple[Any, ...]]] = []
    table = found.designs
    for lever in found.search.pool.space.levers:
        for path in lever.paths:
            if isinstance(lever, LeverGrid):
                levels = lever.levels
            else:
                assert isinstance(lever, Split)
                seen = table[path].to_numpy(float)
                levels = (0.0, float(seen.max()))
            out.append((found.names[path], path, levels))
    return out


def _share(value: Any, levels: tuple[Any, ...], ordered: bool) -> float | None:
    """Where a value lies between the first and the last level."""
    if len(levels) < 2:
        return 0.5
    if value in levels:
        return (
            levels.index(value) / (len(levels) - 1)
            if len(levels) != 2 or not ordered
            else (float(levels.index(value)))
        )
    if not ordered or not levels[0] <= value <= levels[-1]:
        return None
    return float(np.interp(value, levels, np.linspace(0, 1, len(levels))))


def _levers(ax: Axes, found: Optimisation, rails: list[tuple[str, str, tuple[Any, ...]]]) -> None:
    """One line a lever: the levels of the designs of the front, recommended ones numbered."""
    front, goal = found.front, found.goals[0]
    colours = front[goal.figure.key].to_numpy(float)
    norm = Normalize(np.nanmin(colours), max(np.nanmax(colours), np.nanmin(colours) + 1e-9))
    base = found.designs[found.designs["design"] == BASE]
    numbers = [one.design for one in found.recommended]
    for row, (_, path, levels) in enumerate(rails):
        ordered = all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in levels)
        ax.hlines(row, 0, 1, color=PALE, linewidth=3, zorder=1)
        for value in base[path]:
            at = _share(value, levels, ordered)
            if at is not None:
                ax.plot(at, row, "|", color=BLACK, markersize=16, markeredgewidth=2.5, zorder=3)
        for design, value, colour in zip(front["design"], front[path], colours, strict=True):
            at = _share(value, levels, ordered)
            if at is None:
                continue
            chosen = design in numbers
            edge = VERMILLION if chosen else "white"
            ax.plot(
                at, row, "o", color=VOLUME(norm(colour)), markersize=10 if chosen else 8,
                markeredgecolor=edge, markeredgewidth=2 if chosen else 0.8, zorder=5 + chosen,
            )  # fmt: skip
        for design in numbers[:1]:
            at = _share(found.designs.set_index("design").loc[design, path], levels, ordered)
            if at is not None:
                ax.annotate(
                    f"{design}", (at, row), xytext=(0, 8), textcoords="offset points", ha="center",
                    color=VERMILLION, fontweight="bold", fontsize=9,
                )  # fmt: skip
        ax.annotate(
            written(levels[0]), (0, row), xytext=(-14, 0), textcoords="offset points", ha="right",
            va="center", fontsize=10, color="#444444",
        )  # fmt: skip
        ax.annotate(
            written(levels[-1]), (1, row), xytext=(14, 0), textcoords="offset points", ha="left",
            va="center", fontsize=10, color="#444444",
        )  # fmt: skip
    ax.set_yticks(range(len(rails)), [wrapped(name, 22) for name, _, _ in rails])
    ax.set_ylim(len(rails) - 0.4, -0.7)
    ax.set_xlim(-0.2, 1.2)
    ax.set_xticks([])
    ax.tick_params(axis="y", length=0)
    for side in ("left", "bottom"):
        ax.spines[side].set_visible(False)
    ax.set_title("levers along the front")


def _caption(found: Optimisation, fronts: bool) -> str:
    level = exact(found.level, "share")
    text = "; ".join(
        f"{one.design}: " + (one.purpose.replace(":", " at ") if len(found.goals) > 1 else "best")
        for one in found.recommended
    )
    first = f"Recommended designs are ringed and numbered ({text}). "
    if fronts:
        first += (
            f"Crosses: {level} intervals of each design's figures; differences under the same luck "
            "are told more exactly. Grey designs were not raced and are placed by their difference "
            "to the campaign as it is. "
        )
    else:
        first += (
            f"Change from the recommended design, with its {level} interval under the same luck; "
            "full mark: it leaves out 0; red: breaks a limit. "
        )
    low, high = ("low", "high")
    rails = (
        f"Levers: each line goes from its {low}est to its {high}est level; dots are designs of the "
        f"front, darker the higher the {found.goals[0].figure.label}; the bar is the campaign as "
        "it is."
    )
    limits = " and ".join(limit.words for limit in found.limits)
    return first + rails + (f" Limits: {limits}." if limits else "")


def front_table(found: Optimisation) -> str:
    """The front as text: one line a design, what differs along it and its figures."""
    front = found.front
    moved = [path for path in found.names if front[path].nunique() > 1]
    marks = {one.design: one.purpose for one in found.recommended}
    figures = figures_of(found.search)
    head = ["design", *(found.names[path] for path in moved), *(f.label for f in figures), ""]
    rows = [head]
    for _, line in front.iterrows():
        row = [str(line["design"]), *(written(line[path]) for path in moved)]
        for figure in figures:
            ends = (line[figure.key], line[f"{figure.key}_low"], line[f"{figure.key}_high"])
            value, low, high = map(float, ends)
            row.append(figure_words(figure, Estimate(value, low, high, 0), name=False))
        rows.append([*row, marks.get(line["design"], "")])
    return "\n".join(aligned(rows, [True] * (len(head) - 1) + [False]))
