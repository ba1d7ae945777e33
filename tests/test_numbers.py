"""NumPy's numbers are taken wherever Python's are, and kept as Python's; truths are no numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import cocreation_sim as cs
from cocreation_sim.designs.samples import unit_sample
from cocreation_sim.errors import InputError, plain
from cocreation_sim.predicting.starving import Starving
from cocreation_sim.recommending.goals import Figure, Limit
from cocreation_sim.recommending.searching import Effort
from cocreation_sim.scenario.campaign import Milestone, Reward, Selection
from tests.scenarios import one_line

PRIZE = "campaign.reward.prize"
CREDIT = "campaign.reward.recognition"


def swept(replications: Any = 1, **options: Any) -> cs.Experiment:
    vary = options.pop("vary", {PRIZE: [0, 500]})
    return cs.sweep("workshop", vary, replications, progress=False, **({"workers": 1} | options))


WHOLE: dict[str, Callable[[Any], Any]] = {
    "seed of a run": lambda n: cs.simulate("workshop", n).seed,
    "replication of a run": lambda n: cs.simulate("workshop", replication=n).replication,
    "replications of a sweep": lambda n: swept(n).replications,
    "seed of a sweep": lambda n: swept(seed=n).seed,
    "workers of a sweep": lambda n: len(swept(workers=n).runs),
    "samples of a sweep": lambda n: len(
        swept(vary={CREDIT: cs.Range(0, 1)}, design="lhs", samples=n).runs
    ),
    "least of until": lambda n: cs.StoppingRule(least=n).least,
    "runs of an effort": lambda n: Effort(100, n, n).most,
    "seed of a sample": lambda n: len(unit_sample("morris", 1, 4, n)),
    "size of a population": lambda n: (
        cs.load("workshop").vary({"population.size": n}).population.size
    ),
    "winners": lambda n: Selection(winners=n).winners,
    "votes": lambda n: Milestone(votes=n, within=1.0).votes,
}
REAL: dict[str, Callable[[Any], Any]] = {
    "prize": lambda x: Reward(recognition=x).recognition,
    "prize that varies": lambda x: (
        cs.load("workshop").vary({CREDIT: x}).campaign.reward.recognition
    ),
    "openness": lambda x: cs.Campaign(openness=x).openness,
    "range": lambda x: (
        swept(vary={CREDIT: cs.Range(x, 1)}, design="lhs", samples=2).levers[CREDIT].low
    ),
    "width of until": lambda x: cs.StoppingRule(width=x).width,
    "level of until": lambda x: cs.StoppingRule(level=x).level,
    "bound of a limit": lambda x: Limit(Figure("cost"), x).bound,
    "quantile": lambda x: Figure("cost", x).quantile,
    "threshold of starving": lambda x: Starving(x, 4.0).contributions,
    "budget": lambda x: cs.Situation.of(x, {}).budget,
    "level of a summary": lambda x: len(swept().summary(level=x)),
}


@pytest.mark.parametrize("kind", [np.int64, np.uint8, np.int32])
@pytest.mark.parametrize("name", WHOLE)
def test_whole_numbers_of_numpy_are_taken(name: str, kind: Any) -> None:
    taken = WHOLE[name](kind(4))
    assert type(taken) is int
    assert taken == WHOLE[name](4)


@pytest.mark.parametrize("kind", [np.float64, np.float32])
@pytest.mark.parametrize("name", REAL)
def test_numbers_of_numpy_are_taken(name: str, kind: Any) -> None:
    taken = REAL[name](kind(0.5))
    assert type(taken) in (int, float)
    assert taken == REAL[name](0.5)


@pytest.mark.parametrize("wrong", [True, np.True_])
@pytest.mark.parametrize("name", [*WHOLE, *REAL])
def test_a_truth_is_no_number(name: str, wrong: Any) -> None:
    with pytest.raises((InputError, ValueError)) as caught:
        (WHOLE | REAL)[name](wrong)
    if isinstance(caught.value, InputError):
        one_line(caught)


def test_truths_of_numpy_are_taken_as_such() -> None:
    reward = Reward(guaranteed=np.False_)  # type: ignore[arg-type]
    assert reward.guaranteed is False
    made = cs.load("workshop").vary({"campaign.reward.guaranteed": np.False_})
    assert made.campaign.reward.guaranteed is False


def test_a_sweep_over_numbers_of_numpy_is_kept(tmp_path: Any) -> None:
    kept = tmp_path / "kept"
    exp = swept(
        np.int64(2),
        seed=np.int64(3),
        vary={PRIZE: np.linspace(0, 500, 2), CREDIT: np.array([0, 1])},
        fixed={"campaign.review.capacity": np.float32(9), "population.size": np.int16(40)},
        store=kept,
        until=cs.StoppingRule(width=np.float64(2), least=np.int64(2)),
    )
    again = cs.open_experiment(kept)
    assert (again.seed, again.replications) == (3, 2)
    assert again.runs.equals(exp.runs)
    assert cs.load_study(kept / "study.toml").fixed == {
        "campaign.review.capacity": 9.0,
        "population.size": 40,
    }


def test_ranges_of_numpy_are_kept(tmp_path: Any) -> None:
    low, high = np.float32(0), np.int64(1)
    exp = swept(
        vary={CREDIT: cs.Range(low, high)}, design="LHS", samples=np.int64(2), store=tmp_path / "a"
    )
    assert cs.open_experiment(tmp_path / "a").runs.equals(exp.runs)


def test_what_is_not_numpys_is_left_alone() -> None:
    given = {"a": [1, (2.5, "x")], "b": None}
    assert plain(given) == given
    assert plain({"a": [np.int64(1), (np.float64(2.5), np.str_("x"))], "b": None}) == given
