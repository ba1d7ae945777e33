"""The command ``assess``: questions to a person who decides, and what the model says."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cocreation_sim.cli.app import Json, Seed, Workers, app, print_json
from cocreation_sim.cli.given import amount, pairs
from cocreation_sim.errors import InputError

if TYPE_CHECKING:
    from cocreation_sim.worlds.questions import Question
    from cocreation_sim.worlds.situation import Situation


@app.command(short_help="Which kind of co-creation fits you, and its risk.")
def assess(
    answers: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.toml",
            help="The answers: read from this file, or written to it if it is not there.",
        ),
    ] = None,
    answer: Annotated[
        list[str] | None,
        typer.Option(metavar="QUESTION=ANSWER", help="Answer a question; repeat for more."),
    ] = None,
    budget: Annotated[
        str | None, typer.Option(metavar="EUR", help="All that may be spent.")
    ] = None,
    runs: Annotated[int, typer.Option(help="Runs of each case.")] = 200,
    seed: Seed = 1,
    save: Annotated[
        Path | None,
        typer.Option(metavar="FILE.toml", help="Write the recommended plan as a scenario."),
    ] = None,
    report: Annotated[
        Path | None, typer.Option(metavar="FILE.html", help="Write all of it as one HTML file.")
    ] = None,
    workers: Workers = None,
    as_json: Json = False,
) -> None:
    """Ask ten short questions, simulate what fits, and say what to do and what it risks.

    Every kind of co-creation is played for your situation, then the best one with each answer
    changed. Whatever you are not sure of is sampled. With --answer or a file nothing is asked: what
    is not answered there is not sure.

    \b
    Examples:
      cocreation assess
      cocreation assess --save mine.toml --answers answers.toml
      cocreation assess --budget 3000 --answer crowd=hundreds --answer bond=fans \\
          --answer wanted=five --answer time=quarter --answer answering=hours
      cocreation assess --answers answers.toml --budget 8000 --json
    """  # noqa: D301  (click: what follows \b is not wrapped)
    from cocreation_sim.files import check_apart, check_file
    from cocreation_sim.predicting.assessment import assess as play
    from cocreation_sim.predicting.assessment import check_runs
    from cocreation_sim.scenario.scenario import check_seed

    check_seed(seed)
    check_runs(runs)
    for path, suffix in ((save, ".toml"), (answers, ".toml"), (report, ".html")):
        if path is not None and (path is not answers or not os.path.lexists(path)):
            check_file(path, (suffix,))
    check_apart({"--answers": answers, "--save": save, "--report": report}, ())
    situation = _situation(answers, answer or [], budget)
    if answers is not None and not os.path.lexists(answers):
        situation.save(answers)
        typer.echo(f"Answers written to {answers}", err=True)
    typer.echo("Simulating…", err=True)
    found = play(situation, runs, seed, workers=workers, progress=sys.stderr.isatty())
    if save is not None:
        found.scenario.save(save)
    if report is not None:
        found.report(report)
    if as_json:
        print_json(found.to_dict())
        return
    from cocreation_sim.predicting.telling import whole

    typer.echo("\n" + whole(found, str(save or "mine.toml")))
    if save is None:
        typer.echo("  (mine.toml is the plan: add --save mine.toml to this command to write it)")
    for file in (save, report):
        if file is not None:
            typer.echo(f"\nWritten to {file}")


def _situation(answers: Path | None, given: list[str], budget: str | None) -> Situation:
    """What is known of the situation: from a file and options, or asked."""
    from cocreation_sim.worlds.situation import Situation, load_answers

    told: dict[str, Any] = {}
    named = pairs(given, "--answer")
    file = answers is not None and os.path.lexists(answers)
    if answers is not None and file:
        told = load_answers(answers)
        _checked_file(told, answers)
    if budget is not None:
        told["budget"] = money(budget, "--budget")
    if not file and not named:
        return _asked(told.get("budget"))
    told |= named
    if "budget" not in told:
        where = f"{answers}: 'budget' is missing" if file else "the budget is missing"
        raise InputError(f"{where}; give it, for instance --budget 5000")
    return Situation.of(told.pop("budget"), told)


def _checked_file(told: dict[str, Any], path: Path) -> None:
    """Refuse a file with a wrong answer, naming the file."""
    from cocreation_sim.worlds.situation import Situation

    try:
        rest = {key: value for key, value in told.items() if key != "budget"}
        Situation.of(told.get("budget", 0), rest)
    except InputError as error:
        raise InputError(f"{path}: {error}") from None


def money(text: str, name: str = "budget") -> float:
    """A budget as people write it.

    Raises
    ------
    InputError
        If it is none, or no budget.

    Examples
    --------
    >>> money("5000"), money("EUR 12,500"), money("5k")
    (5000.0, 12500.0, 5000.0)
    """
    from cocreation_sim.worlds.situation import checked_budget

    return checked_budget(amount(text, name))


def _asked(budget: float | None) -> Situation:
    """Ask everything; what goes to the person goes to stderr, so that --json stays clean."""
    from cocreation_sim.worlds.questions import questions
    from cocreation_sim.worlds.situation import Situation

    everything = questions()
    typer.echo(
        "A budget and ten short questions. Type a number or a word; Enter if you are not sure.",
        err=True,
    )
    while budget is None:
        line = _line("\nWhat may it cost in all, in EUR? (your own people's time apart) ", "budget")
        try:
            budget = money(line)
        except InputError as error:
            typer.echo(f"  {error}", err=True)
    given = {
        question.name: _answer(question, f"{number} of {len(everything)}")
        for number, question in enumerate(everything, 1)
    }
    return Situation.of(budget, given)


def _answer(question: Question, place: str) -> str:
    from cocreation_sim.worlds.questions import UNSURE

    typer.echo(f"\n{place}. {question.ask}", err=True)
    for number, choice in enumerate(question.choices, 1):
        typer.echo(f"  {number}  {choice.says}  ({choice.name})", err=True)
    while True:
        line = _line("  > ", question.name).lower()
        if not line or line in ("?", "unsure"):
            return UNSURE
        if line.isdecimal() and 1 <= int(line) <= len(question.choices):
            return question.names[int(line) - 1]
        try:
            return question.check(line)
        except InputError as error:
            typer.echo(f"  {error}; or a number from 1 to {len(question.choices)}", err=True)


def _line(prompt: str, name: str) -> str:
    typer.echo(prompt, err=True, nl=False)
    try:
        line = sys.stdin.readline()
    except UnicodeDecodeError:
        raise InputError(f"what was typed for {name!r} is no text (UTF-8)") from None
    if not line:
        raise InputError(
            f"the input ended at the question {name!r}; without a terminal give --budget and "
            "--answer, or --answers with a file that is there"
        )
    return line.strip()
