"""The emulator: a known surface is learnt, and its scatter is the luck that was put in."""

import numpy as np
import pandas as pd
import pytest

from cocreation_sim.designs.factors import Range
from cocreation_sim.errors import InputError
from cocreation_sim.fitting.emulator import emulate, from_log_or_logit, to_log_or_logit

UNKNOWN = {"a": Range(0.0, 2.0), "b": Range(0.1, 10.0, log=True)}
FIGURES = ("one_timers", "ideas_per_contributor")
LUCK = 0.1


def truth(a, b):
    """Log odds of a share, and logarithm of a count."""
    return np.sin(2 * a) + 0.5 * np.log(b), 0.3 + a * a / 4


def some_runs(count, seed=1):
    rng = np.random.Generator(np.random.PCG64(seed))
    a, b = rng.uniform(0, 2, count), np.exp(rng.uniform(np.log(0.1), np.log(10), count))
    share, number = truth(a, b)
    return pd.DataFrame(
        {
            "a": a,
            "b": b,
            "one_timers": 1 / (1 + np.exp(-share - LUCK * rng.normal(size=count))),
            "ideas_per_contributor": np.exp(number + LUCK * rng.normal(size=count)),
        }
    )


@pytest.fixture(scope="module")
def emulator():
    return emulate(some_runs(1600), UNKNOWN, FIGURES)


@pytest.mark.parametrize("figure", FIGURES)
def test_stretching_can_be_undone(figure):
    values = np.array([0.01, 0.2, 0.99])
    assert from_log_or_logit(figure, to_log_or_logit(figure, values)) == pytest.approx(values)


def test_a_known_surface_is_learnt(emulator):
    fresh = some_runs(400, seed=2)
    shares = emulator.shares(fresh[["a", "b"]].to_numpy())
    off = emulator.predict(shares) - np.stack(truth(fresh["a"], fresh["b"]), axis=-1)
    assert np.abs(off).mean() < 0.04
    assert np.all(emulator.explained > 0.85)


def test_what_is_left_is_the_luck(emulator):
    assert np.sqrt(np.diag(emulator.scatter)) == pytest.approx([LUCK, LUCK], rel=0.25)


def test_shares_run_from_one_end_of_a_range_to_the_other(emulator):
    ends = np.array([[0.0, 0.1], [1.0, 1.0], [2.0, 10.0]])
    assert emulator.shares(ends) == pytest.approx(np.array([[0, 0], [0.5, 0.5], [1, 1]]))


def test_too_few_runs_are_refused():
    runs = some_runs(300)
    runs.loc[50:, "one_timers"] = np.nan
    with pytest.raises(InputError, match="50 of 300 runs have all figures"):
        emulate(runs, UNKNOWN, FIGURES)
