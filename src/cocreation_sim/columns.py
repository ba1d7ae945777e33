"""From the raw columns of a run to tidy tables: timeline, ideas, customers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cocreation_sim.records import FLOWS, SPENDING, STOCKS, Columns, Tables, reached_column
from cocreation_sim.rules import events as ev
from cocreation_sim.rules import ideas as idea_rules
from cocreation_sim.scenario.scenario import Scenario
from cocreation_sim.scenario.typology import stage


def interesting(scenario: Scenario, name: str, ideas: Columns) -> NDArray[np.bool_]:
    """Which ideas are good enough to be interesting, and fit.

    Parameters
    ----------
    scenario
        What was played.
    name
        Name of the campaign.
    ideas
        Its raw columns of ideas.

    Examples
    --------
    >>> columns = {"quality": np.array([-9.0, 9.0, 9.0]), "fit": np.array([1.0, 1.0, -1.0])}
    >>> interesting(Scenario(), "campaign", columns).tolist()
    [False, True, False]
    """
    campaign = scenario.campaigns[name]
    bar = idea_rules.interesting_bar(campaign.openness, scenario.behaviour.ideas)
    pairs = zip(ideas["quality"].tolist(), ideas["fit"].tolist(), strict=True)
    return np.array([idea_rules.is_interesting(q, fit, bar) for q, fit in pairs], dtype=np.bool_)


def stacked(blocks: Sequence[Columns]) -> Columns:
    """Blocks of columns one below the other.

    Parameters
    ----------
    blocks
        The same columns for each campaign.

    Examples
    --------
    >>> stacked([{"votes": np.array([1, 2])}, {"votes": np.array([3])}])["votes"].tolist()
    [1, 2, 3]
    """
    return {key: np.concatenate([block[key] for block in blocks]) for key in blocks[0]}


def timeline_columns(scenario: Scenario, tables: Tables) -> dict[str, Any]:
    """Columns of the timeline, campaigns one below the other.

    Parameters
    ----------
    scenario, tables
        What was played, and the raw columns it gave.

    Examples
    --------
    >>> from cocreation_sim import simulate
    >>> run = simulate("workshop")
    >>> timeline_columns(run.scenario, run.tables)["period"][:3].tolist()
    [1, 2, 3]
    """
    calendar, weight = scenario.calendar, scenario.population.represents
    blocks = []
    for name, raw in tables.timeline.items():
        periods = np.arange(1, calendar.periods + 1)
        block: dict[str, Any] = {
            "campaign": np.full(len(periods), name, dtype=object),
            "period": periods,
            "time": periods * calendar.period,
        }
        for flow in FLOWS:
            block[flow] = raw[flow] * weight
        for kind in SPENDING:
            block[f"spent_{kind}"] = raw[f"spent_{kind}"] * weight / 100
        block["revenue"] = raw["revenue"] * weight / 100
        for stock in STOCKS:
            block[stock] = raw[stock] * weight
        blocks.append(block)
    return stacked(blocks)


def idea_columns(scenario: Scenario, tables: Tables) -> dict[str, Any]:
    """Columns of the table of ideas; when each passed a milestone is nan in campaigns without.

    Parameters
    ----------
    scenario, tables
        What was played, and the raw columns it gave.

    Examples
    --------
    >>> from cocreation_sim import simulate
    >>> run = simulate("workshop")
    >>> idea_columns(run.scenario, run.tables)["idea"][:3].tolist()
    [0, 1, 2]
    """
    unit = scenario.calendar.weeks
    segments = np.array(sorted(scenario.population.segments), dtype=object)
    most = max(len(each.selection.milestones) for each in scenario.campaigns.values())
    reached = [reached_column(k) for k in range(most)]
    blocks = []
    for name, raw in tables.ideas.items():
        n = len(raw["author"])
        cell = scenario.campaigns[name].cell
        end = scenario.calendar.periods * scenario.calendar.period * unit
        integrated = raw["integrated_at"] <= end
        marketed = raw["marketed_at"] <= end
        good = interesting(scenario, name, raw)
        block: dict[str, Any] = {
            "campaign": np.full(n, name, dtype=object),
            "idea": np.arange(n),
            "segment": segments[tables.people["segment"][raw["author"]]],
        }
        for key, values in raw.items():
            if key == "answer":
                block[key] = np.array(ev.ANSWERS, dtype=object)[values]
            elif key == "fate":
                block[key] = np.array(ev.FATES, dtype=object)[values]
            elif key == "born" or key.endswith("_at"):
                block[key] = values / unit
            elif key not in reached:
                block[key] = values
        for key in reached:
            block[key] = raw[key] / unit if key in raw else np.full(n, np.nan)
        block["interesting"] = good
        block["stage"] = np.array(
            [
                stage(
                    cell,
                    supported=raw["votes"][i] > 0,
                    built_on=raw["children"][i] > 0,
                    read=not math.isnan(raw["read_at"][i]),
                    selected=raw["fate"][i] == ev.FATE_SELECTED,
                    integrated=bool(integrated[i]),
                    marketed=bool(marketed[i]),
                )
                for i in range(n)
            ],
            dtype=np.int64,
        )
        blocks.append(block)
    return stacked(blocks)


def customer_columns(scenario: Scenario, tables: Tables) -> dict[str, Any]:
    """Columns of the table of customers: everybody, once for each campaign.

    Parameters
    ----------
    scenario, tables
        What was played, and the raw columns it gave.

    Examples
    --------
    >>> from cocreation_sim import simulate
    >>> run = simulate("workshop")
    >>> customer_columns(run.scenario, run.tables)["person"][:3].tolist()
    [0, 1, 2]
    """
    unit = scenario.calendar.weeks
    people = len(tables.people["segment"])
    segments = np.array(sorted(scenario.population.segments), dtype=object)
    blocks = []
    for name, raw in tables.customers.items():
        at = raw["person"]
        block: dict[str, Any] = {
            "person": np.arange(people),
            "campaign": np.full(people, name, dtype=object),
            "segment": segments[tables.people["segment"]],
        }
        for key, values in raw.items():
            if key == "person":
                continue
            empty: Any = np.nan if values.dtype.kind == "f" else 0
            full = np.full(people, empty, dtype=values.dtype)
            full[at] = values
            if key == "state":
                block[key] = np.array(ev.STATES, dtype=object)[full]
            elif key == "earned":
                block[key] = full / 100
            elif key.endswith(("_at", "_contribution")):
                block[key] = full / unit
            else:
                block[key] = full
        for key in ("visits", "exhaustion", "burned_out", "times_burned_out", "times_recovered"):
            block[key] = tables.people[key]
        blocks.append(block)
    return stacked(blocks)
