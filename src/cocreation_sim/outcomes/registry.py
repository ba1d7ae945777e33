"""All declared outcomes, in the order in which they are told; and what their names mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from cocreation_sim.errors import InputError, nearest_names
from cocreation_sim.outcomes import (
    accepted,
    community,
    failure,
    money,
    participation,
    quality,
    reading,
    results,
    volume,
)
from cocreation_sim.outcomes.declaring import Outcome

KEYS: Final = ("scenario_id", "replication_id", "seed", "campaign")
"""Columns that tables of runs have beside the outcomes."""

_declared: dict[str, Outcome] = {}


def declare(outcome: Outcome) -> Outcome:
    """Add an outcome, after all others; it is then told wherever outcomes are.

    Raises
    ------
    InputError
        If its name is taken.
    """
    for name in (outcome.name, *outcome.aliases):
        if name in KEYS or find(name) is not None:
            raise InputError(f"the name {name!r} of an outcome is taken; give it another")
    _declared[outcome.name] = outcome
    return outcome


@contextmanager
def also(*outcomes: Outcome) -> Iterator[None]:
    """Declare outcomes for a while.

    Examples
    --------
    >>> from cocreation_sim import simulate
    >>> likes = Outcome("likes", "votes, twice", "votes", 1, lambda run: 2 * run.total["votes"])
    >>> with also(likes):
    ...     told = simulate("workshop").outcome
    >>> told.likes == 2 * told.votes, find("likes")
    (True, None)
    """
    before = dict(_declared)
    try:
        for outcome in outcomes:
            declare(outcome)
        yield
    finally:
        _declared.clear()
        _declared.update(before)


def declared(*, composed: bool = False) -> tuple[Outcome, ...]:
    """The outcomes of a run, in order; on request those composed of others too."""
    return tuple(each for each in _declared.values() if composed or not each.composed)


def find(name: str) -> Outcome | None:
    """The outcome of a name, by whatever spelling; none if there is none.

    Examples
    --------
    >>> find("failure_risk").name, find("risk").name, find("ideas").name, find("nonsense")
    ('failed', 'failed', 'submissions', None)
    """
    if name in _declared:
        return _declared[name]
    return next((each for each in _declared.values() if name in each.aliases), None)


def headlines(prominence: int = 1) -> list[str]:
    """Names of the outcomes that short tables tell beside the failure risk, in order.

    Examples
    --------
    >>> headlines()
    ['submissions', 'contributors', 'interesting', 'selected', 'cost']
    >>> headlines(2)
    ['submissions', 'interesting', 'cost']
    """
    told = (each for each in declared() if each.kind not in ("flag", "text"))
    return [each.name for each in told if each.prominence >= prominence]


def column_of(name: str) -> str:
    """The column of a name in tables of runs; what is no outcome keeps its name.

    Examples
    --------
    >>> column_of("failure_risk"), column_of("cost"), column_of("campaign.reward.prize")
    ('failed', 'cost', 'campaign.reward.prize')
    """
    found = find(name)
    return name if found is None else found.name


def spelled(name: str) -> str:
    """A name as tables of results spell it: the asked one, but for mere spellings of it.

    Examples
    --------
    >>> spelled("failed"), spelled("failure_risk"), spelled("risk"), spelled("ideas")
    ('failed', 'failure_risk', 'failure_risk', 'submissions')
    """
    found = find(name)
    return name if found is None or name in (found.name, found.key) else found.key


def chosen(wanted: Iterable[str], known: Iterable[str], what: str = "outcome {}") -> dict[str, str]:
    """Columns of wanted outcomes, by their names as tables spell them; each once.

    Parameters
    ----------
    wanted
        Names, by whatever spelling.
    known
        The columns there are.
    what
        What there is none of where a name is wrong.

    Raises
    ------
    InputError
        If there is no such column; it names the nearest.

    Examples
    --------
    >>> chosen(["risk", "votes"], ["failed", "votes"])
    {'failure_risk': 'failed', 'votes': 'votes'}
    """
    columns, names = list(known), dict[str, str]()
    for name in wanted:
        column = name if name in columns else column_of(name)
        if column not in columns:
            spellings = [*columns, *(a for c in columns if (o := find(c)) for a in o.aliases)]
            near = nearest_names(str(name), spellings)
            raise InputError(f"there is no {what.format(repr(name))}{near}")
        if column not in names.values():
            names[name if column == name else spelled(name)] = column
    return names


class Descriptions(Mapping[str, tuple[str, str]]):
    """What each outcome of a run is, and its unit, by name."""

    def __getitem__(self, name: str) -> tuple[str, str]:
        found = _declared[name]
        if found.composed:
            raise KeyError(name)
        return found.words, found.unit

    def __iter__(self) -> Iterator[str]:
        return (each.name for each in declared())

    def __len__(self) -> int:
        return len(declared())


for _group in (
    volume,
    accepted,
    participation,
    quality,
    results,
    reading,
    money,
    community,
    failure,
):
    for _outcome in _group.OUTCOMES:
        declare(_outcome)
