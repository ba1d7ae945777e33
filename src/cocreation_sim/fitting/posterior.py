"""What the patterns of all worlds together say about the psychology they share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import logsumexp
from scipy.stats import qmc

from cocreation_sim.designs.factors import Range
from cocreation_sim.errors import InputError
from cocreation_sim.fitting.emulator import Emulator, to_log_or_logit

Floats = NDArray[np.float64]

DISCREPANCY: Final = 0.07  # sd, in logs or logits: what no model of this kind is expected to hit
WAYS: Final = 512  # points at which a member's own parameters are tried
IDENTIFIED: Final = 0.5  # width of the posterior over that of the prior, at most


@dataclass(frozen=True)
class Member:
    """One real campaign or community, and what was counted there.

    Attributes
    ----------
    name
        Its name.
    targets
        Figure and value, in the order of the group's figures.
    contributors
        How many people the figures were counted over; the fewer, the more luck is in them.
    errors
        Standard error of each value on the log or logit scale, where the source has one.
    """

    name: str
    targets: Mapping[str, float]
    contributors: float
    errors: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Group:
    """Worlds of one kind: one emulator, parameters they share, and parameters of their own.

    Attributes
    ----------
    name
        Its name.
    emulator
        Of a run of such a world.
    kind
        Parameters common to its members, but not psychology.
    own
        Parameters of each member.
    members
        The members.
    contributors
        Typical number of contributors in the emulator's runs: with more of them luck weighs less.
    ways
        Points of the members' own parameters, as shares of their ranges, over which these are
        integrated out; one without columns where the only member's parameters are sampled.
    """

    name: str
    emulator: Emulator
    kind: tuple[str, ...]
    own: tuple[str, ...]
    members: tuple[Member, ...]
    contributors: float
    ways: Floats

    @cached_property
    def observed(self) -> Floats:
        """Stretched targets, one row a member."""
        figures = self.emulator.figures
        return np.array([[to_log_or_logit(f, m.targets[f]) for f in figures] for m in self.members])

    @cached_property
    def precision(self) -> Floats:
        """Inverse covariance of prediction minus observation, one a member."""
        return np.linalg.inv(self.covariance)

    @cached_property
    def covariance(self) -> Floats:
        """Covariance of prediction minus observation: luck, the source's error, discrepancy."""
        figures, out = self.emulator.figures, []
        for member in self.members:
            luck = self.emulator.scatter * np.clip(self.contributors / member.contributors, 0.3, 3)
            errors = np.array([member.errors.get(f, 0.0) for f in figures])
            out.append(luck + np.diag(errors**2 + DISCREPANCY**2))
        return np.array(out)

    def log_likelihoods(self, rows: Floats) -> Floats:
        """Log likelihood of each member at each row of shares: rows x members."""
        off = self.observed - self.emulator.predict(rows)[:, None, :]
        square = np.einsum("rmi,mij,rmj->rm", off, self.precision, off)
        return np.asarray(-0.5 * (square + np.linalg.slogdet(self.covariance)[1]))


def nuisance_draws(own: Sequence[str], members: Sequence[Member]) -> Floats:
    """Points at which the members' own parameters are tried: a Sobol sequence."""
    if len(members) == 1:
        return np.zeros((1, 0))
    return np.asarray(qmc.Sobol(len(own), rng=5).random(WAYS))


@dataclass(frozen=True, eq=False)
class Problem:
    """Groups that share a psychology.

    Attributes
    ----------
    psychology
        The shared parameters and their prior ranges.
    groups
        The groups.
    """

    psychology: Mapping[str, Range]
    groups: Sequence[Group]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What is sampled: psychology, and by group what all, or its only, member have."""
        out = list(self.psychology)
        for group in self.groups:
            mine = group.kind + (group.own if len(group.members) == 1 else ())
            out += [f"{group.name}: {path}" for path in mine]
        return tuple(out)

    def rows(self, group: Group, at: Floats) -> Floats:
        """Shares of an emulator's parameters: points x ways x parameters."""
        where = {name: k for k, name in enumerate(self.names)}
        ways = group.ways
        columns = []
        for path in group.emulator.unknown:
            if path in self.psychology:
                column = at[:, None, where[path]]
            elif (name := f"{group.name}: {path}") in where:
                column = at[:, None, where[name]]
            else:
                column = ways[None, :, group.own.index(path)]
            columns.append(np.broadcast_to(column, (len(at), len(ways))))
        return np.stack(columns, axis=-1)

    def by_way(self, group: Group, at: Floats) -> Floats:
        """Log likelihood: points x ways x members."""
        rows = self.rows(group, at)
        flat = group.log_likelihoods(rows.reshape(-1, rows.shape[-1]))
        return flat.reshape(len(at), len(group.ways), len(group.members))

    def by_member(self, group: Group, at: Floats) -> Floats:
        """Log likelihood of each member, its own parameters integrated out: points x members."""
        mean = logsumexp(self.by_way(group, at), axis=1) - np.log(len(group.ways))
        return np.asarray(mean)

    def log_posterior(self, at: Floats) -> Floats:
        """Log posterior density at points of the unit cube (flat over the ranges), one a row.

        A member's own parameters are integrated out over the group's ways.
        """
        inside = np.all((at >= 0) & (at <= 1), axis=1)
        out = np.full(len(at), -np.inf)
        if not inside.any():
            return out
        total = np.zeros(int(inside.sum()))
        for group in self.groups:
            total += self.by_member(group, at[inside]).sum(axis=1)
        out[inside] = total
        return out

    def value(self, name: str, shares: Floats) -> Floats:
        """Values of a sampled parameter at shares of its range."""
        path = name.rpartition(": ")[2]
        limits = self.psychology.get(path) or next(
            g.emulator.unknown[path] for g in self.groups if name == f"{g.name}: {path}"
        )
        return np.array([limits.at(float(x)) for x in shares])


@dataclass(frozen=True, eq=False)
class Posterior:
    """Draws of the posterior.

    Attributes
    ----------
    problem
        What was fitted.
    shares
        The draws as shares of the ranges, one row a draw.
    acceptance
        Mean share of the sampler's steps that were accepted.
    effective
        Effective number of independent draws, by the slowest parameter.
    """

    problem: Problem
    shares: Floats
    acceptance: float
    effective: float

    @cached_property
    def draws(self) -> pd.DataFrame:
        """The draws as values, one column a parameter."""
        names = self.problem.names
        return pd.DataFrame(
            {name: self.problem.value(name, self.shares[:, k]) for k, name in enumerate(names)}
        )

    @property
    def _parts(self) -> list[Floats]:
        """The draws in parts: each is tried at all ways at once, which takes room."""
        return np.array_split(self.shares, max(1, len(self.shares) // 32))

    @cached_property
    def density(self) -> Floats:
        """Log posterior density of each draw."""
        return np.concatenate([self.problem.log_posterior(part) for part in self._parts])

    @property
    def best(self) -> Floats:
        """The draw with the highest posterior density."""
        return np.asarray(self.shares[self.density.argmax()])

    def left_out(self, group: Group, members: Sequence[int]) -> tuple[Floats, Floats]:
        """What the posterior is without some members of a group, at the same draws.

        Parameters
        ----------
        group
            The group.
        members
            Places of the members that are left out.

        Returns
        -------
        tuple of arrays
            Log posterior density without them, and the weight of each draw (1 over their
            likelihood; they sum to 1), both one a draw.
        """
        likely = np.concatenate(
            [self.problem.by_member(group, part)[:, list(members)] for part in self._parts]
        ).sum(axis=1)
        return self.density - likely, np.exp(-likely - logsumexp(-likely))

    def summary(self, level: float = 0.9) -> pd.DataFrame:
        """One row a parameter: posterior beside prior, and whether the data pin it down.

        A parameter counts as identified if the central interval of the posterior is at most half
        as wide as that of the prior (on the scale on which the prior is flat).
        """
        low, middle, high = np.quantile(self.shares, [(1 - level) / 2, 0.5, (1 + level) / 2], 0)
        rows = []
        for k, name in enumerate(self.problem.names):
            at = self.problem.value(name, np.array([0.0, 1.0, low[k], middle[k], high[k]]))
            width = (high[k] - low[k]) / level
            rows.append((name, *at, width, width <= IDENTIFIED))
        columns = ["parameter", "prior_low", "prior_high", "low", "median", "high", "width"]
        return pd.DataFrame(rows, columns=[*columns, "identified"]).set_index("parameter")

    def own(self, group: Group, draws: Floats, seed: int = 1) -> list[pd.DataFrame]:
        """For each member a table of its own parameters, one row for each of the given draws."""
        rng = np.random.Generator(np.random.PCG64(seed))
        log = self.problem.by_way(group, draws)
        weight = np.exp(log - logsumexp(log, axis=1, keepdims=True))
        out = []
        for m in range(len(group.members)):
            picked = [rng.choice(len(group.ways), p=weight[d, :, m]) for d in range(len(draws))]
            out.append(
                pd.DataFrame(
                    {
                        path: [group.emulator.unknown[path].at(group.ways[w, k]) for w in picked]
                        for k, path in enumerate(group.own)
                    }
                )
            )
        return out


def sample(
    problem: Problem, steps: int = 3000, walkers: int = 64, seed: int = 1, progress: bool = True
) -> Posterior:
    """Draw from the posterior with emcee's ensemble of walkers.

    Parameters
    ----------
    problem
        What to fit.
    steps
        Steps of each walker; the first half is thrown away.
    walkers
        Number of walkers.
    seed
        Of the walkers' luck.
    progress
        Whether a bar is shown.

    Raises
    ------
    InputError
        If emcee is missing.
    """
    try:
        import emcee
    except ImportError:
        raise InputError(
            'calibrating needs emcee: pip install "cocreation-sim[calibrate]"'
        ) from None
    size = len(problem.names)
    walkers = max(walkers, 2 * size + 2)
    tried = qmc.Sobol(size, rng=seed).random(4096)
    density = np.concatenate([problem.log_posterior(part) for part in np.split(tried, 64)])
    start = tried[np.argsort(density)[::-1][:walkers]]
    sampler: Any = emcee.EnsembleSampler(
        walkers,
        size,
        problem.log_posterior,
        vectorize=True,
        moves=[(emcee.moves.DEMove(), 0.8), (emcee.moves.DESnookerMove(), 0.2)],
    )
    state = np.random.RandomState(np.random.MT19937(seed)).get_state()
    sampler.random_state = state
    sampler.run_mcmc(start, steps, progress=progress)
    time = float(np.max(sampler.get_autocorr_time(quiet=True, tol=0)))
    kept = sampler.get_chain(discard=steps // 2, flat=True)
    return Posterior(
        problem,
        kept[:: max(1, len(kept) // 4000)],
        float(np.mean(sampler.acceptance_fraction)),
        len(kept) / max(1.0, time),
    )
