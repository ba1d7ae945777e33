"""How long runs may take."""

from __future__ import annotations

from typing import Final

from cocreation_sim.scenario.scenario import Scenario

AGENTS_ARE_SLOWER: Final = 60.0  # than compiled code, times


def expected_seconds(scenario: Scenario, by_agents: bool = False) -> float:
    """About how long a run takes; for batches and the time left only, results never depend on it.

    Examples
    --------
    >>> expected_seconds(Scenario()) < 5
    True
    """
    calendar = scenario.calendar
    sub_rounds = calendar.periods * calendar.rounds_a_period
    weeks = sub_rounds * calendar.sub_round
    people = scenario.population.simulated
    seconds = 5e-4 + 1e-6 * sub_rounds * len(scenario.campaigns) + people * (3e-7 + 4e-8 * weeks)
    return seconds * (AGENTS_ARE_SLOWER if by_agents else 1.0)
