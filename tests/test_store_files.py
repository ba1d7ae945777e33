"""What a store keeps: begun at once, changed, deleted, odd, and of earlier formats."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from pydantic import TypeAdapter

from benchmarks import bit_flips
from cocreation_sim import model_hash
from cocreation_sim.errors import InputError
from cocreation_sim.experiments import identity, store
from cocreation_sim.experiments.parts import merge
from cocreation_sim.experiments.store import Store
from cocreation_sim.experiments.study import Study
from cocreation_sim.experiments.sweep import open_experiment
from tests.scenarios import one_line
from tests.test_store import LEVERS, same, swept
from tests.test_sweep import PRIZE, small

pytestmark = pytest.mark.files


@pytest.fixture(scope="module")
def whole():
    return swept().runs


# ---------------------------------------------------------------- begun at once


@pytest.mark.parametrize("turn", range(5))
def test_shards_begun_at_once_in_a_fresh_folder_lose_nothing(turn, whole, tmp_path):
    """In threads; benchmarks/job_arrays.py has processes."""
    folder, parts = tmp_path / "new" / "folder", 8
    together = threading.Barrier(parts)

    def play(part: int) -> None:
        together.wait()
        swept(folder, shard=(part, parts))

    with ThreadPoolExecutor(parts) as pool:
        list(pool.map(play, range(1, parts + 1)))
    same(open_experiment(folder), whole)


def test_looking_whether_a_folder_can_be_written_makes_none(tmp_path, monkeypatch):
    target = tmp_path / "new" / "folder"
    made = []
    mkdir = os.mkdir
    monkeypatch.setattr(os, "mkdir", lambda path, *a: (made.append(Path(path)), mkdir(path, *a))[1])
    Store(target).open(identity_of_small())
    assert target not in made
    assert target.parent not in made
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_another_job_begins_meanwhile_is_no_strange_one(tmp_path, monkeypatch):
    """The other writes its manifest between a look into the folder and the next."""
    swept(tmp_path / "theirs", 1)
    exists = Store.exists

    def later(self):
        if self.folder == tmp_path / "mine" and not exists(self):
            shutil.copytree(tmp_path / "theirs", tmp_path / "mine", dirs_exist_ok=True)
        return exists(self)

    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / ".a.part").touch()  # what it is writing
    monkeypatch.setattr(Store, "exists", later)
    Store(tmp_path / "mine").open(identity_of_small())


def test_two_experiments_begun_at_once_are_not_mixed(tmp_path):
    one, other = Store(tmp_path), Store(tmp_path)
    one.open(identity_of_small())
    other.open(identity_of_small(seed=2))
    one.begin(STUDY.to_toml())
    with pytest.raises(InputError, match="its seed is 1, not 2"):
        other.begin(STUDY.to_toml())
    assert Store(tmp_path).identity == identity_of_small()


def identity_of_small(seed=1):
    design = STUDY.points()
    return identity.identity_of(design.recipe, seed, design.worlds, {})


STUDY = Study(scenario=small().to_dict(), vary={path: tuple(v) for path, v in LEVERS.items()})

# ---------------------------------------------------------------- changed, deleted, odd


def test_a_shard_whose_numbers_were_changed_is_told(whole, tmp_path):
    swept(tmp_path)
    (path,) = (tmp_path / "runs").glob("*.parquet")
    table = pq.read_table(path)
    votes = table.column_names.index("votes")
    changed = table.set_column(votes, "votes", pc.add(table["votes"], 1))
    pq.write_table(changed.replace_schema_metadata(table.schema.metadata), path)
    with pytest.raises(InputError, match="is damaged: it is not as it was written"):
        _ = open_experiment(tmp_path).runs
    with pytest.warns(UserWarning, match="is set aside"):
        same(swept(tmp_path), whole)


@pytest.mark.parametrize("part", ["runs", "errors"])
@pytest.mark.parametrize("odd", ["pipe", "folder", "dangling link", "socket"])
def test_what_is_no_file_among_the_shards_is_told_and_not_waited_for(odd, part, whole, tmp_path):
    swept(tmp_path)
    path = tmp_path / part / "odd.parquet"
    if odd == "pipe":
        os.mkfifo(path)
    elif odd == "folder":
        path.mkdir()
    elif odd == "dangling link":
        path.symlink_to(tmp_path / "nowhere")
    else:
        with socket.socket(socket.AF_UNIX) as its, contextlib.chdir(path.parent):
            its.bind(path.name)
    exp = open_experiment(tmp_path)
    with pytest.raises(InputError, match=r"odd\.parquet is damaged") as no:
        _ = getattr(exp, part)
    one_line(no)
    with pytest.warns(UserWarning, match="is set aside"):
        same(swept(tmp_path), whole)


@pytest.mark.parametrize("name", ["manifest.json", "study.toml", "ledger/odd.txt"])
def test_a_pipe_instead_of_a_file_is_not_waited_for(name, tmp_path):
    swept(tmp_path, 1)
    (tmp_path / name).unlink(missing_ok=True)
    os.mkfifo(tmp_path / name)
    if name.startswith("ledger"):
        assert len(open_experiment(tmp_path).runs) == 4
        return
    with pytest.raises(InputError, match=r"no manifest\.json|a pipe or a device"):
        open_experiment(tmp_path)


def test_shards_that_were_deleted_are_told_once(whole, tmp_path, monkeypatch):
    monkeypatch.setattr(store, "SHARD_ROWS", 5)
    swept(tmp_path)
    shards = sorted((tmp_path / "runs").glob("*.parquet"))
    assert len(shards) > 3
    for path in shards[1:3]:
        path.unlink()
    with pytest.warns(UserWarning, match=r"2 files of runs that .* held can no longer be found"):
        exp = open_experiment(tmp_path)
    assert not exp.complete
    with pytest.warns(UserWarning, match=r"2 files of runs .* they are played again"):
        same(swept(tmp_path), whole)
    same(open_experiment(tmp_path), whole)
    same(swept(tmp_path), whole)


def test_deleted_shards_of_a_part_are_told_where_parts_are_merged(tmp_path):
    for part in (1, 2):
        swept(tmp_path / str(part), shard=(part, 2))
    merge([tmp_path / "1", tmp_path / "2"], tmp_path / "all")
    open_experiment(tmp_path / "all")
    for path in (tmp_path / "2" / "runs").glob("*.parquet"):
        path.unlink()
    with pytest.warns(UserWarning, match="1 file of runs .* not in what is put together"):
        merge([tmp_path / "1", tmp_path / "2"], tmp_path / "less")
    for path in (tmp_path / "all" / "runs").glob("*.parquet"):
        path.unlink()
    with pytest.warns(UserWarning, match="2 files of runs"):
        open_experiment(tmp_path / "all")


@pytest.mark.parametrize(
    ("old", "new"),
    [("seed = 1", "seed = 7"), ("replications = 6", "replications = 3"), ("500", "600")],
)
def test_a_study_edited_by_hand_is_told(old, new, whole, tmp_path):
    swept(tmp_path)
    path = tmp_path / "study.toml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    with pytest.raises(InputError, match="was changed after its sweep wrote it") as no:
        open_experiment(tmp_path)
    one_line(no)
    same(swept(tmp_path), whole)  # which writes it anew
    same(open_experiment(tmp_path), whole)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"seed": 7}, "its seed is 1, not 7"),
        ({"scenario": small(**{"population.size": 41})}, "its scenario differs"),
        ({"levers": {PRIZE: [0, 500]}}, "it varies campaign.reward.prize, campaign.crowd"),
    ],
)
def test_the_study_of_another_store_is_held_against_the_manifest(options, words, tmp_path):
    swept(tmp_path / "mine", 1)
    swept(tmp_path / "other", 1, **options)
    shutil.copy(tmp_path / "other" / "study.toml", tmp_path / "mine" / "study.toml")
    with pytest.raises(InputError, match=f"is not the study whose runs are beside it: .*{words}"):
        open_experiment(tmp_path / "mine")


def test_a_changed_manifest_is_told(tmp_path):
    swept(tmp_path, 1)
    path = tmp_path / "manifest.json"
    path.write_text(path.read_text().replace('"python": "3', '"python": "2'))
    with pytest.raises(InputError, match="is damaged: it is not as it was written"):
        open_experiment(tmp_path)


def test_one_bit_changed_anywhere_gives_the_same_table_or_one_sentence(tmp_path):
    files = bit_flips.make_store(tmp_path / "store")
    seen = bit_flips.tally(files, 60, bit_flips.asked_for_runs(tmp_path / "store"))
    assert set(seen) <= {"refused", "the same"}
    assert seen["refused"] > 30


# ---------------------------------------------------------------- earlier formats


def as_format_1(folder: Path, model: str) -> None:
    """A store as the first format had it: no digests, no ledger, the hash of the model's text."""
    manifest = json.loads((folder / "manifest.json").read_text())
    del manifest["digest"]
    manifest["format"], manifest["identity"]["model"] = 1, model
    key = TypeAdapter(identity.Identity).validate_python(manifest["identity"]).key()
    (folder / "manifest.json").write_text(json.dumps(manifest))
    study = folder / "study.toml"
    study.write_text(study.read_text().partition("\n")[2])
    shutil.rmtree(folder / "ledger")
    for path in (folder / "runs").glob("*.parquet"):
        table = pq.read_table(path)
        named = path.with_name(path.name.partition("-")[0] + ".parquet")
        pq.write_table(table.replace_schema_metadata({"study": key, "version": "0.9"}), named)
        path.unlink()


def test_a_store_of_the_first_format_is_read_and_gone_on_with_where_the_model_is_the_same(
    whole, tmp_path, monkeypatch
):
    monkeypatch.setattr(model_hash, "recorded", lambda: ((identity.model_hash(), "old text"),))
    swept(tmp_path / "a", 3)
    as_format_1(tmp_path / "a", "old text")
    same(open_experiment(tmp_path / "a"), whole[whole["replication_id"] < 3])
    same(swept(tmp_path / "a"), whole)
    same(open_experiment(tmp_path / "a"), whole)
    swept(tmp_path / "b", 6, shard=(2, 3))
    merge([tmp_path / "b", tmp_path / "a"], tmp_path / "c")  # of two formats
    same(open_experiment(tmp_path / "c"), whole)


def test_a_store_of_another_model_is_read_but_not_added_to(whole, tmp_path):
    swept(tmp_path, 3)
    as_format_1(tmp_path, "another text")
    wanted = whole[whole["replication_id"] < 3]
    same(open_experiment(tmp_path), wanted)
    with pytest.raises(InputError, match="another version of the model's rules, so its runs can"):
        swept(tmp_path)
    same(open_experiment(tmp_path), wanted)


def test_a_store_of_the_future_is_told(tmp_path):
    swept(tmp_path, 1)
    path = tmp_path / "manifest.json"
    path.write_text(path.read_text().replace('"format": 2', '"format": 3'))
    with pytest.raises(InputError, match="has format 3, which a later version wrote") as no:
        open_experiment(tmp_path)
    one_line(no)
