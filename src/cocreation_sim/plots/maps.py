"""Maps: an outcome and the failure risk over two levers, every cell with its interval."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

import numpy as np
import pandas as pd
import seaborn as sns

from cocreation_sim.errors import InputError, check_word
from cocreation_sim.outcomes import FAILED, FAILURE_RISK, column_of
from cocreation_sim.outcomes.labels import described, outcome_label
from cocreation_sim.plots import style
from cocreation_sim.plots.style import Ticks, caption, is_narrow, panels, size, styled
from cocreation_sim.scenario.labels import lever_label
from cocreation_sim.scenario.typology import Cell
from cocreation_sim.statistics.summary import chosen_column
from cocreation_sim.wording.numbers import estimate, written
from cocreation_sim.wording.tables import wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure

    from cocreation_sim.experiments.experiment import Experiment

OPENNESS = "campaign.openness"
CROWD = "campaign.crowd_weight"
PRIZE = "campaign.reward.prize"
RECOGNITION = "campaign.reward.recognition"

Value = Literal["volume", "risk", "failure_risk", "failed", "both"]
MOST_LABELLED = 9
LARGEST = (7.2, 6.4)  # inches of a map whose cells are not labelled
INTERVALS = "In each cell the mean (risk: share of runs) and its 95 % interval"
MEANS = "Means (risk: share of runs); their intervals are in the summary"


def typology_square(exp: Experiment, value: Value = "both", campaign: str | None = None) -> Figure:
    """Ideas, or the failure risk, or both over the square of the typology, its corners named.

    Parameters
    ----------
    exp
        An experiment that varied openness and crowd weight.
    value
        "volume", "risk" ("failure_risk", "failed" are the same) or "both".
    campaign
        Which campaign; may be left out where there is one only.

    Raises
    ------
    InputError
        If the experiment did not vary just these two.
    """
    x, y = lever_named(exp, "openness"), lever_named(exp, "crowd_weight")
    table = _table(exp, "submissions", campaign, (x, y))
    return _figure(exp, table, "submissions", x, y, value, _as_square)


def reward_map(exp: Experiment, value: Value = "both", campaign: str | None = None) -> Figure:
    """Ideas, or the failure risk, or both over prize and recognition.

    Raises
    ------
    InputError
        If the experiment did not vary just these two.
    """
    x, y = lever_named(exp, "reward.prize"), lever_named(exp, "reward.recognition")
    return _figure(exp, _table(exp, "submissions", campaign, (x, y)), "submissions", x, y, value)


def lever_map(
    exp: Experiment,
    outcome: str = "submissions",
    campaign: str | None = None,
    levers: tuple[str, str] | None = None,
) -> Figure:
    """An outcome and the failure risk over any two levers; all others are pooled.

    Raises
    ------
    InputError
        If two levers are not named where the experiment varied more, or there is no such lever or
        outcome.
    """
    if levers is None and len(exp.levers) != 2:
        raise InputError(
            f"a map needs two levers; the experiment varied {len(exp.levers)}: "
            f"{', '.join(exp.levers)}"
        )
    x, y = (lever_named(exp, name) for name in levers or exp.levers)
    outcome = chosen_column(exp.outcomes, outcome)
    value: Value = "risk" if outcome == FAILED else "both"
    return _figure(exp, _table(exp, outcome, campaign, (x, y)), outcome, x, y, value)


def lever_named(exp: Experiment, name: str) -> str:
    """The lever of an experiment whose path ends in a name, or an `InputError`."""
    found = [path for path in exp.levers if path == name or path.endswith("." + name)]
    if len(found) != 1:
        raise InputError(
            f"the picture needs one varied lever {name!r}; the experiment varied "
            f"{', '.join(exp.levers) or 'none'}"
        )
    return found[0]


def _table(
    exp: Experiment, outcome: str, campaign: str | None, levers: tuple[str, str]
) -> pd.DataFrame:
    mine = exp.only(campaign)
    alone = len(exp.design.columns) == len(levers)
    return mine.summary(outcome, by="scenario" if alone else levers)


def _figure(
    exp: Experiment,
    table: pd.DataFrame,
    outcome: str,
    x: str,
    y: str,
    value: Value,
    finish: Callable[[Axes], None] = lambda ax: None,
) -> Figure:
    if column_of(value) == FAILED:
        value = "risk"
    value = cast(Value, check_word("value", value, get_args(Value)))
    kinds = ("volume", "risk") if value == "both" else (value,)
    columns, rows = table[x].nunique(), table[y].nunique()
    labelled = max(columns, rows) <= MOST_LABELLED
    if labelled:
        wide, tall = max(5.4, 1.15 * columns + 2.2), max(4.6, 0.82 * rows + 2.0)
    else:
        wide, tall = LARGEST
    with styled(*size(len(kinds), wide, tall)) as figure:
        axes = panels(figure, len(kinds))
        for ax, kind in zip(axes, kinds, strict=True):
            _heat(ax, exp, table, outcome, x, y, kind)
            finish(ax)
        caption(
            figure,
            f"{INTERVALS if labelled else MEANS}; {exp.runs_each} "
            f"run{'s' if exp.runs_each > 1 else ''} a cell, the same luck in all. "
            f"Scenario: {exp.scenario.name}.",
        )
    return figure


def _heat(
    ax: Axes, exp: Experiment, table: pd.DataFrame, outcome: str, x: str, y: str, kind: str
) -> None:
    name = FAILURE_RISK if kind == "risk" else outcome
    means, low, high = (_wide(table, x, y, name + end) for end in ("", "_low", "_high"))
    values = means.to_numpy(float)
    risk = kind == "risk"
    unit = "share" if risk else described(outcome)[1]
    texts = [
        [estimate(*cell, unit, "{}\n{}") for cell in zip(*row, strict=True)]
        for row in zip(values, low.to_numpy(float), high.to_numpy(float), strict=True)
    ]
    least, most = np.nanmin(values, initial=np.inf), np.nanmax(values, initial=-np.inf)
    sns.heatmap(
        means,
        ax=ax,
        cmap=style.RISK if risk else style.VOLUME,
        xticklabels=False,
        yticklabels=False,
        vmin=0.0 if risk or least >= 0 else None,
        vmax=1.0 if risk or most <= 0 else float(most),
        annot=np.array(texts) if max(values.shape) <= MOST_LABELLED else False,
        fmt="",
        annot_kws={"fontsize": _letters(len(means.columns)), "linespacing": 1.25},
        cbar=not (is_narrow() and max(values.shape) <= MOST_LABELLED),
        linewidths=1.5 if max(values.shape) <= MOST_LABELLED else 0,
        cbar_kws={"format": Ticks(unit), "pad": 0.03},
    )
    ax.invert_yaxis()
    title = outcome_label(outcome, exp.scenario)
    ax.set_title(wrapped("failure risk (share of runs that fail)" if risk else title, 44))
    ax.set_xlabel(wrapped(lever_label(x, exp.scenario), 44))
    ax.set_ylabel(wrapped(lever_label(y, exp.scenario), 36))
    _ticks(ax.xaxis, means.columns)
    _ticks(ax.yaxis, means.index)
    ax.tick_params(length=0)


def _letters(columns: int) -> float:
    """Size of the letters in a cell: smaller where a narrow picture has many columns."""
    return min(10.0, 42.0 / columns) if is_narrow() else 10.0


def _wide(table: pd.DataFrame, x: str, y: str, key: str) -> pd.DataFrame:
    """Rows by y, columns by x, both in the order of the design."""
    wide = table.pivot(index=y, columns=x, values=key)
    order = [table[axis].unique() for axis in (y, x)]
    if all(pd.api.types.is_numeric_dtype(table[axis]) for axis in (y, x)):
        return wide
    return wide.reindex(index=order[0], columns=order[1])


def _ticks(axis: Axis, values: pd.Index[Any]) -> None:
    """Write the values in the middle of their cells, not all where they are many."""
    step = math.ceil(len(values) / MOST_LABELLED)
    places = np.arange(0, len(values), step)
    axis.set_ticks(places + 0.5, [_tick(values[int(place)]) for place in places], rotation=0)


def _tick(value: object) -> str:
    return wrapped(written(value), 14)


def _as_square(ax: Axes) -> None:
    """Name the axes and the corners in the typology's own words."""
    ax.set_title(ax.get_title(loc="left"), pad=28)
    ax.set_xlabel("contribution: fixed (0) to open (1)", labelpad=20)
    ax.set_ylabel("selection: firm (0) to crowd (1)")
    for cell in Cell:
        _name_corner(ax, cell)


def _name_corner(ax: Axes, cell: Cell) -> None:
    """Name a corner of the square outside the map, next to it."""
    right, top = cell.openness == 1, cell.crowd_weight == 1
    ax.annotate(
        cell.label,
        xy=(1.0 if right else 0.0, 1.0 if top else 0.0),
        xycoords="axes fraction",
        xytext=(0, 6 if top else -20),
        textcoords="offset points",
        ha="right" if right else "left",
        va="bottom" if top else "top",
        fontsize=11,
        fontweight="bold",
        color=style.BLUE,
    )
