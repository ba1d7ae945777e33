"""All pictures, by name, and the one that fits an experiment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cocreation_sim.errors import InputError
from cocreation_sim.outcomes import FAILED
from cocreation_sim.plots.boxes import boxes
from cocreation_sim.plots.comparison import differences
from cocreation_sim.plots.curves import outcome_curves, risk_curve, risk_curves
from cocreation_sim.plots.life import life
from cocreation_sim.plots.maps import Value, lever_map, reward_map, typology_square
from cocreation_sim.plots.published import published_figures
from cocreation_sim.plots.ranges import is_range
from cocreation_sim.plots.risk import risk_panels, risk_surface
from cocreation_sim.plots.sensitivity import influence
from cocreation_sim.plots.spread import spread
from cocreation_sim.plots.survival import survival_curve
from cocreation_sim.statistics.summary import chosen_column

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from cocreation_sim.experiments.experiment import Experiment

__all__ = [
    "boxes",
    "differences",
    "experiment",
    "influence",
    "lever_map",
    "life",
    "outcome_curves",
    "published_figures",
    "reward_map",
    "risk_curve",
    "risk_curves",
    "risk_panels",
    "risk_surface",
    "spread",
    "survival_curve",
    "typology_square",
]

MOST_CURVES = 6


def experiment(
    exp: Experiment, outcome: str = "submissions", campaign: str | None = None
) -> Figure:
    """The picture that fits the design.

    A grid, by the number of varied levers: none, how an outcome is `spread` over runs; one,
    `risk_curve`; two, `typology_square`, `reward_map` or `lever_map`; more, `risk_curves`. Points
    sampled from ranges (lhs, sobol), or a long table of points: `risk_surface` over one or two
    factors, `risk_panels` over more, and `outcome_curves` for an outcome other than submissions. A
    design for sensitivity (morris, saltelli): the factors' `influence` on failure and the outcome.
    Of the failure risk alone: the same without another outcome; `survival_curve` without levers.

    Parameters
    ----------
    exp
        The experiment.
    outcome
        Name of an outcome that is a number, or "failure_risk" ("failed" is the same).
    campaign
        Which campaign; may be left out where there is one only.

    Raises
    ------
    InputError
        If there is no such outcome or campaign, or there are more than six levers.

    Examples
    --------
    >>> from cocreation_sim.experiments.sweep import sweep
    >>> exp = sweep("workshop", {}, replications=3, workers=1, progress=False)
    >>> len(experiment(exp).axes) > 0
    True
    """
    outcome = chosen_column(exp.outcomes, outcome)
    if exp.design.method in ("morris", "saltelli"):
        return influence(exp.sensitivity([FAILED, outcome], campaign=campaign), exp.scenario)
    sampled = exp.design.method in ("lhs", "sobol")
    factors = exp.design.factors if sampled else exp.levers
    ranges = [path for path in factors if is_range(exp, path)]
    if sampled or ranges:
        if outcome not in ("submissions", FAILED):
            return outcome_curves(exp, outcome, campaign)
        alone = len(ranges) == len(factors) <= 2
        return risk_surface(exp, ranges, campaign) if alone else risk_panels(exp, campaign)
    if not exp.levers and outcome == FAILED:
        return survival_curve(exp, campaign=campaign)
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
    if outcome in ("submissions", FAILED):
        value: Value = "risk" if outcome == FAILED else "both"
        if ends == {"openness", "crowd_weight"}:
            return typology_square(exp, value, campaign)
        if ends == {"prize", "recognition"}:
            return reward_map(exp, value, campaign)
    return lever_map(exp, outcome, campaign)
