"""What the model does not know: the one home of what every report must own up to."""

from __future__ import annotations

from typing import Final

from cocreation_sim.scenario.behaviour import Behaviour
from cocreation_sim.scenario.campaign import Campaign
from cocreation_sim.scenario.explain import parameter_at, walk_parameters
from cocreation_sim.scenario.fields import ASSUMPTION
from cocreation_sim.scenario.scenario import Scenario

FEW: Final = 30  # runs, below which it is said that they are few


def of_model() -> list[str]:
    """What no run can tell.

    Examples
    --------
    >>> of_model()[0].split(":")[0]
    'Intervals cover luck only'
    """
    assumed, all_of_them = assumptions()
    return [
        "Intervals cover luck only: that of the runs played, and of the uncertainties named above, "
        "if any. They do not cover doubt about the model itself, or about parameters that were not "
        "varied; the true uncertainty is larger.",
        f"Of the {all_of_them} numbers that say how people decide, {assumed} rest on an assumption "
        "or were fitted, and not on a measurement (docs/parameters.md names the source of each). "
        "One psychology stands for all people everywhere.",
        "The model was set up with published figures of real campaigns in view, so that agreement "
        "with them is a check of consistency, not a proof. Some of them it misses: `cocreation "
        "demo` holds every case against its figures and lists hits and misses alike.",
        "It knows nothing about what an idea says, the sales of one product, competitors that are "
        "not in the scenario, or the law. Trust differences between designs more than levels.",
    ]


def assumptions() -> tuple[int, int]:
    """How many of the numbers of the psychology are assumed or fitted, of how many.

    Examples
    --------
    >>> assumed, all_of_them = assumptions()
    >>> 0 < assumed <= all_of_them
    True
    """
    behaviour = Behaviour()
    sources = []
    for path, _ in walk_parameters(behaviour):
        declared = parameter_at(behaviour, path)
        sources.append(str((declared.json_schema_extra or {}).get("source", ASSUMPTION)))
    return sum(source.startswith((ASSUMPTION, "free")) for source in sources), len(sources)


def of_scenario(scenario: Scenario) -> list[str]:
    """What is assumed of a scenario's own numbers.

    Examples
    --------
    >>> of_scenario(Scenario(name="mine", note="A guess."))[-1]
    'Of mine: A guess.'
    """
    plain = {name: Campaign() for name in scenario.campaigns}
    usual = dict(Scenario(campaigns=plain).parameters())
    own = [
        path
        for path, value in scenario.parameters()
        if path.startswith(("campaigns.", "population.")) and usual.get(path) != value
    ]
    sourced = [path for path in own if path in scenario.sources]
    said = []
    if own:
        said.append(
            f"{scenario.name} sets {len(own)} numbers and choices of its own; "
            f"{len(sourced) or 'none'} of them name{'s' if len(sourced) == 1 else ''} a source. "
            "The others are assumptions of the scenario's author."
        )
    if scenario.note:
        said.append(f"Of {scenario.name}: {' '.join(scenario.note.split())}")
    return said


def of_runs(missing: int, errors: int) -> list[str]:
    """What runs that are not there leave open.

    Examples
    --------
    >>> of_runs(0, 1)
    ['1 run raised an error and is in no figure; exp.errors tells which.']
    """
    said = []
    if missing:
        is_missing = f"{missing:,} runs are" if missing > 1 else "1 run is"
        said.append(
            f"The experiment is not complete: {is_missing} missing. Run the command that made it "
            "again, and it resumes where it stopped."
        )
    if errors:
        in_none = "runs raised an error and are" if errors > 1 else "run raised an error and is"
        said.append(f"{errors:,} {in_none} in no figure; exp.errors tells which.")
    return said


def of_version(same: bool) -> list[str]:
    """What it leaves open that the runs were made by other rules than those installed.

    Examples
    --------
    >>> len(of_version(True)), len(of_version(False))
    (0, 1)
    """
    if same:
        return []
    return [
        "The runs were made with another version of the model's rules than this report; "
        "played again here, they would differ."
    ]


def of_few(runs: int) -> list[str]:
    """What few runs of each design leave open.

    Examples
    --------
    >>> of_few(5)[0].split(":")[0], of_few(200)
    ('Only 5 runs of each design', [])
    """
    if runs >= FEW:
        return []
    return [
        f"Only {runs} run{'s' if runs > 1 else ''} of each design: intervals are wide, and rare "
        "failures may not show at all."
    ]


def of_shared_luck(replications: int) -> list[str]:
    """What it leaves open that all conditions share the luck of few replications.

    Examples
    --------
    >>> len(of_shared_luck(1)), len(of_shared_luck(50))
    (1, 0)
    """
    if replications >= FEW:
        return []
    many = f"{replications} replications" if replications > 1 else "one replication"
    return [f"All conditions share the luck of {many} only; more of them narrow the intervals."]


def of_choice(designs: int) -> list[str]:
    """What picking the best of several designs does to it.

    Examples
    --------
    >>> len(of_choice(2)), len(of_choice(6))
    (0, 1)
    """
    if designs <= 2:
        return []
    return [
        f"Which of {designs} designs comes out best was read off the same runs that say how good "
        "it is, so it looks somewhat better than it is. Play it again with another seed."
    ]
