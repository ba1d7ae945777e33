"""The documentation site builds without a warning, leads nowhere dead, and asks for nothing."""

from __future__ import annotations

import re
import runpy
import shlex

import pytest
from typer.testing import CliRunner

import cocreation_sim
from cocreation_sim.cli import app
from tests.browser import browser, overflow, page
from tests.test_docs_run import (
    DOCUMENTS,
    ROOT,
    blocks,
)
from tests.test_docs_run import (
    test_commands_in_documents_have_the_options_they_use as check_options,
)

DOCS = ROOT / "docs"
TOOL = runpy.run_path(str(ROOT / "tools" / "docs"))
COMMANDS = runpy.run_path(str(ROOT / "tools" / "command-reference"))
REFERENCE = "\n".join(
    path.read_text(encoding="utf-8") for path in sorted((DOCS / "reference").glob("*.md"))
)
PAGES = runpy.run_path(str(ROOT / "tools" / "site_pages.py"))
PLAYED = ["get-started", "for-strategists", "for-researchers", "concepts", "own-rule"]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The site, built into a folder of its own."""
    folder = tmp_path_factory.mktemp("site")
    TOOL["build"](folder)
    return folder


# ---------------------------------------------------------------------- as built


def test_site_leads_nowhere_dead_and_loads_nothing_from_elsewhere(site):
    assert TOOL["faults"](site) == []


def test_site_reads_on_a_desk_and_a_phone(site):
    names = ["index", "get-started", "commands", "parameters", "reference/answers", "how-sure"]
    with browser() as chrome:
        for width in (1366, 390):
            with page(chrome, width) as (opened, heard):
                for name in names:
                    opened.goto((site / f"{name}.html").as_uri())
                    assert overflow(opened) == 0, (name, width)
                assert heard.errors == []
                assert heard.elsewhere(site.as_uri()) == []


def test_site_can_be_searched_where_it_lies(site):
    with browser() as chrome, page(chrome) as (opened, heard):
        opened.goto((site / "index.html").as_uri())
        opened.click("input.md-search__input")
        opened.keyboard.type("crowding")
        opened.wait_for_selector(".md-search-result__item")
        assert heard.errors == []


# ---------------------------------------------------------------------- what is checked


def made(tmp_path, **pages):
    for name, text in pages.items():
        (tmp_path / f"{name}.html").write_text(text)
    return TOOL["faults"](tmp_path)


def test_faults_of_a_site_are_found(tmp_path):
    assert made(tmp_path, a='<p id="x"><a href="#x">', b='<a href="a.html#x">') == []
    assert made(tmp_path, a='<a href="c.html">')[0].startswith("a.html links to c.html")
    assert made(tmp_path, a='<p id="y">') == ["b.html links to a.html#x, which has no such place"]


@pytest.mark.parametrize(
    "loads",
    [
        '<script src="https://x.org/a.js">',
        '<img src="//x.org/a.png">',
        '<link rel="stylesheet" href="http://x.org/a.css">',
        '<script>import("https://x.org/a.js")</script>',
    ],
)
def test_what_is_loaded_from_elsewhere_is_found(tmp_path, loads):
    assert made(tmp_path, a=loads)[0].startswith("a.html loads ")
    assert made(tmp_path, a='<a href="https://x.org">') == []


def test_styles_that_load_from_elsewhere_are_found(tmp_path):
    (tmp_path / "a.css").write_text('@import "https://x.org/b.css"; p {background: url(c.png)}')
    assert TOOL["faults"](tmp_path) == ["a.css loads https://x.org/b.css"]


def test_links_of_a_page_are_turned_from_repository_to_site():
    places = {"experiments/prizes/found.md": "studies/prizes/found.md"}
    text = "[a](../experiments/prizes/found.md#why) [b](odd.md) [c](https://x.org/y.md) [d](#e)"
    assert PAGES["turned"](text, "docs/reports.md", places) == text.replace(
        "../experiments", "studies"
    )
    back = PAGES["turned"]("[e](../../docs/odd.md)", "experiments/prizes/found.md", places)
    assert back == "[e](../../odd.md)"
    code = "```python\nf[0](docs/a.md)\n```"
    assert PAGES["turned"](code, "README.md", places) == code


# ---------------------------------------------------------------------- as written


def test_commands_are_up_to_date():
    assert COMMANDS["TARGET"].read_text(encoding="utf-8") == COMMANDS["document"](), (
        "docs/commands.md is out of date: run .venv/bin/python tools/command-reference"
    )


def test_examples_of_commands_have_the_options_they_use():
    check_options("docs/commands.md")


def test_every_page_is_in_the_navigation():
    navigation = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    pages = [path.relative_to(DOCS).as_posix() for path in sorted(DOCS.rglob("*.md"))]
    assert [name for name in pages if name not in navigation] == []


@pytest.mark.parametrize("name", cocreation_sim.__all__)
def test_reference_has_every_public_name(name):
    assert f"::: cocreation_sim.{name}\n" in REFERENCE


def test_reference_has_every_rule():
    rules = (DOCS / "reference" / "rules.md").read_text(encoding="utf-8")
    files = sorted((ROOT / "src" / "cocreation_sim" / "rules").glob("[!_]*.py"))
    assert re.findall(r"::: cocreation_sim\.rules\.(\w+)", rules) == [path.stem for path in files]


@pytest.mark.parametrize("name", PLAYED)
def test_commands_of_a_page_do_what_it_says(name, tmp_path, monkeypatch):
    page = f"docs/{name}.md"
    assert page in DOCUMENTS
    monkeypatch.chdir(tmp_path)
    for text in blocks(page, "toml"):
        (tmp_path / text.split()[1]).write_text(text)  # its first line is "# NAME.toml"
    told = "".join(blocks(page, "sh")).replace("\\\n", " ")
    told = told.replace("--replications 50", "--replications 3")
    for line in told.splitlines():
        _, *words = shlex.split(line)
        few = ["--runs", "4"] if words[0] in ("ask", "predict") else []
        result = CliRunner().invoke(app, [*words, *few])
        assert result.exit_code == 0, (line, result.output)
