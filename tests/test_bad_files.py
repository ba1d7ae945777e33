"""Bad files: missing, unreadable, binary, huge; saving is whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cocreation_sim.cli import app
from cocreation_sim.dashboard.setup import opened
from cocreation_sim.errors import InputError
from cocreation_sim.experiments.execute import Execution
from cocreation_sim.files import LARGEST_FILE, check_file, write
from cocreation_sim.scenario.scenario import Scenario, load, presets
from tests.scenarios import WORLDS, idea_box, one_firm, one_line


def refused_file(path: Path | str) -> str:
    with pytest.raises(InputError) as caught:
        load(path)
    return one_line(caught)


def test_a_missing_file(tmp_path):
    message = refused_file(tmp_path / "none.toml")
    assert "none.toml" in message
    assert "No such file" in message


def test_a_name_that_is_no_preset():
    name = presets()[0]
    message = refused_file(name[:-1] + "x")
    assert repr(name[:-1] + "x") in message
    assert f"did you mean {name!r}?" in message


def test_a_folder(tmp_path):
    (tmp_path / "folder.toml").mkdir()
    assert "folder.toml" in refused_file(tmp_path / "folder.toml")


def test_a_binary_file(tmp_path):
    path = tmp_path / "binary.toml"
    path.write_bytes(b"name = '\xff\xfe\x00'")
    message = refused_file(path)
    assert "binary.toml" in message
    assert "not a text file" in message


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file(tmp_path):
    path = tmp_path / "secret.toml"
    path.write_text("name = 'a'")
    path.chmod(0)
    assert "Permission denied" in refused_file(path)


def test_a_huge_file(tmp_path):
    path = tmp_path / "huge.toml"
    with path.open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    assert f"{LARGEST_FILE:,} bytes" in refused_file(path)


def test_a_dangling_link_and_a_loop_of_links(tmp_path):
    (tmp_path / "gone.toml").symlink_to(tmp_path / "nothing")
    (tmp_path / "loop.toml").symlink_to(tmp_path / "loop.toml")
    for name in ("gone.toml", "loop.toml"):
        assert name in refused_file(tmp_path / name)


@pytest.mark.parametrize("name", ["a\0b.toml", "x" * 300 + ".toml", "", ".", ".toml"])
def test_impossible_names_of_files(name):
    assert refused_file(name)


EMPTY = {
    "": "is empty",
    " \n\t\n": "is empty",
    "\ufeff": "is empty",
    "# mine\n": "holds comments only",
}


@pytest.mark.parametrize("text", EMPTY)
def test_an_empty_file_does_not_play_the_defaults(text, tmp_path):
    (tmp_path / "empty.toml").write_text(text, encoding="utf-8")
    message = refused_file(tmp_path / "empty.toml")
    assert f"empty.toml {EMPTY[text]}; it has to set at least one value" in message
    with pytest.raises(InputError, match=EMPTY[text]):
        opened("empty.toml", text.removeprefix("\ufeff").encode())  # in the dashboard


@pytest.mark.parametrize(
    "words",
    [
        ("run",),
        ("sweep",),
        ("sensitivity",),
        ("discover",),
        ("compare", "threadless"),
        ("ask", "--budget", "5", "--answers"),
        ("recommend",),
        ("report",),
        ("dashboard", "--no-browser"),
    ],
)
def test_no_command_takes_an_empty_file(words, tmp_path):
    (tmp_path / "empty.toml").write_text("# nothing\n")
    done = call(*words, tmp_path / "empty.toml")
    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1
    assert "empty.toml holds comments only; it has to set at least one value" in done.stderr


def test_a_scenario_of_nothing_but_a_name(tmp_path):
    (tmp_path / "named.toml").write_text('name = "mine"')
    assert load(tmp_path / "named.toml") == Scenario(name="mine")


@pytest.mark.skipif(os.name != "posix", reason="pipes of POSIX")
def test_a_pipe_is_not_written_to(tmp_path):
    os.mkfifo(tmp_path / "pipe.html")
    with pytest.raises(InputError, match=r"pipe.html: it is a pipe or a device, not a file"):
        check_file(tmp_path / "pipe.html", (".html",))


def test_a_file_of_another_kind(tmp_path):
    (tmp_path / "mine.json").write_text("{}")
    message = refused_file(tmp_path / "mine.json")
    assert "mine.json" in message
    assert ".toml" in message


# ---------------------------------------------------------------------- saving


@pytest.mark.parametrize("world", WORLDS)
def test_what_is_saved_is_loaded_again(world, tmp_path):
    scenario = WORLDS[world]()
    path = scenario.save(tmp_path / "saved.toml")
    assert load(path) == scenario
    assert [p.name for p in tmp_path.iterdir()] == ["saved.toml"]


def test_saving_replaces_what_was_there(tmp_path):
    idea_box().save(tmp_path / "saved.toml")
    one_firm().save(tmp_path / "saved.toml")
    assert load(tmp_path / "saved.toml") == one_firm()


@pytest.mark.parametrize("target", ["folder", "missing/saved.toml", "file/saved.toml"])
def test_what_cannot_be_written_leaves_nothing_behind(target, tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(InputError) as caught:
        idea_box().save(tmp_path / target)
    assert target in one_line(caught)
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("path", ["", None, 5, b"saved.toml"])
def test_what_is_no_path_is_not_written_to(path):
    with pytest.raises(InputError, match=r"cannot write \.|is no path"):
        idea_box().save(path)


@pytest.mark.parametrize("given", [None, 5, {}, b"ordinary"])
def test_what_is_no_scenario(given):
    assert "is no scenario; allowed " in refused_file(given)


def test_a_byte_order_mark_is_passed_over(tmp_path):
    path = idea_box().save(tmp_path / "marked.toml")
    path.write_text("\ufeff" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert load(path) == idea_box()


# ---------------------------------------------------------------- what would be lost


def call(*words):
    return CliRunner().invoke(app, [str(word) for word in words], prog_name="cocreation")


@pytest.mark.parametrize(
    "words",
    [
        ("ask", "--runs", "2", "--answers", "mine.toml", "--save", "mine.toml"),
        ("ask", "--runs", "2", "--answers", "new.toml", "--save", "./new.toml"),
        ("recommend", "mine.toml", "--runs", "100", "--save-best", "mine.toml"),
        ("recommend", "mine.toml", "--runs", "100", "--save-best", "link.toml"),
        ("predict", "own/volume.csv", "--out", "own"),
        ("predict", "mine.toml", "--history", "own/volume.csv", "--out", "./own/"),
        ("predict", "own/draws.csv", "--out", "own", "--all"),
        ("predict", "own/scenario.toml", "--history", "own/volume.csv", "--out", "own"),
        ("run", "own/scenario.toml", "--out", "own"),
    ],
)
def test_nothing_is_written_over_what_is_read(words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own").mkdir()
    for name in ("mine.toml", "own/scenario.toml"):
        one_firm().save(name)
        Path(name).write_text("# a comment of mine\n" + Path(name).read_text())
    for name in ("own/volume.csv", "own/draws.csv"):
        Path(name).write_text("month,contributions\n" + "".join(f"{k},3\n" for k in range(12)))
    Path("link.toml").symlink_to("mine.toml")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    result = call(*words)
    assert result.exit_code == 2, result.output
    assert "would write over" in result.stderr
    assert result.stderr.count("\n") == 1
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before


LONG = "q" * 300


@pytest.mark.parametrize(
    "words",
    [
        ("recommend", "workshop", "--runs", "100", "--save-best", "folder.toml"),
        ("recommend", "workshop", "--runs", "100", "--save-best", "/proc/x.toml"),
        ("recommend", "workshop", "--runs", "100", "--report", f"{LONG}.html"),
        ("ask", "--runs", "2", "--answer", "crowd=hundreds", "--save", "/proc/a.toml"),
        ("predict", "--runs", "2", "--answer", "crowd=hundreds", "--report", "/proc/a.html"),
        ("ask", "--runs", "2", "--answer", "crowd=hundreds", "--save", f"{LONG}.toml"),
        ("ask", "--runs", "2", "--answers", f"{LONG}.toml"),
        ("predict", "mine.csv", "--report", f"{LONG}.html"),
        ("predict", "mine.csv", "--report", "folder.toml"),
    ],
)
def test_places_that_cannot_be_written_are_named_before_anything_is_played(
    words, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Execution, "play_one", lambda *_: pytest.fail("a run was played"))
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / "mine.csv").write_text("month,contributions\n0,3\n1,4\n2,3\n3,2\n")
    result = call(*words)
    assert result.exit_code == 2, result.output
    assert "cannot write" in result.stderr or "File name too long" in result.stderr
    assert result.stderr.count("\n") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder.toml", "mine.csv"]


def test_names_as_long_as_can_be_are_written(tmp_path):
    target = check_file(tmp_path / ("q" * 250 + ".toml"), (".toml",))
    assert list(tmp_path.iterdir()) == []
    assert write(target, "name = 'a'").read_text() == "name = 'a'"


def test_a_file_that_is_there_is_left_alone_by_the_check(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text("name = 'a'")
    check_file(path, (".toml",))
    assert path.read_text() == "name = 'a'"


def test_devices_and_pipes_are_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    for path in (tmp_path / "pipe.csv", Path("/dev/zero")):
        for command in (("predict", "--history"), ("calibrate",)):
            result = call(*command, path)
            assert result.exit_code == 2
            assert "a pipe or a device" in result.stderr


@pytest.mark.parametrize(
    ("last", "says"),
    [("9999-12", "outside the years 1800 to 2200"), ("0001-01", "outside the years")],
)
def test_years_that_no_campaign_has_seen(last, says, tmp_path):
    year = last[:4]
    lines = [f"{year}-{month:02},3" for month in range(1, 13)]
    (tmp_path / "far.csv").write_text("month,contributions\n" + "\n".join(lines))
    result = call("predict", tmp_path / "far.csv")
    assert result.exit_code == 2
    assert says in result.stderr


def test_a_scenario_on_another_clock_than_the_history(tmp_path):
    (tmp_path / "mine.csv").write_text("month,contributions\n0,3\n1,4\n2,3\n3,2\n")
    base = load("ordinary")
    days = base.calendar.model_copy(update={"unit": "quarter of an hour"})
    base.model_copy(update={"calendar": days}).save(tmp_path / "quick.toml")
    result = call("predict", tmp_path / "quick.toml", "--history", tmp_path / "mine.csv")
    assert result.exit_code == 2
    assert "counts in quarters of an hour, the history in months" in result.stderr


@pytest.mark.parametrize("text", ["9" * 5000, "[" * 50_000, f"0..{'9' * 5000}"])
@pytest.mark.parametrize("option", ["--uncertain", "--lever"])
def test_endless_values_are_refused(text, option, tmp_path):
    (tmp_path / "mine.csv").write_text("month,contributions\n0,3\n1,4\n2,3\n3,2\n")
    words = (
        ("predict", tmp_path / "mine.csv") if option == "--uncertain" else ("recommend", "ordinary")
    )
    result = call(*words, option, f"reward.prize={text}")
    assert result.exit_code == 2, result.exception
    assert result.stderr.count("\n") == 1
