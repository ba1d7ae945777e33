"""What an experiment found, in a few sentences, each with its uncertainty."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from cocreation_sim.designs.factors import cell_of, head_of
from cocreation_sim.errors import InputError
from cocreation_sim.experiments import answers
from cocreation_sim.experiments.answers import MOST_COMPARED, compared
from cocreation_sim.outcomes import FAILED, column_of, headlines
from cocreation_sim.outcomes.labels import outcome_title
from cocreation_sim.scenario.labels import lever_labels
from cocreation_sim.statistics import comparison
from cocreation_sim.wording.numbers import estimate, number, percent, span, written

if TYPE_CHECKING:
    from cocreation_sim.experiments.experiment import Experiment

MOST_NAMED: Final = 3
WHOLE: Final = "from its lowest to its highest value"


def answer(exp: Experiment) -> list[str]:
    """What the runs of one campaign say to the question, the most important first."""
    method = exp.design.method
    if method in ("morris", "saltelli"):
        return _of_sensitivity(exp)
    if not exp.design.columns:
        return _of_one(exp)
    if method in ("lhs", "sobol") or not exp.levers or points(exp) > MOST_COMPARED:
        return _of_conditions(exp)
    return _of_designs(exp) if points(exp) > 1 else _of_one(exp)


def points(exp: Experiment) -> int:
    """Number of designs, over all worlds of the uncertainties."""
    return len(exp.design.points) // exp.design.worlds


def failure_by_point(exp: Experiment) -> pd.DataFrame:
    """One row a design of one campaign: its name, then its summary over all worlds."""
    levers = list(exp.levers)
    table = exp.summary(
        headlines(), by="levers" if exp.uncertain and exp.design.worlds > 1 else "scenario"
    )
    rows = exp.design.points[:: exp.design.worlds]
    known = {
        tuple(cell_of(value) for value in row[: len(levers)]): name
        for row, name in zip(rows, compared(exp), strict=True)
    }
    keys = [tuple(row) for row in table[levers].itertuples(index=False)] if levers else [()]
    names = [known.get(key, head_of(dict(zip(levers, key, strict=True)))) for key in keys]
    table.insert(0, "name", names)
    return table


def risk_words(row: Any) -> str:
    """A failure risk with its interval.

    Examples
    --------
    >>> risk_words({"failure_risk": 0.12, "failure_risk_low": 0.07, "failure_risk_high": 0.2})
    '12 % of runs (95 % interval 7 to 20 %)'
    """
    ends = row["failure_risk_low"], row["failure_risk_high"]
    return estimate(row["failure_risk"], *ends, "share", "{} of runs (95 % interval {})")


def _of_one(exp: Experiment) -> list[str]:
    """Where one further run will fall."""
    table = exp.summary([]) if exp.design.worlds == 1 else exp.summary([], by=[])
    said = [f"{exp.scenario.name} fails in {risk_words(table.iloc[0])}."]
    runs = exp.read(headlines())
    from cocreation_sim.statistics.summary import interval

    found = {name: interval(runs[name], 0.9, name) for name in headlines()}
    ideas, good, cost = (found[name] for name in ("submissions", "interesting", "cost"))
    said.append(
        f"One campaign gets {_span(ideas)} ideas (90 % interval; median "
        f"{number(float(ideas['median']))}), {_span(good)} of them interesting, and spends "
        f"{_span(cost, 'EUR')}."
    )
    return said + cause_words(exp)


def _span(found: dict[str, Any], unit: str = "") -> str:
    """From where to where; the median where that is not known."""
    low, middle, high = (float(found[key]) for key in ("low", "median", "high"))
    return span(low, high, unit) if math.isfinite(low) else written(middle, unit)


def _of_designs(exp: Experiment) -> list[str]:
    """Which design fails least, whether that is sure, and what it gets."""
    table = failure_by_point(exp).set_index("name")
    risk = table["failure_risk"]
    order = table.sort_values(["failure_risk", "interesting"], ascending=[True, False]).index
    best, worst = str(order[0]), str(order[-1])
    if risk.nunique() == 1 and float(risk.iloc[0]) in (0.0, 1.0):
        none = "None" if risk.iloc[0] == 0 else "Each"
        said = [
            f"{none} of the {len(table)} designs fails in any run; the risk of each is "
            f"{span(*_ends(table.loc[best]), 'share')} (95 % interval)."
            if risk.iloc[0] == 0
            else f"All {len(table)} designs fail in every run; the risk of each is "
            f"{span(*_ends(table.loc[best]), 'share')} (95 % interval)."
        ]
        best = str(table["interesting"].idxmax())
        said.append(f"The most interesting ideas come from {best}.")
    else:
        said = [
            f"{_capital(best)} fails least: in {risk_words(table.loc[best])}. {_sure(exp, best)}",
            f"{_capital(worst)} fails most: in {risk_words(table.loc[worst])}.",
        ]
    row: Any = table.loc[best]
    gets = [
        estimate(row[name], row[f"{name}_low"], row[f"{name}_high"], unit, form)
        for name, unit, form in (
            ("submissions", "", "{} ideas ({})"),
            ("interesting", "", "{} interesting ones ({})"),
            ("cost", "EUR", "{} ({})"),
        )
    ]
    said.append(
        f"With {best} a campaign gets on average {gets[0]}, among them {gets[1]}, and spends "
        f"{gets[2]}; in brackets the 95 % interval of the mean."
    )
    return said + cause_words(exp)


def _ends(row: Any) -> tuple[float, float]:
    return float(row["failure_risk_low"]), float(row["failure_risk_high"])


def _sure(exp: Experiment, best: str) -> str:
    """Which designs cannot be told from the best, pair by pair under the same luck."""
    try:
        rows = answers.compare(exp, FAILED, baseline=best)
    except InputError:
        return "There are no runs to pair, so it is unclear how certain that is."
    alike = [str(r["design"]) for _, r in rows.iterrows() if not r["low"] > 0]
    if not alike:
        return "All others fail more often, run by run under the same luck."
    if len(alike) == len(rows):
        others = "the other" if len(alike) == 1 else f"any of the other {len(alike)}"
        return f"But in these runs it is indistinguishable from {others} (joint level 95 %)."
    if len(alike) <= MOST_NAMED:
        return f"It is indistinguishable from {listed(alike)}; all others fail more often."
    return (
        f"In these runs it is indistinguishable from {len(alike)} of the other {len(rows)}, such "
        f"as {listed(alike[:MOST_NAMED])}."
    )


def listed(names: Sequence[str]) -> str:
    """Names one after the other.

    Examples
    --------
    >>> listed(["a", "b", "c"]), listed(["a"])
    ('a; b; and c', 'a')
    """
    *first, last = names
    return f"{'; '.join(first)}; and {last}" if first else last


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:] if text[:1].islower() and " " in text else text


def _of_conditions(exp: Experiment) -> list[str]:
    """How often campaigns fail over all conditions, and under which they do."""
    row = exp.summary([], by=[]).iloc[0]
    said = [f"Over all {len(exp.design.first_points)} conditions tried, {exp.scenario.name} fails "
            f"in {risk_words(row)}."]  # fmt: skip
    if 0 < row["failure_risk"] < 1:
        try:
            said += exp.discover().sentences[:1]
        except InputError as error:
            said.append(f"The conditions of failure cannot be determined: {error}.")
    return said + cause_words(exp)


def _of_sensitivity(exp: Experiment) -> list[str]:
    """On which factors failure and ideas depend most."""
    labels = lever_labels(exp.design.columns, exp.scenario)
    said = []
    for outcome in (FAILED, "submissions"):
        table = exp.sensitivity(outcome)
        key = "total" if "total" in table else "mu_star"
        table = table.dropna(subset=[key]).sort_values(key, ascending=False)
        what = outcome_title(outcome)
        if table.empty or float(table[key].iloc[0]) == 0:
            said.append(f"The {what} does not depend on anything that was varied.")
            continue
        first = table.iloc[0]
        name = labels[str(first["factor"])]
        ends = first[f"{key}_low"], first[f"{key}_high"]
        unit, what_of = ("share", "of its variance") if key == "total" else ("", f"ideas {WHOLE}")
        if outcome == FAILED and key != "total":
            unit, what_of = "points", f"percentage points {WHOLE}"
        size = estimate(first[key], *ends, unit, f"{{}} {what_of} (95 % interval {{}})")
        said.append(f"The {what} depends most on {name}: {size}.")
        if len(table) > 1:
            near = [labels[str(f)] for f, high in zip(table["factor"][1:], table[f"{key}_high"][1:],
                    strict=True) if high >= ends[0]]  # fmt: skip
            if near:
                said[-1] += f" Nearly as much, or indistinguishable: {listed(near[:MOST_NAMED])}."
    return said


def cause_words(exp: Experiment) -> list[str]:
    """What campaigns fail of first, most often."""
    first = exp.read(["failed_because"])["failed_because"].fillna("")
    counts = first[first != ""].value_counts()
    if counts.empty:
        return []
    shares = [f"{cause} ({percent(n / counts.sum())})" for cause, n in counts.items()]
    return [f"First cause of the failures: {', '.join(shares)}."]


def first_read(table: pd.DataFrame) -> list[str]:
    """The compared outcomes that short tables tell, failure first."""
    names = list(dict.fromkeys(map(str, table["outcome"])))
    return [n for wanted in (FAILED, *headlines()) for n in names if column_of(n) == wanted]


def paired_words(table: pd.DataFrame, most: int | None = None) -> list[str]:
    """Paired differences in so many outcomes in sentences, failure first."""
    order = first_read(table)[:most]
    rows = [row for _, row in table.iterrows() if row["outcome"] in order]
    rows.sort(key=lambda row: order.index(row["outcome"]))
    return [_stopped(comparison.sentence(row)) for row in rows]


def _stopped(sentence: str) -> str:
    return _capital(sentence) + ("" if sentence.endswith(".") else ".")
