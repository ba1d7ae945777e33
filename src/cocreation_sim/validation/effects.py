"""Effects that were measured elsewhere, what is right and what is a miss, and how they are told."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cocreation_sim.outcomes.declaring import Outcome
from cocreation_sim.validation.published import INSIDE, MISS, TOUCHES, verdict
from cocreation_sim.wording.numbers import estimate

Floats = NDArray[np.float64]

RIGHT, WRONG, CLOSE = "right", "wrong", "too close to tell"
NOT_EXPRESSIBLE: Final = "not expressible"
APART: Final = "C8"
"""The source that is told apart: it contradicts what the model is built to obey (law 4)."""

SIGNIFICANT: Final = 1.6449 / 1.9600
"""Half of a 90 % interval, as a share of the effect, if it is just significant at 5 %."""

LARGE: Final = math.inf


@dataclass(frozen=True)
class Size:
    """A published size, with its 90 % interval or range.

    Attributes
    ----------
    value, low, high
        The size and its interval, in the scale of what is played.
    interval
        Where the interval comes from.

    Examples
    --------
    >>> Size(0.5, 0.3, 0.7).judged(0.6, 0.9), Size(0.5, 0.3, 0.7).judged(0.8, 0.9)
    ('yes (range)', 'no (miss)')
    """

    value: float
    low: float
    high: float
    interval: str = "published"

    @property
    def words(self) -> str:
        """As it is told."""
        return estimate(self.value, self.low, self.high)

    def judged(self, low: float, high: float) -> str:
        """The verdict on a predicted interval."""
        return verdict(self.value, self.low, self.high, low, high)


def significant(value: float) -> Size:
    """A size published as significant but without an interval: the widest that allows.

    90 % interval: value * (1 ± 1.645 / 1.96).

    Examples
    --------
    >>> round(significant(0.5).low, 2), round(significant(0.5).high, 2)
    (0.08, 0.92)
    """
    half = abs(value) * SIGNIFICANT
    return Size(value, value - half, value + half, "derived: as wide as significance at 5 % allows")


@dataclass(frozen=True)
class Direction:
    """A published direction: up (1), down (-1), or a null result (0).

    Attributes
    ----------
    sign
        Which way the effect goes.
    low, high
        For a null result: the band within which an effect is of no consequence.

    Examples
    --------
    >>> Direction(1).judged(0.1, 0.2), Direction(1).judged(-0.1, 0.2), Direction(-1).judged(1, 2)
    ('right', 'too close to tell', 'wrong')
    >>> no_effect = Direction(0, -0.05, 0.05)
    >>> no_effect.judged(-0.1, 0.2), no_effect.judged(0.01, 0.02), no_effect.judged(0.01, 0.1)
    ('right', 'right', 'wrong')
    """

    sign: int
    low: float = 0.0
    high: float = 0.0

    @property
    def words(self) -> str:
        """As it is told."""
        if self.sign:
            return "up" if self.sign > 0 else "down"
        if self.low == -LARGE:
            return f"no gain (at most {self.high:g})"
        return f"no effect (within ±{self.high:g})"

    def judged(self, low: float, high: float) -> str:
        """The verdict on a predicted interval; an effect of exactly 0 has no direction."""
        if not self.sign:
            nothing = low <= 0.0 <= high or (self.low <= low and high <= self.high)
            return RIGHT if nothing else WRONG
        ends = sorted((self.sign * low, self.sign * high))
        if ends[0] > 0.0:
            return RIGHT
        return WRONG if ends[1] < 0.0 or low == high == 0.0 else CLOSE


class Played(Protocol):
    """How an effect is played: which runs it needs, and what is read from them."""

    @property
    def preset(self) -> str:
        """The world."""
        ...

    @property
    def fixed(self) -> Mapping[str, Any]:
        """Changes of the preset that hold throughout."""
        ...

    @property
    def times(self) -> int:
        """How many times as many runs as of other effects: small worlds are noisy and quick."""
        ...

    @property
    def outcome(self) -> str | Outcome:
        """What is looked at: an outcome by name, or one that is counted for this table only."""
        ...

    @property
    def scale(self) -> str:
        """In what the effect is told."""
        ...

    @property
    def changed(self) -> str:
        """What is changed, from what to what."""
        ...

    def points(self) -> pd.DataFrame:
        """The design points: one column a dotted path."""
        ...

    def effects(self, runs: pd.DataFrame) -> Floats:
        """The effect in each run, or pair of runs with the same luck."""
        ...


@dataclass(frozen=True)
class Effect:
    """An effect that was measured, and how the model is held against it.

    Attributes
    ----------
    name
        What was found, in plain words.
    source, status
        Row of the evidence, and how far it was checked.
    published
        Size or direction.
    played
        How it is played; none where today's rules cannot express the experiment.
    miss
        Should the model miss it: the mechanism believed responsible. Where nothing is played: why.

    Examples
    --------
    >>> Effect("verse helps", "C2", "R", Direction(1), miss="no words here").row()["verdict"]
    'not expressible'
    """

    name: str
    source: str
    status: str
    published: Size | Direction
    played: Played | None = None
    miss: str = ""

    def row(self, effects: Floats | None = None) -> dict[str, Any]:
        """One row of the table of effects, given the effect in each run or pair."""
        played = self.played
        predicted = low = high = math.nan
        judged, pairs = NOT_EXPRESSIBLE, 0
        if effects is not None:
            predicted, low, high = mean_and_interval(effects)
            judged, pairs = self.published.judged(low, high), len(effects)
        told = self.published if isinstance(self.published, Size) else None
        band = self.published if isinstance(self.published, Direction) else None
        return {
            "effect": self.name,
            "source": self.source,
            "status": self.status,
            "preset": played.preset if played else "",
            "changed": played.changed if played else "",
            "outcome": outcome_name(played.outcome) if played else "",
            "scale": played.scale if played else "",
            "kind": "size" if told else "direction",
            "predicted": predicted,
            "low": low,
            "high": high,
            "published": told.value if told else math.nan,
            "published_low": told.low if told else math.nan,
            "published_high": told.high if told else math.nan,
            "published_as": self.published.words,
            "published_interval": told.interval if told else "",
            "band_low": band.low if band else math.nan,
            "band_high": band.high if band else math.nan,
            "verdict": judged,
            "miss": self.miss,
            "pairs": pairs,
        }


def outcome_name(outcome: str | Outcome) -> str:
    """The column of an outcome in the table of runs."""
    return outcome if isinstance(outcome, str) else outcome.name


def mean_and_interval(effects: Floats, level: float = 0.9) -> tuple[float, float, float]:
    """Mean over runs or pairs, and Student's interval of it; nan where there are too few.

    Examples
    --------
    >>> [round(x, 2) for x in mean_and_interval(np.array([1.0, 2.0, 3.0]))]
    [2.0, 0.31, 3.69]
    """
    from scipy.special import stdtrit

    n = len(effects)
    if n < 2:
        return (float(effects.mean()) if n else math.nan), math.nan, math.nan
    mean = float(effects.mean())
    half = float(stdtrit(n - 1, (1 + level) / 2) * effects.std(ddof=1) / math.sqrt(n))
    return mean, mean - half, mean + half


@dataclass(frozen=True)
class Tally:
    """How many of which effects came out as published.

    Attributes
    ----------
    right, directions
        Directions that are right, of all that were played but for C8.
    inside, sizes
        The same of sizes.
    """

    right: int
    directions: int
    inside: int
    sizes: int


def tally(table: pd.DataFrame) -> Tally:
    """Count the rows of a table of effects; C8 and what is not expressible are left out."""
    counted = table[~is_apart(table) & (table["verdict"] != NOT_EXPRESSIBLE)]
    sizes = counted[counted["kind"] == "size"]["verdict"]
    directions = counted[counted["kind"] == "direction"]["verdict"]
    return Tally(
        int((directions == RIGHT).sum()),
        len(directions),
        int(sizes.isin([INSIDE, TOUCHES]).sum()),
        len(sizes),
    )


def is_apart(table: pd.DataFrame) -> pd.Series[bool]:
    """Which rows are of the source told apart."""
    return table["source"].str.split(r"\W", n=1, regex=True).str[0] == APART


def missed(table: pd.DataFrame) -> pd.DataFrame:
    """Rows of effects whose size is missed or whose direction is wrong, C8 among them."""
    return table[table["verdict"].isin([MISS, WRONG])]


def effect_sentences(table: pd.DataFrame) -> list[str]:
    """What came of the effects, in words."""
    told, rest = tally(table), table[~is_apart(table)]
    sentences = [
        f"{told.right} of {told.directions} published directions of effects come out right (aim: "
        f"nine in ten){_named(rest, WRONG, 'wrong')}{_named(rest, CLOSE, CLOSE)}.",
        f"{told.inside} of {told.sizes} published sizes of effects lie inside (aim: two thirds)"
        f"{_named(rest, MISS, 'missed')}.",
    ]
    if is_apart(table).any():
        rows = table[is_apart(table)]
        each = [f"{name}: {v}" for name, v in zip(rows["effect"], rows["verdict"], strict=True)]
        sentences.append(f"Told apart ({APART}, against law 4): {'; '.join(each)}.")
    left = int((table["verdict"] == NOT_EXPRESSIBLE).sum())
    if left:
        sentences.append(
            f"{left} published effects cannot be expressed with the rules as they are."
        )
    return sentences


def _named(table: pd.DataFrame, judged: str, word: str) -> str:
    names = table[table["verdict"] == judged]["effect"].tolist()
    return f"; {word}: {', '.join(names)}" if names else ""
