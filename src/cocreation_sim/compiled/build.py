"""Compiling the kernel, once a machine: kept in a folder named by everything it is made from."""

from __future__ import annotations

import hashlib
import importlib
import os
import pkgutil
import re
import shutil
import sys
import tempfile
import types
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from cocreation_sim import quantiles, randomness
from cocreation_sim.compiled import addresses, kernel, layout, memory
from cocreation_sim.errors import InputError
from cocreation_sim.rulebook import Rule, every_function, rebound, rule_modules

Kernel = Callable[..., int]

OPTIMISE = 1  # level of LLVM
# Functions that only compiled code calls need no doors of their own to Python and C.
INNER: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
FLAGS: dict[str, Any] = {"nogil": True, "error_model": "numpy", "_nrt": False}
COLOUR = re.compile(r"\x1b\[[0-9;]*m")  # Numba paints its errors where colorama is there

# How Numba's lines begin that say what is wrong.
COMPLAINTS = ("Unknown", "Untyped", "Cannot", "No implementation", "Invalid", "Use of", "NameError")


def sources() -> dict[str, types.ModuleType]:
    """Modules whose functions are compiled, by short names: rules, draws, kernel."""
    modules = rule_modules() | {"addresses": addresses}
    for module in pkgutil.iter_modules(kernel.__path__):
        modules[f"kernel {module.name}"] = importlib.import_module(
            f"{kernel.__name__}.{module.name}"
        )
    return modules


def key() -> str:
    """Name of everything a kernel is made from: sources, flags, versions, processor."""
    import llvmlite
    import numba

    parts = [repr(sorted(FLAGS.items())), sys.version, np.__version__, numba.__version__]
    parts += [llvmlite.__version__, str(numba.config.BOUNDSCHECK), str(OPTIMISE)]
    for module in (*sources().values(), randomness, quantiles, layout, memory):
        parts.append(Path(str(module.__file__)).read_text(encoding="utf-8"))
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=12).hexdigest()


def cache_folder() -> Path:
    """Where kernels are kept: $COCREATION_CACHE, or the user's cache folder."""
    given = os.environ.get("COCREATION_CACHE")
    if given:
        return Path(given)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "cocreation_sim"


def make_compilable(modules: Mapping[str, types.ModuleType]) -> None:
    """Tell Numba that functions may be compiled where they are used."""
    from numba.extending import register_jitable

    from cocreation_sim.compiled.memory import teach_numba

    teach_numba()
    for function in every_function([quantiles, *modules.values()]):
        if function not in COMPILABLE:
            COMPILABLE.add(function)
            register_jitable(**FLAGS, **INNER)(function)


COMPILABLE: set[Any] = set()


def compiled(swaps: Mapping[str, Rule] | None = None) -> Kernel:
    """`kernel.run.work`: kept in the cache folder for the rules as they are, new for others.

    Raises
    ------
    InputError
        If a swapped rule cannot be compiled.
    """
    modules = sources()
    if swaps:
        modules = rebound(modules, swaps)
    make_compilable(modules)
    work = modules["kernel run"].work
    if swaps:
        return compiled_with(swaps, work)
    folder = cache_folder() / key()
    if not can_hold(folder):
        announce(f"for this session, since {cache_folder()} cannot be written")
        return ready(work)
    if not any(folder.rglob("*.nbi")):
        announce("for this machine, once")
        return ready(work, folder)
    try:
        return ready(work, folder)
    except Exception:  # whatever a damaged file makes of itself
        shutil.rmtree(folder, ignore_errors=True)
        announce("again, since what was kept of it is damaged")
        return ready(work, folder if can_hold(folder) else None)


def compiled_with(swaps: Mapping[str, Rule], work: Callable[..., Any]) -> Kernel:
    """A kernel with swapped rules."""
    from numba.core.errors import NumbaError

    announce("with the rules that were swapped, for this session")
    try:
        return ready(work)
    except NumbaError as error:
        said = [line.strip() for line in COLOUR.sub("", str(error)).splitlines()]
        found = [line for line in said if line.startswith(COMPLAINTS)]
        raise InputError(
            f"what was given for {', '.join(map(repr, swaps))} cannot be compiled"
            f"{': ' + found[-1] if found else ''}; write plain arithmetic with `math`, or let "
            "engine 'mesa' play it"
        ) from error


def can_hold(folder: Path) -> bool:
    """Whether a folder exists, made if need be, and can be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def ready(work: Callable[..., Any], folder: Path | None = None) -> Kernel:
    """A function compiled, or loaded from the folder in which it was kept.

    With little optimisation: more takes twice as long to compile and plays no faster.
    """
    import numba

    from cocreation_sim.compiled.memory import state_type

    config = numba.config
    before = config.CACHE_DIR, config.OPT
    config.CACHE_DIR, config.OPT = str(folder or ""), type(config.OPT)(OPTIMISE)
    try:
        dispatcher = numba.njit(cache=folder is not None, **FLAGS)(work)
        dispatcher.compile((state_type, *[numba.int64] * 4))
    finally:
        config.CACHE_DIR, config.OPT = before
    kernel: Kernel = dispatcher
    return kernel


def announce(what: str) -> None:
    """Say that something is being compiled."""
    sys.stderr.write(f"Compiling the model {what}: about half a minute ...\n")
