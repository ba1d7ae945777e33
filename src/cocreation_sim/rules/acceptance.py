"""Whether people accept what comes of a campaign: those who helped to shape it do so more readily.

Participation in a change lowers resistance to it (Coch and French 1948; Lines 2004; Oreg, Vakola
and Armenakis 2011); what one has chosen oneself is felt as one's own (C11).
"""

from __future__ import annotations

from cocreation_sim.scenario.behaviour import Acceptance


def log_odds(
    trust: float,
    took_part: bool,
    chosen: bool,
    pleased: bool,
    crowd_weight: float,
    p: Acceptance,
) -> float:
    """Log odds that somebody accepts the result.

    a + τ (F - ½) + π [took part] + χ [an own idea was selected] + η w [an idea one supported was
    selected]. The form and the sizes are assumptions. Directions: having had a say (Coch and French
    1948), trust in who leads the change (Oreg, Vakola and Armenakis 2011), and ownership of what
    one chose, which vanishes where the outcome is not one's own (Fuchs, Prandelli and Schreier
    2010, C11). Only sums and products, so that it reads columns of a table as well.

    Parameters
    ----------
    trust
        In the firm, F, 0 to 1; ½ of who never heard of the campaign.
    took_part
        Whether one contributed or voted.
    chosen
        Whether one has learnt that an own idea was selected.
    pleased
        Whether an idea was selected that one had supported.
    crowd_weight
        How far the crowd selected, w, 0 to 1.

    Examples
    --------
    >>> told, asked = (log_odds(0.5, part, False, False, 0.0, Acceptance()) for part in (0, 1))
    >>> told < asked < log_odds(0.5, True, True, False, 0.0, Acceptance())
    True
    """
    return (
        p.base
        + p.trust * (trust - 0.5)
        + p.took_part * took_part
        + p.chosen * chosen
        + p.pleased * crowd_weight * pleased
    )
