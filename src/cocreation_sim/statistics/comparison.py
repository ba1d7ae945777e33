"""Designs compared pair by pair: runs of one replication share their luck, so it cancels."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from cocreation_sim.errors import InputError, nearest_names
from cocreation_sim.outcomes import FAILED, chosen, column_of, find
from cocreation_sim.outcomes.labels import described
from cocreation_sim.random_arrays import Floats
from cocreation_sim.statistics.summary import bounds, check_level, unit_of
from cocreation_sim.wording.numbers import estimate, exact, number, percent

POWER: Final = 0.8
YES_NO: Final = "true or false"
Judged = tuple[float, float, float, float, float]  # low, high, probably higher, needed, unpaired


class Paired(NamedTuple):
    """How an outcome of design b differs from that of design a under the same luck.

    Attributes
    ----------
    pairs
        Replications in which the outcome exists in both designs.
    mean_a, mean_b
        Mean of the outcome over these, or the share of yes.
    difference, low, high
        `mean_b` - `mean_a` and its interval.
    better_runs, ties
        Share of pairs in which b is higher, ties counted half; and share of ties.
    probably_higher
        Probability that the mean of b is the higher one.
    needed, needed_unpaired
        Replications after which the interval leaves out 0 with 80 % probability, if all is as it
        seems: with the same luck, and with luck of its own for each design. Infinite if there is
        no difference, nan with fewer than 3 pairs.
    saves
        Variance of the difference with luck of its own for each design, over that with the same
        luck: so many times the replications are saved. 1 if neither design varies, infinite if
        only their difference does not.
    """

    pairs: int
    mean_a: float
    mean_b: float
    difference: float
    low: float
    high: float
    better_runs: float
    ties: float
    probably_higher: float
    needed: float
    needed_unpaired: float
    saves: float


def paired(a: ArrayLike, b: ArrayLike, level: float = 0.95, name: str = "") -> Paired:
    """Difference of an outcome between two designs whose runs share their luck pair by pair.

    Numbers: Student's interval d ± t s / sqrt(n), where d is the mean and s the standard deviation
    of the differences in the n pairs. The mean of b is higher with probability F(d sqrt(n) / s), F
    being Student's distribution with n - 1 degrees of freedom (prior 1 / s).

    Yes or no: Tango's score interval, which leaves out 0 exactly where McNemar's test rejects.
    Under the same luck one design often fails where the other does and in a few runs more; then a
    95 % interval holds the difference in at least 93 % of cases with 10 to 100 pairs, but the
    adjusted Wald interval of Agresti and Min in as few as 83 %. If b alone says yes in k runs and
    a alone in l, b is higher with probability 1 - I(1/2; k + 1/2, l + 1/2), I being the incomplete
    beta function (Jeffreys' prior).

    Replications needed: Guenther's formula, made exact with the noncentral t distribution; for
    yes or no Miettinen's for McNemar's test.

    Parameters
    ----------
    a, b
        The outcome in runs of either design, in the same order of replications; nan where it does
        not exist. All numbers, or all True and False.
    level
        Share of such intervals that hold the true difference, above 0 and below 1.
    name
        Name of the outcome; the interval is cut where a difference cannot be.

    Raises
    ------
    InputError
        If a and b are not one-dimensional, differ in length or hold what is no outcome, or the
        level is invalid.

    References
    ----------
    Tango (1998), Equivalence test and confidence interval for the difference in proportions for
    the paired-sample design, Statistics in Medicine 17, 891-908.
    Agresti and Min (2005), Simple improved confidence intervals for comparing matched
    proportions, Statistics in Medicine 24, 729-740. Guenther (1981), Sample size formulas for
    normal theory t tests, The American Statistician 35, 243-244. Miettinen (1968), The matched
    pairs design in the case of all-or-none responses, Biometrics 24, 339-352.

    Examples
    --------
    >>> found = paired([10, 20, 30, 40], [13, 22, 34, 43])
    >>> found.difference, round(found.low, 2), round(found.high, 2), found.better_runs
    (3.0, 1.7, 4.3, 1.0)
    >>> fewer = paired([True] * 8 + [False] * 12, [True] * 2 + [False] * 18)
    >>> round(fewer.difference, 2), round(fewer.low, 2), round(fewer.high, 2)
    (-0.3, -0.52, -0.09)
    """
    check_level(level)
    (x, one), (y, other) = _values("a", a), _values("b", b)
    if len(x) != len(y):
        raise InputError(f"a has {len(x)} runs and b {len(y)}; allowed are as many of both")
    both = ~(np.isnan(x) | np.isnan(y))
    x, y, n = x[both], y[both], int(both.sum())
    if n == 0:
        return Paired(0, *[math.nan] * 11)
    low, high, *rest = (_yes_no if one and other else _numbers)(x, y, level)
    lowest, highest = bounds(name)
    low, high = max(low, lowest - highest), min(high, highest - lowest)
    higher, needed, unpaired = rest if n >= 3 else (rest[0], math.nan, math.nan)
    ties, better = float((x == y).mean()), float(((y > x) + 0.5 * (x == y)).mean())
    means = float(x.mean()), float(y.mean()), float((y - x).mean())
    own, same = _variance(x) + _variance(y), _variance(y - x, x, y)
    saves = own / same if same else math.inf if own else 1.0
    return Paired(
        n, *means, low, high, better, ties, higher, needed, unpaired, saves if n > 1 else math.nan
    )


def compare_runs(
    tables: Mapping[str, pd.DataFrame] | pd.DataFrame,
    outcomes: Sequence[str] | str | None = None,
    level: float = 0.95,
    baseline: str | None = None,
) -> pd.DataFrame:
    """Compare designs with a baseline, replication by replication: one row a design and outcome.

    With m designs besides the baseline each interval has level 1 - (1 - `level`) / m (Bonferroni),
    so that all m intervals of an outcome hold together with probability `level`. `needed` is for
    these intervals. The columns are `design`, `baseline`, `outcome`, `unit`, `level`, then the
    fields of `Paired`, where a is the baseline and b the design.

    Parameters
    ----------
    tables
        One table of runs for each design, or one table with a column `design`. Each has one row a
        replication, named in `replication_id`.
    outcomes
        Which outcomes; by default all that are numbers, or true or false.
    level
        Level of the intervals of one outcome together.
    baseline
        The design to compare with; by default the first.

    Raises
    ------
    InputError
        If designs share no replication, a replication occurs twice in a design or has another
        seed in another, there is no such design or outcome, or the level is invalid.

    Examples
    --------
    >>> none = pd.DataFrame({"replication_id": [0, 1, 2], "submissions": [10, 20, 30]})
    >>> some = none.assign(submissions=[14, 23, 35])
    >>> row = compare_runs({"prize 0": none, "prize 500": some}).iloc[0]
    >>> [round(float(row[key]), 2) for key in ("difference", "low", "high")]
    [4.0, 1.52, 6.48]
    """
    check_level(level)
    designs = _designs(tables)
    first = next(iter(designs)) if baseline is None else baseline
    if first not in designs:
        raise InputError(f"there is no design {first!r}{nearest_names(str(first), designs)}")
    contenders = [name for name in designs if name != first]
    names = _outcomes(designs, outcomes)
    each = 1 - (1 - level) / len(contenders)
    rows = []
    for design in contenders:
        a, b = _aligned(first, designs[first], design, designs[design])
        for name, column in names.items():
            x, y = a[column].to_numpy(), b[column].to_numpy()
            unit = YES_NO if _is_yes_no(x) and _is_yes_no(y) else unit_of(name)
            keys = {"design": design, "baseline": first, "outcome": name, "unit": unit}
            rows.append({**keys, "level": level, **paired(x, y, each, name)._asdict()})
    return pd.DataFrame(rows)


def sentence(row: Mapping[Any, Any] | pd.Series) -> str:
    """What a row of `compare_runs` says, in one plain sentence.

    Parameters
    ----------
    row
        A row of the table that `compare_runs` gives.

    Examples
    --------
    >>> none = pd.DataFrame({"replication_id": [0, 1, 2], "submissions": [10, 20, 30]})
    >>> some = none.assign(submissions=[14, 23, 35])
    >>> sentence(compare_runs({"prize 0": none, "prize 500": some}).iloc[0]).split(":")[0]
    'prize 500 gets 4 more ideas than prize 0 (95 % interval 1.52 to 6.48)'
    """
    design, baseline, name = str(row["design"]), str(row["baseline"]), str(row["outcome"])
    n, gap, low, high = int(row["pairs"]), row["difference"], row["low"], row["high"]
    known, kind, fails = find(name), str(row["unit"]), column_of(name) == FAILED
    what = "failure" if fails else described(name)[0]
    alike = f"{design} and {baseline} cannot yet be distinguished in {what}"
    if not math.isfinite(low + high):
        return f"{alike}: {n} runs with the same luck are too few"
    if low == high == 0:
        return f"{design} and {baseline} do not differ in {what} in any of {n} runs"
    unit = "points" if kind in ("share", YES_NO) else kind
    level = f"{exact(row['level'], 'share')} interval"
    if low <= 0 <= high:
        gaps = estimate(gap, low, high, unit, f"{{}}, {level} {{}}")
        return f"{alike} (difference {gaps}); {_outlook(row['needed'], n)}"
    up, (near, far) = gap > 0, sorted((abs(low), abs(high)))
    told = estimate(abs(gap), near, far, unit, f"{{}} ({level} {{}})")
    size = told.partition(" (")[0]
    better = row["better_runs"] if up else 1 - row["better_runs"]  # ties are half of both
    clearly = percent(round(max(0.0, better - row["ties"] / 2), 9))
    runs = f"{'higher' if up else 'lower'} in {clearly} of runs with the same luck"
    if kind == YES_NO:
        says = f"{design} fails" if fails else f"{what}: {design}"
        says += f" {size} percentage points {'more' if up else 'less'} often than {baseline}"
        only, others = (round(n * (part - row["ties"] / 2)) for part in (better, 1 - better))
        runs = f"in {only} of {n} runs with the same luck it makes this difference, in {others} "
        runs += "the opposite one"
    elif kind == what.split()[0] and kind != "share":
        noun = (known.short if known else "") or what
        says = f"{design} gets {size} {'more' if up else 'fewer'} {noun} than {baseline}"
    else:
        words = {"share": " percentage points", "sd": " sd"}.get(kind, "")
        says = f"{what}: {design} is {size}{words} {'above' if up else 'below'} {baseline}"
    return f"{says}{told.removeprefix(size)}: {runs}"


def _outlook(needed: float, n: int) -> str:
    if not math.isfinite(needed):
        return f"{n} replications " + ("show no difference" if n > 2 else "are too few")
    digit = 10 ** max(0, math.floor(math.log10(needed)) - 1)
    return (
        f"about {number(math.ceil(needed / digit) * digit)} replications would be needed (now {n})"
    )


def _is_yes_no(values: ArrayLike) -> bool:
    raw = np.asarray(values)
    if raw.dtype != object:
        return raw.dtype == bool
    kinds = [isinstance(v, (bool, np.bool_)) for v in raw.flat if not pd.isna(v)]
    return bool(kinds) and all(kinds)


def _values(name: str, values: ArrayLike) -> tuple[Floats, bool]:
    """Values as numbers, nan where there is none; and whether they are all yes or no."""
    raw = np.asarray(values, dtype=None if hasattr(values, "dtype") else object)
    try:
        numbers = np.where(pd.isna(raw), np.nan, raw).astype(np.float64)
    except (TypeError, ValueError):
        numbers = np.array(np.inf)
    if numbers.ndim != 1 or np.any(np.isinf(numbers)):
        raise InputError(
            f"{name} is {values!r}; allowed is a list of finite numbers, or of True and False, "
            "and nan where there is no outcome"
        )
    return numbers, _is_yes_no(raw)


def _variance(values: Floats, *parts: Floats) -> float:
    """Variance; 0 if it is but the rounding of the numbers that the values are made of."""
    size = max(float(np.abs(part).max()) for part in (values, *parts))
    found = float(values.var(ddof=1)) if len(values) > 1 else 0.0
    return found if found > (1e-14 * size) ** 2 else 0.0


def _numbers(x: Floats, y: Floats, level: float) -> Judged:
    from scipy.special import stdtr, stdtrit

    n, gap = len(x), float((y - x).mean())
    if n < 2:
        return (math.nan,) * 5
    spread = math.sqrt(_variance(y - x, x, y))
    half = float(stdtrit(n - 1, (1 + level) / 2)) * spread / math.sqrt(n)
    score = gap / spread * math.sqrt(n) if spread else math.inf * gap if gap else 0.0
    own = math.sqrt(_variance(x) + _variance(y))
    needed = _needed(gap, spread, level, 1), _needed(gap, own, level, 2)
    return gap - half, gap + half, float(stdtr(n - 1, score)), *needed


def _needed(gap: float, spread: float, level: float, samples: int) -> float:
    """Replications for Student's interval of one sample of differences, or of two samples."""
    from scipy.special import nctdtr, ndtri, stdtrit

    if gap == 0:
        return math.inf
    size = abs(gap) / max(spread, abs(gap) / 1e3)  # in standard deviations of a difference
    z = -float(ndtri((1 - level) / 2))
    guess = ((z + float(ndtri(POWER))) / size) ** 2 + z * z / (2 * samples)
    if guess > 1000:
        return float(math.ceil(guess))
    n, power = max(1, math.floor(guess) - 10), 0.0
    while power < POWER:
        n += 1
        edge = float(stdtrit(samples * (n - 1), (1 + level) / 2))
        power = 1 - float(nctdtr(samples * (n - 1), size * math.sqrt(n), edge))
    return float(n)


def _yes_no(x: Floats, y: Floats, level: float) -> Judged:
    from scipy.special import betainc, ndtri

    n, more, less = len(x), int((y > x).sum()), int((y < x).sum())
    z, power = -float(ndtri((1 - level) / 2)), float(ndtri(POWER))
    low, high = -_tango(less, more, n, z), _tango(more, less, n, z)
    higher = 1 - float(betainc(more + 0.5, less + 0.5, 0.5))
    if more == less:
        return low, high, higher, math.inf, math.inf
    gap, discordant, both = (more - less) / n, (more + less) / n, float(x.mean() + y.mean()) / 2
    spread = math.sqrt(max(discordant**2 - gap**2 * (3 + discordant) / 4, 0.0))
    pairs = (z * discordant + power * spread) / math.sqrt(discordant)
    apart = z * math.sqrt(2 * both * (1 - both)) + power * math.sqrt(float(x.var() + y.var()))
    needed = [max(2.0, math.ceil((root / gap) ** 2)) for root in (pairs, apart)]
    return low, high, higher, needed[0], needed[1]


def _tango(more: int, less: int, n: int, z: float) -> float:
    """Largest difference of shares that the score test does not reject."""
    from scipy.optimize import brentq

    def score(gap: float) -> float:
        # the likeliest share of "less" under this difference, then the standard deviation
        b = (2 * n - more + less) * gap - more - less
        share = (math.sqrt(max(b * b + 8 * n * less * gap * (1 - gap), 0.0)) - b) / (4 * n)
        spread = math.sqrt(max(n * (2 * share + gap * (1 - gap)), 1e-300))
        return (more - less - n * gap) / spread + z

    almost = 1 - 1e-12
    if more == n or score(almost) >= 0:
        return 1.0
    return float(brentq(score, (more - less) / n, almost, xtol=1e-12))


def _designs(tables: Mapping[str, pd.DataFrame] | pd.DataFrame) -> dict[str, pd.DataFrame]:
    if isinstance(tables, pd.DataFrame):
        if "design" not in tables:
            raise InputError("the table has no column 'design'")
        tables = {str(k): t.drop(columns="design") for k, t in tables.groupby("design", sort=False)}
    found = {}
    for name, table in tables.items():
        if "replication_id" not in table:
            raise InputError(f"the runs of {name!r} have no column 'replication_id'")
        found[str(name)] = table.set_index("replication_id")
        if len(twice := table["replication_id"][table["replication_id"].duplicated()]):
            raise InputError(
                f"replication {twice.iloc[0]} occurs twice in the runs of {name!r}; allowed is one "
                "run a replication, of one design point and campaign"
            )
    if len(found) < 2:
        raise InputError(f"designs are {list(found)}; allowed are two or more")
    return found


def _aligned(
    first: str, a: pd.DataFrame, other: str, b: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Runs of the replications that both designs have, in the same order."""
    shared = a.index.intersection(b.index)
    a, b = a.loc[shared], b.loc[shared]
    same_seed = "seed" not in a or "seed" not in b or bool((a["seed"] == b["seed"]).all())
    if len(shared) == 0 or not same_seed:
        raise InputError(
            f"{first!r} and {other!r} share no luck: their runs have other "
            f"{'seeds' if len(shared) else 'replications'}; play both with the same"
        )
    return a, b


def _outcomes(
    designs: Mapping[str, pd.DataFrame], wanted: Sequence[str] | str | None
) -> dict[str, str]:
    """Columns of the wanted outcomes by name, or of all numbers, true and false in every design."""
    tables = list(designs.values())
    known = [
        str(name)
        for name in tables[0].columns
        if name not in ("scenario_id", "seed", "campaign")
        and "." not in name  # a lever
        and all(name in table for table in tables)
        and all(_is_yes_no(t[name]) or pd.api.types.is_numeric_dtype(t[name]) for t in tables)
    ]
    names = known if wanted is None else [wanted] if isinstance(wanted, str) else list(wanted)
    what = "outcome {} that is a number, or true or false, in every design"
    return chosen(names, known, what)
