"""How a measured effect is played: a change in pairs of runs, or a figure read from each run."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

import numpy as np
import pandas as pd

from cocreation_sim.outcomes.declaring import Outcome
from cocreation_sim.validation.effects import Floats, outcome_name

Scale = Literal["elasticity", "log change", "log odds", "difference"]

LEAST: Final = 0.003  # nearest a share may come to 0 or 1


@dataclass(frozen=True)
class Response:
    """What a change does, between two runs with the same luck.

    Attributes
    ----------
    preset, fixed
        The world, and changes of it that hold throughout.
    change
        What changes, from the first value to the second; everything else, luck too, is the same.
    outcome
        What is looked at.
    scale
        "elasticity": change of the outcome's logarithm for each unit of the lever's logarithm, in
        each pair; "log change", "log odds": of the mean over runs; "difference".
    against
        Second values of these make another pair, whose effect is taken off: a difference of
        differences.
    times
        How many times as many pairs as of other effects.

    Examples
    --------
    >>> one = Response("workshop", {"campaign.reward.prize": (0, 50)}, "votes", "difference")
    >>> one.changed
    'campaign.reward.prize from 0 to 50'
    """

    preset: str
    change: Mapping[str, tuple[Any, Any]]
    outcome: str | Outcome
    scale: Scale
    fixed: Mapping[str, Any] = field(default_factory=dict)
    against: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    times: int = 1

    @property
    def changed(self) -> str:
        """What is changed, from what to what."""
        told = [f"{path} from {a} to {b}" for path, (a, b) in self.change.items()]
        told += [
            f"with {path} {a}, less the same with {b}" for path, (a, b) in self.against.items()
        ]
        told += [f"{path} {value}" for path, value in self.fixed.items()]
        return "; ".join(told)

    def points(self) -> pd.DataFrame:
        """Before and after, and where there is another pair, its two as well."""
        pairs = range(2 if self.against else 1)
        levers = {**self.against, **self.change}
        return pd.DataFrame(
            [
                {
                    path: values[k if path in self.change else pair]
                    for path, values in levers.items()
                }
                for pair, k in itertools.product(pairs, range(2))
            ]
        )

    def effects(self, runs: pd.DataFrame) -> Floats:
        """The effect in each pair; pairs in which the outcome does not exist are left out."""
        columns = []
        for _, point in self.points().iterrows():
            here = np.logical_and.reduce([runs[path] == value for path, value in point.items()])
            columns.append(runs[here].set_index("replication_id")[outcome_name(self.outcome)])
        figures = pd.concat(columns, axis=1).dropna().to_numpy(float)
        found = self._effect(figures[:, :2])
        return found - self._effect(figures[:, 2:]) if self.against else found

    def _effect(self, pair: Floats) -> Floats:
        before, after = pair[:, 0], pair[:, 1]
        if self.scale == "difference":
            return after - before
        if self.scale == "elasticity":
            ((low, high),) = self.change.values()
            both = (before > 0) & (after > 0)
            return np.asarray(np.log(after[both] / before[both]) / np.log(high / low))
        moved = _about_mean(after, self.scale) - _about_mean(before, self.scale)
        return np.asarray(moved)


def _about_mean(values: Floats, scale: str) -> Floats:
    """Logarithm or log odds of the mean, and to each value its part in how uncertain that is.

    f(mean) + f'(mean) (value - mean): the mean of these is f(mean), and their spread gives its
    standard error (delta method); so runs in which nothing happened count too.
    """
    if not len(values):
        return values
    mean = float(values.mean())
    if scale == "log odds":
        mean = min(max(mean, LEAST), 1 - LEAST)
        return np.asarray(np.log(mean / (1 - mean)) + (values - mean) / (mean * (1 - mean)))
    mean = max(mean, 1e-9)
    return np.asarray(np.log(mean) + (values - mean) / mean)


@dataclass(frozen=True)
class Reading:
    """A figure read from each run: by rule, or from its raw tables.

    Attributes
    ----------
    preset, fixed
        The world, and changes of it.
    outcome
        The figure.
    changed
        What is thought changed, and how the figure is computed.
    scale
        In what it is told.
    times
        How many times as many runs as of other effects.
    """

    preset: str
    outcome: Outcome
    changed: str
    scale: str
    fixed: Mapping[str, Any] = field(default_factory=dict)
    times: int = 1

    def points(self) -> pd.DataFrame:
        """None: the world stays as it is."""
        return pd.DataFrame()

    def effects(self, runs: pd.DataFrame) -> Floats:
        """The figure of each run; runs in which it does not exist are left out."""
        return runs[self.outcome.name].dropna().to_numpy(float)
