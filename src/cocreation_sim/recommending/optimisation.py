"""What an optimisation found: all designs, the front, and what is recommended."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from cocreation_sim.errors import InputError
from cocreation_sim.recommending.advice import (
    Recommendation,
    figures_of,
    goal_words,
    recommend,
)
from cocreation_sim.recommending.asked import Asked
from cocreation_sim.recommending.estimates import difference
from cocreation_sim.recommending.fronts import ranks
from cocreation_sim.recommending.goals import Goal, Limit
from cocreation_sim.recommending.pool import BASE
from cocreation_sim.recommending.searching import Search, choose
from cocreation_sim.recommending.wording import STOPPED, short_name
from cocreation_sim.results import Result
from cocreation_sim.scenario.scenario import Scenario
from cocreation_sim.wording.numbers import exact

if TYPE_CHECKING:
    pass


@dataclass(frozen=True, eq=False, repr=False)
class Optimisation(Result):
    """The best designs for some goals within some limits, as far as the runs could tell.

    Attributes
    ----------
    search
        The designs that were tried, with their runs.
    maker
        Makes the scenario of a design's values; none where a function was optimised.
    base
        The scenario that was optimised; none where a function was.
    seed
        Root of all luck.
    level
        Level of the intervals.
    complete
        Whether it ran to its end, rather than being stopped.
    asked
        What was asked, as it stands in a file; none where a function was optimised.

    Examples
    --------
    >>> from cocreation_sim import optimise
    >>> levers = {"selection.winners": [1, 2]}
    >>> found = optimise("workshop", "interesting", levers=levers, runs=100, progress=False)
    >>> found.runs <= 100, found.scenario(0) == found.base
    (True, True)
    """

    search: Search
    maker: Callable[[tuple[Any, ...]], Scenario] | None
    base: Scenario | None
    seed: int
    level: float = 0.95
    complete: bool = True
    asked: Asked | None = None

    def _facts(self) -> Mapping[str, object]:
        return {
            **({} if self.base is None else {"scenario": self.base.name}),
            "goals": [str(goal) for goal in self.goals],
            "limits": [str(limit) for limit in self.limits],
            "runs": self.runs,
            "seed": self.seed,
            "complete": self.complete,
        }

    @property
    def goals(self) -> tuple[Goal, ...]:
        """What was to be reached."""
        return self.search.judge.goals

    @property
    def limits(self) -> tuple[Limit, ...]:
        """What had to be kept to."""
        return self.search.judge.limits

    @property
    def runs(self) -> int:
        """How many runs it took."""
        return self.search.pool.runs

    @cached_property
    def designs(self) -> pd.DataFrame:
        """One row a design that was tried.

        `design` (its number; 0 is what was optimised, as it is), the levers by path, `replications`
        that the figures rest on, for each figure of a goal or limit KEY, KEY_low and KEY_high,
        `within` (does it keep the limits) and `front`. Designs that were raced are told by that
        luck alone, which the search had not seen.
        """
        pool = self.search.pool
        rows = []
        for number in pool.designs:
            if pool.outcomes[number]:
                rows.append(self._row(number))
        table = pd.DataFrame(rows)
        table["front"] = table["design"].isin(self._front)
        return table

    def _row(self, number: int) -> dict[str, Any]:
        pool, search = self.search.pool, self.search
        row: dict[str, Any] = {"design": number}
        row |= dict(zip(pool.space.paths, pool.values[number], strict=True))
        luck = search.described_by(number)
        row["replications"] = len(luck)
        for figure in figures_of(search):
            found = search.estimate(number, figure, self.level)
            row |= {figure.key: found.value}
            row |= {f"{figure.key}_low": found.low, f"{figure.key}_high": found.high}
        row["within"] = bool(search.judge.over([number], luck)[0] <= 0)
        return row

    @cached_property
    def _finalists(self) -> list[int]:
        return self.search.finalists()

    @cached_property
    def _front(self) -> list[int]:
        """Designs of the front: no other finalist within limits is better."""
        known, judge = self._finalists, self.search.judge
        luck = self.search.deepest(known)
        costs, over = judge.costs(known, luck), judge.over(known, luck)
        if not (over <= 0).any():
            return []
        found = [k for k, rank in enumerate(ranks(costs, over)) if rank == 0]
        found.sort(key=lambda k: tuple(costs[k]))
        seen: dict[tuple[float, ...], int] = {}
        for k in found:
            seen.setdefault(tuple(costs[k]), known[k])
        return list(seen.values())

    @cached_property
    def front(self) -> pd.DataFrame:
        """The designs none of which is better than another in all goals, best first in the first.

        As `designs`, with `apart`: the goals in which paired differences tell a design from the
        next one of the front.
        """
        rows = self.designs.set_index("design").loc[self._front].reset_index()
        apart = []
        for one, other in zip(self._front, self._front[1:], strict=False):
            luck = self.search.common(one, other)
            differs = []
            for goal in self.goals:
                x, y = (self.search.pool.array(n, goal.figure.outcome, luck) for n in (one, other))
                if difference(x, y, goal.figure, self.level).differs:
                    differs.append(goal.figure.key)
            apart.append(", ".join(differs))
        rows["apart"] = [*apart, ""][: len(rows)]
        return rows.drop(columns=["front", "within"])

    @cached_property
    def recommended(self) -> tuple[Recommendation, ...]:
        """One design that balances the goals, and one for each goal alone; equal ones once."""
        front, judge = self._front, self.search.judge
        if not front:
            return ()
        luck = self.search.deepest(self._finalists)
        best = choose(judge.costs(front, luck), judge.over(front, luck))
        out: dict[int, Recommendation] = {}
        for purpose, place in best.items():
            name = purpose if isinstance(purpose, str) else str(self.goals[purpose])
            if front[place] not in out:
                out[front[place]] = recommend(
                    self.search, name, front[place], self.level, self.every
                )
        return tuple(out.values())

    def scenario(self, design: int) -> Scenario:
        """A design as a scenario, to be saved or played.

        Parameters
        ----------
        design
            Its number in `designs`; 0 is what was optimised, as it is.

        Raises
        ------
        InputError
            If there is no such design, or it was a function that was optimised.
        """
        pool = self.search.pool
        if self.maker is None or self.base is None:
            raise InputError("a function was optimised, so its designs are no scenarios")
        known = [n for n in pool.designs if pool.outcomes[n]]
        if design not in known:
            raise InputError(
                f"there is no design {design!r}; allowed is a number from 0 to {max(known)} in "
                "the table of designs"
            )
        return self.base if design == BASE else self.maker(pool.values[design])

    @property
    def sentences(self) -> list[str]:
        """What was found, in plain words: first of all what is recommended."""
        if not self.recommended:
            return ["No design that was tried keeps the limits yet; it needs more runs."]
        first, *others = self.recommended
        out = [] if self.complete else [STOPPED]
        out += [first.says, *first.why]
        out += [other.says for other in others]
        if first.design != BASE:
            out.append(
                "It was chosen by the same runs, so it may look better than it is: play it again "
                "with another seed."
            )
        elif not others:
            out.append(self._nothing_better())
        return [*out, *self.method]

    @property
    def method(self) -> list[str]:
        """How it was found, in plain words: within which limits, and by how many runs."""
        out = []
        if self.limits:
            kept = ", ".join(limit.words for limit in self.limits)
            out.append(f"Kept throughout, as far as these runs tell: {kept}.")
        tried, raced = len(self.designs), len(self._finalists)
        runs = len(self.search.described_by(self.recommended[0].design)) if self.recommended else 0
        out.append(
            f"{self.runs:,} runs of {tried:,} designs; {raced} of them reached the last stage, "
            f"with {runs} runs each under the same luck, which the search had not seen. "
            f"{exact(self.level, 'share')} intervals."
        )
        return out

    def _nothing_better(self) -> str:
        """Why the campaign as it is is all that is recommended."""
        rest = self.designs[self.designs["design"] != BASE]
        if self.limits and not rest["within"].any():
            return (
                f"None of the {len(rest)} other designs keeps the limits; loosen a limit or lower "
                "the budget, or give other levers."
            )
        return f"Nothing better was found in {self.runs:,} runs; more runs, or levers, may find it."

    def __str__(self) -> str:
        return "\n".join(self.sentences)

    @property
    def every(self) -> str:
        """Unit of the campaign's calendar; none where a function was optimised."""
        return self.base.calendar.unit if self.base else ""

    @property
    def title(self) -> str:
        """What was optimised for, in words."""
        return " and ".join(goal_words(goal) for goal in self.goals)

    @property
    def names(self) -> dict[str, str]:
        """What the levers are called, by path; the whole path where two are called alike."""
        short = {path: short_name(path) for path in self.search.pool.space.paths}
        twice = {name for name in short.values() if list(short.values()).count(name) > 1}
        return {path: path if name in twice else name for path, name in short.items()}
