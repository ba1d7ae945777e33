"""What was found about Threadless in mid-life, as a page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from scipy.special import logit

from cocreation_sim.files import write
from cocreation_sim.wording.numbers import number
from cocreation_sim.wording.tables import markdown
from experiments.telling import Estimate, listed, mean, paragraphs

STICKINESS: Final = "campaign.community.stickiness"
CROWD: Final = "campaign.crowd_weight"
NEAR: Final = 0.15  # relative distance that still counts

NINE: Final = {
    "designs": "designs an author",
    "gini": "Gini of designs over authors",
    "active_1m": "authors active for a month or more",
    "active_3m": "authors active for three months or more",
    "again_low": "hand in again, first design in the lowest fifth",
    "again_top": "hand in again, first design in the top tenth",
    "again_printed": "hand in again, first design printed",
    "votes_gini": "Gini of votes within a challenge",
    "top_prints": "prints from the tenth with the best scores",
}
VERSIONS: Final = ("before", "stickiness", "votes", "reception")
GROUPS: Final = {
    "late": "first seen after 12 weeks (`liked` is chosen on them)",
    "early": "first seen before (not used)",
}
ENDS: Final = {"low": "lowest fifth", "top": "top tenth"}


def estimates(runs: pd.DataFrame) -> dict[str, Estimate]:
    """The mean over runs of each figure, with its interval."""
    figures = runs.select_dtypes("number")
    return {name: mean(figures[name].to_numpy()) for name in figures}


def holds(found: float, row: pd.Series) -> bool:
    """Whether a figure is within 15 % of the record's, or inside its interval."""
    inside = row["low"] <= found <= row["high"]
    return bool(inside or abs(found / row["value"] - 1) <= NEAR)


def held(known: pd.DataFrame, versions: pd.DataFrame) -> pd.DataFrame:
    """One row a figure: the record's, those of the simple statistic and of each version."""
    record = known.set_index("figure")
    found = {name: estimates(runs) for name, runs in versions.groupby("version", sort=False)}
    rows = []
    for figure in NINE:
        row = {"figure": figure, "record": record.loc[figure], "simple": record["simple"][figure]}
        row["simple_holds"] = holds(row["simple"], record.loc[figure])
        for name in VERSIONS:
            row[name] = found[name][figure]
            row[f"{name}_holds"] = holds(row[name].value, record.loc[figure])
        rows.append(row)
    return pd.DataFrame(rows)


def distance(returns: pd.Series, group: str) -> float:
    """How far returns after the top tenth lie above those after the lowest fifth, in log odds."""
    return float(logit(returns[f"{group}_top"]) - logit(returns[f"{group}_low"]))


def chosen(known: pd.DataFrame, liked: pd.DataFrame) -> float:
    """The value of `liked` whose distance between top and bottom is nearest to late authors'."""
    aim = distance(known.set_index("figure")["value"], "late")
    means = liked.groupby("liked").mean(numeric_only=True)
    return float(min(means.index, key=lambda value: abs(distance(means.loc[value], "late") - aim)))


def returns(known: pd.DataFrame, liked: pd.DataFrame) -> pd.DataFrame:
    """Returns by the first design's rank, of authors that `liked` is chosen on and of others."""
    record = known.set_index("figure")
    rows = []
    for group, said in GROUPS.items():
        for end, rank in ENDS.items():
            figure = f"{group}_{end}"
            row = {"authors": said, "first design": rank, "record": bare(record.loc[figure])}
            for value, runs in liked.groupby("liked", sort=False):
                found = mean(runs[figure].to_numpy())
                row[f"liked {value:g}"] = starred(found, holds(found.value, record.loc[figure]))
            rows.append(row)
    return pd.DataFrame(rows)


def bare(row: pd.Series) -> str:
    """A figure of the record with its interval."""
    return Estimate(row["value"], row["low"], row["high"]).bare


def starred(found: Estimate, good: bool) -> str:
    """A figure of the model, with a star where it misses."""
    return found.bare + ("" if good else " *")


def write_found(source: Path, folder: Path) -> None:
    """Write the page about what is kept, and print its table."""
    known, versions, liked, openideo = (
        pd.read_csv(source / f"{name}.csv") for name in ("known", "versions", "liked", "openideo")
    )
    table = held(known, versions)
    rows = [
        {
            "figure": NINE[row["figure"]],
            "record": bare(row["record"]),
            "simple": number(row["simple"]) + ("" if row["simple_holds"] else " *")
            if not np.isnan(row["simple"])
            else "–",
            **{name: starred(row[name], row[f"{name}_holds"]) for name in VERSIONS},
        }
        for row in table.to_dict("records")
    ]
    hits = {name: int(table[f"{name}_holds"].sum()) for name in ("simple", *VERSIONS)}
    unfitted = table[table["figure"] != "top_prints"]
    free = {name: int(unfitted[f"{name}_holds"].sum()) for name in VERSIONS}
    tests = unfitted[~unfitted["figure"].isin(["again_low", "again_top"])]
    six = {name: int(tests[f"{name}_holds"].sum()) for name in VERSIONS}
    levers = versions.groupby("version")[["stickiness", "crowd_weight", "one_timers"]].mean()
    missed = [NINE[f] for f in table.loc[~table["reception_holds"], "figure"]]
    misses = f"What misses: {'; '.join(missed)}." if missed else "None misses."
    best = chosen(known, liked)
    told = returns(known, liked)
    text = f"""# Threadless in mid-life

*Written by `.venv/bin/python -m experiments.threadless.run DATA`.*

Does one psychology, the same as everywhere else, give what 12,473 authors of 33,951 designs did in
43 weeks, once the model knows how sticky the community is and how it votes? A year is played before
the 43 weeks that are looked at, since the record starts in mid-life.

Taken from the record: the number of designs (size of the crowd), the share of authors with one
design, {number(0.5701)} (stickiness), how votes are cast (all designs seen alike, scores hidden, a
week of scoring), and the share of prints from the tenth with the best scores (crowd weight, in the
last two versions). So the last of the nine figures below is fitted. The two returns by the first
design's rank
are what the default of `leaving.liked` was sized to, so in the last version they are no test
either;
the other six are.

Versions, each on top of the one before it: **before** the new mechanisms; **stickiness** fitted to
the one-timers; **votes** cast as there; **reception**, by which authors of ideas that the crowd
likes stay more often (`leaving.liked` at its default, −2). **Simple** is what one gets without a
model: a log-series with the record's one-timers, equal returns for all, votes by chance with the
record's mean, prints by lot.

A star marks what is neither within 15 % of the record's value nor inside its interval (95 %; of the
Gini of votes, the 5th to 95th percentile of 51 challenges). Intervals of the model are those of the
mean over {len(versions) // len(VERSIONS)} runs.

{markdown(pd.DataFrame(rows))}

**Hits, of nine:** simple {hits["simple"]}, before {hits["before"]}, stickiness
{hits["stickiness"]}, votes {hits["votes"]}, reception {hits["reception"]}. Without the figure that
crowd weight is fitted to, of eight: before {free["before"]}, stickiness {free["stickiness"]}, votes
{free["votes"]}, reception {free["reception"]}. Of the six that nothing was chosen on: before
{six["before"]}, stickiness {six["stickiness"]}, votes {six["votes"]}, reception
{six["reception"]}. {misses}
Stickiness comes out at {number(levers.loc["stickiness", "stickiness"])}, then
{number(levers.loc["votes", "stickiness"])}, then {number(levers.loc["reception", "stickiness"])}
with reception; crowd weight at {levers.loc["reception", "crowd_weight"]:.2f}. One-timers,
fitted in the last three, come out at {number(levers.loc["before", "one_timers"])} before and
{number(levers.loc["reception", "one_timers"])} at the end.

## Reception: chosen on some authors, shown on others

Authors first seen after 12 weeks hand in again in 41 % of cases after a first design in the lowest
fifth, and in 55 % after one in the top tenth. What reception should explain is the distance between
the two, in log odds; how many return at all is up to stickiness. Of the values tried, {best:g}
comes nearest to the distance of these authors. The others, first seen in the first 12 weeks, were
not used; their figures are those of all authors less those of the late ones. Stickiness and crowd
weight are fitted anew for each value.

{markdown(told)}

{_reception(known, liked, best)}

## OpenIDEO, which `liked` never saw

The preset as it is, with `leaving.liked` at 0 and at −2, and stickiness fitted to the one-timers
each time ({_fitted(openideo)}). The psychology was calibrated to most of these figures with `liked`
at 0, so that they are no news by themselves; whether they get better with −2 is.

{markdown(_unseen(openideo))}

{_counted(openideo)}

**How far it can be trusted.** Printed authors are few (91), so that return is known to within nine
points. Scores of 0 to 5 are played as votes, and a design's rank is that of its votes; in the
record it is that of its mean score. That voting belongs to a mechanism and not to the size of the
public
was settled with this record in sight, and 15 % is a wide mark.

**What it does not do.** The year before the record is one of growth: those who were there for years
are missing. Themed challenges run beside the open one there; here one call follows another.
"""
    told_with_minus = re.sub(r"(?<=[ (])-(?=\d)", "−", paragraphs(text))
    write(folder / "found.md", told_with_minus)
    print(markdown(pd.DataFrame(rows)))


def _reception(known: pd.DataFrame, liked: pd.DataFrame, best: float) -> str:
    """In words: the distance between top and bottom, on the authors that were not used."""
    record = known.set_index("figure")["value"]
    means = liked.groupby("liked").mean(numeric_only=True)
    said = []
    for group, who in (("late", "late authors"), ("early", "the others")):
        gaps = [
            f"{distance(means.loc[value], group):.2f} with {value:g}"
            for value in sorted({0.0, best, -2.0}, reverse=True)
        ]
        said.append(f"of {who} it is {distance(record, group):.2f} there, and {listed(gaps)}")
    late = means[["late_low", "late_top"]].max()
    return (
        f"The distance, in log odds: {said[0]}; {said[1]}. The default, −2, was sized to the "
        "returns of all authors together, so for it neither group is unseen. Hits of the nine, by "
        f"value: {_by_value(known, liked)}. At no value do late authors come back as often as "
        f"there ({late['late_low']:.2f} after the lowest fifth at most, {late['late_top']:.2f} "
        "after the top tenth): the regulars who were there from the start stand out too much."
    )


def _by_value(known: pd.DataFrame, liked: pd.DataFrame) -> str:
    """How many of the nine hold with each value of `liked`."""
    record = known.set_index("figure")
    means = liked.groupby("liked", sort=False).mean(numeric_only=True)
    return ", ".join(
        f"{sum(holds(row[figure], record.loc[figure]) for figure in NINE)} with {value:g}"
        for value, row in means.iterrows()
    )


def _fitted(openideo: pd.DataFrame) -> str:
    values = openideo.groupby("liked", sort=False)["stickiness"].first()
    return " and ".join(number(x) for x in values)


def _unseen(openideo: pd.DataFrame) -> pd.DataFrame:
    """One row a figure of OpenIDEO: published, and predicted with and without reception."""
    rows = []
    for figure, part in openideo.groupby("figure", sort=False):
        if part["status"].iloc[0] == "fitted" or figure == "one_timers":
            continue
        first = part.iloc[0]
        published = Estimate(first["published"], first["published_low"], first["published_high"])
        row = {"figure": f"`{figure}`", "published": published.bare}
        if first["published_low"] == first["published_high"]:
            row["published"] = number(first["published"])
        for found in part.to_dict("records"):
            cell = Estimate(found["predicted"], found["low"], found["high"]).bare
            mark = "" if found["inside"].startswith("yes") else " *"
            row[f"liked {found['liked']:g}"] = cell + mark
        rows.append(row)
    return pd.DataFrame(rows)


def _counted(openideo: pd.DataFrame) -> str:
    judged = openideo[(openideo["status"] != "fitted") & (openideo["figure"] != "one_timers")]
    hits = judged["inside"].str.startswith("yes").groupby(judged["liked"]).sum()
    total = judged["figure"].nunique()
    back = judged[judged["figure"].str.startswith("again_")].set_index(["figure", "liked"])
    found = back["predicted"]
    return (
        "Inside the predicted interval (90 %, of one further run), or touching the published "
        f"range, of {total}: {hits[0.0]} with 0, {hits[-2.0]} with −2. Who won comes back in "
        f"{number(found['again_selected', 0.0])} of cases with 0 and in "
        f"{number(found['again_selected', -2.0])} with −2, against "
        f"{number(back['published']['again_selected', 0.0])}; who did not, in "
        f"{number(found['again_not_selected', 0.0])} and "
        f"{number(found['again_not_selected', -2.0])}, against "
        f"{number(back['published']['again_not_selected', 0.0])}."
    )
