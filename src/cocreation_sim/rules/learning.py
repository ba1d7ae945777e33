"""What a piece of news does to a person: to trust, to felt recognition, to leaving."""

from __future__ import annotations

from cocreation_sim.rules import events as ev
from cocreation_sim.rules import trust as trust_rules
from cocreation_sim.scenario.behaviour import Leaving, Motive, Trust


def trust_after(trust: float, news: int, crowd_weight: float, p: Trust) -> float:
    """Trust after a piece of news.

    Replies, reasons, being selected and seeing one's choice selected lead up; rejection, silence
    and being overruled lead down. Where the crowd selects, the firm is spared most of the blame
    for rejection and silence (law: a reason costs least, silence most; A23, C1-C3).

    Parameters
    ----------
    trust
        Before, 0 to 1.
    news
        One of the kinds in `rules.events`, from `REPLIED` to `ROUND_CLOSED`.
    crowd_weight
        How far the crowd selects, w, 0 to 1.

    Examples
    --------
    >>> news = (ev.IGNORED, ev.REJECTED, ev.REPLIED, ev.EXPLAINED)
    >>> silence, refusal, reply, reasons = (trust_after(0.5, each, 0.0, Trust()) for each in news)
    >>> silence < refusal < 0.5 < reply < reasons
    True
    """
    if news in (ev.REPLIED, ev.CLOSED_ANSWERED):
        return trust_rules.moved(trust, p.replied, p.replied_to)
    if news in (ev.EXPLAINED, ev.CLOSED_EXPLAINED):
        return trust_rules.moved(trust, p.explained, 1.0)
    if news in (ev.SELECTED, ev.MERGED):
        return trust_rules.moved(trust, p.chosen, 1.0)
    if news == ev.VOTED_SELECTED:
        return trust_rules.moved(trust, p.supported_chosen, 1.0)
    if news == ev.REJECTED:
        return trust_rules.moved(trust, trust_rules.blame(p.rejected, crowd_weight, p), 0.0)
    if news == ev.IGNORED:
        return trust_rules.moved(trust, trust_rules.blame(p.silence, crowd_weight, p), 0.0)
    if news == ev.OVERRULED:
        return trust_rules.moved(trust, p.overruled, 0.0)
    return trust


def recognition_of(news: int, p: Motive) -> float:
    """Recognition that a piece of news brings.

    Being selected brings most, an answer least, votes none; the sizes are assumptions. It fills a
    stock that fades (forms 2.4; awards: D12, D14).

    Parameters
    ----------
    news
        One of the kinds in `rules.events`.

    Returns
    -------
    float
        What it adds to the stock of recognition, a pure number, 0 or more.

    Examples
    --------
    >>> recognition_of(ev.SELECTED, Motive()) > recognition_of(ev.REPLIED, Motive()) > 0.0
    True
    >>> recognition_of(ev.IGNORED, Motive())
    0.0
    """
    if news == ev.SELECTED:
        return p.felt_selected
    if news == ev.MERGED:
        return p.felt_merged
    if news in (ev.REPLIED, ev.EXPLAINED, ev.CLOSED_ANSWERED, ev.CLOSED_EXPLAINED):
        return p.felt_answered
    return 0.0


def treatment_of(news: int, p: Leaving) -> float:
    """What a piece of news does to the log odds of leaving; 0 if it is no treatment.

    A reply holds, reasons hold more, and even a bare rejection holds more than silence (C2, C3:
    signs). Having entered a contest and not finished counts like a reply: nobody was ignored.

    Parameters
    ----------
    news
        One of the kinds in `rules.events`.

    Returns
    -------
    float
        0 or less: the lower, the more it holds.

    Examples
    --------
    >>> explained, replied = (treatment_of(news, Leaving()) for news in (ev.EXPLAINED, ev.REPLIED))
    >>> explained < replied < treatment_of(ev.REJECTED, Leaving()) < 0.0
    True
    """
    if news in (ev.SELECTED, ev.MERGED):
        return p.chosen
    if news in (ev.EXPLAINED, ev.CLOSED_EXPLAINED):
        return p.explained
    if news in (ev.REPLIED, ev.CLOSED_ANSWERED, ev.CLOSED_UNFINISHED):
        return p.replied
    if news == ev.REJECTED:
        return p.rejected
    return 0.0


def reception(signal: float, p: Leaving) -> float:
    """What the votes of a round do to the log odds of leaving: authors of liked ideas stay.

    max(chosen, liked * max(0, signal)): nothing holds better than being chosen, and what was liked
    less than others is told nothing. On Threadless the more a first design was liked, the more
    authors submitted again; the form is an assumption.

    Parameters
    ----------
    signal
        Logarithm of one more than the idea's votes, less the round's mean.

    Returns
    -------
    float
        0 or less: the lower, the more it holds.

    Examples
    --------
    >>> liked = Leaving(liked=-0.5)
    >>> reception(-1.0, liked) == 0.0, reception(1.0, liked), reception(9.0, liked)
    (True, -0.5, -1.5)
    """
    return max(p.chosen, p.liked * max(signal, 0.0))


def answer_of(news: int) -> int:
    """The answer that a piece of news is to its author: none, a reply, or reasons.

    Parameters
    ----------
    news
        One of the kinds in `rules.events`.

    Examples
    --------
    >>> answer_of(ev.EXPLAINED) == ev.ANSWER_REASONS, answer_of(ev.REJECTED) == ev.UNANSWERED
    (True, True)
    """
    if news in (ev.REPLIED, ev.CLOSED_ANSWERED):
        return ev.ANSWER_REPLY
    if news in (ev.EXPLAINED, ev.CLOSED_EXPLAINED):
        return ev.ANSWER_REASONS
    return ev.UNANSWERED


def is_awaited(state: int, news: int, contribution: int, contributions: int) -> bool:
    """Whether news decides if one who waits comes back: it must be of the last contribution.

    To have entered a contest and not finished is always of the last one.

    Parameters
    ----------
    state
        Of the person towards the firm.
    news
        One of the kinds in `rules.events`.
    contribution
        Which contribution of its author the idea is, from 1; -1 without an idea.
    contributions
        Contributions so far.

    Examples
    --------
    >>> is_awaited(ev.PAUSED, ev.REPLIED, 2, 2), is_awaited(ev.PAUSED, ev.REPLIED, 1, 2)
    (True, False)
    >>> is_awaited(ev.ENGAGED, ev.REPLIED, 2, 2)
    False
    """
    return state == ev.PAUSED and (news == ev.CLOSED_UNFINISHED or contribution == contributions)


def ends_waiting(news: int, two_step: bool) -> bool:
    """Whether nothing more is to come: who has not come back by this news leaves.

    In a contest the close settles everything; elsewhere one waits on, until patience ends.

    Parameters
    ----------
    news
        One of the kinds in `rules.events`.
    two_step
        Whether people first enter, then finish.

    Examples
    --------
    >>> ends_waiting(ev.CLOSED_ANSWERED, True), ends_waiting(ev.REPLIED, False)
    (True, False)
    """
    return two_step and news in (
        ev.SELECTED,
        ev.CLOSED_ANSWERED,
        ev.CLOSED_EXPLAINED,
        ev.CLOSED_UNFINISHED,
    )
