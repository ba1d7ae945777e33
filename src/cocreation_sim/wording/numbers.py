"""A value as text, with its unit."""

from __future__ import annotations

import math
from typing import Any


def written(value: Any, unit: str, time_unit: str) -> str:
    """A value with its unit, as a person would write it.

    Examples
    --------
    >>> written(0.0186, "share", "week"), written(1250.0, "EUR", "week")
    ('1.86 %', 'EUR 1,250')
    """
    if isinstance(value, str):
        return value or "-"
    if unit == "true or false":
        return "yes" if value else "no"
    if not math.isfinite(value):
        return "-"
    if unit == "share":
        return f"{100 * value:.3g} %"
    if unit == "EUR":
        return f"EUR {value:,.0f}" if abs(value) >= 100 else f"EUR {value:,.2f}"
    if unit == "unit":
        return f"{value:.3g} {plural(time_unit)}"
    return short(value)


def plural(unit: str) -> str:
    """A unit of time, more than one of it.

    Examples
    --------
    >>> plural("week"), plural("quarter of an hour")
    ('weeks', 'quarters of an hour')
    """
    first, _, rest = unit.partition(" ")
    return f"{first}s {rest}".strip()


def short(value: float) -> str:
    """A number with three digits that matter, whole where it is large.

    Examples
    --------
    >>> short(12345.6), short(0.012345), short(3.0), short(float("nan"))
    ('12,346', '0.0123', '3', '-')
    """
    if not math.isfinite(value):
        return "-"
    if abs(value) >= 100 or value == round(value):
        return f"{value:,.0f}"
    return f"{value:.3g}"


def measured(value: float, unit: str) -> str:
    """A number, or a share in percent.

    Examples
    --------
    >>> measured(0.0112, "share"), measured(1712.0, "ideas")
    ('1.12 %', '1,712')
    """
    return f"{short_share(value)} %" if unit == "share" and math.isfinite(value) else short(value)


def measured_span(low: float, high: float, unit: str) -> str:
    """An interval of numbers, or of shares in percent.

    Examples
    --------
    >>> measured_span(0.01, 0.0125, "share"), measured_span(1.0, 2.5, "ideas")
    ('1 to 1.25 %', '1 to 2.5')
    """
    if not math.isfinite(low + high):
        return "-"
    start = short_share(low) if unit == "share" else short(low)
    return f"{start} to {measured(high, unit)}"


def short_share(value: float) -> str:
    """A share in percent, without its sign.

    Examples
    --------
    >>> short_share(0.85), short_share(0.00125)
    ('85', '0.125')
    """
    return f"{100 * value:.3g}"


def percent(share: float) -> str:
    """A share in whole percent.

    Examples
    --------
    >>> percent(0.123)
    '12 %'
    """
    return f"{100 * share:.0f} %"
