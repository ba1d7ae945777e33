"""The open-source communities beside the model: what was counted, and what it predicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from cocreation_sim.views.style import BLUE, GREY, VERMILLION, caption, outcome_title, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def communities(table: pd.DataFrame) -> Figure:
    """Predictive intervals of each community and figure, with what was counted.

    Parameters
    ----------
    table
        Rows of `cocreation_sim.analysis.calibration.community.validate_communities`.

    Examples
    --------
    >>> row = {"community": "flask", "figure": "accepted_one_timers", "counted": 0.75}
    >>> row |= {"predicted": 0.7, "low": 0.6, "high": 0.8, "inside": True, "joint": True}
    >>> len(communities(pd.DataFrame([row])).axes)
    1
    """
    figures = list(dict.fromkeys(table["figure"]))
    names = sorted(table["community"].unique(), reverse=True)
    with styled(2.6 * len(figures) + 2.4, 0.36 * len(names) + 2.2) as figure:
        axes = figure.subplots(1, len(figures), sharey=True, squeeze=False)[0]
        for ax, name in zip(axes, figures, strict=True):
            for row in table[table["figure"] == name].itertuples():
                y = names.index(row.community)
                ax.plot([row.low, row.high], [y, y], color=GREY, lw=5, solid_capstyle="butt")
                ax.plot([row.predicted], [y], "|", color="white", ms=7)
                colour = BLUE if row.inside else VERMILLION
                ax.plot([row.counted], [y], "o" if row.inside else "X", color=colour, ms=7)
            ax.set_title(_short(name), fontsize=10)
            ax.set_xlabel("share")
            ax.set_ylim(-0.7, len(names) - 0.3)
        joint = table.groupby("community")["joint"].first()
        axes[0].set_yticks(
            range(len(names)), [n if joint[n] else f"{n} (jointly outside)" for n in names]
        )
        caption(
            figure,
            "Bars: 90 % of runs, each with a draw of the posterior and luck of its own; one "
            "psychology for all, only size, duration, effort and pieces differ. Dots: counted. "
            "Blue: inside, red cross: outside.",
        )
        return figure


def _short(name: str) -> str:
    words = {
        "accepted_concentration": "Gini of accepted pieces",
        "accepted_one_timers": "authors of one piece",
        "accepted_top_decile": "pieces by the top tenth",
        "accepted_active_3m": "active after 3 months",
        "accepted_active_12m": "active after 12 months",
    }
    return words.get(name) or outcome_title(name)
