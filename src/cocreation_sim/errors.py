"""What goes wrong because of what a user gave: one clear sentence, never a traceback."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from numbers import Integral, Real
from typing import Any, TypeGuard

LONGEST = 60  # characters of what was given, in a message
LONGEST_WORD = 160  # characters without a space, such as a path, in a message
LONGEST_MESSAGE = 600


class InputError(ValueError):
    """Bad input. The message says what, where, what is allowed, and the nearest right name.

    A message that would be too long to read is shortened.

    Examples
    --------
    >>> from cocreation_sim import Scenario
    >>> Scenario().vary({"notes": "mine"})
    Traceback (most recent call last):
    cocreation_sim.errors.InputError: there is no parameter 'notes'; did you mean 'note'?
    """

    def __init__(self, message: object = "") -> None:
        super().__init__(shortened(str(message)))


def shortened(message: str) -> str:
    """A message of a length that is read: long words and its middle are left out.

    What went wrong stands at the beginning, what is allowed and what was probably meant at the end.

    Examples
    --------
    >>> (
    ...     shortened("there is no 'prise'"),
    ...     len(shortened("no " + "x" * 5000)),
    ...     shortened("no " * 999)[-6:],
    ... )
    ("there is no 'prise'", 163, 'no no ')
    """
    text = re.sub(rf"\S{{{LONGEST_WORD + 1},}}", lambda word: cut(word[0], LONGEST_WORD), message)
    return cut(text, LONGEST_MESSAGE)


def cut(text: str, longest: int) -> str:
    """A text without its middle, so that it is no longer than allowed.

    Examples
    --------
    >>> cut("from the beginning to the end", 15)
    'from the …e end'
    """
    if len(text) <= longest:
        return text
    tail = longest // 3
    return f"{text[: longest - tail - 1]}…{text[len(text) - tail :]}"


def nearest_names(wrong: object, known: Iterable[str]) -> str:
    """'; did you mean …?' with the nearest known name, or nothing.

    Examples
    --------
    >>> nearest_names("threadles", ["apache", "threadless"])
    "; did you mean 'threadless'?"
    """
    names, wrong = list(known), str(wrong)
    close = difflib.get_close_matches(wrong, names, n=1, cutoff=0.6)
    if not close:
        tail = wrong.rsplit(".", 1)[-1]
        close = [n for n in names if n.rsplit(".", 1)[-1] == tail][:1]
    return f"; did you mean {close[0]!r}?" if close else ""


def shown(given: object) -> str:
    """What was given, as a message repeats it: on one line, and short.

    Examples
    --------
    >>> shown("much"), shown(0.50), shown(10**100)[:5], len(shown(10**100))
    ("'much'", '0.5', '10000', 60)
    """
    text = f"{given:g}" if isinstance(given, float) else " ".join(repr(given).split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def is_number(given: object) -> TypeGuard[float]:
    """Whether something is a number; true and false are none.

    Examples
    --------
    >>> is_number(1), is_number(0.5), is_number(True), is_number("1")
    (True, True, False, False)
    """
    return isinstance(given, Real) and not isinstance(given, bool)


def check_whole(name: str, given: Any, low: int, high: int) -> int:
    """A whole number from `low` to `high`.

    Raises
    ------
    InputError
        If it is none.

    Examples
    --------
    >>> check_whole("lives", 64, 64, 100_000)
    64
    """
    whole = isinstance(given, Integral) and not isinstance(given, bool)
    if not whole or not low <= given <= high:
        raise InputError(
            f"{name} is {shown(given)}; allowed is a whole number from {low:,} to {high:,}"
        )
    return int(given)


def check_names(given: Iterable[str], known: Iterable[str]) -> None:
    """Refuse keywords by names that are not known.

    Raises
    ------
    InputError
        It lists those that are.

    Examples
    --------
    >>> check_names(["lives"], ["lives", "folder"])
    """
    names = list(known)
    for name in given:
        if name not in names:
            raise InputError(
                f"there is no {name!r}; allowed are {', '.join(names)}{nearest_names(name, names)}"
            )
