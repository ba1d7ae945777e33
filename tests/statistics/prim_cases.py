"""Cases on which our PRIM and that of the EMA workbench are compared.

Made by arithmetic alone, so that no generator's stream can change them. Needs no more than NumPy
and pandas, as tools/renew-prim-golden runs where this package is not installed.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

PRIMES = [2, 3, 5, 7, 11, 13, 17, 19]


def spread(n, columns):
    """Fractional parts of multiples of square roots: even, and without ties."""
    return np.modf(np.arange(1, n + 1)[:, np.newaxis] * np.sqrt(PRIMES[:columns]))[0]


def reals():
    u = spread(500, 5)
    x = pd.DataFrame({"prize": 200 * u[:, 0], "length": 1 + 11 * u[:, 1], "idle": u[:, 2]})
    return x, (x["prize"] < 80) & (x["length"] > 6) & (u[:, 3] < 0.9) | (u[:, 4] < 0.08)


def ties():
    u = spread(400, 4)
    x = pd.DataFrame({"a": np.round(u[:, 0], 1), "b": np.round(4 * u[:, 1]), "c": u[:, 2]})
    return x, (x["a"] > 0.55) & (x["b"] >= 2) | (u[:, 3] < 0.1)


def whole_numbers():
    u = spread(600, 5)
    x = pd.DataFrame(
        {
            "rounds": np.floor(12 * u[:, 0]).astype(int),
            "crowd": np.floor(1000 * u[:, 1]).astype(int),
            "share": u[:, 2],
        }
    )
    return x, (x["rounds"] <= 4) & (x["crowd"] > 350) & (x["share"] < 0.7) | (u[:, 3] < 0.07)


def categories():
    u = spread(600, 5)
    cell = np.array(["collaborating", "co-designing", "submitting", "tinkering"])
    x = pd.DataFrame(
        {
            "cell": cell[np.floor(4 * u[:, 0]).astype(int)],
            "names_shown": u[:, 1] < 0.5,
            "prize": 500 * u[:, 2],
            "winners": 1 + np.floor(5 * u[:, 3]).astype(int),
        }
    )
    few = (x["prize"] < 180) & np.isin(x["cell"], ["submitting", "tinkering"])
    return x, few & ~x["names_shown"] | (x["winners"] == 5) & (u[:, 4] < 0.3)


def shares():
    """The failed are given as a share of a case's replications."""
    x, failed = reals()
    luck = spread(len(x), 8)[:, 7]
    return x, np.round(np.where(failed, 0.6 + 0.4 * luck, 0.3 * luck) * 20) / 20


CASES = {
    "reals": reals,
    "ties": ties,
    "whole numbers": whole_numbers,
    "categories": categories,
    "shares": shares,
}


def golden_runs():
    """Case, number of boxes, and settings of PRIM, which have the same names in both."""
    yield "bryant", 2, {"peel_alpha": 0.1}
    for case in CASES:
        yield case, 1, {}
    yield "reals", 1, {"objective": "lenient2", "peel_alpha": 0.1, "paste_alpha": 0.02}
    yield "reals", 1, {"objective": "original", "mass_min": 0.2}
    yield "categories", 1, {"objective": "lenient2", "mass_min": 0.1}
    yield "shares", 1, {"peel_alpha": 0.2, "paste_alpha": 0.1}
