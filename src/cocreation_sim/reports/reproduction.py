"""How to get the same again: versions, seed, the study or scenario as a file, commands."""

from __future__ import annotations

import platform
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final

from cocreation_sim.errors import InputError
from cocreation_sim.reports.findings import Reproduction

if TYPE_CHECKING:
    from cocreation_sim.experiments.experiment import Experiment
    from cocreation_sim.experiments.store import Store
    from cocreation_sim.experiments.study import Study
    from cocreation_sim.runs import Run

PACKAGES: Final = ("mesa", "numba", "numpy", "pandas", "pyarrow")
STUDY: Final = "study.toml"
SCENARIO: Final = "scenario.toml"


def versions() -> dict[str, str]:
    """What is installed here, by name.

    Examples
    --------
    >>> list(versions())[:3]
    ['cocreation_sim', 'Python', 'mesa']
    """
    from cocreation_sim.version import __version__

    here = {"cocreation_sim": __version__, "Python": platform.python_version()}
    return here | {name: version(name) for name in PACKAGES}


def of_run(run: Run) -> Reproduction:
    """How to play one run again."""
    import tomli_w

    again = f"cocreation run {SCENARIO} --seed {run.seed}"
    note = ""
    if run.replication:
        again = (
            f'python -c "import cocreation_sim as cs; print(cs.simulate({SCENARIO!r}, '
            f'{run.seed}, replication={run.replication}).outcomes.T)"'
        )
        note = f"The run is replication {run.replication} under its seed."
    files = {SCENARIO: tomli_w.dumps(run.scenario.to_dict())}
    return Reproduction(run.seed, files, [again], versions(), note)


def of_experiment(exp: Experiment) -> Reproduction:
    """How to play an experiment again: from the study in its folder, or from one made of it."""
    store = store_of(exp)
    made = versions() if store is None else _made(store)
    text = store.study_text() if store else _study(exp)
    if text is None:
        return Reproduction(
            exp.seed,
            versions=made,
            note="The design cannot be written as a study file; play it with the code that made "
            "it.",
        )
    commands = [
        f"cocreation sweep {STUDY} --out results/again",
        "cocreation report results/again",
    ]
    swapped = ", ".join(store.identity.swapped) if store else ""
    note = f"Played with {swapped} swapped, which only Python can do." if swapped else ""
    return Reproduction(exp.seed, {STUDY: text}, commands, made, note)


def store_of(exp: Experiment) -> Store | None:
    """The folder that an experiment reads from; none if it is in memory."""
    from cocreation_sim.experiments.store import Store

    owner = getattr(exp.reader, "__self__", None)
    return owner if isinstance(owner, Store) else None


def is_of_this_model(exp: Experiment) -> bool:
    """Whether an experiment was played by the rules that are installed; in memory it was."""
    from cocreation_sim.model_hash import model_hash, same_results

    store = store_of(exp)
    return store is None or same_results(store.identity.model, model_hash())


def _made(store: Store) -> dict[str, str]:
    """What made a stored experiment, as its manifest tells."""
    from cocreation_sim.experiments.manifest import MANIFEST

    try:
        made: Any = store.manifest.made
        told = {"cocreation_sim": made["version"], "Python": made["python"]}
        told |= {"commit": made["commit"][:12]} if made["commit"] else {}
        return {str(k): str(v) for k, v in (told | dict(made["packages"])).items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{store.folder / MANIFEST} is damaged: {error!r}") from error


def _study(exp: Experiment) -> str | None:
    """A study that makes the same design points; none if there is no such."""
    text = _study_of(exp)
    try:
        same = text.points().scenario_ids == exp.design.scenario_ids
    except InputError:
        return None
    return text.to_toml() if same else None


def _study_of(exp: Experiment) -> Study:
    from cocreation_sim.designs.factors import NAMED
    from cocreation_sim.experiments.study import Study

    design = exp.design
    levers = dict(exp.levers)
    named = levers.pop(NAMED, None) is not None
    sizes = {"morris": len(design.columns) + 1, "saltelli": len(design.columns) + 2}
    samples = design.worlds if design.method in ("grid", "zip") else len(design.points)
    sampled = design.method not in ("grid", "zip") or bool(design.uncertain)
    return Study.model_construct(
        scenario=exp.scenario.to_dict(),
        question=exp.question,
        design=design.method,
        samples=samples // sizes.get(design.method, 1) if sampled else None,
        replications=exp.replications,
        seed=exp.seed,
        vary=levers,
        uncertain=dict(exp.uncertain),
        fixed={},
        designs={n: s.to_dict() for n, s in design.recipe.bases.items()} if named else {},
        until=None,
        order=tuple(design.columns) if not named else (),
    )
