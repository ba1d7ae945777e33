"""How an outcome is spread over the runs of one design point."""

from __future__ import annotations

from typing import TYPE_CHECKING

import seaborn as sns
from matplotlib.ticker import MaxNLocator

from cocreation_sim.outcomes.labels import described, outcome_label
from cocreation_sim.plots.style import BLACK, BLUE, Ticks, caption, styled
from cocreation_sim.statistics.failure import failure_risk
from cocreation_sim.statistics.summary import chosen_outcomes, interval
from cocreation_sim.wording.numbers import estimate
from cocreation_sim.wording.tables import wrapped

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from cocreation_sim.experiments.experiment import Experiment

LETTERS = 50  # of the title, before it goes on in the next line


def spread(exp: Experiment, outcome: str = "submissions", campaign: str | None = None) -> Figure:
    """Histogram of an outcome over runs, with the 90 % interval of one further run.

    Raises
    ------
    InputError
        If there is no such outcome that is a number, or no such campaign.

    Examples
    --------
    >>> from cocreation_sim.experiments.sweep import sweep
    >>> exp = sweep("workshop", {}, replications=5, workers=1, progress=False)
    >>> spread(exp).axes[0].get_ylabel()
    'runs'
    """
    mine = exp.only(campaign)
    (outcome,) = chosen_outcomes(mine.outcomes, outcome)
    values = mine.runs[outcome].dropna()
    found = interval(values, 0.9, outcome)
    median, low, high = (float(found[key]) for key in ("median", "low", "high"))
    risk, least, most = map(float, failure_risk(int(mine.runs["failed"].sum()), len(mine.runs)))
    chance = estimate(risk, least, most, "share", "{} (95 % interval {})")
    with styled(8, 4.6) as figure:
        ax = figure.subplots()
        sns.histplot(x=values, ax=ax, color=BLUE, edgecolor="white", bins="auto")
        if low < high:
            ax.axvspan(low, high, color=BLUE, alpha=0.12, linewidth=0, zorder=0)
        ax.axvline(median, color=BLACK, linewidth=2)
        ax.set(
            title=wrapped(f"{mine.scenario.name}, run by run", LETTERS),
            xlabel=outcome_label(outcome, mine.scenario),
            ylabel="runs",
        )
        ax.yaxis.set_major_locator(MaxNLocator(integer=True))
        unit = described(outcome)[1]
        ax.xaxis.set_major_formatter(Ticks(unit))
        caption(
            figure,
            f"{len(mine.runs)} runs. Line: median "
            + estimate(median, low, high, unit, "{}; shade: 90 % interval of one further run, {}")
            + f".\nFailure risk {chance}.",
        )
    return figure
