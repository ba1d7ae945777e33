"""What the study of two firms found: its picture, and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cocreation_sim.plots.style import BLACK, BLUE, ORANGE, caption, styled
from cocreation_sim.wording.numbers import percent
from experiments.drawing import line, none_line, percent_axis, places, points_axis
from experiments.telling import (
    Estimate,
    Floats,
    change,
    eur,
    gap,
    mean,
    more,
    ratio,
    risk,
    table,
    taken,
    text,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from cocreation_sim.experiments.experiment import Experiment

OUTCOMES = ("submissions", "contributors", "votes", "interesting", "engaged", "cost")
CROWDS: Final = {0.2: "moved by enjoyment", 1.5: "moved by money"}
COLOURS: Final = (BLACK, BLUE, ORANGE)  # of the rival's prizes

# by what people weigh money, our outreach, the rival's outreach and the rival's prize
Table = dict[tuple[float, float, float, int], Floats]


def picture(exp: Experiment) -> Figure:
    """Our ideas and failure risk, and the rival's ideas, over its outreach."""
    ours, rival = exp.only("ours"), exp.only("rival")
    ideas, failed, theirs = (
        taken(ours, "submissions"),
        taken(ours, "failed"),
        taken(rival, "submissions"),
    )
    spends, prizes = _levels(ideas)
    own = _own(ideas)[0]
    with styled(14, 8.4) as figure:
        rows = figure.subplots(2, 3, sharey="col", sharex=True)
        for row, (crowd, name) in zip(rows, CROWDS.items(), strict=True):
            none = (crowd, own, spends[0], prizes[0])
            for prize, colour in zip(prizes, COLOURS, strict=True):
                at = [(crowd, own, spend, prize) for spend in spends]
                label = f"{eur(prize)}" if prize else "no prize"
                line(row[0], [change(ideas[none], ideas[k]) for k in at], colour, label)
                line(row[1], [_risen(failed[none], failed[k]) for k in at], colour, label)
                line(row[2], [mean(theirs[k]) for k in at], colour, label)
            none_line(row[0], 0.0)
            none_line(row[1], 0.0)
            row[0].set_ylabel(f"people {name}")
            for ax in row:
                places(ax, ["no rival", *(f"{spend:g}" for spend in spends[1:])])
        rows[0, 0].set_title("our ideas, against no rival")
        rows[0, 1].set_title("our risk, against no rival (points)")
        rows[0, 2].set_title("the rival's ideas")
        for ax in rows[1]:
            ax.set_xlabel("the rival's outreach (EUR a week)")
        percent_axis(rows[0, 0])
        points_axis(rows[0, 1])
        rows[0, 2].set_ylim(bottom=0)
        rows[0, 2].legend(title="the rival's prize", loc="upper left")
        caption(
            figure,
            f"Scenario: {exp.scenario.name}, our outreach {eur(own)} a week; {exp.replications} "
            "runs a point, the same luck for all. Bands: 95 % intervals. Dotted: no rival. "
            "Outreach is not evenly spaced.",
        )
    return figure


def _risen(none: Floats, beside: Floats) -> Estimate:
    """How far the risk rises; exactly 0 where no run differs."""
    return Estimate(0, 0, 0) if (none == beside).all() else gap(none, beside)


def found(exp: Experiment) -> str:
    """What it found, in Markdown."""
    ours, rival = exp.only("ours"), exp.only("rival")
    ideas, failed = taken(ours, "submissions"), taken(ours, "failed")
    spends, prizes = _levels(ideas)
    own = _own(ideas)[0]
    rows = [
        [
            name if spend == spends[1] and prize == prizes[0] else "",
            f"{spend:g}" if prize == prizes[0] else "",
            f"{prize:,}",
            change(ideas[crowd, own, 0.0, 0], ideas[crowd, own, spend, prize]).signed,
            gap(failed[crowd, own, 0.0, 0], failed[crowd, own, spend, prize], "points").signed,
            mean(taken(rival, "submissions")[crowd, own, spend, prize]).bare,
        ]
        for crowd, name in CROWDS.items()
        for spend in spends[1:]
        for prize in prizes
    ]
    head = [
        "people",
        "rival's outreach (EUR a week)",
        "rival's prize (EUR)",
        "our ideas (%)",
        "our failure risk (points)",
        "rival's ideas",
    ]
    bare = (next(iter(CROWDS)), own, 0.0, 0)
    choice = exp.scenario.behaviour.choice
    return text(
        _gist(ideas, failed),
        table(head, rows, 1),
        "Ours against no rival, when we have "
        f"{mean(ideas[bare])} ideas and fail in {risk(failed[bare])} of runs.",
        _prize(ideas, rival),
        _made_up(ideas),
        _law(ideas),
        "**What the model assumes.** People spread one pace of visits over both boxes. At a visit "
        "they do one thing: nothing, or vote or contribute here or there. Mostly they do nothing "
        f"(the log odds of contributing start at {_signed(choice.contribute)}, those of voting at "
        f"{_signed(choice.vote)}), and so the two boxes seldom compete for the same visit. That a "
        "person's day is full, so that time for one box is lost to the other, is not in it beyond "
        "that. What one firm does changes nothing in what people think of the other.",
        "**What it does not know.** Whether a rival takes more than this in life: the evidence "
        "gathered for this model has nothing on two campaigns for one crowd. The intervals hold "
        "the luck of a campaign, not this doubt.",
    )


def _signed(x: float) -> str:
    return f"{x:g}".replace("-", "−")


def _levels(ideas: Table) -> tuple[list[float], list[int]]:
    """The rival's outreach and prizes that were tried."""
    return sorted({key[2] for key in ideas}), sorted({key[3] for key in ideas})


def _own(ideas: Table) -> list[float]:
    """Our own outreach that was tried."""
    return sorted({key[1] for key in ideas})


def _gist(ideas: Table, failed: Table) -> str:
    spends, prizes = _levels(ideas)
    own, loud = _own(ideas)[0], spends[-1]
    crowd = next(iter(CROWDS))
    none, other = (crowd, own, 0.0, 0), (crowd, own, loud, 0)
    lost, risen = change(ideas[none], ideas[other]), gap(failed[none], failed[other], "points")
    if lost.sign >= 0:
        return "A rival without a prize takes no ideas from us that these runs could tell."
    told = (
        f"A rival that spends {eur(loud)} a week on outreach, without a prize, leaves us with "
        f"{more(lost, 'ideas')}"
    )
    if risen.sign > 0:
        told += f"; so near the edge that is enough for our box to fail {risen} more often"
    taking = [
        c for c in CROWDS if gap(ideas[c, own, loud, 0], ideas[c, own, loud, prizes[-1]]).sign >= 0
    ]
    if len(taking) == len(CROWDS):
        told += f". A prize of {eur(prizes[-1])} does not make it take more from us"
    return told + "."


def _prize(ideas: Table, rival: Experiment) -> str:
    """Why a rival's prize gives something back, if it does."""
    spends, prizes = _levels(ideas)
    own, loud, large = _own(ideas)[0], spends[-1], prizes[-1]
    crowd = list(CROWDS)[-1]
    plain, paid = (crowd, own, loud, 0), (crowd, own, loud, large)
    back = gap(ideas[plain], ideas[paid])
    if back.sign <= 0:
        return ""
    told = (
        f"Where people are {CROWDS[crowd]}, the rival's prize even gives us something back: beside "
        f"a loud rival with {eur(large)} we get {more(back, 'ideas')} than beside one without"
    )
    people, engaged = taken(rival, "contributors"), taken(rival, "engaged")
    came = change(people[plain], people[paid])
    stayed = change(engaged[plain], engaged[paid])
    once = mean(taken(rival, "one_timers")[paid], "%")
    if came.sign > 0 and stayed.sign < 0 and once.low > 0.5:
        told += (
            f". The prize brings the rival {came} more contributors, but {once} of them contribute "
            f"only once, and at the end {stayed.size} fewer people are engaged with it. Whoever "
            "has left it no longer spends visits there"
        )
    return told + "."


def _made_up(ideas: Table) -> str:
    """How much outreach of our own makes up for the rival."""
    spends, _ = _levels(ideas)
    own, ample = _own(ideas)[0], _own(ideas)[-1]
    crowd, loud = next(iter(CROWDS)), spends[-1]
    none, beside = (crowd, own, 0.0, 0), (crowd, own, loud, 0)
    gained = (ideas[crowd, ample, loud, 0] - ideas[beside]) / (ample - own)
    price = ratio(ideas[none] - ideas[beside], gained, "EUR")
    if not (price.low > 0 and price.high < ample - own):
        return ""
    return (
        f"In ideas, some outreach of our own makes up for it: {price} a week on top of "
        f"{eur(own)}, where the rival spends {eur(loud)} (interpolated between "
        f"{eur(own)} and {eur(ample)})."
    )


def _law(ideas: Table) -> str:
    """What law 10 says, as far as whole runs can show it."""
    _, prizes = _levels(ideas)
    told = []
    unheard = all(
        (ideas[crowd, own, 0.0, prize] == ideas[crowd, own, 0.0, 0]).all()
        for crowd in CROWDS
        for own in _own(ideas)
        for prize in prizes
    )
    if unheard:
        told.append(
            "A rival that nobody hears of changes nothing, to the last idea, whatever its prize."
        )
    others = [key for key in ideas if key[2] > 0]
    gaps = {key: gap(ideas[key[0], key[1], 0.0, 0], ideas[key]) for key in others}
    above = [float((ideas[key] > ideas[key[0], key[1], 0.0, 0]).mean()) for key in others]
    if all(found.sign < 0 for found in gaps.values()):
        told.append(
            f"At none of the {len(others)} points with a rival does it add ideas to ours on "
            "average; at a single choice it never can. Over a whole run it may, since one lost "
            "idea changes the odds and the answers of all that follow: in up to "
            f"{percent(max(above))} of the runs our box gets more ideas with the rival."
        )
    return " ".join(told)
