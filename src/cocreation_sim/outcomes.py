"""What came of each campaign, from the raw columns of a run."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cocreation_sim import milestones, participation
from cocreation_sim.participation import gini
from cocreation_sim.records import FLOWS, SPENDING, Columns, Tables
from cocreation_sim.rules import events as ev
from cocreation_sim.rules.market import improvement
from cocreation_sim.rules.numbers import firm_numbers
from cocreation_sim.scenario.scenario import Scenario

Floats = NDArray[np.float64]


def _top_share(values: NDArray[Any], share: float = 0.1) -> float:
    """Share of the total held by the top tenth (at least one)."""
    n = len(values)
    if n == 0 or values.sum() == 0:
        return math.nan
    x = np.sort(values)[::-1]
    return float(x[: max(1, round(n * share))].sum() / x.sum())


def _ratio(a: float, b: float) -> float:
    """A / b, or nan where b is 0."""
    return a / b if b else math.nan


def _mean(values: NDArray[Any]) -> float:
    """Mean, or nan of nothing."""
    return float(values.mean()) if len(values) else math.nan


def outcome(scenario: Scenario, tables: Tables, name: str) -> dict[str, Any]:
    """What came of one campaign: counts of real people and ideas, money in EUR, times in units.

    `DESCRIPTIONS` says what each figure means.

    Parameters
    ----------
    scenario, tables
        What was played, and the raw columns it gave.
    name
        Of the campaign.

    Examples
    --------
    >>> from cocreation_sim import simulate
    >>> run = simulate("workshop")
    >>> (name,) = run.scenario.campaigns
    >>> outcome(run.scenario, run.tables, name)["submissions"] == run.outcome.submissions
    True
    """
    weight, unit = scenario.population.represents, scenario.calendar.weeks
    campaign = scenario.campaigns[name]
    line, ideas, people = tables.timeline[name], tables.ideas[name], tables.customers[name]
    total = {flow: int(line[flow].sum()) for flow in FLOWS}
    spent = {kind: int(line[f"spent_{kind}"].sum()) * weight / 100 for kind in SPENDING}
    revenue = int(line["revenue"].sum()) * weight / 100
    cost = sum(spent.values()) - spent["production"]
    chosen = ideas["fate"] == ev.FATE_SELECTED
    end = scenario.calendar.periods * scenario.calendar.period * unit
    kept = ideas["integrated_at"] <= end
    by_author = people["ideas"][people["ideas"] > 0]
    contributors = len(by_author)
    took_part = (people["contributions"] > 0) | (people["votes"] > 0)
    paid = spent["prizes"] + spent["pay"] + spent["royalties"]
    tired = tables.people["times_burned_out"][people["person"]] > 0
    first = min(tables.failures[name].items(), key=lambda item: item[1], default=("", math.nan))
    ideas_n = total["ideas"]
    integrated = zip(ideas["quality"][kept], ideas["fit"][kept], strict=True)
    improved = sum((improvement(q, f) for q, f in integrated), start=0.0)
    rounds_won = len(np.unique(ideas["fate_at"][chosen]))
    rounds_closed = closed_rounds(scenario, name)
    merges = campaign.selection.how == "merge"
    return {
        "campaign": name,
        "submissions": ideas_n * weight,
        "entries": (total["entries"] if campaign.call.two_step else ideas_n) * weight,
        "contributors": contributors * weight,
        "votes": total["votes"] * weight,
        "ideas_per_contributor": _ratio(ideas_n, contributors),
        "one_timers": _mean(by_author == 1),
        "finished": _ratio(ideas_n, total["entries"]) if campaign.call.two_step else math.nan,
        **participation.contest(scenario, name, people, line, ideas),
        "concentration": gini(by_author),
        "top_decile_share": _top_share(by_author),
        "votes_per_idea": _ratio(total["votes"], ideas_n),
        "looks_per_idea": _ratio(total["looks"], ideas_n),
        "votes_gini": gini(ideas["votes"]),
        "building_on": _ratio(total["built_on"], ideas_n),
        "ideas_per_round": _ratio(ideas_n * weight, rounds_closed),
        **_accepted_work(ideas, chosen, weight),
        **participation.lasting(ideas, people, chosen, end),
        **participation.returns(ideas, people, merges),
        # quality
        "interesting": total["interesting"] * weight,
        "interesting_share": _ratio(total["interesting"], ideas_n),
        "best_quality": float(ideas["quality"].max()) if ideas_n else math.nan,
        "selected_quality": _mean(ideas["quality"][chosen]),
        # what comes of it
        "shortlisted": total["shortlisted"] * weight,
        "shortlisted_share": _ratio(total["shortlisted"], ideas_n),
        "selected": total["selected"] * weight,
        "selected_share": _ratio(total["selected"], ideas_n),
        "selected_of_shortlisted": _ratio(total["selected"], total["shortlisted"]),
        "selected_per_round": _ratio(total["selected"] * weight, rounds_closed),
        "rounds_with_winner": math.nan if merges else _ratio(rounds_won, rounds_closed),
        **milestones.figures(scenario, name, ideas),
        "integrated": total["integrated"] * weight,
        "marketed": total["marketed"] * weight,
        "adopted": total["sold"] * weight,
        "revenue": revenue,
        "improvement": improved * weight,
        "coherence": _mean(ideas["fit"][kept]),
        # noise
        "read": total["read"] * weight,
        "read_per_interesting": _ratio(total["read"], total["interesting"]),
        "queue_peak": int(line["waiting"].max(initial=0)) * weight,
        "answered_share": _ratio(total["answered"], ideas_n),
        # money
        "cost": cost,
        **{f"spent_{kind}": value for kind, value in spent.items()},
        "cost_per_interesting": _ratio(cost, total["interesting"] * weight),
        "return": _ratio(revenue - spent["production"] - cost, cost),
        "contributors_share": _ratio(paid, revenue),
        "rewards_gini": gini(people["earned"][people["ideas"] > 0]),
        # community
        "aware": len(people["person"]) * weight,
        "engaged": int(line["engaged"][-1]) * weight,
        "paused": int(line["paused"][-1]) * weight,
        "disengaged": int(line["disengaged"][-1]) * weight,
        "burned_out": int(line["burned_out"][-1]) * weight,
        "ever_burned_out": int(tired.sum()) * weight,
        "burned_out_core": _core_burnout(scenario, people, tired),
        "returned": total["returned"] * weight,
        "recovered": total["recovered"] * weight,
        "loyalty": _mean(people["trust"][took_part]),
        "demand": _mean(people["demand"][took_part]),
        # failure
        "failed": bool(tables.failures[name]),
        "failed_because": first[0],
        "failed_at": first[1] / unit,
        "causes": ", ".join(sorted(tables.failures[name])),
    }


def _accepted_work(ideas: Columns, chosen: NDArray[np.bool_], weight: int) -> dict[str, float]:
    """Accepted pieces of work (merged commits, say) and how they spread over their authors."""
    authors, where = np.unique(ideas["author"][chosen], return_inverse=True)
    pieces = np.bincount(where, weights=ideas["pieces"][chosen], minlength=len(authors))
    largest = np.sort(pieces)[::-1]
    return {
        "accepted_authors": len(authors) * weight,
        "accepted_per_author": _ratio(float(pieces.sum()), len(authors)),
        "accepted_one_timers": _mean(pieces == 1),
        "accepted_concentration": gini(pieces),
        "accepted_top_decile": _top_share(pieces),
        "accepted_top_15": _ratio(float(largest[:15].sum()), float(pieces.sum())),
    }


def _core_burnout(scenario: Scenario, people: Columns, tired: NDArray[np.bool_]) -> float:
    """Share of the core (enough contributions) who ever burned out; nan without a core."""
    core = people["contributions"] >= scenario.behaviour.core.contributions
    return _mean(tired[core])


def closed_rounds(scenario: Scenario, name: str) -> int:
    """Number of rounds a campaign closes.

    Parameters
    ----------
    scenario, name
        What was played, and the name of the campaign.

    Examples
    --------
    >>> closed_rounds(Scenario(), "campaign")
    13
    """
    return firm_numbers(scenario.campaigns[name], scenario).rounds


DESCRIPTIONS: dict[str, tuple[str, str]] = {
    "submissions": ("ideas contributed", "ideas"),
    "entries": ("entries, finished or not (contests)", "entries"),
    "contributors": ("people who contributed at least one idea", "people"),
    "votes": ("votes cast", "votes"),
    "ideas_per_contributor": ("ideas a contributor", "ideas"),
    "one_timers": ("share of contributors with exactly one idea", "share"),
    "finished": ("share of entries that were finished (contests)", "share"),
    "entrants": ("people who entered (contests)", "people"),
    "entry_one_timers": ("share of entrants who entered once (contests)", "share"),
    "entry_concentration": ("Gini coefficient of entries over entrants (contests)", "share"),
    "never_finished": ("share of entrants who never finished (contests)", "share"),
    "entered_first_fifth": ("share of entries in the first fifth of a call (contests)", "share"),
    "finished_last_fifth": ("share of finishing in the last fifth (contests)", "share"),
    "concentration": ("Gini coefficient of ideas over contributors", "share"),
    "top_decile_share": ("share of ideas by the top tenth of contributors", "share"),
    "votes_per_idea": ("votes an idea", "votes"),
    "looks_per_idea": ("looks an idea gets, by people and the wider public", "looks"),
    "votes_gini": ("Gini coefficient of votes over ideas", "share"),
    "building_on": ("share of ideas that build on another", "share"),
    "ideas_per_round": ("ideas a round", "ideas"),
    "accepted_authors": ("people with accepted work", "people"),
    "accepted_per_author": ("accepted pieces of work (commits) an author", "pieces"),
    "accepted_one_timers": ("share of these authors with one accepted piece", "share"),
    "accepted_concentration": ("Gini coefficient of accepted pieces over authors", "share"),
    "accepted_top_decile": ("share of accepted pieces by the top tenth of authors", "share"),
    "accepted_top_15": ("share of accepted pieces by the top 15 authors", "share"),
    "active_3m": ("share of contributors still active after three months", "share"),
    "active_12m": ("share of contributors still active after a year", "share"),
    "accepted_active_3m": ("share of authors with accepted work after three months", "share"),
    "accepted_active_12m": ("share of authors with accepted work after a year", "share"),
    "again": ("share of contributors who contribute again", "share"),
    "again_unfinished": ("the same, first entry not finished (contests)", "share"),
    "again_finished": ("the same, first entry finished (contests)", "share"),
    "one_round_only": ("share of contributors with ideas in one round only", "share"),
    "again_not_selected": (
        "share who return in a later round, none selected at first",
        "share",
    ),
    "again_selected": ("share who return in a later round, one selected at first", "share"),
    "interesting": ("ideas good enough to be interesting that fit the brief", "ideas"),
    "interesting_share": ("share of ideas that are interesting", "share"),
    "best_quality": ("quality of the best idea", "sd"),
    "selected_quality": ("mean quality of the selected ideas", "sd"),
    "shortlisted": ("ideas shortlisted", "ideas"),
    "shortlisted_share": ("share of ideas shortlisted", "share"),
    "selected": ("ideas selected or merged", "ideas"),
    "selected_share": ("share of ideas selected or merged (the yield)", "share"),
    "selected_of_shortlisted": ("share of the shortlisted that are selected", "share"),
    "selected_per_round": ("ideas selected a round", "ideas"),
    "rounds_with_winner": ("share of rounds with a selected idea", "share"),
    **milestones.DESCRIPTIONS,
    "integrated": ("ideas integrated", "ideas"),
    "marketed": ("ideas brought to the market", "ideas"),
    "adopted": ("units sold", "units"),
    "revenue": ("revenue", "EUR"),
    "improvement": ("improvement of the product: sum of quality that fits", "sd"),
    "coherence": ("mean fit of what is integrated", "sd"),
    "read": ("ideas read by the firm or its core", "ideas"),
    "read_per_interesting": ("ideas read for one that is interesting", "ideas"),
    "queue_peak": ("most ideas waiting to be read", "ideas"),
    "answered_share": ("share of ideas answered", "share"),
    "cost": ("spent, but for the production of what is sold", "EUR"),
    **{f"spent_{kind}": (f"spent on {kind}", "EUR") for kind in SPENDING},
    "cost_per_interesting": ("cost of an interesting idea", "EUR"),
    "return": ("profit over cost", "share"),
    "contributors_share": ("share of the revenue that contributors got", "share"),
    "rewards_gini": ("Gini coefficient of rewards over contributors", "share"),
    "aware": ("people who know the campaign", "people"),
    "engaged": ("people engaged at the end", "people"),
    "paused": ("people waiting for an answer at the end", "people"),
    "disengaged": ("people who have left by the end", "people"),
    "burned_out": ("people burned out at the end", "people"),
    "ever_burned_out": ("people who ever burned out", "people"),
    "burned_out_core": ("share of the core who ever burned out", "share"),
    "returned": ("people who came back from waiting", "people"),
    "recovered": ("people who recovered from burnout", "people"),
    "loyalty": ("mean trust of those who took part, voters included", "share"),
    "demand": ("share of those who took part who would buy", "share"),
    "failed": ("did the campaign fail", "true or false"),
    "failed_because": ("the first cause", "text"),
    "failed_at": ("when it first occurred", "unit"),
    "causes": ("all causes that occurred", "text"),
}
