"""The findings of an experiment: answer, pictures, what drives it, causes, doubts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from cocreation_sim.comparing import Comparison
from cocreation_sim.designs.design import SAMPLED
from cocreation_sim.designs.factors import NAMED
from cocreation_sim.errors import InputError
from cocreation_sim.experiments.answers import (
    MOST_COMPARED,
    Discovery,
    compare,
    compared,
    ends_of_calendars,
)
from cocreation_sim.outcomes import FAILURE_RISK, headlines
from cocreation_sim.outcomes.labels import outcome_label, outcome_title, short_label
from cocreation_sim.plots import gallery as plots
from cocreation_sim.reports import answers, doubts, reproduction
from cocreation_sim.reports.answers import failure_by_point, first_read, points
from cocreation_sim.reports.findings import Findings, Part, Picture, Quantity, Section, Table
from cocreation_sim.scenario.labels import lever_labels
from cocreation_sim.statistics import survival
from cocreation_sim.statistics.comparison import YES_NO
from cocreation_sim.statistics.sensitivity import SAME, constant_outcomes
from cocreation_sim.wording.numbers import exact, plural

if TYPE_CHECKING:
    from cocreation_sim.experiments.experiment import Experiment
    from cocreation_sim.scenario.scenario import Scenario

MOST_ROWS: Final = 60  # of a table
MOST_DRAWN: Final = 13  # designs in the picture of differences
MOST_CURVES: Final = 6
MOST_SAID: Final = 3  # designs whose differences are said in sentences
MOST_SENTENCES: Final = 6


def of_experiment(
    exp: Experiment,
    question: str = "",
    answer: list[str] | None = None,
    found: Comparison | None = None,
) -> Findings:
    """What an experiment found.

    Parameters
    ----------
    exp
        The experiment.
    question, answer
        By default its own.
    found
        What its designs were compared in; by default each with the first.

    Raises
    ------
    InputError
        If no run of it was played.
    """
    played = exp.read(["scenario_id"])
    if played.empty:
        raise InputError("the experiment holds no runs yet, so there is nothing to report")
    views = exp.each()
    several = len(views) > 1
    said: list[str] = []
    sections: list[Section] = []
    for mine in views:
        campaign = mine.campaign
        named = f", campaign {campaign}" if several else ""
        said += [
            f"Campaign {campaign}: {text}" if several else text for text in answers.answer(mine)
        ]
        sections += [
            Section(title + named, parts)
            for title, parts in (
                ("What was found", list(_found(mine))),
                ("What drives it", list(_drives(mine, found))),
                ("What it fails of, and when", list(_fails(mine))),
            )
            if parts
        ]
    if not exp.design.columns:
        sections += [*_lived(exp), *_published(exp)]
    wanted = len(exp.design.first_points) * exp.replications
    errors = len(exp.errors)
    missing = max(0, wanted - len(played) // len(views) - errors)
    sampled = exp.design.method in SAMPLED
    own = [
        *doubts.of_runs(missing, errors),
        *(doubts.of_shared_luck(exp.replications) if sampled else doubts.of_few(exp.runs_each)),
        *doubts.of_choice(1 if sampled else points(exp)),
        *doubts.of_version(reproduction.is_of_this_model(exp)),
        *(text for base in exp.design.recipe.bases.values() for text in doubts.of_scenario(base)),
    ]
    return Findings(
        question or exp.question or _question(exp),
        said if answer is None else answer,
        sections,
        own,
        reproduction.of_experiment(exp),
        _about(exp, len(played) // len(views)),
    )


def _question(exp: Experiment) -> str:
    if not exp.design.columns:
        return f"What will come of {exp.scenario.name}?"
    names = answers.listed(list(labels_of(exp).values()))
    return f"What changes in {exp.scenario.name} with {names}?"


def _about(exp: Experiment, runs: int) -> str:
    text = f"{exp.scenario.name}: {runs:,} simulated runs"
    if exp.design.method in ("grid", "zip") and points(exp) > 1:
        text += f" of {points(exp)} designs"
    if exp.uncertain:
        text += f" under uncertain {answers.listed([labels_of(exp)[p] for p in exp.uncertain])}"
    return text


def labels_of(exp: Experiment) -> dict[str, str]:
    """What the factors are called, with their units."""
    known = lever_labels((path for path in exp.design.columns if "." in path), exp.scenario)
    return {path: known.get(path, path) for path in exp.design.columns}


def tried(parts: Callable[[], Iterator[Part]]) -> Iterator[Part]:
    """Parts of a section; where these runs do not allow them, a sentence says why."""
    try:
        yield from parts()
    except InputError as error:
        yield f"Left out: {error}."


# ---------------------------------------------------------------------- what was found


def _found(exp: Experiment) -> Iterator[Part]:
    method = exp.design.method
    title = "How often campaigns fail, and what they get"
    if method in SAMPLED:
        title = "How often campaigns fail" if method in ("lhs", "sobol") else "What matters"
    yield Picture(title, exp.plot)
    if method in SAMPLED or points(exp) > MOST_ROWS:
        return
    table = failure_by_point(exp)
    levers = list(exp.levers)
    ends = [
        f"{name}{end}" for name in (FAILURE_RISK, *headlines()) for end in ("", "_low", "_high")
    ]
    first = levers or ["name"]
    names = labels_of(exp) | {"name": "scenario", "replications": "runs"}
    names |= {name: short_label(name) for name in (FAILURE_RISK, *headlines())}
    frame = table[[*first, "replications", *ends]]
    if not levers:
        frame = frame.assign(name=exp.scenario.name)
    yield Table(
        "The same in numbers",
        frame,
        names,
        {FAILURE_RISK: "share"} | dict.fromkeys([*levers, "replications"], "1"),
        "Shares and means, with their 95 % intervals in brackets.",
    )


def _lived(exp: Experiment) -> list[Section]:
    """The first run, played again; not if its rules were others than those of here and now."""
    run = exp.replay(exp.design.scenario_ids[0], 0)
    seen = exp.read(["replication_id", "campaign", "submissions", "cost"])
    first = seen[seen["replication_id"] == 0].set_index("campaign")
    for name, row in first.iterrows():
        mine = run.outcomes.loc[str(name)]
        if (mine["submissions"], mine["cost"]) != (row["submissions"], row["cost"]):
            return []
    parts: list[Part] = ["How the first of the runs went over time; the others differ by luck."]
    parts += [
        Picture(f"The life of {name}", partial(plots.life, run, name)) for name in first.index
    ]
    return [Section("One run of many", parts)] if len(first) else []


def _published(exp: Experiment) -> list[Section]:
    """What the case was held against, misses included."""
    from cocreation_sim.reports.demo import published_parts
    from cocreation_sim.validation.published import held_against, score

    if not exp.scenario.published:
        return []
    table = held_against(exp)
    inside, counted = score(table)
    said = f"{inside} of {counted} published figures not used for fitting lie inside."
    return [Section("Held against what was published", [said, *published_parts(table)])]


# ---------------------------------------------------------------------- what drives it


def _drives(exp: Experiment, found: Comparison | None) -> Iterator[Part]:
    method = exp.design.method
    if method in ("morris", "saltelli"):
        yield from tried(lambda: _sensitivity(exp))
    elif method in ("lhs", "sobol"):
        yield from tried(lambda: _conditions(exp))
    elif 2 <= points(exp) <= MOST_COMPARED:
        yield from tried(lambda: _differences(found or Comparison(exp, compare(exp))))
        if exp.uncertain and exp.design.worlds > 1:
            yield from tried(lambda: _conditions(exp))
    if len(exp.levers) > 1 and method in ("grid", "zip") and points(exp) <= MOST_ROWS:
        yield from tried(lambda: _curves(exp))


def _differences(found: Comparison) -> Iterator[Part]:
    table = found.table
    baseline = str(table["baseline"].iloc[0])
    yield (
        f"Each design against {baseline}, run by run under the same luck, so that only what the "
        "designs differ in shows."
    )
    designs = table["design"].nunique()
    if designs <= MOST_SAID:
        yield tuple(answers.paired_words(table, MOST_SENTENCES // designs))
    if designs < MOST_DRAWN:
        yield Picture(f"Difference to {baseline}", found.plot)
    yield Table(
        f"Differences to {baseline}",
        differences_frame(_shorter(table, designs), found.experiment.scenario),
        note=f"Paired differences with their {exact(float(table['level'].iloc[0]), 'share')} "
        + "intervals"
        + (", which hold together for all designs of an outcome" if designs > 1 else "")
        + ". Runs needed: so many with the same luck would tell the designs apart, if all is as it "
        "seems.",
    )


def _shorter(table: pd.DataFrame, designs: int) -> pd.DataFrame:
    """The outcomes that matter most, where rows would be too many."""
    names = first_read(table)
    keep = names[: MOST_ROWS // 2 // designs] or names[:1]
    return table if len(table) <= MOST_ROWS // 2 or not keep else table[table["outcome"].isin(keep)]


def differences_frame(table: pd.DataFrame, scenario: Scenario) -> pd.DataFrame:
    """Rows of `compare_runs` as cells to be read."""
    rows = []
    for _, row in table.iterrows():
        share = row["unit"] in ("share", YES_NO)
        unit = "share" if share else str(row["unit"])
        name = str(row["outcome"])
        title = short_label(name) if name in first_read(table) else outcome_label(name, scenario)
        rows.append(
            {
                "design": row["design"],
                "outcome": title,
                "difference": Quantity(
                    row["difference"], row["low"], row["high"], "points" if share else unit
                ),
                "baseline": Quantity(row["mean_a"], unit=unit),
                "with it": Quantity(row["mean_b"], unit=unit),
                "higher in": Quantity(max(0.0, row["better_runs"] - row["ties"] / 2), unit="share"),
                "runs needed": Quantity(row["needed"]),
            }
        )
    return pd.DataFrame(rows)


def _curves(exp: Experiment) -> Iterator[Part]:
    if len(exp.levers) <= MOST_CURVES and not {NAMED} & set(exp.levers):
        yield Picture("The failure risk over each lever", partial(plots.risk_curves, exp))


def _sensitivity(exp: Experiment) -> Iterator[Part]:
    table = exp.sensitivity()
    for name in (alike := constant_outcomes(table)):
        title = outcome_title(name)
        yield f"{title[0].upper()}{title[1:]}: {SAME}."
    table = table[~table["outcome"].isin(alike)]
    if table.empty:
        return
    labels = labels_of(exp)
    frame = table.assign(
        outcome=[outcome_title(str(name)) for name in table["outcome"]],
        factor=[labels[str(path)] for path in table["factor"]],
    )
    morris = "mu_star" in table
    keep = ["mu_star", "mu", "sigma"] if morris else ["first", "total"]
    ends = [f"{name}{end}" for name in keep for end in ("", "_low", "_high")]
    frame = frame[["factor", "outcome", *(name for name in ends if name in frame), "noise"]]
    names = {
        "mu_star": "mean size of the effect (µ*)", "mu": "mean effect (µ)", "sigma": "spread (σ)",
        "first": "by itself", "total": "with the others", "noise": "luck",
    }  # fmt: skip
    units = dict.fromkeys(["first", "total", "noise"], "share") | dict.fromkeys(keep[2:], "1")
    units = {"noise": "share"} | (
        dict.fromkeys(keep, "1") if morris else dict.fromkeys(keep, "share")
    )
    yield Table(
        "How much each factor matters",
        frame,
        names,
        units,
        ("Effects of moving a factor from its lowest to its highest value, in the unit of the "
         "outcome (a risk: as a share). " if morris else "Shares of the variance of the means. ")
        + "Luck: its share of the variance of single runs. With 95 % intervals.",
    )  # fmt: skip


def _conditions(exp: Experiment) -> Iterator[Part]:
    """Boxes of conditions under which campaigns fail, where some do and some do not."""
    failed = exp.read(["failed"])["failed"]
    if not 0 < failed.mean() < 1:
        return
    found: Discovery = exp.discover()
    yield from found.sentences
    if not any(box.limits for box in found.boxes):
        return
    yield Picture("Conditions under which campaigns fail", found.plot)
    shares = dict.fromkeys(["coverage", "density", "mass"], "share")
    yield Table(
        "The conditions in numbers",
        found.table(),
        {"coverage": "of all failures", "density": "fail inside", "mass": "of all cases"},
        shares | {"box": "1", "cases": "1"},
        "Searched for in these runs, so that risk inside a box is somewhat overstated.",
    )


# ---------------------------------------------------------------------- what it fails of


def _fails(exp: Experiment) -> Iterator[Part]:
    runs = exp.read(["scenario_id", *survival.COLUMNS])
    if not runs["failed"].any():
        yield f"No run of {len(runs):,} failed."
        return
    groups = _groups(exp, runs)
    if len(exp.design.first_points) <= MOST_CURVES:
        yield Picture(
            "How long campaigns last, and what they fail of", partial(plots.survival_curve, exp)
        )
    watched = [str(c) for c in runs["failed_because"][runs["failed"]].value_counts().index]
    frames = [survival.causes(part, watched).assign(design=name) for name, part in groups.items()]
    frame = pd.concat(frames, ignore_index=True)
    frame = frame[frame["ever"] > 0] if len(groups) > 1 else frame
    ends = [f"{name}{end}" for name in ("first", "ever") for end in ("", "_low", "_high")]
    yield Table(
        "Causes of failure",
        frame[[*(["design"] if len(groups) > 1 else []), "cause", *ends]],
        {"first": "comes first in", "ever": "occurs in"},
        {"first": "share", "ever": "share"},
        "Shares of all runs with their 95 % intervals, which take the runs as independent.",
    )
    yield Table(
        "Time to failure",
        _times(exp, groups),
        {"half": f"half have failed by ({_unit(exp)})", "failed": "fail by the end"},
        {"half": "1", "failed": "share"},
        "By Kaplan and Meier’s estimate. Never: fewer than half fail before the end.",
    )


def _unit(exp: Experiment) -> str:
    return plural(exp.scenario.calendar.unit)


def _groups(exp: Experiment, runs: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The runs of each design, where these are few; else all together."""
    if exp.design.method not in ("grid", "zip") or not 2 <= points(exp) <= MOST_DRAWN:
        return {"all runs": runs}
    place = {name: k // exp.design.worlds for k, name in enumerate(exp.design.scenario_ids)}
    at = runs["scenario_id"].map(place)
    parts = {name: runs[at == k] for k, name in enumerate(compared(exp))}
    return {name: part for name, part in parts.items() if len(part)}


def _times(exp: Experiment, groups: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    rows, end = [], ends_of_calendars(exp.design)
    for name, part in groups.items():
        ends = part["scenario_id"].map(end).to_numpy(float)
        median = survival.median_time(part["failed_at"].to_numpy(float), ends)
        share = float(np.mean(part["failed"].to_numpy(bool)))
        rows.append(
            {"design": name, "half": median.time, "half_low": median.low,
             "half_high": median.high, "failed": share}
        )  # fmt: skip
    return pd.DataFrame(rows)
