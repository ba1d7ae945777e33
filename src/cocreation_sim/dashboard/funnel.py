"""How far a campaign's ideas have come through the four stages of its cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cocreation_sim.records import Columns
from cocreation_sim.rules import events as ev
from cocreation_sim.scenario.typology import Cell

IDEAS: Final = "ideas"
PEOPLE: Final = "people know"
OF_IDEAS: Final = frozenset(  # columns of the table of ideas that tell the stage of each
    {"born", "parent", "votes", "read_at", "fate", "fate_at", "integrated_at", "marketed_at"}
)


@dataclass(frozen=True)
class Step:
    """A stage of the funnel: its name, how many came so far, and of what."""

    name: str
    count: int
    unit: str


def stages(cell: Cell, ideas: Columns, now: float) -> NDArray[np.int64]:
    """The stage that each idea published by now has reached, 1 to 4.

    The same as `cocreation_sim.scenario.typology.stage`, for many ideas and at a time within the
    run. Votes are told idea by idea only as they stand in the table, so from the table of a whole
    run an idea counts as supported from its birth if it ever gets a vote.

    Parameters
    ----------
    cell
        The cell of the typology.
    ideas
        Raw columns of the ideas, at least `OF_IDEAS`.
    now
        Time in weeks.
    """
    born = ideas["born"] <= now
    parents = ideas["parent"][born & (ideas["parent"] >= 0)]
    built_on: NDArray[np.bool_] = np.zeros(len(born), dtype=bool)
    built_on[parents] = True
    supported = ideas["votes"] > 0
    read = ideas["read_at"] <= now
    selected = (ideas["fate"] == ev.FATE_SELECTED) & (ideas["fate_at"] <= now)
    integrated = ideas["integrated_at"] <= now
    marketed = ideas["marketed_at"] <= now
    always: NDArray[np.bool_] = np.ones(len(born), dtype=bool)
    reached: tuple[NDArray[np.bool_], ...]
    if cell is Cell.CO_DESIGNING:
        reached = (always, supported, selected & integrated, marketed)
    elif cell is Cell.SUBMITTING:
        reached = (always, always, read, selected)
    else:
        reached = (always, always, supported | built_on, selected)
    found = np.zeros(len(born), dtype=np.int64)
    for n, done in enumerate(reached, start=1):
        found[done] = n
    return found[born]


def funnel(cell: Cell, ideas: Columns, now: float, aware: int, represents: int) -> list[Step]:
    """The four stages, with how many ideas have reached each by now.

    Where the firm opens with a call or a release, the first stage counts the people who know.

    Parameters
    ----------
    cell
        The cell of the typology.
    ideas
        Raw columns of the ideas, at least `OF_IDEAS`.
    now
        Time in weeks.
    aware
        People who know the campaign by now.
    represents
        How many real ideas each simulated one stands for.

    Examples
    --------
    >>> from cocreation_sim.runs import simulate
    >>> run = simulate("workshop")
    >>> told = funnel(run.scenario.campaign.cell, run.tables.ideas["workshop"], 0.0, 12, 1)
    >>> [(step.name, step.count) for step in told][:2]
    [('contribute', 0), ('community votes', 0)]
    """
    reached = stages(cell, ideas, now)
    counts = [int((reached >= n).sum()) * represents for n in (1, 2, 3, 4)]
    units = [IDEAS] * 4
    if cell is not Cell.CO_DESIGNING:
        counts[0], units[0] = aware, PEOPLE
    return [Step(*told) for told in zip(cell.stages, counts, units, strict=True)]
