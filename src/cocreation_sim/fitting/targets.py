"""The worlds that the psychology is fitted to, all at once, and what is unknown about them."""

from __future__ import annotations

import functools
import importlib.resources
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Unpack

import numpy as np
import pandas as pd

from cocreation_sim.designs.factors import Range
from cocreation_sim.experiments.experiment import Experiment
from cocreation_sim.experiments.play import RunOptions
from cocreation_sim.experiments.sweep import sweep
from cocreation_sim.fitting.emulator import emulate
from cocreation_sim.fitting.posterior import Group, Member, Problem, nuisance_draws
from cocreation_sim.scenario.scenario import Scenario, load

PSYCHOLOGY: Final = {
    "behaviour.differences.pace_sd": Range(1.0, 2.0),
    "behaviour.choice.familiarity": Range(1.5, 3.5),
    "behaviour.contest.finish": Range(-2.5, 0.0),
    "behaviour.leaving.base": Range(2.5, 6.0),
    "behaviour.leaving.attachment": Range(0.3, 2.0),
    "behaviour.leaving.investment": Range(0.5, 3.5),
    "behaviour.leaving.floor": Range(0.003, 0.05, log=True),
    "behaviour.exhaustion.capacity": Range(0.25, 1.0, log=True),
}
"""The eight free parameters, with the ranges they are drawn from."""

BURNED_OUT: Final = 0.27  # F1, F2: between 22 % (quit) and 29 % (half of 58 %)
BURNED_OUT_ERROR: Final = 0.5  # log odds: a survey among maintainers of other projects


@dataclass(frozen=True)
class Kind:
    """A kind of world: its scenario, what is unknown about it, and the figures that count.

    Attributes
    ----------
    scenario
        Name of the preset.
    common
        Parameters, besides psychology, that all its members share, with their prior ranges.
    own
        Parameters that each member has of its own.
    figures
        Outcomes that are compared; none of them depends on the size of the crowd.
    contributors
        Outcome that counts the people they are about.
    ignores
        Parts of psychology that nothing in this world hangs on.
    fixed
        Changes of the preset that hold throughout.
    """

    scenario: str
    common: Mapping[str, Range]
    own: Mapping[str, Range]
    figures: tuple[str, ...]
    contributors: str
    ignores: tuple[str, ...] = ()
    fixed: Mapping[str, float] = field(default_factory=dict)

    @property
    def base(self) -> Scenario:
        """The scenario without limits, so that nothing is watched."""
        return load(self.scenario).vary({"campaign.limits.watch": (), **self.fixed})

    @property
    def unknown(self) -> dict[str, Range]:
        """Everything that is drawn: psychology, what members share, what each has of its own."""
        psychology = {k: v for k, v in PSYCHOLOGY.items() if k not in self.ignores}
        return {**psychology, **self.common, **self.own}

    def play(
        self, runs: int, seed: int = 1, store: str | None = None, **how: Unpack[RunOptions]
    ) -> Experiment:
        """Simulate as many worlds, each drawn from the ranges and with luck of its own."""
        return sweep(
            self.base, {}, 1, seed, uncertain=self.unknown, samples=runs, store=store, **how
        )


OPEN_SOURCE: Final = Kind(
    "open-source",
    common={
        "segment.pace": Range(0.15, 1.2, log=True),
        "segment.social": Range(0.5, 1.8),
        "segment.intrinsic": Range(0.2, 0.9),
    },
    own={
        "segment.effort": Range(0.15, 4.0, log=True),
        "segment.pieces": Range(0.3, 2.5, log=True),
        "segment.pieces_sd": Range(0.2, 2.2),
        "segment.pieces_grown": Range(1.0, 25.0, log=True),
    },
    figures=(
        "accepted_concentration",
        "accepted_one_timers",
        "accepted_top_decile",
        "accepted_active_3m",
        "accepted_active_12m",
        "burned_out_core",
    ),
    contributors="accepted_authors",
    ignores=("behaviour.contest.finish",),
    fixed={"population.size": 2000, "campaign.outreach.spend": 2.56},
)

TOPCODER: Final = Kind(
    "topcoder",
    common={},
    own={
        "segment.pace": Range(0.05, 1.0, log=True),
        "segment.money": Range(0.1, 1.5),
        "segment.social": Range(0.1, 1.2),
        "segment.intrinsic": Range(0.6, 2.4),
        "segment.effort": Range(0.5, 4.0, log=True),
        "campaign.call.summons": Range(0.1, 0.9),
    },
    figures=(
        "finished",
        "never_finished",
        "entry_one_timers",
        "entry_concentration",
        "one_timers",
        "again_finished",
        "again_unfinished",
        "entered_first_fifth",
        "finished_last_fifth",
        "active_3m",
        "active_12m",
    ),
    contributors="entrants",
)

OPENIDEO: Final = Kind(
    "openideo",
    common={},
    own={
        "segment.pace": Range(0.03, 1.0, log=True),
        "segment.social": Range(0.2, 1.6),
        "segment.intrinsic": Range(0.3, 1.8),
        "segment.effort": Range(0.1, 4.0, log=True),
        "segment.ideas_a_visit": Range(1.0, 2.0),
        "campaign.call.summons": Range(0.1, 0.9),
    },
    figures=(
        "ideas_per_contributor",
        "one_timers",
        "concentration",
        "top_decile_share",
        "active_3m",
        "active_12m",
        "one_round_only",
        "again_selected",
        "again_not_selected",
    ),
    contributors="contributors",
    ignores=("behaviour.contest.finish",),
)

KINDS: Final = (OPEN_SOURCE, TOPCODER, OPENIDEO)


@functools.cache
def communities() -> pd.DataFrame:
    """Figures of 16 open-source communities, counted from their public histories of commits.

    Examples
    --------
    >>> len(communities()), float(communities()["accepted_one_timers"].round(2)["flask"])
    (16, 0.75)
    """
    file = importlib.resources.files(__package__) / "communities.csv"
    with file.open(encoding="utf-8") as text:
        return pd.read_csv(text, index_col="community")


def members(kind: Kind) -> tuple[Member, ...]:
    """The real worlds of a kind with their figures."""
    if kind is OPEN_SOURCE:
        figures = [f for f in kind.figures if f != "burned_out_core"]
        return tuple(
            Member(
                str(name),
                {**{f: float(row[f]) for f in figures}, "burned_out_core": BURNED_OUT},
                float(row["contributors"]),
                {"burned_out_core": BURNED_OUT_ERROR},
            )
            for name, row in communities().iterrows()
        )
    published = {entry.figure: entry for entry in load(kind.scenario).published}
    targets = {f: published[f].value for f in kind.figures}
    people = published.get(kind.contributors)
    return (Member(kind.scenario, targets, people.value if people else 5000.0),)


def problem(runs: Mapping[str, pd.DataFrame]) -> Problem:
    """The problem of calibration, from runs of each kind by the name of its preset."""
    groups = []
    for kind in KINDS:
        table = runs[kind.scenario]
        found = members(kind)
        groups.append(
            Group(
                kind.scenario,
                emulate(usual(table, kind), kind.unknown, kind.figures),
                tuple(kind.common),
                tuple(kind.own),
                found,
                float(np.nanmedian(table[kind.contributors])),
                nuisance_draws(tuple(kind.own), found),
            )
        )
    return Problem(PSYCHOLOGY, groups)


def usual(runs: pd.DataFrame, kind: Kind) -> pd.DataFrame:
    """Runs in which enough people took part, and nothing is at the ends of what can be.

    Worlds in which hardly anybody contributes, or a few do everything, are far from every target;
    an emulator that had to follow them would follow the others less closely.
    """
    out = runs[runs[kind.contributors] >= 50]
    if kind is OPEN_SOURCE:
        inside = out["accepted_concentration"].between(0.6, 0.97)
        inside &= out["accepted_one_timers"].between(0.2, 0.9)
        inside &= out["accepted_active_3m"].between(0.02, 0.55)
        out = out[inside]
    return out
