"""Simulate co-creation campaigns: how much they get, how good it is, and why they fail.

>>> import cocreation_sim as cs
>>> scenario = cs.load("workshop").vary({"campaign.reward.recognition": 0.2})
>>> run = cs.simulate(scenario, seed=1)
>>> bool(run.outcome.failed)
False
"""

from cocreation_sim.comparing import Comparison, compare
from cocreation_sim.designs.factors import Range
from cocreation_sim.errors import InputError
from cocreation_sim.experiments.experiment import Experiment
from cocreation_sim.experiments.study import Study, load_study
from cocreation_sim.experiments.sweep import open_experiment, sweep
from cocreation_sim.experiments.until import Until
from cocreation_sim.predicting.assessment import Assessment, assess
from cocreation_sim.predicting.calibration import Calibration, calibrate
from cocreation_sim.predicting.forecast import Forecast, forecast
from cocreation_sim.recommending import Goal, Limit, Optimisation, optimise
from cocreation_sim.reports import report
from cocreation_sim.runs import Run, simulate
from cocreation_sim.scenario.behaviour import Behaviour
from cocreation_sim.scenario.campaign import Campaign
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
    "Study",
    "Until",
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
