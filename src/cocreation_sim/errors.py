"""What goes wrong because of what a user gave: one clear sentence, never a traceback."""

from __future__ import annotations

import difflib
import math
import operator
import re
from collections.abc import Iterable, Mapping
from numbers import Real
from typing import Any, TypeGuard

from cocreation_sim.wording.numbers import exact

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
    folded = {name.casefold(): name for name in reversed(names)}
    near = difflib.get_close_matches(wrong.casefold(), folded, n=1, cutoff=0.6)
    close = [folded[name] for name in near]
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
    given = plain(given)
    text = (
        exact(given)
        if isinstance(given, float) and abs(given) < 1e15  # neither nan nor beyond all bounds
        else " ".join(repr(given).split())
    )
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def is_number(given: object) -> TypeGuard[float]:
    """Whether something is a number; true and false are none.

    Examples
    --------
    >>> is_number(1), is_number(0.5), is_number(True), is_number("1")
    (True, True, False, False)
    """
    return isinstance(given, Real) and not isinstance(given, bool)


def plain(value: Any) -> Any:
    """NumPy's numbers, texts and truths as Python's own, within tuples, lists and dicts too.

    Examples
    --------
    >>> import numpy as np
    >>> plain(np.int64(3)), plain((np.float32(0.5), np.True_)), plain("as it is")
    (3, (0.5, True), 'as it is')
    """
    if isinstance(value, (list, tuple)) and type(value) in (list, tuple):
        return type(value)(plain(each) for each in value)
    if type(value) is dict:
        return {key: plain(each) for key, each in value.items()}
    scalar = type(value).__module__ == "numpy" and getattr(value, "shape", None) == ()
    return value.item() if scalar else value


def plain_fields(thing: Any) -> None:
    """Turn NumPy's numbers in the fields of a frozen dataclass into Python's own."""
    for name in thing.__dataclass_fields__:
        object.__setattr__(thing, name, plain(getattr(thing, name)))


def check_whole(name: str, given: Any, low: int, high: int | None = None) -> int:
    """A whole number from `low` to `high`, Python's or NumPy's, as Python's own.

    Raises
    ------
    InputError
        If it is none.

    Examples
    --------
    >>> check_whole("lives", 64, 64, 100_000)
    64
    """
    given = plain(given)
    try:
        whole = None if isinstance(given, bool) else operator.index(given)
    except TypeError:
        whole = None
    if whole is None or whole < low or (high is not None and whole > high):
        most = "" if high is None else f" to {high:,}"
        raise InputError(f"{name} is {shown(given)}; allowed is a whole number from {low:,}{most}")
    return whole


def check_number(name: str, given: Any, above: float = 0.0, below: float = math.inf) -> float:
    """A number above one bound and below another, Python's or NumPy's, as Python's own.

    Raises
    ------
    InputError
        If it is none.

    Examples
    --------
    >>> check_number("level", 0.95, below=1)
    0.95
    """
    given = plain(given)
    if not is_number(given) or not above < given < below:
        most = "" if below == math.inf else f" and below {exact(below)}"
        raise InputError(
            f"{name} is {shown(given)}; allowed is a number above {exact(above)}{most}"
        )
    return given


def check_word(
    name: str, given: Any, allowed: Iterable[str], other: Mapping[str, str] | None = None
) -> str:
    """One of the allowed words, written in any case.

    Parameters
    ----------
    name
        What the word is for.
    given
        What was given.
    allowed
        The words.
    other
        What else is understood, and the word it stands for.

    Raises
    ------
    InputError
        If it is none of them; it lists them and names the nearest.

    Examples
    --------
    >>> check_word("method", "Sobol", ["morris", "saltelli"], {"sobol": "saltelli"})
    'saltelli'
    """
    words, aliases = list(allowed), dict(other or {})
    if isinstance(given, str):
        known = {word.casefold(): word for word in words}
        known |= {alias.casefold(): word for alias, word in aliases.items()}
        if given.strip().casefold() in known:
            return known[given.strip().casefold()]
    near = nearest_names(given, [*words, *aliases]) if isinstance(given, str) else ""
    raise InputError(f"{name} is {shown(given)}; allowed is one of {', '.join(words)}{near}")


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
