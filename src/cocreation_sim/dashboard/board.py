"""What stands on the board: how far the run is, the pictures of each design, and the risk."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Final

from cocreation_sim.dashboard import pictures
from cocreation_sim.dashboard.pictures import Scales
from cocreation_sim.dashboard.risk import RiskWatch, verdict
from cocreation_sim.dashboard.scene import Scene
from cocreation_sim.dashboard.setup import Setup
from cocreation_sim.dashboard.stage import Stage
from cocreation_sim.scenario.labels import lever_label
from cocreation_sim.wording.numbers import number, plural, written

MOST_DIFFERENCES: Final = 4
PICTURES: Final = (pictures.crowd, pictures.output, pictures.funnel, pictures.money)


def status(stage: Stage, changed: bool = False) -> str:
    """How far the run is, as HTML; and what to do if the set-up has changed since it began.

    Examples
    --------
    >>> from cocreation_sim.scenario.scenario import load
    >>> status(Stage(Setup(load("ordinary"))))
    '<p class="status">Week 0 of 52 · seed 1 · compiled engine</p>'
    """
    calendar = max((d.calendar for d in stage.setup.designs.values()), key=lambda c: c.periods)
    if calendar.period == 1:
        where = f"{calendar.unit} {stage.played} of {calendar.periods}"
    else:
        now, end = stage.played * calendar.period, calendar.periods * calendar.period
        where = f"{number(now)} of {number(end)} {plural(calendar.unit)}"
    engine = "Mesa agents" if stage.engine == "mesa" else "compiled engine"
    hint = " <b>The set-up has changed: Reset plays it.</b>" if changed else ""
    said = html.escape(f"{where[0].upper()}{where[1:]} · seed {stage.luck} · {engine}")
    return f'<p class="status">{said}{hint}</p>'


def fate(scene: Scene) -> str:
    """Of what the campaign has failed so far, or that it has not."""
    calendar = scene.scenario.calendar
    told = sorted(scene.failures.items(), key=lambda item: item[1])
    if told:
        causes = ", ".join(f"{cause} in {calendar.unit} {number(at)}" for cause, at in told)
        return f"failed: {causes}"
    return "has not failed" if scene.played >= calendar.periods else "has not failed so far"


def board(stage: Stage, campaigns: Mapping[str, str]) -> str:
    """The pictures of all designs, as HTML: topic by topic, designs side by side.

    Parameters
    ----------
    stage
        What plays.
    campaigns
        Which campaign of each design is shown.
    """
    known = {
        name: campaigns[name]
        for name, design in stage.setup.designs.items()
        if campaigns.get(name) in design.campaigns
    }
    scenes = stage.scenes(known)
    scales = Scales.of(scenes.values())
    two = len(scenes) > 1
    parts = []
    if two:
        parts += [f"<div>{_heading(scene, name)}</div>" for name, scene in scenes.items()]
    for draw in PICTURES:
        parts += [f'<div class="picture">{draw(s, scales)}</div>' for s in scenes.values()]
    head = "" if two else _heading(next(iter(scenes.values())), "")
    return f'{head}<div class="pictures">{"".join(parts)}</div>'


def _heading(scene: Scene, name: str) -> str:
    label = scene.scenario.campaigns[scene.campaign].cell.label
    title = f"{name}: {scene.scenario.name}" if name else scene.scenario.name
    several = f", campaign {scene.campaign}" if len(scene.scenario.campaigns) > 1 else ""
    said = fate(scene)
    kind = "failed" if scene.failures else "well"
    return (
        f'<p class="heading"><b>{html.escape(title)}</b> '
        f"{html.escape(f'({label}{several})')} "
        f'<span class="{kind}">{html.escape(said)}</span></p>'
    )


def risk(watch: RiskWatch, setup: Setup) -> str:
    """The risk of failure of what is set up, as HTML."""
    estimates = {name: e for name, e in watch.estimates.items() if name in setup.designs}
    if watch.trouble:
        why = html.escape(watch.trouble)
        return f'<p class="note">The risk of failure is not known: {why}</p>'
    if not estimates:
        return ""
    note = (
        f"From {watch.replications} runs of what is set up, beside the one that is shown; the "
        "interval holds their luck, not what is unknown of the parameters."
    )
    said = [note]
    if len(estimates) == 2:
        said = [differences(setup), verdict(estimates["A"], estimates["B"]), note]
    picture = pictures.risk(estimates, watch.replications)
    words = "".join(f'<p class="note">{html.escape(words)}</p>' for words in said if words)
    return f'<div class="pictures"><div class="picture">{picture}</div><div>{words}</div></div>'


def differences(setup: Setup) -> str:
    """In what design B differs from A, in a sentence; empty with one design.

    Examples
    --------
    >>> from cocreation_sim.scenario.scenario import load
    >>> two = Setup(load("ordinary")).compared()
    >>> differences(two)
    'B is the same as A so far: move a lever of B.'
    >>> differences(two.change("B", "campaign.reward.prize", 500.0))
    'B differs from A in prize (EUR): 500 instead of 0.'
    """
    if setup.b is None:
        return ""
    words = ("name", "description", "note")
    a = {path: value for path, value in setup.a.parameters() if path not in words}
    b = {path: value for path, value in setup.b.parameters() if path not in words}
    if set(a) != set(b):
        return f"B is another campaign ({setup.b.name}) than A ({setup.a.name})."
    told = [
        f"{lever_label(path, setup.b)}: {written(b[path])} instead of {written(a[path])}"
        for path in b
        if a[path] != b[path] and path not in ("published", "sources")
    ]
    if not told:
        return "B is the same as A so far: move a lever of B."
    more = len(told) - MOST_DIFFERENCES
    tail = f"; and {more} more" if more > 0 else ""
    return f"B differs from A in {'; '.join(told[:MOST_DIFFERENCES])}{tail}."
