"""What the runs of an experiment are runs of: whether two sets of runs may be put together."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import cocreation_sim
from cocreation_sim.errors import InputError
from cocreation_sim.experiments.design import Recipe
from cocreation_sim.rulebook import Rule, fingerprint


@dataclass(frozen=True)
class Identity:
    """Everything besides its points and replications that makes a run what it is.

    Attributes
    ----------
    scenario
        Hash of the scenarios that are varied.
    columns, kinds
        The varied paths, and the kinds of their columns.
    seed
        Root of all luck.
    worlds
        Number of worlds, which luck is counted by.
    model
        Hash of the sources of the rules, draws and engines.
    swapped
        Names of rules and agents that were swapped, with the hashes of what stands in for them.
    """

    scenario: str
    columns: list[str]
    kinds: list[str]
    seed: int
    worlds: int
    model: str
    swapped: dict[str, str]

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)

    def key(self) -> str:
        """All of it in one short word."""
        return _hash(json.dumps(self.to_dict(), sort_keys=True))

    def check(self, stored: Identity, where: str) -> None:
        """Refuse to go on with runs of something else.

        Raises
        ------
        InputError
            It says in what the two differ.
        """
        if self.columns != stored.columns or self.kinds != stored.kinds:
            told = "it varies " + (", ".join(stored.columns) or "nothing")
        elif self.seed != stored.seed:
            told = f"its seed is {stored.seed}, not {self.seed}"
        elif self.scenario != stored.scenario:
            told = "its scenario differs"
        elif self.worlds != stored.worlds:
            told = f"it has {stored.worlds} worlds of uncertainties, not {self.worlds}"
        elif self.swapped != stored.swapped:
            told = "it was played with " + (", ".join(stored.swapped) or "no rule") + " swapped"
        elif self.model != stored.model:
            told = "it was made by another version of the model's rules"
        else:
            return
        raise InputError(
            f"{where} holds another experiment: {told}; give another folder, or run that study"
        )


def identity_of(
    recipe: Recipe, seed: int, worlds: int, swapped: Mapping[str, Rule | type | None]
) -> Identity:
    """The identity of an experiment."""
    bases = {name: base.fingerprint() for name, base in sorted(recipe.bases.items())}
    stand_ins = {name: fingerprint(what) for name, what in swapped.items() if what is not None}
    return Identity(
        _hash(json.dumps(bases)),
        list(recipe.columns),
        list(recipe.kinds),
        seed,
        worlds,
        model_hash(),
        stand_ins,
    )


MODEL = (
    "rules",
    "mesa_model",
    "compiled",
    "scenario",
    "outcomes",
)  # folders that results depend on
ALONE = (
    "randomness.py",
    "quantiles.py",
    "records.py",
    "rulebook.py",
    "columns.py",
)


@functools.cache
def model_hash() -> str:
    """Hash of every source that results depend on."""
    root = Path(str(cocreation_sim.__file__)).parent
    sources = [root / name for name in ALONE]
    for folder in MODEL:
        sources += sorted((root / folder).rglob("*.py"))
    return _hash("\0".join(path.read_text(encoding="utf-8") for path in sources))


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
