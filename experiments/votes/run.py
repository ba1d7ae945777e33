"""How votes spread over ideas: lists and galleries, voting at the end or all along, ballots or not.

.venv/bin/python -m experiments.votes.run DATA [--runs N]

DATA is the folder with `campaigns` and `outcomes`. Writes `known.csv`, `ginis.csv`, `funded.csv`,
`support.csv` and `found.md` beside this file.

The psychology is the same throughout. For each kind of campaign and each way of voting, the size of
the voting public is fitted to the votes an idea gets, and nothing else.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
from tqdm import tqdm

import cocreation_sim as cs
from cocreation_sim.files import write
from cocreation_sim.outcomes.measures import gini
from cocreation_sim.random_arrays import node, normals, uniforms
from cocreation_sim.scenario.scenario import Scenario
from experiments.votes import telling

HERE: Final = Path(__file__).parent
SEED: Final = 1
BALLOT: Final = 2  # votes for each, where they are limited; as in the median participatory budget
WAYS: Final = tuple(product((1.0, 0.0), (False, True), (False, True)))
"""Spotlight; a time for voting at the end of the round or not; a fixed number of votes or not."""
FIT_ROUNDS: Final = 4
DRAWS: Final = 2_000


class Kind:
    """Campaigns of one kind: the scenario that stands for them, and its votes an idea."""

    def __init__(
        self, preset: str, voting: float, votes: float, least: int, fit_runs: int = 32
    ) -> None:
        self.scenario = cs.load(preset)
        self.voting, self.votes, self.least, self.fit_runs = voting, votes, least, fit_runs

    def ways(self, spotlight: float, phase: bool, ballot: bool) -> dict[str, Any]:
        """A way of voting."""
        return {
            "campaign.selection.spotlight": spotlight,
            "campaign.selection.voting_time": self.voting if phase else 0.0,
            "campaign.selection.votes_each": BALLOT if ballot else 0,
            "campaign.limits.watch": (),
        }


def resized(scenario: Scenario, factor: float) -> dict[str, Any]:
    """So many times the crowd, what it costs to reach it, and the public."""
    return {
        "population.size": max(3, round(scenario.population.size * factor)),
        "campaign.outreach.spend": scenario.campaign.outreach.spend * factor,
        "campaign.audience.views": scenario.campaign.audience.views * factor,
    }


def ginis(ideas: pd.DataFrame, least: int) -> list[float]:
    """Gini of votes in each round with so many ideas."""
    by_round = ideas.groupby("round")["votes"]
    return [gini(v.to_numpy()) for _, v in by_round if len(v) >= least and v.sum()]


def with_public(kind: Kind, way: Mapping[str, Any]) -> Scenario:
    """The kind's scenario voting in a way, with as large a public as gives its votes an idea."""
    scenario = kind.scenario.vary(way)
    for _ in range(FIT_ROUNDS):
        votes = np.concatenate(
            [cs.simulate(scenario, seed=100 + k).ideas["votes"] for k in range(kind.fit_runs)]
        )
        views = scenario.campaign.audience.views * kind.votes / max(float(votes.mean()), 1e-3)
        scenario = scenario.vary({"campaign.audience.views": min(views, 1e8)})
    return scenario


def sizes_of(ideas: pd.Series, count: int) -> np.ndarray:
    """Evenly spaced quantiles of how many ideas campaigns have."""
    return ideas.quantile((np.arange(count) + 0.5) / count).to_numpy()


def budgets(data: Path, count: int) -> Iterator[dict[str, Any]]:
    """Participatory budgets of all sizes."""
    ideas = pd.read_csv(data / "campaigns" / "pabulib_campaigns.csv")["ideas"]
    kind = Kind("participatory-budget", 4.0, 320.0, 2)
    sizes = sizes_of(ideas, count) / 12.0
    yield from each(kind, "budgets", lambda s, k: resized(s, sizes[k]), len(sizes))


def openideo(_: Path, count: int) -> Iterator[dict[str, Any]]:
    """Challenges of OpenIDEO, whose ideas get applause."""
    yield from each(Kind("openideo", 2.0, 5.613, 20, 1), "openideo", no_change, max(1, count // 30))


def threadless(_: Path, count: int) -> Iterator[dict[str, Any]]:
    """Challenges of Threadless."""
    yield from each(
        Kind("threadless", 1.0, 60.0, 20, 2), "threadless", no_change, max(1, count // 20)
    )


def no_change(_scenario: Scenario, _run: int) -> dict[str, Any]:
    """As the preset is."""
    return {}


def each(
    kind: Kind, name: str, changes: Callable[[Scenario, int], dict[str, Any]], runs: int
) -> Iterator[dict[str, Any]]:
    """Ginis of a kind under each way of voting."""
    for spotlight, phase, ballot in WAYS:
        scenario = with_public(kind, kind.ways(spotlight, phase, ballot))
        said = {"kind": name, "spotlight": spotlight, "phase": phase, "ballot": ballot}
        for k in range(runs):
            ideas = cs.simulate(scenario.vary(changes(scenario, k)), seed=SEED + k).ideas
            for found in ginis(ideas, kind.least):
                yield {**said, "run": k, "gini": found, "votes": float(ideas["votes"].mean())}


def catalyst_data(data: Path) -> pd.DataFrame:
    """Calls of the fund: budget, proposals, and the middle and spread of what each asks for."""
    calls = pd.read_csv(data / "outcomes" / "catalyst_challenges.csv")
    calls = calls[calls["setting"] == 0].set_index("campaign")
    asked = pd.read_csv(data / "outcomes" / "catalyst_proposals.csv")
    logs = np.log(asked[asked["requested"] > 0].set_index("campaign")["requested"])
    by_call = logs.groupby("campaign")
    return calls.assign(middle=np.exp(by_call.median()), sd=by_call.std())


def catalyst(data: Path, _: int) -> Iterator[dict[str, Any]]:
    """Each call of the fund played on a ballot with its own budget and costs."""
    calls = catalyst_data(data)
    kind = Kind("participatory-budget", 4.0, float(calls["median_votes"].median()), 2)
    size = float(calls["proposals"].median()) / 12.0
    kind.scenario = kind.scenario.vary(resized(kind.scenario, size))
    for spotlight, phase, ballot in WAYS:
        scenario = with_public(kind, kind.ways(spotlight, phase, ballot))
        said = {"kind": "catalyst", "spotlight": spotlight, "phase": phase, "ballot": ballot}
        for k, (number, call) in enumerate(calls.iterrows()):
            factor = call["proposals"] / calls["proposals"].median()
            changes = resized(scenario, float(factor))
            played = scenario.vary(
                {
                    **changes,
                    "campaign.selection.winners": changes["population.size"],  # as money allows
                    "campaign.selection.budget": float(call["budget"]),
                    "campaign.market.integration_cost": float(call["middle"]),
                    "campaign.market.integration_cost_sd": float(call["sd"]),
                }
            )
            run = cs.simulate(played, seed=SEED + k)
            spent = float(run.timeline["spent_integration"].sum()) / float(call["budget"])
            funded = float((run.ideas["fate"] == "selected").mean())
            more = {"call": number, "funded": funded, "spent": spent}
            for found in ginis(run.ideas, kind.least):
                votes = float(run.ideas["votes"].mean())
                yield {**said, "run": k, "gini": found, "votes": votes, **more}


def support(count: int) -> Iterator[dict[str, Any]]:
    """IdeaStorm's votes an idea, and the share of LEGO's ideas with 10,000 supporters."""
    for name, preset in (("ideastorm", "ideastorm"), ("lego", "lego-ideas")):
        for spotlight in (1.0, 0.0):
            changes = {"campaign.selection.spotlight": spotlight, "campaign.limits.watch": ()}
            scenario = cs.load(preset).vary(changes)
            for k in range(max(2, count // 12)):
                ideas = cs.simulate(scenario, seed=SEED + k).ideas
                reached = ideas["milestones"] >= 4 if name == "lego" else ideas["votes"] >= 10_000
                yield {
                    "kind": name,
                    "spotlight": spotlight,
                    "run": k,
                    "votes": float(ideas["votes"].mean()),
                    "gini": gini(ideas["votes"].to_numpy()),
                    "reached": float(reached.mean()),
                }


def known(data: Path) -> pd.DataFrame:
    """Ginis of real campaigns by halves, and what chance and the other half give."""
    folder = data / "campaigns"
    ballots = pd.read_csv(folder / "pabulib_campaigns.csv").dropna(subset=["gini"])
    ballots = ballots.assign(sd=np.log(ballots["votes_p75"] / ballots["votes_p25"]) / 1.349)
    calls = catalyst_data(data).dropna(subset=["gini_votes"])
    votes = pd.read_csv(data / "outcomes" / "catalyst_proposals.csv")
    challenges = pd.read_csv(folder / "openideo_challenges.csv")
    applause = pd.read_csv(folder / "openideo_ideas.csv").query("type == 'c'")
    contests = pd.read_csv(folder / "threadless_challenges.csv").query("challenge > 1")
    designs = pd.read_csv(folder / "threadless_designs_1_in_5.csv")
    fives = designs.groupby("challenge")["fives"].apply(lambda v: gini(v.to_numpy()))
    tables = {
        "budgets": ballots.rename(columns={"campaign": "id"})[["id", "gini", "sd", "ideas"]].assign(
            votes=ballots["votes"] / ballots["ideas"]
        ),
        "catalyst": _with_spread(
            calls["gini_votes"], calls["proposals"], votes.set_index("campaign")["votes"]
        ),
        "openideo": _with_spread(
            challenges.set_index("challenge")["concept_applause_gini"],
            challenges.set_index("challenge")["concepts"],
            applause.set_index("challenge")["applause"],
        ),
        "threadless": _with_spread(
            contests.set_index("challenge")["scores_gini"],
            contests.set_index("challenge")["designs"],
            designs.set_index("challenge")["scores"],
        ),
    }
    rows = []
    for kind, table in tables.items():
        halves = [table.sort_values("id").iloc[k::2] for k in (0, 1)]
        for half, own in enumerate(halves):
            rows.append({"kind": kind, "half": half + 1, **_half(own, halves[1 - half])})
        rows.append({"kind": kind, "half": 0, **_half(table, table)})
    real = fives[fives.index.isin(contests["challenge"])]
    quantiles = dict(zip(("low", "median", "high"), real.quantile([0.05, 0.5, 0.95]), strict=True))
    rows.append({"kind": "threadless fives", "half": 0, "campaigns": len(real), **quantiles})
    return pd.DataFrame(rows)


def _with_spread(values: pd.Series, ideas: pd.Series, votes: pd.Series) -> pd.DataFrame:
    """Gini, ideas, mean votes and spread of their logarithms, a campaign."""
    by_campaign = votes.dropna().groupby(level=0)
    spread = np.log1p(votes.dropna()).groupby(level=0).std()
    table = pd.DataFrame({"gini": values, "ideas": ideas, "votes": by_campaign.mean()})
    return table.assign(sd=spread).dropna(subset=["gini"]).rename_axis("id").reset_index()


def _half(own: pd.DataFrame, other: pd.DataFrame) -> dict[str, float]:
    """Median and spread of a half's Ginis, and what chance and the other half's spread give."""
    low, median, high = own["gini"].quantile([0.05, 0.5, 0.95])
    picks = (uniforms(node(SEED, "median"), 500, len(own)) * len(own)).astype(int)
    ends = np.quantile(np.median(own["gini"].to_numpy()[picks], axis=1), [0.025, 0.975])
    ideas = max(2, int(own["ideas"].median()))
    rng = np.random.default_rng(SEED)
    chance = rng.poisson(own["votes"].median(), (DRAWS, ideas))
    spread = np.exp(normals(node(SEED, "spread"), DRAWS, ideas) * other["sd"].median())
    found = {"campaigns": len(own), "low": low, "median": median, "high": high}
    found |= {"median_low": ends[0], "median_high": ends[1]}
    return found | {
        name: float(np.median([gini(row) for row in draws if row.sum()]))
        for name, draws in (("chance", chance), ("lognormal", spread))
    }


def main() -> None:
    """Play every kind in every way of voting, and write what was found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--runs", type=int, default=60)
    given = parser.parse_args()
    for name in ("campaigns/pabulib_campaigns.csv", "outcomes/catalyst_challenges.csv"):
        if not (given.data / name).is_file():
            parser.error(f"{given.data / name} is not there; give the folder of the data")
    keep("known", known(given.data))
    kinds = (budgets, catalyst, openideo, threadless)
    with ThreadPoolExecutor() as pool:
        asked = [pool.submit(lambda f=f: list(f(given.data, given.runs))) for f in kinds]
        asked.append(pool.submit(lambda: list(support(given.runs))))
        *tables, supported = [pd.DataFrame(one.result()) for one in tqdm(asked)]
    columns = ["kind", "spotlight", "phase", "ballot", "run", "gini", "votes"]
    keep("ginis", pd.concat(tables)[columns])
    calls = catalyst_data(given.data)
    real = pd.DataFrame(
        {
            "call": calls.index,
            "funded_there": (calls["funded"] / calls["proposals"]).to_numpy(),
            "spent_there": (calls["spent"] / calls["budget"]).to_numpy(),
            "asked_there": (calls["budget"] / calls["requested"]).to_numpy(),
        }
    )
    ways = ["spotlight", "phase", "ballot"]
    keep("funded", tables[1][[*ways, "call", "funded", "spent"]].merge(real, on="call"))
    keep("support", supported)
    telling.write_found(HERE, HERE)


def keep(name: str, table: pd.DataFrame) -> None:
    """Write a table beside this file."""
    write(HERE / f"{name}.csv", table.to_csv(index=False, float_format="%.4g"))


if __name__ == "__main__":
    main()
