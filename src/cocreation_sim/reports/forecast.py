"""What a forecast tells a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cocreation_sim.wording.numbers import exact, number, span

if TYPE_CHECKING:
    from cocreation_sim.predicting.forecast import Forecast
    from cocreation_sim.reports.findings import Findings

LUCK = (
    "The intervals cover luck and what is unknown about this campaign, as far as simulated lives "
    "with a similar past show it. They do not cover doubt about the model."
)
CHANGES = (
    "It assumes that the firm changes nothing from now on, and that outside events are no larger "
    "than the shocks of other campaigns."
)
BACKTEST = (
    "Over real series such forecasts were better than exponential smoothing and about as good as "
    "the last twelve values (docs/forecasting.md); rely on the intervals, not on the median."
)


def of_forecast(found: Forecast) -> Findings:
    """The forecast as a report holds it: what is to come, what it rests on, how to get it again."""
    import tomli_w

    from cocreation_sim.predicting.forecast import BLEND_HALF_LIFE, TOTAL_NOTE
    from cocreation_sim.predicting.matching import LONGEST
    from cocreation_sim.reports import doubts
    from cocreation_sim.reports.findings import Findings, Picture, Reproduction, Section, Table
    from cocreation_sim.reports.reproduction import versions

    series, held = found.series, found.held
    lives = len(held.analogues.library)
    weeks = min(LONGEST, found.paths.shape[1] * series.dates.weeks)
    risk = found.risk.rename(columns={"low": "risk_low", "high": "risk_high"})
    volume = pd.DataFrame(
        {
            "date": found.volume["date"],
            "median": np.round(found.volume["median"]),
            **{
                f"{share} % of futures": [
                    span(np.floor(low), np.ceil(high))
                    for low, high in zip(
                        found.volume[f"low_{share}"], found.volume[f"high_{share}"], strict=True
                    )
                ]
                for share in (50, 90)
            },
        }
    )
    known = np.isfinite(series.contributions)
    starving = found.starving
    return Findings(
        question=f"What is to come of {series.name}, and will it starve?",
        answer=found.sentences,
        sections=[
            Section(
                "What is to come",
                [
                    Picture("Contributions, and the risk of starving", found.plot),
                    Table("Contributions", volume, note=f"Row {TOTAL_NOTE}."),
                    Table(
                        "Risk of having starved by then",
                        risk,
                        names={"risk": "risk of having starved"},
                        units={"risk": "share"},
                        note=f"Starved: fewer than {exact(starving.contributions)} contributions "
                        f"in {exact(starving.window)} weeks. The 90 % intervals reflect only how "
                        "few lives have a similar past.",
                    ),
                ],
            ),
            Section(
                "What drives it",
                [
                    f"The history: {int(known.sum())} {series.interval}s with "
                    f"{number(np.nansum(series.contributions))} contributions, the last "
                    f"{series.labels[-1]}.",
                    f"Of {lives:,} simulated lives of {held.scenario.name}, those count whose past "
                    f"looks like it: as many as {number(round(held.match.effective))} independent "
                    "ones.",
                    "Half of the futures begin like the last twelve values of the history and turn "
                    "into such lives, half of those left every "
                    f"{exact(BLEND_HALF_LIFE)} weeks.",
                ],
            ),
        ],
        doubts=[LUCK, CHANGES, BACKTEST, *doubts.of_scenario(held.scenario)],
        reproduction=Reproduction(
            held.seed,
            {
                "history.csv": _history(found),
                "scenario.toml": tomli_w.dumps(held.scenario.to_dict()),
            },
            [
                f"cocreation predict scenario.toml --history history.csv --weeks {weeks:.4g} "
                f"--threshold {starving.contributions:.10g} --window {starving.window:.10g} "
                f"--warn-at {found.warn_at:.10g} --lives {lives} --seed {held.seed}"
            ],
            versions(),
            note="Ranges that replaced the usual ones (--uncertain) must be given again, if any.",
        ),
        about=f"{series.name}: {len(series)} {series.interval}s, {lives:,} simulated lives",
    )


def _history(found: Forecast) -> str:
    """The history as a file."""
    from cocreation_sim.spreadsheets import as_csv

    series = found.series
    columns = {
        "contributions": series.contributions,
        "contributors": series.contributors,
        "newcomers": series.newcomers,
    }
    frame = pd.DataFrame({name: x for name, x in columns.items() if x is not None})
    frame.insert(0, series.interval, [series.dates.written(k) for k in range(len(series))])
    whole = frame.map(lambda x: f"{x:.12g}" if isinstance(x, float) and np.isfinite(x) else x)
    return as_csv(whole)
