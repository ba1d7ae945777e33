"""The store: whatever happens to an experiment, its table is the same in the end."""

from __future__ import annotations

import contextlib
import json
import os
import random  # noqa: TID251
import resource
import shutil
import signal
import subprocess
import sys
import time
import types
import warnings
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from distributed.scheduler import KilledWorker
from pandas.testing import assert_frame_equal
from typer.testing import CliRunner

import cocreation_sim as cs
from cocreation_sim.cli import app
from cocreation_sim.errors import InputError
from cocreation_sim.experiments import identity, store
from cocreation_sim.experiments.execute import Execution
from cocreation_sim.experiments.parts import merge
from cocreation_sim.experiments.store import Store
from cocreation_sim.experiments.sweep import open_experiment
from tests.processes import PATIENCE, started
from tests.scenarios import one_line
from tests.test_sweep import CROWD, PRIZE, Idler, small

pytestmark = pytest.mark.files

LEVERS = {PRIZE: [0, 500], CROWD: [0.0, 1.0]}
UNKNOWN = {"segments.pace": {"low": 0.5, "high": 2.0}}


def swept(folder=None, replications=6, levers=LEVERS, scenario=None, **options) -> cs.Experiment:
    options = {"progress": False, "workers": 1} | options
    return cs.sweep(scenario or small(), levers, replications, store=folder, **options)


@pytest.fixture(scope="module")
def whole() -> pd.DataFrame:
    return swept().runs


def same(exp: cs.Experiment, wanted: pd.DataFrame) -> None:
    assert_frame_equal(exp.runs, wanted, check_exact=True)
    assert exp.complete


# ---------------------------------------------------------------- the same to the last bit


def test_stored_and_opened_it_is_the_same(whole, tmp_path):
    same(swept(tmp_path / "a" / "b", question='what, "then"?'), whole)
    again = open_experiment(tmp_path / "a" / "b")
    same(again, whole)
    assert again.question == 'what, "then"?'
    assert again.levers == {PRIZE: (0, 500), CROWD: (0.0, 1.0)}
    assert again.scenario.fingerprint() == small().fingerprint()
    assert_frame_equal(again.summary(), swept().summary(), check_exact=True)


@pytest.mark.parametrize("how", ["threads", "thread pool", "process pool", "agents"])
def test_however_it_is_played_it_is_the_same(how, whole, tmp_path):
    if how == "threads":
        same(swept(tmp_path, workers=3), whole)
    elif how == "agents":
        same(swept(tmp_path, engine="mesa"), whole)
    elif how == "thread pool":
        with ThreadPoolExecutor(2) as pool:
            same(swept(tmp_path, executor=pool), whole)
    else:
        with ProcessPoolExecutor(2) as pool:
            same(swept(tmp_path, executor=pool), whole)


def test_in_parts_and_merged_it_is_the_same(whole, tmp_path):
    for part in (1, 2, 3):
        exp = swept(tmp_path / f"part{part}", shard=(part, 3))
        assert 0 < len(exp.runs) < len(whole)
        assert not exp.complete
    merge([tmp_path / f"part{k}" for k in (3, 1, 2)], tmp_path / "all")
    same(open_experiment(tmp_path / "all"), whole)
    for part in (1, 2):  # and in one folder
        swept(tmp_path / "one", shard=(part, 2))
    same(open_experiment(tmp_path / "one"), whole)


def test_extended_it_is_the_same_and_nothing_is_played_twice(whole, tmp_path, monkeypatch):
    swept(tmp_path, 2, {PRIZE: [0], CROWD: [0.0, 1.0]})
    played = []
    play_one = Execution.play_one
    monkeypatch.setattr(
        Execution, "play_one", lambda self, *a: (played.append(a[2]), play_one(self, *a))[1]
    )
    same(swept(tmp_path, 2), whole[whole["replication_id"] < 2])
    assert len(played) == 2 * 2
    same(swept(tmp_path), whole)
    assert len(played) == 4 * 6 - 2 * 2
    same(swept(tmp_path), whole)
    assert len(played) == 4 * 6 - 2 * 2


def test_fewer_replications_show_fewer_and_lose_none(whole, tmp_path):
    swept(tmp_path)
    same(swept(tmp_path, 3), whole[whole["replication_id"] < 3].reset_index(drop=True))
    same(swept(tmp_path), whole)


def test_worlds_of_uncertainties_are_the_same_for_every_lever(tmp_path):
    exp = swept(tmp_path, 2, {PRIZE: [0, 500]}, uncertain=UNKNOWN, samples=5)
    assert len(exp.runs) == 2 * 5 * 2
    pace = "segments.pace"
    by_luck = exp.runs.groupby("replication_id")
    assert (by_luck[pace].nunique() == 1).all()  # both levers in one world, under one luck
    assert by_luck.size().tolist() == [2] * 10
    assert exp.runs[pace].nunique() == 5
    same(open_experiment(tmp_path), exp.runs)
    more = swept(tmp_path, 3, {PRIZE: [0, 500]}, uncertain=UNKNOWN, samples=5)
    first = more.runs[more.runs["replication_id"] < 10].reset_index(drop=True)
    assert_frame_equal(first, exp.runs, check_exact=True)


STOPPED = """
import json, os, sys
import cocreation_sim as cs
from cocreation_sim.experiments import store, sweep
scenario, levers = cs.load(sys.argv[2]), json.loads(sys.argv[3])
store.SHARD_ROWS, sweep.LARGEST_BATCH = 7, 5
cs.simulate(scenario)  # the kernel is loaded, for all that play
for _ in sys.stdin:
    player = os.fork()
    if not player:
        cs.sweep(scenario, levers, 400, workers=2, progress=False, store=sys.argv[1])
        os._exit(0)
    print(player, flush=True)
    os.waitpid(player, 0)
"""


def shards(folder: Path) -> int:
    return len(list(folder.rglob("*.parquet")))


def lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_killed_at_random_moments_and_resumed_it_is_the_same(tmp_path):
    wanted = swept(None, 400).runs
    scenario = small().save(tmp_path / "small.toml")
    folder = tmp_path / "runs"
    luck = random.Random(3)  # moments at which to kill, nothing that is simulated
    unfinished = []
    with started(
        [sys.executable, "-c", STOPPED, str(folder), str(scenario), json.dumps(LEVERS)],
        env={**os.environ, "PYTHONPATH": str(Path(cs.__file__).parents[1])},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        for turn in range(10):
            before = shards(folder)
            process.stdin.write("play\n")
            process.stdin.flush()
            player = int(process.stdout.readline())
            if turn % 2:  # in the midst of playing, however busy the machine is
                while lives(player) and shards(folder) < before + 3:
                    time.sleep(0.002)
            time.sleep(luck.uniform(0.0, 0.1))
            with contextlib.suppress(ProcessLookupError):  # it was done
                os.kill(player, signal.SIGKILL)
            while lives(player):
                time.sleep(0.002)
            begun = (folder / "study.toml").exists()  # the last written of what precedes the runs
            unfinished.append(len(open_experiment(folder).runs) if begun else 0)
    assert unfinished == sorted(unfinished)  # nothing finished is lost
    assert len(set(unfinished)) > 2, unfinished  # they were killed in the middle
    assert unfinished[0] < len(wanted)
    same(swept(folder, 400), wanted)
    assert open_experiment(folder).errors.empty


def test_half_written_files_do_not_count(whole, tmp_path):
    swept(tmp_path, 3)
    (tmp_path / "runs" / ".half.parquet.123.part").write_bytes(b"PAR1")
    same(swept(tmp_path), whole)


# ---------------------------------------------------------------- a cluster


@pytest.fixture
def cluster():
    import dask
    from distributed import LocalCluster

    with (
        warnings.catch_warnings(),
        dask.config.set({"distributed.comm.timeouts.connect": PATIENCE}),
        LocalCluster(  # processes, as on other machines
            n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50
        ) as cluster,
    ):
        warnings.simplefilter("ignore")
        yield cluster


@pytest.mark.filterwarnings("ignore")
def test_dask_plays_the_same_even_if_a_worker_is_killed(cluster, whole, tmp_path, monkeypatch):
    from cocreation_sim.experiments import play
    from cocreation_sim.experiments.cluster import dask_executor

    monkeypatch.setattr(store, "SHARD_ROWS", 7)
    monkeypatch.setattr(play, "LARGEST_BATCH", 5)
    with dask_executor(cluster.scheduler_address, wait=PATIENCE) as executor:
        same(swept(executor=executor), whole)
        wanted = swept(None, 300).runs
        victim = next(iter(cluster.workers.values())).pid
        with ThreadPoolExecutor(1) as meanwhile:
            playing = meanwhile.submit(swept, tmp_path, 300, executor=executor)
            while not playing.done() and len(list(tmp_path.rglob("*.parquet"))) < 3:
                time.sleep(0.005)
            assert not playing.done()
            os.kill(victim, signal.SIGKILL)
            same(playing.result(timeout=PATIENCE), wanted)


def test_a_scheduler_that_does_not_answer_is_named():
    from cocreation_sim.experiments.cluster import dask_executor

    told = pytest.raises(InputError, match=r"no Dask scheduler answers at 'tcp://127.0.0.1:9'")
    with told as no, dask_executor("tcp://127.0.0.1:9", wait=1.0):
        pass
    one_line(no)


def test_a_comparison_is_stored_and_opened_like_any_experiment(tmp_path):
    designs = {"none": small(), "some": small(**{PRIZE: 500.0})}
    found = cs.compare(designs, replications=5, progress=False, workers=1, store=tmp_path)
    assert open_experiment(tmp_path).runs.equals(found.experiment.runs)


# ---------------------------------------------------------------- runs that raise errors


class Fussy(Idler):
    def choose(self, time, node, engaging):
        if self.model.replication == 2:
            raise ZeroDivisionError("no idea today")
        return super().choose(time, node, engaging)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_run_that_raises_is_recorded_and_the_rest_goes_on(workers, tmp_path):
    with pytest.warns(RuntimeWarning, match="2 of 8 runs raised an error.*no idea today"):
        exp = swept(tmp_path, 4, {PRIZE: [0, 500]}, customer_class=Fussy, workers=workers)
    assert sorted(set(exp.runs["replication_id"])) == [0, 1, 3]
    assert exp.errors["replication_id"].tolist() == [2, 2]
    assert exp.errors[PRIZE].tolist() == [0, 500]
    first = exp.errors.iloc[0]
    assert (first["error"], first["message"]) == ("ZeroDivisionError", "no idea today")
    assert exp.complete
    assert exp.summary()["replications"].tolist() == [3, 3]
    with pytest.raises(ZeroDivisionError, match="no idea"):
        exp.replay(first["scenario_id"], first["replication_id"], customer_class=Fussy)
    assert exp.replay(first["scenario_id"], 2, customer_class=Idler).outcome.submissions == 0
    assert_frame_equal(open_experiment(tmp_path).errors, exp.errors)


@pytest.mark.parametrize("error", [MemoryError("too little"), OSError(28, "no space left")])
def test_runs_that_failed_for_a_passing_reason_are_played_again_if_asked(
    error, whole, tmp_path, monkeypatch
):
    play_one = Execution.play_one

    def failing(self, scenario, seed, replication, threads=None):
        if replication in (1, 4):
            raise error
        return play_one(self, scenario, seed, replication, threads)

    monkeypatch.setattr(Execution, "play_one", failing)
    with pytest.warns(RuntimeWarning, match="8 of 24 runs raised an error.*--retry-failed"):
        exp = swept(tmp_path)
    assert exp.complete
    monkeypatch.undo()
    with pytest.warns(RuntimeWarning, match="8 of 24 runs"):
        exp = swept(tmp_path)
    assert len(exp.errors) == 8
    exp = swept(tmp_path, retry_failed=True)
    same(exp, whole)
    assert exp.errors.empty
    same(open_experiment(tmp_path), whole)
    assert open_experiment(tmp_path).errors.empty
    same(swept(tmp_path), whole)


def test_the_commands_tell_of_runs_that_failed_and_play_them_again(tmp_path, monkeypatch):
    monkeypatch.setattr("cocreation_sim.cli.experiments.written_answer", lambda *_: [])  # no plots
    words = ["sweep", "workshop", "--vary", f"{PRIZE}=0,500", "--replications", "2"]
    words += ["--workers", "1", "--out", str(tmp_path / "a")]
    play_one = Execution.play_one

    def failing(self, scenario, seed, replication, threads=None):
        if replication == 1:
            raise MemoryError
        return play_one(self, scenario, seed, replication, threads)

    monkeypatch.setattr(Execution, "play_one", failing)
    with pytest.warns(RuntimeWarning, match="2 of 4 runs raised an error"):
        assert CliRunner().invoke(app, words).exit_code == 0
    merging = ["merge", str(tmp_path / "a"), "--out", str(tmp_path / "b")]
    said = CliRunner().invoke(app, merging).stdout
    assert "2 runs raised an error; sweep --retry-failed plays them again" in said
    monkeypatch.setattr(Execution, "play_one", play_one)
    assert CliRunner().invoke(app, [*words, "--retry-failed"]).exit_code == 0
    assert open_experiment(tmp_path / "a").errors.empty
    assert len(open_experiment(tmp_path / "a").runs) == 4


def test_runs_that_fail_again_are_counted_once(tmp_path):
    for again in (False, True):
        with pytest.warns(RuntimeWarning, match="2 of 8 runs"):
            exp = swept(tmp_path, 4, {PRIZE: [0, 500]}, customer_class=Fussy, retry_failed=again)
        assert len(exp.errors) == 2
        assert exp.complete


class Dying(ThreadPoolExecutor):
    """An executor that ends as Dask's does when its scheduler or workers die."""

    def __init__(self, error):
        super().__init__(1)
        self.error, self.left = error, 3

    def submit(self, function, /, *args, **kwargs):
        self.left -= 1
        if self.left < 0:
            future = Future()
            future.set_exception(self.error)
            return future
        return super().submit(function, *args, **kwargs)


@pytest.mark.parametrize(
    "error",
    [
        CancelledError(),
        OSError("in <TCP (closed)>: ConnectionResetError\nmore"),
        RuntimeError("cannot schedule new futures after shutdown"),
        KilledWorker("play-1", types.SimpleNamespace(address="tcp://there"), 3),
    ],
)
def test_an_executor_that_dies_is_told_in_a_sentence(error, whole, tmp_path, monkeypatch):
    from cocreation_sim.experiments import play

    monkeypatch.setattr(play, "LARGEST_BATCH", 2)
    with pytest.raises(InputError, match="or a worker of it, that played runs has died") as no:
        swept(tmp_path, executor=Dying(error))
    assert type(error).__name__ in one_line(no)
    assert "the same command goes on from there" in str(no.value)
    same(swept(tmp_path), whole)


def test_an_error_may_stop_the_experiment(tmp_path):
    with pytest.raises(
        InputError, match=r"replication 2, seed 1 failed with ZeroDivisionErr"
    ) as no:
        swept(tmp_path, 4, {PRIZE: [0]}, customer_class=Fussy, on_error="stop")
    one_line(no)
    assert isinstance(no.value.__cause__, ZeroDivisionError)
    assert open_experiment(tmp_path).runs["replication_id"].tolist() == [0, 1]


def test_if_every_run_raises_there_are_errors_and_no_runs():
    class Never(Idler):
        def choose(self, time, node, engaging):
            raise ValueError("never")

    with pytest.warns(RuntimeWarning, match="4 of 4 runs"):
        exp = swept(None, 2, {PRIZE: [0, 1]}, customer_class=Never)
    assert exp.runs.empty
    assert exp.errors["message"].unique().tolist() == ["never"]


# ---------------------------------------------------------------- bad luck, bad input


OTHERS = {
    "seed": ({"seed": 2}, "its seed is 1, not 2"),
    "levers": ({"levers": {PRIZE: [0, 500]}}, "it varies campaign.reward.prize, campaign.crowd"),
    "scenario": ({"scenario": small(**{"population.size": 41})}, "its scenario differs"),
    "points": ({"levers": {PRIZE: [0], CROWD: [0.0, 1.0]}}, "this study does not have"),
    "rules": ({"rules": {"motive.crowding": lambda a, b, p: 0.0}}, "played with no rule swapped"),
    "agents": ({"customer_class": Idler}, "played with no rule swapped"),
}


@pytest.mark.parametrize("other", OTHERS)
def test_another_experiment_is_not_mixed_in(other, whole, tmp_path):
    swept(tmp_path)
    options, words = OTHERS[other]
    with pytest.raises(InputError, match=words) as no:
        swept(tmp_path, **options)
    one_line(no)
    same(open_experiment(tmp_path), whole)


def test_another_version_of_the_rules_is_not_mixed_in(tmp_path, monkeypatch):
    swept(tmp_path, 1)
    monkeypatch.setattr(identity, "model_hash", lambda: "another")
    with pytest.raises(InputError, match="made by another version of the model's rules"):
        swept(tmp_path, 1)


@pytest.mark.parametrize("harm", ["cut", "flipped", "emptied", "text"])
def test_a_damaged_shard_is_set_aside_and_played_again(harm, whole, tmp_path, monkeypatch):
    monkeypatch.setattr(store, "SHARD_ROWS", 5)
    swept(tmp_path)
    shard = sorted((tmp_path / "runs").glob("*.parquet"))[1]
    data = shard.read_bytes()
    middle = len(data) // 3
    harmed = {
        "cut": data[:-100],
        "flipped": data[:middle] + bytes([data[middle] ^ 0xFF]) + data[middle + 1 :],
        "emptied": b"",
        "text": b"hello",
    }[harm]
    shard.write_bytes(harmed)
    with pytest.raises(InputError, match=rf"{shard.name} is damaged") as no:
        _ = open_experiment(tmp_path).runs
    one_line(no)
    with pytest.warns(
        UserWarning, match=r"set aside as .*\.damaged, and its runs are played again"
    ):
        exp = swept(tmp_path)
    same(exp, whole)
    assert len(list((tmp_path / "runs").glob("*.damaged"))) == 1


def test_a_shard_of_another_experiment_is_named(tmp_path):
    swept(tmp_path / "a", 1)
    swept(tmp_path / "b", 1, seed=9)
    for path in (tmp_path / "b" / "runs").iterdir():
        shutil.copy(path, tmp_path / "a" / "runs")
    with pytest.raises(InputError, match="belongs to another experiment"):
        _ = open_experiment(tmp_path / "a").runs
    with pytest.raises(InputError, match="its seed is 1, not 9"):
        merge([tmp_path / "a", tmp_path / "b"], tmp_path / "c")


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("manifest.json", "{", r"manifest\.json is damaged"),
        ("manifest.json", "[]", r"manifest\.json is damaged"),
        ("manifest.json", "[" * 100_000, r"manifest\.json is damaged"),
        (
            "manifest.json",
            '{"format": 1, "identity": {"seed": null}}',
            r"manifest\.json is damaged",
        ),
        ("manifest.json", '{"format": 99}', "has format 99"),
        ("study.toml", "design = ", "was changed after its sweep wrote it"),
        ("study.toml", "", "was changed after its sweep wrote it"),
    ],
)
def test_a_damaged_folder_is_named(name, text, words, tmp_path):
    swept(tmp_path, 1)
    (tmp_path / name).write_text(text)
    with pytest.raises(InputError, match=words) as no:
        open_experiment(tmp_path)
    one_line(no)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_is_named(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(InputError, match="Permission denied"):
        swept(tmp_path)


def test_a_folder_with_something_else_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("precious")
    with pytest.raises(InputError, match="something else than an experiment"):
        swept(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.txt"]
    with pytest.raises(InputError, match=r"holds no experiment: there is no manifest\.json"):
        open_experiment(tmp_path)


def no_more_space(size: int):
    """As on a full disk: no file may grow beyond some bytes."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


FULL = """
import sys
import cocreation_sim as cs
from cocreation_sim.experiments import store
from tests.test_store import LEVERS, no_more_space
from tests.test_sweep import small
cs.simulate(small())
store.SHARD_ROWS = 20
def fuller(add, left=[2]):
    def then(self, played):
        add(self, played)
        left[0] -= 1
        if not left[0]:
            no_more_space(2000)
    return then
store.Store.add = fuller(store.Store.add)
try:
    cs.sweep(small(), LEVERS, 30, workers=1, progress=False, store=sys.argv[1])
except cs.InputError as error:
    print(error)
"""


def test_a_full_disk_is_told_and_what_was_written_stays(tmp_path):
    paths = os.pathsep.join([str(Path(cs.__file__).parents[1]), str(Path(__file__).parents[1])])
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert "cannot write" in done.stdout
    assert "File too large" in done.stdout
    assert done.stdout.count("\n") == 1
    assert list(tmp_path.rglob("*.part")) == []
    wanted = swept(None, 30).runs
    kept = open_experiment(tmp_path).runs
    assert 0 < len(kept) < len(wanted)
    same(swept(tmp_path, 30), wanted)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"shard": (0, 3)}, r"shard is \(0, 3\); allowed is \(i, n\)"),
        ({"shard": (4, 3)}, r"shard is \(4, 3\)"),
        ({"shard": "1/3"}, "shard is '1/3'"),
        ({"on_error": "recrod"}, "allowed is one of record, stop; did you mean 'record'"),
        ({"design": "gird"}, "design is 'gird'; allowed is one of grid, .*; did you mean 'grid'"),
        ({"samples": 0}, "samples is 0; allowed is a whole number from 1"),
        ({"until": cs.StoppingRule(width=0.5), "shard": (1, 2)}, "until needs all runs"),
        ({"uncertain": {PRIZE: [1, 2]}}, "is a lever and uncertain; keep one"),
        (
            {"uncertain": {"segments.pase": {"low": 0, "high": 1}}},
            r"no parameter 'population\.segments\.customers\.pase'; did you mean",
        ),
    ],
)
def test_bad_settings_are_named(options, words):
    with pytest.raises(InputError, match=words) as no:
        swept(None, **options)
    one_line(no)


def test_provenance_is_kept(tmp_path):
    swept(tmp_path, 1, seed=5)
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    assert manifest["identity"]["seed"] == 5
    assert manifest["identity"]["model"] == identity.model_hash()
    assert manifest["made"]["version"] == cs.__version__
    assert {"python", "platform", "packages", "commit", "started"} <= set(manifest["made"])


def test_any_reader_of_parquet_reads_the_runs(whole, tmp_path):
    swept(tmp_path)
    plain = pd.read_parquet(tmp_path / "runs")
    order = ["replication_id", PRIZE, CROWD]
    plain = plain.sort_values(order).reset_index(drop=True)
    assert_frame_equal(plain, whole, check_exact=True)


# ---------------------------------------------------------------- enough is enough


def test_it_stops_when_the_interval_is_narrow_enough(tmp_path):
    until = cs.StoppingRule("failure_risk", width=0.45)
    exp = swept(tmp_path, 200, until=until)
    table = exp.summary("votes")
    width = table["failure_risk_high"] - table["failure_risk_low"]
    assert (width <= 0.45).all()
    assert exp.replications in until.checkpoints(200)
    assert 20 <= exp.replications < 200
    before = [n for n in until.checkpoints(200) if n < exp.replications]
    if before:
        early = swept(None, before[-1]).summary("votes")
        assert ((early["failure_risk_high"] - early["failure_risk_low"]) > 0.45).any()
    two = swept(None, 200, until=until, workers=2)
    assert_frame_equal(two.runs, exp.runs, check_exact=True)
    again = swept(tmp_path, 200, until=cs.StoppingRule("failure_risk", width=1.0))
    assert again.replications == 20
    assert np.isfinite(again.runs["votes"]).all()


def test_runs_do_not_pile_up_in_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "SHARD_ROWS", 10)
    kept = []
    add = Store.add

    def watched(self, played):
        add(self, played)
        kept.append(sum(len(t) for tables in self.waiting.values() for t in tables))

    monkeypatch.setattr(Store, "add", watched)
    swept(tmp_path, 40)
    assert max(kept) < 10
