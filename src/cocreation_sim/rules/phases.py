"""From a scenario with dated changes to a campaign's numbers in each of its phases."""

from __future__ import annotations

from cocreation_sim.rules.numbers import FirmNumbers, firm_numbers
from cocreation_sim.scenario.scenario import Scenario


def numbers_by_phase(name: str, scenario: Scenario) -> list[tuple[int, FirmNumbers]]:
    """The numbers of a campaign in each of its phases, with the sub-round in which it begins.

    Parameters
    ----------
    name, scenario
        Name of a campaign, and the scenario it belongs to.

    Examples
    --------
    >>> more = {"at": 4.0, "levers": {"reward.prize": 500.0}}
    >>> phases = numbers_by_phase("campaign", Scenario().vary({"changes": (more,)}))
    >>> [(begins, phase.prize_cents) for begins, phase in phases]
    [(0, 0), (28, 50000)]
    """
    found: list[tuple[int, FirmNumbers]] = []
    before = None
    for begins, campaign in scenario.phases(name).items():
        now = firm_numbers(campaign, scenario)
        if before is not None:
            now = continued(before, now, begins, scenario.calendar.sub_round)
        found.append((begins, now))
        before = now
    return found


def continued(before: FirmNumbers, now: FirmNumbers, begins: int, step: float) -> FirmNumbers:
    """The numbers of a new phase, with what was spent at the rates of those before.

    Parameters
    ----------
    before, now
        Numbers of the phase that is over, and of the new one.
    begins, step
        The sub-round in which it begins, and weeks of a sub-round.

    Examples
    --------
    >>> old, new = (
    ...     firm_numbers(s.campaign, s)
    ...     for s in (Scenario().vary({"campaign.fixed_cost": cost}) for cost in (1.0, 3.0))
    ... )
    >>> later = continued(old, new, 14, 1 / 7)
    >>> later.running_from, later.running_before, later.running_cents
    (14, 200.0, 300.0)
    """
    outreach_from, outreach_before = charged(
        before.outreach_from,
        before.outreach_before,
        before.outreach_cents,
        now.outreach_cents,
        begins,
        step,
    )
    running_from, running_before = charged(
        before.running_from,
        before.running_before,
        before.running_cents,
        now.running_cents,
        begins,
        step,
    )
    return now._replace(
        outreach_from=outreach_from,
        outreach_before=outreach_before,
        running_from=running_from,
        running_before=running_before,
    )


def charged(
    since: int, before: float, rate: float, new_rate: float, begins: int, step: float
) -> tuple[int, float]:
    """Since when a new rate is charged, and cents spent at earlier ones; as it was, if it is none.

    Parameters
    ----------
    since, before
        The sub-round since which the old rate was charged, and cents spent at those before it.
    rate, new_rate
        Old and new, in cents a week.
    begins, step
        The sub-round in which the new rate begins, and weeks of a sub-round.

    Examples
    --------
    >>> charged(0, 5.0, 10.0, 20.0, 3, 0.5), charged(0, 5.0, 10.0, 10.0, 3, 0.5)
    ((3, 20.0), (0, 5.0))
    """
    if new_rate == rate:
        return since, before
    begins = max(begins, since)
    return begins, before + rate * ((begins - since) * step)
