"""Mutants of a module: its source with one small change each, as a slip of a hand would make it.

Docstrings, annotations, decorators, strings and imports are left alone. A mutant is named by what
changes in which function, not by a line, so that its name outlives work elsewhere in the file.
"""

from __future__ import annotations

import ast
import copy
import hashlib
import inspect
import types
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

COMPARE: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
NAMES = {"min": "max", "max": "min", "floor": "ceil", "ceil": "floor", "any": "all", "all": "any"}
RETURNED = {"float": (0.0, 1.0), "int": (0, 1), "bool": (False, True)}
SKIPPED = {"annotation", "returns", "decorator_list", "type_params", "bases"}
COMPOUND = (ast.If, ast.While, ast.For, ast.FunctionDef, ast.ClassDef, ast.With, ast.Try, ast.Match)
WIDEST = 80  # of the piece of source that names a mutant

Step = tuple[str, int | None]  # a field of a node, and which of its entries


@dataclass(frozen=True)
class Mutant:
    """One change of a module.

    Attributes
    ----------
    name
        "module.function: before => after"; "(2)" follows where the same text stands twice.
    text
        The whole module with the change, without docstrings.
    """

    name: str
    text: str

    @property
    def digest(self) -> str:
        """Hash of the text."""
        return hashlib.blake2b(self.text.encode(), digest_size=8).hexdigest()


def bare(source: str) -> ast.Module:
    """The syntax tree of a module without docstrings, so that words do not count."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and ast.get_docstring(
            node
        ):
            node.body = node.body[1:] or [ast.Pass()]
    return tree


def mutants(source: str, module: str) -> list[Mutant]:
    """All mutants of a module, in the order of the source; two with the same text count once."""
    tree = bare(source)
    found: dict[str, str] = {ast.unparse(tree): ""}
    named: Counter[str] = Counter()
    for path, new in changes(tree):
        mutated = copy.deepcopy(tree)
        put(mutated, path, new)
        before, after = piece(tree, path), piece(mutated, path, len_of(tree, path))
        name = f"{'.'.join([module, *inside(tree, path)])}: {before} => {after}"
        named[name] += 1
        text = ast.unparse(ast.fix_missing_locations(mutated))
        found.setdefault(text, name + (f" ({named[name]})" if named[name] > 1 else ""))
    return [Mutant(name, text) for text, name in found.items() if name]


def changes(tree: ast.Module) -> Iterator[tuple[list[Step], ast.AST]]:
    """Where something changes, as steps from the root, and what then stands there."""
    for path, node in nodes(tree, []):
        around = [at(tree, path[:k]) for k in range(len(path))]
        functions = [n for n in around if isinstance(n, ast.FunctionDef)]
        for new in [*expressions(node), *statements(node, functions[-1:])]:
            yield path, new


def nodes(node: ast.AST, path: list[Step]) -> Iterator[tuple[list[Step], ast.AST]]:
    """Every node that may change, from the outside in."""
    for field, value in ast.iter_fields(node):
        if field in SKIPPED:
            continue
        children = enumerate(value) if isinstance(value, list) else [(None, value)]
        for index, child in children:
            if isinstance(child, ast.Import | ast.ImportFrom | ast.expr_context):
                continue
            if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
                continue
            if isinstance(child, ast.AST):
                here = [*path, (field, index)]
                yield here, child
                yield from nodes(child, here)


def expressions(node: ast.AST) -> Iterator[ast.AST]:
    """What may stand for an expression."""
    match node:
        case ast.Compare():
            for index, operator in enumerate(node.ops):
                for other in COMPARE[type(operator)]:
                    new = copy.deepcopy(node)
                    new.ops[index] = other()
                    yield new
        case ast.BinOp(op=operator) if type(operator) in ARITHMETIC:
            yield ast.BinOp(node.left, ARITHMETIC[type(operator)](), node.right)
        case ast.AugAssign(op=operator) if type(operator) in ARITHMETIC:
            yield ast.AugAssign(node.target, ARITHMETIC[type(operator)](), node.value)
        case ast.UnaryOp(op=ast.USub() | ast.Not()):
            yield node.operand
        case ast.Constant(value=bool()):
            yield ast.Constant(not node.value)
        case ast.Constant(value=int() | float() as x):
            for other in {0 * x, 1 + 0 * x, x + 1, -x} - {x}:
                yield ast.Constant(other)
        case ast.BoolOp():
            yield ast.BoolOp(ast.And() if isinstance(node.op, ast.Or) else ast.Or(), node.values)
            for index in range(len(node.values)):
                rest = node.values[:index] + node.values[index + 1 :]
                yield ast.BoolOp(node.op, rest) if len(rest) > 1 else rest[0]
        case ast.IfExp():
            yield from (node.body, node.orelse)
        case ast.Call(func=ast.Name(id=name)) if name in NAMES:
            yield ast.Call(ast.Name(NAMES[name], ast.Load()), node.args, node.keywords)
            if len(node.args) > 1:  # a bound dropped
                yield from (a for a in node.args if not isinstance(a, ast.Starred))
        case ast.Call(func=ast.Attribute(value=owner, attr=name)) if name in NAMES:
            yield ast.Call(ast.Attribute(owner, NAMES[name], ast.Load()), node.args, node.keywords)


def statements(node: ast.AST, inside: list[ast.FunctionDef]) -> Iterator[ast.AST]:
    """What may stand for a statement: a condition dropped, another result, nothing at all."""
    match node:
        case ast.If() | ast.While():
            for truth in (True, False):
                new = copy.copy(node)
                new.test = ast.Constant(truth)
                yield new
        case ast.Return(value=ast.expr()) if inside and inside[-1].returns:
            for value in RETURNED.get(ast.unparse(inside[-1].returns), ()):
                yield ast.Return(ast.Constant(value))
        case ast.AugAssign() | ast.Expr(value=ast.Call()):
            yield ast.Pass()
        case ast.Assign(targets=[ast.Subscript() | ast.Attribute()]):
            yield ast.Pass()
        case ast.Assign(targets=[ast.Name(id=name)]) if inside:
            names = [n.id for n in ast.walk(inside[-1]) if isinstance(n, ast.Name)
                     and isinstance(n.ctx, ast.Store)]  # fmt: skip
            known = [a.arg for a in inside[-1].args.args]
            if (names + known).count(name) > 1:
                yield ast.Pass()


# ---------------------------------------------------------------------- places


def at(tree: ast.AST, path: Iterable[Step]) -> ast.AST:
    """The node at the end of a path."""
    for field, index in path:
        value = getattr(tree, field)
        tree = value if index is None else value[index]
    return tree


def put(tree: ast.AST, path: list[Step], new: ast.AST) -> None:
    """Replace the node at the end of a path."""
    field, index = path[-1]
    owner = at(tree, path[:-1])
    if index is None:
        setattr(owner, field, copy.deepcopy(new))
    else:
        getattr(owner, field)[index] = copy.deepcopy(new)


def inside(tree: ast.AST, path: list[Step]) -> list[str]:
    """Names of the classes and functions around a place."""
    around = [at(tree, path[: k + 1]) for k in range(len(path))]
    return [n.name for n in around if isinstance(n, ast.FunctionDef | ast.ClassDef)]


def len_of(tree: ast.AST, path: list[Step]) -> int:
    """How many steps lead to the piece that names a change: wide, but short enough to read."""
    best = len(path)
    for k in range(len(path), 0, -1):
        node = at(tree, path[:k])
        if isinstance(node, COMPOUND) or len(ast.unparse(node)) > WIDEST:
            break
        if isinstance(node, ast.expr | ast.stmt | ast.keyword):
            best = k
    return best


def piece(tree: ast.AST, path: list[Step], length: int | None = None) -> str:
    """The source around a place; of a compound statement its first line."""
    node = at(tree, path[: length or len_of(tree, path)])
    return ast.unparse(ast.fix_missing_locations(copy.deepcopy(node))).splitlines()[0]


# ---------------------------------------------------------------------- standing in


def stand_in(module: types.ModuleType, text: str, others: Iterable[types.ModuleType]) -> None:
    """Let a mutant stand for a module that others have imported already, names of it included.

    Functions keep their identity and get the mutant's code, so whoever holds one plays the mutant;
    a constant is set in the module and wherever it was imported by its name.
    """
    code = compile(text, str(module.__file__), "exec")
    fresh = types.ModuleType(module.__name__)
    fresh.__dict__.update({k: v for k, v in vars(module).items() if k.startswith("__")})
    exec(code, fresh.__dict__)
    for name, new in vars(fresh).items():
        old = vars(module).get(name)
        if hasattr(new, "__wrapped__"):  # a cached function
            new, old = inspect.unwrap(new), inspect.unwrap(old)
        if isinstance(new, types.FunctionType) and isinstance(old, types.FunctionType):
            if new.__module__ == module.__name__:
                old.__code__, old.__defaults__ = new.__code__, new.__defaults__
                old.__kwdefaults__ = new.__kwdefaults__
        elif isinstance(new, int | float | tuple) and new != old:
            for other in others:
                if type(vars(other).get(name)) is type(old) and vars(other)[name] == old:
                    setattr(other, name, new)
            setattr(module, name, new)
        elif isinstance(new, type) and new.__module__ == module.__name__:
            for key, method in vars(new).items():
                held = vars(old).get(key)
                if isinstance(method, types.FunctionType) and isinstance(held, types.FunctionType):
                    held.__code__, held.__defaults__ = method.__code__, method.__defaults__
