"""One library for all tests of forecasting."""

from __future__ import annotations

import pytest

import cocreation_sim as cs
from cocreation_sim.predicting import keeping
from cocreation_sim.predicting.library import Library
from cocreation_sim.worlds.prior import default_prior
from tests.predicting.histories import LIVES


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("libraries")


@pytest.fixture(scope="session")
def library(folder) -> Library:
    base = cs.load("ordinary")
    return keeping.library_for(
        base, default_prior(base), "month", LIVES, 1, progress=False, folder=folder
    )


@pytest.fixture(scope="session")
def how(library, folder):
    return {"lives": LIVES, "progress": False, "folder": folder}
