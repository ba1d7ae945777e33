"""What outcomes are called and what came of them, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from cocreation_sim.outcomes import find, says_unit
from cocreation_sim.scenario.scenario import Scenario
from cocreation_sim.wording.numbers import plural, written


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


OTHERS: Final = "Others"  # the heading of what is no declared outcome


def outcome_text(outcome: Mapping[Any, Any], scenario: Scenario) -> str:
    """What came of a campaign, in groups; what does not exist or was not spent is left out.

    Parameters
    ----------
    outcome, scenario
        Values by name, and what was played.

    Examples
    --------
    >>> print(outcome_text({"submissions": 12, "one_timers": 0.85}, Scenario()))
    Volume
      ideas contributed                                             12
      share of contributors with exactly one idea                 85 %
    """
    groups: dict[str, list[str]] = {}
    for name, figure in describe(outcome, scenario).items():
        known = find(name)
        line = f"  {described(name)[0]:<52}{figure:>12}"
        groups.setdefault(known.group if known else OTHERS, []).append(line)
    return "\n\n".join("\n".join([title, *lines]) for title, lines in groups.items())


def describe(outcome: Mapping[Any, Any], scenario: Scenario) -> dict[str, str]:
    """What came of a campaign, by name; without what does not exist or was not spent.

    Parameters
    ----------
    outcome, scenario
        Values by name, and what was played.

    Examples
    --------
    >>> describe({"cost": 5.0, "spent_prizes": 0.0, "one_timers": float("nan")}, Scenario())
    {'cost': 'EUR 5'}
    """
    found = {}
    for name, value in outcome.items():
        known = find(str(name))
        figure = written(value, described(str(name))[1], scenario.calendar.unit)
        if figure != "-" and not (known and known.silent_zero and value == 0):
            found[str(name)] = figure
    return found


def described(name: str) -> tuple[str, str]:
    """What an outcome is, and its unit; what is none is its name.

    Parameters
    ----------
    name
        Of the outcome.

    Examples
    --------
    >>> described("spent_prizes"), described("failure_risk"), described("replications")
    (('spent on prizes', 'EUR'), ('failure risk', 'share'), ('replications', ''))
    """
    found = find(name)
    if found is None:
        return name.replace("_", " "), ""
    return (found.words, found.unit) if name == found.name else (found.title, found.unit_over_runs)
