"""How much a campaign gets, and until when."""

from __future__ import annotations

import math

import pytest

from cocreation_sim import simulate
from tests.scenarios import idea_box, one_firm


@pytest.mark.parametrize("unit", ["week", "day"])
def test_after_the_last_idea_a_campaign_is_silent(unit):
    run = simulate(idea_box({"calendar.unit": unit}), 1)
    last = run.outcome.last_idea
    assert last == run.ideas.born.max()
    quiet = run.timeline[run.timeline.time - run.scenario.calendar.period >= last]
    assert quiet.ideas.sum() == 0
    assert run.timeline[run.timeline.time <= last].ideas.sum() < run.outcome.submissions


def test_where_no_idea_ever_came_there_is_no_last_one():
    assert math.isnan(simulate(one_firm({"segments.aware": 0.0}), 1).outcome.last_idea)
