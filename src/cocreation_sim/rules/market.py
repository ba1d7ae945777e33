"""What is integrated is bought: adoption, sales, royalties, improvement of a product."""

from __future__ import annotations

import math

from cocreation_sim.rules.leaving import logistic
from cocreation_sim.scenario.behaviour import Adoption


def buying_share(appeal: float, fit: float, crowd_weight: float, z: float, p: Adoption) -> float:
    """Share of the potential that buys what an idea became.

    L(-3 + 0.8 appeal + 0.3 fit + 0.3 w + taste): a crowd that selects buys more (Fuchs, Prandelli
    and Schreier 2010, C11); early ratings foretell sales (E8).
    """
    return logistic(
        p.base + p.appeal * appeal + p.fit * fit + p.empowerment * crowd_weight + p.taste_sd * z
    )


def sold_by(age: float, buyers: float, sales_time: float) -> int:
    """Units sold by an age: floor(buyers * (1 - exp(-age / time)))."""
    if age <= 0.0:
        return 0
    return math.floor(buyers * (1.0 - math.exp(-age / sales_time)))


def improvement(quality: float, fit: float) -> float:
    """What an integrated idea adds to a product: max(0, q) * L(fit)."""
    return quality * logistic(fit) if quality > 0.0 else 0.0


def product_growth(total_improvement: float, p: Adoption) -> float:
    """Growth of a product's buyers: gain * ln(1 + improvement), each further piece adding less."""
    return p.improvement * math.log1p(total_improvement)


def demand(trust: float, crowd_weight: float, pleased: bool, p: Adoption) -> float:
    """Probability that someone who took part buys an average product of the firm.

    L(-3 + loyalty (F - ½) + 0.3 w [an idea one supported was selected]): voters too; the gain of
    having selected vanishes where the outcome is not one's own (C11).
    """
    x = p.base + p.loyalty * (trust - 0.5)
    return logistic(x + p.empowerment * crowd_weight if pleased else x)
