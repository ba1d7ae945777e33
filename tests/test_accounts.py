"""Sums close in every period: people by state, ideas by answer and fate, money to the cent."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cocreation_sim.records import SPENDING
from cocreation_sim.rules import events as ev
from cocreation_sim.rules.numbers import firm_numbers
from cocreation_sim.runs import Run, simulate
from tests.scenarios import WORLDS
from tests.strategies import scenarios

CHECKS = {}


def account(check):
    """A sum that must close for one campaign of a run."""
    CHECKS[check.__name__.replace("_", " ")] = check
    return check


class Books:
    """The raw books of one campaign: simulated people and ideas, cents, weeks."""

    def __init__(self, run: Run, name: str) -> None:
        self.run, self.name = run, name
        self.scenario = run.scenario
        self.campaign = run.scenario.campaigns[name]
        self.line = run.tables.timeline[name]
        self.ideas = run.tables.ideas[name]
        self.people = run.tables.customers[name]
        self.simulated = run.scenario.population.simulated
        calendar = run.scenario.calendar
        self.ends = np.arange(1, calendar.periods + 1) * calendar.period * calendar.weeks

    def total(self, flow: str) -> int:
        return int(self.line[flow].sum())

    def agrees(self, counted: np.ndarray, times: str) -> bool:
        """Is what was counted by the end of each period what has a time up to then?

        What falls on the very end (to rounding) may count in this period or in the next.
        """
        when = np.sort(self.ideas[times][~np.isnan(self.ideas[times])])
        least = np.searchsorted(when, self.ends * (1 - 1e-9), side="left")
        most = np.searchsorted(when, self.ends * (1 + 1e-9), side="right")
        return bool(((least <= counted) & (counted <= most)).all())

    def cents(self, euros: float) -> int:
        return round(euros * 100)


@account
def people_by_state_are_the_population_in_every_period(b: Books) -> None:
    states = ("unaware", "engaged", "paused", "burned_out", "disengaged")
    assert (sum(b.line[state] for state in states) == b.simulated).all()
    assert all((b.line[state] >= 0).all() for state in states)
    everybody = b.run.tables.people
    assert len(everybody["segment"]) == b.simulated
    present = np.isin(b.people["state"], [ev.ENGAGED, ev.PAUSED])
    out = everybody["burned_out"][b.people["person"]]
    assert b.line["unaware"][-1] == b.simulated - len(b.people["person"])
    assert b.line["disengaged"][-1] == np.sum(b.people["state"] == ev.DISENGAGED)
    assert b.line["burned_out"][-1] == np.sum(present & out)
    assert b.line["engaged"][-1] == np.sum((b.people["state"] == ev.ENGAGED) & ~out)
    assert b.line["paused"][-1] == np.sum((b.people["state"] == ev.PAUSED) & ~out)
    assert len(np.unique(b.people["person"])) == len(b.people["person"])


@account
def ideas_by_fate_are_the_ideas_in_every_period(b: Books) -> None:
    born = np.cumsum(b.line["ideas"])
    assert b.agrees(born, "born")
    assert b.agrees(born - b.line["open"], "fate_at")
    assert born[-1] == len(b.ideas["born"])
    assert np.isin(b.ideas["fate"], range(len(ev.FATES))).all()
    settled = b.ideas["fate"] >= ev.FATE_SELECTED
    assert (~np.isnan(b.ideas["fate_at"]) == settled).all()
    assert b.line["open"][-1] == np.sum(~settled)
    assert b.total("selected") == np.sum(b.ideas["fate"] == ev.FATE_SELECTED)
    assert (~np.isnan(b.ideas["shortlisted_at"]))[b.ideas["fate"] == ev.FATE_SHORTLISTED].all()
    assert b.total("shortlisted") == np.sum(~np.isnan(b.ideas["shortlisted_at"]))


@account
def every_idea_has_one_answer(b: Books) -> None:
    assert np.isin(b.ideas["answer"], range(len(ev.ANSWERS))).all()
    answered = b.ideas["answer"] != ev.UNANSWERED
    assert (~np.isnan(b.ideas["answered_at"]) == answered).all()
    assert b.agrees(np.cumsum(b.line["answered"]), "answered_at")
    assert b.total("answered") == answered.sum()
    assert not (answered & np.isnan(b.ideas["read_at"])).any()  # nobody answers unread
    assert b.total("read") == np.sum(~np.isnan(b.ideas["read_at"]))
    assert (np.isnan(b.ideas["judged"]) == np.isnan(b.ideas["read_at"])).all()


@account
def every_idea_has_one_author(b: Books) -> None:
    assert np.isin(b.ideas["author"], b.people["person"]).all()
    counts = np.bincount(b.ideas["author"], minlength=b.simulated)
    np.testing.assert_array_equal(counts[b.people["person"]], b.people["ideas"])
    assert (b.ideas["contribution"] >= 1).all()
    assert b.total("contributions") == b.people["contributions"].sum()
    assert b.total("newcomers") == np.sum(b.people["contributions"] > 0)
    assert b.total("contributors") >= b.total("newcomers")
    first = b.people["first_contribution"]
    assert (~np.isnan(first) == (b.people["contributions"] > 0)).all()
    if b.campaign.call.two_step:
        assert b.total("entries") == b.people["contributions"].sum()
        assert b.total("ideas") <= b.total("entries")


@account
def parents_come_before_their_children(b: Books) -> None:
    parent = b.ideas["parent"]
    assert (parent < np.arange(len(parent))).all()
    assert (parent >= -1).all()
    built = parent[parent >= 0]
    np.testing.assert_array_equal(np.bincount(built, minlength=len(parent)), b.ideas["children"])
    assert b.total("built_on") == len(built)
    if b.campaign.call.two_step or not b.campaign.selection.public:
        assert not len(built)


@account
def votes_add_up(b: Books) -> None:
    assert b.total("votes") == b.ideas["votes"].sum()
    audience = b.campaign.audience.views or b.campaign.audience.push
    given = b.people["votes"].sum()
    assert given <= b.total("votes") if audience else given == b.total("votes")
    if not audience:
        assert (b.ideas["votes"] <= b.scenario.population.size).all()
    if not b.campaign.selection.public:
        assert b.total("votes") == 0


@account
def nothing_happens_before_its_time(b: Books) -> None:
    born, end = b.ideas["born"], b.ends[-1] * (1 + 1e-9)
    aware = np.full(b.simulated, np.nan)
    aware[b.people["person"]] = b.people["aware_at"]
    assert (born >= aware[b.ideas["author"]]).all()
    later = np.fmax(born, 0)
    for then in ("read_at", "answered_at", "shortlisted_at", "fate_at", "integrated_at"):
        assert not (b.ideas[then] < later).any(), then
    assert not (b.ideas["answered_at"] < b.ideas["read_at"]).any()
    assert not (b.ideas["marketed_at"] < b.ideas["integrated_at"]).any()
    assert not (b.ideas["integrated_at"] < b.ideas["fate_at"]).any()
    assert (born <= end).all()
    assert not (b.ideas["fate_at"] > end).any()
    assert not (b.ideas["answered_at"] > end).any()
    assert not (b.people["first_contribution"] < b.people["aware_at"]).any()
    assert not (b.people["last_contribution"] < b.people["first_contribution"]).any()
    assert not (b.people["left_at"] < b.people["aware_at"]).any()
    start = round(b.campaign.start * b.scenario.calendar.weeks / b.scenario.calendar.sub_round)
    assert (b.people["aware_at"] >= start * b.scenario.calendar.sub_round * (1 - 1e-12)).all()


@account
def money_out_is_money_in_to_the_cent(b: Books) -> None:
    paid = sum(b.total(f"spent_{kind}") for kind in ("prizes", "pay", "royalties"))
    assert paid == b.people["earned"].sum()
    reward, market = b.campaign.reward, b.campaign.market
    assert b.total("spent_prizes") == b.total("selected") * b.cents(reward.prize)
    assert b.total("spent_pay") == b.total("ideas") * b.cents(reward.pay)
    assert b.total("spent_review") == b.total("read") * b.cents(b.campaign.review.cost)
    assert b.total("revenue") == b.total("sold") * b.cents(market.price)
    assert b.total("spent_production") == b.total("sold") * b.cents(market.unit_cost)
    if market.sells == "ideas":
        assert b.total("sold") == b.ideas["sold"].sum()
        assert abs(b.total("spent_royalties") - reward.royalty * b.total("revenue")) <= (
            0.5 * np.sum(b.ideas["sold"])
        )
    else:
        assert b.total("spent_royalties") == 0
    if market.sells == "nothing":
        assert b.total("revenue") == b.total("marketed") == 0
    for kind in SPENDING:
        assert (b.line[f"spent_{kind}"] >= 0).all()
        assert b.line[f"spent_{kind}"].dtype.kind == "i"


@account
def what_is_integrated_was_selected(b: Books) -> None:
    chosen = b.ideas["fate"] == ev.FATE_SELECTED
    fits = b.ideas["fit"] >= b.campaign.market.fit_needed
    due = ~np.isnan(b.ideas["integrated_at"])
    np.testing.assert_array_equal(due, chosen & fits)
    spent, median = b.total("spent_integration"), b.cents(b.campaign.market.integration_cost)
    if b.campaign.market.integration_cost_sd == 0:
        assert spent == due.sum() * median
    else:  # as far as an idea's number can lie from the median, to the cent
        far = np.exp(9.0 * b.campaign.market.integration_cost_sd)
        assert due.sum() * (median / far - 1) <= spent <= due.sum() * (median * far + 1)
    assert b.agrees(np.cumsum(b.line["integrated"]), "integrated_at")
    assert b.agrees(np.cumsum(b.line["marketed"]), "marketed_at")
    assert not b.ideas["sold"][np.isnan(b.ideas["marketed_at"])].any()


@account
def failures_are_those_watched(b: Books) -> None:
    failures = b.run.tables.failures[b.name]
    assert set(failures) <= set(b.campaign.limits.watch)
    assert all(0 < at <= b.ends[-1] * (1 + 1e-12) for at in failures.values())


@account
def those_who_tire_and_return_are_counted(b: Books) -> None:
    everybody = b.run.tables.people
    assert b.total("returned") == b.people["returned"].sum()
    assert b.total("burnouts") <= everybody["times_burned_out"].sum()
    resting = everybody["times_burned_out"] - everybody["times_recovered"]
    np.testing.assert_array_equal(resting, everybody["burned_out"])
    assert ((everybody["exhaustion"] >= 0) & (everybody["exhaustion"] < 1)).all()
    assert ((b.people["trust"] >= -1e-12) & (b.people["trust"] <= 1 + 1e-12)).all()
    known = ~np.isnan(b.people["left_at"])
    np.testing.assert_array_equal(known, b.people["state"] == ev.DISENGAGED)


@account
def nobody_waits_for_ever(b: Books) -> None:
    waiting = b.people["state"] == ev.PAUSED
    since = b.people["last_contribution"][waiting]
    patience = b.scenario.behaviour.leaving.patience
    if b.campaign.call.two_step:
        numbers = firm_numbers(b.campaign, b.scenario)
        closed = (numbers.start + numbers.rounds * numbers.round_steps) * (
            b.scenario.calendar.sub_round
        )
        assert (since >= closed * (1 - 1e-9)).all()  # until the call closes
    else:
        assert (since >= b.ends[-1] - patience - 1e-9).all()


@account
def tables_tell_what_the_books_say(b: Books) -> None:
    weight, run = b.scenario.population.represents, b.run
    outcome = run.outcomes.loc[b.name]
    line = run.timeline[run.timeline.campaign == b.name]
    ideas = run.ideas[run.ideas.campaign == b.name]
    people = run.customers[run.customers.campaign == b.name]
    assert outcome.submissions == line.ideas.sum() == weight * len(ideas)
    assert outcome.votes == line.votes.sum() == weight * ideas.votes.sum()
    assert outcome.contributors == weight * np.sum(people.ideas > 0)
    assert outcome.selected == line.selected.sum() == weight * np.sum(ideas.fate == "selected")
    assert outcome.interesting == line.interesting.sum() == weight * ideas.interesting.sum()
    assert outcome.engaged == line.engaged.iloc[-1]
    costs = [f"spent_{kind}" for kind in SPENDING if kind != "production"]
    assert outcome.cost == pytest.approx(line[costs].to_numpy().sum())
    paid = line[["spent_prizes", "spent_pay", "spent_royalties"]].to_numpy().sum()
    assert paid == pytest.approx(weight * people.earned.sum())
    assert len(people) == b.simulated
    assert outcome.failed == bool(outcome.failed_because)
    assert math.isnan(outcome.failed_at) != outcome.failed


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("world", WORLDS)
def test_accounts_close(world, check):
    for replication in range(2):
        run = simulate(WORLDS[world](), 4, replication=replication)
        for name in run.scenario.campaigns:
            CHECKS[check](Books(run, name))


@settings(max_examples=150)
@given(scenarios(), st.integers(0, 9))
def test_accounts_close_whatever_the_scenario(scenario, replication):
    run = simulate(scenario, 1, replication=replication)
    for name in scenario.campaigns:
        books = Books(run, name)
        for check in CHECKS.values():
            check(books)


# ---------------------------------------------------------------------- nothing in name only

HAPPENS = {
    "idea box": "ideas votes read answered selected returned spent_pay spent_prizes",
    "studio": "votes shortlisted selected integrated marketed sold spent_royalties revenue",
    "contest": "entries ideas selected answered returned spent_prizes",
    "commons": "built_on selected burnouts recovered integrated marketed sold read",
    "wishes": "votes built_on shortlisted selected",
    "rivals": "ideas votes built_on selected marketed sold spent_pay",
}


@pytest.mark.parametrize("world", WORLDS)
def test_every_mechanism_is_played_in_the_worlds_of_these_tests(world):
    lines = [simulate(WORLDS[world](), 1, replication=r).timeline for r in range(4)]
    for name in HAPPENS[world].split():
        assert sum(line[name].sum() for line in lines) > 0, name
    assert sum(line.paused.sum() for line in lines) > 0
