"""Samples for sensitivity: where in the unit cube Morris' and Sobol's methods look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Literal, get_args

import numpy as np

from cocreation_sim.errors import check_whole, check_word
from cocreation_sim.random_arrays import Floats

Design = Literal["morris", "sobol"]
SOBOL: Final = {"saltelli": "sobol"}  # what else its sample is called

# Morris' grid. Cut into up to 8 equal parts, one for each category of a factor, the unit interval
# has a level in each part; with the usual 4 levels a fifth category would never be played.
LEVELS: Final = 8
LEAST: Final = 4  # trajectories or blocks; fewer say nothing about their own spread


def unit_sample(method: Design, factors: int, points: int, seed: int) -> Floats:
    """Points of the unit cube at which to run the model, one row a point, one column a factor.

    "morris": `points` trajectories of `factors` + 1 rows; from one row to the next one factor
    moves by 4/7 on a grid of 8 levels. "sobol": `points` blocks of `factors` + 2 rows, after
    Saltelli et al. (2010): the row of A, for each factor that row with the factor's value from B,
    and the row of B, where (A, B) is a scrambled Sobol' sequence. The sequence is balanced where
    `points` is a power of two.

    A larger sample begins with the smaller one of the same seed. A factor of k categories takes
    equal parts of the unit interval: category floor(k u), and k - 1 at u = 1.

    Parameters
    ----------
    method
        "morris" or "sobol".
    factors
        Number of factors, d.
    points
        Number of trajectories or blocks, at least 4.
    seed
        A whole number from 0.

    Raises
    ------
    InputError
        If an argument is not allowed.

    Examples
    --------
    >>> unit_sample("sobol", factors=3, points=64, seed=1).shape
    (320, 3)
    """
    factors = check_whole("factors", factors, 1)
    points = check_whole("points", points, LEAST)
    problem = problem_of([str(k) for k in range(factors)])
    luck = generator(seed)
    if check_word("method", method, get_args(Design), SOBOL) == "morris":
        from SALib.sample import morris  # type: ignore[import-untyped]

        sample: Floats = morris.sample(problem, points, num_levels=LEVELS, seed=luck)
        return np.clip(sample, 0.0, 1.0)  # the grid's ends are 0 and 1 but for rounding
    from SALib.sample import sobol

    # SciPy warns of other lengths than powers of two: take the front of the next one.
    whole = 1 << (points - 1).bit_length()
    blocks: Floats = sobol.sample(problem, whole, calc_second_order=False, seed=luck)
    return blocks[: points * (factors + 2)]


def problem_of(names: Sequence[str]) -> dict[str, Any]:
    """What SALib calls a problem; new each time, since SALib writes into it."""
    return {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}


def generator(seed: int) -> np.random.Generator:
    """A generator of random numbers with a seed, which is a whole number from 0."""
    return np.random.default_rng(check_whole("seed", seed, 0))
