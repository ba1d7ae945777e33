"""A validation in words: each miss has its figures and its reason, and nothing is left out."""

import pandas as pd

from cocreation_sim.plots.validation import UNKNOWN, misses, validation_text
from cocreation_sim.validation.published import INSIDE, MISS
from cocreation_sim.validation.validate import Validation


def case(figure, inside, miss=""):
    return {
        "preset": "mine", "campaign": "ideas", "figure": figure, "unit": "share",
        "predicted": 0.5, "low": 0.4, "high": 0.6, "published": 0.5 if inside == INSIDE else 0.9,
        "published_low": 0.5, "published_high": 0.9, "status": "C", "inside": inside,
        "miss": miss, "source": "A1 | A2", "replications": 9, "method": "quantiles",
    }  # fmt: skip


EFFECT = {
    "effect": "elasticity", "preset": "mine", "predicted": 0.1, "low": 0.05, "high": 0.15,
    "published": 0.4, "published_low": 0.3, "published_high": 0.5, "inside": MISS,
    "source": "B1", "status": "C", "miss": "other things grow too",
}  # fmt: skip
COMMUNITY = {
    "community": "flask", "figure": "accepted_one_timers", "counted": 0.7, "predicted": 0.6,
    "low": 0.5, "high": 0.65, "inside": False, "outlying": 0.95, "joint": False,
}  # fmt: skip
FOUND = Validation(
    pd.DataFrame(
        [case("one_timers", MISS, "all alike"), case("again", INSIDE), case("votes", MISS)]
    ),
    pd.DataFrame([COMMUNITY]),
    pd.DataFrame([EFFECT]),
)


def test_every_miss_is_told_with_its_reason():
    table = misses(FOUND)
    assert table["what"].tolist() == ["one_timers of mine", "votes of mine", "elasticity"]
    assert table["reason"].tolist() == ["all alike", UNKNOWN, "other things grow too"]
    assert table["predicted"].tolist() == ["50 % (40 to 60 %)"] * 2 + ["0.1 (0.05 to 0.15)"]
    assert table["published"].tolist()[-1] == "0.4 (0.3 to 0.5)"


def test_the_text_holds_every_pattern_and_the_command_that_made_it():
    told = validation_text(FOUND, "cocreation validate")
    for sentence in FOUND.sentences:
        assert sentence in told
    assert "| mine | again |" in told
    assert "A1 \\| A2" in told
    assert "| flask | 70 %: 60 % (50 to 65 %) | no |" in told
    assert told.rstrip().endswith("Written by `cocreation validate`.")
