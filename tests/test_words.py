"""A word that is not understood is refused in one sentence, wherever a word is taken."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import typer
from typer.testing import CliRunner

import cocreation_sim as cs
from cocreation_sim.cli import app
from cocreation_sim.designs.samples import unit_sample
from cocreation_sim.errors import InputError, check_word
from cocreation_sim.plots import gallery as plots
from cocreation_sim.plots import maps
from cocreation_sim.recommending.goals import Figure, Goal, limit
from cocreation_sim.statistics.discovery import prim
from cocreation_sim.statistics.failure import failure_risk
from cocreation_sim.statistics.smoothing import smooth
from tests.scenarios import one_line

NONSENSE = "nonsense"
PRIZE = "campaign.reward.prize"
RANGES = ["--vary", f"{PRIZE}=0..500"]
# What each command needs beside the word that is tried.
NEEDED = {
    "presets": [],
    "run": ["workshop"],
    "sweep": ["workshop", "--vary", f"{PRIZE}=0,500", "--replications", "1"],
    "compare": ["workshop", "--vary", f"{PRIZE}=0,500", "--replications", "2"],
    "sensitivity": ["workshop", *RANGES, "--replications", "1", "--samples", "4"],
    "discover": ["workshop", *RANGES, "--replications", "1", "--samples", "32"],
    "merge": ["no-such-part", "--out", "whole"],
    "ask": ["--budget", "500", "--answer", "crowd=dozens", "--runs", "2"],
    "predict": ["workshop"],
    "recommend": ["workshop", "--runs", "100"],
    "assess": ["--budget", "500", "--answer", "crowd=dozens", "--runs", "2"],
    "optimise": ["workshop", "--runs", "100"],
    "calibrate": ["mine.csv", "--lives", "64"],
    "forecast": ["mine.csv", "--lives", "64"],
    "validate": ["--out", "validation", "--replications", "2"],
    "report": ["workshop", "--replications", "2"],
    "dashboard": ["workshop", "--no-browser"],
    "demo": ["--out", "demo", "--replications", "1"],
}
# Addresses of machines: whether they exist is found out by asking for them.
ADDRESSES = {"--dask", "--host", "--allow-host"}
COMMANDS: Any = typer.main.get_command(app).commands  # type: ignore[attr-defined]
TAKEN = [
    (command, parameter)
    for command, made in COMMANDS.items()
    for parameter in made.params
    if not getattr(parameter, "is_flag", False)
    and "Path" not in str(parameter.type_descriptor.annotation)
    and not ADDRESSES & set(parameter.opts)
]


@pytest.mark.parametrize(
    ("command", "parameter"), TAKEN, ids=[f"{command} {taken.name}" for command, taken in TAKEN]
)
def test_the_command_line_refuses_nonsense(
    command: str, parameter: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    counts = pd.DataFrame({"month": range(24), "contributions": [9, 8, 7] * 8})
    counts.to_csv("mine.csv", index=False)
    given = list(NEEDED[command])
    if parameter.param_type_name == "argument":
        given[0] = NONSENSE
    else:
        given += [parameter.opts[0], NONSENSE]
    result = CliRunner().invoke(app, [command, *given])
    assert result.exit_code == 2, result.output
    said = result.stderr.strip().splitlines()
    if said[0].endswith("the former name still works."):
        del said[0]
    assert NONSENSE in said[-1] or parameter.opts[0] in said[-1]
    assert said[0].startswith("Usage:") or len(said) == 1 or said[-1].startswith("cocreation: ")


def experiment(**options: Any) -> cs.Experiment:
    return cs.sweep("workshop", {PRIZE: [0, 500]}, 2, workers=1, progress=False, **options)


@pytest.fixture(scope="module")
def played() -> cs.Experiment:
    return experiment()


WORDS = {
    "engine": lambda exp: cs.simulate("workshop", engine=NONSENSE),
    "engine of a sweep": lambda exp: experiment(engine=NONSENSE),
    "on_error": lambda exp: experiment(on_error=NONSENSE),
    "design": lambda exp: experiment(design=NONSENSE),
    "preset": lambda exp: cs.load(NONSENSE),
    "by of a summary": lambda exp: exp.summary(by=NONSENSE),
    "outcome of a summary": lambda exp: exp.summary(NONSENSE),
    "outcome of a prediction": lambda exp: exp.predict(NONSENSE),
    "outcome of points": lambda exp: exp.by_point(NONSENSE),
    "outcome of a comparison": lambda exp: exp.compare(NONSENSE),
    "outcome of a picture": lambda exp: exp.plot(NONSENSE),
    "outcome of until": lambda exp: cs.StoppingRule(NONSENSE),
    "campaign": lambda exp: exp.only(NONSENSE),
    "campaign of a comparison": lambda exp: exp.compare(campaign=NONSENSE),
    "campaign of a picture": lambda exp: exp.plot(campaign=NONSENSE),
    "campaign of a run": lambda exp: cs.simulate("workshop").plot(NONSENSE),
    "by of survival": lambda exp: exp.survival(by=NONSENSE),
    "point": lambda exp: exp.replay(NONSENSE, 0),
    "base": lambda exp: exp.of_base(NONSENSE),
    "goal": lambda exp: cs.optimise("workshop", NONSENSE),
    "end of a goal": lambda exp: cs.optimise("workshop", f"cost:{NONSENSE}"),
    "way of a goal": lambda exp: Goal(Figure("cost"), NONSENSE),  # type: ignore[arg-type]
    "limit": lambda exp: limit(NONSENSE),
    "sampler": lambda exp: cs.optimise("workshop", "cost", sampler=NONSENSE),  # type: ignore[arg-type]
    "lever": lambda exp: cs.optimise("workshop", "cost", levers={NONSENSE: [0, 1]}),
    "method of a risk": lambda exp: failure_risk(1, 2, method=NONSENSE),  # type: ignore[arg-type]
    "method of a sample": lambda exp: unit_sample(NONSENSE, 2, 4, 1),  # type: ignore[arg-type]
    "kernel": lambda exp: smooth(np.zeros((4, 1)), 0, kernel=NONSENSE),  # type: ignore[arg-type]
    "objective": lambda exp: prim(
        pd.DataFrame({"a": np.arange(40.0)}),
        np.arange(40) < 9,
        objective=NONSENSE,  # type: ignore[arg-type]
    ),
    "value of a map": lambda exp: maps._figure(
        exp, pd.DataFrame(), "cost", "x", "y", NONSENSE  # type: ignore[arg-type]
    ),
    "path": lambda exp: cs.load("workshop").vary({NONSENSE: 1}),
    "question": lambda exp: cs.Situation.of(500, {NONSENSE: "dozens"}),
    "answer": lambda exp: cs.Situation.of(500, {"crowd": NONSENSE}),
    "rule": lambda exp: cs.simulate("workshop", rules={NONSENSE: abs}),
    "order of a study's design": lambda exp: plots.experiment(exp, NONSENSE),
}  # fmt: skip


@pytest.mark.parametrize("name", WORDS)
def test_python_refuses_nonsense(name: str, played: cs.Experiment) -> None:
    with pytest.raises(InputError) as caught:
        WORDS[name](played)
    assert NONSENSE in one_line(caught)


@pytest.mark.parametrize("word", ["morris", "MORRIS", "sobol", "Sobol", "saltelli"])
def test_common_words_for_a_sensitivity_are_understood(word: str) -> None:
    command = ["sensitivity", *NEEDED["sensitivity"], "--method", word, "--json"]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 0, result.output
    column = '"mu_star"' if word.lower() == "morris" else '"total"'
    assert column in result.stdout


def test_words_are_taken_in_any_case() -> None:
    assert check_word("design", " LHS ", ["grid", "lhs"]) == "lhs"
    assert experiment(engine="Compiled", on_error="STOP").complete


def test_the_nearest_word_is_named() -> None:
    with pytest.raises(InputError, match="did you mean 'morris'"):
        check_word("method", "Moris", ["morris", "saltelli"])


@pytest.mark.parametrize("given", [None, 3, ["lhs"], b"lhs", NONSENSE * 1000])
def test_what_is_no_word_is_refused_in_short(given: Any) -> None:
    with pytest.raises(InputError) as caught:
        check_word("design", given, ["grid", "lhs"])
    assert len(one_line(caught)) < 200
