"""Arrays of random numbers by address, for samples around runs (`cocreation_sim.randomness`)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cocreation_sim.randomness import GAMMA, child, name_key

Floats = NDArray[np.float64]

_M1, _M2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


def node(seed: int, *purposes: str | int) -> int:
    """The node of a tree of draws that a path of names and numbers leads to.

    Examples
    --------
    >>> node(1, "windows", 3) == node(1, "windows", 3), node(1, "windows") == node(2, "windows")
    (True, False)
    """
    here = seed
    for purpose in purposes:
        here = child(here, name_key(purpose) if isinstance(purpose, str) else purpose)
    return here


def uniforms(at: int, *shape: int) -> Floats:
    """Uniform numbers strictly between 0 and 1: the children 0, 1, … of a node.

    Examples
    --------
    >>> from cocreation_sim.randomness import uniform
    >>> uniforms(7, 2, 2).ravel().tolist() == [uniform(7, k) for k in range(4)]
    True
    """
    count = int(np.prod(shape))
    z = np.uint64(at) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(GAMMA)
    z = (z ^ (z >> np.uint64(30))) * _M1
    z = (z ^ (z >> np.uint64(27))) * _M2
    z ^= z >> np.uint64(31)
    drawn: Floats = ((z >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52
    return drawn.reshape(shape)


def normals(at: int, *shape: int) -> Floats:
    """Standard normal numbers at the children of a node."""
    from scipy.special import ndtri

    drawn: Floats = ndtri(uniforms(at, *shape))
    return drawn


def picks(at: int, weights: Floats, count: int) -> NDArray[np.int64]:
    """Places drawn with weights, spread evenly: systematic resampling in a random order.

    Each place is drawn its expected number of times, rounded up or down (Kitagawa 1996).

    Examples
    --------
    >>> sorted(picks(1, np.array([1.0, 0.0, 1.0]), 4).tolist())
    [0, 0, 2, 2]
    """
    steps = np.cumsum(weights) / weights.sum()
    start = uniforms(node(at, "start"), 1)[0]
    drawn = np.searchsorted(steps, (np.arange(count) + start) / count, side="right")
    mixed: NDArray[np.int64] = drawn[np.argsort(uniforms(node(at, "order"), count))]
    return np.minimum(mixed, len(weights) - 1)
