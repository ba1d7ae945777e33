"""Compiling the kernel, once a machine: kept in a file named by everything it is made from."""

from __future__ import annotations

import gc
import hashlib
import importlib
import pickle
import pkgutil
import re
import sys
import types
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from cocreation_sim import quantiles
from cocreation_sim.cache import UnusableError, cannot_keep, keep, place, recall, tell
from cocreation_sim.compiled import addresses, kernel, layout
from cocreation_sim.errors import InputError
from cocreation_sim.model_hash import ROOT, hash_of
from cocreation_sim.rulebook import Rule, every_function, rebound, rule_modules

Kernel = Callable[..., int]

OPTIMISE = 1  # level of LLVM
DRAWS = ("randomness", "quantiles")
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
    """Name of everything a kernel is made from: what sources do, memory, flags, versions.

    How the memory lies follows from declarations of parameters and tables elsewhere, so it is
    named by itself.
    """
    import llvmlite
    import numba

    parts = [repr(sorted(FLAGS.items())), sys.version, np.__version__, numba.__version__]
    parts += [llvmlite.__version__, str(numba.config.BOUNDSCHECK), str(OPTIMISE)]
    folders = (ROOT / "rules", ROOT / "compiled")
    files = [path for folder in folders for path in sorted(folder.rglob("*.py"))]
    parts.append(hash_of([*files, *(ROOT / f"{name}.py" for name in DRAWS)]))
    parts += [repr(layout.ARRAYS), repr(layout.TIMELINE)]
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=12).hexdigest()


def make_compilable(modules: Mapping[str, types.ModuleType]) -> None:
    """Tell Numba that functions may be compiled where they are used."""
    from numba.extending import register_jitable

    from cocreation_sim.compiled.memory import teach_numba

    teach_numba()
    together = linked("PartCompiler")
    for function in every_function([quantiles, *modules.values()]):
        if function not in COMPILABLE:
            COMPILABLE.add(function)
            register_jitable(**FLAGS, **INNER, **together)(function)


COMPILABLE: set[Any] = set()


def linked(compiler: str) -> dict[str, Any]:
    """Options to compile with one of `linking`; none if Numba is not as it knows it."""
    from cocreation_sim.compiled import linking

    return {"pipeline_class": getattr(linking, compiler)} if linking.can_link() else {}


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
    return ready(work, KeptKernel(place("kernels"), key()))


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


def ready(work: Callable[..., Any], kept: KeptKernel | None = None) -> Kernel:
    """A function compiled, or taken from where it was kept.

    With little optimisation: more takes twice as long to compile and plays no faster.
    """
    import numba

    from cocreation_sim.compiled.memory import state_type

    config = numba.config
    before, collects = config.OPT, gc.isenabled()
    config.OPT = type(before)(OPTIMISE)
    gc.disable()  # which finds next to nothing in what a compiler holds on to
    try:
        dispatcher = numba.njit(**FLAGS, **linked("WholeCompiler"))(work)
        if kept is not None:
            dispatcher._cache = kept
        dispatcher.compile((state_type, *[numba.int64] * 4))
    finally:
        config.OPT = before
        if collects:
            gc.enable()
    kernel: Kernel = dispatcher
    return kernel


class KeptKernel:
    """Where Numba looks for a kernel before it compiles one, and leaves it afterwards.

    It stands in for Numba's own cache, which believes whatever lies in its folder and can use only
    a folder that it can write.

    Parameters
    ----------
    folder
        Where kernels are kept; none if there is no such place.
    name
        Name of everything the kernel is made from, except the processor.
    """

    cache_path = None  # asked for by Numba's statistics

    def __init__(self, folder: Path | None, name: str) -> None:
        self.folder, self.name = folder, name

    def file(self, processor: object) -> Path | None:
        """Where the kernel of a processor is kept, which Numba describes by a tuple of texts."""
        made_for = hashlib.blake2b(repr(processor).encode(), digest_size=4).hexdigest()
        return self.folder and self.folder / f"{self.name}-{made_for}"

    def load_overload(self, signature: Any, target: Any) -> Any:
        """The kernel that was kept, or none, after saying that one is compiled now and why."""
        from numba.core.compiler import CompileResult

        target.refresh()
        file = self.file(target.codegen().magic_tuple())
        why = "for this machine, once"
        try:
            content = recall(file) if file else None
            if content is not None:
                return CompileResult._rebuild(target, *pickle.loads(content))
        except UnusableError as fault:
            why = f"again, since {fault}"
        except Exception:  # whole, and yet of no use: made by another build of the same version
            why = "again, since what was kept of it does not fit"
        lost = cannot_keep(self.folder)
        announce(f"for this session, since {lost}" if lost else why)
        return None

    def save_overload(self, signature: Any, made: Any) -> None:
        """Keep a kernel; where that is not possible, it is compiled again the next time."""
        from numba.core.serialize import dumps

        file = self.file(made.codegen.magic_tuple())
        if file is not None and not made.library.has_dynamic_globals:
            keep(file, dumps(made._reduce()))


def announce(what: str) -> None:
    """Say that something is being compiled."""
    tell(f"Compiling the model {what}: about half a minute ...")
