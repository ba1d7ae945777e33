"""An experiment on disk: shards of runs in Parquet, the study that makes them, and a manifest.

A folder holds

- ``study.toml``, a study that makes the same runs again,
- ``manifest.json``, what made them: versions, git commit, seed, hashes, machine,
- ``runs/*.parquet``, one row a run and campaign, and ``errors/*.parquet``, one row a run that
  raised an error,
- ``ledger/*.txt``, which of these files were written.

Each file is written whole or not at all, and what is done is what lies there: an experiment that
was killed goes on where it stood, and several processes may write at once. Each file holds a digest
of itself, so that what was changed or damaged is told and never read. Any program that reads
Parquet reads the runs directly.
"""

from __future__ import annotations

import contextlib
import os
import time
import warnings
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from cocreation_sim.errors import InputError
from cocreation_sim.experiments.identity import Identity
from cocreation_sim.experiments.ledger import Ledger
from cocreation_sim.experiments.manifest import (
    MANIFEST,
    STUDY,
    Manifest,
    has_manifest,
    manifest_for,
    read_manifest,
    sealed,
    unsealed,
    write_new,
)
from cocreation_sim.experiments.memory import ERRORS, RUNS
from cocreation_sim.experiments.shards import DamagedError, read_shard, write_shard
from cocreation_sim.experiments.table import Played
from cocreation_sim.files import PART, check_writable, make_folder, read_text, write

if TYPE_CHECKING:
    import pyarrow as pa


RUN: Final = ["scenario_id", "replication_id"]
SHARD_ROWS: Final = 5000
SHARD_SECONDS: Final = 10.0


class Store:
    """A folder that runs are written to as they get ready.

    Parameters
    ----------
    folder
        Where it is; it need not exist yet.
    others
        Folders with further parts of the same experiment, which are read with it.
    """

    def __init__(self, folder: str | os.PathLike[str], others: Iterable[Path] = ()) -> None:
        self.folder = Path(folder)
        self.others = tuple(others)
        self.waiting: dict[str, list[pa.Table]] = {RUNS: [], ERRORS: []}
        self.written_at = time.monotonic()
        self.ledger = Ledger(self.folder)

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
        strange = self.folder.is_dir() and any(
            not path.name.endswith(PART) for path in self.folder.iterdir()
        )
        if self.exists():  # asked last: another process may have begun in between
            identity.check(self.identity, str(self.folder))
        elif strange:
            raise InputError(
                f"{self.folder} holds something else than an experiment; give an empty folder"
            )
        else:
            self.manifest = manifest_for(identity)

    def begin(self, study: str) -> None:
        """Write down what is played, before it is.

        Parameters
        ----------
        study
            What is played, as the text of a study's file.

        Raises
        ------
        InputError
            If it cannot be written, or another process has begun another experiment there.
        """
        for part in (RUNS, ERRORS):
            check_writable(self.folder / part)
        mine, text = self.manifest, sealed(study)
        if not write_new(self.folder / MANIFEST, mine.to_json()):
            self.manifest = read_manifest(self.folder)
            mine.identity.check(self.identity, str(self.folder))
        write(self.folder / STUDY, text)
        for part in (RUNS, ERRORS):
            make_folder(self.folder / part)

    def exists(self) -> bool:
        """Whether the folder holds an experiment."""
        return has_manifest(self.folder)

    @cached_property
    def manifest(self) -> Manifest:
        """What made the runs in the folder."""
        return read_manifest(self.folder)

    @property
    def identity(self) -> Identity:
        """What the runs in the folder are runs of."""
        return self.manifest.identity

    def study_text(self) -> str:
        """The study in the folder, as it was played.

        Raises
        ------
        InputError
            If there is none, or it was changed.
        """
        path = self.folder / STUDY
        return unsealed(read_text(path), path, self.manifest.format)

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
                rows = pa.concat_tables(tables)
                path = write_shard(self.folder / part, rows, self.identity.key())
                self.ledger.add([f"{part}/{path.name}"])
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
        folders = (self.folder, *self.others)
        return sorted(path for folder in folders for path in (folder / part).glob("*.parquet"))

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
        if part == RUNS:
            return self._rows(RUNS, columns)
        errors = self._rows(ERRORS, None)
        if errors is None:
            return None
        errors = errors.filter(_not_in(errors, self._rows(RUNS, RUN)))
        if not len(errors):
            return None
        return errors.select(list(columns)) if columns else errors

    def _rows(self, part: str, columns: Sequence[str] | None) -> pa.Table | None:
        import pyarrow as pa

        tables = [read_shard(path, self.identity.key(), columns) for path in self.shards(part)]
        tables += [t.select(list(columns)) if columns else t for t in self.waiting[part]]
        tables = [table for table in tables if len(table)]
        if not tables:
            return None
        try:
            return pa.concat_tables(tables)
        except pa.ArrowInvalid as error:
            raise InputError(f"the files in {self.folder / part} do not fit together") from error

    def mend(self) -> None:
        """Set damaged files aside, so that their runs are played again; a warning tells which.

        It tells as well which files are gone.
        """
        for part in (RUNS, ERRORS):
            for path in self.shards(part):
                try:
                    read_shard(path, self.identity.key())
                except DamagedError as error:
                    if not os.path.lexists(path):
                        continue  # set aside by another process
                    aside = path.with_suffix(".damaged")
                    with contextlib.suppress(FileNotFoundError):
                        path.replace(aside)
                    warnings.warn(
                        f"{error}; it is set aside as {aside.name}, and its runs are played again",
                        stacklevel=2,
                    )
        if missing := self.tell_missing("they are played again"):
            self.ledger.strike(missing)

    def tell_missing(self, then: str) -> list[str]:
        """Warn where files of runs are gone that were written, and name them.

        Parameters
        ----------
        then
            What becomes of their runs, in words.
        """
        ledgers = (self.ledger, *map(Ledger, self.others))
        missing = [name for ledger in ledgers for name in ledger.missing()]
        if missing:
            files = "1 file" if len(missing) == 1 else f"{len(missing):,} files"
            warnings.warn(
                f"{files} of runs that {self.folder} held can no longer be found ({missing[0]}"
                f"{', for instance' if len(missing) > 1 else ''}); {then}",
                stacklevel=3,
            )
        return missing

    def done(
        self,
        ranks: Mapping[str, int],
        replications: int,
        worlds: int = 1,
        parts: Sequence[str] = (RUNS, ERRORS),
    ) -> np.ndarray[Any, Any]:
        """Which runs are there: one row a scenario by rank, one column a replication.

        Parameters
        ----------
        ranks
            Row of each scenario, by `scenario_id`.
        replications, worlds
            Of the experiment. Each world has luck of its own, so replication r in world w is number
            ``r * worlds + w``.
        parts
            What counts: by default runs that raised an error as well.

        Raises
        ------
        InputError
            If there are runs of scenarios that have no rank.
        """
        found = np.zeros((len(ranks), replications), np.bool_)
        for part in parts:
            for path in self.shards(part):
                keys = read_shard(path, self.identity.key(), RUN)
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


def _not_in(errors: pa.Table, runs: pa.Table | None) -> np.ndarray[Any, Any]:
    """Which runs that raised an error were not played since."""
    import pandas as pd

    failed = pd.MultiIndex.from_frame(errors.select(RUN).to_pandas())
    if runs is None:
        return np.ones(len(failed), np.bool_)
    return ~np.asarray(failed.isin(pd.MultiIndex.from_frame(runs.select(RUN).to_pandas())))
