"""Dates of a history: how they are written, how far they are apart, which come next."""

from __future__ import annotations

import calendar
import datetime as dt
import itertools
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from cocreation_sim.errors import InputError
from cocreation_sim.random_arrays import Floats

DAYS: Final = {"day": 1, "week": 7, "fortnight": 14}
MONTHS: Final = {"month": 1, "quarter": 3}
INTERVALS: Final = (*DAYS, *MONTHS)
MONTH: Final = 365.25 / 12  # days
FIRST_YEAR, LAST_YEAR = 1800, 2200
FORMS: Final = (
    "2024-05-27 (a day), 2024-W22 (an ISO week), 2024-05 (a month), 2024-Q2 (a quarter), or plain "
    "numbers from 0 or 1 in a column called week, fortnight, month, quarter or day"
)


@dataclass(frozen=True)
class Dates:
    """When the intervals of a history begin.

    Attributes
    ----------
    interval
        "day", "week", "fortnight", "month" or "quarter".
    first
        The beginning of the first one; none where they are plain numbers.
    number
        The first plain number.
    form
        How they are written: "date", "week", "month", "quarter" or "number".
    """

    interval: str
    first: dt.date | None = None
    number: int = 0
    form: str = "number"

    def begin(self, place: int) -> dt.date:
        """The day on which an interval begins."""
        assert self.first is not None
        if self.interval in DAYS:
            return self.first + dt.timedelta(days=place * DAYS[self.interval])
        months = self.first.year * 12 + self.first.month - 1 + place * MONTHS[self.interval]
        year, month = months // 12, months % 12 + 1
        last = calendar.monthrange(year, month)[1]
        at_end = self.first.day == calendar.monthrange(self.first.year, self.first.month)[1]
        return dt.date(year, month, last if at_end else min(self.first.day, last))

    def label(self, place: int) -> str:
        """An interval as it is told.

        Examples
        --------
        >>> Dates("month", dt.date(2023, 11, 1), form="month").label(2)
        '2024-01'
        >>> Dates("week", number=1).label(2)
        'week 3'
        """
        if self.first is None:
            return f"{self.interval} {self.written(place)}"
        return self.written(place)

    def written(self, place: int) -> str:
        """An interval as it stands in the column of the file that is named by the interval.

        Parameters
        ----------
        place
            Which interval, from 0.

        Examples
        --------
        >>> Dates("week", number=1).written(2)
        '3'
        """
        if self.first is None:
            return str(self.number + place)
        begin = self.begin(place)
        if self.form == "week":
            year, week, _ = begin.isocalendar()
            return f"{year}-W{week:02}"
        if self.form == "month":
            return f"{begin:%Y-%m}"
        if self.form == "quarter":
            return f"{begin.year}-Q{(begin.month + 2) // 3}"
        return begin.isoformat()

    def lengths(self, start: int, count: int) -> Floats:
        """Lengths of intervals relative to the mean one: calendar months differ.

        Examples
        --------
        >>> Dates("month", dt.date(2024, 1, 1), form="month").lengths(0, 2).round(3).tolist()
        [1.018, 0.953]
        """
        if self.first is None or self.interval in DAYS:
            return np.ones(count)
        ends = [self.begin(place).toordinal() for place in range(start, start + count + 1)]
        lengths: Floats = np.diff(ends) / (MONTH * MONTHS[self.interval])
        return lengths

    @property
    def weeks(self) -> float:
        """Mean length of an interval in weeks."""
        days = DAYS.get(self.interval) or MONTHS[self.interval] * MONTH
        return float(days) / 7


@dataclass(frozen=True)
class Stamp:
    """A date in the file: the day it means, or its number; how it is written; its line."""

    text: str
    line: int
    form: str
    day: dt.date | None = None
    number: int = 0

    @property
    def order(self) -> int:
        """Its place in time."""
        return self.number if self.day is None else self.day.toordinal()


def stamp(text: str, line: int, where: str) -> Stamp:
    """Read a date.

    Raises
    ------
    InputError
        If it is none.

    Examples
    --------
    >>> stamp("2024-W05", 2, "mine.csv").day
    datetime.date(2024, 1, 29)
    """
    found = _stamp(text, line, where)
    if found.day is not None and not FIRST_YEAR <= found.day.year <= LAST_YEAR:
        raise InputError(
            f"{where}, line {line}: {text!r} lies outside the years {FIRST_YEAR} to {LAST_YEAR}"
        )
    return found


def _stamp(text: str, line: int, where: str) -> Stamp:
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return Stamp(text, line, "date", dt.date.fromisoformat(text))
        if found := re.fullmatch(r"(\d{4})-?W(\d\d)", text):
            day = dt.date.fromisocalendar(int(found[1]), int(found[2]), 1)
            return Stamp(text, line, "week", day)
        if found := re.fullmatch(r"(\d{4})-(\d\d)", text):
            return Stamp(text, line, "month", dt.date(int(found[1]), int(found[2]), 1))
        if found := re.fullmatch(r"(\d{4})-?Q([1-4])", text):
            return Stamp(text, line, "quarter", dt.date(int(found[1]), 3 * int(found[2]) - 2, 1))
    except (ValueError, OverflowError):
        raise InputError(f"{where}, line {line}: there is no date {text!r}") from None
    if re.fullmatch(r"\d{1,6}", text):
        return Stamp(text, line, "number", number=int(text))
    raise InputError(f"{where}, line {line}: {text!r} is no date; allowed are {FORMS}")


def spaced(stamps: Sequence[Stamp], column: str, where: str) -> tuple[Dates, list[int]]:
    """The calendar behind some dates, and at which of its intervals each of them stands.

    Raises
    ------
    InputError
        If dates repeat, run backwards, are written in several ways, or keep no one spacing.
    """
    for before, here in itertools.pairwise(stamps):
        if here.form != before.form:
            raise InputError(
                f"{where}, line {here.line}: {here.text!r} is not written like {before.text!r} "
                "above it; write all dates in one way"
            )
        if here.order <= before.order:
            twice = here.order == before.order
            raise InputError(
                f"{where}, line {here.line}: {here.text} "
                + ("stands there twice" if twice else f"comes after {before.text}")
                + "; allowed is one line for each date, the oldest first"
            )
    form = stamps[0].form
    if form == "number":
        return _numbered(stamps, column, where)
    if form in ("month", "quarter") or (form == "date" and _monthly(stamps)):
        months = [s.day.year * 12 + s.day.month for s in stamps if s.day]
        interval = "quarter" if _step(months) % 3 == 0 else "month"
        places = [(m - months[0]) // MONTHS[interval] for m in months]
    else:
        days = [s.order for s in stamps]
        step = _step(days)
        interval = next((k for k in ("fortnight", "week") if step % DAYS[k] == 0), "day")
        places = [(d - days[0]) // DAYS[interval] for d in days]
    _dense(places, stamps, interval, where)
    return Dates(interval, stamps[0].day, form=form), places


def _step(orders: Sequence[int]) -> int:
    return math.gcd(*np.diff(orders).tolist())


def _monthly(stamps: Sequence[Stamp]) -> bool:
    """Whether days are the same day of each month, or its last."""
    days = [s.day for s in stamps if s.day]
    ends = [day.day == calendar.monthrange(day.year, day.month)[1] for day in days]
    return len({day.day for day in days}) == 1 or all(ends)


def _numbered(stamps: Sequence[Stamp], column: str, where: str) -> tuple[Dates, list[int]]:
    first = stamps[0]
    if column not in INTERVALS:
        raise InputError(
            f"{where} counts its intervals in column {column!r}, which does not say how long each "
            f"is; call it one of {', '.join(INTERVALS)}"
        )
    if first.number not in (0, 1):
        raise InputError(
            f"{where}, line {first.line}: plain numbers begin with {first.number}; allowed is 0 or "
            "1"
        )
    places = [s.number - first.number for s in stamps]
    _dense(places, stamps, column, where)
    return Dates(column, number=first.number), places


def _dense(places: Sequence[int], stamps: Sequence[Stamp], interval: str, where: str) -> None:
    """Refuse dates most of which are missing: their spacing is mixed."""
    steps = np.diff(places)
    if np.mean(steps == 1) >= 0.5:
        return
    usual = Counter(steps.tolist()).most_common(1)[0][0]
    odd = next((k for k, step in enumerate(steps.tolist(), 1) if step != usual), 1)
    raise InputError(
        f"{where}, line {stamps[odd].line}: from {stamps[odd - 1].text} to {stamps[odd].text} is "
        f"{_counted(int(steps[odd - 1]), interval)}, elsewhere mostly "
        f"{_counted(int(usual), interval)}; give one line for each day, week, "
        "fortnight, month or quarter"
    )


def _counted(count: int, interval: str) -> str:
    return f"{count} {interval}" + ("s" if count != 1 else "")
