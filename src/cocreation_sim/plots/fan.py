"""A forecast: history, what may come with its intervals, and the risk of starving."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from matplotlib.ticker import MaxNLocator

from cocreation_sim.plots.style import (
    BLACK,
    BLUE,
    GREY,
    VERMILLION,
    Ticks,
    caption,
    is_narrow,
    styled,
)
from cocreation_sim.wording.numbers import exact

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from cocreation_sim.predicting.forecast import Forecast

MOST_SHOWN: Final = 5  # of the past, in horizons
FEWEST_SHOWN: Final = 24
MOST_TICKS: Final = 6
NARROW_TICKS: Final = 3
ROOM: Final = 1.08  # above the highest


def fan(forecast: Forecast) -> Figure:
    """History, median and intervals of 50 and 90 %, the threshold, and the risk of starving below.

    Parameters
    ----------
    forecast
        What may come.
    """
    with styled(10, 7.2) as figure:
        top, below = figure.subplots(2, 1, height_ratios=[2.2, 1], sharex=True)
        _volume(top, forecast)
        _risk(below, forecast)
        caption(figure, _caption(forecast))
    return figure


def _shown(forecast: Forecast) -> int:
    """How many intervals of the past are shown."""
    horizon = forecast.paths.shape[1]
    return int(min(len(forecast.series), max(FEWEST_SHOWN, MOST_SHOWN * horizon)))


def _volume(ax: Axes, forecast: Forecast) -> None:
    series, horizon = forecast.series, forecast.paths.shape[1]
    shown = _shown(forecast)
    past = np.arange(-shown + 1, 1)
    counts = series.contributions[-shown:]
    ahead = np.arange(1, horizon + 1)
    table = forecast.volume.iloc[:-1]
    ax.plot(past, counts, color=BLACK, linewidth=1.6, marker="o", markersize=3.5, label="history")
    anchor = 0.5
    edges = np.concatenate([[anchor], ahead + 0.5])
    for name, alpha in (("90", 0.2), ("50", 0.45)):
        low, high = (table[f"{end}_{name}"].to_numpy(float) for end in ("low", "high"))
        ax.fill_between(
            edges, np.append(low, low[-1]), np.append(high, high[-1]), step="post", color=BLUE,
            alpha=alpha, linewidth=0, label=f"{name} % of futures",
        )  # fmt: skip
    median = table["median"].to_numpy(float)
    ax.step(
        edges, np.append(median, median[-1]), where="post", color=BLUE, linewidth=2.2,
        label="median",
    )  # fmt: skip
    weeks = series.dates.weeks
    starving = forecast.starving
    bar = starving.contributions * weeks / starving.window
    ax.axhline(bar, color=VERMILLION, linestyle="--", linewidth=1.5, label="starved below (mean)")
    ax.axvline(anchor, color=GREY, linewidth=1, linestyle=":")
    highest = max(np.nanmax(counts), table["high_90"].max(), bar)
    ax.set(ylim=(0, max(1.0, ROOM * highest)), xlim=(past[0] - 0.5, horizon + 0.5))
    rows = 3 if is_narrow() else 1
    ax.set_title(f"contributions a {series.interval}", pad=14 + 18 * rows)
    ax.legend(
        loc="lower left", bbox_to_anchor=(0, 1.0), ncols=2 if is_narrow() else 5,
        borderaxespad=0.1, borderpad=0, columnspacing=1.4, handlelength=1.6,
    )  # fmt: skip
    ax.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
    ax.yaxis.set_major_formatter(Ticks())
    ax.grid(axis="y")


def _risk(ax: Axes, forecast: Forecast) -> None:
    table = forecast.risk
    ahead = np.arange(1, len(table) + 1)
    risk, low, high = (table[name].to_numpy(float) for name in ("risk", "low", "high"))
    ax.vlines(ahead, low, high, color=VERMILLION, linewidth=2.2, alpha=0.5)
    ax.plot(ahead, risk, "-o", color=VERMILLION, linewidth=1.6, markersize=6)
    ax.axhline(forecast.warn_at, color=GREY, linewidth=1.2, linestyle="--")
    ax.axvline(0.5, color=GREY, linewidth=1, linestyle=":")
    left = -_shown(forecast) + 1
    ax.text(
        left - 0.3, forecast.warn_at + 0.03, f"warning at {exact(forecast.warn_at, 'share')}",
        color=GREY, fontsize=11, va="bottom",
    )  # fmt: skip
    warning = forecast.warning
    if warning is not None:
        place = list(table["date"]).index(warning)
        ax.plot(ahead[place], risk[place], "D", color=VERMILLION, markersize=10)
        ax.annotate(
            f"early warning: {warning}", (float(ahead[place]), float(risk[place])),
            xytext=(-12, 0), textcoords="offset points", ha="right", va="center", fontsize=11,
        )  # fmt: skip
    ax.set(ylim=(-0.02, 1.04))
    ax.set_title("risk of having starved by then")
    ax.yaxis.set_major_locator(MaxNLocator(nbins=4))
    ax.yaxis.set_major_formatter(Ticks("share"))
    ax.grid(axis="y")
    ticks = NARROW_TICKS if is_narrow() else MOST_TICKS
    places = np.unique(np.linspace(left, len(table), ticks).round().astype(int))
    now = len(forecast.series) - 1
    ax.set_xticks(places, [forecast.series.dates.label(now + int(place)) for place in places])


def _caption(forecast: Forecast) -> str:
    starving, series = forecast.starving, forecast.series
    count = len(forecast.held.analogues.library)
    return (
        f"{series.name}, scenario {forecast.held.scenario.name}. Futures: of those among "
        f"{count:,} simulated lives whose past looks like the history, moved to its level. "
        f"Starved: fewer than {exact(starving.contributions)} contributions in "
        f"{exact(starving.window)} weeks. Lines below: "
        "90 % intervals of the risk, for the luck of the simulation, not for "
        "doubt about the model."
    )
