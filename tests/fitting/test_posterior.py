"""The posterior, where the truth is known: linear worlds with normal luck."""

from dataclasses import replace

import numpy as np
import pytest

from cocreation_sim.designs.factors import Range
from cocreation_sim.fitting.emulator import Emulator, from_log_or_logit
from cocreation_sim.fitting.posterior import (
    DISCREPANCY,
    Group,
    Member,
    Posterior,
    Problem,
    nuisance_draws,
    sample,
)

SHARED = {"behaviour.x": Range(0.0, 1.0), "behaviour.y": Range(-1.0, 1.0)}
OWN = {"segment.effort": Range(0.0, 1.0)}
FIGURES = ("one_timers", "concentration", "active_3m")
SLOPES = np.array([[3.0, 0.0, 1.0], [0.0, 0.0, 0.0], [0.0, 2.0, 1.0]])  # x, y (nothing), effort
LUCK = 0.15


class Line:
    """What a network is to an emulator, here a straight line in shares."""

    def predict(self, flat):
        return (flat + 1) / 2 @ SLOPES - 1.0


def emulator():
    return Emulator(
        {**SHARED, **OWN}, FIGURES, LUCK**2 * np.eye(3), np.ones(3), (Line(),),
        np.zeros(3), np.ones(3),
    )  # fmt: skip


def targets(row):
    return {f: float(from_log_or_logit(f, s)) for f, s in zip(FIGURES, row, strict=True)}


def world(x, efforts, rng):
    """A problem whose truth is x and the efforts of its members."""
    rows = np.array([[x, 0.5, effort] for effort in efforts])
    sd = np.sqrt(LUCK**2 + DISCREPANCY**2)
    seen = emulator().predict(rows) + sd * rng.normal(size=(len(efforts), 3))
    members = tuple(
        Member(
            str(m),
            {f: float(from_log_or_logit(f, s)) for f, s in zip(FIGURES, row, strict=True)},
            100,
        )
        for m, row in enumerate(seen)
    )
    own = tuple(OWN)
    return Problem(
        SHARED, (Group("g", emulator(), (), own, members, 100, nuisance_draws(own, members)),)
    )


def test_names_are_shared_parameters_and_those_of_an_only_member():
    rng = np.random.Generator(np.random.PCG64(1))
    assert world(0.5, [0.2, 0.8], rng).names == ("behaviour.x", "behaviour.y")
    alone = world(0.5, [0.2], rng)
    assert alone.names == ("behaviour.x", "behaviour.y", "g: segment.effort")


def test_outside_the_ranges_nothing_is_possible():
    problem = world(0.5, [0.2, 0.8], np.random.Generator(np.random.PCG64(1)))
    inside, below, above = problem.log_posterior(np.array([[0.5, 0.5], [-0.1, 0.5], [0.5, 1.1]]))
    assert np.isfinite(inside)
    assert below == above == -np.inf


def test_integrating_out_is_the_mean_over_the_ways():
    problem = world(0.5, [0.2, 0.8], np.random.Generator(np.random.PCG64(1)))
    at = np.array([[0.4, 0.5]])
    group = problem.groups[0]
    off = group.observed[None] - group.emulator.predict(problem.rows(group, at)[0])[:, None]
    square = (off**2).sum(axis=2) / (LUCK**2 + DISCREPANCY**2)
    constant = -1.5 * np.log(LUCK**2 + DISCREPANCY**2)
    by_hand = sum(np.log(np.exp(-0.5 * square[:, m]).mean()) + constant for m in range(2))
    assert problem.log_posterior(at)[0] == pytest.approx(by_hand)


def test_fewer_people_mean_more_luck():
    problem = world(0.5, [0.2, 0.8], np.random.Generator(np.random.PCG64(1)))
    group = problem.groups[0]
    small = replace(group, members=tuple(replace(m, contributors=50) for m in group.members))
    assert np.all(np.diagonal(small.covariance[0]) > np.diagonal(group.covariance[0]))


def test_what_the_data_say_is_found_and_what_they_do_not_is_said():
    problem = world(0.3, [0.1, 0.5, 0.9, 0.6], np.random.Generator(np.random.PCG64(4)))
    posterior = sample(problem, steps=300, walkers=16, progress=False)
    summary = posterior.summary()
    assert summary.loc["behaviour.x", "low"] < 0.3 < summary.loc["behaviour.x", "high"]
    assert summary["identified"].to_dict() == {"behaviour.x": True, "behaviour.y": False}
    assert posterior.draws["behaviour.y"].between(-1, 1).all()
    again = sample(problem, steps=300, walkers=16, progress=False)
    assert np.array_equal(posterior.shares, again.shares)


@pytest.mark.parametrize("left", [[0], [2], [0, 1]])
def test_members_left_out_are_as_if_they_had_never_been(left):
    problem = world(0.3, [0.1, 0.5, 0.9, 0.7], np.random.Generator(np.random.PCG64(6)))
    group = problem.groups[0]
    grid = np.stack([np.linspace(0, 1, 100), np.full(100, 0.5)], axis=-1)
    density, weights = Posterior(problem, grid, 1.0, 100.0).left_out(group, left)
    others = tuple(m for k, m in enumerate(group.members) if k not in left)
    fewer = Problem(SHARED, (replace(group, members=others),)).log_posterior(grid)
    assert density == pytest.approx(fewer)
    ratio = np.exp(fewer - problem.log_posterior(grid))
    assert weights == pytest.approx(ratio / ratio.sum())


def test_intervals_hold_the_truth_as_often_as_they_say():
    rng = np.random.Generator(np.random.PCG64(8))
    grid = np.linspace(0.0025, 0.9975, 200)
    points = np.stack([grid, np.full(200, 0.5)], axis=-1)
    held, ranks = 0, []
    for _ in range(300):
        truth = rng.uniform()
        density = world(truth, rng.uniform(size=4), rng).log_posterior(points)
        weight = np.exp(density - density.max())
        below = float(weight[grid < truth].sum() / weight.sum())
        ranks.append(below)
        held += 0.05 <= below <= 0.95
    assert 0.85 <= held / 300 <= 0.95
    assert np.histogram(ranks, 5, (0, 1))[0] == pytest.approx(60, abs=28)
