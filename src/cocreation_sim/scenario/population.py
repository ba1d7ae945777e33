"""The people: segments of the population and how their traits are distributed."""

from __future__ import annotations

from pydantic import model_validator

from cocreation_sim.frozen import ReadOnly
from cocreation_sim.scenario.fields import Parameters, parameter, setting


class Segment(Parameters):
    """A kind of participant. Medians; people spread around them (see `Behaviour`).

    Examples
    --------
    >>> from cocreation_sim.scenario.scenario import Scenario
    >>> scenario = Scenario(population=Population(segments={"experts": Segment(ability=1.0)}))
    >>> scenario.vary({"segments.pace": 2.0}).population.segments["experts"].pace
    2.0
    """

    share: float = parameter(1.0, "share of the population (normalised)", low=0, high=1e9)
    aware: float = parameter(0.0, "share who know each campaign from its start", low=0, high=1)
    pace: float = parameter(
        0.4, "visits", low=0, high=1e5, unit="1/unit", source="assumption: 0.1-1 a week"
    )
    pace_cap: float = parameter(
        14.0,
        "most visits of the keenest",
        low=0,
        high=1e6,
        unit="1/unit",
        source="assumption: twice a day where the unit is a week",
    )
    money: float = parameter(0.5, "median weight of money", low=0, high=10, symbol="α")
    social: float = parameter(0.4, "median weight of recognition", low=0, high=10, symbol="σ")
    intrinsic: float = parameter(1.0, "median weight of enjoyment", low=0, high=10, symbol="ι")
    ability: float = parameter(0.0, "mean ability", low=-3, high=3, unit="sd", symbol="θ")
    effort: float = parameter(
        0.5,
        "effort a contribution takes in a fixed cell; (1 + openness) times that in an open",
        low=0,
        high=20,
        source="prior: open to fixed 1.5-4 (forms 2.1)",
        symbol="e",
    )
    ideas_a_visit: float = parameter(
        1.0, "mean number of ideas a contributing visit brings", low=1, high=20, unit="ideas"
    )
    pieces: float = parameter(
        1.0,
        "median number of pieces (commits, files) a first idea consists of, one at least",
        low=0.01,
        high=1000,
        unit="pieces",
    )
    pieces_sd: float = parameter(
        0.0, "spread of the number of pieces over people (log scale)", low=0, high=3
    )
    pieces_grown: float = parameter(
        1.0,
        "how many times as many pieces once people belong to the core (they may commit directly)",
        low=1,
        high=100,
        source="assumption; direction: B13 (15 of 400 made 83 % of the changes)",
    )
    complements: tuple[str, ...] = setting(
        (), "segments on whose ideas this one builds with special gain"
    )


class Population(Parameters):
    """Everybody who could hear of the campaigns.

    `size` counts real people. Each simulated person stands for `represents` of them: capacity,
    winners, audience and outreach are scaled down with the crowd and what is counted is scaled
    up again, so `represents` sets how fine the picture is, not what is predicted.

    Examples
    --------
    >>> from cocreation_sim.scenario.scenario import Scenario
    >>> experts = {"experts": Segment(share=0.1, ability=1.0), "others": Segment(share=0.9)}
    >>> scenario = Scenario(population=Population(size=500, segments=experts))
    >>> scenario.vary({"population.size": 1000}).population.counts()
    {'experts': 100, 'others': 900}
    """

    size: int = parameter(2000, "real people", low=1, high=1_000_000_000, unit="people")
    represents: int = parameter(
        1, "real people one simulated person stands for", low=1, high=1_000_000, unit="people"
    )
    segments: ReadOnly[str, Segment] = setting({"customers": Segment()}, "the segments, by name")

    @model_validator(mode="after")
    def _consistent(self) -> Population:
        if not self.segments:
            raise ValueError("segments is empty; a population needs at least one segment")
        if sum(s.share for s in self.segments.values()) <= 0:
            raise ValueError("the shares of the segments sum to 0; give one a share above 0")
        if self.simulated < 1:
            raise ValueError(
                f"size is {self.size} and represents is {self.represents}: nobody is simulated"
            )
        if self.simulated > 50_000_000:
            raise ValueError(
                f"size / represents is {self.simulated:,}, more than the 50,000,000 people that "
                f"can be simulated; raise represents to at least {self.size // 50_000_000 + 1}"
            )
        for name, segment in self.segments.items():
            if segment.pace > segment.pace_cap:
                raise ValueError(
                    f"segments.{name}.pace is {segment.pace}, above its pace_cap "
                    f"({segment.pace_cap})"
                )
            for other in segment.complements:
                if other not in self.segments:
                    raise ValueError(
                        f"segments.{name}.complements names {other!r}; the segments are "
                        f"{', '.join(self.segments)}"
                    )
        return self

    @property
    def simulated(self) -> int:
        """Number of people that are simulated."""
        return self.size // self.represents

    def counts(self) -> dict[str, int]:
        """Simulated people by segment: largest remainders, so that they sum to `simulated`.

        Examples
        --------
        >>> Population(size=10, segments={"a": Segment(share=2.0), "b": Segment()}).counts()
        {'a': 7, 'b': 3}
        """
        total = sum(s.share for s in self.segments.values())
        exact = {k: self.simulated * s.share / total for k, s in self.segments.items()}
        counts = {k: int(x) for k, x in exact.items()}
        by_remainder = sorted(exact, key=lambda k: (counts[k] - exact[k], k))
        for name in by_remainder[: self.simulated - sum(counts.values())]:
            counts[name] += 1
        return counts
