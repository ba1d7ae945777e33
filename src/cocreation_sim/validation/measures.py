"""Figures that only the table of effects needs, counted from the raw tables of a run."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cocreation_sim.outcomes.declaring import NEITHER, Outcome
from cocreation_sim.outcomes.measures import Floats, mean, ratio
from cocreation_sim.outcomes.played import CampaignRun


def _figure(name: str, words: str, unit: str, of: Callable[[CampaignRun], float]) -> Outcome:
    return Outcome(name, words, unit, NEITHER, of, "Effects")


def _entries(run: CampaignRun) -> NDArray[np.int64]:
    """Ideas of each author in each round in which there are any."""
    pairs = np.stack([run.ideas["round"], run.ideas["author"]], axis=1)
    return np.asarray(np.unique(pairs, axis=0, return_counts=True)[1], dtype=np.int64)


def entrants_a_round(run: CampaignRun) -> float:
    """People with an idea, in the mean over rounds."""
    return len(_entries(run)) * run.weight / max(1, run.numbers.rounds)


def ideas_an_entrant(run: CampaignRun) -> float:
    """Ideas of those with an idea in a round, in that round."""
    return mean(_entries(run))


def joined(run: CampaignRun) -> float:
    """Share of those who know the campaign who contribute."""
    return mean(run.people["contributions"] > 0)


def fitting(run: CampaignRun) -> float:
    """Share of ideas that fit the brief."""
    return mean(run.ideas["fit"] > 0)


def later_quality(run: CampaignRun) -> float:
    """Mean quality of ideas after their author's first contribution."""
    return mean(run.ideas["quality"][run.ideas["contribution"] > 1])


def best_of_round(run: CampaignRun) -> float:
    """Quality of a round's best idea, in the mean over rounds with ideas."""
    rounds, where = np.unique(run.ideas["round"], return_inverse=True)
    best = np.full(len(rounds), -np.inf)
    np.maximum.at(best, where, run.ideas["quality"])
    return mean(best)


def demand_of_displeased(run: CampaignRun) -> float:
    """Share who would buy, of voters who supported nothing that was selected."""
    people = run.people
    return mean(people["demand"][(people["votes"] > 0) & (people["pleased"] == 0)])


def goes_on(run: CampaignRun, contributions: int) -> float:
    """Share of those with so many contributions who make another."""
    k = run.people["contributions"]
    return ratio(float((k > contributions).sum()), float((k >= contributions).sum()))


def rank_correlation(a: Floats, b: Floats) -> float:
    """Spearman's rank correlation, equal values sharing their mean rank; nan if all are equal.

    Examples
    --------
    >>> round(rank_correlation(np.array([1.0, 2.0, 9.0]), np.array([0.0, 5.0, 5.0])), 3)
    0.866
    """
    x, y = _ranks(a), _ranks(b)
    if len(x) < 2 or x.std() == 0.0 or y.std() == 0.0:
        return math.nan
    return float(np.corrcoef(x, y)[0, 1])


def _ranks(values: Floats) -> Floats:
    _, where, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2.0)[where], dtype=float)


def kept_by_votes(votes: Floats, quality: Floats, top: float = 0.1, half: float = 0.5) -> float:
    """Share of the best tenth of ideas that are in the half with the most votes.

    Of ideas that tie at the edge of the half, as large a share is kept as there is room for.

    Examples
    --------
    >>> kept_by_votes(np.array([9, 0, 0, 0]), np.array([2.0, 1.0, 0.0, -1.0]))
    1.0
    >>> kept_by_votes(np.array([0, 9, 0, 0]), np.array([2.0, 1.0, 0.0, -1.0]))  # one of three
    0.3333333333333333
    """
    n = len(votes)
    if n < 2:
        return math.nan
    room = n * half
    edge = np.sort(votes)[::-1][math.ceil(room) - 1]
    above, tied = votes > edge, votes == edge
    kept = above + tied * (room - above.sum()) / tied.sum()
    best = np.argsort(-quality, kind="stable")[: max(1, round(n * top))]
    return float(kept[best].mean())


ENTRANTS: Final = _figure(
    "entrants_a_round", "people with an idea a round", "people", entrants_a_round
)
IDEAS_AN_ENTRANT: Final = _figure(
    "ideas_an_entrant", "ideas of those with an idea in a round", "ideas", ideas_an_entrant
)
JOINED: Final = _figure("joined", "share of those who know of it who contribute", "share", joined)
FITTING: Final = _figure("fitting", "share of ideas that fit the brief", "share", fitting)
MEAN_QUALITY: Final = _figure(
    "mean_quality", "mean quality of ideas", "sd", lambda run: mean(run.ideas["quality"])
)
LATER_QUALITY: Final = _figure(
    "later_quality", "mean quality of ideas after their author's first", "sd", later_quality
)
BEST_OF_ROUND: Final = _figure(
    "best_of_round", "quality of a round's best idea", "sd", best_of_round
)
DISPLEASED: Final = _figure(
    "demand_of_displeased",
    "share who would buy, of voters whose choice was not selected",
    "share",
    demand_of_displeased,
)
FIFTH: Final = _figure(
    "fifth_after_fourth",
    "share of those with four contributions who make a fifth",
    "share",
    lambda run: goes_on(run, 4),
)
TOWARDS_FIFTH: Final = _figure(
    "rise_to_fifth",
    "that share less the share of those with two who make a third",
    "1",
    lambda run: goes_on(run, 4) - goes_on(run, 2),
)
FORETOLD: Final = _figure(
    "appeal_foretells_votes",
    "rank correlation of appeal and votes",
    "1",
    lambda run: rank_correlation(run.ideas["appeal"], run.ideas["votes"]),
)
KEPT: Final = _figure(
    "kept_by_votes",
    "share of the best tenth of ideas in the half with most votes",
    "share",
    lambda run: kept_by_votes(run.ideas["votes"], run.ideas["quality"]),
)
