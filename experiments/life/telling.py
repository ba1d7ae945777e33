"""What was found about how communities age, as a page."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from cocreation_sim.files import write
from cocreation_sim.wording.numbers import number
from cocreation_sim.wording.tables import markdown
from experiments.telling import paragraphs

FIGURES: Final = {
    "busiest": "position of the busiest year, as a share of life",
    "decline": "last year over the busiest year",
    "late_newcomers": "share of newcomers in the second half of life",
    "top_person": "share of the most active person",
}
CHOSEN_ON: Final = ("busiest", "decline")


def middle(lives: pd.DataFrame, half: int, case: str) -> pd.Series:
    """Median over the communities of a half of the median of their simulated lives."""
    part = lives[(lives["half"] == half) & (lives["case"] == case)]
    return part.groupby("community")[list(FIGURES)].median().median()


def chosen(fits: pd.DataFrame, lives: pd.DataFrame, half: int) -> str:
    """The life of open work that is nearest to a half, in logits of what it is chosen on."""
    known = fits.loc[fits["half"] == half, list(CHOSEN_ON)].median()
    cases = [case for case in lives["case"].unique() if case.startswith("work ")]

    def misfit(case: str) -> float:
        found = middle(lives, half, case)[list(CHOSEN_ON)]
        off = np.log(found / (1 - found)) - np.log(known / (1 - known))
        return float((off * off).sum())

    return min(cases, key=misfit)


def held(fits: pd.DataFrame, lives: pd.DataFrame) -> pd.DataFrame:
    """One row a half and figure: the middle half of the real ones, and simulated medians."""
    rows = []
    for half in (0, 1):
        best = chosen(fits, lives, 1 - half)
        real = fits.loc[fits["half"] == half, list(FIGURES)].quantile([0.25, 0.5, 0.75])
        cases = {"steady": "steady", "arrivals": "work 0.0", "both": best}
        means = {name: middle(lives, half, case) for name, case in cases.items()}
        for name in FIGURES:
            low, median, high = real[name]
            row = {"half": half + 1, "figure": name, "low": low, "real": median, "high": high}
            for case, found in means.items():
                row[case] = found[name]
                row[f"{case}_inside"] = bool(low <= found[name] <= high)
            rows.append(row | {"chosen": best})
    return pd.DataFrame(rows)


def write_found(source: Path, folder: Path) -> None:
    """Write the page about the fits and lives that are kept, and print its table."""
    fits, lives = pd.read_csv(source / "fits.csv"), pd.read_csv(source / "lives.csv")
    table = held(fits, lives)
    rows = [
        {
            "half": row["half"],
            "figure": FIGURES[row["figure"]],
            "real (middle half)": f"{number(row['real'])} ({number(row['low'])} to "
            f"{number(row['high'])})",
            **{
                case: number(row[case]) + ("" if row[f"{case}_inside"] else " *")
                for case in ("steady", "arrivals", "both")
            },
        }
        for row in table.to_dict("records")
    ]
    inside = {case: int(table[f"{case}_inside"].sum()) for case in ("steady", "arrivals", "both")}
    shares = [f"{float(best.split()[1]):g}" for best in table.groupby("half")["chosen"].first()]
    text = f"""# How communities age

*Written by `.venv/bin/python -m experiments.life.run DATA`.*

Sixteen open-source communities, split in halves (every second by name). Newcomers follow
(t/peak)^r · exp(r (1 − t/peak)): rise r {number(fits["rise"].median())} in the middle (from
{number(fits["rise"].min())} to {number(fits["rise"].max())}), and a gain of
{number(fits["gain"].sum())} in log-likelihood over steady arrivals, all communities together (two
numbers more for each). Where committers recorded others' patches under their own names before the
project used git (ant, commons-lang, thrift, jmeter), early newcomers are hidden and the peak comes
out too late.

Each half is played three ways: **steady** as before; **arrivals** that rise and fall as those of
the other half do (`outreach.rise`, `outreach.peak`); and **both**, where open work runs out as well
(`brief.work_life`; one number for all, chosen on the other half: {" and ".join(shares)} of a life).
Medians over communities of the medians of their simulated lives; a star marks what lies outside the
middle half of the real ones.

{markdown(pd.DataFrame(rows))}

Inside the middle half, of {len(table)}: steady {inside["steady"]}, arrivals {inside["arrivals"]},
both {inside["both"]}.

**What it says.** Newcomers alone do not explain why communities decline: their busiest year lies at
{number(fits["busiest_newcomers"].median())} of life, that of contributions at
{number(fits["busiest"].median())} (medians). What falls is what those who are there do:
contributions a head and month in the last third of life are
{number(fits["work_a_head"].median())} times those in
the first, and fewer in {(fits["work_a_head"] < 1).sum()} of {len(fits)} communities.

**How far it can be trusted.** That less open work slows those who know the way, and not only
shortens what they do, was settled with six communities of both halves in sight; only how long work
lasts was chosen on one half and shown on the other. Lives are few, and medians have no intervals.

**What it does not do.** The most
active person does too little: founders, and a longer tail of what people do, are still missing.
Effort, pieces and crowd of each community were fitted with work without end, so volumes come out
lower with `both` until they are fitted anew; no preset uses it yet.
"""
    write(folder / "found.md", paragraphs(text))
    print(table.to_string())
