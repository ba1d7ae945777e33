"""The pictures of the dashboard: the crowd, ideas and votes, the funnel, money, and the risk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from cocreation_sim.dashboard import svg
from cocreation_sim.dashboard.funnel import IDEAS
from cocreation_sim.dashboard.risk import Estimate
from cocreation_sim.dashboard.scene import Scene
from cocreation_sim.dashboard.svg import Frame
from cocreation_sim.plots.style import BLUE, GREEN, ORANGE, PURPLE, STATES, VERMILLION
from cocreation_sim.wording.numbers import estimate, number, percent, plural

WIDTH: Final = 480.0
HEIGHT: Final = 232.0
LEFT: Final = 60.0
RIGHT: Final = 468.0
MOST_ROWS: Final = 110  # more bars than this are drawn together


@dataclass(frozen=True)
class Scales:
    """Upper ends of the axes that pictures side by side have in common.

    Attributes
    ----------
    people, ideas, votes, funnel
        Highest value of each.
    money
        Lowest and highest.
    """

    people: float = 1.0
    ideas: float = 1.0
    votes: float = 1.0
    funnel: float = 1.0
    money: tuple[float, float] = (0.0, 1.0)

    @classmethod
    def of(cls, scenes: Iterable[Scene]) -> Scales:
        """The scales that hold all scenes.

        Examples
        --------
        >>> Scales.of([]).people
        1.0
        """
        told = list(scenes)
        money = [x for s in told for x in (s.spent, s.earned)]
        return cls(
            people=_top(np.sum(list(s.people.values()), axis=0) for s in told),
            ideas=_top(s.ideas for s in told),
            votes=_top(s.votes for s in told),
            funnel=max(
                [1.0, *(step.count for s in told for step in s.steps if step.unit == IDEAS)]
            ),
            money=(min([0.0, *(float(x.min(initial=0)) for x in money)]), _top(money)),
        )


def _top(values: Iterable[np.ndarray[tuple[int], np.dtype[np.float64]]]) -> float:
    return max([1.0, *(float(x.max(initial=0)) for x in values)])


def crowd(scene: Scene, scales: Scales) -> str:
    """Everybody who knows the campaign, by state over time."""
    frame = _frame(scene, 66, 122, (0.0, 1.04 * scales.people))
    edges = [0.0, *scene.time.tolist()]
    marks = [svg.text(0, 15, "people by state", size=svg.TITLE, bold=True)]
    lower = np.zeros(scene.played)
    entries = []
    for state, colour in STATES.items():
        upper = lower + scene.people[state]
        marks.append(svg.band(frame, edges, lower.tolist(), upper.tolist(), colour))
        now = number(scene.people[state][-1]) if scene.played else "0"
        entries.append((colour, f"{state.replace('_', ' ')} {now}"))
        lower = upper
    marks += svg.legend(2, 38, entries)
    marks += _axes(scene, frame, whole=True)
    return _picture("people by state: " + ", ".join(words for _, words in entries), marks)


def output(scene: Scene, scales: Scales) -> str:
    """Ideas, and votes, in each period."""
    calendar = scene.scenario.calendar
    each = f"a {calendar.unit}" if calendar.period == 1 else "a period"
    edges, ideas, votes = _gathered(scene)
    above = _frame(scene, 26, 66, (0.0, 1.04 * scales.ideas))
    below = _frame(scene, 122, 66, (0.0, 1.04 * scales.votes))
    totals = number(scene.ideas.sum()), number(scene.votes.sum())
    marks = [
        svg.text(0, 15, f"ideas {each}", size=svg.TITLE, bold=True),
        svg.text(RIGHT, 15, f"{totals[0]} in all", anchor="end"),
        svg.bars(above, edges, ideas, BLUE),
        *_axes(scene, above, whole=True, times=False, most=3),
        svg.text(0, 112, f"votes {each}", size=svg.TITLE, bold=True),
        svg.text(RIGHT, 112, f"{totals[1]} in all", anchor="end"),
        svg.bars(below, edges, votes, PURPLE),
        *_axes(scene, below, whole=True, most=3),
    ]
    return _picture(f"{totals[0]} ideas and {totals[1]} votes", marks)


def _gathered(scene: Scene) -> tuple[list[float], list[float], list[float]]:
    """Edges and heights of the bars; of a long run every few periods are drawn at their mean."""
    few = -(-scene.scenario.calendar.periods // MOST_ROWS)
    starts = range(0, scene.played, few)
    edges = [0.0, *(float(scene.time[min(k + few, scene.played) - 1]) for k in starts)]
    heights = [[float(x[k : k + few].mean()) for k in starts] for x in (scene.ideas, scene.votes)]
    return edges, heights[0], heights[1]


def funnel(scene: Scene, scales: Scales) -> str:
    """How many ideas came through each stage of the campaign's cell."""
    cell = scene.scenario.campaigns[scene.campaign].cell
    marks = [svg.text(0, 15, f"stages of {cell.label}", size=svg.TITLE, bold=True)]
    told = []
    for k, step in enumerate(scene.steps):
        top = 30.0 + 50 * k
        of_ideas = step.unit == IDEAS
        length = (RIGHT - 4) * step.count / scales.funnel if of_ideas else 0.0
        words = f"{number(step.count)} {step.unit}"
        if of_ideas and k and scene.steps[1].count:
            first = scene.steps[0] if scene.steps[0].unit == IDEAS else scene.steps[1]
            if step is not first:
                words += f" ({percent(step.count / first.count)})"
        marks += [
            svg.text(2, top + 12, f"{k + 1}  {step.name}"),
            svg.text(RIGHT, top + 12, words, anchor="end", bold=True),
            svg.box(2, top + 18, RIGHT - 4, 16, "currentColor", 0.08),
            svg.box(2, top + 18, length, 16, BLUE),
        ]
        told.append(f"{step.name}: {number(step.count)} {step.unit}")
    return _picture("; ".join(told), marks)


def money(scene: Scene, scales: Scales) -> str:
    """What was spent and earned since the start."""
    low, high = scales.money
    room = 0.04 * (high - low)
    frame = _frame(scene, 52, 136, (low - room if low < 0 else 0.0, high + room))
    marks = [svg.text(0, 15, "money so far (EUR)", size=svg.TITLE, bold=True)]
    marks += _axes(scene, frame)
    entries = []
    for name, colour, values in (
        ("spent", VERMILLION, scene.spent),
        ("earned", GREEN, scene.earned),
    ):
        points = zip([0.0, *scene.time.tolist()], [0.0, *values.tolist()], strict=True)
        marks.append(svg.line([(frame.x(t), frame.y(v)) for t, v in points], colour, 2.5))
        entries.append((colour, f"{name} {number(values[-1] if scene.played else 0.0)}"))
    marks += svg.legend(2, 38, entries)
    return _picture("money in EUR: " + ", ".join(words for _, words in entries), marks)


def risk(estimates: Mapping[str, Estimate], replications: int) -> str:
    """The risk of failure of each design, with its 95 % interval."""
    frame = Frame(34, 34, 420, 56.0 * len(estimates) + 2, (0.0, 1.0), (0.0, 1.0))
    marks = [svg.text(0, 15, "risk of failure", size=svg.TITLE, bold=True)]
    foot = frame.top + frame.height
    for place in (0.0, 0.25, 0.5, 0.75, 1.0):
        x = frame.x(place)
        marks += [
            svg.box(x - 0.5, frame.top, 1, frame.height, "currentColor", svg.FAINT),
            svg.text(x, foot + 17, percent(place), anchor="middle", opacity=0.8),
        ]
    told = []
    for k, (name, risk) in enumerate(estimates.items()):
        y = frame.top + 28 + 56 * k
        found, low, high = risk.interval
        label = name if len(estimates) > 1 else ""
        marks.append(svg.text(8, y + 5, label, bold=True, size=svg.TITLE))
        words = "no runs yet"
        if risk.runs:
            words = estimate(found, low, high, "share", "{} (95 % interval: {})")
            marks += [
                svg.box(frame.x(low), y - 4, frame.x(high) - frame.x(low), 8, ORANGE, 0.55),
                svg.dot(frame.x(found), y, VERMILLION),
            ]
            words += f"; {risk.failures} of {risk.runs} runs failed"
            if risk.runs < replications:
                words += f" so far (of {replications})"
        marks.append(svg.text(frame.left, y - 12, words, size=11.5))
        if risk.most_often:
            most = f"most often: {risk.most_often}"
            marks.append(svg.text(frame.left, y + 19, most, size=11.5, opacity=0.8))
            words += f"; {most}"
        told.append(f"{label} {words}".strip())
    label = "risk of failure: " + "; ".join(told)
    return svg.picture(WIDTH, foot + 24, label, marks)


def _frame(scene: Scene, top: float, height: float, y_range: tuple[float, float]) -> Frame:
    calendar = scene.scenario.calendar
    end = calendar.periods * calendar.period
    return Frame(LEFT, top, RIGHT - LEFT, height, (0.0, end), y_range)


def _axes(
    scene: Scene, frame: Frame, *, whole: bool = False, times: bool = True, most: int = 4
) -> list[str]:
    unit = plural(scene.scenario.calendar.unit)
    xs = svg.ticks(0, frame.x_range[1], 8) if times else []
    ys = svg.ticks(*frame.y_range, most, whole)
    return svg.axes(frame, xs, ys, f"{unit} since the start" if times else "")


def _picture(label: str, marks: Iterable[str]) -> str:
    return svg.picture(WIDTH, HEIGHT, label, marks)
