"""Tables inside a page: values with their intervals, as people write them, and exactly."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, NamedTuple

from cocreation_sim.outcomes import says_unit
from cocreation_sim.reports.findings import Quantity, Table
from cocreation_sim.reports.markup import Markup, element


class Column(NamedTuple):
    """How a column is written: its names in the frame, what it is called, and its unit."""

    name: str
    low: str | None
    high: str | None
    title: str
    unit: str
    number: bool


def table(given: Table) -> Markup:
    """A table as an element that scrolls in its own box where the screen is narrow.

    Each number stands in a ``<data>`` element whose `value` is exact.
    """
    columns = list(_columns(given))
    head = element("tr", *(_heading(column) for column in columns))
    rows = [
        element("tr", *(_cell(column, row, place == 0) for place, column in enumerate(columns)))
        for row in given.frame.to_dict("records")
    ]
    drawn = element("table", element("thead", head), element("tbody", *rows))
    label = {"tabindex": "0", "role": "group", "aria_label": given.title}
    return element(
        "div",
        element("h3", given.title, dir="auto"),
        element("div", drawn, class_="scrolls", **label),
        element("p", given.note, class_="note", dir="auto") if given.note else None,
        class_="table",
    )


def _columns(given: Table) -> Iterator[Column]:
    import pandas as pd

    from cocreation_sim.outcomes.labels import described

    names = [str(name) for name in given.frame.columns]
    for name in names:
        base = name.removesuffix("_low").removesuffix("_high")
        if base != name and {base, f"{base}_low", f"{base}_high"} <= set(names):
            continue
        spans = {f"{name}_low", f"{name}_high"} <= set(names)
        cells = given.frame[name]
        quantities = len(cells) > 0 and all(isinstance(cell, Quantity) for cell in cells)
        kind = cells.dtype
        numbers = pd.api.types.is_numeric_dtype(kind) and not pd.api.types.is_bool_dtype(kind)
        text, unit = described(name)
        yield Column(
            name,
            f"{name}_low" if spans else None,
            f"{name}_high" if spans else None,
            given.names.get(name, text),
            given.units.get(name, unit),
            quantities or numbers,
        )


def _heading(column: Column) -> Markup:
    unit = "" if says_unit(column.unit) or f"({column.unit})" in column.title else column.unit
    title = f"{column.title} ({unit})" if unit else column.title
    kind = {"class_": "number"} if column.number else {}
    return element("th", title, scope="col", dir="auto", **kind)


def _cell(column: Column, row: dict[Any, Any], first: bool) -> Markup:
    value = row[column.name]
    name = "th" if first else "td"
    looks = {"class_": "number"} if column.number else {}
    looks |= {"scope": "row"} if first else {}
    if not column.number:
        return element(name, _word(value), dir="auto", **looks)
    if isinstance(value, Quantity):
        told = value
    elif column.low and column.high:
        told = Quantity(value, row[column.low], row[column.high], column.unit)
    else:
        told = Quantity(value, unit=column.unit)
    return element(name, *_quantity(told), **looks)


def _quantity(told: Quantity) -> Iterator[Markup | str]:
    value, low, high, unit = told
    yield _figure(value, unit)
    if math.isfinite(low + high):
        ends = ("(", _figure(low, unit, sign=False), " to ", _figure(high, unit), ")")
        yield " "
        yield element("span", *ends, class_="interval")


def _figure(value: Any, unit: str, sign: bool = True) -> Markup:
    """A number with its exact value."""
    if not math.isfinite(value):
        return element("span", "–" if math.isnan(value) else "never" if value > 0 else "−∞")
    return element("data", written(float(value), unit, sign), value=repr(float(value)))


def written(value: float, unit: str, sign: bool = True) -> str:
    """A number as people write it: shares in percent, a true minus.

    Examples
    --------
    >>> written(0.1234, "share"), written(-1234.5, "EUR"), written(0.004, "share", sign=False)
    ('12 %', '−1,234', '0.4')
    >>> written(0.0112, "share"), written(0.996, "share"), written(1.0, "share")
    ('1.1 %', '99.6 %', '100 %')
    >>> written(-0.12, "points")
    '−12 points'
    """
    from cocreation_sim.plots.style import number

    if unit == "share":
        text = _percentage(100 * value) + (" %" if sign else "")
    elif unit == "points":
        text = number(100 * value) + (" points" if sign else "")
    else:
        text = number(value)
    return text.replace("-", "−")


def _percentage(x: float) -> str:
    """With a digit more where the share is small, or nearly all."""
    if 0 < abs(x) < 9.95:
        return f"{x:.2g}"
    return f"{x:.1f}" if 99 < x < 99.95 else f"{x:.0f}"


def _word(value: Any) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
