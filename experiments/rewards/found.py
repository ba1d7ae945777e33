"""What the study of rewards found: its picture, and in words."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from cocreation_sim.plots.style import BLACK, BLUE, ORANGE, caption, styled
from experiments.drawing import line, none_line, places, risk_axis
from experiments.telling import (
    Estimate,
    Floats,
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

OUTCOMES = ("submissions", "contributors", "interesting", "one_timers", "cost")
CELLS: Final = ("submitting", "co-designing", "tinkering", "collaborating")
COLOURS: Final = (ORANGE, BLUE, BLACK)

Table = dict[tuple[str, int, float], Floats]  # by cell, prize and credit


def picture(exp: Experiment) -> Figure:
    """Ideas, failure risk and the cost of an interesting idea over the prize, a column a cell."""
    ideas, failed, cost, good = _outcomes(exp)
    prizes, credits = _levels(ideas)
    with styled(14.5, 10.5) as figure:
        rows = figure.subplots(3, 4, sharey="row", sharex=True)
        for column, cell in zip(rows.T, CELLS, strict=True):
            for credit, colour in zip(credits, COLOURS, strict=True):
                at = [(cell, prize, credit) for prize in prizes]
                name = f"credit {credit:g}"
                line(column[0], [mean(ideas[k]) for k in at], colour, name)
                line(column[1], [risk(failed[k]) for k in at], colour, name)
                line(column[2], [ratio(cost[k], good[k]) for k in at], colour, name)
            bare = (cell, 0, 0.0)
            bare_cost = ratio(cost[bare], good[bare]).value
            for ax, value in zip(
                column, (ideas[bare].mean(), failed[bare].mean(), bare_cost), strict=True
            ):
                none_line(ax, float(value))
                places(ax, [f"{prize:,}" for prize in prizes])
            column[0].set_title(cell)
            column[2].set_xlabel("prize (EUR)")
        rows[0, 0].set_ylim(bottom=0)
        risk_axis(rows[1, 0])
        rows[2, 0].set_yscale("log")
        ticks = (50, 100, 200, 500, 1000, 2000)
        rows[2, 0].set_yticks(ticks, [f"{tick:,}" for tick in ticks])
        rows[2, 0].minorticks_off()
        labels = ("ideas contributed", "failure risk", "cost of an interesting idea (EUR)")
        for ax, label in zip(rows[:, 0], labels, strict=True):
            ax.set_ylabel(label)
        rows[0, 0].legend(loc="upper left")
        caption(
            figure,
            f"Scenario: {exp.scenario.name}; {exp.replications} runs a point, the same luck for "
            "all. Credit: recognition, from 0 to 1. Bands: 95 % intervals. Dotted: neither prize "
            "nor credit. Cost: of all campaigns, over all interesting ideas. Prizes are not evenly "
            "spaced, and the cost has a logarithmic scale. Under the same luck lines differ more "
            "surely than their bands suggest.",
        )
    return figure


def found(exp: Experiment) -> str:
    """What it found, in Markdown."""
    ideas, failed, cost, good = _outcomes(exp)
    prizes, credits = _levels(ideas)
    small, large, full = prizes[1], prizes[-1], credits[-1]
    credit = {c: change(ideas[c, 0, 0.0], ideas[c, 0, full]) for c in CELLS}
    bite = {c: change(ideas[c, 0, 0.0], ideas[c, small, 0.0]) for c in CELLS}
    much = {c: change(ideas[c, 0, 0.0], ideas[c, large, 0.0]) for c in CELLS}
    designs = [
        ("nothing", 0, 0.0),
        ("full credit", 0, full),
        *((eur(prize), prize, 0.0) for prize in prizes[1:]),
        (f"{eur(large)}, full credit", large, full),
    ]
    rows = [
        [
            cell if name == "nothing" else "",
            name,
            mean(ideas[cell, prize, given]).bare,
            risk(failed[cell, prize, given]).bare,
            ratio(cost[cell, prize, given], good[cell, prize, given], "EUR").bare,
        ]
        for cell in CELLS
        for name, prize, given in designs
    ]
    head = ["cell", "reward", "ideas", "failure risk (%)", "cost of an interesting idea (EUR)"]
    motive = exp.scenario.behaviour.motive
    people = next(iter(exp.scenario.population.segments.values()))
    even, worth = (
        {
            c: crossing({p: gap(ideas[c, 0, given], ideas[c, p, 0.0]) for p in prizes[1:]})
            for c in CELLS
        }
        for given in (0.0, full)
    )
    return text(
        _gist(credit, bite, worth, small),
        "\n".join(
            f"- **{c}**: full credit brings {more(credit[c], 'ideas')} than nothing, and the call "
            f"{oftener(gap(failed[c, 0, 0.0], failed[c, 0, full], 'points'))}."
            + _matched(even[c], worth[c], prizes)
            for c in CELLS
        ),
        _where(much, large),
        _together(ideas, large, full),
        _dear(cost, good, large),
        table(head, rows, 2),
        "**What the model assumes.** Credit costs the firm nothing and never does harm, though a "
        "field experiment found that it can drive the less active away (D13). Money costs people "
        f"{100 * motive.crowding_entry:g} % of their enjoyment at once, whatever the sum, and open "
        "work is more enjoyable, so that there is more to lose. The cells differ in openness and "
        "in who selects, and in nothing else: the people, the brief, the outreach and the reading "
        "are the same.",
        "**What it does not know.** The intervals hold the luck of a campaign, not the doubt about "
        f"what moves people: the weights are {people.money:g} for money, {people.social:g} for "
        f"credit and {people.intrinsic:g} for enjoyment, all of them assumptions. What it costs to "
        "give credit well, and whether people tire of it, is not in it.",
    )


def _outcomes(exp: Experiment) -> tuple[Table, Table, Table, Table]:
    ideas, failed, cost, good = (
        taken(exp, name) for name in ("submissions", "failed", "cost", "interesting")
    )
    return ideas, failed, cost, good


def _levels(ideas: Table) -> tuple[list[int], list[float]]:
    """The prizes and the credits that were tried."""
    return sorted({prize for _, prize, _ in ideas}), sorted({credit for _, _, credit in ideas})


def _gist(
    credit: dict[str, Estimate], bite: dict[str, Estimate], worth: dict[str, Estimate], small: int
) -> str:
    told = []
    if all(found.sign > 0 for found in credit.values()):
        told.append("Credit brings more ideas in every cell, and here it costs nothing.")
    if all(found.sign < 0 for found in bite.values()):
        told.append(f"A prize of {eur(small)} brings fewer ideas than none in every cell.")
    elif cells := [c for c, found in bite.items() if found.sign < 0]:
        told.append(f"A prize of {eur(small)} brings fewer ideas than none in {listed(cells)}.")
    low, high = (end(CELLS, key=lambda c: worth[c].value) for end in (min, max))
    if 0 < worth[low].value < math.inf and worth[low].high < worth[high].low:
        most = f"about {worth[high]}" if math.isfinite(worth[high].value) else "more than was tried"
        told.append(
            f"A prize that is to bring as many ideas as full credit must be about {worth[low]} in "
            f"{low} and {most} in {high}."
        )
    return " ".join(told) or "These runs cannot tell."


def _matched(even: Estimate, worth: Estimate, prizes: list[int]) -> str:
    """At which prize there are as many ideas as without, and as with full credit."""
    told = [
        f"as many {what} at "
        + (f"about {place}" if math.isfinite(place.value) else f"no sum up to {eur(prizes[-1])}")
        for what, place in (("ideas as nothing", even), ("as full credit", worth))
        if place.value
    ]
    return f" A prize brings {listed(told)}." if told else ""


def _where(much: dict[str, Estimate], large: int) -> str:
    best, worst = (end(much, key=lambda c: much[c].value) for end in (max, min))
    if much[best].low <= much[worst].high:
        return ""
    return (
        f"Money does most in {best}, where {eur(large)} brings {more(much[best], 'ideas')} than "
        f"nothing, and least in {worst}: {more(much[worst], 'ideas')}."
    )


def _together(ideas: Table, large: int, full: float) -> str:
    told = []
    for cell in CELLS:
        without = ideas[cell, 0, full] - ideas[cell, 0, 0.0]
        beside = ideas[cell, large, full] - ideas[cell, large, 0.0]
        told.append((cell, gap(without, beside)))
    if all(found.sign < 0 for _, found in told):
        return (
            f"Beside a prize of {eur(large)} credit adds fewer ideas than alone: "
            + listed([f"{found.size} fewer in {cell}" for cell, found in told])
            + "."
        )
    return ""


def _dear(cost: Table, good: Table, large: int) -> str:
    pairs = {
        cell: [ratio(cost[cell, p, 0.0], good[cell, p, 0.0], "EUR") for p in (0, large)]
        for cell in CELLS
    }
    if any(not with_prize.low > without.high for without, with_prize in pairs.values()):
        return ""
    least = min(pairs, key=lambda cell: pairs[cell][1].value)
    without, dear = pairs[least]
    return (
        f"A prize of {eur(large)} makes an interesting idea far dearer in every cell; least so in "
        f"{least}, where it costs {dear} instead of {without}. The prize is paid for the best idea "
        "of a round, however few and poor the ideas."
    )
