"""Staying, waiting or leaving: one uniform against thresholds that treatment moves."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit, logit

from cocreation_sim.rules import events as ev
from cocreation_sim.rules import leaving
from cocreation_sim.scenario.behaviour import Leaving
from tests.strategies import group

SHARE = st.floats(0, 1)
U = st.floats(1e-9, 1 - 1e-9)
ODDS = st.floats(-6, 6)
TREATMENTS = ("rejected", "replied", "explained", "chosen")


@given(st.floats(-700, 700))
def test_logistic(x):
    assert leaving.logistic(x) == pytest.approx(expit(x), rel=1e-12)


@given(
    st.integers(1, 500),
    st.floats(0, 8),
    st.floats(0, 40),
    SHARE,
    SHARE,
    st.floats(-4, 4),
    group(Leaving, investment_from=st.floats(0, 9)),
)
def test_log_odds_of_leaving(k, motives, work, trust, tired, sticky, p):
    over = max(0, work - p.investment_from)
    bound = p.attachment * (motives - p.attachment_centre) + p.investment * np.log(1 + over)
    a = expit(p.base - sticky - bound)
    h = p.floor + (1 - p.floor) * a / k
    expected = logit(h) + p.trust * (0.5 - trust) + p.fatigue * tired
    got = leaving.leaving_log_odds(k, motives, work, trust, tired, sticky, p)
    assert got == pytest.approx(expected, rel=1e-9, abs=1e-9)


@given(st.integers(1, 500), st.floats(0, 8), SHARE, SHARE)
def test_practice_motives_and_trust_hold_and_fatigue_drives_away(k, motives, trust, tired):
    def odds(k=k, motives=motives, work=1.0, trust=trust, tired=tired, sticky=0.0):
        p = Leaving(investment=0.5)
        return leaving.leaving_log_odds(k, motives, work, trust, tired, sticky, p)

    assert odds(k=k + 1) < odds()
    assert odds(motives=motives + 1) < odds()
    assert odds(work=2.0) < odds()
    assert odds(trust=trust + 1) < odds()
    assert odds(sticky=1.0) < odds()
    assert odds(tired=tired + 1) > odds()


@given(U, ODDS, group(Leaving))
def test_who_leaves_would_never_return_and_who_stays_always(u, odds, p):
    verdict = leaving.decide(u, odds, p)
    best, worst = leaving.returns(u, odds, p.chosen), leaving.returns(u, odds, 0.0)
    expected = {(False, False): leaving.LEAVES, (True, True): leaving.STAYS}
    assert verdict == expected.get((best, worst), leaving.WAITS)


@given(U, ODDS, st.floats(-3, 0), st.floats(-3, 0))
def test_a_better_treatment_never_loses_anybody(u, odds, one, other):
    worse, better = max(one, other), min(one, other)
    assert leaving.returns(u, odds, better) >= leaving.returns(u, odds, worse)


@given(ODDS, group(Leaving))
def test_shares_of_verdicts(odds, p):
    u = (np.arange(20_000) + 0.5) / 20_000
    verdicts = np.array([leaving.decide(x, odds, p) for x in u[::20]])
    leave = float(np.mean(verdicts == leaving.LEAVES))
    stay = float(np.mean(verdicts == leaving.STAYS))
    assert leave == pytest.approx(expit(odds + p.chosen), abs=2e-3)
    assert stay == pytest.approx(1 - expit(odds), abs=2e-3)


def test_treatments_rank_from_silence_to_selection():
    p = Leaving()
    effects = [0.0, *(getattr(p, name) for name in TREATMENTS)]
    assert effects == sorted(effects, reverse=True)


def test_logistic_is_0_where_it_would_underflow():
    assert leaving.logistic(-700.0) == leaving.logistic(-1e9) == 0.0
    assert leaving.logistic(-699.9) > 0.0


@pytest.mark.parametrize(("motives", "share"), [(100.0, 1e-12), (0.0, 1 - 1e-12)])
def test_nobody_is_sure_to_stay_or_to_leave(motives, share):
    p = Leaving(floor=0.0, attachment=5.0, attachment_centre=10.0)
    odds = leaving.leaving_log_odds(1, motives, 0.0, 0.5, 0.0, 0.0, p)
    assert odds == pytest.approx(logit(share), rel=1e-6)


@given(ODDS, group(Leaving))
def test_who_stands_on_a_threshold_is_kept_by_it(odds, p):
    assert leaving.decide(leaving.logistic(odds + p.chosen), odds, p) == leaving.WAITS
    assert leaving.decide(leaving.logistic(odds), odds, p) == leaving.STAYS
    assert leaving.returns(leaving.logistic(odds - 1.0), odds, -1.0)


def test_engines_share_the_numbers_of_the_verdicts():
    assert (leaving.LEAVES, leaving.WAITS, leaving.STAYS) == (0, 1, 2)


# ---------------------------------------------------------------------- there or gone


def test_one_is_present_while_engaged_or_waiting():
    present = [state for state in range(len(ev.STATES)) if leaving.is_present(state)]
    assert present == [ev.ENGAGED, ev.PAUSED]


@given(U, ODDS, st.sampled_from(range(len(ev.STATES))), group(Leaving))
def test_the_overruled_leave_by_the_number_that_decided_before(u, log_odds, state, p):
    expected = u < leaving.logistic(log_odds + p.overruled) and state in (ev.ENGAGED, ev.PAUSED)
    assert leaving.leaves_overruled(u, log_odds, state, p) == expected


def test_anger_drives_away_some_who_stayed():
    calm, angry = Leaving(overruled=0.0), Leaving(overruled=2.0)
    assert not leaving.leaves_overruled(0.7, 0.0, ev.ENGAGED, calm)
    assert leaving.leaves_overruled(0.7, 0.0, ev.ENGAGED, angry)
    assert not leaving.leaves_overruled(leaving.logistic(2.0), 0.0, ev.ENGAGED, angry)


@pytest.mark.parametrize("state", range(len(ev.STATES)))
def test_patience_ends_for_the_contribution_one_waits_for(state):
    assert leaving.loses_patience(state, 3, 3) == (state == ev.PAUSED)
    assert not leaving.loses_patience(state, 2, 3)
