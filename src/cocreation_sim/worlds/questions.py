"""The questions: what is asked, which answers there are, and what each means to the model."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from cocreation_sim.errors import InputError, nearest_names

UNSURE = "not sure"


@dataclass(frozen=True)
class Choice:
    """One answer to a question.

    Attributes
    ----------
    name
        The word for it.
    says
        What it says.
    spans
        What it leaves open: by dotted path of a scenario, the lowest and the highest value.
    """

    name: str
    says: str
    spans: dict[str, tuple[float, float]]


@dataclass(frozen=True)
class Question:
    """A question, and what its answers mean to the model.

    Attributes
    ----------
    name
        The word for it, as in a file of answers.
    ask
        The question itself.
    reason
        Why it is asked.
    source
        Rows of docs/evidence.md or presets that the values rest on, or "assumption".
    log
        Paths whose logarithm is spread evenly.
    choices
        The answers, in an order in which neighbours are alike.

    Examples
    --------
    >>> time = next(q for q in questions() if q.name == "time")
    >>> time.names
    ('month', 'quarter', 'half', 'year')
    >>> time.values("quarter", 0.5)
    {'calendar.duration': 13.0}
    """

    name: str
    ask: str
    reason: str
    source: str
    log: tuple[str, ...]
    choices: tuple[Choice, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The words for the answers."""
        return tuple(choice.name for choice in self.choices)

    def check(self, answer: object, known: tuple[str, ...] = ()) -> str:
        """The answer, if it is one.

        Parameters
        ----------
        answer
            Name of a choice, or "not sure".
        known
            What is allowed, where that is not any of these.

        Raises
        ------
        InputError
            If it is none; it names the nearest.
        """
        known = known or (*self.names, UNSURE)
        if answer not in known:
            allowed = ", ".join(repr(name) for name in known)
            near = nearest_names(answer, known) if isinstance(answer, str) else ""
            raise InputError(f"{self.name} is {answer!r}; allowed is one of {allowed}{near}")
        return str(answer)

    def choice(self, name: str) -> Choice:
        """The choice of that name.

        Parameters
        ----------
        name
            One of `names`.

        Raises
        ------
        InputError
            If it is none of them.
        """
        self.check(name, self.names)
        return next(choice for choice in self.choices if choice.name == name)

    def says(self, answer: str) -> str:
        """An answer in words.

        Parameters
        ----------
        answer
            Name of a choice, or "not sure".
        """
        return UNSURE if answer == UNSURE else self.choice(answer).says

    def neighbours(self, answer: str) -> tuple[str, ...]:
        """The answers next to one; all of them, where one is not sure.

        Parameters
        ----------
        answer
            Name of a choice, or "not sure".
        """
        if answer == UNSURE:
            return self.names
        place = self.choices.index(self.choice(answer))
        return tuple(self.names[k] for k in (place - 1, place + 1) if 0 <= k < len(self.names))

    def middle(self, answer: str) -> dict[str, float]:
        """Values in the middle of an answer; of the lower middle one, where one is not sure.

        Parameters
        ----------
        answer
            Name of a choice, or "not sure".
        """
        if answer == UNSURE:
            answer = self.names[(len(self.names) - 1) // 2]
        return self.values(answer, 0.5)

    def values(self, answer: str, share: float) -> dict[str, float]:
        """Values by path at a share of the way through what the answer leaves open, 0 to 1.

        Where one is not sure, the answers follow one another, each with an equal part of the way.

        Parameters
        ----------
        answer
            Name of a choice, or "not sure".
        share
            Where between the lowest value, 0, and the highest, 1.
        """
        if answer == UNSURE:
            number = min(len(self.choices) - 1, int(share * len(self.choices)))
            return self.values(self.names[number], share * len(self.choices) - number)
        return {
            path: low * math.exp(share * math.log(high / low))
            if path in self.log
            else low + share * (high - low)
            for path, (low, high) in self.choice(answer).spans.items()
        }


@cache
def questions() -> tuple[Question, ...]:
    """All questions, in the order in which they are asked.

    Examples
    --------
    >>> [question.name for question in questions()][:3]
    ['crowd', 'bond', 'needs']
    """
    entry = resources.files("cocreation_sim.worlds") / "questions.toml"
    rows = tomllib.loads(entry.read_text(encoding="utf-8"))["question"]
    return tuple(
        Question(
            name=row["name"],
            ask=row["ask"],
            reason=row["reason"],
            source=row["source"],
            log=tuple(row.get("log", ())),
            choices=tuple(
                Choice(
                    name,
                    given["says"],
                    {
                        path: (float(span[0]), float(span[1]))
                        for path, span in given.items()
                        if path != "says"
                    },
                )
                for name, given in row["choices"].items()
            ),
        )
        for row in rows
    )
