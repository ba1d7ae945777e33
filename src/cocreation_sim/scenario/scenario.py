"""A scenario: campaigns, population, behaviour and calendar; loaded, saved, varied."""

from __future__ import annotations

import hashlib
import json
import math
import os
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Any, Final, Literal

import tomli_w
from pydantic import ValidationError, model_validator

from cocreation_sim import schema
from cocreation_sim.errors import InputError, check_whole, nearest_names, shown
from cocreation_sim.files import as_path, parse_toml, read_text, write
from cocreation_sim.frozen import ReadOnly
from cocreation_sim.scenario.behaviour import Behaviour
from cocreation_sim.scenario.campaign import Campaign
from cocreation_sim.scenario.changes import Change, phases
from cocreation_sim.scenario.explain import explain, parameter_at, walk_parameters
from cocreation_sim.scenario.fields import Parameters, parameter, setting
from cocreation_sim.scenario.population import Population
from cocreation_sim.scenario.typology import Cell, no_cell
from cocreation_sim.wording.numbers import exact, number

WEEKS: dict[str, float] = {
    "minute": 1 / 10080,
    "quarter of an hour": 1 / 672,
    "hour": 1 / 168,
    "day": 1 / 7,
    "week": 1.0,
    "month": 365.25 / 7 / 12,
    "year": 365.25 / 7,
}

MOST_LOOKS = 2_000_000_000  # of a wider public in a campaign: votes are counted in 32 bits
LONGEST: Final = 1e5  # units of time


class Calendar(Parameters):
    """One clock for all: the unit of the scenario's times and rates, the period, the duration.

    Examples
    --------
    >>> Scenario(calendar=Calendar(duration=6.0)).vary({"calendar.unit": "month"}).calendar
    Calendar(unit='month', duration=6.0)
    """

    unit: Literal["minute", "quarter of an hour", "hour", "day", "week", "month", "year"] = setting(
        "week", "unit of time of campaigns and segments (behaviour is always in weeks)"
    )
    period: float = parameter(1.0, "length of a period", low=1e-3, high=1000, unit="unit")
    duration: float = parameter(52.0, "how long is simulated", low=1e-3, high=LONGEST, unit="unit")

    @property
    def units(self) -> str:
        """The unit's name where there are several.

        Examples
        --------
        >>> Calendar(unit="week").units, Calendar(unit="quarter of an hour").units
        ('weeks', 'quarters of an hour')
        """
        first, *rest = self.unit.split(" ", 1)
        return " ".join([f"{first}s", *rest])

    @property
    def weeks(self) -> float:
        """Length of the unit in weeks."""
        return WEEKS[self.unit]

    @property
    def periods(self) -> int:
        """Number of periods."""
        return max(1, math.ceil(self.duration / self.period - 1e-9))

    @property
    def rounds_a_period(self) -> int:
        """Sub-rounds of a period: each about a day, or the period itself if it is shorter."""
        return max(1, round(self.period * self.weeks * 7))

    @property
    def sub_round(self) -> float:
        """Length of a sub-round in weeks."""
        return self.period * self.weeks / self.rounds_a_period

    def step_of(self, time: float) -> int:
        """The sub-round whose beginning is nearest to a time.

        Parameters
        ----------
        time
            In the calendar's unit.

        Examples
        --------
        >>> Calendar().step_of(10.0)
        70
        """
        return round(time * self.weeks / self.sub_round)

    @model_validator(mode="after")
    def _consistent(self) -> Calendar:
        if self.period > self.duration:
            raise ValueError(f"period is {self.period}, longer than the duration ({self.duration})")
        if self.periods * self.rounds_a_period > 200_000:
            raise ValueError(
                f"duration is {self.duration} {self.units} in periods of {self.period}: "
                f"{self.periods * self.rounds_a_period:,} sub-rounds, more than the 200,000 that "
                "can be simulated; choose a shorter duration or a longer period"
            )
        return self


class Published(Parameters):
    """A published figure a case is held against."""

    figure: str = setting(..., "name of the outcome it speaks of")
    value: float = parameter(..., "the published value", low=-1e15, high=1e15)
    low: float | None = parameter(
        None, "lower end, where a range is published", low=-1e15, high=1e15
    )
    high: float | None = parameter(None, "upper end", low=-1e15, high=1e15)
    source: str = setting(..., "row of the evidence or publication")
    status: str = setting(..., "R, R2, C, B-high, B-med, B-low; fitted or calibrated")
    miss: str = setting("", "where the model misses it: the reason that is believed")


class Scenario(Parameters):
    """Everything that is needed to run a campaign again.

    Examples
    --------
    >>> scenario = Scenario(campaigns={"mine": Campaign(cell="submitting")})
    >>> scenario.vary({"campaign.reward.prize": 500.0}).campaign.reward.prize
    500.0
    """

    name: str = setting("scenario", "name")
    description: str = setting("", "what it is")
    note: str = setting("", "what a reader should know of its numbers")
    calendar: Calendar = Calendar()
    population: Population = Population()
    campaigns: ReadOnly[str, Campaign] = setting({"campaign": Campaign()}, "the campaigns, by name")
    behaviour: Behaviour = Behaviour()
    changes: tuple[Change, ...] = setting(
        (), "levers that change while campaigns run; where two overlap, the later one wins"
    )
    published: tuple[Published, ...] = setting((), "figures the case is held against")
    sources: ReadOnly[str, str] = setting(
        {}, "where the case's own numbers come from, by dotted path"
    )

    def _facts(self) -> Mapping[str, object]:
        changes = {"changes": len(self.changes)} if self.changes else {}
        return {
            "name": self.name,
            "campaigns": {name: each.cell.label for name, each in self.campaigns.items()},
            "people": self.population.size,
            "duration": f"{exact(self.calendar.duration)} {self.calendar.units}",
            **changes,
        }

    @model_validator(mode="before")
    @classmethod
    def _of_any_schema(cls, data: Any) -> Any:
        numbered = isinstance(data, dict) and schema.KEY in data
        return schema.SCENARIO.upgraded(data, "the scenario") if numbered else data

    @model_validator(mode="after")
    def _consistent(self) -> Scenario:
        if not self.campaigns:
            raise ValueError("campaigns is empty; a scenario needs at least one campaign")
        for name in [*self.campaigns, *self.population.segments]:
            if not name or "." in name or len(name) > 60 or not name.isprintable():
                raise ValueError(
                    f"{name!r} is no name for a campaign or segment; use 1 to 60 printable "
                    "characters without a dot"
                )
        for name, campaign in self.campaigns.items():
            self._check_campaign(name, campaign)
        self._check_changes()
        for path in self.sources:
            if parameter_at(self, path) is None:
                raise ValueError(f"sources names {path!r}, which is no parameter of the scenario")
        return self

    def _check_changes(self) -> None:
        for place, change in enumerate(self.changes):
            if change.campaign and change.campaign not in self.campaigns:
                raise ValueError(
                    f"changes.{place}.campaign is {change.campaign!r}, which is none of the "
                    f"campaigns ({', '.join(self.campaigns)})"
                    + nearest_names(change.campaign, self.campaigns)
                )
            if change.at >= self.calendar.duration:
                raise ValueError(
                    f"changes.{place}.at is {change.at}, not before the end of the calendar "
                    f"({self.calendar.duration})"
                )
        for name in self.campaigns if self.changes else ():
            for changed in self.phases(name).values():
                self._check_campaign(name, changed)

    def phases(self, name: str) -> dict[int, Campaign]:
        """A campaign in each of its phases, by the sub-round in which the phase begins.

        Parameters
        ----------
        name
            Of the campaign.

        Examples
        --------
        >>> push = {"at": 2.0, "until": 3.0, "levers": {"outreach.spend": 500.0}}
        >>> list(Scenario().vary({"changes": (push,)}).phases("campaign"))
        [0, 14, 21]
        """
        return phases(name, self.campaigns[name], self.changes, self.calendar.step_of)

    def _check_campaign(self, name: str, campaign: Campaign) -> None:
        where = f"campaigns.{name}"
        calendar, chosen = self.calendar, campaign.selection
        if campaign.start >= calendar.duration:
            raise ValueError(
                f"{where}.start is {campaign.start}, not before the end of the calendar "
                f"({calendar.duration})"
            )
        length = chosen.round_length * calendar.weeks
        if chosen.round_length and length < calendar.sub_round * (1 - 1e-9):
            raise ValueError(
                f"{where}.selection.round_length is {chosen.round_length}, shorter than the "
                f"calendar's finest step ({exact(calendar.sub_round / calendar.weeks)}); lengthen "
                "it or shorten calendar.period"
            )
        whole = (calendar.periods * calendar.period - campaign.start) * (1 + 1e-9)
        if chosen.round_length > whole:
            raise ValueError(
                f"{where}.selection.round_length is {chosen.round_length}, longer than the "
                f"campaign runs ({exact(whole)}); shorten it, or give 0 for one round in all"
            )
        waits = chosen.how == "rounds" and not campaign.call.new_brief and not chosen.milestones
        round_length = chosen.round_length or whole / (1 + 1e-9)
        if waits and round_length > chosen.shelf_life:
            raise ValueError(
                f"{where}.selection.shelf_life is {chosen.shelf_life}, shorter than a round "
                f"({exact(round_length)}): ideas would expire before it closes"
            )
        if chosen.winners > self.population.size:
            raise ValueError(
                f"{where}.selection.winners is {chosen.winners}, more than a round can fill with "
                f"a population of {self.population.size}"
            )
        looks = campaign.audience.views * calendar.duration / self.population.represents
        if looks > MOST_LOOKS:
            raise ValueError(
                f"{where}.audience.views is {exact(campaign.audience.views)}, which comes to "
                f"{number(looks)} looks, more than the {MOST_LOOKS:,} that can be counted; raise "
                "population.represents"
            )
        needed = max([chosen.vote_threshold, *(m.votes for m in chosen.milestones)])
        public = campaign.audience.views + campaign.audience.push
        if needed > self.population.size and public == 0:
            raise ValueError(
                f"{where}.selection asks for {needed} votes, but there are only "
                f"{self.population.size} people and no audience, each with one vote an idea"
            )

    @property
    def campaign(self) -> Campaign:
        """The campaign, where there is one only."""
        if len(self.campaigns) != 1:
            raise InputError(
                f"there are {len(self.campaigns)} campaigns; name one: "
                + ", ".join(f"campaigns.{name}" for name in self.campaigns)
            )
        return next(iter(self.campaigns.values()))

    def vary(self, changes: Mapping[str, Any]) -> Scenario:
        """A new scenario in which the parameters at dotted paths have new values.

        Parameters
        ----------
        changes
            Values by dotted path, such as ``{"campaign.reward.prize": 500.0}``; see `paths`.

        Raises
        ------
        InputError
            If a path does not exist or a value is not allowed, naming the nearest right path.
        """
        data = self.model_dump(mode="python")
        for path, value in changes.items():
            for full in self.paths(path):
                _put(data, full, value, self)
        return _validated(data, "vary")

    def renamed(self, campaign: str) -> Scenario:
        """The same scenario with its only campaign under another name.

        Its luck goes with the name: two campaigns of one name have the same luck.

        Parameters
        ----------
        campaign
            The name.

        Raises
        ------
        InputError
            If there are several campaigns, or it is no name.

        Examples
        --------
        >>> list(load("threadless").renamed("mine").campaigns)
        ['mine']
        """
        held, data = self.campaign, self.model_dump(mode="python")
        (own,) = self.campaigns
        data["campaigns"] = {campaign: held.model_dump(mode="python")}
        for change in data["changes"]:
            change["campaign"] = campaign if change["campaign"] else ""
        was, now = f"campaigns.{own}.", f"campaigns.{campaign}."
        data["sources"] = {
            now + path.removeprefix(was) if path.startswith(was) else path: source
            for path, source in self.sources.items()
        }
        return _validated(data, self.name)

    def paths(self, path: str) -> list[str]:
        """The full paths that a path means: with several firms "campaign.…" speaks of each of them.

        Parameters
        ----------
        path
            Dotted; ``campaigns.NAME.…`` is one firm, "segments.…" each segment.
        """
        head, _, rest = path.partition(".")
        if head == "campaign" and rest:
            return [f"campaigns.{name}.{rest}" for name in self.campaigns]
        if head == "segments" or head == "segment":
            return [f"population.segments.{name}.{rest}" for name in self.population.segments]
        return [path]

    def parameters(self) -> Iterator[tuple[str, Any]]:
        """Pairs of dotted path and value of every parameter."""
        return walk_parameters(self)

    def to_dict(self) -> dict[str, Any]:
        """Plain data, only what differs from the defaults (as it is saved)."""
        data: dict[str, Any] = {schema.KEY: schema.SCENARIO.latest}
        data |= self.model_dump(mode="json", exclude_defaults=True, exclude_none=True)
        data.setdefault("name", self.name)
        if "campaigns" not in data:
            data["campaigns"] = self.model_dump(
                mode="json", include={"campaigns"}, exclude_defaults=False, exclude_none=True
            )["campaigns"]
        return data

    def fingerprint(self) -> str:
        """Hash of every parameter that can change a result."""
        data = self.model_dump(mode="json", exclude={"description", "note", "published", "sources"})
        text = json.dumps(data, sort_keys=True)
        return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the scenario to a TOML file, in one go, and return its path.

        Parameters
        ----------
        path
            Of the file; its folder must exist.

        Raises
        ------
        InputError
            If there is no such folder, or the file cannot be written.
        """
        target = as_path(path)
        if not target.parent.is_dir():
            raise InputError(f"cannot write {target}: there is no folder {target.parent}")
        return write(target, tomli_w.dumps(self.to_dict()))


def presets() -> list[str]:
    """Names of the real cases that come with the package.

    Examples
    --------
    >>> "threadless" in presets()
    True
    """
    folder = resources.files("cocreation_sim.scenario") / "presets"
    return sorted(
        entry.name.removesuffix(".toml")
        for entry in folder.iterdir()
        if entry.name.endswith(".toml")
    )


def load(source: str | os.PathLike[str]) -> Scenario:
    """Load a preset by name, or a scenario from a TOML file.

    Parameters
    ----------
    source
        A name out of `presets`, or the path of a file that ends in ``.toml``.

    Raises
    ------
    InputError
        If there is no such preset or file, or it does not hold a valid scenario.

    Examples
    --------
    >>> load("threadless").campaign.cell.label
    'co-designing'
    """
    if not isinstance(source, (str, os.PathLike)):
        raise InputError(
            f"{shown(source)} is no scenario; allowed are a Scenario, a preset's name or a file's"
        )
    text = os.fspath(source)
    if text in presets():
        entry = resources.files("cocreation_sim.scenario") / "presets" / f"{text}.toml"
        return parse(entry.read_text(encoding="utf-8"), text)
    path = Path(text)
    if path.suffix != ".toml":
        raise InputError(
            f"{text!r} is neither a preset nor a .toml file; presets: {', '.join(presets())}"
            + nearest_names(text, presets())
        )
    return parse(read_text(path), str(path))


def parse(text: str, name: str) -> Scenario:
    """A scenario from the text of a TOML file; `name` says where it came from."""
    return _validated(schema.SCENARIO.upgraded(parse_toml(text, name), name), name)


def _validated(data: dict[str, Any], name: str) -> Scenario:
    try:
        return Scenario.model_validate(_with_tuples(data))
    except ValidationError as error:
        raise InputError(explain(error, Scenario, name)) from None
    except RecursionError:
        raise InputError(f"{name} is nested too deeply to be a settings file") from None


def _with_tuples(value: Any) -> Any:
    """TOML and JSON have lists where parameters hold tuples."""
    if isinstance(value, dict):
        return {k: _with_tuples(v) for k, v in value.items()}
    if isinstance(value, list):
        return tuple(_with_tuples(v) for v in value)
    return value


def _put(data: dict[str, Any], path: str, value: Any, scenario: Scenario) -> None:
    keys = path.split(".")
    parent = _walk(data, keys[:-1], path, scenario)
    if keys[-1] == "cell" and keys[0] == "campaigns":
        for corner in (c for c in Cell if c.label == str(value)):
            parent.update(openness=corner.openness, crowd_weight=corner.crowd_weight)
            return
        raise InputError(no_cell(value))
    if keys[-1] not in parent:
        known = [p for p, _ in scenario.parameters()]
        raise InputError(f"there is no parameter {path!r}{nearest_names(path, known)}")
    parent[keys[-1]] = value


def _walk(data: dict[str, Any], keys: list[str], path: str, scenario: Scenario) -> dict[str, Any]:
    here: Any = data
    for key in keys:
        if not isinstance(here, dict) or key not in here:
            known = [p for p, _ in scenario.parameters()]
            raise InputError(f"there is no parameter {path!r}{nearest_names(path, known)}")
        here = here[key]
    if not isinstance(here, dict):
        raise InputError(f"{path!r} does not lead to a parameter")
    return here


def check_seed(seed: Any, name: str = "seed") -> int:
    """A seed (or number of a replication) as Python's own; what is none is refused."""
    try:
        return check_whole(name, seed, 0, 2**63 - 1)
    except InputError:
        allowed = "a whole number from 0 to 2**63 - 1"
        raise InputError(f"{name} is {shown(seed)}; allowed is {allowed}") from None
