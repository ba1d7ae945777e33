"""From entering a contest to finishing: one threshold against a hazard that rushes at the end."""

from __future__ import annotations

import math
from typing import Final

from cocreation_sim.scenario.behaviour import Contest

SUMMONS_DELAY: Final = 0.075  # mean delay of the summoned after a launch, as a share of the call


def finishing_pace(
    other_motives: float,
    effort: float,
    rivals: float,
    winners: float,
    taken: float,
    p: Contest,
) -> float:
    """How fast an entrant finishes; no money in it (D3: prizes draw entrants, not effort).

    τ exp(f0 + 0.7 (m - 1.2) - 0.5 (effort - 1)) / (1 + ln(1 + rivals / winners)): effort falls with
    the rivals (D8), more slowly than the 1 / n of Terwiesch and Xu 2008 (forms 2.3), who let all
    know n. Without winners the rivals count as they are. The form is an assumption, and so is that
    other entrants discourage by τ besides: those who hand in grow with the entrants to the power of
    0.79 in hackathons and 0.56 on TopCoder (campaigns).

    Parameters
    ----------
    other_motives
        Motives other than money, m.
    effort
        Of a contribution here, times the person's cost.
    rivals
        Finished entries as seen on entering.
    winners
        Winners of a round, at the scale of the simulated crowd.
    taken
        How far other entrants leave one hope, τ (`ideas.taken`).

    Returns
    -------
    float
        A multiple of the hazard.

    Examples
    --------
    >>> few, many = (
    ...     finishing_pace(1.2, 1.0, rivals, 1.0, 1.0, Contest()) for rivals in (1.0, 100.0)
    ... )
    >>> few > many > 0.0
    True
    """
    crowded = rivals / (p.rivals * winners) if winners > 0.0 else rivals / p.rivals
    speed = p.finish + p.motive * (other_motives - p.motive_centre) - p.effort * (effort - 1.0)
    return taken * math.exp(min(speed, 300.0)) / (1.0 + math.log1p(crowded))


def finishing_hazard(entered: float, now: float, length: float, p: Contest) -> float:
    """Hazard from entering until now, times since the launch, for a pace of 1.

    h0 (t - te) / D + h1 (exp(-(D - t) / td) - exp(-(D - te) / td)), td = 0.075 D.

    Form: forms 2.3; the rush is TopCoder's, the sizes are assumptions.

    Parameters
    ----------
    entered, now
        Time of entering, te, and now, t, in weeks since the launch.
    length
        Weeks that the call is open, D.

    Returns
    -------
    float
        A pure number, 0 on entering.

    Examples
    --------
    >>> early, late = (finishing_hazard(0.0, now, 4.0, Contest()) for now in (2.0, 4.0))
    >>> late > 2.0 * early > 0.0
    True
    """
    rush = p.rush_share * length
    steady = p.steady * (now - entered) / length
    heaped = math.exp(-(length - now) / rush) - math.exp(-(length - entered) / rush)
    return steady + p.rush * heaped


def finishing_time(
    threshold: float, pace: float, entered: float, length: float, p: Contest
) -> float:
    """When the entry is finished, in weeks since the launch; infinite if not before the deadline.

    The time t at which pace * hazard(entered, t) = threshold, by 52 halvings: an entrant has
    finished by t with probability 1 - exp(-pace * hazard). That one threshold, drawn on entering,
    settles it is an assumption.

    Parameters
    ----------
    threshold
        The entrant's exponential number, with mean 1.
    pace
        A multiple of the hazard; see `finishing_pace`.
    entered
        Time of entering, in weeks since the launch.
    length
        Weeks that the call is open.

    Examples
    --------
    >>> finishing_time(100.0, 1.0, 0.0, 4.0, Contest())
    inf
    >>> 0.0 < finishing_time(0.1, 1.0, 0.0, 4.0, Contest()) < 4.0
    True
    """
    if pace * finishing_hazard(entered, length, length, p) < threshold:
        return math.inf
    low, high = entered, length
    for _ in range(52):
        middle = 0.5 * (low + high)
        if pace * finishing_hazard(entered, middle, length, p) < threshold:
            low = middle
        else:
            high = middle
    return high
