"""Histories made up for tests."""

from __future__ import annotations

import numpy as np

from cocreation_sim.predicting.dates import Dates
from cocreation_sim.predicting.series import Series
from cocreation_sim.random_arrays import node, uniforms

LIVES = 256  # of the library


def monthly(counts, **more) -> Series:
    return Series("mine", Dates("month"), np.asarray(counts, float), **more)


def some(seed: int, count: int = 30, level: float = 6.0) -> Series:
    return monthly(np.floor(2 * level * uniforms(node(seed, "some"), count)))
