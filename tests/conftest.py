"""How hypothesis looks for examples; which tests a busy machine could change."""

from __future__ import annotations

import gc
import inspect
import os
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings

os.environ.pop("COLUMNS", None)  # given by pytest-xdist: what is written has room, as in a pipe

# HYPOTHESIS_PROFILE=search looks for new examples; otherwise they are the same every time.
COMMON = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile(
    "fixed",
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],  # "search" shrinks what fails, which takes minutes
    **COMMON,
)
settings.register_profile("search", max_examples=1000, **COMMON)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fixed"))

# A test of processes is one that may go otherwise on a busy machine: somebody else acts while it
# looks, be it a thread, a server, a browser, or a process that is watched or killed. A command that
# is only waited for does what it does, however long that takes, and so does a notebook or a report.
PROCESSES = {  # what such a test names or takes
    "Popen", "ThreadPoolExecutor", "ProcessPoolExecutor", "signal", "socket", "started", "served",
    "threading", "browser", "chrome", "cluster", "dashboard", "session", "threads", "workers",
}  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what depends on processes; with what marks itself, for `-m "processes or files"`.

    What writes files that other processes may read, write or lock at the same time marks itself as
    `files`: stores, kept kernels and libraries, full disks. What a test alone writes and reads is
    nobody else's.
    """
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        if isinstance(item, pytest.Function):
            names |= named_in(item.function)
        if names & PROCESSES:
            item.add_marker("processes")


def named_in(function: Any) -> set[str]:
    """What a test names, or a helper that stands in the same file."""
    names = set(function.__code__.co_names)
    helpers = [function.__globals__.get(name) for name in names]
    for helper in helpers:
        if inspect.isfunction(helper) and helper.__module__ == function.__module__:
            names.update(helper.__code__.co_names)
    return names


@pytest.fixture(autouse=True)
def nothing_left_open(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a test of processes leaves open is told of it, and not of some later test."""
    yield
    if request.node.get_closest_marker("processes"):
        gc.collect()
