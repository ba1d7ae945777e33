"""The values a slider runs through, from a parameter's bounds."""

from __future__ import annotations

import bisect
import functools
import math
from dataclasses import dataclass
from typing import Final

NICE: Final = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0)
WIDE: Final = 200.0  # times the finest value: from here on the scale is logarithmic
STEPS: Final = 100  # most steps of a linear scale


@dataclass(frozen=True)
class Scale:
    """All places of a slider, from the lowest to the highest allowed value.

    Attributes
    ----------
    values
        The value at each place, rising.
    logarithmic
        Whether equal ways stand for equal ratios (but for a 0 at the lower end).

    Examples
    --------
    >>> prize = Scale.between(0, 1e7, finest=1.0)
    >>> prize.logarithmic, prize.values[:4], prize.values[-2:]
    (True, (0.0, 1.0, 1.2, 1.5), (8000000.0, 10000000.0))
    >>> prize.values[prize.place(500.0)]
    500.0
    >>> Scale.between(0, 1).values[37]
    0.37
    """

    values: tuple[float, ...]
    logarithmic: bool

    @classmethod
    @functools.cache
    def between(
        cls, low: float, high: float, *, whole: bool = False, finest: float = 0.01
    ) -> Scale:
        """The scale between two bounds.

        Parameters
        ----------
        low, high
            The bounds, both of which are places.
        whole
            Whether only whole numbers are allowed.
        finest
            Smallest value above a lower bound of 0 that is worth a place on a wide scale.
        """
        if whole:
            finest = max(1.0, finest)
        start = low if low > 0 else finest
        if low >= 0 and high / start > WIDE:
            return cls(_logarithmic(low, high, start, whole), True)
        step = _nice_step(high - low)
        if whole:
            step = max(1.0, float(round(step)))
        n = math.floor((high - low) / step + 1e-9)
        inner = [round(low + k * step, 9) for k in range(n + 1)]
        return cls(tuple(sorted({*inner, float(low), float(high)})), False)

    def place(self, value: float) -> int:
        """The place nearest to a value."""
        right = bisect.bisect_left(self.values, value)
        near = [k for k in (right - 1, right) if 0 <= k < len(self.values)]
        return min(near, key=lambda k: abs(self.values[k] - value))


def _logarithmic(low: float, high: float, start: float, whole: bool) -> tuple[float, ...]:
    first, last = math.floor(math.log10(start)), math.ceil(math.log10(high))
    found = {float(low), float(high)}
    for decade in range(first, last):
        for digit in NICE:
            value = round(digit * 10.0**decade, 9)
            if whole and value != round(value):
                continue
            if start <= value <= high:
                found.add(value)
    return tuple(sorted(found))


def _nice_step(width: float) -> float:
    """A step of 1, 2 or 5 times a power of ten that divides a width into at most `STEPS`."""
    raw = width / STEPS
    power = 10.0 ** math.floor(math.log10(raw) + 1e-9)
    return next(k * power for k in (1.0, 2.0, 5.0, 10.0) if k * power >= raw * (1 - 1e-9))
