"""The command ``ask``: questions to a person who decides, and the plan that they lead to."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cocreation_sim.cli.app import Json, Seed, Workers, app, print_json
from cocreation_sim.cli.given import amount, pairs
from cocreation_sim.cli.terminal import say, say_next
from cocreation_sim.errors import InputError

if TYPE_CHECKING:
    from cocreation_sim.worlds.questions import Question
    from cocreation_sim.worlds.situation import Situation

Answers = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE.toml",
        help="The answers: read from this file, or written to it if it is not there.",
    ),
]
Answer = Annotated[
    list[str] | None,
    typer.Option(metavar="QUESTION=ANSWER", help="Answer a question; repeat for more."),
]
Budget = Annotated[str | None, typer.Option(metavar="EUR", help="All that may be spent.")]
Runs = Annotated[int, typer.Option(help="Runs of each case.")]
KEPT = Path("answers.toml")


@app.command(short_help="Answer ten questions: a plan, and what is unknown.")
def ask(
    answers: Answers = None,
    answer: Answer = None,
    budget: Budget = None,
    save: Annotated[
        Path, typer.Option(metavar="FILE.toml", help="Where to write the plan, as a scenario.")
    ] = Path("plan.toml"),
    runs: Runs = 200,
    seed: Seed = 1,
    workers: Workers = None,
    as_json: Json = False,
) -> None:
    """Ask ten short questions, and write the plan that fits and what is left unknown.

    Every kind of co-creation is played for your situation, and the one that fits becomes the plan.
    With --answer or a file nothing is asked: what is not answered there is not sure. What is
    not sure is sampled. The answers go to answers.toml, or to where --answers says.

    \b
    Examples:
      cocreation ask
      cocreation ask --answers mine.toml --save plan.toml
      cocreation ask --budget 3000 --answer crowd=hundreds --answer bond=fans \\
          --answer wanted=five --answer time=quarter --answer answering=hours
    """  # noqa: D301  (click: what follows \b is not wrapped)
    from cocreation_sim.files import check_apart, check_file
    from cocreation_sim.predicting.assessment import assess as play
    from cocreation_sim.predicting.assessment import check_runs
    from cocreation_sim.predicting.telling import KINDS, settings
    from cocreation_sim.scenario.scenario import check_seed
    from cocreation_sim.worlds.questions import questions

    check_seed(seed)
    check_runs(runs)
    kept = answers or KEPT
    for path in (kept, save):
        check_file(path, (".toml",))
    check_apart({"--answers": kept, "--save": save}, ())
    as_given = answers is not None and os.path.lexists(answers) and not answer
    as_given = as_given and budget is None
    situation = situation_of(answers, answer or [], budget)
    if not as_given:
        situation.save(kept)
    typer.echo("Simulating…", err=True)
    progress = sys.stderr.isatty()
    found = play(situation, runs, seed, changed=False, workers=workers, progress=progress)
    found.scenario.save(save)
    unknown = [question for question in questions() if question not in situation.answered]
    if as_json:
        told = found.to_dict()
        keys = {key: told[key] for key in ("budget", "answers", "recommended", "scenario")}
        names = [question.name for question in unknown]
        print_json({**keys, "unknown": names, "files": [str(kept), str(save)]})
        return
    say(f"The plan: {found.recommended.label} ({KINDS[found.recommended]}).")
    for line in settings(found):
        say(line, "  - ")
    say("\nNot known yet, so every prediction samples it:" if unknown else "\nAll is answered.")
    for question in unknown:
        say(f"{question.name}: {question.ask}", "  - ")
    say(f"\nThe answers are in {kept}, the plan is in {save}.")
    say_next(f"cocreation predict {kept}")


def situation_of(answers: Path | None, given: list[str], budget: str | None) -> Situation:
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
