"""Laws looked at more closely: each test sees a broken mechanism that the others let pass.

In brackets above each: what was broken.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from cocreation_sim import randomness as rn
from cocreation_sim.mesa_model import CoCreationModel, Customer
from tests.scenarios import (
    WORLDS,
    certainty,
    commons,
    contest,
    figures,
    idea_box,
    one_firm,
    rivals,
    studio,
    wishes,
)

# ---------------------------------------------------------------------- law 2
# [motive.money_pull linear]: in the world of the present test the expected reward is about
# 12 EUR of a money scale of 50, where the logarithm is a line; what bends the curve there is only
# that rivals lower the odds. Here odds are good and few people contribute, so that nothing but
# the logarithm bends it: a linear pull would make every further euro add more.


def test_law_02_it_is_the_pull_of_money_that_bends():
    world = one_firm(
        {
            "segments.money": 0.5,
            "segments.intrinsic": 0.8,
            "segments.social": 0.2,
            "campaign.selection.public": False,
            "campaign.selection.winners": 40,
            "behaviour.motive.crowding_entry": 0.0,
            "behaviour.choice.contribute": -4.5,
            "behaviour.choice.familiarity": 0.0,
        }
    )
    prizes = (0.0, 300.0, 600.0, 900.0, 1_200.0)
    told = np.column_stack(
        [figures(world.vary({"campaign.reward.prize": x}), "submissions", 60)[:, 0] for x in prizes]
    )
    more = np.diff(told, axis=1)
    assert np.all([certainty(step) > 2 for step in more.T])
    assert certainty(more[:, 0] - more[:, -1]) > 3


# ---------------------------------------------------------------------- law 7
# [belief.base_odds winners / (rivals + entries)]: in the town entries are so many that the
# `rivals` of each winner do not count; with short rounds they do.
# [reach.word_of_mouth_hazard not a head]: in the town word of mouth is faint beside outreach.

TOWN = {
    "segments.aware": 0.0,
    "segments.money": 1.5,
    "segments.intrinsic": 0.7,
    "campaign.reward.prize": 1000.0,
    "campaign.selection.round_length": 2.0,
    "behaviour.choice.contribute": -3.0,
}


def test_law_07_odds_and_talk_have_no_scale():
    def town(times):
        shared = {"campaign.outreach.spend": 2.0, "campaign.outreach.launch_spend": 20.0,
                  "campaign.review.capacity": 6.0, "campaign.selection.winners": 2}  # fmt: skip
        return one_firm(
            {
                **TOWN,
                "campaign.outreach.word_of_mouth": 0.3,
                "population.size": 300 * times,
                **{path: times * value for path, value in shared.items()},
            }
        )

    names = ["submissions", "contributors", "aware"]
    one, four = (figures(town(n), names, 60) for n in (1, 4))
    for name, a, b in zip(names, one.T, four.T, strict=True):
        ratio = b.mean() / a.mean()
        error = ratio * np.hypot(stats.sem(a) / a.mean(), stats.sem(b) / b.mean())
        assert abs(ratio - 4) < 0.12 + 4 * error, name


# ---------------------------------------------------------------------- law 13
# [desk.review: capacity of a seventh of a week a sub-round], [board.count_public_votes: views a
# sub-round], [books.settle: a product's sales a sub-round]: REPORTED leaves out what is read and
# sold, and no world there has an audience or a product.

SEEN = ["submissions", "votes", "read", "shortlisted", "selected", "adopted", "cost",
        "disengaged", "ever_burned_out"]  # fmt: skip


@pytest.mark.parametrize("kind", [idea_box, studio, wishes, commons])
def test_law_13_nor_what_is_read_seen_and_sold(kind):
    # capacity and views that bind, and do not hinge on when the day ends
    scenario = kind({"campaign.review.capacity": 1.0} if kind is idea_box else {})
    weekly, fine = (figures(scenario.vary({"calendar.period": p}), SEEN, 60) for p in (1.0, 1 / 14))
    for name, a, b in zip(SEEN, weekly.T, fine.T, strict=True):
        apart = abs(a.mean() - b.mean())
        # the larger allowance: the board is frozen for a sub-round
        assert apart <= 0.05 * abs(a.mean()) + 4 * np.hypot(stats.sem(a), stats.sem(b)) + 1e-9, name


# ---------------------------------------------------------------------- law 6
# [customer.finish, customer.summoned_visit without their guards]: in `commons` nobody is summoned
# and nothing is finished later, so that these two ways to do something while burned out go unseen.


class Watched(Customer):
    """Notes what it does while burned out, and what it would have done."""

    def __init__(self, *args) -> None:
        super().__init__(*args)
        self.kept_from = 0

    def choose(self, time, node, engaging):
        assert not self.burned_out
        return super().choose(time, node, engaging)

    def make_idea(self, r, time, *rest):
        assert not self.burned_out
        return super().make_idea(r, time, *rest)

    def summoned_visit(self, time, firm, call):
        self.kept_from += self.burned_out
        super().summoned_visit(time, firm, call)

    def finish(self, time, firm, call):
        self.kept_from += 1000 * self.burned_out
        super().finish(time, firm, call)


def test_law_06_burned_out_people_neither_answer_calls_nor_finish():
    market = rivals(
        {
            "segments.aware": 1.0,
            "segments.pace": 4.0,
            "segments.effort": 0.3,
            "behaviour.leaving.base": 0.0,  # so that some are there to be tired
            "behaviour.exhaustion.capacity": 0.05,
            "behaviour.exhaustion.recovery": 0.3,
        }
    )
    call = contest({"campaign.call.summons": 0.8}).campaign
    market = market.model_copy(update={"campaigns": {**market.campaigns, "calls": call}})
    kept = 0
    for replication in range(12):
        model = CoCreationModel(market, 1, replication, customer_class=Watched).run()
        kept += np.array([(c.kept_from % 1000, c.kept_from // 1000) for c in model.customers]).sum(
            0
        )
    assert (kept > 0).all()  # both were tried


# ---------------------------------------------------------------------- law 14
# [customer.choose: rn.CONTRIBUTE + something of the run's state; races of two firms with one
# address; customer.contribute: rn.IDEAS_NOW + ...; desk.respond: rn.REPLY + ...]: the laws compare
# what can be read off ideas; the numbers behind choices, ideas at once and answers leave no trace
# there. So look at the draws themselves: all that are made at a visit have addresses that are
# paths of names (seed, replication, segment, index, visit, firm).


@pytest.mark.parametrize("world", WORLDS)
def test_law_14_every_draw_of_choices_and_answers_has_a_documented_address(world, monkeypatch):
    drawn = set()
    for kind in ("uniform", "exponential", "normal", "halves"):
        original = getattr(rn, kind)

        def spied(node, purpose, original=original):
            for address in np.broadcast(node, purpose):
                drawn.add(tuple(int(word) for word in address))
            return original(node, purpose)

        monkeypatch.setattr(rn, kind, spied)

    class Diarist(Customer):
        def visit(self, time, node, engaging):
            nodes.setdefault((self.segment, self.index), set()).add(node)
            super().visit(time, node, engaging)

    nodes: dict = {}
    model = CoCreationModel(WORLDS[world](), 9, 2, customer_class=Diarist).run()
    monkeypatch.undo()
    # addresses that may be drawn, by name
    root = rn.child(rn.child(9, rn.REPLICATION), 2)
    allowed = set()
    numbers = {}
    for firm in model.firms:
        here = rn.child(root, rn.name_key(firm.name))
        allowed |= {(here, rn.PLACES), *((here, rn.SHOCK + week) for week in range(60))}
    for c in model.customers:
        person = rn.child(rn.child(root, rn.name_key(c.segment)), c.index)
        allowed |= {(person, rn.TRAIT + k) for k in range(16)}
        visits = rn.child(person, rn.VISITS)
        last = c.block * rn.VISITS_A_BLOCK + c.candidate
        names = [b * rn.VISITS_A_BLOCK + k for b in range(c.block + 1) for k in range(2000)
                 if b * rn.VISITS_A_BLOCK + k <= last]  # fmt: skip
        chain = {rn.child(visits, v): v for v in names}
        allowed |= {(node, rn.GAP) for node in chain}
        calls = set()
        for firm in model.firms:
            relation = rn.child(rn.child(person, rn.RELATION), firm.key)
            allowed |= {(relation, k) for k in (rn.AWARENESS, rn.INTEREST, rn.INTERESTED)}
            r = c.by_firm.get(firm.number)
            if r is not None:
                allowed |= {(relation, rn.QUIT + k) for k in range(1, r.k + 1)}
            for call in range(firm.numbers.rounds + 1):
                node = rn.child(relation, rn.CALL + call)
                allowed |= {(node, p) for p in (rn.SUMMONED, rn.SUMMONS_DELAY, rn.FINISH)}
                calls.add(rn.child(rn.child(visits, rn.SUMMONS_VISIT + call), firm.key))
        for node in nodes.get((c.segment, c.index), ()):
            assert node in chain or node in calls
            allowed |= {(node, rn.NOTHING), (node, rn.KEPT)}
            for firm in model.firms:
                here = rn.child(node, rn.name_key(firm.name))
                allowed |= {(here, p) for p in (rn.VOTE, rn.CONTRIBUTE, rn.BUILD, rn.IDEAS_NOW)}
                looks = [rn.BALLOT + 64 * k for k in range(model.psychology.voting.ballots)]
                looks += [rn.PARENT + 64 * j for j in range(64)]
                numbers[here] = looks
    ideas = [i for firm in model.firms for i in firm.ideas]
    of_ideas = [rn.QUALITY, rn.APPEAL, rn.FIT, rn.PIECES, rn.QUEUE, rn.JUDGEMENT, rn.REPLY,
                rn.EXPLANATION, rn.REVIEWER, rn.TASTE, rn.TIE, rn.PUSH]  # fmt: skip
    of_ideas += [rn.AUDIENCE + n for n in range(model.sub_rounds)]
    allowed |= {(i.key, p) for i in ideas for p in of_ideas}
    supports = {
        rn.child(rn.child(i.key, rn.SUPPORT), c.node) for i in ideas for c in model.customers
    }
    depth = model.firms[0].board.depth
    places = {*range(depth // 2 + 1), rn.LAST_PLACE, rn.WHICH_PERSON}
    strange = []
    for node, purpose in drawn:
        if (node, purpose) in allowed or node in supports:
            continue
        if node in numbers and any(purpose - look in places for look in numbers[node]):
            continue
        strange.append((node, purpose))
    assert not strange
