"""Single peels and pastes of a column."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreation_sim.statistics.peeling import Categories, Interval, Numbers, columns_of

ALPHA = st.floats(0.01, 0.49)
WHOLE = st.lists(st.integers(-9, 9), min_size=2, max_size=60)


def numbers(values, whole):
    column = Numbers("n", np.array(values, float), Interval(whole=whole))
    return column, np.arange(len(values))


@pytest.mark.parametrize("whole", [True, False])
@given(WHOLE, ALPHA)
def test_a_peel_takes_whole_values_off_one_end_and_always_some(whole, values, alpha):
    column, rows = numbers(values, whole)
    for limit, end in zip(column.peels(column.free, rows, alpha), (max, min), strict=True):
        held = column.holds(limit, rows)
        gone = set(column.values[~held])
        assert not gone & set(column.values[held])
        assert bool(gone) == (len(set(values)) > 1)
        assert held.any()
        assert not gone or end(values) in gone
        if whole:
            assert {limit.low, limit.high} - {-math.inf, math.inf} <= set(values)


@pytest.mark.parametrize("whole", [True, False])
@given(st.integers(20, 400), ALPHA)
def test_a_peel_without_ties_takes_about_its_share(whole, n, alpha):
    column, rows = numbers(range(0, 2 * n, 2), whole)
    for limit in column.peels(column.free, rows, alpha):
        assert np.sum(~column.holds(limit, rows)) == pytest.approx(alpha * n, abs=1)


@given(st.lists(st.integers(-4, 4), min_size=30, max_size=60), ALPHA, st.integers(-20, 20))
def test_a_shift_shifts_the_peels_and_pastes_of_whole_numbers(values, alpha, shift):
    column, rows = numbers(values, True)
    other, _ = numbers(np.add(values, shift), True)
    limit = Interval(-2, 3, True)
    moved = Interval(-2 + shift, 3 + shift, True)
    for found, expected in (
        (other.peels(other.free, rows, alpha), column.peels(column.free, rows, alpha)),
        (other.pastes(moved, rows, alpha), column.pastes(limit, rows, alpha)),
    ):
        assert [*found] == [(low + shift, high + shift, True) for low, high, _ in expected]


@pytest.mark.parametrize("whole", [True, False])
@given(WHOLE, ALPHA)
def test_a_paste_takes_the_nearest_values_first(whole, values, alpha):
    column, rows = numbers(values, whole)
    limit = Interval(-2, 3, whole)
    lower, upper = column.pastes(limit, rows, alpha)
    for wider, beyond, nearest in (
        (lower, column.values[column.values < -2], max),
        (upper, column.values[column.values > 3], min),
    ):
        held = column.holds(wider, rows)
        assert np.all(held >= column.holds(limit, rows))
        if len(beyond):
            assert nearest(beyond) in column.values[held]
            assert np.mean(held[np.isin(column.values, beyond)]) < 1 or math.isinf(sum(wider[:2]))
    assert lower.high == 3
    assert upper.low == -2


def test_a_paste_of_whole_numbers_takes_the_next_value_and_opens_the_side_at_the_end():
    column, rows = numbers(np.repeat(np.arange(10), 3), True)
    assert [*column.pastes(Interval(5, 7, True), rows, 0.05)] == [(4, 7, True), (5, 8, True)]
    assert [*column.pastes(Interval(1, 8, True), rows, 0.05)] == [
        (-math.inf, 8, True),
        (1, math.inf, True),
    ]


def test_categories_go_and_come_one_at_a_time():
    column = Categories("c", np.array([0, 1, 2, 1]), (0, 1, 2), ("a", "b", "c"))
    rows = np.arange(4)
    assert [*column.peels((0, 1, 2), rows, 0.1)] == [(1, 2), (0, 2), (0, 1)]
    assert [*column.peels((1,), rows, 0.1)] == []
    assert {*column.pastes((1,), rows, 0.1)} == {(0, 1), (1,), (1, 2)}
    assert column.holds((0, 2), rows).tolist() == [True, False, True, False]
    assert column.describe((0, 2)) == ("a", "c")


def test_columns_come_as_reals_wholes_and_categories():
    x = pd.DataFrame({"c": ["b", "a"], "yes": [True, False], "n": [1, 2], "r": [0.5, 1.5]})
    columns = columns_of(x)
    assert [column.name for column in columns] == ["r", "n", "c", "yes"]
    assert [column.free for column in columns[:2]] == [Interval(), Interval(whole=True)]
    assert columns[2].values.tolist() == [1, 0]
    assert columns[3].names == (False, True)
    assert type(columns[3].names[0]) is bool
