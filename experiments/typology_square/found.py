"""What the study of the typology square found: its picture, and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import seaborn as sns
from scipy.special import ndtri

from cocreation_sim.plots import style
from cocreation_sim.plots.style import caption, styled
from cocreation_sim.scenario.typology import Cell
from cocreation_sim.wording.numbers import estimate
from experiments.drawing import percent_axis
from experiments.telling import LEVEL, Estimate, Floats, gap, listed, mean, table, taken, text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from cocreation_sim.experiments.experiment import Experiment

OUTCOMES = ("submissions", "interesting", "coherence", "queue_peak", "cost")
OPENNESS: Final = "campaign.openness"
CROWD: Final = "campaign.crowd_weight"
CORNERS: Final = {(cell.openness, cell.crowd_weight): cell.label for cell in Cell}
CAUSES: Final = {
    "starved": style.BLUE,
    "overrun": style.VERMILLION,
    "incoherent": style.ORANGE,
    "nothing worth making": style.PURPLE,
    "abandoned": style.GREY,
}
UNKNOWN: Final = {  # what is low and high where a factor is
    "segment.effort": ("contributing takes little effort", "it takes much"),
    "behaviour.choice.crowd": ("a crowd that selects hardly attracts", "it attracts much"),
    "behaviour.motive.autonomy": ("open work is hardly more enjoyable", "it is much more so"),
    "behaviour.choice.build_open": ("people seldom build on others", "they often do"),
    "behaviour.ideas.fit_openness": ("openness costs little fit", "it costs much"),
}

Place = tuple[float, float]  # openness and crowd weight


def picture(exp: Experiment) -> Figure:
    """The failure risk over the square, and the causes at its corners and at its best point."""
    risks, best = _risks(exp), _best(exp)
    with styled(13.5, 6.0) as figure:
        left, right = figure.subplots(1, 2, width_ratios=(1.35, 1))
        _map(left, risks)
        _bars(right, _causes(exp), {**CORNERS, best: f"least risk\n({best[0]:g}, {best[1]:g})"})
        caption(
            figure,
            f"Scenario: {exp.scenario.name}, with more outreach. At each point "
            f"{exp.design.worlds} worlds, which differ in what nobody has measured well, and "
            f"{exp.replications} runs in each, the same worlds and luck at all points. Left: share "
            "of runs that fail and its 95 % interval. Right: by the cause that came first.",
        )
    return figure


def found(exp: Experiment) -> str:
    """What it found, in Markdown."""
    risks, best, causes = _risks(exp), _best(exp), _causes(exp)
    failed = taken(exp, "failed")
    ideas = {k: float(v.mean()) for k, v in taken(exp, "submissions").items()}
    seen = [cause for cause in CAUSES if max(v[cause] for v in causes.values()) >= 0.005]
    rows = [
        [
            name,
            f"{ideas[place]:.0f}",
            risks[place].bare,
            *(f"{100 * causes[place][cause]:.0f}" for cause in seen),
        ]
        for place, name in {**CORNERS, best: _named(best)}.items()
    ]
    limits = next(iter(exp.scenario.campaigns.values())).limits
    return text(
        _gist(failed, risks, best),
        _crowd(failed),
        _openness(exp),
        table(["point", "ideas", "failure risk (%)", *seen], rows),
        "The columns of causes hold the share of all runs, in percent, in which the cause came "
        "first.",
        _hangs_on(exp, failed),
        "**What the model assumes.** The same people, brief, outreach and reading at every point. "
        "When the firm gives up is its own choice, and the answer hangs on it: here with fewer "
        f"than {limits.contributions} ideas in {limits.window:g} weeks, with more than "
        f"{limits.queue} waiting to be read, or if the mean fit of what it takes up falls below "
        f"{limits.coherence:g} (ideas for a clear and fixed brief have 1 on average). A firm that "
        "can live with a long queue, or whose core members read, is not overrun and may open more.",
        "**What it does not know.** Nobody has measured well how much effort a contribution takes, "
        "how much a crowd that selects attracts, how enjoyable open work is, how often people "
        "build on others, and how much fit openness costs. The study draws "
        f"{exp.design.worlds} worlds from ranges of these, which are assumptions; every value "
        "in them counts as equally likely. The intervals hold this doubt and the luck of a "
        "campaign.",
    )


def _risks(exp: Experiment) -> dict[Place, Estimate]:
    """The risk of each point, all worlds together."""
    told = exp.summary("submissions", by="levers")
    ends = ("failure_risk", "failure_risk_low", "failure_risk_high")
    return {
        (row[OPENNESS], row[CROWD]): Estimate(*(float(row[end]) for end in ends), "%")
        for _, row in told.iterrows()
    }


def _causes(exp: Experiment) -> dict[Place, dict[str, float]]:
    """The share of runs by first cause at each point."""
    told = exp.summary("submissions", by="levers")
    return {
        (row[OPENNESS], row[CROWD]): {
            cause: float(row["failed_because_" + cause.replace(" ", "_")]) for cause in CAUSES
        }
        for _, row in told.iterrows()
    }


def _best(exp: Experiment) -> Place:
    risks = _risks(exp)
    return min(risks, key=lambda place: risks[place].value)


def _named(place: Place) -> str:
    return CORNERS.get(place, f"openness {place[0]:g}, crowd {place[1]:g}")


def _gist(failed: dict[tuple[Any, ...], Floats], risks: dict[Place, Estimate], best: Place) -> str:
    others = [place for place in risks if place != best]
    gaps = {p: gap(failed[best], failed[p], "points", len(others)) for p in others}
    alike = [place for place in others if gaps[place].sign <= 0]
    told = (
        f"Of the {len(risks)} points tried it fails least at openness {best[0]:g} and crowd weight "
        f"{best[1]:g}: in {risks[best]} of runs."
    )
    if not alike:
        return f"{told} All others fail clearly more often."
    if len(alike) > len(others) / 2:
        return f"{told} But most other points cannot be told from it."
    told += f" {len(others) - len(alike)} of the other {len(others)} fail clearly more often"
    edges = {
        "those that are wholly open": [p for p in others if p[0] == 1],
        "those where the firm alone selects": [p for p in others if p[1] == 0],
        "those where the crowd alone selects": [p for p in others if p[1] == 1],
        "those that are wholly fixed": [p for p in others if p[0] == 0],
    }
    worse = [name for name, places in edges.items() if not set(places) & set(alike)]
    told += f", among them all {listed(worse)}" if worse else ""
    ends = [
        f"{min(x):g} to {max(x):g}" if min(x) < max(x) else f"{min(x):g}"
        for x in zip(*alike, strict=True)
    ]
    return (
        f"{told}. The {len(alike)} that cannot be told from it have openness {ends[0]} and crowd "
        f"weight {ends[1]}."
    )


def _crowd(failed: dict[tuple[Any, ...], Floats]) -> str:
    """What a selecting crowd does at each openness."""
    levels = sorted({o for o, _ in failed})
    gaps = {o: gap(failed[o, 0.0], failed[o, 1.0], "points") for o in levels}
    lower = [o for o in levels if gaps[o].sign < 0]
    if not lower:
        return ""
    told = [f"{gaps[o].size} at openness {o:g}" for o in lower]
    return f"The risk is lower if the crowd selects than if the firm does: by {listed(told)}."


def _openness(exp: Experiment) -> str:
    """How the causes change from fixed to open."""
    runs = exp.read([OPENNESS, "replication_id", "failed_because"])
    world = runs["replication_id"] % exp.design.worlds
    fixed, opened = (
        {
            cause: (part["failed_because"] == cause).groupby(world).mean().to_numpy(float)
            for cause in CAUSES
        }
        for part in (runs[runs[OPENNESS] == 0], runs[runs[OPENNESS] == 1])
    )
    gaps = {c: gap(fixed[c], opened[c], "points", len(CAUSES)) for c in CAUSES}
    main = max(fixed, key=lambda c: float(fixed[c].mean()))
    risen = [c for c in CAUSES if gaps[c].sign > 0]
    if gaps[main].sign >= 0 or not risen:
        return ""
    return (
        f"Where contribution is fixed, calls mostly fail because they are {main}: "
        f"{mean(fixed[main], '%')} of runs. Where it is open, more ideas come and that happens in "
        f"{mean(opened[main], '%')}, but now they are "
        + listed([f"{c} ({mean(opened[c], '%')}, instead of {mean(fixed[c], '%')})" for c in risen])
        + "."
    )


def _hangs_on(exp: Experiment, failed: dict[tuple[Any, ...], Floats]) -> str:
    """Which of the uncertain numbers decides whether open cells fail more often than fixed ones."""
    worlds = pd.DataFrame(
        [row[len(exp.levers) :] for row in exp.design.points[: exp.design.worlds]],
        columns=list(exp.uncertain),
    )
    fixed, opened = (np.mean([v for (o, _), v in failed.items() if o == end], 0) for end in (0, 1))
    if len(worlds) < 10 or np.ptp(opened - fixed) == 0:
        return ""
    ranked = pd.Series(opened - fixed).rank()
    ties = worlds.rank().corrwith(ranked)
    strongest = str(ties.abs().idxmax())
    level = 1 - (1 - LEVEL) / len(worlds.columns)
    told = float(np.tanh(ndtri((1 + level) / 2) / np.sqrt(len(worlds) - 3)))
    if abs(ties[strongest]) <= told:
        return (
            "Which of the uncertain numbers decides between open and fixed cannot be told from "
            f"{len(worlds)} worlds."
        )
    low = (worlds[strongest] <= worlds[strongest].median()).to_numpy()
    places = []
    for half in (low, ~low):
        place = min(failed, key=lambda k: float(failed[k][half].mean()))
        places.append(f"openness {place[0]:g} and crowd weight {place[1]:g}")
    little, much = UNKNOWN[strongest]
    number = f"{ties[strongest]:.2f}".replace("-", "−")
    gaps = [gap(fixed[half], opened[half], "points") for half in (low, ~low)]
    said = [
        f"fail {'more' if g.sign > 0 else 'less'} often than wholly fixed ones, by {g.size}"
        if g.sign
        else f"fail neither clearly more nor clearly less often than wholly fixed ones, {g}"
        for g in gaps
    ]
    return (
        f"Of the uncertain numbers `{strongest}` decides most between open and fixed (rank "
        f"correlation {number} over {len(worlds)} worlds). In the half of the worlds "
        f"where {little}, wholly open calls {said[0]}, and the risk is least at {places[0]}; where "
        f"{much}, they {said[1]}, and it is least at {places[1]}."
    )


def _map(ax: Axes, risks: dict[Place, Estimate]) -> None:
    levels = sorted({o for o, _ in risks})
    values = np.array([[risks[o, w].value for o in levels] for w in levels])
    texts = np.array(
        [
            [estimate(r.value, r.low, r.high, "share", "{}\n{}") for r in row]
            for row in ([risks[o, w] for o in levels] for w in levels)
        ]
    )
    names = [f"{level:g}" for level in levels]
    sns.heatmap(
        values, ax=ax, cmap=style.RISK, vmin=np.floor(10 * values.min() - 2) / 10,
        vmax=np.ceil(10 * values.max() + 1) / 10, annot=texts, fmt="", linewidths=1.5,
        cbar=False, xticklabels=names, yticklabels=names,
        annot_kws={"fontsize": 10, "linespacing": 1.25},
    )  # fmt: skip
    ax.invert_yaxis()
    ax.set_title("failure risk (share of runs that fail)", pad=28)
    ax.set_xlabel("contribution: fixed (0) to open (1)", labelpad=20)
    ax.set_ylabel("selection: firm (0) to crowd (1)")
    ax.tick_params(length=0, rotation=0)
    for (openness, crowd), name in CORNERS.items():
        ax.annotate(
            name, xy=(openness, crowd), xycoords="axes fraction",
            xytext=(0, 6 if crowd else -20), textcoords="offset points",
            ha="right" if openness else "left", va="bottom" if crowd else "top",
            fontsize=11, fontweight="bold", color=style.BLUE,
        )  # fmt: skip


def _bars(ax: Axes, causes: dict[Place, dict[str, float]], named: dict[Place, str]) -> None:
    places = list(named)
    below = np.zeros(len(places))
    for cause, colour in CAUSES.items():
        shares = np.array([causes[place][cause] for place in places])
        if shares.max() >= 0.005:
            ax.bar(range(len(places)), shares, bottom=below, color=colour, label=cause, width=0.7)
            below += shares
    ax.set_title("what runs fail of first", pad=28)
    ax.set_xticks(range(len(places)), [named[place] for place in places], fontsize=10)
    ax.set_ylim(0, 1)
    percent_axis(ax)
    ax.grid(axis="y")
    ax.legend(loc="upper right", ncols=2)
