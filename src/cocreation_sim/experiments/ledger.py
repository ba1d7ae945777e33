"""The ledger of a store: which shards were written, so that one which is gone is missed."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from cocreation_sim.errors import InputError
from cocreation_sim.experiments.shards import DamagedError, read_bytes
from cocreation_sim.files import unguessable

LEDGER: Final = "ledger"
LINE: Final = re.compile(r"(-?)((?:runs|errors)/[0-9a-f-]+\.parquet)")


class Ledger:
    """What was written to a folder by any process; each keeps a file of its own.

    Parameters
    ----------
    folder
        Of the store.

    Examples
    --------
    >>> ledger = Ledger(getfixture("tmp_path"))
    >>> ledger.add(["runs/0a.parquet", "runs/0b.parquet"])
    >>> ledger.strike(["runs/0b.parquet"])
    >>> Ledger(getfixture("tmp_path")).missing()
    ['runs/0a.parquet']
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.mine = folder / LEDGER / f"{unguessable()}.txt"

    def add(self, names: Iterable[str]) -> None:
        """Note shards that were written.

        Parameters
        ----------
        names
            Their paths within the folder.

        Raises
        ------
        InputError
            If it cannot be written.
        """
        self._append("".join(f"{name}\n" for name in names))

    def strike(self, names: Iterable[str]) -> None:
        """Note that shards are known to be gone.

        Parameters
        ----------
        names
            Their paths within the folder.

        Raises
        ------
        InputError
            If it cannot be written.
        """
        self._append("".join(f"-{name}\n" for name in names))

    def _append(self, text: str) -> None:
        if not text:
            return
        try:
            self.mine.parent.mkdir(parents=True, exist_ok=True)
            with self.mine.open("a", encoding="utf-8") as file:
                file.write(text)
        except OSError as error:
            raise InputError(f"cannot write {self.mine}: {error.strerror or error}") from error

    def missing(self) -> list[str]:
        """Shards that were written, and are neither there, nor set aside, nor struck."""
        written: set[str] = set()
        gone: set[str] = set()
        for path in sorted((self.folder / LEDGER).glob("*.txt")):
            try:
                text = read_bytes(path).decode(errors="replace")
            except DamagedError:
                continue  # it tells less, and nothing that is wrong
            for line in text.splitlines():
                if found := LINE.fullmatch(line):
                    (gone if found[1] else written).add(found[2])
        return sorted(name for name in written - gone if not self._is_there(name))

    def _is_there(self, name: str) -> bool:
        path = self.folder / name
        return os.path.lexists(path) or os.path.lexists(path.with_suffix(".damaged"))
