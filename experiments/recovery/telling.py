"""What the recovery found: tables, picture and words, all computed from what was judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from matplotlib.ticker import MultipleLocator
from scipy.stats import binom

from cocreation_sim.plots.style import BLUE, GREY, ORANGE, PALE, Ticks, caption, styled
from cocreation_sim.random_arrays import node, uniforms
from cocreation_sim.wording.numbers import estimate, percent
from cocreation_sim.wording.tables import markdown
from experiments.telling import paragraphs

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ALLOWED: Final = (0.85, 0.95)
REPEATS: Final = 1000
FEWEST: Final = 20  # campaigns, below which a share is not told
BARS: Final = 10
HISTORY: Final = ["weeks", "columns", "shaken"]
NAMES: Final = {
    "world": "campaign", "weeks": "weeks", "columns": "file holds", "shaken": "shaken",
    "parameter": "parameter",
}  # fmt: skip
WORDS: Final = {"contributions": "contributions", "and people": "contributors and newcomers too"}


@dataclass(frozen=True, eq=False)
class Found:
    """One row a parameter and history, as `run.judged` makes them; refused ones have none."""

    rows: pd.DataFrame
    seed: int

    @cached_property
    def judged(self) -> pd.DataFrame:
        """Parameters of the histories that were not refused."""
        kept = self.rows.dropna(subset=["parameter"]).copy()
        for name in ("identified", "in_90", "in_50"):
            kept[name] = kept[name].astype(bool)
        return kept.assign(who=kept["world"] + " " + kept["campaign"].astype(str))

    @cached_property
    def identified(self) -> pd.DataFrame:
        """Those that count as identified."""
        return self.judged[self.judged["identified"]]

    @property
    def campaigns(self) -> int:
        """How many campaigns had a history that was not refused."""
        return int(self.judged["who"].nunique())

    @property
    def histories(self) -> tuple[int, int]:
        """How many histories were judged, and how many refused."""
        judged = self.judged[["who", *HISTORY]].drop_duplicates()
        return len(judged), int(self.rows["parameter"].isna().sum())

    def coverage(self, rows: pd.DataFrame, level: str = "in_90") -> tuple[float, float, float]:
        """Share of intervals that held the truth, with its 95 % interval.

        Campaigns are drawn with replacement, each with all its intervals.
        """
        by = rows.groupby("who")[level].agg(["sum", "size"]).to_numpy(float)
        if not len(by):
            return np.nan, np.nan, np.nan
        drawn = (uniforms(node(self.seed, "campaigns"), REPEATS, len(by)) * len(by)).astype(int)
        held, counted = by[drawn].sum(axis=1).T
        low, high = np.quantile(held / counted, [0.025, 0.975])
        return float(by[:, 0].sum() / by[:, 1].sum()), float(low), float(high)

    def by(self, columns: Sequence[str]) -> pd.DataFrame:
        """How many are identified, and how often their intervals hold the truth, by columns."""
        made = []
        for key, part in self.judged.groupby(list(columns), sort=False):
            own = part[part["identified"]]
            enough = own["who"].nunique() >= FEWEST
            nothing = (np.nan, np.nan, np.nan)
            held, low, high = self.coverage(own) if enough else nothing
            half = self.coverage(own, "in_50")[0] if enough else np.nan
            made.append(
                {
                    **dict(zip(columns, key, strict=True)), "intervals": len(part),
                    "identified": len(own), "held_90": held, "low": low, "high": high,
                    "held_50": half, "all_90": float(part["in_90"].mean()),
                    "width": float(part["width"].median()),
                }
            )  # fmt: skip
        return pd.DataFrame(made)

    @cached_property
    def parameters(self) -> pd.DataFrame:
        """By parameter, the most often identified first."""
        return self.by(["parameter"]).sort_values("identified", ascending=False, kind="stable")

    @cached_property
    def summary(self) -> pd.DataFrame:
        """One row a kind of campaign, history and parameter; numbers of intervals.

        `held_90` and `held_50` are those of identified parameters that hold the truth, `all_90` and
        `all_50` those of all.
        """
        rows = self.judged
        told = rows["identified"]
        counted = rows.assign(
            held_90=told & rows["in_90"], held_50=told & rows["in_50"], intervals=1
        )
        return (
            counted.groupby(["world", *HISTORY, "parameter"], sort=False)
            .agg(
                intervals=("intervals", "sum"), identified=("identified", "sum"),
                held_90=("held_90", "sum"), held_50=("held_50", "sum"),
                all_90=("in_90", "sum"), all_50=("in_50", "sum"),
                width=("width", "median"), rank=("rank", "mean"),
            )
            .reset_index()
        )  # fmt: skip

    @cached_property
    def inside(self) -> bool:
        """Whether the share of intervals of identified parameters is where it should be."""
        return ALLOWED[0] <= self.coverage(self.identified)[0] <= ALLOWED[1]


def picture(found: Found) -> Figure:
    """Coverage by parameter, and where truths lie in their posteriors."""
    table = found.parameters[found.parameters["held_90"].notna()].iloc[::-1]
    y = np.arange(len(table) + 1)
    whole = found.coverage(found.identified)
    middle = [*table["held_90"], whole[0]]
    low, high = [*table["low"], whole[1]], [*table["high"], whole[2]]
    names = [plain(name) for name in table["parameter"]]
    with styled(12, max(4.6, 0.42 * len(y) + 2.6)) as figure:
        left, right = figure.subplots(1, 2, width_ratios=[1.25, 1])
        left.axvspan(*ALLOWED, color=PALE)
        left.hlines(y, low, high, color=BLUE, lw=2)
        left.plot(middle, y, "o", color=BLUE, ms=6)
        left.set_yticks(y, [*names, "all identified"])
        left.set_xlim(min(0.7, *low) - 0.02, 1.01)
        left.xaxis.set_major_formatter(Ticks("share"))
        left.set_title("90 % intervals that held the truth")
        left.grid(axis="x")
        left.tick_params(axis="y", length=0)
        ranks(right, found)
        caption(
            figure,
            "Left: identified parameters; lines: 95 % intervals over campaigns; grey: 85 to 95 %, "
            f"where they should be. Parameters identified in fewer than {FEWEST} campaigns are "
            "left out. Right: one history of each campaign (the longest, with people, shaken). "
            "Where intervals are right every bar is as high; grey: where 95 % of bars then lie.",
        )
    return figure


def ranks(ax: Axes, found: Found) -> None:
    """Histogram of the ranks of truths among draws, with its expected band."""
    chosen = latest(found)
    edges = np.linspace(0, 1, BARS + 1)
    own = chosen[chosen["identified"]]
    count = len(own)
    band = binom.ppf([0.025, 0.975], count, 1 / BARS) / count if count else (0.0, 0.0)
    ax.axhspan(*band, color=PALE)
    for rows, colour, mark, label in (
        (own, BLUE, "o", f"identified ({count})"),
        (chosen[~chosen["identified"]], ORANGE, "s", "the others"),
    ):
        if len(rows):
            shares = np.histogram(rows["rank"], edges)[0] / len(rows)
            ax.stairs(shares, edges, color=colour, lw=2)
            ax.plot((edges[1:] + edges[:-1]) / 2, shares, mark, color=colour, ms=5, label=label)
    ax.axhline(1 / BARS, color=GREY, linewidth=1, linestyle=":")
    ax.set_ylim(0, None)
    ax.set_xlim(0, 1)
    ax.yaxis.set_major_locator(MultipleLocator(0.05))
    ax.yaxis.set_major_formatter(Ticks("share"))
    ax.set_xlabel("share of posterior draws below the truth")
    ax.set_title("where truths lie in their posteriors")
    ax.legend(loc="lower center", ncols=2)


def latest(found: Found) -> pd.DataFrame:
    """One history of each campaign: the longest, with people, shaken."""
    chosen = found.judged[(found.judged["columns"] == "and people") & found.judged["shaken"]]
    return chosen[chosen["weeks"] == chosen.groupby("who")["weeks"].transform("max")]


def plain(label: str) -> str:
    """A parameter without the part of its path that all share."""
    for start in ("behaviour.", "campaign.", "segments."):
        label = label.removeprefix(start)
    return label


def shown(table: pd.DataFrame, columns: Sequence[str]) -> str:
    """A table of coverage in Markdown."""
    out = table[list(columns)].copy()
    if "shaken" in out:
        out["shaken"] = out["shaken"].map({True: "yes", False: "no"})
    if "columns" in out:
        out["columns"] = out["columns"].map(WORDS)
    out = out.rename(columns=NAMES)
    out["identified"] = [
        f"{a:,} of {b:,}" for a, b in zip(table["identified"], table["intervals"], strict=True)
    ]
    out["90 % held (%)"] = [
        f"{100 * a:.0f} ({100 * b:.0f} to {100 * c:.0f})" if np.isfinite(a) else "–"
        for a, b, c in table[["held_90", "low", "high"]].itertuples(index=False)
    ]
    out["50 % held (%)"] = [f"{100 * a:.0f}" if np.isfinite(a) else "–" for a in table["held_50"]]
    out["90 % held, all (%)"] = [f"{100 * a:.0f}" for a in table["all_90"]]
    out["median width"] = [f"{a:.2f}" for a in table["width"]]
    return markdown(out)


def told(coverage: Sequence[float]) -> str:
    """A share with its interval."""
    return estimate(*coverage, unit="share")


def text(found: Found, lives: int, count: int, model: str) -> str:
    """found.md."""
    whole, half = (found.coverage(found.identified, level) for level in ("in_90", "in_50"))
    every = found.coverage(found.judged)
    judged, refused = found.histories
    holders = found.identified["who"].nunique()
    table = found.parameters
    ever = table[table["identified"] > 0]
    never = table.loc[table["identified"] == 0, "parameter"]
    inside = "inside" if found.inside else "OUTSIDE"
    kinds = ["world", "weeks", "columns"]
    told_never = ", ".join(f"`{plain(p)}`" for p in never) or "none"
    return "# Does `calibrate` find what is known?\n\n" + paragraphs(f"""{found.campaigns} \
simulated campaigns with parameters drawn from the prior and luck of their own were written as the
files a user has, and `calibrate` looked at each.
Its 90 % intervals of identified parameters held the true
value in {told(whole)}, {inside} the 85 to 95 % that were asked for; those of 50 % in {told(half)}.
{len(found.identified):,} intervals of {holders} campaigns count as identified: the middle 90 % of
the posterior less than half as wide as the prior's. That was declared beforehand, and it is what
`calibrate` itself says. Of all {len(found.judged):,} intervals, identified or not, {told(every)}
held the truth.

**Which parameters are found.** {identified_words(ever)} Never identified: {told_never}.

{shown(ever, ["parameter"])}

Each interval in brackets holds the share with 95 %, campaigns with all their histories drawn with
replacement. Shares of fewer than {FEWEST} campaigns are left out (–). The last two columns speak of
all histories, identified or not; width is that of the posterior's middle 90 % over the prior's.

**By kind of campaign, length and columns of the file.** All parameters together:

{shown(found.by(kinds), kinds)}

**Shaken or not.** `calibrate` expects real campaigns to be shaken by what no model of their people
knows (docs/forecasting.md). Each campaign is given to it as simulated, and shaken as expected:

{shown(found.by(["shaken"]), ["shaken"])}

**Ranks.** Where intervals are right, truths lie anywhere in their posteriors, evenly
(simulation-based calibration: Talts et al. 2018). The mean rank of identified truths among their
draws is {found.identified["rank"].mean():.2f} (0.5 where nothing is wrong). {bars(found)}

**How.** {count} campaigns each of `ordinary`, `innocentive` (a single call) and `open-source` at a
quarter of its size; {judged:,} histories, and {refused:,} more that were refused since they held no
contribution. Each history is held against {lives:,} simulated lives that share nothing with it but
levers and prior. Truths are spread evenly over the prior (Sobol).

**What it does not show.** That the model is right: here the truth is always one of its own
campaigns. Whoever gives `calibrate` the levers of another kind of campaign gets intervals that may
hold nothing.

![recovery](plot.png)

---

Written by `python -m experiments.recovery.run --campaigns {count} --lives {lives}`. Model: {model}.
""")


def identified_words(ever: pd.DataFrame) -> str:
    """The parameters that are identified, with how often, in words."""
    parts = [
        f"`{plain(row.parameter)}` in {percent(row.identified / row.intervals)}"
        for row in ever.itertuples()
    ]
    return f"Of the histories that could tell: {', '.join(parts)}." if parts else "None."


def bars(found: Found) -> str:
    """What the histogram of ranks shows."""
    own = latest(found)
    own = own[own["identified"]]
    count = np.histogram(own["rank"], BARS, (0, 1))[0]
    low, high = binom.ppf([0.025, 0.975], len(own), 1 / BARS)
    out = int(((count < low) | (count > high)).sum())
    return (
        f"With one history of each campaign, {out} of {BARS} bars lie outside the band in which "
        "95 % of bars are expected."
    )
