"""Numbers of files' schemas: files of the past are brought up to date, those of the future told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from cocreation_sim.errors import InputError, shown

Step = Callable[[dict[str, Any]], dict[str, Any]]
KEY: Final = "schema"


@dataclass(frozen=True)
class Schema:
    """How the files of a kind have looked, by number.

    Attributes
    ----------
    latest
        Number of the schema that is written.
    steps
        From each earlier number the function that makes data of the next one.

    Examples
    --------
    >>> def renamed(data):
    ...     return {"prize" if key == "award" else key: value for key, value in data.items()}
    >>> Schema(2, {1: renamed}).upgraded({"award": 500}, "mine.toml")
    {'prize': 500}
    """

    latest: int
    steps: Mapping[int, Step] = field(default_factory=dict)

    def upgraded(self, data: Mapping[str, Any], name: str) -> dict[str, Any]:
        """Data of a file as the latest schema has it, without the number.

        A file without a number is one of the oldest schema.

        Parameters
        ----------
        data, name
            What the file holds, and where it came from.

        Raises
        ------
        InputError
            If the number is none, or that of a later version.
        """
        rest = dict(data)
        number = rest.pop(KEY, 1)
        if type(number) is not int or number < 1:
            raise InputError(
                f"{name}: {KEY!r} is {shown(number)}; allowed is a whole number from 1 to "
                f"{self.latest}"
            )
        if number > self.latest:
            raise InputError(
                f"{name} has schema {shown(number)}, which a later version of cocreation_sim "
                f"wrote; this one reads schemas 1 to {self.latest}: install a newer version"
            )
        for step in range(number, self.latest):
            rest = self.steps[step](rest)
        return rest


# A file that looks otherwise gets the next number here, and a step from the one before.
SCENARIO: Final = Schema(1)
STUDY: Final = Schema(1)
