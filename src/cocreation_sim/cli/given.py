"""What is given on the command line, as values, designs and studies."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Container, Mapping
from typing import TYPE_CHECKING, Any, get_args

from cocreation_sim.errors import InputError, check_word
from cocreation_sim.wording.reading import strip_thousands

if TYPE_CHECKING:
    from cocreation_sim.designs.factors import Range
    from cocreation_sim.experiments.study import Study


def study_of(
    name: str,
    vary: list[str],
    uncertain: list[str],
    replications: int | None,
    seed: int | None,
    design: str | None = None,
    samples: int | None = None,
    for_ranges: str = "grid",
) -> Study:
    """The study of a file, or one made of a scenario and options.

    `design` is what was asked for; `for_ranges` is taken where ranges are given without a design
    that samples them.
    """
    from cocreation_sim.designs.design import SAMPLED, Method
    from cocreation_sim.designs.factors import Range
    from cocreation_sim.experiments.play import check_replications
    from cocreation_sim.experiments.study import Study, load_study
    from cocreation_sim.scenario.scenario import check_seed, load

    changes: dict[str, Any] = {}
    if replications is not None:
        check_replications(replications)
        changes["replications"] = replications
    if seed is not None:
        check_seed(seed)
        changes["seed"] = seed
    if samples is not None:
        changes["samples"] = samples
    if design is not None:
        changes["design"] = check_word("design", design, get_args(Method))
    if vary or uncertain:
        levers = {path: values(text) for path, text in pairs(vary, "--vary").items()}
        unknown = {path: values(text) for path, text in pairs(uncertain, "--uncertain").items()}
        load(name)
        wanted = Study.model_construct(
            **(DEFAULTS | {"scenario": name, "vary": levers, "uncertain": unknown})
        )
    elif name.endswith(".toml"):
        wanted = load_study(name)
    else:
        load(name)
        raise InputError(
            f"{name} is a scenario; say what to vary, for instance "
            "--vary campaign.reward.prize=0,500,2000"
        )
    ranges = any(isinstance(factor, Range) for factor in wanted.vary.values())
    if design is None and ranges and wanted.design not in SAMPLED:
        changes["design"] = for_ranges
    made: Study = wanted.model_copy(update=changes)
    return made


DEFAULTS: dict[str, Any] = {
    "question": "", "design": "grid", "samples": None, "replications": 200, "seed": 1, "vary": {},
    "uncertain": {}, "fixed": {}, "designs": {}, "until": None, "order": (),
}  # fmt: skip


def shard_of(text: str | None) -> tuple[int, int] | None:
    """The part of an experiment to play: I/N."""
    if text is None:
        return None
    part, _, parts = text.partition("/")
    try:
        return int(part), int(parts)
    except ValueError:
        raise InputError(f"--shard is {text!r}; allowed is I/N, such as 3/20") from None


def pair(text: str, option: str) -> tuple[str, str]:
    """A path and what is given for it: path=value."""
    path, sign, given = text.partition("=")
    if not sign or not path.strip():
        form = "QUESTION=ANSWER" if option == "--answer" else "path=value"
        raise InputError(f"{option} is {text!r}; allowed is {form}")
    return path.strip(), given.strip()


def pairs(texts: list[str] | None, option: str) -> dict[str, str]:
    """Paths and what is given for each, every path once.

    Examples
    --------
    >>> pairs(["population.size=500", "campaign.openness=1"], "--set")
    {'population.size': '500', 'campaign.openness': '1'}
    """
    out: dict[str, str] = {}
    for path, given in (pair(text, option) for text in texts or []):
        check_once(path, out, option)
        out[path] = given
    return out


def amount(text: str, name: str) -> float:
    """A sum of money as people write it.

    Raises
    ------
    InputError
        If it is none, or its dot may mean thousands.

    Examples
    --------
    >>> amount("5000", "--budget"), amount("EUR 12,500", "--budget"), amount("5k", "--budget")
    (5000.0, 12500.0, 5000.0)
    """
    plain = strip_thousands(re.sub(r"(?i)euro?|€", "", text))
    found = re.fullmatch(r"(-?\d+(?:\.\d{1,2})?)(k?)", plain, re.IGNORECASE)
    if found is None:
        raise InputError(
            f"{name} is {text!r}; allowed is a sum in EUR, written as 5000 or 5,000 or 5k"
        )
    return float(found[1]) * (1000 if found[2] else 1)


def refuse(given: Mapping[str, object], what: str) -> None:
    """Refuse options, by name, that go with something else."""
    for option, told in given.items():
        if told is not None and told != []:
            raise InputError(f"{option} is for {what}")


def check_once(path: str, before: Container[str], option: str) -> None:
    """Refuse what an option is given for twice."""
    if path in before:
        raise InputError(f"{option} {path!r} is given twice; keep one")


def value(text: str) -> Any:
    """A value as in TOML; what is none is a text.

    Examples
    --------
    >>> value("500"), value("true"), value("tinkering"), value('["starved"]')
    (500, True, 'tinkering', ['starved'])
    """
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except (ValueError, RecursionError):  # no TOML, thousands of digits, or brackets
        return text


def values(text: str) -> Range | tuple[Any, ...]:
    """Values with commas between them, a list as in TOML, or a range.

    Examples
    --------
    >>> values("0,500"), values("submitting, tinkering"), values("[[], ['starved']]")
    ((0, 500), ('submitting', 'tinkering'), ([], ['starved']))
    >>> values("0..2000")
    Range(low=0, high=2000, unit='', log=False, whole=False)
    """
    from cocreation_sim.designs.factors import Range

    low, dots, high = text.partition("..")
    if dots and not text.startswith("["):
        return Range(value(low), value(high))
    whole = value(text if text.startswith("[") else f"[{text}]")
    if isinstance(whole, list):
        return tuple(whole)
    return tuple(value(part.strip()) for part in text.split(",") if part.strip())
