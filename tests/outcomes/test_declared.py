"""The declared outcomes: whole, in order, and true of every preset."""

from __future__ import annotations

import math

import numpy as np
import pytest

from cocreation_sim import presets
from cocreation_sim.outcomes import declared, find
from cocreation_sim.outcomes.failure import FAILED
from cocreation_sim.validation.published import ALWAYS
from tests.test_presets import small_run

GROUPS = [
    "Volume",
    "Quality",
    "What comes of it",
    "Money",
    "Reading and answering",
    "Community",
    "Failure",
]


def test_groups_come_in_order():
    assert list(dict.fromkeys(each.group for each in declared())) == GROUPS


def test_words_say_something_else_of_each():
    for attribute in ("name", "words", "label"):
        told = [getattr(each, attribute) for each in declared()]
        assert len(set(told)) == len(told), attribute


@pytest.mark.parametrize("name", presets())
def test_values_are_within_their_bounds(name):
    for row in small_run(name)._outcomes:
        for each in declared():
            value = row[each.name]
            if each.kind == "text":
                assert isinstance(value, str), each.name
                continue
            assert isinstance(value, bool if each.kind == "flag" else (int, float)), each.name
            lowest, highest = each.limits
            assert math.isnan(value) or lowest <= value <= highest, each.name


def test_composed_ones_have_no_column_of_their_own():
    composed = set(declared(composed=True)) - set(declared())
    assert [each.name for each in composed] == ["health"]
    assert "health" not in small_run("workshop").outcome
    row = small_run("workshop").outcome
    assert find("health").of(row) == row["engaged"] / row["aware"]


def test_failure_has_a_name_for_a_run_and_one_for_many():
    failed = find(FAILED)
    assert (failed.name, failed.key, failed.label) == ("failed", "failure_risk", "failure risk")
    assert failed.unit_over_runs == "share"
    assert not np.isfinite(find("return").limits).any()
    assert find("contributors_share").limits == (0.0, math.inf)


@pytest.mark.parametrize("name", ALWAYS)
def test_what_cases_are_held_against_is_declared(name):
    assert find(name) is not None
