"""Short tables for a terminal: what a sweep found, and predicted beside published."""

from __future__ import annotations

from typing import Any

import pandas as pd

from cocreation_sim.outcomes import FAILURE_RISK, headlines
from cocreation_sim.outcomes.labels import described
from cocreation_sim.statistics.sensitivity import SAME, constant_outcomes
from cocreation_sim.validation.published import published_value
from cocreation_sim.wording.numbers import estimate, exact, number, percent, span, written

MOST = 3  # factors in a sentence


Table = tuple[list[list[str]], list[bool]]  # rows, the heading first; and which columns are numbers


def summary_table(summary: pd.DataFrame, levers: list[str]) -> Table:
    """One row a design point: the levers, failure risk, and a few means with their intervals.

    Examples
    --------
    >>> from cocreation_sim.experiments.sweep import sweep
    >>> exp = sweep("workshop", {"campaign.crowd_weight": [0, 1]}, 2, workers=1, progress=False)
    >>> summary_table(exp.summary(), list(exp.levers))[0][0][:2]
    ['crowd_weight', 'failure risk']
    """
    several = summary["campaign"].nunique() > 1
    told = [name for name in headlines() if name in summary]
    names = [lever.rsplit(".", 1)[-1] for lever in levers]
    unique = len(set(names)) == len(names)
    head = [*(["campaign"] if several else []), *(names if unique else levers), "failure risk"]
    rows = [[*head, *told]]
    for _, line in summary.iterrows():
        row = [str(line["campaign"])] if several else []
        values = [line[lever] for lever in levers]
        row += [exact(v) if isinstance(v, float) else str(v) for v in values]
        row += [_mean(line, name, described(name)[1]) for name in (FAILURE_RISK, *told)]
        rows.append(row)
    return rows, [False] * len(levers) + [True] * (len(rows[0]) - len(levers))


def _mean(line: Any, name: str, unit: str = "") -> str:
    return estimate(line[name], line[f"{name}_low"], line[f"{name}_high"], unit)


def published_table(table: pd.DataFrame) -> Table:
    """One row a published figure and one a failure risk, case by case.

    Examples
    --------
    >>> from cocreation_sim.validation.published import held_against
    >>> from cocreation_sim.experiments.sweep import sweep
    >>> exp = sweep("workshop", {}, 2, workers=1, progress=False)
    >>> published_table(held_against(exp))[0][1][:3]
    ['workshop', 'failure_risk', '2']
    """
    shown = table[(table["published"].notna()) | (table["figure"] == FAILURE_RISK)]
    rows = [["case", "figure", "runs", "predicted", "90 % interval", "published", "inside"]]
    last = None
    for _, line in shown.iterrows():
        several = table.loc[table["preset"] == line["preset"], "campaign"].nunique() > 1
        case = f"{line['preset']}, {line['campaign']}" if several else str(line["preset"])
        rows.append(
            [
                "" if case == last else case,
                str(line["figure"]),
                str(line["replications"]),
                written(line["predicted"], line["unit"]),
                span(line["low"], line["high"], line["unit"]),
                published_value(line),
                "" if line["inside"] == "not published" else str(line["inside"]),
            ]
        )
        last = case
    return rows, [False, False, True, True, True, True, False]


def sensitivity_table(table: pd.DataFrame) -> Table:
    """One row an outcome and factor: its indices with their intervals.

    Examples
    --------
    >>> row = {"outcome": "failed", "factor": "prize", "mu_star": 0.4, "mu_star_low": 0.3}
    >>> row |= {"mu_star_high": 0.5, "mu": -0.4, "sigma": 0.1, "noise": 0.25}
    >>> row |= {"residual_noise": 0.02, "left_out": 0}
    >>> sensitivity_table(pd.DataFrame([row]))[0][1]
    ['failed', 'prize', '0.4 (0.3 to 0.5)', '-0.4', '0.1']
    >>> sensitivity_sentences(pd.DataFrame([row]))[0][:45]
    'failed depends most on prize; 25 % of the var'
    """
    shown = [name for name in ("mu_star", "first", "total", "mu", "sigma") if name in table]
    rows = [["outcome", "factor", *shown]]
    last, alike = None, constant_outcomes(table)
    for _, line in table[~table["outcome"].isin(alike)].iterrows():
        outcome = str(line["outcome"])
        cells = [
            _mean(line, name) if f"{name}_low" in table else number(line[name]) for name in shown
        ]
        rows.append(["" if outcome == last else outcome, str(line["factor"]), *cells])
        last = outcome
    return rows, [False, False] + [True] * len(shown)


def sensitivity_sentences(table: pd.DataFrame) -> list[str]:
    """Of each outcome: on which factors it depends most, and how much of it is luck."""
    index = "mu_star" if "mu_star" in table else "total"
    alike = constant_outcomes(table)
    said = []
    for name, part in table.groupby("outcome", sort=False):
        outcome, first = str(name), part.iloc[0]
        if outcome in alike:
            said.append(f"{outcome}: {SAME}.")
            continue
        order = part.sort_values(index, ascending=False)["factor"].head(MOST)
        line = f"{outcome} depends most on {', then on '.join(map(str, order))}; "
        if pd.isna(first["noise"]):
            said.append(f"{line}with one replication luck cannot be told from the factors.")
            continue
        line += (
            f"{percent(first['noise'])} of the variance of single runs is luck, and "
            f"{percent(first['residual_noise'])} of that of the means."
        )
        if first["left_out"]:
            line += f" {first['left_out']} parts of the sample with a missing value left out."
        said.append(line)
    return said
