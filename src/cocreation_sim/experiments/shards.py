"""Shards: runs of an experiment in Parquet, each file named by its runs and by its own bytes."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cocreation_sim.errors import InputError
from cocreation_sim.files import write
from cocreation_sim.version import __version__

if TYPE_CHECKING:
    import pyarrow as pa


class DamagedError(InputError):
    """A file of a store cannot be read, or is not as it was written."""


def write_shard(folder: Path, table: pa.Table, key: str) -> Path:
    """Write a shard.

    Parameters
    ----------
    folder, table
        Where to, and the rows.
    key
        Of the identity of the experiment.
    """
    import pyarrow as pa
    from pyarrow import parquet

    named = hashlib.blake2b(digest_size=8)
    for column in ("scenario_id", "replication_id"):
        named.update(repr(table[column].to_pylist()).encode())
    table = table.replace_schema_metadata({"study": key, "version": __version__})
    sink = pa.BufferOutputStream()
    parquet.write_table(table, sink, compression="zstd", write_page_checksum=True)
    content = sink.getvalue().to_pybytes()
    return write(folder / f"{named.hexdigest()}-{digest(content)}.parquet", content)


def read_shard(path: Path, key: str, columns: Sequence[str] | None = None) -> pa.Table:
    """Rows of a shard, after making sure that it is as it was written.

    Shards of the first format have no digest in their names; Parquet's own checksums stand for it.

    Parameters
    ----------
    path, columns
        Which shard, and which of its columns; by default all.
    key
        Of the identity of the experiment.

    Raises
    ------
    DamagedError
        If it cannot be read, or is not as it was written.
    InputError
        If it is one of another experiment.
    """
    import pyarrow as pa
    from pyarrow import parquet

    content = read_bytes(path)
    _, dash, written = path.stem.partition("-")
    if dash and written != digest(content):
        raise DamagedError(f"{path} is damaged: it is not as it was written")
    try:
        with parquet.ParquetFile(pa.BufferReader(content), page_checksum_verification=True) as file:
            metadata = file.schema_arrow.metadata or {}
            table = file.read(list(columns) if columns else None)
        belongs = metadata.get(b"study", b"").decode()
    except (OSError, pa.ArrowException, ValueError, KeyError) as error:
        raise _damaged(path, error) from error
    if belongs != key:
        raise InputError(f"{path} belongs to another experiment; take it out of the folder")
    return table.replace_schema_metadata(None)


def read_bytes(path: Path) -> bytes:
    """A file of a store; what is no file, such as a pipe, is not waited for.

    Parameters
    ----------
    path
        Of the file.

    Raises
    ------
    DamagedError
        If it is no file, or cannot be read.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise DamagedError(f"{path} is damaged: it is no regular file")
        return path.read_bytes()
    except OSError as error:
        raise _damaged(path, error) from error


def digest(content: bytes) -> str:
    """A short digest of what a file holds.

    Examples
    --------
    >>> digest(b"runs")
    '021b73f5b3ff04f6'
    """
    return hashlib.blake2b(content, digest_size=8).hexdigest()


def _damaged(path: Path, error: Exception) -> DamagedError:
    reason = str(error).splitlines()[0] if str(error) else type(error).__name__
    return DamagedError(f"{path} is damaged: {reason}")
