"""HTML made of elements; the one place where text becomes HTML, and is escaped."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Final

# turn the reading direction of whatever follows: a name must not reach beyond itself
TURNING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
VOID: Final = frozenset({"meta", "img", "br", "source", "link"})


class Markup(str):
    """Text that is HTML already, made by `element`."""

    __slots__ = ()


Child = str | Markup | None


def escaped(text: str) -> Markup:
    r"""Any text as HTML that shows just this text.

    What cannot be seen and does harm is shown by its number: control characters, halves of
    characters, and marks that turn the reading direction.

    Examples
    --------
    >>> escaped('<script>"a" & b</script>')
    '&lt;script&gt;&quot;a&quot; &amp; b&lt;/script&gt;'
    >>> escaped("a\u202eb\0")
    'a\\u202eb\\u0000'
    """
    shown = "".join(_visible(c) if not c.isprintable() else c for c in text)
    return Markup(html.escape(shown))


def bound(text: str) -> str:
    r"""A text in which a number and its % stay in one line.

    Examples
    --------
    >>> bound("in 12 % of runs")
    'in 12\xa0% of runs'
    """
    return re.sub(r"(?<=\d) (?=%)", "\u00a0", text)


def _visible(c: str) -> str:
    hidden = unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t"
    return f"\\u{ord(c):04x}" if hidden or c in TURNING else c


def element(name: str, /, *children: Child, **attributes: str) -> Markup:
    """An element; children and values of attributes are escaped, unless they are `Markup`.

    A trailing underscore of an attribute is dropped, others become hyphens. None is left out.

    Examples
    --------
    >>> element("p", "a < b", class_="said")
    '<p class="said">a &lt; b</p>'
    >>> element("ul", element("li", "one"), aria_label='"x"')
    '<ul aria-label="&quot;x&quot;"><li>one</li></ul>'
    """
    told = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escaped(value)}"'
        for key, value in attributes.items()
    )
    if name in VOID:
        return Markup(f"<{name}{told}>")
    return Markup(f"<{name}{told}>{joined(*children)}</{name}>")


def joined(*children: Child) -> Markup:
    """Several pieces, one after the other.

    Examples
    --------
    >>> joined("1 < 2", element("b", "!"))
    '1 &lt; 2<b>!</b>'
    """
    return Markup(
        "".join(
            child if isinstance(child, Markup) else escaped(child)
            for child in children
            if child is not None
        )
    )
