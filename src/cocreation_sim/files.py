"""Files of users: read whole or refused, written whole or not at all, in one clear sentence."""

from __future__ import annotations

import os
import secrets
import stat
import tempfile
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from cocreation_sim.errors import InputError, shown

LARGEST_FILE: Final = 10_000_000  # bytes of a settings file
EXAMPLE: Final = 'name = "mine"'
PART: Final = ".part"  # how the names of files end that are not whole yet; they begin with a dot


def as_path(given: object) -> Path:
    """What was given as a path.

    Raises
    ------
    InputError
        If it is neither a text nor a path.

    Examples
    --------
    >>> as_path("mine.toml").suffix
    '.toml'
    """
    if not isinstance(given, (str, os.PathLike)):
        raise InputError(f"{shown(given)} is no path; allowed is a text or a Path")
    return Path(given)


def check_writable(folder: str | os.PathLike[str]) -> Path:
    """The folder as a path, after making sure that files can be written there.

    The folder itself is neither made nor taken away: jobs that begin at once do not take it from
    one another, and work which never ends leaves nothing.

    Raises
    ------
    InputError
        If the folder, or a file in it, cannot be made.

    Examples
    --------
    >>> check_writable("results").name
    'results'
    """
    target = Path(folder)
    try:
        missing = []
        ground = target
        while not _is_there(ground):
            missing.append(ground.name)
            ground = ground.parent
        for name in missing:
            _is_there(ground / name)  # a name that is too long says so
        kind = tempfile.TemporaryDirectory if missing else tempfile.NamedTemporaryFile
        with kind(prefix=".", suffix=PART, dir=ground):
            pass
    except (OSError, ValueError) as error:
        raise _refused(target, error) from error
    return target


def _is_there(path: Path) -> bool:
    """Whether a path is taken; what makes it impossible is raised, such as too long a name."""
    try:
        path.lstat()
    except FileNotFoundError:
        return False
    return True


def make_folder(folder: Path) -> Path:
    """Make a folder, with those that it is in, if it is not there yet.

    Parameters
    ----------
    folder
        Its path.

    Raises
    ------
    InputError
        If it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        raise _refused(folder, error) from error
    return folder


def check_file(
    path: str | os.PathLike[str], suffixes: tuple[str, ...], *, new_folder: bool = False
) -> Path:
    """The path of a file to come, after making sure that it can be written.

    Parameters
    ----------
    path
        The file.
    suffixes
        How its name may end.
    new_folder
        Whether its folder may be made.

    Raises
    ------
    InputError
        If it is a folder, ends otherwise, or cannot be written.

    Examples
    --------
    >>> check_file("best.toml", (".toml",)).name
    'best.toml'
    """
    target = Path(path)
    try:
        is_folder, has_folder = target.is_dir(), target.parent.is_dir()
        is_special = target.exists() and not (is_folder or target.is_file())
    except (OSError, ValueError) as error:
        raise _refused(target, error) from error
    if is_folder:
        inside = target / f"mine{suffixes[0]}"
        raise InputError(f"cannot write {target}: it is a folder; name a file, such as {inside}")
    if is_special:  # a pipe would make us wait for a reader
        raise InputError(f"cannot write {target}: it is a pipe or a device, not a file")
    if target.suffix.lower() not in suffixes:
        good = (target if target.name else target / "mine").with_suffix(suffixes[0])
        raise InputError(f"{target} is no {suffixes[0]} file; give a name such as {good}")
    if not (has_folder or new_folder):
        raise InputError(f"cannot write {target}: there is no folder {target.parent}")
    check_writable(target.parent)
    if has_folder:
        try:
            with target.open("ab"):  # as long a name, and no less forbidden, than the file to come
                new = target.stat().st_size == 0
            if new:
                target.unlink()
        except (OSError, ValueError) as error:
            raise _refused(target, error) from error
    return target


def check_apart(
    outputs: Mapping[str, str | os.PathLike[str] | None],
    inputs: Iterable[str | os.PathLike[str] | None],
) -> None:
    """Make sure that nothing is written over what is read, nor two results into one file.

    Parameters
    ----------
    outputs
        Files to come, by the option that named them.
    inputs
        Files that are read.

    Raises
    ------
    InputError
        Where two are the same file.

    Examples
    --------
    >>> check_apart({"--save": "mine.toml", "--report": None}, ["yours.toml"])
    """
    taken = {os.path.realpath(path): "is read" for path in inputs if path is not None}
    for option, path in outputs.items():
        if path is None:
            continue
        place = os.path.realpath(path)
        if place in taken:
            raise InputError(
                f"{option} would write over {path}, which {taken[place]}; give another"
            )
        taken[place] = f"{option} writes as well"


def write(path: Path, content: str | bytes, *, mode: int = 0o666) -> Path:
    """Write a file in one go: a reader sees the old content or the new, never a part.

    It is written beside its place, under a name that nobody can know before and that follows no
    link, and then put there. A link at its place is replaced, not followed.

    Parameters
    ----------
    path
        The file; its folder is made if need be.
    content
        Text, or bytes.
    mode
        Permissions, of which the user's mask takes some.

    Raises
    ------
    InputError
        If it cannot be written.
    """
    part = path.parent / f".{unguessable()}{PART}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with open(part, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
                file.write(content.encode() if isinstance(content, str) else content)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except (OSError, ValueError) as error:
        raise _refused(path, error) from error
    return path


def unguessable() -> str:
    """A part of a name that no other process has, or can know before; no result depends on it.

    Examples
    --------
    >>> len(unguessable()), unguessable() == unguessable()
    (16, False)
    """
    return secrets.token_hex(8)


def _refused(path: Path, error: OSError | ValueError) -> InputError:
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return InputError(f"cannot write {path}: {reason}")


def read_text(path: Path) -> str:
    """Text of a user's file, or an `InputError` in one sentence."""
    try:
        info = path.stat()
        if not stat.S_ISREG(info.st_mode):
            what = "a folder" if stat.S_ISDIR(info.st_mode) else "a pipe or a device"
            raise InputError(f"cannot read {path}: it is {what}, not a file")
        if info.st_size > LARGEST_FILE:
            raise InputError(f"{path} has over {LARGEST_FILE:,} bytes; that is no settings file")
        return path.read_text(encoding="utf-8").removeprefix("\ufeff")  # a byte order mark
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not a text file (byte {error.start} is not UTF-8)") from error
    except (OSError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise InputError(f"cannot read {path}: {reason}") from error


def parse_toml(text: str, name: str) -> dict[str, Any]:
    """Plain data from the text of a TOML file.

    Raises
    ------
    InputError
        If it is not valid, with the line, or if it says nothing: an empty file was hardly meant to
        stand for the defaults.

    Examples
    --------
    >>> parse_toml("seed = 1", "mine.toml")
    {'seed': 1}
    """
    try:
        data = tomllib.loads(text)
        if not data:
            what = "holds comments only" if text.strip() else "is empty"
            raise InputError(f"{name} {what}; it has to set at least one value, such as {EXAMPLE}")
        return data
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{name} is not valid TOML: {error}") from error
    except RecursionError as error:
        raise InputError(f"{name} is nested too deeply to be a settings file") from error
    except InputError:
        raise
    except ValueError as error:  # a number of thousands of digits
        raise InputError(f"{name} is not valid TOML: {error}") from error
