"""Reports in a real browser: nothing is loaded or complained of, and nobody scrolls sideways."""

from __future__ import annotations

import re

import pytest

import cocreation_sim as cs
from cocreation_sim import Range
from tests.browser import browser, overflow, page
from tests.test_sweep import CROWD, PRIZE, small, swept

PHONE, DESK = (390, 844), (1366, 768)
LONG = "A name without any space that goes on: " + "x" * 300 + " <script>alert(1)</script> \u202e"


@pytest.fixture(scope="module")
def chrome():
    with browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Reports of several kinds, one with names that are as bad as can be."""
    folder = tmp_path_factory.mktemp("reports")
    base = small().model_copy(update={"name": LONG, "note": LONG})
    pace = {"segments.pace": Range(0.5, 3.0, log=True)}
    things = {
        "grid": swept({PRIZE: [0, 500], CROWD: [0.0, 0.5, 1.0]}, 6),
        "hostile": cs.compare(
            {LONG: base, "b" * 200: base.vary({PRIZE: 500.0})},
            replications=4,
            workers=1,
            progress=False,
        ),
        "screened": swept({PRIZE: Range(0, 500)}, 2, uncertain=pace, design="morris", samples=5),
        "run": cs.simulate(small()),
    }
    return {name: cs.report(thing, folder / f"{name}.html") for name, thing in things.items()}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK])
@pytest.mark.parametrize("name", ["grid", "hostile", "screened", "run"])
def test_it_opens_quietly_and_fits(chrome, files, name, size, scheme):
    with page(chrome, *size, scheme=scheme) as (opened, heard):
        opened.goto(files[name].as_uri())
        assert heard.errors == []
        assert heard.elsewhere("file:") == []
        assert len([at for at in heard.requests if at.startswith("file:")]) == 1
        assert overflow(opened) == 0
        pictures = opened.locator("img")
        assert pictures.count() > 0
        assert all(
            opened.evaluate("[...document.images].map(i => i.complete && i.naturalWidth > 0)")
        )
        # text is dark on light or light on dark, and no box reaches out of the page
        widest = opened.evaluate(
            "Math.max(...[...document.querySelectorAll('p,li,h1,h2,h3,figure,pre,div')]"
            ".map(e => e.getBoundingClientRect().right))"
        )
        assert widest <= size[0] + 0.5
        dark = opened.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (dark == "rgb(255, 255, 255)") == (scheme == "light")


def test_narrow_screens_get_narrow_pictures(chrome, files):
    shapes = {}
    for size in (PHONE, DESK):
        with page(chrome, *size) as (opened, _):
            opened.goto(files["grid"].as_uri())
            image = opened.locator("img").first
            shapes[size] = opened.evaluate("i => i.naturalWidth", image.element_handle())
    assert shapes[PHONE] < 500 < shapes[DESK]


def test_wide_tables_scroll_in_their_own_box(chrome, files):
    with page(chrome, *PHONE) as (opened, _):
        opened.goto(files["grid"].as_uri())
        boxes = opened.evaluate(
            "[...document.querySelectorAll('.scrolls')].map(b => [b.scrollWidth, b.clientWidth])"
        )
        assert any(inside > room for inside, room in boxes)


def test_it_prints(chrome, files):
    for name, file in files.items():
        with page(chrome, *DESK) as (opened, heard):
            opened.goto(file.as_uri())
            printed = opened.pdf(prefer_css_page_size=True, print_background=True)
            assert printed.startswith(b"%PDF"), name
            assert len(re.findall(rb"/Type\s*/Page\b", printed)) >= 2, name
            boxes = set(re.findall(rb"/MediaBox\s*\[([^\]]*)\]", printed))
            assert all(box.split()[2:3] in ([b"594.95996"], [b"595"], [b"595.91998"], [b"595.92"])
                       for box in boxes), boxes  # fmt: skip
            assert heard.errors == [], name


def test_nothing_of_a_file_is_executed(chrome, files):
    with page(chrome, *DESK) as (opened, _):
        said = []
        opened.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
        opened.goto(files["hostile"].as_uri())
        assert said == []
        assert opened.locator("script").count() == 0
        assert "<script>alert(1)</script>" in opened.locator("h1").inner_text()
        assert "\\u202e" in opened.locator("h1").inner_text()
