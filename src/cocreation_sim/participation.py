"""How participation goes on: who is still there later, who comes back after which outcome."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from cocreation_sim.records import Columns
from cocreation_sim.rules import events as ev
from cocreation_sim.rules.numbers import firm_numbers
from cocreation_sim.scenario.scenario import Scenario

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

WEEKS_A_MONTH: Final = 365.25 / 12 / 7


def gini(values: NDArray[Any]) -> float:
    """Gini coefficient of counts; nan if there are none, 0 if all are 0.

    Examples
    --------
    >>> gini(np.array([1, 1, 1])), round(gini(np.array([0, 0, 3])), 3)
    (0.0, 0.667)
    """
    n = len(values)
    if n == 0:
        return math.nan
    x = np.sort(np.asarray(values, dtype=float))
    total = x.sum()
    if total == 0:
        return 0.0
    return float((2 * np.arange(1, n + 1) - n - 1) @ x / (n * total))


def still_active(first: Floats, last: Floats, after: float, end: float) -> float:
    """Share still active some time after their first act; nan if nobody had that time.

    Of those who began at least `after` before the end, the share whose last act lies at least
    `after` behind their first.

    Examples
    --------
    >>> still_active(np.array([0.0, 0.0, 9.0]), np.array([5.0, 1.0, 9.0]), 4.0, 10.0)
    0.5
    """
    had_time = first <= end - after
    return share(last[had_time] - first[had_time] >= after)


def share(which: Flags) -> float:
    """Share that is true; nan of nothing."""
    return float(which.mean()) if len(which) else math.nan


def spans(who: NDArray[Any], when: Floats) -> tuple[Floats, Floats]:
    """First and last time of each who appears, in ascending order of who.

    Examples
    --------
    >>> first, last = spans(np.array([7, 2, 7]), np.array([1.0, 4.0, 6.0]))
    >>> first.tolist(), last.tolist()
    ([4.0, 1.0], [4.0, 6.0])
    """
    found, where = np.unique(who, return_inverse=True)
    first, last = np.full(len(found), np.inf), np.full(len(found), -np.inf)
    np.minimum.at(first, where, when)
    np.maximum.at(last, where, when)
    return first, last


def lasting(ideas: Columns, people: Columns, accepted: Flags, end: float) -> dict[str, float]:
    """Shares of contributors, and of those with accepted work, still active after 3, 12 months."""
    began = people["contributions"] > 0
    all_of_them = people["first_contribution"][began], people["last_contribution"][began]
    authors = spans(ideas["author"][accepted], ideas["born"][accepted])
    out = {}
    for prefix, (first, last) in (("", all_of_them), ("accepted_", authors)):
        for months in (3, 12):
            name = f"{prefix}active_{months}m"
            out[name] = still_active(first, last, months * WEEKS_A_MONTH, end)
    return out


def returns(ideas: Columns, people: Columns, merges: bool) -> dict[str, float]:
    """Who comes back, by what became of the first contribution, or of the first round.

    In contests of two steps: who enters again, by whether the first entry was finished. Elsewhere:
    who hands in ideas in a later round too, by whether one of the first round was selected.
    """
    began = people["contributions"] > 0
    again = people["contributions"][began] > 1
    finished = np.isin(people["person"][began], ideas["author"][ideas["contribution"] == 1])
    authors, where = np.unique(ideas["author"], return_inverse=True)
    first, last = np.full(len(authors), 2**62), np.full(len(authors), -1)
    np.minimum.at(first, where, ideas["round"])
    np.maximum.at(last, where, ideas["round"])
    later = last > first
    opening = ideas["round"] == first[where]
    chosen = np.unique(where[opening & (ideas["fate"] == ev.FATE_SELECTED)])
    selected = np.isin(np.arange(len(authors)), chosen)
    by_round = (share(~later), share(later[~selected]), share(later[selected]))
    names = ("one_round_only", "again_not_selected", "again_selected")
    return {
        "again": share(again),
        "again_unfinished": share(again[~finished]),
        "again_finished": share(again[finished]),
        **(dict.fromkeys(names, math.nan) if merges else dict(zip(names, by_round, strict=True))),
    }


def contest(
    scenario: Scenario, name: str, people: Columns, line: Columns, ideas: Columns
) -> dict[str, float]:
    """Figures of contests of two steps: who enters and finishes, and when within the call.

    When people enter is known by periods only, so the first fifth is told only where a call holds
    at least five whole periods; else it is nan, as everything is where there is no contest.
    """
    names = ("entrants", "entry_one_timers", "entry_concentration", "never_finished")
    if not scenario.campaigns[name].call.two_step:
        return dict.fromkeys((*names, "entered_first_fifth", "finished_last_fifth"), math.nan)
    numbers, calendar = firm_numbers(scenario.campaigns[name], scenario), scenario.calendar
    steps, step = numbers.round_steps, calendar.sub_round
    entered = people["contributions"] > 0
    entries = people["contributions"][entered]
    figures = (
        float(entered.sum() * scenario.population.represents),
        share(entries == 1),
        gini(entries),
        share(people["ideas"][entered] == 0),
    )
    a_period = calendar.rounds_a_period
    middles = (np.arange(len(line["entries"])) + 0.5) * a_period - numbers.start
    first = line["entries"][middles % steps < steps / 5].sum()
    known = steps >= 5 * a_period and line["entries"].sum() > 0
    into_call = (ideas["born"] - numbers.start * step) % (steps * step)
    return {
        **dict(zip(names, figures, strict=True)),
        "entered_first_fifth": float(first / line["entries"].sum()) if known else math.nan,
        "finished_last_fifth": share(into_call >= 0.8 * steps * step),
    }
