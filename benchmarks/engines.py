"""How fast the engine is: microseconds a customer-week, and how time grows with people.

Prints a table and saves it as results/bench/engines.csv. Speeds are of one run on one machine and
comparable only within it.
"""

from __future__ import annotations

import time
from pathlib import Path

import pandas as pd

from cocreation_sim import Calendar, Campaign, Population, Scenario, Segment
from cocreation_sim.mesa_model import CoCreationModel
from cocreation_sim.scenario.campaign import Outreach, Reward, Selection

WEEKS = 52


def world(people: int, pace: float) -> Scenario:
    """A community in full swing: half know the campaign from the start, all behaviour on."""
    segment = Segment(aware=0.5, pace=pace, effort=0.3, intrinsic=1.1, social=0.4)
    campaign = Campaign(
        openness=0.3,
        crowd_weight=0.5,
        reward=Reward(prize=500.0, recognition=0.5),
        selection=Selection(winners=max(1, people // 1000)),
        outreach=Outreach(spend=people / 200),
    )
    return Scenario(
        name=f"{people} people",
        calendar=Calendar(duration=float(WEEKS)),
        population=Population(size=people, segments={"customers": segment}),
        campaigns={"bench": campaign},
    )


def measure(people: int, pace: float) -> dict[str, float]:
    """Time one run."""
    start = time.perf_counter()
    model = CoCreationModel(world(people, pace), seed=1)
    built = time.perf_counter()
    model.run()
    done = time.perf_counter()
    visits = sum(c.visits for c in model.customers)
    return {
        "people": people,
        "visits a customer-week": visits / people / WEEKS,
        "set up, s": built - start,
        "run, s": done - built,
        "us a customer-week": (done - start) / people / WEEKS * 1e6,
        "ideas": len(model.firms[0].ideas),
    }


def main() -> None:
    """Measure, print, save."""
    measure(200, 0.2)  # warm up
    rows = [measure(n, 0.15) for n in (500, 1000, 2000, 4000, 8000, 16000)]
    rows += [measure(2000, 0.35)]
    table = pd.DataFrame(rows)
    first, last = table.iloc[1], table.iloc[5]
    print(table.round(3).to_string(index=False))
    growth = last["us a customer-week"] / first["us a customer-week"]
    print(f"time a customer-week, 16,000 people over 1,000: {growth:.2f}")
    folder = Path("results/bench")
    folder.mkdir(parents=True, exist_ok=True)
    table.to_csv(folder / "engines.csv", index=False)


if __name__ == "__main__":
    main()
