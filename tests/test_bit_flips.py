"""One-bit changes in what the package keeps; benchmarks/bit_flips.py makes 3,000 of them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

import cocreation_sim as cs
from benchmarks import bit_flips


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cache")
    return folder, *bit_flips.make_cache(folder)


def test_a_changed_bit_of_a_kernel_is_noticed(kept):
    _, kernels, _ = kept
    assert bit_flips.tally(kernels, 40, bit_flips.asked_for_kernel) == {"refused": 40}


def test_a_changed_bit_of_simulations_is_noticed(kept):
    _, _, simulations = kept
    assert bit_flips.tally(simulations, 40, bit_flips.asked_for_simulations) == {"refused": 40}


def test_commands_pass_over_a_changed_bit(kept):
    """A forecast is the same, and a run would compile again."""
    assert bit_flips.whole_commands(*kept, 1) == Counter({"the same": 1, "refused": 1})


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes of POSIX")
def test_the_script_tells_what_becomes_of_a_store(tmp_path):
    levers = {"campaign.reward.prize": [0.0, 5.0]}
    cs.sweep("workshop", levers, 2, store=tmp_path / "store", progress=False)
    done = subprocess.run(
        [sys.executable, bit_flips.__file__, "--store", str(tmp_path / "store"), "--count", "6"],
        env={**os.environ, "PYTHONPATH": str(Path(cs.__file__).parents[1])},
        capture_output=True,
        text=True,
    )
    assert done.stderr == ""
    assert done.stdout.startswith("store: ")
    assert sum(map(int, re.findall(r"(?:: |, )(\d+) (?=refused|the same)", done.stdout))) == 6
    assert done.returncode == 0
