"""What came of each campaign: the declared outcomes, over the raw columns of a run.

Each is one `Outcome` in the file of its group; what is told of it anywhere is read there, so that
to add one is to write it down once. `declared` has them in order, `find` by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from cocreation_sim.outcomes.declaring import COUNTED, LESS, MORE, NEITHER, Outcome, says_unit
from cocreation_sim.outcomes.failure import FAILED, FAILURE_RISK
from cocreation_sim.outcomes.played import CampaignRun
from cocreation_sim.outcomes.registry import (
    Descriptions,
    also,
    chosen,
    column_of,
    declare,
    declared,
    find,
    headlines,
    spelled,
)
from cocreation_sim.records import Tables
from cocreation_sim.rules.numbers import firm_numbers
from cocreation_sim.scenario.scenario import Scenario

__all__ = [
    "COUNTED",
    "DESCRIPTIONS",
    "FAILED",
    "FAILURE_RISK",
    "LESS",
    "MORE",
    "NEITHER",
    "CampaignRun",
    "Outcome",
    "also",
    "chosen",
    "closed_rounds",
    "column_of",
    "declare",
    "declared",
    "find",
    "headlines",
    "outcome",
    "says_unit",
    "spelled",
]

DESCRIPTIONS: Final[Mapping[str, tuple[str, str]]] = Descriptions()
"""What each outcome is, and its unit."""


def outcome(scenario: Scenario, tables: Tables, name: str) -> dict[str, Any]:
    """What came of one campaign: counts of real people and ideas, money in EUR, times in units.

    `DESCRIPTIONS` says what each figure means.

    Parameters
    ----------
    scenario, tables
        What was played, and the raw columns it gave.
    name
        Of the campaign.

    Examples
    --------
    >>> from cocreation_sim import simulate
    >>> run = simulate("workshop")
    >>> (name,) = run.scenario.campaigns
    >>> outcome(run.scenario, run.tables, name)["submissions"] == run.outcome.submissions
    True
    """
    run = CampaignRun(scenario, tables, name)
    return {"campaign": name, **{each.name: each.of(run) for each in declared()}}


def closed_rounds(scenario: Scenario, name: str) -> int:
    """Number of rounds a campaign closes.

    Parameters
    ----------
    scenario, name
        What was played, and the name of the campaign.

    Examples
    --------
    >>> closed_rounds(Scenario(), "campaign")
    13
    """
    return firm_numbers(scenario.campaigns[name], scenario).rounds
