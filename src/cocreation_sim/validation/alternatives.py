"""Alternative mechanisms: what else could be behind the patterns, and how well each fits them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Unpack

import numpy as np
import pandas as pd

from cocreation_sim.experiments.play import RunOptions
from cocreation_sim.experiments.sweep import sweep
from cocreation_sim.fitting.emulator import to_log_or_logit
from cocreation_sim.rules.voting import support_probability
from cocreation_sim.scenario.scenario import Scenario, load
from cocreation_sim.validation.catalogue import EFFECTS
from cocreation_sim.validation.effects import Size
from cocreation_sim.validation.playing import Response
from cocreation_sim.validation.responses import measured

AS_IT_IS: Final = "as it is"
WORLDS: Final = ("topcoder", "openideo")
TOLERANCE: Final = 0.15  # in logs or logits: how far off a figure counts as one
ONE_VOTE: Final = (0.32, 0.05)  # E1: chance of the next vote after one more, relative


@dataclass(frozen=True)
class Alternative:
    """A mechanism in place of the one that plays by default.

    Attributes
    ----------
    name
        The mechanism in words.
    instead
        What plays by default.
    changes
        Changes of the psychology that make it.
    evidence
        Rows of the evidence that speak for it.
    """

    name: str
    instead: str
    changes: Mapping[str, Any]
    evidence: str


ALTERNATIVES: Final = (
    Alternative(AS_IT_IS, "", {}, ""),
    Alternative(
        "pull of money: an inverted U",
        "logarithm",
        {"behaviour.motive.money_turn": 0.2},
        "D6",
    ),
    Alternative(
        "money does not crowd enjoyment out",
        "crowding-out at entry",
        {"behaviour.motive.crowding_entry": 0.0},
        "null of D9, D16",
    ),
    Alternative(
        "crowding-out at entry whatever the sum",
        "small sums only",
        {"behaviour.motive.crowding_small": 0.0},
        "D9",
    ),
    Alternative(
        "crowding-out lasts",
        "crowding-out at entry only",
        {"behaviour.motive.crowding_lasting": 1.0},
        "D9",
    ),
    Alternative(
        "answers change feelings, not behaviour",
        "answers hold people",
        {
            "behaviour.leaving.rejected": 0.0,
            "behaviour.leaving.replied": 0.0,
            "behaviour.leaving.explained": 0.0,
        },
        "C6",
    ),
    Alternative(
        "herding on exposure only",
        "on exposure and approval",
        {"behaviour.voting.herding": 0.0},
        "E3",
    ),
    Alternative(
        "herding on approval only",
        "on exposure and approval",
        {"behaviour.voting.popularity": 0.0},
        "E1",
    ),
)


def compare_alternatives(
    replications: int = 20,
    seed: int = 1,
    alternatives: tuple[Alternative, ...] = ALTERNATIVES,
    **how: Unpack[RunOptions],
) -> pd.DataFrame:
    """How well each mechanism fits, everything else as shipped.

    Each figure's distance from what was published is counted in tolerances (0.15 in logs or
    logits, or half the published range of an effect); the misfit is the mean of their squares. The
    other parameters are not fitted anew, so that an alternative that hardly does worse is not
    refuted. Of the measured effects those with a size are judged that pairs of runs play; what the
    model misses for a reason outside it tells no alternative from another and is left out.

    Returns
    -------
    DataFrame
        One row a mechanism: `misfit` of each world's figures, of the measured effects and of one
        vote more (E1), their `total` (mean), and the figure that got worst.
    """
    rows = []
    for alternative in alternatives:
        parts: dict[str, dict[str, float]] = {}
        for world in WORLDS:
            parts[world] = _figures(
                load(world).vary(dict(alternative.changes)), replications, seed, how
            )
        parts["effects"] = _effects(alternative, replications, seed, how)
        parts["one vote more"] = {"one vote more": _one_vote_more(alternative)}
        misfits = {name: float(np.mean(np.square(list(p.values())))) for name, p in parts.items()}
        everything = {k: v for p in parts.values() for k, v in p.items()}
        worst = max(everything, key=lambda k: abs(everything[k]))
        total = float(np.mean(list(misfits.values())))
        rows.append(
            {
                "mechanism": alternative.name,
                "instead_of": alternative.instead,
                "evidence": alternative.evidence,
                **misfits,
                "total": total,
                "worst": worst,
                "worst_off": everything[worst],
            }
        )
    return pd.DataFrame(rows)


def _figures(scenario: Scenario, replications: int, seed: int, how: RunOptions) -> dict[str, float]:
    runs = sweep(scenario, {}, replications, seed, **how).runs
    out = {}
    for entry in scenario.published:
        if not entry.status.startswith("fitted") and entry.figure != "selected_share":
            predicted = float(runs[entry.figure].mean())
            off = to_log_or_logit(entry.figure, predicted) - to_log_or_logit(
                entry.figure, entry.value
            )
            out[f"{entry.figure} of {scenario.name}"] = float(off) / TOLERANCE
    return out


def _effects(
    alternative: Alternative, replications: int, seed: int, how: RunOptions
) -> dict[str, float]:
    told = {
        effect.name: effect.published
        for effect in EFFECTS
        if isinstance(effect.published, Size)
        and isinstance(effect.played, Response)
        and not effect.miss  # what the model lacks tells no alternative from another
    }
    chosen = [effect for effect in EFFECTS if effect.name in told]
    found = measured(chosen, replications, seed, alternative.changes, **how)
    return {
        name: (float(found[name].mean()) - size.value) / max(0.05, (size.high - size.low) / 2)
        for name, size in told.items()
    }


def _one_vote_more(alternative: Alternative) -> float:
    """What a first vote adds to the approval of those who look, for whom exposure is the same."""
    voting = Scenario().vary(dict(alternative.changes)).behaviour.voting
    liked = support_probability(0.0, 1, 1.0, voting) / support_probability(0.0, 0, 1.0, voting)
    return (liked - 1.0 - ONE_VOTE[0]) / ONE_VOTE[1]
