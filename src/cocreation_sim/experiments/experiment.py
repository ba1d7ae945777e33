"""An experiment: the runs of a design, and what they say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from cocreation_sim.errors import InputError, nearest_names
from cocreation_sim.outcomes import FAILED, column_of
from cocreation_sim.statistics import summary

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from cocreation_sim.experiments.answers import Discovery
    from cocreation_sim.runs import Run

from cocreation_sim.experiments import answers
from cocreation_sim.experiments.design_runs import DesignRuns


@dataclass(frozen=True, eq=False, repr=False)
class Experiment(DesignRuns):
    """Runs of every design point under the same luck.

    Attributes
    ----------
    design
        Which scenarios were played.
    replications, seed
        Runs of each design point, and the root of their luck.
    reader
        Where its runs are: reads a part, "runs" or "errors", as an Arrow table.
    question, campaign
        What it was to answer, and the campaign it is restricted to; empty for all.

    Examples
    --------
    >>> from cocreation_sim.experiments.sweep import sweep
    >>> exp = sweep("ordinary", {"campaign.reward.prize": [0, 500]}, 2, workers=1, progress=False)
    >>> len(exp.runs), exp.summary()["failure_risk"].tolist()
    (4, [1.0, 1.0])
    """

    def summary(
        self,
        outcomes: Sequence[str] | str | None = None,
        *,
        level: float = 0.95,
        by: str | Sequence[str] = "scenario",
    ) -> pd.DataFrame:
        """One row a design point and campaign: failure risk and means, each with its interval.

        The columns are `scenario_id` (not if pooled), `campaign`, the varied paths, `replications`,
        `failure_risk`, `failure_risk_low`, `failure_risk_high`, the share of runs that failed first
        because of each cause, and for each outcome NAME, NAME_low, NAME_high.

        Parameters
        ----------
        outcomes, level
            Outcomes beside the risk, by default all numbers; level (Jeffreys, Student intervals).
        by
            "scenario": each design point in each world by itself. "levers": all worlds of the
            uncertainties together, as a firm faces them. Or some of the varied paths: all else is
            pooled. Runs of one world, or of one replication, then count as alike.

        Raises
        ------
        InputError
            If there is no such outcome, or the level is invalid.
        """
        names = summary.chosen_outcomes([*self.outcomes, FAILED], outcomes)
        names = [name for name in names if column_of(name) != FAILED]
        if by == "scenario":
            return summary.summarise(self.runs, self.design.columns, names, level)
        paths = list(self.levers) if by == "levers" else [by] if isinstance(by, str) else list(by)
        for path in paths:
            if path not in self.design.columns:
                near = nearest_names(path, self.design.columns)
                told = ", ".join(["scenario", "levers", *self.design.columns])
                raise InputError(f"by is {path!r}; allowed is one of {told}{near}")
        return summary.pooled(
            self.joined(self.runs, paths), paths, names, level, self.design.worlds
        )

    def predict(
        self, outcomes: Sequence[str] | str | None = None, *, level: float = 0.9
    ) -> pd.DataFrame:
        """One row a design point, campaign and outcome: where one further run will fall.

        Beside the point: `outcome`, `unit`, `replications`, `median`, `low`, `high`, and `method`,
        a bell shape if replications are few. Raises as `summary`.

        Parameters
        ----------
        outcomes, level
            As for `summary`, but the level is the probability that a further run falls inside.
        """
        names = summary.chosen_outcomes(self.outcomes, outcomes)
        return summary.predict(self.runs, self.design.columns, names, level)

    def compare(
        self,
        outcomes: Sequence[str] | str | None = None,
        *,
        level: float = 0.95,
        campaign: str | None = None,
    ) -> pd.DataFrame:
        """Every design point against the first, run by run under the same luck.

        Columns and errors are those of `cocreation_sim.statistics.comparison.compare_runs`.

        Parameters
        ----------
        outcomes, level, campaign
            Which outcomes, "failure_risk" among them, by default a few that matter most; joint
            level of the intervals of an outcome; and which campaign, if there are several.
        """
        return answers.compare(self.only(campaign or self.campaign or None), outcomes, level)

    def sensitivity(
        self,
        outcomes: Sequence[str] | str = (FAILED, "submissions"),
        *,
        level: float = 0.95,
        campaign: str | None = None,
    ) -> pd.DataFrame:
        """On which factors the outcomes depend, and how much of them is mere luck.

        One row an outcome and factor: for the design "morris" `mu_star`, `mu_star_low`,
        `mu_star_high`, `mu`, `sigma`; for "saltelli" `first` and `total` with their intervals.
        `noise` and `residual_noise` are the shares of luck in single runs and in means, `left_out`
        counts samples left out. Other designs raise `InputError`.

        Parameters
        ----------
        outcomes, level, campaign
            Which outcomes, "failure_risk" among them; level of each interval; which campaign.
        """
        return answers.sensitivity(self.only(campaign or self.campaign or None), outcomes, level)

    def discover(self, *, campaign: str | None = None, boxes: int = 2) -> Discovery:
        """Under which conditions campaigns fail: boxes of the factors, in plain words (PRIM).

        Raises `InputError` if nothing was varied, or no run or every run failed.

        Parameters
        ----------
        campaign, boxes
            Which campaign, if there are several; and how many boxes at most.
        """
        return answers.discover(self.only(campaign or self.campaign or None), boxes)

    def survival(self, *, level: float = 0.95, by: str | None = None) -> pd.DataFrame:
        """How long campaigns last before they fail: Kaplan and Meier's estimate.

        Runs that do not fail are censored at the end of their calendar. The columns are the point
        or value, `time`, `surviving`, `low`, `high`, `at_risk`, `failures`.

        Parameters
        ----------
        level, by
            Level of the intervals; and the varied path whose values have a curve each, if any.
        """
        return answers.survive(self, level, by)

    def causes(self, *, level: float = 0.95) -> pd.DataFrame:
        """What campaigns fail of: shares of runs by first cause and by any, with intervals.

        Parameters
        ----------
        level
            Level of the intervals.
        """
        return answers.causes(self, level)

    def replay(self, scenario_id: str, replication_id: int, **options: Any) -> Run:
        """One of the runs by itself, with all its tables; one that raised an error raises it.

        Parameters
        ----------
        scenario_id, replication_id, **options
            Its keys, as in `runs` and `errors`; and its engine, rules or agents, as for `simulate`.

        Raises
        ------
        InputError
            If no design point has that `scenario_id`.
        """
        from cocreation_sim.runs import simulate

        ids = self.design.scenario_ids
        if scenario_id not in ids:
            raise InputError(
                f"there is no design point with scenario_id {scenario_id!r}"
                + nearest_names(str(scenario_id), ids)
            )
        scenario = self.design.scenario(ids.index(scenario_id))
        return simulate(scenario, self.seed, replication=int(replication_id), **options)

    def plot(self, outcome: str = "submissions", campaign: str | None = None) -> Figure:
        """An outcome and the failure risk over the levers: a curve, a map, or a row of curves.

        Parameters
        ----------
        outcome, campaign
            Name of an outcome, "failure_risk" for that alone; and which campaign, if several.
        """
        return super().plot(outcome, campaign)
