"""What an assessment tells a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from cocreation_sim.outcomes import FAILURE_RISK, headlines
from cocreation_sim.predicting import telling
from cocreation_sim.wording.numbers import money, span
from cocreation_sim.worlds.plan import REACHED
from cocreation_sim.worlds.questions import questions

if TYPE_CHECKING:
    from cocreation_sim.predicting.assessment import Assessment
    from cocreation_sim.reports.findings import Findings


def of_assessment(found: Assessment) -> Findings:
    """The assessment as a report holds it: what to do, what it rests on, how to get it again."""
    import tomli_w

    from cocreation_sim.plots.assessing import answers as picture
    from cocreation_sim.reports.findings import (
        Findings,
        Picture,
        Quantity,
        Reproduction,
        Section,
        Table,
    )
    from cocreation_sim.reports.reproduction import versions

    situation = found.situation
    given = [(q.ask, q.says(situation.answers[q.name])) for q in questions()]
    changed = found.answer_sensitivity[found.answer_sensitivity["rules_out"] == ""]
    tried = pd.DataFrame(
        {
            "answer": changed["question"],
            "now": changed["answer"],
            "instead": changed["instead"],
            "risk": [Quantity(risk, unit="share") for risk in changed["failure_risk"]],
            "change": [
                Quantity(row["difference"], row["low"], row["high"], "points")
                for _, row in changed.iterrows()
            ],
        }
    )
    cells = found.cells[
        [
            "cell",
            *(f"{n}{e}" for n in (FAILURE_RISK, *headlines(2)) for e in ("", "_low", "_high")),
        ]
    ]
    return Findings(
        question="Which kind of co-creation fits, and how likely is it to fail?",
        answer=[*telling.verdict(found), telling.causes(found)],
        sections=[
            Section(
                "What speaks against it", telling.stop_signs(found) or ["None of the answers."]
            ),
            Section(
                "The kinds that are possible",
                [
                    Table(
                        "Risk, and what they would bring",
                        cells,
                        names={"cell": "kind"},
                        note="Risk with its 95 % interval; the others as median and the span of "
                        "90 % of runs.",
                    )
                ],
            ),
            Section("The plan", telling.settings(found)),
            Section(
                "Which answers matter most",
                [
                    Picture("If one answer were another", lambda: picture(found)),
                    *telling.answer_sensitivity_notes(found)[1:],
                    Table("Every answer tried", tried, names={"change": "change of the risk"}),
                ],
            ),
            Section(
                "What was answered",
                [
                    Table(
                        "Questions and answers",
                        pd.DataFrame(
                            [("Budget", money(situation.budget)), *given],
                            columns=["question", "answer"],
                        ),
                    )
                ],
            ),
        ],
        doubts=[
            "What each answer means in the model is described in docs/assessing.md; most of it "
            "is an assumption.",
            f"How many people notice the call for a euro of outreach is an assumption too: "
            f"{span(*REACHED)}, all within the intervals. A firm that reaches its "
            "people for nothing, by a newsletter, fares better.",
        ],
        reproduction=Reproduction(
            found.seed,
            {
                "answers.toml": situation.to_toml(),
                "scenario.toml": tomli_w.dumps(found.scenario.to_dict()),
            },
            [f"cocreation predict answers.toml --runs {found.runs} --seed {found.seed}"],
            versions(),
        ),
        about=f"{len(found.cells)} kinds of co-creation, {found.runs} runs each",
    )
