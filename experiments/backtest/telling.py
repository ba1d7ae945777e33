"""What the backtest found: tables, picture and words, all computed from the scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.ticker import NullLocator

from cocreation_sim.plots.style import BLACK, BLUE, GREY, ORANGE, Ticks, caption, styled
from cocreation_sim.predicting.backtest import BASELINES, overall, ratios
from cocreation_sim.wording.numbers import percent
from cocreation_sim.wording.tables import markdown
from experiments.backtest import fading
from experiments.telling import paragraphs

if TYPE_CHECKING:
    from matplotlib.figure import Figure

OURS = "ours"
FLAT = "no model"
ENOUGH = 1.05
YOUNG = 12  # months
HIGH = 1.1  # median forecast over what came: too high


@dataclass(frozen=True, eq=False)
class Found:
    """The scores, and what they say."""

    scores: pd.DataFrame
    faded: pd.DataFrame
    seed: int

    @cached_property
    def summary(self) -> pd.DataFrame:
        """One row a series: ratios to the rivals with intervals, and coverage."""
        table = ratios(self.scores, OURS, self.seed)
        own = self.scores[self.scores["forecaster"] == OURS]
        each = own[own["ahead"] > 0].groupby("series")
        table["covered_90"] = table["series"].map(each["in_90"].mean())
        table["covered_50"] = table["series"].map(each["in_50"].mean())
        total = ratios(self.scores, OURS, self.seed, total=True).set_index("series")
        table["better_of_sum"] = table["series"].map(total["better"])
        return table

    def coverage(self, forecaster: str, level: str = "in_90") -> float:
        """Share of intervals that held what came; the mean over series."""
        own = self.scores[(self.scores["forecaster"] == forecaster) & (self.scores["ahead"] > 0)]
        return float(own.groupby("series")[level].mean().mean())

    def against(self, forecaster: str, baseline: str, total: bool = False) -> tuple[float, ...]:
        """Mean over series of the ratio of CRPS, with its 95 % interval."""
        return overall(self.scores, forecaster, baseline, self.seed, total=total)

    def young(self, forecaster: str) -> tuple[float, int]:
        """Mean ratio over the communities to the better baseline, with under a year known."""
        early = self.scores[
            (self.scores["interval"] == "month")
            & (self.scores["cut"] < YOUNG)
            & (self.scores["ahead"] > 0)
        ]
        means = early.pivot_table(index="series", columns="forecaster", values="crps")
        ratio = means[forecaster].mean() / means[list(BASELINES)].mean().min()
        return float(ratio), int(early["cut"].nunique())

    def too_high(self, series: str) -> float:
        """Median forecast of the sum over what came; the median over its dates."""
        own = self.scores[(self.scores["forecaster"] == OURS) & (self.scores["ahead"] == 0)]
        rows = own[own["series"] == series]
        return float((rows["median"] / rows["came"].clip(lower=1.0)).median())

    def falling(self) -> pd.DataFrame:
        """How often it fell below half of the last year's mean, by the risk that was given."""
        rows = self.scores[(self.scores["forecaster"] == OURS) & (self.scores["ahead"] == 0)]
        bins = pd.cut(rows["risk"], [-0.001, 0.1, 0.3, 0.5, 0.7, 1.0])
        grouped = rows.groupby(bins, observed=True)
        return pd.DataFrame(
            {
                "risk given": [f"{b.left:.1f} to {b.right:.1f}".replace("-0.0", "0.0")
                               for b in grouped.groups],
                "mean risk (%)": (100 * grouped["risk"].mean()).round(0).to_numpy(),
                "fell (%)": (100 * grouped["fell"].mean()).round(0).to_numpy(),
                "cases": grouped.size().to_numpy(),
            }
        )  # fmt: skip

    @property
    def campaigns(self) -> int:
        """How many campaigns that fade were forecast."""
        return len(self.faded) // self.faded.groupby(["scenario", "forecaster"]).ngroups

    def fading(self) -> pd.DataFrame:
        """Of campaigns that fade: the risk told, how it fared, and what 90 % intervals held."""
        shown = {OURS: "as shipped", FLAT: "flat lives", **{name: name for name in BASELINES}}
        rows = []
        for (known, name), group in self.faded.groupby(["scenario", "forecaster"], sort=False):
            if name not in shown or (name in BASELINES and known != "its own"):
                continue
            error = (group["risk"] - group["starved"]).pow(2).mean()
            told = "" if name in BASELINES else f", scenario: {known}"
            rows.append(
                {
                    "forecast": f"{shown[name]}{told}",
                    "mean risk told (%)": round(100 * group["risk"].mean()),
                    "Brier score": round(error, 3),
                    "CRPS of the sum": round(group["crps"].mean()),
                    "90 % held (%)": round(100 * group["in_90"].mean()),
                }
            )
        return pd.DataFrame(rows)

    def brier(self, forecaster: str) -> float:
        """Mean squared error of the risk of falling below half; the mean over series."""
        rows = self.scores[(self.scores["forecaster"] == forecaster) & (self.scores["ahead"] == 0)]
        error = (rows["risk"] - rows["fell"]).pow(2)
        return float(error.groupby(rows["series"]).mean().mean())


def _of_fading(table: pd.DataFrame) -> str:
    """What simulated people are worth where campaigns fade, by the Brier score."""
    score = table.set_index("forecast")["Brier score"]
    own, ordinary = (f"as shipped, scenario: {known}" for known in ("its own", "an ordinary box"))
    best = score.drop([own, ordinary]).idxmin()
    told = (
        f"By the Brier score the best without simulated people is {best} ({score[best]}). With the "
        f"scenario of the campaign itself the forecast is "
        f"{'better' if score[own] < score[best] else 'no better'} ({score[own]}); "
    )
    if score[ordinary] < 0.95 * score[best]:
        return (
            f"{told}with the levers of an ordinary box still a little better ({score[ordinary]})."
        )
    return (
        f"{told}with the levers of an ordinary box, whose lives seldom fade, it is not "
        f"({score[ordinary]}): the scenario must be the right one."
    )


def _why_not(found: Found, losses: pd.Series) -> str:
    """The reason that is believed for losing, if the forecasts bear it out."""
    high = [found.too_high(name) for name in losses]
    if not high or min(high) < HIGH:
        return ""
    told = " and ".join(f"{ratio:.2f}" for ratio in high)
    return (
        f"Their median forecast is {told} times what came: they have shrunk for years, slowly and "
        "steadily, and few simulated lives do."
    )


def picture(found: Found) -> Figure:
    """Ratios with intervals by series, and coverage."""
    table = found.summary.sort_values("better").reset_index(drop=True)
    y = np.arange(len(table))
    with styled(12, 7.4) as figure:
        left, right = figure.subplots(1, 2, width_ratios=[1.6, 1], sharey=True)
        for shift, (baseline, colour) in enumerate(zip(BASELINES, (ORANGE, BLUE), strict=True)):
            at = y + 0.24 * (shift - 0.5)
            left.hlines(at, table[f"{baseline}_low"], table[f"{baseline}_high"], color=colour, lw=2)
            left.plot(
                table[baseline], at, "os"[shift], color=colour, ms=6, label=f"against {baseline}"
            )
        left.axvline(1, color=BLACK, linewidth=1, linestyle=":")
        left.set_yticks(y, [name.replace("_", " ") for name in table["series"]], fontsize=10)
        left.set_xscale("log")
        left.set_xticks([0.5, 0.7, 1, 1.4], ["0.5", "0.7", "1", "1.4"], minor=False)
        left.xaxis.set_minor_locator(NullLocator())
        left.set_title("CRPS over that of a baseline (below 1: better)", pad=30)
        left.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=2, borderaxespad=0.1)
        for name, colour, mark in (("covered_90", BLUE, "o"), ("covered_50", GREY, "D")):
            right.plot(table[name], y, mark, color=colour, ms=6)
            right.axvline(float(name[-2:]) / 100, color=colour, linewidth=1, linestyle=":")
        right.set(xlim=(0.3, 1.02))
        right.xaxis.set_major_formatter(Ticks("share"))
        right.set_title("what 90 and 50 % intervals held")
        for ax in (left, right):
            ax.grid(axis="x")
            ax.tick_params(axis="y", length=0)
        caption(
            figure,
            "12 weeks ahead (3 months, or 12 weeks) from many past dates. Lines: 95 % intervals "
            "from blocks of 4 cut points.",
        )
    return figure


def _interval(values: Sequence[float]) -> str:
    return f"{values[0]:.3f} ({values[1]:.3f} to {values[2]:.3f})"


def text(found: Found, lives: int, step: int, model: str) -> str:
    """found.md."""
    table = found.summary
    near = table["better"] <= ENOUGH
    wins = table.loc[(table[[f"{r}_high" for r in BASELINES]] < 1).all(axis=1), "series"]
    losses = table.loc[table["better_low"] > 1, "series"]
    worst = table.loc[~near, "series"]
    shown = pd.DataFrame(
        {
            "series": table["series"].str.replace("_", " "),
            "cuts": table["cuts"],
            "against smoothing": [
                f"{r.smoothing:.2f} ({r.smoothing_low:.2f} to {r.smoothing_high:.2f})"
                for r in table.itertuples()
            ],
            "against last values": [
                f"{a:.2f} ({b:.2f} to {c:.2f})"
                for a, b, c in table[
                    ["last values", "last values_low", "last values_high"]
                ].itertuples(index=False)
            ],
            "sum, better baseline": table["better_of_sum"].round(2),
            "90 % held (%)": (100 * table["covered_90"]).round(0),
        }
    )
    rows = []
    names = {
        OURS: "as shipped: from the last twelve values into lives alike",
        "lives": "from lives alike only",
        "not shaken": "the same, not shaken",
        FLAT: "as shipped, with flat lives in place of simulated ones",
    }
    for key, name in names.items():
        rows.append(
            {
                "forecast": name,
                "against smoothing": _interval(found.against(key, "smoothing")),
                "against last values": _interval(found.against(key, "last values")),
                "sum, smoothing": f"{found.against(key, 'smoothing', True)[0]:.3f}",
                "sum, last values": f"{found.against(key, 'last values', True)[0]:.3f}",
                "90 % held": percent(found.coverage(key)),
                "50 % held": percent(found.coverage(key, "in_50")),
            }
        )
    people = found.against(OURS, FLAT)
    if people[2] < 1:
        adds = "so the simulated people add to it."
    elif people[1] > 1:
        adds = (
            "so on these series, of survivors and three months ahead, the simulated people cost "
            "some accuracy. What they are for is below."
        )
    else:
        adds = (
            "so no difference can be told. Three months ahead it is the method that forecasts "
            "(many histories, shaken by an unknown amount, compared by how they move), not the "
            "psychology; what the model is for, what would become of a campaign under other "
            "levers, is not tested here."
        )
    young, cuts = found.young(OURS)
    falling = found.falling()
    briers = {name: found.brier(name) for name in (OURS, *BASELINES)}
    told = f"""Forecasts 12 weeks ahead of {len(table)} real series, from
{int(table["cuts"].sum())} past dates in all: 16 open-source communities by month (3 months ahead),
and registrations and submissions at TopCoder by week (12 weeks ahead). They are held against
exponential smoothing of log(1 + contributions) and the distribution of the last twelve values.

Its CRPS is at most {ENOUGH} times that of the better baseline on {int(near.sum())} of {len(table)}
series ({percent(float(near.mean()))}). Intervals of 90 % held {percent(found.coverage(OURS))} of
what came, those of 50 % {percent(found.coverage(OURS, "in_50"))}.

{markdown(pd.DataFrame(rows))}

Each figure is the mean over series of the ratio of mean CRPS (below 1: ours is better), with its
95 % interval from blocks of 4 neighbouring cut points; "sum" judges the sum over the horizon.

{markdown(shown)}

Better than both rivals for certain (both intervals below 1): {_names(wins)}. Worse than the better
one for certain: {_names(losses)}. {_why_not(found, losses)} Over {ENOUGH} times the better one:
{_names(worst)}. With under a year known ({cuts} cut points a community) the ratio to the better
baseline is {young:.2f}.

**What the simulated people add.** CRPS over that of the same method with flat lives instead of
simulated ones, shaken alike: {_interval(people)}; {adds}

**Falling below half.** The risk that the coming horizon brings less than half of the last year's
mean, and how often that came:

{markdown(falling)}

Mean squared error of that risk (Brier score, the mean over series): {briers[OURS]:.3f}; exponential
smoothing {briers["smoothing"]:.3f}, last values {briers["last values"]:.3f}.

**Campaigns that fade.** All series above are of survivors. So {found.campaigns} campaigns were
simulated that are launched with a bang and fade; {fading.KNOWN} months are known,
{fading.MONTHS - fading.KNOWN} are to come.
{percent(float(found.faded["starved"].mean()))} starved in them (fewer than {fading.NEEDED} ideas in
three months).

{markdown(found.fading())}

{_of_fading(found.fading())} The truth is of the model's own making here, which flatters it.

**How.** {lives:,} lives of the preset `open-source` (months) and of `99designs` (weeks), whose
crowd, reach, motives and free psychology were drawn from the prior in
`cocreation_sim.worlds.prior`. The middle of the prior is calibrated leaving the
tested community out, with three others: psychology, and what communities share, is the draw of
highest posterior density without the four, effort and pieces of a contribution are the middle of
the other 12; for TopCoder the psychology is the one without TopCoder
(`python -m experiments.psychology.left_out`).
Cut points every {step} months from the 4th, and every {step} weeks from the 10th.

**What was not left out.** The features, how many histories are compared, how much lives are
shaken, and that futures begin with the last values and pass over into lives, half of them every
quarter of a year, were settled while looking at the communities and at fading campaigns; that a
history larger than nine in ten simulated ones counts as so large, while looking at TopCoder's
registrations. The levers of the preset `open-source` are the same for all; the size of its crowd is
that of a middling community, and is drawn from a thirtieth to four times that. The world of
`99designs` was fitted to its own figures with the shipped psychology. The intervals take the
series as given. All communities are survivors, and TopCoder is one firm. The preset must fit the
kind of campaign: in a trial outside this run TopCoder's weeks out of a library of open-source lives
were forecast clearly worse than by either baseline.

![backtest](plot.png)

---

Written by `python -m experiments.backtest.run DATA --lives {lives} --step {step}` from data that
are not part of the package. Model: {model}.
"""
    return "# Do forecasts from simulated lives hold for real campaigns?\n\n" + paragraphs(told)


def _names(names: pd.Series) -> str:
    return ", ".join(name.replace("_", " ") for name in names) or "none"
