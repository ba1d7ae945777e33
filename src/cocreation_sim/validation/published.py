"""Predicted beside published: whether a figure lies inside the predictive interval."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from cocreation_sim.errors import InputError, nearest_names
from cocreation_sim.experiments.experiment import Experiment
from cocreation_sim.outcomes import FAILED, FAILURE_RISK, column_of, find
from cocreation_sim.scenario.scenario import Published, Scenario
from cocreation_sim.statistics.failure import failure_risk
from cocreation_sim.statistics.summary import interval, numeric_outcomes, unit_of
from cocreation_sim.wording.numbers import estimate

LEVEL = 0.9
RISK = FAILURE_RISK

ALWAYS = (
    "submissions",
    "selected_share",
    "one_timers",
    "ideas_per_contributor",
    "votes_per_idea",
    RISK,
)
"""What is told of every case, published or not: what most of them publish."""

INSIDE, TOUCHES, MISS = "yes", "yes (range)", "no (miss)"
FITTED, UNPUBLISHED = "fitted", "not published"
CALIBRATED = "calibrated"
"""Status of a figure that the psychology was calibrated to: judged, but no evidence of its own."""


def held_against(exp: Experiment) -> pd.DataFrame:
    """One row a figure: what is predicted, what is published, and whether they agree.

    The predicted interval is that of one further run with 90 % probability. What a run answers
    with yes or no (`failure_risk`, a winner in the only round) is published as a share of many
    campaigns; then it is the 90 % Jeffreys interval of the chance. `inside` is

    - "yes" where the published value lies in the predicted interval,
    - "yes (range)" where the value does not, but part of the published range does,
    - "no (miss)" where neither does, or nothing could be predicted,
    - "fitted" where the case was fitted to the figure, which therefore shows nothing,
    - "not published" where there is nothing to hold it against.

    Parameters
    ----------
    exp
        Runs of one scenario without levers, such as ``sweep("threadless", {})``.

    Returns
    -------
    DataFrame
        `preset`, `campaign`, `figure`, `unit`, `predicted` (the median; for the risk the share of
        runs), `low`, `high`, `published`, `published_low`, `published_high`, `status`, `inside`,
        `miss` (the reason believed, should it be missed), `source`, `replications`, `method`.

    Raises
    ------
    InputError
        If a published figure is no outcome.

    Examples
    --------
    >>> from cocreation_sim.experiments.sweep import sweep
    >>> exp = sweep("workshop", {}, replications=4, workers=1, progress=False)
    >>> held_against(exp)["figure"].tolist()[-1]
    'failure_risk'
    """
    by_campaign = [
        runs_held_against(exp.scenario, campaign, exp.only(campaign).runs)
        for campaign in exp.campaigns
    ]
    return pd.concat(by_campaign, ignore_index=True)


def runs_held_against(scenario: Scenario, campaign: str, runs: pd.DataFrame) -> pd.DataFrame:
    """The same for runs of one campaign that are at hand, such as those of a posterior's draws.

    Parameters
    ----------
    scenario
        The scenario with its published figures.
    campaign
        Name of the campaign.
    runs
        One row a run of that campaign, with a column for each outcome.

    Returns
    -------
    DataFrame
        As `held_against`.

    Raises
    ------
    InputError
        If a published figure is no outcome.

    Examples
    --------
    >>> from cocreation_sim.experiments.sweep import sweep
    >>> exp = sweep("workshop", {}, replications=4, workers=1, progress=False)
    >>> runs_held_against(exp.scenario, "workshop", exp.runs)["campaign"].unique().tolist()
    ['workshop']
    """
    published = {}
    for entry in scenario.published:
        known = [*numeric_outcomes(runs, []), FAILED]
        if column_of(entry.figure) not in known:
            raise InputError(
                f"{scenario.name}: the published figure {entry.figure!r} is no outcome"
                + nearest_names(entry.figure, [*known, RISK])
            )
        found = find(entry.figure)
        published[found.key if found else entry.figure] = entry
    figures = [f for f in ALWAYS if f not in published and f != RISK]
    figures = [*published, *figures] if RISK in published else [*published, *figures, RISK]
    rows = []
    for figure in figures:
        told = _predicted(runs, figure)
        row = {"preset": scenario.name, "campaign": campaign, "figure": figure}
        rows.append({**row, **told, **_published(published.get(figure), told)})
    order = ["preset", "campaign", "figure", "unit", "predicted", "low", "high", "published"]
    order += ["published_low", "published_high", "status", "inside", "miss", "source"]
    return pd.DataFrame(rows)[[*order, "replications", "method"]]


def _predicted(runs: pd.DataFrame, figure: str) -> dict[str, Any]:
    known, values = find(figure), runs[column_of(figure)].dropna()
    if known and known.chance and len(values) and values.isin([0, 1]).all():
        chance = failure_risk(int(values.sum()), len(values), LEVEL)
        ends = zip(("predicted", "low", "high"), map(float, chance), strict=True)
        return {"unit": "share", **dict(ends), "replications": len(values), "method": "jeffreys"}
    found = interval(runs[figure], LEVEL, figure)
    return {"unit": unit_of(figure), "predicted": found.pop("median"), **found}


def _published(entry: Published | None, found: dict[str, Any]) -> dict[str, Any]:
    if entry is None:
        nothing = dict.fromkeys(("published", "published_low", "published_high"), math.nan)
        return {**nothing, "status": "", "source": "", "miss": "", "inside": UNPUBLISHED}
    low = entry.value if entry.low is None else min(entry.low, entry.value)
    high = entry.value if entry.high is None else max(entry.high, entry.value)
    return {
        "published": entry.value,
        "published_low": low,
        "published_high": high,
        "status": entry.status,
        "source": entry.source,
        "miss": entry.miss,
        "inside": FITTED
        if entry.status.startswith(FITTED)
        else verdict(entry.value, low, high, found["low"], found["high"]),
    }


def verdict(
    value: float, low: float, high: float, predicted_low: float, predicted_high: float
) -> str:
    """Whether a published value, or part of its range, lies in the predicted interval.

    Parameters
    ----------
    value
        The published value.
    low, high
        The published range; the value itself where none is published.
    predicted_low, predicted_high
        Ends of the predicted interval.

    Examples
    --------
    >>> verdict(0.02, 0.02, 0.04, 0.01, 0.03), verdict(0.04, 0.02, 0.04, 0.01, 0.03)
    ('yes', 'yes (range)')
    >>> verdict(0.85, 0.85, 0.85, 0.6, 0.7)
    'no (miss)'
    """
    slack = 1e-9 * max(abs(value), abs(low), abs(high))
    if predicted_low - slack <= value <= predicted_high + slack:
        return INSIDE
    return TOUCHES if predicted_low <= high + slack and low - slack <= predicted_high else MISS


def score(table: pd.DataFrame, *, calibrated: bool = False) -> tuple[int, int]:
    """How many of how many published figures that nothing was fitted to lie inside.

    Parameters
    ----------
    table
        Rows of `held_against`.
    calibrated
        Count those instead that the psychology was calibrated to, all at once.

    Examples
    --------
    >>> inside = ["yes", "fitted", "no (miss)", "not published", "yes"]
    >>> table = pd.DataFrame({"inside": inside, "status": ["R", "fitted", "C", "", "calibrated"]})
    >>> score(table), score(table, calibrated=True)
    ((1, 2), (1, 1))
    """
    counted = table[(table["status"] == CALIBRATED) == calibrated]
    inside = int(counted["inside"].isin([INSIDE, TOUCHES]).sum())
    return inside, inside + int((counted["inside"] == MISS).sum())


def published_value(line: pd.Series[Any]) -> str:
    """What was published: the value, and the range where there is one.

    Parameters
    ----------
    line
        Of the table of `held_against`.

    Examples
    --------
    >>> published_value(
    ...     pd.Series(
    ...         {"published": 0.05, "published_low": 0.04, "published_high": 0.1, "unit": "share"}
    ...     )
    ... )
    '5 % (4 to 10 %)'
    """
    if pd.isna(line["published"]):
        return ""
    ends = line["published_low"], line["published_high"]
    return estimate(line["published"], *ends, line["unit"])
