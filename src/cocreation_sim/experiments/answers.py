"""What an experiment says: its runs handed to the methods that answer a question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from cocreation_sim.designs.design import Design
from cocreation_sim.designs.factors import Range, head_of
from cocreation_sim.errors import InputError
from cocreation_sim.experiments.design_runs import DesignRuns
from cocreation_sim.outcomes import FAILED, column_of, headlines
from cocreation_sim.random_arrays import Floats
from cocreation_sim.results import Result
from cocreation_sim.statistics import comparison, survival
from cocreation_sim.statistics.summary import chosen_outcomes
from cocreation_sim.wording.numbers import estimate, percent

if TYPE_CHECKING:
    from cocreation_sim.statistics.discovery import Box, Trajectory
    from cocreation_sim.statistics.smoothing import Surface

MOST_COMPARED: Final = 50
MOST_SMOOTHED: Final = 1000  # different points


def names_of(design: Design) -> list[str]:
    """Each design point in as few words as tell it from the others."""
    moved = [k for k, column in enumerate(zip(*design.points, strict=True)) if len(set(column)) > 1]
    return [head_of({design.columns[k]: values[k] for k in moved}) for values in design.points]


def compare(
    exp: DesignRuns,
    outcomes: Sequence[str] | str | None = None,
    level: float = 0.95,
    baseline: str | None = None,
) -> pd.DataFrame:
    """Every design point of one campaign against the first, or another one of them."""
    design, names = exp.design, compared(exp)
    if not 2 <= len(names) <= MOST_COMPARED:
        raise InputError(
            f"there are {len(names)} design points; 2 to {MOST_COMPARED} can be compared"
        )
    wanted = [outcomes] if isinstance(outcomes, str) else list(outcomes or (*headlines(), FAILED))
    wanted = chosen_outcomes([*exp.outcomes, FAILED], wanted)
    columns = {name: column_of(name) for name in wanted}
    runs = exp.read(["scenario_id", "replication_id", "seed", *columns.values()])
    runs = runs.rename(columns={column: name for name, column in columns.items()})
    number = {name: k // design.worlds for k, name in enumerate(design.scenario_ids)}
    at = runs["scenario_id"].map(number)
    tables = {name: runs[at == k] for k, name in enumerate(names)}
    return comparison.compare_runs(tables, wanted, level, baseline)


def compared(exp: DesignRuns) -> list[str]:
    """What the designs that `compare` holds against each other are called, over all worlds."""
    design = exp.design
    if design.uncertain and design.worlds > 1:
        return [head_of(dict(zip(exp.levers, row, strict=True))) for row in _lever_rows(exp)]
    return names_of(design)


def _lever_rows(exp: DesignRuns) -> list[tuple[Any, ...]]:
    count = len(exp.levers)
    return [values[:count] for values in exp.design.points[:: exp.design.worlds]]


def sensitivity(exp: DesignRuns, outcomes: Sequence[str] | str, level: float) -> pd.DataFrame:
    """Indices of each factor for one campaign; see `Experiment.sensitivity`."""
    from cocreation_sim.statistics.sensitivity import (
        morris_indices,
        noise_share,
        residual_noise,
        sobol_indices,
    )

    design = exp.design
    if design.method not in ("morris", "saltelli"):
        raise InputError(
            f"the design is {design.method!r}; for sensitivity it must be 'morris' (which factors "
            "matter at all) or 'saltelli' (how much of the variance each causes)"
        )
    wanted = chosen_outcomes(
        [*exp.outcomes, FAILED], [outcomes] if isinstance(outcomes, str) else outcomes
    )
    tables = []
    for outcome in wanted:
        y = exp.by_point(outcome)
        names = list(design.columns)
        if design.method == "morris":
            table = morris_indices(design.shares, y, names, level)
        else:
            table = sobol_indices(y, names, level)
        table.insert(0, "outcome", outcome)
        noise = noise_share(y), residual_noise(y)
        table = table.assign(noise=noise[0], residual_noise=noise[1])
        tables.append(table.assign(left_out=int(table.attrs.get("left_out", 0))))
    return pd.concat(tables, ignore_index=True)


@dataclass(frozen=True, eq=False, repr=False)
class Discovery(Result):
    """Under which conditions campaigns fail.

    Attributes
    ----------
    experiment
        The runs, of one campaign.
    trajectories
        One a box: how it was found, and the box to use (`best`); see
        `cocreation_sim.statistics.discovery.prim`.
    """

    experiment: DesignRuns
    trajectories: tuple[Trajectory, ...]

    def _facts(self) -> Mapping[str, object]:
        said = [box.words(self.labels) for box in self.boxes]
        return {"experiment": self.experiment, "boxes": said}

    @property
    def boxes(self) -> tuple[Box, ...]:
        """The boxes to use."""
        return tuple(trajectory.best for trajectory in self.trajectories)

    @property
    def labels(self) -> dict[str, str]:
        """What the factors are called, with their units."""
        from cocreation_sim.scenario.labels import lever_labels

        return lever_labels(self.experiment.design.columns, self.experiment.scenario)

    @property
    def risk(self) -> float:
        """Share of all runs that failed."""
        return float(np.nanmean(self.experiment.by_point(FAILED)))

    def table(self) -> pd.DataFrame:
        """One row a box: its conditions in words, coverage, density with its interval, mass."""
        names = ("coverage", "density", "density_low", "density_high", "mass", "cases")
        rows = [
            {"box": number, "conditions": box.words(self.labels)}
            | {name: getattr(box, name) for name in names}
            for number, box in enumerate(self.boxes, 1)
        ]
        return pd.DataFrame(rows)

    @property
    def sentences(self) -> list[str]:
        """What each box says, in plain words."""
        said = []
        for place, box in enumerate(self.boxes):
            others = "Of the rest, campaigns" if place else "Campaigns"
            density = estimate(
                box.density, box.density_low, box.density_high, "share", "{} of runs ({})"
            )
            if not box.limits:
                said.append(
                    f"No conditions distinguish failures: {others[0].lower()}{others[1:]} fail in "
                    f"{density}."
                )
                continue
            said.append(
                f"{others} fail in {density} where {box.words(self.labels)}; that is "
                f"{percent(box.coverage)} of all failures, in {percent(box.mass)} of all cases. "
                f"Over all cases {percent(self.risk)} fail."
            )
        return said

    def __str__(self) -> str:
        return "\n".join(self.sentences)


def discover(exp: DesignRuns, boxes: int = 2) -> Discovery:
    """Boxes of the factors in which campaigns fail; see `Experiment.discover`."""
    from cocreation_sim.statistics.discovery import prim

    design = exp.design
    if not design.columns:
        raise InputError("nothing was varied, so there are no conditions to discover")
    failed = exp.by_point(FAILED)
    failed = failed[:, ~np.isnan(failed).any(axis=0)] if exp.replications > 1 else failed
    whole = ~np.isnan(failed).any(axis=1) & bool(failed.shape[1])
    factors = pd.DataFrame(design.points, columns=list(design.columns))
    return Discovery(exp, prim(factors[whole].reset_index(drop=True), failed[whole], boxes=boxes))


def survive(exp: DesignRuns, level: float, by: str | None) -> pd.DataFrame:
    """Kaplan and Meier's estimate by design point or by a factor; see `Experiment.survival`."""
    design = exp.design
    if by is not None and by not in design.columns:
        from cocreation_sim.errors import nearest_names

        near = nearest_names(by, design.columns)
        raise InputError(f"by is {by!r}; allowed is one of {', '.join(design.columns)}{near}")
    names = ["scenario_id", *design.columns, "campaign"] if by is None else [by, "campaign"]
    runs = exp.read([*dict.fromkeys([*names, "scenario_id", "failed_at"])])
    ends = runs["scenario_id"].map(ends_of_calendars(design))
    runs = exp.joined(runs, names[:-1])
    tables = []
    key: Any
    for key, part in runs.groupby(names, sort=False):
        table = survival.survival(part["failed_at"].to_numpy(), ends[part.index].to_numpy(), level)
        for place, name in enumerate(names):
            table.insert(place, name, key[place])
        tables.append(table)
    return pd.concat(tables, ignore_index=True)


def ends_of_calendars(design: Design) -> dict[str, float]:
    """The end of each scenario's calendar, in its unit."""
    out = {}
    for point in design.first_points:
        calendar = design.scenario(point).calendar
        out[design.scenario_ids[point]] = calendar.periods * calendar.period
    return out


def causes(exp: DesignRuns, level: float) -> pd.DataFrame:
    """Shares of runs by cause, by design point and campaign; see `Experiment.causes`."""
    design = exp.design
    names = ["scenario_id", *design.columns, "campaign"]
    runs = exp.read([*names, *survival.COLUMNS])
    tables = []
    key: Any
    for key, part in runs.groupby(names, sort=False):
        table = survival.causes(part, (), level)
        for place, name in enumerate(names):
            table.insert(place, name, key[place])
        tables.append(table)
    return pd.concat(tables, ignore_index=True)


def smoothed(exp: DesignRuns, paths: Sequence[str]) -> tuple[Surface, Floats]:
    """Failure risk of one campaign smoothed over some numeric factors, and where its points lie.

    Each factor is scaled to 0 to 1 between its ends; the others are pooled.

    Raises
    ------
    InputError
        If a factor is no range of numbers.
    """
    from cocreation_sim.statistics.smoothing import smooth

    x = np.column_stack([scaled(exp, path, exp.read([path])[path].to_numpy()) for path in paths])
    if len(np.unique(x, axis=0)) > MOST_SMOOTHED:  # as fine as a picture shows
        x = np.round(x * 40) / 40
    runs = exp.read([FAILED, "replication_id"])
    surface = smooth(x, runs[FAILED].to_numpy(float), 1, clusters(exp, runs))
    return surface, x


def clusters(exp: DesignRuns, runs: pd.DataFrame) -> np.ndarray[Any, Any] | None:
    """The groups of runs that share their luck or their world; none where there is one only."""
    number = runs["replication_id"].to_numpy(int)
    groups = number % exp.design.worlds if exp.design.worlds > 1 else number
    return groups if len(np.unique(groups)) > 1 else None


def scaled(exp: DesignRuns, path: str, values: Any) -> Floats:
    """Values of a factor as shares of the way between its ends."""
    low, high, log = ends_of(exp, path)
    x: Floats = np.asarray(values, float)
    share: Floats = np.log(x / low) / np.log(high / low) if log else (x - low) / (high - low)
    return np.clip(share, 0.0, 1.0)


def ends_of(exp: DesignRuns, path: str) -> tuple[float, float, bool]:
    """The ends of a factor, and whether it is spread by its logarithm."""
    factor = exp.design.factors.get(path)
    if isinstance(factor, Range):
        return factor.low, factor.high, factor.log
    numbers = [v for v in factor or () if isinstance(v, (int, float)) and not isinstance(v, bool)]
    if factor is None or len(numbers) < len(factor) or len(set(numbers)) < 2:
        raise InputError(f"{path!r} is no factor with a range of numbers, so it cannot be smoothed")
    return min(numbers), max(numbers), False
