"""An experiment: the runs of a design, and what they say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from cocreation_sim.errors import InputError, nearest_names
from cocreation_sim.experiments import summary
from cocreation_sim.experiments.design import Grid
from cocreation_sim.scenario.scenario import Scenario

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, eq=False)
class Experiment:
    """Runs of every design point under the same luck.

    Attributes
    ----------
    scenario
        What the levers vary.
    levers
        The varied paths and their values.
    replications, seed
        Runs of each design point, and the root of their luck.
    runs
        One row a run and campaign: `scenario_id`, `replication_id`, `seed`, `campaign`, the varied
        paths, then the outcomes (see `cocreation_sim.outcomes`).
    question
        What it was to answer.

    Examples
    --------
    >>> from cocreation_sim.experiments.sweep import sweep
    >>> prizes = {"campaign.reward.prize": [0, 500]}
    >>> exp = sweep(Scenario(), prizes, replications=2, workers=1, progress=False)
    >>> len(exp.runs), exp.summary()["failure_risk"].tolist()
    (4, [1.0, 1.0])
    """

    scenario: Scenario
    levers: Grid
    replications: int
    seed: int
    runs: pd.DataFrame
    question: str = ""

    @property
    def outcomes(self) -> list[str]:
        """Names of the outcomes that are numbers."""
        return summary.numeric_outcomes(self.runs, list(self.levers))

    @property
    def campaigns(self) -> list[str]:
        """Names of the campaigns."""
        return [str(name) for name in self.runs["campaign"].unique()]

    def only(self, campaign: str | None) -> Experiment:
        """The experiment as one campaign saw it; without a name, the only one.

        Raises
        ------
        InputError
            If there is no such campaign, or none is named where there are several.
        """
        names = self.campaigns
        if campaign is None and len(names) == 1:
            campaign = names[0]
        if campaign is None:
            raise InputError(f"there are {len(names)} campaigns; name one: {', '.join(names)}")
        if campaign not in names:
            raise InputError(
                f"there is no campaign {campaign!r}; the campaigns are {', '.join(names)}"
                + nearest_names(campaign, names)
            )
        mine = self.runs[self.runs["campaign"] == campaign].reset_index(drop=True)
        return Experiment(
            self.scenario, self.levers, self.replications, self.seed, mine, self.question
        )

    def summary(
        self, outcomes: Sequence[str] | str | None = None, *, level: float = 0.95
    ) -> pd.DataFrame:
        """One row a design point and campaign: failure risk and means, each with its interval.

        Parameters
        ----------
        outcomes
            Which outcomes; by default all that are numbers.
        level
            Level of the intervals: Jeffreys' for the risk, Student's for the means.

        Returns
        -------
        DataFrame
            `scenario_id`, `campaign`, the varied paths, `replications`, `failure_risk`,
            `failure_risk_low`, `failure_risk_high`, the share of runs that failed first because of
            each cause, and for each outcome NAME, NAME_low, NAME_high.

        Raises
        ------
        InputError
            If there is no such outcome, or the level is none.
        """
        names = summary.chosen_outcomes(self.outcomes, outcomes)
        return summary.summarise(self.runs, list(self.levers), names, level)

    def predict(
        self, outcomes: Sequence[str] | str | None = None, *, level: float = 0.9
    ) -> pd.DataFrame:
        """One row a design point, campaign and outcome: where one further run will fall.

        Parameters
        ----------
        outcomes
            Which outcomes; by default all that are numbers.
        level
            Probability that a further run falls between `low` and `high`. The column `method`
            says where that rests on a bell shape, because the replications are few.

        Returns
        -------
        DataFrame
            `scenario_id`, `campaign`, the varied paths, `outcome`, `unit`, `replications`,
            `median`, `low`, `high`, `method`.

        Raises
        ------
        InputError
            If there is no such outcome, or the level is none.
        """
        names = summary.chosen_outcomes(self.outcomes, outcomes)
        return summary.predict(self.runs, list(self.levers), names, level)

    def plot(self, outcome: str = "submissions", campaign: str | None = None) -> Figure:
        """An outcome and the failure risk over the levers: a curve, a map, or a row of curves."""
        from cocreation_sim.views.plots import experiment

        return experiment(self, outcome, campaign)
