"""Campaigns that fade: launched with a bang, as no series of a survivor is."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from cocreation_sim.predicting.library import INTERVALS
from cocreation_sim.random_arrays import Floats
from cocreation_sim.runs import simulate
from cocreation_sim.scenario.scenario import Scenario, load

LEVERS: Final = {
    "population.size": 3000,
    "calendar.duration": 156.0,
    "segment.aware": 0.0,
    "campaign.outreach.spend": 0.5,
    "campaign.outreach.launch_spend": 1500.0,
    "campaign.outreach.launch_decay": 20.0,
    "campaign.review.capacity": 20.0,
}
MONTHS, KNOWN = 35, 18
NEEDED = 60  # contributions in three months, or it has starved
TRUTH = 20_011  # seed of its own: no campaign shares the luck of a life it is compared with


def scenario() -> Scenario:
    """The campaign, as its owner knows it."""
    return load("ordinary").vary(LEVERS)


def counts(replication: int) -> Floats:
    """Contributions of such a campaign by month."""
    born = simulate(scenario(), seed=TRUTH, replication=replication).ideas["born"]
    months = (born / INTERVALS["month"]).astype(int)
    return np.bincount(months, minlength=MONTHS)[:MONTHS].astype(float)


def starves(known: Floats, paths: Floats) -> NDArray[np.bool_]:
    """Whether any three months that close from now on bring too few, by path."""
    head = np.repeat(known[None, -2:], len(paths), axis=0)
    whole = np.hstack([head, paths])
    return (whole[:, 2:] + whole[:, 1:-1] + whole[:, :-2]).min(axis=1) < NEEDED
