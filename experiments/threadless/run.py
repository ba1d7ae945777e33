"""Threadless in mid-life: nine figures of its record, with and without each new mechanism.

.venv/bin/python -m experiments.threadless.run DATA [--runs N]

DATA is the folder with `campaigns/facts.csv`. Writes `known.csv`, `versions.csv`, `liked.csv`,
`openideo.csv` and `found.md` beside this file.

A year is played before the 43 weeks that are looked at, so that regulars are there when the record
starts. Of the record are taken: the designs handed in (size of the crowd), the share of authors
with one design (stickiness), how votes are cast, and the share of prints from the tenth with the
best scores (crowd weight). All else is the preset's and the psychology's.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
from scipy.special import logit

import cocreation_sim as cs
from cocreation_sim.files import write
from cocreation_sim.outcomes.measures import gini
from cocreation_sim.random_arrays import node, uniforms
from cocreation_sim.statistics.failure import failure_risk
from cocreation_sim.validation.published import runs_held_against
from experiments.threadless import telling

HERE: Final = Path(__file__).parent
BEFORE, RECORD, LATE = 52.0, 43.0, 12.0  # weeks: played before, looked at, until authors are "late"
MONTH: Final = 30 / 7
DESIGNS, ONE_TIMERS, TOP_PRINTS = 33_951, 0.5701, 0.458
AUTHORS, PRINTS = 12_473, 417
OPENIDEO_ONE_TIMERS: Final = 0.5794
LIST, GALLERY = 6, 18  # real people for each simulated one; galleries take more time
ROUNDS: Final = 5  # of fitting
FIT_RUNS: Final = 2
LIKED: Final = (-1.0, -1.5, -3.0)  # beside those of the versions

OLD_VOTES: Final = {
    "campaign.selection.spotlight": 1.0,
    "campaign.selection.votes_shown": 1.0,
    "campaign.selection.voting_time": 0.0,
    "campaign.crowd_weight": 0.8,  # the preset's until votes were cast as there
}
VERSIONS: Final[Mapping[str, tuple[dict[str, float], tuple[str, ...]]]] = {
    "before": (OLD_VOTES | {"behaviour.leaving.liked": 0.0, telling.STICKINESS: 0.0}, ()),
    "stickiness": (OLD_VOTES | {"behaviour.leaving.liked": 0.0}, (telling.STICKINESS,)),
    "votes": ({"behaviour.leaving.liked": 0.0}, (telling.STICKINESS, telling.CROWD)),
    "reception": ({"behaviour.leaving.liked": -2.0}, (telling.STICKINESS, telling.CROWD)),
}
"""What each version changes in the preset, and what is fitted in it beside the size."""


def play(changes: Mapping[str, Any], size: float, seed: int) -> dict[str, float]:
    """The figures of one run's record."""
    preset = cs.load("threadless")
    stands = GALLERY if changes.get("campaign.selection.spotlight") else LIST
    spend = preset.campaign.outreach.spend * size / preset.population.size
    run = cs.simulate(
        preset.vary(
            {
                "calendar.duration": BEFORE + RECORD,
                "population.represents": stands,
                "population.size": round(size),
                "campaign.outreach.spend": spend,
                "campaign.limits.watch": (),
                **changes,
            }
        ),
        seed=seed,
    )
    return {"submitted": stands * float(_seen(run.ideas).sum()), **figures(run.ideas)}


def _seen(ideas: pd.DataFrame) -> pd.Series:
    return ideas["born"].between(BEFORE, BEFORE + RECORD, inclusive="left")


def figures(ideas: pd.DataFrame) -> dict[str, float]:
    """Figures of the designs born in the weeks that are looked at, as of the record."""
    seen = ideas[_seen(ideas)].sort_values("born")
    votes = seen.groupby("round")["votes"]
    seen = seen.assign(rank=votes.rank(pct=True, method="first"))
    authors = seen.groupby("author")
    count, span = authors.size(), authors["born"].max() - authors["born"].min()
    first = seen.drop_duplicates("author").set_index("author")
    again = count.reindex(first.index) > 1
    low, top = first["rank"] <= 0.2, first["rank"] > 0.9
    late = first["born"] >= BEFORE + LATE
    printed = seen["fate"] == "selected"
    return {
        "one_timers": float((count == 1).mean()),
        "designs": float(count.mean()),
        "gini": gini(count.to_numpy()),
        "active_1m": float((span >= MONTH).mean()),
        "active_3m": float((span >= 3 * MONTH).mean()),
        "again_low": float(again[low].mean()),
        "again_top": float(again[top].mean()),
        "again_printed": float(again[first["fate"] == "selected"].mean()),
        "votes_gini": float(np.median([gini(v.to_numpy()) for _, v in votes if len(v) > 20])),
        "top_prints": float((seen.loc[printed, "rank"] > 0.9).mean()),
        "late_low": float(again[low & late].mean()),
        "late_top": float(again[top & late].mean()),
        "early_low": float(again[low & ~late].mean()),
        "early_top": float(again[top & ~late].mean()),
    }


def many(asked: list[tuple[Mapping[str, Any], float, int]]) -> pd.DataFrame:
    """Figures of several runs at once."""
    with ThreadPoolExecutor() as pool:
        return pd.DataFrame(list(pool.map(lambda one: play(*one), asked)))


def fitted(changes: Mapping[str, float], free: tuple[str, ...]) -> tuple[dict[str, float], float]:
    """The changes with what is free fitted to the record, and the size of the crowd.

    Damped steps in the logits of the shares; the mean of the last three is taken.
    """
    size, at = 400_000.0, {telling.STICKINESS: 1.0, telling.CROWD: 0.15}
    at = {key: at[key] for key in free}
    tried = []
    for step in range(ROUNDS):
        runs = many([({**changes, **at}, size, 100 + FIT_RUNS * step + k) for k in range(FIT_RUNS)])
        found = runs.mean()
        size *= DESIGNS / found["submitted"]
        if telling.STICKINESS in at:
            gap = logit(found["one_timers"]) - logit(ONE_TIMERS)
            at[telling.STICKINESS] += float(1.2 * gap)
        if telling.CROWD in at:
            gap = float(logit(TOP_PRINTS) - logit(found["top_prints"]))
            at[telling.CROWD] = float(np.clip(at[telling.CROWD] + 0.08 * gap, 0.0, 1.0))
        tried.append({**at, "size": size})
    last = {k: float(v) for k, v in pd.DataFrame(tried[-3:]).mean().round(4).items()}
    size = last.pop("size")
    return {**changes, **last}, size


def known(data: Path) -> pd.DataFrame:
    """What the record says, with intervals of 95 %, and what one gets without any model."""
    facts = pd.read_csv(data / "campaigns" / "facts.csv")
    facts = facts[facts["data_set"] == "threadless"].set_index("fact")
    counts = pd.read_csv(data / "campaigns" / "threadless_designs_per_author.csv")
    one_each = np.repeat(counts["designs"], counts["authors"]).to_numpy()

    def again(who: str) -> tuple[float, float, float, float]:
        row = facts.loc[f"submits again, {who}"]
        return float(row["value"]), float(row["low"]), float(row["high"]), float(row["n"])

    late = "authors first seen after 12 weeks, first design in percentiles"
    low, top = (again(f"first design in percentiles {p} of mean score") for p in ("0-20", "90-100"))
    late_low, late_top = (again(f"{late} {p} of mean score") for p in ("0-20", "90-100"))
    spread = facts.loc["scores gini over themed challenges, median [5th, 95th]"]
    rows = {
        "designs": interval(one_each, lambda x: float(x.mean())),
        "gini": interval(one_each, gini),
        **{
            name: share(float(facts.loc[f"designs per author: {name}", "value"]), AUTHORS)
            for name in ("active_1m", "active_3m")
        },
        "again_low": low[:3],
        "again_top": top[:3],
        "again_printed": again("first design printed")[:3],
        "votes_gini": (spread["value"], spread["low"], spread["high"]),
        "top_prints": share(TOP_PRINTS, PRINTS),
        "late_low": late_low[:3],
        "late_top": late_top[:3],
        "early_low": share(*without(low, late_low)),
        "early_top": share(*without(top, late_top)),
    }
    table = pd.DataFrame.from_dict(rows, "index", columns=["value", "low", "high"])
    return table.join(pd.Series(simple(), name="simple")).rename_axis("figure").reset_index()


def without(whole: tuple[float, ...], part: tuple[float, ...]) -> tuple[float, int]:
    """Share and number of those of a group who are not in a part of it."""
    number = round(whole[3] - part[3])
    return (whole[0] * whole[3] - part[0] * part[3]) / number, number


def share(value: float, number: int) -> tuple[float, float, float]:
    """A share of so many, with its interval."""
    found = failure_risk(round(value * number), number, 0.95)
    return value, float(found.low), float(found.high)


def interval(values: np.ndarray, figure: Any) -> tuple[float, float, float]:
    """A figure of people, with the interval of 500 draws of as many people."""
    draws = uniforms(node(1, "people"), 500, len(values))
    found = [figure(values[(row * len(values)).astype(int)]) for row in draws]
    return float(figure(values)), *map(float, np.quantile(found, [0.025, 0.975]))


def simple() -> dict[str, float]:
    """Figures of a log-series with the record's one-timers, of equal returns, of chance votes."""
    k = np.arange(1, 5_000)
    ratios = np.linspace(0.01, 0.9999, 9_999)
    ones = ratios / -np.log1p(-ratios)
    ratio = float(ratios[np.argmin(np.abs(ones - ONE_TIMERS))])
    chance = ratio**k / k / -np.log1p(-ratio)
    below = np.cumsum(chance)
    mean = float((k * chance).sum())
    lorenz = np.cumsum(k * chance) / mean
    area = float((chance * (lorenz + np.concatenate([[0.0], lorenz[:-1]]))).sum())
    assert below[-1] > 0.999
    again = 1 - ONE_TIMERS
    return {
        "designs": mean,
        "gini": 1 - area,
        **dict.fromkeys(("again_low", "again_top", "again_printed"), again),
        **dict.fromkeys(("late_low", "late_top", "early_low", "early_top"), again),
        "votes_gini": float(1 / np.sqrt(np.pi * 348)),  # of Poisson counts with the record's mean
        "top_prints": 0.1,
    }


def openideo() -> pd.DataFrame:
    """Figures of OpenIDEO with and without reception as news, stickiness fitted to one-timers."""
    tables = []
    for liked in (0.0, -2.0):
        changes = {"behaviour.leaving.liked": liked, telling.STICKINESS: -0.2}
        for _ in range(4):
            runs = cs.sweep(cs.load("openideo").vary(changes), {}, 8, 2, progress=False).runs
            gap = float(logit(runs["one_timers"].mean()) - logit(OPENIDEO_ONE_TIMERS))
            changes[telling.STICKINESS] += gap
        scenario = cs.load("openideo").vary(changes)
        runs = cs.sweep(scenario, {}, 24, 1, progress=False).runs
        table = runs_held_against(scenario, "challenges", runs)
        table = table[table["published"].notna()]
        tables.append(table.assign(liked=liked, stickiness=changes[telling.STICKINESS]))
    columns = ["liked", "stickiness", "figure", "predicted", "low", "high", "published"]
    columns += ["published_low", "published_high", "status", "inside"]
    return pd.concat(tables)[columns]


def main() -> None:
    """Fit, play, and write what was found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--runs", type=int, default=8)
    given = parser.parse_args()
    if not (given.data / "campaigns" / "facts.csv").is_file():
        parser.error(f"{given.data}/campaigns/facts.csv is not there; give the folder of the data")
    keep("known", known(given.data))
    keep("openideo", openideo())
    rows = []
    for name, (changes, free) in VERSIONS.items():
        full, size = fitted(changes, free)
        runs = many([(full, size, 1 + k) for k in range(given.runs)])
        rows.append(runs.assign(version=name, size=size, **_levers(full)))
    keep("versions", pd.concat(rows))
    rows = [runs.assign(liked=value) for runs, value in zip(rows[2:], (0.0, -2.0), strict=True)]
    for liked in LIKED:
        full, size = fitted({"behaviour.leaving.liked": liked}, (telling.STICKINESS, telling.CROWD))
        runs = many([(full, size, 1 + k) for k in range(given.runs)])
        rows.append(runs.assign(liked=liked, size=size, **_levers(full)))
    keep("liked", pd.concat(rows).sort_values("liked", ascending=False, kind="stable"))
    telling.write_found(HERE, HERE)


def _levers(changes: Mapping[str, float]) -> dict[str, float]:
    crowd = cs.load("threadless").campaign.crowd_weight
    return {
        "stickiness": changes[telling.STICKINESS],
        "crowd_weight": changes.get(telling.CROWD, crowd),
    }


def keep(name: str, table: pd.DataFrame) -> None:
    """Write a table beside this file."""
    write(HERE / f"{name}.csv", table.to_csv(index=False, float_format="%.4g"))


if __name__ == "__main__":
    main()
