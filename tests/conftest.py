"""Hypothesis gives the same examples every time; HYPOTHESIS_PROFILE=search looks for new ones."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

COMMON = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile(
    "fixed",
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],  # "search" shrinks what fails, which takes minutes
    **COMMON,
)
settings.register_profile("search", max_examples=1000, **COMMON)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fixed"))
