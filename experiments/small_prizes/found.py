"""What the study of small prizes found: its picture, and in words."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, Final

from cocreation_sim.plots.style import (
    BLACK,
    BLUE,
    GREEN,
    ORANGE,
    PURPLE,
    SKY,
    VERMILLION,
    caption,
    styled,
)
from experiments.drawing import line, none_line, places
from experiments.telling import (
    Estimate,
    Floats,
    change,
    crossing,
    eur,
    gap,
    listed,
    more,
    table,
    taken,
    text,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from cocreation_sim.experiments.experiment import Experiment

OUTCOMES = ("submissions", "contributors", "ideas_per_contributor", "cost")
CROWDS: Final = {
    0.2: "moved by enjoyment",
    0.5: "moved by both",
    1.5: "moved by money",
}
COLOURS: Final = (GREEN, BLUE, VERMILLION)  # of the crowds
LOOKS: Final = ((BLACK, "-"), (SKY, "-"), (BLUE, "-"), (PURPLE, "-"))
SHARES: Final = (0.5, 0.7, 1.0, 1.5, 2.0, 3.0)

Mechanism = tuple[float, float]  # enjoyment lost at once, and as the money grows
Table = dict[tuple[int, float, float, float], Floats]  # by prize, crowd and mechanism


def picture(exp: Experiment) -> Figure:
    """Ideas against no prize in each crowd, and where a prize breaks even."""
    ideas, people = taken(exp, "submissions"), taken(exp, "contributors")
    prizes = _prizes(ideas)
    with styled(12.5, 10.5) as figure:
        axes = figure.subplots(2, 2).ravel()
        for ax, (crowd, name) in zip(axes[:3], CROWDS.items(), strict=True):
            for mechanism, (colour, dashes) in _drawn(ideas):
                gains = _gains(ideas, crowd, mechanism)
                ratios = [Estimate(1 + e.value, 1 + e.low, 1 + e.high) for e in gains.values()]
                line(ax, ratios, colour, _named(mechanism), linestyle=dashes)
            none_line(ax, 1)
            ax.set_yscale("log")
            ax.set_ylim(0.4, 3.2)
            ax.set_yticks(SHARES, [_against(share) for share in SHARES])
            ax.minorticks_off()
            ax.set_title(f"{name} (money {crowd:g}, enjoyment 1)")
            ax.set_ylabel("ideas, against no prize")
            places(ax, [f"{prize:,}" for prize in prizes], "prize (EUR)")
        axes[0].legend(title="enjoyment lost to money", loc="upper left", fontsize=10)
        _break_even(axes[3], ideas, people)
        caption(
            figure,
            f"Scenario: {exp.scenario.name}, with more outreach; {exp.replications} runs a point, "
            "the same luck for all. Bands and bars: 95 % intervals. Prizes are not evenly spaced; "
            "the scales of ideas and of break-even are logarithmic.",
        )
    return figure


def found(exp: Experiment) -> str:
    """What it found, in Markdown."""
    ideas, people = taken(exp, "submissions"), taken(exp, "contributors")
    each = taken(exp, "ideas_per_contributor")
    usual = (exp.scenario.behaviour.motive.crowding_entry, 0.0)
    prizes = _prizes(ideas)
    campaign = next(iter(exp.scenario.campaigns.values()))
    rounds = exp.scenario.calendar.duration / campaign.selection.round_length
    rivals = ideas[0, next(iter(CROWDS)), *usual].mean() / rounds
    rows = []
    for crowd, name in CROWDS.items():
        for mechanism, _ in _drawn(ideas):
            gains = _gains(ideas, crowd, mechanism)
            worst = min(gains, key=lambda p: gains[p].value)
            hurts = gains[worst].sign < 0
            rows.append(
                [
                    name if mechanism == (0.0, 0.0) else "",
                    _named(mechanism),
                    gains[prizes[0]].signed,
                    f"{worst:,}" if hurts else "none hurts",
                    gains[worst].signed if hurts else "",
                    _place(_even(people, crowd, mechanism), prizes),
                    _place(_even(ideas, crowd, mechanism), prizes),
                ]
            )
    head = [
        "crowd",
        "enjoyment lost",
        f"ideas at {eur(prizes[0])} (%)",
        "worst prize (EUR)",
        "ideas then (%)",
        "break-even in contributors (EUR)",
        "break-even in ideas (EUR)",
    ]
    return text(
        _gist(ideas, usual),
        table(head, rows, 2),
        "All against no prize. Break-even: from where on a prize brings more than none, between "
        "the prizes tried interpolated.",
        _law(ideas, usual),
        _told_apart(ideas),
        _people_first(ideas, people, usual),
        _consumers(each, usual, prizes),
        _experiments(exp, usual),
        "**What the model assumes.** Money takes a share of enjoyment, at once "
        "(`behaviour.motive.crowding_entry`), as it grows (`crowding_control`), or both; less "
        "enjoyment makes people contribute more seldom and leave sooner. Reasons given can "
        "restore it (`crowding_feedback`); that is off here. Everybody sees the prize, also those "
        "who do not want it.",
        "**What it does not know.** How much enjoyment is lost: the bounds are 0 to 0.5, and where "
        "in them a firm's customers lie decides more than the prize does. How much they care for "
        "money. The intervals hold the luck of a campaign, not these doubts, which is why both are "
        "varied. Odds, and with them break-even, depend on how many others take part: here some "
        f"{rivals:.0f} ideas come in a round without a prize.",
    )


def _prizes(ideas: Table) -> list[int]:
    return sorted({key[0] for key in ideas} - {0})


def _drawn(ideas: Table) -> list[tuple[Mechanism, tuple[str, str]]]:
    """The mechanisms that are drawn, each with its colour and line."""
    at_once = sorted({key[2] for key in ideas})
    growing = max(key[3] for key in ideas)
    plain = [((entry, 0.0), look) for entry, look in zip(at_once, LOOKS, strict=True)]
    return [*plain, ((0.0, growing), (ORANGE, "--"))]


def _named(mechanism: Mechanism) -> str:
    entry, control = mechanism
    if entry and control:
        return f"{100 * entry:g} % at once, {100 * control:g} % as it grows"
    if control:
        return f"up to {100 * control:g} % as it grows"
    return f"{100 * entry:g} % at once" if entry else "none"


def _against(share: float) -> str:
    return f"{100 * (share - 1):+.0f} %".replace("-", "−") if share != 1 else "as many"


def _gains(values: Table, crowd: float, mechanism: Mechanism) -> dict[int, Estimate]:
    """What each prize brings, against none."""
    none = values[0, crowd, *mechanism]
    return {p: change(none, values[p, crowd, *mechanism]) for p in _prizes(values)}


def _even(values: Table, crowd: float, mechanism: Mechanism) -> Estimate:
    return crossing(_gains(values, crowd, mechanism))


def _place(even: Estimate, prizes: list[int]) -> str:
    if not math.isfinite(even.value):
        return f"beyond {prizes[-1]:,}"
    return even.bare if even.value else f"below {prizes[0]:,}"


def _gist(ideas: Table, usual: Mechanism) -> str:
    prizes = _prizes(ideas)
    gains = {crowd: _gains(ideas, crowd, usual) for crowd in CROWDS}
    hurt = [c for c in CROWDS if gains[c][prizes[0]].sign < 0]
    if not hurt:
        return "No crowd is clearly hurt by the smallest prize, at the model's usual crowding-out."
    smallest_worst = all(
        gains[c][prizes[0]].value == min(e.value for e in gains[c].values()) for c in hurt
    )
    told = (
        f"At the model's usual crowding-out, of {100 * usual[0]:g} % of enjoyment at once, a prize "
        f"of {eur(prizes[0])} brings fewer ideas than none " + _from(hurt)
    )
    told += ", and it is the worst of all prizes tried." if smallest_worst else "."
    evens = [
        f"{'about ' if math.isfinite(even.value) else ''}"
        f"{even if math.isfinite(even.value) else 'more than ' + eur(prizes[-1])} from people "
        f"{CROWDS[crowd]}"
        for crowd in hurt
        for even in [_even(ideas, crowd, usual)]
    ]
    return f"{told} To bring more than none it must be {listed(evens)}."


def _from(crowds: list[float]) -> str:
    if len(crowds) == len(CROWDS):
        return "in every crowd"
    return f"from people {listed([CROWDS[c] for c in crowds])}"


def _law(ideas: Table, usual: Mechanism) -> str:
    """Whether prizes do what law 2 of the model's design says."""
    steps = list(itertools.pairwise([0, *_prizes(ideas)]))
    rises, falls, steeper = [], [], []
    for crowd in CROWDS:
        rises.append(list(_gains(ideas, crowd, (0.0, 0.0)).values())[-1].sign > 0)
        slopes = [
            (ideas[b, crowd, 0.0, 0.0] - ideas[a, crowd, 0.0, 0.0]) / (b - a) for a, b in steps
        ]
        falls += [crowd for slope in slopes if gap(0 * slope, slope).sign < 0]
        steeper += [crowd for x, y in itertools.pairwise(slopes) if gap(x, y).sign > 0]
    told = []
    if all(rises) and not falls:
        told.append("ideas nowhere fall clearly as the prize rises")
    if all(rises) and not steeper:
        told.append("no further euro adds clearly more than the one before (D1)")
    both = [
        crowd
        for crowd in CROWDS
        for gains in [list(_gains(ideas, crowd, usual).values())]
        if gains[0].sign < 0 < gains[-1].sign
    ]
    out = f"Where money crowds nothing out, {listed(told)}. " if told else ""
    if both:
        out += (
            "Where it crowds out as usual, a small prize brings fewer ideas than none and a large "
            f"one more {_from(both)} (as D4 and Frey and Jegen 2001 lead one to expect)."
        )
    return out


def _told_apart(ideas: Table) -> str:
    """How the two mechanisms differ: which prize is the worst."""
    growing = (0.0, max(key[3] for key in ideas))
    prizes = _prizes(ideas)
    for crowd, name in CROWDS.items():
        gains = _gains(ideas, crowd, growing)
        worst = min(gains, key=lambda p: gains[p].value)
        small = gains[prizes[0]]
        if gains[worst].sign < 0 and worst != prizes[0] and gains[worst].high < small.low:
            return (
                "If enjoyment is lost only as the money grows, small prizes do little harm and "
                f"middling ones the most: among people {name} {eur(worst)} brings "
                f"{more(gains[worst], 'ideas')}, and {eur(prizes[0])} brings "
                f"{more(small, 'ideas')}. Which prize is the worst would tell "
                "the two mechanisms apart in a trial."
            )
    return ""


def _people_first(ideas: Table, people: Table, usual: Mechanism) -> str:
    """Contributors break even before ideas do."""
    pairs = {c: (_even(people, c, usual), _even(ideas, c, usual)) for c in CROWDS}
    if not all(first.value > 0 and first.high < later.low for first, later in pairs.values()):
        return ""
    crowd = list(CROWDS)[1]
    first, later = pairs[crowd]
    return (
        "Contributors break even before ideas do: in every crowd a much smaller prize brings as "
        "many contributors as none than as many ideas. Among people "
        f"{CROWDS[crowd]} these are {first} and {later}. In between a prize "
        "brings more people, who give up sooner."
    )


def _consumers(each: Table, usual: Mechanism, prizes: list[int]) -> str:
    """Ideas a contributor, which D4 found not to depend on money."""
    crowd, prize = list(CROWDS)[1], prizes[-2]
    free = change(each[0, crowd, 0.0, 0.0], each[prize, crowd, 0.0, 0.0])
    crowded = change(each[0, crowd, *usual], each[prize, crowd, *usual])
    if crowded.sign >= 0:
        return ""
    told = (
        "**Where this is at odds with what is known.** Among consumers money brought more people, "
        "but no more and no fewer ideas from each (D4). Here "
    )
    if abs(free.value) < 0.03:
        told += f"that holds only without crowding-out ({eur(prize)}: {free}); with it "
    return (
        f"{told}each contributor has {crowded.size} fewer ideas at {eur(prize)} than without a "
        "prize, since those who enjoy it less leave sooner."
    )


def _experiments(exp: Experiment, usual: Mechanism) -> str:
    motive, people = exp.scenario.behaviour.motive, exp.scenario.campaigns
    openness = next(iter(people.values())).openness
    loss = usual[0] * (1 + motive.autonomy * openness)
    return (
        f"In experiments money offered for taking part lowered free choice by 0.73 logits (D9). "
        f"The usual crowding-out lowers the log odds of contributing by {loss:.2f} for a person "
        "who weighs enjoyment 1, so it lies well inside. But it also makes people leave sooner, of "
        "which these experiments say nothing."
    )


def _break_even(ax: Axes, ideas: Table, people: Table) -> None:
    """Where a prize breaks even, by how much enjoyment is lost at once."""
    ax.set_yscale("log")
    entries = sorted({key[2] for key in ideas} - {0.0})
    top = _prizes(ideas)[-1]
    beyond = 1.9 * top
    for k, ((crowd, name), colour) in enumerate(zip(CROWDS.items(), COLOURS, strict=True)):
        for values, dashes, filled in ((ideas, "-", True), (people, ":", False)):
            evens = [_even(values, crowd, (entry, 0.0)) for entry in entries]
            x = [place + 0.06 * (k - 1) for place in range(len(entries))]
            y = [min(even.value, beyond) or math.nan for even in evens]
            ax.plot(x, y, dashes, color=colour, linewidth=2, label=name if filled else None)
            for at, even, height in zip(x, evens, y, strict=True):
                known = math.isfinite(even.value) and even.value > 0
                face = colour if filled else "white"
                ax.plot(
                    at, height, "o" if known else "^", color=colour, markersize=7,
                    markerfacecolor=face, markeredgewidth=1.8,
                )  # fmt: skip
                if known:
                    ax.vlines(at, even.low, min(even.high, beyond), color=colour, linewidth=1.5)
    ticks = (20, 50, 100, 200, 500, 1000, 2000, 5000, top)
    ax.set_yticks([*ticks, beyond], [*(f"{t:,}" for t in ticks), "beyond"])
    ax.minorticks_off()
    ax.set_title("prize that breaks even with none (EUR)")
    places(ax, [f"{100 * entry:g} %" for entry in entries], "enjoyment lost at once")
    ax.plot([], [], ":", color=BLACK, label="in contributors (else in ideas)")
    ax.set_ylim(5, 1.5 * beyond)
    ax.legend(loc="lower left", fontsize=10, ncols=2)
