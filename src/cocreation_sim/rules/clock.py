"""When things happen, in sub-rounds."""

from __future__ import annotations

import math
from typing import Final

HAIR: Final = 1e-9  # of a slot: what rounding may take from a sum of shares


def sub_round_of(time: float, step: float) -> int:
    """The sub-round n that holds a time: n * step <= time < (n + 1) * step, as computed.

    Dividing may round across a border, multiplying decides.

    Parameters
    ----------
    time
        Weeks since the start.
    step
        Length of a sub-round in weeks.

    Examples
    --------
    >>> sub_round_of(0.0, 0.1), sub_round_of(0.3, 0.1), sub_round_of(3 * 0.1, 0.1)
    (0, 2, 3)
    """
    n = int(time / step)
    if n * step > time:
        return n - 1
    return n + 1 if (n + 1) * step <= time else n


def slots_by(capacity: float) -> int:
    """Whole slots of review that a sum of capacity makes: floor(capacity), up to rounding.

    Summed sub-round by sub-round, 182 sevenths of a week come to a hair less than 26.

    Parameters
    ----------
    capacity
        Ideas that could be read so far.

    Examples
    --------
    >>> slots_by(2.5), slots_by(25.9999999999)
    (2, 26)
    """
    return math.floor(capacity + HAIR)
