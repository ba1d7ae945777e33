"""The design of an experiment: which scenarios are played, checked before anything runs."""

from __future__ import annotations

import itertools
import math
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, Literal, cast, get_args

import numpy as np
from numpy.typing import NDArray

from cocreation_sim.designs.factors import NAMED, PRESET, Factors, Range, kind_of, value_at
from cocreation_sim.errors import InputError, check_whole, check_word, nearest_names
from cocreation_sim.frozen import FrozenDict
from cocreation_sim.randomness import child, name_key
from cocreation_sim.results import Shown
from cocreation_sim.scenario.scenario import Scenario, load

Method = Literal["grid", "zip", "lhs", "sobol", "morris", "saltelli"]
SAMPLED: Final = ("lhs", "sobol", "morris", "saltelli")
MOST_POINTS: Final = 100_000
KEPT: Final = 1024  # scenarios at hand
Values = tuple[Any, ...]


@dataclass(frozen=True)
class Recipe:
    """How the values of a design point make a scenario.

    Attributes
    ----------
    bases
        The scenario that is varied: by the name of the preset or of the design where these are
        varied, else by "".
    columns
        The varied paths.
    kinds
        The kind of each one's column in tables, in Arrow's words.
    """

    bases: dict[str, Scenario]
    columns: tuple[str, ...]
    kinds: tuple[str, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "bases", FrozenDict(self.bases))

    def named(self, name: str) -> Scenario:
        """One of the presets or designs that are varied, by its name.

        Parameters
        ----------
        name
            Of the preset or design.

        Raises
        ------
        InputError
            If it is none of them, or none are varied.
        """
        names = [known for known in self.bases if known]
        if name not in names:
            told = ", ".join(names) or "neither presets nor designs"
            raise InputError(
                f"there is no {name!r}; it varied over {told}{nearest_names(name, names)}"
            )
        return self.bases[name]

    def scenario(self, values: Values) -> Scenario:
        """The scenario of a design point.

        Parameters
        ----------
        values
            One for each of `columns`.

        Raises
        ------
        InputError
            If the values are not allowed; it names the point.
        """
        given = dict(zip(self.columns, values, strict=True))
        base = self.bases[given.pop(PRESET, given.pop(NAMED, ""))]
        try:
            return base.vary(given) if given else base
        except InputError as error:
            reason = str(error).removeprefix("vary: ")
            where = describe(dict(zip(self.columns, values, strict=True)))
            raise InputError(f"at the design point {where}: {reason}") from None


@dataclass(frozen=True, eq=False, repr=False)
class Design(Shown):
    """Which scenarios are played: points of the levers, each in every world of uncertainties.

    Attributes
    ----------
    recipe
        How a point becomes a scenario.
    levers, uncertain
        The factors: what a firm decides, and what it does not know.
    method
        How the points were made.
    points
        The values of each point, in the order of `columns`; the point of lever point `l` and world
        `w` is number ``l * worlds + w``.
    worlds
        Number of worlds; 1 where nothing is uncertain, or all factors are sampled together. Each
        world has luck of its own, the same for all levers: replication r in world w is number
        ``r * worlds + w``.
    shares
        Where the points of a sampled design lie between 0 and 1, one column a factor; else empty.
    scenario_ids
        Fingerprint of each point's scenario.
    seconds
        About how long a run of each point takes.
    """

    recipe: Recipe
    levers: Factors
    uncertain: Factors
    method: Method
    points: list[Values]
    worlds: int
    shares: NDArray[np.float64]
    scenario_ids: list[str]
    seconds: NDArray[np.float64]
    _kept: OrderedDict[int, Scenario] = field(default_factory=OrderedDict, repr=False)
    _lock: Any = field(default_factory=threading.Lock, repr=False)

    def __post_init__(self) -> None:
        for name in ("levers", "uncertain"):
            object.__setattr__(self, name, FrozenDict(getattr(self, name)))

    def __getstate__(self) -> dict[str, Any]:
        """What is pickled: all but the scenarios at hand, which are made again."""
        return {key: held for key, held in self.__dict__.items() if key not in ("_kept", "_lock")}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state, _kept=OrderedDict(), _lock=threading.Lock())

    def _facts(self) -> Mapping[str, object]:
        return {
            "method": self.method,
            "levers": dict(self.levers),
            "uncertain": dict(self.uncertain),
            "points": len(self.points),
            "worlds": self.worlds,
        }

    @property
    def columns(self) -> tuple[str, ...]:
        """The varied paths."""
        return self.recipe.columns

    @property
    def factors(self) -> Factors:
        """All factors."""
        return {**self.levers, **self.uncertain}

    @cached_property
    def first_points(self) -> list[int]:
        """The points whose scenario is not that of an earlier one."""
        firsts: dict[str, int] = {}
        for point, scenario_id in enumerate(self.scenario_ids):
            firsts.setdefault(scenario_id, point)
        return list(firsts.values())

    def scenario(self, point: int) -> Scenario:
        """The scenario of a point; the last thousand are kept.

        Parameters
        ----------
        point
            Its number, from 0.
        """
        with self._lock:
            found = self._kept.get(point)
            if found is not None:
                self._kept.move_to_end(point)
                return found
        made = self.recipe.scenario(self.points[point])
        with self._lock:
            self._kept[point] = made
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return made


def make_design(
    scenario: Scenario,
    levers: Factors,
    uncertain: Factors | None = None,
    method: Method = "grid",
    samples: int | None = None,
    seed: int = 1,
    fixed: Mapping[str, Any] | None = None,
    named: Mapping[str, Scenario] | None = None,
) -> Design:
    """The points of a design, each checked.

    Parameters
    ----------
    scenario
        What is varied; `fixed` is in it already.
    levers, uncertain
        The factors.
    method
        "grid": every combination of the levers' values. "zip": their first values together, their
        second ones, and so on. Both meet `samples` worlds, a Latin hypercube of the uncertainties.
        The others sample all factors together: "lhs" (Latin hypercube) and "sobol" (Sobol's
        sequence) with `samples` points, "morris" with `samples` trajectories, and "saltelli" with
        `samples` base points, for Sobol's indices.
    samples
        See `method`; by default 64 worlds, 256 points, 20 trajectories, 256 base points.
    seed
        Root of the samples.
    fixed
        What is fixed also where the path "preset" brings in another scenario.
    named
        Scenarios by the names that the path "design" varies over.

    Raises
    ------
    InputError
        If factors and method do not fit, a point is no valid scenario, or two points of a grid
        are the same.

    Examples
    --------
    >>> make_design(Scenario(), {"campaign.reward.prize": (0, 500)}).points
    [(0,), (500,)]
    >>> prize = {"campaign.reward.prize": Range(0, 500)}
    >>> len(make_design(Scenario(), prize, method="lhs", samples=8).points)
    8
    """
    uncertain = uncertain or {}
    method = cast(Method, check_word("design", method, get_args(Method)))
    samples = None if samples is None else check_whole("samples", samples, 1, MOST_POINTS)
    count = (
        DEFAULT_SAMPLES[method if method in SAMPLED else "worlds"] if samples is None else samples
    )
    _check(levers, uncertain, method, count)
    both = {**levers, **uncertain}
    shares = np.empty((0, len(both)))
    worlds: list[Values] = [()]
    if method in SAMPLED:
        shares = sample(method, tuple(both), count, seed)
        rows = [_decoded(both, row) for row in shares]
    else:
        lists = [values for values in levers.values() if not isinstance(values, Range)]
        rows = list(itertools.product(*lists) if method == "grid" else zip(*lists, strict=True))
        if method == "zip" and not lists:
            rows = [()]
        if uncertain:
            drawn = sample("lhs", tuple(uncertain), count, seed)
            worlds = [_decoded(uncertain, row) for row in drawn]
    names = both.get(PRESET, ())
    presets = {} if isinstance(names, Range) else {n: _preset(n, fixed or {}) for n in names}
    kinds = tuple(kind_of(factor) for factor in both.values())
    recipe = Recipe(dict(named or presets or {"": scenario}), tuple(both), kinds)
    points = [(*row, *world) for row in rows for world in worlds]
    ids, seconds = _fingerprints(recipe, points, unique=method not in SAMPLED)
    return Design(
        recipe, levers, uncertain, method, points, len(worlds), shares, ids, np.array(seconds)
    )


DEFAULT_SAMPLES: Final = {"worlds": 64, "lhs": 256, "sobol": 256, "morris": 20, "saltelli": 256}


def _check(levers: Factors, uncertain: Factors, method: str, count: int) -> None:
    twice = sorted(set(levers) & set(uncertain))
    if twice:
        raise InputError(f"{twice[0]!r} is a lever and uncertain; keep one")
    if method in SAMPLED:
        if not levers and not uncertain:
            raise InputError(f"a design {method!r} needs at least one factor to sample")
        if PRESET in uncertain:
            raise InputError("'preset' may be a lever, not an uncertainty")
        factors = len(levers) + len(uncertain)
        size = count * {"morris": factors + 1, "saltelli": factors + 2}.get(method, 1)
        _check_size(size, "samples")
        return
    for path, factor in levers.items():
        if isinstance(factor, Range):
            raise InputError(
                f"{path!r} has a range, which a {method} cannot hold; give a list of values, or "
                "choose a design that samples: lhs, sobol, morris or saltelli"
            )
    lengths = {
        path: len(factor) for path, factor in levers.items() if not isinstance(factor, Range)
    }
    if method == "zip" and len(set(lengths.values())) > 1:
        told = ", ".join(f"{path!r} has {n}" for path, n in lengths.items())
        raise InputError(f"a design 'zip' needs lists of one length; {told}")
    points = math.prod(lengths.values()) if method == "grid" else max(lengths.values(), default=1)
    worlds = count if uncertain else 1
    _check_size(points * worlds, ", ".join([*levers, *uncertain]))


def _check_size(points: int, of: str) -> None:
    if points > MOST_POINTS:
        raise InputError(
            f"the design has {points:,} design points, more than {MOST_POINTS:,}; give fewer "
            f"values of {of}"
        )


def _decoded(factors: Factors, row: NDArray[np.float64]) -> Values:
    return tuple(
        value_at(factor, float(share)) for factor, share in zip(factors.values(), row, strict=True)
    )


def sample(method: str, paths: Sequence[str], samples: int, seed: int) -> NDArray[np.float64]:
    """Points between 0 and 1, one column a factor; the same for the same seed and names.

    Parameters
    ----------
    method
        "lhs", "sobol", "morris" or "saltelli".
    paths
        Names of the factors.
    samples
        As for `make_design`.
    seed
        Root of the samples.

    Raises
    ------
    InputError
        If a method does not allow the number of samples.

    Examples
    --------
    >>> sample("lhs", ["a", "b"], 4, seed=1).shape
    (4, 2)
    """
    from scipy.stats import qmc

    root = child(seed, name_key(f"design {method}"))
    if method == "lhs":
        return np.asarray(qmc.LatinHypercube(len(paths), rng=root).random(samples))
    if method == "sobol":
        sequence = qmc.Sobol(len(paths), scramble=True, rng=root)
        power = max(0, math.ceil(math.log2(samples)))
        return np.asarray(sequence.random_base2(power))[:samples]
    from cocreation_sim.designs.samples import unit_sample

    kind: Any = {"morris": "morris", "saltelli": "sobol"}[method]
    return unit_sample(kind, len(paths), samples, root % 2**32)


def _fingerprints(
    recipe: Recipe, points: Sequence[Values], unique: bool
) -> tuple[list[str], list[float]]:
    from cocreation_sim.designs.duration import expected_seconds

    ids: list[str] = []
    seconds: list[float] = []
    seen: dict[str, Values] = {}
    for values in points:
        scenario = recipe.scenario(values)
        scenario_id = scenario.fingerprint()
        twin = seen.setdefault(scenario_id, values)
        if unique and twin is not values:
            one, other = (
                describe(dict(zip(recipe.columns, v, strict=True))) for v in (twin, values)
            )
            raise InputError(
                f"the design points {one} and {other} are the same scenario; give each value once"
            )
        ids.append(scenario_id)
        seconds.append(expected_seconds(scenario))
    return ids, seconds


def _preset(name: Any, fixed: Mapping[str, Any]) -> Scenario:
    if not isinstance(name, str):
        raise InputError(f"'preset' varies over {name!r}; allowed are names of presets")
    return load(name).vary(fixed)


def describe(values: Mapping[str, Any]) -> str:
    """A design point in words.

    Parameters
    ----------
    values
        Values by dotted path.

    Examples
    --------
    >>> describe({"campaign.reward.prize": 500.0})
    'campaign.reward.prize = 500.0'
    """
    return ", ".join(f"{path} = {value!r}" for path, value in values.items()) or "of the scenario"
