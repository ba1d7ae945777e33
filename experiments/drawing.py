"""What the studies draw with: lines of estimates with their bands, in the package's style."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from cocreation_sim.plots.style import BLACK, Ticks
from experiments.telling import Estimate

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def line(
    ax: Axes, estimates: Sequence[Estimate], colour: str, label: str = "", **looks: Any
) -> None:
    """Estimates from left to right, evenly spaced, with the band of their intervals."""
    x = np.arange(len(estimates), dtype=float)
    values = np.array([e[:3] for e in estimates], float)
    ax.fill_between(x, values[:, 1], values[:, 2], color=colour, alpha=0.18, linewidth=0)
    looks = {"marker": "o", "markersize": 5, "linewidth": 2, "clip_on": False, **looks}
    ax.plot(x, values[:, 0], color=colour, label=label, **looks)


def none_line(ax: Axes, value: float) -> None:
    """A dotted line across, to compare with."""
    ax.axhline(value, color=BLACK, linewidth=1, linestyle=":", zorder=1)


def places(ax: Axes, names: Sequence[str], label: str = "") -> None:
    """Name the places of a line."""
    ax.set_xticks(np.arange(len(names)), list(names))
    ax.set_xlim(-0.25, len(names) - 0.75)
    ax.set_xlabel(label)
    ax.grid(axis="y")


def percent_axis(ax: Axes) -> None:
    """An axis of shares."""
    ax.yaxis.set_major_formatter(Ticks("share"))


def risk_axis(ax: Axes) -> None:
    """An axis of risks, from 0 to 100 %."""
    ax.set_ylim(-0.02, 1.02)
    percent_axis(ax)


def points_axis(ax: Axes) -> None:
    """An axis of differences of shares."""
    ax.yaxis.set_major_formatter(Ticks("points"))
