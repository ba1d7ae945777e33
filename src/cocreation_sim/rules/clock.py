"""When things happen, in sub-rounds."""

from __future__ import annotations


def sub_round_of(time: float, step: float) -> int:
    """The sub-round n that holds a time: n * step <= time < (n + 1) * step, as computed.

    Dividing may round across a border, multiplying decides.
    """
    n = int(time / step)
    if n * step > time:
        return n - 1
    return n + 1 if (n + 1) * step <= time else n
