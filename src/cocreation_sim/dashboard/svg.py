"""Drawing in SVG: a few marks and axes, quick enough to be drawn anew many times a second.

Text takes the colour of the page it stands on, so a picture is legible on light and dark. Colours,
type and the way numbers are written are those of `cocreation_sim.plots.style`.
"""

from __future__ import annotations

import html
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from cocreation_sim.plots.style import SETTINGS
from cocreation_sim.wording import numbers

FONT: Final = f"{SETTINGS['font.sans-serif'][0]}, Verdana, sans-serif"
SMALL: Final = 12
TITLE: Final = 14.5
LETTER: Final = 6.6  # mean width of a letter in a legend
FAINT: Final = 0.15  # opacity of grid lines


@dataclass(frozen=True)
class Frame:
    """A rectangle of a picture with a scale on each axis."""

    left: float
    top: float
    width: float
    height: float
    x_range: tuple[float, float]
    y_range: tuple[float, float]

    def x(self, value: float) -> float:
        """Where a value lies from the left.

        Examples
        --------
        >>> Frame(10, 0, 100, 50, (0, 4), (0, 1)).x(1.0)
        35.0
        """
        low, high = self.x_range
        return self.left + self.width * (value - low) / (high - low)

    def y(self, value: float) -> float:
        """Where a value lies from the top."""
        low, high = self.y_range
        return self.top + self.height * (high - value) / (high - low)


def picture(width: float, height: float, label: str, marks: Iterable[str]) -> str:
    """A whole picture; `label` tells it to those who cannot see it."""
    return (
        f'<svg viewBox="0 0 {width:g} {height:g}" role="img" aria-label="{html.escape(label)}" '
        f'font-family="{FONT}" font-size="{SMALL}" style="display:block;width:100%">'
        + "".join(marks)
        + "</svg>"
    )


def text(
    x: float,
    y: float,
    words: str,
    *,
    size: float = SMALL,
    anchor: str = "start",
    bold: bool = False,
    opacity: float = 1.0,
) -> str:
    """Words; whatever is in them is shown as it is.

    Examples
    --------
    >>> "<b>" in text(0, 0, "<b>bold</b>")
    False
    """
    weight = ' font-weight="bold"' if bold else ""
    faint = f' opacity="{opacity:g}"' if opacity < 1 else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" text-anchor="{anchor}"{weight}{faint} '
        f'fill="currentColor">{html.escape(words)}</text>'
    )


def box(x: float, y: float, width: float, height: float, colour: str, opacity: float = 1.0) -> str:
    """A filled rectangle."""
    faint = f' opacity="{opacity:g}"' if opacity < 1 else ""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" '
        f'height="{max(height, 0):.1f}" fill="{colour}"{faint}/>'
    )


def line(points: Sequence[tuple[float, float]], colour: str, width: float = 2.0) -> str:
    """A line through points."""
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{width:g}"/>'


def dot(x: float, y: float, colour: str, radius: float = 5.0) -> str:
    """A dot."""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{colour}"/>'


def bars(
    frame: Frame, edges: Sequence[float], heights: Sequence[float], colour: str, gap: float = 0.1
) -> str:
    """Bars between edges, from the lower end of the frame upwards."""
    foot = frame.y(0.0)
    parts = []
    for left, right, height in zip(edges, edges[1:], heights, strict=False):
        if height > 0:
            a = frame.x(left + gap * (right - left))
            b, top = frame.x(right), frame.y(height)
            parts.append(f"M{a:.1f} {foot:.1f}V{top:.1f}H{b:.1f}V{foot:.1f}Z")
    return f'<path d="{"".join(parts)}" fill="{colour}"/>' if parts else ""


def band(
    frame: Frame,
    edges: Sequence[float],
    lower: Sequence[float],
    upper: Sequence[float],
    colour: str,
) -> str:
    """A band in steps: between two edges it lies from the lower to the upper value."""
    if not len(upper):
        return ""
    there = f"M{frame.x(edges[0]):.1f} {frame.y(upper[0]):.1f}" + "".join(
        f"V{frame.y(value):.1f}H{frame.x(edge):.1f}"
        for value, edge in zip(upper, edges[1:], strict=True)
    )
    back = "".join(
        f"V{frame.y(lower[k]):.1f}H{frame.x(edges[k]):.1f}" for k in reversed(range(len(lower)))
    )
    return f'<path d="{there}{back}Z" fill="{colour}"/>'


def axes(frame: Frame, xs: Sequence[float], ys: Sequence[float], x_label: str = "") -> list[str]:
    """Faint lines at values of y with their numbers, and numbers below at values of x."""
    right, foot = frame.left + frame.width, frame.top + frame.height
    marks = []
    for value, words in zip(ys, numbers.ticks(ys), strict=True):
        y = frame.y(value)
        marks.append(
            f'<line x1="{frame.left:.1f}" x2="{right:.1f}" y1="{y:.1f}" y2="{y:.1f}" '
            f'stroke="currentColor" opacity="{FAINT}"/>'
        )
        marks.append(text(frame.left - 6, y + 4, words, anchor="end", opacity=0.8))
    for value, words in zip(xs, numbers.ticks(xs), strict=True):
        x = frame.x(value)
        marks.append(
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{foot:.1f}" y2="{foot + 4:.1f}" '
            f'stroke="currentColor" opacity="0.6"/>'
        )
        marks.append(text(x, foot + 17, words, anchor="middle", opacity=0.8))
    if x_label:
        marks.append(text(right, foot + 32, x_label, anchor="end", opacity=0.8))
    return marks


def legend(x: float, y: float, entries: Iterable[tuple[str, str]]) -> list[str]:
    """Colours with their words, one after another."""
    marks = []
    for colour, words in entries:
        marks += [box(x, y - 9, 10, 10, colour), text(x + 14, y, words, size=11)]
        x += 24 + LETTER * len(words)
    return marks


def ticks(low: float, high: float, most: int = 4, whole: bool = False) -> list[float]:
    """Round values from low to high, at most so many steps apart.

    Examples
    --------
    >>> ticks(0, 52), ticks(0, 3, whole=True), ticks(-120, 260)
    ([0.0, 20.0, 40.0], [0.0, 1.0, 2.0, 3.0], [-100.0, 0.0, 100.0, 200.0])
    """
    raw = max((high - low) / most, 1e-12)
    power = 10.0 ** math.floor(math.log10(raw) + 1e-9)
    step = next(k * power for k in (1.0, 2.0, 5.0, 10.0) if k * power >= raw * (1 - 1e-9))
    if whole:
        step = max(1.0, step)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(k * step, 10) for k in range(first, last + 1)]
