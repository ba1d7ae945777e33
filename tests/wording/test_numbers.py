"""A value becomes text in one place, and the text never says what is not so."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from matplotlib.ticker import LogLocator, MaxNLocator

import cocreation_sim
from cocreation_sim.dashboard import svg
from cocreation_sim.plots.style import Ticks, styled
from cocreation_sim.wording import numbers
from cocreation_sim.wording.numbers import estimate, exact, money, number, percent, span

SHARES = st.floats(0, 1) | st.floats(0, 1e-3) | st.floats(0, 1e-3).map(lambda x: 1 - x)
NUMBERS = st.floats(-1e18, 1e18) | st.floats(-1, 1) | st.integers(-(10**9), 10**9).map(float)
UNITS = ("", "share", "points", "EUR")


def read(text: str, unit: str = "") -> float:
    """The number that a text says; of "<0.01" one just below 0.01."""
    scale = 100 if unit in ("share", "points") else 1
    beside = 1e-9 * (text.startswith(">") - text.startswith("<"))
    return float(re.sub(r"[<>,% EUR+]", "", text)) / scale + beside


@given(SHARES)
@example(0.005)
@example(5e-324)
@example(math.nextafter(1, 0))
def test_only_none_is_0_percent_and_only_all_is_100_percent(value: float) -> None:
    """One in two hundred is not nothing."""
    assert (percent(value) == "0 %") == (value == 0)
    assert (percent(value) == "100 %") == (value == 1)


@given(SHARES)
def test_a_share_is_told_within_its_rounding(value: float) -> None:
    """Two digits that matter; what is less than the last of them is told to be less."""
    text = percent(value)
    if text.startswith("<"):
        assert 0 < value < read(text, "share")
    elif text.startswith(">"):
        assert read(text, "share") < value < 1
    else:
        rest = min(value, 1 - value)
        step = 1e-4 if rest < 0.00995 else 1e-3 if value < 0.0995 else 1e-2
        assert abs(read(text, "share") - value) <= step / 2 + 1e-12


@given(NUMBERS)
@example(99.96)
@example(999_999_999_999_999.9)
def test_a_number_is_told_within_its_rounding(value: float) -> None:
    """Three digits that matter, or all before the point."""
    text = number(value)
    if text[0] in "<>":
        assert 0 < abs(value) < abs(read(text))
    else:
        assert abs(read(text) - value) <= max(min(0.5, 0.00501 * abs(value)), 5e-7) or (
            abs(value) >= numbers.HUGE and math.isclose(read(text), value, rel_tol=0.006)
        )


@given(NUMBERS | SHARES, NUMBERS | SHARES, st.sampled_from(UNITS))
def test_more_never_reads_as_less(one: float, other: float, unit: str) -> None:
    """A table that is sorted by its values is sorted by its texts."""
    less, more = sorted((one, other))
    texts = [numbers.written(value, unit) for value in (less, more)]
    assert read(texts[0], unit) <= read(texts[1], unit)
    assert one != other or texts[0] == texts[1]


@given(NUMBERS | SHARES | st.just(-0.0), st.sampled_from(UNITS))
def test_no_text_has_an_exponent_or_minus_nothing(value: float, unit: str) -> None:
    """Nobody is shown 1e+07, nor -0."""
    for text in (numbers.written(value, unit), exact(value, unit)):
        assert re.fullmatch(r"(EUR )?[<>]?-?\d{1,3}(,\d{3})*(\.\d+)?( %)?", text), text
        assert not re.fullmatch(r"(EUR )?-0(\.0+)?( %)?", text)


@given(st.lists(NUMBERS, min_size=2, max_size=2) | st.lists(SHARES, min_size=2, max_size=2))
def test_the_ends_of_an_interval_are_in_order_and_differ(ends: list[float]) -> None:
    """Where they are the same to nine digits, they may read the same."""
    low, high = sorted(ends)
    for unit in UNITS:
        texts = span(low, high, unit).removesuffix(" %").removeprefix("EUR ").split(" to ")
        assert read(texts[0]) <= read(texts[-1])
        if high - low > 1e-5 * max(1.0, abs(high), abs(low)):
            assert len(set(texts)) == 2


@given(SHARES, SHARES, SHARES)
def test_an_estimate_lies_inside_its_interval_as_it_is_read(
    one: float, two: float, three: float
) -> None:
    """And has its own text where the ends are not its own."""
    low, value, high = sorted((one, two, three))
    text = estimate(value, low, high, "share")
    found = re.fullmatch(r"(\S+) %(?: \((\S+)(?: to (\S+))? %\))?", text)
    assert found is not None
    middle, least, most = (read(text or found[2] or found[1], "share") for text in found.groups())
    assert least <= middle <= most
    if min(value - low, high - value) > 1e-4:
        assert least < middle < most


def test_values_that_do_not_exist_are_told() -> None:
    """A dash for what is not known, and words for what has no end."""
    nan, inf = math.nan, math.inf
    assert number(nan) == percent(nan) == money(nan) == span(0, nan) == exact(nan) == "-"
    assert (number(inf), percent(-inf), exact(inf)) == ("infinity", "-infinity %", "infinity")
    assert estimate(0.2, nan, nan, "share", "{} of runs (95 % interval {})") == "20 % of runs"
    assert span(1, inf) == "1 to infinity"
    assert numbers.written(0.0, "points", plus=True) == "0"


@given(
    st.floats(-1e6, 1e6) | st.floats(-1, 1),
    st.floats(1e-6, 1e6) | st.floats(1e-4, 1),
    st.integers(2, 9),
    st.sampled_from(["", "share", "points"]),
)
@example(0.0, 0.04, 8, "share")
@example(1.02, 0.03, 5, "")
@example(-0.2, 1.4, 7, "share")  # of which one tick is 1.0000000000000002
def test_ticks_are_distinct_and_true(low: float, width: float, most: int, unit: str) -> None:
    """An axis that reads 2, 2, 2 tells nothing, and one that reads 12 % at 12.5 % lies."""
    width = max(width, 1e-5 * abs(low))
    places = [float(x) for x in MaxNLocator(most).tick_values(low, low + width)]
    _check_ticks(Ticks(unit).format_ticks(places), places, unit)
    drawn = svg.ticks(low, low + width, most)
    _check_ticks(numbers.ticks(drawn, unit), drawn, unit)


@pytest.mark.parametrize("unit", ["", "share"])
def test_ticks_of_a_logarithmic_axis_are_distinct(unit: str) -> None:
    """From a hundredth of a percent up."""
    places = [float(x) for x in LogLocator(subs=(1, 2, 5)).tick_values(1e-4, 1.0)]
    _check_ticks(Ticks(unit).format_ticks(places), places, unit)


def _check_ticks(texts: list[str], places: list[float], unit: str) -> None:
    assert len(set(texts)) == len(places), texts
    step = min((b - a for a, b in pairwise(places)), default=1.0)
    for text, place in zip(texts, places, strict=True):
        assert text[0] not in "<>", (text, place)
        assert abs(read(text, unit) - place) <= 0.01 * step + 1e-9 * abs(place), (text, place)


def test_an_axis_of_small_shares_reads_as_it_should() -> None:
    """What is drawn, and not only what the formatter gives."""
    with styled(4, 3) as figure:
        ax = figure.subplots()
        ax.set_ylim(0, 0.04)
        ax.yaxis.set_major_locator(MaxNLocator(nbins=8))
        ax.yaxis.set_major_formatter(Ticks("share"))
        figure.canvas.draw()
        texts = [label.get_text() for label in ax.get_yticklabels()]
    assert texts[:4] == ["0 %", "0.5 %", "1 %", "1.5 %"]


# Percent that is no share as text: what is asked in percent is repeated, or a program writes it.
ALLOWED = {
    ("recommending/goals.py", "for {share} % write {share}%"): "a limit as it was typed",
    ("recommending/goals.py", "{100 * (0.0 if"): "the name of a column, and a goal as it is typed",
    ("recommending/asked.py", ":q{100 * figure"): "a goal as it is typed",
    ("recommending/optimise.py", "{percentage:3.0f} %"): "tqdm's own template of a progress bar",
    ("experiments/play.py", "{percentage:3.0f} %"): "tqdm's own template of a progress bar",
    ("plots/fan.py", "{name} % of futures"): "the name of a band, which is its level",
    ("reports/forecast.py", "{share} % of futures"): "the name of a band, which is its level",
}
ENGINES = ("rules/", "compiled/", "mesa_model/")  # which speak to nobody


def shares_as_text(tree: ast.AST) -> Iterator[str]:
    """Where code itself makes percent of a number."""
    for node in ast.walk(tree):
        match node:
            case ast.JoinedStr(values=parts):
                text = "".join(_piece(part) for part in parts)
                if re.search(r"\} ?%|:[^{}]*%\}", text) or re.search(
                    r"\{100 \*|\* 100[^}]*\}", text
                ):
                    yield text
            case ast.Constant(value=str(text)) if re.search(r"\{[^{} ]*\} ?%|\{:[^{}]*%\}", text):
                yield text
            case ast.BinOp(op=ast.Mod(), left=ast.Constant(value=str(text))) if "%%" in text:
                yield text
            case ast.Call(func=ast.Name(id="format"), args=[_, ast.Constant(value=str(text))]):
                if text.endswith("%"):
                    yield text
            case ast.Name(id="PercentFormatter") | ast.Attribute(attr="PercentFormatter"):
                yield "PercentFormatter"


def _piece(part: ast.expr) -> str:
    if isinstance(part, ast.FormattedValue):
        spec = f":{ast.unparse(part.format_spec)[2:-1]}" if part.format_spec else ""
        return f"{{{ast.unparse(part.value)}{spec}}}"
    return str(part.value) if isinstance(part, ast.Constant) else ""


def test_no_other_place_turns_a_share_into_text() -> None:
    """Two formatters would disagree in front of the one who reads."""
    root = Path(cocreation_sim.__file__).parent
    found = {}
    for path in sorted(root.rglob("*.py")):
        name = path.relative_to(root).as_posix()
        if name == "wording/numbers.py" or name.startswith(ENGINES):
            continue
        for text in shares_as_text(ast.parse(path.read_text("utf-8"))):
            allowed = [a for a in ALLOWED if a[0] == name and a[1] in text]
            found[name, allowed[0][1] if allowed else text] = bool(allowed)
    assert [key for key, allowed in found.items() if not allowed] == []
    assert {key for key, allowed in found.items() if allowed} == set(ALLOWED)


@pytest.mark.parametrize(
    "code",
    [
        'f"{x:.0%}"',
        'f"{100 * x:.0f} %"',
        'f"{x:.3g} %"',
        'f"{x}%"',
        '"{:.1%}".format(x)',
        '"{0:.0f} %".format(x)',
        '"%.0f %%" % x',
        'format(x, ".0%")',
        "PercentFormatter(1)",
        'f"{100 * x:g} percent"',
    ],
)
def test_the_search_finds_what_it_looks_for(code: str) -> None:
    """Each way in which a share could become text beside the one place."""
    assert list(shares_as_text(ast.parse(code)))
