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
from cocreation_sim.rules.phases import numbers_by_phase
from cocreation_sim.scenario.scenario import Scenario


class Packed(NamedTuple):
    """A scenario's numbers as records."""

    world: Array
    numbers: Array
    phases: Array
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
    first_phases: list[Array] = []
    later: list[Array] = []
    milestones: list[tuple[int, int]] = []
    for name, campaign in sorted(scenario.campaigns.items()):
        by_phase = numbers_by_phase(name, scenario)
        own = np.zeros(len(by_phase), NUMBERS)
        for record_, (begins, phase) in zip(own, by_phase, strict=True):
            fill(record_, phase)
            record_["begins"] = begins
        steps = numbers.milestones(campaign, scenario)
        own["key"] = name_key(name)
        own["first_milestone"], own["milestones"] = len(milestones), len(steps)
        own["has_core"] = own["capacity_per_core"].any()
        at = len(scenario.campaigns) + sum(map(len, later))
        own["next_phase"] = [*range(at, at + len(own) - 1), -1]
        milestones += steps
        first_phases.append(own[:1])
        later.append(own[1:])
    phases = np.concatenate([*first_phases, *later])
    steps_ = np.array(milestones, MILESTONE)
    return Packed(world, phases[: len(first_phases)], phases, segments, steps_, complements)
