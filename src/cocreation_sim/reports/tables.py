"""Tables inside a page: values with their intervals, as people write them, and exactly."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, NamedTuple

from cocreation_sim.outcomes import says_unit
from cocreation_sim.reports.findings import Quantity, Table
from cocreation_sim.reports.markup import Markup, element
from cocreation_sim.wording.numbers import apart, written


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
    *values, unit = told
    words = {"share": " %", "points": " points"}.get(unit, "")
    first, low, high = map(_figure, values, apart(values, unit), (words, "", words))
    yield first
    if math.isfinite(told.low + told.high):
        yield " "
        yield element("span", "(", low, " to ", high, ")", class_="interval")


def _figure(value: Any, text: str, words: str) -> Markup:
    """A number with its exact value."""
    if not math.isfinite(value):
        return element("span", "never" if value > 0 else text)
    return element("data", text + words, value=repr(float(value)))


def _word(value: Any) -> str:
    missing = value is None or value == "" or (isinstance(value, float) and math.isnan(value))
    return "" if missing else written(value)
