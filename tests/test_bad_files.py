"""Bad files: missing, unreadable, binary, huge; saving is whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cocreation_sim.errors import InputError
from cocreation_sim.scenario.scenario import LARGEST_FILE, Scenario, load, presets
from tests.worlds import WORLDS, idea_box, one_firm, one_line


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


def test_an_empty_file_is_the_default_scenario(tmp_path):
    (tmp_path / "empty.toml").write_text("")
    assert load(tmp_path / "empty.toml") == Scenario()


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
