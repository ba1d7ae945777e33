"""An assessment in words: for a terminal, and sentence by sentence for anything else."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from cocreation_sim.outcomes import headlines
from cocreation_sim.outcomes.labels import described
from cocreation_sim.scenario.limits import WORDS
from cocreation_sim.scenario.typology import Cell
from cocreation_sim.wording.numbers import (
    estimate,
    exact,
    money,
    number,
    percent,
    span,
    written,
)
from cocreation_sim.worlds.plan import PLANS, TOO_RISKY
from cocreation_sim.worlds.questions import UNSURE, questions

if TYPE_CHECKING:
    from cocreation_sim.predicting.assessment import Assessment

KINDS: Final = {
    Cell.SUBMITTING: "people answer a brief, you choose",
    Cell.CO_DESIGNING: "people answer a brief, the crowd chooses",
    Cell.TINKERING: "people change and add what they like, you choose",
    Cell.COLLABORATING: "people change and add what they like, the crowd chooses",
}
CAUSES: Final[dict[str, str]] = {
    **WORDS,
    "overrun": "more waits to be read than you could read in half a year",
}
SILENCE: Final = 0.12  # share answered in most initiatives (C1)
MOST_TOLD: Final = 10


def verdict(found: Assessment) -> list[str]:
    """What to do, and at what risk."""
    row, cell = found.row(), found.recommended
    risk = _risk(row)
    if found.advised_against:
        said = [
            "As it stands, co-creation is not advisable. Every possible kind of it fails in at "
            f"least half of the runs; {cell.label} ({KINDS[cell]}) fails in {risk}."
        ]
    else:
        said = [f"{cell.label.capitalize()}: {KINDS[cell]}. It fails in {risk}."]
    others = [c.label for c in found.alike if c is not cell]
    if others:
        said.append(
            f"In {found.runs} runs under the same luck its risk is indistinguishable from that of "
            f"{_and(others)}; of these, {cell.label} gets the most interesting ideas for the money"
            f"{_paid(row)}."
        )
    elif len(found.cells) > 1:
        said.append(f"Every other kind fails more often, in {found.runs} runs under the same luck.")
    return said


def _paid(row: pd.Series[Any]) -> str:
    """How many interesting ideas EUR 1,000 buys, where it costs anything."""
    worth = float(row["per_thousand"])
    return "" if math.isnan(worth) else f" ({number(worth)} for EUR 1,000)"


def stop_signs(found: Assessment) -> list[str]:
    """What speaks against co-creation here: what cannot be, what is missing, what would help."""
    said = [f"{c.label.capitalize()} is ruled out: {why}." for c, why in found.ruled_out.items()]
    if found.advised_against:
        said.append(f"No kind has a lower failure risk than {percent(found.least_risk)}.")
        if not (found.answer_sensitivity["failure_risk"] < TOO_RISKY).any():
            said.append(
                "No change to a single answer brings the risk of this plan below a half: several "
                "would have to change, or co-creation is the wrong tool."
            )
    for _, row in found.holds_back.iterrows():
        said.append(
            f"“{_asked(row['question'])}” You said “{_says(row['question'], row['answer'])}”; with "
            f"“{_says(row['question'], row['instead'])}” the risk would be "
            f"{percent(row['failure_risk'])} instead of {percent(found.risk)}."
        )
    answered = float(found.row()["answered_share"])
    if answered < SILENCE:
        said.append(
            f"Only {percent(answered)} of contributions would get an answer, and silence is what "
            "drives newcomers away. Assign someone to answer before you call for ideas."
        )
    return said


def settings(found: Assessment) -> list[str]:
    """The levers of the recommended plan, one a line."""
    scenario, plan = found.scenario, PLANS[found.recommended]
    campaign = scenario.campaign
    weeks = f"{written(scenario.calendar.duration, 'unit', scenario.calendar.unit)}"
    prize, winners = campaign.reward.prize, campaign.selection.winners
    lines = [
        f"open for {weeks}; the best {winners} chosen at the end"
        if winners > 1
        else f"open for {weeks}; the best one chosen at the end",
        f"{'prizes' if winners > 1 else 'prize'}: {_times(winners)}{money(prize)}"
        if prize
        else "no prizes; credit in public for what people contribute",
        f"outreach: {money(campaign.outreach.launch_spend)}, most of it at the launch",
    ]
    if campaign.access.cost:
        lines.append(f"tools that make contributing easier: {money(campaign.access.cost)}")
    lines.append(f"reserve: {money(plan.reserve * found.situation.budget)}")
    answered, explained = (
        exact(part, "share") for part in (campaign.dialogue.answered, campaign.dialogue.explained)
    )
    lines.append(
        f"read {exact(campaign.review.capacity)} contributions a week, answer {answered} of them, "
        f"{explained} of these with reasons"
    )
    if campaign.crowd_weight:
        lines.append(
            f"the crowd's votes count for {exact(campaign.crowd_weight, 'share')} of the choice"
        )
    elif not campaign.selection.public:
        lines.append("contributions are seen by you alone")
    return lines


def cells_table(found: Assessment) -> list[list[str]]:
    """Its heading, and one row a cell: its risk, and what it would bring."""
    rows = [["", "failure risk", "contributions", "interesting ideas", "cost"]]
    by_label = {cell.label: cell for cell in Cell}
    for _, row in found.cells.iterrows():
        mark = "> " if by_label[row["cell"]] is found.recommended else "  "
        spans = [
            estimate(row[name], row[f"{name}_low"], row[f"{name}_high"], described(name)[1])
            for name in headlines(2)
        ]
        rows.append([mark + row["cell"], _risk(row, short_form=True), *spans])
    return rows


def causes(found: Assessment) -> str:
    """What the recommended plan fails of, in one sentence."""
    if not found.causes:
        return f"It failed in none of {found.runs} runs."
    told = [f"{CAUSES[cause]} ({percent(part)} of runs)" for cause, part in found.causes.items()]
    return f"First causes of failure: {_and(told)}."


def answer_sensitivity_table(found: Assessment, most: int = MOST_TOLD) -> list[list[str]]:
    """Its heading, and one row a changed answer, the one with the largest effect first."""
    rows = [["answer", "now", "if instead", "risk", "change in points", "contributions"]]
    for _, row in found.answer_sensitivity.head(most).iterrows():
        if row["rules_out"]:
            continue
        change = estimate(row["difference"], row["low"], row["high"], "points", plus=True)
        names = [str(row[key]) for key in ("question", "answer", "instead")]
        rows.append([*names, percent(row["failure_risk"]), change, number(row["submissions"])])
    return rows


def answer_sensitivity_notes(found: Assessment) -> list[str]:
    """How to read that table, what else an answer would do, and what is worth finding out."""
    said = [
        "Every row under the same luck; change of the risk in percentage points with its 95 % "
        "interval; mean contributions."
    ]
    other = found.answer_sensitivity[found.answer_sensitivity["rules_out"] != ""]
    said += [
        f"{row['question']} = {row['instead']} would rule it out: {row['rules_out']}."
        for _, row in other.iterrows()
    ]
    spans = [
        f"{name} (risk {span(low, high, 'share')})"
        for name, (low, high) in found.worth_knowing.items()
        if low != high
    ]
    if spans:
        said.append(f"Among what you are unsure of, these are worth finding out: {_and(spans)}.")
    return said


def levels_note(found: Assessment) -> str:
    """How to read the table of cells, and what the recommended plan fails of."""
    return (
        "Risk with its 95 % interval; the others as median and the range of 90 % of runs. All "
        f"include luck and what your answers leave open. {causes(found)}"
    )


def _risk(row: pd.Series[Any], short_form: bool = False) -> str:
    risk = row["failure_risk"], row["failure_risk_low"], row["failure_risk_high"]
    return estimate(*risk, "share", "{} ({})" if short_form else "{} of runs (95 % interval {})")


def _asked(name: str) -> str:
    return "Budget?" if name == "budget" else _question(name).ask


def _says(name: str, answer: str) -> str:
    return answer if name == "budget" or answer == UNSURE else _question(name).says(answer)


def _question(name: str) -> Any:
    return next(question for question in questions() if question.name == name)


def _times(winners: int) -> str:
    return f"{winners} times " if winners > 1 else ""


def _and(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
