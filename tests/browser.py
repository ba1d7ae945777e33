"""A headless Chromium for tests, which notes what pages complain of and ask for."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
OPTIONS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]


def chromium() -> str:
    """Where Chromium is; without it, or without playwright, the test is skipped."""
    pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return found or pytest.skip("no Chromium is on the path")


@dataclass
class Heard:
    """What a page complained of, and the addresses it asked for."""

    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def elsewhere(self, *own: str) -> list[str]:
        """Requests to anything but addresses that start so; what a page holds in itself is none."""
        return [at for at in self.requests if not at.startswith((*own, "data:", "blob:", "about:"))]


@contextmanager
def browser() -> Iterator[Browser]:
    """Chromium, for as long as the block lasts."""
    path = chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=path, args=OPTIONS)
        try:
            yield opened
        finally:
            opened.close()


@contextmanager
def page(
    chrome: Browser, width: int = 1366, height: int = 768, scheme: str = "light"
) -> Iterator[tuple[Page, Heard]]:
    """A fresh page of a size in CSS pixels, and what is heard of it."""
    heard = Heard()
    context = chrome.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    try:
        opened = context.new_page()
        opened.on("pageerror", lambda error: heard.errors.append(str(error)))
        opened.on("requestfailed", lambda r: heard.errors.append(f"{r.url}: {r.failure}"))
        opened.on("request", lambda request: heard.requests.append(request.url))
        opened.on("websocket", lambda socket: heard.requests.append(socket.url))
        opened.on(
            "console",
            lambda said: heard.errors.append(said.text) if said.type == "error" else None,
        )
        yield opened, heard
    finally:
        context.close()


def overflow(opened: Page) -> int:
    """CSS pixels by which a page is wider than its window; 0 if nobody must scroll sideways."""
    wide = opened.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return int(wide)
