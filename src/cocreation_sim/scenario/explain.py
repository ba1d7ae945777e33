"""From a failed validation to sentences a user can act on; and walks over declared parameters."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ValidationError

from cocreation_sim.errors import nearest_names
from cocreation_sim.wording.numbers import exact

MOST_SENTENCES = 5


def explain(error: ValidationError, model: type[BaseModel], name: str) -> str:
    """Sentences for a failed validation: file, key, value, what is allowed, nearest right name."""
    details = error.errors(include_url=False)
    sentences = [_sentence(d, model) for d in details[:MOST_SENTENCES]]
    if len(details) > MOST_SENTENCES:
        sentences.append(f"and {len(details) - MOST_SENTENCES} more")
    return f"{name}: " + _printable("; ".join(dict.fromkeys(sentences)))


def _printable(text: str) -> str:
    """The text on one line, whatever was in a name."""
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)


def _sentence(detail: Any, model: type[BaseModel]) -> str:
    location = [str(part) for part in detail["loc"]]
    path = ".".join(location)
    kind, value, context = detail["type"], detail["input"], detail.get("ctx", {})
    if kind == "extra_forbidden":
        siblings = _names_at(model, location[:-1])
        return f"unknown key {path!r}{nearest_names(location[-1], siblings)}"
    if kind == "missing":
        return f"{path!r} is missing"
    if kind == "value_error":
        text = str(context.get("error", detail["msg"]))
        return f"{path}: {text}" if path and not text.startswith("campaigns.") else text
    field = _field_at(model, location)
    allowed = _allowed(field) or _plain(str(detail["msg"]))
    return f"{path!r} is {_short(value)}; allowed is {allowed}"


def _plain(message: str) -> str:
    return message.removeprefix("Input should be ").removeprefix("Value error, ")


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"


def _allowed(field: Any) -> str:
    """What a declared field allows, in words; empty if it is not a simple field."""
    if field is None:
        return ""
    kind = field.annotation
    if typing.get_origin(kind) is typing.Literal:
        return "one of " + ", ".join(repr(a) for a in typing.get_args(kind))
    words = {bool: "true or false", str: "a text", int: "a whole number", float: "a number"}
    noun = words.get(_base(kind), "")
    if not noun:
        return ""
    bounds = {type(m).__name__: m for m in field.metadata}
    low = getattr(bounds.get("Ge"), "ge", None)
    high = getattr(bounds.get("Le"), "le", None)
    if low is not None and high is not None:
        noun += f" from {exact(low)} to {exact(high)}"
    unit = (field.json_schema_extra or {}).get("unit", "1")
    return noun if unit == "1" else f"{noun} ({unit})"


def _base(kind: Any) -> Any:
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        return next(a for a in typing.get_args(kind) if a is not type(None))
    return kind


def _child(kind: Any, key: str) -> Any:
    """The type reached from `kind` by one key, or None."""
    kind = _base(kind)
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is dict:
        return arguments[1]
    if origin is tuple:
        return arguments[0]
    if isinstance(kind, type) and issubclass(kind, BaseModel) and key in kind.model_fields:
        return kind.model_fields[key].annotation
    return None


def _names_at(model: Any, location: list[str]) -> list[str]:
    for key in location:
        model = _child(model, key)
    model = _base(model)
    if isinstance(model, type) and issubclass(model, BaseModel):
        return list(model.model_fields)
    return []


def _field_at(model: Any, location: list[str]) -> Any:
    """The declaration of the field at a location, or None."""
    here: Any = model
    for depth, key in enumerate(location):
        base = _base(here)
        fields = getattr(base, "model_fields", {}) if isinstance(base, type) else {}
        if key in fields and depth == len(location) - 1:
            return fields[key]
        here = _child(here, key)
    return None


def parameter_at(scenario: BaseModel, path: str) -> Any:
    """The declaration of the parameter at a dotted path of a scenario, or None."""
    return _field_at(type(scenario), path.split("."))


def walk_parameters(model: BaseModel, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Pairs of dotted path and value of every parameter below `model`."""
    for name in type(model).model_fields:
        value = getattr(model, name)
        if isinstance(value, BaseModel):
            yield from walk_parameters(value, f"{prefix}{name}.")
        elif isinstance(value, dict) and any(isinstance(v, BaseModel) for v in value.values()):
            for key, item in value.items():
                yield from walk_parameters(item, f"{prefix}{name}.{key}.")
        else:
            yield f"{prefix}{name}", value
