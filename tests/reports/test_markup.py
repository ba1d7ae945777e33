"""Text becomes HTML that shows just that text."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from cocreation_sim.reports.markup import Markup, element, escaped, joined
from tests.reports.reading import Read

HOSTILE = [
    "<script>alert(1)</script>",
    "</style></title><img src=x onerror=alert(1)>",
    "\"' onload=alert(1) x='",
    "&lt;b&gt;&amp;amp;",
    "-->]]>",
    "a\u202etxt.exe",
    "שלום & مرحبا",
    "x" * 3000,
    "\ud800 half",
    "\0\x1b[31m",
    "`$x^2$` \\n {0} %s",
]


def harmless(text: str) -> str:
    """The same text without what escaping makes visible."""
    return "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cs", "Cf"))


@given(st.one_of(st.text(), st.sampled_from(HOSTILE)))
def test_what_is_read_is_what_was_given(text):
    read = Read("<!DOCTYPE html>" + element("main", element("p", text, title=text)))
    assert [tag for tag, _ in read.tags] == ["main", "p"]
    assert list(read.tags[1][1]) == ["title"]
    if harmless(text) == text:
        assert read.texts["p"] == [text]
        assert read.tags[1][1]["title"] == text
    element("p", text).encode()  # halves of characters are gone


def test_marks_that_turn_the_direction_are_shown():
    assert "\u202e" not in escaped(HOSTILE[5])
    assert "\\u202e" in escaped(HOSTILE[5])
    assert escaped("שלום") == "שלום"


def test_only_markup_is_not_escaped():
    assert joined("<i>", Markup("<b></b>"), None) == "&lt;i&gt;<b></b>"
    assert element("td", "<i>") == "<td>&lt;i&gt;</td>"
