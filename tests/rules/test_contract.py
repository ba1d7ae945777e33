"""What holds for every rule: pure, scalar, the same on every machine, blind to the engine."""

from __future__ import annotations

import ast
import importlib
import inspect
import math
import pkgutil
import types
import typing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cocreation_sim import rules
from cocreation_sim.rules import numbers
from cocreation_sim.scenario import behaviour
from cocreation_sim.scenario.fields import Parameters

MODULES = {
    module.name: importlib.import_module(f"cocreation_sim.rules.{module.name}")
    for module in pkgutil.iter_modules(rules.__path__)
}
TRANSLATES = {"numbers", "phases"}  # from a scenario to the numbers that rules read
AFTERWARDS = {"acceptance"}  # groups that outcomes read, and no engine
WRITES = {("attention", "set_leaf")}  # the one rule that writes to an array it is given
ALLOWED = {"__future__", "math", "typing", "statistics", "collections", "collections.abc",
           "functools"}  # fmt: skip

SAME_EVERYWHERE = {"exp", "log", "log1p", "pow", "sqrt", "cos", "tanh", "floor", "ceil", "inf"}


def tree_of(module: types.ModuleType) -> ast.Module:
    return ast.parse(Path(module.__file__).read_text())


def public_functions(name: str, module: types.ModuleType) -> list[tuple[str, types.FunctionType]]:
    return [
        (f"{name}.{key}", value)
        for key, value in vars(module).items()
        if inspect.isfunction(value)
        and value.__module__ == module.__name__
        and not key.startswith("_")
    ]


RULES = dict(
    pair
    for name, module in MODULES.items()
    if name not in TRANSLATES
    for pair in public_functions(name, module)
)
SCALAR_RULES = [key for key in RULES if tuple(key.split(".")) not in WRITES]
SCALARS = {bool: st.booleans(), int: st.integers(1, 50), float: st.floats(0.01, 0.99)}


def arguments(rule: types.FunctionType) -> st.SearchStrategy[dict[str, typing.Any]]:
    """Plausible arguments by annotation; groups of parameters with their defaults."""
    hints = typing.get_type_hints(rule)
    drawn = {}
    for name in inspect.signature(rule).parameters:
        hint = hints[name]
        if isinstance(hint, type) and issubclass(hint, Parameters):
            drawn[name] = st.just(hint())
        elif hint in SCALARS:
            drawn[name] = SCALARS[hint]
        else:  # a named tuple of scalars
            kinds = typing.get_type_hints(hint)
            drawn[name] = st.builds(hint, *(SCALARS[kinds[field]] for field in hint._fields))
    return st.fixed_dictionaries(drawn).map(in_order_of_time)


def in_order_of_time(drawn: dict[str, typing.Any]) -> dict[str, typing.Any]:
    """Within a call one enters, then something happens, then the call is over."""
    times = [name for name in ("entered", "now", "length") if name in drawn]
    return drawn | dict(zip(times, sorted(drawn[name] for name in times), strict=True))


@pytest.mark.parametrize("name", MODULES)
class TestEveryModule:
    """The contract that can be read off the source."""

    def test_imports_no_engine_and_no_arrays(self, name):
        for node in ast.walk(tree_of(MODULES[name])):
            if isinstance(node, ast.Import):
                imported = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                imported = [node.module]
            else:
                continue
            for module in imported:
                ours = module.startswith(("cocreation_sim.rules", "cocreation_sim.scenario"))
                key_only = name in TRANSLATES and module == "cocreation_sim.randomness"
                assert ours or key_only or module in ALLOWED, module

    def test_has_no_power_operator_and_no_library_sum(self, name):
        for node in ast.walk(tree_of(MODULES[name])):
            assert not isinstance(node, ast.Pow), "x * x or math.pow, never **"
            if isinstance(node, ast.Call):
                assert ast.unparse(node.func) not in ("sum", "math.fsum", "pow", "math.sumprod")

    def test_uses_only_functions_that_agree_everywhere(self, name):
        for node in ast.walk(tree_of(MODULES[name])):
            if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "math":
                assert node.attr in SAME_EVERYWHERE

    def test_keeps_nothing(self, name):
        for node in ast.walk(tree_of(MODULES[name])):
            assert not isinstance(node, ast.Global | ast.Nonlocal)
            if isinstance(node, ast.Assign | ast.AugAssign):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                assert not any(isinstance(target, ast.Attribute) for target in targets)
        kept = [v for k, v in vars(MODULES[name]).items() if not k.startswith("__")]
        assert not [v for v in kept if isinstance(v, list | dict | set)]

    def test_draws_nothing(self, name):
        text = Path(MODULES[name].__file__).read_text()
        assert "uniform(" not in text
        assert "exponential(" not in text

    def test_says_what_it_does(self, name):
        assert MODULES[name].__doc__
        assert not [k for k, rule in RULES.items() if k.split(".")[0] == name and not rule.__doc__]


@pytest.mark.parametrize("name", SCALAR_RULES)
class TestEveryRule:
    """The contract that shows when a rule is played."""

    def test_takes_and_gives_scalars(self, name):
        hints = typing.get_type_hints(RULES[name])
        assert hints.pop("return") in (bool, int, float)
        for hint in hints.values():
            assert hint in SCALARS or issubclass(hint, Parameters | tuple)

    @settings(max_examples=30)
    @given(data=st.data())
    def test_is_deterministic_and_finite(self, name, data):
        rule = RULES[name]
        given_ = data.draw(arguments(rule))
        result = rule(**given_)
        assert type(result) in (bool, int, float)
        assert result == rule(**given_)
        assert not math.isnan(result)

    @settings(max_examples=30)
    @given(data=st.data())
    def test_reads_named_tuples_as_it_reads_parameters(self, name, data):
        rule = RULES[name]
        given_ = data.draw(arguments(rule))
        tuples = {
            k: numbers.as_tuple(v) if isinstance(v, Parameters) else v for k, v in given_.items()
        }
        assert rule(**given_) == rule(**tuples)


def test_every_rule_is_played_somewhere():
    package = Path(rules.__file__).parent.parent
    text = "\n".join(p.read_text() for p in package.rglob("*.py"))
    unused = [
        k for k in RULES if text.count(f"{k}(") == 0 and text.count(f"{k.split('.')[1]}(") < 2
    ]
    assert not unused


@pytest.mark.parametrize("group", numbers.Psychology._fields)
def test_psychology_reaches_the_rules_unchanged(group):
    declared = getattr(behaviour.Behaviour(), group)
    read = getattr(numbers.psychology(behaviour.Behaviour()), group)
    assert read._asdict() == declared.model_dump()


def test_every_group_of_behaviour_is_handed_to_the_rules():
    assert {*numbers.Psychology._fields, *AFTERWARDS} == set(behaviour.Behaviour.model_fields)
