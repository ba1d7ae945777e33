"""What a change does: effects that were measured, played as paired experiments."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Unpack

import numpy as np
import pandas as pd

from cocreation_sim.experiments.play import RunOptions
from cocreation_sim.experiments.sweep import sweep
from cocreation_sim.fitting.emulator import to_log_or_logit
from cocreation_sim.scenario.scenario import load
from cocreation_sim.validation.published import verdict

LEVEL: Final = 0.9


@dataclass(frozen=True)
class Response:
    """A measured effect of one change, and how it is played.

    Attributes
    ----------
    name
        What is measured, in words.
    scenario, fixed
        Preset, and changes that hold throughout.
    lever, values
        What changes, from the first value to the second; everything else, luck too, is the same.
    outcome
        What is looked at.
    scale
        "log ratio": change of the outcome's logarithm for each unit of the lever's logarithm (an
        elasticity); "log odds": difference of the log odds of a share.
    value, low, high, source, status
        What was published.
    miss
        Should the model miss it: the reason that is believed.
    """

    name: str
    scenario: str
    fixed: Mapping[str, Any]
    lever: str
    values: tuple[float, float]
    outcome: str
    scale: str
    value: float
    low: float
    high: float
    source: str
    status: str
    miss: str = ""

    def effects(self, runs: pd.DataFrame) -> np.ndarray:
        """The effect in each pair of runs with the same luck."""
        by_value = [
            runs[runs[self.lever] == value].set_index("replication_id")[self.outcome]
            for value in self.values
        ]
        pair = pd.concat(by_value, axis=1).dropna().to_numpy(float)
        if self.scale == "log odds":
            return np.asarray(
                to_log_or_logit(self.outcome, pair[:, 1])
                - to_log_or_logit(self.outcome, pair[:, 0])
            )
        pair = pair[(pair > 0).all(axis=1)]
        change = np.log(pair[:, 1] / pair[:, 0])
        return np.asarray(change / np.log(self.values[1] / self.values[0]))


# Believed of both effects of hackathons.
SPONSORS: Final = (
    "bigger prizes come with bigger sponsors and louder calls, which these counts cannot take out; "
    "within kind and year, on TopCoder, hardly anything is left"
)

RESPONSES: Final = (
    Response(
        "elasticity of entrants to the prize, within kind and year",
        "topcoder",
        {},
        "campaign.reward.prize",
        (200.0, 800.0),
        "entries",
        "log ratio",
        0.0679,
        -0.0093,
        0.1502,
        "TopCoder: within kind and year; range: the two largest kinds",
        "C",
    ),
    Response(
        "elasticity of finished entries to the prize, within kind and year",
        "topcoder",
        {},
        "campaign.reward.prize",
        (200.0, 800.0),
        "submissions",
        "log ratio",
        -0.0118,
        -0.0311,
        0.0074,
        "TopCoder: contests with at least one submission",
        "C",
    ),
    Response(
        "elasticity of hackathon entrants to the prize",
        "devpost",
        {},
        "campaign.reward.prize",
        (416.0, 1666.0),
        "entries",
        "log ratio",
        0.3984,
        0.2693,
        0.4298,
        "Devpost: 1,583 hackathons, no controls; range: given year and number of prizes",
        "C",
        SPONSORS,
    ),
    Response(
        "elasticity of what hackathon entrants hand in to the prize",
        "devpost",
        {},
        "campaign.reward.prize",
        (416.0, 1666.0),
        "submissions",
        "log ratio",
        0.3093,
        0.1279,
        0.3399,
        "Devpost: the same",
        "C",
        SPONSORS,
    ),
    Response(
        "elasticity of ideas to the size of an idea community",
        "idea-community",
        {},
        "population.size",
        (50, 200),
        "submissions",
        "log ratio",
        0.421,
        0.354,
        0.497,
        "ideascale_communities: 223 communities, least squares, bootstrap",
        "C",
        "large communities have more members who only read or vote, and those with few ideas are "
        "not in the data; here a larger community is more of the same people",
    ),
    Response(
        "contributing again after a reply, in log odds",
        "ideastorm",
        {"campaign.review.capacity": 1e6, "campaign.dialogue.explained": 0.0},
        "campaign.dialogue.answered",
        (0.0, 1.0),
        "again",
        "log odds",
        0.48,
        0.30,
        0.66,
        "C3: 44 to 56 % of 2,777 newcomers post again; interval from the odds ratio 1.62",
        "R, C",
    ),
)


def measured(
    response: Response,
    replications: int,
    seed: int = 1,
    changes: Mapping[str, Any] | None = None,
    **how: Unpack[RunOptions],
) -> np.ndarray:
    """An effect in each of many pairs of runs with the same luck.

    Parameters
    ----------
    response
        The effect.
    replications, seed
        Pairs, and root of all luck.
    changes
        Of the scenario, such as a rival mechanism.
    **how
        As for `sweep`.
    """
    base = load(response.scenario).vary(
        {"campaign.limits.watch": (), **response.fixed, **(changes or {})}
    )
    runs = sweep(base, {response.lever: response.values}, replications, seed, **how).runs
    return response.effects(runs)


def respond(
    replications: int = 100,
    seed: int = 1,
    responses: tuple[Response, ...] = RESPONSES,
    **how: Unpack[RunOptions],
) -> pd.DataFrame:
    """Measured effects against those of the model.

    Returns
    -------
    DataFrame
        One row an effect: `effect`, `predicted` (mean over paired runs), `low`, `high` (90 %
        interval of that mean, for what was measured are means over many campaigns or people),
        `published`, `published_low`, `published_high`, `inside`, `source`, `status`, `miss`.
    """
    from scipy.special import stdtrit

    rows = []
    for response in responses:
        effects = measured(response, replications, seed, **how)
        half = stdtrit(len(effects) - 1, (1 + LEVEL) / 2) * effects.std(ddof=1)
        low, high = effects.mean() + np.array([-half, half]) / math.sqrt(len(effects))
        rows.append(
            {
                "effect": response.name,
                "preset": response.scenario,
                "predicted": float(effects.mean()),
                "low": float(low),
                "high": float(high),
                "published": response.value,
                "published_low": response.low,
                "published_high": response.high,
                "inside": verdict(response.value, response.low, response.high, low, high),
                "source": response.source,
                "status": response.status,
                "miss": response.miss,
            }
        )
    return pd.DataFrame(rows)
