"""Compiling the kernel, once a machine: kept in a folder named by everything it is made from."""

from __future__ import annotations

import functools
import hashlib
import importlib
import inspect
import os
import pkgutil
import sys
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from cocreation_sim import randomness
from cocreation_sim import rules as rules_package
from cocreation_sim.compiled import addresses, kernel, layout

FLAGS: dict[str, Any] = {"nogil": True, "error_model": "numpy"}
ENTRIES = (
    "play",
    "begin_firms",
    "begin_lanes",
    "open_sub_round",
    "play_lanes",
    "end_sub_round",
    "too_small",
    "count_aware",
    "tell_customers",
    "tell_people",
)
TRANSLATES = {"numbers"}  # from a scenario to numbers: plain Python, never compiled


def modules_of(package: types.ModuleType) -> Iterator[types.ModuleType]:
    """The modules of a package."""
    for module in pkgutil.iter_modules(package.__path__):
        if module.name not in TRANSLATES:
            yield importlib.import_module(f"{package.__name__}.{module.name}")


def sources() -> list[types.ModuleType]:
    """Modules whose functions are compiled."""
    return [*modules_of(rules_package), addresses, *modules_of(kernel)]


def functions(module: types.ModuleType) -> Iterator[Callable[..., Any]]:
    """The functions a module defines."""
    for value in vars(module).values():
        if inspect.isfunction(value) and value.__module__ == module.__name__:
            yield value


def key() -> str:
    """Name of everything a kernel is made from: sources, flags, versions, processor."""
    import llvmlite
    import numba

    parts = [repr(sorted(FLAGS.items())), sys.version, np.__version__, numba.__version__]
    parts += [llvmlite.__version__, str(numba.config.BOUNDSCHECK), str(numba.config.OPT)]
    for module in (*sources(), randomness, layout):
        parts.append(Path(str(module.__file__)).read_text(encoding="utf-8"))
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=12).hexdigest()


def cache_folder() -> Path:
    """Where kernels are kept: $COCREATION_CACHE, or the user's cache folder."""
    given = os.environ.get("COCREATION_CACHE")
    if given:
        return Path(given)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "cocreation_sim"


@functools.cache
def make_compilable() -> None:
    """Tell Numba that rules, draws and kernel functions may be compiled where they are used."""
    from numba.extending import register_jitable

    for module in sources():
        for function in functions(module):
            register_jitable(**FLAGS)(function)
    for name in ("normal_quantile", "poisson_quantile", "geometric_quantile"):
        register_jitable(**FLAGS)(getattr(randomness, name))


class Kernel:
    """The compiled entries, each of which compiles when first called, unless it was kept."""

    def __init__(self, folder: Path | None = None) -> None:
        import numba

        make_compilable()
        run = importlib.import_module("cocreation_sim.compiled.kernel.run")
        before = numba.config.CACHE_DIR
        target = (folder or cache_folder()) / key()
        numba.config.CACHE_DIR = str(target)
        try:
            for name in ENTRIES:
                setattr(self, name, numba.njit(cache=True, **FLAGS)(getattr(run, name)))
        finally:
            numba.config.CACHE_DIR = before
