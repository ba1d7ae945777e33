"""Goals and limits: what their names mean, and how wrong ones are refused."""

from __future__ import annotations

import pytest

from cocreation_sim import InputError
from cocreation_sim.analysis.optimising.goals import (
    ALIASES,
    LESS,
    MORE,
    OWN,
    Figure,
    Goal,
    budget_limit,
    check_together,
    goal,
    limit,
    outcomes,
    value_in,
)
from cocreation_sim.outcomes import DESCRIPTIONS


def test_every_outcome_named_here_exists():
    assert {*LESS, *MORE} <= {*DESCRIPTIONS, *OWN}
    assert not {*LESS} & {*MORE}
    assert set(ALIASES.values()) <= set(DESCRIPTIONS)


@pytest.mark.parametrize("name", outcomes())
def test_every_outcome_can_be_large_or_small(name):
    assert goal(f"{name}:more") == Goal(Figure(name), "more")
    assert goal(f"{name}:less") == Goal(Figure(name), "less")


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("interesting", Goal(Figure("interesting"), "more")),
        ("risk", Goal(Figure("failed"), "less")),
        ("cost", Goal(Figure("cost"), "less")),
        ("spent_prizes", Goal(Figure("spent_prizes"), "less")),
        ("interesting:bad", Goal(Figure("interesting", 0.1), "more")),
        ("cost:bad", Goal(Figure("cost", 0.9), "less")),
        ("cost:q75", Goal(Figure("cost", 0.75), "less")),
        ("votes_gini:less:q25", Goal(Figure("votes_gini", 0.25), "less")),
    ],
)
def test_goals_by_name(text, made):
    assert goal(text) == made
    assert goal(str(made).split()[1] + ":" + str(made).split()[0]) == made


@pytest.mark.parametrize("text", ["cost<=20000", "risk<=0.2", "loyalty>=0.5", "cost:q90<=1e4"])
def test_limits_by_name(text):
    assert limit(str(limit(text))) == limit(text)


def test_a_limit_names_its_side():
    assert limit("risk <= 0.2").most
    assert not limit("loyalty>=0.5").most


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("intresting", "did you mean 'interesting'?"),
        ("failed_because", "no figure of every run"),
        ("votes_gini", "votes_gini:more or votes_gini:less"),
        ("cost:more:less", "cost:more or cost:less"),
        ("risk:q90", "a risk has no quantile"),
        ("cost:q100", "allowed are :more, :less, :bad"),
        ("cost:soon", "allowed are :more, :less, :bad"),
    ],
)
def test_wrong_goals_are_refused(text, says):
    with pytest.raises(InputError) as error:
        goal(text)
    assert says in str(error.value)


@pytest.mark.parametrize("text", ["cost", "cost<5", "cost<=", "cost<=much", "cost<=nan", "<=5", ""])
def test_wrong_limits_are_refused(text):
    with pytest.raises(InputError, match=r"NAME<=NUMBER|no outcome"):
        limit(text)


@pytest.mark.parametrize("budget", [0, -1, float("inf"), True, "much"])
def test_wrong_budgets_are_refused(budget):
    with pytest.raises(InputError, match="above 0"):
        budget_limit(budget)


@pytest.mark.parametrize(
    ("goals", "limits", "says"),
    [
        ([], [], "there is no goal"),
        (["risk", "failed"], [], "given twice"),
        (["risk"], ["cost<=1", "cost>=2"], "leave no room"),
        (["risk"], ["risk<=-0.1"], "can never be kept"),
        (["risk"], ["loyalty>=1.5"], "between 0 and 1"),
    ],
)
def test_what_cannot_go_together_is_refused(goals, limits, says):
    with pytest.raises(InputError, match=says):
        check_together(tuple(map(goal, goals)), tuple(map(limit, limits)))


def test_health_is_the_share_of_those_who_know_the_campaign():
    assert value_in({"engaged": 30, "aware": 40}, "health") == 0.75
    assert value_in({"engaged": 0, "aware": 0}, "health") != value_in(
        {"engaged": 0, "aware": 1}, "health"
    )
