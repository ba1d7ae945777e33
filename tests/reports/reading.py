"""A report read back: its texts, tables with their exact numbers, and pictures."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "img", "source", "br", "link"}


@dataclass
class Cell:
    """A cell: what is read, and the exact numbers in it."""

    text: str = ""
    numbers: list[float] = field(default_factory=list)


class Read(HTMLParser):
    """What a report holds."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self.tables: dict[str, list[list[Cell]]] = {}
        self.heading = ""
        self.feed(text)
        self.close()
        assert not self.open, f"{self.open} are not closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in VOID:
            return
        self.open.append(tag)
        self.texts.setdefault(tag, []).append("")
        if tag == "h3":
            self.heading = ""
        if tag == "table":
            self.tables[self.heading] = []
        if tag == "tr":
            self.tables[self.heading].append([])
        if tag in ("td", "th"):
            self.tables[self.heading][-1].append(Cell())
        if tag == "data":
            self.tables[self.heading][-1][-1].numbers.append(float(dict(attrs)["value"] or ""))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in self.open:
            self.texts[tag][-1] += data
        if self.open[-1:] == ["h3"]:
            self.heading += data
        if "td" in self.open or "th" in self.open:
            self.tables[self.heading][-1][-1].text += data

    @property
    def answer(self) -> str:
        """All that is written, spaces as usual."""
        return self.texts["main"][0].replace("\xa0", " ")

    def column(self, table: str, name: str) -> list[Cell]:
        """A column of a table by its heading."""
        head, *rows = self.tables[table]
        place = [cell.text for cell in head].index(name)
        return [row[place] for row in rows]
