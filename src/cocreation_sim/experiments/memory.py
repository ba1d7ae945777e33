"""Runs kept in memory, where there is no folder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cocreation_sim.experiments.table import Played

if TYPE_CHECKING:
    import pyarrow as pa

RUNS, ERRORS = "runs", "errors"


class Memory:
    """A store without a disk."""

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
