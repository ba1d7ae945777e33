"""What was asked, as a file: the same answer again, and a sentence for a damaged one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from cocreation_sim import InputError, Range
from cocreation_sim.experiments.execute import Execution
from cocreation_sim.mesa_model import Customer
from cocreation_sim.recommending import optimise
from cocreation_sim.recommending.asked import FILE, load_asked, named
from cocreation_sim.recommending.goals import goal, limit
from cocreation_sim.recommending.optimise import answer
from cocreation_sim.recommending.searching import Effort
from cocreation_sim.reports.writing import findings
from tests.test_sweep import small


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    folder = tmp_path_factory.mktemp("asked") / "best"
    return folder, optimise(
        small(),
        ["interesting", "risk"],
        budget=220,
        limits=["loyalty>=0.1"],
        levers={"reward.recognition": None, "outreach.spend": Range(0, 10), "openness": [0.0, 1.0]},
        uncertain={"segments.pace": Range(0.5, 3.0, log=True)},
        effort=Effort(120, 4, 12),
        store=folder,
        workers=1,
        progress=False,
    )


def test_a_file_gives_the_same_answer_without_a_run(found, monkeypatch):
    folder, first = found
    monkeypatch.setattr(Execution, "play_one", lambda *_: pytest.fail("a run was played"))
    again = answer(load_asked(folder / FILE), folder, workers=1, progress=False)
    assert again.sentences == first.sentences
    assert again.designs.equals(first.designs)
    assert again.asked == first.asked


def test_a_folder_is_reported_with_the_numbers_of_its_table(found, monkeypatch):
    folder, first = found
    monkeypatch.setattr(Execution, "play_one", lambda *_: pytest.fail("a run was played"))
    told = findings(folder)
    assert told.answer[0] == first.recommended[0].says
    assert "95 % intervals" in told.sections[-1].parts[-1]
    table = told.sections[0].parts[1].frame
    for key, label in (("interesting", "interesting ideas"), ("failure_risk", "failure risk")):
        assert [one.value for one in table[label]] == first.front[key].tolist()
        assert [one.high for one in table[label]] == first.front[f"{key}_high"].tolist()
    assert FILE in told.reproduction.files
    assert any("flatter" in doubt or "look somewhat better" in doubt for doubt in told.doubts)


def test_an_interrupted_one_is_not_played_by_a_report(found, tmp_path):
    text = (found[0] / FILE).read_text()
    assert "finished = true\n" in text
    (tmp_path / FILE).write_text(text.replace("finished = true", "finished = false"))
    with pytest.raises(InputError, match=r"not come to its end; go on with `cocreation recommend"):
        findings(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_one_whose_runs_are_gone_is_not_played_by_a_report(found, tmp_path):
    (tmp_path / FILE).write_text((found[0] / FILE).read_text())
    with pytest.raises(InputError, match=r"are gone; play it again with `cocreation recommend"):
        findings(tmp_path)


def test_swapped_agents_cannot_be_asked_again_from_a_file(tmp_path):
    class Quiet(Customer):
        pass

    best = optimise(
        small(), "interesting", levers={"openness": [0.0, 1.0]}, effort=Effort(100, 4, 12),
        store=tmp_path / "best", workers=1, progress=False, customer_class=Quiet,
    )  # fmt: skip
    assert best.asked is None
    assert not (tmp_path / "best" / FILE).exists()
    assert findings(best).reproduction.files == {}


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ('"interesting:more"', '"intresting:more"', "did you mean 'interesting'?"),
        ("budget = 220", "budget = -3", "above 0"),
        ("runs = 120", "runs = 0", "runs"),
        ("seed = 1", "sead = 1", "unknown key 'sead'"),
        ('sampler = "nsga2"', 'sampler = "magic"', "nsga2"),
        ("low = 0\n", 'low = "x"\n', "a number"),
        ('campaign = "mine"', 'campaign = "min"', "did you mean 'mine'?"),
        ("[scenario]", "[scenario", "TOML"),
    ],
)
def test_a_damaged_file_is_answered_in_a_sentence(found, tmp_path, was, becomes, says):
    text = (found[0] / FILE).read_text()
    assert was in text
    (tmp_path / FILE).write_text(text.replace(was, becomes, 1))
    with pytest.raises(InputError, match=says):
        answer(load_asked(tmp_path / FILE), workers=1, progress=False)


@pytest.mark.parametrize("text", ["risk", "interesting:bad", "cost:q90", "loyalty:less"])
def test_goals_are_read_as_they_are_written(text):
    assert goal(named(goal(text))) == goal(text)


@pytest.mark.parametrize("text", ["cost:q90<=12345678.9", "cost:q50>=now", "risk<=now"])
def test_limits_are_read_to_the_last_digit(text):
    assert limit(named(limit(text))) == limit(text)


def test_limits_from_tables_are_written_as_they_are_read():
    bound = limit("cost:q90<=20000")
    assert named(replace(bound, bound=np.float64(20000.0))) == "cost:q90<=20000"
