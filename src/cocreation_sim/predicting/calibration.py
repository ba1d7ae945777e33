"""What the history of a campaign says of its unknown parameters, and of which it says nothing."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Unpack

import numpy as np
import pandas as pd

from cocreation_sim.errors import check_whole
from cocreation_sim.predicting.matching import (
    USUAL_SCENARIO,
    HistoryOptions,
    MatchedHistory,
    check_how,
    held_against,
)
from cocreation_sim.predicting.series import Series
from cocreation_sim.random_arrays import Floats, node, picks
from cocreation_sim.results import Result
from cocreation_sim.scenario.scenario import Scenario
from cocreation_sim.wording.numbers import estimate, number, span

if TYPE_CHECKING:
    pass

DRAWS: Final = 4000
FEWEST_DRAWS: Final = 100
MOST_DRAWS: Final = 1_000_000
SAID: Final = 0.5  # width of what is left of a range, from which on the history says nothing
STIFF: Final = 0.05  # ridge of the regression of parameters, of which each life has one only
INSIDE: Final = 1e-4  # of a range, so that its logit is finite


@dataclass(frozen=True, eq=False, repr=False)
class Calibration(Result):
    """What is left of the prior after a history was looked at.

    Attributes
    ----------
    held
        The history and the library it was held against.
    shares
        Draws from the posterior: where each parameter lies in its range, (draws, parameters).

    Examples
    --------
    >>> folder = getfixture("tmp_path")
    >>> history = pd.DataFrame({"month": range(24), "contributions": [9, 8, 7] * 8})
    >>> history.to_csv(folder / "mine.csv", index=False)
    >>> found = calibrate(folder / "mine.csv", lives=64, progress=False, folder=folder)
    >>> found.draws.shape == found.shares.shape
    True
    """

    held: MatchedHistory
    shares: Floats

    def _facts(self) -> Mapping[str, object]:
        return {**self.held._facts(), "draws": len(self.shares)}

    @property
    def series(self) -> Series:
        """The history."""
        return self.held.series

    @property
    def draws(self) -> pd.DataFrame:
        """Draws from the posterior, one column a parameter, all of equal weight."""
        prior = self.held.analogues.library.prior
        columns = {
            label: [prior.value(k, share) for share in self.shares[:, k]]
            for k, label in enumerate(prior.labels)
        }
        return pd.DataFrame(columns)

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row a parameter: its range before, quantiles after, and what the history said.

        `width` is the width of the middle 90 % after over that before, in the measure in which the
        prior is even; at half or more (`said` is False) the history says nothing of it.
        """
        prior = self.held.analogues.library.prior
        rows = []
        for k, unknown in enumerate(prior.unknown):
            low, middle, high = np.quantile(self.shares[:, k], [0.05, 0.5, 0.95])
            width = float(high - low) / 0.9
            rows.append(
                {
                    "parameter": unknown.label,
                    "prior_low": prior.value(k, 0.05),
                    "prior_high": prior.value(k, 0.95),
                    "median": prior.value(k, float(middle)),
                    "low": prior.value(k, float(low)),
                    "high": prior.value(k, float(high)),
                    "width": width,
                    "said": width < SAID,
                }
            )
        return pd.DataFrame(rows)

    @property
    def sentences(self) -> list[str]:
        """What it says, in plain words."""
        said = self.table[self.table["said"]]
        silent = list(self.table.loc[~self.table["said"], "parameter"])
        lines = [
            f"{self.series.name}: {len(self.series)} {self.series.interval}s, held against "
            f"{len(self.held.analogues.library):,} simulated lives; it looks like "
            f"{number(round(self.held.match_people.effective))} of them."
        ]
        lines += [
            f"{row['parameter']}: "
            + estimate(
                row["median"],
                row["low"],
                row["high"],
                form=f"{{}} ({{}} with 90 %; before {span(row['prior_low'], row['prior_high'])}).",
            )
            for _, row in said.iterrows()
        ]
        if silent:
            lines.append(
                "Not identified (interval at least half as wide as the prior's, so the history "
                "says nothing about them): "
                f"{', '.join(silent)}."
            )
        outside = self.held.match_people.outside
        if outside:
            lines.append(
                f"In {', '.join(outside)} the history is outside the range simulated; treat the "
                "ranges with caution."
            )
        return lines + [f"Note: {note}." for note in self.series.notes]

    def __str__(self) -> str:
        return "\n".join(self.sentences)

    def scenario(self) -> Scenario:
        """The campaign with the parameters of that simulated life that looks most like the history.

        One of many that do: for ranges take `draws`.
        """
        library, match = self.held.analogues.library, self.held.match_people
        life = int(self.held.analogues.life[match.places[0]])
        found = library.prior.scenario(library.scenario, library.shares[life])
        told = {"name": f"{self.series.name}, calibrated", "published": ()}
        return found.model_copy(update=told)

    def to_dict(self) -> dict[str, Any]:
        """Plain data, for programs."""
        return {
            "series": self.series.name,
            "interval": self.series.interval,
            "scenario": self.held.scenario.name,
            "seed": self.held.seed,
            "lives": len(self.held.analogues.library),
            "unlike_in": list(self.held.match_people.outside),
            "lives_alike": round(self.held.match_people.effective, 1),
            "parameters": self.table.to_dict("records"),
            "notes": list(self.series.notes),
        }


def calibrate(
    series: Series | str | os.PathLike[str],
    scenario: Scenario | str | os.PathLike[str] = USUAL_SCENARIO,
    *,
    seed: int = 1,
    draws: int = DRAWS,
    **how: Unpack[HistoryOptions],
) -> Calibration:
    r"""Calibrate a campaign to its history: approximate Bayesian computation.

    Parameters are drawn from the prior, lives are simulated with them, weighted by how much their
    past looks like the history, and moved by a local linear regression on the logit of their place
    in the range (Beaumont, Zhang and Balding 2002; Blum 2010).

    Parameters
    ----------
    series
        The history, or the path of its file (`read_series`).
    scenario
        The campaign as far as it is known: a scenario, a preset, or a file.
    seed
        Root of all luck.
    draws
        Draws from the posterior.
    **how
        Lives, unknown, disturbance, workers, progress and folder; see `held_against`.

    Raises
    ------
    InputError
        If the history cannot be read or holds no contribution, or anything else is not allowed.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> folder = Path(tempfile.mkdtemp())
    >>> counts = "\n".join(f"{month},{9 - month % 3}" for month in range(24))
    >>> _ = (folder / "mine.csv").write_text("month,contributions\n" + counts)
    >>> found = calibrate(folder / "mine.csv", lives=64, progress=False, folder=folder)
    >>> found.table["parameter"].iloc[0]
    'population.size ×'
    """
    check_how(how, calibrate)
    draws = check_whole("draws", draws, FEWEST_DRAWS, MOST_DRAWS)
    held = held_against(series, scenario, 1, seed, **how)
    return learned(held, draws)


def learned(held: MatchedHistory, draws: int = DRAWS) -> Calibration:
    """What a history tells of the parameters that is held against simulations already.

    Parameters
    ----------
    held
        The history and what it is held against, such as a forecast's.
    draws
        Draws from the posterior.
    """
    return Calibration(held, posterior_shares(held, draws))


def posterior_shares(held: MatchedHistory, draws: int) -> Floats:
    """Draws of the places of all parameters in their ranges, (draws, parameters)."""
    from scipy.special import expit, logit

    match, analogues = held.match_people, held.analogues
    shares = analogues.library.shares[analogues.life[match.places]]
    places = logit(np.clip(shares, INSIDE, 1 - INSIDE))
    moved = match.adjusted(places, STIFF)
    chosen = picks(node(held.seed, "posterior"), match.weights, draws)
    drawn: Floats = expit(moved[chosen])
    return drawn
