"""An experiment: the runs of a design, and what they say."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cocreation_sim.errors import InputError, nearest_names
from cocreation_sim.experiments import summary
from cocreation_sim.experiments.design import Design, make_design
from cocreation_sim.experiments.factors import Factors
from cocreation_sim.experiments.table import ERROR_KEYS, ERRORS, KEYS
from cocreation_sim.outcomes import FAILED, column_of
from cocreation_sim.results import Result
from cocreation_sim.scenario.scenario import Scenario

if TYPE_CHECKING:
    import pyarrow as pa
    from matplotlib.figure import Figure

    from cocreation_sim.analysis.answers import Discovery
    from cocreation_sim.runs import Run

Reader = Callable[[str, Sequence[str] | None], "pa.Table | None"]


@dataclass(frozen=True)
class Without:
    """Reads runs without a column that says which case they are of."""

    reader: Reader
    column: str

    def __call__(self, part: str, columns: Sequence[str] | None) -> pa.Table | None:
        """Read a part, as the reader does."""
        table = self.reader(part, columns)
        if table is None or self.column not in table.column_names:
            return table
        return table.drop_columns(self.column)


@dataclass(frozen=True, eq=False, repr=False)
class Experiment(Result):
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
    >>> exp = sweep(Scenario(), {"campaign.reward.prize": [0, 500]}, 2, workers=1, progress=False)
    >>> len(exp.runs), exp.summary()["failure_risk"].tolist()
    (4, [1.0, 1.0])
    """

    design: Design
    replications: int
    seed: int
    question: str
    reader: Reader
    campaign: str = ""

    def _facts(self) -> Mapping[str, object]:
        return {
            "scenario": self.scenario.name,
            "factors": list(self.design.columns),
            "method": self.design.method,
            "points": len(self.design.points),
            "replications": self.replications,
            "seed": self.seed,
            **({"campaign": self.campaign} if self.campaign else {}),
            **({"question": self.question} if self.question else {}),
        }

    @property
    def scenario(self) -> Scenario:
        """What the levers vary."""
        return next(iter(self.design.recipe.bases.values()))

    @property
    def levers(self) -> Factors:
        """What a firm decides: the varied paths with their values or ranges."""
        return self.design.levers

    @property
    def uncertain(self) -> Factors:
        """What it does not know: the same for the uncertainties."""
        return self.design.uncertain

    @cached_property
    def runs(self) -> pd.DataFrame:
        """One row a run and campaign, replication by replication.

        `scenario_id`, `replication_id`, `seed`, `campaign`, the varied paths, then the outcomes
        (see `cocreation_sim.outcomes`). Runs that raised an error are in `errors`.
        """
        return self.read()

    def read(self, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """Some columns of the runs, read without the others.

        Parameters
        ----------
        columns
            Names of columns; by default all.
        """
        return self._read("runs", columns, [*KEYS, *self.design.columns])

    @cached_property
    def errors(self) -> pd.DataFrame:
        """One row a run that raised an error: its keys, the varied paths, `error`, `message`."""
        head = [*ERROR_KEYS, *self.design.columns, *ERRORS]
        return self._read("errors", None, head)

    def _read(self, part: str, columns: Sequence[str] | None, head: list[str]) -> pd.DataFrame:
        order = ["scenario_id", "replication_id"] + ["campaign"] * (part == "runs")
        wanted = None if columns is None else list(dict.fromkeys([*columns, *order]))
        table = self.reader(part, wanted)
        if table is None:
            return pd.DataFrame(columns=head)
        frame: pd.DataFrame = table.to_pandas()
        place = {self.design.scenario_ids[k]: n for n, k in enumerate(self.design.first_points)}
        rank = frame["scenario_id"].map(place)
        here = rank.notna() & (frame["replication_id"] < self.replications * self.design.worlds)
        if self.campaign:
            here &= frame["campaign"] == self.campaign
        frame, rank = frame[here], rank[here]
        keys = [frame[name].to_numpy() for name in order[2:]]
        at = np.lexsort((*keys, rank.to_numpy(int), frame["replication_id"].to_numpy(int)))
        frame = frame.iloc[at].drop_duplicates(order, ignore_index=True)
        return frame if columns is None else frame[list(columns)]

    @property
    def runs_each(self) -> int:
        """Runs of each lever point, over all worlds of the uncertainties."""
        return self.replications * self.design.worlds

    @property
    def complete(self) -> bool:
        """Whether every run of the design is there, played or failed."""
        played = self.read(["scenario_id", "replication_id"]).drop_duplicates()
        return len(played) + len(self.errors) == (len(self.design.first_points) * self.replications)

    @cached_property
    def outcomes(self) -> list[str]:
        """Names of the outcomes that are numbers."""
        return summary.numeric_outcomes(self.runs, self.design.columns)

    @cached_property
    def campaigns(self) -> list[str]:
        """Names of the campaigns."""
        return [str(name) for name in self.read(["campaign"])["campaign"].unique()]

    @property
    def one_each(self) -> bool:
        """Whether every scenario has one campaign only, so that what it is called is no matter."""
        return all(len(base.campaigns) == 1 for base in self.design.recipe.bases.values())

    def each(self) -> list[Experiment]:
        """The experiment as each campaign saw it; as it is where every scenario has only one."""
        return [self] if self.one_each else [self.only(name) for name in self.campaigns]

    def joined(self, runs: pd.DataFrame, paths: Sequence[str]) -> pd.DataFrame:
        """Runs to be pooled by some paths, the only campaigns of their scenarios under one name.

        Parameters
        ----------
        runs
            Some of the runs, with `campaign` and the paths.
        paths
            What they are pooled by.
        """
        if not self.one_each or runs["campaign"].nunique() < 2:
            return runs
        if not paths:
            return runs.assign(campaign="all")
        alone = runs.groupby(list(paths))["campaign"].transform("nunique") == 1
        return runs.assign(campaign=runs["campaign"].where(alone, "all"))

    def only(self, campaign: str | None) -> Experiment:
        """The experiment as one campaign saw it; without a name, the only one.

        Parameters
        ----------
        campaign
            Its name; it does not matter where every scenario has one campaign only.

        Raises
        ------
        InputError
            If there is no such campaign, or none is named where there are several.
        """
        names = self.campaigns
        if campaign is None and len(names) == 1:
            campaign = names[0]
        if campaign is None and self.one_each:
            return self
        if campaign is None:
            raise InputError(f"there are {len(names)} campaigns; name one: {', '.join(names)}")
        if campaign not in names:
            raise InputError(
                f"there is no campaign {campaign!r}; the campaigns are {', '.join(names)}"
                + nearest_names(campaign, names)
            )
        return replace(self, campaign=campaign)

    def of_base(self, name: str) -> Experiment:
        """The runs of one of the presets, or of the named designs, that were varied over.

        Parameters
        ----------
        name
            Of the preset or design.

        Raises
        ------
        InputError
            If it was not varied over, or there were other levers as well.
        """
        case = self.design.recipe.named(name)
        column = self.design.columns[0]
        if len(self.design.columns) > 1:
            raise InputError(f"there were other levers than {column!r}; take `runs` apart instead")

        return replace(self, design=make_design(case, {}), reader=Without(self.reader, column))

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
            If there is no such outcome, or the level is none.
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

    def by_point(self, outcome: str) -> NDArray[np.float64]:
        """An outcome as an array: one row a design point, one column a replication.

        Parameters
        ----------
        outcome
            "failed" (1 or 0) or one that is a number; nan where there is none. For one campaign.
        """
        mine, column = self.only(self.campaign or None), column_of(outcome)
        if column != FAILED:
            summary.chosen_outcomes(mine.outcomes, outcome)
        told = mine.read(["scenario_id", "replication_id", column])
        ranks = {name: n for n, name in enumerate(dict.fromkeys(self.design.scenario_ids))}
        out = np.full((len(ranks), self.replications), np.nan)
        rows = told["scenario_id"].map(ranks).to_numpy(int)
        luck = told["replication_id"].to_numpy(int) // self.design.worlds
        out[rows, luck] = told[column].to_numpy(float)
        where = [ranks[name] for name in self.design.scenario_ids]
        return np.asarray(out[where])

    def compare(
        self,
        outcomes: Sequence[str] | str | None = None,
        *,
        level: float = 0.95,
        campaign: str | None = None,
    ) -> pd.DataFrame:
        """Every design point against the first, run by run under the same luck.

        Columns and errors are those of `cocreation_sim.analysis.comparison.compare_runs`.

        Parameters
        ----------
        outcomes, level, campaign
            Which outcomes, "failure_risk" among them, by default a few that matter most; joint
            level of the intervals of an outcome; and which campaign, if there are several.
        """
        from cocreation_sim.analysis.answers import compare

        return compare(self.only(campaign or self.campaign or None), outcomes, level)

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
        from cocreation_sim.analysis.answers import sensitivity

        return sensitivity(self.only(campaign or self.campaign or None), outcomes, level)

    def discover(self, *, campaign: str | None = None, boxes: int = 2) -> Discovery:
        """Under which conditions campaigns fail: boxes of the factors, in plain words (PRIM).

        Raises `InputError` if nothing was varied, or no run or every run failed.

        Parameters
        ----------
        campaign, boxes
            Which campaign, if there are several; and how many boxes at most.
        """
        from cocreation_sim.analysis.answers import discover

        return discover(self.only(campaign or self.campaign or None), boxes)

    def survival(self, *, level: float = 0.95, by: str | None = None) -> pd.DataFrame:
        """How long campaigns last before they fail: Kaplan and Meier's estimate.

        Runs that do not fail are censored at the end of their calendar. The columns are the point
        or value, `time`, `surviving`, `low`, `high`, `at_risk`, `failures`.

        Parameters
        ----------
        level, by
            Level of the intervals; and the varied path whose values have a curve each, if any.
        """
        from cocreation_sim.analysis.answers import survive

        return survive(self, level, by)

    def causes(self, *, level: float = 0.95) -> pd.DataFrame:
        """What campaigns fail of: shares of runs by first cause and by any, with intervals.

        Parameters
        ----------
        level
            Level of the intervals.
        """
        from cocreation_sim.analysis.answers import causes

        return causes(self, level)

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
        from cocreation_sim.views.plots import experiment

        return experiment(self, outcome, campaign)

    def report(self, path: str | os.PathLike[str]) -> Path:
        """Write what was found as one HTML file.

        Parameters
        ----------
        path
            Of the file, which ends in ``.html``.
        """
        from cocreation_sim.views.report import report

        return report(self, path)
