"""How an idea turns out: quality to the firm, appeal to the crowd, fit to the brief.

All three are in standard deviations of ideas in a fixed cell by people of mean ability 0. Forms
2.9 and 2.10 hold the evidence; what it leaves open is an assumption.
"""

from __future__ import annotations

import math
from statistics import NormalDist

from cocreation_sim.scenario.behaviour import IdeaMaking

_CLARITY_CENTRE = 0.8


def noise_spread(openness: float, p: IdeaMaking) -> float:
    """Standard deviation of quality within a person: sqrt(1 - talent²) (1 + spread * o).

    Wider in open contribution (forms 2.10: direction).

    Parameters
    ----------
    openness
        Of the campaign, o: 0 fixed, 1 open.

    Examples
    --------
    >>> noise_spread(1.0, IdeaMaking()) > noise_spread(0.0, IdeaMaking())
    True
    """
    return math.sqrt(1.0 - p.talent * p.talent) * (1.0 + p.open_spread * openness)


def quality(
    ability: float,
    openness: float,
    parent_quality: float,
    complements: bool,
    z: float,
    p: IdeaMaking,
) -> float:
    """Quality: talent * θ + noise, and what a good parent hands on.

    q = ½ θ + sqrt(¾) (1 + o / 2) z + 0.3 max(0, q of the parent) + a gain if the parent is of a
    complementing segment. Open contribution spreads wider (forms 2.10).

    Parameters
    ----------
    ability
        The author's, θ.
    openness
        Of the campaign, o: 0 fixed, 1 open.
    parent_quality
        Quality of the idea it builds on; 0 if it builds on none.
    complements
        Whether the author's segment complements that of the parent's author.
    z
        The idea's standard normal number.

    Examples
    --------
    >>> quality(0.0, 0.0, 0.0, False, 0.0, IdeaMaking())
    0.0
    >>> quality(0.0, 0.0, 2.0, False, 0.0, IdeaMaking()) > 0.0
    True
    """
    q = p.talent * ability + noise_spread(openness, p) * z
    if parent_quality > 0.0:
        q += p.inherited * parent_quality
    return q + p.complement if complements else q


def appeal(quality: float, openness: float, z: float, p: IdeaMaking) -> float:
    """Appeal to the crowd: correlated with quality (0.5), standard deviation 1 before talent.

    r q / sd + sqrt(1 - r²) z, with the spread sd of quality at this openness; r from forms 2.9.

    Parameters
    ----------
    quality
        Of the idea, q.
    openness
        Of the campaign, o: 0 fixed, 1 open.
    z
        The idea's standard normal number.

    Examples
    --------
    >>> appeal(0.0, 0.0, 0.0, IdeaMaking()), appeal(1.0, 0.0, 0.0, IdeaMaking()) > 0.0
    (0.0, True)
    """
    spread = noise_spread(openness, p)
    whole = math.sqrt(p.talent * p.talent + spread * spread)
    return p.appeal * quality / whole + math.sqrt(1.0 - p.appeal * p.appeal) * z


def fit(
    openness: float, clarity: float, paid: bool, money_share: float, z: float, p: IdeaMaking
) -> float:
    """Fit to the brief: 1 - 0.8 o - 0.8 (0.8 - clarity) + 0.1 [money] - 0.5 share of money + z.

    An assumption; directions: where there is money, people keep to what is asked (D4), and those
    whom money draws fit it less (D5). An idea fits where it is above 0.

    Parameters
    ----------
    openness
        Of the campaign, o: 0 fixed, 1 open.
    clarity
        Of the brief, 0 to 1.
    paid
        Whether money is offered.
    money_share
        Share of the author's motives that is money, 0 to 1; see `motive.money_share`.
    z
        The idea's standard normal number.

    Examples
    --------
    >>> fit(0.0, 0.8, False, 0.0, 0.0, IdeaMaking())
    1.0
    >>> little, much = (fit(0.0, 0.8, True, share, 0.0, IdeaMaking()) for share in (0.1, 0.9))
    >>> much < 1.0 < little
    True
    """
    lost = p.fit_openness * openness + p.fit_brief * (_CLARITY_CENTRE - clarity)
    moved = p.fit_focus - p.fit_money * money_share if paid else 0.0
    return 1.0 - lost + moved + z


def interesting_bar(openness: float, p: IdeaMaking) -> float:
    """Quality above which an idea that fits is interesting, so that about 10 % are in any cell.

    sd(o) * Φ⁻¹(1 - share / Φ(1 - 0.8 o)); A26.

    Parameters
    ----------
    openness
        Of the campaign, o: 0 fixed, 1 open.

    Examples
    --------
    >>> 1.0 < interesting_bar(0.0, IdeaMaking()) < 2.0
    True
    """
    unit = NormalDist()
    fitting = unit.cdf(1.0 - p.fit_openness * openness)
    share = min(0.999, p.interesting / fitting)
    spread = noise_spread(openness, p)
    return math.sqrt(p.talent * p.talent + spread * spread) * unit.inv_cdf(1.0 - share)


def is_interesting(quality: float, fit: float, bar: float) -> bool:
    """Whether an idea is interesting: good enough, and fit for the brief.

    quality > bar and fit > 0; see `interesting_bar`.

    Parameters
    ----------
    quality, fit
        Of the idea, in standard deviations.
    bar
        Quality above which ideas of this campaign are interesting.

    Examples
    --------
    >>> is_interesting(2.0, 0.5, 1.0), is_interesting(2.0, 0.0, 1.0), is_interesting(1.0, 0.5, 1.0)
    (True, False, False)
    """
    return quality > bar and fit > 0.0


def taken(others: float, rivalry: float) -> float:
    """How far others leave one something to contribute, or hope: (1 + n / 10)^-ρ.

    Ideas get taken: in idea communities their number grows with the square root of those who take
    part (campaigns). In contests it is entrants who discourage one another from finishing. The form
    is an assumption.

    Parameters
    ----------
    others
        Real ideas handed in so far, n; where each round is a call of its own, in this call. In
        contests its entrants, or those of the last call, whichever are more.
    rivalry
        ρ: 0 where there is always something left.

    Examples
    --------
    >>> taken(50, 0.0), taken(0, 1.0), taken(10, 1.0)
    (1.0, 1.0, 0.5)
    """
    return math.pow(1.0 + others / 10.0, -rivalry)


def spillover(contributors: int, exponent: float) -> float:
    """How much more work a contribution is as others contribute: (1 + n / 10)^s.

    Work breeds work: e-mails a person grow with the people of a community, edits a person with the
    editors of a wiki (campaigns). The form is an assumption.

    Parameters
    ----------
    contributors
        Real people who have contributed so far, n.
    exponent
        s: 0 where each does his own.

    Examples
    --------
    >>> spillover(50, 0.0), spillover(0, 0.5), spillover(30, 0.5)
    (1.0, 1.0, 2.0)
    """
    return math.pow(1.0 + contributors / 10.0, exponent)


def open_work(time: float, life: float) -> float:
    """How much of the work that was open at the launch is still open at a time, as a share.

    exp(-t / life); 1 where the work has no end (a life of 0). In 15 of 16 open-source communities
    those who were active did less a month in the last third of life than in the first, in the
    median a third as much (experiments/life). That it is open work that runs out, exponentially and
    whoever does it, is an assumption.

    Parameters
    ----------
    time
        Weeks since the launch, t.
    life
        Mean life of open work, in weeks; 0 if there is always as much.

    Examples
    --------
    >>> open_work(100.0, 0.0), open_work(0.0, 100.0), round(open_work(100.0, 100.0), 2)
    (1.0, 1.0, 0.37)
    """
    if life == 0.0:
        return 1.0
    return math.exp(-time / life)


def mean_pieces(own: float, grown: float, contributions: int, core: int, left: float) -> float:
    """Mean number of pieces (commits) of a person's k-th contribution.

    own * (1 + (grown - 1) * ω * min(1, (k - 1) / K)), K the contributions that make a core member,
    ω the share of open work that is left. Who has earned the right to commit directly does so in
    many small pieces, while an outsider's patch is taken over as one (an assumption; B13: 15 of 400
    developers made 83 % of Apache's changes).

    Parameters
    ----------
    own
        Mean pieces of the person's first idea.
    grown
        How many times as many in the core.
    contributions
        Contributions so far with this one, k, 1 or more.
    core
        Contributions that make a core member, K.
    left
        Share of the open work that is left, ω (`open_work`).

    Examples
    --------
    >>> mean_pieces(1.0, 3.0, 1, 10, 1.0), mean_pieces(1.0, 3.0, 50, 10, 1.0)
    (1.0, 3.0)
    >>> mean_pieces(1.0, 3.0, 50, 10, 0.25)
    1.5
    """
    experience = min(1.0, (contributions - 1) / core)
    return own * (1.0 + (grown - 1.0) * left * experience)
