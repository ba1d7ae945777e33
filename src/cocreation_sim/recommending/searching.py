"""The search: propose, race the best under fresh luck, try their neighbours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from cocreation_sim.errors import InputError, check_whole, plain_fields
from cocreation_sim.random_arrays import Floats
from cocreation_sim.recommending.estimates import Estimate, estimate
from cocreation_sim.recommending.fronts import balanced, by_worth, ranks
from cocreation_sim.recommending.goals import Figure
from cocreation_sim.recommending.judging import Judge
from cocreation_sim.recommending.levers import LeverGrid
from cocreation_sim.recommending.pool import BASE, Pool
from cocreation_sim.recommending.proposing import Proposer, start
from cocreation_sim.recommending.space import Neighbour, State
from cocreation_sim.wording.numbers import exact

LEAST_RUNS: Final = 100
MOST_RUNS: Final = 10_000_000
MOST_REPLICATIONS: Final = 100_000
BATCH: Final = 8  # designs proposed at a time, whatever plays them
SEARCHED: Final = 0.45  # share of the runs for the search, the rest for races and neighbours
RACED: Final = 0.2  # share for the first race
KEPT: Final = 0.1  # share kept for the neighbours of what is recommended in the end
STRIDES: Final = (3, 1)  # steps of a lever to a neighbour that joins the race
FEWEST: Final = 6  # designs in each stage of a race, the best first, even if surely beaten
BALANCED: Final = "balanced"


@dataclass(frozen=True)
class Effort:
    """How runs are spent.

    Attributes
    ----------
    runs
        Simulated runs in all.
    first
        Runs of each design in the search.
    most
        Runs of each design of the front, under luck that the search has not seen.

    Examples
    --------
    >>> Effort.of(3000)
    Effort(runs=3000, first=8, most=100)
    >>> [luck for luck in Effort(3000, 8, 64).stages]
    [range(8, 16), range(8, 24), range(8, 40), range(8, 72)]
    """

    runs: int
    first: int
    most: int

    def __post_init__(self) -> None:
        plain_fields(self)
        check_whole("runs", self.runs, 1, MOST_RUNS)
        check_whole("first", self.first, 1, MOST_REPLICATIONS)
        check_whole("most", self.most, 1, MOST_REPLICATIONS)

    @classmethod
    def of(cls, runs: int, replications: int | None = None) -> Effort:
        """What so many runs are enough for.

        Raises
        ------
        InputError
            If they are too few, or `replications` is no number of runs.
        """
        runs = check_whole("runs", runs, LEAST_RUNS, MOST_RUNS)
        first = max(4, min(8, runs // 125))
        most = max(24, min(100, runs // 30)) if replications is None else replications
        most = check_whole("replications", most, 4, MOST_REPLICATIONS)
        return cls(runs, first, most)

    @property
    def searching(self) -> range:
        """The luck on which designs are searched."""
        return range(self.first)

    @property
    def racing(self) -> range:
        """The luck on which they are raced, and reported."""
        return range(self.first, self.first + self.most)

    @property
    def stages(self) -> list[range]:
        """The luck of each stage of a race."""
        out, count = [], self.first
        while count < self.most:
            out.append(range(self.first, self.first + count))
            count *= 2
        return [*out, self.racing]


@dataclass(frozen=True)
class Search:
    """A search in progress.

    Attributes
    ----------
    judge
        The designs and what they are judged by.
    effort
        How runs are spent.
    proposer
        Which designs to try next.
    """

    judge: Judge
    effort: Effort
    proposer: Proposer

    @property
    def pool(self) -> Pool:
        """The designs."""
        return self.judge.pool

    def run(self) -> None:
        """Search until the runs are spent, or all designs are known."""
        for _ in self.steps():
            pass

    def steps(self) -> Iterator[None]:
        """Search, batch by batch."""
        total = self.effort.runs
        yield from self.explore(int(SEARCHED * total))
        self.check_possible()
        yield from self.race(int((SEARCHED + RACED) * total))
        if self.proposer.sampler == "random":
            yield from self.race(total)
            return
        yield from self.polish(int((1 - KEPT) * total))
        while self.pool.runs < total:
            before = self.pool.runs
            self.surround(total)
            yield from self.race(total)
            if self.pool.runs == before:
                return

    # ------------------------------------------------------------------ exploring

    def explore(self, until: int) -> Iterator[None]:
        """Propose and play designs under the luck of the search."""
        pool, luck = self.pool, self.effort.searching
        if pool.has_base:
            pool.play([BASE], range(self.effort.racing.stop))
        count = max(BATCH, min(4 * pool.space.width, (until - pool.runs) // (3 * len(luck))))
        home = pool.states[BASE] if self.proposer.sampler != "random" else None
        states = start(pool.space, count, self.proposer.seed, home)
        tried = 0
        while states:
            numbers = [n for n in map(pool.number, states) if n is not None]
            room = max(0, (until - pool.runs) // len(luck))
            pool.play(numbers[:room], luck)
            yield
            tried += len(states)
            if room <= len(numbers) or tried > 4 * max(until // len(luck), BATCH):
                return
            known = self.searched()
            listed = [pool.states[n] for n in known]
            states = self.proposer.propose(
                [s for s in listed if s is not None],
                self.judge.costs(known, luck) if known else np.empty((0, 1)),
                self.judge.excess(known, luck) if known else np.empty((0, 1)),
                BATCH,
            )

    def searched(self) -> list[int]:
        """Designs of the space that have all runs of the search."""
        luck, pool = self.effort.searching, self.pool
        return [
            n
            for n in pool.designs
            if pool.states[n] is not None and len(pool.replications(n, luck)) == len(luck)
        ]

    def check_possible(self) -> None:
        """Refuse limits that no design comes near.

        Raises
        ------
        InputError
            It names the limit that is hardest to keep, and the nearest that was reached.
        """
        known, luck = self.candidates(self.effort.searching), self.effort.searching
        if not known:
            raise InputError(
                "no combination of the levers makes a valid campaign; give other ranges"
            )
        excess = self.judge.excess(known, luck)
        if not self.judge.limits or (excess <= 0).all(axis=1).any() or self.base_keeps_limits():
            return
        best = excess.min(axis=0)
        worst = int(np.argmax(best))
        limit = self.judge.limits[worst]
        if best[worst] > 0:
            values = limit.sign * self.judge.values(known, luck, limit.figure)
            told = values[~np.isnan(values)]
            if not len(told):
                raise InputError(
                    f"the limit {limit} can be judged in none of {len(known)} designs: "
                    f"{limit.figure.outcome} exists in no run; choose another outcome"
                )
            nearest = exact(float(limit.sign * told.min()), limit.figure.unit, 4)
            raise InputError(
                f"no design of {len(known)} keeps the limit {limit}: the nearest has {nearest}; "
                "loosen it, or give levers that change it"
            )
        both = " and ".join(str(limit) for limit in self.judge.limits)
        raise InputError(
            f"no design of {len(known)} keeps {both} together, though each can be kept alone; "
            "loosen one, or give more levers or runs"
        )

    def base_keeps_limits(self) -> bool:
        """Whether what is optimised keeps the limits as it is, by all its runs of the race."""
        luck = self.effort.racing
        if not self.pool.has_base or len(self.pool.replications(BASE, luck)) < len(luck):
            return False
        return bool((self.judge.excess([BASE], luck) <= 0).all())

    # ------------------------------------------------------------------ racing

    def candidates(self, luck: range) -> list[int]:
        """Designs that have all runs under some luck, what is optimised among them."""
        pool = self.pool
        return [n for n in pool.designs if len(pool.replications(n, luck)) == len(luck)]

    def race(self, until: int) -> Iterator[None]:
        """More runs for designs that are not surely beaten, stage by stage, the best first."""
        before = self.effort.searching
        stages = self.effort.stages
        for place, luck in enumerate(stages):
            pool = self.pool
            known = self.candidates(before)
            beaten = self.judge.beaten(known, before)
            order = by_worth(self.judge.costs(known, before), self.judge.over(known, before))
            first = [known[k] for k in self.best(known, before)]
            unbeaten = [known[k] for k in order if not beaten[k]]
            wanted = list(dict.fromkeys([*first, *unbeaten]))
            if len(wanted) < FEWEST:  # a few runs can be wrong
                others = (known[k] for k in order)
                wanted = list(dict.fromkeys([*wanted, *others]))[:FEWEST]
            left = (until - pool.runs) / (len(stages) - place)
            chosen: list[int] = []
            spent = 0
            for number in wanted:
                needed = len(luck) - len(pool.replications(number, luck))
                if spent + needed > left and (chosen or spent + needed > until - pool.runs):
                    continue
                chosen.append(number)
                spent += needed
            pool.play(chosen, luck)
            before = luck
            yield

    def best(self, numbers: Sequence[int], luck: Sequence[int]) -> list[int]:
        """Places of the balanced design and of the best for each goal, within the limits."""
        if not numbers:
            return []
        costs, over = self.judge.costs(numbers, luck), self.judge.over(numbers, luck)
        return list(dict.fromkeys(choose(costs, over).values()))

    # ------------------------------------------------------------------ neighbours

    def polish(self, until: int) -> Iterator[None]:
        """Let the neighbours of what would be recommended join the race, while any is new."""
        for stride in STRIDES:
            while self.surround(until, stride):
                yield
                yield from self.race(self.pool.runs + (until - self.pool.runs) // 3)

    def surround(self, until: int, stride: int = 1) -> bool:
        """Play the neighbours of what would be recommended; whether there was a new one."""
        pool, luck = self.pool, self.effort.stages[0]
        known = self.candidates(luck)
        fresh: dict[int, None] = {}
        for number in self.settled(known):
            state = pool.states[number]
            for near in self.beside(state, stride) if state is not None else ():
                found = pool.number(near.state)
                if found is not None and found not in known:
                    fresh[found] = None
        room = max(0, (until - pool.runs) // len(luck))
        pool.play(list(fresh)[:room], luck)
        return bool(fresh) and room > 0

    def beside(self, state: State, stride: int = 1) -> list[Neighbour]:
        """Neighbours of a design, and the design with each lever left as it is."""
        pool = self.pool
        out = pool.space.neighbours(state, stride)
        now = pool.states[BASE]
        if now is None or stride > 1:
            return out
        known = {near.state for near in out}
        for k, lever in enumerate(pool.space.levers):
            home = (*state[:k], now[k], *state[k + 1 :])
            if home != state and home not in known and isinstance(lever, LeverGrid):
                out.append(Neighbour(k, home))
        return out

    def settled(self, numbers: Sequence[int]) -> list[int]:
        """What would be recommended by now, among the designs with the most runs."""
        luck = self.deepest(numbers)
        known = [n for n in numbers if len(self.pool.replications(n, luck)) == len(luck)]
        return [known[k] for k in self.best(known, luck)]

    def deepest(self, numbers: Sequence[int]) -> range:
        """The longest stage that a design of the space has passed."""
        mine = [n for n in numbers if self.pool.states[n] is not None]
        for luck in reversed(self.effort.stages):
            if any(len(self.pool.replications(n, luck)) == len(luck) for n in mine):
                return luck
        return self.effort.searching

    # ------------------------------------------------------------------ what is told

    def finalists(self) -> list[int]:
        """Designs that have passed the longest stage that any has."""
        known = [n for n in self.pool.designs if self.pool.outcomes[n]]
        luck = self.deepest(known)
        return self.candidates(luck)

    def described_by(self, number: int) -> list[int]:
        """The replications that a design's figures rest on: its race, or else its search."""
        raced = self.pool.replications(number, self.effort.racing)
        return raced or self.pool.replications(number, self.effort.searching)

    def common(self, one: int, other: int) -> list[int]:
        """The replications by which two designs are compared: of the race, or else the search."""
        for luck in (self.effort.racing, self.effort.searching):
            mine = self.pool.replications(one, luck)
            both = [r for r in mine if r in self.pool.outcomes[other]]
            if len(both) > 1:
                return both
        return []

    def estimate(self, number: int, figure: Figure, level: float = 0.95) -> Estimate:
        """A figure of a design with its interval."""
        x = self.pool.array(number, figure.outcome, self.described_by(number))
        return estimate(x, figure, level)


def choose(costs: Floats, over: Floats) -> dict[int | str, int]:
    """The balanced design, and the best for each goal by its number, on the front within limits.

    Examples
    --------
    >>> choose(np.array([[0.0, 9.0], [1.0, 1.0], [9.0, 0.0]]), np.zeros(3))
    {'balanced': 1, 0: 0, 1: 2}
    """
    front = np.flatnonzero(ranks(costs, over) == 0)
    out: dict[int | str, int] = {BALANCED: int(front[balanced(costs[front])])}
    for goal in range(costs.shape[1]):
        rest = [c for c in range(costs.shape[1]) if c != goal]
        order = np.lexsort((*(costs[front, c] for c in rest), costs[front, goal]))
        out[goal] = int(front[order[0]])
    return out if costs.shape[1] > 1 else {0: out[0]}
