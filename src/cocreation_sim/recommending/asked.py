"""What was asked of an optimisation, as a file: enough to get the same answer again."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, Literal

from pydantic import ValidationError

from cocreation_sim.designs.factors import Factor, Factors, Range
from cocreation_sim.errors import InputError
from cocreation_sim.files import parse_toml, read_text
from cocreation_sim.recommending.goals import NOW, Figure, Goal, Limit
from cocreation_sim.scenario.explain import explain
from cocreation_sim.scenario.fields import Parameters, parameter, setting

FILE: Final = "optimisation.toml"  # in the folder of its runs


class Asked(Parameters):
    """Goals, limits and levers of an optimisation, and how its runs are spent.

    Examples
    --------
    >>> asked = Asked(scenario={"name": "mine"}, goals=("risk:less",), campaign="campaign")
    >>> asked.to_toml().splitlines()[:2]
    ['goals = [', '    "risk:less",']
    """

    goals: tuple[str, ...] = setting(..., "what is to be reached, such as interesting:more")
    limits: tuple[str, ...] = setting((), "what must be kept to, such as risk<=0.2")
    budget: float | None = setting(None, "the most that it may cost in nine of ten runs (EUR)")
    split: tuple[str, ...] = setting((), "parameters that share the budget")
    campaign: str = setting(..., "which campaign")
    runs: int = parameter(3000, "simulated runs in all", low=1, high=10_000_000, unit="runs")
    first: int = parameter(8, "runs of each design in the search", low=1, high=100_000, unit="runs")
    most: int = parameter(100, "runs of each finalist", low=1, high=100_000, unit="runs")
    sampler: Literal["tpe", "nsga2", "random"] = setting("nsga2", "how designs are proposed")
    seed: int = parameter(1, "root of all luck", low=0, high=2**63 - 1)
    levers: dict[str, Any] = setting({}, "what may change: ranges or values by dotted path")
    uncertain: dict[str, Any] = setting({}, "what the firm does not know; the same")
    order: tuple[str, ...] = setting((), "paths of levers in their order, which a file loses")
    finished: bool = setting(False, "whether the search has come to its end")
    scenario: dict[str, Any] = setting(..., "the scenario itself, as a table")

    def to_toml(self) -> str:
        """As a file that needs no other."""
        import tomli_w

        data = self.model_dump()
        return tomli_w.dumps({name: value for name, value in data.items() if value is not None})


def load_asked(path: Path) -> Asked:
    """What was asked, out of a file; nothing in it is executed.

    Raises
    ------
    InputError
        If there is no such file, or it does not hold a valid question.
    """
    data = parse_toml(read_text(path), str(path))
    for name in ("goals", "limits", "split", "order"):
        if isinstance(data.get(name), list):
            data[name] = tuple(data[name])
    try:
        return Asked.model_validate(data)
    except ValidationError as error:
        raise InputError(explain(error, Asked, str(path))) from None


def as_data(given: Factors) -> dict[str, Any]:
    """Ranges and values as they stand in a file.

    Examples
    --------
    >>> as_data({"prize": Range(0, 500), "winners": (1, 3)})
    {'prize': {'low': 0, 'high': 500}, 'winners': [1, 3]}
    """
    return {path: _data(factor) for path, factor in given.items()}


def _data(factor: Factor) -> Any:
    return factor.to_dict() if isinstance(factor, Range) else list(factor)


def named(one: Goal | Limit) -> str:
    """A goal or limit as `goal` and `limit` read it, to the last digit.

    Examples
    --------
    >>> from cocreation_sim.recommending.goals import goal, limit
    >>> named(goal("interesting:bad")), named(limit("cost<=1234567.8"))
    ('interesting:more:q10', 'cost<=1234567.8')
    """
    figure: Figure = one.figure
    q = "" if figure.quantile is None else f":q{100 * figure.quantile:.12g}"
    if isinstance(one, Goal):
        return f"{figure.outcome}:{one.way}{q}"
    bound = NOW if one.bound is None else repr(float(one.bound)).removesuffix(".0")
    return f"{figure.outcome}{q}{'<=' if one.most else '>='}{bound}"
