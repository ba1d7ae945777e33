"""Libraries are kept between uses, named by everything they hang on."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path
from typing import Any, Final

import numpy as np

from cocreation_sim import cache
from cocreation_sim.errors import InputError, check_whole
from cocreation_sim.model_hash import hash_of, model_hash, same_as
from cocreation_sim.predicting import library as simulating
from cocreation_sim.predicting.library import Library, simulate_library
from cocreation_sim.scenario.scenario import Scenario
from cocreation_sim.worlds import prior as drawing
from cocreation_sim.worlds.prior import Prior

ARRAYS: Final = ("shares", "contributions", "contributors", "newcomers")
FEWEST_LIVES: Final = 64
MOST_LIVES: Final = 100_000


def library_for(
    scenario: Scenario,
    prior: Prior,
    interval: str,
    lives: int,
    seed: int,
    *,
    workers: int | None = None,
    progress: bool = True,
    folder: Path | None = None,
) -> Library:
    """The library of a campaign: what was kept of it, or simulated now and kept.

    Kept in `folder`, by default "simulations" in the folder for what is kept ($COCREATION_CACHE, or
    the user's cache folder). What is damaged, or may have been written by somebody else, is
    simulated anew, and that is said.

    Raises
    ------
    InputError
        If there are several campaigns, or the number of lives is not allowed.
    """
    if len(scenario.campaigns) != 1:
        raise InputError(
            f"{scenario.name} has {len(scenario.campaigns)} campaigns; a history is held "
            "against one"
        )
    lives = check_lives(lives)
    home = folder or cache.place("simulations")
    file = home and home / name_of(scenario, prior, interval, lives, seed)
    found = _read(file, scenario, prior, interval, lives) if file else None
    if found is not None:
        return found
    from tqdm.auto import tqdm

    what = f"Simulating {lives:,} lives of {scenario.name}, once"
    with tqdm(total=lives, desc=what, disable=not progress, leave=False, unit="life") as bar:
        made = simulate_library(scenario, prior, interval, lives, seed, workers, bar.update)
    if file:
        _keep(file, made)
    return made


def check_lives(lives: Any) -> int:
    """A number of lives of a library as Python's own; what is none is refused."""
    return check_whole("lives", lives, FEWEST_LIVES, MOST_LIVES)


def name_of(scenario: Scenario, prior: Prior, interval: str, lives: int, seed: int) -> str:
    """Name of everything a library hangs on: scenario, prior, size, seed, model and this code."""
    parts = [scenario.fingerprint(), repr(prior), interval, str(lives), str(seed)]
    parts += [
        same_as(model_hash()),
        hash_of([Path(str(m.__file__)) for m in (simulating, drawing)]),
    ]
    return hashlib.blake2b(json.dumps(parts).encode(), digest_size=12).hexdigest()


def _keep(file: Path, library: Library) -> None:
    """Write a library; where that is not possible, it is simulated again the next time."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **{name: getattr(library, name) for name in ARRAYS})
    cache.keep(file, buffer.getvalue())


def _read(
    file: Path, scenario: Scenario, prior: Prior, interval: str, lives: int
) -> Library | None:
    """A library that was kept, or none where there is none that can be believed."""
    try:
        content = cache.recall(file)
        if content is None:
            return None
        with np.load(io.BytesIO(content), allow_pickle=False) as held:
            arrays = {name: held[name] for name in ARRAYS}
        if any(len(array) != lives for array in arrays.values()):
            raise ValueError("another number of lives")
        return Library(scenario, prior, interval, **arrays)
    except cache.UnusableError as fault:
        why = str(fault)
    except Exception:  # whole, and yet of no use: written by another release
        why = "what was kept of it cannot be read"
    cache.tell(f"Simulating {scenario.name} again, since {why} ...")
    return None
