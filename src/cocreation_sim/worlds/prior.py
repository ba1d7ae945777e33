"""What one does not know of a campaign before its history is looked at: ranges of parameters."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from cocreation_sim.designs.factors import Range, checked, declared_at
from cocreation_sim.errors import InputError
from cocreation_sim.scenario.explain import parameter_at
from cocreation_sim.scenario.scenario import Scenario

Change = Literal["to", "times", "plus"]

CROWD: Final = "population.size"
# What grows with the crowd, so that a campaign of another size is otherwise the same (law 7).
WITH_THE_CROWD: Final = (
    "campaign.outreach.spend",
    "campaign.outreach.launch_spend",
    "campaign.review.capacity",
    "campaign.selection.winners",
    "campaign.selection.shortlist",
    "campaign.audience.views",
)
MOST_SIMULATED: Final = 20_000  # people; in larger crowds each stands for several


@dataclass(frozen=True)
class Unknown:
    """A parameter that one does not know, and how far it may be from the scenario's.

    Attributes
    ----------
    path
        Dotted path, as for `Scenario.vary`; for several campaigns or segments it means each.
    range
        Between what: values, multiples of the scenario's own value, or what is added to it.
    how
        "to" a value, "times" the scenario's, or "plus" something.

    Examples
    --------
    >>> from cocreation_sim.scenario.scenario import load
    >>> pace = Unknown("segments.pace", Range(0.5, 2.0, log=True), "times")
    >>> pace.changes(load("ordinary"), 0.5)
    {'population.segments.users.pace': 0.3}
    """

    path: str
    range: Range
    how: Change = "to"

    @property
    def label(self) -> str:
        """What the number means: the path, or its factor or shift."""
        return {"to": self.path, "times": f"{self.path} ×", "plus": f"{self.path} +"}[self.how]

    def changes(self, scenario: Scenario, share: float) -> dict[str, Any]:
        """The values by full path at a share of the range, 0 to 1, inside what is allowed."""
        drawn = self.range.at(share)
        return {path: self._value(scenario, path, drawn) for path in scenario.paths(self.path)}

    def _value(self, scenario: Scenario, path: str, drawn: float) -> Any:
        if self.how == "to":
            return drawn
        own = _number_at(scenario, path)
        value = own * drawn if self.how == "times" else own + drawn
        return _allowed(scenario, path, value)


@dataclass(frozen=True)
class Prior:
    """All that is unknown of a campaign.

    Attributes
    ----------
    unknown
        The parameters, each evenly spread over its range and independent of the others.
    """

    unknown: tuple[Unknown, ...]

    @property
    def labels(self) -> list[str]:
        """Names of the parameters, in order."""
        return [unknown.label for unknown in self.unknown]

    def scenario(self, base: Scenario, shares: Any) -> Scenario:
        """The base scenario with parameters at shares of their ranges.

        Raises
        ------
        InputError
            If the values do not go together.
        """
        changes: dict[str, Any] = {}
        for unknown, share in zip(self.unknown, shares, strict=True):
            if unknown.path == CROWD:
                changes |= _resized(base, unknown.changes(base, float(share))[CROWD], changes)
        for unknown, share in zip(self.unknown, shares, strict=True):
            if unknown.path != CROWD:
                moved = base.vary(changes) if set(changes) & set(_full(base, unknown)) else base
                changes |= unknown.changes(moved, float(share))
        for name in base.population.segments:
            pace, cap = (f"population.segments.{name}.{key}" for key in ("pace", "pace_cap"))
            if pace in changes:
                changes[cap] = max(_number_at(base, cap), changes[pace])
        return base.vary(changes)

    def value(self, which: int, share: float) -> float:
        """What the number of a parameter is at a share of its range."""
        return float(self.unknown[which].range.at(share))


def _full(base: Scenario, unknown: Unknown) -> list[str]:
    return base.paths(unknown.path)


def _resized(base: Scenario, size: float, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Another size of the crowd, and all that grows with it."""
    factor = size / base.population.size
    made: dict[str, Any] = {CROWD: max(10, round(size))}
    made["population.represents"] = max(
        1, min(made[CROWD], math.ceil(made[CROWD] / MOST_SIMULATED))
    )
    for path in WITH_THE_CROWD:
        for full in base.paths(path):
            own = _number_at(base, full)
            if own:
                value = _allowed(base, full, own * factor)
                made[full] = max(1, value) if isinstance(value, int) else value
    return {**changes, **made}


def default_prior(scenario: Scenario, given: Mapping[str, Range] | None = None) -> Prior:
    """What is not known of a campaign of which only its levers are: crowd, reach, people, minds.

    The size of the crowd, with everything that grows with it, from a thirtieth to four times the
    scenario's; outreach and word of mouth, pace, motives and effort of the people, the pieces an
    idea consists of; and the free parameters of psychology, around their defaults.

    Parameters
    ----------
    scenario
        The campaign as far as it is known.
    given
        Ranges by dotted path that replace those, or add to them.

    Raises
    ------
    InputError
        If a range is none of its parameter.

    Examples
    --------
    >>> prior = default_prior(Scenario(), {"segments.pace": Range(0.1, 1.0)})
    >>> [u.range.high for u in prior.unknown if u.path == "segments.pace"]
    [1.0]
    """
    own = {unknown.path: unknown for unknown in _ordinary(scenario)}
    for path, ends in (given or {}).items():
        own[path] = Unknown(path, checked(path, ends, scenario))
    return Prior(tuple(own.values()))


def _ordinary(scenario: Scenario) -> Iterator[Unknown]:
    yield Unknown(CROWD, Range(1 / 30, 4.0, log=True), "times")
    yield from (
        _times("campaign.outreach.spend", 8.0),
        _times("campaign.outreach.word_of_mouth", 8.0),
        _times("segments.aware", 3.0),
        _times("segments.pace", 3.0),
        _times("segments.social", 1.6),
        _times("segments.intrinsic", 1.6),
        _times("segments.effort", 1.6),
    )
    if any(segment.pieces > 1 for segment in scenario.population.segments.values()):
        yield _times("segments.pieces", 2.5)
        yield Unknown("segments.pieces_sd", Range(0.0, 1.5))
    for path, declared in free_parameters(scenario):
        low = next(m.ge for m in declared.metadata if hasattr(m, "ge"))
        if low < 0:
            yield Unknown(path, Range(-0.8, 0.8), "plus")
        else:
            yield _times(path, 1.8)


def _times(path: str, most: float) -> Unknown:
    return Unknown(path, Range(1 / most, most, log=True), "times")


def free_parameters(scenario: Scenario) -> Iterator[tuple[str, Any]]:
    """Paths and declarations of the psychology that evidence leaves free.

    Examples
    --------
    >>> "behaviour.leaving.base" in dict(free_parameters(Scenario()))
    True
    """
    for path, _ in scenario.parameters():
        if path.startswith("behaviour."):
            declared = parameter_at(scenario, path)
            extra = getattr(declared, "json_schema_extra", None) or {}
            if str(extra.get("source", "")).startswith("free"):
                yield path, declared


def _number_at(scenario: Scenario, path: str) -> float:
    here: Any = scenario
    for key in path.split("."):
        here = here[key] if isinstance(here, dict) else getattr(here, key)
    return here  # type: ignore[no-any-return]


def _allowed(scenario: Scenario, path: str, value: float) -> Any:
    """The nearest value a parameter may have."""
    declared = declared_at(path, scenario)
    for bound in declared.metadata:
        value = max(value, getattr(bound, "ge", value))
        value = min(value, getattr(bound, "le", value))
    return round(value) if declared.annotation is int else float(value)


def without(prior: Prior, prefix: str) -> Prior:
    """A prior in which the parameters below a path are known to be as in the scenario."""
    kept = tuple(u for u in prior.unknown if not u.path.startswith(prefix))
    if not kept:
        raise InputError(f"nothing is unknown but {prefix}; leave something to be calibrated")
    return replace(prior, unknown=kept)
