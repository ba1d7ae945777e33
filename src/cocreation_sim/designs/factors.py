"""What an experiment varies: lists of values, and ranges of a parameter."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from cocreation_sim.errors import InputError, is_number, plain_fields
from cocreation_sim.scenario.explain import parameter_at
from cocreation_sim.scenario.scenario import Scenario
from cocreation_sim.wording.numbers import exact

PRESET = "preset"
NAMED = "design"  # scenarios by names of their own
KEYS = ("low", "high", "unit", "log")  # of a range in a file


@dataclass(frozen=True)
class Range:
    """All values of a parameter from `low` to `high`, for designs that sample.

    Attributes
    ----------
    low, high
        The ends, both included.
    unit
        The unit the ends are meant in; it must be the parameter's own. Empty: not said.
    log
        Whether the logarithm is spread evenly, rather than the value.
    whole
        Whether only whole numbers count; it follows from the parameter.

    Examples
    --------
    >>> Range(0, 500).at(0.5), round(Range(1, 100, log=True).at(0.5), 9)
    (250.0, 10.0)
    >>> [Range(1, 3, whole=True).at(share) for share in (0.0, 0.34, 0.99)]
    [1, 2, 3]
    """

    low: float
    high: float
    unit: str = ""
    log: bool = False
    whole: bool = False

    def __post_init__(self) -> None:
        plain_fields(self)

    def at(self, share: float) -> float | int:
        """The value at a share of the way, 0 to 1.

        Parameters
        ----------
        share
            Where between `low`, 0, and `high`, 1.
        """
        if self.whole:
            low, high = math.ceil(self.low), math.floor(self.high)
            return min(high, low + math.floor(share * (high - low + 1)))
        if self.log:
            between = self.low * math.exp(share * math.log(self.high / self.low))
            return min(self.high, max(self.low, between))
        return self.low + share * (self.high - self.low)

    def to_dict(self) -> dict[str, Any]:
        """As it stands in a study file."""
        out: dict[str, Any] = {"low": self.low, "high": self.high}
        if self.unit:
            out["unit"] = self.unit
        return {**out, "log": True} if self.log else out


Factor = Range | tuple[Any, ...]
Factors = dict[str, Factor]


def factors(
    vary: Mapping[str, Range | Mapping[str, Any] | Iterable[Any]],
    scenario: Scenario,
    name: str = "vary",
) -> Factors:
    """The varied paths with their ranges, or values as plain numbers, texts and tuples.

    Parameters
    ----------
    vary
        By dotted path a list of values, a `Range`, or a mapping with its `low` and `high`.
    scenario
        The scenario whose parameters are meant.
    name
        What they are called where something is wrong.

    Raises
    ------
    InputError
        If what is given for a path is neither, or no range of that parameter.

    Examples
    --------
    >>> factors({"campaign.reward.prize": [0, 500]}, Scenario())
    {'campaign.reward.prize': (0, 500)}
    """
    check_factors(vary, name)
    return {str(path): _factor(str(path), given, scenario) for path, given in vary.items()}


def check_factors(vary: Any, name: str) -> None:
    """Refuse what has no values by path."""
    if not isinstance(vary, Mapping):
        raise InputError(
            f"{name} is {vary!r}; allowed are lists of values by dotted path, such as "
            "{'campaign.reward.prize': [0, 500, 2000]}, or a Range(low, high)"
        )


def _factor(path: str, given: Any, scenario: Scenario) -> Factor:
    found = factor_of(path, given)
    return checked(path, found, scenario) if isinstance(found, Range) else found


def factor_of(path: str, given: Any) -> Factor:
    """What is given for a path, as a range or plain values.

    Raises
    ------
    InputError
        If it is neither.

    Examples
    --------
    >>> factor_of("prize", [0, 500]), factor_of("prize", {"low": 0, "high": 500}).high
    ((0, 500), 500)
    """
    if isinstance(given, Mapping) and {"low", "high"} <= set(given) <= set(KEYS):
        given = Range(**given)
    if isinstance(given, Range):
        return given
    if isinstance(given, (str, bytes, Mapping)) or not isinstance(given, Iterable):
        raise InputError(
            f"{path!r} varies over {given!r}; allowed is a list of values, such as [{given!r}], "
            "or a range, such as {'low': 0, 'high': 1}"
        )
    plain = tuple(_plain(value) for value in given)
    if not plain:
        raise InputError(f"{path!r} varies over an empty list; give it at least one value")
    return plain


def _plain(value: Any) -> Any:
    """NumPy's scalars as Python's, lists as tuples."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    return tuple(_plain(v) for v in value) if isinstance(value, (list, tuple)) else value


def checked(path: str, given: Range, scenario: Scenario) -> Range:
    """A range after making sure that it is one of its parameter, and of whole numbers if that is.

    Raises
    ------
    InputError
        If the parameter is no number, the ends are none or out of order, or the unit is another.
    """
    ends: dict[str, Any] = {"low": given.low, "high": given.high}
    for end, value in ends.items():
        if not is_number(value) or not math.isfinite(value):
            raise InputError(f"{path!r} has a range with {end} = {value!r}; allowed is a number")
    if not given.low < given.high:
        raise InputError(
            f"{path!r} has a range from {given.low!r} to {given.high!r}; low must be below high"
        )
    if given.log and given.low <= 0:
        raise InputError(
            f"{path!r} has a logarithmic range from {given.low!r}; allowed is a low above 0"
        )
    scenario.vary({path: given.low})  # names a wrong path or a value that is not allowed
    scenario.vary({path: given.high})
    declared = declared_at(path, scenario)
    if declared is None or declared.annotation not in (int, float):
        raise InputError(f"{path!r} is no number, so it has no range; give a list of values")
    unit = unit_at(path, scenario)
    if given.unit and given.unit != unit:
        raise InputError(f"{path!r} has a range in {given.unit!r}; its unit is {unit!r}")
    return replace(given, whole=declared.annotation is int)


def declared_at(path: str, scenario: Scenario) -> Any:
    """The declaration of the parameter a path leads to, in the first campaign or segment."""
    full = next(iter(scenario.paths(path)))
    return parameter_at(scenario, full)


def unit_at(path: str, scenario: Scenario) -> str:
    """Unit of the parameter a path leads to; empty where there is none.

    Examples
    --------
    >>> unit_at("campaign.reward.prize", Scenario()), unit_at("calendar.duration", Scenario())
    ('EUR', 'week')
    """
    declared = declared_at(path, scenario)
    extra = getattr(declared, "json_schema_extra", None) or {}
    unit = str(extra.get("unit", ""))
    return unit.replace("unit", scenario.calendar.unit) if "unit" in unit.split("/") else unit


def value_at(factor: Factor, share: float) -> Any:
    """The value of a factor at a share of the way, 0 to 1; a list is cut into equal parts.

    Examples
    --------
    >>> value_at(("a", "b"), 0.49), value_at(("a", "b"), 0.5), value_at(("a", "b"), 1.0)
    ('a', 'b', 'b')
    """
    if isinstance(factor, Range):
        return factor.at(share)
    return factor[min(len(factor) - 1, int(share * len(factor)))]


def in_words(factor: Factor) -> str:
    """A factor in words.

    Examples
    --------
    >>> in_words(Range(0, 500, "EUR")), in_words((0, 500))
    ('0 to 500 EUR', '0, 500')
    """
    if isinstance(factor, Range):
        return f"{exact(factor.low)} to {exact(factor.high)} {factor.unit}".rstrip()
    return ", ".join(str(value) for value in factor)


def cell_of(value: Any) -> Any:
    """A varied value as it stands in a table: lists are written as JSON.

    Examples
    --------
    >>> cell_of(500.0), cell_of(("starved", "overrun"))
    (500.0, '["starved", "overrun"]')
    """
    return value if isinstance(value, (bool, int, float, str)) else json.dumps(value)


def kind_of(factor: Factor) -> str:
    """Kind of a factor's column: that of all its values, text where they differ in kind.

    Examples
    --------
    >>> kind_of((0, 500)), kind_of((0, 0.5)), kind_of(("a", 1)), kind_of(Range(0, 1))
    ('int64', 'double', 'string', 'double')
    """
    if isinstance(factor, Range):
        return "int64" if factor.whole else "double"
    kinds = {type(cell_of(value)) for value in factor}
    if kinds == {bool}:
        return "bool"
    if kinds == {int}:
        return "int64"
    return "double" if kinds <= {int, float} else "string"


def head_of(values: Mapping[str, Any]) -> str:
    """A design point in as few words as tell it from the others.

    Examples
    --------
    >>> head_of({"campaign.reward.prize": 500.0, "campaign.openness": 1})
    'prize 500, openness 1'
    """
    told = []
    for path, value in values.items():
        text = exact(value).replace(",", "") if isinstance(value, float) else str(value)
        name = path.rsplit(".", 1)[-1].replace("_", " ")
        told.append(text if "." not in path else f"{name} {text}")
    return ", ".join(told) or "as it is"
