"""What a report tells of a forecast: its numbers, and how to get them again."""

from __future__ import annotations

import shlex

import pytest
from typer.main import get_command

from cocreation_sim import load
from cocreation_sim.cli import app
from cocreation_sim.predicting.forecast import forecast
from cocreation_sim.predicting.matching import horizon_of
from cocreation_sim.predicting.series import read_series
from cocreation_sim.reports.writing import findings


def history(folder):
    lines = [f"20{20 + k // 12}-{k % 12 + 1:02d},{max(0, 14 - k // 3 - k % 3)}" for k in range(30)]
    lines[4] = "2020-05,"
    path = folder / "mine.csv"
    path.write_text("month,contributions\n" + "\n".join(lines) + "\n")
    return path


@pytest.mark.parametrize(
    ("column", "dates"),
    [
        ("week", [f"{k}" for k in range(1, 31)]),
        ("month", [f"{k}" for k in range(30)]),
        ("fortnight", [f"{k}" for k in range(1, 31)]),
        ("week", [f"2023-W{k:02}" for k in range(1, 31)]),
        ("quarter", [f"{2015 + k // 4}-Q{k % 4 + 1}" for k in range(30)]),
        ("date", [f"2024-03-{k:02}" for k in range(1, 31)]),
    ],
)
def test_its_history_is_read_again_however_dates_are_written(column, dates, tmp_path):
    lines = [f"{date},{1 + k % 4}" for k, date in enumerate(dates)]
    (tmp_path / "mine.csv").write_text(f"{column},contributions\n" + "\n".join(lines) + "\n")
    weeks = 520.0 if column == "quarter" else 4.0
    found = forecast(
        tmp_path / "mine.csv", weeks=weeks, warn_at=0.3, lives=64, workers=1, progress=False,
        folder=tmp_path,
    )  # fmt: skip
    again = findings(found).reproduction
    (tmp_path / "history.csv").write_text(again.files["history.csv"])
    series = read_series(tmp_path / "history.csv")
    assert series.labels == found.series.labels
    assert series.contributions.tolist() == found.series.contributions.tolist()
    words = shlex.split(again.commands[0])
    given = dict(zip(words[3::2], words[4::2], strict=True))
    assert horizon_of(float(given["--weeks"]), series.dates.weeks) == found.paths.shape[1]
    assert given["--warn-at"] == "0.3"
    for name in given:
        assert name in {o for p in get_command(app).commands["predict"].params for o in p.opts}


def test_a_scenario_is_told_as_it_was_given(tmp_path):
    """Also where a library that another description asked for is at hand."""
    file = history(tmp_path)
    for note in ("of one", "of another"):
        scenario = load("ordinary").model_copy(update={"note": note})
        found = forecast(file, scenario, lives=64, workers=1, progress=False, folder=tmp_path)
        assert note in findings(found).reproduction.files["scenario.toml"]


def test_a_forecast_is_told_with_its_numbers(tmp_path):
    found = forecast(history(tmp_path), lives=64, workers=1, progress=False, folder=tmp_path)
    told = findings(found)
    assert list(told.answer) == found.sentences
    assert told.answer[0].startswith("Contributions in the next 3 months: ")
    risk = told.sections[0].parts[2].frame
    assert risk["risk"].tolist() == found.risk["risk"].tolist()
    assert any("(docs/forecasting.md)" in doubt for doubt in told.doubts)
    # the files of the report give the same history
    (tmp_path / "history.csv").write_text(told.reproduction.files["history.csv"])
    again = read_series(tmp_path / "history.csv")
    assert again.labels == found.series.labels
    assert str(again.contributions) == str(found.series.contributions)
    command = told.reproduction.commands[0]
    assert "--weeks 13.04" in command
    assert "--lives 64" in command
    page = found.report(tmp_path / "forecast.html").read_text(encoding="utf-8")
    assert "What is to come of mine" in page
