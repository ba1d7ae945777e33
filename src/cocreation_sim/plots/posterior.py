"""What a history says of a campaign's parameters: before and after, and the lives that fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from matplotlib.ticker import MaxNLocator

from cocreation_sim.plots.style import BLACK, BLUE, GREY, PALE, Ticks, caption, styled
from cocreation_sim.random_arrays import node
from cocreation_sim.wording.numbers import estimate, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from cocreation_sim.predicting.calibration import Calibration

PAST: Final = 60  # intervals shown
LIVES: Final = 200
QUANTILES: Final = (0.05, 0.25, 0.5, 0.75, 0.95)


def posterior(calibration: Calibration) -> Figure:
    """The history among lives that look like it; and each parameter, before and after.

    Parameters
    ----------
    calibration
        What is left of the prior.
    """
    count = len(calibration.table)
    with styled(13, max(4.8, 1.6 + 0.36 * count)) as figure:
        left, right = figure.subplots(1, 2, width_ratios=[1, 1.25])
        _lives(left, calibration)
        _parameters(right, calibration)
        caption(figure, _caption(calibration))
    return figure


def _lives(ax: Axes, calibration: Calibration) -> None:
    held = calibration.held
    series = held.series
    shown = min(PAST, len(series))
    lives = held.analogues.pasts(held.match_people, LIVES, shown, node(held.seed, "picture"))
    place = np.arange(len(series) - shown, len(series))
    known = np.isfinite(lives).sum(axis=0) >= LIVES // 10
    bands = np.full((len(QUANTILES), shown), np.nan)
    bands[:, known] = np.nanquantile(lives[:, known], QUANTILES, axis=0)
    for low, high, alpha, name in ((0, 4, 0.2, "90 % of lives"), (1, 3, 0.45, "50 % of lives")):
        ax.fill_between(
            place, bands[low], bands[high], color=BLUE, alpha=alpha, linewidth=0, label=name
        )
    ax.plot(
        place, series.contributions[-shown:], color=BLACK, linewidth=1.6, marker="o",
        markersize=3.5, label="history",
    )  # fmt: skip
    top = max(1.0, float(np.nanmax(series.contributions[-shown:])), float(np.nanmax(bands)))
    ax.set(ylim=(0, 1.05 * top), xlim=(place[0] - 0.5, place[-1] + 0.5))
    ax.set_title(f"contributions a {series.interval}", pad=32)
    ax.legend(
        loc="lower left", bbox_to_anchor=(0, 1.0), ncols=3, borderaxespad=0.1, borderpad=0,
        columnspacing=1.4, handlelength=1.6,
    )  # fmt: skip
    ticks = np.unique(np.linspace(place[0], place[-1], 4).round().astype(int))
    ax.set_xticks(ticks, [series.dates.label(int(k)) for k in ticks])
    ax.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
    ax.yaxis.set_major_formatter(Ticks())
    ax.grid(axis="y")


def _parameters(ax: Axes, calibration: Calibration) -> None:
    table = calibration.table
    y = np.arange(len(table))
    quantiles = np.quantile(calibration.shares, QUANTILES, axis=0)
    ax.hlines(y, 0.05, 0.95, color=PALE, linewidth=9)
    for k, said in enumerate(table["said"]):
        colour = BLUE if said else GREY
        low, quarter, middle, three, high = quantiles[:, k]
        ax.hlines(k, low, high, color=colour, linewidth=1.8)
        ax.hlines(k, quarter, three, color=colour, linewidth=5)
        ax.plot(middle, k, "o", color="white", markeredgecolor=colour, markersize=7, zorder=3)
        row = table.iloc[k]
        text = f"{estimate(row['median'], row['low'], row['high'])}" if said else "–"
        ax.text(1.02, k, text, va="center", fontsize=10, color=colour)
    ax.set_yticks(y, [_short(name) for name in table["parameter"]], fontsize=10)
    ax.tick_params(axis="y", length=0)
    ax.set(xlim=(0, 1.34), ylim=(len(table) - 0.4, -0.6))
    ax.set_xticks([0, 0.5, 1], ["lowest", "middle", "highest"])
    ax.set_xlabel("place in the range before")
    ax.spines["bottom"].set_bounds(0, 1)
    ax.set_title("parameters, before (pale) and after")


def _short(label: str) -> str:
    """A path without its first words, which say little."""
    for head in ("behaviour.", "campaign.", "segments."):
        label = label.removeprefix(head)
    return label.replace("_", " ")


def _caption(calibration: Calibration) -> str:
    held = calibration.held
    return (
        f"{held.series.name}, scenario {held.scenario.name}, {len(held.analogues.library):,} "
        f"simulated lives, of which it looks like {number(round(held.match_people.effective))}. "
        "Left: lives that fit, moved to the level of the history. Right: thick and thin lines, 50 "
        "and 90 % after; pale, 90 % before; "
        "grey where the history says nothing (at least half as wide as before). × and "
        "+: relative to the scenario."
    )
