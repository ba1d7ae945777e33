"""What an outcome is: its name and words, its unit, which way is better, and how it is computed."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal

from cocreation_sim.errors import InputError, shown

Direction = Literal[-1, 0, 1]
Kind = Literal["count", "share", "money", "time", "quality", "number", "flag", "text"]

MORE: Final = 1
LESS: Final = -1
NEITHER: Final = 0

KINDS: Final[dict[str, Kind]] = {
    "share": "share",
    "EUR": "money",
    "unit": "time",
    "sd": "quality",
    "1": "number",
    "true or false": "flag",
    "text": "text",
}
"""Kinds by unit; whatever has another unit is counted."""

COUNTED: Final = ("ideas", "people", "votes", "entries", "units")
"""Units that the words of an outcome name already."""

BOUNDS: Final[dict[Kind, tuple[float, float]]] = {
    "share": (0.0, 1.0),
    "flag": (0.0, 1.0),
    "quality": (-math.inf, math.inf),
    "number": (-math.inf, math.inf),
}
"""Between which values an outcome of a kind is; the other kinds are never below 0."""


@dataclass(frozen=True)
class Outcome:
    """A figure in which a campaign of a run is summed up.

    Attributes
    ----------
    name
        Its column in tables, and what it is called in goals, limits and options.
    words
        What it is, in a few words.
    unit
        "ideas", "people", "EUR", "share" (0 to 1), "unit" (of the calendar), "sd", "1" (none),
        "true or false", "text", or whatever else is counted.
    direction
        1 if more is better, -1 if less is, 0 if neither.
    of
        How it is computed: a function of a `cocreation_sim.outcomes.CampaignRun`.
    group
        Under which heading it is told.
    short
        What it is called where there is little room; by default its words.
    over_runs
        What its share or mean over many runs is called, where that is something else.
    aliases
        Other names by which it may be asked for.
    prominence
        0 where it is told in full tables only, 1 in short ones too, 2 in the shortest.
    bounds
        Between which values it is, where its kind does not say so.
    can_be_goal
        Whether it can be a goal or a limit; texts never can.
    chance
        Whether many campaigns are needed to tell it, since one only gives yes or no.
    silent_zero
        Whether it is left out of the account of a run where it is 0.
    composed
        Whether `of` is a function of the other outcomes of the run, by name, instead. Such a one
        can be a goal or a limit, and has no column of its own.
    note
        What a reader of the figure may stumble over.

    Raises
    ------
    InputError
        If name or direction is none.

    Examples
    --------
    >>> outcome = Outcome("again", "share who come back", "share", MORE, lambda run: 0.5)
    >>> outcome.kind, outcome.limits, outcome.label
    ('share', (0.0, 1.0), 'share who come back')
    """

    name: str
    words: str
    unit: str
    direction: Direction
    of: Callable[[Any], Any]
    group: str = "Others"
    short: str = ""
    over_runs: str = ""
    aliases: tuple[str, ...] = ()
    prominence: Literal[0, 1, 2] = 0
    bounds: tuple[float, float] | None = None
    can_be_goal: bool = True
    chance: bool = False
    silent_zero: bool = False
    composed: bool = False
    note: str = ""

    def __post_init__(self) -> None:
        if not str(self.name).isidentifier():
            raise InputError(
                f"the name of an outcome is {shown(self.name)}; allowed are letters, digits and _, "
                "such as again_share"
            )
        if isinstance(self.direction, bool) or self.direction not in (LESS, NEITHER, MORE):
            raise InputError(
                f"the direction of {self.name} is {shown(self.direction)}; allowed is 1 (more is "
                "better), -1 (less is better) or 0 (neither)"
            )

    @property
    def kind(self) -> Kind:
        """What sort of figure it is, as its unit says."""
        return KINDS.get(self.unit, "count")

    @property
    def limits(self) -> tuple[float, float]:
        """Between which values it always is.

        Examples
        --------
        >>> Outcome("votes", "votes cast", "votes", MORE, len).limits
        (0.0, inf)
        """
        return self.bounds or BOUNDS.get(self.kind, (0.0, math.inf))

    def usual(self, value: float) -> bool:
        """Whether a value needs no note: it is where figures of its kind mostly are.

        Examples
        --------
        >>> share = Outcome("share", "share", "share", MORE, len, bounds=(0.0, math.inf))
        >>> share.usual(0.5), share.usual(1.2)
        (True, False)
        """
        if self.kind == "text":
            return True
        lowest, highest = BOUNDS.get(self.kind, (0.0, math.inf))
        return not (value < lowest or value > highest)

    @property
    def measurable(self) -> bool:
        """Whether it can be a goal or a limit."""
        return self.can_be_goal and self.kind != "text"

    @property
    def title(self) -> str:
        """What it is over many runs, in a few words."""
        return self.over_runs or self.words

    @property
    def label(self) -> str:
        """What it is over many runs, in as few words as name it."""
        return self.over_runs or self.short or self.words

    @property
    def key(self) -> str:
        """The column that its share or mean over many runs has in a summary.

        Examples
        --------
        >>> name, over_runs = "failed", "failure risk"
        >>> Outcome(name, "it fails", "true or false", LESS, bool, over_runs=over_runs).key
        'failure_risk'
        """
        if self.kind == "flag" and self.over_runs:
            return self.over_runs.replace(" ", "_")
        return self.name

    @property
    def unit_over_runs(self) -> str:
        """The unit of its mean over runs: of what is true or false it is a share."""
        return "share" if self.kind == "flag" else self.unit


def says_unit(unit: str) -> bool:
    """Whether a unit goes without saying: there is none, or words and number tell it.

    Examples
    --------
    >>> says_unit("share"), says_unit("ideas"), says_unit("EUR")
    (True, True, False)
    """
    return unit in ("", "1", "share", "true or false", "text", *COUNTED)
