"""What is kept between sessions: believed if it is whole and nobody else can have written it."""

from __future__ import annotations

import os
import pickle
import pwd
import secrets
import stat
from pathlib import Path

import numba
import pytest

from cocreation_sim import cache
from cocreation_sim.cache import UnusableError, cannot_keep, keep, recall
from cocreation_sim.compiled.build import KeptKernel

pytestmark = pytest.mark.files

CONTENT = bytes(range(256))
POSIX = pytest.mark.skipif(os.name != "posix", reason="owners and modes of POSIX")


@pytest.fixture
def file(tmp_path) -> Path:
    file = tmp_path / "kept" / "numbers"
    assert keep(file, CONTENT) == ""
    return file


def test_what_is_kept_is_recalled(file):
    assert recall(file) == CONTENT
    assert recall(file.with_name("other")) is None
    assert recall(file.parent / "none" / "numbers") is None
    assert [path.name for path in file.parent.iterdir()] == ["numbers"]


def test_every_changed_bit_is_noticed(file):
    whole = file.read_bytes()
    for bit in range(8 * len(whole)):
        damaged = bytearray(whole)
        damaged[bit // 8] ^= 1 << bit % 8
        file.write_bytes(damaged)
        with pytest.raises(UnusableError, match="damaged"):
            recall(file)


@pytest.mark.parametrize("left", [0, 1, 30, 100, 300])
def test_a_file_that_was_cut_is_noticed(file, left):
    file.write_bytes(file.read_bytes()[:left])
    with pytest.raises(UnusableError, match="damaged"):
        recall(file)


def test_no_file_passes_for_another(file):
    file.rename(file.with_name("other"))
    with pytest.raises(UnusableError, match="damaged"):
        recall(file.with_name("other"))


@POSIX
@pytest.mark.parametrize("mode", [0o777, 0o775, 0o757, 0o1777])
def test_a_folder_that_others_may_write_to_is_not_believed(file, mode):
    file.parent.chmod(mode)
    with pytest.raises(UnusableError, match=r"others may write to .*kept; `chmod go-w` forbids it"):
        recall(file)
    assert "others may write" in keep(file, b"new")
    file.parent.chmod(0o755)
    assert recall(file) == CONTENT


@POSIX
@pytest.mark.parametrize("mode", [0o666, 0o664, 0o646])
def test_a_file_that_others_may_write_to_is_not_believed(file, mode):
    file.chmod(mode)
    with pytest.raises(UnusableError, match=r"others may write to .*numbers"):
        recall(file)
    assert keep(file, b"new") == ""
    assert recall(file) == b"new"


@POSIX
@pytest.mark.parametrize("what", ["folder", "file"])
def test_what_belongs_to_another_user_is_not_believed(file, what, monkeypatch):
    real = os.fstat

    def foreign(handle):
        info = real(handle)
        if stat.S_ISDIR(info.st_mode) is not (what == "folder"):
            return info
        fields = list(info)
        fields[stat.ST_UID] = os.geteuid() + 12345
        return os.stat_result(fields)

    monkeypatch.setattr(os, "fstat", foreign)
    with pytest.raises(UnusableError, match="belongs to another user; name a folder of your own"):
        recall(file)


@POSIX
def test_what_root_has_kept_is_believed(file, monkeypatch):
    """As in a shared folder that an administrator fills."""
    owner = file.stat().st_uid
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    if owner == 0:
        assert recall(file) == CONTENT
    else:
        with pytest.raises(UnusableError, match="another user"):
            recall(file)


@POSIX
@pytest.mark.parametrize("kind", ["link", "pipe", "folder"])
def test_what_is_no_file_is_not_believed(file, kind, tmp_path):
    elsewhere = file.rename(tmp_path / "numbers")
    if kind == "link":
        file.symlink_to(elsewhere)
    elif kind == "pipe":
        os.mkfifo(file, 0o600)
    else:
        file.mkdir()
    with pytest.raises(UnusableError):
        recall(file)


@POSIX
def test_what_cannot_be_written_is_recalled_all_the_same(file, monkeypatch):
    file.chmod(0o444)
    file.parent.chmod(0o555)
    monkeypatch.setattr(cache, "write", pytest.fail)
    assert recall(file) == CONTENT
    file.parent.chmod(0o755)


def test_a_link_that_was_planted_is_not_followed(file, tmp_path, monkeypatch):
    precious = tmp_path / "precious"
    precious.write_text("mine")
    monkeypatch.setattr(secrets, "token_hex", lambda size: "guessed")
    (file.parent / ".guessed.part").symlink_to(precious)
    assert "File exists" in keep(file, b"new")
    assert precious.read_text() == "mine"
    assert recall(file) == CONTENT


# ---------------------------------------------------------------------- without a home


@pytest.fixture
def homeless(monkeypatch):
    def nobody(number):
        raise KeyError(f"getpwuid(): uid not found: {number}")

    for name in ("HOME", "XDG_CACHE_HOME", "COCREATION_CACHE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pwd, "getpwuid", nobody)


@POSIX
def test_without_a_home_nothing_is_kept_and_that_is_said(homeless):
    assert cache.cache_folder() is None
    assert cache.place("kernels") is None
    assert "no home folder; name a folder by $COCREATION_CACHE" in cannot_keep(None)


def test_a_folder_can_be_named_without_a_home(homeless, monkeypatch, tmp_path):
    monkeypatch.setenv("COCREATION_CACHE", str(tmp_path))
    assert cache.place("kernels") == tmp_path / "kernels"


def test_a_home_is_lent_to_who_has_none(homeless):
    cache.lend_home()
    lent = Path.home()
    assert lent.is_dir()
    cache.lend_home()
    assert Path.home() == lent


def test_a_home_that_is_there_is_left_alone(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    cache.lend_home()
    assert Path.home() == tmp_path


# ---------------------------------------------------------------------- kernels


def five_more(n: int) -> int:
    return n + 5


def compiled(folder: Path | None):
    """A small function, compiled and kept in the way of the model."""
    dispatcher = numba.njit(five_more)
    dispatcher._cache = KeptKernel(folder, "five")
    dispatcher.compile((numba.int64,))
    assert dispatcher(1) == 6
    return dispatcher


def test_a_kernel_is_compiled_once(tmp_path, capsys):
    compiled(tmp_path)
    assert capsys.readouterr().err.startswith("Compiling the model for this machine, once")
    assert sum(compiled(tmp_path).stats.cache_hits.values()) == 1
    assert capsys.readouterr().err == ""


def test_a_kernel_that_is_damaged_is_never_unpickled(tmp_path, capsys, monkeypatch):
    compiled(tmp_path)
    (kept,) = tmp_path.iterdir()
    whole = kept.read_bytes()
    for place in range(0, len(whole), len(whole) // 50):
        damaged = bytearray(whole)
        damaged[place] ^= 1
        kept.write_bytes(damaged)
        with monkeypatch.context() as patched:
            patched.setattr(pickle, "loads", pytest.fail)
            target = numba.njit(five_more).targetctx
            assert KeptKernel(tmp_path, "five").load_overload(None, target) is None
        assert "again, since what was kept of it is damaged" in capsys.readouterr().err
    compiled(tmp_path)
    assert recall(kept)
    assert "again" in capsys.readouterr().err
    assert sum(compiled(tmp_path).stats.cache_hits.values()) == 1


class Planted:
    """What runs a command when it is unpickled."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def __reduce__(self):
        return (Path.touch, (self.file,))


@POSIX
@pytest.mark.parametrize("sealed", [False, True])
def test_a_kernel_that_was_planted_is_not_run(tmp_path, sealed, capsys):
    folder, harm = tmp_path / "kernels", tmp_path / "harm"
    compiled(folder)
    (kept,) = folder.iterdir()
    planted = pickle.dumps(Planted(harm))
    if sealed:  # by somebody who knows how, into a folder that anybody may write to
        assert keep(kept, planted) == ""
        folder.chmod(0o777)
    else:
        kept.write_bytes(planted)
    compiled(folder)
    assert not harm.exists()
    told = capsys.readouterr().err
    assert ("for this session, since others may write to" in told) is sealed
    assert ("again, since what was kept of it is damaged" in told) is not sealed


@POSIX
def test_a_kernel_in_a_folder_that_cannot_be_written_is_used(tmp_path, monkeypatch, capsys):
    compiled(tmp_path)
    capsys.readouterr()
    monkeypatch.setattr(cache, "write", pytest.fail)
    monkeypatch.setattr("tempfile.TemporaryFile", pytest.fail)  # root may write anywhere
    tmp_path.chmod(0o555)
    assert sum(compiled(tmp_path).stats.cache_hits.values()) == 1
    tmp_path.chmod(0o755)
    assert capsys.readouterr().err == ""


def test_without_a_home_a_kernel_is_compiled_for_the_session(capsys):
    compiled(None)
    assert "for this session, since there is no home folder" in capsys.readouterr().err


def test_a_kernel_that_does_not_fit_is_compiled_again(tmp_path, capsys):
    compiled(tmp_path)
    (kept,) = tmp_path.iterdir()
    keep(kept, pickle.dumps(("of", "another", "numba")))
    compiled(tmp_path)
    assert "again, since what was kept of it does not fit" in capsys.readouterr().err
