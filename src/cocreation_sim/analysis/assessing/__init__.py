"""Assessing a plan: which kind of co-creation fits a situation, and how likely it is to fail."""

from cocreation_sim.analysis.assessing.assessment import Assessment, assess
from cocreation_sim.analysis.assessing.questions import UNSURE, Question, questions
from cocreation_sim.analysis.assessing.situation import Situation, load_situation

__all__ = [
    "UNSURE",
    "Assessment",
    "Question",
    "Situation",
    "assess",
    "load_situation",
    "questions",
]
