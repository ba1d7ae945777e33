"""A report tells what the tables tell, harms nobody and can be played again."""

from __future__ import annotations

import math
import re
import tomllib

import pandas as pd
import pytest

import cocreation_sim as cs
from cocreation_sim import InputError, Range
from cocreation_sim.experiments.answers import compare as compare_points
from cocreation_sim.experiments.store import Store
from cocreation_sim.plots.style import styled
from cocreation_sim.reports import Findings, Picture, Quantity, Reproduction, Section, Table
from cocreation_sim.reports.page import page
from cocreation_sim.reports.writing import findings
from cocreation_sim.validation.published import held_against
from cocreation_sim.wording.numbers import estimate, percent, span
from tests.reports.reading import Read
from tests.reports.test_markup import HOSTILE
from tests.test_sweep import CROWD, PRIZE, small, swept

PACE = {"segments.pace": Range(0.5, 3.0, log=True)}
NUMBERS = "The same in numbers"


def read(thing) -> Read:
    return Read(page(findings(thing)))


@pytest.fixture(scope="module")
def prizes(tmp_path_factory):
    folder = tmp_path_factory.mktemp("prizes") / "store"
    return swept({PRIZE: [0.0, 500.0, 5000.0]}, 12, store=folder), folder


@pytest.fixture(scope="module")
def prize_report(prizes):
    return read(prizes[0])


def ends(row, name):
    return [row[name], row[f"{name}_low"], row[f"{name}_high"]]


def test_the_table_holds_the_numbers_of_the_summary(prizes, prize_report):
    summary = prizes[0].summary()
    head, *rows = prize_report.tables[NUMBERS]
    assert [cell.text for cell in head][:3] == ["prize (EUR)", "runs", "failure risk"]
    assert len(rows) == len(summary)
    for cells, (_, row) in zip(rows, summary.iterrows(), strict=True):
        assert cells[0].numbers == [row[PRIZE]]
        assert cells[1].numbers == [row["replications"]]
        assert cells[2].numbers == ends(row, "failure_risk")
        names = ("submissions", "contributors", "interesting", "selected", "cost")
        for cell, name in zip(cells[3:], names, strict=True):
            assert cell.numbers == ends(row, name), name
        assert cells[2].text.startswith(percent(row["failure_risk"]))


def test_the_answer_comes_first_with_its_interval(prizes, prize_report):
    summary = prizes[0].summary()
    best = summary.sort_values("failure_risk").iloc[0]
    first = findings(prizes[0]).answer[0]
    risk = best[["failure_risk", "failure_risk_low", "failure_risk_high"]]
    assert estimate(*risk, unit="share", form="{} of runs (95 % interval {})") in first
    assert f"prize {best[PRIZE]:g}" in first.lower()
    assert prize_report.answer.index(first) < prize_report.answer.index("What was found")


def test_paired_differences_are_those_of_the_comparison(prizes, prize_report):
    table = compare_points(prizes[0])
    told = prize_report.column("Differences to prize 0", "difference")
    assert [cell.numbers[0] for cell in told] == table["difference"].tolist()
    for cell, (_, row) in zip(told, table.iterrows(), strict=True):
        if math.isfinite(row["low"] + row["high"]):
            assert cell.numbers == [row["difference"], row["low"], row["high"]]
    needed = prize_report.column("Differences to prize 0", "runs needed")
    assert [c.numbers for c in needed] == [[n] if math.isfinite(n) else [] for n in table["needed"]]


def test_causes_add_up_to_the_risk(prizes, prize_report):
    causes = prize_report.column("Causes of failure", "comes first in")
    names = [c.text for c in prize_report.column("Causes of failure", "design")]
    for name, (_, row) in zip(
        ["prize 0", "prize 500", "prize 5000"], prizes[0].summary().iterrows(), strict=True
    ):
        mine = [c.numbers[0] for c, at in zip(causes, names, strict=True) if at == name]
        assert sum(mine) == pytest.approx(row["failure_risk"])


def test_it_can_be_played_again(prizes, prize_report, tmp_path):
    exp, folder = prizes
    text = Store(folder).study_text()
    assert text in prize_report.texts["pre"]
    memory = swept({PRIZE: [0.0, 500.0, 5000.0]}, 12)
    again = tmp_path / "study.toml"
    again.write_text(findings(memory).reproduction.files["study.toml"])
    pd.testing.assert_frame_equal(
        cs.load_study(again).run(workers=1, progress=False).runs, exp.runs
    )


@pytest.mark.parametrize("method", ["lhs", "morris", "saltelli", "sobol"])
def test_a_sampled_study_made_in_memory_makes_the_same_points(method):
    exp = swept({PRIZE: Range(0, 500)}, 1, uncertain=PACE, design=method, samples=4)
    files = findings(exp).reproduction.files
    assert tomllib.loads(files["study.toml"])["design"] == method  # written only if it is the same


def test_every_kind_can_be_reported(tmp_path):
    sampled = swept({PRIZE: Range(0, 500)}, 3, uncertain=PACE, design="lhs", samples=30)
    text = read(sampled).answer
    assert "Over all 30 conditions tried" in text
    assert sampled.discover().sentences[0] in text
    screened = swept({PRIZE: Range(0, 500)}, 2, uncertain=PACE, design="morris", samples=6)
    table = screened.sensitivity()
    cells = read(screened).column("How much each factor matters", "mean size of the effect (µ*)")
    assert [cell.numbers[0] for cell in cells] == table["mu_star"].tolist()
    worlds = swept({PRIZE: [0, 500]}, 2, uncertain=PACE, samples=6)
    pooled = worlds.summary(by="levers")["failure_risk"].tolist()
    assert [c.numbers[0] for c in read(worlds).column(NUMBERS, "failure risk")] == pooled
    run = cs.simulate(small())
    shown = {row[0].text: row[1].text for row in read(run).tables["All outcomes of this run"]}
    assert shown["ideas contributed"] == f"{run.outcome.submissions:,}"
    grid = swept({PRIZE: [0, 500], CROWD: [0.0, 1.0]}, 2)
    assert len(read(grid).tables[NUMBERS]) == 5


def test_one_design_tells_what_one_campaign_will_get():
    exp = swept({}, 20)
    row = exp.summary().iloc[0]
    first, second, *_ = findings(exp).answer
    assert first.startswith(f"small fails in {percent(row['failure_risk'])} of runs (95 % interval")
    predicted = exp.predict("submissions").iloc[0]
    assert f"{span(predicted['low'], predicted['high'])} ideas" in second


def test_a_comparison_is_told_in_its_own_sentences(tmp_path):
    designs = {"none": small(), "dear": small().vary({PRIZE: 5000.0})}
    store = tmp_path / "store"
    found = cs.compare(designs, replications=12, store=store, workers=1, progress=False)
    text = read(found).answer
    assert "Which does better: none; or dear?" in text
    for sentence in found.sentences[:4]:
        assert sentence[1:] in text
    assert read(store).answer == text  # as its folder is opened


def test_several_campaigns_are_told_one_by_one():
    two = small().to_dict()
    two["campaigns"] = {"mine": two["campaigns"]["mine"], "theirs": {}}
    exp = swept({PRIZE: [0, 500]}, 3, scenario=cs.Scenario.model_validate(two))
    text = read(exp).answer
    assert "Campaign mine: " in text
    assert "What it fails of, and when, campaign theirs" in text


def test_what_is_not_known_is_told(prizes):
    text = read(prizes[0]).answer
    for needed in ("Intervals cover luck only", "rest on an assumption", "Some of them it misses"):
        assert needed in text
    assert "Only 12 runs of each design" in text
    assert "Which of 3 designs comes out best" in text
    noted = swept({}, 2, scenario=small().model_copy(update={"note": "Guessed in a hurry."}))
    assert "Of small: Guessed in a hurry." in read(noted).answer


def test_runs_that_are_missing_are_told(tmp_path):
    store = tmp_path / "part"
    swept({PRIZE: [0, 500]}, 4, store=store, shard=(1, 2))
    assert "not complete: 4 runs are missing" in read(store).answer


def test_the_page_needs_nothing_and_runs_nothing(prizes):
    text = page(findings(prizes[0]))
    tags = Read(text).tags
    policy = next(a["content"] for t, a in tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; img-src data:; style-src 'sha256-")
    assert {tag for tag, _ in tags}.isdisjoint(
        {"script", "link", "iframe", "object", "a", "form", "svg"}
    )
    for tag, attributes in tags:
        for name, value in attributes.items():
            assert not name.startswith("on"), tag
            assert name != "style", tag
            if name in ("src", "srcset", "href"):
                assert value.startswith("data:image/"), tag
    assert "http://" not in text
    assert "https://" not in text


def test_pictures_are_told_in_words(prize_report):
    pictures = [a for tag, a in prize_report.tags if tag == "img"]
    assert len(pictures) >= 3
    assert all(a["alt"] for a in pictures)
    assert "failure risk (share of runs that fail); across: prize (EUR)" in pictures[0]["alt"]


def test_the_same_thing_gives_the_same_file(prizes):
    assert page(findings(prizes[0])) == page(findings(prizes[0]))


@pytest.mark.parametrize("name", [HOSTILE[k] for k in (0, 2, 5, 7, 10)])
def test_hostile_names_are_text(name, prize_report):
    scenario = small().model_copy(update={"name": name, "note": name, "description": name})
    exp = cs.compare(
        {name: scenario, f"b {name}": scenario.vary({PRIZE: 500.0})},
        replications=3,
        workers=1,
        progress=False,
    )
    clean = {tag for tag, _ in prize_report.tags} | {"code"}
    got = read(exp)
    assert {tag for tag, _ in got.tags} <= clean
    if name.isprintable() and len(name) < 100:
        assert name in got.answer


# ---------------------------------------------------------------------- whatever else


class Plugged:
    """Something else that can be reported."""

    def findings(self) -> Findings:
        def drawn():
            with styled(6, 4) as figure:
                figure.subplots().set(title="panel", xlabel="week", ylabel="ideas")
            return figure

        frame = pd.DataFrame({"name": ["a"], "x": [0.5], "x_low": [0.25], "x_high": [0.75]})
        cells = pd.DataFrame({"what": ["cost"], "value": [Quantity(1234.5, 1000.0, 2000.0, "EUR")]})
        return Findings(
            "Is it?",
            ["It is."],
            [
                Section(
                    "Why",
                    [
                        "Because.",
                        ("one", "two"),
                        Picture("Seen", drawn),
                        Table("Told", frame, {"x": "share of it"}, {"x": "share"}, "A note."),
                        Table("Cells", cells),
                    ],
                )
            ],
            ["Much is open."],
            Reproduction(7, {"a.toml": "x = 1"}, ["cocreation a"], {"python": "3"}),
            "a thing",
        )


def test_anything_with_findings_can_be_reported():
    got = read(Plugged())
    assert got.texts["h1"] == ["Is it?"]
    assert got.texts["li"][:3] == ["one", "two", "Much is open."]
    assert got.column("Told", "share of it")[0].numbers == [0.5, 0.25, 0.75]
    assert got.column("Told", "share of it")[0].text == "50 % (25 to 75 %)"
    assert got.column("Cells", "value")[0].text == "1,234 (1,000 to 2,000)"
    assert got.texts["pre"] == ["cocreation a", "x = 1"]
    assert "Seed 7. Made with python 3." in got.answer


def test_it_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    path = cs.report(cs.simulate(small()), tmp_path / "deep" / "run.html")
    before = path.read_text(encoding="utf-8")
    assert before.startswith("<!DOCTYPE html>")
    assert before.rstrip().endswith("</html>")
    assert cs.simulate(small(), 2).report(path).read_text(encoding="utf-8") != before
    monkeypatch.setattr("cocreation_sim.reports.page.page", lambda found: 1 / 0)
    kept = path.read_bytes()
    with pytest.raises(ZeroDivisionError):
        cs.report(cs.simulate(small()), path)
    assert path.read_bytes() == kept
    assert [p.name for p in path.parent.iterdir()] == ["run.html"]


def test_the_demo_is_told_with_its_misses(tmp_path):
    table = held_against(swept({}, 2, scenario=cs.load("ordinary")))
    table.loc[0, "inside"] = "no (miss)"
    table.to_csv(tmp_path / "presets.csv", index=False)
    got = read(tmp_path)
    assert "1 is missed: people who contributed at least one idea of ordinary." in got.answer
    cells = got.column("Every published figure", "published")
    shown = table[table["published"].notna()]
    assert [cell.numbers[0] for cell in cells] == shown["published"].tolist()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda f: (f / "manifest.json").write_text("{"), "manifest.json is damaged"),
        (lambda f: (f / "study.toml").write_text("= ="), "was changed after"),
        (lambda f: (f / "study.toml").unlink(), "cannot read"),
        (lambda f: next((f / "runs").iterdir()).write_bytes(b"PAR1"), "is damaged"),
    ],
)
def test_a_damaged_store_is_told(tmp_path, spoil, said):
    folder = tmp_path / "store"
    swept({PRIZE: [0, 500]}, 2, store=folder)
    spoil(folder)
    with pytest.raises(InputError, match=said):
        cs.report(folder, tmp_path / "report.html")
    assert not (tmp_path / "report.html").exists()


def test_a_store_whose_runs_were_deleted_is_told(tmp_path):
    folder = tmp_path / "store"
    swept({PRIZE: [0, 500]}, 2, store=folder)
    for path in (folder / "runs").iterdir():
        path.unlink()
    with (
        pytest.warns(UserWarning, match="1 file of runs .* can no longer be found"),
        pytest.raises(InputError, match="holds no runs yet"),
    ):
        cs.report(folder, tmp_path / "report.html")
    assert not (tmp_path / "report.html").exists()


@pytest.mark.parametrize(
    ("thing", "said"),
    [
        (3, "of type int cannot be reported; allowed are"),
        (None, "of type NoneType cannot be reported"),
        (Plugged, "is a class"),
        ("nowhere", "nowhere does not exist; give the folder"),
    ],
)
def test_what_cannot_be_reported_is_told(tmp_path, thing, said):
    with pytest.raises(InputError, match=said):
        cs.report(thing, tmp_path / "report.html")


def test_where_it_cannot_be_written_is_told_first(tmp_path, monkeypatch):
    monkeypatch.setattr("cocreation_sim.reports.writing.findings", lambda thing: 1 / 0)
    (tmp_path / "file").write_text("x")
    for path, said in (
        (tmp_path, "is a folder; name a file"),
        (tmp_path / "report.txt", "is no .html file"),
        (tmp_path / "file" / "report.html", "cannot write"),
        (tmp_path / "a\0b" / "report.html", "cannot write"),
    ):
        with pytest.raises(InputError, match=re.escape(said)):
            cs.report("anything", path)


def test_a_picture_that_is_none_is_told():
    broken = Findings("?", ["!"], [Section("x", [Picture("seen", b"GIF89a")])])
    with pytest.raises(InputError, match="'seen' is no PNG file"):
        page(broken)
