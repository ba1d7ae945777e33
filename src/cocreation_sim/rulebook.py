"""The rules a run is played by: those of this package, or some of them swapped for others."""

from __future__ import annotations

import hashlib
import importlib
import inspect
import itertools
import pkgutil
import types
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from cocreation_sim import rules
from cocreation_sim.errors import InputError, nearest_names

Rule = Callable[..., Any]
DEEPEST = 4  # functions that use functions
TURNS = itertools.count(1)  # of rebinding
# Modules that hold none an engine plays.
NO_RULES = {"acceptance", "events", "numbers", "phases"}


def rule_modules() -> dict[str, types.ModuleType]:
    """The modules of rules, by their short names."""
    return {
        module.name: importlib.import_module(f"{rules.__name__}.{module.name}")
        for module in pkgutil.iter_modules(rules.__path__)
        if module.name not in NO_RULES
    }


def functions_of(module: types.ModuleType) -> dict[str, types.FunctionType]:
    """The functions a module defines."""
    return {
        name: value
        for name, value in vars(module).items()
        if inspect.isfunction(value) and value.__module__ == module.__name__
    }


class Rulebook:
    """The modules of rules by name, as an engine reads them: ``book.choice.vote_rate``.

    Attributes
    ----------
    swaps
        What was swapped, by "module.rule".
    """

    def __getattr__(self, name: str) -> Any:
        """A module of rules."""
        raise AttributeError(f"there is no module of rules {name!r}")

    def __init__(self, swaps: Mapping[str, Rule], modules: Mapping[str, types.ModuleType]) -> None:
        self.swaps = dict(swaps)
        self.__dict__.update(modules)


def rulebook(swaps: Mapping[str, Rule] | None = None) -> Rulebook:
    """The rules, with some swapped for others.

    Parameters
    ----------
    swaps
        Functions by the name of the rule they stand in for, as "motive.crowding"; each takes the
        arguments of that rule.

    Raises
    ------
    InputError
        If there is no such rule, or what is given for it does not take its arguments.

    Examples
    --------
    >>> def never(money, explained_share, p):
    ...     return 0.0
    >>> rulebook({"motive.crowding": never}).motive.crowding(100.0, 0.0, None)
    0.0
    """
    modules = rule_modules()
    if not swaps:
        return Rulebook({}, modules)
    check_swaps(swaps, modules)
    return Rulebook(swaps, rebound(modules, swaps))


def check_swaps(swaps: Mapping[str, Rule], modules: Mapping[str, types.ModuleType]) -> None:
    """Refuse swaps of what is no rule, and functions that do not take its arguments."""
    known = {
        f"{key}.{name}": f for key, m in modules.items() for name, f in functions_of(m).items()
    }
    for path, function in swaps.items():
        if path not in known:
            near = nearest_names(path, known)
            raise InputError(f"there is no rule {path!r}{near}")
        if not inspect.isfunction(function):
            raise InputError(f"rule {path!r} is swapped for {function!r}, which is no function")
        wanted = list(inspect.signature(known[path]).parameters)
        given = list(inspect.signature(function).parameters)
        if len(given) != len(wanted):
            raise InputError(
                f"rule {path!r} takes {len(wanted)} arguments ({', '.join(wanted)}); the function "
                f"given for it takes {len(given)}"
            )


def rebound(
    modules: Mapping[str, types.ModuleType], swaps: Mapping[str, Rule]
) -> dict[str, types.ModuleType]:
    """Copies of modules that call one another, and the swapped rules, instead of the originals."""
    turn = next(TURNS)
    copies = {key: types.ModuleType(module.__name__) for key, module in modules.items()}
    twins: dict[Any, Any] = {}
    for key, module in modules.items():
        copy = copies[key]
        copy.__dict__.update(vars(module))
        twins[module] = copy
        for name, function in functions_of(module).items():
            twin: Any = types.FunctionType(
                function.__code__, copy.__dict__, name, function.__defaults__, function.__closure__
            )
            twin.__module__ = function.__module__
            twin.__qualname__ = f"{function.__qualname__}_{turn}"  # compiled code links by name
            twins[function] = swaps.get(f"{key}.{name}", twin)
    for copy in copies.values():
        for name, value in list(vars(copy).items()):
            if isinstance(value, types.ModuleType | types.FunctionType) and value in twins:
                setattr(copy, name, twins[value])
    return copies


def every_function(modules: Iterable[types.ModuleType]) -> list[types.FunctionType]:
    """The functions that modules hold as their own, swapped ones with them."""
    found = {
        id(value): value
        for module in modules
        for value in vars(module).values()
        if inspect.isfunction(value)
    }
    return list(found.values())


def fingerprint(what: Any) -> str:
    """Hash of what a function or class does, wherever it was defined: code, defaults, values used.

    Examples
    --------
    >>> def one(money, explained_share, p):
    ...     return 0.0
    >>> def two(money, explained_share, p):
    ...     return 0.0
    >>> fingerprint(one) == fingerprint(two)
    True
    """
    return hashlib.blake2b(repr(_told(what)).encode(), digest_size=8).hexdigest()


def _told(what: Any, depth: int = 0) -> Any:
    """What of a value tells it from another, in plain data."""
    if isinstance(what, types.CodeType):
        return what.co_code, [_told(c, depth) for c in what.co_consts], what.co_names
    if isinstance(what, types.FunctionType) and depth < DEEPEST:
        used = {name: what.__globals__.get(name) for name in what.__code__.co_names}
        cells = [cell.cell_contents for cell in what.__closure__ or ()]
        parts = [what.__defaults__, *cells, *(used[name] for name in sorted(used))]
        return _told(what.__code__, depth), [_told(part, depth + 1) for part in parts]
    if isinstance(what, type):
        own = {name: value for name, value in vars(what).items() if name[:2] != "__"}
        return [(name, _told(value, depth + 1)) for name, value in sorted(own.items())]
    if isinstance(what, (list, tuple)):
        return [_told(value, depth + 1) for value in what]
    plain = isinstance(what, (int, float, str, bytes, type(None)))
    return repr(what) if plain else getattr(what, "__name__", "")
