"""Sensitivity indices against functions whose answers are known, and luck against its variance."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from cocreation_sim import InputError
from cocreation_sim.designs.samples import unit_sample
from cocreation_sim.statistics import sensitivity
from cocreation_sim.statistics.sensitivity import (
    morris_indices,
    noise_share,
    residual_noise,
    sobol_indices,
)

METHODS = ["morris", "sobol"]
ROWS = {"morris": 1, "sobol": 2}


def curved(u):
    """Three factors: the first acts alone and with the second, the third little."""
    return 3 * u[:, 0] + 2 * u[:, 0] * u[:, 1] + 0.5 * u[:, 2]


def indices(method, u, y, names=("a", "b", "c"), **settings):
    if method == "morris":
        return morris_indices(u, y, names, **settings)
    return sobol_indices(y, names, **settings)


def numbers(table):
    return table.drop(columns="factor").to_numpy()


def state():
    return [np.asarray(part).tolist() for part in np.random.get_state()]  # noqa: NPY002


# --- the sample ---------------------------------------------------------------------------------


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(("factors", "points"), [(1, 4), (3, 10), (7, 16)])
def test_a_sample_has_its_shape_and_depends_on_its_arguments_only(method, factors, points):
    unit = unit_sample(method, factors, points, 3)
    assert unit.shape == (points * (factors + ROWS[method]), factors)
    assert unit.min() >= 0
    assert unit.max() <= 1
    np.testing.assert_array_equal(unit, unit_sample(method, factors, points, 3))
    assert not np.array_equal(unit, unit_sample(method, factors, points, 4))


@pytest.mark.parametrize("method", METHODS)
def test_a_larger_sample_begins_with_the_smaller(method):
    small, large = unit_sample(method, 4, 10, 5), unit_sample(method, 4, 37, 5)
    np.testing.assert_array_equal(small, large[: len(small)])


def test_a_morris_step_moves_one_factor_by_four_sevenths():
    unit = unit_sample("morris", 5, 20, 1).reshape(20, 6, 5)
    moves = np.abs(np.diff(unit, axis=1))
    np.testing.assert_allclose(np.sort(moves.reshape(-1, 5), axis=1)[:, :4], 0, atol=1e-12)
    np.testing.assert_allclose(moves.sum(axis=1), 4 / 7)


@pytest.mark.parametrize("categories", range(2, 9))
def test_a_morris_step_always_changes_the_category_and_all_categories_are_played(categories):
    unit = unit_sample("morris", 2, 60, 1).reshape(60, 3, 2)
    category = np.minimum(np.floor(unit * categories), categories - 1)
    moved = np.diff(unit, axis=1) != 0
    assert np.all(np.diff(category, axis=1)[moved] != 0)
    assert np.unique(category).tolist() == list(range(categories))


def test_a_sobol_block_takes_one_factor_after_the_other_from_b():
    blocks = unit_sample("sobol", 3, 8, 1).reshape(8, 5, 3)
    a, b = blocks[:, 0], blocks[:, 4]
    for factor in range(3):
        expected = a.copy()
        expected[:, factor] = b[:, factor]
        np.testing.assert_array_equal(blocks[:, 1 + factor], expected)


# --- known answers ------------------------------------------------------------------------------


def test_ishigami():
    a, b = 7.0, 0.1
    x = (2 * unit_sample("sobol", 3, 2048, 1) - 1) * math.pi
    y = np.sin(x[:, 0]) + a * np.sin(x[:, 1]) ** 2 + b * x[:, 2] ** 4 * np.sin(x[:, 0])
    alone = np.array([(1 + b * math.pi**4 / 5) ** 2 / 2, a**2 / 8, 0.0])
    together = 8 * b**2 * math.pi**8 / 225  # of the first and the third
    variance = alone.sum() + together
    found = sobol_indices(y, ["x1", "x2", "x3"])
    assert found["factor"].tolist() == ["x1", "x2", "x3"]
    np.testing.assert_allclose(found["first"], alone / variance, atol=0.02)
    total = (alone + np.array([together, 0, together])) / variance
    np.testing.assert_allclose(found["total"], total, atol=0.02)
    for name, truth in (("first", alone / variance), ("total", total)):
        assert np.all((found[f"{name}_low"] <= truth) & (truth <= found[f"{name}_high"]))


def test_sobol_g():
    a = np.array([0, 1, 4.5, 9, 99, 99])
    u = unit_sample("sobol", 6, 2048, 1)
    y = np.prod((np.abs(4 * u - 2) + a) / (1 + a), axis=1)
    alone = 1 / (3 * (1 + a) ** 2)
    variance = np.prod(1 + alone) - 1
    found = sobol_indices(y, list("abcdef"))
    np.testing.assert_allclose(found["first"], alone / variance, atol=0.015)
    total = alone * np.prod(1 + alone) / (1 + alone) / variance
    np.testing.assert_allclose(found["total"], total, atol=0.015)


@given(st.lists(st.floats(-100, 100), min_size=1, max_size=6), st.integers(4, 12))
def test_a_linear_function_has_its_slopes(slopes, points):
    u = unit_sample("morris", len(slopes), points, 2)
    found = morris_indices(u, u @ slopes + 5, [str(k) for k in range(len(slopes))])
    for name in ("mu_star", "mu_star_low", "mu_star_high"):
        np.testing.assert_allclose(found[name], np.abs(slopes), atol=1e-9)
    np.testing.assert_allclose(found["mu"], slopes, atol=1e-9)
    np.testing.assert_allclose(found["sigma"], 0, atol=1e-9)


def test_morris_ranks_and_tells_who_acts_together():
    u = unit_sample("morris", 4, 40, 1)
    y = 5 * u[:, 0] - 3 * u[:, 1] + 8 * (u[:, 2] - 0.5) * (u[:, 0] - 0.5)
    found = morris_indices(u, y, list("abcd")).set_index("factor")
    assert found["mu_star"].sort_values(ascending=False).index.tolist() == ["a", "b", "c", "d"]
    assert found.loc["b", "mu"] == pytest.approx(-3)
    assert found.loc["b", "sigma"] == pytest.approx(0, abs=1e-9)
    assert found.loc["c", "sigma"] > found.loc["c", "mu_star"]
    assert found.loc["d", "mu_star_high"] == 0


def test_a_categorical_factor():
    effects = np.array([0.0, 3.0, 1.0, 5.0, 0.0])
    u = unit_sample("sobol", 2, 1024, 1)
    category = np.minimum(np.floor(5 * u[:, 0]), 4).astype(int)
    found = sobol_indices(effects[category] + 4 * u[:, 1], ["cell", "prize"])
    variance = effects.var() + 16 / 12
    expected = [effects.var() / variance, 16 / 12 / variance]
    np.testing.assert_allclose(found["first"], expected, atol=0.01)
    np.testing.assert_allclose(found["total"], expected, atol=0.01)


@pytest.mark.parametrize("method", METHODS)
def test_true_and_false_are_1_and_0_and_indices_are_of_the_mean(method):
    u = unit_sample(method, 3, 64, 1)
    luck = np.random.default_rng(1).normal(size=(len(u), 5))
    failed = curved(u)[:, np.newaxis] + luck > 2.5
    found = indices(method, u, failed)
    mean = indices(method, u, failed.mean(axis=1))
    for name in {"mu_star", "mu", "sigma", "first", "total"} & set(found):
        np.testing.assert_allclose(found[name], mean[name], rtol=1e-12)


# --- the intervals ------------------------------------------------------------------------------


@pytest.mark.parametrize("method", METHODS)
def test_luck_that_all_rows_share_changes_nothing(method):
    u = unit_sample(method, 3, 32, 1)
    alone = indices(method, u, curved(u))
    shared = np.random.default_rng(1).normal(size=8)
    found = indices(method, u, curved(u)[:, np.newaxis] + shared)
    np.testing.assert_allclose(numbers(found), numbers(alone), atol=1e-12)


def test_luck_that_stretches_the_outcome_is_in_the_morris_interval_as_students():
    # The design leaves no doubt of a linear function, so that all width is luck's.
    u = unit_sample("morris", 2, 6, 1)
    luck = np.random.default_rng(1).normal(size=3)
    y = (u @ [2.0, 1.0])[:, np.newaxis] * (5 + luck)
    found = morris_indices(u, y, ["a", "b"], level=0.9)
    half = stats.t.ppf(0.95, 2) * luck.std(ddof=1) / math.sqrt(3) * np.array([2, 1])
    np.testing.assert_allclose(found["mu_star_high"] - found["mu_star"], half, rtol=0.12)
    np.testing.assert_allclose(found["mu_star"] - found["mu_star_low"], half, rtol=0.12)


def test_the_design_is_in_the_morris_interval_as_students():
    u = unit_sample("morris", 2, 12, 1)
    found = morris_indices(u, u[:, 0] * u[:, 1], ["a", "b"])
    half = stats.t.ppf(0.975, 11) * found["sigma"] / math.sqrt(12)  # all effects have one sign
    np.testing.assert_allclose(found["mu_star_high"] - found["mu_star"], half, rtol=0.12)


def test_luck_that_changes_who_matters_is_in_the_sobol_interval():
    # y = u1 + l u2 with l = -1 or 1: in the mean the second factor's slope is the mean of l.
    u = unit_sample("sobol", 2, 4096, 1)
    narrow, wide = (
        sobol_indices(u[:, :1] + slopes * u[:, 1:], ["a", "b"])
        for slopes in (np.full(16, 0.5), np.tile([-0.5, 1.5], 8))
    )
    np.testing.assert_allclose(narrow["first"], wide["first"], atol=1e-9)
    # The index l² / (1 + l²) has the slope 2 l / (1 + l²)² = 0.64 at 0.5.
    deviation = 0.64 * 1 / math.sqrt(15)
    for name in ("first", "total"):
        half = wide[f"{name}_high"] - wide[name]
        assert half[1] == pytest.approx(stats.t.ppf(0.975, 15) * deviation, rel=0.2)
        assert half[1] > 3 * (narrow[f"{name}_high"] - narrow[name])[1]


def test_luck_that_changes_who_acts_together_is_in_the_interval_of_the_total():
    u = unit_sample("sobol", 2, 1024, 1) - 0.5
    alone, together = u[:, :1], np.sqrt(12) * u[:, :1] * u[:, 1:]
    narrow, wide = (
        sobol_indices(alone + slopes * together, ["a", "b"])
        for slopes in (np.full(8, 1.0), np.tile([0.0, 2.0], 4))
    )
    half = [table["total_high"] - table["total"] for table in (narrow, wide)]
    assert half[1][1] > 2 * half[0][1]
    half = [table["first_high"] - table["first"] for table in (narrow, wide)]
    assert half[1][1] < 1.5 * half[0][1]  # which is 0 whatever the slope


@pytest.mark.parametrize(("method", "points"), [("morris", 12), ("sobol", 64)])
def test_intervals_hold_the_truth(method, points, monkeypatch):
    monkeypatch.setattr(sensitivity, "LUCKS", 40)
    many = unit_sample(method, 3, 2048, 9)
    truth = indices(method, many, curved(many))
    names = ["mu_star"] if method == "morris" else ["first", "total"]
    held = []
    for seed in range(40):
        u = unit_sample(method, 3, points, seed)
        draw = np.random.default_rng(seed)
        luck = 0.8 * draw.normal(size=6) * u[:, 1:2] + 0.05 * draw.normal(size=(len(u), 6))
        found = indices(method, u, curved(u)[:, np.newaxis] + luck, seed=seed)
        held += [
            (found[f"{name}_low"] <= truth[name]) & (truth[name] <= found[f"{name}_high"])
            for name in names
        ]
    assert np.mean(held) > 0.92


@pytest.mark.parametrize("method", METHODS)
def test_a_higher_level_is_wider(method):
    u = unit_sample(method, 3, 16, 1)
    name = "mu_star" if method == "morris" else "first"
    width = [indices(method, u, curved(u), level=at)[f"{name}_high"][1] for at in (0.5, 0.9, 0.99)]
    assert width == sorted(width)
    assert width[0] < width[2]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("seed", [0, 7])
def test_the_same_again_and_no_global_generator(method, seed):
    before = state()
    u = unit_sample(method, 3, 16, seed)
    y = curved(u)[:, np.newaxis] + np.random.default_rng(1).normal(size=(len(u), 4))
    first = indices(method, u, y, seed=seed)
    assert first.equals(indices(method, u, y, seed=seed))
    assert not first.equals(indices(method, u, y, seed=seed + 1))
    assert state() == before


# --- what is missing, constant or rare ----------------------------------------------------------


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("missing", [np.nan, np.inf])
def test_a_block_with_a_missing_value_is_left_out_whole(method, missing):
    size = 3 + ROWS[method]
    u = unit_sample(method, 3, 16, 1)
    y = np.repeat(curved(u)[:, np.newaxis], 3, axis=1)
    holed = y.copy()
    holed[2 * size + 1, 2] = missing
    kept = np.arange(len(u)) // size != 2
    found = indices(method, u, holed)
    assert found.attrs["left_out"] == 1
    expected = indices(method, u[kept], y[kept])
    assert expected.attrs["left_out"] == 0
    assert found.equals(expected)


def test_an_outcome_that_never_varies():
    u = unit_sample("sobol", 2, 8, 1)
    assert np.all(np.isnan(numbers(sobol_indices(np.full((len(u), 2), 0.3), ["a", "b"]))))
    u = unit_sample("morris", 2, 8, 1)
    assert np.all(numbers(morris_indices(u, np.full((len(u), 2), 0.3), ["a", "b"])) == 0)


def test_a_rare_failure_gives_indices_without_a_warning():
    failed = np.zeros((4 * 16, 10), bool)
    failed[0, 0] = True
    found, mean = (numbers(sobol_indices(y, ["a", "b"])) for y in (failed, failed.mean(axis=1)))
    assert np.all(np.isfinite(found))
    np.testing.assert_allclose(found, mean)  # draws without the failure have no indices


# --- luck ---------------------------------------------------------------------------------------


def test_shares_of_luck_of_a_table_whose_parts_are_known():
    draw = np.random.default_rng(1)
    rows, runs = 4000, 6
    a, b = draw.normal(0, 2, (rows, 1)), draw.normal(0, 1, runs)
    b = (b - b.mean()) / b.std(ddof=1)  # six draws would not show their variance, 1
    y = a + b + draw.normal(0, 1.5, (rows, runs))
    luck = 1 + 1.5**2
    assert noise_share(y) == pytest.approx(luck / (luck + 4), abs=0.02)
    assert residual_noise(y) == pytest.approx(1.5**2 / runs / (4 + 1.5**2 / runs), abs=0.01)


def test_few_replications_do_not_shift_the_share():
    draw = np.random.default_rng(1)
    shares = [
        noise_share(draw.normal(0, 1, (300, 1)) + draw.normal(0, 1, (300, 2))) for _ in range(60)
    ]
    assert np.mean(shares) == pytest.approx(0.5, abs=0.02)


@given(st.integers(2, 6), st.integers(2, 5), st.integers(0, 99), st.floats(0.1, 10))
def test_units_and_shared_luck(rows, runs, seed, scale):
    draw = np.random.default_rng(seed)
    y = draw.normal(size=(rows, runs))
    shared = draw.normal(0, 5, runs)
    assert 0 <= noise_share(y) <= 1
    assert noise_share(scale * y - 3) == pytest.approx(noise_share(y))
    assert residual_noise(scale * y - 3 + shared) == pytest.approx(residual_noise(y))


def test_luck_cannot_be_seen_in_a_single_replication():
    assert math.isnan(noise_share([1.0, 2.0, 3.0]))
    assert math.isnan(residual_noise([[1.0], [2.0]]))
    assert math.isnan(noise_share(np.ones((3, 2))))
    assert math.isnan(residual_noise([[1.0, 2.0], [1.0, 2.0]]))


def test_rows_with_a_missing_value_say_nothing_of_luck():
    y = np.random.default_rng(1).normal(size=(6, 3))
    holed = np.vstack([y, [1.0, np.nan, 2.0]])
    assert noise_share(holed) == noise_share(y)
    assert residual_noise(holed) == residual_noise(y)


# --- what is not allowed ------------------------------------------------------------------------

MORRIS = unit_sample("morris", 2, 4, 1)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: unit_sample("latin", 2, 8, 1), "method is 'latin'; allowed is one of"),
        (lambda: unit_sample("morris", 0, 8, 1), "factors is 0; allowed is a whole number from 1"),
        (lambda: unit_sample("sobol", 2, 3, 1), "points is 3; allowed is a whole number from 4"),
        (lambda: unit_sample("sobol", 2, 8.5, 1), "points is 8.5"),
        (lambda: unit_sample("sobol", 2, 8, -1), "seed is -1; allowed is a whole number from 0"),
        (lambda: unit_sample("sobol", True, 8, 1), "factors is True"),
        (lambda: sobol_indices(np.ones(17), ["a", "b"]), r"y has shape \(17,\).*in blocks of 4"),
        (lambda: sobol_indices(np.ones((4, 2, 2)), ["a", "b"]), "y has shape"),
        (lambda: sobol_indices(["x"] * 16, ["a", "b"]), "y has shape"),
        (lambda: sobol_indices(np.ones((16, 0)), ["a", "b"]), "y has shape"),
        (lambda: sobol_indices(np.ones(12), ["a", "b"]), "y has 3 blocks.*of 3; allowed are at"),
        (lambda: sobol_indices(np.full(16, np.nan), ["a", "b"]), "y has 0 blocks"),
        (lambda: sobol_indices(np.ones(16), ["a", "a"]), "names are"),
        (lambda: sobol_indices(np.ones(16), []), "names are"),
        (lambda: sobol_indices(np.arange(16), ["a", "b"], level=1), "level is 1; allowed"),
        (lambda: sobol_indices(np.arange(16), ["a", "b"], seed=-1), "seed is -1"),
        (lambda: morris_indices(MORRIS, np.ones(15), ["a", "b"]), "unit of shape"),
        (lambda: morris_indices(MORRIS[:, :1], np.ones(12), ["a", "b"]), "unit of shape"),
        (lambda: morris_indices(MORRIS / 2, np.ones(12), ["a", "b"]), "is no Morris sample"),
        (lambda: morris_indices(MORRIS[::-1] * [1, 0], np.ones(12), ["a", "b"]), "is no Morris"),
        (lambda: noise_share([[1.0, 2.0]]), "y has 1 rows"),
    ],
)
def test_what_is_not_allowed(call, message):
    with pytest.raises(InputError, match=message):
        call()
