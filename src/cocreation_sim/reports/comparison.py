"""The findings of a comparison: what each design does better, run by run under the same luck."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cocreation_sim.reports.answers import answer, listed, paired_words
from cocreation_sim.reports.experiment import of_experiment
from cocreation_sim.reports.findings import Findings

if TYPE_CHECKING:
    from cocreation_sim.comparing import Comparison

MOST_SAID = 4


def of_comparison(found: Comparison) -> Findings:
    """What a comparison found.

    Examples
    --------
    >>> from cocreation_sim import compare, load
    >>> workshop = load("workshop")
    >>> bare = workshop.vary({"campaign.reward.recognition": 0.0})
    >>> found = compare({"credit": workshop, "none": bare}, replications=5, progress=False)
    >>> of_comparison(found).question
    'Which does better: credit; or none?'
    """
    table = found.table
    baseline = str(table["baseline"].iloc[0])
    designs = [baseline, *dict.fromkeys(table["design"].astype(str))]
    question = f"Which does better: {listed(designs).replace('; and ', '; or ')}?"
    if len(designs) > 2:  # which is best, then the differences
        said = answer(found.experiment)
    else:
        said = [*paired_words(table)[:MOST_SAID], *answer(found.experiment)[:1]]
    return of_experiment(found.experiment, question, said, found)
