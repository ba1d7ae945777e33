"""Goals and limits: what their names mean, and how wrong ones are refused."""

from __future__ import annotations

import pytest

from cocreation_sim import InputError
from cocreation_sim.outcomes import find
from cocreation_sim.recommending.goals import (
    Figure,
    Goal,
    Limit,
    budget_limit,
    check_together,
    goal,
    limit,
    outcomes,
    value_in,
)


@pytest.mark.parametrize("name", outcomes())
def test_which_way_is_better_stands_with_the_outcome(name):
    if way := {1: "more", -1: "less"}.get(find(name).direction):
        assert goal(name) == Goal(Figure(name), way)
    else:
        with pytest.raises(InputError, match=f"{name}:more or {name}:less"):
            goal(name)


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


@pytest.mark.parametrize(
    "text",
    [
        "cost<=20000",
        "risk<=0.2",
        "loyalty>=0.5",
        "cost:q90<=1e4",
        "cost<=now",
        "loyalty:q10>=now",
    ],
)
def test_limits_by_name(text):
    assert limit(str(limit(text))) == limit(text)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("risk<=5%", 0.05),
        ("risk <= 2.5 %", 0.025),
        ("cost<=3k", 3000.0),
        ("cost<=12,500", 12_500.0),
        ("cost<=1_000", 1000.0),
        ("return>=-5%", -0.05),
    ],
)
def test_numbers_are_read_as_people_write_them(text, bound):
    assert limit(text).bound == bound


@pytest.mark.parametrize("text", ["cost<=1,2", "cost<=5 thousand", "cost<=3kk", "risk<=5%%"])
def test_numbers_that_may_be_misread_are_refused(text):
    with pytest.raises(InputError, match=r"is no limit; allowed is NAME<=NUMBER"):
        limit(text)


@pytest.mark.parametrize("text", ["risk<=5", "loyalty>=-1", "health<=1.01"])
def test_a_share_beyond_all_shares_is_refused(text):
    with pytest.raises(InputError, match=r"is always kept: .* lies between 0 and 1; for .* write"):
        check_together((goal("risk"),), (limit(text),))


def test_what_is_now_is_checked_against_no_number():
    assert limit("cost<=NOW") == limit("cost <= now")
    check_together((goal("risk"),), tuple(map(limit, ["cost<=now", "cost>=2", "risk>=now"])))


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
        ("interesting:more:bad:bad", "allowed are :more, :less, :bad"),
        ("nope", "goal 'nope': 'nope' is no outcome; allowed are interesting, risk, "),
        ("nope", "cocreation_sim.outcomes.DESCRIPTIONS"),
    ],
)
def test_wrong_goals_are_refused(text, says):
    with pytest.raises(InputError) as error:
        goal(text)
    assert says in str(error.value)


@pytest.mark.parametrize("text", ["cost", "cost<5", "cost<=", "cost<=then", "cost<=nan", "<=5", ""])
def test_wrong_limits_are_refused(text):
    with pytest.raises(InputError, match=r"is no limit; allowed is NAME<=NUMBER|no outcome"):
        limit(text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("nope<=1", "limit 'nope<=1': 'nope' is no outcome; allowed are interesting, risk, "),
        ("cost:bad<=3", "'cost:bad' ends in ':bad'; allowed is a quantile such as :q90"),
    ],
)
def test_wrong_limits_say_what_is_allowed(text, says):
    with pytest.raises(InputError) as error:
        limit(text)
    assert says in str(error.value)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: Figure(None), "the outcome of a figure is None"),
        (lambda: Figure("cost", "x"), "the quantile of cost is 'x'"),
        (lambda: Figure("cost", 1.0), "the quantile of cost is 1"),
        (lambda: Goal("interesting", "more"), "the figure is 'interesting'; allowed is a Figure"),
        (lambda: Goal(Figure("interesting"), "sideways"), "the way is 'sideways'"),
        (lambda: Limit("cost", 1.0), "the figure is 'cost'; allowed is a Figure"),
        (lambda: Limit(Figure("cost"), "x"), "the bound is 'x'"),
        (lambda: Limit(Figure("cost"), float("nan")), "the bound is nan"),
        (lambda: Limit(Figure("cost"), 10**400), "the bound is 1000"),
        (lambda: goal(Goal(Figure("nope"), "less")), "'nope' is no outcome"),
        (lambda: goal(Goal(Figure("failed_because"), "less")), "is no figure of every run"),
        (lambda: limit(Limit(Figure("nope"), 1.0)), "'nope' is no outcome"),
        (lambda: limit(Limit(Figure("failed_because"), 1.0)), "is no figure of every run"),
        (lambda: goal(Goal(Figure("gain"), "less"), ["loss"]), "'gain' is no outcome; allowed"),
    ],
)
def test_what_is_made_by_hand_is_checked_as_well(make, says):
    with pytest.raises(InputError) as error:
        make()
    assert says in str(error.value)


def test_what_is_made_by_hand_may_say_risk():
    assert goal(Goal(Figure("risk"), "less")) == goal("risk")
    assert limit(Limit(Figure("risk"), 0.2)) == limit("risk<=0.2")


@pytest.mark.parametrize("budget", [0, -1, float("inf"), 10**400, True, "much"])
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
        (["risk"], ["risk<=-0.1"], "the limit risk<=-0.1 .*: failure risk lies between 0 and 1"),
        (["risk"], ["loyalty>=1.5"], "between 0 and 1"),
        (["risk"], ["cost<=-5"], "cost is never below 0"),
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
