"""Adoption, sales, improvement and demand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit

from cocreation_sim.rules import market
from cocreation_sim.scenario.behaviour import Adoption
from tests.strategies import group

SHARE = st.floats(0, 1)
Z = st.floats(-5, 5)


@given(Z, Z, SHARE, Z, group(Adoption))
def test_buying_share(appeal, fit, crowd, z, p):
    x = p.base + p.appeal * appeal + p.fit * fit + p.empowerment * crowd + p.taste_sd * z
    assert market.buying_share(appeal, fit, crowd, z, p) == pytest.approx(expit(x))


@given(st.floats(0, 1e6), st.floats(0.1, 100), st.lists(st.floats(-5, 500), min_size=2))
def test_sales_rise_to_the_number_of_buyers(buyers, life, ages):
    sold = [market.sold_by(age, buyers, life) for age in sorted(ages)]
    assert sold == sorted(sold)
    assert all(0 <= n <= buyers for n in sold)
    assert market.sold_by(0.0, buyers, life) == 0
    assert market.sold_by(1e5, buyers, life) >= math.floor(buyers) - 1


@given(st.floats(10, 1e6), st.floats(0.1, 100))
def test_after_their_mean_time_63_percent_have_bought(buyers, life):
    assert market.sold_by(life, buyers, life) == pytest.approx(buyers * (1 - 1 / np.e), abs=1)


@given(Z, Z)
def test_only_what_is_good_improves(quality, fit):
    assert market.improvement(quality, fit) == pytest.approx(max(0, quality) * expit(fit))


@given(st.floats(0, 1e4), group(Adoption))
def test_growth_is_logarithmic(total, p):
    assert market.product_growth(total, p) == pytest.approx(p.improvement * np.log1p(total))


@given(SHARE, SHARE, group(Adoption))
def test_demand_knows_trust_and_the_pleasure_of_having_chosen(trust, crowd, p):
    x = p.base + p.loyalty * (trust - 0.5)
    assert market.demand(trust, crowd, False, p) == pytest.approx(expit(x))
    assert market.demand(trust, crowd, True, p) == pytest.approx(expit(x + p.empowerment * crowd))


@given(st.floats(-5, 5), st.floats(0, 1e6), st.floats(0.1, 100))
def test_whole_units_are_sold_from_the_first_moment(age, buyers, life):
    expected = math.floor(buyers * (1 - math.exp(-age / life))) if age > 0 else 0
    assert market.sold_by(age, buyers, life) == expected


@given(Z, Z)
def test_what_fits_is_integrated(fit, needed):
    assert market.is_integrated(fit, needed) == (fit >= needed)
    assert market.is_integrated(needed, needed)


@given(st.floats(0, 1), st.integers(0, 10**6), st.integers(0, 10**4))
def test_royalties_are_a_share_of_sales_to_the_nearest_cent(share, price, units):
    assert abs(market.royalty(share, price, units) - share * price * units) <= 0.5 + 1e-6


@pytest.mark.parametrize(("cents", "paid"), [(149, 1), (150, 2), (151, 2), (50, 1), (49, 0)])
def test_half_a_cent_is_paid(cents, paid):
    assert market.royalty(0.01, cents, 1) == paid


@given(
    st.floats(0, 1e4), st.floats(0, 1e9), st.floats(0.01, 4), st.floats(0.1, 100), group(Adoption)
)
def test_buyers_of_a_product_come_evenly(improved, potential, weeks, sales_time, p):
    expected = potential * p.improvement * math.log1p(improved) * weeks / sales_time
    got = market.product_buyers(improved, potential, weeks, sales_time, p)
    assert got == pytest.approx(expected)


@given(st.integers(0, 10**9), st.floats(0, 3), st.floats(-4, 4))
def test_costs_of_integration_are_log_normal_to_the_nearest_cent(median, sd, z):
    cost = market.integration_cost(median, sd, z)
    assert isinstance(cost, int)
    assert cost == pytest.approx(median * np.exp(sd * z), rel=1e-9, abs=0.51)
    assert market.integration_cost(median, 0.0, z) == median
    assert market.integration_cost(1, np.log(2), 0.6) == 2  # 1.516 to the nearest
