"""Law 6: more load on the same people burns more of them out; they rest, and some come back."""

import itertools

import numpy as np
import pytest

from cocreation_sim.mesa_model import CoCreationModel, Customer
from tests.scenarios import certainty, commons, figures

LOADS = {
    "work an idea": ("segments.pieces", (1.0, 4.0, 16.0)),
    "visits": ("segments.pace", (1.0, 2.0, 4.0)),
    "reviews": ("behaviour.exhaustion.review_load", (0.0, 1.0, 3.0)),
}
MANY = {
    "population.size": 80,
    "calendar.duration": 16.0,
    "segments.effort": 0.4,
    "segments.pieces_sd": 0.0,
    "behaviour.exhaustion.own_pace": 0.0,
}
REVIEWS = {  # what they write alone would burn out few
    "behaviour.core.contributions": 3,
    "behaviour.exhaustion.capacity": 0.6,
    "campaign.review.capacity": 0.5,
}


@pytest.mark.parametrize("load", LOADS)
def test_law_06_more_load_burns_more_people_out(load):
    path, values = LOADS[load]
    world = commons(MANY | (REVIEWS if load == "reviews" else {}))
    burned = [figures(world.vary({path: v}), "ever_burned_out", 16)[:, 0] for v in values]
    for less, more in itertools.pairwise(burned):
        assert certainty(more - less) > 2.5


class Watched(Customer):
    """Keeps a diary of what it does and when it is burned out."""

    def __init__(self, *args) -> None:
        super().__init__(*args)
        self.diary: list[tuple[str, float]] = []

    def burn_out(self, time):
        self.diary.append(("burns out", time))
        super().burn_out(time)

    def recover(self, time):
        self.diary.append(("recovers", time))
        super().recover(time)

    def choose(self, time, node, engaging):
        self.diary.append(("chooses", time))
        return super().choose(time, node, engaging)

    def make_idea(self, r, time, *rest):
        self.diary.append(("makes an idea", time))
        return super().make_idea(r, time, *rest)


@pytest.fixture(scope="module")
def diaries():
    """What those did who ever burned out, in time."""
    kept = []
    for replication in range(6):
        model = CoCreationModel(commons(), 1, replication, customer_class=Watched).run()
        kept += [person.diary for person in model.customers if person.times_burned_out]
    return kept


def test_law_06_burned_out_people_do_nothing(diaries):
    assert len(diaries) > 10
    for diary in diaries:
        resting = False
        for deed, _ in diary:
            assert not resting or deed == "recovers"
            resting = deed == "burns out" or (resting and deed != "recovers")
        times = [time for _, time in diary]
        assert times == sorted(times)


def test_law_06_rest_takes_its_time_and_brings_some_back(diaries):
    p = commons().behaviour.exhaustion
    odds = [x / (1 - x) for x in (p.burnout, p.rested)]
    shortest = np.log(odds[0] / odds[1]) / p.recovery
    back = 0
    for diary in diaries:
        for n, (deed, time) in enumerate(diary[:-1]):
            if deed == "burns out":
                assert diary[n + 1][1] - time >= shortest - 1e-9
            if deed == "recovers":
                back += diary[n + 1][0] == "chooses"
    assert back > 3


def test_law_06_burned_out_people_are_no_longer_engaged():
    model = CoCreationModel(commons(), 1)
    seen = 0
    while model.sub_round < model.sub_rounds:
        model.step()
        (firm,) = model.firms
        out = [c for c in model.customers if c.burned_out]
        here = [c for c in out if c.relations[0].state in (1, 2)]
        assert model.timeline["mine"][-1]["burned_out"] == len(here)
        seen += len(here)
    assert seen > 0
    assert firm.tally.burnouts > 0
