"""What was found about how votes spread over ideas, as a page."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from cocreation_sim.files import write
from cocreation_sim.random_arrays import node, uniforms
from cocreation_sim.wording.tables import markdown
from experiments.telling import Estimate, mean, paragraphs

KINDS: Final = {
    "budgets": "participatory budgets",
    "catalyst": "Catalyst",
    "openideo": "OpenIDEO",
    "threadless": "Threadless",
}
ITS_OWN: Final = {
    "budgets": (0.0, True, True),
    "catalyst": (0.0, True, False),
    "openideo": (0.0, False, False),
    "threadless": (0.0, True, False),
}
"""How each votes: spotlight, a time for voting, a fixed number of votes."""
BEFORE: Final = (1.0, False, False)
FUND: Final = {"funded": "share of proposals funded", "spent": "money spent over budget"}
NEAR: Final = 0.15
DRAWS: Final = 500


def said(way: tuple[Any, ...]) -> str:
    """A way of voting in words."""
    spotlight, phase, ballot = way
    return ", ".join(
        (
            "gallery" if spotlight else "list",
            "votes at the end" if phase else "votes all along",
            "two each" if ballot else "as many as one likes",
        )
    )


def spread(values: pd.Series) -> Estimate:
    """Median, 5th and 95th percentile."""
    low, middle, high = values.quantile([0.05, 0.5, 0.95])
    return Estimate(middle, low, high)


def ginis_of(found: Estimate) -> str:
    """A Gini or share with its ends, all with two decimals."""
    return f"{found.value:.2f} ({found.low:.2f} to {found.high:.2f})"


def moved(change: float) -> str:
    """A change of a Gini with its sign."""
    return f"{change:+.2f}".replace("-", "−")


def middle(values: pd.Series) -> Estimate:
    """Median with its interval, from draws of as many campaigns."""
    found = values.to_numpy()
    picks = (uniforms(node(1, "median"), DRAWS, len(found)) * len(found)).astype(int)
    low, high = np.quantile(np.median(found[picks], axis=1), [0.025, 0.975])
    return Estimate(float(np.median(found)), float(low), float(high))


def held(known: pd.DataFrame, ginis: pd.DataFrame) -> pd.DataFrame:
    """One row a kind and way of voting: the model's Gini, and whether it holds."""
    real = known[known["half"] == 0].set_index("kind")
    rows = []
    for (kind, *way), part in ginis.groupby(["kind", "spotlight", "phase", "ballot"], sort=False):
        found = spread(part["gini"])
        row = real.loc[kind]
        near = abs(found.value / row["median"] - 1) <= NEAR
        inside = row["low"] <= found.value <= row["high"]
        rows.append(
            {"kind": kind, "way": tuple(way), "found": found, "inside": inside, "near": near}
        )
    return pd.DataFrame(rows)


def _real_rows(known: pd.DataFrame) -> list[dict[str, str]]:
    """Rows of real campaigns, by halves too, and of what chance and the other half give."""
    rows = []
    for half, name in ((0, "**real**"), (1, "real, one half"), (2, "real, other half")):
        part = known[known["half"] == half].set_index("kind")
        ends = ("median", "low", "high") if half == 0 else ("median", "median_low", "median_high")
        cells = {k: ginis_of(Estimate(*part.loc[k, list(ends)])) for k in KINDS}
        rows.append({"votes": name, **{KINDS[k]: cell for k, cell in cells.items()}})
    part = known[known["half"] == 0].set_index("kind")
    rows.append({"votes": "by chance", **{KINDS[k]: f"{part['chance'][k]:.2f}" for k in KINDS}})
    for half, name in ((1, "one half"), (2, "the other half")):
        of_other = known[known["half"] == half].set_index("kind")["lognormal"]
        cells = {KINDS[k]: f"{of_other[k]:.2f}" for k in KINDS}
        rows.append({"votes": f"lognormal, for {name}", **cells})
    return rows


def write_found(source: Path, folder: Path) -> None:
    """Write the page about what is kept, and print its table."""
    known, ginis, funded, support = (
        pd.read_csv(source / f"{name}.csv") for name in ("known", "ginis", "funded", "support")
    )
    table = held(known, ginis)
    rows = _real_rows(known)
    for way in sorted(set(table["way"]), key=lambda w: (-w[0], w[1], w[2])):
        row = {"votes": said(way)}
        for kind in KINDS:
            one = table[(table["kind"] == kind) & (table["way"] == way)].iloc[0]
            cell = ginis_of(one["found"]) + ("" if one["inside"] else " *")
            row[KINDS[kind]] = f"**{cell}**" if ITS_OWN[kind] == way else cell
        rows.append(row)
    own = table[[ITS_OWN[k] == w for k, w in zip(table["kind"], table["way"], strict=True)]]
    before = table[[w == BEFORE for w in table["way"]]]
    nearest = "; ".join(_own_words(known, ginis, kind) for kind in KINDS)
    fives = known[known["kind"] == "threadless fives"].iloc[0]
    own_threadless = of_way(ginis, "threadless", ITS_OWN["threadless"])["gini"].median()
    text = f"""# How votes spread over ideas

*Written by `.venv/bin/python -m experiments.votes.run DATA`.*

Votes are shared out unequally, but not everywhere alike: their Gini is 0.2 to 0.5 within real
campaigns. Does one psychology give these, once the model knows how votes are cast? Three things are
varied: whether new and appealing ideas draw more looks (`selection.spotlight` 1, a **gallery**) or
all are seen alike (0, a **list**); whether people vote all along or in a time of its own at the end
(`selection.voting_time`); and whether they have a fixed number of votes (`selection.votes_each`,
two) or as many as they like. In each case only the size of the voting public is fitted, to the
votes an idea gets; the psychology is the same throughout.

Real Ginis are medians and 5th to 95th percentiles: {_many(known)}. Those of halves (odd and even
campaigns) have the interval of the median. The model's are medians and 5th to 95th percentiles of
its campaigns; budgets and calls are played in all sizes. Bold: how votes are really cast there, as
the records and rules of the game tell; a star marks a median outside the real range.

{markdown(pd.DataFrame(rows))}

**Hits, of four.** Cast as they are there: {own["inside"].sum()} inside the real range,
{own["near"].sum()} within 15 % of the real median. As in a gallery, all along, without a limit (all
that the model knew before): {before["inside"].sum()} and {before["near"].sum()}. Medians with their
intervals, as votes are cast there: {nearest}.

**What does it.** {_contrast(ginis)}

**Simple statistics.** {_simple(known, ginis)} The lognormal takes its spread from campaigns of the
same kind, which the model does not, and says nothing of a change of rules.

## The fund: what is funded, what is spent

{_funds(funded)}

## Without ballots: support that gathers in public

{_support(support)}

**How far it can be trusted.** How strongly appeal moves votes (0.55) was sized to participatory
budgets, so that column is no test. OpenIDEO's applause was read after the end and contains the
shortlist's exposure. On Threadless the Gini is that of the number of scores a design got, and the
model's votes are fitted to fives (60 a design): the Gini of fives within a challenge is
{fives["median"]:.2f} ({fives["low"]:.2f} to {fives["high"]:.2f}; every fifth design),
against the model's {own_threadless:.2f}. The column `part` of the ballots is 0 for 26 of them
only, too few for a
half; so odd and even ones are taken. How long the time for
voting lasts (a third of a round, half on Threadless) is assumed, but for Threadless.

**What it does not do.** Real campaigns of one kind differ more from each other than simulated ones,
whose spread is only luck and size.
"""
    write(folder / "found.md", paragraphs(text))
    print(markdown(pd.DataFrame(rows)))


def _many(known: pd.DataFrame) -> str:
    counts = known[known["half"] == 0].set_index("kind")["campaigns"]
    return ", ".join(f"{counts[k]:.0f} {_of(k)}" for k in KINDS)


def _of(kind: str) -> str:
    return {
        "budgets": "ballots on participatory budgets",
        "catalyst": "calls of the fund Catalyst",
        "openideo": "challenges of OpenIDEO (concepts)",
        "threadless": "themed challenges of Threadless",
    }[kind]


def _simple(known: pd.DataFrame, ginis: pd.DataFrame) -> str:
    """How far the medians of both halves are missed on average, by what."""
    halves = known[known["half"] > 0]
    off: dict[str, list[float]] = {name: [] for name in ("chance", "lognormal", "own", "before")}
    for row in halves.to_dict("records"):
        guesses = {
            "chance": row["chance"],
            "lognormal": row["lognormal"],
            "own": of_way(ginis, row["kind"], ITS_OWN[row["kind"]])["gini"].median(),
            "before": of_way(ginis, row["kind"], BEFORE)["gini"].median(),
        }
        for name, guess in guesses.items():
            off[name].append(abs(guess - row["median"]))
    miss = {name: f"{float(np.mean(values)):.2f}" for name, values in off.items()}
    return (
        f"The medians of the eight halves are missed by {miss['chance']} on average by votes at "
        f"chance (as many at random), by {miss['lognormal']} by a lognormal with the spread of the "
        f"other half, by {miss['own']} by the model with votes cast as they are there, and by "
        f"{miss['before']} by the model before."
    )


def of_way(ginis: pd.DataFrame, kind: str, way: tuple[Any, ...]) -> pd.DataFrame:
    """What was played of a kind in a way of voting."""
    keys = ginis[["spotlight", "phase", "ballot"]] == list(way)
    return ginis[keys.all(axis=1) & (ginis["kind"] == kind)]


def _own_words(known: pd.DataFrame, ginis: pd.DataFrame, kind: str) -> str:
    found = middle(of_way(ginis, kind, ITS_OWN[kind])["gini"])
    real = known[(known["kind"] == kind) & (known["half"] == 0)].iloc[0]
    there = Estimate(*real[["median", "median_low", "median_high"]])
    return f"{KINDS[kind]} {ginis_of(found)}, real {ginis_of(there)}"


def _contrast(ginis: pd.DataFrame) -> str:
    """Mean change of the median Gini over kinds and other ways, of each of the three."""
    medians = ginis.groupby(["kind", "spotlight", "phase", "ballot"])["gini"].median()
    words = {
        "spotlight": ("A list instead of a gallery", 1.0, 0.0),
        "phase": ("a time for voting at the end", False, True),
        "ballot": ("two votes each", False, True),
    }
    parts = []
    for name, (told, without, having) in words.items():
        change = medians.xs(having, level=name) - medians.xs(without, level=name)
        low, high = moved(change.min()), moved(change.max())
        parts.append(f"{told} changes the Gini by {moved(change.mean())} ({low} to {high})")
    by_end = medians.xs(True, level="phase") - medians.xs(False, level="phase")
    listed = by_end.xs(0.0, level="spotlight")
    shown = by_end.xs(1.0, level="spotlight")
    return (
        "; ".join(parts) + ". The range is that over kinds and the other two. Where all are seen "
        "alike, a time for voting at the end takes away the lead of those that came first "
        f"({moved(listed.mean())}); in a gallery the change is {moved(shown.mean())}."
    )


def _funds(funded: pd.DataFrame) -> str:
    own = of_way(funded.assign(kind="catalyst"), "catalyst", ITS_OWN["catalyst"])
    own = own.drop_duplicates("call")
    rank = own["funded"].corr(own["funded_there"], method="spearman")
    plain = own["asked_there"].corr(own["funded_there"], method="spearman")
    off = {
        name: mean((own[name].clip(upper=1) - own["funded_there"]).abs().to_numpy()).bare
        for name in ("funded", "asked_there")
    }
    rows = [
        {
            "over calls": told,
            "real": ginis_of(spread(own[f"{name}_there"])),
            "model": ginis_of(spread(own[name])),
        }
        for name, told in FUND.items()
    ]
    return f"""Each of {len(own)} calls is played on a list with votes at the end, its own budget
and number of proposals, and costs with the middle and spread of what was asked for there
(`selection.budget`, `market.integration_cost_sd`). The best are taken in turn, and one that the
rest does not bear is passed over.

{markdown(pd.DataFrame(rows))}

Medians and 5th to 95th percentiles. The share funded goes with the real one (rank correlation
{rank:.2f}); it is off by {off["funded"]} on average. The budget over all that was asked for, which
needs no model, is off by {off["asked_there"]} (rank correlation {plain:.2f}). Real proposals must
also be approved by voters, and where too few are, money is left: the least that was spent is
{own["spent_there"].min():.2f} of the budget. Here money is the only limit."""


def _support(support: pd.DataFrame) -> str:
    rows = []
    for spotlight, told in ((1.0, "gallery"), (0.0, "list")):
        part = support[support["spotlight"] == spotlight]
        storm, lego = (part[part["kind"] == kind] for kind in ("ideastorm", "lego"))
        rows.append(
            {
                "seen as on a": told,
                "IdeaStorm: votes an idea": mean(storm["votes"].to_numpy()).bare,
                "IdeaStorm: Gini": mean(storm["gini"].to_numpy()).bare,
                "LEGO: share with 10,000": mean(lego["reached"].to_numpy()).bare,
            }
        )
    return f"""{markdown(pd.DataFrame(rows))}

Means over {support.groupby(["kind", "spotlight"]).size().min()} or more runs of the presets, with
everything but the spotlight as it is. Real: 68 votes an idea on IdeaStorm (A18; the preset's public
is fitted to it in a gallery, so only the change is news); 3.0 % of LEGO's ideas with 10,000
supporters in 2020–24 and 0.7 % to 2020 (A5). Both are galleries, in which ideas that are supported
are shown."""
