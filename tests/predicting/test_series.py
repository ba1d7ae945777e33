"""Reading a history: every spacing, gaps that are not zeros, and one sentence for what is wrong."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from cocreation_sim.errors import InputError
from cocreation_sim.predicting import series as reading
from cocreation_sim.predicting.dates import Dates
from cocreation_sim.predicting.series import read_series


@pytest.fixture
def file(tmp_path):
    def make(text: str | bytes, name: str = "mine.csv"):
        path = tmp_path / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    return make


def lines(head: str, dates, counts=None) -> str:
    counts = counts or range(1, len(dates) + 1)
    return "\n".join([head, *(f"{d},{c}" for d, c in zip(dates, counts, strict=True))])


def days(first: str, step: int, count: int) -> list[str]:
    start = dt.date.fromisoformat(first)
    return [(start + dt.timedelta(days=step * k)).isoformat() for k in range(count)]


@pytest.mark.parametrize(
    ("head", "dates", "interval", "after"),
    [
        ("month", ["2023-11", "2023-12", "2024-01"], "month", "2024-02"),
        ("date", ["2023-12-01", "2024-01-01", "2024-02-01"], "month", "2024-03-01"),
        ("date", ["2024-01-31", "2024-02-29", "2024-03-31"], "month", "2024-04-30"),
        ("quarter", ["2023-Q3", "2023-Q4", "2024-Q1"], "quarter", "2024-Q2"),
        ("date", ["2023-07-01", "2023-10-01", "2024-01-01"], "quarter", "2024-04-01"),
        ("week", ["2024-W51", "2024-W52", "2025-W01"], "week", "2025-W02"),
        ("date", days("2024-05-27", 7, 4), "week", "2024-06-24"),
        ("date", days("2024-05-27", 14, 4), "fortnight", "2024-07-22"),
        ("week", [0, 1, 2, 3], "week", "week 4"),
        ("fortnight", [1, 2, 3], "fortnight", "fortnight 4"),
    ],
)
def test_spacing_is_found(file, head, dates, interval, after):
    series = read_series(file(lines(f"{head},contributions", dates)))
    assert series.interval == interval
    assert series.contributions.tolist() == list(range(1, len(dates) + 1))
    assert series.labels[0].endswith(str(dates[0]))
    assert series.dates.label(len(series)) == after
    assert series.notes == ()


def test_missing_dates_are_unknown_and_said(file):
    series = read_series(file(lines("week,contributions", [0, 1, 2, 4, 5, 8, 9, 10])))
    assert np.flatnonzero(np.isnan(series.contributions)).tolist() == [3, 6, 7]
    assert series.notes == (
        "week 3, week 6, week 7 are missing; they are taken as unknown, not as zero",
    )


def test_an_empty_cell_is_unknown_and_zero_is_zero(file):
    series = read_series(file("month,contributions,newcomers\n0,5,\n1,,1\n2,0,0\n3,4,2\n"))
    assert series.contributions.tolist()[::2] == [5.0, 0.0]
    assert np.isnan(series.contributions[1])
    assert np.isnan(series.newcomers[0])
    assert len(series.notes) == 1


def test_days_are_summed_into_whole_weeks(file):
    dates = days("2024-01-01", 1, 30)
    series = read_series(file(lines("date,contributions", dates, [1] * 30)))
    assert (series.interval, series.contributions.tolist()) == ("week", [7.0] * 4)
    assert series.dates.label(0) == "2024-01-03"
    assert series.dates.label(4) == "2024-01-31"
    assert "the first 2 of 30 days" in series.notes[0]
    gap = lines("date,contributions", dates[:10] + dates[11:], [1] * 29)
    assert np.isnan(read_series(file(gap)).contributions[1])


def test_contributors_of_days_cannot_be_summed(file):
    rows = "".join(f"{d},2,1,1\n" for d in days("2024-01-01", 1, 21))
    series = read_series(file("date,contributions,contributors,newcomers\n" + rows))
    assert series.contributors is None
    assert series.newcomers.tolist() == [7.0] * 3
    assert "contributors are left out" in series.notes[0]


def test_months_are_made_equal_by_rates(file):
    series = read_series(file(lines("month,contributions", ["2023-01", "2023-02", "2023-03"])))
    days_in = np.array([31, 28, 31])
    expected = np.array([1, 2, 3]) / days_in * 365.25 / 12
    assert np.allclose(series.rates, expected)
    assert np.allclose(Dates("month").lengths(0, 3), 1)


def test_other_columns_byte_order_mark_and_capitals(file):
    text = "\ufeffMonth, Contributions ,mood,Votes\n\n2024-01,1,good,5\n2024-02,2,bad,6\n"
    text += "2024-03,3.0,,7\n"
    series = read_series(file(text))
    assert series.contributions.tolist() == [1, 2, 3]
    assert [name for name, _ in series.others] == ["votes"]


def test_what_was_known_earlier(file):
    series = read_series(file(lines("week,contributions", range(9)))).until(4)
    assert (len(series), series.dates.label(4)) == (4, "week 4")


GOOD = "month,contributions\n2024-01,3\n2024-02,4\n2024-03,5\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ("\n\n", "is empty"),
        ("month,contributions\n", "has 0 lines of counts"),
        ("month,contributions\n2024-01,3\n2024-02,4\n", "has 2 lines of counts"),
        (GOOD.replace("contributions", "contribution"), "is 'contribution' meant as 'contributio"),
        (GOOD.replace("contributions", "ideas"), "its columns are month, ideas"),
        (GOOD.replace("month", "when"), "no column of dates"),
        (GOOD.replace("month,", "month,date,"), "columns 'date' and 'month'"),
        (GOOD.replace("month,", "month,month,"), "two columns 'month'"),
        (GOOD.replace(",", ";"), "parted by semicolons; use commas"),
        (GOOD.replace(",", "\t"), "parted by tabs; use commas"),
        (GOOD.replace(",4", ",four"), "line 3, column contributions: 'four' is no count"),
        (GOOD.replace(",4", ",-4"), "line 3, column contributions: -4 is no count; allowed is 0"),
        (GOOD.replace(",4", ",4.5"), "4.5 is no whole number"),
        (GOOD.replace(",4", ",1e3"), "1e3 is no whole number"),
        (GOOD.replace(",4", ",nan"), "leave the cell empty"),
        (GOOD.replace(",4", ",99999999999"), "allowed is 1,000,000,000 at most"),
        (GOOD.replace(",4", f",{'9' * 20}"), "allowed is 1,000,000,000 at most"),
        (GOOD.replace(",4", f",{'9' * 4000}"), "allowed is 1,000,000,000 at most"),
        (GOOD.replace(",4", ",1e400"), "1e400 is no count; allowed is 1,000,000,000 at most"),
        (GOOD.replace(",4", ',"4,000"'), "write them together"),
        (GOOD.replace(",4", ",4,4"), "line 3: there are 3 cells, but 2 columns"),
        (GOOD.replace("2024-02", "2024-13"), "line 3: there is no date '2024-13'"),
        (GOOD.replace("2024-02", "05/02/2024"), "'05/02/2024' is no date; allowed are 2024-05-27"),
        (GOOD.replace("2024-02", "2024-01"), "line 3: 2024-01 stands there twice"),
        (GOOD.replace("2024-02", "2023-02"), "line 3: 2023-02 comes after 2024-01"),
        (GOOD.replace("2024-02", "2024-02-01"), "not written like '2024-01'"),
        (lines("date,contributions", [0, 1, 2]), "call it one of day, week, fortnight"),
        (lines("week,contributions", [7, 8, 9]), "begin with 7; allowed is 0 or 1"),
        (
            lines("date,contributions", ["2024-01-01", "2024-01-08", "2024-01-15", "2024-03-01"]),
            "line 5: from 2024-01-15 to 2024-03-01 is 46 days, elsewhere mostly 7 days",
        ),
        (lines("week,contributions", [0, 4, 8, 12, 13]), "is 1 week, elsewhere mostly 4 weeks"),
        ("month,contributions\n0,\n1,\n2,5\n3,6\n", "fewer than 3 counts"),
        (lines("date,contributions", days("2024-01-01", 1, 20)), "has 20 days"),
        ('month,contributions\n0,"5\n1,6\n', "unexpected end of data"),
        (b"month,contributions\n2024-01,\xff\xfe\n", "not a text file"),
        ("month,contributions,contributors\n0,3,4\n1,1,1\n2,1,1\n", "4 contributors are more than"),
        ("month,contributions,contributors,newcomers\n0,5,2,3\n", "3 newcomers are more"),
    ],
)  # fmt: skip
def test_bad_files_are_refused_in_one_sentence(file, text, words):
    path = file(text)
    with pytest.raises(InputError) as refused:
        read_series(path)
    said = str(refused.value)
    assert said.startswith(str(path))
    assert words in said
    assert "\n" not in said


def test_files_that_are_none(tmp_path, file, monkeypatch):
    with pytest.raises(InputError, match="cannot read"):
        read_series(tmp_path / "none.csv")
    with pytest.raises(InputError, match="cannot read"):
        read_series(tmp_path)
    monkeypatch.setattr(reading, "LARGEST", 20)
    with pytest.raises(InputError, match="sum the contributions of each interval first"):
        read_series(file(GOOD))
