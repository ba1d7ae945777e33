"""Tables as CSV files, which people open in a spreadsheet: no text in them becomes a formula."""

from __future__ import annotations

import re
from typing import Any, Final

import numpy as np
import pandas as pd

NUMBER: Final = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")
FORMULA: Final = re.compile(r"'*[=+\-@\t\r\n]")  # begins one, or did before it was marked as a text


def as_csv(table: pd.DataFrame) -> str:
    r"""A table as the text of a CSV file.

    Texts and names of columns that a spreadsheet would take for a formula, for they begin with
    = + - @ or a tab, are marked as texts by an apostrophe before them. Numbers are left alone.

    Parameters
    ----------
    table
        Its index is not written.

    Examples
    --------
    >>> as_csv(pd.DataFrame({"name": ["=1+1", "plain"], "gain": [-0.5, 2.0]}))
    "name,gain\n'=1+1,-0.5\nplain,2.0\n"
    """
    return str(_mapped(table, _marked).to_csv(index=False, lineterminator="\n"))


def from_csv(table: pd.DataFrame) -> pd.DataFrame:
    """A table that was read from a CSV file, with its texts as they were before they were marked.

    Examples
    --------
    >>> from_csv(pd.DataFrame({"'=a": ["'=1+1", "'plain'"]})).to_dict("list")
    {'=a': ['=1+1', "'plain'"]}
    """
    return _mapped(table, _unmarked)


def _mapped(table: pd.DataFrame, change: Any) -> pd.DataFrame:
    """A table whose texts and names of columns are changed."""
    out = table.rename(columns=change)
    for place, kind in enumerate(table.dtypes):
        if not (pd.api.types.is_numeric_dtype(kind) or pd.api.types.is_datetime64_any_dtype(kind)):
            column = table.iloc[:, place].astype(object)
            out.isetitem(place, np.fromiter(map(change, column), object, len(column)))
    return out


def _marked(cell: Any) -> Any:
    text = isinstance(cell, str) and FORMULA.match(cell) and not NUMBER.fullmatch(cell)
    return f"'{cell}" if text else cell


def _unmarked(cell: Any) -> Any:
    text = isinstance(cell, str) and cell.startswith("'") and FORMULA.match(cell)
    return cell[1:] if text else cell
