"""One campaign of a run, as its outcomes see it: raw columns, and what is counted of them once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from cocreation_sim.outcomes.measures import Flags
from cocreation_sim.records import FLOWS, SPENDING, Columns, Tables
from cocreation_sim.rules import events as ev
from cocreation_sim.rules.numbers import FirmNumbers, firm_numbers
from cocreation_sim.scenario.campaign import Campaign
from cocreation_sim.scenario.scenario import Scenario


@dataclass(frozen=True, eq=False)
class CampaignRun:
    """What an outcome is computed from.

    Attributes
    ----------
    scenario, tables
        What was played, and the raw columns it gave: simulated people and ideas, weeks, cents.
    name
        Of the campaign.

    Examples
    --------
    >>> from cocreation_sim import simulate
    >>> run = simulate("workshop")
    >>> CampaignRun(run.scenario, run.tables, "workshop").ideas_n == len(run.ideas)
    True
    """

    scenario: Scenario
    tables: Tables
    name: str
    _found: dict[Callable[[CampaignRun], Any], Any] = field(
        default_factory=dict, repr=False, init=False
    )

    def once[T](self, count: Callable[[CampaignRun], T]) -> T:
        """What a function makes of this run, computed when first asked for.

        For what several outcomes are made of: pass a function that has a name, not a new lambda.

        Parameters
        ----------
        count
            The function.
        """
        if count not in self._found:
            self._found[count] = count(self)
        found: T = self._found[count]
        return found

    @property
    def campaign(self) -> Campaign:
        """The campaign as it was set up."""
        return self.scenario.campaigns[self.name]

    @property
    def weight(self) -> int:
        """Real people that a simulated one stands for; the same of ideas."""
        return self.scenario.population.represents

    @property
    def unit(self) -> float:
        """Weeks in the calendar's unit."""
        return self.scenario.calendar.weeks

    @cached_property
    def end(self) -> float:
        """The last moment of the calendar, in weeks."""
        calendar = self.scenario.calendar
        return calendar.periods * calendar.period * self.unit

    @property
    def line(self) -> Columns:
        """One entry a period: flows in it, stocks at its end."""
        return self.tables.timeline[self.name]

    @property
    def ideas(self) -> Columns:
        """One entry an idea, in order of birth."""
        return self.tables.ideas[self.name]

    @property
    def people(self) -> Columns:
        """One entry a person aware of the campaign."""
        return self.tables.customers[self.name]

    @property
    def failures(self) -> dict[str, float]:
        """First time of each cause of failure that occurred, in weeks."""
        return self.tables.failures[self.name]

    @cached_property
    def numbers(self) -> FirmNumbers:
        """The numbers the firm works with."""
        return firm_numbers(self.campaign, self.scenario)

    @cached_property
    def total(self) -> dict[str, int]:
        """Each flow over all periods."""
        return {flow: int(self.line[flow].sum()) for flow in FLOWS}

    @property
    def ideas_n(self) -> int:
        """Number of ideas."""
        return self.total["ideas"]

    @cached_property
    def spent(self) -> dict[str, float]:
        """Money spent, by what it was spent on (EUR)."""
        return {
            kind: int(self.line[f"spent_{kind}"].sum()) * self.weight / 100 for kind in SPENDING
        }

    @cached_property
    def cost(self) -> float:
        """Money spent, but for the production of what is sold (EUR)."""
        return sum(self.spent.values()) - self.spent["production"]

    @cached_property
    def revenue(self) -> float:
        """Revenue (EUR)."""
        return int(self.line["revenue"].sum()) * self.weight / 100

    @cached_property
    def chosen(self) -> Flags:
        """Which ideas were selected."""
        found: Flags = self.ideas["fate"] == ev.FATE_SELECTED
        return found

    @cached_property
    def kept(self) -> Flags:
        """Which ideas were integrated by the end."""
        found: Flags = self.ideas["integrated_at"] <= self.end
        return found

    @cached_property
    def by_author(self) -> Any:
        """Ideas of each contributor who has any."""
        return self.people["ideas"][self.people["ideas"] > 0]

    @cached_property
    def took_part(self) -> Flags:
        """Which people contributed or voted."""
        found: Flags = (self.people["contributions"] > 0) | (self.people["votes"] > 0)
        return found

    @cached_property
    def tired(self) -> Flags:
        """Which people ever burned out."""
        found: Flags = self.tables.people["times_burned_out"][self.people["person"]] > 0
        return found
