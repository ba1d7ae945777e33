"""A headless Chromium for tests, which notes what pages complain of and ask for."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
LEFT = "net::ERR_ABORTED"
LONGEST = 300  # seconds that apt may take
PATIENCE = 300_000  # milliseconds until what hangs is given up; machines can be busy
OPTIONS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]


def chromium() -> str:
    """Where Chromium is; without it, or without playwright, the test is skipped.

    Where packages can be installed without asking, as root on Debian or in a container, it is.
    """
    pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    found = on_path() or by_apt()
    return found or pytest.skip("no Chromium is on the path, and apt cannot install it here")


def on_path() -> str | None:
    """Where Chromium is, if it is there."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def by_apt() -> str | None:
    """Where Chromium is once apt has installed it; tried once, by one process at a time."""
    if os.name != "posix" or os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    import fcntl

    tried = Path(tempfile.gettempdir()) / f"chromium-by-apt-{os.getppid()}"
    with tried.open("a+") as record:
        fcntl.flock(record, fcntl.LOCK_EX)
        record.seek(0)
        if not on_path() and not record.read():
            record.write("tried")
            record.flush()
            quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            for wanted in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
                command = ["apt-get", "-qq", *wanted]
                with contextlib.suppress(subprocess.TimeoutExpired):  # then there is none: skipped
                    subprocess.run(
                        command, env=quiet, check=False, capture_output=True, timeout=LONGEST
                    )
    return on_path()


@dataclass
class Heard:
    """What a page complained of, and the addresses it asked for."""

    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def elsewhere(self, *own: str) -> list[str]:
        """Requests to anything but addresses that start so; what a page holds in itself is none."""
        return [at for at in self.requests if not at.startswith((*own, "data:", "blob:", "about:"))]


@contextmanager
def browser(*options: str) -> Iterator[Browser]:
    """Chromium with further options, for as long as the block lasts."""
    path = chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        opened = play.chromium.launch(
            executable_path=path, args=[*OPTIONS, *options], timeout=PATIENCE
        )
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
        context.set_default_timeout(PATIENCE)
        opened = context.new_page()
        opened.on("pageerror", lambda error: heard.errors.append(str(error)))
        # what a page still asked for when it was left is no fault of its own
        opened.on(
            "requestfailed",
            lambda r: r.failure == LEFT or heard.errors.append(f"{r.url}: {r.failure}"),
        )
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
