"""What an optimisation tells a report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from cocreation_sim.recommending.advice import Recommendation, figures_of
from cocreation_sim.recommending.asked import FILE
from cocreation_sim.recommending.wording import STOPPED, deed
from cocreation_sim.wording.numbers import exact, written

if TYPE_CHECKING:
    from cocreation_sim.recommending.optimisation import Optimisation
    from cocreation_sim.reports.findings import Findings, Table

FLATTERED = (
    "The designs were chosen by the same runs that say how good they are, so they look somewhat "
    "better than they are. To be sure, play the best again with another seed."
)
FREE = (
    "What costs nothing in the model, such as answering, is pushed to its limit. Do no more of it "
    "than you can sustain."
)
WITHIN = "Only the designs that were tried are compared; nothing between two levels was tried."
MANY = 16  # rows of the table of neighbours


def of_optimisation(found: Optimisation) -> Findings:
    """The optimisation as a report holds it: what to do, why, what else, how to get it again."""
    from cocreation_sim.reports import doubts
    from cocreation_sim.reports.findings import Findings, Picture, Reproduction, Section
    from cocreation_sim.reports.reproduction import versions

    name = found.base.name if found.base is not None else "this function"
    kept = " and ".join(limit.words for limit in found.limits)
    best = found.recommended
    runs = len(found.search.described_by(best[0].design)) if best else found.search.effort.first
    sections = []
    if best:
        picture = Picture("The designs, and their levers", found.plot)
        sections.append(Section("The best designs", [picture, _front(found)]))
        sections += [
            Section(f"Why design {one.design}", [_settings(one, found), *one.why]) for one in best
        ]
        sections.append(Section(f"What drives design {best[0].design}", [_steps(best[0], found)]))
    asked = found.asked
    return Findings(
        question=f"Which design of {name} is best for {found.title}"
        + (f", with {kept}?" if kept else "?"),
        answer=_answer(found),
        sections=[*sections, Section("How it was found", found.method)],
        doubts=[
            FLATTERED,
            FREE,
            WITHIN,
            *doubts.of_few(runs),
            *(doubts.of_scenario(found.base) if found.base is not None else ()),
        ],
        reproduction=Reproduction(
            found.seed,
            {FILE: asked.to_toml()} if asked is not None else {},
            [f"cocreation recommend {FILE}"] if asked is not None else [],
            versions(),
        ),
        about=f"{name}: {found.runs:,} simulated runs of {len(found.designs):,} designs",
    )


def _answer(found: Optimisation) -> list[str]:
    """What to do and what it gets, against the campaign as it is; then the best for each goal."""
    if not found.recommended:
        return found.sentences
    first, *others = found.recommended
    stopped = [] if found.complete else [STOPPED]
    gained = [why for why in first.why if why.startswith("Against the campaign as it is")]
    return [*stopped, first.says, *gained, *(other.says for other in others)]


def _front(found: Optimisation) -> Table:
    """One row a design of the front: the levers that differ along it, and its figures."""
    from cocreation_sim.reports.findings import Quantity, Table

    front = found.front
    moved = [path for path in found.names if front[path].nunique() > 1]
    frame: dict[str, Any] = {"design": [str(n) for n in front["design"]]}
    for figure in figures_of(found.search):
        ends = front[[figure.key, f"{figure.key}_low", f"{figure.key}_high"]].to_numpy(float)
        frame[figure.label] = [
            Quantity(float(value), float(low), float(high), figure.unit)
            for value, low, high in ends
        ]
    frame |= {found.names[path]: [written(value) for value in front[path]] for path in moved}
    marks = {one.design: one.purpose for one in found.recommended}
    frame["recommended"] = [marks.get(n, "") for n in front["design"]]
    return Table(
        "Designs that no other design beats on every goal",
        pd.DataFrame(frame),
        note=f"{exact(found.level, 'share')} intervals. Levers that are the same in all are "
        "left out.",
    )


def _settings(one: Recommendation, found: Optimisation) -> tuple[str, ...]:
    """What is done in a design, lever by lever, and what is done now."""
    pool = found.search.pool
    now = pool.values[0] if pool.has_base else (None,) * len(pool.space.paths)
    lines = []
    for (path, value), was in zip(one.levers.items(), now, strict=True):
        does = deed(path, value, found.every)
        did = "as now" if was == value else f"now: {deed(path, was, found.every)}"
        lines.append(does if was is None else f"{does} ({did})")
    return tuple(sorted(lines, key=lambda line: line.endswith("(as now)")))


def _steps(one: Recommendation, found: Optimisation) -> Table:
    """How much worse or better its neighbours that were played are, what is told apart first."""
    from cocreation_sim.reports.findings import Quantity, Table

    figures = {str(goal): goal.figure for goal in found.goals}
    rows = []
    played = one.against[one.against["runs"] > 1]
    told = played["verdict"] != "indistinguishable"
    for _, row in pd.concat([played[told], played[~told]]).head(MANY).iterrows():
        figure = figures[str(row["figure"])]
        change, low, high = (0.0 - float(row[key]) for key in ("difference", "high", "low"))
        unit = "points" if figure.unit == "share" else figure.unit
        rows.append(
            {
                "instead": row["against"],
                "goal": figure.label,
                "change": Quantity(change, low, high, unit),
                "this design is": row["verdict"],
            }
        )
    return Table(
        "What one step away would change",
        pd.DataFrame(rows, columns=["instead", "goal", "change", "this design is"]),
        note=f"At most {MANY} rows, under the same luck, with 95 % intervals; changes of shares in "
        "percentage points.",
    )
