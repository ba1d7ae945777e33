"""Effects that no lever makes, computed by the rules for the people and ideas of a run.

Nobody can be given an award, nor an idea a vote, in the middle of a run. What the rules make of
one more can be computed for those who are there.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cocreation_sim.outcomes.declaring import NEITHER, Outcome
from cocreation_sim.outcomes.measures import Flags, Floats, mean, ratio
from cocreation_sim.outcomes.played import CampaignRun
from cocreation_sim.rules import choice, leaving, motive
from cocreation_sim.rules import events as ev
from cocreation_sim.rules.voting import support_probability
from cocreation_sim.scenario.behaviour import Voting
from cocreation_sim.scenario.population import Segment

WEEKS_AFTER: Final = 90 / 7
"""Weeks over which productivity was counted after an award (D12)."""


# ---------------------------------------------------------------------------------- one vote more


def next_vote(appeals: Floats, votes: int, p: Voting) -> float:
    """Probability that the next who looks votes for an idea with so many votes, over ideas."""
    return mean(np.array([support_probability(a, votes, 1.0, p) for a in appeals]))


def one_vote_more(run: CampaignRun) -> float:
    """By how much one vote raises the chance of the next, for the ideas of a run."""
    appeals, p = run.ideas["appeal"], run.scenario.behaviour.voting
    return ratio(next_vote(appeals, 1, p), next_vote(appeals, 0, p)) - 1.0


def votes_in_the_end(appeal: float, start: int, looks: int, p: Voting) -> float:
    """Expected votes of an idea after so many looks, the first ones left out.

    Each look becomes a vote with the probability that the votes so far make; looks are the same
    for both, since the comments of the experiment were not ranked.
    """
    chance = np.zeros(looks + 1)
    chance[0] = 1.0
    supports = np.array(
        [support_probability(appeal, start + votes, 1.0, p) for votes in range(looks + 1)]
    )
    for _ in range(looks):
        up = chance * supports
        chance = chance - up
        chance[1:] += up[:-1]
    return float(chance @ np.arange(looks + 1))


def final_score(run: CampaignRun) -> float:
    """By how much one vote at the start raises the final score, that vote left out.

    Ideas are those at nine quantiles of appeal, each looked at as often as ideas are in the mean.
    """
    p, n = run.scenario.behaviour.voting, run.ideas_n
    if not n:
        return math.nan
    looks = max(1, round(run.total["looks"] / n))
    appeals = np.quantile(run.ideas["appeal"], np.linspace(0.1, 0.9, 9))
    alone = mean(np.array([votes_in_the_end(a, 0, looks, p) for a in appeals]))
    helped = mean(np.array([votes_in_the_end(a, 1, looks, p) for a in appeals]))
    return ratio(helped, alone) - 1.0


# ------------------------------------------------------------------------------------- an award


class Awarded(NamedTuple):
    """People of a run who are given an award.

    Attributes
    ----------
    stock, contributions, trust
        Of each person before it: recognition, contributions, trust in the firm.
    """

    stock: Floats
    contributions: NDArray[np.int64]
    trust: Floats


def present(run: CampaignRun) -> Flags:
    """Who contributed and is still there at the end."""
    people = run.people
    there = (people["state"] == ev.ENGAGED) | (people["state"] == ev.PAUSED)
    found: Flags = there & (people["contributions"] > 0)
    return found


def ranked(run: CampaignRun, above: float, below: float) -> Awarded:
    """Those still there whose rank by contributions lies between two shares of all of them.

    Shares are rounded up: the top 1 % are one person at least.
    """
    people, here = run.people, np.flatnonzero(present(run))
    order = here[np.argsort(-people["contributions"][here], kind="stable")]
    first, last = (math.ceil(len(order) * share) for share in (above, below))
    taken = order[first:last]
    return Awarded(
        people["recognition"][taken], people["contributions"][taken], people["trust"][taken]
    )


def _segment(run: CampaignRun) -> Segment:
    return next(iter(run.scenario.population.segments.values()))


def _other_motives(run: CampaignRun, stock: float) -> float:
    """Motives of somebody in the middle of the segment, with so much recognition behind them."""
    p, segment, n = run.scenario.behaviour.motive, _segment(run), run.numbers
    felt = motive.felt_recognition(n.recognition, n.leaderboard, stock, p)
    out = motive.crowding(n.money, 0.0, p)
    return motive.other_motives(segment.social, felt, segment.intrinsic, out, n.openness, p)


def _rate(run: CampaignRun, stock: float, trust: float) -> float:
    """Rate at which somebody with such recognition contributes at a visit."""
    n, segment = run.numbers, _segment(run)
    effort = choice.effort_here(segment.effort, n.openness, n.toolkit)
    return choice.contribute_rate(
        _other_motives(run, stock), trust, effort, n.crowd_weight, n.secrecy,
        True, 1.0, 1.0, 0.0, run.scenario.behaviour.choice,
    )  # fmt: skip


def productivity(run: CampaignRun, people: Awarded) -> float:
    """What an award does to contributions in the 90 days after it, as a difference of logarithms.

    An award is as much recognition as being selected brings; it fades as recognition does.
    """
    p = run.scenario.behaviour.motive
    weeks = (np.arange(9) + 0.5) / 9 * WEEKS_AFTER
    fading = [math.exp(-week / p.recognition_life) for week in weeks]
    plain = awarded = 0.0
    for stock, trust in zip(people.stock, people.trust, strict=True):
        plain += sum(_rate(run, stock * left, trust) for left in fading)
        awarded += sum(_rate(run, (stock + p.felt_selected) * left, trust) for left in fading)
    return math.log(awarded / plain) if plain > 0.0 else math.nan


def _leaving(run: CampaignRun, stock: float, contributions: int, trust: float) -> float:
    n, segment = run.numbers, _segment(run)
    work = choice.effort_here(segment.effort, n.openness, n.toolkit)
    return leaving.leaving_log_odds(
        contributions, _other_motives(run, stock), work, trust, 0.0, n.stickiness,
        run.scenario.behaviour.leaving,
    )  # fmt: skip


def staying(run: CampaignRun, people: Awarded) -> float:
    """What an award does to the log odds of staying after one more contribution."""
    award = run.scenario.behaviour.motive.felt_selected
    moved = [
        _leaving(run, stock, k + 1, trust) - _leaving(run, stock + award, k + 1, trust)
        for stock, k, trust in zip(people.stock, people.contributions, people.trust, strict=True)
    ]
    return mean(np.array(moved))


def newcomers_staying(run: CampaignRun) -> float:
    """What an award does to the share of newcomers who stay, as a difference of logarithms."""
    award, trust = run.scenario.behaviour.motive.felt_selected, run.numbers.fairness
    plain, awarded = (
        1.0 - leaving.logistic(_leaving(run, stock, 1, trust)) for stock in (0.0, award)
    )
    return math.log(awarded / plain)


# ------------------------------------------------------------------------ after the reward is gone


def free_choice(run: CampaignRun) -> float:
    """What money that is gone has done to the log rate of contributing at a visit, over segments.

    For the median person of each, who contributed while it was on offer.
    """
    n, behaviour = run.numbers, run.scenario.behaviour
    p = behaviour.motive
    felt = motive.felt_recognition(n.recognition, n.leaderboard, 0.0, p)
    total = weights = 0.0
    for segment in run.scenario.population.segments.values():
        effort = choice.effort_here(segment.effort, n.openness, n.toolkit)
        paid, unpaid = (
            choice.contribute_rate(
                motive.other_motives(
                    segment.social,
                    felt,
                    segment.intrinsic,
                    motive.crowding_left(0.0, 0.0, before, p),
                    n.openness,
                    p,
                ),
                n.fairness, effort, n.crowd_weight, n.secrecy, True, 1.0, 1.0, 0.0,
                behaviour.choice,
            )
            for before in (True, False)
        )  # fmt: skip
        if paid > 0.0 and unpaid > 0.0:
            total += segment.share * math.log(paid / unpaid)
            weights += segment.share
    return total / weights if weights > 0.0 else math.nan


def _figure(name: str, words: str, of: Callable[[CampaignRun], float]) -> Outcome:
    return Outcome(name, words, "1", NEITHER, of, "Effects")


ONE_VOTE_MORE: Final = _figure(
    "one_vote_more", "rise of the chance of a vote, for one vote more", one_vote_more
)
FINAL_SCORE: Final = _figure(
    "final_score", "rise of the final score, for one vote more at the start", final_score
)
AWARD_TOP: Final = _figure(
    "award_top",
    "contributions of the top 1 % after an award, log change",
    lambda run: productivity(run, ranked(run, 0.0, 0.01)),
)
AWARD_OTHERS: Final = _figure(
    "award_others",
    "contributions of the other 99 % after an award, log change",
    lambda run: productivity(run, ranked(run, 0.01, 1.0)),
)
AWARD_LESS_ACTIVE: Final = _figure(
    "award_less_active",
    "staying of the lower half after an award, log odds",
    lambda run: staying(run, ranked(run, 0.5, 1.0)),
)
AWARD_NEWCOMERS: Final = _figure(
    "award_newcomers", "newcomers who stay after an award, log change", newcomers_staying
)
FREE_CHOICE: Final = _figure(
    "free_choice", "going on after a reward that has ended, log odds", free_choice
)
