"""The open-source communities: only size, effort, pieces and duration differ between them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from cocreation_sim.errors import InputError, nearest_names
from cocreation_sim.fitting.drawn import drawn, draws, own_draws, play_all
from cocreation_sim.fitting.emulator import to_log_or_logit
from cocreation_sim.fitting.targets import OPEN_SOURCE, communities
from cocreation_sim.scenario.scenario import Scenario

FIGURES: Final = tuple(f for f in OPEN_SOURCE.figures if f != "burned_out_core")
WEEKS_A_YEAR: Final = 365.25 / 7
LEVEL: Final = 0.9


def community(name: str, draw: int = 0) -> Scenario:
    """The scenario of a community under a draw of the posterior.

    One psychology for all; between communities only size, duration, effort and pieces differ.

    Parameters
    ----------
    name
        Name of the community, as in `communities`.
    draw
        Number of the draw.

    Raises
    ------
    InputError
        If there is no such community or draw.

    Examples
    --------
    >>> round(community("flask").calendar.duration / 52)
    16
    """
    known = communities().index
    if name not in known:
        raise InputError(f"there is no community {name!r}{nearest_names(name, list(known))}")
    shared = drawn(OPEN_SOURCE.scenario, draw)
    own = own_draws().loc[name]
    mine = {str(path): float(own[path].to_numpy()[draw]) for path in own.columns}
    size = max(50, round(mine.pop("size")))
    weeks = float(communities()["years"].to_dict()[name]) * WEEKS_A_YEAR
    return OPEN_SOURCE.base.vary(
        {
            **shared,
            **mine,
            "population.size": size,
            "calendar.duration": math.ceil(weeks / 4) * 4.0,
            "campaign.outreach.spend": size / weeks,
        }
    )


def joint_verdict(runs: pd.DataFrame, targets: Mapping[str, float], level: float = LEVEL) -> float:
    """How far out a target lies among runs, all figures together: 0 in the middle, 1 outermost.

    The distance is Mahalanobis' on the log and logit scales; the answer is the share of runs that
    lie nearer. A target is inside the joint predictive interval at a level if that is at most
    `level`.

    Examples
    --------
    >>> rng = np.random.Generator(np.random.PCG64(1))
    >>> runs = pd.DataFrame({"one_timers": rng.uniform(0.4, 0.6, 400)})
    >>> joint_verdict(runs, {"one_timers": 0.5}) < 0.2, joint_verdict(runs, {"one_timers": 0.9})
    (True, 1.0)
    """
    names = list(targets)
    sample = np.stack([to_log_or_logit(f, runs[f]) for f in names], axis=-1)
    sample = sample[np.isfinite(sample).all(axis=1)]
    target = np.array([float(to_log_or_logit(f, targets[f])) for f in names])
    centre = sample.mean(axis=0)
    inverse = np.linalg.pinv(np.atleast_2d(np.cov(sample.T)))

    def distance(x: np.ndarray) -> np.ndarray:
        off = x - centre
        return np.asarray(np.einsum("...i,ij,...j->...", off, inverse, off))

    return float((distance(sample) < distance(target)).mean())


def validate_communities(seed: int = 1, progress: bool = True) -> pd.DataFrame:
    """The communities against the model, one run a draw of the posterior and community.

    Parameters
    ----------
    seed
        Root of the runs' luck; each run has its own.
    progress
        Whether a bar is shown.

    Returns
    -------
    DataFrame
        One row a community and figure: `counted`, `predicted` (median), `low`, `high` (90 %),
        `inside`; and for the community `outlying`, the share of runs that lie nearer to the middle
        than what was counted, all figures together, and `joint`, whether that is at most 0.9.
    """
    rows = []
    runs = predicted(seed, progress)
    for name in communities().index:
        mine = runs[runs["community"] == name]
        targets = {f: float(communities()[f].to_dict()[name]) for f in FIGURES}
        outlying = joint_verdict(mine, targets)
        for figure, counted in targets.items():
            ends = [(1 - LEVEL) / 2, 0.5, (1 + LEVEL) / 2]
            low, middle, high = np.quantile(mine[figure].dropna(), ends)
            rows.append(
                {
                    "community": name,
                    "figure": figure,
                    "counted": counted,
                    "predicted": middle,
                    "low": low,
                    "high": high,
                    "inside": low <= counted <= high,
                    "outlying": outlying,
                    "joint": outlying <= LEVEL,
                }
            )
    return pd.DataFrame(rows)


def predicted(seed: int = 1, progress: bool = True) -> pd.DataFrame:
    """Outcomes of every community under every draw of the posterior, each run with its own luck."""
    tasks = [(name, draw) for draw in draws().index for name in communities().index]
    runs = play_all(lambda k: community(*tasks[k]), len(tasks), seed, progress)
    runs[["community", "draw"]] = tasks
    return runs
