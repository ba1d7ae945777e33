"""The runs of a design, wherever they are kept, as tables and arrays."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cocreation_sim.designs.design import Design, make_design
from cocreation_sim.designs.factors import Factors
from cocreation_sim.errors import InputError, nearest_names
from cocreation_sim.experiments.table import ERROR_KEYS, ERRORS, KEYS
from cocreation_sim.outcomes import FAILED, column_of
from cocreation_sim.results import Result
from cocreation_sim.scenario.scenario import Scenario
from cocreation_sim.statistics import summary

if TYPE_CHECKING:
    import pyarrow as pa


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
class DesignRuns(Result):
    """The runs of every design point: what `Experiment`, which tells its attributes, rests on."""

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

    def each(self) -> list[Self]:
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

    def only(self, campaign: str | None) -> Self:
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

    def of_base(self, name: str) -> Self:
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
