"""An idea."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from cocreation_sim.mesa_model.participant import Participant
from cocreation_sim.rules import events as ev


@dataclass(slots=True, eq=False)
class Idea:
    """An idea's state: its author and making, its qualities, its answer and its fate."""

    key: int  # address of its draws
    author: Participant
    born: float  # weeks
    round: int
    contribution: int  # its author's k
    parent: Idea | None
    quality: float
    appeal: float
    fit: float
    pieces: int
    quit_draw: float  # the uniform of its author's k-th decision
    quit_log_odds: float
    serial: int = -1
    votes: int = 0
    children: int = 0
    voters: set[int] = field(default_factory=set)
    pushed_by: float = 0.0  # friends its author brings
    answer: int = ev.UNANSWERED
    answered_at: float = math.nan
    answer_sent: bool = False
    read_at: float = math.nan
    judged: float = math.nan
    fate: int = ev.OPEN
    fate_at: float = math.nan
    shortlisted_at: float = math.nan
    milestone: int = 0
    milestones_at: list[float] = field(default_factory=list)
    deadline: int = -1  # sub-round at whose end it expires
    visible: bool = False
    waiting: bool = False
    overruled: bool = False
    integrated_at: float = math.nan
    marketed_at: float = math.nan
    counted_integrated: bool = False
    counted_marketed: bool = False
    buyers: float = 0.0
    sold: int = 0

    @property
    def read(self) -> bool:
        """Whether the firm has read it."""
        return not math.isnan(self.read_at)
