"""Reports: what was found, as one HTML file to read on a phone, a desk or paper.

>>> from cocreation_sim import simulate
>>> from cocreation_sim.reports import report
>>> report(simulate("workshop"), getfixture("tmp_path") / "workshop.html").name
'workshop.html'
"""

from cocreation_sim.reports.findings import (
    Findings,
    Picture,
    Quantity,
    Reportable,
    Reproduction,
    Section,
    Table,
)
from cocreation_sim.reports.writing import report

__all__ = [
    "Findings",
    "Picture",
    "Quantity",
    "Reportable",
    "Reproduction",
    "Section",
    "Table",
    "report",
]
