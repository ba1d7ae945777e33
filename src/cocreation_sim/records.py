"""What is counted during a run, in simulated units: the columns an engine hands over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

SPENDING: Final = (
    "prizes",
    "pay",
    "royalties",
    "review",
    "outreach",
    "running",
    "integration",
    "production",
)

STOCKS: Final = (
    "waiting",
    "open",
    "unaware",
    "engaged",
    "paused",
    "burned_out",
    "disengaged",
)


@dataclass(slots=True)
class Tally:
    """Counts since a campaign's start, of simulated people and ideas."""

    contributions: int = 0  # in contests: entries, finished or not
    contributors: int = 0  # people who contributed, counted once in each period
    newcomers: int = 0  # people who contributed for the first time
    entries: int = 0
    ideas: int = 0
    interesting: int = 0
    worth_making: int = 0  # interesting, and above the bar where no prize is guaranteed
    built_on: int = 0  # ideas that build on another
    looks: int = 0  # looks at ideas, by people and the wider public
    votes: int = 0
    read: int = 0
    answered: int = 0
    shortlisted: int = 0
    promised: int = 0  # winners promised
    selected: int = 0
    integrated: int = 0
    marketed: int = 0
    sold: int = 0
    returned: int = 0  # people who came back from waiting
    burnouts: int = 0
    recovered: int = 0


FLOWS: Final = tuple(Tally.__dataclass_fields__)

Columns = dict[str, NDArray[Any]]


class Tables(NamedTuple):
    """The raw columns of a run: times in weeks, money in cents, people and ideas simulated.

    timeline
        By campaign: `FLOWS`, spending and revenue of each period, `STOCKS` at its end.
    ideas
        By campaign: one entry an idea, in order of birth: `IDEA_COLUMNS`, and when it passed each
        milestone where there are any (`reached_column`).
    customers
        By campaign: one entry a person aware of it.
    people
        One entry a person: segment and exhaustion.
    failures
        By campaign: first time of each watched cause that occurred.
    """

    timeline: dict[str, Columns]
    ideas: dict[str, Columns]
    customers: dict[str, Columns]
    people: Columns
    failures: dict[str, dict[str, float]]


def columns(rows: list[tuple[Any, ...]], names: tuple[tuple[str, type], ...]) -> Columns:
    """Columns from rows, each with its type."""
    turned = list(zip(*rows, strict=True)) if rows else [()] * len(names)
    return {
        name: np.array(values, dtype=kind)
        for (name, kind), values in zip(names, turned, strict=True)
    }


IDEA_COLUMNS: Final = (
    ("author", np.int64),
    ("born", np.float64),
    ("round", np.int64),
    ("contribution", np.int64),
    ("parent", np.int64),
    ("quality", np.float64),
    ("appeal", np.float64),
    ("fit", np.float64),
    ("pieces", np.int64),
    ("votes", np.int64),
    ("children", np.int64),
    ("answer", np.int64),
    ("answered_at", np.float64),
    ("read_at", np.float64),
    ("judged", np.float64),
    ("fate", np.int64),
    ("fate_at", np.float64),
    ("shortlisted_at", np.float64),
    ("milestones", np.int64),
    ("integrated_at", np.float64),
    ("marketed_at", np.float64),
    ("sold", np.int64),
)


def reached_column(milestone: int) -> str:
    """Column of the table of ideas that tells when a milestone (from 0) was passed; nan if never.

    Only campaigns with milestones have such columns, one for each.

    Examples
    --------
    >>> reached_column(0)
    'reached_1'
    """
    return f"reached_{milestone + 1}"


CUSTOMER_COLUMNS: Final = (
    ("person", np.int32),
    ("state", np.int8),
    ("contributions", np.int32),
    ("ideas", np.int32),
    ("votes", np.int32),
    ("selected", np.int32),
    ("earned", np.int64),
    ("trust", np.float64),
    ("pleased", np.int32),
    ("recognition", np.float64),
    ("demand", np.float64),
    ("odds_multiple", np.float64),
    ("own_ability", np.float64),
    ("aware_at", np.float64),
    ("first_contribution", np.float64),
    ("last_contribution", np.float64),
    ("left_at", np.float64),
    ("returned", np.int32),
)

PEOPLE_COLUMNS: Final = (
    ("segment", np.int16),
    ("visits", np.int32),
    ("exhaustion", np.float64),
    ("burned_out", np.bool_),
    ("times_burned_out", np.int32),
    ("times_recovered", np.int32),
)
