"""What is kept between sessions: believed only if nobody else could write it, and it is whole."""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import os
import stat
import sys
import tempfile
from pathlib import Path
from typing import Final

from cocreation_sim.errors import InputError
from cocreation_sim.files import write

MARK: Final = b"cocreation_sim keeps 1\n"
DIGEST: Final = 32  # bytes
OTHERS_WRITE: Final = stat.S_IWGRP | stat.S_IWOTH
NO_HOME: Final = "there is no home folder; name a folder by $COCREATION_CACHE"


class UnusableError(Exception):
    """Something is kept, but not to be believed. The message says why, to follow on "since"."""


def cache_folder() -> Path | None:
    """Where things are kept: $COCREATION_CACHE, or the user's cache folder; none without a home."""
    given = os.environ.get("COCREATION_CACHE")
    if given:
        return Path(given)
    try:
        home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    except RuntimeError:  # neither $HOME nor a user of that number
        return None
    return Path(home) / "cocreation_sim"


def lend_home() -> None:
    """Give this process a folder as its home if it has none, for libraries that insist on one."""
    try:
        Path.home()
    except RuntimeError:
        lent = tempfile.TemporaryDirectory(prefix="home-", ignore_cleanup_errors=True)
        atexit.register(lent.cleanup)
        os.environ["HOME"] = lent.name


def place(kind: str) -> Path | None:
    """Where things of a kind are kept; none without a home.

    Examples
    --------
    >>> place("kernels").name
    'kernels'
    """
    folder = cache_folder()
    return folder and folder / kind


def recall(file: Path) -> bytes | None:
    """What was kept in a file, or none where there is no such file.

    The folder and the file have to belong to this user or to root, and nobody else may be able to
    write to either. Both are checked where they were opened, and the content, which is read once,
    against the digest that stands before it. Reading needs no permission to write.

    Raises
    ------
    UnusableError
        If somebody else may have written it, it is damaged, or it cannot be read.

    Examples
    --------
    >>> file = Path(getfixture("tmp_path")) / "numbers"
    >>> recall(file) is None, keep(file, b"1 2 3"), recall(file)
    (True, '', b'1 2 3')
    """
    try:
        content = _read_own(file)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        raise UnusableError(f"{file} cannot be read ({_reason(error)})") from None
    head = len(MARK) + DIGEST
    body = content[head:]
    if content[:head] != MARK + _digest(file.name, body):
        raise UnusableError("what was kept of it is damaged")
    return body


def keep(file: Path, content: bytes) -> str:
    """Keep something in a file that others may not write; "", or why that is not possible."""
    fault = cannot_keep(file.parent)
    if fault:
        return fault
    try:
        write(file, MARK + _digest(file.name, content) + content, mode=0o644)
    except InputError as error:
        return str(error)
    return ""


def cannot_keep(folder: Path | None) -> str:
    """Why nothing can be kept in a folder, which is made if need be; "" where it can.

    Examples
    --------
    >>> cannot_keep(None)
    'there is no home folder; name a folder by $COCREATION_CACHE'
    """
    if folder is None:
        return NO_HOME
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o755, exist_ok=True)
        _check(folder.stat(), folder)
        with tempfile.TemporaryFile(dir=folder):
            return ""
    except UnusableError as fault:
        return str(fault)
    except (OSError, ValueError) as error:
        return f"{folder} cannot be written ({_reason(error)})"


def tell(sentence: str) -> None:
    """Say a sentence on standard error, to whoever can hear it."""
    with contextlib.suppress(OSError):
        sys.stderr.write(f"{sentence}\n")


def _digest(name: str, content: bytes) -> bytes:
    """Of a content under its name, so that no file passes for another."""
    key = hashlib.blake2b(os.fsencode(name), digest_size=DIGEST).digest()
    return hashlib.blake2b(content, digest_size=DIGEST, key=key).digest()


def _read_own(file: Path) -> bytes:
    """The content of a file that is opened once, in a folder that is opened once, both checked."""
    if os.name != "posix":
        return file.read_bytes()
    flags = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK  # a pipe makes nobody wait
    folder = os.open(file.parent, flags | os.O_DIRECTORY)
    try:
        _check(os.fstat(folder), file.parent)
        opened = os.open(file.name, flags | os.O_NOFOLLOW, dir_fd=folder)
    finally:
        os.close(folder)
    with os.fdopen(opened, "rb") as handle:
        info = os.fstat(opened)
        _check(info, file)
        if not stat.S_ISREG(info.st_mode):
            raise UnusableError(f"{file} is not a file")
        return handle.read()


def _check(info: os.stat_result, path: Path) -> None:
    """Refuse what somebody else may have written."""
    if os.name != "posix":
        return
    if info.st_uid not in (0, os.geteuid()):
        raise UnusableError(
            f"{path} belongs to another user; name a folder of your own by $COCREATION_CACHE"
        )
    if info.st_mode & OTHERS_WRITE:
        raise UnusableError(f"others may write to {path}; `chmod go-w` forbids it")


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
