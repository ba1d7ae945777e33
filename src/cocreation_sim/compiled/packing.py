"""From a scenario to the records that the kernel reads."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from cocreation_sim.compiled.layout import (
    MILESTONE,
    NUMBERS,
    SEGMENT,
    WORLD,
    Array,
)
from cocreation_sim.randomness import name_key
from cocreation_sim.rules import attention, numbers
from cocreation_sim.rules.contest import SUMMONS_DELAY
from cocreation_sim.scenario.scenario import Scenario


class Packed(NamedTuple):
    """A scenario's numbers as records."""

    world: Array
    numbers: Array
    segments: Array
    milestones: Array
    complements: Array


def fill(target: Any, source: Any) -> None:
    """Copy a named tuple's fields into a record of the same names."""
    for name in source._fields:
        if name in target.dtype.names:
            value = getattr(source, name)
            if hasattr(value, "_fields"):
                fill(target[name], value)
            else:
                target[name] = value


def pack(scenario: Scenario) -> Packed:
    """A scenario as records."""
    calendar = scenario.calendar
    world = np.zeros(1, WORLD)
    w = world[0]
    w["sub_rounds"] = calendar.periods * calendar.rounds_a_period
    w["rounds_a_period"] = calendar.rounds_a_period
    w["periods"] = calendar.periods
    w["step"] = calendar.sub_round
    w["represents"] = scenario.population.represents
    w["firms"] = len(scenario.campaigns)
    w["segments"] = len(scenario.population.segments)
    w["summons_delay"] = SUMMONS_DELAY
    fill(w["psychology"], numbers.psychology(scenario.behaviour))
    members = numbers.members(scenario)
    segments = np.zeros(len(members), SEGMENT)
    first = 0
    for segment, member in zip(segments, members, strict=True):
        fill(segment, member.numbers)
        segment["key"], segment["aware"] = member.key, member.aware
        segment["first"], segment["size"] = first, member.size
        first += member.size
    w["people"] = first
    w["depth"] = attention.depth_of(first)
    names = [member.name for member in members]
    complements = np.zeros((len(names), len(names)), np.bool_)
    for row, name in enumerate(names):
        for other in scenario.population.segments[name].complements:
            complements[row, names.index(other)] = True
    packed = np.zeros(len(scenario.campaigns), NUMBERS)
    milestones: list[tuple[int, int]] = []
    for record_, (name, campaign) in zip(packed, sorted(scenario.campaigns.items()), strict=True):
        fill(record_, numbers.firm_numbers(campaign, scenario))
        record_["key"] = name_key(name)
        record_["first_milestone"] = len(milestones)
        steps = numbers.milestones(campaign, scenario)
        record_["milestones"] = len(steps)
        milestones += steps
    steps_ = np.array(milestones, MILESTONE)
    return Packed(world, packed, segments, steps_, complements)
