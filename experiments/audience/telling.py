"""What was found about audiences and contributors, as a page and a picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cocreation_sim.files import write
from cocreation_sim.plots.style import BLACK, BLUE, GREY, ORANGE, styled
from cocreation_sim.random_arrays import node, uniforms
from cocreation_sim.wording.tables import markdown
from experiments.telling import paragraphs

if TYPE_CHECKING:
    from matplotlib.figure import Figure

NAMES: Final = {
    "ideascale": "Idea communities",
    "wikis": "Wikis",
    "devpost": "Hackathons",
    "topcoder": "TopCoder",
    "podlings": "Apache podlings",
    "rladies": "R-Ladies",
}
VERSIONS: Final = ("before", "with")
DRAWS: Final = 400
WORLDS: Final = "\n".join(
    (
        "- Idea communities: `idea-community`. Their record's contributors are people who did "
        "anything, so here those count who voted or contributed; communities under 20 ideas are "
        "left out, as there.",
        "- Wikis: `open-platform` for two years, nothing waiting for review; devices are people "
        "who have heard of it, pieces are edits. The real audiences are a thousand times larger; "
        "their span (a factor of 1,550) is kept, not their size.",
        "- Hackathons and TopCoder: their presets; contests in which nobody handed in do not "
        "count. The preset `topcoder` ships with rivalry 0 for now, since its other figures were "
        "fitted without it; the rivalry chosen here is not in it.",
        "- Podlings: `open-source` for two years, nothing waiting for review; pieces stand for "
        "e-mails and for commits alike, contributors for people and for committers. Spillover is "
        "chosen on e-mails alone, so commits are shown without a trait of their own.",
        "- R-Ladies: `workshop` as the nearest, a single meeting of so many members; the record "
        "has the median meeting of a chapter.",
    )
)
SHOWN: Final = 2  # the half that no trait was chosen on


def exponent(x: NDArray[np.float64], y: NDArray[np.float64]) -> float:
    """To which power y grows with x: the slope of its logarithm on that of x.

    Examples
    --------
    >>> x = np.array([1.0, 4.0, 9.0])
    >>> round(exponent(x, 3 * np.sqrt(x)), 6)
    0.5
    """
    x, y = np.log(x), np.log(y)
    x = x - x.mean()
    return float((x * (y - y.mean())).sum() / (x * x).sum())


def intervals(played: pd.DataFrame) -> pd.DataFrame:
    """The model's exponents with intervals, from draws of as many communities."""
    rows = []
    for (kind, pair, version), part in played.groupby(["kind", "pair", "version"], sort=False):
        x, y = (np.repeat(part[side].to_numpy(float), part["count"]) for side in "xy")
        picks = (uniforms(node(1, "exponent"), DRAWS, len(x)) * len(x)).astype(int)
        low, high = np.quantile([exponent(x[k], y[k]) for k in picks], [0.025, 0.975])
        row = {"kind": kind, "pair": pair, "version": version, "exponent": exponent(x, y)}
        rows.append(row | {"low": low, "high": high, "played": len(x)})
    return pd.DataFrame(rows)


def held(known: pd.DataFrame, played: pd.DataFrame) -> pd.DataFrame:
    """One row a pair: the half that is shown, and what simple statistics and the model give."""
    found = intervals(played).set_index(["kind", "pair", "version"])
    rows = []
    for (kind, pair), part in known.groupby(["kind", "pair"], sort=False):
        halves = part.set_index("half")
        shown = halves.loc[SHOWN]
        guesses = {"equal": 1.0, "half": halves["exponent"][1]}
        guesses |= {name: found["exponent"][kind, pair, name] for name in VERSIONS}
        row = {"kind": kind, "pair": pair, "shown": shown, "all": halves.loc[0]}
        row |= {f"{name}_ends": found.loc[(kind, pair, name)] for name in VERSIONS}
        for name, guess in guesses.items():
            row[name] = guess
            row[f"{name}_holds"] = bool(shown["low"] <= guess <= shown["high"])
        rows.append(row)
    return pd.DataFrame(rows)


def bare(row: pd.Series) -> str:
    """An exponent with its interval."""
    return f"{row['exponent']:.2f} ({row['low']:.2f} to {row['high']:.2f})"


def traits(tried: pd.DataFrame) -> pd.DataFrame:
    """The value of each trait that was chosen: the last row of what was tried."""
    return tried.groupby(["kind", "trait"], sort=False).last().reset_index()


def write_found(source: Path, folder: Path) -> None:
    """Write the page about what is kept, and print its table."""
    known, tried, played = (
        pd.read_csv(source / f"{name}.csv") for name in ("known", "tried", "played")
    )
    table = held(known, played)
    stars = {True: "", False: " *"}
    rows = [
        {
            "kind": NAMES[row["kind"]],
            "what grows with what": row["pair"].replace(" > ", " → "),
            "real, half shown": bare(row["shown"]),
            "real, half chosen on": f"{row['half']:.2f}{stars[row['half_holds']]}",
            **{name: bare(row[f"{name}_ends"]) + stars[row[f"{name}_holds"]] for name in VERSIONS},
        }
        for row in table.to_dict("records")
    ]
    hits = {name: int(table[f"{name}_holds"].sum()) for name in ("equal", "half", *VERSIONS)}
    missed = [
        f"{NAMES[row['kind']]} ({row['pair'].replace(' > ', ' → ')}: {row['with']:.2f}, real "
        f"{bare(row['shown'])})"
        for row in table.to_dict("records")
        if not row["with_holds"]
    ]
    found = intervals(played).set_index(["version", "kind", "pair"])
    shipped = [
        f"{NAMES[kind]} ({pair.replace(' > ', ' → ')}) {bare(row)}"
        for (kind, pair), row in found.loc["shipped"].iterrows()
    ]
    misses = f"Missed with the traits: {'; '.join(missed)}." if missed else "None is missed."
    text = f"""# Audiences, contributors and their work

*Written by `.venv/bin/python -m experiments.audience.run DATA`.*

![audience](plot.png)

Do ten times as many people bring ten times as much? In real campaigns they rarely do: those who
take part grow with the audience, and what is done with those who take part, to powers that differ
from kind to kind. Without traits of a campaign's community the model's powers are mostly near 1.
Three traits change that: **dilution** (who hears of it last cares least), **rivalry** (ideas get
taken; entrants discourage one another) and **spillover** (work breeds work).

Exponents are slopes of logarithms, where neither side is 0. The campaigns of each kind are split in
random halves: each trait is chosen so that the model's exponent is that of one half, and shown on
the interval (95 %, from draws of as many campaigns) of the other. **Before** is the model without
the traits, **with** the model with them, each in communities with other luck than those the traits
were chosen on. A star marks what lies outside the interval of the half that is shown.

{markdown(pd.DataFrame(rows))}

**Hits, of {len(table)}:** exponent 1 (as much more as there are more people) {hits["equal"]}; the
other half's own exponent, which needs no model, {hits["half"]}; the model before {hits["before"]};
with the traits {hits["with"]}. {misses}
The other half's exponent is what one trait for each exponent can at best be expected to reach.

## What was chosen

{markdown(_chosen(known, tried))}

{_unreached(tried, known)}

With the traits that the presets ship with, fitted roughly beforehand, exponents are:
{"; ".join(shipped)}.

How many would take part at all (`community.interested`, where 1,000 hear of it) is set where
dilution is: 0.5 in idea communities, 0.3 in wikis, 0.05 in R-Ladies; it moves the level and, once
everybody would take part, stops dilution from acting.

## Which world stands for which kind

{WORLDS}

**How far it can be trusted.** Exponents across campaigns are not effects: those with a larger
audience are also older, better known, or of another sort. That one trait is chosen for each
exponent makes a hit a matter of course where the halves agree; what is tested is that the trait
can bear it,
over the whole span of sizes, and that the halves agree. Simulated communities have luck too: with
the trait chosen, other communities give exponents that differ from the one aimed at by up to
{_luck(table, tried):.2f}. {_doubt(table)}

**What it does not do.** No trait is predicted from what a firm knows beforehand. Nothing tells why
ideas get taken in idea communities but work breeds work in wikis; that is put in by kind. Levels
(editors for each device) are not compared.
"""
    write(folder / "found.md", paragraphs(text))
    print(markdown(pd.DataFrame(rows)))


def _chosen(known: pd.DataFrame, tried: pd.DataFrame) -> pd.DataFrame:
    target = known[known["half"] == 1].set_index(["kind", "pair"])["exponent"]
    return pd.DataFrame(
        [
            {
                "kind": NAMES[row["kind"]],
                "trait": row["trait"],
                "value": f"{row['value']:.2f}",
                "chosen on": row["pair"].replace(" > ", " → "),
                "exponent aimed at": f"{target[row['kind'], row['pair']]:.2f}",
            }
            for row in traits(tried).to_dict("records")
        ]
    )


def _unreached(tried: pd.DataFrame, known: pd.DataFrame) -> str:
    """Where no value tried gives the exponent that was aimed at."""
    target = known[known["half"] == 1].set_index(["kind", "pair"])["exponent"]
    said = []
    for (kind, trait), part in tried.groupby(["kind", "trait"], sort=False):
        found, aim = part["exponent"].iloc[:-1], target[kind, part["pair"].iloc[0]]
        if not found.min() <= aim <= found.max():
            said.append(
                f"No {trait} tried gives {NAMES[kind]} the exponent aimed at, {aim:.2f} "
                f"(from {found.min():.2f} to {found.max():.2f}); the nearest is taken."
            )
    return " ".join(said) or "Every exponent aimed at is reached by some value."


def _luck(table: pd.DataFrame, tried: pd.DataFrame) -> float:
    """How far exponents with the traits lie from those aimed at, at most."""
    aimed = traits(tried)[["kind", "pair"]].merge(table, on=["kind", "pair"])
    return float((aimed["with"] - aimed["half"]).abs().max())


def _doubt(table: pd.DataFrame) -> str:
    wide = table[[row["high"] - row["low"] > 0.3 for row in table["shown"]]]
    named = ", ".join(
        f"{NAMES[k]} ({p.replace(' > ', ' → ')})" for k, p in wide[["kind", "pair"]].values
    )
    return f"Intervals wider than 0.3 tell little: {named}." if named else ""


def picture(source: Path) -> Figure:
    """Exponents of the half that is shown, and the model's without and with the traits."""
    known, played = (pd.read_csv(source / f"{name}.csv") for name in ("known", "played"))
    table = held(known, played)
    places = np.arange(len(table))[::-1].astype(float)
    looks = (
        ("shown", "real, half not chosen on", BLACK, "o", 0.22),
        ("before_ends", "model before", ORANGE, "s", 0.0),
        ("with_ends", "model with the traits", BLUE, "D", -0.22),
    )
    with styled(9.5, 6.2) as figure:
        ax = figure.subplots()
        ax.axvline(1.0, color=GREY, linewidth=1, linestyle=":", zorder=1)
        for column, label, colour, marker, shift in looks:
            found = pd.DataFrame(list(table[column]))
            ends = [found["exponent"] - found["low"], found["high"] - found["exponent"]]
            ax.errorbar(
                found["exponent"], places + shift, xerr=ends, fmt=marker, color=colour, label=label,
                markersize=6, linewidth=2, capsize=3,
            )  # fmt: skip
        names = [
            f"{NAMES[k]}\n{p.replace(' > ', ' → ')}" for k, p in table[["kind", "pair"]].values
        ]
        ax.set_yticks(places, names)
        ax.set_xlabel("exponent (1: in proportion)")
        ax.set_ylim(-0.6, len(table) - 0.4)
        ax.grid(axis="x")
        figure.legend(loc="outside upper center", ncols=3, frameon=False)
    return figure
