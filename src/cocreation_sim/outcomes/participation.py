"""How participation goes on: who is still there later, who comes back after which outcome."""

from __future__ import annotations

import math
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cocreation_sim.outcomes.declaring import NEITHER, Outcome
from cocreation_sim.outcomes.measures import Flags, Floats, mean
from cocreation_sim.outcomes.played import CampaignRun

GROUP: Final = "Volume"
WEEKS_A_MONTH: Final = 365.25 / 12 / 7


def still_active(first: Floats, last: Floats, after: float, end: float) -> float:
    """Share still active some time after their first act; nan if nobody had that time.

    Of those who began at least `after` before the end, the share whose last act lies at least
    `after` behind their first.

    Examples
    --------
    >>> still_active(np.array([0.0, 0.0, 9.0]), np.array([5.0, 1.0, 9.0]), 4.0, 10.0)
    0.5
    """
    had_time = first <= end - after
    return mean(last[had_time] - first[had_time] >= after)


def spans(who: NDArray[Any], when: Floats) -> tuple[Floats, Floats]:
    """First and last time of each who appears, in ascending order of who.

    Examples
    --------
    >>> first, last = spans(np.array([7, 2, 7]), np.array([1.0, 4.0, 6.0]))
    >>> first.tolist(), last.tolist()
    ([4.0, 1.0], [4.0, 6.0])
    """
    found, where = np.unique(who, return_inverse=True)
    first, last = np.full(len(found), np.inf), np.full(len(found), -np.inf)
    np.minimum.at(first, where, when)
    np.maximum.at(last, where, when)
    return first, last


def _began(run: CampaignRun) -> Flags:
    """Who contributed at all."""
    found: Flags = run.people["contributions"] > 0
    return found


def _accepted_spans(run: CampaignRun) -> tuple[Floats, Floats]:
    """First and last accepted work of each author."""
    return spans(run.ideas["author"][run.chosen], run.ideas["born"][run.chosen])


def active(run: CampaignRun, months: int) -> float:
    """Share of contributors still active after some months."""
    began, people = run.once(_began), run.people
    first, last = people["first_contribution"][began], people["last_contribution"][began]
    return still_active(first, last, months * WEEKS_A_MONTH, run.end)


def accepted_active(run: CampaignRun, months: int) -> float:
    """Share of authors with accepted work who have some after so many months still."""
    return still_active(*run.once(_accepted_spans), months * WEEKS_A_MONTH, run.end)


def _again(run: CampaignRun) -> Flags:
    """Of those who contributed, who did so again."""
    found: Flags = run.people["contributions"][run.once(_began)] > 1
    return found


def _finished(run: CampaignRun) -> Flags:
    """Of those who contributed, whose first entry was finished."""
    firsts = run.ideas["author"][run.ideas["contribution"] == 1]
    return np.isin(run.people["person"][run.once(_began)], firsts)


class Rounds(NamedTuple):
    """Of each author: whether ideas came in a later round than their first, or one was selected."""

    later: Flags
    selected: Flags


def _rounds(run: CampaignRun) -> Rounds:
    ideas = run.ideas
    authors, where = np.unique(ideas["author"], return_inverse=True)
    first, last = np.full(len(authors), 2**62), np.full(len(authors), -1)
    np.minimum.at(first, where, ideas["round"])
    np.maximum.at(last, where, ideas["round"])
    opening = ideas["round"] == first[where]
    chosen = np.unique(where[opening & run.chosen])
    return Rounds(last > first, np.isin(np.arange(len(authors)), chosen))


def _by_round(run: CampaignRun) -> Rounds | None:
    """The rounds of authors; nothing where work is merged as it comes."""
    return None if run.campaign.selection.how == "merge" else run.once(_rounds)


def one_round_only(run: CampaignRun) -> float:
    """Share of contributors with ideas in one round only."""
    rounds = _by_round(run)
    return math.nan if rounds is None else mean(~rounds.later)


def again_after(run: CampaignRun, selected: bool) -> float:
    """Share who return in a later round, by whether an idea of their first was selected."""
    rounds = _by_round(run)
    if rounds is None:
        return math.nan
    return mean(rounds.later[rounds.selected if selected else ~rounds.selected])


OUTCOMES: Final = (
    Outcome(
        "active_3m",
        "share of contributors still active after three months",
        "share",
        NEITHER,
        lambda run: active(run, 3),
        GROUP,
    ),
    Outcome(
        "active_12m",
        "share of contributors still active after a year",
        "share",
        NEITHER,
        lambda run: active(run, 12),
        GROUP,
    ),
    Outcome(
        "accepted_active_3m",
        "share of authors with accepted work after three months",
        "share",
        NEITHER,
        lambda run: accepted_active(run, 3),
        GROUP,
        short="active after 3 months",
    ),
    Outcome(
        "accepted_active_12m",
        "share of authors with accepted work after a year",
        "share",
        NEITHER,
        lambda run: accepted_active(run, 12),
        GROUP,
        short="active after 12 months",
    ),
    Outcome(
        "again",
        "share of contributors who contribute again",
        "share",
        NEITHER,
        lambda run: mean(run.once(_again)),
        GROUP,
    ),
    Outcome(
        "again_unfinished",
        "the same, first entry not finished (contests)",
        "share",
        NEITHER,
        lambda run: mean(run.once(_again)[~run.once(_finished)]),
        GROUP,
    ),
    Outcome(
        "again_finished",
        "the same, first entry finished (contests)",
        "share",
        NEITHER,
        lambda run: mean(run.once(_again)[run.once(_finished)]),
        GROUP,
    ),
    Outcome(
        "one_round_only",
        "share of contributors with ideas in one round only",
        "share",
        NEITHER,
        one_round_only,
        GROUP,
    ),
    Outcome(
        "again_not_selected",
        "share who return in a later round, none selected at first",
        "share",
        NEITHER,
        lambda run: again_after(run, selected=False),
        GROUP,
    ),
    Outcome(
        "again_selected",
        "share who return in a later round, one selected at first",
        "share",
        NEITHER,
        lambda run: again_after(run, selected=True),
        GROUP,
    ),
)
