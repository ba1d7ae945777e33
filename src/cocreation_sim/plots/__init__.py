"""Pictures, by name. They read tables and change nothing."""

from cocreation_sim.plots.backend import check_backend

check_backend()  # before any module of pictures imports Matplotlib
