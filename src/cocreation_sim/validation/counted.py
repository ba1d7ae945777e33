"""Effects counted for this project from public records: prizes of contests, size of a community."""

from __future__ import annotations

from typing import Final

from cocreation_sim.validation.effects import Effect, Size
from cocreation_sim.validation.playing import Response

# Believed of both effects of hackathons.
SPONSORS: Final = (
    "bigger prizes come with bigger sponsors and louder calls, which these counts cannot take out; "
    "within kind and year, on TopCoder, hardly anything is left"
)
PRIZE: Final = "campaign.reward.prize"

COUNTED: Final = (
    Effect(
        "elasticity of entrants to the prize, within kind and year",
        "TopCoder: within kind and year; range: the two largest kinds",
        "C",
        Size(0.0679, -0.0093, 0.1502),
        Response("topcoder", {PRIZE: (200.0, 800.0)}, "entries", "elasticity"),
    ),
    Effect(
        "elasticity of finished entries to the prize, within kind and year",
        "TopCoder: contests with at least one submission",
        "C",
        Size(-0.0118, -0.0311, 0.0074),
        Response("topcoder", {PRIZE: (200.0, 800.0)}, "submissions", "elasticity"),
    ),
    Effect(
        "elasticity of hackathon entrants to the prize",
        "Devpost: 1,583 hackathons, no controls; range: given year and number of prizes",
        "C",
        Size(0.3984, 0.2693, 0.4298),
        Response("devpost", {PRIZE: (416.0, 1666.0)}, "entries", "elasticity"),
        SPONSORS,
    ),
    Effect(
        "elasticity of what hackathon entrants hand in to the prize",
        "Devpost: the same",
        "C",
        Size(0.3093, 0.1279, 0.3399),
        Response("devpost", {PRIZE: (416.0, 1666.0)}, "submissions", "elasticity"),
        SPONSORS,
    ),
    Effect(
        "elasticity of ideas to the size of an idea community",
        "ideascale_communities: 223 communities, least squares, bootstrap",
        "C",
        Size(0.421, 0.354, 0.497),
        Response("idea-community", {"population.size": (50, 200)}, "submissions", "elasticity"),
        "large communities have more members who only read or vote, and those with few ideas are "
        "not in the data; here a larger community is more of the same people",
    ),
)
