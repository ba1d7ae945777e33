"""A visitor's set-up: what is refused changes nothing, and says why in one sentence."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

import cocreation_sim as cs
from cocreation_sim.dashboard import risk as risks
from cocreation_sim.dashboard import session as sessions
from cocreation_sim.dashboard.levers import levers
from cocreation_sim.dashboard.risk import Estimate, RiskWatch, verdict
from cocreation_sim.dashboard.session import Pace, Performance, Session
from cocreation_sim.dashboard.setup import MOST_PEOPLE, Setup, file_name, file_of, opened
from cocreation_sim.errors import InputError
from cocreation_sim.files import LARGEST_FILE
from tests.scenarios import idea_box, one_line, rivals, studio

SHORT = {"calendar.duration": 9.0, "population.size": 60}
PRIZE = "campaigns.mine.reward.prize"


@pytest.fixture
def session(monkeypatch):
    monkeypatch.setattr(risks, "CALM", 0.0)
    made = Session(idea_box(SHORT))
    made.risk.replications = 4
    made.perform()
    yield made
    made.close()
    made.risk.wait()


def test_a_lever_is_moved_and_played_at_the_reset(session):
    session.move(PRIZE, 250.0)
    assert (session.message, session.changed) == ("", True)
    assert session.stage.setup.a.campaign.reward.prize != 250.0
    session.perform()
    assert not session.changed
    assert session.stage.setup.a.campaign.reward.prize == 250.0


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (PRIZE, -1.0, "allowed is a number from 0"),
        ("campaigns.mine.selection.shortlist", 0, ""),
        ("campaigns.mine.selection.winners", 61, "more than a round can fill"),
        ("campaigns.mine.reward.prise", 1.0, "did you mean 'campaigns.mine.reward.prize'"),
        ("population.size", 1_000_000_000, "people that can be simulated"),
        ("population.size", MOST_PEOPLE + 1, "raise population.represents to at least 2"),
        ("calendar.period", 500.0, "longer than the duration"),
    ],
)
def test_what_is_refused_changes_nothing(session, path, value, said):
    before = session.setup
    session.move(path, value)
    if not said:
        assert session.message == ""
        return
    assert said in session.message
    assert len(session.message.splitlines()) == 1
    assert not session.message.startswith("vary")
    assert session.setup == before
    session.move(PRIZE, 1.0)
    assert session.message == ""


def test_numbers_are_typed(session):
    prize = next(x for x in levers(session.scenario) if x.path == PRIZE)
    session.type(prize, "1,234.5")
    assert session.scenario.campaign.reward.prize == 1234.5
    winners = next(x for x in levers(session.scenario) if x.path.endswith("winners"))
    session.type(winners, "2.5")
    assert "allowed is a whole number" in session.message
    session.type(winners, "__import__('os')")
    assert "allowed is a whole number" in session.message
    for text in ("nan", "inf", "1e999"):
        session.type(prize, text)
        assert session.message, text
    assert session.scenario.campaign.reward.prize == 1234.5


def test_presets_and_files_are_shown_at_once(session):
    session.choose("workshop")
    assert session.stage.setup.a == cs.load("workshop")
    assert session.performances == 1
    session.choose("work-shop")
    assert "neither a preset nor a .toml file" in session.message
    session.open("two.toml", file_of(rivals(SHORT)))
    assert session.campaign == "acme"
    session.turn_to("zenith")
    assert session.campaigns == {"A": "zenith"}
    assert session.stage.setup.a == rivals(SHORT)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe\x00", "is not a text file"),
        (b"name = ", "is not valid TOML"),
        (b"colour = 'red'", "unknown key 'colour'"),
        (b"[population]\nsize = -3", "'population.size' is -3"),
        (b" " * 10_000_001, "that is no settings file"),
        (b"[population]\nsize = 50_000_000", "the dashboard plays up to 2,000,000"),
        (b"", "is empty"),
        (b'name = "mine"', ""),
    ],
)
def test_a_file_that_is_no_scenario_is_refused(session, content, said):
    before = session.setup
    session.open("mine.toml", content)
    assert said in session.message
    assert len(session.message.splitlines()) <= 1
    assert (session.setup == before) == bool(said)


def test_what_is_saved_can_be_opened():
    for scenario in (idea_box(), studio(), rivals(), cs.load("threadless")):
        assert opened("again.toml", file_of(scenario)) == scenario
        assert opened("again.toml", file_of(scenario).replace(b"\n", b"\r\n")) == scenario
    assert file_name(idea_box().vary({"name": "../../etc/x"})) == "etc-x.toml"


def test_a_second_design_begins_as_the_first(session):
    session.compare(True)
    assert session.editing == "B"
    assert session.setup.a == session.setup.b
    session.move(PRIZE, 900.0)
    session.edit("A")
    session.move(PRIZE, 100.0)
    prizes = [design.campaign.reward.prize for design in session.setup.designs.values()]
    assert prizes == [100.0, 900.0]
    session.compare(False)
    assert session.editing == "A"
    assert list(session.setup.designs) == ["A"]


def test_a_seed_or_engine_that_cannot_be_leaves_the_last(session):
    assert session.begin("mesa", "7") == (7, "mesa")
    assert session.begin("mesa", "seven") == (7, "mesa")
    assert session.message.startswith("seed: 'seven' is not allowed")
    assert session.begin("mesa", "-1") == (7, "mesa")
    session.setup = Setup(idea_box({"population.size": 30_000}))
    assert session.begin("mesa", "7") == (7, "compiled")
    assert "Mesa agents play up to" in session.message


def test_controls_that_are_taken_away_change_nothing(session):
    session.choose("workshop")
    shown = session.stage
    late = Performance(session, session.performances - 1)
    assert session.stage is shown
    assert shown.running
    assert not late.running


def test_a_new_performance_ends_the_last(session):
    first = session.stage
    session.perform()
    assert first.running is False
    assert session.stage.running


# ---------------------------------------------------------------- the risk


def test_the_risk_is_that_of_as_many_runs(session):
    session.risk.wait()
    found = session.risk.estimates["A"]
    runs = [cs.simulate(session.scenario, 1, replication=r).outcome for r in (1, 2, 3, 4)]
    assert list(found.causes) == [run["failed_because"] for run in runs]
    assert session.risk.done


def test_another_set_up_begins_the_estimate_anew(monkeypatch):
    monkeypatch.setattr(risks, "CALM", 0.0)
    told = []
    watch = RiskWatch(lambda: told.append(dict(watch.estimates)), replications=6)
    watch.watch(Setup(idea_box(SHORT)), 1, {})
    two = Setup(idea_box(SHORT)).compared()
    watch.watch(two, 1, {})
    watch.wait()
    assert watch.done
    assert list(watch.estimates) == ["A", "B"]
    assert watch.estimates["A"] == watch.estimates["B"]
    monkeypatch.setattr(risks, "REST", 3600.0)  # it is stopped before it begins
    watch.rest()
    watch.watch(two, 2, {})
    watch.stop()
    watch.wait()
    assert watch.estimates["A"].runs == 0


def test_trouble_is_told_and_not_raised(monkeypatch):
    monkeypatch.setattr(risks, "CALM", 0.0)

    def refuse(*_):
        raise InputError("it does not fit into memory")

    monkeypatch.setattr(risks, "_first_cause", refuse)
    watch = RiskWatch(lambda: None)
    watch.watch(Setup(idea_box(SHORT)), 1, {})
    watch.wait()
    assert watch.trouble == "it does not fit into memory"


def test_verdicts():
    many, few = Estimate(("starved",) * 30 + ("",) * 10), Estimate(("starved",) * 20 + ("",) * 20)
    assert "less often" in verdict(many, few)
    assert "more often" in verdict(few, many)
    nearly = Estimate(("starved",) * 21 + ("",) * 19)
    assert "need not differ" in verdict(few, nearly)
    assert verdict(Estimate(), Estimate()) == ""
    assert many.most_often == "starved"
    assert Estimate().interval[1:] == (0.0, 1.0)


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands still, and the timers that were set: seconds, and what they call."""
    told = SimpleNamespace(now=100.0, timers=[])

    def timer(seconds, act):
        told.timers.append((seconds, act))
        return SimpleNamespace(start=lambda: None)

    monkeypatch.setattr(sessions, "time", SimpleNamespace(monotonic=lambda: told.now))
    monkeypatch.setattr(sessions.threading, "Timer", timer)
    return told


def test_a_pace_keeps_the_last_call(clock):
    calls = []
    pace = Pace(lambda: calls.append(clock.now), 0.05)
    for _ in range(200):
        pace()
    assert calls == [100.0]
    [(wait, act)] = clock.timers
    assert wait == pytest.approx(0.05)
    clock.now += wait
    act()
    assert calls == [100.0, clock.now]
    clock.now += 1.0
    pace()
    assert len(calls) == 3
    assert len(clock.timers) == 1


def test_what_is_slow_takes_a_third_of_the_time(clock):
    def slow():
        clock.now += 10.0

    pace = Pace(slow, 0.05)
    pace()
    pace()
    assert [wait for wait, _ in clock.timers] == [20.0]


def test_a_file_is_refused_in_a_short_sentence_whatever_its_name():
    for content in (b"\xff", b"a =", b"[" * 100_000, b" " * (LARGEST_FILE + 1)):
        with pytest.raises(InputError) as caught:
            opened("long " * 1000, content)
        assert len(one_line(caught)) < 160


def test_one_sentence_for_an_impossible_crowd():
    with pytest.raises(InputError) as caught:
        Setup(idea_box()).change("A", "population.size", 500_000_000)
    assert "population" in one_line(caught)
