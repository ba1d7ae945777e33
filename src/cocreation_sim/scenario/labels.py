"""What parameters are called where a person reads them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from cocreation_sim.scenario.explain import parameter_at
from cocreation_sim.scenario.scenario import Scenario
from cocreation_sim.wording.numbers import plural


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
