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
from cocreation_sim.compiled import addresses, kernel, layout, memory
from cocreation_sim.compiled.kernel import run as kernel_run

FLAGS: dict[str, Any] = {"nogil": True, "error_model": "numpy", "_nrt": False}
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
    for module in (*sources(), randomness, layout, memory):
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

    from cocreation_sim.compiled.memory import teach_numba

    teach_numba()
    for module in sources():
        for function in functions(module):
            register_jitable(**FLAGS)(function)
    for name in ("normal_quantile", "poisson_quantile", "geometric_quantile"):
        register_jitable(**FLAGS)(getattr(randomness, name))


def compiled(folder: Path | None = None) -> Callable[..., int]:
    """`kernel.run.work`, compiled when first called unless it was kept in the cache folder."""
    import numba

    make_compilable()
    before = numba.config.CACHE_DIR
    numba.config.CACHE_DIR = str((folder or cache_folder()) / key())
    try:
        dispatcher: Callable[..., int] = numba.njit(cache=True, **FLAGS)(kernel_run.work)
    finally:
        numba.config.CACHE_DIR = before
    return dispatcher
