"""The parts of one experiment, played with a shard each: read as one, or put into one folder."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from cocreation_sim.errors import InputError
from cocreation_sim.experiments.manifest import MANIFEST, STUDY, has_manifest
from cocreation_sim.experiments.memory import ERRORS, RUNS
from cocreation_sim.experiments.shards import read_shard, write_shard
from cocreation_sim.experiments.store import Store
from cocreation_sim.files import check_writable, make_folder, write


def opened(folder: str | os.PathLike[str]) -> Store:
    """The store in a folder, or the parts of one experiment in the folders within it, read as one.

    Parameters
    ----------
    folder
        What a sweep was written to, or what holds the folders of its parts.

    Raises
    ------
    InputError
        If the folders within are of different experiments, or one of them is damaged.

    Examples
    --------
    >>> from cocreation_sim.experiments.sweep import sweep
    >>> folder = getfixture("tmp_path")
    >>> for k in (1, 2):
    ...     part = {"store": folder / f"part{k}", "shard": (k, 2), "workers": 1}
    ...     _ = sweep("workshop", {}, 4, **part, progress=False)
    >>> len(opened(folder).read())
    4
    """
    whole = Path(folder)
    first, *others = parts_in(whole) or [whole]
    kept = Store(first, others)
    for other in others:
        kept.identity.check(Store(other).identity, str(other))
    return kept


def parts_in(folder: Path) -> list[Path]:
    """The folder if it holds an experiment, or else the folders within it that do, by name."""
    if not folder.is_dir() or has_manifest(folder):
        return [folder] * folder.is_dir()
    return sorted(path for path in folder.iterdir() if has_manifest(path))


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
    else:
        for name in (MANIFEST, STUDY):
            write(target.folder / name, (first.folder / name).read_bytes())
    for store in stores:
        store.tell_missing("they are not in what is put together")
        for part in (RUNS, ERRORS):
            make_folder(target.folder / part)
            target.ledger.add(
                f"{part}/{_copy(path, store, target.folder / part, target).name}"
                for path in store.shards(part)
                if store.folder.resolve() != target.folder.resolve()
            )
    return target


def _copy(path: Path, store: Store, folder: Path, target: Store) -> Path:
    """A shard of one store in another, which may be of an earlier format."""
    rows = read_shard(path, store.identity.key())
    if store.identity.key() != target.identity.key():
        return write_shard(folder, rows, target.identity.key())
    copy = folder / path.name
    return copy if copy.exists() else write(copy, path.read_bytes())
