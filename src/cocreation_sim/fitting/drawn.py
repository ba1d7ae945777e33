"""Draws of the posterior, and runs under them: doubt about the psychology together with luck."""

from __future__ import annotations

import functools
import importlib.resources
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import pandas as pd

from cocreation_sim.errors import InputError
from cocreation_sim.outcomes import outcome
from cocreation_sim.scenario.scenario import Scenario, load

CASES: Final = ("topcoder", "openideo")
"""Presets whose own parameters were drawn together with the psychology."""


@functools.cache
def draws() -> pd.DataFrame:
    """Draws of the posterior: the psychology, and what worlds of each kind share.

    Written by `experiments/psychology/calibrate.py`. What only worlds of one kind have is headed by
    the preset, as in "open-source: segment.pace".

    Examples
    --------
    >>> "behaviour.leaving.base" in draws()
    True
    """
    return _table("posterior.csv", "draw")


@functools.cache
def own_draws() -> pd.DataFrame:
    """For each community and draw its own parameters: crowd, effort and pieces of a contribution.

    Examples
    --------
    >>> own_draws().loc["flask"].columns.tolist()[:2]
    ['size', 'segment.effort']
    """
    return _table("communities_posterior.csv", ["community", "draw"])


def _table(name: str, index: str | list[str]) -> pd.DataFrame:
    with (importlib.resources.files(__package__) / name).open(encoding="utf-8") as text:
        return pd.read_csv(text, index_col=index)


def drawn(kind: str, draw: int) -> dict[str, float]:
    """What a draw says of a world of a kind, by dotted path: psychology, and what the kind shares.

    Raises
    ------
    InputError
        If there is no such draw.

    Examples
    --------
    >>> round(drawn("topcoder", 0)["segment.effort"], 1)
    1.6
    """
    table, own = draws(), f"{kind}: "
    if draw not in table.index:
        raise InputError(f"draw is {draw!r}; allowed are 0 to {len(table) - 1}")
    return {
        path.removeprefix(own): float(table[path].to_numpy()[draw])
        for path in map(str, table.columns)
        if path.startswith(("behaviour.", own))
    }


def case_runs(case: str, seed: int = 1, progress: bool = True) -> pd.DataFrame:
    """Outcomes of one of `CASES` under every draw, each run with its own luck."""
    base = load(case)
    return play_all(lambda k: base.vary(drawn(case, k)), len(draws()), seed, progress)


def play_all(
    world: Callable[[int], Scenario], count: int, seed: int, progress: bool
) -> pd.DataFrame:
    """Outcome of each of many worlds of one campaign, on all cores; the k-th has the k-th luck."""
    from tqdm.auto import tqdm

    from cocreation_sim.compiled.engine import Player

    mine = threading.local()
    Player(threads=1)  # compiled before the threads start

    def play(number: int) -> dict[str, Any]:
        if not hasattr(mine, "player"):
            mine.player = Player(threads=1)
        scenario = world(number)
        (campaign,) = scenario.campaigns
        return dict(outcome(scenario, mine.player.play(scenario, seed, number), campaign))

    with ThreadPoolExecutor() as pool:
        return pd.DataFrame(
            list(tqdm(pool.map(play, range(count)), total=count, disable=not progress))
        )
