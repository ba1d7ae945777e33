"""What shakes real campaigns and no model of their people knows: holidays, releases, employers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from cocreation_sim.random_arrays import Floats, node, normals, uniforms

Ends = tuple[float, float]


@dataclass(frozen=True)
class Shocks:
    """Ranges of two lognormal factors by which a simulated life is multiplied.

    y_t = m_t exp(a z_t − a²/2 + b w_t − b²/2), with z_t independent and w_t = ρ w_{t−1} +
    sqrt(1 − ρ²) u_t standard normal, ρ = 2^(−1/h). Each life has its own a, b and h, evenly spread
    over the logarithm of their ranges. So a history says itself how much it is shaken: it is
    matched with lives that are shaken as much.

    Attributes
    ----------
    passing
        Range of a, for what is over after one interval.
    lasting
        Range of b, for what lasts.
    half_life
        Range of h, in intervals.
    """

    passing: Ends = (0.03, 1.0)
    lasting: Ends = (0.1, 1.2)
    half_life: Ends = (2.0, 48.0)

    def shocked(self, counts: NDArray[Any], seed: int, copies: int = 1) -> Floats:
        """Lives multiplied by their factors and made whole at random; several copies of each.

        What is counted of the same lives is shaken alike, and what was less is not more after it.

        Parameters
        ----------
        counts
            One row a life, one column an interval; or several such tables of the same lives.
        seed
            Root of the luck.
        copies
            How often each life is shaken; the copies follow one another.

        Examples
        --------
        >>> Shocks().shocked(np.full((2, 5), 10), seed=1, copies=3).shape
        (6, 5)
        """
        m = np.repeat(np.asarray(counts, float), copies, axis=-2)
        n, steps = m.shape[-2:]
        shares = uniforms(node(seed, "sizes"), 3, n)
        a, b, h = (
            low * (high / low) ** u
            for (low, high), u in zip(
                (self.passing, self.lasting, self.half_life), shares, strict=True
            )
        )
        rho = 0.5 ** (1 / h)
        passing, drive = (
            normals(node(seed, "passing"), n, steps),
            normals(node(seed, "lasting"), n, steps),
        )
        lasting = np.empty((n, steps))
        lasting[:, 0] = drive[:, 0]
        for t in range(1, steps):
            lasting[:, t] = rho * lasting[:, t - 1] + np.sqrt(1 - rho * rho) * drive[:, t]
        a, b = a[:, None], b[:, None]
        m *= np.exp(a * passing - a * a / 2 + b * lasting - b * b / 2)
        whole: Floats = np.floor(m + uniforms(node(seed, "whole"), n, steps))
        return whole


USUAL: Final = Shocks()
