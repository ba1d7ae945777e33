"""How fast the dashboard shows a run, drawing included.

Plays a run as the page does: step after step, with pictures drawn at its own pace (ten a second, or
a third of the time where they take longer). What the browser takes is not in it.

    python -m benchmarks.dashboard [--agents 2000] [--people 100000] [--preset NAME ...]
"""

from __future__ import annotations

import argparse
import os
import time

from cocreation_sim.dashboard import board
from cocreation_sim.dashboard.session import Pace
from cocreation_sim.dashboard.setup import Setup
from cocreation_sim.dashboard.stage import Stage
from cocreation_sim.scenario.scenario import Scenario, load

PRESETS = ("ordinary", "open-source", "openideo", "99designs", "ideastorm", "threadless")


def measured(scenario: Scenario, engine: str) -> tuple[float, float, int]:
    """Weeks a second by the clock and by the processor's time, and pictures drawn."""
    drawn = []

    def draw() -> None:
        drawn.append(len(board.board(stage, {})))

    stage = Stage(Setup(scenario), engine=engine, on_step=Pace(draw))
    begun, busy = time.perf_counter(), time.process_time()
    while stage.running:
        stage.step()
    took, busy = time.perf_counter() - begun, time.process_time() - busy
    weeks = scenario.calendar.duration * scenario.calendar.weeks
    return weeks / took, weeks / busy, len(drawn)


def loop() -> float:
    """Seconds that ten million rounds of a plain loop take: how fast the machine is."""
    begun, x = time.perf_counter(), 0
    for k in range(10_000_000):
        x += k * k & 7
    return time.perf_counter() - begun


def main() -> None:
    """Measure both engines."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--agents", type=int, default=2000)
    options.add_argument("--people", type=int, default=100_000)
    options.add_argument("--preset", nargs="+", default=PRESETS)
    given = options.parse_args()
    measured(load("workshop"), "compiled")  # compiles once
    for name in given.preset:
        preset = load(name)
        for engine, people, wanted in (("mesa", given.agents, 20), ("compiled", given.people, 5)):
            size = people * preset.population.represents
            clock, processor, drawn = measured(preset.vary({"population.size": size}), engine)
            print(
                f"{engine:<8}  {people:>9,} simulated people of {name}: {clock:,.0f} weeks a "
                f"second by the clock, {processor:,.0f} by the processor's time (wanted: "
                f"{wanted}); {drawn} pictures drawn",
                flush=True,
            )
    print(f"a plain loop of ten million rounds: {loop():.1f} s on this machine")
    if hasattr(os, "getloadavg"):
        print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
