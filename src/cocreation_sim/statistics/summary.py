"""From one row a run to one row a design point: means, failure risk, predictive intervals."""

from __future__ import annotations

import typing
from collections.abc import Sequence

import numpy as np
import pandas as pd

from cocreation_sim.errors import check_number
from cocreation_sim.outcomes import FAILED, FAILURE_RISK, chosen, column_of, find
from cocreation_sim.scenario.limits import Cause
from cocreation_sim.statistics.failure import failure_risk, pooled_risk

POINT = ["scenario_id", "campaign"]


def numeric_outcomes(runs: pd.DataFrame, levers: Sequence[str]) -> list[str]:
    """Names of the outcomes that are numbers, in the order of the table.

    Examples
    --------
    >>> numeric_outcomes(pd.DataFrame({"seed": [1], "votes": [3], "failed": [True]}), [])
    ['votes']
    """
    keys = {"scenario_id", "replication_id", "seed", "campaign", *levers}
    return [
        str(name)
        for name, kind in runs.dtypes.items()
        if name not in keys
        and pd.api.types.is_numeric_dtype(kind)
        and not pd.api.types.is_bool_dtype(kind)
    ]


def chosen_outcomes(known: Sequence[str], wanted: Sequence[str] | str | None) -> list[str]:
    """The wanted outcomes, or all; an `InputError` names the nearest where one does not exist.

    Each is spelled as tables spell it: "failed" and "failure_risk" by the name that is given.
    """
    if wanted is None:
        return list(known)
    return list(
        chosen([wanted] if isinstance(wanted, str) else wanted, known, "numeric outcome {}")
    )


def chosen_column(known: Sequence[str], name: str) -> str:
    """The column of one outcome, which is a number or whether campaigns fail.

    Raises
    ------
    InputError
        If there is no such outcome.

    Examples
    --------
    >>> chosen_column(["votes"], "failure_risk"), chosen_column(["votes"], "votes")
    ('failed', 'votes')
    """
    return column_of(chosen_outcomes([*known, FAILED], name)[0])


def check_level(level: float) -> None:
    """Refuse what is no level of an interval."""
    check_number("level", level, below=1)


def summarise(
    runs: pd.DataFrame, levers: Sequence[str], names: Sequence[str], level: float
) -> pd.DataFrame:
    """One row a design point and campaign: failure risk with its interval, and means with theirs.

    Columns: the point, `replications`; `failure_risk`, `failure_risk_low`, `failure_risk_high`
    (Jeffreys); `failed_because_…`, the share of runs with each first cause; and for each outcome
    `NAME`, `NAME_low`, `NAME_high`: its mean and Student's interval of the mean, cut where the
    outcome cannot be. Runs in which an outcome does not exist (a share of no ideas) are left out
    of its mean.
    """
    check_level(level)
    groups = runs.groupby(POINT, sort=False)
    out: dict[str, typing.Any] = {lever: groups[lever].first() for lever in levers}
    n = groups.size()
    out["replications"] = n
    risk = failure_risk(groups[FAILED].sum().to_numpy(float), n.to_numpy(float), level)
    for end, values in zip(("", "_low", "_high"), risk, strict=True):
        out[f"{FAILURE_RISK}{end}"] = values
    for cause in typing.get_args(Cause):
        because = (runs["failed_because"] == cause).groupby([runs[k] for k in POINT], sort=False)
        out["failed_because_" + cause.replace(" ", "_")] = because.mean()
    for name in names:
        mean, low, high = mean_interval(groups[name], name, level)
        out |= {name: mean, f"{name}_low": low, f"{name}_high": high}
    return pd.DataFrame(out, index=n.index).reset_index()


def pooled(
    runs: pd.DataFrame, by: Sequence[str], names: Sequence[str], level: float, worlds: int
) -> pd.DataFrame:
    """One row a combination of some factors' values and campaign, all else pooled.

    The same columns as `summarise`, but for `scenario_id`. Runs of one world of the uncertainties
    are alike, and so are runs of one replication, so worlds (or replications, where there is one
    world) are what intervals count: `pooled_risk` for the risk, Student's for the mean over them.
    """
    check_level(level)
    number = runs["replication_id"]
    alike = (number % worlds if worlds > 1 else number).rename("alike")
    groups = runs.groupby([*by, "campaign"], sort=False)
    out: dict[str, typing.Any] = {"replications": groups.size()}
    risks = [
        pooled_risk(group[FAILED].to_numpy(bool), alike[group.index].to_numpy(int), level)
        for _, group in groups
    ]
    for end, values in zip(("", "_low", "_high"), zip(*risks, strict=True), strict=True):
        out[f"{FAILURE_RISK}{end}"] = np.array(values, float)
    keys = [runs[key] for key in [*by, "campaign"]]
    for cause in typing.get_args(Cause):
        because = (runs["failed_because"] == cause).groupby(keys, sort=False)
        out["failed_because_" + cause.replace(" ", "_")] = because.mean()
    for name in names:
        each = runs[name].groupby([*keys, alike], sort=False).mean()
        again = each.groupby([*by, "campaign"], sort=False)
        mean, low, high = mean_interval(again, name, level)
        out |= {name: mean, f"{name}_low": low, f"{name}_high": high}
    return pd.DataFrame(out, index=groups.size().index).reset_index()


def mean_interval(
    values: typing.Any, name: str, level: float
) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Means of groups and Student's intervals of them, cut where the outcome cannot be."""
    from scipy.special import stdtrit

    n, mean = values.count(), values.mean()
    freedom = np.maximum(n - 1, 1).to_numpy(float)
    half = values.std() / np.sqrt(n) * stdtrit(freedom, (1 + level) / 2)
    lowest, highest = bounds(name)
    return mean, (mean - half).clip(lower=lowest), (mean + half).clip(upper=highest)


def predict(
    runs: pd.DataFrame, levers: Sequence[str], names: Sequence[str], level: float
) -> pd.DataFrame:
    """One row a design point, campaign and outcome: the interval of one further run.

    Columns: the point, `outcome`, `unit`, `replications` (in which the outcome exists), `median`,
    `low`, `high` and `method`; see `interval`.
    """
    check_level(level)
    rows = []
    for _, group in runs.groupby(POINT, sort=False):
        first = group.iloc[0]
        point = {key: first[key] for key in [*POINT, *levers]}
        for name in names:
            found = interval(group[name], level, name)
            rows.append({**point, "outcome": name, "unit": unit_of(name), **found})
    return pd.DataFrame(rows)


def interval(values: pd.Series, level: float, name: str = "") -> dict[str, float | str]:
    """Median of the values that exist, and the interval in which a further one falls.

    With at least 2 / (1 - level) - 1 values (19 for 90 %), its ends are the order statistics
    between which a further value falls with that probability, whatever its distribution
    ("quantiles"). With fewer there are none; then it is Student's interval for a further value of
    a bell-shaped distribution ("student"), cut where the outcome `name` cannot be.

    Examples
    --------
    >>> interval(pd.Series(range(1, 20)), 0.9)
    {'replications': 19, 'median': 10.0, 'low': 1.0, 'high': 19.0, 'method': 'quantiles'}
    >>> interval(pd.Series([1.0, 2.0, 3.0]), 0.9)["method"]
    'student'
    """
    from scipy.special import stdtrit

    x = values.to_numpy(float)
    x = x[~np.isnan(x)]
    n = len(x)
    out: dict[str, float | str] = {"replications": n}
    out["median"] = float(np.median(x)) if n else np.nan
    tail = (1 - level) / 2
    if n >= 1 / tail - 1 - 1e-9:
        low, high = np.quantile(x, [tail, 1 - tail], method="weibull")
        return out | {"low": float(low), "high": float(high), "method": "quantiles"}
    if n < 2:
        return out | {"low": np.nan, "high": np.nan, "method": "too few replications"}
    half = float(stdtrit(n - 1, 1 - tail)) * x.std(ddof=1) * np.sqrt(1 + 1 / n)
    lowest, highest = bounds(name)
    low, high = max(lowest, x.mean() - half), min(highest, x.mean() + half)
    return out | {"low": float(low), "high": float(high), "method": "student"}


def unit_of(name: str) -> str:
    """Unit of an outcome.

    Examples
    --------
    >>> unit_of("cost"), unit_of("one_timers")
    ('EUR', 'share')
    """
    found = find(name)
    return "1" if found is None else found.unit


def bounds(name: str) -> tuple[float, float]:
    """Between which values an outcome always is.

    Examples
    --------
    >>> bounds("one_timers"), bounds("submissions"), bounds("return"), bounds("failure_risk")
    ((0.0, 1.0), (0.0, inf), (-inf, inf), (0.0, 1.0))
    """
    found = find(name)
    return (-np.inf, np.inf) if found is None else found.limits
