"""Writing results: whole files or none, and a clear word where that is not possible."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from cocreation_sim.errors import InputError


def check_writable(folder: str | os.PathLike[str]) -> Path:
    """The folder as a path, after making sure that files can be written there.

    Whatever is made for trying is taken away again, so that work which never ends leaves nothing.

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
    made: list[Path] = []
    try:
        missing = [target, *target.parents]
        for step in reversed([p for p in missing if not p.exists()]):
            step.mkdir()
            made.append(step)
        with tempfile.NamedTemporaryFile(dir=target):
            pass
    except (OSError, ValueError) as error:
        raise _refused(target, error) from error
    finally:
        for step in reversed(made):
            step.rmdir()
    return target


def write(path: Path, content: str | bytes) -> Path:
    """Write a file in one go: a reader sees the old content or the new, never a part.

    Raises
    ------
    InputError
        If it cannot be written.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            part.write_bytes(content.encode() if isinstance(content, str) else content)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except (OSError, ValueError) as error:
        raise _refused(path, error) from error
    return path


def _refused(path: Path, error: OSError | ValueError) -> InputError:
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return InputError(f"cannot write {path}: {reason}")
