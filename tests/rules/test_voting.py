"""What is looked at and what is supported: popularity, freshness, herding."""

import itertools
import math
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit

from cocreation_sim import randomness as rn
from cocreation_sim.mesa_model.board import Board
from cocreation_sim.mesa_model.idea import Idea
from cocreation_sim.rulebook import rulebook
from cocreation_sim.rules import attention, voting
from cocreation_sim.scenario.behaviour import Voting
from tests.strategies import group

VOTES = st.integers(0, 100_000)
Z = st.floats(-4, 4)
SHOWN = st.floats(0, 1)


@given(VOTES, Z, SHOWN, SHOWN, group(Voting))
def test_votes_and_appeal_draw_looks(votes, appeal, shown, spotlight, p):
    drawn = np.exp(p.attraction * spotlight * appeal)
    expected = (1 + votes) ** (p.popularity * shown) * drawn
    assert voting.popularity(votes, appeal, shown, spotlight, p) == pytest.approx(expected)


@given(Z, VOTES, SHOWN, group(Voting))
def test_support_grows_with_each_doubling_of_the_votes_up_to_a_bound(appeal, votes, shown, p):
    seen = shown * np.log2(1 + min(votes, p.herding_votes))
    expected = expit(p.support + p.appeal * appeal + p.herding * seen)
    assert voting.support_probability(appeal, votes, shown, p) == pytest.approx(expected)


@given(VOTES, Z, group(Voting))
def test_votes_that_are_hidden_sway_nobody(votes, appeal, p):
    hidden = voting.popularity(votes, appeal, 0.0, 1.0, p)
    assert hidden == voting.popularity(0, appeal, 1.0, 1.0, p)
    hidden = voting.support_probability(appeal, votes, 0.0, p)
    assert hidden == voting.support_probability(appeal, 0, 1.0, p)


def test_one_vote_more_raises_support_by_a_third_where_it_is_rare():
    none, one = (voting.support_probability(0.0, votes, 1.0, Voting()) for votes in (0, 1))
    assert one / none == pytest.approx(1.32, abs=0.05)


@given(st.floats(0, 1e5), st.floats(0, 1), st.floats(0, 1), st.floats(1, 9), st.floats(0, 9))
def test_the_public_supports_what_it_sees_and_friends_come_along(views, share, p, louder, friends):
    expected = views * share * p * louder + friends
    got = voting.audience_supporters(views, share, p, louder, friends)
    assert got == pytest.approx(expected)


@given(st.floats(0, 50), st.floats(0, 20), st.floats(0.01, 9))
def test_a_rally_grows_towards_the_deadline(left, strength, early):
    assert voting.rally(0.0, strength, early) == pytest.approx(1 + strength)
    assert voting.rally(left, strength, early) == pytest.approx(
        1 + strength * np.exp(-left / early)
    )


@given(st.lists(st.floats(0, 50), min_size=2, max_size=9).map(sorted), st.floats(0.01, 9))
def test_friends_come_once(times, mean_time):
    parts = sum(voting.push_between(a, b, 10.0, mean_time) for a, b in itertools.pairwise(times))
    whole = voting.push_between(times[0], times[-1], 10.0, mean_time)
    assert parts == pytest.approx(whole, abs=1e-9)
    assert voting.push_between(0.0, 1e6, 10.0, mean_time) == pytest.approx(10)


def idea_of(serial: int, born: float, votes: int = 0, appeal: float = 0.0) -> Idea:
    return Idea(
        key=rn.child(rn.run_node(5), serial), author=None, born=born, round=0, contribution=1,
        parent=None, quality=0.0, appeal=appeal, fit=0.0, pieces=1, quit_draw=0.5,
        quit_log_odds=0.0, serial=serial, votes=votes,
    )  # fmt: skip


def board_of(
    ages: list[float], votes: list[int], now: float, p: Voting, appeal: float = 0.0, depth: int = 10
) -> Board:
    """A board with ideas of given ages and votes, each somewhat more appealing than the last."""
    firm = SimpleNamespace(numbers=SimpleNamespace(votes_shown=1.0, spotlight=1.0))
    board = Board(firm, p, rulebook(), depth)
    for serial, (age, count) in enumerate(zip(ages, votes, strict=True)):
        board.add(idea_of(serial, now - age, count, appeal * serial))
    return board


@pytest.mark.parametrize("depth", [2, 10, 14])  # where it is 2, ideas share leaves
def test_looks_fall_on_ideas_by_popularity_and_freshness(depth):
    p, now = Voting(), 20.0
    ages, votes = [0.1, 2.0, 5.0, 20.0, 20.0], [0, 3, 0, 40, 1]
    board = board_of(ages, votes, now, p, appeal=0.3, depth=depth)
    scale = board.fading_scale(now)
    nodes = rn.child(rn.words([rn.run_node(6)]), rn.words(range(20_000)))
    looks = board.seen(nodes, rn.words([rn.BALLOT]), scale)
    shares = np.bincount([idea.serial for idea in looks], minlength=5) / len(looks)
    weights = np.array(
        [
            (1 + v) ** p.popularity * np.exp(p.attraction * 0.3 * i)
            * (p.archive + np.exp(-age / p.recency))
            for i, (age, v) in enumerate(zip(ages, votes, strict=True))
        ]
    )  # fmt: skip
    expected = weights / weights.sum()
    assert np.all(np.abs(shares - expected) < 4 * np.sqrt(expected / len(looks)))
    exposures = board.exposures(scale)
    assert exposures.tolist() == pytest.approx(list(weights))
    assert board.total(scale) == pytest.approx(weights.sum())


def test_one_idea_more_moves_few_looks():
    p, now = Voting(), 1.0
    few, more = (board_of([0.5] * n, [0] * n, now, p) for n in (200, 201))
    nodes = rn.child(rn.words([rn.run_node(7)]), rn.words(range(4_000)))
    looks = rn.words([rn.BALLOT])
    before, after = (b.seen(nodes, looks, b.fading_scale(now)) for b in (few, more))
    moved = np.mean([i.serial != j.serial for i, j in zip(before, after, strict=True)])
    assert 0 < moved < 15 / 200  # a cut through a list would move half of them


def serials_seen(board: Board) -> set[int]:
    nodes, looks = rn.child(rn.words([3]), rn.words(range(200))), rn.words([rn.BALLOT])
    return {idea.serial for idea in board.seen(nodes, looks, board.fading_scale(1.0))}


def test_ideas_taken_off_are_never_seen_and_an_empty_board_shows_nothing():
    board = board_of([0.5, 0.5, 0.5], [0, 9, 0], 1.0, Voting())
    assert serials_seen(board) == {0, 1, 2}
    board.remove(board.ideas[1])
    assert serials_seen(board) == {0, 2}
    for serial in (0, 2):
        board.remove(board.ideas[serial])
    assert serials_seen(board) == set()
    board.add(idea_of(3, 0.5))
    assert serials_seen(board) == {3}


DOINGS = st.lists(
    st.tuples(st.sampled_from(["show", "take off", "vote", "look", "rebase"]), st.integers(0, 99)),
    max_size=40,
)


@settings(max_examples=60, deadline=None)
@given(DOINGS, st.sampled_from([2, 10]))
def test_trees_hold_what_the_ideas_weigh_whatever_happened(doings, depth):
    """To the last bit: sums are made in the order in which ideas were shown."""
    p = Voting(recency=0.01)
    board, time = board_of([], [], 0.0, p, depth=depth), 0.0
    for serial, (doing, which) in enumerate(doings):
        time += 0.7
        ideas = [*board.ideas.values()]
        if doing == "show":
            board.add(idea_of(serial, time, which, which / 50 - 1))
        elif doing == "look":
            board.renew()
        elif doing == "rebase":
            board.rebase(time)
        elif ideas and doing == "vote":
            ideas[which % len(ideas)].votes += which
            board.weigh([ideas[which % len(ideas)]])
        elif ideas:
            board.remove(ideas[which % len(ideas)])
    board.renew()
    expected = np.zeros((2, 2 << depth))
    for idea in board.ideas.values():
        weight = voting.popularity(idea.votes, idea.appeal, 1.0, 1.0, p)
        freshness = math.exp((idea.born - board.reference) / p.recency)
        expected[:, attention.leaf_of(idea.key, depth)] += weight, weight * freshness
    for at in range((1 << depth) - 1, 0, -1):
        expected[:, at] = expected[:, 2 * at] + expected[:, 2 * at + 1]
    assert np.array_equal(board.trees, expected)


def test_moving_the_reference_time_moves_no_exposure():
    p = Voting(recency=0.01)
    board = board_of([0.005, 0.02, 0.5], [0, 1, 2], 3.1, p)
    before = board.exposures(board.fading_scale(3.1)).tolist()
    board.rebase(3.1)
    after = board.exposures(board.fading_scale(3.1)).tolist()
    assert board.reference == 3.1
    assert after == pytest.approx(before)


@given(st.floats(0, 500), st.floats(0, 500), SHOWN, group(Voting))
def test_freshness_and_fading_are_one_exponential(born, reference, spotlight, p):
    life = p.recency
    if abs(born - reference) < 300 * life:
        fresh = voting.freshness(born, reference, spotlight, p)
        assert fresh == pytest.approx(np.exp(spotlight * (born - reference) / life))
        assert voting.faded_since(born, reference, spotlight, p) * fresh == pytest.approx(1)


@given(VOTES, Z, st.floats(0, 500), st.floats(0, 500), group(Voting))
def test_without_a_spotlight_all_ideas_draw_looks_alike(votes, appeal, born, reference, p):
    assert voting.popularity(votes, appeal, 0.0, 0.0, p) == 1.0
    assert voting.freshness(born, reference, 0.0, p) == 1.0


@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_support_of_voters_who_are_stricter_is_a_logit(odds, strictness):
    got = voting.support_of_limited(odds, strictness)
    assert got == pytest.approx(odds * strictness / (1 + odds * strictness))
    assert 0.0 <= got <= 1.0
    assert voting.votes_spent(odds, strictness) == int(got * 2**40)


@given(st.floats(0, 10), st.floats(0.1, 100), st.integers(1, 50), st.floats(0, 1))
def test_odds_of_a_vote_are_attention_against_the_mean_times_liking(exposure, total, ideas, liking):
    expected = exposure * ideas / total * liking / max(1 - liking, 1e-12)
    got = voting.limited_odds(exposure, total, ideas, liking)
    assert got == pytest.approx(expected)
    assert voting.limited_odds(exposure, 0.0, ideas, liking) == 0.0


@given(st.integers(1, 20), st.integers(1, 20))
def test_votes_are_spent_but_none_twice_on_an_idea(each, ideas):
    assert voting.votes_to_spend(each, ideas) == min(each, ideas) * 2**40


@given(st.integers(0, 50), st.integers(1, 9), st.integers(0, 5), st.integers(1, 4))
def test_votes_run_out_and_unused_ones_are_kept(given_, each, number, people):
    left = each * people * (number + 1) - given_
    assert voting.may_vote(given_, each, number, people) == (left > 0)
    assert voting.may_vote(given_, 0, number, people)


@given(st.floats(0, 5), st.floats(0, 5), st.floats(0, 1), group(Voting))
def test_what_lasts_and_what_fades_add_up(lasting, fading, faded, p):
    got = voting.exposure(lasting, fading, faded, p)
    assert got == pytest.approx(p.archive * lasting + faded * fading)


def test_the_reference_time_moves_before_exponentials_overflow():
    p = Voting(recency=2.0)
    assert not voting.outgrows(610.0, 10.0, p)
    assert voting.outgrows(610.5, 10.0, p)
    assert math.isfinite(voting.freshness(610.0, 10.0, 1.0, p) * 1e100)


@given(st.floats(0, 1000), st.floats(0, 3), Z)
def test_friends_are_log_normal(median, sd, z):
    assert voting.friends(median, sd, z) == pytest.approx(median * np.exp(sd * z))


@given(st.floats(0, 100), st.floats(0.02, 60))
def test_friends_come_for_ten_mean_times(age, mean_time):
    assert voting.push_lasts(age, mean_time) == (age < 10 * mean_time)
    assert voting.push_lasts(9.99 * mean_time, mean_time)
    assert not voting.push_lasts(10.0 * mean_time, mean_time)
    left_out = voting.push_between(10 * mean_time, np.inf, 1.0, mean_time)
    assert left_out < 1 / 20_000


def test_what_everybody_likes_has_odds_that_are_large_but_finite():
    assert voting.limited_odds(1.0, 2.0, 2, 1.0) == pytest.approx(1e12)


def test_halvings_find_how_strict_voters_are_to_the_last_bits():
    width = voting.MILDEST - voting.STRICTEST
    assert 0.0 < width / 2**voting.HALVINGS < 1e-15
    assert voting.support_of_limited(1.0, np.exp(voting.STRICTEST)) < 1e-20
    assert voting.support_of_limited(1e-9, np.exp(voting.MILDEST)) > 1.0 - 1e-9
