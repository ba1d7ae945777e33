"""The model played by Mesa agents: the reference, readable from top to bottom."""

from cocreation_sim.mesa_model.customer import Customer
from cocreation_sim.mesa_model.firm import Firm
from cocreation_sim.mesa_model.model import CoCreationModel

__all__ = ["CoCreationModel", "Customer", "Firm"]
