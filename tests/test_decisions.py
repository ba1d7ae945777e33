"""What engines do with decisions: selection, failure and stock are played as they are ruled.

The rules themselves are tested in `tests/rules`. Here runs by agents are held against what the
rules say of them, so that an engine that asks for the wrong thing is found out; that compiled runs
are equal is the matter of `tests/test_docking.py`, and at the end of this file.
"""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from cocreation_sim import simulate
from cocreation_sim.mesa_model import CoCreationModel, Firm
from cocreation_sim.rules import events as ev
from cocreation_sim.rules import failure, leaving, market, numbers
from tests.scenarios import commons, contest, idea_box, one_firm, rivals, studio, wishes

# ---------------------------------------------------------------------- failure


def test_overrun_by_money_alone():
    world = idea_box({"campaign.limits.watch": ("overrun",)})
    cost = simulate(world, 1, engine="mesa").outcome.cost
    for budget, fails in ((cost - 0.01, True), (cost, False)):
        run = simulate(world.vary({"campaign.limits.budget": budget}), 1, engine="mesa")
        assert run.outcome.failed == fails


def test_failure_is_dated_by_the_first_time_it_occurs():
    world = idea_box({"campaign.limits.watch": ("overrun",), "campaign.limits.queue": 1})
    run = simulate(world.vary({"campaign.review.capacity": 0.01}), 1, engine="mesa")
    waiting = run.timeline.set_index("time").waiting
    assert math.ceil(run.outcome.failed_at) <= waiting[waiting > 1].index[0]
    assert (waiting[waiting.index < run.outcome.failed_at] <= 1).all()


def test_a_cause_named_twice_is_watched_once():
    twice = one_firm({"campaign.limits.watch": ("starved", "starved")})
    assert numbers.watched(twice.campaign.limits.watch) == 1
    empty = twice.vary({"segments.intrinsic": 0.0, "segments.social": 0.0, "segments.money": 0.0})
    assert simulate(empty, 1).outcome.causes == "starved"


class Surveyed(Firm):
    """Keeps how it stood at the end of each sub-round."""

    def __init__(self, *args) -> None:
        super().__init__(*args)
        self.survey: list[failure.Standing] = []

    def standing(self, n, end):
        self.survey.append(super().standing(n, end))
        return self.survey[-1]


def surveyed(world):
    model = CoCreationModel(world, 1, firm_class=Surveyed)
    model.run()
    return model


@pytest.mark.parametrize("represents", [1, 5])
@pytest.mark.parametrize("world", [idea_box, studio, commons, wishes, contest])
def test_what_failure_is_held_against_is_what_the_run_tells(world, represents):
    size = world().population.size * represents
    changes = {"population.size": size, "population.represents": represents}
    scenario = world(changes)
    model = surveyed(scenario)
    firm, run = model.firms[0], simulate(scenario, 1)
    last, found, line = firm.survey[-1], run.outcome, run.timeline
    a_period = scenario.calendar.rounds_a_period
    assert [s.over for s in firm.survey] == [False] * (len(firm.survey) - 1) + [True]
    assert [s.sub_rounds for s in firm.survey] == list(range(1, len(firm.survey) + 1))
    assert last.ideas == found.submissions
    assert last.interesting == found.interesting
    assert last.selected == found.selected
    assert last.integrated == found.integrated
    assert last.read == found.read
    assert last.cost == pytest.approx(100 * found.cost)
    assert last.revenue == pytest.approx(100 * found.revenue)
    assert last.promised == line.promised.sum()
    assert last.worth_making == line.worth_making.sum()
    if last.integrated:
        assert last.mean_fit == pytest.approx(found.coherence)
    ends = firm.survey[a_period - 1 :: a_period]
    assert [s.ideas for s in ends] == line.ideas.cumsum().tolist()
    # the last news of a run is told to people after stock was taken
    assert [s.engaged for s in ends[:-1]] == line.engaged.tolist()[:-1]
    assert [s.burned_out for s in ends[:-1]] == line.burned_out.tolist()[:-1]
    assert [s.answered for s in ends[:-1]] == line.answered.cumsum().tolist()[:-1]
    assert [s.waiting for s in ends] == line.waiting.tolist()
    there = (line.engaged + line.paused + line.burned_out).tolist()
    assert [s.present for s in ends[:-1]] == there[:-1]
    window = numbers.window(scenario.campaign, scenario)
    ideas = [0] * window + [s.ideas for s in firm.survey]
    assert {s.window for s in firm.survey} == {window}
    recent = [b - a for a, b in zip(ideas, ideas[window:], strict=False)]
    assert [s.recent for s in firm.survey[window - 1 :]] == recent[window - 1 :]


@pytest.mark.parametrize("world", [idea_box, studio, contest])
def test_the_peak_counts_those_who_wait(world):
    model = surveyed(world())
    survey = model.firms[0].survey
    present = [s.present for s in survey]
    assert [s.peak for s in survey] == list(itertools.accumulate(present, max))
    assert any(s.present > s.engaged + s.burned_out for s in survey)


def compiled_is_told(s, limits):
    """Fail once one of the figures of how it stands has reached a number, both coded in a limit."""
    which = limits.contributions // 100_000
    figures = (
        s.sub_rounds, s.window, s.ideas, s.recent, s.interesting, s.worth_making, s.promised,
        s.selected, s.integrated, s.waiting, s.read, s.answered, s.engaged, s.burned_out,
        s.present, s.peak, s.cost, s.revenue, int(1000.0 * s.mean_fit), int(s.over),
    )  # fmt: skip
    reached = figures[which] >= limits.contributions - 100_000 * which
    return 1 if reached else 0


def test_both_engines_hold_failure_against_the_same():
    rules = {"failure.occurred": compiled_is_told}
    world = commons(
        {
            "campaign.limits.watch": ("starved",),
            "population.size": 120,
            "population.represents": 2,
            "campaign.market.price": 5.0,
        }
    )
    times = {}
    for which, least in itertools.product(range(20), (1, 3, 20)):
        limit = {"campaign.limits.contributions": 100_000 * which + least}
        one, other = (
            simulate(world.vary(limit), 1, engine=engine, rules=rules).outcome
            for engine in ("compiled", "mesa")
        )
        np.testing.assert_equal(one.failed_at, other.failed_at, err_msg=str((which, least)))
        times[which, least] = one.failed_at
    assert len({time for time in times.values() if not math.isnan(time)}) > 15


# ---------------------------------------------------------------------- selection


def played(world, seed=1):
    return CoCreationModel(world, seed).run()


HALF = {"campaign.crowd_weight": 0.5, "campaign.selection.judgement_noise": 2.0}


def overruled(model):
    return [idea for firm in model.firms for idea in firm.ideas if idea.overruled]


def test_authors_of_overruled_favourites_leave_if_it_angers_them():
    left = {}
    for anger in (0.0, 3.0):
        model = played(studio(HALF | {"behaviour.leaving.overruled": anger}))
        ideas = [i for i in overruled(model) if i.fate_at != model.sub_round_end]
        angry = [i for i in ideas if i.quit_draw < leaving.logistic(i.quit_log_odds + anger)]
        states = [idea.author.by_firm[0].state for idea in angry]
        assert set(states) == {ev.DISENGAGED}
        left[anger] = len(angry)
    assert left[3.0] > left[0.0]


@pytest.mark.parametrize(("crowd", "some"), [(1.0, False), (0.5, True), (0.0, True)])
def test_only_a_firm_with_a_say_overrules(crowd, some):
    noisy = {"campaign.crowd_weight": crowd, "campaign.selection.judgement_noise": 2.0}
    assert bool(overruled(played(studio(noisy)))) == some


def test_what_is_overruled_are_favourites_that_were_not_selected():
    model = played(studio(HALF))
    told = [i for i in overruled(model) if i.fate == ev.FATE_SELECTED and i.fate_at < i.born]
    assert not told
    assert all(idea.votes > 0 for idea in overruled(model))


@pytest.mark.parametrize("crowd", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("guaranteed", [True, False])
def test_the_bar_holds_where_the_firm_decides_and_promises_nothing(guaranteed, crowd):
    world = studio(
        {
            "campaign.crowd_weight": crowd,
            "campaign.reward.guaranteed": guaranteed,
            "campaign.selection.bar": 6.0,
            "campaign.review.capacity": 1e6,
        }
    )
    selected = simulate(world, 1, engine="mesa").outcome.selected
    assert (selected > 0) == (guaranteed or crowd == 1.0)


def test_with_a_guarantee_all_that_is_interesting_is_worth_making():
    for guaranteed in (True, False):
        world = idea_box({"campaign.reward.guaranteed": guaranteed, "campaign.selection.bar": 2.0})
        line = simulate(world, 1, engine="mesa").timeline
        assert line.interesting.sum() > 0
        assert (line.worth_making.sum() == line.interesting.sum()) == guaranteed


def test_finalists_are_the_shortlist_and_the_winners_among_them():
    model = played(studio({"campaign.selection.announce": False}))
    ideas, rounds = model.firms[0].ideas, model.firms[0].numbers.rounds
    ends = {i.shortlisted_at for i in ideas if not math.isnan(i.shortlisted_at)}
    assert len(ends) == rounds
    for idea in ideas:
        if idea.fate == ev.FATE_SELECTED:
            assert idea.shortlisted_at <= idea.fate_at


def test_silence_and_announcement_of_those_passed_over():
    for announce in (True, False):
        model = played(studio({"campaign.selection.announce": announce}))
        fates = {idea.fate for idea in model.firms[0].ideas}
        assert (ev.FATE_REJECTED in fates) == announce


def test_a_contest_settles_every_entry_and_a_call_every_idea():
    model = played(contest())
    last = model.sub_rounds * model.sub_round_weeks
    assert {i.fate for i in model.firms[0].ideas} == {ev.FATE_SELECTED, ev.FATE_REJECTED}
    call = one_firm({"campaign.call.new_brief": True, "campaign.selection.round_length": 2.0})
    for idea in played(call).firms[0].ideas:
        assert idea.fate in (ev.FATE_SELECTED, ev.FATE_EXPIRED)
        assert idea.fate_at <= (idea.round + 1) * 2.0 + 1e-9
        assert idea.fate_at <= last


def test_who_is_shortlisted_has_the_votes_and_passed_in_time():
    model = played(wishes())
    needed = [votes for votes, _ in model.firms[0].milestones]
    steps = [within for _, within in model.firms[0].milestones]
    step = model.sub_round_weeks
    seen = 0
    for idea in model.firms[0].ideas:
        begin = math.floor(idea.born / step + 1e-9)
        for reached, within in zip(idea.milestones_at, steps, strict=False):
            assert reached / step <= begin + within + 1 + 1e-9
            begin = round(reached / step) - 1
            seen += 1
        passed = sum(idea.votes >= votes for votes in needed)
        assert idea.milestone <= passed
        if idea.fate == ev.FATE_EXPIRED:
            assert idea.milestone < len(needed)
        if idea.fate == ev.FATE_SELECTED:
            assert idea.milestone == len(needed)
    assert seen > 5


# ---------------------------------------------------------------------- stock


@pytest.mark.parametrize("represents", [1, 4])
def test_a_product_grows_by_the_improvement_of_real_people(represents):
    world = commons(
        {
            "population.size": 60 * represents,
            "population.represents": represents,
            "campaign.market.potential": 1e6,
        }
    )
    model = played(world)
    firm, step = model.firms[0], model.sub_round_weeks
    p, f = model.psychology.adoption, firm.numbers
    buyers = 0.0
    for n in range(model.sub_rounds):
        done = [i for i in firm.ideas if i.integrated_at <= (n + 1) * step]
        better = represents * sum(market.improvement(i.quality, i.fit) for i in done)
        buyers += market.product_buyers(better, f.potential, step, f.sales_weeks, p)
    assert firm.tally.sold * represents == pytest.approx(buyers, abs=represents + 1e-6)


def test_running_costs_run_with_time_and_count_once():
    costs = {
        "campaign.fixed_cost": 10.0,
        "campaign.access.cost": 7.0,
        "campaign.outreach.spend": 3.0,
        "campaign.outreach.launch_spend": 11.0,
    }
    found = simulate(one_firm(costs), 1, engine="mesa").outcome
    assert found.spent_running == pytest.approx(7.0 + 26 * 10.0, abs=0.01)
    assert found.spent_outreach == pytest.approx(11.0 + 26 * 3.0, abs=0.01)


def test_two_firms_stand_each_for_itself():
    model = surveyed(rivals())
    run = simulate(rivals(), 1)
    for firm in model.firms:
        assert firm.survey[-1].ideas == run.outcomes.submissions[firm.name]
        assert firm.survey[-1].cost == pytest.approx(100 * run.outcomes.cost[firm.name])
