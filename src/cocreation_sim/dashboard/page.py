"""The page: Mesa's SolaraViz with levers beside it and the board under it."""

# ruff: noqa: N802 (components are named like the elements they make)
# Solara exports by stars and is only partly annotated.
# mypy: disable-error-code="attr-defined,no-untyped-call,untyped-decorator"

from __future__ import annotations

import base64
import html
import itertools
from typing import Any, Final

import solara
from mesa.visualization import SolaraViz

from cocreation_sim.dashboard import board
from cocreation_sim.dashboard.levers import Lever, levers
from cocreation_sim.dashboard.look import CSS
from cocreation_sim.dashboard.session import Session
from cocreation_sim.dashboard.setup import file_name, file_of
from cocreation_sim.files import LARGEST_FILE
from cocreation_sim.plots.style import BLUE
from cocreation_sim.runs import ENGINES
from cocreation_sim.scenario.scenario import Scenario, load, presets

TITLE: Final = "cocreation_sim"
PLAY_INTERVAL: Final = 21  # milliseconds; a place of Mesa's slider
FIRST: Final = "ordinary"

opening: dict[str, Scenario] = {}  # what a visitor finds, put here before the page is served


@solara.component
def Page() -> None:
    """All of it, for one visitor."""
    changes = solara.use_reactive(0)
    frames = solara.use_reactive(0)
    risks = solara.use_reactive(0)
    count = solara.use_memo(itertools.count, [])

    def begin() -> Session:
        made = Session(
            opening.get("scenario") or load(FIRST),
            changed=lambda: changes.set(next(count)),
            stepped=lambda: frames.set(next(count)),
            estimated=lambda: risks.set(next(count)),
        )
        made.restart()
        return made

    session = solara.use_memo(begin, [])
    version = changes.value
    solara.use_effect(lambda: session.close, [])
    with solara.Column(gap="0px"):
        solara.Style(CSS)
        solara.Title(TITLE)
        Play(session, session.performances)
        Levers(session, version)
        Toolbar(session, version)
        if session.message:
            solara.Error(session.message, dense=True)
        Board(session, version, frames, risks)


@solara.component
def Play(session: Session, begun: int) -> None:
    """Mesa's SolaraViz, with its controls in the sidebar.

    For another scenario it is made anew, since only then its controls begin anew; first it is taken
    away, for what stands in a sidebar is otherwise taken for the same.
    """
    shown, show = solara.use_state(0)
    solara.use_effect(lambda: show(begun), [begun])
    if shown == begun:
        Viz(session, begun).key(f"viz-{begun}")


@solara.component
def Viz(session: Session, begun: int) -> None:
    """SolaraViz for what the session performs."""
    stage = solara.use_memo(lambda: solara.Reactive(session.stage), [])
    engines = ["compiled", *(engine for engine in ENGINES if engine != "compiled")]
    parameters: dict[str, Any] = {
        "session": session,
        "number": begun,
        "luck": {"type": "InputText", "value": str(session.seed), "label": "Seed"},
        "engine": {
            "type": "Select", "value": session.engine, "values": engines, "label": "Engine",
        },
    }  # fmt: skip
    SolaraViz(
        stage,
        components=[],
        model_params=parameters,
        name=TITLE,
        play_interval=PLAY_INTERVAL,
    )
    # Says, to what drives the page by itself, whose controls are there by now.
    solara.Div(classes=["controls", f"controls-{begun}"])


@solara.component
def Layout(children: list[Any]) -> None:
    """The frame of the page; the levers are put away on a narrow screen."""
    solara.AppLayout(children=children, sidebar_open=None, color=BLUE)


@solara.component_vue("open_file.vue")
def OpenFile(label: str, most: int, event_opened: Any) -> None:
    """A button that hands over a file."""


@solara.component
def Toolbar(session: Session, version: int) -> None:
    """What is shown: a preset or a file, saved again, alone or beside another."""

    def opened(file: dict[str, Any]) -> None:
        content = base64.b64decode(file["content"])
        short = content if len(content) == file["size"] else b" " * (LARGEST_FILE + 1)
        session.open(file["name"], short)

    scenario = session.scenario
    known = scenario.name if scenario.name in presets() else None
    with solara.Div(classes=["toolbar"]):
        with solara.Div(classes=["case"]):
            solara.Select("Case", value=known, values=presets(), on_value=session.choose).key(
                f"case-{session.editing}-{session.refusals}"
            )
        OpenFile(label="Open a file", most=LARGEST_FILE, event_opened=opened)
        solara.FileDownload(
            lambda: file_of(scenario), filename=file_name(scenario), label="Save as a file"
        )
        solara.Switch(
            label="Compare two designs",
            value=session.setup.b is not None,
            on_value=session.compare,
        )


@solara.component
def Board(
    session: Session,
    version: int,
    frames: solara.Reactive[int],
    risks: solara.Reactive[int],
) -> None:
    """The run as it unfolds, and the risk of failure."""
    stage, frame, _ = session.stage, frames.value, risks.value
    drawn = solara.use_memo(
        lambda: board.board(stage, session.campaigns), [frame, id(stage), str(session.campaigns)]
    )
    solara.HTML(unsafe_innerHTML=board.status(stage, session.changed))
    solara.HTML(unsafe_innerHTML=drawn)
    solara.HTML(unsafe_innerHTML=board.risk(session.risk, session.setup))


@solara.component
def Levers(session: Session, version: int) -> None:
    """The levers, group by group, below Mesa's own controls."""
    open_groups, set_open = solara.use_state(frozenset({"rewards"}))
    groups: dict[str, list[Lever]] = {}
    made = solara.use_memo(
        lambda: levers(session.scenario, session.campaign), [version, session.editing]
    )
    for lever in made:
        groups.setdefault(lever.group, []).append(lever)

    def toggle(group: str) -> None:
        set_open(open_groups ^ {group})

    with solara.Sidebar(), solara.Card("Levers", margin=0, classes=["levers"]):
        if session.setup.b is not None:
            solara.ToggleButtonsSingle(
                value=session.editing,
                values=list(session.setup.designs),
                on_value=session.edit,
            )
        campaigns = sorted(session.scenario.campaigns)
        if len(campaigns) > 1:
            solara.Select(
                "Campaign", value=session.campaign, values=campaigns, on_value=session.turn_to
            )
        for group, members in groups.items():
            shown = group in open_groups
            solara.Button(
                group,
                text=True,
                classes=["group"],
                icon_name="mdi-chevron-down" if shown else "mdi-chevron-right",
                on_click=lambda group=group: toggle(group),
            )
            if shown:
                for lever in members:
                    Field(session, lever, session.refusals).key(
                        f"{session.editing}-{lever.path}-{session.refusals}"
                    )


@solara.component
def Field(session: Session, lever: Lever, refusals: int) -> None:
    """One lever: its slider and exact value, or its switch or choice, and what it means.

    It is made anew after a refusal, so that it shows what is set up.
    """

    def move(value: Any) -> None:
        session.move(lever.path, value)

    with solara.Div(classes=["lever"]):
        if lever.scale is not None:
            solara.InputText(
                lever.label,
                value=lever.written,
                on_value=lambda text: session.type(lever, text),
                continuous_update=False,
            )
            solara.SliderInt(
                "",
                value=lever.place,
                min=0,
                max=len(lever.scale.values) - 1,
                on_value=lambda place: move(lever.at(place)),
                thumb_label=False,
            )
        elif lever.kind == "switch":
            solara.Switch(label=lever.label, value=lever.value, on_value=move)
        elif lever.kind == "choice":
            solara.Select(lever.label, value=lever.value, values=list(lever.choices), on_value=move)
        else:
            solara.SelectMultiple(
                lever.label,
                values=list(lever.value),
                all_values=list(lever.choices),
                on_value=lambda chosen: move(tuple(chosen)),
            )
        solara.HTML(tag="p", unsafe_innerHTML=html.escape(lever.about), classes=["about"])
