"""Names as figures show them: of outcomes, levers and units, in lines that fit."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable

from cocreation_sim.outcomes import find, says_unit
from cocreation_sim.scenario.explain import parameter_at
from cocreation_sim.scenario.scenario import Scenario
from cocreation_sim.views.text import described, plural

MOST_LINES = 3  # of a name


def outcome_label(name: str, scenario: Scenario) -> str:
    """What an outcome is, with its unit where the words do not say it.

    Parameters
    ----------
    name, scenario
        Name of an outcome, and what was played.

    Examples
    --------
    >>> outcome_label("cost", Scenario())
    'spent, but for the production of what is sold (EUR)'
    """
    text, unit = described(name)
    unit = plural(scenario.calendar.unit) if unit == "unit" else unit
    return text if says_unit(unit) else f"{text} ({unit})"


def outcome_title(name: str) -> str:
    """What an outcome is over many runs, without its unit.

    Parameters
    ----------
    name
        Of the outcome.

    Examples
    --------
    >>> outcome_title("submissions"), outcome_title("failed")
    ('ideas contributed', 'failure risk')
    """
    found = find(name)
    return described(name)[0] if found is None else found.title


def short_label(name: str) -> str:
    """What an outcome is called over many runs where there is little room, money with its unit.

    Parameters
    ----------
    name
        Of the outcome.

    Examples
    --------
    >>> short_label("failed"), short_label("interesting"), short_label("cost")
    ('failure risk', 'interesting ideas', 'cost (EUR)')
    """
    found = find(name)
    if found is None:
        return described(name)[0]
    return f"{found.label} (EUR)" if found.unit == "EUR" else found.label


def unit_words(unit: str, scenario: Scenario) -> str:
    """The unit of a change of an outcome, in words.

    Parameters
    ----------
    unit, scenario
        Unit of the outcome, and what was played.

    Examples
    --------
    >>> unit_words("share", Scenario()), unit_words("unit", Scenario()), unit_words("1", Scenario())
    ('percentage points', 'weeks', '')
    """
    if unit in ("share", "true or false"):
        return "percentage points"
    return plural(scenario.calendar.unit) if unit == "unit" else "" if unit == "1" else unit


def lever_label(path: str, scenario: Scenario) -> str:
    """The name of a lever, with its unit.

    Parameters
    ----------
    path, scenario
        Its dotted path, and what was played.

    Examples
    --------
    >>> lever_label("campaign.reward.prize", Scenario())
    'prize (EUR)'
    >>> lever_label("campaign.reward.recognition", Scenario())
    'recognition (0 to 1)'
    >>> lever_label("calendar.duration", Scenario())
    'duration (weeks)'
    """
    name = path.rsplit(".", 1)[-1].replace("_", " ")
    declared = parameter_at(scenario, next(iter(scenario.paths(path))))
    extra = getattr(declared, "json_schema_extra", None) or {}
    unit = str(extra.get("unit", ""))
    if unit in ("unit", "week", "day"):
        unit = plural(scenario.calendar.unit if unit == "unit" else unit)
    unit = unit.replace("/unit", f"/{scenario.calendar.unit}")
    if unit == "1":
        ends = {type(m).__name__: m for m in declared.metadata}
        known = "Ge" in ends and "Le" in ends and (ends["Ge"].ge, ends["Le"].le) == (0, 1)
        unit = "0 to 1" if known else ""
    return f"{name} ({unit})" if unit else name


def lever_labels(paths: Iterable[str], scenario: Scenario) -> dict[str, str]:
    """Names of levers by path, with their units; where two are called alike, of what they are.

    Parameters
    ----------
    paths, scenario
        Their dotted paths, and what was played.

    Examples
    --------
    >>> two = ["campaigns.a.reward.prize", "campaigns.b.reward.prize"]
    >>> lever_labels(two, Scenario())["campaigns.b.reward.prize"]
    'prize (EUR) of campaigns.b.reward'
    """
    names = {path: lever_label(path, scenario) for path in paths}
    alike = Counter(names.values())
    return {
        path: name if alike[name] == 1 else f"{name} of {path.rpartition('.')[0]}"
        for path, name in names.items()
    }


def wrapped(text: str, letters: int) -> str:
    r"""A text in up to three lines of so many letters.

    Parameters
    ----------
    text, letters
        The text, and the most letters of a line.

    Examples
    --------
    >>> wrapped("share of runs that fail", 12)
    'share of\nruns that\nfail'
    >>> wrapped("x" * 100, 3)
    'xxx\nxxx\n…'
    """
    return "\n".join(textwrap.wrap(text, letters, max_lines=MOST_LINES, placeholder="…"))


def shortened(text: str, letters: int) -> str:
    """A text of up to so many letters.

    Parameters
    ----------
    text, letters
        The text, and the most letters of it.

    Examples
    --------
    >>> shortened("a long name", 7), shortened("a name", 7)
    ('a long…', 'a name')
    """
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"
