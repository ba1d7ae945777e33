"""What is known of a campaign at a moment of its run: all that the pictures show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from cocreation_sim.dashboard.funnel import Step, funnel
from cocreation_sim.plots.style import STATES
from cocreation_sim.records import SPENDING, Columns
from cocreation_sim.scenario.scenario import Scenario

Floats = NDArray[np.float64]

SHOWN: Final = (
    "ideas", "votes", "unaware", *STATES, "revenue", *(f"spent_{kind}" for kind in SPENDING),
)  # fmt: skip


@dataclass(frozen=True)
class Scene:
    """A campaign after some periods.

    Attributes
    ----------
    scenario, campaign
        Which campaign of which scenario.
    time
        End of each period played so far, in the calendar's unit.
    ideas, votes
        In each period, of real people.
    people
        At the end of each period, by state: real people who know the campaign.
    spent, earned
        Since the start, at the end of each period, in EUR: all spending but for the production of
        what is sold; sales less that production.
    steps
        The funnel.
    failures
        When each cause of failure that the campaign watches first occurred, in the calendar's unit.
    """

    scenario: Scenario
    campaign: str
    time: Floats
    ideas: Floats
    votes: Floats
    people: Mapping[str, Floats]
    spent: Floats
    earned: Floats
    steps: tuple[Step, ...]
    failures: Mapping[str, float]

    @property
    def played(self) -> int:
        """Periods played so far."""
        return len(self.time)


def scene(
    scenario: Scenario,
    campaign: str,
    line: Mapping[str, NDArray[Any]],
    ideas: Columns,
    failures: Mapping[str, float],
) -> Scene:
    """The scene from the raw columns of an engine.

    Parameters
    ----------
    scenario, campaign
        Which campaign of which scenario.
    line
        `SHOWN` columns of the timeline, one entry a period played so far.
    ideas
        Raw columns of the ideas; those of later periods are left out.
    failures
        First time of each cause, in weeks; later ones are left out.
    """
    calendar, weight = scenario.calendar, scenario.population.represents
    played = len(line["ideas"])
    time = np.arange(1.0, played + 1) * calendar.period
    now = played * calendar.period * calendar.weeks * (1 + 1e-12)
    money = {key: np.cumsum(line[key], dtype=float) * weight / 100 for key in SHOWN if _money(key)}
    spent = sum((money[f"spent_{kind}"] for kind in SPENDING), start=np.zeros(played))
    people = {state: np.asarray(line[state], dtype=float) * weight for state in STATES}
    aware = int(sum(known[-1] for known in people.values())) if played else 0
    return Scene(
        scenario=scenario,
        campaign=campaign,
        time=time,
        ideas=np.asarray(line["ideas"], dtype=float) * weight,
        votes=np.asarray(line["votes"], dtype=float) * weight,
        people=people,
        spent=spent - money["spent_production"],
        earned=money["revenue"] - money["spent_production"],
        steps=tuple(funnel(scenario.campaigns[campaign].cell, ideas, now, aware, weight)),
        failures={
            cause: at / calendar.weeks for cause, at in sorted(failures.items()) if at <= now
        },
    )


def _money(key: str) -> bool:
    return key == "revenue" or key.startswith("spent_")
