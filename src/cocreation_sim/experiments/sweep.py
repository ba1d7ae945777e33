"""A sweep: a scenario at many design points, many times, with the same luck for each."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, Unpack, get_args

import pandas as pd

from cocreation_sim.designs.design import Method
from cocreation_sim.designs.factors import Range, factors
from cocreation_sim.errors import InputError, check_word, plain
from cocreation_sim.experiments.experiment import Experiment
from cocreation_sim.experiments.identity import identity_of
from cocreation_sim.experiments.manifest import MANIFEST, STUDY
from cocreation_sim.experiments.parts import opened
from cocreation_sim.experiments.play import RunOptions, check_replications
from cocreation_sim.experiments.study import Study, points_of, study_from
from cocreation_sim.experiments.until import StoppingRule
from cocreation_sim.scenario.scenario import Scenario, check_seed, load

if TYPE_CHECKING:
    from cocreation_sim.experiments.study import Study

MOST_RUNS: Final = 10_000_000
LARGEST_BATCH = 200
AT_ONCE: Final = 8  # replications of a point in turn, where points are too many to be kept


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
    until: StoppingRule | None = None,
    question: str = "",
    store: str | os.PathLike[str] | None = None,
    **how: Unpack[RunOptions],
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
        How points are made; see `cocreation_sim.designs.design.make_design`.
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
    return study.run(store=store, **how)


def open_experiment(folder: str | os.PathLike[str]) -> Experiment:
    """The experiment that a sweep has written to a folder, finished or not.

    Parameters
    ----------
    folder
        What was given to `sweep` as `store`; or a folder that holds those of the parts of a sweep
        that was played with `shard`, which are read as one.

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
    kept = opened(folder)
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
