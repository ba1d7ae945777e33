"""What the runs of an experiment are runs of: whether two sets of runs may be put together."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from cocreation_sim.designs.design import Recipe
from cocreation_sim.errors import InputError
from cocreation_sim.model_hash import model_hash, same_results
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
        Hash of the rules, draws and engines; see `cocreation_sim.model_hash`.
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
        if told := self.difference(stored):
            raise InputError(
                f"{where} holds another experiment: {told}; give another folder, or run that study"
            )

    def difference(self, stored: Identity) -> str:
        """In what stored runs are those of something else, in words; empty if they are not."""
        if self.columns != stored.columns or self.kinds != stored.kinds:
            return "it varies " + (", ".join(stored.columns) or "nothing")
        if self.seed != stored.seed:
            return f"its seed is {stored.seed}, not {self.seed}"
        if self.scenario != stored.scenario:
            return "its scenario differs"
        if self.worlds != stored.worlds:
            return f"it has {stored.worlds} worlds of uncertainties, not {self.worlds}"
        if self.swapped != stored.swapped:
            return "it was played with " + (", ".join(stored.swapped) or "no rule") + " swapped"
        if not same_results(self.model, stored.model):
            return (
                "it was made by another version of the model's rules, so its runs can be read but "
                "not added to"
            )
        return ""


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


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
