"""Laws that hold to the bit: 1 (nothing comes of nothing), 10 (attention), 12 (sums), 14 (luck)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cocreation_sim import randomness as rn
from cocreation_sim.mesa_model import CoCreationModel, Customer
from cocreation_sim.records import FLOWS
from cocreation_sim.rules import events as ev
from cocreation_sim.runs import simulate
from tests.scenarios import WORLDS, idea_box, one_firm, rivals, same_tables, studio, wishes
from tests.strategies import scenarios

# ---------------------------------------------------------------------- law 1

UNREACHED = {
    "segments.aware": 0.0,
    "campaign.outreach.spend": 0.0,
    "campaign.outreach.launch_spend": 0.0,
}
UNMOVED = {"segments.money": 0.0, "segments.social": 0.0, "segments.intrinsic": 0.0}
WATCHFUL = {
    "campaign.limits.watch": ("starved",),
    "campaign.limits.contributions": 1,
    "campaign.limits.window": 1.0,
}
HAPPENS = [flow for flow in FLOWS if flow != "promised"]


@settings(max_examples=60)
@given(scenarios(), st.integers(0, 99))
def test_law_01_no_outreach_and_nobody_aware_nothing_happens(scenario, replication):
    run = simulate(scenario.vary(UNREACHED), 1, replication=replication)
    assert not run.timeline[HAPPENS].to_numpy().any()
    assert (run.timeline.unaware == scenario.population.simulated * scenario.population.represents
            ).all()  # fmt: skip
    assert (run.customers.state == "unaware").all()
    assert not run.customers[["visits", "contributions", "votes", "earned"]].to_numpy().any()


@settings(max_examples=60)
@given(scenarios(), st.integers(0, 99))
def test_law_01_without_motives_no_contributions_and_certain_failure(scenario, replication):
    run = simulate(scenario.vary({**UNMOVED, **WATCHFUL}), 1, replication=replication)
    nothing = ["contributions", "entries", "ideas", "newcomers", "read", "selected"]
    assert not run.timeline[nothing].to_numpy().any()
    assert not run.customers[["contributions", "ideas", "earned"]].to_numpy().any()
    assert run.outcomes.failed.all()
    assert (run.outcomes.failed_because == "starved").all()


@pytest.mark.parametrize("lever", ["prize", "pay", "recognition", "badges", "leaderboard"])
def test_law_01_no_reward_moves_those_without_motives(lever):
    run = simulate(one_firm({**UNMOVED, f"campaign.reward.{lever}": 1.0}), 1)
    assert run.outcome.submissions == 0
    assert run.outcome.failed


@pytest.mark.parametrize("weight", ["money", "social", "intrinsic"])
def test_law_01_any_one_motive_suffices(weight):
    reward = {"campaign.reward.prize": 1e4, "campaign.reward.recognition": 1.0}
    moved = one_firm({**UNMOVED, **reward, f"segments.{weight}": 2.0})
    assert sum(simulate(moved, 1, replication=r).outcome.submissions for r in range(5)) > 0


# ---------------------------------------------------------------------- law 10


class AtEachVisit:
    """Looks at choices in the state people are in as they visit."""

    def __init__(self) -> None:
        self.seen = self.drawn_away = 0

    def check(self, person, time, node, engaging) -> None:
        """With all firms, or with one alone: nobody does for it what they would not do anyway."""
        if len(engaging) < 2:
            return
        chosen, action = person.choose(time, node, engaging)
        if action != ev.NOTHING:
            assert person.choose(time, node, [chosen]) == (chosen, action)
        for relation in engaging:
            _, alone = person.choose(time, node, [relation])
            if relation is not chosen and alone != ev.NOTHING:
                self.drawn_away += 1
        self.seen += 1


def test_law_10_a_second_firm_adds_no_contributions_through_attention():
    market = rivals({"segments.aware": 1.0, "segments.pace": 2.0})
    model = CoCreationModel(market, 1)
    look = AtEachVisit()
    for _ in range(market.calendar.periods):
        model.step()
        time = model.sub_round * model.sub_round_weeks - 1e-6
        for person in model.customers:
            engaging = [r for r in person.relations if r.state == ev.ENGAGED and not r.entered > 0]
            for n in range(3):
                look.check(person, time, rn.child(rn.child(person.node, n), 17), engaging)
    assert look.seen > 3000
    assert look.drawn_away > 50  # attention is scarce: some of it goes to the other firm


def test_law_10_the_pull_of_a_firm_does_not_know_of_the_second():
    alone = CoCreationModel(rivals({"segments.aware": 1.0}), 1)
    for _ in range(3):
        alone.step()
    time = alone.sub_round * alone.sub_round_weeks
    for person in alone.customers:
        rates = {r.firm.name: person.contribute_rate(r, time) for r in person.relations}
        for relation in list(person.relations):
            person.relations = [relation]
            assert person.contribute_rate(relation, time) == rates[relation.firm.name]


# ---------------------------------------------------------------------- law 12 (more: accounts)


@pytest.mark.parametrize("world", WORLDS)
def test_law_12_what_firms_pay_is_what_people_get(world):
    run = simulate(WORLDS[world](), 1)
    paid = run.timeline[["spent_prizes", "spent_pay", "spent_royalties"]].to_numpy().sum()
    assert round(100 * paid) == round(100 * run.customers.earned.sum())


# ---------------------------------------------------------------------- law 14

LEVERS = {
    "prize": {"campaign.reward.prize": 5000.0},
    "recognition": {"campaign.reward.recognition": 1.0, "campaign.reward.badges": 1.0},
    "capacity": {"campaign.review.capacity": 200.0},
    "answers": {"campaign.dialogue.answered": 1.0, "campaign.dialogue.explained": 1.0},
    "winners": {"campaign.selection.winners": 6},
    "outreach": {"campaign.outreach.spend": 40.0, "campaign.outreach.launch_spend": 40.0},
    "fairness": {"campaign.terms.fairness": 1.0},
    "audience": {"campaign.audience.views": 90.0},
}


def ideas_by_name(model: CoCreationModel) -> dict:
    """Ideas by what names them: firm, author, contribution, number in it (the key holds it)."""
    return {
        (firm.name, i.author.segment, i.author.index, i.contribution, i.key): i
        for firm in model.firms
        for i in firm.ideas
    }


class Diarist(Customer):
    """Notes when each visit of the chain came."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.diary = {}

    def chain_visit(self, time, visit):
        self.diary[visit] = time
        super().chain_visit(time, visit)


@pytest.mark.parametrize("lever", LEVERS)
def test_law_14_a_lever_changes_no_draw(lever):
    fit_is_luck = {"behaviour.ideas.fit_focus": 0.0, "behaviour.ideas.fit_money": 0.0}
    world = idea_box({"population.size": 300, "segments.ideas_a_visit": 1.5, **fit_is_luck})
    changed = world.vary(LEVERS[lever])
    before, after = (CoCreationModel(s, 1, customer_class=Diarist).run() for s in (world, changed))
    one, other = ideas_by_name(before), ideas_by_name(after)
    common = one.keys() & other.keys()
    assert len(common) > 15
    for name in common:
        a, b = one[name], other[name]
        assert a.fit == b.fit
        assert a.pieces == b.pieces
        if a.parent is None and b.parent is None:
            assert a.quality == b.quality
            assert a.appeal == b.appeal
        if a.contribution == b.contribution:
            assert a.quit_draw == b.quit_draw
        if a.read and b.read:
            assert a.judged - a.quality == pytest.approx(b.judged - b.quality)
    for a, b in zip(before.customers, after.customers, strict=True):
        if a.relations and b.relations:
            assert a.traits == b.traits
        both = a.diary.keys() & b.diary.keys()
        assert [a.diary[visit] for visit in both] == [b.diary[visit] for visit in both]
    assert sum(len(a.diary) for a in before.customers) > 100


def test_law_14_openness_changes_no_draw_only_what_it_is_worth():
    world = one_firm({"segments.pace": 2.0})
    before, after = (
        CoCreationModel(world.vary({"campaign.openness": o}), 1).run() for o in (0.0, 1.0)
    )
    loss = world.behaviour.ideas.fit_openness
    one, other = ideas_by_name(before), ideas_by_name(after)
    common = one.keys() & other.keys()
    assert len(common) > 5
    for name in common:
        assert one[name].fit - loss == pytest.approx(other[name].fit)


def test_law_14_more_outreach_moves_thresholds_only():
    quiet = idea_box({"campaign.outreach.word_of_mouth": 0.0})
    less, more = (
        simulate(quiet.vary({"campaign.outreach.spend": spend}), 1).customers.aware_at
        for spend in (5.0, 8.0)
    )
    assert less.notna().sum() < more.notna().sum()
    heard = less.notna()
    assert (more[heard] <= less[heard]).all()


@pytest.mark.parametrize("world", [studio, wishes, idea_box])
def test_law_14_watching_for_failure_changes_nothing(world):
    watched = world({"campaign.limits.watch": ("overrun",), "campaign.limits.budget": 1.0})
    one, other = simulate(world(), 1), simulate(watched, 1)
    assert same_tables(one.tables._replace(failures={}), other.tables._replace(failures={}))
    assert other.outcome.failed_because == "overrun"
