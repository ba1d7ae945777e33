"""Histories like a given one, out of a library, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cocreation_sim.errors import InputError
from cocreation_sim.predicting.features import (
    NAMES,
    PEOPLE,
    WEIGHTS,
    features,
    people_features,
)
from cocreation_sim.predicting.library import Library
from cocreation_sim.predicting.shocks import USUAL, Shocks
from cocreation_sim.random_arrays import Floats, node, picks, uniforms
from cocreation_sim.results import Shown

COPIES: Final = 2  # of each life, shaken apart
CUTS: Final = 30  # histories of each copy
YOUNGEST: Final = 3  # intervals
NEAREST: Final = 0.025  # share of the histories that are compared closely
FEWEST_NEAR: Final = 100
STILL: Final = 0.3  # level below which a history is as good as over; of these
STILL_KEPT: Final = 0.25  # a share is enough
RIDGE: Final = 0.002
PEOPLE_WEIGHT: Final = 0.6
EDGES: Final = (0.002, 0.998)  # quantiles of the library beyond which nothing is compared
LARGE: Final = 0.9  # the same for the level, upwards
MOST_LOG: Final = 20.0


@dataclass(frozen=True, eq=False, repr=False)
class Match(Shown):
    """Histories of the library near a given one, with weights.

    A draw is that of a history near by, moved by what a local linear regression says of the
    difference between its features and the given ones (Beaumont, Zhang and Balding 2002).

    Attributes
    ----------
    places
        Which histories of the library, of `Analogues`.
    weights
        Their weights, 1 at no distance and falling to 0 (Epanechnikov's kernel).
    apart
        Their features less the given ones, as compared.
    level, scale
        Of the given history; see `cocreation_sim.predicting.features`.
    effective
        How many independent lives the weights are worth.
    outside
        Names of the features in which nothing in the library is like the given history.
    """

    places: NDArray[np.int64]
    weights: Floats
    apart: Floats
    level: float
    scale: float
    effective: float
    outside: tuple[str, ...] = ()

    def adjusted(self, values: Floats, ridge: float = RIDGE) -> Floats:
        """Values of the histories near by, moved to the given features.

        `ridge` keeps slopes small that few histories bear.
        """
        ones = np.ones((len(self.places), 1))
        design = np.hstack([ones, self.apart])
        weighted = design * self.weights[:, None]
        penalty = np.full(design.shape[1], ridge * self.weights.sum())
        penalty[0] = 0.0
        slopes = np.linalg.solve(design.T @ weighted + np.diag(penalty), weighted.T @ values)
        moved: Floats = values - self.apart @ slopes[1:]
        return moved


@dataclass(frozen=True, eq=False, repr=False)
class Analogues(Shown):
    """Histories of a library up to some interval, and what came after.

    Attributes
    ----------
    library
        Where they come from.
    horizon
        Intervals ahead.
    counts
        The lives as they were shaken.
    row, cut
        Of each history: which of these lives, and its number of intervals.
    life
        Which life of the library.
    values
        Its features; the last two speak of people.
    futures
        log(1 + contributions) of the intervals after it, less its level, over its scale.
    """

    library: Library
    horizon: int
    counts: Floats
    row: NDArray[np.int64]
    cut: NDArray[np.int64]
    life: NDArray[np.int64]
    values: Floats
    futures: Floats

    @classmethod
    def of(
        cls,
        library: Library,
        horizon: int,
        seed: int,
        disturbance: Shocks | None = USUAL,
    ) -> Analogues:
        """Histories of all ages, half of them young, from lives that were shaken.

        Raises
        ------
        InputError
            If lives are too short for the horizon.

        Examples
        --------
        >>> from cocreation_sim.predicting.library import simulate_library
        >>> from cocreation_sim.worlds.prior import default_prior
        >>> from cocreation_sim.scenario.scenario import load
        >>> workshop = load("ordinary")
        >>> library = simulate_library(workshop, default_prior(workshop), "quarter", 8, 1)
        >>> Analogues.of(library, 2, seed=1).futures.shape[1]
        2
        """
        length = library.contributions.shape[1]
        most = length - horizon
        if most < YOUNGEST:
            raise InputError(
                f"the horizon of {horizon} {library.interval}s is too long; allowed is up to "
                f"{length - YOUNGEST}"
            )
        copies = COPIES if disturbance else 1
        lives = np.stack([library.contributions, library.contributors, library.newcomers])
        counts, *others = (
            disturbance.shocked(lives, node(seed, "shaken"), copies)
            if disturbance
            else lives.astype(float)
        )
        found = features(counts)
        people = people_features(counts, *others)
        rows = np.repeat(np.arange(len(counts)), CUTS)
        u = uniforms(node(seed, "cuts"), len(rows))
        even = YOUNGEST + np.floor(u * (most - YOUNGEST + 1))
        young = np.floor(YOUNGEST * ((most + 1) / YOUNGEST) ** u)
        cut = np.where(np.arange(len(rows)) % 2, even, young).astype(np.int64)
        last = np.minimum(cut, most) - 1
        still = found.level[rows, last] < STILL
        kept = ~still | (uniforms(node(seed, "still"), len(rows)) < STILL_KEPT)
        rows, last = rows[kept], last[kept]
        ahead = np.log1p(counts[rows[:, None], last[:, None] + np.arange(1, horizon + 1)])
        level, scale = found.level[rows, last], found.scale[rows, last]
        values = np.hstack([found.values[rows, last], people[rows, last]])
        futures = (ahead - level[:, None]) / scale[:, None]
        return cls(library, horizon, counts, rows, last + 1, rows // copies, values, futures)

    @cached_property
    def _frame(self) -> tuple[Floats, Floats, Floats]:
        """Edges of the library, and the weight of each feature over its spread.

        What is larger than nine in ten of the library is taken as so large: with everything else
        in proportion, a larger crowd does the same on a larger scale (law 7).
        """
        low, high = np.quantile(self.values, EDGES, axis=0)
        high[0] = np.quantile(self.values[:, 0], LARGE)
        spread = self.values.std(axis=0)
        weights = np.concatenate([WEIGHTS, [PEOPLE_WEIGHT] * 2])
        return low, high, weights / np.where(spread > 0, spread, 1.0)

    def match(
        self,
        counts: Floats,
        contributors: Floats | None = None,
        newcomers: Floats | None = None,
        nearest: float = NEAREST,
    ) -> Match:
        """Histories near a given one; what lies beyond the library is moved to its edge.

        Contributors and newcomers are compared where they are given.
        """
        found = features(counts[None, :])
        people = people_features(
            counts[None, :],
            None if contributors is None else contributors[None, :],
            None if newcomers is None else newcomers[None, :],
        )
        mine = np.concatenate([found.values[0, -1], people[0, -1]])
        known = np.isfinite(mine)
        low, high, unit = self._frame
        inside = np.clip(mine[known], low[known], high[known])
        apart = (self.values[:, known] - inside) * unit[known]
        distance = (apart * apart).sum(axis=1)
        every = len(self.values)
        count = min(every, max(FEWEST_NEAR, round(nearest * every)))
        places = np.argpartition(distance, count - 1)[:count]
        places = places[np.argsort(distance[places], kind="stable")]
        near = distance[places]
        kernel = 1.0 - near / (near[-1] * 1.001 + 1e-12)
        by_life = np.bincount(self.life[places], kernel)
        larger = {"level", "age"}  # beyond the library upwards nothing is different
        beyond = tuple(
            name
            for k, name in enumerate((*NAMES, *PEOPLE))
            if mine[k] < low[k] or (mine[k] > high[k] and name not in larger)
        )
        effective = float(by_life.sum() ** 2 / (by_life @ by_life))
        return Match(
            places, kernel, apart[places],
            float(found.level[0, -1]), float(found.scale[0, -1]), effective, beyond,
        )  # fmt: skip

    def ahead(self, match: Match, samples: int, seed: int) -> Floats:
        """Futures of the given history: contributions, shape (samples, horizon)."""
        moved = match.adjusted(self.futures[match.places])
        drawn = moved[picks(node(seed, "ahead"), match.weights, samples)]
        logs = np.clip(match.level + match.scale * drawn, 0.0, MOST_LOG)
        paths: Floats = np.expm1(logs)
        return paths

    def pasts(self, match: Match, count: int, length: int, seed: int) -> Floats:
        """Some of the histories near by, moved to the given level; nan before they begin."""
        out = np.full((count, length), np.nan)
        for k, place in enumerate(match.places[picks(node(seed, "pasts"), match.weights, count)]):
            cut = int(self.cut[place])
            own = self.counts[self.row[place], max(0, cut - length) : cut]
            level = features(self.counts[self.row[place], None, :cut]).level[0, -1]
            out[k, length - len(own) :] = own * np.expm1(match.level) / max(np.expm1(level), 0.1)
        return out
