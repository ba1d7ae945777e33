"""Calibrates without four communities in turn, and without TopCoder, for the backtest.

    .venv/bin/python -m experiments.psychology.left_out [--share S] [--steps N]

Plays the worlds as `experiments.psychology.calibrate` does and samples the same posterior. Four
communities, neighbours in the alphabet (so most of Apache's are in one), are left out together by
weighing the draws with 1 over their likelihood; for TopCoder, all of whose kind is left out, the
posterior of the other worlds is sampled anew. Writes `left_out.csv`: for each the draw of the
highest density of the posterior without it (psychology, and what open-source worlds share), and the
middle of the own parameters of the communities that were not left out.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from cocreation_sim.files import write
from cocreation_sim.fitting.posterior import Posterior, Problem, sample
from cocreation_sim.fitting.targets import OPEN_SOURCE, PSYCHOLOGY, TOPCODER, problem
from cocreation_sim.scenario.scenario import Scenario
from experiments.psychology.calibrate import csv, group_of, played

FILE: Final = Path(__file__).parent / "left_out.csv"
TOGETHER: Final = 4  # communities that are left out at a time
DRAWS: Final = 200  # of the posterior without some communities, for the others' own parameters


def main() -> None:
    """Calibrate without each in turn."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--share", type=float, default=1.0, help="share of the runs to play")
    options.add_argument("--steps", type=int, default=1200, help="steps of each walker")
    given = options.parse_args()
    whole = problem(played(given.share))
    others = [group for group in whole.groups if group.name != TOPCODER.scenario]
    without_topcoder = sample(Problem(PSYCHOLOGY, others), steps=given.steps)
    rows = {
        **communities(sample(whole, steps=given.steps)),
        TOPCODER.scenario: {
            path: value
            for path, value in at(without_topcoder, without_topcoder.best).items()
            if path in PSYCHOLOGY
        },
    }
    table = pd.DataFrame.from_dict(rows, orient="index").rename_axis("left_out").reset_index()
    print(table.round(3).to_string())
    write(FILE, csv(table))


def communities(posterior: Posterior) -> dict[str, dict[str, float]]:
    """By community: what the others alone say, and how many independent draws say it."""
    group = group_of(posterior, OPEN_SOURCE.scenario)
    names = [member.name for member in group.members]
    rng = np.random.Generator(np.random.PCG64(9))
    out = {}
    for first in range(0, len(names), TOGETHER):
        left = range(first, min(first + TOGETHER, len(names)))
        density, weights = posterior.left_out(group, left)
        picked = posterior.shares[rng.choice(len(weights), DRAWS, p=weights)]
        own = posterior.own(group, picked)
        middles = pd.DataFrame([own[k].median() for k in range(len(names)) if k not in left])
        known = at(posterior, posterior.shares[density.argmax()])
        row = {
            "effective": posterior.effective / float((weights**2).sum() * len(weights)),
            **{p: v for p, v in known.items() if p in (*PSYCHOLOGY, *group.kind)},
            **middles.median(),
        }
        out |= {names[k]: row for k in left}
    return out


def at(posterior: Posterior, shares: np.ndarray) -> dict[str, float]:
    """Values at a point, by path: psychology, and what open-source worlds share."""
    own = f"{OPEN_SOURCE.scenario}: "
    return {
        name.removeprefix(own): float(posterior.problem.value(name, shares[k : k + 1])[0])
        for k, name in enumerate(posterior.problem.names)
        if name in PSYCHOLOGY or name.startswith(own)
    }


def without(left_out: str, base: Scenario) -> Scenario:
    """A scenario as it is when a community, or TopCoder, was left out of the calibration.

    Raises
    ------
    KeyError
        If nothing of that name was left out.
    """
    row: Mapping[str, float] = pd.read_csv(FILE, index_col="left_out").loc[left_out].dropna()
    return base.vary({path: value for path, value in row.items() if path != "effective"})


if __name__ == "__main__":
    main()
