"""What a person does at a visit: an exponential race between actions.

Each action's time is an exponential number over its rate; the first wins. That is the law of a
multinomial logit (Luce 1959), and another firm or action leaves the others' times alone.
"""

from __future__ import annotations

import math

from cocreation_sim.scenario.behaviour import Choice


def contribute_rate(
    motive: float,
    trust: float,
    effort: float,
    crowd_weight: float,
    secrecy: float,
    familiar: bool,
    left: float,
    taken: float,
    novelty: float,
    p: Choice,
) -> float:
    """Rate of contributing, relative to doing nothing.

    (1 - exp(-m)) exp(b0 + m + φ (F - ½) - effort + ψ w - secrecy + fam [k > 0] + novelty),
    times what others have left one to do, τ, and where k > 0 the share of open work that is left, ω

    Without any motive the rate is zero, whatever else speaks for it. `effort` is what it costs
    this person here; `novelty` is the pull of a fresh call or a near deadline. Form: forms 2.1;
    trust: C12; that the first contribution is the hardest (fam) and the sizes are assumptions, and
    that a first small thing to do is always found, while those who know the way run out of work.

    Parameters
    ----------
    motive
        All motives together, m: money, recognition, enjoyment.
    trust
        Trust in the firm, F, 0 to 1.
    effort
        Of a contribution here, times the person's cost; see `effort_here`.
    crowd_weight
        How far the crowd selects, w, 0 to 1.
    secrecy
        How much secrecy is asked, 0 to 1.
    familiar
        Whether the person has contributed here before.
    left
        Share of the open work that is left, ω (`ideas.open_work`).
    taken
        How far what others handed in leaves one something to contribute, τ (`ideas.taken`).
    novelty
        Pull of a fresh call and of a near deadline, on the log scale.

    Examples
    --------
    >>> contribute_rate(0.0, 0.5, 1.0, 0.0, 0.0, True, 1.0, 1.0, 3.0, Choice())
    0.0
    >>> first, next_one = (
    ...     contribute_rate(1.0, 0.5, 1.0, 0.0, 0.0, familiar, 1.0, 1.0, 0.0, Choice())
    ...     for familiar in (False, True)
    ... )
    >>> first < next_one
    True
    """
    if motive <= 0.0:
        return 0.0
    utility = (
        p.contribute
        + motive
        + p.trust * (trust - 0.5)
        - effort
        + p.crowd * crowd_weight
        - p.secrecy * secrecy
        + novelty
    )
    if familiar:
        utility += p.familiarity
    rate = (1.0 - math.exp(-motive)) * math.exp(min(utility, 300.0)) * taken
    return rate * left if familiar else rate


def build_share(openness: float, p: Choice) -> float:
    """Rate of building on an idea, relative to contributing a new one.

    Its size in open cells is OpenIDEO's, where 41 % of concepts build on others; in fixed ones it
    is an assumption.

    Parameters
    ----------
    openness
        Of the campaign, o: 0 fixed, 1 open.

    Examples
    --------
    >>> build_share(0.0, Choice()) < build_share(1.0, Choice())
    True
    """
    return p.build_fixed + p.build_open * openness


def vote_rate(social: float, intrinsic: float, crowd_weight: float, p: Choice) -> float:
    """Rate of voting, relative to doing nothing: no money in it.

    (1 - exp(-m)) exp(-1.5 + m + 0.6 w), m = σ / 2 + ι / 2; an assumption.

    Parameters
    ----------
    social, intrinsic
        What recognition and enjoyment mean to the person, σ and ι.
    crowd_weight
        How far the crowd selects, w, 0 to 1.

    Examples
    --------
    >>> vote_rate(0.0, 0.0, 1.0, Choice())
    0.0
    """
    motive = 0.5 * social + 0.5 * intrinsic
    if motive <= 0.0:
        return 0.0
    return (1.0 - math.exp(-motive)) * math.exp(
        min(p.vote + motive + p.vote_crowd * crowd_weight, 300.0)
    )


def urgency(time_left: float, call_length: float, p: Choice) -> float:
    """Pull of a deadline: urgency * exp(-time left / (share * length)).

    From TopCoder, where the last fifth of the time brings half of the submissions; its size is an
    assumption.

    Parameters
    ----------
    time_left
        Weeks until the deadline.
    call_length
        Weeks that the call is open.

    Examples
    --------
    >>> urgency(0.0, 4.0, Choice()) > urgency(1.0, 4.0, Choice()) > 0.0
    True
    """
    return p.urgency * math.exp(-time_left / (p.urgency_share * call_length))


def newness(
    time_left: float,
    call_length: float,
    new_brief: bool,
    two_step: bool,
    fresh: bool,
    p: Choice,
) -> float:
    """Pull of a call: its deadline comes near, and it has not been seen before.

    urgency + novelty [fresh]; 0 where rounds are no calls. In contests the deadline rushes
    finishing, not entering; see `contest.finishing_hazard`. The sizes are assumptions.

    Parameters
    ----------
    time_left, call_length
        As in `urgency`.
    new_brief
        Whether each round is a new call.
    two_step
        Whether people first enter, then finish.
    fresh
        Whether this is the person's first visit in the round.

    Returns
    -------
    float
        What it adds on the log scale of `contribute_rate`.

    Examples
    --------
    >>> newness(1.0, 4.0, False, False, True, Choice())
    0.0
    >>> newness(1.0, 4.0, True, True, True, Choice()) == Choice().novelty
    True
    """
    if not new_brief:
        return 0.0
    pull = 0.0 if two_step else urgency(time_left, call_length, p)
    return pull + p.novelty if fresh else pull


def effort_here(effort: float, openness: float, toolkit: float) -> float:
    """Effort of a contribution: e (1 + o) (1 - toolkit / 2).

    Toolkits lower it (von Hippel and Katz 2002); the sizes are assumptions.

    Parameters
    ----------
    effort
        In a fixed cell without a toolkit, e: 1 is an ordinary idea.
    openness
        Of the campaign, o: 0 fixed, 1 open.
    toolkit
        How much tools take over, 0 to 1.

    Examples
    --------
    >>> effort_here(1.0, 0.0, 0.0), effort_here(1.0, 1.0, 1.0)
    (1.0, 1.0)
    """
    return effort * (1.0 + openness) * (1.0 - 0.5 * toolkit)
