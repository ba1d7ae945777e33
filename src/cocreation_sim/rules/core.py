"""The core: those who contribute a great deal, and who review and integrate in open campaigns."""

from __future__ import annotations

from cocreation_sim.scenario.behaviour import Core


def belongs(contributions: int, p: Core) -> bool:
    """Whether somebody has contributed enough to belong to the core.

    Parameters
    ----------
    contributions
        So far, to the firm.

    Examples
    --------
    >>> p = Core(contributions=5)
    >>> belongs(4, p), belongs(5, p)
    (False, True)
    """
    return contributions >= p.contributions


def is_active(last_contribution: float, now: float, p: Core) -> bool:
    """Whether a core member has contributed lately: last >= now - window.

    Parameters
    ----------
    last_contribution, now
        Times in weeks.

    Examples
    --------
    >>> p = Core(window=13.0)
    >>> is_active(7.0, 20.0, p), is_active(6.9, 20.0, p)
    (True, False)
    """
    return last_contribution >= now - p.window
