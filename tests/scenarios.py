"""Small worlds for tests: each is quick to play and shows its mechanism for sure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from cocreation_sim.errors import InputError
from cocreation_sim.records import Tables
from cocreation_sim.runs import Run, simulate
from cocreation_sim.scenario.campaign import Campaign, Milestone
from cocreation_sim.scenario.population import Population, Segment
from cocreation_sim.scenario.scenario import Calendar, Scenario

Change = Mapping[str, Any]


def one_firm(changes: Change | None = None) -> Scenario:
    """150 people who all know a firm of the submitting kind, for half a year."""
    return Scenario(
        name="one firm",
        calendar=Calendar(duration=26.0),
        population=Population(size=150, segments={"people": Segment(aware=1.0)}),
        campaigns={"mine": Campaign()},
    ).vary(changes or {})


def idea_box(changes: Change | None = None) -> Scenario:
    """A steady stream of ideas, read slowly; people are reached bit by bit."""
    return one_firm(
        {
            "segments.aware": 0.1,
            "campaign.outreach.spend": 5.0,
            "campaign.reward.prize": 100.0,
            "campaign.reward.pay": 1.25,
            "campaign.review.capacity": 3.0,
            "campaign.dialogue.answered": 0.5,
            "campaign.selection.shelf_life": 8.0,
            **(changes or {}),
        }
    )


def studio(changes: Change | None = None) -> Scenario:
    """Co-designing with votes, finalists, prizes and royalties; what is chosen is sold."""
    return one_firm(
        {
            "campaign.cell": "co-designing",
            "campaign.reward.prize": 33.33,
            "campaign.reward.royalty": 0.05,
            "campaign.selection.winners": 2,
            "campaign.selection.shortlist": 5,
            "campaign.selection.announce": True,
            "campaign.market.sells": "ideas",
            "campaign.market.price": 19.99,
            "campaign.market.unit_cost": 7.77,
            "campaign.market.integration_cost": 10.0,
            "campaign.market.integration_time": 1.0,
            "campaign.market.potential": 500.0,
            **(changes or {}),
        }
    )


def contest(changes: Change | None = None) -> Scenario:
    """Calls of two weeks with a brief: people enter, and finish or do not."""
    return one_firm(
        {
            "segments.money": 1.0,
            "campaign.call.new_brief": True,
            "campaign.call.two_step": True,
            "campaign.reward.prize": 500.0,
            "campaign.selection.winners": 2,
            "campaign.selection.round_length": 2.0,
            **(changes or {}),
        }
    )


def commons(changes: Change | None = None) -> Scenario:
    """Collaborating: a busy core merges, builds on one another's work, and burns out."""
    return one_firm(
        {
            "population.size": 60,
            "segments.pace": 3.0,
            "segments.pieces": 2.0,
            "segments.pieces_sd": 0.7,
            "segments.ideas_a_visit": 1.3,
            "segments.social": 1.0,
            "campaign.cell": "collaborating",
            "campaign.reward.recognition": 0.8,
            "campaign.selection.how": "merge",
            "campaign.selection.bar": 0.3,
            "campaign.review.capacity": 1.0,
            "campaign.review.capacity_per_core": 2.0,
            "campaign.market.sells": "product",
            "behaviour.leaving.base": 0.8,
            "behaviour.exhaustion.capacity": 0.15,
            "behaviour.exhaustion.recovery": 0.5,
            **(changes or {}),
        }
    )


def wishes(changes: Change | None = None) -> Scenario:
    """Tinkering with an audience: votes have to reach milestones in time."""
    return one_firm(
        {
            "campaign.cell": "tinkering",
            "campaign.selection.milestones": (
                Milestone(votes=3, within=4.0),
                Milestone(votes=12, within=6.0),
            ),
            "campaign.selection.winners": 1,
            "campaign.audience.views": 60.0,
            "campaign.audience.push": 2.0,
            "campaign.audience.rally": 1.0,
            **(changes or {}),
        }
    )


def rivals(changes: Change | None = None) -> Scenario:
    """Two firms, an idea box and a studio, compete for two segments that complement each other."""
    box, open_studio = idea_box().campaign, studio({"campaign.cell": "collaborating"}).campaign
    return Scenario(
        name="rivals",
        calendar=Calendar(duration=26.0),
        population=Population(
            size=150,
            segments={
                "amateurs": Segment(share=2.0, aware=0.5, complements=("experts",)),
                "experts": Segment(aware=0.5, ability=0.5, pace=1.0, complements=("amateurs",)),
            },
        ),
        campaigns={"acme": box, "zenith": open_studio},
    ).vary(changes or {})


WORLDS: dict[str, Callable[..., Scenario]] = {
    "idea box": idea_box,
    "studio": studio,
    "contest": contest,
    "commons": commons,
    "wishes": wishes,
    "rivals": rivals,
}


def play(scenario: Scenario, runs: int, seed: int = 1, first: int = 0) -> list[Run]:
    """Runs with the luck of replications first, first + 1, … of a seed."""
    return [simulate(scenario, seed, replication=first + r) for r in range(runs)]


def figures(
    scenario: Scenario, names: str | list[str], runs: int, seed: int = 1, first: int = 0
) -> NDArray[np.float64]:
    """Outcomes of several runs: one row a run, one column a name."""
    names = names.split() if isinstance(names, str) else names
    rows = [run.outcome[names] for run in play(scenario, runs, seed, first)]
    return np.array(rows, dtype=float)


def certainty(differences: NDArray[np.float64]) -> float:
    """Mean paired difference in standard errors; infinite if all differences are equal."""
    x = np.asarray(differences, dtype=float)
    error = x.std(ddof=1) / np.sqrt(len(x))
    if error == 0.0:
        return float(np.sign(x.mean())) * np.inf if x.mean() else 0.0
    return float(x.mean() / error)


def writable(tables: Tables) -> Tables:
    """A copy of raw tables that can be written into."""

    def copied(value: Any) -> Any:
        if isinstance(value, np.ndarray):
            return value.copy()
        return {k: copied(v) for k, v in value.items()} if isinstance(value, Mapping) else value

    return Tables(*map(copied, tables))


def same_tables(one: Tables, other: Tables) -> bool:
    """Are two runs equal to the last bit?"""
    np.testing.assert_equal(one._asdict(), other._asdict())
    return True


def one_line(caught: pytest.ExceptionInfo[InputError]) -> str:
    """The message of an `InputError`, which must be a single short line."""
    message = str(caught.value)
    assert message
    assert len(message.splitlines()) == 1
    assert len(message) < 1000
    assert "pydantic" not in message
    return message
