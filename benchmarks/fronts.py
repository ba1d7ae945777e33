"""Whether the front of `optimise` beats what each preset does, in ideas, risk and cost.

Every preset is optimised for interesting ideas and failure risk while its mean cost stays at or
below what it is, with levers and runs by default. Large crowds are played coarsely. Of the front
the design is taken that has the largest lead over the preset in the race, no worse on any goal (see
`ahead`); then both are played under luck that neither search nor race has seen. Where all of the
front spend as much as they may, so that chance decides which are no dearer, cost becomes a goal.

    python -m benchmarks.optimising --fronts [PRESET ...]

Writes results/fronts.csv and docs/optimising.md; of presets that are named only their rows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from tqdm import tqdm

from cocreation_sim import Scenario, load, presets
from cocreation_sim.files import write
from cocreation_sim.recommending import Optimisation, optimise
from cocreation_sim.recommending.estimates import difference, value_of
from cocreation_sim.recommending.goals import goal as goal_of
from cocreation_sim.recommending.pool import BASE
from cocreation_sim.wording.numbers import estimate, written

PEOPLE, PERSON_WEEKS = 150, 80_000  # simulated, at most the larger of what the two allow
GOALS = ("interesting", "risk", "cost")
WORDS = {"interesting": "ideas", "failure_risk": "risk", "cost": "cost"}
ROUNDING = 1e-9  # of a figure
SEED = 5  # of the searches; how designs are taken was settled while looking at others
FRESH = range(8000, 9000)
CALENDAR = 104.0  # weeks, at most
ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "results" / "fronts.csv"
PAGE = ROOT / "docs" / "optimising.md"
PLACE = re.compile(r"(<!-- fronts -->\n).*?(<!-- end of fronts -->)", re.DOTALL)
HEAD = (
    "| preset | interesting ideas, itself | on the front | change | risk, itself | on the front "
    "| change in points | change of cost | |\n|---|---|---|---|---|---|---|---|---|\n"
)


def small(name: str) -> Scenario:
    """A preset with few simulated people, in at most two years."""
    base = load(name)
    duration = min(base.calendar.duration, max(1.0, round(CALENDAR / base.calendar.weeks)))
    people = max(PEOPLE, int(PERSON_WEEKS / (duration * base.calendar.weeks)))
    changes: dict[str, Any] = {
        "population.represents": max(
            base.population.represents, -(-base.population.size // people)
        ),
        "calendar.duration": duration,
    }
    return base.vary(changes)


def ahead(found: Optimisation, strict: bool) -> int:
    """The design of the front with the largest lead in the race, no worse on any goal.

    Strictly: in each goal no worse, and no dearer by a standard error of the difference, since
    chance would decide where the cost is as high as it may be. Else: surely worse in nothing and
    surely better in something, by a standard error.
    """
    search = found.search
    front = [int(n) for n in found.front["design"]]
    luck = search.deepest(front)
    able = []
    for n in front:
        gains, errors = [], []
        for goal in map(goal_of, GOALS):
            mine, other = (search.pool.array(k, goal.figure.outcome, luck) for k in (BASE, n))
            gain = goal.sign * (mine - other)
            gains.append(gain.mean() / (abs(mine.mean()) or 1.0))
            errors.append(gain.std() / len(gain) ** 0.5 / (abs(mine.mean()) or 1.0))
        gained, error = np.array(gains), np.array(errors)
        fine = (gained[:2] >= 0).all() and gained[2] >= error[2]
        if not strict:
            fine = (gained >= -error).all() and (gained > error).any()
        if fine:
            able.append((float(gained.sum()), n))
    return max(able, default=(0.0, BASE))[1]


def row(name: str) -> dict[str, Any]:
    """A preset beside its front, on fresh luck."""
    base = small(name)
    fronts: list[Optimisation] = []
    for goals, strict in ((GOALS[:2], True), (GOALS, True), (GOALS[:2], False), (GOALS, False)):
        if strict:
            limit = "cost<=now"
            fronts.append(optimise(base, goals, limits=limit, seed=SEED, progress=False))
        found = fronts[len(goals) - 2]
        design = ahead(found, strict)
        if design != BASE:
            break
    pool = found.search.pool
    pool.play([BASE, design], FRESH)
    out: dict[str, Any] = {"preset": name, "design": design, "front": len(found.front)}
    better, worse = [], []
    for goal in map(goal_of, GOALS):
        key, figure = goal.figure.key, goal.figure
        mine, other = (pool.array(n, figure.outcome, FRESH) for n in (BASE, design))
        gap = difference(mine, other, figure)
        out |= {f"{key}_itself": float(value_of(mine, figure))}
        out |= {f"{key}_front": float(value_of(other, figure))}
        out |= {f"{key}_change": gap.value, f"{key}_low": gap.low, f"{key}_high": gap.high}
        if gap.differs and abs(gap.value) > ROUNDING * abs(value_of(mine, figure)):
            (worse if goal.sign * gap.value > 0 else better).append(WORDS[key])
    parts = (("better in", better), ("worse in", worse))
    told = "; ".join(f"{head} {', '.join(names)}" for head, names in parts if names)
    out["verdict"] = told or ("its own" if design == BASE else "indistinguishable")
    return out


def told(table: pd.DataFrame) -> str:
    """The table in Markdown."""
    lines = []
    for _, one in table.iterrows():
        cells = [f"`{one['preset']}`"]
        for key, unit in (("interesting", ""), ("failure_risk", "share")):
            cells += [written(one[f"{key}_{which}"], unit) for which in ("itself", "front")]
            change = (one[f"{key}_{end}"] for end in ("change", "low", "high"))
            cells.append(estimate(*change, unit="points" if unit else ""))
        change = (one[f"cost_{end}"] / one["cost_itself"] for end in ("change", "low", "high"))
        cells.append(estimate(*change, unit="share"))
        lines.append("| " + " | ".join([*cells, one["verdict"]]) + " |")
    return HEAD + "\n".join(lines) + "\n"


def main(names: Sequence[str] = ()) -> None:
    """Play presets, all or those that are named, write the table and put it into the page."""
    rows: dict[str, dict[str, Any]] = {}
    if names and TABLE.exists():
        rows = {str(one["preset"]): dict(one) for _, one in pd.read_csv(TABLE).iterrows()}
    for name in tqdm(names or presets()):
        rows[name] = row(name)
        print(name, rows[name]["verdict"], flush=True)
    table = pd.DataFrame([rows[name] for name in sorted(rows)])
    write(TABLE, table.to_csv(index=False, lineterminator="\n"))
    text = told(table)
    page = PAGE.read_text(encoding="utf-8")
    write(PAGE, PLACE.sub(lambda m: m[1] + "\n" + text + "\n" + m[2], page))
    print(text)
