"""How PRIM finds a box: slice by slice is peeled off, and some are pasted back.

Friedman and Fisher (1999), Bump hunting in high-dimensional data, Statistics and Computing 9,
123-143. See `cocreation_sim.statistics.discovery` for what the boxes say.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cocreation_sim.errors import InputError
from cocreation_sim.random_arrays import Floats

if TYPE_CHECKING:
    import pandas as pd

Rows = NDArray[np.intp]
Limits = tuple[Any, ...]  # of each column: an Interval, or the codes of the categories inside
Score = Callable[[float, float, int, int], float]

SCORES: Final[dict[str, Score]] = {
    "lenient1": lambda old, new, before, after: (new - old) / abs(before - after),
    "lenient2": lambda old, new, before, after: after * (new - old) / abs(before - after),
    "original": lambda old, new, before, after: new,
}


class Interval(NamedTuple):
    """Values from `low` to `high`, both inside; infinite where that side is open."""

    low: float = -math.inf
    high: float = math.inf
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Numbers:
    """A column of real or whole numbers."""

    name: str
    values: Floats
    free: Interval

    def holds(self, limit: Any, rows: Rows) -> NDArray[np.bool_]:
        """Which of the rows are inside the limit."""
        values = self.values[rows]
        held: NDArray[np.bool_] = (limit.low <= values) & (values <= limit.high)
        return held

    def peels(self, limit: Interval, rows: Rows, alpha: float) -> Iterator[Interval]:
        """Limits without about the share `alpha` of the rows at the upper or at the lower end."""
        values = np.sort(self.values[rows])
        low, high = _cut(values, alpha), _cut(values, 1 - alpha)
        if limit.whole:
            # Rounded down the lower cut may be the lowest value: then just that one goes.
            above = max(_before(values, math.floor(low)), _after(values, values[0]))
            low = values[min(above, len(values) - 1)]
            high = values[_after(values, math.floor(high)) - 1]
        yield limit._replace(high=float(high))
        yield limit._replace(low=float(low))

    def pastes(self, limit: Interval, rows: Rows, alpha: float) -> Iterator[Interval]:
        """Limits with about the share `alpha` of the rows that lie below them, or above."""
        values = np.sort(self.values[rows])
        below, above = values[values < limit.low], values[values > limit.high]
        low = _cut(below, 1 - alpha) if len(below) else -math.inf
        high = _cut(above, alpha) if len(above) else math.inf
        if limit.whole:
            low, high = float(np.ceil(low)), float(np.floor(high))
        yield limit._replace(low=low if low > self.values.min() else -math.inf)
        yield limit._replace(high=high if high < self.values.max() else math.inf)

    def sides(self, limit: Interval) -> tuple[Interval, Interval]:
        """The limit without its lower side, and without its upper side."""
        return limit._replace(low=-math.inf), limit._replace(high=math.inf)

    def describe(self, limit: Interval) -> Interval:
        """The limit as users see it."""
        return limit


@dataclass(frozen=True, slots=True)
class Categories:
    """A column of categories, each known by its place in `names`."""

    name: str
    values: Rows
    free: tuple[int, ...]
    names: tuple[Any, ...]

    def holds(self, limit: Any, rows: Rows) -> NDArray[np.bool_]:
        """Which of the rows are in a category inside the limit."""
        held: NDArray[np.bool_] = np.isin(self.values[rows], limit)
        return held

    def peels(self, limit: tuple[int, ...], rows: Rows, alpha: float) -> Iterator[tuple[int, ...]]:
        """Limits without one of their categories."""
        for gone in limit if len(limit) > 1 else ():
            yield tuple(code for code in limit if code != gone)

    def pastes(self, limit: tuple[int, ...], rows: Rows, alpha: float) -> Iterator[tuple[int, ...]]:
        """Limits with one category more."""
        for new in self.free:
            yield tuple(code for code in self.free if code in limit or code == new)

    def sides(self, limit: tuple[int, ...]) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """No limit, as categories have but one side, and the limit as it is."""
        return self.free, limit

    def describe(self, limit: tuple[int, ...]) -> tuple[Any, ...]:
        """The categories inside."""
        return tuple(self.names[code] for code in limit)


Column = Numbers | Categories


class Found(NamedTuple):
    """A box and the rows inside."""

    limits: Limits
    rows: Rows


@dataclass(frozen=True, slots=True)
class Search:
    """What peeling and pasting go by; `share` is that of each row's runs that failed."""

    columns: Sequence[Column]
    share: Floats
    score: Score
    peel_alpha: float
    paste_alpha: float
    mass_min: float

    def steps(self, rows: Rows) -> list[Found]:
        """The boxes from all `rows` on, each better than the one before."""
        found = [Found(tuple(column.free for column in self.columns), rows)]
        for candidates in (self._peels, self._pastes):
            while (better := self._best(found[-1], candidates(found[-1], rows))) is not None:
                found.append(better)
        return found

    def inside(self, limits: Limits, rows: Rows, but: int = -1) -> Rows:
        """Those of the rows that are within all limits, but for that of one column."""
        for place in self.limited(limits):
            if place != but:
                rows = rows[self.columns[place].holds(limits[place], rows)]
        return rows

    def limited(self, limits: Limits) -> list[int]:
        """Which columns have a limit."""
        return [k for k, column in enumerate(self.columns) if limits[k] != column.free]

    def _peels(self, box: Found, _: Rows) -> Iterator[Found]:
        for place, column in enumerate(self.columns):
            for limit in column.peels(box.limits[place], box.rows, self.peel_alpha):
                kept = box.rows[column.holds(limit, box.rows)]
                if 0 < len(kept) < len(box.rows):
                    yield Found(_with(box.limits, place, limit), kept)

    def _pastes(self, box: Found, rows: Rows) -> Iterator[Found]:
        for place in self.limited(box.limits):
            column = self.columns[place]
            others = self.inside(box.limits, rows, but=place)
            for limit in column.pastes(box.limits[place], others, self.paste_alpha):
                grown = others[column.holds(limit, others)]
                if len(grown) > len(box.rows) and self._density(grown) > self._density(box.rows):
                    yield Found(_with(box.limits, place, limit), grown)

    def _best(self, box: Found, candidates: Iterator[Found]) -> Found | None:
        """The candidate with the highest score, of equals the one with fewer limits; or none."""
        old, before = self._density(box.rows), len(box.rows)

        def worth(new: Found) -> tuple[float, int]:
            score = self.score(old, self._density(new.rows), before, len(new.rows))
            return score, -len(self.limited(new.limits))

        best = max(candidates, key=worth, default=None)
        if best is None or worth(best)[0] <= 0:
            return None
        return best if len(best.rows) / len(self.share) >= self.mass_min else None

    def _density(self, rows: Rows) -> float:
        return float(self.share[rows].mean())


def columns_of(x: pd.DataFrame) -> list[Column]:
    """The columns of a table: first the real, then the whole numbers, then the categories.

    Their order decides between peels that are equally good, and is that of the EMA workbench.
    """
    from pandas.api import types

    reals: list[Column] = []
    wholes: list[Column] = []
    others: list[Column] = []
    for name, column in x.items():
        kind = column.dtype
        if column.isna().any():
            raise InputError(f"x has a missing value in column {name!r}; allowed is none")
        if types.is_float_dtype(kind) or types.is_integer_dtype(kind):
            whole = types.is_integer_dtype(kind)
            values = column.to_numpy(np.float64)
            if not np.all(np.isfinite(values)):
                raise InputError(f"x has an infinite value in column {name!r}; allowed is none")
            (wholes if whole else reals).append(Numbers(str(name), values, Interval(whole=whole)))
        elif (
            types.is_bool_dtype(kind)
            or types.is_object_dtype(kind)
            or types.is_string_dtype(kind)
            or kind.name == "category"
        ):
            names, first, codes = np.unique(column.astype(str), True, True)
            each = column.tolist()
            others.append(
                Categories(
                    str(name), codes, tuple(range(len(names))), tuple(each[k] for k in first)
                )
            )
        else:
            raise InputError(
                f"x has column {name!r} of type {kind}; allowed are real and whole numbers, true "
                "or false, and categories"
            )
    return reals + wholes + others


def _with(limits: Limits, place: int, limit: Any) -> Limits:
    return (*limits[:place], limit, *limits[place + 1 :])


def _before(values: Floats, value: float) -> int:
    return int(values.searchsorted(value))


def _after(values: Floats, value: float) -> int:
    return int(values.searchsorted(value, "right"))


def _cut(values: Floats, share: float) -> float:
    """The quantile of sorted values, halfway between two values that differ, if there are such.

    If it meets a tie, the whole tie is beyond the cut, on the side of the nearer end.
    """
    place = (len(values) - 1) * share
    low, high = math.floor(place), math.ceil(place)
    if values[low] == values[high]:
        if share > 0.5:
            low = max(_before(values, values[high]) - 1, 0)
        else:
            high = min(_after(values, values[low]), len(values) - 1)
    return float(values[low] + values[high]) / 2
