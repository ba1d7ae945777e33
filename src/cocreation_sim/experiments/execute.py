"""Playing many runs, on one core or all; the result does not depend on how many."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from cocreation_sim.errors import InputError
from cocreation_sim.outcomes import outcome
from cocreation_sim.runs import simulate
from cocreation_sim.scenario.scenario import Scenario

if TYPE_CHECKING:
    from cocreation_sim.mesa_model import Customer, Firm

Rows = list[dict[str, Any]]

CHUNK_SECONDS = 0.5
LARGEST_CHUNK = 100


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
        Number of processes; by default as many as there are cores.
    progress
        Whether a bar with the time left is shown on stderr.
    customer_class, firm_class
        Subclasses of the Mesa agents that behave differently.

    Examples
    --------
    >>> Execution(seed=1, workers=2).workers
    2
    """

    seed: int = 1
    workers: int | None = None
    progress: bool = True
    customer_class: type[Customer] | None = None
    firm_class: type[Firm] | None = None

    def __post_init__(self) -> None:
        workers = self.workers
        whole = isinstance(workers, int) and not isinstance(workers, bool)
        if workers is not None and not (whole and workers >= 1):
            raise InputError(
                f"workers is {workers!r}; allowed is a whole number from 1, or none for all cores"
            )

    def play(self, tasks: Sequence[Task]) -> list[Rows]:
        """Outcomes of each task, one row a campaign, in the order of the tasks."""
        from tqdm.auto import tqdm

        results: list[Rows] = [[] for _ in tasks]
        costs = [expected_seconds(task.scenario) for task in tasks]
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
        if workers == 1:
            for number, task in enumerate(tasks):
                yield range(number, number + 1), [self.play_one(task)]
            return
        parallel = joblib.Parallel(n_jobs=workers, return_as="generator_unordered")
        yield from parallel(
            joblib.delayed(_play_chunk)(self, chunk, [tasks[n] for n in chunk])
            for chunk in chunks(costs, workers)
        )

    def play_one(self, task: Task) -> Rows:
        """Outcomes of one run, one row a campaign."""
        run = simulate(
            task.scenario,
            self.seed,
            replication=task.replication,
            customer_class=self.customer_class,
            firm_class=self.firm_class,
        )
        return [outcome(run.scenario, run.tables, name) for name in sorted(run.scenario.campaigns)]


def _play_chunk(
    execution: Execution, numbers: range, tasks: list[Task]
) -> tuple[range, list[Rows]]:
    return numbers, [execution.play_one(task) for task in tasks]


def expected_seconds(scenario: Scenario) -> float:
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
    return 0.005 + 2e-4 * sub_rounds * len(scenario.campaigns) + people * (5e-5 + 1.2e-5 * weeks)


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
