"""The best designs of rewards and treatment for chosen goals, within limits.

`optimise` searches, races the best designs under the same luck, and hands back an `Optimisation`.
"""

from cocreation_sim.recommending.goals import Figure, Goal, Limit
from cocreation_sim.recommending.optimisation import Optimisation
from cocreation_sim.recommending.optimise import optimise, optimise_function

__all__ = ["Figure", "Goal", "Limit", "Optimisation", "optimise", "optimise_function"]
