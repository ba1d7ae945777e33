"""Damaged scenario files: what comes of them is a scenario or an `InputError`, nothing else."""

from __future__ import annotations

import contextlib
import re
import tempfile
from pathlib import Path

import tomli_w
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cocreation_sim.errors import InputError
from cocreation_sim.scenario.scenario import Scenario, load, parse, presets
from tests.scenarios import WORLDS
from tests.strategies import scenarios

TEXTS = [tomli_w.dumps(build().to_dict()) for build in WORLDS.values()]
TEXTS += [tomli_w.dumps(load(name).to_dict()) for name in presets()]
TOKEN = re.compile(r"[\w.+-]+|\"[^\"\n]*\"|\s+|.", re.DOTALL)
ODD = [
    "nan", "inf", "-inf", "-1", "0", "0.5", "1e400", "9" * 30, "9" * 5000, "true", "[]", "{}",
    "[[1]]", "{a = {}}", '""', '"x"', '"\\n"', '"\\u0000"', "'''", "1979-05-27T07:32:00Z",
    "07:32:00", "=", ".", "[", "]", "[[", "]]", "{", "}", "#", "\n", "\r", "\0", "\ufeff", "é",
    '[campaigns."a\\nb"]\n', "[campaigns]\n", "[population.segments]\n", "cell", '"tinkering"',
    "a." * 1500 + "a = 1\n", "openness", "merge", "two_step = true\n",
]  # fmt: skip


def outcome(text: str) -> Scenario | str:
    """The scenario of a text, or the one line with which it is refused."""
    try:
        return parse(text, "mine.toml")
    except InputError as error:
        message = str(error)
        assert message.startswith("mine.toml")
        assert len(message.splitlines()) == 1
        return message


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A scenario file of which lines or tokens are deleted, doubled, swapped or replaced."""
    text = draw(st.sampled_from(TEXTS))
    for _ in range(draw(st.integers(1, 3))):
        parts = text.splitlines(keepends=True) if draw(st.booleans()) else TOKEN.findall(text)
        at, other = (draw(st.integers(0, len(parts) - 1)) for _ in range(2))
        odd = draw(st.sampled_from(ODD))
        match draw(st.integers(0, 6)):
            case 0:
                parts[at] = ""
            case 1:
                parts[at] = parts[at] * 2
            case 2:
                parts[at], parts[other] = parts[other], parts[at]
            case 3:
                parts[at] = odd
            case 4:
                parts[min(at, other) : max(at, other)] = [""]
            case _:  # another value, or another key, in one line
                lines = [n for n, part in enumerate(parts) if "=" in part and len(part) > 1]
                if lines:
                    line = lines[at % len(lines)]
                    key, _, value = parts[line].partition("=")
                    parts[line] = f"{key}= {odd}\n" if other % 3 else f"{key.strip()}s ={value}"
        text = "".join(parts)
        if not text:
            break
    return text


VALUES = st.recursive(
    st.one_of(
        st.booleans(),
        st.integers(-(2**70), 2**70),
        st.floats(),
        st.text(max_size=5),
        st.dates(),
        st.sampled_from(["submitting", "merge", "rounds", "week", "ideas", "starved"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)


@st.composite
def mistyped(draw: st.DrawFn) -> str:
    """A well-formed file in which values anywhere are replaced by others of any type."""
    data = draw(st.sampled_from(list(WORLDS.values())))().to_dict()
    for _ in range(draw(st.integers(1, 3))):
        here = data
        while True:
            key = draw(st.sampled_from(sorted(here)))
            if isinstance(here[key], dict) and here[key] and draw(st.integers(0, 3)):
                here = here[key]
                continue
            here[key] = draw(VALUES)
            break
    return tomli_w.dumps(data)


@settings(max_examples=600)
@given(damaged())
def test_damaged_text_is_a_scenario_or_an_input_error(text):
    outcome(text)


@settings(max_examples=200)
@given(mistyped())
def test_values_of_any_type_are_a_scenario_or_an_input_error(text):
    outcome(text)


@given(st.dictionaries(st.text(max_size=8), VALUES, max_size=4))
def test_any_toml_is_a_scenario_or_an_input_error(data):
    outcome(tomli_w.dumps(data))


@settings(max_examples=200)
@given(st.binary(max_size=60), st.sampled_from(TEXTS), st.floats(0, 1), st.booleans())
@example(b"\xff\xfe", "", 0.0, False)
@example(b"\xef\xbb\xbf", TEXTS[0], 0.0, False)
@example(b"\r", TEXTS[0], 0.5, False)
def test_damaged_bytes_are_a_scenario_or_an_input_error(junk, text, where, cut):
    raw = text.encode()
    at = int(where * len(raw))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mine.toml"
        path.write_bytes(raw[:at] + junk + (b"" if cut else raw[at:]))
        with contextlib.suppress(InputError):
            load(path)


@settings(max_examples=150)
@given(scenarios())
def test_whatever_is_saved_is_loaded_again(scenario):
    with tempfile.TemporaryDirectory() as folder:
        path = scenario.save(Path(folder) / "saved.toml")
        assert load(path) == scenario
        again = load(path).save(Path(folder) / "again.toml")
        assert again.read_text() == path.read_text()


@settings(max_examples=30)
@given(st.sampled_from(presets()))
def test_presets_are_saved_and_loaded(name):
    preset = load(name)
    assert parse(tomli_w.dumps(preset.to_dict()), name) == preset
