"""What the study of prizes found: its picture, and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cocreation_sim.plots.style import BLUE, VERMILLION, caption, styled
from cocreation_sim.wording.numbers import percent
from experiments.drawing import line, none_line, places, risk_axis
from experiments.telling import (
    Estimate,
    change,
    crossing,
    eur,
    gap,
    listed,
    mean,
    more,
    oftener,
    ratio,
    risk,
    table,
    taken,
    text,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from cocreation_sim.experiments.experiment import Experiment

OUTCOMES = ("submissions", "contributors", "interesting", "cost")
NONE = (0,)
FLOOR = 0.02  # a risk below which there is nothing to save


def picture(exp: Experiment) -> Figure:
    """Ideas and failure risk over the prize."""
    ideas, failed = taken(exp, "submissions"), taken(exp, "failed")
    with styled(11, 4.6) as figure:
        left, right = figure.subplots(1, 2)
        line(left, [mean(x) for x in ideas.values()], BLUE)
        line(right, [risk(x) for x in failed.values()], VERMILLION)
        left.set_title("ideas contributed")
        right.set_title("failure risk (share of runs that fail)")
        left.set_ylim(bottom=0)
        risk_axis(right)
        for ax, values in ((left, ideas), (right, failed)):
            none_line(ax, float(values[NONE].mean()))
            places(ax, [f"{p:,}" for (p,) in ideas], "prize of a selected idea (EUR)")
        caption(
            figure,
            f"Scenario: {exp.scenario.name}, with more outreach; {exp.replications} runs a prize, "
            "the same luck for all. Bands: 95 % intervals. Dotted: no prize. Prizes are not evenly "
            "spaced.",
        )
    return figure


def found(exp: Experiment) -> str:
    """What it found, in Markdown."""
    ideas, failed, cost = (taken(exp, name) for name in ("submissions", "failed", "cost"))
    prizes = [prize for (prize,) in ideas if prize]
    gains = {p: change(ideas[NONE], ideas[p,]) for p in prizes}
    spared = {p: gap(failed[p,], failed[NONE], "points") for p in prizes}
    rows = [
        [
            f"{p:,}",
            mean(ideas[p,]).bare,
            gains[p].signed if p else "",
            risk(failed[p,]).bare,
            spared[p].turned.signed if p else "",
            mean(cost[p,]).bare,
        ]
        for p in (0, *prizes)
    ]
    lost = 100 * exp.scenario.behaviour.motive.crowding_entry
    head = [
        "prize (EUR)",
        "ideas",
        "against none (%)",
        "failure risk (%)",
        "against none (points)",
        "cost (EUR)",
    ]
    return text(
        _gist(spared, float(np.mean(failed[NONE]))),
        table(head, rows, 0),
        _worst(gains, spared),
        _even(gains, spared),
        _fewer_yet_safer(exp, gains, spared, ideas),
        _price(cost, failed, prizes[-1]) if spared[prizes[-1]].sign > 0 else "",
        f"**What the model assumes.** As soon as money is offered, people lose {lost:g} % of their "
        "enjoyment, whatever the sum (`behaviour.motive.crowding_entry`). What the money then adds "
        "grows with the logarithm of the sum times the odds of winning people believe in. These "
        "people care little for money (`segment.money`). Both numbers are assumptions, the first "
        "inside bounds from experiments (D9), and they decide the answer: the study `small_prizes` "
        "varies them.",
        "**What it does not know.** The intervals hold the luck of a campaign, not the doubt about "
        "these numbers. A prize that makes the news and so brings people who had not heard of the "
        "box is not in it: outreach is the same for all prizes.",
    )


def _gist(spared: dict[int, Estimate], safest: float) -> str:
    worse = [p for p, gap in spared.items() if gap.sign < 0]
    better = [p for p, gap in spared.items() if gap.sign > 0]
    if worse and better and max(worse) < min(better):
        return (
            f"Only a large one. Prizes from {eur(min(worse))} to {eur(max(worse))} make the box "
            f"fail more often than no prize does; {eur(min(better))} is the first of those tried "
            "that makes it fail less often."
        )
    if worse and not better:
        return "No prize that was tried saves it, and some make it fail more often than none does."
    if better and not worse:
        return (
            f"Yes: {eur(min(better))} is the first of the prizes tried that makes the box fail "
            "less often, and none makes it fail more often."
        )
    if safest < FLOOR:
        return (
            "There is nothing to save: the box hardly ever fails without a prize "
            f"({percent(safest)} of runs)."
        )
    return "These runs cannot tell."


def _worst(gains: dict[int, Estimate], spared: dict[int, Estimate]) -> str:
    worst = min(gains, key=lambda p: gains[p].value)
    if gains[worst].sign >= 0:
        return ""
    return (
        f"The worst prize of those tried is {eur(worst)}: it brings {more(gains[worst], 'ideas')} "
        f"than none, and the box {oftener(spared[worst].turned)}."
    )


def _even(gains: dict[int, Estimate], spared: dict[int, Estimate]) -> str:
    told = []
    for what, gaps in (("ideas", gains), ("failure risk", spared)):
        place = crossing(gaps)
        if place.value == 0:
            continue
        if np.isfinite(place.value):
            told.append(f"in {what} at about {place}")
        else:
            told.append(f"in {what} nowhere up to {eur(max(gaps))}")
    after = "; between the prizes tried this is interpolated." if told else ""
    return f"A prize breaks even with none {listed(told)}{after}" if told else ""


def _fewer_yet_safer(
    exp: Experiment,
    gains: dict[int, Estimate],
    spared: dict[int, Estimate],
    ideas: dict[tuple[int, ...], np.ndarray],
) -> str:
    """Why a prize may bring fewer ideas and yet less failure, if any does."""
    both = [p for p in gains if gains[p].sign < 0 and spared[p].sign > 0]
    if not both:
        return ""
    runs = exp.read(["campaign.reward.prize", "failed", "failed_at"])
    none = runs[(runs["campaign.reward.prize"] == 0) & runs["failed"]]
    limits = next(iter(exp.scenario.campaigns.values())).limits
    early = risk((none["failed_at"] <= limits.window + 1).to_numpy(float))
    spread = {p: float(ideas[p,].std(ddof=1)) for p in (0, *both)}
    steadier = all(spread[p] < spread[0] for p in both)
    told = (
        f"With {listed([eur(p) for p in both])} fewer ideas come and yet the box fails less often. "
        f"Of the failures without a prize, {early} come when the first window of "
        f"{limits.window:g} weeks closes, before many have heard of the box."
    )
    if steadier:
        told += (
            " A prize pulls most then: the fewer have entered, the better the odds people believe "
            "in. So it makes campaigns more alike: the standard deviation of ideas is "
            f"{spread[both[0]]:.0f} with {eur(both[0])} and {spread[0]:.0f} without."
        )
    return told


def _price(
    cost: dict[tuple[int, ...], np.ndarray], failed: dict[tuple[int, ...], np.ndarray], largest: int
) -> str:
    dearer = gap(cost[NONE], cost[largest,], "EUR")
    price = ratio(cost[largest,] - cost[NONE], failed[NONE] - failed[largest,], "EUR")
    return (
        f"It is dear: {eur(largest)} makes a campaign cost {dearer} more, which is {price} for "
        "each failure avoided."
    )
