"""Figures inside a page: drawn for wide and for narrow screens, and told in words."""

from __future__ import annotations

import base64
import io
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from cocreation_sim.errors import InputError
from cocreation_sim.reports.findings import Picture
from cocreation_sim.reports.markup import Markup, element, joined

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PHONE: Final = "(max-width: 40rem)"
LARGEST: Final = 300_000  # bytes of a drawing in lines; one that has more is stored in dots
PNG: Final = b"\x89PNG\r\n\x1a\n"
CAPTION_LETTERS: Final = 1000  # of an alternative text


def picture(given: Picture) -> Markup:
    """A figure as an element: title, drawing, and its caption as text.

    Raises
    ------
    InputError
        If bytes are given that are no PNG file.
    """
    if isinstance(given.figure, bytes):
        if not given.figure.startswith(PNG):
            raise InputError(f"the picture {given.title!r} is no PNG file")
        drawn = element(
            "img", src=_address(given.figure, "png"), alt=given.alt or given.title, class_="dots"
        )
        framed = element("div", drawn, **_scrolled(given.title))
        return element("figure", element("h3", given.title, dir="auto"), framed)
    from cocreation_sim.plots.style import narrow

    try:
        wide = given.figure()
        with narrow():
            slim = given.figure()
    except InputError as error:  # too many levers, say
        said = element("p", f"There is no picture: {error}.", class_="note", dir="auto")
        return joined(element("h3", given.title, dir="auto"), said)
    caption = taken_caption(wide)
    taken_caption(slim)
    alt = given.alt or describe(wide) or given.title
    drawn = element(
        "picture",
        element("source", media=PHONE, srcset=drawing(slim)),
        element("img", src=drawing(wide), alt=alt),
    )
    return element(
        "figure",
        element("h3", given.title, dir="auto"),
        element("div", drawn, class_="paper"),
        element("figcaption", caption, dir="auto") if caption else None,
    )


def _scrolled(title: str) -> dict[str, str]:
    """Attributes of a box that scrolls by itself, also with the keyboard."""
    return {"class_": "scrolls paper", "tabindex": "0", "role": "group", "aria_label": title}


def taken_caption(figure: Figure) -> str:
    """The caption of a figure, which is taken out of it.

    Examples
    --------
    >>> from cocreation_sim.plots.style import caption, styled
    >>> with styled(6, 4) as figure:
    ...     caption(figure, "What is drawn.")
    >>> taken_caption(figure), figure.get_supxlabel()
    ('What is drawn.', '')
    """
    caption = " ".join(figure.get_supxlabel().split())
    figure.supxlabel("").set_in_layout(False)
    return caption


def describe(figure: Figure) -> str:
    """What a figure's titles and axes say, panel by panel.

    Examples
    --------
    >>> from cocreation_sim.plots.style import styled
    >>> with styled(6, 4) as figure:
    ...     _ = figure.subplots().set(title="ideas", xlabel="weeks", ylabel="people")
    >>> describe(figure)
    'ideas; across: weeks; up: people.'
    """
    panels = dict.fromkeys("; ".join(_said(ax)) for ax in figure.axes)
    text = " | ".join(panel for panel in panels if panel)
    return f"{' '.join(text.split())[:CAPTION_LETTERS]}." if text else ""


def _said(ax: Axes) -> Iterator[str]:
    if title := ax.get_title(loc="left") or ax.get_title():
        yield title
    if across := ax.get_xlabel():
        yield f"across: {across}"
    if up := ax.get_ylabel():
        yield f"up: {up}"


def drawing(figure: Figure) -> str:
    """A figure as an address that holds it: in lines, or in dots where these are too many."""
    lines = _saved(figure, "svg")
    if len(lines) <= LARGEST:
        return _address(lines, "svg+xml")
    return _address(_saved(figure, "png"), "png")


def _saved(figure: Figure, form: str) -> bytes:
    import matplotlib as mpl

    from cocreation_sim.plots.style import SETTINGS

    buffer = io.BytesIO()
    nameless = {"Date": None, "Creator": None} if form == "svg" else {"Software": None}
    with mpl.rc_context(SETTINGS), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing")  # the text beside tells names
        figure.savefig(buffer, format=form, metadata=nameless)
    return buffer.getvalue()


def _address(content: bytes, kind: str) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"
