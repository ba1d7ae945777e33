"""What the studies share: estimates with their intervals, and words that the data bear out."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from cocreation_sim.experiments.experiment import Experiment
from cocreation_sim.statistics.comparison import paired
from cocreation_sim.statistics.failure import failure_risk

Floats = NDArray[np.float64]
Unit = Literal["", "%", "points", "EUR"]

LEVEL = 0.95
WIDTH = 100


class Estimate(NamedTuple):
    """A figure and its 95 % interval; `%` and `points` (of a share) are kept as shares.

    Examples
    --------
    >>> print(Estimate(0.361, 0.308, 0.416, "points"), Estimate(1299.0, 1285.0, 1313.0, "EUR"))
    36 points (31 to 42) EUR 1,299 (1,285 to 1,313)
    """

    value: float
    low: float
    high: float
    unit: Unit = ""

    def __str__(self) -> str:
        middle, ends = self._told()
        before = "EUR " if self.unit == "EUR" else ""
        after = f" {self.unit}" if self.unit in ("%", "points") else ""
        return f"{before}{middle}{after} ({ends})" if ends else middle

    @property
    def bare(self) -> str:
        """Without its unit, for a table that names it in its head."""
        middle, ends = self._told()
        return f"{middle} ({ends})" if ends else middle

    @property
    def signed(self) -> str:
        """The same with the sign of the figure, for differences."""
        return ("+" if self.value > 0 else "") + self.bare

    @property
    def sign(self) -> int:
        """1 or -1 where the interval leaves out 0, else 0."""
        return int(self.low > 0) - int(self.high < 0)

    @property
    def size(self) -> Estimate:
        """Without its sign, for words that tell it."""
        return self if self.value >= 0 else self.turned

    @property
    def turned(self) -> Estimate:
        """Seen from the other side."""
        return Estimate(-self.value, -self.high, -self.low, self.unit)

    def _told(self) -> tuple[str, str]:
        """The figure and its interval with as many digits as the interval bears."""
        if not math.isfinite(self.value):
            return "–", ""
        scale = 100.0 if self.unit in ("%", "points") else 1.0
        value, low, high = (scale * x for x in self[:3])
        if not math.isfinite(low):
            return _digits(value, 0 if abs(value) >= 10 else 1), ""
        width = (high - low if math.isfinite(high) else value - low) / (1 if scale > 1 else 4)
        least = 0 if scale > 1 else -9
        digits = min(3, max(least, math.ceil(-math.log10(width)))) if width > 0 else 0
        if low < 0 < high and "0" in (_digits(low, digits), _digits(high, digits)):
            digits += 1
        last = _digits(high, digits) if math.isfinite(high) else "more"
        return _digits(value, digits), f"{_digits(low, digits)} to {last}"


def _digits(x: float, digits: int) -> str:
    text = f"{round(x, digits):,.{max(0, digits)}f}"
    return text.lstrip("-") if not float(text.replace(",", "")) else text.replace("-", "−")


def eur(x: float) -> str:
    """A sum of money.

    Examples
    --------
    >>> eur(2500)
    'EUR 2,500'
    """
    return f"EUR {x:,.0f}"


def taken(exp: Experiment, outcome: str) -> dict[tuple[Any, ...], Floats]:
    """An outcome by the values of the levers: one number a replication.

    Numbers at the same place have the same luck. Where something is uncertain, one number a world:
    the mean over its replications.
    """
    worlds, count = exp.design.worlds, len(exp.levers)
    found = exp.by_point(outcome)
    if worlds > 1:
        found = found.mean(axis=1).reshape(-1, worlds)
    rows = exp.design.points[::worlds]
    return {values[:count]: row for values, row in zip(rows, found, strict=True)}


def mean(values: Floats, unit: Unit = "") -> Estimate:
    """Mean and Student's interval, of the values that exist; they are 0 or more."""
    x = values[~np.isnan(values)]
    if len(x) < 2:
        return Estimate(float(x[0]) if len(x) else math.nan, math.nan, math.nan, unit)
    middle, half = float(x.mean()), _student(len(x)) * float(x.std(ddof=1)) / math.sqrt(len(x))
    return Estimate(middle, max(0.0, middle - half), middle + half, unit)


def risk(failed: Floats) -> Estimate:
    """Share of runs that failed."""
    found = failure_risk(float(failed.sum()), len(failed), LEVEL)
    return Estimate(float(found.risk), float(found.low), float(found.high), "%")


def gap(a: Floats, b: Floats, unit: Unit = "", many: int = 1) -> Estimate:
    """How far b lies above a under the same luck; its interval holds with `many` others."""
    level = 1 - (1 - LEVEL) / many
    yes_no = set(np.unique([a, b])) <= {0.0, 1.0}
    found = paired(a == 1, b == 1, level) if yes_no else paired(a, b, level)
    return Estimate(found.difference, found.low, found.high, unit)


def ratio(top: Floats, bottom: Floats, unit: Unit = "") -> Estimate:
    """Mean of `top` over mean of `bottom`, run by run together (delta method)."""
    n, below = len(top), float(bottom.mean())
    if not below or n < 2:
        return Estimate(math.nan, math.nan, math.nan, unit)
    found = float(top.mean()) / below
    half = _student(n) * float((top - found * bottom).std(ddof=1)) / abs(below) / math.sqrt(n)
    return Estimate(found, found - half, found + half, unit)


def change(a: Floats, b: Floats) -> Estimate:
    """How far the mean of b lies above that of a, as a share of that of a."""
    found = ratio(b, a)
    return Estimate(found.value - 1, found.low - 1, found.high - 1, "%")


def _student(n: int) -> float:
    return float(stdtrit(n - 1, (1 + LEVEL) / 2))


def crossing(gaps: Mapping[float, Estimate], unit: Unit = "EUR") -> Estimate:
    """Where gaps turn positive for good; between places they are straight in the logarithm.

    The interval is where 0 lies within the intervals of the gaps. 0 if none is clearly negative,
    infinite if the last one still is negative.
    """
    if not any(found.sign < 0 for found in gaps.values()):
        return Estimate(0.0, 0.0, 0.0, unit)
    x = np.log(list(gaps))

    def last(ends: list[float]) -> float:
        below = [k for k, end in enumerate(ends) if not end >= 0]
        if not below or below[-1] == len(ends) - 1:
            return math.inf if below else 0.0
        k = below[-1]
        share = -ends[k] / (ends[k + 1] - ends[k])
        return float(np.exp(x[k] + share * (x[k + 1] - x[k])))

    return Estimate(
        last([g.value for g in gaps.values()]),
        last([g.high for g in gaps.values()]),
        last([g.low for g in gaps.values()]),
        unit,
    )


def more(change: Estimate, things: str) -> str:
    """A change in words.

    Examples
    --------
    >>> more(Estimate(-0.31, -0.32, -0.3, "%"), "ideas")
    '31 % (30 to 32) fewer ideas'
    """
    if change.sign:
        return f"{change.size} {'more' if change.sign > 0 else 'fewer'} {things}"
    return f"neither clearly more nor clearly fewer {things}, {change}"


def oftener(gap: Estimate) -> str:
    """A difference of two failure risks in words.

    Examples
    --------
    >>> oftener(Estimate(0.36, 0.31, 0.42, "points"))
    'fails more often, by 36 points (31 to 42)'
    """
    if gap.sign:
        return f"fails {'more' if gap.sign > 0 else 'less'} often, by {gap.size}"
    return f"fails neither clearly more nor clearly less often, {gap}"


def listed(words: Sequence[str]) -> str:
    """Words in a row.

    Examples
    --------
    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    return ", ".join(words[:-1]) + " and " + words[-1] if len(words) > 1 else "".join(words)


def table(head: Sequence[str], rows: Sequence[Sequence[str]], texts: int = 1) -> str:
    """A table in Markdown; its first columns hold texts, the others numbers."""
    sides = ["---"] * texts + ["---:"] * (len(head) - texts)
    return "\n".join("| " + " | ".join(line) + " |" for line in (head, sides, *rows))


def text(*blocks: str) -> str:
    """Paragraphs, lists and tables with an empty line between; what is empty is left out."""
    return "\n\n".join(_wrapped(block) for block in blocks if block.strip())


def paragraphs(told: str) -> str:
    """The same of one text whose blocks have an empty line between, as a file ends."""
    return text(*told.split("\n\n")) + "\n"


def _wrapped(block: str) -> str:
    if block.startswith(("|", "#", "!")):
        return block
    items = block.startswith("- ")
    return "\n".join(
        textwrap.fill(
            " ".join(line.split()),
            WIDTH,
            subsequent_indent="  " if items else "",
            break_long_words=False,
            break_on_hyphens=False,
        )
        for line in (block.split("\n") if items else [block])
        if line.strip()
    )
