"""Time to failure, against textbooks and by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from cocreation_sim import InputError
from cocreation_sim.statistics.failure import failure_risk
from cocreation_sim.statistics.survival import (
    causes,
    incidence,
    median_time,
    restricted_mean,
    survival,
)

NAN = np.nan

# Remission of leukaemia under 6-mercaptopurine in weeks (Freireich et al. 1963, Gehan 1965)
RELAPSED = [6, 6, 6, 7, 10, 13, 16, 22, 23]
WATCHED = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
FAILED_AT = RELAPSED + [NAN] * len(WATCHED)
END = [40] * len(RELAPSED) + WATCHED

CASES = st.lists(
    st.tuples(st.integers(1, 8), st.integers(1, 8), st.sampled_from("abc")),
    min_size=1,
    max_size=25,
)


def table_of(cases):
    """Runs that fail at the first number, unless their calendar ends before, at the second."""
    at = np.array([time if time <= end else NAN for time, end, _ in cases])
    because = [cause if time <= end else "" for time, end, cause in cases]
    return at, because, np.array([float(end) for _, end, _ in cases])


def test_kaplan_and_meier_in_the_textbook():
    # Kalbfleisch and Prentice (2002), table 1.1; log-log intervals as R and Stata print them
    table = survival(FAILED_AT, END)
    falls = table[table["failures"] > 0]
    assert falls["time"].tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert falls["at_risk"].tolist() == [21, 17, 15, 12, 11, 7, 6]
    assert falls["failures"].tolist() == [3, 1, 1, 1, 1, 1, 1]
    expected = {
        "surviving": [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482],
        "low": [0.6197, 0.5631, 0.5032, 0.4316, 0.3675, 0.2678, 0.1881],
        "high": [0.9516, 0.9228, 0.8894, 0.8491, 0.8049, 0.7468, 0.6801],
    }
    for name, values in expected.items():
        assert falls[name].tolist() == pytest.approx(values, abs=6e-5), name


def test_before_the_first_and_after_the_last_failure_the_interval_is_jeffreys():
    table = survival([1.0, 1.0, 3.0, 4.0], 10)
    risk = failure_risk([0, 4], 4)
    assert table["time"].tolist() == [0, 1, 3, 4]
    assert table["surviving"].tolist() == pytest.approx([1, 0.5, 0.25, 0])
    assert table["low"].iloc[[0, 3]].tolist() == pytest.approx((1 - risk.high).tolist())
    assert table["high"].iloc[[0, 3]].tolist() == pytest.approx((1 - risk.low).tolist())
    # 4 of 10 calendars end before the first failure; then 6 are at risk
    few = survival([NAN] * 4 + [5.0] + [NAN] * 5, [2] * 4 + [9] * 6)
    assert few["low"].tolist()[1] == pytest.approx(float(1 - failure_risk(0, 10).high))
    assert few["at_risk"].tolist() == [10, 10, 6, 5]


def test_runs_that_never_fail():
    table = survival([NAN] * 20, 52)
    assert table["time"].tolist() == [0, 52]
    assert table["surviving"].tolist() == [1, 1]
    assert table["low"].tolist() == pytest.approx([float(1 - failure_risk(0, 20).high)] * 2)
    assert median_time([NAN] * 20, 52) == (np.inf, np.inf, np.inf)


def test_a_run_can_fail_at_once_and_at_the_very_end():
    table = survival([0.0, 52.0, 52.0 + 1e-12, NAN], 52)
    assert table["time"].tolist() == [0, 52]
    assert table["surviving"].tolist() == [0.75, 0.25]
    assert table["at_risk"].tolist() == [4, 3]


@given(CASES)
def test_with_one_calendar_it_is_the_share_that_has_not_failed(cases):
    at, _, _ = table_of(cases)
    table = survival(at, 8)
    share = [(~(at <= time)).mean() for time in table["time"]]
    assert table["surviving"].tolist() == pytest.approx(share)


@given(CASES, st.sampled_from([0.5, 0.9, 0.95]))
def test_laws_of_survival(cases, level):
    at, because, end = table_of(cases)
    table = survival(at, end, level)
    assert np.all(np.diff(table["surviving"]) <= 0)
    assert table["time"].is_monotonic_increasing
    assert ((table["low"] <= table["surviving"]) & (table["surviving"] <= table["high"])).all()
    assert table[["low", "high"]].stack().between(0, 1).all()
    surer = survival(at, end, 0.99)
    assert (surer["low"] <= table["low"]).all()
    assert (surer["high"] >= table["high"]).all()
    falling = incidence(at, because, end, level)
    if len(falling):
        total = falling.groupby("time")["incidence"].sum().to_numpy()
        assert total + table["surviving"].to_numpy() == pytest.approx(1)
        assert falling["failures"].sum() == np.isfinite(at).sum()


def test_times_scale_with_their_unit():
    weeks, days = survival(FAILED_AT, END), survival(np.multiply(7, FAILED_AT), np.multiply(7, END))
    assert days["time"].tolist() == (7 * weeks["time"]).tolist()
    assert days["low"].tolist() == weeks["low"].tolist()


def test_median_of_the_textbook():
    found = median_time(FAILED_AT, END)
    # R's survfit: 23, from 13; the upper end is not reached
    assert found == (23, 13, np.inf)
    assert median_time([1.0, 2.0, NAN, NAN], 9).time == 2


def test_restricted_mean_by_hand():
    at, end = [2.0, NAN, 4.0, NAN], [9.0, 3.0, 9.0, 9.0]
    # S is 1 to 2, 3/4 to 4, 3/8 from there
    assert restricted_mean(at, end, until=8).time == pytest.approx(2 + 2 * 0.75 + 4 * 0.375)
    assert restricted_mean(at, end, until=1.5) == (1.5, pytest.approx(0.6667, abs=0.2), 1.5)
    # all have failed by 4: nothing is unknown after
    assert restricted_mean([2.0, 4.0], 5, until=100).time == 3


def test_without_censoring_the_restricted_mean_is_a_mean_and_its_variance_that_of_a_mean():
    at = np.random.default_rng(1).exponential(6, size=15)
    found = restricted_mean(at, 1000, until=8)
    values = np.minimum(at, 8)
    share, spread = values.mean() / 8, values.var(ddof=1) / 15 / 64
    worth = share * (1 - share) / spread
    ends = stats.beta.ppf([0.025, 0.975], share * worth + 0.5, (1 - share) * worth + 0.5)
    assert list(found) == pytest.approx([values.mean(), *(8 * ends)])


def test_where_no_run_fails_the_restricted_mean_is_not_certain():
    low = float(1 - failure_risk(0, 20).high)
    assert restricted_mean([NAN] * 20, 10, until=10) == (10, pytest.approx(10 * low), 10)
    alike = restricted_mean([5.0] * 20, 10, until=10)
    assert alike.time == 5
    assert alike.low < 4
    assert alike.high > 6


@given(CASES)
def test_the_restricted_mean_lies_in_its_interval_and_grows(cases):
    at, _, end = table_of(cases)
    seen = np.fmin(at, end).max()
    shorter, longer = (restricted_mean(at, end, until=seen * part) for part in (0.5, 1.0))
    for found, until in ((shorter, seen / 2), (longer, seen)):
        assert 0 <= found.low <= found.time + 1e-9
        assert found.time <= found.high + 1e-9 <= until + 2e-9
    assert longer.time >= shorter.time - 1e-9


def test_intervals_keep_about_their_level():
    luck, held = np.random.default_rng(3), []
    for _ in range(250):
        time, end = luck.exponential(5, 20), luck.choice([6.0, 8.0, 10.0], 20)
        at = np.where(time <= end, time, NAN)
        if np.fmin(at, end).max() < 8:
            continue
        cause = np.where(np.isnan(at), "", np.where(luck.random(20) < 0.3, "a", "b"))
        mean, middle = restricted_mean(at, end, until=8), median_time(at, end)
        rows = survival(at, end)
        last = rows[rows["time"] <= 6].iloc[-1]
        rows = incidence(at, cause, end)
        rare = rows[(rows["cause"] == "a") & (rows["time"] <= 6)]
        true = 5 * (1 - np.exp(-8 / 5)), 5 * np.log(2), np.exp(-6 / 5), 0.3 * (1 - np.exp(-6 / 5))
        ends = [mean[1:], middle[1:], (last["low"], last["high"])]
        ends.append((rare.iloc[-1]["low"], rare.iloc[-1]["high"]) if len(rare) else (0, 1))
        held.append([low <= value <= high for (low, high), value in zip(ends, true, strict=True)])
    assert len(held) > 200
    assert np.mean(held, axis=0) == pytest.approx(0.95, abs=0.04)


def test_incidence_by_hand():
    table = incidence([1.0, NAN, 3.0, 4.0, NAN], ["a", "", "b", "a", ""], [9, 2, 9, 9, 5])
    found = table.pivot_table(index="time", columns="cause", values="incidence")
    assert found.index.tolist() == [0, 1, 2, 3, 4, 5]
    # S before each failure is 1, 4/5, 8/15; at risk are 5, 3, 2
    assert found["a"].tolist() == pytest.approx([0, 1 / 5, 1 / 5, 1 / 5, 7 / 15, 7 / 15])
    assert found["b"].tolist() == pytest.approx([0, 0, 0, 4 / 15, 4 / 15, 4 / 15])


def test_with_one_calendar_incidence_is_the_risk_of_each_cause():
    at, because, _ = table_of([(1, 8, "a"), (1, 8, "b"), (2, 8, "a"), (9, 8, "a"), (3, 8, "c")])
    table = incidence(at, because, 8, 0.9)
    for cause, k in {"a": [0, 1, 2, 2, 2], "b": [0, 1, 1, 1, 1], "c": [0, 0, 0, 1, 1]}.items():
        mine = table[table["cause"] == cause]
        for name, values in failure_risk(k, 5, 0.9)._asdict().items():
            column = "incidence" if name == "risk" else name
            assert mine[column].tolist() == pytest.approx(values.tolist()), (cause, column)


@pytest.mark.parametrize("runs", [3, 10, 49])
def test_where_all_fail_of_one_cause_the_end_is_exact(runs):
    last = incidence(np.arange(1.0, runs + 1), ["a"] * runs, 99).iloc[-1]
    assert last["incidence"] == pytest.approx(1)
    assert last["low"] == pytest.approx(float(failure_risk(runs, runs).low))
    assert last["high"] == 1


def slow_variance(at, because, end, cause, moment):
    """Marubini and Valsecchi's variance of the incidence, term by term."""
    time = np.fmin(at, end)
    steps, left, shares = [], 1.0, 0.0
    for t in np.unique(at[at <= moment]):
        n, d = (time >= t).sum(), (at == t).sum()
        mine = sum(1 for a, b in zip(at, because, strict=True) if a == t and b == cause)
        shares += left * mine / n
        steps.append((n, d, mine, left, shares))
        left *= 1 - d / n
    out = 0.0
    for n, d, mine, before, share in steps:
        gap = shares - share
        out += gap**2 * d / (n * (n - d)) if n > d else 0.0
        out += before**2 * mine * (n - mine) / n**3 - 2 * gap * before * mine / n**2
    return out


def test_variance_of_incidence_term_by_term():
    luck = np.random.default_rng(8)
    cases = list(
        zip(luck.integers(1, 9, 30), luck.integers(3, 9, 30), "abcabcabca" * 3, strict=True)
    )
    at, because, end = table_of(cases)
    table = incidence(at, because, end)
    for cause, moment in (("a", 4), ("b", 6), ("c", 8)):
        row = table[(table["cause"] == cause) & (table["time"] <= moment)].iloc[-1]
        share = row["incidence"]
        worth = share * (1 - share) / slow_variance(at, because, end, cause, moment)
        ends = stats.beta.ppf([0.025, 0.975], share * worth + 0.5, (1 - share) * worth + 0.5)
        assert [row["low"], row["high"]] == pytest.approx(ends.tolist())


def test_incidence_where_no_run_fails():
    table = incidence([NAN, NAN], ["", ""], 8)
    assert len(table) == 0
    assert "incidence" in table


RUNS = pd.DataFrame(
    {
        "failed": [True] * 5 + [False] * 5,
        "failed_because": ["starved"] * 3 + ["overrun", "zeal"] + [""] * 5,
        "failed_at": [3.0, 4.0, 5.0, 2.0, 1.0] + [NAN] * 5,
        "causes": ["starved", "abandoned, starved", "starved", "overrun, starved", "zeal"]
        + [""] * 5,
    }
)


def test_causes_are_counted_with_their_intervals():
    table = causes(RUNS).set_index("cause")
    assert table.index.tolist() == ["starved", "abandoned", "overrun", "zeal"]
    first, ever = failure_risk([3, 0, 1, 1], 10), failure_risk([4, 1, 1, 1], 10)
    for kind, risk in (("first", first), ("ever", ever)):
        assert table[kind].tolist() == risk.risk.tolist()
        assert table[f"{kind}_low"].tolist() == risk.low.tolist()
        assert table[f"{kind}_high"].tolist() == risk.high.tolist()


def test_watched_causes_are_listed_first_even_if_they_never_occur():
    table = causes(RUNS, ["incoherent", "overrun"]).set_index("cause")
    assert table.index.tolist()[:2] == ["incoherent", "overrun"]
    assert table.loc["incoherent", "ever_high"] == float(failure_risk(0, 10).high)
    assert len(causes(RUNS.tail(4))) == 0


def test_empty_causes_that_were_read_from_a_file_are_none():
    read = RUNS.replace({"failed_because": {"": None}, "causes": {"": None}})
    pd.testing.assert_frame_equal(causes(read), causes(RUNS))


def test_at_the_end_incidence_and_causes_agree():
    table = incidence(RUNS["failed_at"], RUNS["failed_because"], 8)
    last = table[table["time"] == 8].set_index("cause")
    for cause, row in causes(RUNS).set_index("cause").iterrows():
        if row["first"]:
            assert last.loc[cause, ["incidence", "low", "high"]].tolist() == pytest.approx(
                row[["first", "first_low", "first_high"]].tolist()
            )


@pytest.mark.parametrize(
    ("function", "arguments", "words"),
    [
        (survival, ([], 5), "failed_at has shape (0,); allowed is a list of times, not empty"),
        (survival, ([[1.0]], 5), "failed_at has shape (1, 1)"),
        (survival, (["soon"], 5), "failed_at and end must be numbers"),
        (survival, ([1.0, 2.0], [5, 5, 5]), "failed_at and end must be numbers"),
        (survival, ([1.0, 6.0], 5), "failed_at is 6 in run 1; allowed is nan, or a time from 0 to"),
        (survival, ([-1.0], 5), "failed_at is -1 in run 0"),
        (survival, ([1.0], NAN), "end is nan; allowed are times after 0"),
        (survival, ([1.0], np.inf), "end is inf"),
        (survival, ([1.0], 0), "end is 0"),
        (survival, ([1.0], 5, 95), "level is 95"),
        (median_time, ([6.0], 5), "failed_at is 6"),
        (restricted_mean, ([1.0, NAN], 5, 6), "until is 6; allowed is a time after 0, up to 5"),
        (restricted_mean, ([1.0, NAN], 5, 0), "until is 0"),
        (restricted_mean, ([1.0, NAN], 5, NAN), "until is nan"),
        (incidence, ([1.0, NAN], ["a"], 5), "failed_because must name one cause for each run"),
        (incidence, ([1.0, NAN], ["", ""], 5), "failed_because must name one cause"),
        (incidence, ([1.0, NAN], ["a", "b"], 5), "empty for each that has none"),
        (causes, (RUNS.drop(columns="causes"),), "runs have no column 'causes'"),
        (causes, (RUNS.head(0),), "there are no runs"),
        (causes, (RUNS.assign(failed=False),), "run 0 contradicts itself: failed is False"),
        (causes, (RUNS.assign(failed_because="zeal"),), "causes ['starved']"),
        (causes, (RUNS.assign(failed_at=1.0),), "run 5 contradicts itself"),
        (causes, (RUNS, (), 1.5), "level is 1.5"),
    ],
)
def test_bad_input_is_named(function, arguments, words):
    with pytest.raises(InputError) as told:
        function(*arguments)
    assert words in str(told.value)
