"""The command ``predict``: what to expect, of answers, of a scenario, or after a history."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cocreation_sim.cli.app import All, Json, ReportFile, Seed, Workers, app, print_json
from cocreation_sim.cli.ask import Answer, Budget, situation_of
from cocreation_sim.cli.files import written_answer
from cocreation_sim.cli.given import pairs, refuse, value
from cocreation_sim.cli.history import (
    CALIBRATION_FILES,
    FORECAST_FILES,
    checked_folder,
    how_of,
    tell_forecast,
)
from cocreation_sim.cli.terminal import say, say_next, say_pairs, say_table, say_written
from cocreation_sim.errors import InputError

if TYPE_CHECKING:
    from cocreation_sim.experiments.experiment import Experiment
    from cocreation_sim.worlds.situation import Situation

RUNS = 200
LUCK_ONLY = (
    "These intervals hold luck only, not what is unknown of your campaign: with that they would be "
    "wider."
)


@app.command(short_help="What a plan will bring, and how likely it fails.")
def predict(
    thing: Annotated[
        str | None,
        typer.Argument(
            help="A file of answers (see ask), a scenario file (.toml), or a preset.",
            show_default=False,
        ),
    ] = None,
    history: Annotated[
        str | None,
        typer.Option(
            metavar="FILE.csv",
            help="What came so far: columns date (or week, month) and contributions.",
        ),
    ] = None,
    answer: Answer = None,
    budget: Budget = None,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="PATH=VALUE", help="Change a parameter; repeat for more."),
    ] = None,
    runs: Annotated[int | None, typer.Option(help=f"Runs of each case ({RUNS}).")] = None,
    weeks: Annotated[
        float | None, typer.Option(help="After a history: how far ahead (12), in whole intervals.")
    ] = None,
    threshold: Annotated[
        float | None,
        typer.Option(help="Starved: fewer contributions in a window (as the scenario says)."),
    ] = None,
    window: Annotated[
        float | None, typer.Option(help="Length of that window in weeks (as the scenario says).")
    ] = None,
    warn_at: Annotated[
        float | None, typer.Option(help="Risk of starving at which to warn (0.5).")
    ] = None,
    uncertain: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PATH=LOW..HIGH",
            help="After a history: a range to draw from; repeat for more.",
        ),
    ] = None,
    lives: Annotated[
        int | None,
        typer.Option(help="After a history: how many simulations it is held against (2048)."),
    ] = None,
    seed: Seed = 1,
    save: Annotated[
        Path | None,
        typer.Option(metavar="FILE.toml", help="Write the plan of the answers as a scenario."),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for tables, runs and pictures.")] = None,
    report: ReportFile = None,
    workers: Workers = None,
    everything: All = False,
    as_json: Json = False,
) -> None:
    """Say what to expect: how many contributions, how good, at what cost, and whether it fails.

    Of answers every kind of co-creation is played, with what they leave open. A scenario or
    preset is played many times under other luck. With the history of a campaign that runs already
    it says what is to come, whether it will starve, and what the history tells of the unknown.

    \b
    Examples:
      cocreation predict answers.toml
      cocreation predict --budget 3000 --answer crowd=hundreds --answer bond=fans --all
      cocreation predict plan.toml --out results/plan
      cocreation predict threadless --runs 500 --set campaign.reward.prize=500 --json
      cocreation predict plan.toml --history mine.csv --weeks 12

    \b
    A history has one line an interval, the oldest first; missing lines are unknown, not zeros:
      month,contributions,contributors,newcomers
      2024-01,12,9,9
      2024-02,7,6,3
    """  # noqa: D301  (click: what follows \b is not wrapped)
    from cocreation_sim.scenario.scenario import check_seed

    check_seed(seed)
    if thing is not None and thing.endswith(".csv") and history is None:
        thing, history = None, thing
    of_history = {
        "--weeks": weeks, "--threshold": threshold, "--window": window, "--warn-at": warn_at,
        "--uncertain": uncertain, "--lives": lives,
    }  # fmt: skip
    of_answers = {"--answer": answer, "--budget": budget, "--save": save}
    if history is not None:
        refuse({**of_answers, "--set": set_, "--runs": runs}, "answers or scenarios alone")
        after_history(
            history, thing or "ordinary", out, report, everything, as_json, seed=seed,
            weeks=12.0 if weeks is None else weeks, contributions=threshold, window=window,
            warn_at=0.5 if warn_at is None else warn_at,
            **how_of(uncertain, 2048 if lives is None else lives, workers),
        )  # fmt: skip
        return
    refuse(of_history, "a history; give it by --history FILE.csv")
    many = RUNS if runs is None else runs
    if thing is None or _is_answers(thing):
        if thing is None and not answer:
            raise InputError(
                "there is nothing to predict; give a file of answers (`cocreation ask` writes "
                "one), a scenario file or a preset"
            )
        refuse({"--set": set_}, "a scenario")
        path = None if thing is None else Path(thing)
        check_outputs(path, many, save, report)
        situation = situation_of(path, answer or [], budget)
        tell_answers(situation, many, seed, save, out, report, workers, everything, as_json)
        return
    refuse(of_answers, "answers, and this is a scenario")
    _with_luck(thing, set_, many, seed, out, report, workers, everything, as_json)


def _is_answers(thing: str) -> bool:
    """Whether it is a file of answers, and no scenario."""
    from cocreation_sim.files import parse_toml, read_text
    from cocreation_sim.worlds.questions import questions

    if not thing.endswith(".toml"):
        return False
    names = {"budget", *(question.name for question in questions())}
    return not names.isdisjoint(parse_toml(read_text(Path(thing)), thing))


def check_outputs(answers: Path | None, runs: int, save: Path | None, report: Path | None) -> None:
    """Refuse what cannot be played or written, before anything is asked."""
    from cocreation_sim.files import check_apart, check_file
    from cocreation_sim.predicting.assessment import check_runs

    check_runs(runs)
    for path, suffix in ((save, ".toml"), (report, ".html")):
        if path is not None:
            check_file(path, (suffix,))
    check_apart({"--save": save, "--report": report}, (answers,))


def tell_answers(
    situation: Situation,
    runs: int,
    seed: int,
    save: Path | None,
    out: Path | None,
    report: Path | None,
    workers: int | None,
    everything: bool,
    as_json: bool,
) -> None:
    """Play what answers leave open, and say which kind fits and what it risks."""
    from cocreation_sim.files import check_writable
    from cocreation_sim.predicting import telling
    from cocreation_sim.predicting.assessment import assess

    folder = None if out is None else check_writable(out)
    typer.echo("Simulating…", err=True)
    found = assess(situation, runs, seed, workers=workers, progress=sys.stderr.isatty())
    written = []
    if folder is not None:
        tables = {"cells.csv": found.cells, "answers.csv": found.answer_sensitivity}
        written = written_answer(folder, tables, {"answers.png": found.plot})
    apart = [found.scenario.save(save)] if save is not None else []
    apart += [found.report(report)] if report is not None else []
    if as_json:
        print_json(found.to_dict())
        return
    say(" ".join(telling.verdict(found)) + "\n")
    say_table(telling.cells_table(found), [False, True, True, True, True])
    say("\n" + telling.levels_note(found))
    signs = telling.stop_signs(found) or ["None of the answers."]
    parts = {"The plan": telling.settings(found), "What speaks against it": signs}
    for title, lines in parts.items() if everything else ():
        say(f"\n{title}")
        for line in lines:
            say(line, "  - ")
    if everything:
        say("\nWhich answers matter most: the risk of this plan, if one of them were another")
        say_table(telling.answer_sensitivity_table(found), [False] * 3 + [True] * 3)
        say("\n" + " ".join(telling.answer_sensitivity_notes(found)))
    say_written(written)
    for file in apart:
        typer.echo(f"\nWritten to {file}")
    plan = "plan.toml" if save is None else save
    say_next(f"cocreation recommend {plan} --budget {situation.budget:.0f}")
    if not everything:
        say("--all tells the plan, what speaks against it, and which answers matter most.")
    if save is None:
        say("plan.toml is the plan that `cocreation ask` writes, and --save here.")


def after_history(
    history: str,
    scenario: str,
    out: Path | None,
    report: Path | None,
    everything: bool,
    as_json: bool,
    **asked: Any,
) -> None:
    """Say what is to come after a history."""
    from cocreation_sim.predicting.forecast import forecast

    folder = checked_folder(out, (*FORECAST_FILES, *CALIBRATION_FILES), (history, scenario))
    if report is not None:
        from cocreation_sim.reports.writing import check_target

        check_target(report)
    tell_forecast(forecast(history, scenario, **asked), folder, report, as_json, everything)
    if not (everything or as_json):
        say("\n--all tells each interval, and what the history tells of what is unknown.")


def _with_luck(
    name: str,
    changes: list[str] | None,
    runs: int,
    seed: int,
    out: Path | None,
    report: Path | None,
    workers: int | None,
    everything: bool,
    as_json: bool,
) -> None:
    """Play a scenario many times, as it is, and say what came of it."""
    from cocreation_sim.experiments.play import check_replications
    from cocreation_sim.experiments.sweep import sweep
    from cocreation_sim.reports.writing import check_target
    from cocreation_sim.scenario.scenario import load

    check_replications(runs)
    if report is not None:
        check_target(report)
    chosen = load(name)
    if changes:
        given = pairs(changes, "--set")
        chosen = chosen.vary({path: value(text) for path, text in given.items()})
    progress = sys.stderr.isatty()
    exp = sweep(chosen, {}, runs, seed, store=out, workers=workers, progress=progress)
    written = [] if out is None else written_answer(out, {"summary.csv": exp.summary()}, {})
    found = [_figures(exp, str(name), everything) for name in exp.campaigns]
    if report is not None:
        exp.report(report)
    if as_json:
        keys = {"scenario": chosen.name, "runs": runs, "seed": seed, "intervals": "luck only"}
        print_json({**keys, "campaigns": found})
        return
    for one in found:
        _tell_figures(one, chosen.name, len(found) > 1)
    say(f"\nMedian and the span of 90 % of {runs} runs. {LUCK_ONLY}")
    say_written(written)
    if report is not None:
        typer.echo(f"\nWritten to {report}")
    say_next(f"cocreation recommend {shlex.quote(name)}")
    if not everything:
        say("--all tells all figures.")


def _figures(exp: Experiment, campaign: str, everything: bool) -> dict[str, Any]:
    """Risk, causes and figures of one campaign, as plain data."""
    from cocreation_sim.outcomes import headlines
    from cocreation_sim.scenario.limits import CAUSES

    mine = exp.only(campaign)
    risk = mine.summary(["failed"]).iloc[0]
    first = {cause: float(risk[f"failed_because_{cause.replace(' ', '_')}"]) for cause in CAUSES}
    shares = {cause: share for cause, share in first.items() if share > 0.0}
    rows = mine.predict(None if everything else headlines(2))
    keys = ("failure_risk", "failure_risk_low", "failure_risk_high")
    return {
        "campaign": campaign,
        **{key: float(risk[key]) for key in keys},
        "causes": dict(sorted(shares.items(), key=lambda item: -item[1])),
        "figures": {
            row["outcome"]: {key: row[key] for key in ("unit", "median", "low", "high")}
            for row in rows.to_dict("records")
        },
    }


def _tell_figures(found: dict[str, Any], scenario: str, several: bool) -> None:
    """Print what came of one campaign."""
    from cocreation_sim.outcomes import find
    from cocreation_sim.scenario.limits import WORDS
    from cocreation_sim.wording.numbers import estimate, percent, span

    risk, low, high = (found[f"failure_risk{end}"] for end in ("", "_low", "_high"))
    who = f"{scenario}, campaign {found['campaign']}" if several else scenario
    causes = ", ".join(f"{WORDS[name]} ({percent(x)})" for name, x in found["causes"].items())
    say(
        f"{who} fails in {percent(risk)} of runs (95 % interval {span(low, high, 'share')})"
        + (f", first of: {causes}.\n" if causes else ".\n")
    )
    pairs = []
    for name, of in found["figures"].items():
        known = find(name)
        figure = estimate(of["median"], of["low"], of["high"], of["unit"])
        pairs.append((known.label if known else name, figure))
    say_pairs(pairs)
