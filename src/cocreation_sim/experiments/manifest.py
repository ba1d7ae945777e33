"""The manifest of a store, and its study: what made the runs, each with a digest of itself."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter

from cocreation_sim.errors import InputError
from cocreation_sim.experiments.identity import Identity
from cocreation_sim.experiments.shards import digest, read_bytes
from cocreation_sim.files import PART, make_folder, unguessable, write
from cocreation_sim.version import __version__

STUDY: Final = "study.toml"
MANIFEST: Final = "manifest.json"
FORMAT: Final = 2  # 1 had no digests, and the hash of the model's text
SEAL: Final = "# As the sweep wrote it; change a copy, not this file. Digest: "


@dataclass(frozen=True)
class Manifest:
    """What made the runs of a store.

    Attributes
    ----------
    format
        Of the store.
    identity
        What the runs are runs of.
    made
        By which versions, where and when.
    """

    format: int
    identity: Identity
    made: dict[str, Any]

    def to_json(self) -> str:
        """As it is written."""
        data = {"format": self.format, "identity": self.identity.to_dict(), "made": self.made}
        return json.dumps(data | {"digest": _digest_of(data)}, indent=1) + "\n"


def manifest_for(identity: Identity) -> Manifest:
    """The manifest of an experiment that begins now.

    Parameters
    ----------
    identity
        What its runs are runs of.
    """
    made = {
        "version": __version__,
        "commit": _commit(),
        "python": sys.version.split()[0],
        "platform": platform.platform(),
        "packages": _versions(),
        "started": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    }
    return Manifest(FORMAT, identity, made)


def has_manifest(folder: Path) -> bool:
    """Whether a folder has a manifest.

    Parameters
    ----------
    folder
        Of the store.

    Raises
    ------
    InputError
        If the folder may not be looked into.
    """
    try:
        return (folder / MANIFEST).is_file()
    except (OSError, ValueError) as error:
        raise InputError(f"cannot read {folder}: {error}") from error


def read_manifest(folder: Path) -> Manifest:
    """The manifest in a folder.

    Parameters
    ----------
    folder
        Of the store.

    Raises
    ------
    InputError
        If there is none, it is damaged, or a later version wrote it.
    """
    path = folder / MANIFEST
    if not has_manifest(folder):
        raise InputError(f"{folder} holds no experiment: there is no {MANIFEST} in it")
    content = read_bytes(path)
    try:
        data = json.loads(content.decode())
        number = data["format"]
        if type(number) is int and number > FORMAT:
            raise InputError(
                f"{path} has format {number}, which a later version wrote; this version reads "
                f"formats 1 to {FORMAT}: install a newer one"
            )
        if type(number) is not int or number < 1:
            raise ValueError(f"its format is {number!r}")
        written = data.pop("digest", None)
        if number > 1 and written != _digest_of(data):
            raise ValueError("it is not as it was written")
        return TypeAdapter(Manifest).validate_python(data)
    except InputError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        said = str(error).splitlines()
        reason = said[0] if len(said) == 1 and type(error) is ValueError else ""
        raise InputError(f"{path} is damaged: {reason or 'it is not as it was written'}") from error


def write_new(path: Path, content: str) -> bool:
    """Write a file in one go if there is none yet, and tell whether there was none.

    Of several that try at once, one succeeds.

    Parameters
    ----------
    path, content
        The file, and what it is to hold.

    Raises
    ------
    InputError
        If it cannot be written.
    """
    make_folder(path.parent)
    if path.exists():
        return False
    part = write(path.with_name(f".{unguessable()}{PART}"), content)
    try:
        os.link(part, path)
    except FileExistsError:
        return False
    except OSError:  # a file system without links
        write(path, content)
    finally:
        part.unlink(missing_ok=True)
    return True


def sealed(text: str) -> str:
    """A study as a store keeps it: with a first line that tells whether it was changed.

    Parameters
    ----------
    text
        Of the study.

    Examples
    --------
    >>> unsealed(sealed("seed = 1"), Path("study.toml"), 2)
    'seed = 1'
    """
    return f"{SEAL}{digest(text.encode())}\n{text}"


def unsealed(text: str, path: Path, store_format: int) -> str:
    """A study as it was before it was sealed.

    Parameters
    ----------
    text, path
        Of the file.
    store_format
        Of its store; the first had no seals.

    Raises
    ------
    InputError
        If it was changed.
    """
    head, _, rest = text.partition("\n")
    if not head.startswith(SEAL) and store_format == 1:
        return text
    if head != f"{SEAL}{digest(rest.encode())}":
        raise InputError(
            f"{path} was changed after its sweep wrote it, so it may not be what was played; put "
            "it back, or give the command of the sweep again, which writes it anew"
        )
    return rest


def _digest_of(data: Any) -> str:
    return digest(json.dumps(data, sort_keys=True).encode())


def _commit() -> str:
    """The git commit of the working folder; empty where there is none."""
    try:
        told = subprocess.run(
            ["git", "rev-parse", "HEAD"], capture_output=True, text=True, timeout=5, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return told.stdout.strip() if told.returncode == 0 else ""


def _versions() -> dict[str, str]:
    from importlib.metadata import version

    return {name: version(name) for name in ("mesa", "numba", "numpy", "pandas", "pyarrow")}
