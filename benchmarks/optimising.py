"""Optimising against random search, where the best is known: how many runs each needs.

Two problems: a contest with a closed form, and a campaign in which one side of a split budget is
useless. A search has found the best once the design that it would recommend lies within one step of
it in every lever. Printed is the ratio of the runs that random search needs (with the same luck and
the same runs a design) to those that `optimise` needs, with its interval over seeds; and, with
--samplers, how good the designs are that optuna's samplers propose in as many runs. With --fronts
only the fronts of the presets are held against the presets themselves (`benchmarks.fronts`).

    python -m benchmarks.optimising [--seeds 20] [--samplers] [--fronts [PRESET ...]]
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from benchmarks import fronts
from cocreation_sim import Range, Scenario, load
from cocreation_sim import randomness as rn
from cocreation_sim.recommending import optimise, optimise_function
from cocreation_sim.recommending.fronts import ranks
from cocreation_sim.recommending.searching import Effort, Search

VALUE, COST, HELP = 40.0, 4.0, 8.0  # of effort, of a contestant, of feedback
LEVERS = {
    "prize": Range(0, 1000),
    "contestants": Range(2, 22, whole=True),
    "feedback": Range(0, 10),
}
BEST = {"prize": 360.0, "contestants": 10, "feedback": 4.0}
STEPS = 20
MOST = 8000  # runs after which a search is given up


def contest(levers: dict[str, Any], luck: int) -> dict[str, float]:
    """Profit of a Tullock contest among n equals for a prize M, who invest M (n - 1) / n in all.

    The firm gets a sqrt(effort) and pays the prize, c for each contestant, and for
    feedback f, which is worth h f - f². So n* = a / (2 sqrt c), M* = a² (n - 1) / (4 n) and
    f* = h / 2.
    """
    prize, n, feedback = levers["prize"], levers["contestants"], levers["feedback"]
    node = rn.child(rn.name_key("contest"), luck)
    year = 1.0 + 0.2 * rn.normal(node, 0)  # good and bad years, for all designs alike
    own = rn.normal(rn.child(node, rn.name_key(repr(sorted(levers.items())))), 0)
    effort = prize * (n - 1) / n
    gain = VALUE * year * math.sqrt(effort) + HELP * feedback - feedback * feedback
    return {"profit": gain - prize - COST * n + 1.5 * own}


def near(levers: dict[str, Any]) -> bool:
    """Whether a design of the contest lies within one step of the best."""
    return all(
        abs(levers[name] - BEST[name]) <= (factor.high - factor.low) / STEPS + 1e-9
        for name, factor in LEVERS.items()
    )


def planted() -> Scenario:
    """A small brand of whom nobody has heard, whose people do not care for prizes."""
    return load("ordinary").vary(
        {
            "segments.money": 0.0,
            "segments.aware": 0.0,
            "campaign.outreach.spend": 0.0,
            "campaign.outreach.word_of_mouth": 0.0,
            "population.size": 300,
            "calendar.duration": 26.0,
        }
    )


def runs_until(search: Search, found: Callable[[dict[str, Any]], bool]) -> int:
    """Runs until the design that would be recommended is good enough; all runs if it never is."""
    for _ in search.steps():
        known = [n for n in search.pool.designs if search.pool.outcomes[n]]
        best = search.settled(known)
        values = search.pool.values[best[0]] if best else ()
        if best and found(dict(zip(search.pool.space.paths, values, strict=True))):
            return search.pool.runs
    return search.effort.runs


class HeldError(Exception):
    """A search was taken before it began."""


def searches(seed: int, sampler: str, most: int = MOST) -> Search:
    """The search of the contest, before it begins."""
    return _held(
        lambda: optimise_function(
            contest,
            LEVERS,
            "profit:more",
            seed=seed,
            steps=STEPS,
            sampler=sampler,  # type: ignore[arg-type]
            effort=Effort(most if sampler == "random" else 1500, 6, 64),
        )
    )


def split_search(seed: int, sampler: str) -> Search:
    """The search of the planted campaign, before it begins."""
    return _held(
        lambda: optimise(
            planted(),
            "contributors",
            budget=1000,
            split=["outreach.launch_spend", "reward.prize", "access.cost", "fixed_cost"],
            seed=seed,
            sampler=sampler,  # type: ignore[arg-type]
            effort=Effort(MOST if sampler == "random" else 400, 4, 24),
            progress=False,
        )
    )


def _held(begin: Callable[[], Any]) -> Search:
    held: list[Search] = []
    run = Search.run

    def hold(search: Search) -> None:
        held.append(search)
        raise HeldError

    Search.run = hold  # type: ignore[method-assign]
    try:
        begin()
    except HeldError:
        pass
    finally:
        Search.run = run  # type: ignore[method-assign]
    return held[0]


def ratios(
    make: Callable[[int, str], Search], found: Callable[[dict[str, Any]], bool], seeds: int
) -> Iterator[tuple[int, int]]:
    """Runs that random search and optimise need, seed by seed."""
    for seed in range(seeds):
        yield runs_until(make(seed, "random"), found), runs_until(make(seed, "nsga2"), found)


def ratio(pairs: list[tuple[int, int]]) -> tuple[float, float, float]:
    """Ratio of the mean runs, and its 95 % interval by bootstrap over seeds."""
    x = np.array(pairs, float)
    node = rn.name_key("bootstrap of seeds")
    draws = [
        [int(rn.uniform(rn.child(node, k), j) * len(x)) for j in range(len(x))] for k in range(2000)
    ]
    means = x[np.array(draws)].mean(axis=1)
    low, high = np.quantile(means[:, 0] / means[:, 1], [0.025, 0.975])
    return float(x[:, 0].mean() / x[:, 1].mean()), float(low), float(high)


def all_to_outreach(levers: dict[str, Any]) -> bool:
    """Whether at most one tenth of the budget goes to what is useless."""
    spent = next(value for path, value in levers.items() if path.endswith("launch_spend"))
    return bool(spent >= 900 - 1e-6)


def volume(costs: np.ndarray[Any, Any], worst: tuple[float, float]) -> float:
    """The area that a front of two goals dominates."""
    total, floor = 0.0, worst[1]
    for x, y in sorted(map(tuple, costs)):
        if x < worst[0] and y < floor:
            total += (worst[0] - x) * (floor - y)
            floor = y
    return total


def samplers(runs: int, seeds: int) -> None:
    """Fronts of ideas and failure risk, on fresh luck, after as many runs of search."""
    fresh = range(1000, 1030)
    for preset, budget in (("ordinary", 1200.0), ("workshop", 5000.0)):
        for sampler in ("random", "nsga2", "tpe"):
            found = []
            for seed in range(1, seeds + 1):
                search = _held(
                    lambda p=preset, b=budget, s=seed, n=sampler: optimise(
                        p, budget=b, runs=runs, seed=s, sampler=n, progress=False
                    )
                )
                for _ in search.explore(runs):
                    pass
                judge, luck = search.judge, search.effort.searching
                known = search.searched()
                rank = ranks(judge.costs(known, luck), judge.over(known, luck))
                best = [n for n, k in zip(known, rank, strict=True) if k == 0]
                search.pool.play(best, fresh)
                kept = judge.over(best, fresh) <= 0
                found.append(volume(judge.costs(best, fresh)[kept], (0.0, 1.0)))
            told = ", ".join(f"{value:.1f}" for value in found)
            print(f"{preset}, {sampler}: interesting ideas x (1 - risk) dominated: {told}")


def main() -> None:
    """Print what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--samplers", action="store_true")
    parser.add_argument("--fronts", nargs="*", metavar="PRESET")
    wanted = parser.parse_args()
    if wanted.fronts is not None:
        fronts.main(wanted.fronts)
        return
    for name, make, found in (
        ("contest", searches, near),
        ("split of a budget", split_search, all_to_outreach),
    ):
        pairs = list(ratios(make, found, wanted.seeds))
        middle, low, high = ratio(pairs)
        chance, mine = np.array(pairs).mean(axis=0)
        print(
            f"{name}: random search needs {chance:,.0f} runs, optimise {mine:,.0f}: "
            f"{middle:.1f} times as many (95 % interval {low:.1f} to {high:.1f})"
        )
    if wanted.samplers:
        samplers(1500, 3)


if __name__ == "__main__":
    main()
