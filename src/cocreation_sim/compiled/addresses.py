"""The draws of `cocreation_sim.randomness` for compiled code: the same numbers in 64-bit words."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from cocreation_sim.quantiles import geometric_quantile, normal_quantile, poisson_quantile

__all__ = ["child", "exponential", "geometric_quantile", "normal", "poisson_quantile", "uniform"]

GAMMA = np.uint64(0x9E3779B97F4A7C15)
M1 = np.uint64(0xBF58476D1CE4E5B9)
M2 = np.uint64(0x94D049BB133111EB)
ONE = np.uint64(1)
S27, S30, S31, S32 = np.uint64(27), np.uint64(30), np.uint64(31), np.uint64(32)
S12 = np.uint64(12)
LOW = np.uint64(0xFFFFFFFF)
UNIT = 2.0**-52
HALF = 2.0**-32


def child(node: Any, key: Any) -> Any:
    """Node number `key` below `node`."""
    z = node + (np.uint64(key) + ONE) * GAMMA
    z = (z ^ (z >> S30)) * M1
    z = (z ^ (z >> S27)) * M2
    return z ^ (z >> S31)


def uniform(node: Any, purpose: Any) -> Any:
    """A uniform number, strictly between 0 and 1, at an address."""
    return (np.float64(child(node, purpose) >> S12) + 0.5) * UNIT


def exponential(node: Any, purpose: Any) -> Any:
    """An exponential number with mean 1 at an address."""
    return -math.log(uniform(node, purpose))


def normal(node: Any, purpose: Any) -> Any:
    """A standard normal number at an address."""
    return normal_quantile(uniform(node, purpose))
