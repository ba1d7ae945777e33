"""A budget that is split: a sum of money divided between outreach, prizes, reading and the like."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

from cocreation_sim.errors import InputError, nearest_names
from cocreation_sim.outcomes import closed_rounds
from cocreation_sim.recommending.levers import STEPS
from cocreation_sim.recommending.wording import short_name
from cocreation_sim.scenario.scenario import Scenario
from cocreation_sim.wording.numbers import money


@dataclass(frozen=True)
class Split:
    """A sum of money that is divided: what one part gets, the others do not.

    Attributes
    ----------
    total
        The sum, in EUR over the whole campaign.
    paths
        The parameters that share it.
    steps
        Into how many equal portions it is cut.

    Examples
    --------
    >>> split = Split(1000.0, ("campaign.outreach.launch_spend", "campaign.reward.prize"), 4)
    >>> split.values((3, 1), Scenario())  # EUR 750, and EUR 250 for 13 prizes
    (750.0, 19.23)
    >>> [split.describe((4, 0), other) for other in split.near((4, 0))]
    ['EUR 250 more to prize and less to launch spend']
    """

    total: float
    paths: tuple[str, ...]
    steps: int = STEPS

    def __post_init__(self) -> None:
        if len(self.paths) < 2 or len(set(self.paths)) < len(self.paths):
            raise InputError("a budget is split between two or more different parameters")

    @property
    def name(self) -> str:
        """What it is called."""
        return "split"

    @property
    def coordinates(self) -> tuple[tuple[str, int], ...]:
        """For each part but the last, its share of what those before it leave."""
        return (("share", self.steps + 1),) * (len(self.paths) - 1)

    def decode(self, coordinates: tuple[Any, ...]) -> tuple[int, ...]:
        """Portions of each part."""
        left, out = self.steps, []
        for share in coordinates:
            out.append(min(left, math.floor(float(share) * left + 0.5)))
            left -= out[-1]
        return (*out, left)

    def encode(self, entry: tuple[int, ...]) -> tuple[float, ...]:
        """Shares of what is left."""
        left, out = self.steps, []
        for portions in entry[:-1]:
            out.append(portions / left if left else 0.0)
            left -= portions
        return tuple(out)

    def at(self, share: tuple[float, ...]) -> tuple[int, ...]:
        """Portions such that every division of the sum is as likely as any other."""
        parts = len(self.paths)
        even = [1 - (1 - u) ** (1 / (parts - 1 - k)) for k, u in enumerate(share)]
        return self.decode(tuple(even))

    def values(self, entry: tuple[int, ...], scenario: Scenario | None) -> tuple[Any, ...]:
        """The value of each parameter, rounded down to cents."""
        assert scenario is not None
        portion = self.total / self.steps
        out = []
        for path, portions in zip(self.paths, entry, strict=True):
            price = price_of(path, scenario)
            out.append(math.floor(100 * portion * portions / price + 1e-9) / 100 if price else 0.0)
        return tuple(out)

    def near(self, entry: tuple[int, ...], stride: int = 1) -> list[tuple[int, ...]]:
        """A portion taken from one part and given to another."""
        out = []
        for giver, given in enumerate(entry):
            moved = min(stride, given)
            for taker in range(len(entry)):
                if taker == giver or not moved:
                    continue
                portions = list(entry)
                portions[giver] -= moved
                portions[taker] += moved
                out.append(tuple(portions))
        return out

    def describe(self, entry: tuple[int, ...], other: tuple[int, ...], every: str = "") -> str:
        """How much goes from which part to which."""
        moved = [there - here for here, there in zip(entry, other, strict=True)]
        taker, giver = (self.paths[moved.index(end)] for end in (max(moved), min(moved)))
        each = money(self.total / self.steps * max(moved))
        return f"{each} more to {short_name(taker)} and less to {short_name(giver)}"


PRICED: Final = (
    "outreach.spend", "outreach.launch_spend", "reward.prize", "review.capacity", "access.cost",
    "fixed_cost",
)  # fmt: skip


def price_of(path: str, scenario: Scenario) -> float:
    """What one unit of a parameter costs over the whole campaign, at most, in EUR.

    Prizes cost as much as there are winners in all rounds, capacity as much as reading costs if it
    is used up.

    Raises
    ------
    InputError
        If what it costs is not known beforehand.

    Examples
    --------
    >>> price_of("campaign.outreach.spend", Scenario())  # 52 weeks
    52.0
    """
    full = next(iter(scenario.paths(path)))
    head, _, rest = full.partition(".")
    name, _, key = rest.partition(".")
    if head != "campaigns" or key not in PRICED or name not in scenario.campaigns:
        allowed = [f"campaign.{priced}" for priced in PRICED]
        raise InputError(
            f"a budget cannot be split with {path!r}, whose cost is not known beforehand; allowed "
            f"are {', '.join(allowed)}{nearest_names(path, allowed)}"
        )
    campaign = scenario.campaigns[name]
    calendar = scenario.calendar
    time = calendar.periods * calendar.period - campaign.start
    if key in ("outreach.spend", "fixed_cost"):
        return time
    if key == "review.capacity":
        return time * campaign.review.cost
    if key == "reward.prize":
        if campaign.selection.how == "merge":
            raise InputError(
                f"a budget cannot be split with {path!r} where ideas are merged: how many prizes "
                "there will be is not known beforehand"
            )
        return float(campaign.selection.winners * closed_rounds(scenario, name))
    return 1.0
