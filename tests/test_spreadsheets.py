"""Tables as CSV files: no text becomes a formula, and what is read again is what was written."""

from __future__ import annotations

import io

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from typer.testing import CliRunner

import cocreation_sim as cs
from cocreation_sim.cli import app
from cocreation_sim.experiments.study import load_study
from cocreation_sim.spreadsheets import as_csv, from_csv

FORMULAS = ['=HYPERLINK("x")', "+1+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "=", "-", "'=1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_is_a_formula(text):
    table = pd.DataFrame({text: [text, "plain"], "n": [-1.5, 2.0]})
    written = as_csv(table)
    read = pd.read_csv(io.StringIO(written, newline=""))
    assert read.columns[0] == f"'{text}"
    assert read.iloc[:, 0].tolist() == [f"'{text}", "plain"]
    assert read["n"].tolist() == [-1.5, 2.0]
    assert_frame_equal(from_csv(read), table, check_dtype=False)


@given(st.lists(st.text(alphabet="=+-@'1x\t\"", min_size=1), min_size=1))
def test_texts_are_read_as_they_were(texts):
    table = pd.DataFrame({"text": texts})
    read = pd.read_csv(io.StringIO(as_csv(table), newline=""), dtype=str, keep_default_na=False)
    assert from_csv(read)["text"].tolist() == texts


def test_what_holds_no_formula_is_written_as_ever():
    table = pd.DataFrame(
        {
            "number": [-1.5, np.nan],
            "whole": [-1, 2],
            "true": [True, False],
            "text": ["a", None],
            "as text": ["-5", "+0.5e3"],
            "mixed": pd.Series([-1, "b"], dtype=object),
            "kind": pd.Categorical(["a", "b"]),
            "dash": ["–", "a-b=c"],
        }
    )
    assert as_csv(table) == table.to_csv(index=False, lineterminator="\n")


def test_a_campaign_whose_name_is_a_formula(tmp_path):
    """Through the command line, to files and back."""
    data = cs.load("workshop").to_dict()
    data["campaigns"] = {"=1+1": data["campaigns"]["workshop"]}
    scenario = cs.Scenario.model_validate(data).save(tmp_path / "mine.toml")
    words = ["run", str(scenario), "--engine", "mesa", "--out", str(tmp_path / "out")]
    done = CliRunner().invoke(app, words, prog_name="cocreation")
    assert done.exit_code == 0, done.output
    for file in (tmp_path / "out").glob("*.csv"):
        cells = [cell for line in file.read_text().splitlines() for cell in line.split(",")]
        assert not [cell for cell in cells if cell.startswith("=")], file.name
    outcome = pd.read_csv(tmp_path / "out" / "outcome.csv")
    assert outcome["campaign"].tolist() == ["'=1+1"]
    assert from_csv(outcome)["campaign"].tolist() == ["=1+1"]


def test_a_table_of_points_is_read_as_it_was(tmp_path):
    points = pd.DataFrame({"=a.note": ["=1", "x"]})
    (tmp_path / "points.csv").write_text(as_csv(points))
    (tmp_path / "study.toml").write_text('scenario = "workshop"\ntable = "points.csv"\n')
    assert load_study(tmp_path / "study.toml").vary == {"=a.note": ("=1", "x")}
