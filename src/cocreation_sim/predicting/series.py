"""The history of one's own campaign, read from a file."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from cocreation_sim.errors import InputError, nearest_names, shown
from cocreation_sim.files import read_text
from cocreation_sim.predicting.dates import Dates, Stamp, spaced, stamp
from cocreation_sim.random_arrays import Floats
from cocreation_sim.results import Shown
from cocreation_sim.wording.numbers import exact

TIMES: Final = ("date", "day", "week", "fortnight", "month", "quarter")
COUNTS: Final = ("contributions", "contributors", "newcomers", "votes", "replies", "selected")
LARGEST: Final = 2_000_000  # bytes
FEWEST, LONGEST = 3, 5000  # intervals
MOST: Final = 1e9  # of anything in one interval


@dataclass(frozen=True, eq=False, repr=False)
class Series(Shown):
    """Counts of a campaign by interval, oldest first; gaps are nan, for what is missing is unknown.

    Attributes
    ----------
    name
        What it is called, for messages and pictures.
    dates
        When the intervals begin.
    contributions
        Contributions of each interval.
    contributors, newcomers
        People who contributed in it, and those for the first time; none where not given.
    others
        Further counts by name: votes, replies, selected.
    notes
        What a reader should know of it.
    """

    name: str
    dates: Dates
    contributions: Floats
    contributors: Floats | None = None
    newcomers: Floats | None = None
    others: tuple[tuple[str, Floats], ...] = ()
    notes: tuple[str, ...] = ()

    def _facts(self) -> Mapping[str, object]:
        return {"name": self.name, "interval": self.interval, "intervals": len(self)}

    def __len__(self) -> int:
        return len(self.contributions)

    @property
    def interval(self) -> str:
        """How long each interval is: "week", "fortnight", "month" or "quarter"."""
        return self.dates.interval

    @property
    def rates(self) -> Floats:
        """Contributions of each interval as if all were of the mean length."""
        rates: Floats = self.contributions / self.dates.lengths(0, len(self))
        return rates

    @property
    def labels(self) -> list[str]:
        """The intervals as they are written in the file."""
        return [self.dates.label(place) for place in range(len(self))]

    def until(self, count: int) -> Series:
        """Only the first intervals: what was known then."""
        cut = {
            name: None if (kept := getattr(self, name)) is None else kept[:count]
            for name in ("contributions", "contributors", "newcomers")
        }
        others = tuple((name, counts[:count]) for name, counts in self.others)
        return replace(self, **cut, others=others, notes=())  # type: ignore[arg-type]


def read_series(path: str | os.PathLike[str]) -> Series:
    r"""Read the history of a campaign from a CSV file.

    It has one line an interval, the oldest first, a column with dates (`date`, `week`, `month` …)
    and a column `contributions`; `contributors`, `newcomers`, `votes`, `replies` and `selected`
    may follow, others are passed over. Days are summed into weeks, for days of the week differ.

    Raises
    ------
    InputError
        In one sentence with line and column, if anything in the file is not as it should be.

    Examples
    --------
    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp()) / "mine.csv"
    >>> _ = file.write_text("month,contributions\n2024-01,3\n2024-02,0\n2024-04,5\n")
    >>> series = read_series(file)
    >>> series.interval, series.contributions.tolist(), series.notes
    ('month', [3.0, 0.0, nan, 5.0], ('2024-03 is missing; it is taken as unknown, not as zero',))
    """
    if not isinstance(path, (str, os.PathLike)):
        raise InputError(f"{shown(path)} is no history; allowed is the path of a CSV file")
    file = Path(path)
    where = str(file)
    header, rows = _table(file, where)
    time, columns = _columns(header, where)
    stamps: list[Stamp] = []
    counts: dict[str, list[float]] = {name: [] for name in columns}
    for line, cells in rows:
        if len(cells) != len(header):
            raise InputError(
                f"{where}, line {line}: there are {len(cells)} cells, but {len(header)} columns"
            )
        stamps.append(stamp(cells[time].strip(), line, where))
        for name, place in columns.items():
            counts[name].append(_count(cells[place].strip(), line, name, where))
        _check_people(counts, line, where)
    if len(stamps) > LONGEST:
        raise InputError(
            f"{where} has {len(stamps):,} lines of counts; allowed are {LONGEST:,}: keep the last, "
            "or sum into longer intervals"
        )
    if len(stamps) < FEWEST:
        raise InputError(
            f"{where} has {len(stamps)} line{'s' if len(stamps) != 1 else ''} of counts; a "
            f"campaign can be judged from {FEWEST} on"
        )
    dates, places = spaced(stamps, header[time].strip().lower(), where)
    known = {name: _placed(values, places) for name, values in counts.items()}
    if not np.isfinite(known["contributions"]).sum() >= FEWEST:
        raise InputError(
            f"{where} has fewer than {FEWEST} counts in column 'contributions'; fill in more"
        )
    name = file.stem.encode(errors="replace").decode()
    series = Series(
        name, dates, known["contributions"], known.get("contributors"),
        known.get("newcomers"),
        tuple((name, known[name]) for name in COUNTS[3:] if name in known),
    )  # fmt: skip
    series = replace(series, notes=_gaps(series))
    return _by_week(series, where) if dates.interval == "day" else series


def _table(file: Path, where: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Header, and rows with their lines; empty lines are passed over."""
    try:
        size = file.stat().st_size
    except (OSError, ValueError):
        size = 0  # said below
    if size > LARGEST:
        raise InputError(
            f"{where} has {size:,} bytes; a history by week or month is far smaller than "
            f"{LARGEST:,}: sum the contributions of each interval first"
        )
    reader = csv.reader(io.StringIO(read_text(file)), strict=True)
    try:
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise InputError(f"{where}, line {reader.line_num}: {error}") from None
    if not rows:
        raise InputError(
            f"{where} is empty; it needs a line 'month,contributions' and one for each month"
        )
    header = [cell.strip() for cell in rows[0][1]]
    for sign, called in ((";", "semicolons"), ("\t", "tabs")):
        if len(header) == 1 and sign in header[0]:
            raise InputError(f"{where}, line 1: columns are parted by {called}; use commas")
    return header, rows[1:]


def _columns(header: Sequence[str], where: str) -> tuple[int, dict[str, int]]:
    """Place of the dates, and of each column of counts that is known."""
    names = [name.lower() for name in header]
    for name in (*TIMES, *COUNTS):
        if names.count(name) > 1:
            raise InputError(f"{where}, line 1: there are two columns {name!r}; keep one")
    times = [name for name in TIMES if name in names]
    if not times:
        near = _nearest(names, TIMES)
        raise InputError(
            f"{where}, line 1: no column of dates; call one {', '.join(TIMES[:-1])} or "
            f"{TIMES[-1]}{near}"
        )
    if len(times) > 1:
        raise InputError(
            f"{where}, line 1: there are columns {' and '.join(map(repr, times))}; keep the one "
            "that dates the lines"
        )
    if "contributions" not in names:
        near = _nearest([n for n in names if n not in COUNTS], ("contributions",))
        raise InputError(f"{where}, line 1: there is no column 'contributions'{near}")
    return names.index(times[0]), {name: names.index(name) for name in COUNTS if name in names}


def _nearest(given: Sequence[str], wanted: Sequence[str]) -> str:
    """Which of the given names was probably meant."""
    for name in given:
        if near := nearest_names(name, wanted):
            return near.replace("did you mean", f"is {name!r} meant as")
    return f"; its columns are {', '.join(given)}" if any(given) else ""


def _count(text: str, line: int, column: str, where: str) -> float:
    """A count; an empty cell is unknown."""
    if not text:
        return np.nan
    at = f"{where}, line {line}, column {column}"
    if re.fullmatch(r"[-+]?(\d*\.\d+|\d+\.?\d*)([eE][-+]?\d+)?", text):
        value = float(text)
        if not 0 <= value <= MOST:
            allowed = "0 or more" if value < 0 else f"{exact(MOST)} at most"
            raise InputError(f"{at}: {text[:40]} is no count; allowed is {allowed}")
        if not re.fullmatch(r"[-+]?\d+(\.0+)?", text):
            raise InputError(f"{at}: {text[:40]} is no whole number; a count is")
        return value
    if re.fullmatch(r"\d{1,3}([,. ’']\d{3})+", text):
        raise InputError(f"{at}: {text!r} has signs between its digits; write them together")
    if text.lower() in ("nan", "na", "n/a", "null", "none", "-", "inf", "-inf"):
        raise InputError(
            f"{at}: {text!r} is no count; leave the cell empty where a count is unknown"
        )
    raise InputError(f"{at}: {text[:40]!r} is no count; allowed are whole numbers from 0")


def _check_people(counts: dict[str, list[float]], line: int, where: str) -> None:
    for fewer, more in (("contributors", "contributions"), ("newcomers", "contributors")):
        if fewer in counts and more in counts and counts[fewer][-1] > counts[more][-1]:
            raise InputError(
                f"{where}, line {line}, column {fewer}: {exact(counts[fewer][-1])} {fewer} are "
                f"more than the {exact(counts[more][-1])} {more}; there can be at most as many"
            )


def _placed(values: Sequence[float], places: Sequence[int]) -> Floats:
    out = np.full(places[-1] + 1, np.nan)
    out[list(places)] = values
    return out


def _gaps(series: Series) -> tuple[str, ...]:
    gaps = np.flatnonzero(~np.isfinite(series.contributions))
    if not len(gaps):
        return ()
    names = [series.dates.label(int(place)) for place in gaps[:3]]
    more = f" and {len(gaps) - 3} more" if len(gaps) > 3 else ""
    few = len(gaps) == 1
    return (
        f"{', '.join(names)}{more} {'is' if few else 'are'} missing; "
        f"{'it is' if few else 'they are'} taken as unknown, not as zero",
    )


def _by_week(series: Series, where: str) -> Series:
    """Days as whole weeks that end with the last day; a week with a gap is unknown."""
    weeks = len(series) // 7
    if weeks < FEWEST:
        raise InputError(
            f"{where} has {len(series)} days; days are summed into weeks, and a campaign can be "
            f"judged from {FEWEST} of these on"
        )
    left_out = len(series) - 7 * weeks
    first = series.dates
    dates = (
        Dates("week", number=first.number)
        if first.first is None
        else Dates("week", first.begin(left_out), form="date")
    )

    def summed(counts: Floats) -> Floats:
        sums: Floats = counts[left_out:].reshape(weeks, 7).sum(axis=1)
        return sums

    contributions = summed(series.contributions)
    if np.isfinite(contributions).sum() < FEWEST:
        raise InputError(f"{where} has fewer than {FEWEST} weeks without a missing day")
    note = "days are summed into weeks that end with the last day, for days of the week differ"
    if left_out:
        note += f"; the first {left_out} of {len(series)} days, no whole week, are left out"
    if series.contributors is not None:
        note += "; contributors are left out, for one person may come on several days"
    newcomers = None if series.newcomers is None else summed(series.newcomers)
    others = tuple((name, summed(counts)) for name, counts in series.others)
    return Series(series.name, dates, contributions, None, newcomers, others, (*series.notes, note))
