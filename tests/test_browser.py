"""Chromium is installed where nobody need be asked; elsewhere its tests are skipped."""

from __future__ import annotations

import os

import pytest

from tests import browser

APT = """#!/bin/sh
echo "$@" >>"{0}/asked"
case "$*" in *install*) printf '#!/bin/sh\\n' >"{0}/chromium"; chmod +x "{0}/chromium";; esac
"""


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A machine with nothing but apt, on which everybody is root."""
    if os.name != "posix":
        pytest.skip("apt is on Debian only")
    apt = tmp_path / "apt-get"
    apt.write_text(APT.format(tmp_path))
    apt.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    monkeypatch.setattr(browser, "NAMES", ("chromium-of-the-test", "chromium"))
    monkeypatch.setattr(browser.shutil, "which", lambda name: _which(tmp_path / name))
    monkeypatch.setattr(browser.tempfile, "gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(browser.os, "geteuid", lambda: 0)
    return tmp_path


def _which(path):
    return str(path) if path.exists() else None


def test_apt_installs_it_where_that_can_be(machine):
    assert browser.chromium() == str(machine / "chromium")
    assert browser.chromium() == str(machine / "chromium")
    asked = (machine / "asked").read_text().splitlines()
    assert asked == ["-qq update", "-qq install -y --no-install-recommends chromium"]


def test_apt_is_asked_once_even_if_it_fails(machine):
    (machine / "apt-get").write_text(f"#!/bin/sh\necho asked >>'{machine}/asked'\nexit 1\n")
    for _ in range(2):
        with pytest.raises(pytest.skip.Exception, match="apt cannot install it"):
            browser.chromium()
    assert (machine / "asked").read_text().count("asked") == 2  # update, install


def test_a_person_is_not_asked_for_rights(machine, monkeypatch):
    monkeypatch.setattr(browser.os, "geteuid", lambda: 1000)
    with pytest.raises(pytest.skip.Exception):
        browser.chromium()
    assert not (machine / "asked").exists()
