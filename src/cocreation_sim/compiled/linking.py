"""Compiling many functions as one: only the whole is optimised and made machine code.

Numba does both with every function, as if each were called from Python, and again with what its
callers take in from it. Here a function leaves no more than LLVM's code, until what calls them all
is linked with it. Numba has no option for that, so two of its classes are extended: a compiler, as
its manual describes, and a library of code, whose methods it keeps to itself.
"""

from __future__ import annotations

import functools
from typing import Any

from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import CompilerBase, DefaultPassBuilder, Flags
from numba.core.environment import lookup_environment
from numba.core.registry import cpu_target

PACKAGE = "cocreation_sim."
# Of Numba's library, by which one is extended here.
PRIVATE = (
    "_codegen", "_final_module", "_finalized", "_get_module_for_linking", "_linking_libraries",
    "_optimize_functions",
)  # fmt: skip
# Passes that find nothing in plain arithmetic: closures, comprehensions, array expressions, ...
NEEDLESS = {
    "Rewrite dynamic raises", "annotate_types", "dead_branch_prune", "dump_parfor_diagnostics",
    "find_literally", "inline_closure_likes", "inline_inlinables", "inline_overloads",
    "literal_unroll", "LiteralPropagation", "make_function_op_code_to_jit_function",
    "nopython_rewrites", "nopython_supported_feature_validation", "rewrite_semantic_constants",
    "with_lifting",
}  # fmt: skip


def can_link() -> bool:
    """Whether Numba's library of code is the one that is extended here."""
    library = cpu_target.target_context.codegen().create_library("empty")
    return all(hasattr(library, name) for name in PRIVATE)


def called(library: Any, found: dict[Any, None] | None = None) -> dict[Any, None]:
    """The libraries that one calls, and those that they call: each after one that calls it."""
    found = {} if found is None else found
    for inner in library._linking_libraries:
        if inner not in found:
            found[inner] = None
            if isinstance(inner, Part):
                called(inner, found)
    return found


def link(module: Any, library: Any) -> None:
    """Link a module with all that its library calls; LLVM drops what nobody has called before."""
    for inner in called(library):
        module.link_in(JITCodeLibrary._get_module_for_linking(inner), preserve=True)


class Whole(JITCodeLibrary):
    """Code with all that it calls, optimised and made machine code together."""

    def _optimize_functions(self, module: Any) -> None:
        """Leave that to when it is the whole."""
        module.data_layout = self._codegen._data_layout

    def finalize(self) -> None:
        """Link, optimise and make machine code, which finds its environments by their names."""
        link(self._final_module, self)
        self._linking_libraries.clear()
        super().finalize()
        for variable in self._final_module.global_variables:
            environment = lookup_environment(variable.name)
            if environment is not None:
                self._codegen.set_env(variable.name, environment)


class Part(Whole):
    """Code that is only called by compiled code."""

    def finalize(self) -> None:
        """Make nothing of it yet."""
        self._finalized = True

    def _get_module_for_linking(self) -> Any:
        """For a library that knows nothing of parts: with all that it calls."""
        module = super()._get_module_for_linking().clone()
        link(module, self)
        return module

    @property
    def codegen(self) -> Part:
        """What is told of the environment, which has no place in memory before the whole has."""
        return self

    def set_env(self, name: str, environment: Any) -> None:
        """Leave that to the whole."""


class ReadOnce(Flags):
    """Flags of which all values are read once, since Numba looks up 40,000 times by them."""

    @functools.cached_property
    def read(self) -> dict[str, Any]:
        """All values."""
        values: dict[str, Any] = self.values()
        return values

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ReadOnce) and self.read == other.read

    def __hash__(self) -> int:
        return hash(ReadOnce)


class PartCompiler(CompilerBase):
    """Compiles a function that only compiled code calls."""

    library = Part

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.state.flags = ReadOnce(self.state.flags)

    def define_pipelines(self) -> list[Any]:
        """Numba's own passes, as far as they are of use, into a library of this module."""
        state = self.state
        state.library = self.library(state.targetctx.codegen(), state.func_id.func_qualname)
        state.library.enable_object_caching()
        passes = DefaultPassBuilder.define_nopython_pipeline(state)
        if state.func_id.modname.startswith(PACKAGE):  # a swapped rule may be less plain
            passes.passes = [each for each in passes.passes if each[0].name() not in NEEDLESS]
            passes.finalize()
        return [passes]


class WholeCompiler(PartCompiler):
    """Compiles the function that Python calls."""

    library = Whole
