"""A validation: what was hit, what was missed and why, so far as is believed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from cocreation_sim.outcomes.labels import short_label
from cocreation_sim.plots.style import BLUE, GREY, VERMILLION, caption, styled
from cocreation_sim.statistics.summary import unit_of
from cocreation_sim.validation.effects import RIGHT, missed
from cocreation_sim.validation.published import (
    CALIBRATED,
    INSIDE,
    MISS,
    TOUCHES,
    published_value,
)
from cocreation_sim.wording.numbers import estimate, written
from cocreation_sim.wording.tables import markdown

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from cocreation_sim.validation.validate import Validation

UNKNOWN = "not understood"
EFFECTS_ARE = (
    "Each is played as the experiment that measured it, in the nearest preset. Predicted: mean "
    "over pairs of runs with the same luck, and its 90 % interval. A size lies inside where the "
    "two intervals meet. A direction is right if the whole interval has the sign that was "
    "published, a null result if the interval contains 0 or lies in the band of no consequence. "
    "Elasticities and log changes are differences of logarithms. C8 is told apart, since it "
    "contradicts law 4 of the model and C7."
)


def communities(table: pd.DataFrame) -> Figure:
    """Predictive intervals of each community and figure, with what was counted.

    Parameters
    ----------
    table
        Rows of `cocreation_sim.fitting.communities.validate_communities`.

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
            ax.set_title(short_label(name), fontsize=10)
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


def misses(found: Validation) -> pd.DataFrame:
    """One row a miss: `what`, `predicted`, `published`, and the `reason` that is believed."""
    rows = []
    cases = found.published
    for _, line in cases[cases["inside"] == MISS].iterrows():
        rows.append(
            {
                "what": f"{line['figure']} of {line['preset']}",
                "predicted": _case(line),
                "published": published_value(line),
                "reason": str(line["miss"]) or UNKNOWN,
            }
        )
    for _, line in missed(found.effects).iterrows():
        rows.append(
            {
                "what": str(line["effect"]),
                "predicted": effect_words(line),
                "published": str(line["published_as"]),
                "reason": str(line["miss"]) or UNKNOWN,
            }
        )
    return pd.DataFrame(rows, columns=["what", "predicted", "published", "reason"])


def validation_text(found: Validation, command: str) -> str:
    """The whole validation in Markdown, written by `command`."""
    cases = pd.DataFrame(
        {
            "case": found.published["preset"],
            "figure": found.published["figure"],
            "predicted": [_case(line) for _, line in found.published.iterrows()],
            "published": [published_value(line) for _, line in found.published.iterrows()],
            "inside": found.published["inside"],
            "calibrated": [
                "yes" if status == CALIBRATED else "" for status in found.published["status"]
            ],
            "source": found.published["source"],
        }
    )
    parts = [
        "# The model held against the world",
        *found.sentences,
        "## What it misses, and the reason that is believed",
        markdown(misses(found)),
        "## Published figures",
        "Predicted: median and 90 % interval of one further run. Of `topcoder` and `openideo` it "
        "holds doubt about the psychology as well as luck, of the others luck only. *fitted*: the "
        "case was fitted to the figure, which therefore shows nothing. *calibrated*: the "
        "psychology was calibrated to it, with all others so marked at once; it is judged, and "
        "counted apart.",
        markdown(cases),
        "## Measured effects",
        EFFECTS_ARE,
        markdown(_effects(found.effects)),
        "![measured effects](effects.png)",
        "## Open-source communities",
        "One psychology for all; only size, duration, effort and pieces of a contribution differ. "
        "Predicted: median and 90 % interval, of the psychology and of luck. *joint*: all five "
        "together lie inside.",
        markdown(_communities(found.communities)),
        "![published figures](published.png)",
        "![communities](communities.png)",
        f"---\n\nWritten by `{command}`.",
    ]
    return "\n\n".join(parts) + "\n"


def _case(line: pd.Series[Any]) -> str:
    return estimate(line["predicted"], line["low"], line["high"], line["unit"])


def effect_words(line: pd.Series[Any]) -> str:
    """An effect with its interval, as it is predicted; nothing where none could be played."""
    if not line["pairs"]:
        return ""
    return estimate(line["predicted"], line["low"], line["high"])


def _effects(table: pd.DataFrame) -> pd.DataFrame:
    lines = [line for _, line in table.iterrows()]
    return pd.DataFrame(
        {
            "effect": table["effect"],
            "source": table["source"],
            "status": table["status"],
            "preset": table["preset"],
            "changed": table["changed"],
            "outcome": [_outcome(line) for line in lines],
            "predicted": [effect_words(line) for line in lines],
            "published": [_published(line) for line in lines],
            "verdict": table["verdict"],
            "believed, where it is not as published": [
                "" if line["verdict"] in (INSIDE, TOUCHES, RIGHT) else line["miss"]
                for line in lines
            ],
        }
    )


def _outcome(line: pd.Series[Any]) -> str:
    return f"{line['outcome']} ({line['scale']})" if line["outcome"] else ""


def _published(line: pd.Series[Any]) -> str:
    told, interval = str(line["published_as"]), str(line["published_interval"])
    return f"{told}; interval {interval}" if interval else told


def _communities(table: pd.DataFrame) -> pd.DataFrame:
    told = [
        f"{written(line['counted'], unit_of(line['figure']))}: "
        + estimate(line["predicted"], line["low"], line["high"], unit_of(line["figure"]))
        for _, line in table.iterrows()
    ]
    wide = table.assign(told=told).pivot_table(
        index="community", columns="figure", values="told", aggfunc="first", sort=False
    )
    wide["joint"] = table.groupby("community")["joint"].first().map({True: "yes", False: "no"})
    short = wide.rename(columns=lambda name: name.removeprefix("accepted_").replace("_", " "))
    return short.rename_axis(columns=None).reset_index()
