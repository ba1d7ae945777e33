"""Scenario and study files carry a number: files of the past are upgraded, of the future told."""

from __future__ import annotations

import re
import tomllib

import pytest

from cocreation_sim import schema
from cocreation_sim.errors import InputError
from cocreation_sim.experiments.study import Study, load_study
from cocreation_sim.scenario.scenario import Scenario, load, parse
from cocreation_sim.schema import Schema
from tests.scenarios import WORLDS, one_firm, one_line

VARIED = {"campaign.reward.prize": (0, 500)}


def saved_study(folder, text=None):
    path = folder / "study.toml"
    path.write_text(text or Study(scenario=one_firm().to_dict(), vary=VARIED).to_toml())
    return path


@pytest.mark.parametrize("world", WORLDS)
def test_a_saved_scenario_says_its_schema_first(world, tmp_path):
    path = WORLDS[world]().save(tmp_path / "mine.toml")
    assert path.read_text().startswith(f"schema = {schema.SCENARIO.latest}\n")
    assert load(path) == WORLDS[world]()


def test_a_saved_study_says_its_schema_and_that_of_the_scenario_in_it(tmp_path):
    path = saved_study(tmp_path)
    data = tomllib.loads(path.read_text())
    assert path.read_text().startswith(f"schema = {schema.STUDY.latest}\n")
    assert data["scenario"]["schema"] == schema.SCENARIO.latest
    assert load_study(path).base() == one_firm()


def test_files_without_a_number_are_of_the_oldest_schema(tmp_path):
    path = one_firm().save(tmp_path / "mine.toml")
    path.write_text(path.read_text().partition("\n")[2])
    assert load(path) == one_firm()
    study = saved_study(tmp_path)
    study.write_text(re.sub(r"(?m)^schema = .*\n", "", study.read_text()))
    assert load_study(study).base() == one_firm()


@pytest.mark.parametrize("kind", ["scenario", "study", "scenario in a study"])
@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("99", r"has schema 99, which a later version of cocreation_sim wrote; this one reads"),
        ("9" * 300, r"has schema 9+…, which a later version"),
        ("0", r"'schema' is 0; allowed is a whole number from 1 to 1"),
        ("-1", "'schema' is -1; allowed"),
        ("true", "'schema' is True; allowed"),
        ("1.0", "'schema' is 1; allowed"),
        ('"1"', "'schema' is '1'; allowed"),
        ("[]", r"'schema' is \[\]; allowed"),
    ],
)
def test_other_numbers_are_told(number, words, kind, tmp_path):
    path = one_firm().save(tmp_path / "mine.toml") if kind == "scenario" else saved_study(tmp_path)
    text, count = path.read_text(), 1 if kind != "scenario in a study" else 2
    parts = text.split("schema = 1\n")
    parts[count] = f"schema = {number}\n{parts[count]}"
    path.write_text("schema = 1\n".join(parts[:count]) + "schema = 1\n".join(parts[count:]))
    with pytest.raises(InputError, match=words) as no:
        load(path) if kind == "scenario" else load_study(path).base()
    one_line(no)


def test_plain_data_makes_the_scenario_again():
    assert Scenario.model_validate(one_firm().to_dict() | {"published": ()}) == one_firm()
    with pytest.raises(ValueError, match="the scenario has schema 99, which a later version"):
        Scenario.model_validate({"schema": 99})


# ---------------------------------------------------------------------- files of the past


def to_2(data):
    """The prize of all campaigns once stood in one place."""
    prize = data.pop("prize")
    campaigns = {name: c | {"reward": {"prize": prize}} for name, c in data["campaigns"].items()}
    return data | {"campaigns": campaigns}


def to_3(data):
    return {"name" if key == "title" else key: value for key, value in data.items()}


OLD = 'title = "mine"\nprize = 300.0\n[campaigns.box]\ncell = "submitting"\n'
NEWER = 'schema = 2\ntitle = "mine"\n[campaigns.box]\ncell = "submitting"\nreward = {prize = 300.0}'


@pytest.mark.parametrize("text", [OLD, f"schema = 1\n{OLD}", NEWER])
def test_scenarios_of_the_past_are_upgraded_step_by_step(text, monkeypatch):
    monkeypatch.setattr(schema, "SCENARIO", Schema(3, {1: to_2, 2: to_3}))
    scenario = parse(text, "mine.toml")
    assert (scenario.name, scenario.campaign.reward.prize) == ("mine", 300.0)
    assert scenario.to_dict()["schema"] == 3


def test_studies_of_the_past_are_upgraded(tmp_path, monkeypatch):
    def renamed(data):
        return {"vary" if key == "levers" else key: value for key, value in data.items()}

    monkeypatch.setattr(schema, "STUDY", Schema(2, {1: renamed}))
    text = 'scenario = "workshop"\n[levers]\n"campaign.reward.prize" = [0, 500]\n'
    study = load_study(saved_study(tmp_path, text))
    assert study.vary == VARIED
    assert study.to_toml().startswith("schema = 2\n")
    assert load_study(saved_study(tmp_path, study.to_toml())).vary == VARIED


@pytest.mark.parametrize("kind", [schema.SCENARIO, schema.STUDY])
def test_there_is_a_step_from_every_earlier_schema(kind):
    assert sorted(kind.steps) == list(range(1, kind.latest))
