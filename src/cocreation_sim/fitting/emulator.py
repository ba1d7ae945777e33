"""An emulator: what a run of a world comes to, learnt from many runs, in a fraction of the time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cocreation_sim.designs.factors import Range
from cocreation_sim.errors import InputError
from cocreation_sim.statistics.summary import unit_of

Floats = NDArray[np.float64]

NETWORKS: Final = 3
LAYERS: Final = (64, 64)
HELD_BACK: Final = 8  # every eighth run is kept to see how far off the emulator is
LEAST: Final = 0.003  # nearest a share may come to 0 or 1


def to_log_or_logit(figure: str, values: Any) -> Floats:
    """A figure on the scale on which runs scatter evenly: log odds of shares, else logarithms.

    Examples
    --------
    >>> float(to_log_or_logit("one_timers", 0.5)), float(to_log_or_logit("submissions", 1.0))
    (0.0, 0.0)
    """
    given = np.asarray(values, dtype=float)
    if unit_of(figure) == "share":
        inside = np.clip(given, LEAST, 1 - LEAST)
        return np.asarray(np.log(inside / (1 - inside)))
    return np.log(np.maximum(given, 1e-9))


def from_log_or_logit(figure: str, values: Any) -> Floats:
    """The inverse of `to_log_or_logit`.

    Examples
    --------
    >>> round(float(from_log_or_logit("one_timers", to_log_or_logit("one_timers", 0.3))), 12)
    0.3
    """
    given = np.asarray(values, dtype=float)
    if unit_of(figure) == "share":
        return np.asarray(1 / (1 + np.exp(-given)))
    return np.exp(given)


@dataclass(frozen=True, eq=False)
class Emulator:
    """Predicts the figures of a run from its parameters.

    Attributes
    ----------
    unknown
        The parameters, with the range each was drawn from.
    figures
        The figures, in this order.
    scatter
        Covariance of a run around its prediction, on the log and logit scales: the luck of a run
        and what the emulator misses, from runs it has not seen.
    explained
        Share of the variance of each figure over these runs that is predicted.
    """

    unknown: Mapping[str, Range]
    figures: tuple[str, ...]
    scatter: Floats
    explained: Floats
    _networks: tuple[Any, ...]
    _centre: Floats
    _spread: Floats

    def shares(self, values: Floats) -> Floats:
        """Parameters as shares of the way through their ranges, one row a run."""
        columns = [_share(limits, values[..., k]) for k, limits in enumerate(self.unknown.values())]
        return np.stack(columns, axis=-1)

    def predict(self, shares: Floats) -> Floats:
        """Stretched figures, one row a row of shares (0 to 1) of the parameters' ranges."""
        flat = 2.0 * shares.reshape(-1, len(self.unknown)) - 1.0
        mean = np.mean([network.predict(flat) for network in self._networks], axis=0)
        mean = mean.reshape(len(flat), len(self.figures))
        return np.asarray(mean * self._spread + self._centre).reshape(
            *shares.shape[:-1], len(self.figures)
        )


def emulate(
    runs: pd.DataFrame, unknown: Mapping[str, Range], figures: Sequence[str], seed: int = 1
) -> Emulator:
    """Learn an emulator from runs, each with luck of its own.

    Small neural networks (scikit-learn) learn the mean; their mean is the prediction. Every eighth
    run is held back and gives the scatter.

    Parameters
    ----------
    runs
        One row a run, with a column for each parameter and figure; rows where a figure is missing
        (nobody contributed, say) are left out.
    unknown
        The parameters and the ranges they were drawn from.
    figures
        Outcomes to predict.
    seed
        Of the networks' first weights.

    Raises
    ------
    InputError
        If fewer than 100 runs have all figures, or scikit-learn is missing.
    """
    try:
        from sklearn.neural_network import MLPRegressor
    except ImportError:
        raise InputError(
            'calibrating needs scikit-learn: pip install "cocreation-sim[calibrate]"'
        ) from None
    full = runs.dropna(subset=list(figures))
    if len(full) < 100:
        raise InputError(
            f"{len(full)} of {len(runs)} runs have all figures ({', '.join(figures)}); an emulator "
            "needs at least 100"
        )
    x = np.stack(
        [_share(limits, full[path].to_numpy(float)) for path, limits in unknown.items()], axis=-1
    )
    y = np.stack([to_log_or_logit(figure, full[figure]) for figure in figures], axis=-1)
    centre, spread = y.mean(axis=0), np.maximum(y.std(axis=0), 1e-9)
    held = np.arange(len(full)) % HELD_BACK == 0
    networks = tuple(
        MLPRegressor(
            hidden_layer_sizes=LAYERS,
            early_stopping=True,
            learning_rate_init=2e-3,
            max_iter=400,
            random_state=seed + k,
        ).fit(2.0 * x[~held] - 1.0, _squeezed((y[~held] - centre) / spread))
        for k in range(NETWORKS)
    )
    made = Emulator(
        dict(unknown), tuple(figures), np.eye(len(figures)), np.zeros(len(figures)),
        networks, centre, spread,
    )  # fmt: skip
    off = y[held] - made.predict(x[held])
    object.__setattr__(made, "scatter", np.atleast_2d(np.cov(off.T)))
    object.__setattr__(made, "explained", 1.0 - off.var(axis=0) / y[held].var(axis=0))
    return made


def _share(limits: Range, values: Floats) -> Floats:
    if limits.log:
        return np.asarray(np.log(values / limits.low) / np.log(limits.high / limits.low))
    return np.asarray((values - limits.low) / (limits.high - limits.low))


def _squeezed(columns: Floats) -> Floats:
    """A single column as scikit-learn wants it."""
    return columns[:, 0] if columns.shape[1] == 1 else columns
