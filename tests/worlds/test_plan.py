"""The plans: valid in every situation, and never dearer than the budget."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cocreation_sim as cs
from cocreation_sim.scenario.typology import Cell
from cocreation_sim.worlds.plan import PLANS, scenario_for
from cocreation_sim.worlds.questions import questions
from cocreation_sim.worlds.situation import Situation
from tests.worlds.test_situation import ANSWERS, BUDGETS

CELLS = st.sampled_from(Cell)


@given(CELLS, BUDGETS, ANSWERS, st.floats(0, 1))
def test_every_situation_gets_a_plan_within_its_budget(cell, budget, answers, share):
    situation = Situation.of(budget, answers)
    shares = {question.name: share for question in questions()}
    for scenario in (scenario_for(cell, situation), scenario_for(cell, situation, shares)):
        campaign = scenario.campaign
        spent = campaign.reward.prize * campaign.selection.winners
        spent += campaign.outreach.launch_spend + campaign.access.cost
        assert spent <= budget
        assert campaign.cell is cell


@pytest.mark.parametrize("plan", PLANS.values())
def test_the_shares_of_the_budget_leave_a_reserve(plan):
    assert 0.05 <= plan.reserve < 0.5


def test_answers_reach_the_scenario():
    answers = {"time": "half", "wanted": "five", "secrecy": "strict", "crowd": "thousands"}
    answers |= {"control": "yes", "terms": "clear", "bond": "fans"}
    situation = Situation.of(1000, answers)
    submitting = scenario_for(Cell.SUBMITTING, situation)
    assert submitting.calendar.duration == submitting.campaign.limits.window == 26
    assert submitting.campaign.selection.winners == 5
    assert not submitting.campaign.selection.public
    assert submitting.campaign.terms.fairness == 0.6
    assert submitting.population.represents == 1
    assert {s.aware for s in submitting.population.segments.values()} == {0.2}
    assert submitting.campaign.crowd_weight == 0
    assert scenario_for(Cell.CO_DESIGNING, situation).campaign.crowd_weight == 1


def test_a_plan_is_a_scenario_file(tmp_path):
    scenario = scenario_for(Cell.COLLABORATING, Situation.of(1234.56, {}))
    assert cs.load(scenario.save(tmp_path / "mine.toml")) == scenario
    assert scenario.campaign.limits.budget == 1234.56
