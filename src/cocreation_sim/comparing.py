"""Comparing designs: each played under the same luck, so that only what differs shows."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import pandas as pd

from cocreation_sim.errors import InputError
from cocreation_sim.experiments import answers
from cocreation_sim.experiments.experiment import Experiment
from cocreation_sim.experiments.play import RunOptions, check_replications
from cocreation_sim.results import Result
from cocreation_sim.scenario.scenario import Scenario, check_seed, load
from cocreation_sim.statistics import comparison

if TYPE_CHECKING:
    from cocreation_sim.experiments.study import Study

ScenarioLike = Scenario | str | os.PathLike[str]


@dataclass(frozen=True, eq=False, repr=False)
class Comparison(Result):
    """Designs against the first of them.

    Attributes
    ----------
    experiment
        The runs.
    table
        One row a design and outcome; see `cocreation_sim.statistics.comparison.compare_runs`.

    Examples
    --------
    >>> credit = load("workshop")
    >>> none = credit.vary({"campaign.reward.recognition": 0.0})
    >>> found = compare({"credit": credit, "none": none}, replications=5, progress=False)
    >>> len(found.sentences) == len(found.table)
    True
    """

    experiment: Experiment
    table: pd.DataFrame

    def _facts(self) -> Mapping[str, object]:
        return {
            "designs": answers.compared(self.experiment),
            "outcomes": list(self.table["outcome"].unique()),
            "replications": self.experiment.replications,
            "seed": self.experiment.seed,
        }

    @property
    def sentences(self) -> list[str]:
        """What each row says, in plain words."""
        return [comparison.sentence(row) for _, row in self.table.iterrows()]

    def __str__(self) -> str:
        return "\n".join(self.sentences)


def compare(
    *designs: ScenarioLike | Mapping[str, ScenarioLike],
    replications: int = 200,
    seed: int = 1,
    outcomes: Sequence[str] | str | None = None,
    level: float = 0.95,
    campaign: str | None = None,
    store: str | os.PathLike[str] | None = None,
    **how: Unpack[RunOptions],
) -> Comparison:
    """Play designs under the same luck and compare each with the first, run by run.

    Parameters
    ----------
    *designs
        Two or more scenarios, names of presets, or paths of scenario files; or one mapping of
        names to such. Where each has one campaign, all go by the name of the first.
    replications, seed
        Runs of each design, and the root of their luck.
    outcomes
        Which outcomes, "failure_risk" among them; by default a few that matter most.
    level
        Joint level of the intervals of an outcome.
    campaign
        Which campaign; may be left out where there is one only.
    store, **how
        As for `cocreation_sim.sweep`.

    Raises
    ------
    InputError
        If there are fewer than two designs, two of one name, or one that is no scenario.

    Examples
    --------
    >>> scenario = load("workshop")
    >>> found = compare(
    ...     {"credit": scenario, "none": scenario.vary({"campaign.reward.recognition": 0.0})},
    ...     replications=5,
    ...     progress=False,
    ... )
    >>> found.table["design"].unique().tolist()
    ['none']
    """
    study = study_of(designs, replications, seed)
    exp = study.run(store=store, **how).only(campaign)
    return Comparison(exp, answers.compare(exp, outcomes, level))


def study_of(
    designs: Sequence[ScenarioLike | Mapping[str, ScenarioLike]], replications: int, seed: int
) -> Study:
    """The study that plays designs by name.

    Raises
    ------
    InputError
        As `compare`.
    """
    from cocreation_sim.experiments.study import Study

    seed, replications = check_seed(seed), check_replications(replications)
    named = _named(designs)
    first = next(iter(named.values()))
    return Study.model_construct(
        scenario=first.to_dict(),
        question="compare " + ", ".join(named),
        design="grid",
        samples=None,
        replications=replications,
        seed=seed,
        vary={},
        uncertain={},
        fixed={},
        designs={name: scenario.to_dict() for name, scenario in named.items()},
        until=None,
        order=(),
    )


def _named(designs: Sequence[ScenarioLike | Mapping[str, ScenarioLike]]) -> dict[str, Scenario]:
    named: dict[str, Scenario] = {}
    for given in designs:
        parts = given.items() if isinstance(given, Mapping) else [("", given)]
        for name, source in parts:
            scenario = source if isinstance(source, Scenario) else load(source)
            key = str(name) or scenario.name
            if key in named and isinstance(source, (str, os.PathLike)):
                key = Path(source).stem
            if key in named:
                raise InputError(
                    f"two designs are called {key!r}; give one another name in its file, or names "
                    "as {name: scenario}"
                )
            named[key] = scenario
    if len(named) < 2:
        raise InputError(f"{len(named)} design is given; a comparison needs two or more")
    return _called_alike(named)


def _called_alike(named: dict[str, Scenario]) -> dict[str, Scenario]:
    """Designs of one campaign each under one name, so that these have the same luck."""
    if any(len(scenario.campaigns) > 1 for scenario in named.values()):
        return named
    (name,) = next(iter(named.values())).campaigns
    return {
        key: scenario if name in scenario.campaigns else scenario.renamed(name)
        for key, scenario in named.items()
    }
