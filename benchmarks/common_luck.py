"""What common luck pays: by how much pairing shrinks the variance of a difference.

For 10 % more prize and 10 % more outreach: the variance of the difference between two runs with
different luck over that between two runs with the same luck, for contributions, selected ideas
and failure. Standard errors by bootstrap over pairs (its draws have addresses, too).

    python benchmarks/common_luck.py [--pairs 300] [--people 1000] [--weeks 52] [--workers 2]
"""

from __future__ import annotations

import argparse

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray

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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", type=int, default=300)
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--weeks", type=float, default=52.0)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
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
