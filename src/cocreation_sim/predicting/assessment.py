"""The assessment of a situation: what fits, what it risks, what speaks against it, what matters."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Unpack, get_args

import numpy as np
import pandas as pd

from cocreation_sim.designs.factors import NAMED
from cocreation_sim.errors import InputError, check_whole, nearest_names, shown
from cocreation_sim.experiments.experiment import Experiment
from cocreation_sim.experiments.play import RunOptions
from cocreation_sim.outcomes import FAILED, headlines
from cocreation_sim.predicting.play import play
from cocreation_sim.results import Result
from cocreation_sim.scenario.limits import Cause
from cocreation_sim.scenario.scenario import Scenario, check_seed
from cocreation_sim.scenario.typology import Cell
from cocreation_sim.statistics.comparison import paired
from cocreation_sim.statistics.failure import failure_risk
from cocreation_sim.statistics.summary import interval
from cocreation_sim.wording.numbers import money
from cocreation_sim.worlds.plan import TOO_RISKY, scenario_for
from cocreation_sim.worlds.questions import UNSURE, questions
from cocreation_sim.worlds.situation import Situation, load_situation

if TYPE_CHECKING:
    pass


RUNS: Final = 200
MOST_RUNS: Final = 10_000
HOLDS_BACK: Final = 0.1  # fall of the risk from which a better answer is told
LEVEL: Final = 0.95
SPAN: Final = 0.9  # of runs, in the spans of outcomes
MATTERS: Final = (
    "question", "answer", "instead", "rules_out", "failure_risk", "difference", "low", "high",
    "submissions",
)  # fmt: skip
BUDGETS: Final = {"half of it": 0.5, "twice as much": 2.0}


@dataclass(frozen=True, eq=False, repr=False)
class Assessment(Result):
    """What the model says of a situation.

    Attributes
    ----------
    situation
        Budget and answers.
    runs
        Runs of each case, each in a world and with luck of its own.
    seed
        Root of the worlds and of all luck.
    cells
        One row a cell that can be: `cell`, `failure_risk` with its interval, the share of runs
        that fail first of each cause, `answered_share`, and of contributions, interesting ideas
        and cost the median and the span of 90 % of runs; `per_thousand`, interesting ideas for
        EUR 1,000; `more_risk`, its risk less that of the least risky cell, with its interval.
    ruled_out
        Why the other cells cannot be.
    recommended
        The cell that fits: of those with the least risk as far as runs can tell, the one with most
        interesting ideas for the money.
    alike
        The cells whose risk cannot be told from the least, the recommended one among them.
    answer_sensitivity
        One row a changed answer, the one with the largest effect on the risk of the recommended
        cell first: `question`, `answer`, `instead`, `rules_out`, `failure_risk`, `difference` with
        its paired interval `low` to `high`, `submissions` (mean).

    Examples
    --------
    >>> lively = {"crowd": "hundreds", "bond": "fans", "wanted": "one", "time": "month"}
    >>> found = assess(Situation.of(1000, lively), runs=2, workers=1, progress=False)
    >>> found.row()["cell"] == found.recommended.label, found.risk >= found.least_risk
    (True, True)
    """

    situation: Situation
    runs: int
    seed: int
    cells: pd.DataFrame
    ruled_out: Mapping[Cell, str]
    recommended: Cell
    alike: tuple[Cell, ...]
    answer_sensitivity: pd.DataFrame = field(repr=False)

    def _facts(self) -> Mapping[str, object]:
        return {
            "budget": self.situation.budget,
            "recommended": self.recommended.label,
            "failure_risk": round(self.risk, 3),
            "runs": self.runs,
            "seed": self.seed,
        }

    @cached_property
    def scenario(self) -> Scenario:
        """The recommended plan, with the middle of what each answer leaves open."""
        return scenario_for(self.recommended, self.situation)

    def row(self, cell: Cell | str | None = None) -> pd.Series[Any]:
        """What was found of a cell; by default of the recommended one.

        Parameters
        ----------
        cell
            One that is not ruled out, or its label.

        Raises
        ------
        InputError
            If it is ruled out, or none.
        """
        chosen = self.recommended if cell is None else cell
        label = chosen.label if isinstance(chosen, Cell) else chosen
        able = list(self.cells["cell"])
        reasons = {other.label: why for other, why in self.ruled_out.items()}
        if label in able:
            return self.cells.iloc[able.index(label)]
        if label in reasons:
            raise InputError(f"{label} is ruled out: {reasons[label]}")
        near = nearest_names(label, able)
        raise InputError(f"cell is {shown(label)}; allowed are {', '.join(able)}{near}")

    @property
    def risk(self) -> float:
        """Failure risk of the recommended cell."""
        return float(self.row()["failure_risk"])

    @property
    def least_risk(self) -> float:
        """The least failure risk of the cells that can be."""
        return float(self.cells["failure_risk"].min())

    @property
    def advised_against(self) -> bool:
        """Whether the failure risk is a half or more in every cell that can be."""
        return self.least_risk >= TOO_RISKY

    @property
    def causes(self) -> dict[str, float]:
        """Share of runs of the recommended cell that fail first of each cause, largest first."""
        row = self.row()
        shares = {cause: float(row[cause]) for cause in get_args(Cause) if row[cause] > 0}
        return dict(sorted(shares.items(), key=lambda item: -item[1]))

    @property
    def holds_back(self) -> pd.DataFrame:
        """The changed answers that surely lower the risk, and by a tenth or more."""
        table = self.answer_sensitivity
        sure = (table["high"] < 0) & (table["difference"] <= -HOLDS_BACK)
        given = table["answer"] != UNSURE
        return table[sure & given & (table["question"] != "budget")]

    @property
    def worth_knowing(self) -> dict[str, tuple[float, float]]:
        """Least and largest risk over the answers to each question one is not sure of.

        Only questions of which an answer surely moves the risk; the widest first.
        """
        unsure = self.answer_sensitivity[
            (self.answer_sensitivity["answer"] == UNSURE)
            & (self.answer_sensitivity["rules_out"] == "")
        ]
        spans = {
            str(name): (float(part["failure_risk"].min()), float(part["failure_risk"].max()))
            for name, part in unsure.groupby("question", sort=False)
            if ((part["low"] > 0) | (part["high"] < 0)).any()
        }
        return dict(sorted(spans.items(), key=lambda item: item[1][0] - item[1][1]))

    def to_dict(self) -> dict[str, Any]:
        """All of it as plain data."""
        return {
            "budget": self.situation.budget,
            "answers": dict(self.situation.answers),
            "recommended": self.recommended.label,
            "alike": [cell.label for cell in self.alike],
            "advised_against": self.advised_against,
            "runs": self.runs,
            "seed": self.seed,
            "cells": self.cells.to_dict("records"),
            "ruled_out": {cell.label: reason for cell, reason in self.ruled_out.items()},
            "causes": self.causes,
            "worth_knowing": self.worth_knowing,
            "answer_sensitivity": self.answer_sensitivity.to_dict("records"),
            "scenario": self.scenario.to_dict(),
        }


def assess(
    situation: Situation | str | os.PathLike[str],
    runs: int = RUNS,
    seed: int = 1,
    *,
    changed: bool = True,
    **how: Unpack[RunOptions],
) -> Assessment:
    """Assess a situation by playing it: every cell, then the best with each answer changed.

    All cases meet the same worlds under the same luck. What an answer leaves open is sampled, and
    whoever is not sure gets all answers alike.

    Parameters
    ----------
    situation
        Budget and answers, or the path of their file (`load_situation`).
    runs
        Runs of each case.
    seed
        Root of the worlds and of all luck.
    changed
        Whether the best cell is played with each answer changed too; without that
        `answer_sensitivity` is empty.
    **how
        Workers, executor and progress, as for `cocreation_sim.sweep`.

    Raises
    ------
    InputError
        If the situation, the number of runs or the seed is not allowed.

    Examples
    --------
    >>> lively = {"crowd": "hundreds", "bond": "fans", "wanted": "one", "time": "month"}
    >>> found = assess(Situation.of(1000, lively), runs=10, workers=1, progress=False)
    >>> found.advised_against, len(found.cells)
    (False, 4)
    """
    seed, runs = check_seed(seed), check_runs(runs)
    if isinstance(situation, (str, os.PathLike)):
        situation = load_situation(situation)
    if not isinstance(situation, Situation):
        raise InputError(
            f"situation is {shown(situation)}; allowed is a Situation, such as "
            "Situation.of(5000, {'crowd': 'thousands'}), or the path of a file of answers"
        )
    ruled_out = {cell: reason for cell in Cell if (reason := situation.rules_out(cell))}
    able = [cell for cell in Cell if cell not in ruled_out]
    played = play({cell.label: (cell, situation) for cell in able}, runs, seed, **how)
    failed = _failed(played)
    cells = _cells_table(played, failed)
    recommended, alike = _choice(cells)
    base = failed[recommended.label]
    sensitivity = _answer_sensitivity(situation, recommended, base, runs, seed, how, changed)
    return Assessment(situation, runs, seed, cells, ruled_out, recommended, alike, sensitivity)


def check_runs(runs: Any) -> int:
    """A number of runs of a case as Python's own; what is none is refused."""
    return check_whole("runs", runs, 2, MOST_RUNS)


Failed = dict[str, np.ndarray[Any, Any]]


def _failed(exp: Experiment) -> Failed:
    """Whether each run failed, by case, in the order of the worlds."""
    cases = list(exp.design.levers[NAMED])  # type: ignore[arg-type]
    table = exp.by_point(FAILED).reshape(len(cases), -1)
    return {str(case): row == 1 for case, row in zip(cases, table, strict=True)}


def _cells_table(exp: Experiment, failed: Failed) -> pd.DataFrame:
    safest = min(failed, key=lambda case: float(failed[case].mean()))
    level = 1 - (1 - LEVEL) / max(1, len(failed) - 1)
    rows = []
    for case, mine in failed.items():
        runs = exp.runs[exp.runs[NAMED] == case]
        risk = failure_risk(int(mine.sum()), len(mine), LEVEL)
        row: dict[str, Any] = {
            "cell": case,
            "failure_risk": float(risk.risk),
            "failure_risk_low": float(risk.low),
            "failure_risk_high": float(risk.high),
        }
        row |= {cause: float((runs["failed_because"] == cause).mean()) for cause in get_args(Cause)}
        row["answered_share"] = float(runs["answered_share"].mean())
        for name in headlines(2):
            found = interval(runs[name], SPAN, name)
            row |= {name: found["median"], f"{name}_low": found["low"]}
            row[f"{name}_high"] = found["high"]
        ideas, cost = float(runs["interesting"].mean()), float(runs["cost"].mean())
        row["per_thousand"] = 1000 * ideas / cost if cost else math.nan
        more = paired(failed[safest], mine, level)
        row |= {"more_risk": more.difference, "more_risk_low": more.low}
        row["more_risk_high"] = more.high
        rows.append(row)
    return pd.DataFrame(rows)


def _choice(cells: pd.DataFrame) -> tuple[Cell, tuple[Cell, ...]]:
    """The recommended cell, and the cells whose risk cannot be told from the least."""
    near = cells[cells["more_risk_low"] <= 0]
    worth = near["per_thousand"].fillna(near["interesting"])
    best = str(near["cell"].iloc[int(worth.to_numpy().argmax())])
    by_label = {cell.label: cell for cell in Cell}
    return by_label[best], tuple(by_label[str(label)] for label in near["cell"])


def _answer_sensitivity(
    situation: Situation,
    cell: Cell,
    base: np.ndarray[Any, Any],
    runs: int,
    seed: int,
    how: RunOptions,
    wanted: bool,
) -> pd.DataFrame:
    """How the risk of a cell changes with each answer."""
    if not wanted:
        return pd.DataFrame(columns=MATTERS)
    changed: dict[tuple[str, str], Situation] = {
        (question.name, answer): situation.changed(question.name, answer)
        for question in questions()
        for answer in question.neighbours(situation.answers[question.name])
    }
    if situation.budget:
        changed |= {("budget", says): situation.richer(times) for says, times in BUDGETS.items()}
    cases = {
        f"{name}: {answer}": (cell, other)
        for (name, answer), other in changed.items()
        if not other.rules_out(cell)
    }
    played = play(cases, runs, seed, **how)
    failed, means = _failed(played), played.runs.groupby(NAMED)["submissions"].mean()
    answers = {**situation.answers, "budget": money(situation.budget)}
    rows = []
    for (name, instead), other in changed.items():
        row: dict[str, Any] = {"question": name, "answer": answers[name], "instead": instead}
        row["rules_out"] = other.rules_out(cell)
        risk = difference = low = high = ideas = math.nan
        if not row["rules_out"]:
            mine = failed[f"{name}: {instead}"]
            found = paired(base, mine, LEVEL)
            ideas = float(means.get(f"{name}: {instead}", math.nan))
            risk, difference, low, high = found.mean_b, found.difference, found.low, found.high
        row |= {"failure_risk": risk, "difference": difference, "low": low, "high": high}
        rows.append(row | {"submissions": ideas})
    table = pd.DataFrame(rows)
    order = table["difference"].abs().fillna(-1).to_numpy()
    return table.iloc[np.argsort(-order, kind="stable")].reset_index(drop=True)
