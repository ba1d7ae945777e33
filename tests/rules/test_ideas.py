"""How ideas turn out: quality, appeal, fit, and the bar for what is interesting."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from cocreation_sim import randomness as rn
from cocreation_sim.rules import ideas
from cocreation_sim.scenario.behaviour import IdeaMaking
from tests.strategies import group

SHARE = st.floats(0, 1)
Z = st.floats(-5, 5)
P = IdeaMaking()


def standard(n: int, purpose: int) -> np.ndarray:
    """Standard normal draws."""
    return np.array([rn.normal(rn.child(rn.run_node(3), k), purpose) for k in range(n)])


@given(Z, SHARE, Z, st.booleans(), Z, group(IdeaMaking))
def test_quality(ability, openness, parent, complements, z, p):
    spread = np.sqrt(1 - p.talent**2) * (1 + p.open_spread * openness)
    expected = p.talent * ability + spread * z + p.inherited * max(0, parent)
    expected += p.complement if complements else 0
    got = ideas.quality(ability, openness, parent, complements, z, p)
    assert got == pytest.approx(expected, abs=1e-9)


@given(Z, SHARE, Z, group(IdeaMaking))
def test_a_bad_parent_hands_nothing_on(ability, openness, z, p):
    alone = ideas.quality(ability, openness, 0.0, False, z, p)
    assert ideas.quality(ability, openness, -3.0, False, z, p) == alone


@given(SHARE, SHARE, st.booleans(), SHARE, Z, group(IdeaMaking))
def test_fit_falls_with_openness_without_a_clear_brief_and_in_those_money_draws(
    openness, clarity, paid, share, z, p
):
    expected = 1 - p.fit_openness * openness - p.fit_brief * (0.8 - clarity) + z
    expected += paid * (p.fit_focus - p.fit_money * share)
    got = ideas.fit(openness, clarity, paid, share, z, p)
    assert got == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("openness", [0.0, 0.5, 1.0])
def test_quality_has_its_spread_and_appeal_its_correlation(openness):
    n = 20_000
    ability, z, other = (standard(n, purpose) for purpose in (rn.TRAIT, rn.QUALITY, rn.APPEAL))
    quality = np.array(
        [ideas.quality(a, openness, 0.0, False, x, P) for a, x in zip(ability, z, strict=True)]
    )
    appeal = np.array(
        [ideas.appeal(q, openness, x, P) for q, x in zip(quality, other, strict=True)]
    )
    spread = np.sqrt(P.talent**2 + ideas.noise_spread(openness, P) ** 2)
    assert quality.std() == pytest.approx(spread, rel=0.03)
    assert appeal.std() == pytest.approx(1.0, rel=0.03)
    assert np.corrcoef(quality, appeal)[0, 1] == pytest.approx(P.appeal, abs=0.03)


@given(SHARE, st.floats(0, 0.95), st.floats(0, 1), st.floats(0.02, 0.3))
def test_the_bar_lets_the_same_share_pass_everywhere(openness, talent, widening, share):
    p = IdeaMaking(talent=talent, open_spread=widening, interesting=share)
    bar = ideas.interesting_bar(openness, p)
    spread = np.hypot(talent, np.sqrt(1 - talent**2) * (1 + widening * openness))
    passing = norm.sf(bar / spread) * norm.cdf(1 - p.fit_openness * openness)
    assert passing == pytest.approx(share, rel=1e-6)


@pytest.mark.parametrize("openness", [0.0, 1.0])
def test_a_tenth_is_interesting_in_every_corner(openness):
    n = 40_000
    ability, z, other = (standard(n, purpose) for purpose in (rn.TRAIT, rn.QUALITY, rn.FIT))
    bar = ideas.interesting_bar(openness, P)
    good = [
        ideas.quality(a, openness, 0.0, False, x, P) > bar
        and ideas.fit(openness, 0.8, False, 0.0, y, P) > 0
        for a, x, y in zip(ability, z, other, strict=True)
    ]
    assert np.mean(good) == pytest.approx(P.interesting, abs=4 * np.sqrt(0.09 / n))


@given(st.floats(0.1, 50), st.floats(1, 100), st.integers(1, 100))
def test_pieces_grow_from_the_first_contribution_to_the_core(own, grown, core):
    pieces = [ideas.mean_pieces(own, grown, k, core, 1.0) for k in range(1, core + 4)]
    grown_so_far = [1 + (grown - 1) * min(1, k / core) for k in range(core + 3)]
    assert pieces == pytest.approx([own * times for times in grown_so_far])
    assert pieces[0] == own
    assert np.all(np.diff(pieces) >= 0)
    assert pieces[-1] == pieces[-2] == pytest.approx(own * grown)


@given(st.floats(0.1, 50), st.floats(1, 100), st.integers(1, 100), SHARE)
def test_with_less_open_work_the_core_does_less_and_who_is_new_as_much(own, grown, core, left):
    first, last = (ideas.mean_pieces(own, grown, k, core, left) for k in (1, core + 1))
    assert first == own
    assert last == pytest.approx(own + left * own * (grown - 1))


@given(st.floats(0, 1e4), st.floats(0.1, 1e4))
def test_open_work_runs_out_by_the_same_share_in_the_same_time(time, life):
    assert ideas.open_work(time, 0.0) == 1.0
    twice, once = (ideas.open_work(n * time, life) for n in (2, 1))
    assert twice == pytest.approx(once * once)
    assert ideas.open_work(life, life) == pytest.approx(1 / np.e)


@given(st.integers(0, 10**6), st.floats(0, 3))
def test_others_take_ideas_and_breed_work_by_a_power_of_their_number(others, power):
    assert ideas.spillover(others, power) == pytest.approx((1 + others / 10) ** power)
    assert ideas.taken(others, power) == pytest.approx((1 + others / 10) ** -power)
    assert ideas.taken(others, 0.0) == ideas.spillover(others, 0.0) == 1.0


def test_where_too_few_fit_almost_every_one_that_fits_is_interesting():
    p = IdeaMaking(interesting=0.9, fit_openness=5.0)
    spread = np.hypot(p.talent, ideas.noise_spread(1.0, p))
    assert ideas.interesting_bar(1.0, p) == pytest.approx(spread * norm.ppf(0.001))


@given(Z, SHARE, Z, group(IdeaMaking))
def test_appeal_is_quality_in_standard_deviations_and_a_part_of_its_own(quality, openness, z, p):
    spread = np.hypot(p.talent, np.sqrt(1 - p.talent**2) * (1 + p.open_spread * openness))
    expected = p.appeal * quality / spread + np.sqrt(1 - p.appeal**2) * z
    assert ideas.appeal(quality, openness, z, p) == pytest.approx(expected, abs=1e-9)


@given(st.floats(-5, 5), st.floats(-5, 5), st.floats(-5, 5))
def test_interesting_is_better_than_the_bar_and_fitting(quality, fit, bar):
    assert ideas.is_interesting(quality, fit, bar) == (quality > bar and fit > 0)


def test_what_just_reaches_the_bar_is_not_interesting():
    assert not ideas.is_interesting(1.0, 1.0, 1.0)
    assert not ideas.is_interesting(2.0, 0.0, 1.0)
    assert ideas.is_interesting(2.0, 0.1, 1.0)
