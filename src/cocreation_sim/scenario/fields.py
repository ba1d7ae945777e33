"""How a parameter is declared: bounds, unit, default and source in one line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from cocreation_sim.errors import plain
from cocreation_sim.results import Shown

ASSUMPTION = "assumption"
PLAIN = frozenset({bool, int, float, str, tuple, dict, type(None)})


class Parameters(Shown, BaseModel):
    """A frozen set of parameters; unknown names and wrong types are errors."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, allow_inf_nan=False, validate_default=True
    )

    def _facts(self) -> Mapping[str, object]:
        """What differs from the defaults."""
        fields = type(self).model_fields
        held = ((name, getattr(self, name)) for name in fields)
        return {name: value for name, value in held if value != fields[name].default}

    __str__ = Shown.__repr__

    @model_validator(mode="before")
    @classmethod
    def _without_numpy(cls, data: Any) -> Any:
        """NumPy's numbers as Python's own."""
        foreign = type(data) is dict and not PLAIN.issuperset(map(type, data.values()))
        return plain(data) if foreign else data


def parameter(
    default: Any,
    description: str,
    *,
    low: float | None = None,
    high: float | None = None,
    unit: str = "1",
    source: str = ASSUMPTION,
    symbol: str = "",
) -> Any:
    """Declare a number: its default, what it means, its bounds (inclusive), unit and source.

    `unit` is written out: "week", "1/week", "EUR", "1" for a pure number; "unit" stands for the
    calendar's own unit of time. `source` names a row of the evidence (docs/evidence.md) or a
    publication, or is the word "assumption".
    """
    if low is None and high is None:
        raise TypeError(f"a parameter needs bounds: {description!r}")
    return Field(
        default,
        ge=low,
        le=high,
        description=description,
        json_schema_extra={"unit": unit, "source": source, "symbol": symbol},
    )


def setting(default: Any, description: str, *, source: str = ASSUMPTION) -> Any:
    """Declare a choice (yes or no, a word, a list): its default, meaning and source."""
    if default is ...:
        return Field(description=description, json_schema_extra={"source": source})
    return Field(default, description=description, json_schema_extra={"source": source})
