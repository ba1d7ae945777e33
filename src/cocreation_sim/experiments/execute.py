"""Playing many runs: on one core, on all, or by any executor; the result is always the same."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    ThreadPoolExecutor,
    wait,
)
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from cocreation_sim.designs.design import Design, Recipe, Values
from cocreation_sim.errors import InputError, check_whole, check_word, plain
from cocreation_sim.experiments.table import Played, tabulated
from cocreation_sim.outcomes import outcome
from cocreation_sim.rulebook import Rule, rulebook
from cocreation_sim.runs import engine_for, simulate
from cocreation_sim.scenario.scenario import Scenario

if TYPE_CHECKING:
    from cocreation_sim.compiled.engine import Player
    from cocreation_sim.mesa_model import Customer, Firm

BATCH_SECONDS: Final = 0.5
IN_FLIGHT: Final = 3  # batches handed out for each worker


def check_workers(workers: Any) -> int | None:
    """A number of workers as Python's own; what is none is refused."""
    try:
        return None if workers is None else check_whole("workers", workers, 1)
    except InputError as error:
        raise InputError(f"{error}, or none for all cores") from None


class Task(NamedTuple):
    """One run: the number of its design point, and of its replication."""

    point: int
    replication: int


Batch = list[Task]


@dataclass(frozen=True)
class Execution:
    """How runs are played.

    Attributes
    ----------
    workers
        Number of threads (processes where agents play); by default as many as there are cores.
    executor
        A `concurrent.futures.Executor` that plays instead, such as that of a Dask client
        (``Client(...).get_executor()``); what it is sent carries notebook-defined rules and agents
        with it.
    progress
        Whether a bar with the time left is shown on stderr.
    on_error
        What becomes of a run that raises an error: "record" keeps its seed and message and goes on
        with the others, "stop" ends the experiment there.
    shard
        ``(i, n)``: play the i-th of n equal parts only (i from 1), for job arrays.
    retry_failed
        Whether runs in a store that raised an error are played again, such as after a machine had
        too little memory for them.
    engine, rules, customer_class, firm_class
        As in `simulate`.

    Examples
    --------
    >>> Execution(workers=2).workers
    2
    """

    workers: int | None = None
    executor: Executor | None = None
    progress: bool = True
    on_error: Literal["record", "stop"] = "record"
    shard: tuple[int, int] | None = None
    retry_failed: bool = False
    engine: str | None = None
    rules: Mapping[str, Rule] | None = None
    customer_class: type[Customer] | None = None
    firm_class: type[Firm] | None = None
    _mine: threading.local = field(default_factory=threading.local, repr=False, compare=False)

    def __post_init__(self) -> None:
        rulebook(self.rules)  # refuses what is no rule
        engine_for(self.engine, self.customer_class, self.firm_class)
        object.__setattr__(self, "workers", check_workers(self.workers))
        word = check_word("on_error", self.on_error, ("record", "stop"))
        object.__setattr__(self, "on_error", word)
        if self.shard is not None:
            given: Any = plain(self.shard)
            pair = isinstance(given, tuple) and len(given) == 2 and all(map(_whole, given))
            if not pair or not 1 <= given[0] <= given[1]:
                raise InputError(
                    f"shard is {self.shard!r}; allowed is (i, n) with i from 1 to n, such as (1, 8)"
                )
            object.__setattr__(self, "shard", given)

    def __getstate__(self) -> dict[str, Any]:
        """What is sent to other processes: how a run is played, not who plays."""
        state = dict(self.__dict__)
        state.pop("_mine")
        return state | {"executor": None, "progress": False}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """What has arrived in another process."""
        self.__dict__.update(state, _mine=threading.local())

    @property
    def by_agents(self) -> bool:
        """Whether Mesa's agents play."""
        return engine_for(self.engine, self.customer_class, self.firm_class) == "mesa"

    def play(self, design: Design, seed: int, batches: Iterator[Batch]) -> Iterator[Played]:
        """Play batches of runs, and hand over what came of each as it gets ready."""
        import joblib

        if self.executor is not None:
            yield from self._by_executor(self.executor, design, seed, batches)
            return
        workers = joblib.cpu_count() if self.workers is None else self.workers
        if not self.by_agents:
            yield from self._by_threads(design, seed, batches, workers)
        elif workers == 1:
            for batch in batches:
                yield self.play_batch(design.scenario, design, seed, batch)
        else:
            parallel = joblib.Parallel(workers, return_as="generator_unordered", batch_size=1)
            yield from parallel(
                joblib.delayed(play_sent)(self.sent(design, seed, batch)) for batch in batches
            )

    def _by_threads(
        self, design: Design, seed: int, batches: Iterator[Batch], workers: int
    ) -> Iterator[Played]:
        """Threads share the work, each with a player: compiled code lets go of the interpreter."""
        self.player(1)  # compiled before the threads start

        def play(batch: Batch) -> Played:
            return self.play_batch(design.scenario, design, seed, batch, 1 if workers > 1 else None)

        if workers == 1:
            yield from map(play, batches)
            return
        with ThreadPoolExecutor(workers) as pool:
            yield from _as_ready(pool, play, batches, workers)

    def _by_executor(
        self, executor: Executor, design: Design, seed: int, batches: Iterator[Batch]
    ) -> Iterator[Played]:
        own = int(getattr(executor, "_max_workers", 0) or 0) or 8
        workers = own if self.workers is None else self.workers
        sent = (self.sent(design, seed, batch) for batch in batches)
        try:
            yield from _as_ready(executor, play_sent, sent, workers)
        except (InputError, BrokenExecutor):
            raise
        except Exception as error:  # runs keep their own; this is the executor's, of whatever kind
            said = str(error).strip().partition("\n")[0]
            kind = type(error).__name__
            raise BrokenExecutor(f"{kind}: {said}" if said else kind) from error

    def sent(self, design: Design, seed: int, batch: Batch) -> bytes:
        """A batch as it is sent to another process, with all that it needs."""
        import cloudpickle

        points = {task.point: design.points[task.point] for task in batch}
        ids = {point: design.scenario_ids[point] for point in points}
        sent: bytes = cloudpickle.dumps((self, Parcel(design.recipe, points, ids), seed, batch))
        return sent

    def play_batch(
        self, scenario_of: Any, design: Any, seed: int, batch: Batch, threads: int | None = None
    ) -> Played:
        """Play some runs one after another."""
        keys: list[tuple[Any, ...]] = []
        rows: list[dict[str, Any]] = []
        errors: list[tuple[Any, ...]] = []
        for task in batch:
            key = (design.scenario_ids[task.point], task.replication, seed)
            values = design.points[task.point]
            try:
                told = self.play_one(scenario_of(task.point), seed, task.replication, threads)
            except Exception as error:
                if self.on_error == "stop":
                    raise RunError.of(key, design.recipe.columns, values, error) from error
                errors.append((*key, values, type(error).__name__, str(error)))
                continue
            for row in told:
                keys.append((*key, values))
                rows.append(row)
        return tabulated(design.recipe, keys, rows, errors, len(batch))

    def play_one(
        self, scenario: Scenario, seed: int, replication: int, threads: int | None = None
    ) -> list[dict[str, Any]]:
        """Outcomes of one run, one row a campaign."""
        if self.by_agents:
            tables = simulate(
                scenario,
                seed,
                replication=replication,
                engine=self.engine,
                rules=self.rules,
                customer_class=self.customer_class,
                firm_class=self.firm_class,
            ).tables
        else:
            tables = self.player(threads).play(scenario, seed, replication)
        return [outcome(scenario, tables, name) for name in sorted(scenario.campaigns)]

    def player(self, threads: int | None) -> Player:
        """A player of compiled code, of this thread's own."""
        from cocreation_sim.compiled.engine import Player

        if getattr(self._mine, "threads", 0) != threads:
            self._mine.player, self._mine.threads = Player(threads, self.rules), threads
        player: Player = self._mine.player
        return player


class RunError(InputError):
    """A run raised an error, and the experiment was to stop there."""

    @classmethod
    def of(
        cls, key: tuple[Any, ...], columns: Sequence[str], values: Values, error: Exception
    ) -> RunError:
        """The sentence for a run: which it was, and what it said."""
        from cocreation_sim.designs.design import describe

        scenario_id, replication, seed = key
        where = describe(dict(zip(columns, values, strict=True)))
        return cls(
            f"the run of scenario {scenario_id} ({where}), replication {replication}, seed {seed} "
            f"failed with {type(error).__name__}: {error}"
        )


class Parcel(NamedTuple):
    """What another process needs of a design to play a batch."""

    recipe: Recipe
    points: dict[int, Values]
    scenario_ids: dict[int, str]


def play_sent(sent: bytes) -> Played:
    """Play a batch that another process has sent."""
    import pickle

    execution, parcel, seed, batch = pickle.loads(sent)  # what `Execution.sent` made
    made: dict[int, Scenario] = {}

    def scenario_of(point: int) -> Scenario:
        if point not in made:
            made[point] = parcel.recipe.scenario(parcel.points[point])
        return made[point]

    played: Played = execution.play_batch(scenario_of, parcel, seed, batch, 1)
    return played


def _as_ready(pool: Executor, play: Any, parts: Iterator[Any], workers: int) -> Iterator[Played]:
    """What an executor makes of parts, as it gets ready; only so many are handed out at a time."""
    waiting: set[Future[Played]] = set()
    try:
        while True:
            while len(waiting) < IN_FLIGHT * workers:
                part = next(parts, None)
                if part is None:
                    break
                waiting.add(pool.submit(play, part))
            if not waiting:
                return
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                yield future.result()
    finally:
        for future in waiting:
            future.cancel()


def batches(tasks: Iterator[Task], seconds: Sequence[float], most: int = 200) -> Iterator[Batch]:
    """Neighbouring tasks of about half a second together, given the seconds of each point.

    Examples
    --------
    >>> list(batches(iter([Task(0, r) for r in range(5)]), [0.2]))[0]
    [Task(point=0, replication=0), Task(point=0, replication=1)]
    """
    batch: Batch = []
    total = 0.0
    for task in tasks:
        cost = seconds[task.point]
        if batch and (total + cost > BATCH_SECONDS or len(batch) >= most):
            yield batch
            batch, total = [], 0.0
        batch.append(task)
        total += cost
    if batch:
        yield batch


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
