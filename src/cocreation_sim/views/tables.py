"""Short tables for a terminal: what a sweep found, and predicted beside published."""

from __future__ import annotations

import pandas as pd

from cocreation_sim.views.text import aligned, described, short

TOLD = ("submissions", "contributors", "interesting", "selected", "cost")


def percent(share: float) -> str:
    """A share in whole percent.

    Examples
    --------
    >>> percent(0.123)
    '12 %'
    """
    return f"{100 * share:.0f} %"


def summary_table(summary: pd.DataFrame, levers: list[str]) -> str:
    """One line a design point: the levers, failure risk, and a few means with their intervals.

    Examples
    --------
    >>> from cocreation_sim.experiments.sweep import sweep
    >>> exp = sweep("workshop", {"campaign.crowd_weight": [0, 1]}, 2, workers=1, progress=False)
    >>> summary_table(exp.summary(), list(exp.levers)).split()[:3]
    ['crowd_weight', 'failure', 'risk']
    """
    several = summary["campaign"].nunique() > 1
    told = [name for name in TOLD if name in summary]
    names = [lever.rsplit(".", 1)[-1] for lever in levers]
    unique = len(set(names)) == len(names)
    head = [*(["campaign"] if several else []), *(names if unique else levers), "failure risk"]
    rows = [[*head, *(_heading(name) for name in told)]]
    for _, line in summary.iterrows():
        row = [str(line["campaign"])] if several else []
        row += [_plain(line[lever]) for lever in levers]
        ends = f"{100 * line['failure_risk_low']:.0f} to {percent(line['failure_risk_high'])}"
        row.append(f"{percent(line['failure_risk'])} ({ends})")
        row += [_mean(line[name], line[f"{name}_low"], line[f"{name}_high"]) for name in told]
        rows.append(row)
    return "\n".join(aligned(rows, [False] * len(levers) + [True] * (len(rows[0]) - len(levers))))


def _heading(name: str) -> str:
    return f"{name} (EUR)" if described(name)[1] == "EUR" else name


def _plain(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _mean(mean: float, low: float, high: float) -> str:
    return f"{short(mean)} ({short(low)} to {short(high)})"


def published_table(table: pd.DataFrame) -> str:
    """One line a published figure and one a failure risk, case by case.

    Examples
    --------
    >>> row = {
    ...     "preset": "mine",
    ...     "campaign": "a",
    ...     "figure": "one_timers",
    ...     "predicted": 0.8,
    ...     "low": 0.7,
    ...     "high": 0.9,
    ...     "published": 0.85,
    ...     "published_low": 0.85,
    ...     "published_high": 0.85,
    ...     "inside": "yes",
    ... }
    >>> print(published_table(pd.DataFrame([row])).splitlines()[1])
    mine  one_timers        0.8     0.7 to 0.9       0.85  yes
    """
    shown = table[(table["published"].notna()) | (table["figure"] == "failure_risk")]
    rows = [["case", "figure", "predicted", "90 % interval", "published", "inside"]]
    last = None
    for _, line in shown.iterrows():
        several = table.loc[table["preset"] == line["preset"], "campaign"].nunique() > 1
        case = f"{line['preset']}, {line['campaign']}" if several else str(line["preset"])
        published = ""
        if pd.notna(line["published"]):
            published = short(line["published"])
            low, high = line["published_low"], line["published_high"]
            published += f" ({short(low)} to {short(high)})" if low < high else ""
        ends = f"{short(line['low'])} to {short(line['high'])}"
        rows.append(
            [
                "" if case == last else case,
                line["figure"],
                short(line["predicted"]),
                ends,
                published,
                "" if line["inside"] == "not published" else line["inside"],
            ]
        )
        last = case
    return "\n".join(aligned(rows, [False, False, True, True, True, False]))
