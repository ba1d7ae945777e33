"""Tables and lines as text: for a terminal, for Markdown, and where there is little room."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import pandas as pd

from cocreation_sim.wording.numbers import number


def cells(table: pd.DataFrame) -> list[list[str]]:
    """A table as texts, its header first."""
    rows = [[str(name) for name in table.columns]]
    for row in table.itertuples(index=False):
        rows.append([number(v) if isinstance(v, float) else str(v) for v in row])
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


MOST_LINES = 3  # of a name


def wrapped(text: str, letters: int) -> str:
    r"""A text in up to three lines of so many letters.

    Parameters
    ----------
    text, letters
        The text, and the most letters of a line.

    Examples
    --------
    >>> wrapped("share of runs that fail", 12)
    'share of\nruns that\nfail'
    >>> wrapped("x" * 100, 3)
    'xxx\nxxx\n…'
    """
    return "\n".join(textwrap.wrap(text, letters, max_lines=MOST_LINES, placeholder="…"))


def shortened(text: str, letters: int) -> str:
    """A text of up to so many letters.

    Parameters
    ----------
    text, letters
        The text, and the most letters of it.

    Examples
    --------
    >>> shortened("a long name", 7), shortened("a name", 7)
    ('a long…', 'a name')
    """
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"
