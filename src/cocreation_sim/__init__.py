"""Simulate co-creation campaigns: how much they get, how good it is, and why they fail."""
__version__ = "0.1.0"
from cocreation_sim.scenario.scenario import Scenario, load, presets, Calendar
from cocreation_sim.scenario.campaign import Campaign
