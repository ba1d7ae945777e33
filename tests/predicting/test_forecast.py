"""What looks alike, forecasts and calibrations: laws, and truths recovered."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import cocreation_sim as cs
from cocreation_sim.errors import InputError
from cocreation_sim.predicting import keeping
from cocreation_sim.predicting.analogues import Analogues
from cocreation_sim.predicting.calibration import calibrate, posterior_shares
from cocreation_sim.predicting.dates import Dates
from cocreation_sim.predicting.forecast import TOTAL_NOTE, blend, forecast
from cocreation_sim.predicting.library import Library
from cocreation_sim.predicting.matching import MatchedHistory, horizon_of
from cocreation_sim.predicting.starving import Starving, risk
from cocreation_sim.random_arrays import node, picks, uniforms
from cocreation_sim.reports.writing import findings
from experiments.backtest import fading
from tests.predicting.histories import LIVES, monthly, some

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


def test_the_row_of_the_total_is_told_from_single_intervals(how):
    """Its ends are not the sums of theirs, and the table says so."""
    found = forecast(some(2), weeks=26, **how)
    *single, total = (found.volume["high_90"] - found.volume["low_90"]).tolist()
    assert max(single) < total < 0.95 * sum(single)
    (table,) = [p for p in findings(found).sections[0].parts if getattr(p, "frame", None) is not
                None and p.title == "Contributions"]  # fmt: skip
    assert table.note == f"Row {TOTAL_NOTE}."


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
    found = forecast(dying, contributions=12, window=13, **how)
    assert found.warning is not None
    assert "Early warning: by month" in str(found)
    living = forecast(monthly([40, 38, 41, 39, 40, 42, 39, 40]), contributions=12, window=13, **how)
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
        shares = posterior_shares(
            MatchedHistory(monthly(life[:cut]), known.library.scenario, known, 1), 400
        )
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


def test_futures_pass_over_from_the_last_values_into_lives_and_never_back():
    mixed = blend(np.zeros((4000, 6)), np.ones((4000, 6)), weeks=6.5, seed=1)
    expected = 1 - 0.5 * 0.5 ** (np.arange(6) / 2)
    assert mixed.mean(axis=0) == pytest.approx(expected, abs=0.03)
    assert (np.diff(mixed, axis=1) >= 0).all()


def test_a_fading_campaign_is_not_held_by_its_launch(tmp_path):
    counts = fading.counts(1)
    lines = ["month,contributions"]
    lines += [f"{month},{count:g}" for month, count in enumerate(counts[: fading.KNOWN])]
    (tmp_path / "fading.csv").write_text("\n".join(lines))
    ahead = forecast(
        tmp_path / "fading.csv",
        fading.scenario(),
        weeks=72,
        lives=256,
        folder=tmp_path,
        progress=False,
    )
    year = counts[6:18].mean()
    assert counts[18:].mean() < 0.7 * year
    assert ahead.volume["median"].iloc[12:-1].max() < 0.8 * year


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


# ---------------------------------------------------------------- what is given wrongly


@pytest.fixture
def no_library(monkeypatch):
    monkeypatch.setattr(keeping, "simulate_library", pytest.fail)
    monkeypatch.setattr("cocreation_sim.predicting.matching._ready", {})


BOTH = [
    *[("lives", given, "lives is ") for given in (5, "x", 64.5, None, True)],
    *[("workers", given, "workers is ") for given in (0, -3, 1.5, "x")],
    *[("unknown", given, "unknown is ") for given in ([1], (1, 2), 5, "x")],
    ("unknown", {5: cs.Range(0, 1)}, "there is no parameter '5'"),
    ("unknown", {"segments.pace": [0.1, 0.2]}, "'segments.pace' is (0.1, 0.2); allowed is a range"),
    ("unknown", {"segments.pace": 0.1}, "'segments.pace' varies over 0.1"),
    ("disturbance", "x", "disturbance is 'x'"),
    ("folder", 5, "5 is no path"),
    ("seed", "x", "seed is 'x'"),
    ("scenario", None, "None is no scenario"),
    ("scenario", 5, "5 is no scenario"),
    ("scenario", {}, "{} is no scenario"),
    ("series", None, "None is no history"),
    ("series", 5, "5 is no history"),
    ("series", [1, 2, 3], "[1, 2, 3] is no history"),
    ("series", b"mine.csv", "b'mine.csv' is no history"),
    ("livs", 64, "there is no 'livs'; "),
    ("livs", 64, "did you mean 'lives'?"),
]
ONLY_FORECAST = [
    ("week", 12, "did you mean 'weeks'?"),
    *[("samples", given, "samples is ") for given in (5, "x", 150.5, None)],
    *[("weeks", given, "weeks is ") for given in ("x", None, True, 10**400)],
    *[("warn_at", given, "the level of warning is ") for given in ("x", None, 1.0)],
    *[("contributions", given, "the threshold is ") for given in ("x", 0, 10**400)],
    *[("window", given, "the window is ") for given in ("x", 0, 1e300, np.inf)],
]
ONLY_CALIBRATE = [("draws", given, "draws is ") for given in (0, -1, 1.5, "x", None)]


@pytest.mark.parametrize(
    ("ask", "name", "given", "says"),
    [(calibrate, *case) for case in (*BOTH, *ONLY_CALIBRATE)]
    + [(forecast, *case) for case in (*BOTH, *ONLY_FORECAST)],
)
def test_wrong_input_is_refused_before_anything_is_simulated(
    ask, name, given, says, tmp_path, no_library
):
    options = {"series": some(1), "lives": 64, "progress": False, "folder": tmp_path}
    with pytest.raises(InputError) as refused:
        ask(**(options | {name: given}))
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_folder_may_be_given_as_text(library, folder):
    found = forecast(some(1), lives=LIVES, progress=False, folder=str(folder))
    assert len(found.held.analogues.library) == LIVES
