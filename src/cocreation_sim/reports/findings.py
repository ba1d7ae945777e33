"""What a report holds, and what a thing must offer to be reported."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol, runtime_checkable

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


@dataclass(frozen=True, eq=False)
class Picture:
    """A figure of a report.

    Attributes
    ----------
    title
        What it shows; it stands above the figure.
    figure
        Draws it, in the house style (`cocreation_sim.plots.style`). It is drawn twice, once for
        narrow screens; or the bytes of a PNG file that was drawn before.
    alt
        What is told to who cannot see it; by default what the figure's own titles and axes say.
    """

    title: str
    figure: Callable[[], Figure] | bytes
    alt: str = ""


class Quantity(NamedTuple):
    """A number with its interval and unit, as a cell of a table.

    Units are those of outcomes; "share" is written in percent, "points" is a difference of shares.
    """

    value: float
    low: float = math.nan
    high: float = math.nan
    unit: str = "1"


@dataclass(frozen=True, eq=False)
class Table:
    """A table of a report.

    A column NAME that comes with NAME_low and NAME_high is one column: the value and its interval.
    Where the unit changes from row to row, cells are `Quantity`.

    Attributes
    ----------
    title
        What it tells; it stands above the table.
    frame
        The table.
    names
        What columns are called, where that is not the name of an outcome.
    units
        Units of columns, where they are not outcomes: "share" is written in percent.
    note
        What a reader should know of it, below.
    """

    title: str
    frame: pd.DataFrame
    names: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


Part = str | tuple[str, ...] | Picture | Table


@dataclass(frozen=True)
class Section:
    """A part of a report: sentences, pictures and tables in the order they are read.

    Several sentences in a tuple make a list.
    """

    title: str
    parts: Sequence[Part]


@dataclass(frozen=True)
class Reproduction:
    """How to get the same numbers again.

    Attributes
    ----------
    seed
        Root of all luck.
    files
        Text of the files it takes, by name.
    commands
        What to type, line by line.
    versions
        What it was made with, by name.
    note
        What else must be known.
    """

    seed: int
    files: Mapping[str, str] = field(default_factory=dict)
    commands: Sequence[str] = ()
    versions: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True)
class Findings:
    """All that a report tells.

    Attributes
    ----------
    question
        What was asked.
    answer
        Sentences; the first ones give the answer with its uncertainty.
    sections
        What the answer rests on.
    doubts
        What this thing in particular does not know; what no run knows is told of every report
        (`cocreation_sim.reports.doubts`).
    reproduction
        How to get the same again.
    about
        What it is about, in a few words: the scenario, how many runs.

    Examples
    --------
    >>> found = Findings("Is it worth it?", ["Yes, in 9 of 10 runs."], reproduction=Reproduction(1))
    >>> found.sections, found.doubts
    ((), ())
    """

    question: str
    answer: Sequence[str]
    sections: Sequence[Section] = ()
    doubts: Sequence[str] = ()
    reproduction: Reproduction = Reproduction(seed=1)
    about: str = ""


@runtime_checkable
class Reportable(Protocol):
    """Whatever can tell its findings can be reported."""

    def findings(self) -> Findings:
        """What it found."""
