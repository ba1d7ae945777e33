"""Fits the psychology to the patterns of all worlds at once, and writes what was found.

    .venv/bin/python -m experiments.psychology.calibrate [--share S] [--steps N]

Plays each kind of world many times, its parameters drawn from their ranges (resumed from
`results/psychology` if it was stopped), learns an emulator of each, samples the posterior of the
shared psychology, fits each community, and writes `posterior.csv` and
`communities_posterior.csv` into the package
and `posterior.png`, `summary.csv`, `fit.csv` beside this file. The defaults in
`scenario/behaviour.py` and the open-source, topcoder and openideo presets are the draw of the
highest posterior density, rounded (a test compares them).
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.stats import qmc

from cocreation_sim.demo import png
from cocreation_sim.files import write
from cocreation_sim.fitting.emulator import emulate, from_log_or_logit
from cocreation_sim.fitting.posterior import Group, Posterior, sample
from cocreation_sim.fitting.targets import KINDS, OPEN_SOURCE, problem, usual
from experiments.psychology.telling import write_found

if TYPE_CHECKING:
    from matplotlib.figure import Figure

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PACKAGE = ROOT / "src" / "cocreation_sim" / "analysis" / "calibration"
KEPT = 100  # draws that are shipped
RUNS = {"open-source": 4096, "topcoder": 4096, "openideo": 3072}
TRIED = 4096  # points at which a community's own parameters are tried


def main() -> None:
    """Calibrate."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--share", type=float, default=1.0, help="share of the runs to play")
    options.add_argument("--steps", type=int, default=1200, help="steps of each walker")
    given = options.parse_args()
    runs = played(given.share)
    posterior = sample(problem(runs), steps=given.steps)
    summary = posterior.summary()
    best = posterior.best
    summary["best"] = [
        posterior.problem.value(name, best[k : k + 1])[0]
        for k, name in enumerate(posterior.problem.names)
    ]
    print(summary.round(3).to_string())
    order = np.linspace(0, len(posterior.shares) - 1, KEPT).astype(int)
    kept = np.concatenate([best[None], posterior.shares[order[1:]]])  # the best is draw 0
    values = {
        name: posterior.problem.value(name, kept[:, k])
        for k, name in enumerate(posterior.problem.names)
    }
    write(PACKAGE / "posterior.csv", csv(pd.DataFrame({"draw": range(KEPT), **values})))
    own = community_draws(posterior, kept, runs[OPEN_SOURCE.scenario])
    write(PACKAGE / "communities_posterior.csv", csv(own))
    fit = fit_of(posterior)
    write(HERE / "fit.csv", csv(fit))
    write(HERE / "summary.csv", csv(summary.reset_index()))
    write(HERE / "posterior.png", png(drawn(posterior)))
    write_found()


def played(share: float) -> dict[str, pd.DataFrame]:
    """Runs of each kind of world, by the name of its preset."""
    return {
        kind.scenario: kind.play(
            round(share * RUNS[kind.scenario]),
            seed=11,
            store=str(ROOT / "results" / "psychology" / kind.scenario),
        ).runs
        for kind in KINDS
    }


def csv(table: pd.DataFrame) -> str:
    """A table as text, with four figures that count."""
    return table.to_csv(index=False, lineterminator="\n", float_format="%.4g")


def group_of(posterior: Posterior, scenario: str) -> Group:
    """The group of a kind of world."""
    return next(g for g in posterior.problem.groups if g.name == scenario)


def closest(posterior: Posterior, group: Group) -> np.ndarray:
    """For each member its figures, in logs or logits, at the best draw, and its own parameters."""
    at = posterior.best[None]
    fine = replace(group, ways=finer(group))
    rows = posterior.problem.rows(fine, at)[0]
    where = fine.log_likelihoods(rows).argmax(axis=0)
    return group.emulator.predict(rows)[where]


def finer(group: Group) -> np.ndarray:
    """More points of the members' own parameters than the posterior needs."""
    if len(group.members) == 1:
        return group.ways
    return qmc.Sobol(len(group.own), rng=7).random(TRIED)


def community_draws(posterior: Posterior, shares: np.ndarray, runs: pd.DataFrame) -> pd.DataFrame:
    """For each community and draw its own parameters, and the crowd that gives its size."""
    group = group_of(posterior, OPEN_SOURCE.scenario)
    fine = replace(group, ways=finer(group))
    people = emulate(usual(runs, OPEN_SOURCE), OPEN_SOURCE.unknown, ("accepted_authors",))
    size = OPEN_SOURCE.base.population.size
    rng = np.random.Generator(np.random.PCG64(3))
    rows = []
    for draw in range(len(shares)):
        at = shares[draw : draw + 1]
        every = posterior.problem.rows(fine, at)[0]
        weight = np.exp(posterior.problem.by_way(fine, at)[0])
        for m, member in enumerate(group.members):
            way = rng.choice(len(weight), p=weight[:, m] / weight[:, m].sum())
            authors = float(np.exp(people.predict(every[way])[0]))
            own = {
                path: fine.emulator.unknown[path].at(float(x))
                for path, x in zip(group.own, fine.ways[way], strict=True)
            }
            crowd = round(size * member.contributors / authors)
            rows.append({"community": member.name, "draw": draw, "size": crowd, **own})
    return pd.DataFrame(rows).sort_values(["community", "draw"])


def fit_of(posterior: Posterior) -> pd.DataFrame:
    """Each target beside what the emulator says at the best draw, and each member's misfit."""
    rows = []
    for group in posterior.problem.groups:
        for m, (member, predicted) in enumerate(
            zip(group.members, closest(posterior, group), strict=True)
        ):
            off = group.observed[m] - predicted
            misfit = float(off @ group.precision[m] @ off)
            for k, figure in enumerate(group.emulator.figures):
                rows.append(
                    {
                        "world": member.name,
                        "figure": figure,
                        "target": float(from_log_or_logit(figure, group.observed[m][k])),
                        "fitted": float(from_log_or_logit(figure, predicted[k])),
                        "off_in_sd": float(off[k] / np.sqrt(group.covariance[m][k, k])),
                        "misfit": misfit,
                    }
                )
    return pd.DataFrame(rows)


def drawn(posterior: Posterior) -> Figure:
    """Posterior of each shared parameter within its prior range."""
    from cocreation_sim.plots.style import BLUE, GREY, caption, styled

    summary = posterior.summary()
    names = list(posterior.problem.psychology)
    with styled(10, 0.55 * len(names) + 1.8) as figure:
        ax = figure.subplots()
        for row, name in enumerate(names):
            share = posterior.shares[:, posterior.problem.names.index(name)]
            low, mid, high = np.quantile(share, [0.05, 0.5, 0.95])
            ax.plot([0, 1], [row, row], color=GREY, lw=1)
            ax.plot([low, high], [row, row], color=BLUE, lw=6, solid_capstyle="butt")
            ax.plot([mid], [row], "o", color="white", ms=5)
            line = summary.loc[name]
            ax.annotate(f"{line['prior_low']:.3g}", (-0.01, row), ha="right", va="center")
            ax.annotate(f"{line['prior_high']:.3g}", (1.01, row), ha="left", va="center")
            ax.annotate(f"{line['median']:.3g}", (mid, row - 0.28), ha="center", fontsize=9)
        ax.set_yticks(range(len(names)), [n.removeprefix("behaviour.") for n in names])
        ax.set_xlim(-0.12, 1.12)
        ax.set_xticks([])
        ax.set_ylim(len(names) - 0.4, -0.7)
        ax.set_title("What the patterns of 18 worlds say of the eight free parameters")
        caption(
            figure,
            "Grey: the range each was drawn from; bars: 90 % of the posterior, dots and numbers: "
            "its median. A bar longer than half its line is not pinned down.",
        )
        return figure


if __name__ == "__main__":
    main()
