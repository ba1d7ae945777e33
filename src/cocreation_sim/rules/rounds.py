"""Rounds: when they open and close, whom one competes with, and what can be seen of them.

Rounds follow one another without a gap. What is left of the calendar after the last whole round
belongs to that round; where each round is a call of its own, the campaign is over by then.
"""

from __future__ import annotations


def number_at(steps_in: int, round_steps: int, rounds: int) -> int:
    """Number of the round that is open, from 0: min(floor(steps / length), rounds - 1).

    Parameters
    ----------
    steps_in
        Whole sub-rounds since the campaign's start, 0 or more.
    round_steps
        Length of a round in sub-rounds.
    rounds
        Rounds that the campaign closes.

    Examples
    --------
    >>> [number_at(step, 10, 2) for step in (0, 9, 10, 25)]
    [0, 0, 1, 1]
    """
    return min(steps_in // round_steps, max(rounds - 1, 0))


def opens(steps_in: int, round_steps: int, rounds: int) -> bool:
    """Whether a round opens with this sub-round.

    Parameters
    ----------
    steps_in, round_steps, rounds
        As in `number_at`.

    Examples
    --------
    >>> [opens(step, 10, 2) for step in (0, 5, 10, 20)]
    [True, False, True, False]
    """
    return steps_in == number_at(steps_in, round_steps, rounds) * round_steps


def is_over(steps_in: int, round_steps: int, rounds: int, new_brief: bool) -> bool:
    """Whether the campaign is over: after the last round of one that lives by calls.

    Parameters
    ----------
    steps_in, round_steps, rounds
        As in `number_at`.
    new_brief
        Whether each round is a new call; if not, the campaign goes on to the end.

    Examples
    --------
    >>> is_over(20, 10, 2, True), is_over(20, 10, 2, False), is_over(19, 10, 2, True)
    (True, False, False)
    """
    return new_brief and steps_in >= max(rounds, 1) * round_steps


def closing(steps_done: int, round_steps: int, rounds: int) -> int:
    """Number of the round that closes with this sub-round, from 0; -1 if none does.

    Parameters
    ----------
    steps_done
        Sub-rounds of the campaign that are over, this one included.
    round_steps, rounds
        As in `number_at`.

    Examples
    --------
    >>> [closing(steps, 10, 2) for steps in (0, 9, 10, 20, 30)]
    [-1, -1, 0, 1, -1]
    """
    number = steps_done // round_steps - 1
    closes = steps_done % round_steps == 0 and 0 <= number < rounds
    return number if closes else -1


def is_calling(steps_in: int, number: int, round_steps: int, voting_steps: int) -> bool:
    """Whether people can contribute: not at the end of a round, where that is for voting alone.

    Parameters
    ----------
    steps_in, round_steps
        As in `number_at`.
    number
        Of the round, from 0.
    voting_steps
        Sub-rounds at the end of the round for voting alone; 0 for none.

    Examples
    --------
    >>> [is_calling(step, 0, 10, 3) for step in (0, 6, 7, 9)]
    [True, True, False, False]
    >>> is_calling(25, 1, 10, 0)
    True
    """
    return voting_steps == 0 or steps_in < (number + 1) * round_steps - voting_steps


def rivals(now: int, before: int) -> float:
    """Ideas one competes with: those of this round or of the last, whichever are more.

    At the start of a round few are there yet, and people expect as many as last time; an
    assumption.

    Parameters
    ----------
    now, before
        Ideas so far in this round, and in the last one.

    Examples
    --------
    >>> rivals(2, 7), rivals(9, 7)
    (7.0, 9.0)
    """
    return float(max(now, before))


def can_vote(public: bool, ideas: int, calling: bool, voting_steps: int) -> bool:
    """Whether people can vote: on something, and not before the call is over if votes come then.

    Parameters
    ----------
    public
        Whether entries can be seen.
    ideas
        On the board now.
    calling, voting_steps
        As `is_calling` says, and takes.

    Examples
    --------
    >>> can_vote(True, 1, True, 0), can_vote(True, 0, True, 0), can_vote(False, 1, True, 0)
    (True, False, False)
    >>> can_vote(True, 1, True, 3), can_vote(True, 1, False, 3)
    (False, True)
    """
    return public and ideas > 0 and (voting_steps == 0 or not calling)


def can_build(public: bool, two_step: bool, ideas: int) -> bool:
    """Whether one can build on another's idea: not in contests, where entries are finished alone.

    Parameters
    ----------
    public, ideas
        As in `can_vote`.
    two_step
        Whether people first enter, then finish.

    Examples
    --------
    >>> can_build(True, False, 1), can_build(True, True, 1)
    (True, False)
    """
    return public and ideas > 0 and not two_step
