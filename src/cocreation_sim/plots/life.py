"""The life of a campaign: what comes in each period, and what becomes of the crowd."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.ticker import MaxNLocator

from cocreation_sim.errors import InputError, nearest_names
from cocreation_sim.plots.style import BLUE, STATES, Ticks, caption, is_narrow, styled
from cocreation_sim.wording.numbers import exact, number, plural

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from cocreation_sim.runs import Run

MOST_BARS = 120


def life(run: Run, campaign: str | None = None) -> Figure:
    """Ideas in each period above, everybody who knows the campaign by state below.

    Parameters
    ----------
    run
        The run.
    campaign
        Which campaign; may be left out where there is one only.

    Raises
    ------
    InputError
        If there is no such campaign, or none is named where there are several.

    Examples
    --------
    >>> from cocreation_sim.runs import simulate
    >>> len(life(simulate("workshop")).axes)
    2
    """
    names = sorted(run.scenario.campaigns)
    if campaign is None and len(names) > 1:
        raise InputError(f"there are {len(names)} campaigns; name one: {', '.join(names)}")
    name = names[0] if campaign is None else campaign
    if name not in names:
        raise InputError(
            f"there is no campaign {name!r}; the campaigns are {', '.join(names)}"
            + nearest_names(name, names)
        )
    with styled(9, 6.6) as figure:
        above, below = figure.subplots(2, 1, sharex=True, height_ratios=[2, 3])
        _ideas(above, run, name)
        _crowd(below, run, name)
        tired = float(run.outcomes["ever_burned_out"].loc[name])
        caption(
            figure,
            f"Scenario {run.scenario.name}, campaign {name}; one run: seed {run.seed}, replication "
            f"{run.replication}. Burned out at some time: {number(tired)}. Who has not heard of "
            "the campaign is left out.",
        )
    return figure


def _ideas(ax: Axes, run: Run, name: str) -> None:
    calendar = run.scenario.calendar
    rows = run.timeline[run.timeline["campaign"] == name]
    time, ideas = rows["time"].to_numpy(float), rows["ideas"].to_numpy(float)
    if len(rows) <= MOST_BARS:
        ax.bar(time, ideas, width=-0.9 * calendar.period, align="edge", color=BLUE)
    else:
        edges = np.concatenate([[time[0] - calendar.period], time])
        ax.stairs(ideas, edges, fill=True, color=BLUE)
    one = calendar.period == 1
    each = f"a {calendar.unit}" if one else f"in {exact(calendar.period)} {plural(calendar.unit)}"
    ax.set(title=f"ideas {each}")
    ax.set_ylim(0, max(1.0, 1.08 * ideas.max(initial=0)))
    _axis(ax)


def _crowd(ax: Axes, run: Run, name: str) -> None:
    calendar = run.scenario.calendar
    rows = run.timeline[run.timeline["campaign"] == name]
    time = np.concatenate([[0.0], rows["time"].to_numpy(float)])
    stacks = {
        state: np.concatenate([rows[state].to_numpy(float)[:1], rows[state].to_numpy(float)])
        for state in STATES
    }
    ax.stackplot(
        time,
        *stacks.values(),
        colors=list(STATES.values()),
        labels=[f"{state.replace('_', ' ')} ({number(x[-1])})" for state, x in stacks.items()],
        step="pre",
        linewidth=0,
    )
    top = sum(stacks.values()).max()  # type: ignore[union-attr]
    ax.set(
        xlabel=f"{plural(calendar.unit)} since the start",
        xlim=(0, time[-1]),
        ylim=(0, max(1.0, 1.05 * top)),
    )
    ax.set_title("people by state (how many at the end)", pad=48 if is_narrow() else 30)
    ax.legend(
        loc="lower left",
        bbox_to_anchor=(0, 1.0),
        ncols=len(STATES) // 2 if is_narrow() else len(STATES),
        borderaxespad=0.1,
        borderpad=0,
        handlelength=1.2,
    )
    _axis(ax)


def _axis(ax: Axes) -> None:
    ax.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
    ax.yaxis.set_major_formatter(Ticks())
