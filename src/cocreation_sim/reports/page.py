"""The page: what was found, laid out to be read on a phone, a desk or paper."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from importlib import resources
from typing import Final

from cocreation_sim.reports import doubts
from cocreation_sim.reports.findings import (
    Findings,
    Part,
    Picture,
    Reproduction,
    Section,
    Table,
)
from cocreation_sim.reports.markup import Markup, bound, element, joined
from cocreation_sim.reports.pictures import picture
from cocreation_sim.reports.tables import table

UNKNOWN: Final = "What the model does not know"
AGAIN: Final = "How to get the same again"


def page(found: Findings) -> str:
    """One HTML file that needs no other, asks for nothing and runs nothing.

    Examples
    --------
    >>> text = page(Findings("Is 1 < 2?", ["Yes."]))
    >>> '<h1 dir="auto">Is 1 &lt; 2?</h1>' in text, "script" in text
    (True, False)
    """
    look = resources.files("cocreation_sim.reports") / "page.css"
    style = look.read_text(encoding="utf-8")
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=_policy(style)),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", found.question),
        element("style", Markup(style)),
    )
    body = element(
        "body",
        element(
            "main",
            element("p", found.about, class_="about", dir="auto") if found.about else None,
            element("h1", found.question, dir="auto"),
            element("div", *_paragraphs(found.answer), class_="answer"),
            *(_section(section) for section in found.sections),
            element("section", element("h2", UNKNOWN), _list([*found.doubts, *doubts.of_model()])),
            _again(found.reproduction),
        ),
        _foot(),
    )
    return "<!DOCTYPE html>\n" + element("html", head, body, lang="en") + "\n"


def _policy(style: str) -> str:
    """What a browser may load: pictures that the page holds, and this one style sheet."""
    known = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; img-src data:; style-src 'sha256-{known}'; base-uri 'none'; "
        "form-action 'none'"
    )


def _section(section: Section) -> Markup:
    return element("section", element("h2", section.title), *map(_part, section.parts))


def _part(part: Part) -> Markup:
    if isinstance(part, Picture):
        return picture(part)
    if isinstance(part, Table):
        return table(part)
    return _said("p", part) if isinstance(part, str) else _list(part)


def _paragraphs(sentences: Iterable[str]) -> list[Markup]:
    return [_said("p", sentence) for sentence in sentences]


def _list(sentences: Iterable[str]) -> Markup:
    return element("ul", *(_said("li", sentence) for sentence in sentences))


def _said(name: str, sentence: str) -> Markup:
    """A sentence as an element; what stands between backticks is code."""
    pieces = bound(sentence).split("`")
    if len(pieces) % 2 == 0:
        return element(name, bound(sentence), dir="auto")
    children = [element("code", p) if k % 2 else p for k, p in enumerate(pieces)]
    return element(name, *children, dir="auto")


def _again(how: Reproduction) -> Markup:
    parts: list[Markup] = []
    if how.files:
        names = " and ".join(how.files)
        parts.append(element("p", f"Save what stands below as {names}, then give:"))
    elif how.commands:
        parts.append(element("p", "Give:"))
    if how.commands:
        parts.append(element("pre", "\n".join(how.commands), tabindex="0"))
    if how.note:
        parts.append(_said("p", how.note))
    made = ", ".join(f"{name} {version}" for name, version in how.versions.items())
    parts.append(element("p", f"Seed {how.seed}. " + (f"Made with {made}." if made else "")))
    for name, text in how.files.items():
        parts += [element("h3", name), element("pre", text, tabindex="0")]
    return element("section", element("h2", AGAIN), *parts)


def _foot() -> Markup:
    from cocreation_sim.version import __version__

    said = "Written by cocreation_sim " + __version__ + ". This page loads nothing from anywhere."
    return joined(element("footer", said))
