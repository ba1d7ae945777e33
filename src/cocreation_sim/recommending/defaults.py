"""Which levers are tried where none are named: rewards and treatment, in ranges that fit."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

from cocreation_sim.designs.factors import Factor, Range, check_factors, checked, factors
from cocreation_sim.errors import InputError, nearest_names
from cocreation_sim.recommending.splitting import PRICED, price_of
from cocreation_sim.scenario.campaign import Campaign
from cocreation_sim.scenario.scenario import Scenario

TIMES: Final = 4.0  # a campaign's own value: the highest that is tried
LEAST: Final = {"reward.prize": 500.0, "reward.pay": 20.0, "selection.winners": 5.0}
SHARES: Final = (
    "reward.recognition", "reward.badges", "reward.leaderboard", "dialogue.answered",
    "dialogue.explained", "access.toolkit",
)  # fmt: skip
KIND: Final = ("crowd_weight", "openness")  # of co-creation: tried only if named
KNOWN: Final = (
    "reward.prize", "selection.winners", "reward.pay", *SHARES, "review.capacity",
    "outreach.spend", "outreach.launch_spend",
)  # fmt: skip


def default_levers(
    scenario: Scenario, campaign: str, budget: float | None, keys: tuple[str, ...] = KNOWN
) -> dict[str, Factor]:
    """Reward and treatment levers that fit a campaign, each with a range.

    Amounts go from 0 to four times what the campaign has (or to a plain amount where it has
    nothing), and no further than the budget pays for or the campaign has; capacity from a quarter
    to four times; shares from 0 to 1. Levers that the campaign's other settings rule out are left
    out; so are openness and crowd weight, with which it would be another kind of co-creation.

    Parameters
    ----------
    scenario, campaign
        The scenario, and the name of the campaign in it.
    budget
        The most that may be spent, in EUR.
    keys
        Which levers.

    Examples
    --------
    >>> from cocreation_sim.scenario.scenario import load
    >>> found = default_levers(load("ordinary"), "suggestions", 2000)
    >>> found["campaigns.suggestions.reward.prize"]
    Range(low=0.0, high=500.0, unit='', log=False, whole=False)
    """
    chosen = scenario.campaigns[campaign]
    out: dict[str, Factor] = {}
    for key in keys:
        found = _range(key, chosen)
        if found is None:
            continue
        path = f"campaigns.{campaign}.{key}"
        merges = chosen.selection.how == "merge"  # and how many prizes there will be is open
        unknown = key == "review.capacity" or (key == "reward.prize" and merges)
        if budget is not None and key in PRICED and not unknown:
            price = price_of(path, scenario)
            if price:
                high = _round(min(found.high, max(found.low, budget / price)))
                found = Range(found.low, max(high, _own(key, chosen)), log=found.log)
        try:
            out[path] = checked(path, found, scenario)
        except InputError:  # ruled out by what else the campaign is
            continue
    return out


def _range(key: str, campaign: Campaign) -> Range | None:
    if key in SHARES or key in KIND:
        if key == "crowd_weight" and not campaign.selection.public:
            return None
        return Range(0.0, 1.0)
    value = _own(key, campaign)
    if key == "review.capacity":
        return Range(_round(value / TIMES), _round(value * TIMES), log=True) if value else None
    merges = campaign.selection.how == "merge"
    if key == "selection.winners":
        if merges:
            return None
        most = max(TIMES * value, LEAST[key])
        shortlist = campaign.selection.shortlist
        return Range(1, min(most, shortlist) if shortlist else most)
    if key == "outreach.launch_spend" and not value:
        return None
    high = max(TIMES * value, LEAST.get(key, 0.0))
    return Range(0.0, _round(high)) if high else None


def _own(key: str, campaign: Campaign) -> Any:
    """What a campaign has."""
    value: Any = campaign
    for name in key.split("."):
        value = getattr(value, name)
    return value


def _round(value: float) -> float:
    """Two digits that matter."""
    if value <= 0:
        return value
    size: float = 10.0 ** (math.floor(math.log10(value)) - 1)
    return float(f"{round(value / size) * size:.2g}")


def chosen_levers(
    given: Mapping[str, Any] | None, scenario: Scenario, campaign: str, budget: float | None
) -> dict[str, Factor]:
    """The levers that are named, or those by default; paths are full, for one campaign.

    Raises
    ------
    InputError
        If a path is no parameter, or has no such range or value.
    """
    if given is None:
        return default_levers(scenario, campaign, budget)
    check_factors(given, "levers")
    found: dict[str, Factor] = {}
    defaults: dict[str, Factor] | None = None
    for path, wanted in given.items():
        full = full_path(path, scenario, campaign)
        if full in found:
            raise InputError(f"the lever {full!r} is given twice; keep one")
        if wanted is None:
            defaults = defaults or default_levers(scenario, campaign, budget, KNOWN + KIND)
            if full not in defaults:
                known = [name.removeprefix(f"campaigns.{campaign}.") for name in defaults]
                such = "submitting,tinkering" if full.endswith(".cell") else "LOW..HIGH"
                raise InputError(
                    f"the lever {path!r} has no range by default; give one, such as "
                    f"{path}={such}; by default there are {', '.join(known)}"
                )
            found[full] = defaults[full]
            continue
        factor = factors({full: wanted}, scenario, "levers")[full]
        if not isinstance(factor, Range):
            for value in factor:
                scenario.vary({full: value})
        found[full] = factor
    return found


def full_path(path: str, scenario: Scenario, campaign: str) -> str:
    """The path of a lever of one campaign: "campaign.", or nothing, stands before its name.

    Examples
    --------
    >>> full_path("reward.prize", Scenario(), "campaign")
    'campaigns.campaign.reward.prize'
    """
    path = str(path)
    head = path.partition(".")[0]
    if head == "campaign":
        path = f"campaigns.{campaign}.{path.partition('.')[2]}"
    elif path == "cell" or head in type(scenario.campaigns[campaign]).model_fields:
        path = f"campaigns.{campaign}.{path}"
    known = dict(scenario.parameters())
    cell = f"campaigns.{campaign}.cell"
    if path not in known and path != cell and head not in ("segments", "segment"):
        names = [name.replace(f"campaigns.{campaign}.", "campaign.") for name in known]
        shown = path.replace(f"campaigns.{campaign}.", "campaign.")
        raise InputError(f"there is no lever {shown!r}{nearest_names(shown, names)}")
    return path
