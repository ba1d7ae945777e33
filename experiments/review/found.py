"""What the study of reviewing found: its picture, and in words."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import seaborn as sns

from cocreation_sim.plots.style import caption, styled
from experiments.drawing import line, percent_axis, places, risk_axis
from experiments.telling import (
    Estimate,
    Floats,
    change,
    eur,
    gap,
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

OUTCOMES = (
    "submissions", "contributors", "one_timers", "answered_share", "queue_peak", "returned",
    "loyalty", "interesting", "cost",
)  # fmt: skip

Table = dict[tuple[float, float], Floats]  # by outreach and capacity


def picture(exp: Experiment) -> Figure:
    """Answers, ideas and failure risk over the capacity, a line an outreach."""
    answered, ideas, failed = (
        taken(exp, name) for name in ("answered_share", "submissions", "failed")
    )
    spends, capacities = _levels(ideas)
    with styled(14, 5.0) as figure:
        left, middle, right = figure.subplots(1, 3)
        colours = sns.color_palette("mako_r", len(spends) + 2)[1:-1]
        for spend, colour in zip(spends, colours, strict=True):
            at = [(spend, capacity) for capacity in capacities]
            name = f"EUR {spend:g} a week"
            line(left, [mean(answered[k]) for k in at], colour, name)
            line(middle, [mean(ideas[k]) for k in at], colour, name)
            line(right, [risk(failed[k]) for k in at], colour, name)
        left.set_title("share of ideas answered")
        middle.set_title("ideas contributed")
        right.set_title("failure risk")
        left.set_ylim(-0.02, 1.02)
        percent_axis(left)
        middle.set_ylim(bottom=0)
        risk_axis(right)
        for ax in (left, middle, right):
            places(ax, [f"{capacity:g}" for capacity in capacities], "ideas it can read a week")
        figure.legend(
            *left.get_legend_handles_labels(),
            title="outreach",
            loc="outside right center",
        )
        caption(
            figure,
            f"Scenario: {exp.scenario.name}, for two years, meaning to answer nine of ten ideas it "
            f"reads; {exp.replications} runs a point, the same luck for all. Bands: 95 % "
            "intervals. Capacities are not evenly spaced.",
        )
    return figure


def found(exp: Experiment) -> str:
    """What it found, in Markdown."""
    names = ("answered_share", "submissions", "contributors", "failed", "cost")
    answered, ideas, people, failed, cost = (taken(exp, name) for name in names)
    spends, capacities = _levels(ideas)
    weeks, ample = exp.scenario.calendar.duration, capacities[-1]
    campaign = next(iter(exp.scenario.campaigns.values()))
    silent = [
        [
            f"{spend:g}",
            mean(ideas[spend, 0.0]).bare,
            change(ideas[spend, ample], ideas[spend, 0.0]).signed,
            change(people[spend, ample], people[spend, 0.0]).signed,
            risk(failed[spend, 0.0]).bare,
            gap(failed[spend, ample], failed[spend, 0.0], "points").signed,
        ]
        for spend in spends
    ]
    heads = ("ideas", "ideas (%)", "contributors (%)", "failure risk (%)", "failure risk (points)")
    return text(
        f"{_short(answered, ideas, weeks)} {_gist(ideas, people, failed)}".strip(),
        "**When attention runs short.** The share of ideas that are answered:",
        table(
            [
                "outreach (EUR a week)",
                "ideas a week",
                *(f"answered (%) if {c:g} a week can be read" for c in capacities[1:]),
            ],
            [
                [
                    f"{spend:g}",
                    mean(ideas[spend, ample] / weeks).bare,
                    *(mean(answered[spend, c], "%").bare for c in capacities[1:]),
                ]
                for spend in spends
            ],
            0,
        ),
        f"Ideas a week: those that come if {ample:g} a week can be read.",
        "**What silence costs.** Nothing is read, against reading up to "
        f"{ample:g} ideas a week, at the same outreach:",
        table(["outreach (EUR a week)", *heads], silent, 0),
        _backfires(exp, failed),
        *_prices(ideas, cost),
        "**What the model assumes.** People who wait for an answer give up after "
        f"{exp.scenario.behaviour.leaving.patience:g} weeks. That an answer brings some of them "
        "back has been measured (C3); that reasons bring back more is known as well, but not how "
        "many more (C2). There is contrary evidence: in one field experiment the way of rejecting "
        "changed nothing, and in Wikipedia silence did no harm after 2006 (C6). Those who have "
        "never contributed do not see how others are answered, so that silence hardly deters "
        "anybody from a first idea; only word of mouth suffers, and it is weak here "
        f"(`outreach.word_of_mouth` is {campaign.outreach.word_of_mouth:g}).",
        "**What it does not know.** The intervals hold the luck of a campaign, not the doubt about "
        "these numbers. Reading costs "
        f"{eur(campaign.review.cost)} an idea, whoever reads; the firm cannot choose whom it "
        "answers, such as newcomers first (as Dahlander and Piezunka 2014 advise).",
    )


def _levels(ideas: Table) -> tuple[list[float], list[float]]:
    """The outreach and the capacities that were tried."""
    return sorted({spend for spend, _ in ideas}), sorted({capacity for _, capacity in ideas})


def _gist(ideas: Table, people: Table, failed: Table) -> str:
    spends, capacities = _levels(ideas)
    ample, loud = capacities[-1], spends[-1]
    lost = {s: change(ideas[s, ample], ideas[s, 0.0]) for s in spends}
    gone = {s: change(people[s, ample], people[s, 0.0]) for s in spends}
    told = []
    if all(found.sign < 0 for found in lost.values()):
        most = min(spends, key=lambda s: lost[s].value)
        told.append(
            f"A box that answers nobody gets up to {more(lost[most], 'ideas')} than one that reads "
            f"{ample:g} ideas a week."
        )
        if all(abs(found.value) < 0.02 for found in gone.values()):
            told.append(
                "As many people contribute a first idea; what is missing is their second and third."
            )
    risks = {s: gap(failed[s, ample], failed[s, 0.0], "points") for s in spends}
    if risks[loud].sign > 0:
        told.append(
            f"With the loudest outreach, of {eur(loud)} a week, silence makes it fail more often, "
            f"by {risks[loud].size}."
        )
    return " ".join(told) or "These runs cannot tell."


def _short(answered: Table, ideas: Table, weeks: float) -> str:
    """How the share answered falls with the ideas that come for one that can be read."""
    over = {
        (s, c): float(ideas[s, c].mean()) / weeks / c for s, c in ideas if c > 0
    }  # ideas a week for one that can be read
    share = {k: float(answered[k].mean()) for k in over}
    ranked = sorted(over, key=lambda k: over[k])
    below = [k for k in ranked if share[k] < 0.5]
    if not 0 < len(below) < len(ranked) or not all(
        share[k] < 0.5 for k in ranked[ranked.index(below[0]) :]
    ):
        return ""
    return (
        f"Attention runs short when {over[below[0]]:.1f} or more ideas come for each one that can "
        "be read: then fewer than half are answered."
    )


def _backfires(exp: Experiment, failed: Table) -> str:
    """More outreach without reading makes it fail more often, if it does."""
    spends, capacities = _levels(failed)
    ample = capacities[-1]
    steps = list(itertools.pairwise(spends))
    gaps = {
        (a, b, capacity): gap(failed[a, capacity], failed[b, capacity], "points", len(steps))
        for a, b in steps
        for capacity in (0.0, ample)
    }
    worse = [(a, b) for a, b in steps if gaps[a, b, 0.0].sign > 0]
    if not worse:
        return ""
    a, b = worse[-1]
    told = (
        "Past a point more outreach makes a silent box worse. Where nothing is read, it "
        f"{oftener(gaps[a, b, 0.0])}, with {eur(b)} a week of outreach than with {eur(a)}"
    )
    if gaps[a, b, ample].sign <= 0:
        told += f"; where up to {ample:g} ideas a week are read, it {oftener(gaps[a, b, ample])}"
    runs = exp.read(["campaign.outreach.spend", "campaign.review.capacity", "failed", "failed_at"])
    silent = (runs.iloc[:, 0] == b) & (runs.iloc[:, 1] == 0) & runs["failed"]
    half = exp.scenario.calendar.duration / 2
    late = risk((runs.loc[silent, "failed_at"] > half).to_numpy(float))
    if late.low > 0.5:
        told += (
            f". Of those failures {late} come in the second half of the time: the louder the "
            "outreach, the sooner all have heard of the box and had their say, and then it lives "
            "on those who come back"
        )
    return told + "."


def _prices(ideas: Table, cost: Table) -> tuple[str, ...]:
    """What one idea more costs by reading and by outreach."""
    spends, capacities = _levels(ideas)
    enough = capacities[-2]

    def price(start: tuple[float, float], end: tuple[float, float]) -> Estimate:
        return ratio(cost[end] - cost[start], ideas[end] - ideas[start], "EUR")

    steps = list(itertools.pairwise(spends))
    reading = [price((a, 0.0), (a, enough)) for a, _ in steps]
    outreach = [price((a, 0.0), (b, 0.0)) for a, b in steps]
    if not all(found.low > 0 for found in (*reading, *outreach)):
        return ()
    told = ""
    if outreach[0].high < reading[0].low and outreach[-1].low > reading[-1].high:
        told = (
            "As long as few have heard of the box, outreach brings one idea more at less cost; "
            "once most have, reading does. "
        )
    head = (
        "outreach (EUR a week)",
        f"one idea more by reading {enough:g} a week (EUR)",
        "one idea more by outreach (EUR)",
        "raised to (EUR a week)",
    )
    rows = [
        [f"{a:g}", read.bare, loud.bare, f"{b:g}"]
        for (a, b), read, loud in zip(steps, reading, outreach, strict=True)
    ]
    return f"{told}Both start from a box that reads nothing:", table(head, rows, 0)
