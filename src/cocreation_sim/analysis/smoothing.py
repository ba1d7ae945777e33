"""Failure risk smoothed over a continuous design, where each point has few runs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cocreation_sim.analysis.failure import Floats, Risk
from cocreation_sim.errors import InputError
from cocreation_sim.experiments.summary import check_level

Kernel = Literal["matern", "gaussian"]

MOST_POINTS: Final = 2000
MEAN: Final = 3.0  # standard deviation of the mean log odds, around 0
LENGTH: Final = (math.log(0.5), 0.8)  # mean and standard deviation of a log length
SPREAD: Final = (math.log(1.5), 0.7)  # and of the log of the standard deviation around the mean
FARTHEST: Final = 4.0  # in standard deviations, where the search for these ends
CELLS: Final = 250  # into which points are gathered for this search
BLOCK: Final = 1000  # points whose risk is computed at once


class Mode(NamedTuple):
    slope: Floats
    root: Floats
    factor: Floats
    odds: Floats
    evidence: float


@dataclass(frozen=True, eq=False)
class Surface:
    kernel: Kernel
    lengths: Floats
    spread: float
    luck: float
    replications: int
    points: Floats
    mode: Mode
    shared: Floats

    def at(self, x: ArrayLike, level: float = 0.95, how="beta") -> Risk:
        from scipy.special import betaincinv, ndtri, stdtrit

        check_level(level)
        new = _points("x", x, self.points.shape[1])
        tail = (1 - level) / 2
        stretch = 1.0
        if self.replications:
            stretch = float(stdtrit(self.replications - 1, tail) / ndtri(tail)) ** 2
        blocks = [self._odds(new[i : i + BLOCK]) for i in range(0, len(new), BLOCK)]
        odds, spread = np.concatenate(blocks, axis=1)
        risk, spread = _risk(odds), spread * stretch
        if how == "logit":
            s = np.sqrt(spread); z=-ndtri(tail)
            return Risk(risk, _risk(odds - z * s), _risk(odds + z * s))
        a, b = 1 / (_risk(-odds) * spread), 1 / (risk * spread)
        low: Any = betaincinv(a, b, tail)
        high: Any = betaincinv(a, b, 1 - tail)
        return Risk(risk, np.minimum(low, risk), np.maximum(high, risk))

    def _odds(self, new: Floats) -> tuple[Floats, Floats]:
        from scipy.linalg import solve_triangular

        near = _kernel(self.kernel, self.points, new, self.lengths, self.spread)[0] + MEAN**2
        half = _solve(self.mode.factor, self.mode.root[:, None] * near)
        spread = self.spread**2 + MEAN**2 - (half**2).sum(axis=0)
        if self.shared.size:
            noise = (_solve(self.mode.factor, half, trans=True) ** 2).sum(axis=0)
            alike = ((near.T @ self.shared) ** 2).sum(axis=1)
            spread += np.maximum(np.maximum(alike, self.luck * noise) - noise, 0)
        return near.T @ self.mode.slope, np.maximum(spread, 1e-9)


def smooth(x, failures, runs=1, replications=None, kernel: Kernel = "matern") -> Surface:
    rows = _points("x", x, None)
    k, n = (np.broadcast_to(np.asarray(v, float), len(rows)) for v in (failures, runs))
    points, place = np.unique(rows, axis=0, return_inverse=True)
    fails, plays = np.bincount(place, k), np.bincount(place, n)
    if len(points) > MOST_POINTS:
        raise InputError("too many")
    names, which = np.unique(replications if replications is not None else np.arange(len(rows)), return_inverse=True)
    luck = 1.0
    count = len(names) if len(names) < len(rows) else 0
    if count and fails.sum() in (0, plays.sum()):
        luck = plays.sum() / count
        fails, plays = fails / luck, plays / luck
    lengths, spread = _fit(kernel, *_cells(points, fails, plays))
    cov = _kernel(kernel, points, points, lengths, spread)[0] + MEAN**2
    mode = _mode(cov, fails, plays)
    shared = np.zeros((len(points), 0))
    if count and luck == 1:
        p = _risk(mode.odds)
        excess = np.zeros((len(points), count))
        np.add.at(excess, (place, which), k - n * p[place])
        half = _solve(mode.factor, mode.root[:, None] * (cov @ excess))
        shared = (excess - mode.root[:, None] * _solve(mode.factor, half, trans=True)) * math.sqrt(count / (count - 1))
        inner = _solve(mode.factor, mode.root[:, None] * cov)
        noise = (_solve(mode.factor, inner, trans=True) ** 2).sum(axis=0)
        alike = ((cov @ shared) ** 2).sum(axis=1)
        weight = (p * (1 - p)) ** 2
        luck = max(1.0, float(weight @ alike / (weight @ noise)))
    return Surface(kernel, lengths, spread, luck, count, points, mode, shared)


def _points(name, x, factors):
    out = np.asarray(x, float)
    return out[:, None] if out.ndim == 1 else out


def _cells(points, fails, plays):
    groups = [np.arange(len(points))]
    while len(groups) < CELLS:
        largest = max(range(len(groups)), key=lambda g: len(groups[g]))
        group = groups[largest]
        if len(points) <= CELLS:
            return points, fails, plays
        inside = points[group]
        widest = int(np.argmax(np.ptp(inside, axis=0)))
        order = group[np.argsort(inside[:, widest], kind="stable")]
        groups[largest] = order[: len(order) // 2]
        groups.append(order[len(order) // 2 :])
    return (
        np.array([points[g].mean(axis=0) for g in groups]),
        np.array([fails[g].sum() for g in groups]),
        np.array([plays[g].sum() for g in groups]),
    )


def _risk(odds: Floats) -> Floats:
    from scipy.special import expit

    return np.asarray(expit(odds))


def _solve(factor: Floats, right: Floats, trans: bool = False) -> Floats:
    from scipy.linalg import solve_triangular

    return solve_triangular(factor, right, lower=True, trans=int(trans), check_finite=False)


def _factor(cov: Floats, root: Floats) -> Floats:
    from scipy.linalg import cholesky

    inner = root[:, None] * cov * root
    inner.flat[:: len(root) + 1] += 1
    return cholesky(inner, lower=True, overwrite_a=True, check_finite=False)


def _mode(cov: Floats, k: Floats, n: Floats) -> Mode:
    weights = np.zeros(len(k))
    odds = np.zeros(len(k))
    value = _log_likelihood(odds, k, n)
    for _ in range(100):
        p = _risk(odds)
        root = np.sqrt(n * p * (1 - p))
        factor = _factor(cov, root)
        b = root**2 * odds + k - n * p
        target = b - root * _solve(factor, _solve(factor, root * (cov @ b)), trans=True)
        step, before = 1.0, value
        while True:
            new = weights + step * (target - weights)
            new_odds = cov @ new
            value = _log_likelihood(new_odds, k, n) - new @ new_odds / 2
            if value >= before - 1e-9 or step < 1e-6:
                break
            step /= 2
        weights, odds = new, new_odds
        if abs(value - before) < 1e-7:
            break
    p = _risk(odds)
    root = np.sqrt(n * p * (1 - p))
    factor = _factor(cov, root)
    slope = k - n * p
    value = _log_likelihood(odds, k, n) - slope @ odds / 2
    return Mode(slope, root, factor, odds, float(value - np.log(np.diag(factor)).sum()))


def _log_likelihood(odds: Floats, k: Floats, n: Floats) -> float:
    return float(k @ odds - n @ np.logaddexp(0, odds))


def _kernel(kind: Kernel, a: Floats, b: Floats, lengths: Floats, spread: float) -> tuple[Floats, Floats]:
    """Covariance around the mean, and its derivative by minus half the squared distance."""
    from scipy.spatial.distance import cdist

    square = cdist(a / lengths, b / lengths, "sqeuclidean")
    if kind == "gaussian":
        cov = spread**2 * np.exp(-square / 2)
        return cov, cov
    far = np.sqrt(5 * square)
    near = spread**2 * np.exp(-far)
    return near * (1 + far + 5 * square / 3), 5 / 3 * near * (1 + far)


def _fit(kind, x, k, n):
    from scipy.optimize import minimize

    d = x.shape[1]
    prior = np.array([LENGTH] * d + [SPREAD])

    def loss(theta):
        lengths, spread = np.exp(theta[:d]), math.exp(theta[d])
        around, slope = _kernel(kind, x, x, lengths, spread)
        cov = around + MEAN**2
        mode = _mode(cov, k, n)
        p = _risk(mode.odds)
        half = _solve(mode.factor, np.diag(mode.root))
        inner = half.T @ half
        c = _solve(mode.factor, mode.root[:, None] * cov)
        by_odds = -0.5 * (np.diag(cov) - (c**2).sum(axis=0)) * n * p * (1 - p) * (1 - 2 * p)
        grad = []
        for j in range(d + 1):
            change = 2 * around
            if j < d:
                change = slope * ((x[:, j, None] - x[None, :, j]) / lengths[j]) ** 2
            by = change @ mode.slope
            grad.append((mode.slope @ by - (inner * change).sum()) / 2 + by_odds @ (by - cov @ (inner @ by)))
        z = (theta - prior[:, 0]) / prior[:, 1]
        return -mode.evidence + z @ z / 2, -np.array(grad) + z / prior[:, 1]

    bounds = [(m - FARTHEST * s, m + FARTHEST * s) for m, s in prior]
    found = minimize(loss, prior[:, 0], jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 60})
    return np.exp(found.x[:d]), math.exp(found.x[d])
