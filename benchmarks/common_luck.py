"""What common luck pays: by how much pairing shrinks the variance of a difference.

For 10 % more prize and 10 % more outreach in three worlds: the variance of the difference between
two runs with different luck over that between two runs with the same luck, for contributions,
selected ideas and failure. Standard errors by bootstrap over pairs (its draws have addresses, too).
Then, lever by lever in the first of these worlds: how many replications a comparison needs until
it tells the two apart, with luck in common and with luck of its own for each.

    python benchmarks/common_luck.py [--pairs 300] [--people 1000] [--weeks 52] [--workers 2]
    python benchmarks/common_luck.py --write      writes docs/common-luck.md as well
"""

from __future__ import annotations

import argparse
import math
from pathlib import Path

import numpy as np
import pandas as pd
from joblib import Parallel, delayed
from numpy.typing import NDArray

from cocreation_sim import compare
from cocreation_sim import randomness as rn
from cocreation_sim.runs import simulate
from cocreation_sim.scenario.campaign import Campaign
from cocreation_sim.scenario.population import Population
from cocreation_sim.scenario.scenario import Calendar, Scenario

FIGURES = ["submissions", "selected", "failed"]
LEVERS = {"prize": "campaign.reward.prize", "outreach": "campaign.outreach.spend"}
WANTED = {
    ("prize", "submissions"): 30,
    ("prize", "selected"): 5,
    ("outreach", "submissions"): 8,
}


def worlds(people: int, weeks: float) -> dict[str, Scenario]:
    """A steady outreach, a prize, and a number selected that hangs on a bar."""
    plain = Scenario(
        calendar=Calendar(duration=weeks),
        population=Population(size=people),
        campaigns={"mine": Campaign()},
    ).vary(
        {
            "campaign.reward.prize": 500.0,
            "campaign.reward.guaranteed": False,
            "campaign.outreach.spend": people / 80,
            "campaign.review.capacity": people / 20,
            "campaign.dialogue.answered": 0.3,
            # fails about half the time: too few ideas in some quarter
            "campaign.limits.watch": ("starved",),
            "campaign.limits.window": 13.0,
            "campaign.limits.contributions": max(1, people // 42),
        }
    )
    bar = {"campaign.selection.winners": 5, "campaign.selection.bar": 1.2}
    merge = {"campaign.selection.how": "merge", "campaign.selection.bar": 1.0}
    return {
        "submitting, bar": plain.vary(bar),
        "submitting, merge": plain.vary(merge),
        "co-designing, 0.7 crowd": plain.vary({"campaign.crowd_weight": 0.7, **bar}),
    }


def outcome(scenario: Scenario, replication: int) -> list[float]:
    """The figures of one run."""
    return [float(x) for x in simulate(scenario, 1, replication=replication).outcome[FIGURES]]


def ratio(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    """Variance of an unpaired over that of a paired difference."""
    paired = float((b - a).var(ddof=1)) if len(a) > 1 else 0.0
    return float(a.var(ddof=1) + b.var(ddof=1)) / paired if paired else float("inf")


def uncertainty(a: NDArray[np.float64], b: NDArray[np.float64], draws: int = 400) -> float:
    """Standard error of the ratio: bootstrap over pairs."""
    n = len(a)
    told: list[float] = []
    for draw in range(draws):
        node = rn.child(rn.run_node(1), draw)
        chosen = [int(rn.uniform(node, k) * n) for k in range(n)]
        told.append(ratio(a[chosen], b[chosen]))
    finite = [x for x in told if np.isfinite(x)]
    return float(np.std(finite)) if finite else float("nan")


STEPS = {
    "10 % more prize": {"campaign.reward.prize": 550.0},
    "5 EUR for every idea": {"campaign.reward.pay": 5.0},
    "recognition 0.5 instead of 0": {"campaign.reward.recognition": 0.5},
    "prizes guaranteed": {"campaign.reward.guaranteed": True},
    "10 % more outreach": {"campaign.outreach.spend": None},
    "half the review capacity": {"campaign.review.capacity": None},
    "half answered instead of 30 %": {"campaign.dialogue.answered": 0.5},
    "reasons given to half of them": {"campaign.dialogue.explained": 0.5},
    "toolkit 0.5 instead of 0": {"campaign.access.toolkit": 0.5},
    "brief clarity 0.6 instead of 0.9": {"campaign.brief.clarity": 0.6},
    "openness 0.2 instead of 0": {"campaign.openness": 0.2},
    "crowd weight 0.2 instead of 0": {"campaign.crowd_weight": 0.2},
    "one winner a round more": {"campaign.selection.winners": 6},
    "rounds of 13 weeks instead of 4": {"campaign.selection.round_length": 13.0},
}
FACTORS = {"campaign.outreach.spend": 1.1, "campaign.review.capacity": 0.5}


def lever_by_lever(scenario: Scenario, pairs: int, workers: int) -> pd.DataFrame:
    """Replications that each comparison needs, with luck in common and without."""
    now = dict(scenario.parameters())
    designs = {"as it is": scenario}
    for name, changes in STEPS.items():
        filled = {
            path: FACTORS[path] * now[path.replace("campaign.", "campaigns.mine.")]
            if value is None
            else value
            for path, value in changes.items()
        }
        designs[name] = scenario.vary(filled)
    found = compare(
        designs, replications=pairs, outcomes=FIGURES, level=0.95, progress=False, workers=workers
    )
    keys = ["design", "outcome", "difference", "low", "high", "needed", "needed_unpaired", "saves"]
    return found.table[keys]


def document(table: pd.DataFrame, pairs: int, people: int, weeks: float) -> str:
    """The table in Markdown."""
    lines = [
        "# What common luck saves, lever by lever",
        "",
        f"Made by `benchmarks/common_luck.py --write`: {people:,} people, {weeks:g} weeks, {pairs} "
        "pairs of runs; the world `submitting, bar` of that script. Each lever is moved from what "
        "the world has. *Replications* are those after which the 95 % interval (joint over all "
        "levers) leaves out no difference with 80 % probability, if all is as it seems: with the "
        "same luck for both designs, and with luck of its own for each. *Saves* is the ratio of "
        "the variances. Where levers make no difference that can be told from none, replications "
        "are guesses.",
        "",
        "| lever | outcome | difference (interval) | replications, same luck | own luck | saves |",
        "|---|---|---|---|---|---|",
    ]
    for _, row in table.iterrows():
        ends = f"{row['difference']:+.3g} ({row['low']:+.3g} to {row['high']:+.3g})"
        needed, alone = (
            f"{row[key]:,.0f}" if math.isfinite(row[key]) else "–"
            for key in ("needed", "needed_unpaired")
        )
        saves = f"{row['saves']:.3g}" if math.isfinite(row["saves"]) else "–"
        lines.append(
            f"| {row['design']} | {row['outcome']} | {ends} | {needed} | {alone} | {saves} |"
        )
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", type=int, default=300)
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--weeks", type=float, default=52.0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--write", action="store_true", help="write docs/common-luck.md as well")
    given = parser.parse_args()
    table = lever_by_lever(
        next(iter(worlds(given.people, given.weeks).values())), given.pairs, given.workers
    )
    print(table.round(3).to_string(index=False), "\n")
    Path("results/bench").mkdir(parents=True, exist_ok=True)
    table.to_csv("results/bench/common_luck.csv", index=False)
    if given.write:
        text = document(table, given.pairs, given.people, given.weeks)
        Path("docs/common-luck.md").write_text(text, encoding="utf-8")
    play = Parallel(given.workers)
    for name, scenario in worlds(given.people, given.weeks).items():
        designs = {"as it is": scenario}
        for lever, path in LEVERS.items():
            value = dict(scenario.parameters())[path.replace("campaign.", "campaigns.mine.")]
            designs[f"10 % more {lever}"] = scenario.vary({path: 1.1 * value})
        told = {
            design: np.array(play(delayed(outcome)(s, r) for r in range(given.pairs)))
            for design, s in designs.items()
        }
        base = told.pop("as it is")
        means = ", ".join(
            f"{f} {m:.4g} (sd {s:.3g})"
            for f, m, s in zip(FIGURES, base.mean(axis=0), base.std(axis=0, ddof=1), strict=True)
        )
        print(f"{name}: {means}")
        for (lever, _), changed in zip(LEVERS.items(), told.values(), strict=True):
            for column, figure in enumerate(FIGURES):
                a, b = base[:, column], changed[:, column]
                got, wanted = ratio(a, b), WANTED.get((lever, figure))
                verdict = "" if wanted is None else f"  wanted {wanted}: "
                verdict += "" if wanted is None else ("reached" if got >= wanted else "MISSED")
                print(
                    f"  10 % more {lever:9} {figure:12} {b.mean() - a.mean():+8.3f} "
                    f"variance {got:6.1f} ± {uncertainty(a, b):4.1f} times smaller{verdict}"
                )


if __name__ == "__main__":
    main()
