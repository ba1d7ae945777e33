"""Files in which a command leaves what it found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


def written_answer(
    folder: Path,
    tables: Mapping[str, pd.DataFrame],
    pictures: Mapping[str, Callable[[], Figure]],
    texts: Mapping[str, str] | None = None,
) -> list[Path]:
    """Write tables, pictures and texts, all made before the first is written."""
    from cocreation_sim.demo import png
    from cocreation_sim.files import write
    from cocreation_sim.spreadsheets import as_csv

    contents: dict[str, str | bytes] = {name: as_csv(table) for name, table in tables.items()}
    contents |= texts or {}
    contents |= {name: png(draw()) for name, draw in pictures.items()}
    return [write(folder / name, content) for name, content in contents.items()]
