"""Numbers as text: the one place where a value becomes what a person reads.

A number has three digits that matter, or is whole from 100 on. A share is in percent and has two
digits that matter; near 100 % it has two of what is missing to it. So what is not 0 never reads as
0, and what is not all never as 100 %: below the last digit stands "<0.01 %", or ">99.99 %". Where
values stand side by side, such as an estimate and the ends of its interval, they have as many
digits more as tell them apart. Nothing has an exponent. What a machine reads is not written here:
files keep all digits.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from numbers import Real
from typing import Any, Final

HUGE: Final = 1e15  # from here on a float does not hold each whole number
MOST: Final = 6  # digits after the point, and again as many to tell values apart
NEAR: Final = 1e-3  # of a step of an axis that a tick may lie beside its text


def number(value: float) -> str:
    """A number with three digits that matter, whole from 100 on.

    Parameters
    ----------
    value
        What is written.

    Examples
    --------
    >>> number(12345.6), number(0.012345), number(-0.0), number(1e7), number(1e-9)
    ('12,346', '0.0123', '0', '10,000,000', '<0.000001')
    >>> number(float("nan")), number(float("inf"))
    ('-', 'infinity')
    """
    return _bare(value, "")


def percent(value: float) -> str:
    """A share in percent, with two digits that matter; 0 % and 100 % are none and all.

    Parameters
    ----------
    value
        A share, from 0 to 1.

    Examples
    --------
    >>> percent(0.117), percent(0.0186), percent(0.005), percent(0.00001), percent(0.0)
    ('12 %', '1.9 %', '0.5 %', '<0.01 %', '0 %')
    >>> percent(0.954), percent(0.996), percent(0.99999), percent(1.0), percent(float("nan"))
    ('95 %', '99.6 %', '>99.99 %', '100 %', '-')
    """
    return written(value, "share")


def money(value: float) -> str:
    """An amount in euros, with cents below 100 euros.

    Parameters
    ----------
    value
        Euros.

    Examples
    --------
    >>> money(1250.4), money(3.4), money(5.0), money(-20_000.0)
    ('EUR 1,250', 'EUR 3.40', 'EUR 5', 'EUR -20,000')
    """
    return written(value, "EUR")


def written(value: Any, unit: str = "", time_unit: str = "", *, plus: bool = False) -> str:
    """A value of any kind with its unit.

    Parameters
    ----------
    value
        A number, a text, or true or false.
    unit
        "share" is told in percent, "points" (a difference of shares) in percentage points, "EUR"
        in euros, and "unit" in units of time; what others count is told by the words beside them.
    time_unit
        The calendar's unit.
    plus
        Whether what is above 0 has its sign.

    Examples
    --------
    >>> written(0.0186, "share"), written(2.0, "unit", "week"), written(1712.0, "ideas")
    ('1.9 %', '2 weeks', '1,712')
    >>> written(0.345, "points", plus=True), written(True), written("as it is")
    ('+34', 'yes', 'as it is')
    """
    if isinstance(value, bool) or unit == "true or false":
        return "yes" if value else "no"
    if not isinstance(value, Real):
        return str(value) or "-"
    return with_unit(_bare(float(value), unit, plus=plus), unit, time_unit)


def span(low: float, high: float, unit: str = "", time_unit: str = "") -> str:
    """An interval, with as many digits as tell its ends apart.

    Parameters
    ----------
    low, high
        Its ends.
    unit, time_unit
        As those of `written`.

    Examples
    --------
    >>> span(0.002, 0.03, "share"), span(0.121, 0.124, "share"), span(1.0, 2.5)
    ('0.2 to 3 %', '12.1 to 12.4 %', '1 to 2.5')
    >>> span(200, 1500, "EUR"), span(0.2, 0.2, "share"), span(0, float("nan"))
    ('EUR 200 to 1,500', '20 %', '-')
    """
    return with_unit(_ends(apart([low, high], unit)), unit, time_unit)


def estimate(
    value: float,
    low: float,
    high: float,
    unit: str = "",
    form: str = "{} ({})",
    *,
    plus: bool = False,
) -> str:
    """A value with its interval, with as many digits as tell the three apart.

    Parameters
    ----------
    value, low, high
        The value, and the ends of its interval. Where it has none, or no width, the brackets and
        what is in them are left out.
    unit
        As that of `written`.
    form
        What is written around the value and its interval.
    plus
        Whether what is above 0 has its sign.

    Examples
    --------
    >>> estimate(0.12, 0.05, 0.2, "share", "{} of runs (95 % interval {})")
    '12 % of runs (95 % interval 5 to 20 %)'
    >>> estimate(0.123, 0.121, 0.124, "share"), estimate(50, float("nan"), float("nan"), "EUR")
    ('12.3 % (12.1 to 12.4 %)', 'EUR 50')
    >>> estimate(-0.1, -0.3, 0.02, "points", plus=True)
    '-10 (-30 to +2)'
    """
    middle, *ends = apart([value, low, high], unit, plus=plus)
    told = with_unit(middle, unit)
    if " (" in form and (value == low == high or not math.isfinite(low + high)):
        return form.partition(" (")[0].format(told)
    return form.format(told, _ends(ends) + " %" * (unit == "share"))


def ticks(values: Sequence[float], unit: str = "") -> list[str]:
    """Texts of an axis: different where the values are, and as near to them as can be seen.

    Parameters
    ----------
    values, unit
        Where they are, and of what unit.

    Examples
    --------
    >>> ticks([0.0, 0.025, 0.05], "share"), ticks([10.2, 10.25, 10.3]), ticks([0, 2e7])
    (['0 %', '2.5 %', '5 %'], ['10.2', '10.25', '10.3'], ['0', '20,000,000'])
    >>> ticks([0.8, 1.0000000000000002, 1.2], "share")
    ['80 %', '100 %', '120 %']
    """
    most = max(map(abs, values), default=0.0)  # beside which the noise of sums is nothing
    clean = [0.0 if abs(x) < 1e-9 * most else float(f"{x:.12g}") for x in values]
    return [text + " %" * (unit == "share") for text in apart(clean, unit, exact=True)]


def exact(value: float, unit: str = "", digits: int = 6) -> str:
    """What somebody has set, such as a lever or the level of an interval: not rounded further.

    Parameters
    ----------
    value
        What was set.
    unit
        "share" for percent.
    digits
        How many digits matter, at most, in what is not whole.

    Examples
    --------
    >>> exact(0.975, "share"), exact(12500), exact(1234.56), exact(1e7), exact(2.5e-7)
    ('97.5 %', '12,500', '1,234.56', '10,000,000', '0.00000025')
    """
    if not math.isfinite(value):
        return number(value)
    scaled = 100 * value if unit == "share" else value
    whole = scaled == round(scaled) and abs(scaled) < HUGE
    text = Decimal(f"{scaled:.{15 if whole else digits}g}") + 0  # there is no -0
    return f"{text:,f}" + " %" * (unit == "share")


def apart(
    values: Sequence[float], unit: str = "", *, exact: bool = False, plus: bool = False
) -> list[str]:
    """Texts without their unit, with as many digits more as tell different values apart.

    Parameters
    ----------
    values, unit
        The values, and their unit, as that of `written`.
    exact
        Whether the texts must also be near to the values, as ticks of an axis must.
    plus
        Whether what is above 0 has its sign.

    Examples
    --------
    >>> apart([0.1201, 0.1204], "share"), apart([0.12, 0.34], "share"), apart([3.0, 3.0])
    (['12.01', '12.04'], ['12', '34'], ['3', '3'])
    """
    known = sorted({float(f"{value:.12g}") for value in values if math.isfinite(value)})
    step = min((b - a for a, b in pairwise(known)), default=0.0) or math.inf
    for more in range(MOST):
        texts = {value: _bare(value, unit, more) for value in known}
        if len(set(texts.values())) == len(known) and (
            not exact or all(_is_near(x, texts[x], unit, step) for x in known)
        ):
            return [_bare(value, unit, more, plus) for value in values]
    return [_bare(value, unit, 0, plus) for value in values]


def with_unit(text: str, unit: str, time_unit: str = "") -> str:
    """A text of a number with its unit.

    Parameters
    ----------
    text, unit, time_unit
        A number as text, its unit, and the unit of time where that is "unit".

    Examples
    --------
    >>> with_unit("12", "share"), with_unit("1", "unit", "week"), with_unit("-", "EUR")
    ('12 %', '1 week', '-')
    """
    time = time_unit if text == "1" else plural(time_unit)
    forms = {"share": "{} %", "EUR": "EUR {}", "unit": f"{{}} {time}" if time_unit else "{}"}
    return text if text == "-" else forms.get(unit, "{}").format(text)


def plural(unit: str) -> str:
    """A unit of time, more than one of it.

    Parameters
    ----------
    unit
        Its name in the singular.

    Examples
    --------
    >>> plural("week"), plural("quarter of an hour")
    ('weeks', 'quarters of an hour')
    """
    first, _, rest = unit.partition(" ")
    return f"{first}s {rest}".strip()


def _ends(texts: Sequence[str]) -> str:
    return "-" if "-" in texts else " to ".join(dict.fromkeys(texts))


def _is_near(value: float, text: str, unit: str, step: float) -> bool:
    told = float(text.strip("<>").replace(",", "")) / (100 if unit in ("share", "points") else 1)
    return text[0] not in "<>" and abs(told - value) <= NEAR * min(step, abs(value) or step)


def _bare(value: float, unit: str, more: int = 0, plus: bool = False) -> str:
    """A number without its unit, with so many digits more than it needs."""
    if not math.isfinite(value):
        return "-" if math.isnan(value) else "infinity" if value > 0 else "-infinity"
    size = abs(100 * value if unit in ("share", "points") else value)
    if unit in ("share", "points"):
        rest = min(size, abs(size - 100)) if unit == "share" else size
        places = 2 if rest < 0.995 else 1 if size < 9.95 else 0
    elif unit == "EUR":
        places = 2 if size < 99.995 else 0
    else:
        places = min(MOST, 2 - math.floor(math.log10(size))) if 0 < size < 99.95 else 0
    places += more
    text = f"{Decimal(f'{size:.3g}') if size >= HUGE else size:,.{places}f}"
    if unit == "EUR":
        text = text.removesuffix("." + "0" * places)
    elif places:
        text = text.rstrip("0").rstrip(".")
    above, sign = "<>" if value < 0 else "><", "-" if value < 0 else "+" if plus else ""
    if value and float(text.replace(",", "")) == 0:
        return f"{above[1]}{sign.strip('+')}{10.0**-places:.{places}f}"
    if unit == "share" and text == "100" and abs(value) != 1:
        return f"{above[0]}{sign}{100 - (10.0**-places if size < 100 else 0):.{places}f}"
    return sign * bool(value) + text
