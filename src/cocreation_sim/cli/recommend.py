"""The command ``recommend``: the best designs for chosen goals, within limits."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cocreation_sim.cli.app import All, Json, ReportFile, Workers, app, print_json
from cocreation_sim.cli.files import written_answer
from cocreation_sim.cli.given import amount, check_once, pairs, values
from cocreation_sim.cli.terminal import say, say_written
from cocreation_sim.errors import InputError

if TYPE_CHECKING:
    from cocreation_sim.experiments.play import RunOptions
    from cocreation_sim.recommending import Optimisation
    from cocreation_sim.recommending.asked import Asked


@app.command(short_help="The best rewards and treatment a budget buys.")
def recommend(
    scenario: Annotated[
        str,
        typer.Argument(
            help="A preset, or a scenario file (.toml); or an optimisation.toml, which says it all."
        ),
    ],
    goal: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME[:more|:less|:bad]",
            help="What is to be reached; repeat for more. By default interesting and risk.",
        ),
    ] = None,
    budget: Annotated[
        str | None,
        typer.Option(metavar="EUR", help="Most that it may cost in nine of ten runs."),
    ] = None,
    limit: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME<=N", help="What must be kept to, N a number or now; repeat. Quote it."
        ),
    ] = None,
    lever: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PATH[=LOW..HIGH]",
            help="What may change: a range, or V1,V2,…; repeat. By default rewards and treatment.",
        ),
    ] = None,
    split: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PATH", help="A parameter that shares the budget; repeat, two or more."
        ),
    ] = None,
    uncertain: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PATH=LOW..HIGH", help="What the firm does not know; repeat for more."
        ),
    ] = None,
    campaign: Annotated[
        str | None, typer.Option(help="Which campaign, where there are several.")
    ] = None,
    runs: Annotated[int | None, typer.Option(help="Simulated runs in all (3000).")] = None,
    seed: Annotated[
        int | None, typer.Option(help="Root of all luck and of the search (1).")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            help="Folder for runs, tables and picture; what is there is not played again."
        ),
    ] = None,
    save_best: Annotated[
        Path | None, typer.Option(help="File (.toml) for the first recommended design.")
    ] = None,
    report: ReportFile = None,
    workers: Workers = None,
    everything: All = False,
    as_json: Json = False,
) -> None:
    """Find the best rewards and treatment for chosen goals, under a budget and other limits.

    Goals are names of outcomes, risk (failure) and health (the share of those who know the
    campaign who are engaged at the end); NAME:bad is what one run in ten falls short of. All
    designs have the same luck. What is stopped goes on where it stood when the same command is
    given again with the same --out.

    \b
    Examples:
      cocreation recommend ordinary --budget 3000
      cocreation recommend threadless --goal interesting --goal loyalty --limit "risk<=0.2" \\
          --lever reward.prize=0..5000 --lever selection.winners=1..10 --runs 1000
      cocreation recommend ordinary --budget 2000 --split outreach.spend --split reward.prize
      cocreation recommend mine.toml --budget 20000 --out results/best --save-best best.toml
      cocreation recommend ordinary --budget 3000 --report best.html
    """  # noqa: D301  (click: what follows \b is not wrapped)
    from cocreation_sim.files import check_apart, check_file, check_writable
    from cocreation_sim.recommending.goals import goal as goal_of
    from cocreation_sim.recommending.optimise import GOALS, RUNS, answer
    from cocreation_sim.recommending.optimise import optimise as find
    from cocreation_sim.reports.writing import check_target

    check_apart({"--save-best": save_best, "--report": report}, [scenario])
    if save_best is not None:
        check_file(save_best, (".toml",))
    if out is not None:
        check_writable(out)
    if report is not None:
        check_target(report)
    how: RunOptions = {"workers": workers, "progress": sys.stderr.isatty()}
    asked = _asked(scenario)
    if asked is not None:
        given = (goal, budget, limit, lever, split, uncertain, campaign, runs, seed)
        if any(one is not None for one in given):
            raise InputError(
                f"{scenario} says goals, limits, levers, runs and seed itself; change them there, "
                "or give a scenario"
            )
        found = answer(asked, out, **how)
    else:
        found = find(
            scenario,
            [goal_of(name) for name in goal or GOALS],
            budget=None if budget is None else amount(budget, "--budget"),
            limits=limit or (),
            levers=_levers(lever or []) or None,
            split=split or (),
            uncertain={p: _range(text) for p, text in pairs(uncertain, "--uncertain").items()},
            campaign=campaign,
            runs=RUNS if runs is None else runs,
            seed=1 if seed is None else seed,
            store=out,
            **how,
        )
    written = []
    if out is not None:
        tables = {"designs.csv": found.designs, "front.csv": found.front}
        pictures = {"plot.png": found.plot} if found.recommended else {}
        written = written_answer(out, tables, pictures, {"optimisation.txt": f"{found}\n"})
    apart: list[Path] = []
    if save_best is not None and found.recommended:
        apart.append(_named(found, found.recommended[0].design).save(save_best))
    if report is not None:
        apart.append(found.report(report))
    if as_json:
        print_json(_data(found))
    else:
        _tell(found, everything)
        say_written(written)
        for file in apart:
            typer.echo(f"\nWritten to {file}")
    if not found.complete:
        raise KeyboardInterrupt("stopped by Ctrl-C; what is told is what was known by then")


def _asked(name: str) -> Asked | None:
    """What an optimisation.toml asks; none where the file is a scenario, or no file."""
    from cocreation_sim.files import parse_toml, read_text
    from cocreation_sim.recommending.asked import load_asked

    if not name.endswith(".toml") or "goals" not in parse_toml(read_text(Path(name)), name):
        return None
    return load_asked(Path(name))


def _levers(given: list[str]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for text in given:
        path, sign, what = text.partition("=")
        check_once(path.strip(), out, "--lever")
        out[path.strip()] = _range(what.strip()) if sign else None
    return out


def _range(text: str) -> Any:
    """A range as LOW..HIGH or LOW:HIGH, or values."""
    low, colon, high = text.partition(":")
    plain = colon and not any(mark in text for mark in "[]\"',")
    return values(f"{low}..{high}" if plain else text)


def _named(found: Optimisation, design: int) -> Any:
    """A design as a scenario that says where it comes from."""
    made = found.scenario(design)
    text = f"{made.name}, optimised for {found.title}"
    return made.model_copy(update={"description": text})


def _data(found: Optimisation) -> dict[str, Any]:
    recommended = [
        {
            "purpose": one.purpose,
            "design": one.design,
            "levers": one.levers,
            "says": one.says,
            "why": one.why,
            "against": one.against.to_dict("records"),
        }
        for one in found.recommended
    ]
    return {
        "goals": [str(goal) for goal in found.goals],
        "limits": [str(limit) for limit in found.limits],
        "runs": found.runs,
        "seed": found.seed,
        "complete": found.complete,
        "recommended": recommended,
        "front": found.front.to_dict("records"),
    }


def _tell(found: Optimisation, everything: bool) -> None:
    from cocreation_sim.plots.optimising import front_table

    say("\n".join(found.sentences))
    if len(found.front) > 1 and everything:
        typer.echo("\n" + front_table(found))
    elif len(found.front) > 1:
        say(f"\n--all tells the {len(found.front)} designs among which none is best at all goals.")
