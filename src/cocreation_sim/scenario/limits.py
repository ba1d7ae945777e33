"""Limits: when a firm calls its campaign a failure, and of what it can fail.

A cause of failure has its name and words here, its limit below, and its rule of the same name in
`cocreation_sim.rules.failure`.
"""

from __future__ import annotations

from typing import Final, Literal, get_args

from cocreation_sim.scenario.fields import Parameters, parameter, setting

Cause = Literal[
    "starved", "abandoned", "overrun", "nothing worth making", "incoherent", "exhausted"
]

CAUSES: Final[tuple[Cause, ...]] = get_args(Cause)

WORDS: Final[dict[str, str]] = {
    "starved": "too few contributions",
    "abandoned": "nearly everybody has left",
    "overrun": "more spent, or more waiting to be read, than the firm can bear",
    "nothing worth making": "fewer interesting ideas than winners promised",
    "incoherent": "what is chosen does not fit together",
    "exhausted": "too much of the community is burned out",
}


class Limits(Parameters):
    """When the firm calls its campaign a failure."""

    watch: tuple[Cause, ...] = setting(
        ("starved", "nothing worth making", "abandoned", "overrun"),
        "the causes of failure the firm watches",
    )
    contributions: int = parameter(
        1, "fewest ideas in a window", low=0, high=10_000_000, unit="ideas"
    )
    window: float = parameter(13.0, "length of the window", low=1e-6, high=1e6, unit="unit")
    engaged_share: float = parameter(
        0.05, "least share of the community's peak that is still there", low=0, high=1
    )
    budget: float = parameter(1e12, "most that may be spent", low=0, high=1e12, unit="EUR")
    queue: int = parameter(
        1_000_000_000, "most ideas waiting to be read", low=1, high=1_000_000_000, unit="ideas"
    )
    coherence: float = parameter(
        -9.0, "least mean fit of what is integrated", low=-9, high=5, unit="sd"
    )
    burned_out_share: float = parameter(
        0.5, "largest share of the community that may be burned out at once", low=0, high=1
    )
