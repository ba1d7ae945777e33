"""Playing situations: each in the same worlds, under the same luck."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Unpack

import numpy as np

from cocreation_sim.designs.design import Design, Recipe, Values, sample
from cocreation_sim.designs.duration import expected_seconds
from cocreation_sim.designs.factors import NAMED, Factors, Range
from cocreation_sim.experiments.experiment import Experiment
from cocreation_sim.experiments.play import RunOptions
from cocreation_sim.experiments.study import Study
from cocreation_sim.scenario.scenario import Scenario
from cocreation_sim.scenario.typology import Cell
from cocreation_sim.worlds.plan import REACH, scenario_for
from cocreation_sim.worlds.questions import questions
from cocreation_sim.worlds.situation import Situation

Cases = Mapping[str, tuple[Cell, Situation]]


@dataclass(frozen=True)
class AnswersRecipe(Recipe):
    """How a point becomes a scenario: a case by its name, and where in its answers a world lies.

    Attributes
    ----------
    cases
        Cells and situations by name.
    """

    cases: Cases

    def scenario(self, values: Values) -> Scenario:
        """The scenario of a design point."""
        cell, situation = self.cases[values[0]]
        return scenario_for(cell, situation, dict(zip(open_names(), values[1:], strict=True)))


def open_names() -> tuple[str, ...]:
    """What a world decides: how far through each answer the truth lies, and outreach's reach."""
    return (*(question.name for question in questions()), REACH)


class Assessed(Study):
    """A study whose points are cases, each in all worlds that the answers leave open."""

    made: Any

    def points(self) -> Design:
        """The design."""
        design: Design = self.made
        return design


def play(cases: Cases, worlds: int, seed: int, **how: Unpack[RunOptions]) -> Experiment:
    """Play cases, each once in every world; the worlds and their luck are the same for all.

    A world says, for each question, how far through what its answer leaves open the truth lies
    (a Latin hypercube). Each world has luck of its own, so the runs of a case are independent.

    Parameters
    ----------
    cases
        Cells and situations by name.
    worlds
        Number of worlds.
    seed
        Root of the worlds and of all luck.
    """
    study = Assessed.model_construct(
        scenario={}, question="which kind of co-creation fits", design="grid", samples=worlds,
        replications=1, seed=seed, vary={}, uncertain={}, fixed={}, designs={}, until=None,
        order=(), made=_design(cases, worlds, seed),
    )  # fmt: skip
    given: RunOptions = {"on_error": "stop", **how}
    return study.run(**given)


def _design(cases: Cases, worlds: int, seed: int) -> Design:
    names = open_names()
    rows = sample("lhs", names, worlds, seed).tolist()
    levers: Factors = {NAMED: tuple(cases)}
    unknown: Factors = {name: Range(0, 1) for name in names}
    kinds = ("string", *("double" for _ in names))
    bases = {case: scenario_for(*given) for case, given in cases.items()}
    recipe = AnswersRecipe(bases, (NAMED, *names), kinds, cases)
    points = [(case, *row) for case in cases for row in rows]
    scenarios = (recipe.scenario(values) for values in points)
    told = [(scenario.fingerprint(), expected_seconds(scenario)) for scenario in scenarios]
    return Design(
        recipe,
        levers,
        unknown,
        "grid",
        points,
        worlds,
        np.empty((0, len(names) + 1)),
        [scenario_id for scenario_id, _ in told],
        np.array([seconds for _, seconds in told]),
    )
