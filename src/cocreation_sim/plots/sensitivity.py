"""On which factors outcomes depend: indices with their intervals, and what luck does."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from cocreation_sim.errors import InputError
from cocreation_sim.outcomes import find
from cocreation_sim.outcomes.labels import outcome_title, unit_words
from cocreation_sim.plots.style import (
    BLUE,
    GREY,
    ORANGE,
    VERMILLION,
    Ticks,
    caption,
    is_narrow,
    panels,
    side_by_side,
    styled,
)
from cocreation_sim.scenario.labels import lever_labels
from cocreation_sim.scenario.scenario import Scenario
from cocreation_sim.wording.numbers import exact, percent
from cocreation_sim.wording.tables import wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_PANELS: Final = 6
LETTERS: Final = 34
NARROW_LETTERS: Final = 18
MUCH: Final = 0.1  # luck in the means, above which more replications are needed
STEADY: Final = 0.9  # of the size of the effects is their mean, where they go one way
UP, DOWN, BOTH = "^", "v", "o"


class Index(NamedTuple):
    """How an index is drawn: its column, its place in a row, mark, colour and words."""

    name: str
    shift: float
    mark: str
    colour: str
    words: str


SOBOL: Final = (
    Index("first", -0.16, "o", BLUE, "by itself (first order)"),
    Index("total", 0.16, "s", ORANGE, "together with the others (total)"),
)
DIRECTIONS: Final = {UP: "raises it", DOWN: "lowers it", BOTH: "both, or too little to tell"}


def influence(table: pd.DataFrame, scenario: Scenario) -> Figure:
    """One panel an outcome, one row a factor: its indices with their intervals.

    Parameters
    ----------
    table
        As `Experiment.sensitivity` gives it, with up to six outcomes.
    scenario
        The scenario whose factors were varied.

    Raises
    ------
    InputError
        If the table is no such one, or has more than six outcomes.

    Examples
    --------
    >>> row = {"outcome": "votes", "factor": "campaign.reward.prize", "mu_star": 40.0}
    >>> row |= {"mu_star_low": 30.0, "mu_star_high": 50.0, "mu": 40.0, "sigma": 5.0}
    >>> row |= {"noise": 0.3, "residual_noise": 0.02, "left_out": 0}
    >>> figure = influence(pd.DataFrame([row]), Scenario())
    >>> figure.axes[0].get_xlabel()
    'mean size of the effect (votes)'
    """
    outcomes = _outcomes(table)
    sobol = "total" in table
    order = "total" if sobol else "mu_star"
    first = table[table["outcome"] == outcomes[0]].sort_values(order, ascending=False)
    factors = first["factor"].tolist()
    letters = NARROW_LETTERS if is_narrow() else LETTERS
    labels = [wrapped(text, letters) for text in lever_labels(factors, scenario).values()]
    columns = side_by_side(len(outcomes))
    tall = sum(0.2 * label.count("\n") + 0.42 for label in labels)
    wide = 0.09 * max(len(line) for label in labels for line in label.split("\n"))
    rows = math.ceil(len(outcomes) / columns)
    with styled(max(4.4 * columns + wide, 7.5), (tall + 2.0) * rows + 1.3) as figure:
        axes = panels(figure, len(outcomes))
        for place, (ax, outcome) in enumerate(zip(axes, outcomes, strict=True)):
            part = table[table["outcome"] == outcome].set_index("factor").loc[factors]
            if sobol:
                _sobol(ax, part)
            else:
                _morris(ax, part, outcome, scenario)
            _frame(ax, part, outcome)
            ax.set_yticks(range(len(factors)), labels if place % columns == 0 else [""] * len(part))
        _legend(figure, sobol)
        caption(figure, _caption(table, sobol, scenario))
    return figure


def _outcomes(table: pd.DataFrame) -> list[str]:
    needed = ["outcome", "factor", "noise", "residual_noise", "left_out"]
    missing = [name for name in needed if name not in table]
    if missing or ("mu_star" in table) == ("total" in table) or table.empty:
        what = f"it has no column {missing[0]!r}" if missing else "it has no indices"
        raise InputError(f"the table is none of Experiment.sensitivity(): {what}")
    outcomes = list(dict.fromkeys(table["outcome"].astype(str)))
    if len(outcomes) > MOST_PANELS:
        raise InputError(
            f"the table has {len(outcomes)} outcomes; a picture shows up to {MOST_PANELS}"
        )
    return outcomes


def _sobol(ax: Axes, part: pd.DataFrame) -> None:
    reach = [0.0, 1.0]
    for index in SOBOL:
        y = np.arange(len(part)) + index.shift
        middle, low, high = (
            part[index.name + end].to_numpy(float) for end in ("", "_low", "_high")
        )
        ax.hlines(y, low, high, color=index.colour, linewidth=2.5)
        ax.plot(middle, y, index.mark, color=index.colour, markersize=7.5)
        reach += [float(np.nanmin(low, initial=0)), float(np.nanmax(high, initial=1))]
    ax.set_xlim(min(reach) - 0.03, max(reach) + 0.03)
    ax.xaxis.set_major_locator(MaxNLocator(nbins=5))
    ax.xaxis.set_major_formatter(Ticks("share"))
    ax.set_xlabel("share of the variance of the means")
    ax.axvline(0, color="black", linewidth=1, zorder=0)


def _morris(ax: Axes, part: pd.DataFrame, outcome: str, scenario: Scenario) -> None:
    known = find(outcome)
    unit = "1" if known is None else known.unit_over_runs
    scale = 100.0 if unit == "share" else 1.0
    y = np.arange(len(part))
    middle, low, high, mean, sigma = (
        scale * part[name].to_numpy(float)
        for name in ("mu_star", "mu_star_low", "mu_star_high", "mu", "sigma")
    )
    ax.hlines(y, low, high, color=BLUE, linewidth=2.5)
    ax.plot(sigma, y, "|", color=GREY, markersize=15, markeredgewidth=2.5, zorder=1)
    for x, least, m, at in zip(middle, low, mean, y, strict=True):
        steady = least > 0 and abs(m) >= STEADY * x
        way = BOTH if not steady else UP if m > 0 else DOWN
        ax.plot(x, at, way, color=BLUE, markersize=9)
    most = float(np.nanmax(np.concatenate([high, sigma]), initial=0.0)) or 1.0
    ax.set_xlim(-0.03 * most, 1.06 * most)
    ax.xaxis.set_major_locator(MaxNLocator(nbins=5))
    ax.xaxis.set_major_formatter(Ticks())
    words = unit_words(unit, scenario)
    label = "mean size of the effect" + (f" ({words})" if words else "")
    ax.set_xlabel(wrapped(label, 30) if is_narrow() else label)


def _frame(ax: Axes, part: pd.DataFrame, outcome: str) -> None:
    """Title, what luck does, and a row for each factor."""
    noise, left = float(part["noise"].iloc[0]), float(part["residual_noise"].iloc[0])
    shown = part[[name for name in ("mu_star", "total") if name in part]].to_numpy(float)
    text = _luck(noise) if np.nansum(shown) > 0 else "the same in all runs"
    lines = [(wrapped(text, 46), "#444444")]
    if left > MUCH:
        text = f"luck is {percent(left)} of what is shown: more replications are needed"
        lines.insert(0, (wrapped(text, 46), VERMILLION))
    height = 6.0
    for text, colour in lines:
        ax.annotate(
            text, xy=(0, 1), xycoords="axes fraction", xytext=(0, height),
            textcoords="offset points", fontsize=10.5, color=colour, va="bottom",
        )  # fmt: skip
        height += 15.0 * (1 + text.count("\n"))
    ax.set_title(wrapped(outcome_title(outcome), LETTERS), pad=height + 3)
    ax.set_ylim(len(part) - 0.4, -0.6)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.grid(axis="x")
    for y in range(1, len(part)):
        ax.axhline(y - 0.5, color="#F0F0F0", linewidth=1, zorder=0)


def _luck(noise: float) -> str:
    if not math.isfinite(noise):
        return "with one replication luck cannot be seen"
    return f"luck is {percent(noise)} of a single run’s variance"


def _legend(figure: Figure, sobol: bool) -> None:
    if sobol:
        handles = [
            Line2D([], [], marker=index.mark, color=index.colour, label=index.words, linewidth=2.5)
            for index in SOBOL
        ]
    else:
        handles = [
            Line2D([], [], marker=mark, color=BLUE, label=words, linewidth=2.5, markersize=8)
            for mark, words in DIRECTIONS.items()
        ]
        handles.append(
            Line2D(
                [], [], marker="|", color=GREY, label="how uneven the effect is (σ)", linewidth=0,
                markersize=12, markeredgewidth=2.5,
            )
        )  # fmt: skip
    ncols = 1 if is_narrow() else len(handles) if len(figure.axes) > 1 else 2
    figure.legend(handles=handles, loc="outside upper left", ncols=ncols, columnspacing=1.5)


def _caption(table: pd.DataFrame, sobol: bool, scenario: Scenario) -> str:
    what = (
        "Sobol’s indices: share of the variance of the mean over replications that goes when the "
        "factor is known (first order), or stays when all others are (total). Estimates can leave "
        "0 to 100 %."
        if sobol
        else "Morris’ screening: mean size of the effects (µ*), as if a factor moved from its "
        "lowest to its highest value. Where σ is as large, it acts in a curve or together with "
        "others."
    )
    text = f"Scenario: {scenario.name}. {what} Lines: {_level(table)}intervals."
    left_out = int(table["left_out"].max())
    return text + (
        f" {left_out} parts of the sample with a missing value left out." if left_out else ""
    )


def _level(table: pd.DataFrame) -> str:
    return exact(float(table["level"].iloc[0]), "share") + " " if "level" in table else ""
