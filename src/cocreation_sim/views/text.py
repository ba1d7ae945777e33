"""Results as text: for a terminal, and as Markdown."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from cocreation_sim.outcomes import find
from cocreation_sim.scenario.scenario import Scenario

OTHERS: Final = "Others"  # the heading of what is no declared outcome


def outcome_text(outcome: Mapping[Any, Any], scenario: Scenario) -> str:
    """What came of a campaign, in groups; what does not exist or was not spent is left out.

    Examples
    --------
    >>> print(outcome_text({"submissions": 12, "one_timers": 0.85}, Scenario()))
    Volume
      ideas contributed                                             12
      share of contributors with exactly one idea                 85 %
    """
    groups: dict[str, list[str]] = {}
    for name, figure in told(outcome, scenario).items():
        known = find(name)
        line = f"  {described(name)[0]:<52}{figure:>12}"
        groups.setdefault(known.group if known else OTHERS, []).append(line)
    return "\n\n".join("\n".join([title, *lines]) for title, lines in groups.items())


def told(outcome: Mapping[Any, Any], scenario: Scenario) -> dict[str, str]:
    """What came of a campaign, by name; without what does not exist or was not spent.

    Examples
    --------
    >>> told({"cost": 5.0, "spent_prizes": 0.0, "one_timers": float("nan")}, Scenario())
    {'cost': 'EUR 5.00'}
    """
    found = {}
    for name, value in outcome.items():
        known = find(str(name))
        figure = written(value, described(str(name))[1], scenario)
        if figure != "-" and not (known and known.silent_zero and value == 0):
            found[str(name)] = figure
    return found


def described(name: str) -> tuple[str, str]:
    """What an outcome is, and its unit; what is none is its name.

    Examples
    --------
    >>> described("spent_prizes"), described("failure_risk"), described("replications")
    (('spent on prizes', 'EUR'), ('failure risk', 'share'), ('replications', ''))
    """
    found = find(name)
    if found is None:
        return name.replace("_", " "), ""
    return (found.words, found.unit) if name == found.name else (found.title, found.unit_over_runs)


def written(value: Any, unit: str, scenario: Scenario) -> str:
    """A value with its unit, as a person would write it.

    Examples
    --------
    >>> written(0.0186, "share", Scenario()), written(1250.0, "EUR", Scenario())
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
        return f"{value:.3g} {plural(scenario.calendar.unit)}"
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


def cells(table: pd.DataFrame) -> list[list[str]]:
    """A table as texts, its header first."""
    rows = [[str(name) for name in table.columns]]
    for row in table.itertuples(index=False):
        rows.append([short(v) if isinstance(v, float) else str(v) for v in row])
    return rows


def plain(table: pd.DataFrame, indent: str = "") -> str:
    """A table for a terminal: columns in line, numbers to the right.

    Examples
    --------
    >>> print(plain(pd.DataFrame({"name": ["a", "bcd"], "n": [1, 20]})))
    name   n
    a      1
    bcd   20
    """
    numeric = [pd.api.types.is_numeric_dtype(kind) for kind in table.dtypes]
    return "\n".join(indent + line for line in aligned(cells(table), numeric))


def aligned(rows: Sequence[Sequence[str]], right: Sequence[bool]) -> list[str]:
    """Lines of equal columns, two spaces apart."""
    widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
    return [
        "  ".join(
            text.rjust(width) if to_right else text.ljust(width)
            for text, width, to_right in zip(row, widths, right, strict=True)
        ).rstrip()
        for row in rows
    ]


def markdown(table: pd.DataFrame) -> str:
    r"""A table in Markdown.

    Examples
    --------
    >>> print(markdown(pd.DataFrame({"name": ["a|b"], "n": [1.5]})))
    | name | n |
    |---|---:|
    | a\|b | 1.5 |
    """
    rows = [[text.replace("|", "\\|") for text in row] for row in cells(table)]
    sides = ["---:" if pd.api.types.is_numeric_dtype(kind) else "---" for kind in table.dtypes]
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "|".join(sides) + "|", *lines[1:]])


def listing(rows: Sequence[tuple[str, str, str]], width: int) -> str:
    """Names with a remark and a description that wraps under itself.

    Examples
    --------
    >>> print(listing([("a", "one", "some words about a")], 22))
    a  one  some words
            about a
    """
    first = max(len(row[0]) for row in rows)
    second = max(len(row[1]) for row in rows)
    indent = first + second + 4
    lines = []
    for name, remark, text in rows:
        head = f"{name:<{first}}  {remark:<{second}}  "
        lines.append(
            textwrap.fill(
                text,
                max(width, indent + 12),
                initial_indent=head,
                subsequent_indent=" " * indent,
            )
        )
    return "\n".join(lines)
