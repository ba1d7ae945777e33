"""How a parameter is declared: bounds, unit, default and source in one line."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from cocreation_sim.errors import plain

ASSUMPTION = "assumption"


class Parameters(BaseModel):
    """A frozen set of parameters; unknown names and wrong types are errors."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, allow_inf_nan=False, validate_default=True
    )

    @model_validator(mode="before")
    @classmethod
    def _without_numpy(cls, data: Any) -> Any:
        """NumPy's numbers as Python's own."""
        if type(data) is dict:
            for value in data.values():
                if type(value).__module__ == "numpy":
                    return plain(data)
        return data


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
