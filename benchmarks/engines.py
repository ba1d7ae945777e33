"""How fast and how big: both engines, from one run on one machine.

Prints a table and saves it as results/bench/engines.csv. Speeds are comparable only within it.

    python benchmarks/engines.py [--quick]      quick: up to 100,000 people, a shorter sweep
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pandas as pd

from cocreation_sim import Calendar, Campaign, Population, Scenario, Segment, sweep
from cocreation_sim.compiled.engine import Player, run_node
from cocreation_sim.mesa_model import CoCreationModel
from cocreation_sim.scenario.campaign import Outreach, Reward, Selection

WEEKS = 52.0
# Median visits a week at which there are 0.1 and 0.2 visits a customer-week. Visits differ so much
# between people that some 6 and 11 % of all people come in a week then.
TEN, TWENTY = 0.062, 0.19
ROWS: list[dict[str, Any]] = []


def world(
    people: int, pace: float, weeks: float = WEEKS, firms: int = 1, **changes: Any
) -> Scenario:
    """The default psychology with all behaviour on: half know the campaign from the start."""
    segment = Segment(aware=0.5, pace=pace)
    campaign = Campaign(
        openness=0.3,
        crowd_weight=0.5,
        reward=Reward(prize=500.0, recognition=0.5),
        selection=Selection(winners=max(1, people // 1000)),
        outreach=Outreach(spend=people / 200),
    )
    return Scenario(
        name=f"{people} people",
        calendar=Calendar(duration=weeks),
        population=Population(size=people, segments={"customers": segment}),
        campaigns={f"firm {k}": campaign for k in range(firms)},
    ).vary(changes)


def note(what: str, value: float, unit: str, wanted: str = "") -> None:
    """Keep and print a figure."""
    ROWS.append({"what": what, "value": value, "unit": unit, "wanted": wanted})
    print(f"{what:64} {value:12,.4g} {unit:22} {wanted}", flush=True)


def played(scenario: Scenario, threads: int = 1, times: int = 1) -> tuple[float, Any]:
    """Seconds of the kernel for a run (the best of some), and the state after it."""
    player = Player(threads)
    best = float("inf")
    turn = 0
    while turn < times:
        player.prepare(scenario, anew=turn == 0)
        state = player.state
        assert state is not None
        state["node"][0] = run_node(1, 0)
        start = time.perf_counter()
        full = player.play_through(state)
        best = min(best, time.perf_counter() - start)
        if full:
            player.room = type(player.room)(*(2 * size for size in player.room))
            player.scenario, best = None, float("inf")
            del state
            continue
        turn += 1
    return best, state


def visits(state: Any) -> int:
    """Visits of a run that was played."""
    known = state["persons"]["known"]
    return int(state["persons"]["visits"][known].sum())


def each(seconds: float, people: int, weeks: float = WEEKS) -> float:
    """Nanoseconds a customer-week."""
    return seconds / people / weeks * 1e9


def by_agents(scenario: Scenario) -> float:
    """Seconds of the Mesa engine for a run."""
    start = time.perf_counter()
    CoCreationModel(scenario, seed=1).run()
    return time.perf_counter() - start


def speed(big: int) -> None:
    """A big crowd for a year on one core, at two paces; sleepers; both cores."""
    for pace, often, wanted in ((TEN, "0.1", "at most 50"), (TWENTY, "0.2", "at most 100")):
        seconds, state = played(world(big, pace))
        came = visits(state)
        note(
            f"{big:,} people, one core, {often} visits a customer-week",
            each(seconds, big),
            "ns/customer-week",
            wanted,
        )
        note(f"{big:,} people: visits a customer-week", came / big / WEEKS, "visits")
        note(f"{big:,} people: a visit", seconds / came * 1e9, "ns/visit")
        del state
    asleep = {
        "segments.aware": 1.0,
        "campaigns.firm 0.outreach.spend": 0.0,
        "behaviour.leaving.boredom": 0.0,
    }
    one, _ = played(world(big, 0.0, **asleep), times=2)
    two, _ = played(world(big, 0.0, 4 * WEEKS, **asleep), times=2)
    note(
        f"{big:,} people, nobody visits: a further week",
        each(two - one, big, 3 * WEEKS),
        "ns/sleeper-week",
        "at most 1",
    )
    one, _ = played(world(big, TEN))
    two, _ = played(world(big, TEN), threads=2)
    note(f"{big:,} people: both cores against one", one / two, "times", "at least 1.8")


def against_agents() -> None:
    """The compiled engine against Mesa's agents."""
    scenario = world(2000, TEN)
    seconds, _ = played(scenario, times=10)
    agents = min(by_agents(scenario) for _ in range(3))
    note("2,000 people, Mesa engine", agents / 2000 / WEEKS * 1e6, "us/customer-week", "at most 10")
    note("2,000 people: compiled against Mesa, one core", agents / seconds, "times", "at least 50")


def growth(most: int) -> None:
    """Time a customer-week as the world grows."""
    first = 0.0
    people = 1000
    while people <= most:
        seconds, state = played(world(people, TEN), times=10 if people < 1e5 else 1)
        del state
        first = first or each(seconds, people)
        note(f"{people:,} people", each(seconds, people), "ns/customer-week")
        people *= 10
    note(f"{most:,} people against 1,000", each(seconds, most) / first, "times", "at most 3")
    for firms in (1, 2, 4):
        seconds, _ = played(world(5000, TEN, firms=firms), times=5)
        note(f"5,000 people, {firms} firms", each(seconds, 5000), "ns/customer-week")
    for weeks in (26.0, 52.0, 104.0):
        seconds, _ = played(world(5000, TEN, weeks), times=5)
        note(f"5,000 people, {weeks:g} weeks", each(seconds, 5000, weeks), "ns/customer-week")
    for eager in (-4.5, -3.0, -1.5):
        scenario = world(5000, TEN, **{"behaviour.choice.contribute": eager})
        seconds, state = played(scenario, times=5)
        ideas = int(state["firms"][0]["ideas"])
        note(f"5,000 people, {ideas:,} ideas", each(seconds, 5000), "ns/customer-week")
    for people in (500, 1000, 2000, 4000, 8000):
        note(
            f"{people:,} people, Mesa engine",
            by_agents(world(people, TEN)) / people / WEEKS * 1e6,
            "us/customer-week",
        )


MEMORY = """
import sys
sys.path.insert(0, "benchmarks")
from engines import TEN, peak, world
from cocreation_sim import simulate
simulate(world(100, TEN)); before = peak()
simulate(world(int(sys.argv[1]), TEN))
print(peak() - before)
"""


def peak() -> float:
    """Most memory this process has held, MB; a child's own, where the system tells (Linux)."""
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
        return float(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def memory(most: int) -> None:
    """Peak memory of `simulate`, tables and all, above that of a tiny run."""
    people = 1_000_000
    while people <= most:
        told = subprocess.run(
            [sys.executable, "-c", MEMORY, str(people)], capture_output=True, text=True, check=True
        )
        note(
            f"{people:,} people: peak memory above start-up",
            float(told.stdout),
            "MB",
            f"at most {people // 1_000_000 * 300:,}",
        )
        people *= 10


def start_up() -> None:
    """What a user waits for."""
    bin_ = Path(sys.executable).parent
    command = [str(bin_ / "cocreation"), "run", "threadless", "--json"]
    if not (bin_ / "cocreation").exists():
        command = [sys.executable, "-m", "cocreation_sim.cli", *command[1:]]
    for what, code in (
        ("numpy and pandas", "import numpy, pandas"),
        ("cocreation_sim", "import cocreation_sim"),
    ):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        note(f"import of {what}", time.perf_counter() - start, "s")
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    note("cocreation run threadless, once compiled", time.perf_counter() - start, "s", "at most 2")
    folder = Path("results/bench/cold-cache").absolute()
    for old in sorted(folder.rglob("*"), reverse=True):
        old.rmdir() if old.is_dir() else old.unlink()
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", "import cocreation_sim as cs; cs.simulate('workshop')"],
        env={**os.environ, "COCREATION_CACHE": str(folder)}, check=True, capture_output=True,
    )  # fmt: skip
    note("first run on a machine, with compiling", time.perf_counter() - start, "s", "at most 40")


def sweeps(runs: int) -> None:
    """What a sweep gets through, outcomes and all, on both cores."""
    scenario = world(1000, TEN)
    prizes = [float(k) for k in range(1000)]
    start = time.perf_counter()
    exp = sweep(scenario, {"campaign.reward.prize": prizes[: runs // 100]}, 100, progress=False)
    seconds = time.perf_counter() - start
    note(f"sweep of 1,000 people for a year: {len(exp.runs):,} runs", seconds, "s")
    whole = seconds / len(exp.runs) * 100_000 / 60
    note(
        "the same: 100,000 runs, 5 billion customer-weeks",
        whole,
        "minutes" + ("" if runs == 100_000 else " (reckoned)"),
        "at most 3",
    )
    start = time.perf_counter()
    sweep(
        scenario,
        {"campaign.reward.prize": prizes[: max(2, runs // 1000)]},
        100,
        workers=1,
        progress=False,
    )
    alone = (time.perf_counter() - start) / (100 * max(2, runs // 1000))
    note(
        "the same: both cores against one",
        alone / (seconds / len(exp.runs)),
        "times",
        "at least 1.8",
    )
    for preset in ("innocentive", "threadless"):
        start = time.perf_counter()
        sweep(
            preset,
            {"campaign.reward.prize": [0.0, 100.0, 500.0, 1000.0, 2000.0]},
            200,
            progress=False,
        )
        note(
            f"prize sweep of {preset}: 5 designs x 200",
            time.perf_counter() - start,
            "s",
            "at most 10",
        )


def main() -> None:
    """Measure, print, save."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true")
    quick = parser.parse_args().quick
    played(world(100, TEN))  # compiled and warm
    against_agents()
    speed(100_000 if quick else 1_000_000)
    growth(100_000 if quick else 10_000_000)
    sweeps(2_000 if quick else 20_000)
    start_up()
    memory(0 if quick else 10_000_000)
    note(
        "peak memory of this benchmark",
        peak(),
        "MB",
    )
    folder = Path("results/bench")
    folder.mkdir(parents=True, exist_ok=True)
    pd.DataFrame(ROWS).to_csv(folder / "engines.csv", index=False)


if __name__ == "__main__":
    main()
