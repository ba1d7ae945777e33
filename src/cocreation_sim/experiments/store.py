"""An experiment on disk: shards of runs in Parquet, the study that makes them, and a manifest.

A folder holds

- ``study.toml``, a study that makes the same runs again,
- ``manifest.json``, what made them: versions, git commit, seed, hashes, machine,
- ``runs/*.parquet``, one row a run and campaign, and ``errors/*.parquet``, one row a run that
  raised an error.

Each file is written whole or not at all, and what is done is what lies there: an experiment that
was killed goes on where it stood. Any program that reads Parquet reads the runs directly.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import subprocess
import sys
import time
import warnings
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from pydantic import TypeAdapter

import cocreation_sim
from cocreation_sim.errors import InputError
from cocreation_sim.experiments.identity import Identity
from cocreation_sim.experiments.table import Played
from cocreation_sim.files import check_writable, write

if TYPE_CHECKING:
    import pyarrow as pa

    from cocreation_sim.experiments.study import Study

STUDY: Final = "study.toml"
MANIFEST: Final = "manifest.json"
RUNS, ERRORS = "runs", "errors"
FORMAT: Final = 1
SHARD_ROWS: Final = 5000
SHARD_SECONDS: Final = 10.0


class Store:
    """A folder that runs are written to as they get ready.

    Parameters
    ----------
    folder
        Where it is; it need not exist yet.
    """

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self.folder = Path(folder)
        self.waiting: dict[str, list[pa.Table]] = {RUNS: [], ERRORS: []}
        self.written_at = time.monotonic()

    # ------------------------------------------------------------------ what it is

    def open(self, identity: Identity) -> None:
        """Make sure that the folder can hold the runs of an experiment; nothing is written.

        Parameters
        ----------
        identity
            What the runs are runs of.

        Raises
        ------
        InputError
            If it holds another experiment, or one made by another version, or something else.
        """
        check_writable(self.folder)
        if self.exists():
            identity.check(self.identity, str(self.folder))
        elif self.folder.is_dir() and any(self.folder.iterdir()):
            raise InputError(
                f"{self.folder} holds something else than an experiment; give an empty folder"
            )
        self.identity = identity

    def begin(self, study: Study) -> None:
        """Write down what is played, before it is.

        Parameters
        ----------
        study
            What is played.

        Raises
        ------
        InputError
            If it cannot be written.
        """
        manifest = {
            "format": FORMAT,
            "identity": self.identity.to_dict(),
            "made": {
                "version": cocreation_sim.__version__,
                "commit": _commit(),
                "python": sys.version.split()[0],
                "platform": platform.platform(),
                "packages": _versions(),
                "started": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            },
        }
        write(self.folder / STUDY, study.to_toml())
        if not (self.folder / MANIFEST).exists():
            write(self.folder / MANIFEST, json.dumps(manifest, indent=1) + "\n")
        for part in (RUNS, ERRORS):
            check_writable(self.folder / part).mkdir(parents=True, exist_ok=True)

    def exists(self) -> bool:
        """Whether the folder holds an experiment."""
        return (self.folder / MANIFEST).is_file()

    @cached_property
    def identity(self) -> Identity:
        """What the runs in the folder are runs of."""
        path = self.folder / MANIFEST
        if not path.is_file():
            raise InputError(f"{self.folder} holds no experiment: there is no {MANIFEST} in it")
        try:
            manifest = json.loads(path.read_text(encoding="utf-8"))
            if manifest["format"] != FORMAT:
                raise InputError(
                    f"{path} has format {manifest['format']!r}; this version reads {FORMAT}"
                )
            return TypeAdapter(Identity).validate_python(manifest["identity"])
        except InputError:
            raise
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            reason = error if isinstance(error, OSError) else "it is not as it was written"
            raise InputError(f"{path} is damaged: {reason}") from error

    # ------------------------------------------------------------------ writing

    def add(self, played: Played) -> None:
        """Take what came of a batch; it is written with others when there is enough.

        Parameters
        ----------
        played
            The rows of its runs.
        """
        for part, table in ((RUNS, played.runs), (ERRORS, played.errors)):
            if table is not None:
                self.waiting[part].append(table)
        rows = sum(len(table) for tables in self.waiting.values() for table in tables)
        if rows >= SHARD_ROWS or time.monotonic() - self.written_at > SHARD_SECONDS:
            self.flush()

    def flush(self) -> None:
        """Write what waits, each part as one file.

        Raises
        ------
        InputError
            If it cannot be written.
        """
        import pyarrow as pa

        for part, tables in self.waiting.items():
            if tables:
                _write_shard(self.folder / part, pa.concat_tables(tables), self.identity.key())
                tables.clear()
        self.written_at = time.monotonic()

    # ------------------------------------------------------------------ reading

    def shards(self, part: str = RUNS) -> list[Path]:
        """The files of a part, in order of their names.

        Parameters
        ----------
        part
            "runs" or "errors".
        """
        return sorted((self.folder / part).glob("*.parquet"))

    def read(self, part: str = RUNS, columns: Sequence[str] | None = None) -> pa.Table | None:
        """All rows of a part, or some columns of them; none where there are none.

        Parameters
        ----------
        part, columns
            "runs" or "errors", and which columns; by default all.

        Raises
        ------
        InputError
            If a file is damaged, or is that of another experiment.
        """
        import pyarrow as pa

        tables = [_read_shard(path, self.identity.key(), columns) for path in self.shards(part)]
        tables += [t.select(list(columns)) if columns else t for t in self.waiting[part]]
        tables = [table for table in tables if len(table)]
        if not tables:
            return None
        try:
            return pa.concat_tables(tables)
        except pa.ArrowInvalid as error:
            raise InputError(f"the files in {self.folder / part} do not fit together") from error

    def mend(self) -> None:
        """Set damaged files aside, so that their runs are played again; a warning tells which."""
        for part in (RUNS, ERRORS):
            for path in self.shards(part):
                try:
                    _read_shard(path, self.identity.key(), None)
                except DamagedError as error:
                    aside = path.with_suffix(".damaged")
                    path.replace(aside)
                    warnings.warn(
                        f"{error}; it is set aside as {aside.name}, and its runs are played again",
                        stacklevel=2,
                    )

    def done(
        self, ranks: Mapping[str, int], replications: int, worlds: int = 1
    ) -> np.ndarray[Any, Any]:
        """Which runs are there: one row a scenario by rank, one column a replication.

        Parameters
        ----------
        ranks
            Row of each scenario, by `scenario_id`.
        replications, worlds
            Of the experiment. Each world has luck of its own, so replication r in world w is number
            ``r * worlds + w``.

        Raises
        ------
        InputError
            If there are runs of scenarios that have no rank.
        """
        found = np.zeros((len(ranks), replications), np.bool_)
        for part in (RUNS, ERRORS):
            for path in self.shards(part):
                keys = _read_shard(path, self.identity.key(), ["scenario_id", "replication_id"])
                coded = keys["scenario_id"].combine_chunks().dictionary_encode()
                names = coded.dictionary.to_pylist()
                unknown = [name for name in names if name not in ranks]
                if unknown:
                    raise InputError(
                        f"{self.folder} holds runs of design points that this study does not have "
                        f"(scenario_id {unknown[0]}, for instance); keep all its points in the "
                        "study, or give another folder"
                    )
                place = np.array([ranks[name] for name in names], np.int64)
                where = place[coded.indices.to_numpy()]
                number = keys["replication_id"].to_numpy() // worlds
                inside = number < replications
                found[where[inside], number[inside]] = True
        return found


class Memory:
    """Runs kept in memory, where there is no folder; a `Store` without a disk."""

    def __init__(self) -> None:
        self.tables: dict[str, list[pa.Table]] = {RUNS: [], ERRORS: []}

    def add(self, played: Played) -> None:
        """Take what came of a batch.

        Parameters
        ----------
        played
            The rows of its runs.
        """
        for part, table in ((RUNS, played.runs), (ERRORS, played.errors)):
            if table is not None:
                self.tables[part].append(table)

    def flush(self) -> None:
        """Nothing waits."""

    def read(self, part: str = RUNS, columns: Sequence[str] | None = None) -> pa.Table | None:
        """All rows of a part, or some columns of them; none where there are none.

        Parameters
        ----------
        part, columns
            As for `Store.read`.
        """
        import pyarrow as pa

        tables = self.tables[part]
        if not tables:
            return None
        whole = pa.concat_tables(tables)
        return whole.select(list(columns)) if columns else whole


class DamagedError(InputError):
    """A file of a store cannot be read."""


def _write_shard(folder: Path, table: pa.Table, key: str) -> Path:
    """Write a shard, named by the runs in it."""
    import pyarrow as pa
    from pyarrow import parquet

    named = hashlib.blake2b(digest_size=8)
    for column in ("scenario_id", "replication_id"):
        named.update(repr(table[column].to_pylist()).encode())
    table = table.replace_schema_metadata({"study": key, "version": cocreation_sim.__version__})
    sink = pa.BufferOutputStream()
    parquet.write_table(table, sink, compression="zstd", write_page_checksum=True)
    return write(folder / f"{named.hexdigest()}.parquet", sink.getvalue().to_pybytes())


def _read_shard(path: Path, key: str, columns: Sequence[str] | None) -> pa.Table:
    import pyarrow as pa
    from pyarrow import parquet

    try:
        with parquet.ParquetFile(path, page_checksum_verification=True) as file:
            metadata = file.schema_arrow.metadata or {}
            table = file.read(list(columns) if columns else None)
    except (OSError, pa.ArrowException, ValueError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise DamagedError(f"{path} is damaged: {reason}") from error
    if metadata.get(b"study", b"").decode() != key:
        raise InputError(f"{path} belongs to another experiment; take it out of the folder")
    return table.replace_schema_metadata(None)


def merge(folders: Iterable[str | os.PathLike[str]], out: str | os.PathLike[str]) -> Store:
    """Put the shards of one experiment, played in parts, into one folder.

    Parameters
    ----------
    folders
        What the parts were stored in.
    out
        The folder for all; it may be one of them, or hold the experiment already.

    Raises
    ------
    InputError
        If a folder holds no experiment, or another one than the first.

    Examples
    --------
    >>> from cocreation_sim.experiments.sweep import sweep
    >>> parts = [getfixture("tmp_path") / name for name in ("one", "other")]
    >>> for k, part in enumerate(parts, start=1):
    ...     _ = sweep("workshop", {}, 4, store=part, shard=(k, 2), workers=1, progress=False)
    >>> len(merge(parts, getfixture("tmp_path") / "all").read())
    4
    """
    stores = [Store(folder) for folder in folders]
    if not stores:
        raise InputError("there is nothing to merge; name the folders of the parts")
    first = stores[0]
    for store in stores:
        store.identity.check(first.identity, str(first.folder))
    target = Store(out)
    check_writable(target.folder)
    if target.exists():
        first.identity.check(target.identity, str(target.folder))
    for store in stores:
        for part in (RUNS, ERRORS):
            for path in store.shards(part):
                copy = target.folder / part / path.name
                if not copy.exists():
                    _read_shard(path, first.identity.key(), None)
                    write(copy, path.read_bytes())
            (target.folder / part).mkdir(parents=True, exist_ok=True)
    for name in (STUDY, MANIFEST):
        if not (target.folder / name).exists():
            write(target.folder / name, (first.folder / name).read_bytes())
    return target


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
