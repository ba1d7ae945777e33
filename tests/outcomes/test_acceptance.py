"""Who accepts what comes of a campaign, counted person by person."""

from __future__ import annotations

import math

import numpy as np
import pytest

from cocreation_sim import InputError, Run, load, simulate
from tests.scenarios import one_firm, studio

OURS = ["acceptance", "acceptance_took_part", "acceptance_others"]
LEVERS = ["base", "trust", "took_part", "chosen", "pleased"]


def chance(run: Run, person) -> float:
    """Probability that a person accepts, as the documents say it."""
    p, w = run.scenario.behaviour.acceptance, run.scenario.campaign.crowd_weight
    x = p.base + p.trust * (person.trust - 0.5)
    x += p.took_part if person.contributions or person.votes else 0.0
    x += p.chosen if person.selected else 0.0
    x += p.pleased * w if person.pleased else 0.0
    return 1 / (1 + math.exp(-x))


@pytest.mark.parametrize("represents", [1, 2])
@pytest.mark.parametrize("aware", [0.4, 1.0])
@pytest.mark.parametrize("crowd", [0.0, 0.7])
def test_counted_person_by_person(aware, represents, crowd):
    changes = {
        "segments.aware": aware,
        "population.represents": represents,
        "campaign.crowd_weight": crowd,
    }
    run = simulate(studio(changes), 3)
    people = list(run.customers[run.customers.state != "unaware"].itertuples())
    part = [chance(run, each) for each in people if each.contributions or each.votes]
    aside = [chance(run, each) for each in people if not (each.contributions or each.votes)]
    never_heard = run.scenario.population.simulated - len(people)
    aside += never_heard * [1 / (1 + math.exp(-run.scenario.behaviour.acceptance.base))]
    assert len(part) > 10
    assert any(each.selected for each in people)
    assert any(each.pleased for each in people)
    assert run.outcome.acceptance_took_part == pytest.approx(np.mean(part))
    assert run.outcome.acceptance_others == pytest.approx(np.mean(aside))
    assert run.outcome.acceptance == pytest.approx(np.mean(part + aside))


def test_where_nobody_hears_of_it_everybody_is_as_if_merely_told():
    run = simulate(one_firm({"segments.aware": 0.0, "behaviour.acceptance.base": 0.0}), 1)
    assert run.outcome.aware == 0
    assert run.outcome[OURS].tolist() == pytest.approx([0.5, math.nan, 0.5], nan_ok=True)


def test_where_everybody_takes_part_there_are_no_others():
    run = simulate("workshop")
    assert ((run.customers.contributions > 0) | (run.customers.votes > 0)).all()
    assert math.isnan(run.outcome.acceptance_others)
    assert run.outcome.acceptance == run.outcome.acceptance_took_part


def test_both_engines_tell_the_same():
    compiled, agents = (simulate("staff-change", 2, engine=e) for e in ("compiled", "mesa"))
    assert compiled.outcome[OURS].tolist() == agents.outcome[OURS].tolist()


@pytest.mark.parametrize("name", LEVERS)
def test_whatever_speaks_for_it_raises_it_and_changes_nothing_else(name):
    base = studio({"campaign.terms.fairness": 0.9})
    before = simulate(base, 1).outcome
    path = f"behaviour.acceptance.{name}"
    after = simulate(base.vary({path: getattr(base.behaviour.acceptance, name) + 1.0}), 1).outcome
    assert after.acceptance > before.acceptance
    assert after.acceptance_took_part > before.acceptance_took_part
    assert after.drop(OURS).equals(before.drop(OURS))


def test_a_rule_that_no_engine_plays_cannot_be_swapped_in_one():
    def always(trust, took_part, chosen, pleased, crowd_weight, p):
        return 9.0

    with pytest.raises(InputError, match=r"there is no rule 'acceptance\.log_odds'"):
        simulate("workshop", rules={"acceptance.log_odds": always})


def gain(changes, number=24) -> tuple[float, float]:
    """Mean rise of acceptance among staff over pairs of runs, and its standard error."""
    base = load("staff-change")
    rises = [
        simulate(base.vary(changes), 4, replication=r).outcome.acceptance
        - simulate(base, 4, replication=r).outcome.acceptance
        for r in range(number)
    ]
    return float(np.mean(rises)), float(np.std(rises, ddof=1) / math.sqrt(number))


@pytest.mark.parametrize(
    "changes",
    [
        {"segments.aware": 1.0},
        {"campaign.crowd_weight": 1.0},
        {"campaign.dialogue.answered": 1.0, "campaign.dialogue.explained": 1.0},
        {"campaign.selection.winners": 20},
        {"campaign.terms.fairness": 0.8},
    ],
    ids=["more hear of it", "the crowd decides", "answers", "more is taken up", "fair terms"],
)
def test_staff_accept_more_where_they_are_asked_heard_and_followed(changes):
    mean, error = gain(changes)
    assert mean > 3 * error
