"""All pictures, by name, and the one that fits an experiment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cocreation_sim.errors import InputError
from cocreation_sim.experiments.summary import chosen_outcomes
from cocreation_sim.views.curves import risk_curve, risk_curves
from cocreation_sim.views.life import life
from cocreation_sim.views.maps import lever_map, reward_map, typology_square
from cocreation_sim.views.published import published_figures
from cocreation_sim.views.spread import spread

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from cocreation_sim.experiments.experiment import Experiment

__all__ = [
    "experiment",
    "lever_map",
    "life",
    "published_figures",
    "reward_map",
    "risk_curve",
    "risk_curves",
    "spread",
    "typology_square",
]

MOST_CURVES = 6


def experiment(
    exp: Experiment, outcome: str = "submissions", campaign: str | None = None
) -> Figure:
    """The picture that fits the number of varied levers.

    None: how an outcome is spread over runs. One: `risk_curve`. Two: `typology_square`,
    `reward_map` or `lever_map`. More: `risk_curves`.

    Raises
    ------
    InputError
        If there is no such outcome or campaign, or there are more than six levers.
    """
    chosen_outcomes(exp.outcomes, outcome)
    if not exp.levers:
        return spread(exp, outcome, campaign)
    if len(exp.levers) == 1:
        return risk_curve(exp, None, outcome, campaign)
    if len(exp.levers) > MOST_CURVES:
        raise InputError(
            f"the experiment varied {len(exp.levers)} levers; a picture shows up to "
            f"{MOST_CURVES}: draw risk_curve(exp, LEVER) instead"
        )
    if len(exp.levers) > 2:
        return risk_curves(exp, campaign)
    ends = {path.rsplit(".", 1)[-1] for path in exp.levers}
    if outcome == "submissions" and ends == {"openness", "crowd_weight"}:
        return typology_square(exp, campaign=campaign)
    if outcome == "submissions" and ends == {"prize", "recognition"}:
        return reward_map(exp, campaign=campaign)
    return lever_map(exp, outcome, campaign)
