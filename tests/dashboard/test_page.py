"""The dashboard in a real browser: everything a visitor does, from its own files only."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import cocreation_sim as cs
from cocreation_sim.dashboard.server import nearest_release
from tests.browser import PATIENCE, browser, chromium, overflow, page
from tests.dashboard.serving import COMMAND, served
from tests.scenarios import idea_box, rivals

pytest.importorskip("solara", reason="the extra 'viz' is not installed")

SMALL = {"calendar.duration": 6.0, "population.size": 60}


@pytest.fixture
def campaign(tmp_path) -> Path:
    return idea_box(SMALL).save(tmp_path / "mine.toml")


def until(act: Callable[[], object], seen: Any, state: Any = "visible") -> None:
    """Do what may be done again, until something is seen, or is gone."""
    from playwright.sync_api import TimeoutError as NotYet

    for _ in range(PATIENCE // 2000):
        act()
        try:
            seen.wait_for(state=state, timeout=2000)
        except NotYet:
            continue
        return
    raise AssertionError(f"{seen} is not {state}")


def number_of_controls(opened: Any) -> int:
    """The how-manieth controls are there."""
    named = opened.locator(".controls").get_attribute("class") or ""
    return int(named.rpartition("-")[2])


def test_a_visit(campaign, tmp_path):
    """Load, step, run, pause, move, refuse, reset, compare, save, open, choose; on a phone, too."""
    chromium()
    from playwright.sync_api import expect

    expect.set_options(timeout=PATIENCE)
    rivals(SMALL).save(tmp_path / "two.toml")
    (tmp_path / "bad.toml").write_text("colour = 'red'")
    with served(str(campaign)) as address, browser() as chrome:
        with page(chrome) as (opened, heard):
            opened.goto(address)
            status, error = opened.locator(".status"), opened.locator(".v-alert")

            def now(text: str) -> None:
                opened.locator(".status", has_text=text).wait_for()

            def controls(number: int) -> None:
                opened.locator(f".controls-{number}").wait_for(state="attached")

            def lever(label: str) -> Any:
                return opened.get_by_label(label, exact=True)

            def put(label: str, value: str, seen: Any, state: Any = "visible") -> None:
                """Type a value, again if the field was drawn anew meanwhile, until it is seen."""

                def put_once() -> None:
                    lever(label).fill(value)
                    lever(label).press("Enter")

                until(put_once, seen, state)

            now("Week 0 of 6")
            controls(1)
            assert overflow(opened) == 0
            opened.get_by_role("button", name="Step", exact=True).click()
            now("Week 1 of 6")
            opened.get_by_role("button", name="▶").click()
            now("Week 6 of 6")
            expect(opened.locator("svg[aria-label^='people by state']")).to_have_count(1)
            opened.locator("svg[aria-label*='of 48 runs failed']").wait_for()
            # a slider, by its keys
            before = lever("prize (EUR)").input_value()
            slider = opened.locator(".lever [role=slider]").first
            slider.focus()
            slider.press("ArrowRight")
            opened.get_by_text("Reset plays it").wait_for()
            expect(lever("prize (EUR)")).not_to_have_value(before)
            moved = lever("prize (EUR)").input_value()
            assert float(moved) > float(before)
            # what is not allowed
            put("prize (EUR)", "-5", error.get_by_text("allowed is a number from 0"))
            expect(lever("prize (EUR)")).to_have_value(moved)
            put("prize (EUR)", "500", error, "detached")
            opened.get_by_role("button", name="Reset", exact=True).click()
            now("Week 0 of 6")
            expect(status).not_to_contain_text("Reset plays it")
            # two designs
            begun = number_of_controls(opened)
            field_of_a = lever("prize (EUR)").element_handle()
            opened.get_by_label("Compare two designs").click()
            opened.get_by_text("B is the same as A so far").wait_for()
            opened.get_by_role("button", name="B", exact=True).wait_for()
            field_of_a.wait_for_element_state("hidden")  # it is gone: the fields are those of B
            controls(begun + 1)
            put("prize (EUR)", "900", opened.get_by_text("prize (EUR): 900 instead of 500"))
            opened.get_by_role("button", name="Reset", exact=True).click()
            opened.get_by_role("button", name="▶").click()
            now("Week 6 of 6")
            expect(opened.locator("svg")).to_have_count(9)
            # saved, and opened again
            with opened.expect_download() as got:
                opened.get_by_role("button", name="Save as a file").click()
            saved = cs.load(got.value.path().rename(tmp_path / "saved.toml"))
            wanted = idea_box({**SMALL, "campaign.reward.prize": 900.0})
            assert saved == wanted
            opened.locator("input[type=file]").set_input_files(tmp_path / "bad.toml")
            error.get_by_text("unknown key 'colour'").wait_for()
            begun = number_of_controls(opened)
            opened.locator("input[type=file]").set_input_files(tmp_path / "two.toml")
            opened.get_by_text("B is another campaign").wait_for()
            controls(begun + 1)
            # a preset, paused in its midst
            now("Week 0 of 6")
            opened.locator(".case .v-field").click()
            listed = opened.locator(".v-overlay .v-list")
            listed.wait_for()
            item = listed.locator(".v-list-item", has_text="ordinary")
            # only what can be seen of a list is there
            until(lambda: listed.evaluate("list => list.scrollTop += 100"), item)
            old_step = opened.get_by_role("button", name="Step", exact=True).element_handle()
            item.click()
            now("Week 0 of 52")
            controls(begun + 2)
            old_step.wait_for_element_state("hidden")
            slowly = opened.locator(".v-slider", has_text="Play Interval").locator("[role=slider]")
            slowly.press("End")
            expect(slowly).to_have_attribute("aria-valuenow", slowly.get_attribute("aria-valuemax"))
            opened.get_by_role("button", name="▶").click()
            opened.locator(".status", has_text=re.compile("Week [1-9]")).wait_for()
            opened.get_by_role("button", name="❚❚").click()
            opened.get_by_role("button", name="▶").wait_for()
            shown = ""
            while shown != (shown := status.inner_text()):  # what was under way still comes
                opened.wait_for_timeout(1000)
            assert "Week 52 of 52" not in shown  # it stands, in the midst
            assert heard.errors == []
            own = (address, address.replace("http", "ws"))
            assert heard.elsewhere(*own) == []
        with page(chrome, 390, 844) as (opened, heard):
            opened.goto(address)
            opened.locator(".status", has_text="Week 0 of 6").wait_for()
            opened.locator(".controls-1").wait_for(state="attached")
            assert overflow(opened) == 0
            opened.locator(".v-app-bar-nav-icon").click()
            opened.get_by_role("button", name="Step", exact=True).click()
            opened.locator(".status", has_text="Week 1 of 6").wait_for(state="attached")
            assert heard.errors == []


# ---------------------------------------------------------------- what cannot be


def refused(*options: str) -> str:
    done = subprocess.run([*COMMAND, *options], capture_output=True, text=True, check=False)
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert done.stderr.startswith("cocreation: ")
    assert done.stderr.count("\n") == 1
    return done.stderr


def test_a_port_that_is_taken():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        said = refused("--port", str(taken.getsockname()[1]))
    assert "give another --port" in said


def test_addresses_and_scenarios_that_are_none(tmp_path):
    assert "which is no address" in refused("--host", "not an address")
    assert "allowed is a whole number from 0 to 65535" in refused("--port", "99999")
    assert "cannot read" in refused(str(tmp_path / "none.toml"))


def test_a_missing_extra_is_named():
    code = (
        "import sys; sys.modules['solara'] = None; sys.argv[0] = 'cocreation'; "
        "from cocreation_sim.cli import app; app(['dashboard', '--port', '0', '--no-browser'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert 'pip install "cocreation-sim[viz]"' in done.stderr


def test_a_script_of_another_release_serves(tmp_path):
    for release in ("5.1.1", "5.10.0"):
        made = tmp_path / "@some" / f"script@{release}" / "dist"
        made.mkdir(parents=True)
        (made / "main.js").touch()
    asked = "@some/script@6.0.0/dist/"
    assert nearest_release(tmp_path, asked + "main.js") == "@some/script@5.10.0/dist/main.js"
    assert nearest_release(tmp_path, asked + "none.js") == asked + "none.js"
    assert nearest_release(tmp_path, "../secret") == "../secret"
    escape = "@some/script@1/../../../secret"
    assert nearest_release(tmp_path, escape) == escape
