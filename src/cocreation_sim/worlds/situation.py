"""A situation: a budget and the answers to the questions, as a person gave them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from cocreation_sim.errors import InputError, is_number, nearest_names, plain, shown
from cocreation_sim.files import as_path, parse_toml, read_text, write
from cocreation_sim.frozen import FrozenDict
from cocreation_sim.results import Shown
from cocreation_sim.scenario.typology import Cell
from cocreation_sim.worlds.questions import UNSURE, Question, questions

MOST_MONEY: Final = 1e9


@dataclass(frozen=True, repr=False)
class Situation(Shown):
    """A budget, and an answer to every question.

    Attributes
    ----------
    budget
        All that may be spent, in EUR. The time of one's own people is not in it.
    answers
        By the name of a question, the name of a choice or "not sure"; what is left out is not sure.

    Raises
    ------
    InputError
        If the budget is none, or there is no such question or answer.

    Examples
    --------
    >>> situation = Situation.of(5000, {"crowd": "thousands"})
    >>> situation.answers["crowd"], situation.answers["bond"]
    ('thousands', 'not sure')
    >>> situation.changed("crowd", "hundreds").answers["crowd"]
    'hundreds'
    """

    budget: float
    answers: Mapping[str, str]

    def __post_init__(self) -> None:
        given = self.answers
        if not isinstance(given, Mapping):
            raise InputError(
                f"answers is {shown(given)}; allowed are answers by question, such as "
                "{'crowd': 'thousands'}"
            )
        names = [question.name for question in questions()]
        for name in given:
            if name not in names:
                near = nearest_names(name, names)
                raise InputError(
                    f"there is no question {name!r}; the questions are {', '.join(names)}{near}"
                )
        checked = {q.name: q.check(given.get(q.name, UNSURE)) for q in questions()}
        object.__setattr__(self, "answers", FrozenDict(checked))
        object.__setattr__(self, "budget", checked_budget(self.budget))

    @classmethod
    def of(cls, budget: Any, answers: Mapping[str, Any]) -> Situation:
        """A situation of what may be wrong, as it stands in a file or was typed.

        Parameters
        ----------
        budget
            All that may be spent, in EUR.
        answers
            By the name of a question, the name of a choice or "not sure".

        Raises
        ------
        InputError
            If the budget is none, or there is no such question or answer.
        """
        return cls(budget, answers)

    def changed(self, question: str, answer: str) -> Situation:
        """The same situation with another answer to one question.

        Parameters
        ----------
        question
            Name of it.
        answer
            Name of a choice, or "not sure".

        Raises
        ------
        InputError
            If there is no such question or answer.
        """
        return replace(self, answers={**self.answers, question: answer})

    def richer(self, times: float) -> Situation:
        """The same situation with so many times the budget.

        Parameters
        ----------
        times
            What the budget is multiplied by; it becomes EUR 1,000,000,000 at most.
        """
        return replace(self, budget=min(self.budget * times, MOST_MONEY))

    def values(self, shares: Mapping[str, float] | None = None) -> dict[str, float]:
        """Values by path of a scenario: in the middle of the answers, or at shares of the way.

        Parameters
        ----------
        shares
            How far through what the answer to each question leaves open, 0 to 1, by the name of the
            question; by default the middle.
        """
        out: dict[str, float] = {}
        for question in questions():
            answer = self.answers[question.name]
            out |= (
                question.middle(answer)
                if shares is None
                else question.values(answer, shares[question.name])
            )
        return out

    @property
    def answered(self) -> tuple[Question, ...]:
        """The questions with an answer that is sure."""
        return tuple(q for q in questions() if self.answers[q.name] != UNSURE)

    def rules_out(self, cell: Cell) -> str:
        """Why a cell of the typology cannot be; empty where it can.

        Parameters
        ----------
        cell
            A corner of the typology.
        """
        if cell.crowd_weight and self.answers["secrecy"] == "strict":
            return "nobody may see the others' contributions, so no crowd can choose among them"
        if not cell.openness and self.answers["sought"] == "changes":
            return "a fixed brief gets no changes to a product"
        if cell.openness and self.answers["sought"] == "ideas":
            return "ideas within a brief are fixed contributions"
        return ""

    def to_toml(self) -> str:
        """The answers as a file, each with what may be answered beside it."""
        lines = [
            "# Answers of cocreation ask, for cocreation predict.",
            "",
            "# All that may be spent, in EUR",
            f"budget = {self.budget!r}",
        ]
        for question in questions():
            allowed = " | ".join((*question.names, UNSURE))
            lines += ["", f"# {question.ask}", f"# {allowed}"]
            lines.append(f'{question.name} = "{self.answers[question.name]}"')
        return "\n".join(lines) + "\n"

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the answers to a TOML file and return its path.

        Parameters
        ----------
        path
            Of the file; what it held before is replaced.

        Raises
        ------
        InputError
            If the file cannot be written.
        """
        return write(as_path(path), self.to_toml())


def checked_budget(budget: object) -> float:
    """The budget as a number.

    Raises
    ------
    InputError
        If it is none.

    Examples
    --------
    >>> checked_budget(5000)
    5000.0
    """
    budget = plain(budget)
    if not is_number(budget) or not 0 <= budget <= MOST_MONEY:
        raise InputError(
            f"budget is {shown(budget)}; allowed is a number from 0 to 1,000,000,000 (EUR)"
        )
    return float(budget)


def load_answers(path: str | os.PathLike[str]) -> dict[str, Any]:
    """The answers in a TOML file, the budget among them if it is there; not checked yet.

    Raises
    ------
    InputError
        If there is no such file, or it is damaged.
    """
    where = as_path(path)
    return parse_toml(read_text(where), str(where))


def load_situation(path: str | os.PathLike[str]) -> Situation:
    """A situation from a TOML file, as `Situation.save` writes it.

    Parameters
    ----------
    path
        Of the file.

    Raises
    ------
    InputError
        If there is no such file, or it does not hold a budget and answers.

    Examples
    --------
    >>> path = Situation.of(5000, {"crowd": "thousands"}).save(getfixture("tmp_path") / "a.toml")
    >>> load_situation(path).answers["crowd"]
    'thousands'
    """
    data = load_answers(path)
    if "budget" not in data:
        raise InputError(f"{os.fspath(path)}: 'budget' is missing")
    try:
        return Situation.of(data.pop("budget"), data)
    except InputError as error:
        raise InputError(f"{os.fspath(path)}: {error}") from None
