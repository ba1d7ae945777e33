"""Simulate co-creation campaigns: how much they get, how good it is, and why they fail.

>>> import cocreation_sim as cs
>>> scenario = cs.load("workshop").vary({"campaign.reward.recognition": 0.2})
>>> run = cs.simulate(scenario, seed=1)
>>> bool(run.outcome.failed)
False
"""

import sys
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from warnings import warn

from cocreation_sim.version import __version__ as __version__

if TYPE_CHECKING:
    from cocreation_sim.comparing import Comparison, compare
    from cocreation_sim.designs.factors import Range
    from cocreation_sim.errors import InputError
    from cocreation_sim.experiments.experiment import Experiment
    from cocreation_sim.experiments.study import Study, load_study
    from cocreation_sim.experiments.sweep import open_experiment, sweep
    from cocreation_sim.experiments.until import StoppingRule
    from cocreation_sim.predicting.assessment import Assessment, assess
    from cocreation_sim.predicting.calibration import Calibration, calibrate
    from cocreation_sim.predicting.forecast import Forecast, forecast
    from cocreation_sim.recommending.goals import Goal, Limit
    from cocreation_sim.recommending.optimisation import Optimisation
    from cocreation_sim.recommending.optimise import optimise
    from cocreation_sim.reports.writing import report
    from cocreation_sim.runs import Run, simulate
    from cocreation_sim.scenario.behaviour import Behaviour
    from cocreation_sim.scenario.campaign import Campaign
    from cocreation_sim.scenario.changes import Change
    from cocreation_sim.scenario.population import Population, Segment
    from cocreation_sim.scenario.scenario import Calendar, Scenario, load, presets
    from cocreation_sim.scenario.typology import Cell
    from cocreation_sim.worlds.situation import Situation

__all__ = [
    "Assessment",
    "Behaviour",
    "Calendar",
    "Calibration",
    "Campaign",
    "Cell",
    "Change",
    "Comparison",
    "Experiment",
    "Forecast",
    "Goal",
    "InputError",
    "Limit",
    "Optimisation",
    "Population",
    "Range",
    "Run",
    "Scenario",
    "Segment",
    "Situation",
    "StoppingRule",
    "Study",
    "assess",
    "calibrate",
    "compare",
    "forecast",
    "load",
    "load_study",
    "open_experiment",
    "optimise",
    "presets",
    "report",
    "simulate",
    "sweep",
]

# Where each public name lives, which is imported only when the name is asked for: what plays and
# tells takes a second to import, and help, errors and most commands need little of it.
_HOMES = {
    "Assessment": "predicting.assessment",
    "Behaviour": "scenario.behaviour",
    "Calendar": "scenario.scenario",
    "Calibration": "predicting.calibration",
    "Campaign": "scenario.campaign",
    "Cell": "scenario.typology",
    "Change": "scenario.changes",
    "Comparison": "comparing",
    "Experiment": "experiments.experiment",
    "Forecast": "predicting.forecast",
    "Goal": "recommending.goals",
    "InputError": "errors",
    "Limit": "recommending.goals",
    "Optimisation": "recommending.optimisation",
    "Population": "scenario.population",
    "Range": "designs.factors",
    "Run": "runs",
    "Scenario": "scenario.scenario",
    "Segment": "scenario.population",
    "Situation": "worlds.situation",
    "StoppingRule": "experiments.until",
    "Study": "experiments.study",
    "assess": "predicting.assessment",
    "calibrate": "predicting.calibration",
    "compare": "comparing",
    "forecast": "predicting.forecast",
    "load": "scenario.scenario",
    "load_study": "experiments.study",
    "open_experiment": "experiments.sweep",
    "optimise": "recommending.optimise",
    "presets": "scenario.scenario",
    "report": "reports.writing",
    "simulate": "runs",
    "sweep": "experiments.sweep",
}

_FORMER = {"Until": "StoppingRule"}  # names of earlier versions


def __getattr__(name: str) -> Any:
    """A public name or a module of this package, imported now."""
    if name in _FORMER:
        warn(f"cs.{name} is now cs.{_FORMER[name]}", DeprecationWarning, stacklevel=2)
        name = _FORMER[name]
    if name in _HOMES:
        value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
        globals()[name] = value
        return value
    if find_spec(f"{__name__}.{name}") is None:
        raise AttributeError(
            f"module {__name__!r} has no attribute {name!r}", name=name, obj=sys.modules[__name__]
        )
    return import_module(f"{__name__}.{name}")


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
