"""Docking: whether two plays of the same run agree, and where they differ first.

After Axtell, Axelrod, Epstein and Cohen 1996 (doi:10.1007/BF01299065), who brought two models to
agree; here two engines play the same rules with the same luck, so they must agree to the last bit.
"""

from __future__ import annotations

from typing import Any, Final

from numpy.typing import NDArray

from cocreation_sim.records import Columns, Tables

# Quantities of the timeline by the phase of a sub-round that moves them first.
PHASES: Final[dict[str, tuple[str, ...]]] = {
    "reach": ("unaware",),
    "people's own time": (
        "engaged", "paused", "burned_out", "disengaged", "contributions", "contributors",
        "newcomers", "entries", "looks", "answered", "returned", "burnouts", "recovered",
    ),
    "create": ("ideas", "interesting", "worth_making", "built_on", "spent_pay"),
    "count votes": ("votes",),
    "review": ("read", "waiting", "spent_review"),
    "deadlines": ("open",),
    "close": ("shortlisted", "promised", "selected", "spent_prizes", "spent_integration"),
    "take stock": (
        "integrated", "marketed", "sold", "revenue", "spent_royalties", "spent_outreach",
        "spent_running", "spent_production",
    ),
}  # fmt: skip


def unequal(a: NDArray[Any], b: NDArray[Any]) -> int:
    """Place of the first entry that differs; -1 if none does, the shorter length if one is longer.

    Parameters
    ----------
    a, b
        Arrays of one dimension; nan equals nan.

    Examples
    --------
    >>> import numpy as np
    >>> unequal(np.array([1.0, np.nan]), np.array([1.0, np.nan]))
    -1
    >>> unequal(np.array([1, 2]), np.array([1, 3])), unequal(np.array([1, 2]), np.array([1]))
    (1, 1)
    """
    n = min(len(a), len(b))
    x, y = a[:n], b[:n]
    differs = ~((x == y) | ((x != x) & (y != y)))
    if differs.any():
        return int(differs.argmax())
    return -1 if len(a) == len(b) else n


def first_difference(one: Tables, other: Tables) -> str:
    """Where two plays of a run differ first: period and phase, quantity, whose; "" if nowhere.

    Parameters
    ----------
    one, other
        Raw tables of the two, as `Run.tables`.

    Examples
    --------
    >>> from cocreation_sim import simulate
    >>> agents = simulate("workshop", engine="mesa")
    >>> first_difference(agents.tables, simulate("workshop").tables)
    ''
    """
    told = [_in_timeline(one, other, name) for name in one.timeline]
    told += [_in_rows(one.ideas[name], other.ideas[name], "idea", name) for name in one.ideas]
    told += [
        _in_rows(one.customers[name], other.customers[name], "customer", name)
        for name in one.customers
    ]
    told.append(_in_rows(one.people, other.people, "person", "all campaigns"))
    for name, failures in one.failures.items():
        if failures != other.failures[name]:
            told.append(f"{name}: failures are {failures} and {other.failures[name]}")
    return "; ".join(text for text in told if text)


def _in_timeline(one: Tables, other: Tables, name: str) -> str:
    a, b = one.timeline[name], other.timeline[name]
    found = [
        (place, order, phase, quantity)
        for order, (phase, quantities) in enumerate(PHASES.items())
        for quantity in quantities
        if (place := unequal(a[quantity], b[quantity])) >= 0
    ]
    if not found:
        return ""
    place, _, phase, quantity = min(found, key=lambda each: each[:2])
    values = f"{_at(a[quantity], place)} and {_at(b[quantity], place)}"
    return f"{name}, period {place + 1}, phase {phase!r}: {quantity} is {values}"


def _in_rows(a: Columns, b: Columns, what: str, name: str) -> str:
    found = [(place, key) for key in a if (place := unequal(a[key], b[key])) >= 0]
    if not found:
        return ""
    place, key = min(found, key=lambda each: each[0])
    whose = {"idea": "author", "customer": "person"}.get(what)
    who = f" (of person {_at(a[whose], place)} and {_at(b[whose], place)})" if whose else ""
    values = f"{_at(a[key], place)} and {_at(b[key], place)}"
    return f"{name}: {what} {place}{who} has {key} {values}"


def _at(values: NDArray[Any], place: int) -> Any:
    return values[place].item() if place < len(values) else "nothing"
