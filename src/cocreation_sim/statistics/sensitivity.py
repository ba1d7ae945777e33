"""Which factors an outcome depends on: Morris screening and Sobol' indices, through SALib.

Morris (1991), Factorial sampling plans for preliminary computational experiments, Technometrics
33, 161-174. Campolongo, Cariboni and Saltelli (2007), An effective screening design for
sensitivity analysis of large models, Environmental Modelling & Software 22, 1509-1518. Saltelli et
al. (2010), Variance based sensitivity analysis of model output, Computer Physics Communications
181, 259-270. Owen and Eckles (2012), Bootstrapping data arrays of arbitrary order, Annals of
Applied Statistics 6, 895-927.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cocreation_sim.designs.samples import LEAST, LEVELS, generator, problem_of
from cocreation_sim.errors import InputError, check_number
from cocreation_sim.random_arrays import Floats

if TYPE_CHECKING:
    import pandas as pd

METHODS: Final = {"morris": "morris", "sobol": "saltelli", "saltelli": "saltelli"}  # and designs

STEP: Final = LEVELS / (2 * (LEVELS - 1))
RESAMPLES: Final = 400  # of the trajectories or blocks
LUCKS: Final = 200  # resamples of the replications
ONE_DEVIATION: Final = math.erf(math.sqrt(0.5))  # the level at which SALib's z is 1


def morris_indices(
    unit: ArrayLike, y: ArrayLike, names: Sequence[str], level: float = 0.95, seed: int = 0
) -> pd.DataFrame:
    """Elementary effects of each factor on the mean of an outcome over replications.

    The elementary effect of a factor is (y(u + Δ) - y(u)) / Δ, the change of the outcome as if
    the factor moved through its whole range. `mu_star` is the mean of its size over trajectories
    (Campolongo et al. 2007): how much the factor matters. `mu` is the mean with its sign, `sigma`
    the standard deviation: large where the factor acts in a curve or together with others.

    The interval of `mu_star` is ± t sqrt(v + w). v is the variance over trajectories, from SALib's
    bootstrap; w that of the replications' luck, from a bootstrap over replications in which all
    rows are drawn together, since they share their luck replication by replication. Both are
    corrected by n / (n - 1) for n trajectories or replications, and Student's t has Welch's
    degrees of freedom. Luck that rows do not share is in both, so the interval errs on the wide
    side (Owen and Eckles 2012). With a single replication w cannot be seen and is left out.

    Luck that rows do not share also raises `mu_star` itself; `residual_noise` says how much there
    is of it.

    Parameters
    ----------
    unit
        The sample, as `unit_sample("morris", …)` gave it.
    y
        The outcome, numbers or true and false: one row a row of the sample, one column a
        replication.
    names
        Names of the factors.
    level, seed
        Level of the interval, above 0 and below 1; seed of the bootstraps, a whole number from 0.

    Returns
    -------
    DataFrame
        One row a factor: `factor`, `mu_star`, `mu_star_low`, `mu_star_high`, `mu`, `sigma`, in the
        outcome's unit. Trajectories that hold a value which is missing or infinite are left out
        whole; `attrs["left_out"]` says how many.

    Raises
    ------
    InputError
        If the arguments do not fit each other or fewer than 4 whole trajectories remain.

    Examples
    --------
    >>> from cocreation_sim.designs.samples import unit_sample
    >>> unit = unit_sample("morris", 2, 10, seed=1)
    >>> effects = morris_indices(unit, unit @ [3.0, -1.0], ["prize", "length"])
    >>> effects["mu_star"].round(9).tolist(), effects["mu"].round(9).tolist()
    ([3.0, 1.0], [3.0, -1.0])
    """
    from SALib.analyze import morris  # type: ignore[import-untyped]

    size = _names(names) + 1
    points = np.asarray(unit, dtype=np.float64)
    runs, kept = _whole_blocks(y, size, "trajectories")
    if points.shape != (len(kept), size - 1) or not _trajectories(points, size):
        raise InputError(
            f"unit of shape {points.shape} is no Morris sample for y of {len(kept)} rows and for "
            f"{size - 1} factors; allowed is what unit_sample('morris', …) gives"
        )
    design, luck = generator(seed).spawn(2)

    same: Any = {"conf_level": ONE_DEVIATION, "num_levels": LEVELS}
    analyse = partial(morris.analyze, problem_of(names), points[kept], **same)

    def sizes(means: Floats) -> Floats:
        return np.array([analyse(y, num_resamples=2, seed=luck)["mu_star"] for y in means.T])

    found = analyse(runs.mean(axis=1), num_resamples=RESAMPLES, seed=design)
    mu_star, mu, sigma, spread = (
        np.asarray(found[key]) for key in ("mu_star", "mu", "sigma", "mu_star_conf")
    )
    half = _half(spread**2, _luck(runs, sizes, luck), len(runs) // size, runs.shape[1], level)
    low = np.maximum(mu_star - half, 0.0)
    table = {"mu_star": mu_star, "mu_star_low": low, "mu_star_high": mu_star + half}
    return _table(names, table | {"mu": mu, "sigma": sigma}, (len(kept) - len(runs)) // size)


def sobol_indices(
    y: ArrayLike, names: Sequence[str], level: float = 0.95, seed: int = 0
) -> pd.DataFrame:
    """Share of the variance of an outcome's mean that each factor explains.

    V is the variance over the design of the mean over replications. `first` is
    Var(E(y | x_i)) / V, what would go on average if factor i were known; `total` is
    E(Var(y | all but x_i)) / V, what would stay if all others were known. Their difference is
    what the factor does together with others. The estimators are Saltelli's and Jansen's; with few
    points a small `first` may come out below 0.

    Intervals hold the sampling of the design and the replications' luck, as in `morris_indices`;
    the sequence is evener than the bootstrap knows, so they err on the wide side. Luck that rows
    do not share raises V and each `total`; see `residual_noise`.

    Parameters
    ----------
    y, names, level, seed
        As in `morris_indices`; y at the rows of `unit_sample("sobol", …)`.

    Returns
    -------
    DataFrame
        One row a factor: `factor`, `first`, `first_low`, `first_high`, `total`, `total_low`,
        `total_high`; nan if the outcome is the same everywhere. Blocks that hold a value which is
        missing or infinite are left out whole; `attrs["left_out"]` says how many.

    Raises
    ------
    InputError
        If the arguments do not fit each other or fewer than 4 whole blocks remain.

    Examples
    --------
    >>> from cocreation_sim.designs.samples import unit_sample
    >>> unit = unit_sample("sobol", 2, 512, seed=1)
    >>> shares = sobol_indices(unit @ [2.0, 1.0], ["prize", "length"])
    >>> shares["first"].round(2).tolist(), shares["total"].round(2).tolist()
    ([0.8, 0.2], [0.8, 0.2])
    """
    from SALib.analyze import sobol

    size = _names(names) + 2
    runs, kept = _whole_blocks(y, size, "blocks")
    design, luck = generator(seed).spawn(2)

    def shares(means: Floats) -> Floats:
        scale = means.std(axis=0)
        unit = (means - means.mean(axis=0)) / np.where(scale > 0, scale, 1)  # as SALib does
        a, *ab, b = unit.reshape(-1, size, means.shape[1]).swapaxes(0, 1)
        orders = (sobol.first_order, sobol.total_order)
        found = np.array([[order(a, one, b) for one in ab] for order in orders])
        return np.where(_varies(means, size), found, np.nan).transpose(2, 0, 1)

    mean = runs.mean(axis=1)
    if _varies(mean, size):
        # With a seed of 0 SALib would draw from NumPy's global generator; with ours it does not.
        found = sobol.analyze(
            problem_of(names),
            mean,
            calc_second_order=False,
            num_resamples=RESAMPLES,
            conf_level=ONE_DEVIATION,
            seed=design,
        )
        index = np.array([found["S1"], found["ST"]])
        spread = np.array([found["S1_conf"], found["ST_conf"]])
        across = _luck(runs, shares, luck)
    else:
        index = spread = across = np.full((2, size - 2), np.nan)
    half = _half(spread**2, across, len(runs) // size, runs.shape[1], level)
    low, high = index - half, index + half
    low[1] = np.maximum(low[1], 0.0)
    first = {"first": index[0], "first_low": low[0], "first_high": high[0]}
    total = {"total": index[1], "total_low": low[1], "total_high": high[1]}
    return _table(names, first | total, (len(kept) - len(runs)) // size)


def noise_share(y: ArrayLike) -> float:
    """Share of the variance of a single run's outcome that is the replication's luck.

    Of the outcome y = a(row) + b(replication) + c(row, replication) it is
    (var b + var c) / (var a + var b + var c): how far a single run is from telling what its design
    point does. Numerator and denominator are estimated without bias, whatever the number of
    replications, from the mean squares of the two-way table.

    Parameters
    ----------
    y
        The outcome, one row a design point and one column a replication, numbers or true and
        false. Rows that hold a value which is missing or infinite are left out.

    Returns
    -------
    float
        0 to 1; nan with a single replication, where luck cannot be seen, and where nothing varies.

    Raises
    ------
    InputError
        If y is no such table or fewer than 2 whole rows remain.

    Examples
    --------
    >>> noise_share([[1.0, 3.0], [1.0, 3.0]])
    1.0
    """
    runs, within, between, unshared = _variances(y)
    whole = within + max(between - unshared / runs, 0.0)
    return within / whole if whole > 0 else math.nan


def residual_noise(y: ArrayLike) -> float:
    """Share of the variance of the rows' means that is luck still, after R replications.

    With y as in `noise_share` it is (var c / R) / (var a + var c / R). The luck b that rows share
    moves all means alike and is none of it. What sensitivity indices of the means say of shares
    below this one is luck; more replications lower it.

    Parameters
    ----------
    y
        As in `noise_share`, and it returns and raises as that does.

    Examples
    --------
    >>> residual_noise([[-1.0, 1.0], [2.0, 2.0], [5.0, 3.0]])
    0.25
    """
    runs, _, between, unshared = _variances(y)
    return min(unshared / runs / between, 1.0) if between > 0 else math.nan


def _variances(y: ArrayLike) -> tuple[int, float, float, float]:
    """Replications; variance within rows, of the rows' means, and of the luck not shared."""
    table, _ = _whole_blocks(y, 1, "rows", least=2)
    rows, runs = table.shape
    if runs == 1:
        return 1, math.nan, math.nan, math.nan
    means = table.mean(axis=1, keepdims=True)
    luck = table - means
    unshared = np.sum((luck - luck.mean(axis=0)) ** 2) / ((rows - 1) * (runs - 1))
    within = np.sum(luck**2) / (rows * (runs - 1))
    return runs, float(within), float(np.var(means, ddof=1)), float(unshared)


def _varies(means: Floats, size: int) -> Any:
    ends = means.reshape(-1, size, *means.shape[1:])[:, [0, -1]]
    return np.ptp(ends, axis=(0, 1)) > 1e-12 * np.max(np.abs(means), axis=0)


def _luck(runs: Floats, index: Callable[[Floats], Floats], luck: np.random.Generator) -> Any:
    """Variance of an index under other draws of the replications, 0 where there is but one."""
    count = runs.shape[1]
    if count == 1:
        return 0.0
    draws = index(runs @ luck.multinomial(count, np.full(count, 1 / count), size=LUCKS).T / count)
    defined = np.isfinite(draws).reshape(LUCKS, -1).all(axis=1)
    return draws[defined].var(axis=0) * count / (count - 1)


def _half(design: Floats, luck: Any, blocks: int, runs: int, level: float) -> Any:
    """Half the width of an interval."""
    from scipy.special import stdtrit

    level = check_number("level", level, below=1)
    design = design * blocks / (blocks - 1)
    variance = design + luck
    welch = design**2 / (blocks - 1) + np.square(luck) / max(runs - 1, 1)
    freedom = np.divide(variance**2, welch, out=np.ones_like(variance), where=welch > 0)
    return stdtrit(freedom, (1 + level) / 2) * np.sqrt(variance)


def _whole_blocks(
    y: ArrayLike, size: int, many: str, least: int = LEAST
) -> tuple[Floats, NDArray[np.bool_]]:
    """The rows of y in blocks without a missing value, and which rows these are."""
    try:
        table = np.asarray(y, dtype=np.float64)
    except (TypeError, ValueError):
        table = np.empty((0, 0, 0))
    table = table[:, np.newaxis] if table.ndim == 1 else table
    if table.ndim != 2 or table.shape[1] == 0 or len(table) % size:
        raise InputError(
            f"y has shape {np.shape(y)}; allowed are numbers, or true and false, one column a "
            f"replication and one row a row of the sample, in {many} of {size}"
        )
    whole = np.isfinite(table).all(axis=1).reshape(-1, size).all(axis=1)
    if whole.sum() < least:
        raise InputError(
            f"y has {whole.sum()} {many} without a missing value, of {len(whole)}; allowed are at "
            f"least {least}"
        )
    kept = np.repeat(whole, size)
    return table[kept], kept


def _trajectories(points: Floats, size: int) -> bool:
    moves = np.abs(np.diff(points.reshape(-1, size, size - 1), axis=1))
    moved = np.allclose(moves.sum(axis=1), STEP) and np.allclose(moves.max(axis=1), STEP)
    return moved and np.allclose(moves.sum(axis=2), STEP)


def _table(names: Sequence[str], columns: dict[str, Floats], left_out: int) -> pd.DataFrame:
    import pandas as pd

    table = pd.DataFrame({"factor": list(names), **columns})
    table.attrs["left_out"] = left_out
    return table


def _names(names: Sequence[str]) -> int:
    if len(set(names)) < max(len(names), 1):
        raise InputError(f"names are {list(names)}; allowed is a name of its own for each factor")
    return len(names)


SAME = "the same in all runs, so it depends on nothing that was varied"


def constant_outcomes(table: pd.DataFrame) -> list[str]:
    """Outcomes of a table of sensitivity that are the same in all runs, so that nothing moves them.

    Parameters
    ----------
    table
        As `Experiment.sensitivity` gives it.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = {"outcome": ["failed", "votes"], "mu_star": [0.0, 3.0], "noise": [float("nan")] * 2}
    >>> constant_outcomes(pd.DataFrame(rows))
    ['failed']
    """
    index = "mu_star" if "mu_star" in table else "total"
    still = table["noise"].isna() & (table[index].fillna(0.0) == 0.0)
    whole = still.groupby(table["outcome"].astype(str), sort=False).all()
    return [str(name) for name in whole.index[whole]]
