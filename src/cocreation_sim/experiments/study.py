"""A study: what is varied, how often and why, as a file."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError, model_validator

from cocreation_sim.errors import InputError
from cocreation_sim.experiments.experiment import Experiment
from cocreation_sim.experiments.sweep import sweep
from cocreation_sim.scenario.explain import explain
from cocreation_sim.scenario.fields import Parameters, parameter, setting
from cocreation_sim.scenario.scenario import Scenario, load, parse_toml, read_text


class Study(Parameters):
    """A question to a scenario: the levers' values, and how often each is tried.

    Examples
    --------
    >>> study = Study(scenario={}, vary={"campaign.reward.prize": (0, 500)}, replications=2)
    >>> study.run(workers=1, progress=False).runs["campaign.reward.prize"].tolist()
    [0, 500, 0, 500]
    """

    scenario: str | dict[str, Any] = setting(
        ..., "a preset, a .toml file beside the study, or the scenario itself as a table"
    )
    question: str = setting("", "what it is to answer")
    replications: int = parameter(
        200, "runs of each design point", low=1, high=10_000_000, unit="runs"
    )
    seed: int = parameter(1, "root of all luck", low=0, high=2**63 - 1)
    vary: dict[str, tuple[Any, ...]] = setting(..., "lists of values by dotted path")
    fixed: dict[str, Any] = setting({}, "changes to the scenario that hold everywhere, by path")
    made: dict[str, Any] = setting({}, "how a stored experiment came about; not an input")

    @model_validator(mode="after")
    def _consistent(self) -> Study:
        both = sorted(set(self.vary) & set(self.fixed))
        if both:
            raise ValueError(f"{both[0]!r} is in [fixed] and in [vary]; keep one")
        return self

    def base(self) -> Scenario:
        """The scenario that is varied."""
        if isinstance(self.scenario, str):
            return load(self.scenario)
        return scenario_from(self.scenario)

    def run(
        self,
        *,
        workers: int | None = None,
        progress: bool = True,
        store: str | os.PathLike[str] | None = None,
    ) -> Experiment:
        """Play the study: `sweep` with what it names.

        Raises
        ------
        InputError
            As `sweep`.
        """
        return sweep(
            self.base(),
            self.vary,
            self.replications,
            self.seed,
            fixed=self.fixed,
            workers=workers,
            progress=progress,
            store=store,
            question=self.question,
        )


def load_study(path: str | os.PathLike[str]) -> Study:
    r"""Load a study from a TOML file.

    The tables ``[vary]`` and ``[fixed]`` name parameters by quoted dotted path. A scenario file is
    looked for beside the study.

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
    data = parse_toml(read_text(where), str(where))
    for table in ("vary", "fixed"):
        if isinstance(data.get(table), dict):
            data[table] = dict(_flat(data[table]))
    for lever, values in data["vary"].items() if isinstance(data.get("vary"), dict) else ():
        if not isinstance(values, list):
            raise InputError(
                f"{where}: 'vary.{lever}' is {values!r}; allowed is a list of values, such as "
                f"[{values!r}]"
            )
        data["vary"][lever] = tuple(values)
    source = data.get("scenario")
    if isinstance(source, str) and source.endswith(".toml"):
        data["scenario"] = str(where.parent / source)
    try:
        return Study.model_validate(data)
    except ValidationError as error:
        raise InputError(explain(error, Study, str(where))) from None


def scenario_from(data: Mapping[str, Any]) -> Scenario:
    """A scenario from plain data, as `Scenario.to_dict` gives it."""
    import tomli_w

    from cocreation_sim.scenario.scenario import parse

    return parse(tomli_w.dumps(data), "scenario")


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Dotted paths also where the file has tables for them: ``campaign.reward.prize = [0]``."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value
