"""A sweep: a scenario at many design points, many times, with the same luck for each."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import BrokenExecutor, Executor
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, Literal, TypedDict, Unpack, get_args

import numpy as np
import pandas as pd

from cocreation_sim.errors import InputError, check_whole, check_word, plain
from cocreation_sim.experiments.design import KEPT, Design, Method
from cocreation_sim.experiments.execute import AGENTS_ARE_SLOWER, Execution, Task, batches
from cocreation_sim.experiments.experiment import Experiment
from cocreation_sim.experiments.factors import Range, factors
from cocreation_sim.experiments.identity import identity_of
from cocreation_sim.experiments.manifest import MANIFEST, STUDY
from cocreation_sim.experiments.memory import ERRORS, RUNS, Memory
from cocreation_sim.experiments.store import Store
from cocreation_sim.experiments.until import Until
from cocreation_sim.rulebook import Rule
from cocreation_sim.scenario.scenario import Scenario, check_seed, load

if TYPE_CHECKING:
    from cocreation_sim.experiments.study import Study
    from cocreation_sim.mesa_model import Customer, Firm

MOST_RUNS: Final = 10_000_000
LARGEST_BATCH = 200
AT_ONCE: Final = 8  # replications of a point in turn, where points are too many to be kept


class How(TypedDict, total=False):
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


def sweep(
    scenario: Scenario | str | os.PathLike[str],
    vary: Mapping[str, Range | Mapping[str, Any] | Iterable[Any]] | pd.DataFrame,
    replications: int = 200,
    seed: int = 1,
    *,
    uncertain: Mapping[str, Range | Mapping[str, Any] | Iterable[Any]] | None = None,
    design: Method = "grid",
    samples: int | None = None,
    fixed: Mapping[str, Any] | None = None,
    until: Until | None = None,
    question: str = "",
    store: str | os.PathLike[str] | None = None,
    **how: Unpack[How],
) -> Experiment:
    """Simulate a scenario at every design point, many times.

    Replication r has the same luck at every design point (common random numbers), so that points
    differ by their levers only. The result does not depend on how, where or in which order runs
    are played, nor on whether they were interrupted.

    Parameters
    ----------
    scenario
        A scenario, the name of a preset, or the path of a scenario file.
    vary
        Levers, what the firm decides: by dotted path (see `Scenario.vary`) a list of values, or a
        `Range` where the design samples; the path "preset" takes names of presets. Or a table
        with a column for each path and a row for each point.
    replications
        Runs of each design point; the most, where `until` is given.
    seed
        Root of all luck.
    uncertain
        Uncertainties, what the firm does not know: the same. With a grid or zip each point meets
        `samples` worlds, a Latin hypercube of them.
    design, samples
        How points are made; see `cocreation_sim.experiments.design.make_design`.
    fixed
        Changes that hold at every design point, by dotted path.
    until
        Stop as soon as the intervals of an outcome are narrow enough.
    question
        What the experiment is to answer; it is stored with it.
    store
        Folder into which runs are written as they get ready. If it holds runs of this experiment
        already, only those that are missing are played: after an interruption, with more
        replications, or with more points.
    **how
        Workers, executor, progress, errors, shard, engine, rules and agents; see
        `cocreation_sim.experiments.execute.Execution`.

    Raises
    ------
    InputError
        If any design point is no valid scenario, or the folder cannot be written or holds another
        experiment: before anything is simulated.

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
    from cocreation_sim.experiments.study import Study, points_of

    seed, replications = check_seed(seed), check_replications(replications)
    base = scenario if isinstance(scenario, Scenario) else load(scenario)
    if fixed:
        base = base.vary(fixed)
    if isinstance(vary, pd.DataFrame):
        vary, design = points_of(vary), "zip"
    levers, unknown = factors(vary, base), factors(uncertain or {}, base, "uncertain")
    study = Study.model_construct(
        scenario=base.to_dict(),
        question=question,
        design=check_word("design", design, get_args(Method)),
        samples=plain(samples),
        replications=replications,
        seed=seed,
        vary=levers,
        uncertain=unknown,
        fixed=plain(dict(fixed or {})),
        until=until,
        order=(),
    )
    return play_study(study, store, how)


def play_study(study: Study, store: str | os.PathLike[str] | None, how: How) -> Experiment:
    """Play a study; see `sweep`."""
    execution = Execution(**how)
    if study.until is not None and execution.shard is not None:
        raise InputError("until needs all runs, a shard plays a part of them; leave one out")
    design = study.points()
    check_replications(study.replications, len(design.first_points))
    keeper: Store | Memory = Memory()
    done = np.zeros((len(design.first_points), study.replications), np.bool_)
    if store is not None:
        keeper = Store(store)
        agents = {"customer": execution.customer_class, "firm": execution.firm_class}
        swapped: dict[str, Any] = {**(execution.rules or {}), **agents}
        keeper.open(identity_of(design.recipe, study.seed, design.worlds, swapped))
        keeper.mend()
        parts = (RUNS,) if execution.retry_failed else (RUNS, ERRORS)
        done = keeper.done(ranks_of(design), study.replications, design.worlds, parts)
        keeper.begin(study)
    replications = study.replications
    stages = [replications] if study.until is None else study.until.checkpoints(replications)
    experiment = Experiment(design, replications, study.seed, study.question, keeper.read)
    before = 0
    for stage in stages:
        experiment = Experiment(design, stage, study.seed, study.question, keeper.read)
        _play(design, study.seed, before, stage, done, execution, keeper)
        before = stage
        if study.until is not None and study.until.reached(experiment.read(study.until.columns)):
            break
    _tell_errors(experiment)
    if study.until is not None and experiment.replications < study.replications:
        _tell_skewed(experiment, study.until)
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
        stacklevel=3,
    )


def _tell_skewed(experiment: Experiment, until: Until) -> None:
    """Warn where intervals that were stopped at hold the mean less often than they say."""
    if caution := until.caution(experiment.read(until.columns)):
        warnings.warn(caution, UserWarning, stacklevel=4)


def check_replications(replications: Any, points: int = 1) -> int:
    """A number of replications as Python's own; refused is what is none, or makes too many runs."""
    whole = check_whole("replications", replications, 1)
    if points * whole > MOST_RUNS:
        raise InputError(
            f"{points:,} design points times {whole:,} replications are more than the "
            f"{MOST_RUNS:,} runs of a sweep; give fewer of either"
        )
    return whole


def open_experiment(folder: str | os.PathLike[str]) -> Experiment:
    """The experiment that a sweep has written to a folder, finished or not.

    Parameters
    ----------
    folder
        What was given to `sweep` as `store`.

    Raises
    ------
    InputError
        If the folder holds no experiment, or a damaged or changed one.

    Examples
    --------
    >>> folder, prizes = getfixture("tmp_path") / "prizes", {"campaign.reward.prize": [0, 500]}
    >>> _ = sweep("workshop", prizes, 2, store=folder, workers=1, progress=False)
    >>> len(open_experiment(folder).runs)
    4
    """
    from cocreation_sim.experiments.study import study_from

    kept = Store(folder)
    stored = kept.identity  # says what is wrong with the folder
    path = kept.folder / STUDY
    study = study_from(kept.study_text(), path)
    design = study.points()
    told = identity_of(design.recipe, study.seed, design.worlds, {})
    told = replace(told, swapped=stored.swapped, model=stored.model)
    if difference := told.difference(stored):
        raise InputError(
            f"{path} is not the study whose runs are beside it: by {MANIFEST}, {difference}"
        )
    kept.tell_missing("the command of the sweep plays their runs again")
    return Experiment(design, study.replications, study.seed, study.question, kept.read)
