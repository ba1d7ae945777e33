"""A person as firms know it: who it is, and what it is to each of them."""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass

import mesa

from cocreation_sim import randomness as rn
from cocreation_sim.mesa_model.world import World
from cocreation_sim.rules import events as ev
from cocreation_sim.rules.numbers import FirmNumbers, Member


@dataclass(slots=True, eq=False)
class Membership:
    """What somebody is to a firm, so far as the firm knows: state, deeds and earnings."""

    node: int  # address of its draws
    aware_at: float
    state: int = ev.UNAWARE
    k: int = 0  # contributions (in contests: entries)
    votes: int = 0
    earned: int = 0  # cents
    active_period: int = -1  # of the last contribution
    last_contribution: float = -math.inf


class Participant(mesa.Agent[World]):
    """Somebody whom firms deal with: an author of ideas, a voter, a reviewer."""

    by_firm: Mapping[int, Membership]

    def __init__(self, model: World, member: Member, index: int, number: int) -> None:
        super().__init__(model)
        self.segment = member.name
        self.index = index  # within the segment: the person's stable name
        self.number = number  # position among all people: for plans and tables only
        self.node = rn.child(rn.child(model.node, member.key), index)
        self.burned_out = False

    @abstractmethod
    def see_change(self, firm: int, now: FirmNumbers, time: float) -> None:
        """Take note of a firm's new numbers, before the firm goes by them."""
