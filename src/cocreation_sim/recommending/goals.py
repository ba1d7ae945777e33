"""What a campaign is to reach, and what it must keep to: goals and limits by name."""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, get_args

from cocreation_sim.errors import (
    InputError,
    check_word,
    is_number,
    nearest_names,
    plain,
    plain_fields,
    shown,
)
from cocreation_sim.outcomes import FAILED, LESS, MORE, Outcome, declared, find
from cocreation_sim.wording.numbers import exact, money
from cocreation_sim.wording.reading import strip_thousands

Way = Literal["more", "less"]

SOME: Final = (
    "interesting, risk, cost, loyalty, health and more (all but texts of "
    "cocreation_sim.outcomes.DESCRIPTIONS)"
)
WAYS: Final[dict[int, Way]] = {MORE: "more", LESS: "less"}
MOST: Final = sys.float_info.max
BAD: Final = 0.1  # "bad" is what one run in ten falls short of
NOW: Final = "now"  # as a bound: what the campaign has as it is
BUDGET_KEPT: Final = 0.9  # share of runs in which a budget is kept


@dataclass(frozen=True)
class Figure:
    """A figure of the runs of a design: the mean of an outcome, or a quantile of it.

    Attributes
    ----------
    outcome
        Its name; "failed" gives the failure risk.
    quantile
        Which quantile, above 0 and below 1; none for the mean.
    """

    outcome: str
    quantile: float | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.outcome, str):
            raise InputError(f"the outcome of a figure is {shown(self.outcome)}; allowed is a name")
        plain_fields(self)
        if self.quantile is None:
            return
        if not is_number(self.quantile) or not 0 < self.quantile < 1:
            raise InputError(
                f"the quantile of {self.outcome} is {shown(self.quantile)}; allowed is a number "
                "above 0 and below 1"
            )
        if self.outcome == FAILED:
            raise InputError("a risk has no quantile: a run fails or does not; ask for risk alone")

    @property
    def key(self) -> str:
        """Its column in tables.

        Examples
        --------
        >>> Figure("cost", 0.9).key, Figure("failed").key
        ('cost_q90', 'failure_risk')
        """
        if self.quantile is not None:
            return f"{self.outcome}_q{_hundredth(self)}"
        known = _declared(self.outcome)
        return self.outcome if known is None else known.key

    @property
    def label(self) -> str:
        """What it is, in words.

        Examples
        --------
        >>> Figure("cost", 0.9).label, Figure("failed").label, Figure("submissions").label
        ('cost that 90 % of runs stay below', 'failure risk', 'ideas')
        """
        name = name_of(self.outcome)
        if self.quantile is None:
            return name
        if self.quantile >= 0.5:
            return f"{name} that {exact(self.quantile, 'share')} of runs stay below"
        return f"{name} that {exact(1 - self.quantile, 'share')} of runs exceed"

    @property
    def unit(self) -> str:
        """Its unit; a risk is a share."""
        known = _declared(self.outcome)
        return "" if known is None else known.unit_over_runs


def _check_figure(given: Any) -> None:
    if not isinstance(given, Figure):
        raise InputError(
            f"the figure is {shown(given)}; allowed is a Figure, such as Figure('interesting')"
        )


def _hundredth(figure: Figure) -> str:
    return f"{100 * (0.0 if figure.quantile is None else figure.quantile):g}"


@dataclass(frozen=True)
class Goal:
    """A figure that is to be large or small.

    Examples
    --------
    >>> goal("risk"), str(goal("interesting:bad"))
    (Goal(figure=Figure(outcome='failed', quantile=None), way='less'), 'more interesting:q10')
    """

    figure: Figure
    way: Way

    def __post_init__(self) -> None:
        _check_figure(self.figure)
        object.__setattr__(self, "way", check_word("the way", self.way, get_args(Way)))

    @property
    def sign(self) -> float:
        """1 where less is better, -1 where more is: times the figure, less is always better."""
        return 1.0 if self.way == "less" else -1.0

    def __str__(self) -> str:
        q = self.figure.quantile
        tail = "" if q is None else f":q{_hundredth(self.figure)}"
        return f"{self.way} {self.figure.outcome}{tail}"


@dataclass(frozen=True)
class Limit:
    """A figure that must not pass a bound.

    Attributes
    ----------
    figure
        Which.
    bound
        The bound, in the outcome's unit; none for what the campaign has as it is, under the same
        luck.
    most
        Whether it is the most, rather than the least, that is allowed.

    Examples
    --------
    >>> str(limit("cost:q90<=20000")), str(limit("loyalty >= 0.5"))
    ('cost:q90<=20000', 'loyalty>=0.5')
    >>> str(limit("cost<=now")), limit("cost<=now").words
    ('cost<=now', 'cost at most what it is now')
    """

    figure: Figure
    bound: float | None
    most: bool = True

    def __post_init__(self) -> None:
        _check_figure(self.figure)
        plain_fields(self)
        if self.bound is None:
            return
        if not is_number(self.bound) or not abs(self.bound) <= MOST:
            raise InputError(f"the bound is {shown(self.bound)}; allowed is a number or None")

    @property
    def sign(self) -> float:
        """1 for a most, -1 for a least."""
        return 1.0 if self.most else -1.0

    @property
    def words(self) -> str:
        """The limit in words.

        Examples
        --------
        >>> limit("risk<=0.2").words, limit("cost:q90<=20000").words
        ('failure risk at most 20 %', 'cost at most EUR 20,000 in 90 % of runs')
        """
        figure, q = self.figure, self.figure.quantile
        bound = "what it is now"
        if self.bound is not None:
            bound = money(self.bound) if figure.unit == "EUR" else exact(self.bound, figure.unit)
        if q is not None and self.most == (q >= 0.5):
            share = exact(q if self.most else 1 - q, "share")
            side = "most" if self.most else "least"
            return f"{name_of(figure.outcome)} at {side} {bound} in {share} of runs"
        return f"{figure.label} at {'most' if self.most else 'least'} {bound}"

    def __str__(self) -> str:
        q = self.figure.quantile
        tail = "" if q is None else f":q{_hundredth(self.figure)}"
        name = "risk" if self.figure.outcome == FAILED else self.figure.outcome
        bound = NOW if self.bound is None else exact(self.bound).replace(",", "")
        return f"{name}{tail}{'<=' if self.most else '>='}{bound}"


def budget_limit(budget: Any) -> Limit:
    """The limit that a budget is: kept in nine of ten runs.

    Examples
    --------
    >>> str(budget_limit(20_000))
    'cost:q90<=20000'
    """
    budget = plain(budget)
    if not is_number(budget) or not 0 < budget <= MOST:
        raise InputError(f"the budget is {shown(budget)}; allowed is a number above 0 (EUR)")
    return Limit(Figure("cost", BUDGET_KEPT), float(budget))


def goal(given: Goal | str, known: Iterable[str] | None = None) -> Goal:
    """A goal from its name: NAME, NAME:more, NAME:less, with :q10 or :bad for a quantile.

    Parameters
    ----------
    given
        The goal. ":bad" is the quantile that one run in ten falls short of: the tenth percentile of
        what is to be large, the ninetieth of what is to be small.
    known
        Names that are allowed; by default those of `cocreation_sim.outcomes.DESCRIPTIONS`,
        "health", and "risk" for the failure risk.

    Raises
    ------
    InputError
        If there is no such outcome, or it is not plain whether it should be large or small.
    """
    if isinstance(given, Goal):
        return replace(given, figure=_known(given.figure, known, f"goal {str(given)!r}"))
    name, *rest = (part.strip() for part in str(given).split(":"))
    outcome = _outcome(name, known, f"goal {given!r}")
    ways = [part for part in rest if part in ("more", "less")]
    tails = [part for part in rest if part not in ways]
    way: Way | None = ways[0] if len(ways) == 1 else None  # type: ignore[assignment]
    if way is None and not ways:
        found = _declared(outcome)
        way = WAYS.get(found.direction) if found else None
        way = "more" if way is None and known is not None else way
    if way is None:
        raise InputError(
            f"goal {given!r}: it is not plain whether that should be large or small; give "
            f"{name}:more or {name}:less"
        )
    if not tails:
        return Goal(Figure(outcome), way)
    bad = BAD if way == "more" else 1 - BAD
    ends = "allowed are :more, :less, :bad and a quantile such as :q10"
    return Goal(Figure(outcome, bad if tails == ["bad"] else _quantile(given, tails, ends)), way)


def limit(given: Limit | str, known: Iterable[str] | None = None) -> Limit:
    """A limit from a text: NAME<=NUMBER or NAME>=NUMBER, NAME with :q90 for a quantile.

    NUMBER may be written as 0.05 or 5%, as 3000 or 3,000 or 3k, or be "now": what the campaign has
    as it is, under the same luck.

    Raises
    ------
    InputError
        If it is none, or there is no such outcome.

    Examples
    --------
    >>> limit("risk<=5%").bound, limit("cost<=3k").bound, limit("cost<=3,000").bound
    (0.05, 3000.0, 3000.0)
    """
    if isinstance(given, Limit):
        return replace(given, figure=_known(given.figure, known, f"limit {str(given)!r}"))
    found = re.fullmatch(r"\s*([^<>=]+?)\s*(<=|>=)\s*(\S.*?)\s*", str(given))
    now = found is not None and found[3].lower() == NOW
    bound = _number(found[3]) if found and not now else math.nan
    if found is None or not (now or math.isfinite(bound)):
        raise InputError(
            f"{given!r} is no limit; allowed is NAME<=NUMBER or NAME>=NUMBER, such as risk<=0.2, "
            "and for NUMBER also: now, which is what the campaign has"
        )
    name, *tails = (part.strip() for part in found[1].split(":"))
    outcome = _outcome(name, known, f"limit {given!r}")
    ends = "allowed is a quantile such as :q90"
    quantile = _quantile(found[1], tails, ends) if tails else None
    return Limit(Figure(outcome, quantile), None if now else bound, found[2] == "<=")


def _number(text: str) -> float:
    """A number as people write it: 0.05 or 5%, 3000 or 3,000 or 3k; nan where it is none."""
    plain = strip_thousands(text).lower()
    try:
        if plain.endswith("k"):
            return float(plain[:-1]) * 1000
        return float(plain[:-1]) / 100 if plain.endswith("%") else float(plain)
    except ValueError:
        return math.nan


def _quantile(given: Any, tails: list[str], allowed: str) -> float:
    found = re.fullmatch(r"q(\d{1,2}(\.\d+)?)", tails[0])
    if len(tails) > 1 or found is None or not 0 < float(found[1]) < 100:
        raise InputError(f"{given!r} ends in ':{':'.join(tails)}'; {allowed}")
    return float(found[1]) / 100


def _known(figure: Figure, known: Iterable[str] | None, where: str) -> Figure:
    """A figure made by hand, if there is its outcome."""
    return replace(figure, outcome=_outcome(figure.outcome, known, where))


def _outcome(name: str, known: Iterable[str] | None, where: str) -> str:
    names = [*outcomes(), *_spellings()] if known is None else list(known)
    if name not in names:
        why = "is no outcome" if find(name) is None else "is no figure of every run"
        allowed = f"{', '.join(names)}" if known is not None else SOME
        near = nearest_names(name, names)
        raise InputError(f"{where}: {name!r} {why}; allowed are {allowed}{near}")
    found = find(name) if known is None else None
    return name if found is None else found.name


def outcomes() -> list[str]:
    """Names of all outcomes that can be goals or limits."""
    return [each.name for each in declared(composed=True) if each.measurable]


def _spellings() -> list[str]:
    """Other names of these."""
    return [alias for each in declared() if each.measurable for alias in each.aliases]


def _declared(outcome: str) -> Outcome | None:
    """The outcome of just this name: those of one's own function may be called as others are."""
    found = find(outcome)
    return found if found is not None and found.name == outcome else None


def name_of(outcome: str) -> str:
    """An outcome in as few words as name it.

    Examples
    --------
    >>> name_of("interesting"), name_of("loyalty")
    ('interesting ideas', 'loyalty')
    """
    known = _declared(outcome)
    return outcome.replace("_", " ") if known is None else known.label


def value_in(row: Mapping[str, Any], outcome: str) -> float:
    """An outcome of one run, as a number; nan where the run was kept without it.

    Examples
    --------
    >>> value_in({"engaged": 30, "aware": 40}, "health"), value_in({"failed": True}, "failed")
    (0.75, 1.0)
    """
    known = _declared(outcome)
    if known is not None and known.composed and outcome not in row:
        return float(known.of(row))
    return float(row.get(outcome, math.nan))


def check_together(goals: tuple[Goal, ...], limits: tuple[Limit, ...]) -> None:
    """Refuse goals and limits that cannot go together, whatever is played.

    Raises
    ------
    InputError
        If there is no goal, one twice, or limits leave no room.
    """
    if not goals:
        raise InputError("there is no goal; name one, such as interesting or risk")
    figures = [goal.figure for goal in goals]
    for figure in figures:
        if figures.count(figure) > 1:
            raise InputError(f"the goal {figure.key} is given twice; keep one")
    for high in limits:
        for low in limits:
            if high.bound is None or low.bound is None or high.figure != low.figure:
                continue
            if high.most and not low.most and high.bound < low.bound:
                raise InputError(f"the limits {high} and {low} leave no room; loosen one of them")
        _check_reachable(high)


def _check_reachable(limit: Limit) -> None:
    known = _declared(limit.figure.outcome)
    if limit.bound is None or known is None:
        return
    lowest, highest = known.limits
    never = limit.bound < lowest if limit.most else limit.bound > highest
    if never:
        where = f"lies between {exact(lowest)} and {exact(highest)}"
        if highest == math.inf:
            where = f"is never below {exact(lowest)}"
        name = name_of(limit.figure.outcome)
        raise InputError(f"the limit {limit} can never be kept: {name} {where}")
    always = limit.bound > highest if limit.most else limit.bound < lowest
    if always and (lowest, highest) == (0.0, 1.0):
        name, share = name_of(limit.figure.outcome), exact(limit.bound)
        raise InputError(
            f"the limit {limit} is always kept: {name} lies between 0 and 1; for {share} % write "
            f"{share}%"
        )
