"""Reach: how the unaware come to know a campaign."""

from __future__ import annotations

import math

from cocreation_sim.scenario.behaviour import Reach


def draw_of(time: float, rise: float, peak: float) -> float:
    """How much a campaign draws people at a time, as a share of its peak.

    (t / peak)^r exp(r (1 - t / peak)): r = 0 draws as much at all times; the larger r, the steeper
    it rises to the peak and falls after it. Newcomers of 16 open-source communities do so: they are
    most in the middle of its life, in the median (experiments/life). The form is an assumption.

    Parameters
    ----------
    time
        Weeks since the launch, t, above 0.
    rise
        How steeply it rises and falls, r.
    peak
        When it is highest, in weeks since the launch.

    Examples
    --------
    >>> draw_of(3.0, 0.0, 10.0), draw_of(10.0, 2.0, 10.0), round(draw_of(30.0, 2.0, 10.0), 2)
    (1.0, 1.0, 0.16)
    """
    share = time / peak
    return math.pow(share, rise) * math.exp(rise * (1.0 - share))


def outreach_hazard(
    start: float,
    end: float,
    steady: float,
    rise: float,
    peak: float,
    launch: float,
    launch_life: float,
) -> float:
    """Hazard that outreach adds between two times since the launch.

    steady * draw_of((start + end) / 2) * (end - start)
    + launch * (exp(-start / life) - exp(-end / life)).

    Bass's external influence (1969); that the launch's contacts fade so is an assumption. What is
    drawn is taken from the middle of the time, which is exact where it is steady.

    Parameters
    ----------
    start, end
        Weeks since the launch.
    steady
        Contacts a person and week, at the peak.
    rise, peak
        How the campaign's draw rises and falls, and when it is highest, in weeks.
    launch
        All contacts of the launch a person.
    launch_life
        Mean time over which they come, in weeks.

    Examples
    --------
    >>> outreach_hazard(1.0, 3.0, 0.1, 0.0, 52.0, 0.0, 1.0)
    0.2
    """
    spread = math.exp(-start / launch_life) - math.exp(-end / launch_life)
    drawn = steady * draw_of(0.5 * (start + end), rise, peak)
    return drawn * (end - start) + launch * spread


def interested_share(rank: float, interested: float, dilution: float) -> float:
    """Share of those who hear of a campaign as the n-th who would ever take part.

    min(1, c (1 - γ) (n / 1000)^-γ), so that of n who have heard c n (n / 1000)^-γ would: those who
    hear last care least. Contributors grow more slowly than the audience, with an exponent of 0.77
    in wikis, 0.79 in hackathons and 0.85 in idea communities (campaigns); the form is an
    assumption.

    Parameters
    ----------
    rank
        Real people who hear of it before, n; one at least.
    interested
        Share where 1,000 hear of it, c.
    dilution
        γ: 0 where all care alike.

    Examples
    --------
    >>> interested_share(10.0, 0.2, 0.0), interested_share(1.0, 1.0, 0.5)
    (0.2, 1.0)
    >>> interested_share(1e6, 0.2, 0.5) < interested_share(1e4, 0.2, 0.5) < 0.2
    True
    """
    return min(1.0, interested * (1.0 - dilution) * math.pow(max(rank, 1.0) / 1000.0, -dilution))


def word_of_mouth_hazard(
    step: float,
    word_of_mouth: float,
    engaged: float,
    disappointed: float,
    people: float,
    secrecy: float,
    p: Reach,
) -> float:
    """Hazard that good and bad word of mouth add in a step.

    step * q * (1 - mute * secrecy) * max(0, E - ν D) / N: Bass's imitation, less what the
    disappointed undo. Source: Bass 1969; bad word of mouth as in forms 2.11.

    Parameters
    ----------
    step
        Length of the step, in weeks.
    word_of_mouth
        Hazard of hearing if all were engaged, q, 1/week.
    engaged, disappointed
        Engaged people, E, and those who left disappointed and still talk of it, D.
    people
        All people, N.
    secrecy
        How much secrecy is asked, 0 to 1.

    Examples
    --------
    >>> word_of_mouth_hazard(1.0, 0.1, 50.0, 0.0, 100.0, 0.0, Reach())
    0.05
    >>> word_of_mouth_hazard(1.0, 0.1, 50.0, 200.0, 100.0, 0.0, Reach())
    0.0
    """
    net = engaged - p.disappointed_weight * disappointed
    if net <= 0.0:
        return 0.0
    return step * word_of_mouth * (1.0 - p.secrecy_mutes * secrecy) * net / people


def hears_at(threshold: float, before: float, added: float, start: float, step: float) -> float:
    """When somebody hears of a campaign whose hazard passes a threshold in a sub-round.

    start + step * (threshold - before) / added: the hazard is spread evenly over the sub-round.

    Parameters
    ----------
    threshold
        The person's.
    before, added
        Hazard up to the start of the sub-round, and what is added in it.
    start, step
        Of the sub-round, and its length, in weeks.

    Examples
    --------
    >>> hears_at(1.5, 1.0, 2.0, 10.0, 0.5), hears_at(0.5, 1.0, 2.0, 10.0, 0.5)
    (10.125, 10.0)
    """
    if threshold <= before or added <= 0.0:
        return start
    return start + step * ((threshold - before) / added)
