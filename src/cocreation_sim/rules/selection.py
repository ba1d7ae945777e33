"""How ideas are judged, scored and chosen.

Form: forms 2.9. Votes count as a logarithm and both parts of a score are standardised, so that the
crowd's weight means the same whatever the number of voters.
"""

from __future__ import annotations

import math

from cocreation_sim.rules import events as ev


def error_of_judgement(noise: float, crowd_weight: float) -> float:
    """Standard deviation of the firm's error: ν (1 - ½ w).

    Where others tried an idea out first, the firm errs less; that it halves the error is an
    assumption.

    Parameters
    ----------
    noise
        Standard deviation of the error where the firm alone selects, ν.
    crowd_weight
        How far the crowd selects, w, 0 to 1.

    Examples
    --------
    >>> error_of_judgement(0.5, 0.0), error_of_judgement(0.5, 1.0)
    (0.5, 0.25)
    """
    return noise * (1.0 - 0.5 * crowd_weight)


def judged_quality(quality: float, noise: float, crowd_weight: float, z: float) -> float:
    """Quality as the firm sees it: q + error * z; see `error_of_judgement`.

    Parameters
    ----------
    quality
        Of the idea, q, in standard deviations.
    noise
        Standard deviation of the firm's error, ν.
    crowd_weight
        How far the crowd selects, w, 0 to 1.
    z
        The idea's standard normal number for the error.

    Examples
    --------
    >>> judged_quality(1.0, 0.5, 0.0, 2.0), judged_quality(1.0, 0.5, 1.0, 2.0)
    (2.0, 1.5)
    """
    return quality + error_of_judgement(noise, crowd_weight) * z


def crowd_score(votes: int, mean_log: float, sd_log: float) -> float:
    """Votes on the log scale, standardised over the candidates.

    (ln(1 + votes) - mean) / sd; 0 where all have the same.

    Parameters
    ----------
    votes
        Of the idea.
    mean_log, sd_log
        Mean and standard deviation of ln(1 + votes) over the candidates.

    Examples
    --------
    >>> crowd_score(0, 0.0, 1.0), crowd_score(5, 1.0, 0.0)
    (0.0, 0.0)
    """
    return (math.log1p(votes) - mean_log) / sd_log if sd_log > 0.0 else 0.0


def score(crowd: float, judged: float, judged_sd: float, read: bool, crowd_weight: float) -> float:
    """Score: w * crowd + (1 - w) * judged / sd (forms 2.9); what was not read counts 0.

    Parameters
    ----------
    crowd
        See `crowd_score`.
    judged
        Quality as the firm sees it.
    judged_sd
        Standard deviation of that over ideas of this campaign.
    read
        Whether the firm has read the idea.
    crowd_weight
        How far the crowd selects, w, 0 to 1.

    Examples
    --------
    >>> score(1.0, 3.0, 1.5, True, 0.5), score(1.0, 3.0, 1.5, False, 0.5)
    (1.5, 0.5)
    """
    own = judged / judged_sd if read else 0.0
    return crowd_weight * crowd + (1.0 - crowd_weight) * own


def places_of_round(places: float, number: int, u: float) -> int:
    """Places of a round: all of them if they are a whole number a round.

    floor(m (n + 1) + u) - floor(m n + u): where a scaled-down crowd leaves a fraction m a round,
    one uniform number decides into which rounds the whole ones fall, so that their mean is right.

    Parameters
    ----------
    places
        Mean places of a round, m, at the scale of the simulated crowd.
    number
        Number of the round, n, from 0.
    u
        The firm's uniform number, the same for all rounds.

    Examples
    --------
    >>> [places_of_round(0.5, number, 0.2) for number in range(4)]
    [0, 1, 0, 1]
    >>> places_of_round(3.0, 7, 0.9)
    3
    """
    if places == math.floor(places):
        return math.floor(places)
    shift = min(u, 1.0 - 1e-6)
    return math.floor(places * (number + 1) + shift) - math.floor(places * number + shift)


def judged_at_close(two_step: bool, thresholds: bool) -> bool:
    """Whether ideas are read when a round closes, rather than as they come.

    So in contests, and where ideas need votes before the firm looks at them.

    Parameters
    ----------
    two_step
        Whether people first enter, then finish.
    thresholds
        See `milestones.has_thresholds`.

    Examples
    --------
    >>> judged_at_close(False, False), judged_at_close(True, False), judged_at_close(False, True)
    (False, True, True)
    """
    return two_step or thresholds


def is_candidate(
    fate: int, read: bool, two_step: bool, thresholds: bool, crowd_weight: float
) -> bool:
    """Whether an idea can be selected when a round closes.

    In a contest every open entry can; behind a threshold of votes, what has passed it; elsewhere
    what the firm has read, and all the rest as well where the crowd has a say.

    Parameters
    ----------
    fate
        Of the idea, open or shortlisted.
    read
        Whether the firm has read it.
    two_step, thresholds
        As in `judged_at_close`.
    crowd_weight
        How far the crowd selects, w, 0 to 1.

    Examples
    --------
    >>> is_candidate(ev.OPEN, False, True, False, 0.0)
    True
    >>> [is_candidate(fate, False, False, True, 0.0) for fate in (ev.OPEN, ev.FATE_SHORTLISTED)]
    [False, True]
    >>> [is_candidate(ev.OPEN, False, False, False, weight) for weight in (0.0, 0.5)]
    [False, True]
    """
    if two_step:
        return fate == ev.OPEN
    if thresholds:
        return fate == ev.FATE_SHORTLISTED
    return read or crowd_weight > 0.0


def passes(judged: float, read: bool, guaranteed: bool, crowd_weight: float, bar: float) -> bool:
    """Whether an idea may win: judged >= bar, where the firm has one.

    There is no bar where the prizes are guaranteed, where the crowd alone selects, or for what was
    not read.

    Parameters
    ----------
    judged
        Quality as the firm sees it; whatever it is, it does not count if the idea was not read.
    read
        Whether the firm has read it.
    guaranteed
        Whether the prizes are paid in any case.
    crowd_weight
        How far the crowd selects, w, 0 to 1.
    bar
        Judged quality that an idea needs, in standard deviations.

    Examples
    --------
    >>> passes(0.9, True, False, 0.0, 1.0), passes(1.0, True, False, 0.0, 1.0)
    (False, True)
    >>> passes(0.9, True, True, 0.0, 1.0), passes(0.9, True, False, 1.0, 1.0)
    (True, True)
    """
    return guaranteed or crowd_weight >= 1.0 or judged >= bar or not read


def is_worth_making(interesting: bool, quality: float, guaranteed: bool, bar: float) -> bool:
    """Whether an idea counts against the winners promised: interesting, and above the bar.

    Parameters
    ----------
    interesting
        See `ideas.is_interesting`.
    quality
        Of the idea, in standard deviations.
    guaranteed, bar
        As in `passes`; with a guarantee there is no bar.

    Examples
    --------
    >>> is_worth_making(True, 1.5, False, 2.0), is_worth_making(True, 1.5, True, 2.0)
    (False, True)
    """
    return interesting and (guaranteed or quality >= bar)


def is_affordable(spent: int, cost: int, budget: int) -> bool:
    """Whether the round's budget bears one more idea.

    Parameters
    ----------
    spent
        On the ideas selected before it, in cents.
    cost
        Of integrating this one, in cents.
    budget
        Of the round, in cents; 0 for no limit.

    Examples
    --------
    >>> is_affordable(700, 300, 1000), is_affordable(701, 300, 1000), is_affordable(701, 300, 0)
    (True, False, True)
    """
    return budget == 0 or spent + cost <= budget


def finalists(places: int, winners: int, shortlist: float) -> int:
    """Finalists of a round: as many as are named, the winners among them; none without a list.

    Parameters
    ----------
    places
        Of the shortlist in this round; see `places_of_round`.
    winners
        Of this round.
    shortlist
        Mean finalists a round; 0 for no shortlist.

    Examples
    --------
    >>> finalists(5, 2, 5.0), finalists(0, 1, 0.5), finalists(0, 2, 0.0)
    (5, 1, 0)
    """
    return max(places, winners) if shortlist > 0.0 else 0


def can_overrule(public: bool, crowd_weight: float, chosen: int) -> bool:
    """Whether a firm can overrule the crowd at a round's end, for everybody to see.

    It must have chosen something, and not have left the choice to the crowd.

    Parameters
    ----------
    public
        Whether entries and votes can be seen.
    crowd_weight
        How far the crowd selects, w, 0 to 1.
    chosen
        Ideas selected in this round.

    Examples
    --------
    >>> can_overrule(True, 0.9, 1), can_overrule(True, 1.0, 1), can_overrule(True, 0.0, 0)
    (True, False, False)
    """
    return public and crowd_weight < 1.0 and chosen > 0


def can_be_favourite(votes: int) -> bool:
    """Whether an idea can be among the crowd's favourites: somebody voted for it.

    The favourites are as many as were chosen, those with the most votes.

    Parameters
    ----------
    votes
        Of the idea.

    Examples
    --------
    >>> can_be_favourite(0), can_be_favourite(1)
    (False, True)
    """
    return votes > 0


def is_overruled(fate: int, before: bool) -> bool:
    """Whether a favourite of the crowd is overruled now: not selected, for the first time.

    Parameters
    ----------
    fate
        Of the idea.
    before
        Whether it has been overruled in an earlier round.

    Examples
    --------
    >>> is_overruled(ev.OPEN, False), is_overruled(ev.OPEN, True)
    (True, False)
    >>> is_overruled(ev.FATE_SELECTED, False)
    False
    """
    return fate != ev.FATE_SELECTED and not before


def is_rejected(
    fate: int, of_round: bool, two_step: bool, thresholds: bool, announce: bool
) -> bool:
    """Whether a candidate that was not selected is rejected as the round closes.

    In a contest every entry is; behind a threshold of votes, what the firm has looked at; elsewhere
    the round's own ideas, if the firm announces its choice. What is not rejected stays open.

    Parameters
    ----------
    fate
        Of the idea.
    of_round
        Whether it was contributed in this round.
    two_step, thresholds
        As in `judged_at_close`.
    announce
        Whether those not selected are told.

    Examples
    --------
    >>> [is_rejected(ev.OPEN, True, False, False, announce) for announce in (True, False)]
    [True, False]
    >>> is_rejected(ev.FATE_SELECTED, True, True, False, True)
    False
    """
    if thresholds:
        return fate == ev.FATE_SHORTLISTED
    return fate == ev.OPEN and of_round and (two_step or announce)


def rejection(two_step: bool, explains: bool) -> int:
    """News of a rejection; the entries of a contest are answered, with reasons or without.

    Parameters
    ----------
    two_step
        Whether people first enter, then finish.
    explains
        Whether reasons are given; see `review.explains`.

    Examples
    --------
    >>> rejection(False, True) == ev.REJECTED, rejection(True, True) == ev.CLOSED_EXPLAINED
    (True, True)
    """
    if not two_step:
        return ev.REJECTED
    return ev.CLOSED_EXPLAINED if explains else ev.CLOSED_ANSWERED


def expires_with_round(fate: int, new_brief: bool, two_step: bool, milestones: int) -> bool:
    """Whether an idea of this round expires as it closes: its call is over.

    Parameters
    ----------
    fate
        Of the idea.
    new_brief
        Whether each round is a new call.
    two_step
        Whether people first enter, then finish.
    milestones
        How many there are; they have deadlines of their own.

    Examples
    --------
    >>> expires_with_round(ev.OPEN, True, False, 0), expires_with_round(ev.OPEN, False, False, 0)
    (True, False)
    """
    return fate == ev.OPEN and new_brief and not two_step and milestones == 0
