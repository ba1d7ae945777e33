"""One door to a run: `simulate`, and the `Run` with its tables."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from cocreation_sim import columns, outcomes
from cocreation_sim.errors import InputError, check_word
from cocreation_sim.frozen import frozen, same
from cocreation_sim.records import Tables
from cocreation_sim.results import Result
from cocreation_sim.rulebook import Rule
from cocreation_sim.scenario.scenario import Scenario, check_seed, load

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from cocreation_sim.mesa_model import Customer, Firm
    from cocreation_sim.mesa_model.model import AtPeriodEnd

ENGINES: Final = ("compiled", "mesa")


@dataclass(frozen=True, eq=False, repr=False)
class Run(Result):
    """What came out of one run of a scenario.

    Attributes
    ----------
    scenario
        What was simulated.
    seed, replication
        Where its luck came from.
    tables
        The raw columns behind the tables.

    Examples
    --------
    >>> run = simulate("workshop", seed=1)
    >>> len(run.ideas) == run.outcome.submissions
    True
    """

    scenario: Scenario
    seed: int
    replication: int
    tables: Tables

    def __post_init__(self) -> None:
        object.__setattr__(self, "tables", frozen(self.tables))

    def __eq__(self, other: object) -> bool:
        """Whether scenario, luck and all that happened are the same."""
        if not isinstance(other, Run):
            return NotImplemented
        luck = (self.seed, self.replication) == (other.seed, other.replication)
        return luck and self.scenario == other.scenario and same(self.tables, other.tables)

    def __hash__(self) -> int:
        return hash((self.scenario, self.seed, self.replication))

    def _facts(self) -> Mapping[str, object]:
        ideas = {name: len(columns["born"]) for name, columns in self.tables.ideas.items()}
        return {
            "scenario": self.scenario.name,
            "seed": self.seed,
            "replication": self.replication,
            "ideas": ideas,
        }

    @cached_property
    def timeline(self) -> pd.DataFrame:
        """One row a campaign and period: what happened in it, how things stood at its end.

        Counts are of real people and ideas (times what a simulated person represents), money in
        EUR, `time` in the calendar's unit.
        """
        return _table(columns.timeline_columns(self.scenario, self.tables))

    @cached_property
    def ideas(self) -> pd.DataFrame:
        """One row a simulated idea, by campaign and birth; times in the calendar's unit."""
        return _table(columns.idea_columns(self.scenario, self.tables))

    @cached_property
    def customers(self) -> pd.DataFrame:
        """One row a simulated person and campaign: how they stand at the end.

        `selected` counts the ideas they know to be selected or merged; the timeline counts each
        when it is, though the news may come after the end. `votes` are their own; the timeline
        holds those of the wider public too. Both tables are of one run, but the timeline's counts
        are of real people and ideas.
        """
        return _table(columns.customer_columns(self.scenario, self.tables))

    @cached_property
    def outcomes(self) -> pd.DataFrame:
        """One row a campaign: what came of it."""
        return _table(self._outcomes).set_index("campaign")

    @cached_property
    def _outcomes(self) -> list[dict[str, Any]]:
        names = sorted(self.scenario.campaigns)
        return [outcomes.outcome(self.scenario, self.tables, name) for name in names]

    @property
    def outcome(self) -> pd.Series[Any]:
        """What came of the campaign, where there is one only."""
        if len(self.outcomes) > 1:
            names = ", ".join(self.outcomes.index)
            raise InputError(
                f"there are several campaigns ({names}); take one of run.outcomes.loc[NAME]"
            )
        import pandas as pd

        figures = dict(self._outcomes[0])
        return pd.Series(figures, dtype=object, name=figures.pop("campaign"))

    def plot(self, campaign: str | None = None) -> Figure:
        """The life of a campaign over time: contributions, and the crowd by state.

        Parameters
        ----------
        campaign
            Which campaign; may be left out where there is one only.
        """
        return super().plot(campaign)


def _table(rows: Any) -> pd.DataFrame:
    """A table of pandas, which is imported only where one is asked for."""
    import pandas as pd

    return pd.DataFrame(rows)


def simulate(
    scenario: Scenario | str | os.PathLike[str],
    seed: int = 1,
    *,
    replication: int = 0,
    engine: str | None = None,
    rules: Mapping[str, Rule] | None = None,
    customer_class: type[Customer] | None = None,
    firm_class: type[Firm] | None = None,
    at_period_end: AtPeriodEnd | None = None,
) -> Run:
    """Simulate a scenario once.

    Parameters
    ----------
    scenario
        A scenario, the name of a preset, or the path of a scenario file.
    seed
        Root of all luck, 0 or more; the same seed gives the same run, to the last bit.
    replication
        Number of the replication under that seed, 0 or more.
    engine
        "compiled" plays the rules over arrays, "mesa" by agents: slowly, open to subclassing,
        and with the same result to the last bit. By default compiled, unless there are subclasses.
    rules
        Functions to play instead of a rule of this package, by name as "motive.crowding"; each
        takes the arguments of that rule. They are compiled for the session.
    customer_class, firm_class
        Subclasses of the Mesa agents that behave differently.
    at_period_end
        Called at the end of each period but the last, with its number from 1 and the model of Mesa
        agents. It returns None, or new values of levers by path, as "campaign.outreach.spend",
        which hold from then on.

    Raises
    ------
    InputError
        If the scenario does not exist or is not valid, the seed is no seed, there is no such
        engine or rule, subclasses or `at_period_end` are to be compiled, or a lever cannot change.

    Examples
    --------
    >>> run = simulate("workshop", seed=1)
    >>> run.outcome.submissions > 0
    True
    """
    seed, replication = check_seed(seed), check_seed(replication, "replication")
    if not isinstance(scenario, Scenario):
        scenario = load(scenario)
    if engine_for(engine, customer_class, firm_class, at_period_end) == "mesa":
        from cocreation_sim.mesa_model import CoCreationModel, Customer, Firm

        model = CoCreationModel(
            scenario,
            seed,
            replication,
            customer_class or Customer,
            firm_class or Firm,
            rules,
            at_period_end,
        )
        return Run(scenario, seed, replication, model.run().tables())
    from cocreation_sim.compiled.engine import Player

    return Run(scenario, seed, replication, Player(rules=rules).play(scenario, seed, replication))


def engine_for(engine: str | None, *own: object) -> str:
    """Which engine plays; subclasses of agents, and what acts on them, only agents can play."""
    special = any(each is not None for each in own)
    if engine is None:
        return "mesa" if special else "compiled"
    engine = check_word("engine", engine, ENGINES)
    if engine == "compiled" and special:
        raise InputError(
            "subclasses of agents and at_period_end are played by engine 'mesa' only; leave engine "
            "out"
        )
    return engine
