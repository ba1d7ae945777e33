"""How communities age: lives with and without a draw that rises and falls, beside real ones.

.venv/bin/python -m experiments.life.run DATA [--lives N]

DATA is a folder with a file NAME_monthly.csv and NAME_counts.csv for each of the 16 open-source
communities. Writes `fits.csv`, `lives.csv` and `found.md` beside this file.

How a community's newcomers rise and fall is fitted to each. The distribution of both numbers over
one half of the communities (every second, by name) is drawn from for the other half. How long open
work lasts is one number for all, chosen on one half and shown on the other.
"""

from __future__ import annotations

import argparse
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
from scipy.optimize import minimize
from scipy.special import gammaln
from tqdm import tqdm

import cocreation_sim as cs
from cocreation_sim.files import write
from cocreation_sim.fitting.communities import WEEKS_A_YEAR, community
from cocreation_sim.fitting.targets import communities
from cocreation_sim.random_arrays import node, normals
from cocreation_sim.rules.reach import draw_of
from experiments.life import telling

HERE: Final = Path(__file__).parent
KINDS: Final = ("monthly", "counts")
SEED: Final = 1
WORK: Final = (0.0, 1.0, 0.5, 0.35, 0.25)  # lives of open work that are tried, as shares of life


def draws_at(months: int, rise: float, peak: float) -> np.ndarray:
    """What a community draws in the middle of each month, with the peak as a share of its life."""
    return np.array([draw_of(t + 0.5, rise, peak * months) for t in range(months)])


def fit(newcomers: np.ndarray) -> tuple[float, float, float]:
    """Rise, peak (as a share of life) and gain in log-likelihood over a steady draw.

    Newcomers of a month are negative binomial around the curve, with a dispersion of their own.
    """

    def loss(at: np.ndarray) -> float:
        shape = draws_at(len(newcomers), float(np.exp(at[0])), float(np.exp(at[1])))
        return -_log_likelihood(newcomers, shape, float(np.exp(at[2])))

    def flat(at: np.ndarray) -> float:
        return -_log_likelihood(newcomers, np.ones(len(newcomers)), float(np.exp(at[0])))

    bounds = [(np.log(0.02), np.log(20)), (np.log(0.02), np.log(3)), (np.log(0.05), np.log(500))]
    starts = [(np.log(p), np.log(m), 1.0) for p in (0.2, 1.0) for m in (0.1, 0.4, 1.0)]
    best = min(
        (minimize(loss, start, method="L-BFGS-B", bounds=bounds) for start in starts),
        key=lambda found: float(found.fun),
    )
    steady = minimize(flat, [1.0], method="L-BFGS-B", bounds=bounds[2:])
    return float(np.exp(best.x[0])), float(np.exp(best.x[1])), float(steady.fun - best.fun)


def _log_likelihood(counts: np.ndarray, shape: np.ndarray, size: float) -> float:
    mean = np.maximum(shape * counts.sum() / shape.sum(), 1e-9)
    chance = gammaln(counts + size) - gammaln(size) - gammaln(counts + 1)
    chance = chance + size * np.log(size / (size + mean)) + counts * np.log(mean / (size + mean))
    return float(chance.sum())


def figures(contributions: np.ndarray, newcomers: np.ndarray, most: float) -> dict[str, float]:
    """The figures of a life, from its months."""
    years = np.convolve(contributions, np.ones(12), "valid")
    return {
        "busiest": (float(years.argmax()) + 6.0) / len(contributions),
        "decline": float(years[-1] / years.max()),
        "late_newcomers": float(newcomers[len(newcomers) // 2 :].sum() / newcomers.sum()),
        "top_person": most / float(contributions.sum()),
    }


def real(data: Path, name: str) -> tuple[pd.DataFrame, dict[str, float]]:
    """Months of a community, and the figures of its life."""
    months = pd.read_csv(data / f"{name}_monthly.csv")
    counts = pd.read_csv(data / f"{name}_counts.csv")
    most = float(counts["contributions"].max())
    return months, figures(months["contributions"].to_numpy(), months["newcomers"].to_numpy(), most)


def whose_decline(months: pd.DataFrame) -> dict[str, float]:
    """Whether fewer came or those who were there did less: two figures, of real months."""
    years = np.convolve(months["newcomers"], np.ones(12), "valid")
    third = len(months) // 3
    ends = (months.iloc[-third:], months.iloc[:third])
    last, first = (part["contributions"].sum() / part["contributors"].sum() for part in ends)
    return {
        "busiest_newcomers": (float(years.argmax()) + 6.0) / len(months),
        "work_a_head": float(last / first),
    }


def play(name: str, rise: float, peak: float, work: float, life: int) -> dict[str, float]:
    """The figures of one simulated life of a community; peak and work's life as shares of it."""
    scenario = community(name, life)
    weeks = scenario.calendar.duration
    months = round(weeks / WEEKS_A_YEAR * 12)
    mean = float(draws_at(months, rise, peak).mean())
    run = cs.simulate(
        scenario.vary(
            {
                "campaign.outreach.rise": rise,
                "campaign.outreach.peak": peak * weeks,
                "campaign.brief.work_life": work * weeks,
                "campaign.outreach.spend": scenario.campaign.outreach.spend / mean,
            }
        ),
        seed=SEED + life,
    )
    merged = run.ideas[run.ideas["fate"] == "selected"]
    when = np.minimum((merged["born"] / weeks * months).astype(int), months - 1).to_numpy()
    pieces = np.bincount(when, weights=merged["pieces"], minlength=months)
    first = merged.assign(month=when).groupby("author")["month"].min().to_numpy()
    most = float(merged.groupby("author")["pieces"].sum().max())
    return figures(pieces, np.bincount(first, minlength=months), most)


def traits(fits: pd.DataFrame, count: int, seed: int) -> np.ndarray:
    """Draws of rise and peak as they are spread over communities: (count, 2)."""
    logs = np.log(fits[["rise", "peak"]].to_numpy())
    root = np.linalg.cholesky(np.cov(logs.T) + 1e-9 * np.eye(2))
    drawn = np.exp(logs.mean(axis=0) + normals(node(seed, "traits"), count, 2) @ root.T)
    return np.clip(drawn, (0.0, 0.02), (20.0, 3.0))


def main() -> None:
    """Fit, play, and write what was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--lives", type=int, default=4)
    given = parser.parse_args()
    names = sorted(communities().index)
    for file in (given.data / f"{name}_{kind}.csv" for name in names for kind in KINDS):
        if not file.is_file():
            parser.error(f"{file} is not there; give the folder with the communities' counts")
    rows = []
    for number, name in enumerate(names):
        months, known = real(given.data, name)
        rise, peak, gain = fit(months["newcomers"].to_numpy())
        fitted = {"rise": rise, "peak": peak, "gain": gain}
        rows.append(
            {"community": name, "half": number % 2, **fitted, **known, **whose_decline(months)}
        )
    fits = pd.DataFrame(rows)
    write(HERE / "fits.csv", fits.to_csv(index=False, float_format="%.4g"))
    table = pd.DataFrame(simulated(fits, given.lives))
    write(HERE / "lives.csv", table.to_csv(index=False, float_format="%.4g"))
    telling.write_found(HERE, HERE)


def simulated(fits: pd.DataFrame, lives: int) -> list[dict[str, Any]]:
    """Lives of each community, with traits as the communities of the other half have them."""
    asked: list[tuple[dict[str, Any], tuple[Any, ...]]] = []
    for half in (0, 1):
        mine = fits.loc[fits["half"] == half, "community"]
        drawn = iter(traits(fits[fits["half"] != half], lives * len(mine), SEED + half))
        for name in mine:
            for life in range(lives):
                rise, peak = map(float, next(drawn))
                for case, (r, p, w) in {
                    "steady": (0.0, 1.0, 0.0),
                    **{f"work {w}": (rise, peak, w) for w in WORK},
                }.items():
                    said = {"community": name, "half": half, "life": life, "case": case}
                    asked.append((said | {"rise": r, "peak": p, "work": w}, (name, r, p, w, life)))
    with ThreadPoolExecutor() as pool:
        found = tqdm(pool.map(lambda one: play(*one[1]), asked), total=len(asked))
        return [said | figures for (said, _), figures in zip(asked, found, strict=True)]


if __name__ == "__main__":
    main()
