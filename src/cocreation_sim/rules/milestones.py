"""Milestones: the votes an idea needs before the firm looks at it, and how long it may wait.

As on LEGO Ideas (A18): an idea has so long for each milestone; the last one brings it before the
firm. A single threshold without a deadline is the simpler form.
"""

from __future__ import annotations

from cocreation_sim.rules import events as ev


def has_thresholds(milestones: int, vote_threshold: int) -> bool:
    """Whether ideas need votes before the firm looks at them.

    Parameters
    ----------
    milestones
        How many there are.
    vote_threshold
        Votes needed where there are none; 0 for no threshold.

    Examples
    --------
    >>> has_thresholds(0, 0), has_thresholds(2, 0), has_thresholds(0, 5)
    (False, True, True)
    """
    return milestones > 0 or vote_threshold > 0


def is_reached(votes: int, needed: int) -> bool:
    """Whether an idea has passed a milestone: votes >= needed.

    Parameters
    ----------
    votes
        Of the idea.
    needed
        Votes of the milestone.

    Examples
    --------
    >>> is_reached(99, 100), is_reached(100, 100)
    (False, True)
    """
    return votes >= needed


def comes_before_firm(passed: int, milestones: int, votes: int, vote_threshold: int) -> bool:
    """Whether an idea comes before the firm: past the last milestone, or the threshold.

    Parameters
    ----------
    passed, milestones
        Milestones that the idea has passed, and how many there are.
    votes
        Of the idea.
    vote_threshold
        Votes needed where there are no milestones; 0 for no threshold.

    Examples
    --------
    >>> comes_before_firm(1, 2, 500, 0), comes_before_firm(2, 2, 500, 0)
    (False, True)
    >>> comes_before_firm(0, 0, 5, 5), comes_before_firm(0, 0, 5, 0)
    (True, False)
    """
    if milestones > 0:
        return passed == milestones
    return 0 < vote_threshold <= votes


def has_deadline(new_brief: bool, milestones: int, merges: bool) -> bool:
    """Whether an idea expires by itself; where each round is a call, it lives as long as that.

    Parameters
    ----------
    new_brief
        Whether each round is a new call.
    milestones
        How many there are; each has its own deadline.
    merges
        Whether ideas are accepted or not when reviewed.

    Examples
    --------
    >>> has_deadline(False, 0, False), has_deadline(True, 0, False), has_deadline(True, 1, False)
    (True, False, True)
    """
    return not new_brief or milestones > 0 or merges


def expires(fate: int) -> bool:
    """Whether an idea expires at its deadline: only one that is still open.

    One that was merged leaves the board then; nothing else becomes of it.

    Parameters
    ----------
    fate
        Of the idea, one of those in `rules.events`.

    Examples
    --------
    >>> expires(ev.OPEN), expires(ev.FATE_SELECTED)
    (True, False)
    """
    return fate == ev.OPEN


def stays_on_board(fate: int, merges: bool) -> bool:
    """Whether an idea can still be seen and built on after its fate is settled.

    What was merged is part of the product, and so it stays; all else is taken off.

    Parameters
    ----------
    fate
        Of the idea.
    merges
        Whether ideas are accepted or not when reviewed.

    Examples
    --------
    >>> stays_on_board(ev.FATE_SELECTED, True), stays_on_board(ev.FATE_SELECTED, False)
    (True, False)
    """
    return merges and fate == ev.FATE_SELECTED
