"""What is recommended, and why: against its neighbours and what is optimised, in sentences."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from cocreation_sim.outcomes import COUNTED
from cocreation_sim.recommending.estimates import Difference, Estimate, difference
from cocreation_sim.recommending.goals import Figure, Goal
from cocreation_sim.recommending.pool import BASE
from cocreation_sim.recommending.searching import BALANCED, Search
from cocreation_sim.recommending.wording import deed
from cocreation_sim.wording.numbers import estimate, span

MOST_TOLD = 5  # neighbours in a sentence that says nothing of each
UNCHANGED = " (as now)"  # where a lever is what it is in the campaign

COLUMNS = (
    "lever", "against", "design", "figure", "difference", "low", "high", "runs", "verdict",
)  # fmt: skip


@dataclass(frozen=True)
class Recommendation:
    """A design that is recommended.

    Attributes
    ----------
    purpose
        "balanced", or the goal that it is best for.
    design
        Its number.
    levers
        Its values by path.
    against
        One row a neighbour (one step of one lever), or what is optimised ("as it is"), and goal:
        by how much this design's figure is above the neighbour's under the same luck, with the
        interval, and whether this design is "better", "worse" or "indistinguishable". Neighbours
        that were not played have no difference; those that pass a limit say so.
    says
        What it gets, in a sentence.
    why
        Why it beats what is beside it, in sentences.
    """

    purpose: str
    design: int
    levers: dict[str, Any]
    against: pd.DataFrame
    says: str
    why: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join([self.says, *self.why])


def recommend(
    search: Search, purpose: str, design: int, level: float, every: str = ""
) -> Recommendation:
    """The recommendation of a design; `every` is the unit of the campaign's calendar."""
    pool = search.pool
    table = against(search, design, level, every)
    levers = dict(zip(pool.space.paths, pool.values[design], strict=True))
    says = (
        f"{_opening(purpose, search.judge.goals)} {in_words(search, design, every)}: "
        + "; ".join(
            figure_words(figure, search.estimate(design, figure, level))
            for figure in figures_of(search)
        )
    )
    why = (*_against_base(search, design, level), *_against_neighbours(table, search))
    return Recommendation(purpose, design, levers, table, f"{says}.", why)


def _opening(purpose: str, goals: Sequence[Goal]) -> str:
    if len(goals) == 1:
        return f"Best for {goal_words(goals[0])}:"
    if purpose == BALANCED:
        return "Best balance:"
    named = {str(goal): goal for goal in goals}
    return f"Best for {goal_words(named[purpose])} alone:"


def goal_words(goal: Goal) -> str:
    """A goal in words.

    Examples
    --------
    >>> from cocreation_sim.recommending.goals import goal
    >>> goal_words(goal("risk")), goal_words(goal("interesting"))
    ('low failure risk', 'many interesting ideas')
    """
    counted = goal.figure.unit in COUNTED
    high = "many" if counted and goal.figure.quantile is None else "high"
    low = "few" if high == "many" else "low"
    return f"{high if goal.way == 'more' else low} {goal.figure.label}"


def figures_of(search: Search) -> list[Figure]:
    """Figures of all goals and limits, each once."""
    judge = search.judge
    found = [goal.figure for goal in judge.goals] + [limit.figure for limit in judge.limits]
    return list(dict.fromkeys(found))


def in_words(search: Search, design: int, every: str = "") -> str:
    """What is done in a design and not in what is optimised, in words."""
    pool = search.pool
    if design == BASE:
        return "the campaign as it is"
    base = pool.values[BASE] if pool.has_base else (None,) * len(pool.space.paths)
    moved = [
        deed(path, value, every)
        for path, value, was in zip(pool.space.paths, pool.values[design], base, strict=True)
        if value != was
    ]
    return ", ".join(moved)


def figure_words(figure: Figure, found: Estimate, name: bool = True) -> str:
    """A figure with its interval.

    Examples
    --------
    >>> figure_words(Figure("failed"), Estimate(0.1, 0.05, 0.2, 60))
    'failure risk 10 % (5 to 20 %)'
    """
    return f"{figure.label} " * name + estimate(found.value, found.low, found.high, figure.unit)


def against(search: Search, design: int, level: float, every: str = "") -> pd.DataFrame:
    """How a design differs from its neighbours and from what is optimised."""
    pool, judge = search.pool, search.judge
    rows: list[tuple[Any, ...]] = []
    others: list[tuple[str, str, int | None]] = []
    if pool.has_base and design != BASE:
        others.append(("", "as it is", BASE))
    state, now = pool.states[design], pool.states[BASE]
    if state is not None:
        for place, near in search.beside(state):
            lever = pool.space.levers[place]
            words = lever.describe(state[place], near[place], every)
            if now is not None and now[place] == near[place]:
                words += UNCHANGED
            number = pool.numbers.get(near)
            if number != BASE:  # which is told already
                others.append((lever.name, words, number))
    for name, words, compared in others:
        luck = search.common(design, compared) if compared is not None else []
        over = compared is not None and luck and bool(judge.over([compared], luck)[0] > 0)
        for goal in judge.goals:
            if compared is None or len(luck) < 2:
                none = Difference(math.nan, math.nan, math.nan, 0)
                rows.append((name, words, compared, str(goal), *none, "not tried"))
                continue
            outcome = goal.figure.outcome
            mine, other = (pool.array(n, outcome, luck) for n in (design, compared))
            found = difference(other, mine, goal.figure, level)
            verdict = "indistinguishable"
            if found.differs:
                verdict = "better" if goal.sign * found.value < 0 else "worse"
            rows.append(
                (name, words, compared, str(goal), *found, "breaks a limit" if over else verdict)
            )
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _against_base(search: Search, design: int, level: float) -> list[str]:
    """By how much the goals, and what must stay as it is, differ from what is optimised."""
    pool, judge = search.pool, search.judge
    luck = search.common(design, BASE) if pool.has_base and design != BASE else []
    if len(luck) < 2:
        return []
    held = [limit.figure for limit in judge.limits if limit.bound is None]
    differs = []
    for figure in dict.fromkeys([*(goal.figure for goal in judge.goals), *held]):
        mine, other = (pool.array(n, figure.outcome, luck) for n in (design, BASE))
        differs.append(_gap(figure, difference(other, mine, figure, level)))
    return [f"Against the campaign as it is: {'; '.join(differs)}."]


def _gap(figure: Figure, found: Difference) -> str:
    unit, words = ("points", " points") if figure.unit == "share" else (figure.unit, "")
    gap, low, high = (float(end) for end in found[:3])
    if not math.isfinite(gap):
        return f"{figure.label} unknown"
    if low <= 0 <= high:
        return (
            f"{figure.label} indistinguishable ({span(low, high, unit)}{words})"
            if low < high
            else f"{figure.label} the same"
        )
    near, far = sorted((abs(low), abs(high)))
    way = "higher" if gap > 0 else "lower"
    return f"{figure.label} " + estimate(abs(gap), near, far, unit, f"{{}}{words} {way} ({{}})")


def _against_neighbours(table: pd.DataFrame, search: Search) -> list[str]:
    """One sentence on each kind of neighbour: those that are worse, alike, forbidden, better.

    Those that take one lever back to what it is in the campaign are told apart from single steps.
    """
    near = table[table["against"] != "as it is"]
    kinds = ("worse", "over", "alike", "better", "untried")
    step: dict[str, list[str]] = {kind: [] for kind in kinds}
    back: dict[str, list[str]] = {kind: [] for kind in kinds}
    goals = {str(goal): goal for goal in search.judge.goals}
    for words, rows in near.groupby("against", sort=False):
        into = back if str(words).endswith(UNCHANGED) else step
        named = str(words).removesuffix(UNCHANGED)
        verdicts = list(rows["verdict"])
        gaps = [_there(goals[row["figure"]].figure, row) for _, row in rows.iterrows()]
        if "not tried" in verdicts:
            into["untried"].append(named)
        elif "breaks a limit" in verdicts:
            into["over"].append(named)
        elif "worse" in verdicts and "better" not in verdicts:
            into["better"].append(named)
        elif "better" in verdicts:
            lost = gaps[verdicts.index("better")]
            trade = f", but {gaps[verdicts.index('worse')]}" if "worse" in verdicts else ""
            into["worse"].append(f"{named} ({lost}{trade})")
        else:
            into["alike"].append(named)
    untried = step["untried"] + back["untried"]
    differs = (
        ("One step away it is worse: ", step["worse"], "; "),
        ("One lever back to what it is now, it is worse: ", back["worse"], "; "),
        ("A limit forbids a step to ", step["over"], ", or to "),
        ("With all else as recommended, a limit forbids going back to ", back["over"], ", or to "),
        ("Indistinguishable with one of these left as it is now: ", back["alike"], "; "),
        ("Indistinguishable from ", step["alike"], ", "),
        ("Possibly better, and worth more runs: ", step["better"] + back["better"], ", "),
        ("Not tried, because runs ran out or it is not allowed: ", untried, ", "),
    )
    return [f"{head}{_some(names, joint)}." for head, names, joint in differs if names]


def _some(names: list[str], joint: str) -> str:
    """Names of neighbours; where nothing is said of each, the first few."""
    if joint != ", " or len(names) <= MOST_TOLD:
        return joint.join(names)
    return f"{joint.join(names[:MOST_TOLD])} and {len(names) - MOST_TOLD} more"


def _there(figure: Figure, row: pd.Series[Any]) -> str:
    """By how much a neighbour's figure lies above or below this design's."""
    gap, low, high = (-float(row[key]) for key in ("difference", "high", "low"))
    return _gap(figure, Difference(gap, low, high, int(row["runs"])))
