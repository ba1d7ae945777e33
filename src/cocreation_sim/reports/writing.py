"""Writing a report: what can be reported, and where to."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cocreation_sim.errors import InputError
from cocreation_sim.files import check_file, write
from cocreation_sim.reports.findings import Findings, Reportable
from cocreation_sim.results import REPORTS, shows

if TYPE_CHECKING:
    from cocreation_sim.demo import Demo
    from cocreation_sim.experiments.experiment import Experiment

SUFFIXES: Final = (".html", ".htm")


def report(thing: Any, path: str | os.PathLike[str]) -> Path:
    """Write what a thing found as one HTML file, which needs no other and no network.

    Parameters
    ----------
    thing
        A `Run`, an `Experiment`, a `Comparison`, a folder that a sweep, comparison, optimisation or
        demonstration was written to, `Findings`, or anything with a method ``findings()`` that
        gives them.
    path
        The file, which ends in ``.html``; what it held before is replaced in one go.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    InputError
        If the thing cannot be reported, or the file cannot be written: before anything is drawn.

    Examples
    --------
    >>> from cocreation_sim import simulate
    >>> path = report(simulate("workshop"), getfixture("tmp_path") / "workshop.html")
    >>> path.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    True
    """
    target = check_target(path)
    found = findings(thing)
    from cocreation_sim.reports.page import page

    return write(target, page(found))


def check_target(path: str | os.PathLike[str]) -> Path:
    """The file of a report, after making sure that it can be written.

    Raises
    ------
    InputError
        If it is a folder, ends otherwise than in ``.html``, or cannot be written.

    Examples
    --------
    >>> check_target("results/prizes.html").name
    'prizes.html'
    """
    return check_file(path, SUFFIXES, new_folder=True)


def findings(thing: Any) -> Findings:
    """What a thing found.

    Raises
    ------
    InputError
        If it cannot be reported.
    """
    if isinstance(thing, Findings):
        return thing
    if isinstance(thing, type):
        raise InputError(f"{thing.__name__} is a class; report one of its objects")
    if isinstance(thing, Reportable):
        return thing.findings()
    if isinstance(thing, (str, os.PathLike)):
        return of_folder(Path(thing))
    tell = shows(REPORTS, thing)
    if tell is not None:
        found: Findings = tell(thing)
        return found
    raise InputError(
        f"a thing of type {type(thing).__name__} cannot be reported; allowed are a run, an "
        "experiment, a comparison, a folder of one, or anything with a method findings()"
    )


def of_folder(folder: Path) -> Findings:
    """What the experiment, comparison, optimisation or demonstration in a folder found.

    Raises
    ------
    InputError
        If the folder holds none, or a damaged one.
    """
    if not folder.is_dir():
        what = "is no folder" if folder.exists() else "does not exist"
        raise InputError(
            f"{folder} {what}; give the folder that a sweep, comparison, optimisation or demo was "
            "written to"
        )
    for name, read in READERS.items():
        if (folder / name).is_file():
            return read(folder)
    from cocreation_sim.experiments.parts import parts_in

    if parts_in(folder):
        return _stored(folder)
    if (folder / "scenario.toml").is_file():
        raise InputError(
            f"{folder} holds the tables of one run; report its scenario: {folder / 'scenario.toml'}"
        )
    raise InputError(
        f"{folder} holds nothing that can be reported: no sweep, comparison, optimisation or demo "
        f"(there is no {' or '.join(READERS)} in it)"
    )


def _stored(folder: Path) -> Findings:
    from cocreation_sim.experiments.sweep import open_experiment

    return of_experiment(open_experiment(folder))


def _optimised(folder: Path) -> Findings:
    """An optimisation is asked again; its runs are there already."""
    from cocreation_sim.recommending.asked import FILE, load_asked
    from cocreation_sim.recommending.optimise import answer

    asked = load_asked(folder / FILE)
    if not asked.finished:
        raise InputError(
            f"the optimisation in {folder} has not come to its end; go on with `cocreation "
            f"recommend {folder / FILE} --out {folder}`, then report it"
        )
    if not any((folder / "runs").glob("*")):
        raise InputError(
            f"the runs of the optimisation in {folder} are gone; play it again with `cocreation "
            f"recommend {folder / FILE} --out {folder}`, then report it"
        )
    return findings(answer(asked, folder, progress=False))


def _demonstrated(folder: Path) -> Findings:
    from cocreation_sim.reports.demo import of_files

    return of_files(folder)


READERS: Final[Mapping[str, Callable[[Path], Findings]]] = {
    "optimisation.toml": _optimised,  # it has a manifest as well
    "manifest.json": _stored,
    "presets.csv": _demonstrated,
}
"""What reads a folder, by the file that tells its kind."""


def of_demo(found: Demo) -> Findings:
    """What a demonstration found."""
    return of_folder(found.files[0].parent)


def of_experiment(exp: Experiment) -> Findings:
    """An experiment that only compares named designs is told as a comparison."""
    from cocreation_sim.comparing import Comparison
    from cocreation_sim.designs.factors import NAMED
    from cocreation_sim.experiments.answers import compare
    from cocreation_sim.reports.comparison import of_comparison
    from cocreation_sim.reports.experiment import of_experiment

    if list(exp.design.columns) == [NAMED] and len(exp.each()) == 1:
        return of_comparison(Comparison(exp.only(None), compare(exp.only(None))))
    return of_experiment(exp)
