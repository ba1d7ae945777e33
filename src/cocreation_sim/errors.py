"""What goes wrong because of what a user gave: one clear sentence, never a traceback."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class InputError(ValueError):
    """Bad input. The message says what, where, what is allowed, and the nearest right name.

    Examples
    --------
    >>> from cocreation_sim import Scenario
    >>> Scenario().vary({"notes": "mine"})
    Traceback (most recent call last):
    cocreation_sim.errors.InputError: there is no parameter 'notes'; did you mean 'note'?
    """


def nearest_names(wrong: str, known: Iterable[str]) -> str:
    """'; did you mean …?' with the nearest known name, or nothing.

    Examples
    --------
    >>> nearest_names("threadles", ["apache", "threadless"])
    "; did you mean 'threadless'?"
    """
    names = list(known)
    close = difflib.get_close_matches(wrong, names, n=1, cutoff=0.6)
    if not close:
        tail = wrong.rsplit(".", 1)[-1]
        close = [n for n in names if n.rsplit(".", 1)[-1] == tail][:1]
    return f"; did you mean {close[0]!r}?" if close else ""
