"""The design of an experiment: a full grid over levers, checked before anything runs."""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cocreation_sim.errors import InputError
from cocreation_sim.scenario.scenario import Scenario, load

Grid = dict[str, tuple[Any, ...]]

PRESET = "preset"
MOST_POINTS = 100_000


@dataclass(frozen=True)
class Point:
    """One design point: the values of the varied paths, and the scenario they make."""

    values: dict[str, Any]
    scenario: Scenario
    scenario_id: str


def grid(vary: Mapping[str, Iterable[Any]]) -> Grid:
    """The varied paths with their values as plain numbers, texts and tuples.

    Raises
    ------
    InputError
        If the values of a path are no list, or an empty one, or there are too many points.

    Examples
    --------
    >>> grid({"campaign.reward.prize": [0, 500]})
    {'campaign.reward.prize': (0, 500)}
    """
    if not isinstance(vary, Mapping):
        raise InputError(
            f"vary is {vary!r}; allowed are lists of values by dotted path, such as "
            "{'campaign.reward.prize': [0, 500, 2000]}"
        )
    levers = {str(path): _values(str(path), values) for path, values in vary.items()}
    points = math.prod(len(values) for values in levers.values())
    if points > MOST_POINTS:
        raise InputError(
            f"the grid has {points:,} design points, more than {MOST_POINTS:,}; give fewer values "
            f"of {', '.join(levers)}"
        )
    return levers


def _values(path: str, values: Iterable[Any]) -> tuple[Any, ...]:
    if isinstance(values, (str, bytes, Mapping)) or not isinstance(values, Iterable):
        raise InputError(
            f"{path!r} varies over {values!r}; allowed is a list of values, such as [{values!r}]"
        )
    plain = tuple(_plain(value) for value in values)
    if not plain:
        raise InputError(f"{path!r} varies over an empty list; give it at least one value")
    return plain


def _plain(value: Any) -> Any:
    """NumPy's scalars as Python's, lists as tuples."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    return tuple(_plain(v) for v in value) if isinstance(value, (list, tuple)) else value


def design(scenario: Scenario, levers: Grid, fixed: Mapping[str, Any] | None = None) -> list[Point]:
    """All points of the grid, the last path varying fastest.

    The path "preset" stands for another preset by its name, to which `fixed` and the other paths
    apply; `scenario` itself is taken as it is.

    Raises
    ------
    InputError
        If a point is no valid scenario, or two points are the same scenario.

    Examples
    --------
    >>> points = design(Scenario(), {"campaign.reward.prize": (0, 500)})
    >>> [point.values for point in points]
    [{'campaign.reward.prize': 0}, {'campaign.reward.prize': 500}]
    """
    bases = {name: _preset(name, fixed or {}) for name in levers.get(PRESET, ())}
    points: list[Point] = []
    seen: dict[str, Point] = {}
    for combination in itertools.product(*levers.values()):
        values = dict(zip(levers, combination, strict=True))
        changes = {path: value for path, value in values.items() if path != PRESET}
        base = bases.get(values.get(PRESET), scenario)
        try:
            varied = base.vary(changes) if changes else base
        except InputError as error:
            reason = str(error).removeprefix("vary: ")
            raise InputError(f"at the design point {describe(values)}: {reason}") from None
        point = Point(values, varied, varied.fingerprint())
        twin = seen.setdefault(point.scenario_id, point)
        if twin is not point:
            raise InputError(
                f"the design points {describe(twin.values)} and {describe(values)} are the same "
                "scenario; give each value once"
            )
        points.append(point)
    return points


def _preset(name: Any, fixed: Mapping[str, Any]) -> Scenario:
    if not isinstance(name, str):
        raise InputError(f"'preset' varies over {name!r}; allowed are names of presets")
    return load(name).vary(fixed)


def describe(values: Mapping[str, Any]) -> str:
    """A design point in words.

    Examples
    --------
    >>> describe({"campaign.reward.prize": 500.0})
    'campaign.reward.prize = 500.0'
    """
    return ", ".join(f"{path} = {value!r}" for path, value in values.items()) or "of the scenario"


def cell_of(value: Any) -> Any:
    """A varied value as it stands in a table: lists are written as JSON.

    Examples
    --------
    >>> cell_of(500.0), cell_of(("starved", "overrun"))
    (500.0, '["starved", "overrun"]')
    """
    return value if isinstance(value, (bool, int, float, str)) else json.dumps(value)
