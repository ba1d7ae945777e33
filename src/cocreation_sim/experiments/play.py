"""Playing a design: which runs are missing, in which order they come, where they are kept."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import BrokenExecutor, Executor
from typing import TYPE_CHECKING, Any, Final, Literal, TypedDict

import numpy as np

from cocreation_sim.designs.design import KEPT, Design
from cocreation_sim.designs.duration import AGENTS_ARE_SLOWER
from cocreation_sim.errors import InputError, check_whole
from cocreation_sim.experiments.execute import Execution, Task, batches
from cocreation_sim.experiments.experiment import Experiment
from cocreation_sim.experiments.identity import identity_of
from cocreation_sim.experiments.memory import ERRORS, RUNS, Memory
from cocreation_sim.experiments.store import Store
from cocreation_sim.experiments.until import StoppingRule
from cocreation_sim.rulebook import Rule

if TYPE_CHECKING:
    from cocreation_sim.mesa_model import Customer, Firm

MOST_RUNS: Final = 10_000_000
LARGEST_BATCH = 200
AT_ONCE: Final = 8  # replications of a point in turn, where points are too many to be kept


class RunOptions(TypedDict, total=False):
    """How an experiment is played: the settings of `Execution`."""

    workers: int | None
    executor: Executor | None
    progress: bool
    on_error: Literal["record", "stop"]
    shard: tuple[int, int] | None
    retry_failed: bool
    engine: str | None
    rules: Mapping[str, Rule] | None
    customer_class: type[Customer] | None
    firm_class: type[Firm] | None


class Stopped(KeyboardInterrupt):
    """An experiment was stopped by Ctrl-C; the message says what is kept."""


def play(
    design: Design,
    replications: int,
    seed: int,
    how: RunOptions,
    *,
    until: StoppingRule | None = None,
    question: str = "",
    store: str | os.PathLike[str] | None = None,
    study: Callable[[], str] = str,
) -> Experiment:
    """Play a design; see `cocreation_sim.sweep`.

    Parameters
    ----------
    design, replications, seed, how, until, question, store
        As for `sweep`, the design checked.
    study
        The text of the study that makes the same runs again, which is stored with them.
    """
    execution = Execution(**how)
    check_replications(replications, len(design.first_points))
    keeper: Store | Memory = Memory()
    done = np.zeros((len(design.first_points), replications), np.bool_)
    if store is not None:
        keeper = Store(store)
        agents = {"customer": execution.customer_class, "firm": execution.firm_class}
        swapped: dict[str, Any] = {**(execution.rules or {}), **agents}
        keeper.open(identity_of(design.recipe, seed, design.worlds, swapped))
        keeper.mend()
        parts = (RUNS,) if execution.retry_failed else (RUNS, ERRORS)
        done = keeper.done(ranks_of(design), replications, design.worlds, parts)
        keeper.begin(study())
    stages = [replications] if until is None else until.checkpoints(replications)
    experiment = Experiment(design, replications, seed, question, keeper.read)
    before = 0
    for stage in stages:
        experiment = Experiment(design, stage, seed, question, keeper.read)
        _play(design, seed, before, stage, done, execution, keeper)
        before = stage
        if until is not None and until.reached(experiment.read(until.columns)):
            break
    _tell_errors(experiment)
    if until is not None and experiment.replications < replications:
        _tell_skewed(experiment, until)
    return experiment


def ranks_of(design: Design) -> dict[str, int]:
    """The rank of each scenario among the different ones, by its id."""
    return {design.scenario_ids[k]: n for n, k in enumerate(design.first_points)}


def _play(
    design: Design,
    seed: int,
    first: int,
    end: int,
    done: np.ndarray[Any, Any],
    execution: Execution,
    keeper: Store | Memory,
) -> None:
    """Play the replications from the first to before the end, but for those that are done."""
    from tqdm.auto import tqdm

    missing = _missing(done, first, end, execution.shard)
    total = int(missing.sum())
    points = np.array(design.first_points)
    seconds = design.seconds * (AGENTS_ARE_SLOWER if execution.by_agents else 1.0)
    cost = float(missing.sum(axis=1) @ seconds[points])
    form = "{desc}{percentage:3.0f} %|{bar}| {elapsed}, {remaining} left"
    played = 0
    tasks = _tasks(design, missing, first)
    parts = batches(tasks, seconds.tolist(), _largest_batch(total, execution))
    with tqdm(
        total=cost,
        desc=f"run 0 of {total:,}: ",
        disable=not execution.progress or not total,
        bar_format=form,
    ) as bar:
        try:
            for part in execution.play(design, seed, parts):
                keeper.add(part)
                played += part.tasks
                bar.set_description(f"run {played:,} of {total:,}", refresh=False)
                bar.update(min(cost * part.tasks / total, cost - bar.n))
        except BrokenExecutor as error:
            who = "a process" if execution.executor is None else "the executor, or a worker of it,"
            raise InputError(_kept(keeper, f"{who} that played runs has died", error)) from error
        except KeyboardInterrupt:
            raise Stopped(_kept(keeper, "stopped by Ctrl-C")) from None
        finally:
            keeper.flush()


def _kept(keeper: Store | Memory, what: str, error: Exception | None = None) -> str:
    reason = f" ({error})" if error and str(error) else ""
    if isinstance(keeper, Store):
        return (
            f"{what}{reason}; the runs that were ready are kept in {keeper.folder}: the same "
            "command goes on from there"
        )
    return f"{what}{reason}; with a store, the runs that were ready would have been kept"


def _largest_batch(tasks: int, execution: Execution) -> int:
    """So many that every worker gets some."""
    import joblib

    workers = joblib.cpu_count() if execution.workers is None else execution.workers
    return min(LARGEST_BATCH, max(1, tasks // (4 * workers)))


def _missing(
    done: np.ndarray[Any, Any], first: int, end: int, shard: tuple[int, int] | None
) -> np.ndarray[Any, Any]:
    """Which runs are to be played: one row a scenario, one column a replication from the first."""
    missing = ~done[:, first:end]
    if shard is not None:
        part, parts = shard
        scenarios, replications = np.indices(missing.shape, np.int64)
        number = scenarios + len(done) * (replications + first)
        missing &= number % parts == part - 1
    return missing


def _tasks(design: Design, missing: np.ndarray[Any, Any], first: int) -> Iterator[Task]:
    """Runs to be played, replication by replication: whenever they stop, the design is balanced.

    Where the points are too many to be kept in memory, some replications of each come in turn.
    """
    together = AT_ONCE if len(design.first_points) > KEPT else 1
    points = np.array(design.first_points)
    order = np.argsort(points % design.worlds, kind="stable")
    for start in range(0, missing.shape[1], together):
        for rank in order:
            point = int(points[rank])
            for column in range(start, min(start + together, missing.shape[1])):
                if missing[rank, column]:
                    luck = (first + column) * design.worlds + point % design.worlds
                    yield Task(point, luck)


def _tell_errors(experiment: Experiment) -> None:
    """Warn where runs have raised errors."""
    failed = len(experiment.errors)
    if not failed:
        return
    first = experiment.errors.iloc[0]
    warnings.warn(
        f"{failed:,} of {failed + len(experiment.read(['campaign'])):,} runs raised an error, the "
        f"first (scenario_id {first['scenario_id']}, replication_id {first['replication_id']}) "
        f"{first['error']}: {first['message']}; see Experiment.errors, and retry_failed "
        "(--retry-failed) to play them again",
        RuntimeWarning,
        stacklevel=4,
    )


def _tell_skewed(experiment: Experiment, until: StoppingRule) -> None:
    """Warn where intervals that were stopped at hold the mean less often than they say."""
    if caution := until.caution(experiment.read(until.columns)):
        warnings.warn(caution, UserWarning, stacklevel=5)


def check_replications(replications: Any, points: int = 1) -> int:
    """A number of replications as Python's own; refused is what is none, or makes too many runs."""
    whole = check_whole("replications", replications, 1)
    if points * whole > MOST_RUNS:
        raise InputError(
            f"{points:,} design points times {whole:,} replications are more than the "
            f"{MOST_RUNS:,} runs of a sweep; give fewer of either"
        )
    return whole
