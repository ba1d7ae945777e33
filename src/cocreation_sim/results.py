"""What results have in common: words for themselves, their picture, their report, safe tables."""

from __future__ import annotations

import html
import importlib
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from cocreation_sim.errors import InputError
from cocreation_sim.frozen import is_table

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PICTURES: Final = {
    "Assessment": "plots.assessing:answers",
    "Calibration": "plots.posterior:posterior",
    "Comparison": "plots.comparison:differences",
    "Discovery": "plots.boxes:boxes",
    "Experiment": "plots.gallery:experiment",
    "Forecast": "plots.fan:fan",
    "Optimisation": "plots.optimising:optimised",
    "Run": "plots.life:life",
}
"""What draws a result of each kind: module and function."""

REPORTS: Final = {
    "Assessment": "reports.assessment:of_assessment",
    "Comparison": "reports.comparison:of_comparison",
    "Demo": "reports.writing:of_demo",
    "Experiment": "reports.writing:of_experiment",
    "Forecast": "reports.forecast:of_forecast",
    "Optimisation": "reports.optimisation:of_optimisation",
    "Run": "reports.run:of_run",
}
"""What tells a report the findings of a result of each kind."""

WRITER: Final = "reports.writing:report"

LONGEST: Final = 300  # characters of an object at the prompt
LONGEST_VALUE: Final = 90  # of one of its values


def in_one_line(name: str, facts: Mapping[str, object]) -> str:
    """An object in one line.

    Examples
    --------
    >>> in_one_line("Run", {"scenario": "threadless", "seed": 1})
    "Run(scenario='threadless', seed=1)"
    """
    inside = ", ".join(f"{key}={short(value)}" for key, value in facts.items())
    room = LONGEST - len(name) - 2
    return f"{name}({inside if len(inside) <= room else inside[: room - 1] + '…'})"


def in_html(name: str, facts: Mapping[str, object]) -> str:
    """An object as a small table for a notebook, everything escaped.

    Examples
    --------
    >>> in_html("Run", {"ideas<br>": 3})
    '<table><caption>Run</caption><tr><th>ideas&lt;br&gt;</th><td>3</td></tr></table>'
    """
    rows = (
        f"<tr><th>{html.escape(key)}</th><td>{html.escape(short(value))}</td></tr>"
        for key, value in facts.items()
    )
    return f"<table><caption>{html.escape(name)}</caption>{''.join(rows)}</table>"


def short(value: object) -> str:
    """A value as Python writes it, on one line and not long.

    Examples
    --------
    >>> import pandas as pd
    >>> short(0.5), len(short("a" * 1000)), short(pd.DataFrame({"a": [1, 2]}))
    ('0.5', 90, 'table of 2 rows')
    """
    if is_table(value):
        return f"table of {len(value):,} rows"
    if isinstance(value, np.ndarray):
        return f"array of {' by '.join(f'{n:,}' for n in value.shape)}"
    if isinstance(value, (str, bytes)):
        value = value[: LONGEST_VALUE + 1]  # its repr is cut below, and may be long to make
    text = " ".join(repr(value).split())
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"


class Shown:
    """Something that says what it is in a line, and in a small table in notebooks."""

    def _facts(self) -> Mapping[str, object]:
        """What it says of itself: by default its fields."""
        fields: Any = type(self).__dataclass_fields__  # type: ignore[attr-defined]
        return {name: getattr(self, name) for name in fields if not name.startswith("_")}

    def __repr__(self) -> str:
        return in_one_line(type(self).__name__, self._facts())

    def _repr_html_(self) -> str:
        return in_html(type(self).__name__, self._facts())


def function_at(place: str) -> Callable[..., Any]:
    """The function at "module:function" of this package, which is imported only now.

    Examples
    --------
    >>> function_at("results:short")(0.5)
    '0.5'
    """
    module, _, name = place.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(f"cocreation_sim.{module}"), name)
    return found


def shows(table: Mapping[str, str], result: object) -> Callable[..., Any] | None:
    """What shows a result of its kind or of one that it is derived from; none if nothing does.

    Examples
    --------
    >>> shows({"int": "results:short"}, True).__name__
    'short'
    """
    kinds = (kind.__name__ for kind in type(result).__mro__)
    place = next((table[name] for name in kinds if name in table), None)
    return None if place is None else function_at(place)


class Result(Shown):
    """Something that was found. Tables and lists it hands out are copies, so that it cannot change.

    A copy of a table shares its numbers until one of the two is written into, so it costs next to
    nothing.
    """

    def plot(self, *which: Any, **more: Any) -> Figure:
        """Its picture.

        Parameters
        ----------
        *which, **more
            As the function takes that draws it (`PICTURES`).

        Raises
        ------
        InputError
            If there is none.
        """
        draw = shows(PICTURES, self)
        if draw is None:
            raise InputError(f"there is no picture of a {type(self).__name__}")
        figure: Figure = draw(self, *which, **more)
        return figure

    def report(self, path: str | os.PathLike[str]) -> Path:
        """Write what was found as one HTML file; see `cocreation_sim.report`.

        Parameters
        ----------
        path
            Of the file, which ends in ``.html``.
        """
        written: Path = function_at(WRITER)(self, path)
        return written

    if not TYPE_CHECKING:  # a type checker would take any name for an attribute

        def __getattribute__(self, name: str) -> Any:
            value = object.__getattribute__(self, name)
            return value if name.startswith("__") else _handed_out(value)

    def __getstate__(self) -> dict[str, Any]:
        """What is pickled: the fields, without the tables that can be made again."""
        fields: Any = type(self).__dataclass_fields__  # type: ignore[attr-defined]
        return {name: self.__dict__[name] for name in fields}


def _handed_out(value: Any) -> Any:
    kind = type(value)
    if is_table(value):
        return value.copy(deep=False)
    if kind is list or kind is dict:
        return value.copy()
    if kind is np.ndarray and value.flags.writeable:
        value = value.view()
        value.flags.writeable = False
    return value
