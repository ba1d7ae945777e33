"""Measured effects: what is right, how they are played, and that they are played at all."""

import math
import re

import numpy as np
import pandas as pd
import pytest

from cocreation_sim.outcomes import DESCRIPTIONS
from cocreation_sim.outcomes.declaring import Outcome
from cocreation_sim.scenario.scenario import load
from cocreation_sim.validation.catalogue import EFFECTS
from cocreation_sim.validation.effects import (
    CLOSE,
    NOT_EXPRESSIBLE,
    RIGHT,
    WRONG,
    Direction,
    Effect,
    Size,
    effect_sentences,
    is_apart,
    mean_and_interval,
    missed,
    significant,
    tally,
)
from cocreation_sim.validation.playing import Reading, Response
from cocreation_sim.validation.published import INSIDE, MISS
from cocreation_sim.validation.responses import measured, respond

PLAYED = [effect for effect in EFFECTS if effect.played is not None]
SOURCES = {
    "C2", "C3", "C7", "C8", "C9", "C11", "D2", "D3", "D4", "D5", "D8", "D9", "D12", "D13", "D14",
    "D15", "E1", "E2", "E6",
}  # fmt: skip
PRIZE = "campaign.reward.prize"


# ---------------------------------------------------------------------- the catalogue


@pytest.mark.parametrize("effect", PLAYED, ids=lambda e: e.name)
def test_effects_are_played_with_what_exists(effect):
    played = effect.played
    base = load(played.preset).vary(dict(played.fixed))
    for point in played.points().to_dict("records"):
        assert base.vary(point) is not None
    assert isinstance(played.outcome, Outcome) or played.outcome in DESCRIPTIONS


@pytest.mark.parametrize("effect", PLAYED, ids=lambda e: e.name)
def test_a_change_begins_with_something_else_than_it_ends_with(effect):
    if isinstance(effect.played, Response):
        assert all(a != b for a, b in effect.played.change.values())
        assert not set(effect.played.change) & set(effect.played.fixed)


def test_every_causal_row_of_the_evidence_is_there():
    cited = {re.match(r"\w+", effect.source)[0] for effect in EFFECTS}
    assert cited >= SOURCES


def test_names_tell_effects_apart():
    assert len({effect.name for effect in EFFECTS}) == len(EFFECTS)


def test_what_cannot_be_played_says_why():
    assert all(effect.miss for effect in EFFECTS if effect.played is None)


def test_sizes_lie_in_their_intervals():
    for effect in EFFECTS:
        if isinstance(effect.published, Size):
            assert effect.published.low <= effect.published.value <= effect.published.high
            assert effect.published.interval


def test_null_results_have_a_band():
    for effect in EFFECTS:
        if isinstance(effect.published, Direction) and effect.published.sign == 0:
            assert effect.published.low < 0.0 < effect.published.high


# ---------------------------------------------------------------------- verdicts


@pytest.mark.parametrize(
    ("sign", "low", "high", "verdict"),
    [
        (1, 0.1, 0.2, RIGHT),
        (-1, -0.2, -0.1, RIGHT),
        (1, -0.2, -0.1, WRONG),
        (-1, 0.1, 0.2, WRONG),
        (1, -0.1, 0.2, CLOSE),
        (-1, 0.0, 0.2, CLOSE),
        (1, 0.0, 0.0, WRONG),
    ],
)
def test_a_direction_is_right_if_the_whole_interval_has_its_sign(sign, low, high, verdict):
    assert Direction(sign).judged(low, high) == verdict


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [(-9.0, 9.0, RIGHT), (0.01, 0.05, RIGHT), (0.01, 0.06, WRONG), (-0.2, -0.1, WRONG)],
)
def test_a_null_result_holds_zero_or_lies_in_its_band(low, high, verdict):
    assert Direction(0, -0.05, 0.05).judged(low, high) == verdict


def test_what_may_only_not_gain_may_lose():
    no_gain = Direction(0, -math.inf, 0.05)
    assert (no_gain.judged(-2.0, -1.0), no_gain.judged(0.1, 0.2)) == (RIGHT, WRONG)
    assert no_gain.words == "no gain (at most 0.05)"


def test_an_interval_that_was_not_published_is_as_wide_as_significance_allows():
    size = significant(-0.6)
    assert (size.high - size.low) / (2 * 0.6) == pytest.approx(1.6449 / 1.96, rel=1e-3)
    assert size.high < 0.0
    assert "derived" in size.interval


def test_a_mean_has_students_interval():
    mean, low, high = mean_and_interval(np.array([1.0, 2.0, 3.0, 4.0]))
    assert mean == 2.5
    half = 2.353363 * 1.290994 / 2
    assert (low, high) == pytest.approx((mean - half, mean + half), rel=1e-5)
    assert math.isnan(mean_and_interval(np.array([1.0]))[1])


# ---------------------------------------------------------------------- from runs to effects


def runs(outcome, before, after, lever="prize", values=(1.0, 4.0)):
    n = len(before)
    return pd.DataFrame(
        {
            lever: [values[0]] * n + [values[1]] * n,
            "replication_id": [*range(n)] * 2,
            outcome: [*before, *after],
        }
    )


def response(scale, outcome="entries", values=(1.0, 4.0), **more):
    return Response("workshop", {"prize": values}, outcome, scale, **more)


def test_an_elasticity_is_the_slope_of_logarithms():
    table = runs("entries", [8, 5, 9], [16, 5, 36])
    assert response("elasticity").effects(table) == pytest.approx([0.5, 0.0, 1.0])


def test_pairs_have_the_same_luck_in_whatever_order_they_come():
    table = runs("entries", [1.0, 2.0, 4.0], [2.0, 5.0, 4.0]).sample(frac=1.0, random_state=1)
    assert sorted(response("difference").effects(table)) == [0.0, 1.0, 3.0]


def test_pairs_without_the_outcome_are_left_out():
    table = runs("entries", [1.0, math.nan], [2.0, 5.0])
    assert response("difference").effects(table).tolist() == [1.0]


def test_a_log_change_is_that_of_the_mean_and_bears_nothing_at_all():
    effects = response("log change").effects(runs("entries", [0, 2, 4], [0, 4, 8]))
    assert effects.mean() == pytest.approx(math.log(2.0))
    assert effects.std() == pytest.approx(0.0, abs=1e-12)  # twice as many in every pair


def test_a_difference_of_log_odds_is_that_of_the_mean_share():
    effects = response("log odds").effects(runs("entries", [0.0, 0.88], [0.12, 1.0]))
    assert effects.mean() == pytest.approx(2 * math.log(0.56 / 0.44))


def test_log_odds_have_the_standard_error_of_the_delta_method():
    rng = np.random.default_rng(1)
    before, after = rng.binomial(50, 0.3, 400) / 50, rng.binomial(50, 0.5, 400) / 50
    effects = response("log odds").effects(runs("entries", before, after))
    exact = math.sqrt(1 / (50 * 0.3 * 0.7) + 1 / (50 * 0.5 * 0.5))
    assert effects.std() == pytest.approx(exact, rel=0.1)


def test_a_second_pair_is_taken_off():
    played = response("difference", against={"guaranteed": (False, True)})
    points = played.points()
    assert len(points) == 4
    values = {(False, 1.0): 1.0, (False, 4.0): 4.0, (True, 1.0): 1.0, (True, 4.0): 2.0}
    table = points.assign(replication_id=0)
    table["entries"] = [values[g, p] for g, p in zip(table.guaranteed, table.prize, strict=True)]
    assert played.effects(table).tolist() == [2.0]
    assert "guaranteed False, less the same with True" in played.changed


# ---------------------------------------------------------------------- playing


def contests(name="prizes draw", change=(200.0, 800.0)):
    fixed = {"calendar.duration": 12.0, "population.size": 400}
    played = Response("topcoder", {PRIZE: change}, "entries", "elasticity", fixed)
    return Effect(name, "D2", "R", Direction(1), played)


def test_effects_are_told_with_their_intervals():
    table = respond(6, effects=(contests(),), workers=1, progress=False)
    (row,) = table.to_dict("records")
    assert row["low"] <= row["predicted"] <= row["high"]
    assert row["verdict"] in (RIGHT, WRONG, CLOSE)
    assert row["pairs"] == 6


def test_what_is_read_from_the_same_runs_is_played_once(monkeypatch):
    from cocreation_sim.validation import responses

    played = []
    real = responses.sweep
    monkeypatch.setattr(responses, "sweep", lambda *a, **k: played.append(1) or real(*a, **k))
    effects = [contests("a"), contests("b"), contests("c", (200.0, 400.0))]
    found = measured(effects, 2, workers=1, progress=False)
    assert len(played) == 2
    assert found["a"].tolist() == found["b"].tolist()


def test_a_figure_of_this_table_only_is_no_outcome_afterwards():
    from cocreation_sim.validation.by_rule import FREE_CHOICE

    effect = Effect("free", "D9", "R", significant(-0.5),
                    Reading("workshop", FREE_CHOICE, "by rule", "log odds"))  # fmt: skip
    found = measured([effect], 2, workers=1, progress=False)
    assert found["free"].std() == 0.0 > found["free"].mean()
    assert FREE_CHOICE.name not in DESCRIPTIONS


def test_changes_of_the_psychology_reach_what_is_computed_by_rule():
    (effect,) = [e for e in EFFECTS if e.name == "free choice after pay for engaging"]
    gone = {"behaviour.motive.crowding_after": 0.0}
    found = measured([effect], 2, changes=gone, workers=1, progress=False)
    assert (found[effect.name] == 0.0).all()


# ---------------------------------------------------------------------- totals


def row(source, published, effects, name="e"):
    return Effect(name, source, "R", published).row(None if effects is None else np.array(effects))


UP, SIZE = [0.1, 0.11, 0.12], Size(0.1, 0.0, 0.2)
TABLE = pd.DataFrame(
    [
        row("C2", Direction(1), UP, "holds"),
        row("C7", Direction(-1), UP, "repels"),
        row("C7", Direction(1), [-1.0, 1.0, 0.1], "unclear"),
        row("C8: logos", Direction(-1), UP, "apart"),
        row("C9", Direction(1), None, "tone"),
        row("D1", SIZE, UP, "inside"),
        row("D1", Size(0.9, 0.8, 1.0), UP, "outside"),
    ]
)


def test_totals_leave_out_what_is_apart_or_not_played():
    found = tally(TABLE)
    assert (found.right, found.directions, found.inside, found.sizes) == (1, 3, 1, 2)
    assert TABLE[is_apart(TABLE)]["effect"].tolist() == ["apart"]


def test_misses_are_sizes_outside_and_wrong_directions():
    assert missed(TABLE)["effect"].tolist() == ["repels", "apart", "outside"]
    assert TABLE["verdict"].tolist()[4:] == [NOT_EXPRESSIBLE, INSIDE, MISS]


def test_sentences_tell_all_of_it():
    directions, sizes, apart, left = effect_sentences(TABLE)
    assert directions.startswith("1 of 3 published directions")
    assert directions.endswith("; wrong: repels; too close to tell: unclear.")
    assert sizes.startswith("1 of 2 published sizes")
    assert sizes.endswith("; missed: outside.")
    assert apart == "Told apart (C8, against law 4): apart: wrong."
    assert left.startswith("1 published effect")
