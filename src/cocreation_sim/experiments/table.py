"""The table of an experiment's runs: its columns, and batches of rows put together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from cocreation_sim.designs.design import Recipe, Values
from cocreation_sim.designs.factors import cell_of

if TYPE_CHECKING:
    import pyarrow as pa

KEYS: Final = ("scenario_id", "replication_id", "seed", "campaign")
ERROR_KEYS: Final = ("scenario_id", "replication_id", "seed")
ERRORS: Final = ("error", "message")


class Played(NamedTuple):
    """What came of a batch of runs.

    Attributes
    ----------
    runs
        One row a run and campaign; none where every run failed.
    errors
        One row a run that raised an error; none where none did.
    tasks
        How many runs were played.
    """

    runs: pa.Table | None
    errors: pa.Table | None
    tasks: int


def tabulated(
    recipe: Recipe,
    keys: Sequence[tuple[Any, ...]],
    rows: Sequence[dict[str, Any]],
    errors: Sequence[tuple[Any, ...]],
    tasks: int,
) -> Played:
    """Rows of runs, and of those that failed, as tables."""
    import pyarrow as pa

    runs = failed = None
    head: dict[str, Any]
    if rows:
        ids, replications, seeds, values = zip(*keys, strict=True)
        named: dict[str, Any] = {name: [row[name] for row in rows] for name in rows[0]}
        head = {"scenario_id": ids, "replication_id": replications, "seed": seeds}
        head["campaign"] = named.pop("campaign")
        runs = pa.table(head | _factor_columns(recipe, values) | named)
    if errors:
        ids, replications, seeds, values, kinds, messages = zip(*errors, strict=True)
        head = {"scenario_id": ids, "replication_id": replications, "seed": seeds}
        failed = pa.table(
            head | _factor_columns(recipe, values) | {"error": kinds, "message": messages}
        )
    return Played(runs, failed, tasks)


def _factor_columns(recipe: Recipe, values: Sequence[Values]) -> dict[str, Any]:
    import pyarrow as pa

    out = {}
    for k, (name, kind) in enumerate(zip(recipe.columns, recipe.kinds, strict=True)):
        cells = [cell_of(row[k]) for row in values]
        if kind == "string":
            cells = [str(cell) for cell in cells]
        out[name] = pa.array(cells, kind)
    return out
