"""Runs of designs, simulated: the same luck and the same world for all, run by run."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np

from cocreation_sim.designs.design import Design, Recipe, sample
from cocreation_sim.designs.duration import expected_seconds
from cocreation_sim.designs.factors import Factors, kind_of, value_at
from cocreation_sim.errors import InputError
from cocreation_sim.experiments.execute import Execution, Task, batches
from cocreation_sim.experiments.identity import identity_of
from cocreation_sim.experiments.memory import RUNS, Memory
from cocreation_sim.experiments.store import Store
from cocreation_sim.experiments.study import Study
from cocreation_sim.experiments.table import Played
from cocreation_sim.recommending.goals import outcomes, value_in
from cocreation_sim.recommending.pool import Outcomes, Wanted
from cocreation_sim.scenario.scenario import Scenario

MOST_WORLDS: Final = 1024


class Simulated:
    """Outcomes from the simulation, kept in a folder or in memory.

    Replication r of every design has the same luck, and the r-th world of the uncertainties, a
    point of Sobol's sequence.

    Parameters
    ----------
    base
        The scenario that is optimised.
    campaign
        Whose outcomes count.
    levers, uncertain
        What is varied, with all values or ranges.
    seed
        Root of all luck.
    execution
        How runs are played.
    store
        A folder for the runs; none to keep them in memory.
    question
        What is asked, to be written down with them.

    Raises
    ------
    InputError
        If the folder cannot be written or holds something else.
    """

    def __init__(
        self,
        base: Scenario,
        campaign: str,
        levers: Factors,
        uncertain: Factors,
        seed: int,
        execution: Execution,
        store: str | None = None,
        question: str = "",
    ) -> None:
        self.base, self.campaign, self.seed = base, campaign, seed
        self.execution, self.uncertain = execution, uncertain
        kinds = tuple(kind_of(factor) for factor in (levers | uncertain).values())
        self.recipe = Recipe({"": base}, (*levers, *uncertain), kinds)
        self.known: dict[tuple[str, int], Outcomes] = {}
        self.admitted: dict[tuple[Any, ...], bool] = {}
        self.worlds = self._worlds()
        self.keeper: Store | Memory = Memory()
        if store is not None:
            self.keeper = self._opened(Store(store), levers, question)
            self._take(self.keeper.read(RUNS))

    def _worlds(self) -> list[tuple[Any, ...]]:
        if not self.uncertain:
            return []
        rows = sample("sobol", tuple(self.uncertain), MOST_WORLDS, self.seed)
        return [
            tuple(value_at(f, float(u)) for f, u in zip(self.uncertain.values(), row, strict=True))
            for row in rows
        ]

    def _opened(self, keeper: Store, levers: Factors, question: str) -> Store:
        swapped: dict[str, Any] = {
            **(self.execution.rules or {}),
            "customer": self.execution.customer_class,
            "firm": self.execution.firm_class,
        }
        keeper.open(identity_of(self.recipe, self.seed, 1, swapped))
        keeper.mend()
        study = Study.model_construct(
            scenario=self.base.to_dict(),
            question=question,
            design="lhs",
            samples=None,
            replications=1,
            seed=self.seed,
            vary=levers,
            uncertain=self.uncertain,
            fixed={},
            designs={},
            until=None,
            order=(),
        )
        keeper.begin(study.to_toml())
        return keeper

    def admits(self, values: tuple[Any, ...]) -> bool:
        """Whether the values make a scenario."""
        if values not in self.admitted:
            try:
                self.scenario(values, 0)
            except InputError:
                self.admitted[values] = False
            else:
                self.admitted[values] = True
        return self.admitted[values]

    def scenario(self, values: tuple[Any, ...], replication: int | None = None) -> Scenario:
        """The scenario of a design, in the world of a replication or as it stands."""
        world: tuple[Any, ...] = ()
        paths = self.recipe.columns
        if self.worlds and replication is not None:
            world = self.worlds[replication % MOST_WORLDS]
        elif self.worlds:
            paths = paths[: len(values)]
        return self.base.vary(dict(zip(paths, (*values, *world), strict=True)))

    def play(self, wanted: Sequence[Wanted]) -> Iterator[tuple[Wanted, Outcomes]]:
        """The outcomes of runs: those that are kept, then those that are played."""
        points: dict[tuple[Any, ...], int] = {}
        scenarios: list[Scenario] = []
        waiting: dict[tuple[str, int], list[Wanted]] = {}
        tasks: list[Task] = []
        ids: list[str] = []
        for run in wanted:
            world = self.worlds[run.replication % MOST_WORLDS] if self.worlds else ()
            values = (*run.values, *world)
            if values not in points:
                points[values] = len(points)
                scenarios.append(self.scenario(run.values, run.replication))
                ids.append(scenarios[-1].fingerprint())
            point = points[values]
            key = (ids[point], run.replication)
            if key in self.known:
                yield run, self.known[key]
                continue
            if key not in waiting:
                tasks.append(Task(point, run.replication))
            waiting.setdefault(key, []).append(run)
        if tasks:
            yield from self._played(points, scenarios, ids, tasks, waiting)

    def _played(
        self,
        points: dict[tuple[Any, ...], int],
        scenarios: Sequence[Scenario],
        ids: list[str],
        tasks: list[Task],
        waiting: dict[tuple[str, int], list[Wanted]],
    ) -> Iterator[tuple[Wanted, Outcomes]]:
        seconds = np.array([expected_seconds(scenario) for scenario in scenarios])
        design = Design(self.recipe, {}, {}, "zip", list(points), 1, np.empty((0, 0)), ids, seconds)
        parts = batches(iter(tasks), seconds.tolist(), max(1, len(tasks) // 8))
        try:
            for played in self.execution.play(design, self.seed, parts):
                self.keeper.add(played)
                for key, outcomes in self._take(played.runs, played):
                    for run in waiting.get(key, ()):
                        yield run, outcomes
        finally:
            self.keeper.flush()

    def _take(
        self, table: Any, played: Played | None = None
    ) -> Iterator[tuple[tuple[str, int], Outcomes]]:
        """Keep the outcomes of a table of runs at hand."""
        found: list[tuple[tuple[str, int], Outcomes]] = []
        if table is not None:
            mine = table.to_pandas()
            mine = mine[mine["campaign"] == self.campaign]
            for row in mine.to_dict("records"):
                key = (str(row["scenario_id"]), int(row["replication_id"]))
                found.append((key, {name: value_in(row, name) for name in outcomes()}))
        if played is not None and played.errors is not None:
            for row in played.errors.to_pylist():
                key = (str(row["scenario_id"]), int(row["replication_id"]))
                found.append((key, dict.fromkeys(outcomes(), math.nan)))
        self.known.update(found)
        return iter(found)
