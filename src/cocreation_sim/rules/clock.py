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


def slot_time(slot: int, before: float, start: float, rate: float) -> float:
    """When a slot of review comes: start + (slot - before) / rate.

    Parameters
    ----------
    slot
        Number of the slot since the campaign's start, from 1.
    before
        Capacity summed up to the start of the sub-round.
    start
        Of the sub-round, in weeks.
    rate
        Ideas that can be read a week.

    Examples
    --------
    >>> slot_time(3, 2.5, 1.0, 2.0)
    1.25
    """
    return start + (slot - before) / rate


def slot_after(slot: int, born: float, before: float, start: float, rate: float) -> int:
    """The first slot after this one that comes when an idea is there: an idle slot is lost.

    max(slot + 1, ceil(before + (born - start) * rate)).

    Parameters
    ----------
    slot
        The slot that found nothing to read.
    born
        When the next idea comes, in weeks.
    before, start, rate
        As in `slot_time`.

    Examples
    --------
    >>> slot_after(3, 2.0, 2.5, 1.0, 2.0), slot_after(3, 1.2, 2.5, 1.0, 2.0)
    (5, 4)
    """
    return max(slot + 1, math.ceil(before + (born - start) * rate))
