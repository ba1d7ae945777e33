"""Every pattern the model is held against, in one table: hit, or miss and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Unpack

import pandas as pd

from cocreation_sim.designs.factors import PRESET
from cocreation_sim.errors import InputError
from cocreation_sim.experiments.play import RunOptions, check_replications
from cocreation_sim.experiments.sweep import sweep
from cocreation_sim.fitting.communities import validate_communities
from cocreation_sim.fitting.drawn import CASES, case_runs
from cocreation_sim.fitting.targets import communities
from cocreation_sim.results import Result
from cocreation_sim.scenario.scenario import check_seed, load, presets
from cocreation_sim.validation.effects import effect_sentences
from cocreation_sim.validation.published import (
    CALIBRATED,
    MISS,
    held_against,
    runs_held_against,
    score,
)
from cocreation_sim.validation.responses import respond


@dataclass(frozen=True, eq=False, repr=False)
class Validation(Result):
    """What came of holding the model against reality.

    Attributes
    ----------
    published
        One row a case and published figure; see `cocreation_sim.validation.published.held_against`.
    communities
        One row an open-source community and figure; see `validate_communities`.
    effects
        One row a measured effect; see `cocreation_sim.validation.responses.respond`.
    """

    published: pd.DataFrame
    communities: pd.DataFrame
    effects: pd.DataFrame

    @property
    def score(self) -> tuple[int, int]:
        """How many of how many published figures that were not fitted lie inside."""
        return score(self.published)

    @property
    def joint(self) -> tuple[int, int]:
        """In how many of how many communities all figures together lie inside."""
        by_name = self.communities.groupby("community")["joint"].first()
        return int(by_name.sum()), len(by_name)

    @property
    def sentences(self) -> list[str]:
        """What was found, in words."""
        hit, all_of_them = self.score
        again, calibrated = score(self.published, calibrated=True)
        joint, of_communities = self.joint
        missed = self.published[self.published["inside"] == MISS]
        own = missed[missed["status"] != CALIBRATED]
        theirs = missed[missed["status"] == CALIBRATED]
        by_name = self.communities.groupby("community")["joint"].first()
        outside = [str(name) for name in by_name[~by_name].index]
        return [
            f"{hit} of {all_of_them} published figures not used for fitting lie inside the "
            f"90 % interval{_named('missed', _figures(own))}.",
            f"Of {calibrated} figures that the psychology was calibrated to, all at once, {again} "
            f"lie inside{_named('missed', _figures(theirs))}.",
            f"In {joint} of {of_communities} open-source communities the five figures together lie "
            f"inside the joint 90 % interval{_named('outside', outside)}.",
            *effect_sentences(self.effects),
        ]


def _drawn(case: str, seed: int, progress: bool) -> pd.DataFrame:
    """A case whose interval holds doubt about the psychology as well as luck."""
    scenario = load(case)
    (campaign,) = scenario.campaigns
    return runs_held_against(scenario, campaign, case_runs(case, seed, progress))


def _figures(table: pd.DataFrame) -> list[str]:
    return [f"{f} of {p}" for f, p in zip(table["figure"], table["preset"], strict=True)]


def _named(word: str, names: list[str]) -> str:
    return f"; {word}: {', '.join(names)}" if names else ""


def validate(
    replications: int = 100,
    seed: int = 1,
    tell: Callable[[str], None] = lambda sentence: None,
    **how: Unpack[RunOptions],
) -> Validation:
    """Hold the model, with its shipped parameters, against every pattern.

    Parameters
    ----------
    replications
        Runs of each case, and pairs of runs of each effect.
    seed
        Root of all luck.
    tell
        What to do with a sentence on what is done next.
    **how
        As for `sweep`.

    Raises
    ------
    InputError
        If a number is not allowed.
    """
    seed, replications = check_seed(seed), check_replications(replications)
    if replications < 2:
        raise InputError("replications is 1; an effect is a mean over pairs of runs: give more")
    names = [name for name in presets() if load(name).published and name not in CASES]
    tell(f"{len(names)} cases with published figures, {len(names) * replications} runs")
    cases = sweep(load(names[0]), {PRESET: names}, replications, seed, **how)
    bar = bool(how.get("progress", True))
    tell(f"{' and '.join(CASES)}, one run for each draw of the posterior")
    tables = [_drawn(name, seed, bar) for name in CASES]
    tables += [held_against(cases.of_base(name)) for name in names]
    published = pd.concat(tables, ignore_index=True)
    published = published[published["published"].notna()].reset_index(drop=True)
    tell(f"{len(communities())} open-source communities, one run for each draw of the posterior")
    by_community = validate_communities(seed, bar)
    tell("measured effects, in pairs of runs with the same luck")
    return Validation(published, by_community, respond(replications, seed, **how))
