"""A study: what is varied, how often and why, as a file."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Unpack

import pandas as pd
from pydantic import ConfigDict, ValidationError, model_validator

from cocreation_sim import schema
from cocreation_sim.designs.design import Design, Method, make_design
from cocreation_sim.designs.factors import KEYS, NAMED, Factors, Range, factors
from cocreation_sim.errors import InputError
from cocreation_sim.experiments.experiment import Experiment
from cocreation_sim.experiments.play import RunOptions, play
from cocreation_sim.experiments.until import StoppingRule
from cocreation_sim.files import parse_toml, read_text
from cocreation_sim.frozen import ReadOnly
from cocreation_sim.scenario.explain import explain
from cocreation_sim.scenario.fields import Parameters, parameter, setting
from cocreation_sim.scenario.scenario import Scenario, load, parse
from cocreation_sim.spreadsheets import from_csv


class Study(Parameters):
    """A question to a scenario: what is varied and how, and how often each point is tried.

    Examples
    --------
    >>> study = Study(scenario={}, vary={"campaign.reward.prize": (0, 500)}, replications=2)
    >>> study.run(workers=1, progress=False).runs["campaign.reward.prize"].tolist()
    [0, 500, 0, 500]
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    scenario: str | ReadOnly[str, Any] = setting(
        ..., "a preset, a .toml file beside the study, or the scenario itself as a table"
    )
    question: str = setting("", "what it is to answer")
    design: Method = setting(
        "grid",
        "grid or zip of lists of values; or lhs, sobol, morris, saltelli, which sample ranges",
    )
    samples: int | None = parameter(
        None,
        "points, trajectories or worlds of uncertainties a design samples",
        low=1,
        high=100_000,
    )
    replications: int = parameter(
        200, "runs of each design point", low=1, high=10_000_000, unit="runs"
    )
    seed: int = parameter(1, "root of all luck", low=0, high=2**63 - 1)
    vary: ReadOnly[str, Range | tuple[Any, ...]] = setting(
        {}, "levers: what the firm decides; lists of values, or ranges, by dotted path"
    )
    uncertain: ReadOnly[str, Range | tuple[Any, ...]] = setting(
        {}, "uncertainties: what the firm does not know; the same"
    )
    fixed: ReadOnly[str, Any] = setting({}, "changes to the scenario that hold everywhere, by path")
    designs: ReadOnly[str, dict[str, Any]] = setting(
        {}, "whole scenarios by name, where these are compared; the path is 'design'"
    )
    until: StoppingRule | None = setting(None, "play only until an interval is narrow enough")
    order: tuple[str, ...] = setting(
        (), "paths in the order they are varied, which a file does not keep by itself"
    )

    @model_validator(mode="after")
    def _consistent(self) -> Study:
        for table in (self.vary, self.uncertain):
            both = sorted(set(table) & set(self.fixed))
            if both:
                raise ValueError(f"{both[0]!r} is in [fixed] and in [vary]; keep one")
        return self

    def base(self) -> Scenario:
        """The scenario that is varied, with what is fixed."""
        scenario = self.scenario
        made = load(scenario) if isinstance(scenario, str) else scenario_from(scenario)
        return made.vary(self.fixed) if self.fixed else made

    def points(self) -> Design:
        """The design: every point, checked.

        Raises
        ------
        InputError
            If a point is no valid scenario, or the design cannot be.
        """
        base = self.base()
        named = {name: scenario_from(data) for name, data in self.designs.items()}
        varied, unknown = (self._ordered(table) for table in (self.vary, self.uncertain))
        levers: Factors = {NAMED: tuple(named)} if named else {}
        return make_design(
            base,
            levers | factors(varied, base),
            factors(unknown, base, "uncertain"),
            self.design,
            self.samples,
            self.seed,
            self.fixed,
            named,
        )

    def _ordered(self, table: Mapping[str, Any]) -> dict[str, Any]:
        place = {path: k for k, path in enumerate(self.order)}
        return dict(sorted(table.items(), key=lambda item: place.get(item[0], len(place))))

    def run(
        self, *, store: str | os.PathLike[str] | None = None, **how: Unpack[RunOptions]
    ) -> Experiment:
        """Play the study: `sweep` with what it names.

        Parameters
        ----------
        store, **how
            As for `sweep`.

        Raises
        ------
        InputError
            As `sweep`.
        """
        if self.until is not None and how.get("shard") is not None:
            raise InputError("until needs all runs, a shard plays a part of them; leave one out")
        return play(
            self.points(),
            self.replications,
            self.seed,
            how,
            until=self.until,
            question=self.question,
            store=store,
            study=self.to_toml,
        )

    def to_toml(self) -> str:
        """The study as a file that needs no other: it holds the scenario itself."""
        import tomli_w

        data: dict[str, Any] = {schema.KEY: schema.STUDY.latest}
        data |= {"question": self.question} if self.question else {}
        data |= {"design": self.design}
        data |= {"samples": self.samples} if self.samples is not None else {}
        data |= {"replications": self.replications, "seed": self.seed}
        paths = [*self._ordered(self.vary), *self._ordered(self.uncertain)]
        data |= {"order": paths} if len(paths) > 1 else {}  # TOML has tables after values
        if self.until:
            data["until"] = dict(vars(self.until))
        for name in ("vary", "uncertain"):
            if table := getattr(self, name):
                data[name] = {path: _as_data(factor) for path, factor in table.items()}
        if self.fixed:
            data["fixed"] = _as_data(self.fixed)
        data["scenario"] = self.base().to_dict()
        if self.designs:
            data["designs"] = self.designs
        return tomli_w.dumps(data)


def _as_data(value: Any) -> Any:
    if isinstance(value, Range):
        return value.to_dict()
    if isinstance(value, (list, tuple)):
        return [_as_data(v) for v in value]
    if isinstance(value, Mapping):
        return {k: _as_data(v) for k, v in value.items()}
    return value


def load_study(path: str | os.PathLike[str]) -> Study:
    r"""Load a study from a TOML file.

    The tables ``[vary]``, ``[uncertain]`` and ``[fixed]`` name parameters by quoted dotted path. A
    scenario file, or a table of points (``table = "points.csv"``, one column a path, one row a
    point), is looked for beside the study.

    Parameters
    ----------
    path
        Of the file.

    Raises
    ------
    InputError
        If there is no such file, or it does not hold a valid study.

    Examples
    --------
    >>> from cocreation_sim.files import write
    >>> text = 'scenario = "threadless"\n[vary]\n"campaign.reward.prize" = [0, 500]'
    >>> load_study(write(Path(getfixture("tmp_path")) / "prizes.toml", text)).vary
    {'campaign.reward.prize': (0, 500)}
    """
    where = Path(path)
    return study_from(read_text(where), where)


def study_from(text: str, where: Path) -> Study:
    """A study from the text of a TOML file.

    Parameters
    ----------
    text, where
        The text, and the file it came from, beside which others are looked for.

    Raises
    ------
    InputError
        As `load_study`.
    """
    data = schema.STUDY.upgraded(parse_toml(text, str(where)), str(where))
    for table in ("vary", "uncertain", "fixed"):
        if isinstance(data.get(table), dict):
            data[table] = dict(_flat(data[table]))
    for table in ("vary", "uncertain"):
        for lever, given in data[table].items() if isinstance(data.get(table), dict) else ():
            data[table][lever] = _factor(given, f"{where}: '{table}.{lever}'")
    if "table" in data:
        _take_table(data, where)
    if isinstance(data.get("until"), dict):
        try:
            data["until"] = StoppingRule(**data["until"])
        except TypeError as error:
            allowed = "outcome, width, level and least"
            raise InputError(f"{where}: until: {error}; allowed are {allowed}") from None
        except InputError as error:
            raise InputError(f"{where}: {error}") from None
    if isinstance(data.get("order"), list):
        data["order"] = tuple(data["order"])
    source = data.get("scenario")
    if isinstance(source, str) and source.endswith(".toml"):
        data["scenario"] = str(where.parent / source)
    try:
        return Study.model_validate(data)
    except ValidationError as error:
        raise InputError(explain(error, Study, str(where))) from None


def _factor(given: Any, where: str) -> Range | tuple[Any, ...]:
    if isinstance(given, list):
        return tuple(given)
    if isinstance(given, dict):
        try:
            return Range(**given)
        except TypeError:
            raise InputError(
                f"{where} is {given!r}; allowed is a range such as {{low = 0, high = 1}}, with "
                f"the keys {', '.join(KEYS)}"
            ) from None
    raise InputError(
        f"{where} is {given!r}; allowed is a list of values, such as [{given!r}], or a range, such "
        "as {low = 0, high = 1}"
    )


def _take_table(data: dict[str, Any], where: Path) -> None:
    """Points out of a CSV file beside the study."""
    if data.get("vary") or data.get("design") not in (None, "zip"):
        raise InputError(f"{where}: 'table' names all points; leave out [vary] and design")
    name = data.pop("table")
    if not isinstance(name, str):
        raise InputError(f"{where}: 'table' is {name!r}; allowed is the name of a .csv file")
    data["vary"], data["design"] = points_of(where.parent / name), "zip"


def points_of(table: pd.DataFrame | str | os.PathLike[str]) -> dict[str, tuple[Any, ...]]:
    """Points out of a table or a CSV file: one column a dotted path, one row a point.

    Raises
    ------
    InputError
        If there is no such file, or a cell is empty.

    Examples
    --------
    >>> points_of(pd.DataFrame({"campaign.reward.prize": [0, 500]}))
    {'campaign.reward.prize': (0, 500)}
    """
    where = "the table"
    if not isinstance(table, pd.DataFrame):
        where = str(table)
        read_text(Path(table))
        try:
            table = from_csv(pd.read_csv(table))
        except (ValueError, OSError) as error:
            raise InputError(f"{where} is no table: {error}") from error
    if table.empty:
        raise InputError(f"{where} has no points")
    missing = table.isna()
    if missing.to_numpy().any():
        row, column = (int(k[0]) for k in missing.to_numpy().nonzero())
        raise InputError(f"{where} has an empty cell in line {row + 2}, {table.columns[column]!r}")
    return {str(path): tuple(values.tolist()) for path, values in table.items()}


def scenario_from(data: Mapping[str, Any]) -> Scenario:
    """A scenario from plain data, as `Scenario.to_dict` gives it."""
    import tomli_w

    return parse(tomli_w.dumps(data), "scenario") if data else Scenario()


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Dotted paths also where the file has tables for them: ``campaign.reward.prize = [0]``."""
    for key, value in table.items():
        if isinstance(value, dict) and not {"low", "high"} <= set(value):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value
