"""Whether people accept what comes of a campaign."""

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreation_sim.rules import acceptance
from cocreation_sim.scenario.behaviour import Acceptance
from tests.strategies import group

SHARE = st.floats(0, 1)
YES = st.booleans()


@given(SHARE, YES, YES, YES, SHARE, group(Acceptance))
def test_whatever_speaks_for_it_multiplies_the_odds(trust, took_part, chosen, pleased, crowd, p):
    odds = math.exp(p.base) * math.exp(p.trust) ** trust / math.exp(p.trust / 2)
    if took_part:
        odds *= math.exp(p.took_part)
    if chosen:
        odds *= math.exp(p.chosen)
    if pleased:
        odds *= math.exp(p.pleased) ** crowd
    found = acceptance.log_odds(trust, took_part, chosen, pleased, crowd, p)
    assert found == pytest.approx(math.log(odds), abs=1e-9)


@given(SHARE, SHARE, YES, YES, YES, SHARE, group(Acceptance))
def test_more_trust_never_lowers_it(one, other, took_part, chosen, pleased, crowd, p):
    less, more = sorted((one, other))
    low, high = (
        acceptance.log_odds(trust, took_part, chosen, pleased, crowd, p) for trust in (less, more)
    )
    assert low <= high


@given(SHARE, SHARE, group(Acceptance))
def test_taking_part_being_chosen_and_being_pleased_never_lower_it(trust, crowd, p):
    found = {
        said: acceptance.log_odds(trust, *said, crowd, p)
        for said in product((False, True), repeat=3)
    }
    for less, more in product(found, repeat=2):
        if all(a <= b for a, b in zip(less, more, strict=True)):
            assert found[less] <= found[more]


@given(SHARE, YES, group(Acceptance))
def test_a_vote_that_counted_for_nothing_pleases_nobody(trust, chosen, p):
    moved, unmoved = (
        acceptance.log_odds(trust, True, chosen, pleased, 0.0, p) for pleased in (True, False)
    )
    assert moved == unmoved


@given(YES, YES, SHARE)
def test_by_default_each_of_them_counts(chosen, pleased, trust):
    p = Acceptance()
    assert min(p.trust, p.took_part, p.chosen, p.pleased) > 0
    told = acceptance.log_odds(trust, False, chosen, pleased, 1.0, p)
    assert told < acceptance.log_odds(trust, True, chosen, pleased, 1.0, p)


@given(st.lists(st.tuples(SHARE, YES, YES, YES), min_size=1), SHARE, group(Acceptance))
def test_columns_are_read_as_one_by_one(rows, crowd, p):
    trust, took_part, chosen, pleased = (np.array(column) for column in zip(*rows, strict=True))
    found = acceptance.log_odds(trust, took_part, chosen, pleased, crowd, p)
    assert found.tolist() == [acceptance.log_odds(*row, crowd, p) for row in rows]
