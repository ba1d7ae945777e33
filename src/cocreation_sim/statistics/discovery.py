"""Under which conditions campaigns fail: scenario discovery with PRIM, told in plain words.

Friedman and Fisher (1999), Bump hunting in high-dimensional data, Statistics and Computing 9,
123-143. Bryant and Lempert (2010), Thinking inside the box: a participatory, computer-assisted
approach to scenario discovery, Technological Forecasting and Social Change 77, 34-49. Kwakkel and
Jaxa-Rozen (2016), Improving scenario discovery for handling heterogeneous uncertainties and
multinomial classified outcomes, Environmental Modelling & Software 79, 311-321. Korn and Graubard
(1998): see `cocreation_sim.statistics.failure.pooled_risk`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cocreation_sim.errors import (
    InputError,
    check_number,
    check_whole,
    check_word,
    is_number,
    nearest_names,
    shown,
)
from cocreation_sim.random_arrays import Floats
from cocreation_sim.statistics.failure import Risk, jeffreys
from cocreation_sim.statistics.peeling import (
    SCORES,
    Found,
    Interval,
    Limits,
    Rows,
    Search,
    columns_of,
)
from cocreation_sim.wording.numbers import number, written

if TYPE_CHECKING:
    import pandas as pd

Objective = Literal["lenient1", "lenient2", "original"]

LEAST_CASES: Final = 20


@dataclass(frozen=True, slots=True)
class Box:
    """Conditions, and the cases that meet them.

    Attributes
    ----------
    limits
        For each restricted column its interval, or the categories that are inside.
    quasi_p
        For each restricted column the quasi-p-values of its lower and its upper limit, nan where
        that side is open; for categories the first. It is the probability of at least as many
        failures among as many cases if failures were as frequent as without this limit, a binomial
        tail (Bryant and Lempert 2010). "Quasi", since the limits were sought on the same cases.
    cases, failures
        Cases inside, and how many of these failed: the sum of their shares of failed runs.
    mass, coverage
        Share of all cases, and of all failures, that are inside.
    density, density_low, density_high
        Share of the cases inside that failed, and its interval; see `density_interval`. It does
        not know that the box was sought for its density, which therefore is lower in new cases.
    """

    limits: Mapping[str, Interval | tuple[Any, ...]]
    quasi_p: Mapping[str, tuple[float, float]]
    cases: int
    failures: float
    mass: float
    coverage: float
    density: float
    density_low: float
    density_high: float

    @property
    def restricted(self) -> tuple[str, ...]:
        """The columns that have a limit."""
        return tuple(self.limits)

    def inside(self, x: pd.DataFrame) -> NDArray[np.bool_]:
        """Which cases meet the conditions.

        Parameters
        ----------
        x
            One row a case, with a column for each limit.

        Raises
        ------
        InputError
            If such a column is missing.
        """
        held = np.ones(len(x), bool)
        for name, limit in self.limits.items():
            if name not in x.columns:
                raise InputError(f"x has no column {name!r}{nearest_names(name, map(str, x))}")
            if isinstance(limit, Interval):
                held &= x[name].between(limit.low, limit.high).to_numpy(bool)
            else:
                held &= x[name].isin(limit).to_numpy(bool)
        return held

    def words(self, labels: Mapping[str, str] | None = None) -> str:
        """The conditions in plain words, numbers to three digits.

        Parameters
        ----------
        labels
            What to call a column, with its unit; its name where there is none.
        """
        labels = labels or {}
        parts = [
            f"{labels.get(name, name)} {_described(limit)}" for name, limit in self.limits.items()
        ]
        return " and ".join(parts) or "everywhere"


@dataclass(frozen=True, slots=True)
class Trajectory:
    """The boxes on the way from all cases to few, and the one to use.

    Attributes
    ----------
    steps
        From "everywhere" box by box, as it was peeled and pasted.
    chosen
        The step with the highest harmonic mean of density and of coverage of the failures that
        were left to this trajectory. The mean is 2 k / (n + K), with k of n cases inside and K in
        all failed, also called F1. Of equal steps it is the first and largest.
    best
        The chosen box without the limits that may well be chance: while a quasi-p-value is above
        the level of significance, the limit with the highest is lifted.
    """

    steps: tuple[Box, ...]
    chosen: int
    best: Box

    def table(self, labels: Mapping[str, str] | None = None) -> pd.DataFrame:
        """One row a step: its figures, number of restricted columns, and words.

        Parameters
        ----------
        labels
            As for `Box.words`.
        """
        import pandas as pd

        names = ["cases", "failures", "mass", "coverage", "density", "density_low", "density_high"]
        table = pd.DataFrame([{name: getattr(box, name) for name in names} for box in self.steps])
        table["restricted"] = [len(box.limits) for box in self.steps]
        table["conditions"] = [box.words(labels) for box in self.steps]
        return table


def prim(
    x: pd.DataFrame,
    failed: ArrayLike,
    *,
    boxes: int = 3,
    objective: Objective = "lenient1",
    peel_alpha: float = 0.05,
    paste_alpha: float = 0.05,
    mass_min: float = 0.05,
    significance: float = 0.05,
    level: float = 0.95,
) -> tuple[Trajectory, ...]:
    """Boxes of conditions under which failures are frequent (patient rule induction method).

    Starting from all cases, the box is peeled: of all slices of about `peel_alpha` of its cases at
    either end of a number, and of all single categories, the one goes that is best to lose. Then
    slices and categories are pasted back as long as that raises the density. The objective says
    what is best, with density d of n cases before and d' of n' after: "lenient1"
    (d' - d) / |n - n'|, which the EMA workbench takes since by the original a category that holds
    many cases too often wins (Kwakkel and Jaxa-Rozen 2016); "lenient2" n' (d' - d) / |n - n'|;
    "original" d'. Where the cases inside the recommended box are taken away, the next box is
    sought among the others, and so on, as long as its density is above that of all cases. Each box
    has a trajectory; there always is a first.

    No peel may help although failures have their conditions, as where they lie at both ends of a
    number; then the box stays everywhere, and "original" may find what the others do not. Limits of
    real numbers lie halfway between two values that occur, so ties go together. Steps are those of
    the EMA workbench 3.0.0 but where that cannot paste: whole numbers, columns without a real one.

    Parameters
    ----------
    x
        One row a case, one column a condition: real or whole numbers, or categories (true or
        false, text, objects).
    failed
        Whether each case failed; or the share of its runs that failed, 0 to 1; or a table of runs
        that failed, one row a case and one column a replication, of which the share is taken.
    boxes
        Number of boxes at most.
    objective
        "lenient1", "lenient2" or "original".
    peel_alpha, paste_alpha
        Share of the cases to peel or paste at a time, above 0 and below 0.5.
    mass_min
        Smallest box, as a share of all cases, above 0 and below 1.
    significance
        Highest quasi-p-value of a limit of the recommended box; 1 keeps all limits.
    level
        Level of the intervals of the density.

    Raises
    ------
    InputError
        If there are fewer than 20 cases, none or all of them failed, a value is missing, or an
        argument is not allowed.

    Examples
    --------
    >>> import pandas as pd
    >>> x = pd.DataFrame({"prize": np.arange(200.0), "winners": np.arange(200) % 5 + 1})
    >>> first, *_ = prim(x, (x["prize"] < 120) & (x["winners"] >= 4))
    >>> first.best.words({"prize": "prize (EUR)"})
    'prize (EUR) below 121 and winners at least 4'
    >>> first.best.coverage, first.best.density
    (1.0, 1.0)
    """
    boxes = check_whole("boxes", boxes, 1)
    objective = cast(Objective, check_word("objective", objective, SCORES))
    if not is_number(significance) or not 0 < significance <= 1:
        raise InputError(
            f"significance is {shown(significance)}; allowed is a number above 0, up to 1"
        )
    _check_shares(peel_alpha=(peel_alpha, 0.5), paste_alpha=(paste_alpha, 0.5))
    _check_shares(mass_min=(mass_min, 1), level=(level, 1))
    runs = _runs(failed, x)
    share = runs if runs.ndim == 1 else runs.mean(axis=1)
    search = Search(columns_of(x), share, SCORES[objective], peel_alpha, paste_alpha, mass_min)
    found: list[Trajectory] = []
    rows = np.arange(len(x))
    while len(found) < boxes and share[rows].any():
        trajectory, inside = _trajectory(search, runs, rows, significance, level)
        if found and trajectory.best.density <= share.mean():
            break
        found.append(trajectory)
        rows = np.setdiff1d(rows, inside, assume_unique=True)
    return tuple(found)


def density_interval(failed: ArrayLike, level: float = 0.95) -> Risk:
    """Share of failures among cases, and its interval.

    Cases that failed or did not: the Jeffreys interval, as in `failure_risk`. Shares of failed
    runs: the same with each case worth one run, since runs of a case are alike; what cases share
    of their replications' luck cannot be seen in them. A table of runs, one row a case and one
    column a replication: the Jeffreys interval for the number of independent runs that would leave
    the density d as uncertain, d (1 - d) / (v + w) · (z / t)² (Korn and Graubard 1998). v is the
    variance of the mean of the cases' shares, w that of the replications', and Student's t has
    Welch's degrees of freedom. Luck that runs do not share is in both, so the interval errs on
    the wide side. Where none or all failed no variance can be seen, and the number is the smaller
    one of cases and replications.

    Parameters
    ----------
    failed
        As in `prim`.
    level
        Level of the interval.

    Examples
    --------
    >>> density_interval([True, False, False, False]).high.round(2)
    np.float64(0.72)
    >>> alike = density_interval([[True] * 9, [False] * 9, [False] * 9, [False] * 9])
    >>> alike.high.round(2)  # of other cases these say little, however many their runs
    np.float64(0.92)
    """
    _check_shares(level=(level, 1))
    table = np.asarray(failed, dtype=np.float64)
    share, worth = float(table.mean()), float(len(table))
    if table.ndim == 2 and table.shape[1] > 1:
        worth = float(min(table.shape))
        if worth > 1 and 0 < share < 1:
            worth = _worth(table, share * (1 - share), (1 + level) / 2)
    low, high = jeffreys(np.asarray(share * worth), np.asarray(worth), (1 - level) / 2)
    return Risk(np.asarray(share), low, high)


def _worth(table: Floats, variance: float, quantile: float) -> float:
    """Number of independent runs of the given variance that say as much as the table."""
    from scipy.special import ndtri, stdtrit

    v, w = (float(table.mean(axis=k).var(ddof=1)) / table.shape[1 - k] for k in (1, 0))
    if v + w == 0:
        return float(table.size)
    freedom = (v + w) ** 2 / (v**2 / (len(table) - 1) + w**2 / (table.shape[1] - 1))
    worth = variance / (v + w) * (ndtri(quantile) / stdtrit(freedom, quantile)) ** 2
    return float(min(worth, table.size))


def _trajectory(
    search: Search, runs: Floats, rows: Rows, significance: float, level: float
) -> tuple[Trajectory, Rows]:
    """A trajectory among the rows, and those inside its best box."""
    found = search.steps(rows)
    steps = tuple(_box(search, runs, step, rows, level) for step in found)
    left = float(search.share[rows].sum())
    chosen = int(np.argmax([2 * box.failures / (box.cases + left) for box in steps]))
    limits, best = found[chosen].limits, steps[chosen]
    while (weakest := _weakest(search, limits, best)) and weakest[0] > significance:
        limits = weakest[1]
        best = _box(search, runs, Found(limits, search.inside(limits, rows)), rows, level)
    return Trajectory(steps, chosen, best), search.inside(limits, rows)


def _box(search: Search, runs: Floats, found: Found, rows: Rows, level: float) -> Box:
    limits, inside = found
    places = search.limited(limits)
    failures = float(search.share[inside].sum())
    density, low, high = density_interval(runs[inside], level)
    return Box(
        limits={search.columns[k].name: search.columns[k].describe(limits[k]) for k in places},
        quasi_p={search.columns[k].name: _quasi_p(search, found, rows, k) for k in places},
        cases=len(inside),
        failures=failures,
        mass=len(inside) / len(search.share),
        coverage=failures / float(search.share.sum()),
        density=float(density),
        density_low=float(low),
        density_high=float(high),
    )


def _quasi_p(search: Search, found: Found, rows: Rows, place: int) -> tuple[float, float]:
    """P(at least as many failures) without the lower limit of a column, and without the upper."""
    from scipy.special import betainc

    limit, column = found.limits[place], search.columns[place]
    others = search.inside(found.limits, rows, but=place)
    cases, failures = len(found.rows), float(search.share[found.rows].sum())
    tails = []
    for side in column.sides(limit):
        wider = search.share[others[column.holds(side, others)]].mean()
        # The binomial tail as an incomplete beta function, which takes sums of shares as well.
        tail = float(betainc(failures, cases - failures + 1, wider)) if failures else 1.0
        tails.append(math.nan if side == limit else tail)
    return tails[0], tails[1]


def _weakest(search: Search, limits: Limits, box: Box) -> tuple[float, Limits] | None:
    """Highest quasi-p-value of a box, and its limits without that one."""
    candidates = [
        (p, (*limits[:place], side, *limits[place + 1 :]))
        for place in search.limited(limits)
        for p, side in zip(
            box.quasi_p[search.columns[place].name],
            search.columns[place].sides(limits[place]),
            strict=True,
        )
        if not math.isnan(p)
    ]
    return max(candidates, key=lambda each: each[0], default=None)


def _described(limit: Interval | tuple[Any, ...]) -> str:
    if not isinstance(limit, Interval):
        *most, last = map(written, limit)
        return f"is {', '.join(most)} or {last}" if most else f"is {last}"
    low, high = number(limit.low), number(limit.high)
    if math.isinf(limit.low):
        return f"at most {high}" if limit.whole else f"below {high}"
    if math.isinf(limit.high):
        return f"at least {low}"
    return f"is {low}" if limit.whole and low == high else f"from {low} to {high}"


def _runs(failed: ArrayLike, x: pd.DataFrame) -> Floats:
    """Failed or not, shares, or a table of runs, as numbers."""
    try:
        runs = np.asarray(failed, dtype=np.float64)
    except (TypeError, ValueError):
        runs = np.array(np.nan)
    if runs.ndim not in (1, 2) or len(runs) != len(x) or not np.all((runs >= 0) & (runs <= 1)):
        raise InputError(
            f"failed has shape {np.shape(failed)}; allowed are {len(x)} values, one a row of x, or "
            "as many rows of runs: true, false, or shares from 0 to 1, none missing"
        )
    if len(x) < LEAST_CASES or not len(x.columns) or x.columns.astype(str).has_duplicates:
        raise InputError(
            f"x has {len(x)} rows and the columns {[*map(str, x.columns)]}; allowed are at least "
            f"{LEAST_CASES} cases, and one column or more, each with a name of its own"
        )
    if runs.min() == 1 or runs.max() == 0:
        raise InputError(
            f"failed is the same for all {len(x)} cases, {bool(runs.max())}; allowed is that some "
            "failed and some did not"
        )
    return runs[:, 0] if runs.shape[1:] == (1,) else runs


def _check_shares(**shares: tuple[float, float]) -> None:
    for name, (value, most) in shares.items():
        check_number(name, value, below=most)
