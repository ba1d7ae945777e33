"""The demonstration: real cases held against what was published, and two maps of the levers."""

from __future__ import annotations

import io
import math
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Unpack

import pandas as pd

from cocreation_sim.designs.factors import PRESET
from cocreation_sim.experiments.execute import Execution
from cocreation_sim.experiments.experiment import Experiment
from cocreation_sim.experiments.play import RunOptions, check_replications
from cocreation_sim.experiments.sweep import sweep
from cocreation_sim.files import check_writable, write
from cocreation_sim.results import Result
from cocreation_sim.runs import simulate
from cocreation_sim.scenario.campaign import Campaign, Outreach, Reward, Selection
from cocreation_sim.scenario.limits import Limits
from cocreation_sim.scenario.population import Population, Segment
from cocreation_sim.scenario.scenario import Calendar, Scenario, check_seed, load, presets
from cocreation_sim.spreadsheets import as_csv
from cocreation_sim.validation.published import held_against, score

if TYPE_CHECKING:
    from matplotlib.figure import Figure

REPLICATIONS: Final = 200  # of each case and of each cell of the maps
LIVED: Final = "apache"

SQUARE: Final = {
    "campaign.openness": (0.0, 0.25, 0.5, 0.75, 1.0),
    "campaign.crowd_weight": (0.0, 0.25, 0.5, 0.75, 1.0),
}
REWARDS: Final = {
    "campaign.reward.prize": (0.0, 100.0, 500.0, 2000.0),
    "campaign.reward.recognition": (0.0, 0.25, 0.5, 0.75, 1.0),
}


@dataclass(frozen=True, eq=False, repr=False)
class Demo(Result):
    """What the demonstration found.

    Attributes
    ----------
    published
        One row a case and figure: predicted beside published.
    square, rewards
        The generic campaign over the typology square, and over prize and recognition.
    files
        What was written.
    """

    published: pd.DataFrame
    square: Experiment
    rewards: Experiment
    files: tuple[Path, ...]

    @property
    def score(self) -> tuple[int, int]:
        """How many of how many published figures that were not fitted to lie inside."""
        return score(self.published)


def generic() -> Scenario:
    """A small brand that asks its customers for half a year; all its numbers are assumptions.

    Examples
    --------
    >>> generic().calendar.duration
    26.0
    """
    return Scenario(
        name="small brand",
        description="a small brand asks 160 customers for ideas for half a year",
        note="All numbers are assumptions, chosen so that it is open whether the call succeeds.",
        calendar=Calendar(duration=26.0),
        population=Population(size=160, segments={"customers": Segment(aware=0.4, pace=0.5)}),
        campaigns={
            "campaign": Campaign(
                reward=Reward(recognition=0.2),
                selection=Selection(winners=1, round_length=13.0),
                outreach=Outreach(spend=2.0),
                limits=Limits(contributions=6, window=8.0),
            )
        },
    )


def play_cases(replications: int, seed: int, **how: Unpack[RunOptions]) -> dict[str, Experiment]:
    """Every case, on all cores."""
    names = presets()
    exp = sweep(load(names[0]), {PRESET: names}, replications, seed, **how)
    return {name: exp.of_base(name) for name in names}


def demo(
    out: str | os.PathLike[str] = "results/demo",
    replications: int = REPLICATIONS,
    seed: int = 1,
    *,
    workers: int | None = None,
    progress: bool = True,
    tell: Callable[[str], None] = lambda sentence: None,
) -> Demo:
    """Play the demonstration and write its tables and pictures to a folder.

    Parameters
    ----------
    out
        The folder.
    replications
        Runs of each case and of each cell of the maps.
    seed
        Root of all luck.
    workers, progress
        As for `sweep`.
    tell
        What to do with a sentence on what is done next.

    Raises
    ------
    InputError
        If a number is not allowed, or the folder cannot be written: before anything is simulated.
    """
    seed, replications = check_seed(seed), check_replications(replications)
    how: RunOptions = {"workers": workers, "progress": progress}
    Execution(**how)
    folder = check_writable(out)
    tell(f"{len(presets())} cases, {len(presets()) * replications} runs")
    cases = play_cases(replications, seed, **how)
    maps = []
    for levers in (SQUARE, REWARDS):
        cells = math.prod(len(values) for values in levers.values())
        names = " and ".join(path.rsplit(".", 1)[-1].replace("_", " ") for path in levers)
        tell(f"{names}: {cells} cells, {cells * replications} runs")
        maps.append(sweep(generic(), levers, replications, seed, **how))
    square, rewards = maps
    published = pd.concat([held_against(exp) for exp in cases.values()], ignore_index=True)
    contents = _tables(published, square, rewards) | _pictures(published, square, rewards, seed)
    files = tuple(write(folder / name, content) for name, content in contents.items())
    return Demo(published, square, rewards, files)


def _tables(
    published: pd.DataFrame, square: Experiment, rewards: Experiment
) -> dict[str, str | bytes]:
    from cocreation_sim.wording.tables import markdown

    return {
        "presets.csv": as_csv(published),
        "presets.md": markdown(published) + "\n",
        "typology_square.csv": as_csv(square.summary()),
        "reward_map.csv": as_csv(rewards.summary()),
    }


def _pictures(
    published: pd.DataFrame, square: Experiment, rewards: Experiment, seed: int
) -> dict[str, str | bytes]:
    from cocreation_sim.plots import gallery as plots

    lived = simulate(LIVED, seed)
    return {
        "presets.png": png(plots.published_figures(published)),
        "typology_square.png": png(plots.typology_square(square)),
        "reward_map.png": png(plots.reward_map(rewards)),
        "life.png": png(plots.life(lived)),
        "life.csv": as_csv(lived.timeline),
    }


def png(figure: Figure) -> bytes:
    """A figure as the bytes of a PNG file, the same for the same figure."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", metadata={"Software": None})
    return buffer.getvalue()
