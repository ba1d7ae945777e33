"""Libraries, what looks alike in them, forecasts and calibrations: laws, and truths recovered."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import cocreation_sim as cs
from cocreation_sim.analysis.forecasting import keeping
from cocreation_sim.analysis.forecasting.analogues import Analogues
from cocreation_sim.analysis.forecasting.calibration import calibrate, posterior_shares
from cocreation_sim.analysis.forecasting.dates import Dates
from cocreation_sim.analysis.forecasting.disturbance import Disturbance
from cocreation_sim.analysis.forecasting.features import NAMES, features
from cocreation_sim.analysis.forecasting.forecast import forecast, pooled
from cocreation_sim.analysis.forecasting.library import Library, simulate_library
from cocreation_sim.analysis.forecasting.luck import node, picks, uniforms
from cocreation_sim.analysis.forecasting.matching import Held, horizon_of
from cocreation_sim.analysis.forecasting.prior import default_prior, free_parameters, without
from cocreation_sim.analysis.forecasting.series import Series
from cocreation_sim.analysis.forecasting.starving import Starving, risk
from cocreation_sim.errors import InputError

LIVES = 256


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("libraries")


@pytest.fixture(scope="session")
def library(folder) -> Library:
    base = cs.load("ordinary")
    return keeping.library_for(
        base, default_prior(base), "month", LIVES, 1, progress=False, folder=folder
    )


@pytest.fixture(scope="session")
def how(library, folder):
    return {"lives": LIVES, "progress": False, "folder": folder}


def monthly(counts, **more) -> Series:
    return Series("mine", Dates("month"), np.asarray(counts, float), **more)


def some(seed: int, count: int = 30, level: float = 6.0) -> Series:
    return monthly(np.floor(2 * level * uniforms(node(seed, "some"), count)))


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


def test_libraries_are_kept_and_damaged_ones_made_again(library, folder, monkeypatch):
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
    file = folder / f"{keeping.name_of(*arguments)}.npz"
    whole = file.read_bytes()
    for damaged in (b"", b"no archive", whole[: len(whole) // 2]):
        file.write_bytes(damaged)
        made = keeping.library_for(*arguments, progress=False, folder=folder)
        assert np.array_equal(made.contributions, library.contributions)
    file.write_bytes(whole)


def test_a_library_that_is_refused(how):
    with pytest.raises(InputError, match="lives is 5; allowed is 64 to 100,000"):
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
    still = Disturbance((1e-6, 1e-5), (1e-6, 1e-5))
    counts = np.full((4, 50), 20)
    assert np.array_equal(still.shaken(counts, 1), np.round(still.shaken(counts, 1)))
    assert np.abs(still.shaken(counts, 1) - counts).max() <= 1
    shaken = Disturbance((0.3, 0.3001), (1e-6, 1e-5)).shaken(np.full((50, 200), 1000), 1)
    assert shaken.mean() == pytest.approx(1000, rel=0.02)
    assert np.log(shaken).std() == pytest.approx(0.3, rel=0.03)
    lasting = Disturbance((1e-6, 1e-5), (0.3, 0.3001), (8.0, 8.001))
    x = np.log(lasting.shaken(np.full((50, 400), 1000), 1))
    lagged = np.corrcoef(x[:, 8:].ravel(), x[:, :-8].ravel())[0, 1]
    assert lagged == pytest.approx(0.5, abs=0.07)
    assert (Disturbance().shaken(np.zeros((2, 9)), 1) == 0).all()


# ---------------------------------------------------------------- forecasts


def test_forecasts_are_reproducible_and_hang_on_their_seed(how):
    one, two = (forecast(some(1), seed=1, **how) for _ in range(2))
    assert np.array_equal(one.paths, two.paths)
    assert one.to_dict() == two.to_dict()
    assert (one.paths >= 0).all()
    assert np.array_equal(one.paths, np.floor(one.paths))


def test_the_nearest_histories_count_most(library):
    known = Analogues.of(library, 3, seed=1)
    match = known.match(some(1).contributions)
    distances = (match.apart * match.apart).sum(axis=1)
    assert (np.diff(distances) >= 0).all()
    assert match.weights == pytest.approx(1 - distances / distances[-1], abs=2e-3)
    assert 1 < match.effective < LIVES
    same = replace(match, apart=0 * match.apart)
    assert np.allclose(same.adjusted(known.futures[match.places]), known.futures[match.places])


def test_what_is_unlike_the_library_is_named(library):
    wild = monthly(np.where(np.arange(30) % 2, 4000, 0))
    assert "unrest" in Analogues.of(library, 3, seed=1).match(wild.contributions).outside
    assert Analogues.of(library, 3, seed=1).match(some(1).contributions).outside == ()


def test_a_larger_history_gets_a_larger_forecast(how):
    small, large = forecast(some(1), **how), forecast(some(1, level=600.0), **how)
    ratio = large.volume["median"].iloc[-1] / small.volume["median"].iloc[-1]
    assert 40 < ratio < 250


def test_intervals_hold_what_comes_of_simulated_lives(library):
    train, truth = slice(0, 192), slice(192, None)

    def part(which: slice) -> Library:
        return replace(library, **{name: getattr(library, name)[which] for name in keeping.ARRAYS})

    known, hidden = Analogues.of(part(train), 3, seed=1), Analogues.of(part(truth), 3, seed=2)
    held = []
    for k in range(0, len(hidden.row), 24):
        life, cut = hidden.counts[hidden.row[k]], hidden.cut[k]
        paths = np.floor(known.ahead(known.match(life[:cut]), 400, seed=k) + 0.5)
        low, high = np.quantile(paths, [0.05, 0.95], axis=0)
        came = life[cut : cut + 3]
        held.append((low <= came) & (came <= high))
    assert len(held) > 50
    assert 0.83 < np.mean(held) < 0.99


def test_intervals_nest_and_the_table_is_that_of_the_paths(how):
    found = forecast(some(2), weeks=26, **how)
    table = found.volume
    assert len(table) == 7
    order = table[["low_90", "low_50", "median", "high_50", "high_90"]].to_numpy()
    assert (np.diff(order, axis=1) >= 0).all()
    assert table["mean"].iloc[-1] == pytest.approx(table["mean"].iloc[:-1].sum())


def test_months_ahead_have_their_own_lengths(how):
    import datetime as dt

    plain = some(3, level=400.0)
    dated = replace(plain, dates=Dates("month", dt.date(2022, 8, 1), form="month"))
    counts = plain.contributions * dated.dates.lengths(0, len(plain))
    february = forecast(replace(dated, contributions=counts), **how)
    assert february.dates == ["2025-02", "2025-03", "2025-04"]
    as_rates = forecast(plain, **how)
    ratio = february.paths.mean(axis=0) / as_rates.paths.mean(axis=0)
    assert ratio == pytest.approx(np.array([28, 31, 30]) * 12 / 365.25, rel=0.01)


def test_horizons_are_rounded_up():
    assert [horizon_of(w, 365.25 / 84) for w in (1, 4, 5, 12, 13, 26)] == [1, 1, 2, 3, 3, 6]
    for wrong in (0, -1, float("nan"), 1000):
        with pytest.raises(InputError, match="weeks is"):
            horizon_of(wrong, 1.0)


def test_what_cannot_be_asked(how):
    with pytest.raises(InputError, match="allowed is above 0 and below 1"):
        forecast(some(1), warn_at=1.0, **how)
    with pytest.raises(InputError, match="samples is 5"):
        forecast(some(1), samples=5, **how)
    with pytest.raises(InputError, match="the horizon of 120 months is too long; allowed is up to"):
        forecast(some(1), weeks=520, **how)


def test_a_history_of_zeros_is_not_guessed_at(how):
    with pytest.raises(InputError, match=r"cannot tell a small crowd .* below 0\.25 a month"):
        forecast(monthly(np.zeros(12)), **how)
    with pytest.raises(InputError, match="cannot tell a small crowd"):
        calibrate(monthly(np.zeros(12)), **how)


def test_a_dying_campaign_is_warned_of(how):
    dying = monthly([40, 30, 24, 18, 14, 10, 8, 6, 5, 4, 3, 3])
    found = forecast(dying, contributions=9, window=13, **how)
    assert found.warning is not None
    assert "Early warning: by month" in str(found)
    living = forecast(monthly([40, 38, 41, 39, 40, 42, 39, 40]), contributions=9, window=13, **how)
    assert living.warning is None
    assert "none within the horizon" in str(living)
    assert living.risk["risk"].iloc[-1] < found.risk["risk"].iloc[-1]


# ---------------------------------------------------------------- starving


def test_windows_take_in_the_history():
    starving = Starving(10, 3.0)
    paths = np.array([[4.0, 0.0, 0.0]])
    sums = starving.sums(np.array([9.0, 5.0, 3.0]), paths, 1.0)
    assert sums.tolist() == [[12.0, 7.0, 4.0]]
    gap = starving.sums(np.array([6.0, 6.0, np.nan]), paths, 1.0)
    assert gap.tolist() == [[16.0, 10.0, 4.0]]
    short = starving.sums(np.array([2.0]), np.array([[1.0, 1.0, 1.0, 1.0]]), 1.0)
    assert np.isnan(short[0, 0])
    assert short[0, 1:].tolist() == [4.0, 3.0, 3.0]


def test_risk_only_grows_and_lies_in_its_interval():
    paths = np.floor(6 * uniforms(node(1, "paths"), 500, 8))
    table = risk(Starving(5, 2.0), np.array([3.0, 3.0]), paths, 1.0, 40.0)
    assert (table["risk"].diff().dropna() >= 0).all()
    assert ((table["low"] <= table["risk"]) & (table["risk"] <= table["high"])).all()
    few = risk(Starving(5, 2.0), np.array([3.0, 3.0]), paths, 1.0, 4.0)
    assert (few["high"] - few["low"] > table["high"] - table["low"]).all()


def test_thresholds_come_from_the_limits_in_proportion():
    limits = cs.load("ordinary").campaign.limits
    usual = Starving.of(cs.load("ordinary"), None, None)
    assert (usual.contributions, usual.window) == (limits.contributions, limits.window)
    half = Starving.of(cs.load("ordinary"), None, limits.window / 2)
    assert half.contributions == limits.contributions / 2
    assert Starving(13, 13.0).now(np.array([5.0, 4.0, 3.0]), 365.25 / 84)
    assert not Starving(13, 13.0).now(np.array([5.0, 4.0, 4.1]), 365.25 / 84)
    for wrong in ((0, 13), (5, 0)):
        with pytest.raises(InputError):
            Starving(*wrong)


# ---------------------------------------------------------------- calibration


def test_calibration_recovers_what_the_history_tells(library):
    """Intervals of 90 % hold the true parameters of lives that are not in the library."""
    part = {name: getattr(library, name) for name in keeping.ARRAYS}
    known = Analogues.of(replace(library, **{k: v[:192] for k, v in part.items()}), 1, seed=1)
    hidden = Analogues.of(replace(library, **{k: v[192:] for k, v in part.items()}), 1, seed=2)
    held, widths = [], []
    for k in picks(node(1, "lives"), np.ones(len(hidden.row)), 100):
        life, cut = hidden.counts[hidden.row[k]], hidden.cut[k]
        if life[:cut].sum() == 0:
            continue
        shares = posterior_shares(Held(monthly(life[:cut]), known, 1), 400)
        low, high = np.quantile(shares, [0.05, 0.95], axis=0)
        true = hidden.library.shares[hidden.life[k]]
        held.append((low <= true) & (true <= high))
        widths.append(high - low)
    assert 0.82 < np.mean(held) < 0.97
    width = np.mean(widths, axis=0) / 0.9
    assert width.argmin() == 0  # the size of the crowd is what a history tells first
    assert width[0] < 0.8


def test_larger_histories_mean_larger_crowds(how):
    small, large = (calibrate(some(1, level=level), **how) for level in (2.0, 12.0))
    assert large.table["median"].iloc[0] > 1.5 * small.table["median"].iloc[0]


def test_calibration_says_what_it_cannot_tell(how):
    found = calibrate(some(1), **how)
    silent = found.table[~found.table["said"]]["parameter"]
    assert len(silent) >= len(found.table) / 2
    assert all(name in str(found) for name in silent)
    assert (found.table["width"] <= 1.12).all()
    assert list(found.draws.columns) == list(found.table["parameter"])
    made = found.scenario()
    assert cs.simulate(made, 1).outcome.submissions >= 0
    assert made.campaigns.keys() == cs.load("ordinary").campaigns.keys()


def test_people_are_looked_at_where_they_are_given(how):
    plain = some(1)
    crowd = replace(plain, contributors=plain.contributions, newcomers=plain.contributions)
    core = replace(
        plain, contributors=np.minimum(plain.contributions, 1), newcomers=np.zeros(len(plain))
    )
    tables = [calibrate(series, **how).shares.mean(axis=0) for series in (plain, crowd, core)]
    assert not np.allclose(tables[0], tables[1])
    assert not np.allclose(tables[1], tables[2])


def test_a_pool_is_a_mixture():
    pool = pooled([np.zeros((100, 2)), np.ones((100, 2))], [0.25, 0.75], seed=1)
    assert pool.mean(axis=0).tolist() == [0.75, 0.75]


def test_pictures_are_drawn(how):
    found = forecast(some(1), **how)
    figure = found.plot()
    assert [ax.get_title(loc="left") for ax in figure.axes] == [
        "contributions a month", "risk of having starved by then",
    ]  # fmt: skip
    lines = figure.axes[0].get_lines()
    assert lines[0].get_ydata()[-1] == found.series.contributions[-1]
    after = calibrate(some(1), **how).plot()
    labels = [text.get_text() for text in after.axes[1].get_yticklabels()]
    assert labels[0] == "population.size ×"
    assert isinstance(found.risk, pd.DataFrame)
