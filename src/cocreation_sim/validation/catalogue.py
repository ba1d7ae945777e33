"""Every measured effect that the model is held against."""

from __future__ import annotations

from typing import Final

from cocreation_sim.validation.answered import ANSWERS
from cocreation_sim.validation.counted import COUNTED
from cocreation_sim.validation.effects import Effect
from cocreation_sim.validation.rewarded import REWARDS
from cocreation_sim.validation.voted import VOTES

EFFECTS: Final[tuple[Effect, ...]] = (*COUNTED, *ANSWERS, *REWARDS, *VOTES)
"""In the order of the evidence: counted here, then answers (C), rewards (D) and votes (E)."""
