"""What a report tells of a forecast: its numbers, and how to get them again."""

from __future__ import annotations

from cocreation_sim.analysis.forecasting.forecast import forecast
from cocreation_sim.analysis.forecasting.series import read_series


def history(folder):
    lines = [f"20{20 + k // 12}-{k % 12 + 1:02d},{max(0, 14 - k // 3 - k % 3)}" for k in range(30)]
    lines[4] = "2020-05,"
    path = folder / "mine.csv"
    path.write_text("month,contributions\n" + "\n".join(lines) + "\n")
    return path


def test_a_forecast_is_told_with_its_numbers(tmp_path):
    found = forecast(history(tmp_path), lives=64, workers=1, progress=False, folder=tmp_path)
    told = found.findings()
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
