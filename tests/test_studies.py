"""The ready studies play, say what they found and no more, and are as new as study and model."""

from __future__ import annotations

import dataclasses
import doctest
import math
import re
import runpy
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from matplotlib.figure import Figure

from cocreation_sim.demo import png
from experiments import telling
from experiments.audience import telling as audience
from experiments.telling import Estimate
from experiments.threadless import telling as threadless
from experiments.votes import telling as votes

ROOT = Path(__file__).resolve().parents[1]
TOOL = runpy.run_path(str(ROOT / "tools" / "renew-studies"))
NAMES = TOOL["NAMES"]

# "more ideas", but not "neither clearly more nor clearly fewer ideas"
CLAIM = r"(?<!clearly )(?:more|fewer) (?:ideas|contributors|often)|(?<!clearly )less often"


@pytest.fixture(scope="module", params=NAMES)
def name(request):
    return request.param


@pytest.fixture(scope="module")
def played(name):
    return TOOL["few"](TOOL["study_of"](name)).run(workers=1, progress=False)


def alike(exp):
    """The same experiment, had every point come out as the first one did."""
    runs = exp.read()
    keys = ["scenario_id", "replication_id", "seed", "campaign", *exp.design.columns]
    first = runs[runs["scenario_id"] == exp.design.scenario_ids[0]]
    worlds = exp.design.worlds
    runs["luck"], first = runs["replication_id"] // worlds, first.copy()
    first["luck"] = first["replication_id"] // worlds
    outcomes = first.drop(columns=keys).assign(campaign=first["campaign"])
    same = runs[[*keys, "luck"]].merge(outcomes, on=["luck", "campaign"], how="left")
    table = pa.Table.from_pandas(same.drop(columns="luck")[list(exp.read())], preserve_index=False)

    def reader(part, columns):
        if part != "runs":
            return exp.reader(part, columns)
        return table if columns is None else table.select(list(columns))

    return dataclasses.replace(exp, reader=reader)


def test_there_are_studies():
    assert len(NAMES) == 6


def test_a_study_says_how_it_is_played(name):
    text = (ROOT / "experiments" / name / "study.toml").read_text(encoding="utf-8")
    assert f"cocreation sweep experiments/{name}/study.toml --out results/{name}\n" in text
    assert f"tools/renew-studies {name}\n" in text
    assert TOOL["study_of"](name).question.endswith("?")


def test_it_gives_a_picture_and_a_text(name, played):
    told = TOOL["teller"](name).found(played)
    assert "**What the model assumes.**" in told
    assert "**What it does not know.**" in told
    assert not re.search(r"\bnan\b", told)
    assert max(len(line) for line in told.splitlines() if not line.startswith("|")) <= 100
    figure = TOOL["teller"](name).picture(played)
    assert isinstance(figure, Figure)
    assert png(figure).startswith(b"\x89PNG")


def test_rows_of_evidence_that_it_names_exist(name):
    text = (ROOT / "experiments" / name / "found.md").read_text(encoding="utf-8")
    evidence = (ROOT / "docs" / "evidence.md").read_text(encoding="utf-8")
    for row in re.findall(r"\b[A-F]\d+\b", text):
        assert f"| {row} |" in evidence, row


def test_nothing_is_claimed_where_nothing_differs(name, played):
    told = TOOL["teller"](name).found(alike(played)).partition("**What the model assumes")[0]
    said = " ".join(line for line in told.splitlines() if not line.startswith("|"))
    assert re.findall(CLAIM, said) == []


def test_what_it_found_is_as_new_as_the_study_and_the_model(name, played):
    study = TOOL["study_of"](name)
    foot = TOOL["footer"](name, study, played)  # makes and checks every point
    text = (ROOT / "experiments" / name / "found.md").read_text(encoding="utf-8")
    assert f"# {study.question}\n" in text
    renew = f"run .venv/bin/python tools/renew-studies {name}"
    assert TOOL["study_mark"](name) in text, f"the study or its found.py has changed: {renew}"
    assert TOOL["model_mark"](played) in text, f"the model gives other numbers: {renew}"
    assert text.endswith(f"{foot}\n"), renew
    for file in TOOL["WRITTEN"]:
        assert (ROOT / "experiments" / name / file).exists(), renew


def test_list_of_studies_is_up_to_date():
    text = (ROOT / "experiments" / "README.md").read_text(encoding="utf-8")
    assert text == TOOL["readme"]()


# ------------------------------------------------------------- what is held against the world

KEPT = {"threadless": threadless, "votes": votes, "audience": audience}


@pytest.mark.parametrize("held", KEPT)
def test_a_page_is_that_of_the_tables_that_are_kept(held, tmp_path):
    folder = ROOT / "experiments" / held
    KEPT[held].write_found(folder, tmp_path)
    assert (tmp_path / "found.md").read_text("utf-8") == (folder / "found.md").read_text("utf-8")
    assert f"-m experiments.{held}.run DATA" in (tmp_path / "found.md").read_text("utf-8")


@pytest.mark.parametrize("held", KEPT)
def test_rows_of_evidence_that_such_a_page_names_exist(held):
    text = (ROOT / "experiments" / held / "found.md").read_text(encoding="utf-8")
    evidence = (ROOT / "docs" / "evidence.md").read_text(encoding="utf-8")
    for row in re.findall(r"\b[A-F]\d+\b", text):
        assert f"| {row} |" in evidence, row


def kept(held, *names):
    folder = ROOT / "experiments" / held
    return [pd.read_csv(folder / f"{name}.csv") for name in names]


def test_the_mechanisms_hold_more_figures_of_threadless_than_the_model_before():
    table = threadless.held(*kept("threadless", "known", "versions"))
    assert table["reception_holds"].sum() > table["before_holds"].sum()


def test_votes_cast_as_they_are_there_hold_more_ginis_than_a_gallery_does():
    table = votes.held(*kept("votes", "known", "ginis"))
    own = [votes.ITS_OWN[k] == w for k, w in zip(table["kind"], table["way"], strict=True)]
    gallery = [way == votes.BEFORE for way in table["way"]]
    assert table.loc[own, "inside"].sum() > table.loc[gallery, "inside"].sum()


def test_traits_hold_more_exponents_than_the_model_before():
    table = audience.held(*kept("audience", "known", "played"))
    assert table["with_holds"].sum() > table["before_holds"].sum()
    assert doctest.testmod(audience).failed == 0


def test_the_picture_of_audiences_is_drawn():
    drawn = png(audience.picture(ROOT / "experiments" / "audience"))
    assert drawn.startswith(b"\x89PNG")


# ---------------------------------------------------------------------- what they share


def test_examples_of_what_they_share():
    found = doctest.testmod(telling)
    assert found.attempted > 0
    assert found.failed == 0


@pytest.mark.parametrize(
    ("estimate", "text"),
    [
        (Estimate(58_876, 49_407, 68_345, "EUR"), "EUR 59,000 (49,000 to 68,000)"),
        (Estimate(0.014, -0.002, 0.03, "%"), "1.4 % (−0.2 to 3.0)"),
        (Estimate(0.0, 0.0, 0.0, "points"), "0 points (0 to 0)"),
        (Estimate(4467.0, 3964.0, math.inf, "EUR"), "EUR 4,500 (4,000 to more)"),
        (Estimate(math.nan, math.nan, math.nan), "–"),
    ],
)
def test_estimates_have_the_digits_their_intervals_bear(estimate, text):
    assert str(estimate) == text


def test_crossing_is_where_a_line_crosses():
    def gap(value):
        return Estimate(value, value - 0.1, value + 0.1)

    found = telling.crossing({10: gap(-1.0), 1000: gap(1.0)})
    assert found.value == pytest.approx(100.0)
    assert found.low == pytest.approx(10 * 100 ** (0.9 / 2))
    assert found.high == pytest.approx(10 * 100 ** (1.1 / 2))
    assert telling.crossing({10: gap(0.05), 1000: gap(1.0)}).value == 0
    assert telling.crossing({10: gap(-1.0), 1000: gap(-0.5)}).value == math.inf
    assert telling.crossing({10: gap(1.0), 100: gap(-1.0), 1000: gap(1.0)}).value > 100


def test_ratio_of_what_is_proportional_is_known_exactly():
    bottom = np.array([1.0, 2.0, 5.0, 8.0])
    found = telling.ratio(3 * bottom, bottom)
    assert found.value == pytest.approx(3.0)
    assert found.high - found.low == pytest.approx(0.0, abs=1e-12)
    assert telling.change(bottom, 3 * bottom).value == pytest.approx(2.0)
    assert math.isnan(telling.ratio(bottom, 0 * bottom).value)
