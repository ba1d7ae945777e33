"""An experiment on disk: its runs, and the study that makes them again."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

import cocreation_sim
from cocreation_sim.errors import InputError
from cocreation_sim.experiments.design import grid
from cocreation_sim.experiments.experiment import Experiment
from cocreation_sim.files import write

RUNS = "runs.csv"
MANIFEST = "experiment.toml"


def save_experiment(experiment: Experiment, folder: str | os.PathLike[str]) -> Path:
    """Write an experiment to a folder, and return the folder.

    ``runs.csv`` holds one row a run. ``experiment.toml``, written last, is a study that makes the
    same runs again: where it is, the runs are complete.

    Raises
    ------
    InputError
        If the folder cannot be written.

    Examples
    --------
    >>> from cocreation_sim.experiments.sweep import sweep
    >>> from cocreation_sim.scenario.scenario import Scenario
    >>> exp = sweep(Scenario(), {"name": ["a", "b"]}, 1, workers=1, progress=False)
    >>> folder = save_experiment(exp, getfixture("tmp_path"))
    >>> open_experiment(folder).runs.equals(exp.runs)
    True
    """
    import tomli_w

    target = Path(folder)
    manifest = {
        "question": experiment.question,
        "replications": experiment.replications,
        "seed": experiment.seed,
        "scenario": experiment.scenario.to_dict(),
        "vary": {path: list(values) for path, values in experiment.levers.items()},
        "made": {
            "version": cocreation_sim.__version__,
            "rows": len(experiment.runs),
            "columns": {str(name): str(kind) for name, kind in experiment.runs.dtypes.items()},
        },
    }
    text = experiment.runs.to_csv(index=False, lineterminator="\n")
    try:
        (target / MANIFEST).unlink(missing_ok=True)
    except OSError as error:
        raise InputError(f"cannot write {target / MANIFEST}: {error.strerror}") from error
    write(target / RUNS, text)
    write(target / MANIFEST, tomli_w.dumps(manifest))
    return target


def open_experiment(folder: str | os.PathLike[str]) -> Experiment:
    """The experiment that a sweep has written to a folder.

    Parameters
    ----------
    folder
        What was given to `sweep` as `store`.

    Raises
    ------
    InputError
        If the folder holds no experiment, or a damaged one.
    """
    from cocreation_sim.experiments.study import load_study

    target = Path(folder)
    if not (target / MANIFEST).exists():
        raise InputError(f"{target} holds no experiment: there is no {MANIFEST} in it")
    study = load_study(target / MANIFEST)
    try:
        runs = _read_runs(target / RUNS, study.made)
    except OSError as error:
        raise InputError(f"cannot read {target / RUNS}: {error.strerror}") from error
    except (ValueError, TypeError, KeyError) as error:
        raise InputError(f"{target / RUNS} is damaged: {error}") from error
    return Experiment(
        study.base(), grid(study.vary), study.replications, study.seed, runs, study.question
    )


def _read_runs(path: Path, made: dict[str, Any]) -> pd.DataFrame:
    """Read text as text and numbers to the last bit, whatever pandas would make of them."""
    raw = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    columns = made["columns"]
    if list(raw.columns) != list(columns) or not isinstance(raw.index, pd.RangeIndex):
        raise ValueError(f"its columns are not those that {MANIFEST} names")
    if len(raw) != made["rows"]:
        raise ValueError(f"it has {len(raw)} rows, not the {made['rows']} that {MANIFEST} names")
    read: dict[str, Callable[[str], Any]] = {
        "float64": lambda text: float(text or "nan"),
        "int64": int,
        "bool": {"True": True, "False": False}.__getitem__,
    }
    return pd.DataFrame(
        {
            name: pd.Series([read.get(str(kind), str)(text) for text in raw[name]], dtype=kind)
            for name, kind in columns.items()
        }
    )
