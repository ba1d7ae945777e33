"""Which answers matter most: the failure risk of a plan, if one of them were another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cocreation_sim.plots.style import BLUE, GREY, Ticks, caption, is_narrow, styled
from cocreation_sim.wording.numbers import percent
from cocreation_sim.wording.tables import wrapped

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from cocreation_sim.predicting.assessment import Assessment

MOST_ROWS: Final = 12
LETTERS: Final = 44
NARROW_LETTERS: Final = 22


def answers(found: Assessment) -> Figure:
    """One row a changed answer, the largest effect first: the risk with it, and its interval.

    Examples
    --------
    >>> from cocreation_sim.worlds.situation import Situation
    >>> from cocreation_sim.predicting.assessment import assess
    >>> small = {"crowd": "dozens", "time": "month", "wanted": "one"}
    >>> found = assess(Situation.of(100, small), runs=4, workers=1, progress=False)
    >>> [ax.get_xlabel() for ax in answers(found).axes]
    ['failure risk']
    """
    table = found.answer_sensitivity[found.answer_sensitivity["rules_out"] == ""].head(MOST_ROWS)
    letters = NARROW_LETTERS if is_narrow() else LETTERS
    labels = [
        wrapped(f"{row['question']}: {row['instead']} (now {row['answer']})", letters)
        for _, row in table.iterrows()
    ]
    height = 0.42 * len(labels) + 0.2 * sum(label.count("\n") for label in labels) + 2.2
    with styled(9, height) as figure:
        ax = figure.subplots()
        ax.axvline(found.risk, color="black", linewidth=1, zorder=1)
        for y, (_, row) in enumerate(table.iterrows()):
            low, high = (min(1.0, max(0.0, found.risk + row[key])) for key in ("low", "high"))
            told = not row["low"] <= 0 <= row["high"]
            colour = BLUE if told else GREY
            ax.plot([low, high], [y, y], color=colour, linewidth=2.5, solid_capstyle="butt")
            face = colour if told else "white"
            ax.plot(row["failure_risk"], y, "o", color=colour, markersize=8, markeredgewidth=2,
                    markerfacecolor=face, clip_on=False)  # fmt: skip
        ax.set_yticks(range(len(labels)), labels)
        ax.set(xlim=(-0.02, 1.02), ylim=(len(labels) - 0.4, -0.8), xlabel="failure risk")
        ax.xaxis.set_major_formatter(Ticks("share"))
        ax.tick_params(axis="y", length=0)
        ax.spines["left"].set_visible(False)
        ax.grid(axis="x")
        ax.set_title("If one answer were another")
        caption(
            figure,
            f"Line: the risk of {found.recommended.label} as answered, {percent(found.risk)}. "
            f"Marks: the risk with the other answer in {found.runs} runs under the same luck, with "
            "the 95 % interval of its change; full where that leaves out 0.",
        )
    return figure
