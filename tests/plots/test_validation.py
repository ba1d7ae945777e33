"""A validation in words: each miss has its figures and its reason, and nothing is left out."""

import numpy as np
import pandas as pd
import pytest

from cocreation_sim.errors import InputError
from cocreation_sim.plots.effects import LOOKS, measured_effects
from cocreation_sim.plots.validation import UNKNOWN, misses, validation_text
from cocreation_sim.validation.effects import CLOSE, RIGHT, WRONG, Direction, Effect, Size
from cocreation_sim.validation.published import INSIDE, MISS, TOUCHES
from cocreation_sim.validation.validate import Validation


def case(figure, inside, miss=""):
    return {
        "preset": "mine", "campaign": "ideas", "figure": figure, "unit": "share",
        "predicted": 0.5, "low": 0.4, "high": 0.6, "published": 0.5 if inside == INSIDE else 0.9,
        "published_low": 0.5, "published_high": 0.9, "status": "C", "inside": inside,
        "miss": miss, "source": "A1 | A2", "replications": 9, "method": "quantiles",
    }  # fmt: skip


EFFECTS = [
    Effect("elasticity", "B1", "C", Size(0.4, 0.3, 0.5), miss="other things grow too").row(
        np.array([0.1, 0.2, 0.15])
    ),
    Effect("reasons keep people", "C2", "R", Direction(1)).row(np.array([0.1, 0.2, 0.15])),
    Effect("praise does not", "C9", "R", Direction(-1), miss="no tone").row(),
    Effect("feedback deters", "C8: logos", "R", Direction(-1), miss="law 4").row(
        np.array([0.1, 0.2, 0.15])
    ),
    Effect("novelty stays", "D4", "R", Direction(0, -0.05, 0.05)).row(np.array([-0.1, 0.1])),
]
COMMUNITY = {
    "community": "flask", "figure": "accepted_one_timers", "counted": 0.7, "predicted": 0.6,
    "low": 0.5, "high": 0.65, "inside": False, "outlying": 0.95, "joint": False,
}  # fmt: skip
FOUND = Validation(
    pd.DataFrame(
        [case("one_timers", MISS, "all alike"), case("again", INSIDE), case("votes", MISS)]
    ),
    pd.DataFrame([COMMUNITY]),
    pd.DataFrame(EFFECTS),
)


def test_every_miss_is_told_with_its_reason():
    table = misses(FOUND)
    assert table["what"].tolist() == [
        "one_timers of mine", "votes of mine", "elasticity", "feedback deters",
    ]  # fmt: skip
    assert table["reason"].tolist() == ["all alike", UNKNOWN, "other things grow too", "law 4"]
    assert table["predicted"].tolist()[:2] == ["50 % (40 to 60 %)"] * 2
    assert table["published"].tolist()[2:] == ["0.4 (0.3 to 0.5)", "down"]


def test_the_text_holds_every_pattern_and_the_command_that_made_it():
    told = validation_text(FOUND, "cocreation validate")
    for sentence in FOUND.sentences:
        assert sentence in told
    assert "| mine | again |" in told
    assert "A1 \\| A2" in told
    assert "| flask | 70 %: 60 % (50 to 65 %) | no |" in told
    assert told.rstrip().endswith("Written by `cocreation validate`.")
    line = next(line for line in told.splitlines() if line.startswith("| praise does not"))
    assert line.endswith("| down | not expressible | no tone |")


def test_the_picture_has_a_row_for_each_effect_that_was_played():
    sizes, directions = measured_effects(FOUND.effects).axes
    assert [t.get_text() for t in sizes.get_yticklabels()] == ["elasticity"]
    names = [t.get_text() for t in directions.get_yticklabels()]
    assert names == ["reasons keep people", "feedback deters *", "novelty stays"]
    marks = [line.get_marker() for line in directions.lines if line.get_marker() != "None"]
    assert marks == [LOOKS[RIGHT][0], LOOKS[WRONG][0], LOOKS[RIGHT][0]]


def test_the_side_that_was_published_is_shaded():
    _, directions = measured_effects(FOUND.effects).axes
    up, down, neither = (bar.get_bbox() for bar in directions.patches)
    assert (up.x0, down.x1) == (0.0, 0.0)
    assert up.x1 == -down.x0 > 1.0
    assert -0.2 < neither.x0 < 0.0 < neither.x1 < 0.2


def test_hits_and_misses_differ_by_shape_or_colour():
    assert len({LOOKS[v] for v in (INSIDE, MISS, CLOSE)}) == 3
    assert LOOKS[INSIDE] != LOOKS[TOUCHES]


def test_without_effects_there_is_no_picture():
    with pytest.raises(InputError, match="no effect"):
        measured_effects(FOUND.effects.iloc[2:3])
