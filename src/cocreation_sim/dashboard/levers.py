"""The levers of a scenario, made from how its parameters are declared."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from pydantic import BaseModel

from cocreation_sim.dashboard.scale import Scale
from cocreation_sim.errors import is_number
from cocreation_sim.scenario.explain import parameter_at, walk_parameters
from cocreation_sim.scenario.labels import lever_label
from cocreation_sim.scenario.scenario import Scenario
from cocreation_sim.wording.numbers import exact

Kind = Literal["number", "whole", "switch", "choice", "several"]

# Groups in the order of the page: of what part of a campaign or scenario each speaks.
CAMPAIGN_GROUPS: Final = {
    "": "typology and running",
    "reward": "rewards",
    "selection": "selection",
    "call": "selection",
    "dialogue": "dialogue and review",
    "review": "dialogue and review",
    "access": "access, terms and brief",
    "terms": "access, terms and brief",
    "brief": "access, terms and brief",
    "outreach": "outreach and audience",
    "community": "community",
    "audience": "outreach and audience",
    "market": "market",
    "shocks": "shocks",
    "limits": "limits of failure",
}
PEOPLE: Final = "people"
CALENDAR: Final = "calendar"
PSYCHOLOGY: Final = "psychology"

# Units of which less than one is not worth a place on a wide scale.
COUNTED: Final = ("EUR", "EUR/unit", "people", "ideas", "ideas/unit", "votes", "views/unit")


@dataclass(frozen=True)
class Lever:
    """A parameter that can be moved, and what to say of it.

    Attributes
    ----------
    path
        Dotted path in the scenario.
    group
        Under which heading it stands.
    label
        Its name with its unit.
    about
        What it means, and where its value comes from.
    kind
        "number" and "whole" have a scale, "choice" and "several" have choices.
    value
        What it is now.
    """

    path: str
    group: str
    label: str
    about: str
    kind: Kind
    value: Any
    scale: Scale | None = None
    choices: tuple[str, ...] = ()

    def at(self, place: int) -> float | int:
        """The value at a place of the slider.

        Examples
        --------
        >>> from cocreation_sim.scenario.scenario import load
        >>> found = {lever.path.rsplit(".", 1)[-1]: lever for lever in levers(load("threadless"))}
        >>> found["winners"].at(3), found["prize"].written
        (3, '2,500')
        """
        if self.scale is None:
            raise TypeError(f"{self.path} has no slider")
        value = self.scale.values[place]
        return int(value) if self.kind == "whole" else value

    @property
    def place(self) -> int:
        """The place of the slider that is nearest to the value."""
        if self.scale is None:
            raise TypeError(f"{self.path} has no slider")
        return self.scale.place(self.value)

    @property
    def written(self) -> str:
        """The value in full, as a person would write it."""
        return exact(self.value, digits=10) if is_number(self.value) else str(self.value)


def levers(scenario: Scenario, campaign: str | None = None) -> list[Lever]:
    """All levers of a scenario, group by group.

    Parameters
    ----------
    scenario
        The scenario.
    campaign
        Of which campaign; by default of the first by name.

    Examples
    --------
    >>> found = levers(Scenario())
    >>> [lever.label for lever in found if lever.group == "rewards"][:2]
    ['prize (EUR)', 'pay (EUR)']
    """
    name = campaign or min(scenario.campaigns)
    order = [*dict.fromkeys(CAMPAIGN_GROUPS.values()), PEOPLE, CALENDAR, PSYCHOLOGY]
    made = list(_walk(scenario, name))
    place = {group: k for k, group in enumerate(order)}
    return sorted(made, key=lambda lever: place[lever.group.partition(":")[0]])


def _walk(scenario: Scenario, campaign: str) -> Iterator[Lever]:
    for path, value in walk_parameters(scenario):
        group = _group(path, campaign, scenario)
        if group is not None:
            lever = _lever(scenario, path, value, group)
            if lever is not None:
                yield lever


def _group(path: str, campaign: str, scenario: Scenario) -> str | None:
    """The heading of a parameter; None if it is no lever of the campaign."""
    head, *rest = path.split(".")
    if head == "campaigns" and rest[0] == campaign:
        return CAMPAIGN_GROUPS[rest[1] if len(rest) > 2 else ""]
    if head == "population":
        several = len(scenario.population.segments) > 1 and rest[0] == "segments"
        return f"{PEOPLE}: {rest[1]}" if several else PEOPLE
    if head == "calendar":
        return CALENDAR
    if head == "behaviour":
        return f"{PSYCHOLOGY}: {rest[0].replace('_', ' ')}"
    return None


def _lever(scenario: Scenario, path: str, value: Any, group: str) -> Lever | None:
    field = parameter_at(scenario, path)
    extra = field.json_schema_extra or {}
    about = str(field.description) + f". Source: {extra.get('source', 'assumption')}."
    kind = _plain(field.annotation)
    said: dict[str, Any] = {
        "path": path,
        "group": group,
        "label": lever_label(path, scenario),
        "about": about,
    }
    if kind is bool:
        return Lever(**said, kind="switch", value=value)
    if typing.get_origin(kind) is Literal:
        return Lever(**said, kind="choice", value=value, choices=typing.get_args(kind))
    if kind in (int, float):
        bounds = {type(m).__name__: m for m in field.metadata}
        unit = str(extra.get("unit", "1"))
        scale = Scale.between(
            bounds["Ge"].ge,
            bounds["Le"].le,
            whole=kind is int,
            finest=1.0 if kind is int or unit in COUNTED else 0.01,
        )
        sort: Kind = "whole" if kind is int else "number"
        return Lever(**said, kind=sort, value=value, scale=scale)
    inner = typing.get_args(kind)[:1]
    if typing.get_origin(kind) is tuple and typing.get_origin(inner[0]) is Literal:
        return Lever(**said, kind="several", value=value, choices=typing.get_args(inner[0]))
    return None  # texts, milestones: they are set in the file


def _plain(kind: Any) -> Any:
    """The type without its None."""
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        return next(part for part in typing.get_args(kind) if part is not type(None))
    return kind


def fixed_in_file(scenario: BaseModel) -> list[str]:
    """Parameters that are no levers, such as milestones: they can be set in the file only.

    Examples
    --------
    >>> "campaigns.campaign.selection.milestones" in fixed_in_file(Scenario())
    True
    """
    assert isinstance(scenario, Scenario)
    movable = {lever.path for name in scenario.campaigns for lever in levers(scenario, name)}
    return [path for path, _ in walk_parameters(scenario) if path not in movable]
