"""What is integrated is bought: adoption, sales, royalties, improvement of a product."""

from __future__ import annotations

import math

from cocreation_sim.rules.leaving import logistic
from cocreation_sim.scenario.behaviour import Adoption


def buying_share(appeal: float, fit: float, crowd_weight: float, z: float, p: Adoption) -> float:
    """Share of the potential that buys what an idea became.

    L(-3 + 0.8 appeal + 0.3 fit + 0.3 w + taste): a crowd that selects buys more (Fuchs, Prandelli
    and Schreier 2010, C11); early ratings foretell sales (E8).

    Parameters
    ----------
    appeal, fit
        Of the idea, in standard deviations.
    crowd_weight
        How far the crowd selected, w, 0 to 1.
    z
        The idea's standard normal number: how the market takes to it.

    Examples
    --------
    >>> dull, appealing = (buying_share(appeal, 0.0, 0.0, 0.0, Adoption()) for appeal in (0.0, 1.0))
    >>> 0.0 < dull < appealing < 1.0
    True
    """
    return logistic(
        p.base + p.appeal * appeal + p.fit * fit + p.empowerment * crowd_weight + p.taste_sd * z
    )


def integration_cost(median: int, sd: float, z: float) -> int:
    """What it costs to integrate an idea, in cents: median * exp(sd z).

    That costs differ is seen in what proposals ask for; the log-normal form is an assumption.

    Parameters
    ----------
    median
        Of all ideas, in cents.
    sd
        Spread on the log scale.
    z
        The idea's standard normal number for it.

    Examples
    --------
    >>> integration_cost(5000, 0.0, 1.0), integration_cost(5000, 0.5, 1.0)
    (5000, 8244)
    """
    return math.floor(median * math.exp(sd * z) + 0.5)


def sold_by(age: float, buyers: float, sales_time: float) -> int:
    """Units sold by an age: floor(buyers * (1 - exp(-age / time))).

    An assumption: each buyer buys once, most of them early.

    Parameters
    ----------
    age
        Weeks since it went on sale.
    buyers
        Who buy in the end.
    sales_time
        Mean time to a sale, in weeks.

    Examples
    --------
    >>> sold_by(0.0, 100.0, 10.0), sold_by(10.0, 100.0, 10.0)
    (0, 63)
    """
    if age <= 0.0:
        return 0
    return math.floor(buyers * (1.0 - math.exp(-age / sales_time)))


def improvement(quality: float, fit: float) -> float:
    """What an integrated idea adds to a product: max(0, q) * L(fit).

    L is the logistic function; the form is an assumption.

    Parameters
    ----------
    quality, fit
        Of the idea, in standard deviations.

    Examples
    --------
    >>> improvement(-1.0, 1.0), improvement(1.0, 0.0)
    (0.0, 0.5)
    """
    return quality * logistic(fit) if quality > 0.0 else 0.0


def product_growth(total_improvement: float, p: Adoption) -> float:
    """Growth of a product's buyers: gain * ln(1 + improvement), each further piece adding less.

    An assumption.

    Parameters
    ----------
    total_improvement
        Of all ideas integrated so far, summed.

    Returns
    -------
    float
        As a share of the potential.

    Examples
    --------
    >>> first, second = product_growth(1.0, Adoption()), product_growth(2.0, Adoption())
    >>> 0.0 < second - first < first
    True
    """
    return p.improvement * math.log1p(total_improvement)


def demand(trust: float, crowd_weight: float, pleased: bool, p: Adoption) -> float:
    """Probability that someone who took part buys an average product of the firm.

    L(-3 + loyalty (F - ½) + 0.3 w [an idea one supported was selected]): voters too; the gain of
    having selected vanishes where the outcome is not one's own (C11).

    Parameters
    ----------
    trust
        In the firm, F, 0 to 1.
    crowd_weight
        How far the crowd selected, w, 0 to 1.
    pleased
        Whether an idea was selected that one had supported.

    Examples
    --------
    >>> demand(0.5, 1.0, False, Adoption()) < demand(0.5, 1.0, True, Adoption())
    True
    """
    x = p.base + p.loyalty * (trust - 0.5)
    return logistic(x + p.empowerment * crowd_weight if pleased else x)


def is_integrated(fit: float, fit_needed: float) -> bool:
    """Whether a selected idea can be integrated: fit >= fit needed.

    Parameters
    ----------
    fit
        Of the idea, in standard deviations.
    fit_needed
        Below which the firm cannot.

    Examples
    --------
    >>> is_integrated(0.5, 0.5), is_integrated(0.4, 0.5)
    (True, False)
    """
    return fit >= fit_needed


def royalty(share: float, price_cents: int, units: int) -> int:
    """Royalty on the sale of some units, in cents: share * price * units, to the nearest cent.

    Parameters
    ----------
    share
        Of net sales, 0 to 1.
    price_cents
        Price of a unit.
    units
        Sold.

    Examples
    --------
    >>> royalty(0.05, 1999, 3)
    300
    """
    return math.floor(share * price_cents * units + 0.5)


def product_buyers(
    total_improvement: float, potential: float, weeks: float, sales_time: float, p: Adoption
) -> float:
    """New buyers of an improved product in some weeks: potential * growth * weeks / sales time.

    The better the product has become, the more buy it at any time; an assumption. Growth is that
    of `product_growth`.

    Parameters
    ----------
    total_improvement
        Of all ideas integrated so far, summed, at real scale.
    potential
        People who might buy.
    weeks
        Length of the sub-round.
    sales_time
        Mean time to a sale, in weeks.

    Examples
    --------
    >>> p = Adoption()
    >>> product_buyers(0.0, 1000.0, 1.0, 13.0, p)
    0.0
    >>> twice = product_buyers(3.0, 2000.0, 1.0, 13.0, p)
    >>> twice == 2.0 * product_buyers(3.0, 1000.0, 1.0, 13.0, p)
    True
    """
    return potential * product_growth(total_improvement, p) * weeks / sales_time
