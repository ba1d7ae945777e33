"""Dated changes: levers that have other values from a time on, or for a while."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from pydantic import ValidationError, field_validator, model_validator

from cocreation_sim.errors import InputError, nearest_names
from cocreation_sim.frozen import ReadOnly, frozen
from cocreation_sim.scenario.campaign import Campaign
from cocreation_sim.scenario.explain import explain, walk_parameters
from cocreation_sim.scenario.fields import Parameters, parameter, setting

# What a firm can do otherwise in the middle of a campaign. All else decides when rounds open and
# close, what people see of the task, or was spent once.
CHANGEABLE: Final = (
    "crowd_weight",
    "fixed_cost",
    "pull",
    "reward.prize",
    "reward.pay",
    "reward.royalty",
    "reward.guaranteed",
    "reward.recognition",
    "reward.badges",
    "reward.leaderboard",
    "selection.winners",
    "selection.shortlist",
    "selection.bar",
    "selection.judgement_noise",
    "selection.votes_shown",
    "selection.announce",
    "selection.budget",
    "call.summons",
    "dialogue.answered",
    "dialogue.explained",
    "dialogue.delay",
    "review.capacity",
    "review.capacity_per_core",
    "review.cost",
    "access.toolkit",
    "terms.fairness",
    "terms.secrecy",
    "brief.clarity",
    "outreach.spend",
    "outreach.contacts_per_euro",
    "outreach.word_of_mouth",
    "audience.views",
    "market.price",
    "market.unit_cost",
    "market.integration_cost",
)


class Change(Parameters):
    """Levers that have other values from a time on, or between two times.

    Examples
    --------
    >>> push = Change(at=10.0, until=12.0, levers={"outreach.spend": 500.0})
    >>> push.speaks_of("mine"), dict(push.levers)
    (True, {'outreach.spend': 500.0})
    """

    at: float = parameter(..., "when the change takes hold", low=0, high=1e6, unit="unit")
    until: float | None = parameter(
        None, "when it ends; without it, never", low=0, high=1e6, unit="unit"
    )
    campaign: str = setting("", "name of the campaign that changes; without it, all do")
    levers: ReadOnly[str, Any] = setting(
        ..., "new values of levers, by their dotted path within a campaign"
    )

    @field_validator("levers", mode="before")
    @classmethod
    def _by_path(cls, levers: Any) -> Any:
        """Tables within tables, as TOML makes of `outreach.spend = 500`, as dotted paths."""
        return dict(_flat(levers)) if isinstance(levers, Mapping) else levers

    @field_validator("levers")
    @classmethod
    def _allowed(cls, levers: dict[str, Any]) -> dict[str, Any]:
        if not levers:
            raise ValueError("nothing changes; name a lever, such as 'outreach.spend'")
        checked: dict[str, Any] = frozen(
            {name: _checked(name, value) for name, value in levers.items()}
        )
        return checked

    @model_validator(mode="after")
    def _lasts(self) -> Change:
        if self.until is not None and self.until <= self.at:
            raise ValueError(f"until is {self.until}, not after at ({self.at})")
        return self

    def speaks_of(self, campaign: str) -> bool:
        """Whether it changes a campaign.

        Parameters
        ----------
        campaign
            Its name.
        """
        return self.campaign in ("", campaign)


def _flat(levers: Mapping[Any, Any], prefix: str = "") -> Iterable[tuple[str, Any]]:
    for name, value in levers.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def _all_changeable() -> str:
    """The levers that can change, by group."""
    groups: dict[str, list[str]] = {}
    for path in CHANGEABLE:
        group, _, lever = path.rpartition(".")
        groups.setdefault(group, []).append(lever)
    alone = groups.pop("")
    return ", ".join([*alone, *(f"{group} ({', '.join(own)})" for group, own in groups.items())])


def _checked(name: str, value: Any) -> Any:
    """A lever's new value as a campaign holds it."""
    if name not in CHANGEABLE:
        known = name in (path for path, _ in walk_parameters(Campaign()))
        wrong = "cannot change while a campaign runs" if known else "is no lever of a campaign"
        near = "" if known else nearest_names(name, CHANGEABLE)
        raise ValueError(f"{name!r} {wrong}{near}; what can change: {_all_changeable()}")
    keys = name.split(".")
    alone: Any = value
    for key in reversed(keys):
        alone = {key: alone}
    try:
        held: Any = Campaign.model_validate(alone)
    except ValidationError as error:
        raise ValueError(explain(error, Campaign, "levers").partition(": ")[2]) from None
    for key in keys:
        held = getattr(held, key)
    return held


def checked_levers(levers: Mapping[str, Any], what: str) -> dict[str, Any]:
    """New values of levers as a campaign holds them.

    Parameters
    ----------
    levers
        Values by dotted path within a campaign, such as "reward.prize".
    what
        Where they came from, for a message.

    Raises
    ------
    InputError
        If one of them cannot change, or a value is not allowed.

    Examples
    --------
    >>> checked_levers({"reward.prize": 500}, "my rule")
    {'reward.prize': 500.0}
    """
    try:
        return {name: _checked(name, value) for name, value in levers.items()}
    except ValueError as error:
        raise InputError(f"{what}: {error}") from None


def with_levers(campaign: Campaign, levers: Mapping[str, Any], name: str) -> Campaign:
    """A campaign with new values of some levers.

    Parameters
    ----------
    campaign
        As it was.
    levers
        Values by dotted path within a campaign, such as "reward.prize".
    name
        Of the campaign.

    Raises
    ------
    InputError
        If the values do not go together.

    Examples
    --------
    >>> with_levers(Campaign(), {"reward.prize": 500.0}, "mine").reward.prize
    500.0
    """
    if not levers:
        return campaign
    data = campaign.model_dump(mode="python")
    for path, value in levers.items():
        *groups, key = path.split(".")
        here = data
        for group in groups:
            here = here[group]
        here[key] = value
    try:
        return Campaign.model_validate(data)
    except ValidationError as error:
        raise InputError(explain(error, Campaign, f"campaigns.{name}, once changed")) from None


def phases(
    name: str, campaign: Campaign, changes: Iterable[Change], step_of: Callable[[float], int]
) -> dict[int, Campaign]:
    """A campaign in each of its phases, by the sub-round in which the phase begins; from 0 on.

    Where changes overlap, the later in the list wins.

    Parameters
    ----------
    name, campaign
        The campaign, as it is without changes.
    changes
        Of the scenario.
    step_of
        Gives the sub-round of a time, to which a change's times are rounded.

    Raises
    ------
    InputError
        If values do not go together.

    Examples
    --------
    >>> push = Change(at=2.0, until=3.0, levers={"outreach.spend": 500.0})
    >>> found = phases("mine", Campaign(), [push], round)
    >>> {step: phase.outreach.spend for step, phase in found.items()}
    {0: 0.0, 2: 500.0, 3: 0.0}
    """
    spans = [
        (step_of(each.at), math.inf if each.until is None else step_of(each.until), each.levers)
        for each in changes
        if each.speaks_of(name)
    ]
    ends = {int(end) for _, end, _ in spans if end < math.inf}
    found: dict[int, Campaign] = {}
    last = None
    for step in sorted({0, *(start for start, _, _ in spans), *ends}):
        levers: dict[str, Any] = {}
        for start, end, changed in spans:
            if start <= step < end:
                levers |= changed
        now = with_levers(campaign, levers, name)
        if now != last:
            found[step] = last = now
    return found
