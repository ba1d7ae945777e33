"""A sweep: every combination of the levers' values, many times, with the same luck for each."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from cocreation_sim.errors import InputError
from cocreation_sim.experiments.design import Point, cell_of, design, grid
from cocreation_sim.experiments.execute import Execution, Rows, interleaved
from cocreation_sim.experiments.experiment import Experiment
from cocreation_sim.experiments.store import save_experiment
from cocreation_sim.files import check_writable
from cocreation_sim.rulebook import Rule
from cocreation_sim.scenario.scenario import Scenario, check_seed, load

if TYPE_CHECKING:
    from cocreation_sim.mesa_model import Customer, Firm

MOST_RUNS = 10_000_000


def sweep(
    scenario: Scenario | str | os.PathLike[str],
    vary: Mapping[str, Iterable[Any]],
    replications: int = 200,
    seed: int = 1,
    *,
    fixed: Mapping[str, Any] | None = None,
    workers: int | None = None,
    progress: bool = True,
    store: str | os.PathLike[str] | None = None,
    question: str = "",
    engine: str | None = None,
    rules: Mapping[str, Rule] | None = None,
    customer_class: type[Customer] | None = None,
    firm_class: type[Firm] | None = None,
) -> Experiment:
    """Simulate every combination of the levers' values, many times.

    Replication r has the same luck at every design point (common random numbers), so that points
    differ by their levers only. The result does not depend on the number of workers, nor on the
    order of the grid.

    Parameters
    ----------
    scenario
        A scenario, the name of a preset, or the path of a scenario file.
    vary
        Values by dotted path (see `Scenario.vary`); the path "preset" takes names of presets.
    replications
        Runs of each design point.
    seed
        Root of all luck.
    fixed
        Changes that hold at every design point, by dotted path.
    workers
        Number of threads (processes where agents play); by default as many as there are cores.
    progress
        Whether a bar with the time left is shown on stderr.
    store
        Folder into which the runs are written when all are done; see `open_experiment`.
    question
        What the experiment is to answer; it is stored with it.
    engine, rules, customer_class, firm_class
        As in `simulate`.

    Raises
    ------
    InputError
        If any design point is no valid scenario, or the folder cannot be written: before anything
        is simulated.

    Examples
    --------
    >>> exp = sweep(
    ...     Scenario(),
    ...     {"campaign.reward.prize": [0, 500]},
    ...     replications=2,
    ...     workers=1,
    ...     progress=False,
    ... )
    >>> exp.runs["campaign.reward.prize"].tolist()
    [0, 500, 0, 500]
    """
    check_seed(seed)
    execution = Execution(seed, workers, progress, engine, rules, customer_class, firm_class)
    base = scenario if isinstance(scenario, Scenario) else load(scenario)
    if fixed:
        base = base.vary(fixed)
    levers = grid(vary)
    points = design(base, levers, fixed or {})
    check_replications(replications, len(points))
    if store is not None:
        check_writable(store)
    played = execution.play(interleaved([point.scenario for point in points], replications))
    runs = runs_table(points, replications, seed, played)
    experiment = Experiment(base, levers, replications, seed, runs, question)
    if store is not None:
        save_experiment(experiment, store)
    return experiment


def check_replications(replications: Any, points: int = 1) -> None:
    """Refuse what is no number of replications, or makes too many runs."""
    whole = isinstance(replications, int) and not isinstance(replications, bool)
    if not whole or replications < 1:
        raise InputError(f"replications is {replications!r}; allowed is a whole number from 1")
    if points * replications > MOST_RUNS:
        raise InputError(
            f"{points:,} design points times {replications:,} replications are more than the "
            f"{MOST_RUNS:,} runs of a sweep; give fewer of either"
        )


def runs_table(
    points: Sequence[Point], replications: int, seed: int, played: Sequence[Rows]
) -> pd.DataFrame:
    """One row a run and campaign, replication by replication."""
    rows = []
    for number, outcomes in enumerate(played):
        replication, place = divmod(number, len(points))
        point = points[place]
        values = {path: cell_of(value) for path, value in point.values.items()}
        for row in outcomes:
            keys = {
                "scenario_id": point.scenario_id,
                "replication_id": replication,
                "seed": seed,
                "campaign": row["campaign"],
            }
            rows.append({**keys, **values, **row})
    return pd.DataFrame(rows)
