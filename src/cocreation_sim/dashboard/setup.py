"""What is set up in the dashboard: one design, or two under the same luck."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

import tomli_w

from cocreation_sim.errors import LONGEST, InputError
from cocreation_sim.files import LARGEST_FILE
from cocreation_sim.scenario.scenario import Scenario, parse
from cocreation_sim.wording.reading import strip_thousands

MOST_PEOPLE: Final = 2_000_000  # simulated; more would not answer while one waits


@dataclass(frozen=True)
class Setup:
    """The designs that are played side by side.

    Attributes
    ----------
    a
        The design, or the first of two.
    b
        The second, played with the same seed: the same people have the same luck in both.

    Examples
    --------
    >>> from cocreation_sim.scenario.scenario import load
    >>> two = Setup(load("ordinary")).compared().change("B", "campaign.reward.prize", 500.0)
    >>> [(name, design.campaign.reward.prize) for name, design in two.designs.items()]
    [('A', 0.0), ('B', 500.0)]
    """

    a: Scenario
    b: Scenario | None = None

    @property
    def designs(self) -> dict[str, Scenario]:
        """The designs by name."""
        return {"A": self.a} if self.b is None else {"A": self.a, "B": self.b}

    def put(self, name: str, scenario: Scenario) -> Setup:
        """Another scenario for one of the designs.

        Raises
        ------
        InputError
            If its crowd is larger than can be played while one waits.
        """
        people = scenario.population.simulated
        if people > MOST_PEOPLE:
            size = scenario.population.size
            raise InputError(
                f"population.size / population.represents is {people:,} simulated people; the "
                f"dashboard plays up to {MOST_PEOPLE:,}: raise population.represents to at least "
                f"{-(-size // MOST_PEOPLE):,}"
            )
        return replace(self, b=scenario) if name == "B" else replace(self, a=scenario)

    def change(self, name: str, path: str, value: Any) -> Setup:
        """Another value of a parameter of one of the designs.

        Raises
        ------
        InputError
            If the value is not allowed, or not together with the others.
        """
        try:
            return self.put(name, self.designs[name].vary({path: value}))
        except InputError as error:
            raise InputError(str(error).removeprefix("vary: ")) from None

    def compared(self) -> Setup:
        """With a second design, at first the same as the first."""
        return self if self.b is not None else replace(self, b=self.a)

    def alone(self) -> Setup:
        """With the first design only."""
        return replace(self, b=None)


def opened(name: str, content: bytes) -> Scenario:
    """The scenario in a file that was handed over; nothing in it is executed.

    Raises
    ------
    InputError
        If it holds no valid scenario.

    Examples
    --------
    >>> opened("mine.toml", file_of(Scenario(name="mine"))).name
    'mine'
    """
    name = name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
    if len(content) > LARGEST_FILE:
        raise InputError(f"{name} has over {LARGEST_FILE:,} bytes; that is no settings file")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"{name} is not a text file (byte {error.start} is not UTF-8)") from None
    return parse(text.replace("\r\n", "\n"), name)


def file_of(scenario: Scenario) -> bytes:
    """The file from which a scenario can be loaded again."""
    return tomli_w.dumps(scenario.to_dict()).encode()


def file_name(scenario: Scenario) -> str:
    """A file name for a scenario.

    Examples
    --------
    >>> file_name(Scenario(name="Ideas / 2026"))
    'Ideas-2026.toml'
    """
    words = "".join(c if c.isalnum() or c in "-_" else " " for c in scenario.name).split()
    return ("-".join(words) or "scenario") + ".toml"


def number_of(text: str, whole: bool) -> float | int:
    """The number in a text field.

    Raises
    ------
    InputError
        If it is none.

    Examples
    --------
    >>> number_of("2,500", whole=True), number_of("0.5", whole=False)
    (2500, 0.5)
    """
    plain = strip_thousands(text)
    try:
        return int(plain) if whole else float(plain)
    except ValueError:
        allowed = "a whole number" if whole else "a number"
        raise InputError(f"{text!r} is not allowed; allowed is {allowed}, such as 2500") from None
