"""What a change does: measured effects, played as paired runs with the same luck."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Unpack

import pandas as pd

from cocreation_sim.experiments.play import RunOptions
from cocreation_sim.experiments.sweep import sweep
from cocreation_sim.outcomes.declaring import Outcome
from cocreation_sim.outcomes.registry import also
from cocreation_sim.scenario.scenario import load
from cocreation_sim.validation.catalogue import EFFECTS
from cocreation_sim.validation.effects import Effect, Floats, Played


def measured(
    effects: Iterable[Effect],
    replications: int,
    seed: int = 1,
    changes: Mapping[str, Any] | None = None,
    **how: Unpack[RunOptions],
) -> dict[str, Floats]:
    """Effects in each of many runs or pairs of runs, by name.

    Effects that are read from the same runs are read from one sweep.

    Parameters
    ----------
    effects
        Those that can be played.
    replications, seed
        Pairs, and root of all luck.
    changes
        Of all scenarios, such as a rival mechanism.
    **how
        As for `sweep`.
    """
    together: dict[str, list[tuple[str, Played]]] = {}
    for effect in effects:
        if effect.played is not None:
            together.setdefault(_runs_of(effect.played), []).append((effect.name, effect.played))
    found = {}
    for group in together.values():
        _, first = group[0]
        base = load(first.preset).vary(
            {"campaign.limits.watch": (), **first.fixed, **(changes or {})}
        )
        asked = [played.outcome for _, played in group]
        counted = {each.name: each for each in asked if isinstance(each, Outcome)}
        runs_each = replications * max(played.times for _, played in group)
        points = first.points()
        with also(*counted.values()):
            runs = sweep(base, {} if points.empty else points, runs_each, seed, **how).runs
        found.update({name: played.effects(runs) for name, played in group})
    return found


def _runs_of(played: Played) -> str:
    """What tells runs apart, as a text."""
    return repr((played.preset, sorted(played.fixed.items()), played.points().to_dict()))


def respond(
    replications: int = 100,
    seed: int = 1,
    effects: tuple[Effect, ...] = EFFECTS,
    **how: Unpack[RunOptions],
) -> pd.DataFrame:
    """Measured effects against those of the model.

    Parameters
    ----------
    replications, seed
        Pairs of runs of each effect, and root of all luck.
    effects
        Which effects.
    **how
        As for `sweep`.

    Returns
    -------
    DataFrame
        One row an effect: `effect`, `source`, `status`, `preset`, `changed`, `outcome`, `scale`,
        `kind` (size or direction), `predicted` (mean over paired runs), `low`, `high` (90 %
        interval of that mean, for what was measured are means over many campaigns or people),
        `published`, `published_low`, `published_high`, `published_as` (in words),
        `published_interval` (where it comes from), `band_low`, `band_high` (of no consequence, of
        null results), `verdict`, `miss` (the mechanism believed responsible, should it be missed),
        `pairs`.
    """
    found = measured(effects, replications, seed, **how)
    return pd.DataFrame([effect.row(found.get(effect.name)) for effect in effects])
