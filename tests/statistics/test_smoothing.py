"""Failure risk smoothed over a design, against slow and plain ways to the same numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, special, stats

from cocreation_sim import InputError
from cocreation_sim.statistics.failure import failure_risk
from cocreation_sim.statistics.smoothing import LENGTH, MEAN, SPREAD, smooth

LINE = np.linspace(0, 1, 11)[:, None]
GRID = np.stack(np.meshgrid(*[np.linspace(0, 1, 6)] * 2), axis=-1).reshape(-1, 2)
KERNELS = ["matern", "gaussian"]


def covariance(kernel, a, b, lengths, spread):
    """Covariance of log odds by its definition, through a Bessel function."""
    r = np.sqrt((((a[:, None] - b[None]) / lengths) ** 2).sum(axis=-1))
    if kernel == "gaussian":
        shape = np.exp(-(r**2) / 2)
    else:
        far = np.sqrt(5) * np.maximum(r, 1e-9)
        shape = 2**-1.5 / special.gamma(2.5) * far**2.5 * special.kv(2.5, far)
    return spread**2 * shape + MEAN**2


def slow(kernel, x, k, n, lengths, spread):
    """Likeliest log odds by blind search, the inverses written out, and the evidence."""
    cov = covariance(kernel, x, x, lengths, spread)
    root = np.linalg.cholesky(cov + 1e-10 * np.eye(len(x)))

    def loss(z):
        f = root @ z
        return z @ z / 2 - k @ f + n @ np.logaddexp(0, f)

    def slope(z):
        return z - root.T @ (k - n * special.expit(root @ z))

    z = optimize.minimize(loss, np.zeros(len(x)), jac=slope, options={"gtol": 1e-9}).x
    f = root @ z
    p = special.expit(f)
    curve = np.diag(n * p * (1 - p))
    evidence = -loss(z) - np.linalg.slogdet(np.eye(len(x)) + root.T @ curve @ root)[1] / 2
    return cov, f, curve, evidence


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize("x", [LINE, GRID])
def test_it_is_laplaces_approximation(kernel, x):
    luck = np.random.default_rng(1)
    n = luck.integers(0, 30, len(x))
    k = luck.binomial(n, special.expit(4 * x[:, 0] - 2))
    surface = smooth(x, k, n, kernel=kernel)
    cov, f, curve, _ = slow(kernel, x, k, n, surface.lengths, surface.spread)
    new = luck.random((20, x.shape[1]))
    near = covariance(kernel, x, new, surface.lengths, surface.spread)
    odds = near.T @ np.linalg.solve(cov, f)
    inner = curve @ np.linalg.inv(np.eye(len(x)) + cov @ curve)
    spread = surface.spread**2 + MEAN**2 - np.einsum("im,ij,jm->m", near, inner, near)
    risk, low, high = surface.at(new, 0.9)
    assert special.logit(risk) == pytest.approx(odds, abs=1e-4)
    assert special.logit(high) == pytest.approx(odds + 1.644854 * np.sqrt(spread), abs=1e-3)
    assert special.logit(low) == pytest.approx(odds - 1.644854 * np.sqrt(spread), abs=1e-3)


@pytest.mark.parametrize("kernel", KERNELS)
def test_lengths_and_spread_are_the_likeliest(kernel):
    luck = np.random.default_rng(2)
    k = luck.binomial(12, special.expit(5 * GRID[:, 0] - 2))
    surface = smooth(GRID, k, 12, kernel=kernel)
    best = np.log([*surface.lengths, surface.spread])

    def worth(theta):
        evidence = slow(kernel, GRID, k, np.full(36, 12), np.exp(theta[:2]), np.exp(theta[2]))[3]
        prior = np.array([LENGTH, LENGTH, SPREAD])
        return evidence - (((theta - prior[:, 0]) / prior[:, 1]) ** 2).sum() / 2

    for j in range(3):
        for step in (-0.1, 0.1):
            assert worth(best + step * np.eye(3)[j]) < worth(best)
    steps = 0.02 * np.eye(3)
    slopes = [(worth(best + step) - worth(best - step)) / 0.04 for step in steps]
    assert slopes == pytest.approx([0, 0, 0], abs=0.02)


def test_one_point_alone():
    surface = smooth([[0.3]], [2], [5])
    prior = surface.spread**2 + MEAN**2
    odds = optimize.brentq(lambda f: f / prior - 2 + 5 * special.expit(f), -9, 9)
    p = special.expit(odds)
    half = 1.959964 / np.sqrt(1 / prior + 5 * p * (1 - p))
    found = np.ravel(surface.at([[0.3]]))
    assert found == pytest.approx(special.expit([odds, odds - half, odds + half]), abs=1e-6)


def naive_sandwich(kernel, surface, x, failed, new):
    """Odds, variance and excess variance at new points, with all inverses written out."""
    n, count = np.full(len(x), failed.shape[1]), failed.shape[1]
    cov, f, curve, _ = slow(kernel, x, failed.sum(axis=1), n, surface.lengths, surface.spread)
    bread = np.linalg.inv(np.eye(len(x)) + curve @ cov)  # inverse of cov, times posterior variance
    excess = failed - special.expit(f)[:, None]
    meat = excess @ excess.T * count / (count - 1)
    out = []
    for points in (x, new):
        near = covariance(kernel, x, points, surface.lengths, surface.spread)
        reach = bread.T @ near
        noise = np.einsum("im,ij,jm->m", reach, curve, reach)
        alike = np.einsum("im,ij,jm->m", reach, meat, reach)
        out.append((noise, alike))
    p = special.expit(f)
    weight = (p * (1 - p)) ** 2
    luck = max(1.0, weight @ out[0][1] / (weight @ out[0][0]))
    noise, alike = out[1]
    return luck, np.maximum(np.maximum(alike, luck * noise) - noise, 0)


@pytest.mark.parametrize("kernel", KERNELS)
def test_shared_luck_is_a_sandwich_but_no_wider_than_one_run_a_replication(kernel):
    luck = np.random.default_rng(4)
    failed = luck.random((1, 9)) * 0.7 + luck.random((11, 9)) * 0.3 < 0.2 + 0.5 * LINE
    rows, replications = np.repeat(LINE, 9, axis=0), np.tile(np.arange(9), 11)
    shared = smooth(rows, failed.ravel(), 1, replications, kernel)
    alone = smooth(rows, failed.ravel(), kernel=kernel)
    assert shared.lengths.tolist() == alone.lengths.tolist()
    new = luck.random((30, 1))
    times, extra = naive_sandwich(kernel, shared, LINE, failed, new)
    assert shared.luck == pytest.approx(times, rel=1e-4)
    assert times > 1.5
    risk, low, high = alone.at(new)
    odds, half = special.logit(risk), (special.logit(high) - special.logit(low)) / 2
    wide = stats.t.ppf(0.975, 8) * np.sqrt((half / 1.959964) ** 2 + extra)
    ends = stats.beta.ppf([[0.025], [0.975]], [9 * risk, 9 * risk + 1], 9 * (1 - risk) + [[1], [0]])
    found = shared.at(new)
    assert found.risk == pytest.approx(risk)
    assert found.high == pytest.approx(
        np.maximum(high, np.minimum(special.expit(odds + wide), ends[1])), abs=1e-4
    )
    assert found.low == pytest.approx(
        np.minimum(low, np.maximum(special.expit(odds - wide), ends[0])), abs=1e-4
    )


@settings(max_examples=20)
@given(st.lists(st.integers(0, 6), min_size=11, max_size=11), st.sampled_from(KERNELS))
def test_failing_and_not_failing_are_mirror_images(k, kernel):
    fails, holds = (smooth(LINE, v, 6, kernel=kernel).at(LINE) for v in (k, 6 - np.array(k)))
    assert fails.risk == pytest.approx(1 - holds.risk, abs=1e-4)
    assert fails.low == pytest.approx(1 - holds.high, abs=1e-4)
    assert np.all((fails.low > 0) & (fails.low < fails.risk))
    assert np.all((fails.risk < fails.high) & (fails.high < 1))


def test_rows_can_be_runs_or_points_in_any_order():
    luck = np.random.default_rng(5)
    failed = luck.random((36, 8)) < GRID[:, :1]
    points = smooth(GRID, failed.sum(axis=1), 8)
    order = luck.permutation(36 * 8)
    runs = smooth(np.repeat(GRID, 8, axis=0)[order], failed.ravel()[order])
    assert np.array(points.at(GRID)) == pytest.approx(np.array(runs.at(GRID)), abs=1e-6)
    turned = smooth(GRID[:, ::-1], failed.sum(axis=1), 8)
    assert turned.lengths == pytest.approx(points.lengths[::-1], rel=1e-3)
    assert np.array(turned.at(GRID[:, ::-1])) == pytest.approx(np.array(points.at(GRID)), abs=1e-4)


def test_the_same_runs_give_the_same_surface():
    one, other = (smooth(LINE, np.arange(11), 10).at(LINE) for _ in range(2))
    assert np.array_equal(one, other)


def test_replications_that_share_nothing_are_independent_runs():
    k = [0, 0, 1, 0, 1, 1, 1, 0, 1, 1, 1]
    alone, named = smooth(LINE, k), smooth(LINE, k, replications=list("abcdefghijk"))
    assert named.replications == 0
    assert np.array_equal(alone.at(LINE), named.at(LINE))


def test_what_each_replication_does_everywhere_tells_no_more_than_its_one_run():
    failed = np.tile(np.arange(20) < 6, (36, 1))
    rows, replications = np.repeat(GRID, 20, axis=0), np.tile(np.arange(20), 36)
    found = smooth(rows, failed.ravel(), 1, replications).at(GRID)
    once = stats.binomtest(6, 20).proportion_ci()
    assert found.low == pytest.approx(once.low, abs=0.02)
    assert found.high == pytest.approx(once.high, abs=0.02)
    alone = smooth(rows, failed.ravel()).at(GRID)
    assert np.all(alone.high - alone.low < 0.6 * (found.high - found.low))


@pytest.mark.parametrize("share", [0, 1])
def test_where_no_run_or_every_run_fails(share):
    rows, replications = np.repeat(GRID, 20, axis=0), np.tile(np.arange(20), 36)
    alone = smooth(rows, np.full(720, share)).at(GRID)
    found = smooth(rows, np.full(720, share), 1, replications)
    far, near = ("high", "low") if share == 0 else ("low", "high")
    once = float(getattr(failure_risk(20 * share, 20), far))
    assert found.luck == 36
    assert getattr(found.at(GRID), far) == pytest.approx(once, abs=0.01)
    assert getattr(found.at(GRID), near) == pytest.approx(share, abs=1e-3)
    assert np.all(np.abs(alone.risk - share) < 0.002)
    assert np.all(np.abs(getattr(alone, far) - share) < 0.05)


def test_it_is_stable_for_many_runs_and_wild_risks():
    wild = smooth(LINE, [0, 10**6] * 5 + [0], 10**6).at(LINE)
    assert np.all(np.isfinite(wild))
    assert wild.risk == pytest.approx([0, 1] * 5 + [0], abs=1e-4)
    sure = smooth(LINE, np.full(11, 3 * 10**6), 10**7).at(LINE)
    assert sure.risk == pytest.approx(0.3, abs=1e-3)
    assert np.all(sure.high - sure.low < 1e-3)
    close = smooth(0.5 + 1e-9 * LINE, np.arange(11), 11).at([[0.5], [0.0]])
    assert close.risk[0] == pytest.approx(5 / 11, abs=0.02)
    assert close.high[1] - close.low[1] > 2 * (close.high[0] - close.low[0])


def test_many_points():
    luck = np.random.default_rng(6)
    x = luck.random((1500, 2))
    surface = smooth(x, luck.random(1500) < special.expit(6 * x[:, 0] - 3))
    new = luck.random((2500, 2))
    risk, low, high = surface.at(new)
    true = special.expit(6 * new[:, 0] - 3)
    assert np.abs(risk - true).mean() < 0.03
    assert ((low <= true) & (true <= high)).mean() > 0.85
    assert np.array(surface.at(new[1700:1702])) == pytest.approx(
        np.array([risk, low, high])[:, 1700:1702]
    )


def covered(true, share, factors, replications, told, sims, seed=7):
    """How often intervals hold the risk, their width, the error; and those of single points."""
    x = LINE if factors == 1 else GRID
    luck, p = np.random.default_rng(seed), special.expit(true(x))
    new = luck.random((40, factors))
    out = []
    for _ in range(sims):
        own, common = luck.normal(size=(len(x), replications)), luck.normal(size=replications)
        failed = special.ndtr(np.sqrt(share) * common + np.sqrt(1 - share) * own) < p[:, None]
        rows, names = np.repeat(x, replications, axis=0), np.tile(np.arange(replications), len(x))
        surface = smooth(rows, failed.ravel(), 1, names if told else None)
        _, low, high = surface.at(new)
        held = (low <= special.expit(true(new))) & (special.expit(true(new)) <= high)
        single = failure_risk(failed.sum(axis=1), replications)
        error = np.abs(surface.at(x).risk - p).mean(), np.abs(single.risk - p).mean()
        width = (high - low).mean(), (single.high - single.low).mean()
        out.append([held.mean(), *width, *error])
    return np.mean(out, axis=0)


def slope(x):
    return 5 * x[:, 0] - 2.5


def rare(x):
    return x[:, 0] - 3.5


@pytest.mark.parametrize(("true", "factors"), [(slope, 1), (slope, 2), (rare, 2)])
def test_intervals_of_independent_runs_keep_their_level_and_are_narrower(true, factors):
    held, width, single, error, rough = covered(true, 0.0, factors, 20, False, 40)
    assert held == pytest.approx(0.965, abs=0.035)
    assert width < 0.7 * single
    assert error < 0.65 * rough


@pytest.mark.parametrize(("true", "factors"), [(slope, 1), (slope, 2), (rare, 2)])
@pytest.mark.parametrize("share", [0.5, 1.0])
def test_intervals_keep_their_level_under_shared_luck_if_they_are_told(true, factors, share):
    held, width, single, _, _ = covered(true, share, factors, 15, True, 40)
    assert held > 0.9  # of 40 kinds of luck
    assert width < 1.2 * single


def test_intervals_that_are_not_told_of_shared_luck_are_too_narrow():
    assert covered(slope, 1.0, 2, 15, False, 20)[0] < 0.75


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ([0.1, 0.2], [0, 1]),
            "x has shape (2,); allowed are a row a point, and a column a factor",
        ),
        (([[0.1], [1.2]], [0, 1]), "x has values outside 0 to 1; scale each factor"),
        (([[0.1], [np.nan]], [0, 1]), "x has values outside 0 to 1"),
        (([["low"]], [0]), "x has shape (0,)"),
        ((LINE, [0, 1]), "one value, or one for each of the 11 rows of x"),
        ((LINE, 0, 1, [1, 2]), "one value, or one for each of the 11 rows of x"),
        ((LINE, "none"), "one value, or one for each"),
        ((LINE, 2), "failures is 2 of 1 runs"),
        ((LINE, 0.5), "allowed are whole numbers from 0"),
        ((LINE, 0, 0), "there are 0 runs of 11 replications; allowed are at least 1 run"),
        ((LINE, 0, 1, 7), "there are 11 runs of 1 replications"),
        ((LINE, 0, 1, None, "cubic"), "kernel is 'cubic'; allowed is one of matern, gaussian"),
        ((np.linspace(0, 1, 2001)[:, None], 0), "2,001 different points; allowed are 2,000"),
    ],
)
def test_bad_input_is_named(arguments, words):
    with pytest.raises(InputError) as told:
        smooth(*arguments)
    assert words in str(told.value)


def test_bad_questions_are_named():
    surface = smooth(GRID, 1, 2)
    with pytest.raises(InputError, match=r"x has shape \(11, 1\); allowed .* 2 columns, as before"):
        surface.at(LINE)
    with pytest.raises(InputError, match="outside 0 to 1"):
        surface.at([[0.5, -0.1]])
    with pytest.raises(InputError, match="level is 0"):
        surface.at(GRID, 0)
