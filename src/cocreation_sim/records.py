"""What is counted during a run, and the schema of its tables, in one place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

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


@dataclass(slots=True)
class Tally:
    """Counts since a campaign's start, of simulated people and ideas."""

    contributions: int = 0
    contributors: int = 0  # people who contributed, counted once in each period
    newcomers: int = 0
    entries: int = 0
    ideas: int = 0
    interesting: int = 0
    built_on: int = 0
    votes: int = 0
    read: int = 0
    answered: int = 0
    shortlisted: int = 0
    promised: int = 0
    selected: int = 0
    integrated: int = 0
    sold: int = 0
    returned: int = 0
    burnouts: int = 0
