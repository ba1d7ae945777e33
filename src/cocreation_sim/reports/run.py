"""The findings of a single run."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from cocreation_sim.outcomes import find
from cocreation_sim.outcomes.labels import describe, described
from cocreation_sim.plots import gallery as plots
from cocreation_sim.reports import doubts, reproduction
from cocreation_sim.reports.findings import Findings, Picture, Section, Table
from cocreation_sim.wording.numbers import plural, written

if TYPE_CHECKING:
    from cocreation_sim.runs import Run

ALONE = (
    "This is a single run: another seed gives another outcome. It takes many runs to tell how "
    "likely failure is; `cocreation report scenario.toml` plays them, with the scenario below."
)


def of_run(run: Run) -> Findings:
    """What came of one run, campaign by campaign.

    Examples
    --------
    >>> from cocreation_sim.runs import simulate
    >>> of_run(simulate("workshop")).question
    'What came of one run of workshop?'
    """
    names = sorted(run.scenario.campaigns)
    several = len(names) > 1
    answer, sections = [], []
    for name in names:
        outcome = {str(k): v for k, v in run.outcomes.loc[name].items()}
        answer.append(_answer(run, name, outcome))
        sections.append(
            Section(
                f"What came of {name}" if several else "What came of it",
                [
                    Picture("Ideas and people over time", partial(plots.life, run, name)),
                    _stages(run, name),
                    _outcomes(run, outcome),
                ],
            )
        )
    return Findings(
        f"What came of one run of {run.scenario.name}?",
        answer,
        sections,
        [ALONE, *doubts.of_scenario(run.scenario)],
        reproduction.of_run(run),
        f"{run.scenario.name}: one run, seed {run.seed}, replication {run.replication}",
    )


def _answer(run: Run, name: str, outcome: dict[str, Any]) -> str:
    """One sentence: volume, quality, cost, fate."""
    scenario = run.scenario
    fate = "did not fail"
    if outcome["failed"]:
        when = written(outcome["failed_at"], "unit", scenario.calendar.unit)
        fate = f"failed after {when} ({outcome['failed_because']})"
    ideas, people, good = (
        written(outcome[key], "ideas", scenario.calendar.unit)
        for key in ("submissions", "contributors", "interesting")
    )
    spent = written(outcome["cost"], "EUR", scenario.calendar.unit)
    return (
        f"In this run {name} {fate}: it got {ideas} ideas from {people} people, {good} of them "
        f"interesting, and spent {spent}."
    )


def _stages(run: Run, name: str) -> Table:
    """How many ideas came how far through the four stages of the cell."""
    ideas = run.ideas[run.ideas["campaign"] == name]
    cell = run.scenario.campaigns[name].cell
    weight = run.scenario.population.represents
    reached = [int((ideas["stage"] >= stage).sum()) * weight for stage in (1, 2, 3, 4)]
    frame = pd.DataFrame({"stage": cell.stages, "ideas": reached})
    return Table(f"How far ideas came ({cell.label})", frame, {"ideas": "ideas that reached it"})


def _outcomes(run: Run, outcome: dict[str, Any]) -> Table:
    figures = describe(outcome, run.scenario)
    rows = [{"outcome": described(key)[0], "value": figure} for key, figure in figures.items()]
    note = f"Times in {plural(run.scenario.calendar.unit)}; what does not exist is left out."
    for key in figures:
        known = find(key)
        if known and known.note and not known.usual(outcome[key]):
            note += f" {known.words[0].upper()}{known.words[1:]}: {known.note}."
    return Table("All outcomes of this run", pd.DataFrame(rows), note=note)
