"""Adds to the site what lies outside docs/, and what the package itself can tell.

A hook of mkdocs (named in mkdocs.yml). Studies, notebooks, the changelog and how to contribute
become pages. A link in any page is meant as it reads in the repository; it is turned to where its
target stands in the site. Comments in a page stand for a part of the README
(``<!-- README: heading -->``) or a table made from the package (``<!-- table: outcomes -->``).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from mkdocs.plugins import event_priority
from mkdocs.structure.files import File

ROOT = Path(__file__).resolve().parents[1]
DOCS = PurePosixPath("docs")
LINK = re.compile(r"(?<=\]\()([^)\s#:]+)(?=[)#])")
BLOCK = re.compile(r"(^```.*?^```)", re.MULTILINE | re.DOTALL)


def outside() -> dict[str, str]:
    """Where each file from outside docs/ stands in the site, by its path in the repository."""
    places = {
        "CHANGELOG.md": "changelog.md",
        "CONTRIBUTING.md": "contributing.md",
        "experiments/README.md": "studies/index.md",
    }
    for found in sorted(ROOT.glob("experiments/*/found.md")):
        for path in (found, *sorted(found.parent.glob("*.png"))):
            name = path.relative_to(ROOT).as_posix()
            places[name] = name.replace("experiments/", "studies/", 1)
    for path in sorted(p for p in ROOT.glob("notebooks/**/*") if p.suffix in (".py", ".md")):
        shown = path.with_suffix(".ipynb")  # with its pictures
        place = shown if shown.exists() else path
        places[path.relative_to(ROOT).as_posix()] = place.relative_to(ROOT).as_posix()
    return places


def turned(text: str, source: str, places: dict[str, str]) -> str:
    """A page with its links turned from paths of the repository to paths of the site.

    Examples
    --------
    >>> places = {"experiments/prizes/found.md": "studies/prizes/found.md"}
    >>> turned("[it](../experiments/prizes/found.md#why)", "docs/reports.md", places)
    '[it](studies/prizes/found.md#why)'
    >>> turned("[e](../../docs/evidence.md)", "experiments/prizes/found.md", places)
    '[e](../../evidence.md)'
    """
    here = PurePosixPath(in_site(source, places)).parent.as_posix()
    folder = posixpath.dirname(source)

    def turn(link: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(folder, link[1]))
        return posixpath.relpath(in_site(target, places), here)

    parts = BLOCK.split(text)  # text, block, text, …
    return "".join(part if n % 2 else LINK.sub(turn, part) for n, part in enumerate(parts))


def in_site(path: str, places: dict[str, str]) -> str:
    """Where a file of the repository stands in the site; what has no place there stays as it is."""
    if path in places:
        return places[path]
    if path in places.values():  # a notebook by its other name
        return path
    inside = PurePosixPath(path).is_relative_to(DOCS)
    return PurePosixPath(path).relative_to(DOCS).as_posix() if inside else f"../{path}"


def part_of_readme(heading: str) -> str:
    """The text under a heading of the README; without one, what stands before the first."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    parts = re.split(r"^##? (.+)\n", text, flags=re.MULTILINE)
    found = dict(zip(parts[1::2], parts[2::2], strict=True))
    places = {**outside(), "README.md": "index.md"}
    return turned(found[heading or parts[1]], "README.md", places).strip()


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def outcomes() -> str:
    """What a run is summed up in."""
    from cocreation_sim.outcomes import declared

    ways = {1: "more", -1: "less", 0: ""}
    rows = [
        (f"`{each.name}`", f"{each.words}; {each.note}" if each.note else each.words, each.unit,
         ways[each.direction])
        for each in declared()
    ]  # fmt: skip
    return table(("outcome", "what", "unit", "better"), rows)


def published() -> str:
    """The published figures that the cases are held against."""
    from cocreation_sim import load, presets

    rows = [
        (f"`{name}`", f"`{entry.figure}`", f"{entry.value:,.10g}", entry.source, entry.status)
        for name in presets()
        for entry in load(name).published
    ]
    return table(("case", "figure", "published", "source", "status"), rows)


TABLES = {"outcomes": outcomes, "published": published}


def title(path: Path) -> str:
    """The first heading of a page, or of a notebook."""
    head = r"^# # (.+)$" if path.suffix == ".py" else r"^# (.+)$"
    heads = re.findall(head, path.read_text(encoding="utf-8"), re.MULTILINE)
    return str(heads[0]) if heads else path.stem


def on_config(config: Any) -> Any:
    """Put each study and notebook into the navigation."""
    pages = {place: ROOT / name for name, place in outside().items() if place.endswith(".md")}
    studies = [{title(path): place} for place, path in pages.items() if place.endswith("/found.md")]
    notebooks: list[Any] = []
    course: list[Any] = []
    for name, place in outside().items():
        if name.startswith("notebooks/"):
            kind = course if name.startswith("notebooks/course/") else notebooks
            kind.append({title(ROOT / name): place})
    if course:
        notebooks.append({"A course": course})
    for entry in config.nav:
        if "Studies" in entry:
            entry["Studies"] += studies
    if notebooks:
        at = next(n for n, entry in enumerate(config.nav) if "Reference" in entry)
        config.nav.insert(at, {"Notebooks": notebooks})
    return config


@event_priority(100)  # before mkdocs-jupyter looks for notebooks
def on_files(files: Any, config: Any) -> Any:
    """Add the files from outside docs/."""
    for name, place in outside().items():
        source = place if place.endswith(".ipynb") else name
        files.append(File.generated(config, place, abs_src_path=str(ROOT / source)))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Turn the links of a page and put in what its comments stand for."""
    source = Path(page.file.abs_src_path).resolve().relative_to(ROOT).as_posix()
    text = turned(markdown, source, outside())
    text = re.sub(r"<!-- README:? ?(.*?) -->", lambda m: part_of_readme(m[1]), text)
    return re.sub(r"<!-- table: (.*?) -->", lambda m: TABLES[m[1]](), text)
