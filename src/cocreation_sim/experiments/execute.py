"""Playing many runs, on one core or all; the result does not depend on how many."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from cocreation_sim.errors import InputError
from cocreation_sim.outcomes import outcome
from cocreation_sim.rulebook import Rule, rulebook
from cocreation_sim.runs import engine_for, simulate
from cocreation_sim.scenario.scenario import Scenario

if TYPE_CHECKING:
    from cocreation_sim.compiled.engine import Player
    from cocreation_sim.mesa_model import Customer, Firm

Rows = list[dict[str, Any]]

CHUNK_SECONDS = 0.5
LARGEST_CHUNK = 100
AGENTS_ARE_SLOWER = 60.0  # than compiled code, times


class Task(NamedTuple):
    """One run: a scenario and the number of the replication."""

    scenario: Scenario
    replication: int


@dataclass(frozen=True)
class Execution:
    """How runs are played.

    Attributes
    ----------
    seed
        Root of all luck.
    workers
        Number of threads (processes where agents play); by default as many as there are cores.
    progress
        Whether a bar with the time left is shown on stderr.
    engine, rules, customer_class, firm_class
        As in `simulate`.

    Examples
    --------
    >>> Execution(seed=1, workers=2).workers
    2
    """

    seed: int = 1
    workers: int | None = None
    progress: bool = True
    engine: str | None = None
    rules: Mapping[str, Rule] | None = None
    customer_class: type[Customer] | None = None
    firm_class: type[Firm] | None = None

    def __post_init__(self) -> None:
        rulebook(self.rules)  # refuses what is no rule
        engine_for(self.engine, self.customer_class, self.firm_class)
        workers = self.workers
        whole = isinstance(workers, int) and not isinstance(workers, bool)
        if workers is not None and not (whole and workers >= 1):
            raise InputError(
                f"workers is {workers!r}; allowed is a whole number from 1, or none for all cores"
            )

    @property
    def by_agents(self) -> bool:
        """Whether Mesa's agents play."""
        return engine_for(self.engine, self.customer_class, self.firm_class) == "mesa"

    def play(self, tasks: Sequence[Task]) -> list[Rows]:
        """Outcomes of each task, one row a campaign, in the order of the tasks."""
        from tqdm.auto import tqdm

        results: list[Rows] = [[] for _ in tasks]
        by_agents = self.by_agents
        costs = [expected_seconds(task.scenario, by_agents) for task in tasks]
        form = "{desc}{percentage:3.0f} %|{bar}| {elapsed}, {remaining} left"
        done, start = 0, f"run 0 of {len(tasks):,}: "
        with tqdm(total=sum(costs), desc=start, disable=not self.progress, bar_format=form) as bar:
            for numbers, chunk in self._chunks_played(tasks, costs):
                for number, rows in zip(numbers, chunk, strict=True):
                    results[number] = rows
                done += len(numbers)
                bar.set_description(f"run {done:,} of {len(tasks):,}", refresh=False)
                bar.update(sum(costs[n] for n in numbers))
        return results

    def _chunks_played(
        self, tasks: Sequence[Task], costs: Sequence[float]
    ) -> Iterator[tuple[range, list[Rows]]]:
        """Chunks of task numbers with their results, as they get ready."""
        import joblib

        workers = max(1, min(self.workers or joblib.cpu_count(), len(tasks)))
        parts = chunks(costs, workers)
        if workers == 1:
            parts = (range(n, n + 1) for n in range(len(tasks)))
        if not self.by_agents:
            yield from self._played_by_threads(tasks, parts, workers)
        elif workers == 1:
            for part in parts:
                yield _play_chunk(self, part, [tasks[n] for n in part])
        else:
            parallel = joblib.Parallel(n_jobs=workers, return_as="generator_unordered")
            yield from parallel(
                joblib.delayed(_play_chunk)(self, part, [tasks[n] for n in part]) for part in parts
            )

    def _played_by_threads(
        self, tasks: Sequence[Task], parts: Iterable[range], workers: int
    ) -> Iterator[tuple[range, list[Rows]]]:
        """Threads share the work, each with a player: compiled code lets go of the interpreter."""
        from cocreation_sim.compiled.engine import Player

        Player(rules=self.rules)  # compiled before the threads start
        mine = threading.local()

        def play(part: range) -> tuple[range, list[Rows]]:
            if not hasattr(mine, "player"):
                mine.player = Player(1 if workers > 1 else None, self.rules)
            return part, [self.play_one(tasks[n], mine.player) for n in part]

        if workers == 1:
            yield from map(play, parts)
            return
        with ThreadPoolExecutor(workers) as pool:
            waiting = {pool.submit(play, part) for part in parts}
            try:
                while waiting:
                    done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                    for future in done:
                        yield future.result()
            finally:
                for future in waiting:
                    future.cancel()

    def play_one(self, task: Task, player: Player | None = None) -> Rows:
        """Outcomes of one run, one row a campaign."""
        scenario, replication = task
        if player is not None:
            tables = player.play(scenario, self.seed, replication)
        else:
            tables = simulate(
                scenario,
                self.seed,
                replication=replication,
                engine=self.engine,
                rules=self.rules,
                customer_class=self.customer_class,
                firm_class=self.firm_class,
            ).tables
        return [outcome(scenario, tables, name) for name in sorted(scenario.campaigns)]


def _play_chunk(
    execution: Execution, numbers: range, tasks: list[Task]
) -> tuple[range, list[Rows]]:
    return numbers, [execution.play_one(task) for task in tasks]


def expected_seconds(scenario: Scenario, by_agents: bool = False) -> float:
    """About how long a run takes; for chunks and the time left only, results never depend on it.

    Examples
    --------
    >>> expected_seconds(Scenario()) < 5
    True
    """
    calendar = scenario.calendar
    sub_rounds = calendar.periods * calendar.rounds_a_period
    weeks = sub_rounds * calendar.sub_round
    people = scenario.population.simulated
    seconds = 5e-4 + 1e-6 * sub_rounds * len(scenario.campaigns) + people * (3e-7 + 4e-8 * weeks)
    return seconds * (AGENTS_ARE_SLOWER if by_agents else 1.0)


def chunks(costs: Sequence[float], workers: int) -> Iterator[range]:
    """Ranges of neighbouring tasks of about half a second, and some for each worker.

    Examples
    --------
    >>> list(chunks([0.2] * 40, 2))[:2]
    [range(0, 2), range(2, 4)]
    """
    most = min(LARGEST_CHUNK, max(1, len(costs) // (4 * workers)))
    start, total = 0, 0.0
    for number, cost in enumerate(costs):
        if number > start and (total + cost > CHUNK_SECONDS or number - start >= most):
            yield range(start, number)
            start, total = number, 0.0
        total += cost
    if costs:
        yield range(start, len(costs))


def interleaved(scenarios: Sequence[Scenario], replications: int) -> list[Task]:
    """All runs, replication by replication: whenever they stop, the design is balanced.

    Examples
    --------
    >>> [task.replication for task in interleaved([Scenario()] * 2, 2)]
    [0, 0, 1, 1]
    """
    return [Task(s, r) for r, s in itertools.product(range(replications), scenarios)]
