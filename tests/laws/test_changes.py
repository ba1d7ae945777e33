"""Laws of what changes during a campaign: dated changes, shocks, what a period's end decides."""

from __future__ import annotations

import math

import numpy as np
import pytest

import cocreation_sim as cs
from cocreation_sim.mesa_model import CoCreationModel
from cocreation_sim.mesa_model.customer import Customer
from cocreation_sim.rules import voting
from cocreation_sim.runs import simulate
from cocreation_sim.scenario.changes import CHANGEABLE, Change
from tests.scenarios import WORLDS, certainty, figures, idea_box, one_line, same_tables, studio

OTHERWISE = {
    "crowd_weight": 0.5,
    "fixed_cost": 33.3,
    "pull": -1.0,
    "reward.prize": 700.0,
    "reward.pay": 3.0,
    "reward.royalty": 0.2,
    "reward.guaranteed": False,
    "reward.recognition": 0.9,
    "reward.badges": 1.0,
    "reward.leaderboard": 1.0,
    "selection.winners": 2,
    "selection.shortlist": 7,
    "selection.bar": 0.8,
    "selection.judgement_noise": 2.0,
    "selection.votes_shown": 0.2,
    "selection.announce": True,
    "selection.budget": 20.0,
    "call.summons": 0.9,
    "dialogue.answered": 0.9,
    "dialogue.explained": 0.9,
    "dialogue.delay": 1.0,
    "review.capacity": 3.0,
    "review.capacity_per_core": 3.0,
    "review.cost": 7.77,
    "access.toolkit": 0.9,
    "terms.fairness": 0.1,
    "terms.secrecy": 0.7,
    "brief.clarity": 0.1,
    "outreach.spend": 77.7,
    "outreach.contacts_per_euro": 2.0,
    "outreach.word_of_mouth": 0.5,
    "audience.views": 200.0,
    "market.price": 9.99,
    "market.unit_cost": 1.11,
    "market.integration_cost": 12.0,
}
PUSH = Change(at=10.0, until=12.0, levers={"outreach.spend": 200.0})


def with_changes(scenario, *changes):
    return scenario.vary({"changes": changes})


def spans(run, kind: str) -> np.ndarray:
    """What is spent each week, in cents."""
    return (run.timeline[f"spent_{kind}"].to_numpy() * 100).round().astype(int)


# ---------------------------------------------------------------------- dated changes, exact


def test_every_lever_that_can_change_is_held_to_these_laws():
    assert set(OTHERWISE) == set(CHANGEABLE)


@pytest.mark.parametrize("world", ["studio", "commons", "rivals"])
@pytest.mark.parametrize("lever", CHANGEABLE)
def test_a_change_leaves_all_before_it_as_it_was(world, lever):
    scenario = WORLDS[world]()
    change = Change(at=10.0, levers={lever: OTHERWISE[lever]})
    before, after = (simulate(s, 3) for s in (scenario, with_changes(scenario, change)))
    for table, time in (("timeline", "time"), ("ideas", "born")):
        early = [rows[rows[time] <= 10.0] for rows in (getattr(r, table) for r in (before, after))]
        told = ["author", "born", "quality"] if table == "ideas" else [*early[0]]
        one, other = (rows[told].reset_index(drop=True) for rows in early)
        assert len(one) >= 10
        assert one.equals(other)


@pytest.mark.parametrize("world", ["idea box", "studio", "commons", "wishes", "contest", "rivals"])
@pytest.mark.parametrize("lever", CHANGEABLE)
def test_a_change_from_the_start_is_the_scenario_varied(world, lever):
    scenario, value = WORLDS[world](), OTHERWISE[lever]
    changed = with_changes(scenario, Change(at=0.0, levers={lever: value}))
    varied = scenario.vary({f"campaign.{lever}": value})
    assert same_tables(simulate(changed, 2).tables, simulate(varied, 2).tables)


@pytest.mark.parametrize("world", WORLDS)
def test_changes_to_what_is_so_already_change_nothing(world):
    scenario = WORLDS[world]()
    known = dict(scenario.parameters())
    for name in scenario.campaigns:
        levers = {lever: known[f"campaigns.{name}.{lever}"] for lever in CHANGEABLE}
        there_and_back = (
            Change(at=5.0, campaign=name, levers=levers),
            Change(at=3.01, until=3.02, campaign=name, levers=OTHERWISE | {"crowd_weight": 0.0}),
        )
        changed = with_changes(scenario, *there_and_back)
        assert same_tables(simulate(changed, 2).tables, simulate(scenario, 2).tables)


def test_a_change_that_ends_before_the_campaign_starts_changes_nothing():
    late = idea_box({"campaign.start": 8.0})
    change = Change(at=2.0, until=6.0, levers=OTHERWISE)
    assert same_tables(simulate(with_changes(late, change), 2).tables, simulate(late, 2).tables)


def test_a_push_adds_hearers_only_after_its_date():
    quiet = idea_box({"segments.aware": 0.1, "campaign.outreach.word_of_mouth": 0.0})
    before, after = (simulate(s, 1).customers for s in (quiet, with_changes(quiet, PUSH)))
    early = [c[c.aware_at < 10.0].aware_at for c in (before, after)]
    assert early[0].equals(early[1])
    pushed = [((c.aware_at >= 10.0) & (c.aware_at < 12.0)).sum() for c in (before, after)]
    assert pushed[1] > 2 * pushed[0] + 10
    assert after.aware_at.notna().sum() > before.aware_at.notna().sum()


# ---------------------------------------------------------------------- law 12: to the cent


def test_each_span_is_charged_at_its_own_rate_to_the_cent():
    base = idea_box({"campaign.outreach.spend": 7.77, "campaign.fixed_cost": 1.11})
    changes = (
        Change(at=10.0, until=12.0, levers={"outreach.spend": 200.01}),
        Change(at=5.0, levers={"fixed_cost": 3.33}),
    )
    plain, changed = simulate(base, 1), simulate(with_changes(base, *changes), 1)
    weeks = len(changed.timeline)
    outreach, running = spans(changed, "outreach"), spans(changed, "running")
    opening = round(base.campaign.outreach.launch_spend * 100)
    assert outreach.sum() == opening + math.floor(777 * (weeks - 2) + 20001 * 2 + 1e-6)
    assert running.sum() == math.floor(111 * 5 + 333 * (weeks - 5) + 1e-6)
    assert outreach[10:12].tolist() == [20001, 20001]
    assert running[:5].tolist() == spans(plain, "running")[:5].tolist()
    assert all(abs(running[5:] - 333) <= 1)


def test_a_change_of_something_else_leaves_what_is_spent_as_it_was():
    base = idea_box({"campaign.outreach.spend": 7.77, "campaign.fixed_cost": 1.11})
    changed = with_changes(base, Change(at=4.3, levers={"reward.prize": 900.0}))
    for kind in ("outreach", "running"):
        assert (spans(simulate(base, 1), kind) == spans(simulate(changed, 1), kind)).all()


def test_what_was_spent_once_is_spent_once():
    once = {"campaign.outreach.launch_spend": 50.0, "campaign.access.cost": 70.0}
    changed = with_changes(idea_box(once), PUSH, Change(at=4.0, levers={"fixed_cost": 1.0}))
    plain = idea_box({**once, "campaign.outreach.spend": 0.0})
    spent = simulate(plain, 1).outcome
    assert spent.spent_outreach == 50.0
    both = simulate(changed.vary({"campaign.outreach.spend": 0.0}), 1).outcome
    assert both.spent_outreach == 50.0 + 2 * 200.0
    weeks = len(simulate(plain, 1).timeline)
    fixed = spent.spent_running - 70.0
    assert both.spent_running == pytest.approx(70.0 + fixed * 4 / weeks + 1.0 * (weeks - 4))


# ---------------------------------------------------------------------- what a change does


class Trusting(Customer):
    """Notes its trust just before and just after each change."""

    noted: list[tuple[float, float]]

    def see_change(self, firm, now, time):
        before = self.trust_now(self.by_firm[firm], time)
        super().see_change(firm, now, time)
        noted.append((before, self.by_firm[firm].trust))


noted: list[tuple[float, float]] = []


def test_unfair_terms_wear_trust_off_and_never_at_once():
    noted.clear()
    change = Change(at=6.0, levers={"terms.fairness": 0.0})
    scenario = with_changes(studio({"campaign.terms.fairness": 0.9}), change)
    model = CoCreationModel(scenario, 1, customer_class=Trusting).run()
    assert len(noted) > 20
    assert all(one == other for one, other in noted)
    ended = [person.trust_now(person.relations[0], 26.0) for person in model.customers]
    assert 0.1 < np.median(ended) < 0.9


def test_what_is_on_the_board_is_seen_by_the_new_rules_at_once():
    change = Change(at=6.0, levers={"selection.votes_shown": 0.1})
    model = CoCreationModel(with_changes(studio(), change), 1)
    while model.sub_round <= 6 * 7:
        model.play_sub_round()
        (firm,) = model.firms
        shown = 0.1 if model.sub_round > 6 * 7 else firm.numbers.votes_shown
        firm.board.renew()
        weights = [voting.popularity(i.votes, i.appeal, shown, firm.numbers.spotlight, firm.board.p)
                   for i in firm.board.ideas.values()]  # fmt: skip
        assert firm.board.rows["lasting"].tolist() == weights
    assert max(i.votes for i in firm.board.ideas.values()) > 0


def test_a_season_draws_more_while_it_lasts():
    scenario = idea_box()
    season = Change(at=10.0, until=20.0, levers={"pull": 1.0})

    def inside(changed):
        lines = [simulate(changed, 1, replication=r).timeline for r in range(12)]
        return np.array([line[line.time.between(10.5, 20.0)].contributions.sum() for line in lines])

    assert certainty(inside(with_changes(scenario, season)) - inside(scenario)) > 3


# ---------------------------------------------------------------------- shocks


@pytest.mark.parametrize("world", WORLDS)
def test_shocks_without_spread_change_nothing(world):
    scenario = WORLDS[world]()
    other = scenario.vary({"campaign.shocks.life": 9.0, "campaign.shocks.sd": 0.0})
    assert same_tables(simulate(scenario, 1).tables, simulate(other, 1).tables)


def shocks_of(scenario, name: str) -> list[float]:
    """What the shocks of a campaign add, sub-round by sub-round."""
    model = CoCreationModel(scenario, 1)
    (firm,) = (firm for firm in model.firms if firm.name == name)
    found = []
    while model.sub_round < model.sub_rounds:
        model.play_sub_round()
        found.append(firm.view.pull)
    return found


def test_more_spread_changes_no_draw():
    little, much = (idea_box({"campaign.shocks.sd": sd}) for sd in (0.1, 0.2))
    (name,) = little.campaigns
    one, other = (np.array(shocks_of(s, name)) for s in (little, much))
    assert (one + 0.1**2 / 2) * 2 == pytest.approx(other + 0.2**2 / 2)


def test_shocks_last_a_week_and_halving_the_period_changes_none():
    weekly = idea_box({"campaign.shocks.sd": 0.5, "calendar.duration": 12.0})
    (name,) = weekly.campaigns
    whole, half, hourly = (
        np.array(shocks_of(weekly.vary({"calendar.period": period}), name))
        for period in (1.0, 0.5, 1 / 21)
    )
    assert len(set(whole)) == 12
    assert (whole.reshape(12, -1) == whole.reshape(12, -1)[:, :1]).all()
    for other in (half, hourly):
        assert (other.reshape(12, -1) == whole.reshape(12, -1)[:, :1]).all()


def test_a_later_start_and_another_firm_change_no_shock():
    base = {"campaign.shocks.sd": 0.5, "calendar.duration": 12.0}
    alone = idea_box({**base, "campaign.limits.watch": ()})
    (name,) = alone.campaigns
    campaign = alone.campaign
    two = alone.model_copy(update={"campaigns": {name: campaign, "other": campaign}})
    late = alone.vary({"campaign.start": 5.0})
    assert shocks_of(alone, name) == shocks_of(two, name) != shocks_of(two, "other")
    assert shocks_of(alone, name)[35:] == shocks_of(late, name)[35:]


def test_shocks_spread_what_comes_in():
    calm = idea_box({"segments.aware": 1.0})
    rough = calm.vary({"campaign.shocks.sd": 1.0, "campaign.shocks.life": 8.0})
    counts = [figures(scenario, "submissions", 40).ravel() for scenario in (calm, rough)]
    assert counts[1].std() / counts[1].mean() > 1.3 * counts[0].std() / counts[0].mean()


# ---------------------------------------------------------------------- what a period's end decides


def test_deciding_nothing_changes_nothing():
    asked = []

    def never(period, model):
        asked.append((period, model.sub_round, len(model.timeline["mine"])))

    plain, asking = simulate(idea_box(), 1), simulate(idea_box(), 1, at_period_end=never)
    assert same_tables(plain.tables, asking.tables)
    assert asked == [(period, 7 * period, period) for period in range(1, len(plain.timeline))]


@pytest.mark.parametrize("world", ["idea box", "studio", "commons"])
@pytest.mark.parametrize("lever", ["outreach.spend", "terms.fairness", "selection.votes_shown"])
def test_what_is_decided_is_as_a_dated_change(world, lever):
    scenario, value = WORLDS[world](), OTHERWISE[lever]

    def decide(period, model):
        return {10: {f"campaign.{lever}": value}}.get(period)

    dated = with_changes(scenario, Change(at=10.0, levers={lever: value}))
    decided = simulate(scenario, 2, at_period_end=decide)
    assert same_tables(decided.tables, simulate(dated, 2).tables)


def test_what_is_decided_holds_whatever_dated_changes_say():
    def decide(period, model):
        return {"campaigns.mine.reward.prize": 5.0} if period == 3 else None

    dated = with_changes(
        idea_box(), Change(at=6.0, levers={"reward.prize": 99.0, "outreach.spend": 9.0})
    )
    same = with_changes(
        dated,
        *dated.changes,
        Change(at=3.0, levers={"reward.prize": 5.0}),
    )
    decided = simulate(dated, 1, at_period_end=decide)
    assert same_tables(decided.tables, simulate(same, 1).tables)


@pytest.mark.parametrize(
    ("levers", "said"),
    [
        ({"reward.prize": 5.0}, ["reward.prize", "'campaign.reward.prize'"]),
        ({"campaign.reward.prise": 5.0}, ["reward.prise", "did you mean 'reward.prize'"]),
        ({"campaign.selection.round_length": 5.0}, ["round_length", "what can"]),
        ({"campaign.reward.prize": -5.0}, ["reward.prize", "-5.0", "from 0"]),
        ({"campaigns.yours.reward.prize": 5.0}, ["campaigns.yours.reward.prize"]),
    ],
)
def test_what_cannot_be_decided_is_refused_in_a_sentence(levers, said):
    with pytest.raises(cs.InputError) as caught:
        simulate(idea_box(), 1, at_period_end=lambda period, model: levers)
    message = one_line(caught)
    assert all(word in message for word in said), message


def test_only_agents_can_be_asked():
    with pytest.raises(cs.InputError, match=r"at_period_end .* 'mesa' only"):
        simulate(idea_box(), 1, engine="compiled", at_period_end=lambda period, model: None)
