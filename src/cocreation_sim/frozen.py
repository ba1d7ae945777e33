"""What cannot be changed: mappings and arrays that are read only, and whether two are the same."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Annotated, Any, Never, TypeGuard, TypeVar

import numpy as np
from pydantic import AfterValidator

if TYPE_CHECKING:
    import pandas as pd

K = TypeVar("K")
V = TypeVar("V")


class FrozenDict(dict[K, V]):
    """A dict that cannot be written into, and can be hashed where its values can.

    Examples
    --------
    >>> prizes = FrozenDict(first=500)
    >>> prizes == {"first": 500}, prizes | {"second": 200}
    (True, {'first': 500, 'second': 200})
    >>> prizes["second"] = 200
    Traceback (most recent call last):
    TypeError: this mapping is read only; make a changed copy of what it belongs to
    """

    __slots__ = ()

    def _refuse(self, *given: object, **named: object) -> Never:
        raise TypeError("this mapping is read only; make a changed copy of what it belongs to")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self.items()))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (dict(self),)

    def __deepcopy__(self, memo: dict[int, Any]) -> FrozenDict[K, V]:
        return type(self)(copy.deepcopy(dict(self), memo))


def frozen(value: Any) -> Any:
    """The same with read-only mappings and arrays, and tuples for lists, all the way down.

    Arrays are not copied: what is handed back is another view of them.

    Examples
    --------
    >>> frozen({"a": [1, np.zeros(2)]})["a"][1].flags.writeable
    False
    """
    if isinstance(value, dict):
        return FrozenDict({key: frozen(each) for key, each in value.items()})
    if isinstance(value, np.ndarray):
        view = value.view()
        view.flags.writeable = False
        return view
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*map(frozen, value))
    return tuple(map(frozen, value)) if isinstance(value, (list, tuple)) else value


# A mapping among frozen parameters.
ReadOnly = Annotated[dict[K, V], AfterValidator(frozen)]


def is_table(value: Any) -> TypeGuard[pd.DataFrame | pd.Series[Any]]:
    """Whether a value is a table or column of pandas, which is not imported to know it.

    Examples
    --------
    >>> import pandas as pd
    >>> is_table(pd.DataFrame()), is_table(pd.Series([1])), is_table([1])
    (True, True, False)
    """
    kind = type(value)
    return kind.__name__ in ("DataFrame", "Series") and kind.__module__.startswith("pandas")


def same(one: Any, other: Any) -> bool:
    """Whether two values are equal all the way down; what is missing equals what is missing.

    Examples
    --------
    >>> same({"a": np.array([1.0, np.nan])}, {"a": np.array([1.0, np.nan])})
    True
    """
    if isinstance(one, np.ndarray):
        alike = isinstance(other, np.ndarray) and one.dtype == other.dtype
        return alike and np.array_equal(one, other, equal_nan=one.dtype.kind in "fc")
    if is_table(one):
        alike = type(one) is type(other)
        return alike and bool(one.equals(other))
    if isinstance(one, dict):
        return (
            isinstance(other, dict)
            and one.keys() == other.keys()
            and all(same(one[key], other[key]) for key in one)
        )
    if isinstance(one, (list, tuple)):
        return type(one) is type(other) and len(one) == len(other) and all(map(same, one, other))
    return one is other or bool(one == other)
