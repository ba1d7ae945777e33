"""How contributors grow with an audience, and work with contributors, beside real exponents.

.venv/bin/python -m experiments.audience.run DATA

DATA is the folder with `campaigns` and `outcomes`. Writes `known.csv`, `tried.csv`, `played.csv`,
`found.md` and `plot.png` beside this file.

Each kind's traits (`campaign.community`) are chosen on a random half of its campaigns, so that the
model's exponents are that half's, and shown on the other half. Simulated sizes are spread evenly in
logarithms from the 5th to the 95th percentile of the real ones.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

import cocreation_sim as cs
from cocreation_sim.demo import png
from cocreation_sim.files import write
from cocreation_sim.random_arrays import node, uniforms
from cocreation_sim.runs import Run
from experiments.audience import telling
from experiments.audience.telling import exponent

HERE: Final = Path(__file__).parent
SEED: Final = 373
DRAWS: Final = 400
MOST: Final = 4_000  # simulated people; beyond, each stands for more
TRIED: Final[Mapping[str, tuple[float, ...]]] = {
    "dilution": (0.0, 0.1, 0.2, 0.3, 0.45, 0.6),
    "rivalry": (0.0, 0.2, 0.4, 0.7, 1.2, 1.8, 2.5),
    "spillover": (0.0, 0.15, 0.3, 0.45, 0.6),
}

Pairs = dict[str, tuple[pd.Series, pd.Series]]
Counts = Callable[[Run], pd.DataFrame]


@dataclass(frozen=True)
class Kind:
    """Campaigns of one kind, and the world that stands for them."""

    preset: str
    pairs: Callable[[Path], Pairs]  # what grows with what in the record, by name
    counts: Counts  # the same in a run: a column for each side of each pair
    chosen_on: dict[str, str]  # the pair that each trait is chosen on
    smallest: float  # size of the crowd for the smallest audience that is played
    span: float  # that for the largest over that for the smallest
    changes: dict[str, float]
    with_traits: dict[str, float]  # what goes with the traits
    sizes: int  # played for each value that is tried
    cut: float = 0.0  # communities with fewer ideas are left out, as of the record


def people(run: Run) -> pd.DataFrame:
    """One row of counts of a run: who heard of it, took part, contributed; ideas and pieces."""
    did, stands = run.customers, run.scenario.population.represents
    contributed, voted = did["contributions"] > 0, did["votes"] > 0
    counts = {
        "aware": did["aware_at"].notna().sum(),
        "active": (contributed | voted).sum(),
        "contributors": contributed.sum(),
        "ideas": len(run.ideas),
        "pieces": run.ideas["pieces"].sum(),
    }
    return pd.DataFrame([{name: float(count) * stands for name, count in counts.items()}])


def contests(run: Run) -> pd.DataFrame:
    """One row a contest: entrants, and those who handed in."""
    scenario = run.scenario
    length = scenario.campaign.selection.round_length
    count = round(scenario.calendar.duration / length)
    when = (run.timeline["time"] - 1e-9) // length
    entered = run.timeline.groupby(when)["entries"].sum().to_numpy()[:count]
    handed_in = np.bincount(run.ideas["round"], minlength=count)[:count]
    return pd.DataFrame({"entrants": entered, "submitters": handed_in})


def ideascale(data: Path) -> Pairs:
    table = pd.read_csv(data / "campaigns" / "ideascale_communities.csv")
    return {
        "members > active": (table["members"], table["contributors"]),
        "active > ideas": (table["contributors"], table["ideas"]),
    }


def wikis(data: Path) -> Pairs:
    table = pd.read_csv(data / "outcomes" / "wikimedia_wikis.csv")
    return {
        "devices > editors": (table["devices_2021"], table["editors_2021"]),
        "editors > edits": (table["editors_2021"], table["edits_2021"]),
    }


def devpost(data: Path) -> Pairs:
    table = pd.read_csv(data / "campaigns" / "devpost_hackathons.csv")
    return {"entrants > submitters": (table["participants"], table["submissions"])}


def topcoder(data: Path) -> Pairs:
    files = (data / "campaigns" / f"topcoder_contests_{half}.csv" for half in "ab")
    table = pd.concat([pd.read_csv(file) for file in files], ignore_index=True)
    return {"entrants > submitters": (table["registrants"], table["submitters"])}


def podlings(data: Path) -> Pairs:
    table = pd.read_csv(data / "outcomes" / "apache_podlings.csv")
    return {
        "people > e-mails": (table["people"], table["emails"]),
        "committers > commits": (table["committers"], table["commits"]),
    }


def rladies(data: Path) -> Pairs:
    table = pd.read_csv(data / "outcomes" / "rladies_chapters.csv")
    return {"members > RSVPs": (table["members"], table["median_rsvps"])}


SIDES: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = {
    "ideascale": {"members > active": ("aware", "active"), "active > ideas": ("active", "ideas")},
    "wikis": {
        "devices > editors": ("aware", "contributors"),
        "editors > edits": ("contributors", "pieces"),
    },
    "devpost": {"entrants > submitters": ("entrants", "submitters")},
    "topcoder": {"entrants > submitters": ("entrants", "submitters")},
    "podlings": {
        "people > e-mails": ("contributors", "pieces"),
        "committers > commits": ("contributors", "pieces"),
    },
    "rladies": {"members > RSVPs": ("aware", "contributors")},
}

KINDS: Final[Mapping[str, Kind]] = {
    "ideascale": Kind(
        "idea-community",
        ideascale,
        people,
        {"dilution": "members > active", "rivalry": "active > ideas"},
        smallest=12,
        span=229,
        changes={"campaign.community.interested": 1.0},
        with_traits={"campaign.community.interested": 0.5},
        sizes=90,
        cut=20,
    ),
    "wikis": Kind(
        "open-platform",
        wikis,
        people,
        {"dilution": "devices > editors", "spillover": "editors > edits"},
        smallest=25,
        span=1_550,
        changes={"calendar.duration": 104.0, "campaign.review.capacity": 10_000.0},
        with_traits={"campaign.community.interested": 0.3},
        sizes=80,
    ),
    "devpost": Kind(
        "devpost",
        devpost,
        contests,
        {"rivalry": "entrants > submitters"},
        smallest=111,
        span=31.6,
        changes={},
        with_traits={},
        sizes=80,
    ),
    "topcoder": Kind(
        "topcoder",
        topcoder,
        contests,
        {"rivalry": "entrants > submitters"},
        smallest=172,
        span=32.5,
        changes={},
        with_traits={},
        sizes=12,
    ),
    "podlings": Kind(
        "open-source",
        podlings,
        people,
        {"spillover": "people > e-mails"},
        smallest=1_500,
        span=15.5,
        changes={"calendar.duration": 104.0, "campaign.review.capacity": 10_000.0},
        with_traits={},
        sizes=400,
    ),
    "rladies": Kind(
        "workshop",
        rladies,
        people,
        {"dilution": "members > RSVPs"},
        smallest=46,
        span=52.7,
        changes={},
        with_traits={"campaign.community.interested": 0.05},
        sizes=60,
    ),
}


def play(kind: Kind, traits: Mapping[str, float], sizes: int, seed: int) -> pd.DataFrame:
    """Counts of simulated communities of all sizes."""
    base = cs.load(kind.preset)
    tables = []
    sizes_played = kind.smallest * kind.span ** (np.arange(sizes) / (sizes - 1))
    for k, size in enumerate(sizes_played):
        factor = size / base.population.size
        scenario = base.vary(
            {
                "population.size": round(size),
                "population.represents": max(1, round(size) // MOST),
                "campaign.outreach.spend": base.campaign.outreach.spend * factor,
                "campaign.outreach.launch_spend": base.campaign.outreach.launch_spend * factor,
                "campaign.limits.watch": (),
                **dict.fromkeys((f"campaign.community.{name}" for name in TRIED), 0.0),
                **kind.changes,
                **traits,
            }
        )
        tables.append(kind.counts(cs.simulate(scenario, seed=seed + k)))
    table = pd.concat(tables)
    return table[table["ideas"] >= kind.cut] if kind.cut else table


def found_in(name: str, table: pd.DataFrame, pair: str) -> tuple[np.ndarray, np.ndarray]:
    """Both sides of a pair, where neither is 0."""
    x, y = (table[side].to_numpy(float) for side in SIDES[name][pair])
    kept = (x > 0) & (y > 0)
    return x[kept], y[kept]


def half_of(pairs: Pairs, name: str) -> dict[str, np.ndarray]:
    """Which campaigns of a kind are in the half that traits are chosen on."""
    count = len(next(iter(pairs.values()))[0])
    first = np.argsort(uniforms(node(SEED, "halves", name), count)) < count // 2
    return dict.fromkeys(pairs, first)


def known(name: str, data: Path) -> list[dict[str, Any]]:
    """Real exponents of a kind with their intervals: of all (0), and of both halves."""
    pairs = KINDS[name].pairs(data)
    rows = []
    for pair, (left, right) in pairs.items():
        x, y = left.to_numpy(float), right.to_numpy(float)
        kept, first = (x > 0) & (y > 0), half_of(pairs, name)[pair]
        for half, inside in enumerate((kept, kept & first, kept & ~first)):
            row = {"kind": name, "pair": pair, "half": half}
            low, high = np.quantile(x[inside], [0.05, 0.95])
            rows.append(row | interval(x[inside], y[inside]) | {"from": low, "to": high})
    return rows


def interval(x: np.ndarray, y: np.ndarray) -> dict[str, float]:
    """An exponent with the interval of draws of as many campaigns."""
    picks = (uniforms(node(SEED, "exponent"), DRAWS, len(x)) * len(x)).astype(int)
    low, high = np.quantile([exponent(x[k], y[k]) for k in picks], [0.025, 0.975])
    return {"exponent": exponent(x, y), "low": low, "high": high, "campaigns": len(x)}


def chosen(
    name: str, targets: Mapping[str, float]
) -> tuple[dict[str, float], list[dict[str, Any]]]:
    """Traits with which a kind's exponents are those of the half, one after the other.

    Between the values tried an exponent is taken to be straight.
    """
    kind = KINDS[name]
    traits, tried = dict(kind.with_traits), []
    for trait, pair in kind.chosen_on.items():
        found = []
        for value in TRIED[trait]:
            at = {**traits, f"campaign.community.{trait}": value}
            x, y = found_in(name, play(kind, at, kind.sizes, 1), pair)
            found.append(exponent(x, y))
            said = {"kind": name, "trait": trait, "pair": pair, "value": value}
            tried.append({**said, "exponent": found[-1]})
        best = crossing(np.array(TRIED[trait]), np.array(found), targets[pair])
        traits[f"campaign.community.{trait}"] = best
        tried.append({**said, "value": best})
    return traits, tried


def crossing(values: np.ndarray, found: np.ndarray, target: float) -> float:
    """Where what was found first passes the target; the nearest value tried where it never does."""
    side = np.sign(found - target)
    for k in range(len(values) - 1):
        if side[k] != side[k + 1]:
            share = (target - found[k]) / (found[k + 1] - found[k])
            return round(float(values[k] + share * (values[k + 1] - values[k])), 3)
    return float(values[np.argmin(np.abs(found - target))])


def shipped(name: str) -> dict[str, float]:
    """The traits that the preset of a kind ships with, if any were fitted."""
    community = cs.load(KINDS[name].preset).campaign.community
    if not any(getattr(community, trait) for trait in TRIED):
        return {}
    return {
        f"campaign.community.{trait}": float(getattr(community, trait))
        for trait in (*TRIED, "interested")
    }


def study(name: str, data: Path) -> tuple[list[Any], list[Any], pd.DataFrame]:
    """Real exponents, traits tried, and what was played of a kind."""
    real = known(name, data)
    targets = {row["pair"]: row["exponent"] for row in real if row["half"] == 1}
    traits, tried = chosen(name, targets)
    tables = []
    for version, at in (("before", {}), ("with", traits), ("shipped", shipped(name))):
        if version == "shipped" and not at:
            continue
        table = play(KINDS[name], at, 2 * KINDS[name].sizes, 10_000)
        for pair in SIDES[name]:
            x, y = found_in(name, table, pair)
            said = {"kind": name, "pair": pair, "version": version}
            tables.append(pd.DataFrame({"x": x, "y": y}).assign(**said))
    return real, tried, pd.concat(tables)


def main() -> None:
    """Choose traits, play, and write what was found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    given = parser.parse_args()
    for name in ("campaigns/ideascale_communities.csv", "outcomes/wikimedia_wikis.csv"):
        if not (given.data / name).is_file():
            parser.error(f"{given.data / name} is not there; give the folder of the data")
    with ThreadPoolExecutor() as pool:
        done = list(pool.map(lambda name: study(name, given.data), KINDS))
    keep("known", pd.DataFrame([row for real, _, _ in done for row in real]))
    keep("tried", pd.DataFrame([row for _, tried, _ in done for row in tried]))
    played = pd.concat([table for _, _, table in done])
    keys = ["kind", "pair", "version", "x", "y"]
    keep("played", played.groupby(keys, sort=False).size().rename("count").reset_index())
    telling.write_found(HERE, HERE)
    write(HERE / "plot.png", png(telling.picture(HERE)))


def keep(name: str, table: pd.DataFrame) -> None:
    """Write a table beside this file."""
    write(HERE / f"{name}.csv", table.to_csv(index=False, float_format="%.4g"))


if __name__ == "__main__":
    main()
