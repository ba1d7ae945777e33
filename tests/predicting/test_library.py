"""Priors, libraries of simulated lives, what is compared of them, and how they are shaken."""

from __future__ import annotations

import numpy as np
import pytest

import cocreation_sim as cs
from cocreation_sim import model_hash
from cocreation_sim.cache import keep
from cocreation_sim.errors import InputError
from cocreation_sim.predicting import keeping
from cocreation_sim.predicting.features import NAMES, features
from cocreation_sim.predicting.forecast import forecast
from cocreation_sim.predicting.library import simulate_library
from cocreation_sim.predicting.shocks import Shocks
from cocreation_sim.random_arrays import node, uniforms
from cocreation_sim.worlds.prior import default_prior, free_parameters, without
from tests.predicting.histories import LIVES, some

pytestmark = pytest.mark.files

# ---------------------------------------------------------------- prior


def test_prior_holds_all_free_psychology():
    base = cs.load("apache")
    paths = {unknown.path for unknown in default_prior(base).unknown}
    free = {path for path, _ in free_parameters(base)}
    assert free
    assert free <= paths
    assert not any(p.startswith("behaviour.") for p in paths - free)
    assert {"segments.pieces", "segments.pieces_sd"} <= paths


@pytest.mark.parametrize("name", cs.presets())
def test_every_corner_of_every_prior_is_a_scenario(name):
    base = cs.load(name)
    if len(base.campaigns) > 1:
        pytest.skip("several campaigns")
    prior = default_prior(base)
    for share in (0.0, 0.5, 1.0):
        made = prior.scenario(base, [share] * len(prior.unknown))
        assert made.population.simulated <= 20_000


def test_a_larger_crowd_grows_with_everything():
    base = cs.load("ordinary")
    prior = default_prior(base)
    shares = np.full(len(prior.unknown), 0.5)
    shares[0] = 1.0
    made, same = prior.scenario(base, shares), prior.scenario(base, [0.5] * len(shares))
    factor = made.population.size / same.population.size
    assert factor > 3
    assert made.campaign.review.capacity / same.campaign.review.capacity == pytest.approx(
        factor, rel=0.02
    )
    assert made.campaign.outreach.spend / same.campaign.outreach.spend == pytest.approx(
        factor, rel=0.02
    )


def test_ranges_of_ones_own():
    base = cs.load("ordinary")
    prior = default_prior(base, {"segments.pace": cs.Range(0.1, 0.2)})
    place = [unknown.path for unknown in prior.unknown].index("segments.pace")
    assert prior.value(place, 1.0) == 0.2
    assert without(prior, "behaviour.").labels[0] == "population.size ×"
    with pytest.raises(InputError, match="there is no parameter"):
        default_prior(base, {"segments.pase": cs.Range(0.1, 0.2)})


# ---------------------------------------------------------------- library


def test_library_counts_what_the_runs_count():
    base = cs.load("ordinary")
    small = simulate_library(base, default_prior(base), "quarter", 3, 5, workers=1)
    again = simulate_library(base, default_prior(base), "quarter", 3, 5, workers=3)
    for name in keeping.ARRAYS:
        assert np.array_equal(getattr(small, name), getattr(again, name))
    drawn = small.prior.scenario(base.vary({"calendar.duration": 627.0}), small.shares[1])
    ideas = cs.simulate(drawn, 5, replication=1).ideas
    quarter = 365.25 / 7 / 4
    for k in range(4):
        mine = ideas[(ideas["born"] >= k * quarter) & (ideas["born"] < (k + 1) * quarter)]
        assert small.contributions[1, k] == len(mine)
        assert small.contributors[1, k] == mine["author"].nunique()
    assert (small.contributors <= small.contributions).all()
    assert (small.newcomers <= small.contributors).all()


def test_merged_pieces_are_counted_where_a_campaign_merges():
    base = cs.load("apache").vary({"population.size": 300, "calendar.duration": 60.0})
    small = simulate_library(base, default_prior(base), "quarter", 2, 1)
    drawn = small.prior.scenario(base.vary({"calendar.duration": 628.0}), small.shares[1])
    ideas = cs.simulate(drawn, 1, replication=1).ideas
    taken = ideas[(ideas["fate"] == "selected") & (ideas["born"] < 48 * 365.25 / 28)]
    assert small.contributions[1].sum() == taken["pieces"].sum()


def test_libraries_are_kept_and_damaged_ones_made_again(library, folder, monkeypatch, capsys):
    base = library.scenario
    monkeypatch.setattr(keeping, "simulate_library", pytest.fail)
    arguments = (base, default_prior(base), "month", LIVES, 1)
    kept = keeping.library_for(*arguments, progress=False, folder=folder)
    assert np.array_equal(kept.contributions, library.contributions)
    other = default_prior(base, {"segments.pace": cs.Range(0.1, 1.0)})
    names = {
        keeping.name_of(*arguments),
        keeping.name_of(*arguments[:4], 2),
        keeping.name_of(base.vary({"campaign.reward.prize": 5.0}), *arguments[1:]),
        keeping.name_of(base, other, *arguments[2:]),
        keeping.name_of(*arguments[:2], "week", LIVES, 1),
    }  # fmt: skip
    assert len(names) == 5
    monkeypatch.setattr(keeping, "simulate_library", lambda *a, **k: library)
    file = folder / keeping.name_of(*arguments)
    whole = file.read_bytes()
    cut = [b"", b"no archive", whole[: len(whole) // 2]]
    for damaged in [*cut, *changed_by_a_bit(whole, 100)]:
        file.write_bytes(damaged)
        made = keeping.library_for(*arguments, progress=False, folder=folder)
        assert made is library
        told = capsys.readouterr().err
        assert told == "Simulating ordinary again, since what was kept of it is damaged ...\n"
        assert file.read_bytes() == whole
    keep(file, b"whole, and no library")
    assert keeping.library_for(*arguments, progress=False, folder=folder) is library
    assert "again, since what was kept of it cannot be read" in capsys.readouterr().err


def changed_by_a_bit(whole: bytes, times: int):
    """One changed bit in as many places, from the first byte to the last."""
    for k in range(times):
        damaged = bytearray(whole)
        damaged[k * (len(whole) - 1) // (times - 1)] ^= 1 << k % 8
        yield bytes(damaged)


def test_a_library_is_simulated_where_it_cannot_be_kept(library, monkeypatch, tmp_path):
    arguments = (library.scenario, default_prior(library.scenario), "month", LIVES, 1)
    monkeypatch.setattr(keeping, "simulate_library", lambda *a, **k: library)
    (tmp_path / "file").touch()
    monkeypatch.setenv("COCREATION_CACHE", str(tmp_path / "file" / "cache"))
    assert keeping.library_for(*arguments, progress=False) is library
    monkeypatch.setattr("cocreation_sim.cache.cache_folder", lambda: None)  # without a home
    assert keeping.library_for(*arguments, progress=False) is library


def test_a_library_holds_as_long_as_the_model_does(library, monkeypatch):
    base = library.scenario
    arguments = (base, default_prior(base), "month", LIVES, 1)
    name = keeping.name_of(*arguments)
    now = model_hash.same_as(model_hash.model_hash())
    monkeypatch.setattr(keeping, "model_hash", lambda: "another model")
    assert keeping.name_of(*arguments) != name
    monkeypatch.setattr(model_hash, "recorded", lambda: ((now, "another model"),))
    assert keeping.name_of(*arguments) == name


def test_a_library_that_is_refused(how):
    with pytest.raises(
        InputError, match="lives is 5; allowed is a whole number from 64 to 100,000"
    ):
        forecast(some(1), **{**how, "lives": 5})


# ---------------------------------------------------------------- features and disturbances


def test_features_know_no_future():
    counts = np.floor(20 * uniforms(node(1, "f"), 3, 40))
    whole, part = features(counts), features(counts[:, :25])
    assert np.allclose(whole.values[:, :25], part.values)
    assert whole.values.shape[-1] == len(NAMES)
    assert np.isfinite(whole.values).all()


def test_gaps_leave_features_finite():
    counts = np.array([[np.nan, np.nan, 5, np.nan, 5, np.nan]])
    found = features(counts)
    assert np.isfinite(found.values).all()
    assert np.expm1(found.level[0, -1]) == pytest.approx(5)


def test_disturbances_keep_the_mean_and_have_their_size():
    still = Shocks((1e-6, 1e-5), (1e-6, 1e-5))
    counts = np.full((4, 50), 20)
    assert np.array_equal(still.shocked(counts, 1), np.round(still.shocked(counts, 1)))
    assert np.abs(still.shocked(counts, 1) - counts).max() <= 1
    shocked = Shocks((0.3, 0.3001), (1e-6, 1e-5)).shocked(np.full((50, 200), 1000), 1)
    assert shocked.mean() == pytest.approx(1000, rel=0.02)
    assert np.log(shocked).std() == pytest.approx(0.3, rel=0.03)
    lasting = Shocks((1e-6, 1e-5), (0.3, 0.3001), (8.0, 8.001))
    x = np.log(lasting.shocked(np.full((50, 400), 1000), 1))
    lagged = np.corrcoef(x[:, 8:].ravel(), x[:, :-8].ravel())[0, 1]
    assert lagged == pytest.approx(0.5, abs=0.07)
    assert (Shocks().shocked(np.zeros((2, 9)), 1) == 0).all()
