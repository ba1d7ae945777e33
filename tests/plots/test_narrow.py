"""Pictures for narrow screens: as wide as a phone shows, and as readable."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
from matplotlib.text import Text

from cocreation_sim import Range, compare, simulate
from cocreation_sim.plots import gallery as plots
from cocreation_sim.plots.effects import measured_effects
from cocreation_sim.plots.style import NARROW, is_narrow, narrow
from cocreation_sim.validation.effects import Direction, Effect, Size
from cocreation_sim.validation.published import held_against
from tests.test_plots import boxes
from tests.test_sweep import CROWD, PRIZE, small, swept

OPENNESS, RECOGNITION = "campaign.openness", "campaign.reward.recognition"
PACE = {"segments.pace": Range(0.5, 3.0, log=True)}
SMALLEST = 8.0  # points


def drawings():
    prizes = swept({PRIZE: [0.0, 100.0, 2000.0]}, 6)
    sampled = swept({PRIZE: Range(0, 500)}, 3, uncertain=PACE, design="lhs", samples=30)
    names = {"none": small(), "a prize of EUR 500 for the best": small().vary({PRIZE: 500.0})}
    found = compare(names, replications=6, workers=1, progress=False)
    published = held_against(swept({}, 3, scenario="ordinary"))
    told = (Size(0.4, 0.3, 0.5), Direction(-1), Direction(0, -0.05, 0.05))
    name = "a reply to a newcomer's first contribution brings a second"
    rows = [Effect(name, "C3", "R", each).row(np.array([0.1, 0.2])) for each in told]
    effects = pd.DataFrame(rows)
    screened = swept({PRIZE: Range(0, 500)}, 2, uncertain=PACE, design="morris", samples=5)
    return {
        "life": lambda: plots.life(simulate(small())),
        "spread": swept({}, 8).plot,
        "curve": prizes.plot,
        "names": swept({"campaign.cell": ["submitting", "co-designing", "tinkering"]}, 3).plot,
        "curves": swept({PRIZE: [0.0, 9.0], CROWD: [0.0, 1.0], OPENNESS: [0.0, 1.0]}, 2).plot,
        "square": swept({OPENNESS: [0.0, 0.5, 1.0], CROWD: [0.0, 1.0]}, 4).plot,
        "map": swept({PRIZE: [0.0, 100.0, 500.0, 2000.0], RECOGNITION: [0.0, 1.0]}, 2).plot,
        "survival_curve": lambda: plots.survival_curve(prizes),
        "surface": sampled.plot,
        "boxes": sampled.discover().plot,
        "differences": found.plot,
        "influence": screened.plot,
        "published": lambda: plots.published_figures(published),
        "effects": lambda: measured_effects(effects),
    }


def test_all_can_be_read_on_a_phone():
    for what, draw in drawings().items():
        with narrow():
            figure = draw()
        assert figure.get_figwidth() == NARROW, what
        figure.supxlabel("").set_in_layout(False)  # a report writes the caption as text
        texts = boxes(figure)
        for (one, a), (other, b) in itertools.combinations(texts, 2):
            apart = a.x1 <= b.x0 + 1 or b.x1 <= a.x0 + 1 or a.y1 <= b.y0 + 1 or b.y1 <= a.y0 + 1
            assert apart, f"{what}: {one!r} lies over {other!r}"
        for text, box in texts:
            assert box.x0 >= -1, f"{what}: {text!r} leaves the picture"
            assert box.x1 <= figure.bbox.width + 1, f"{what}: {text!r} leaves the picture"
        smallest = min(text.get_fontsize() for text in figure.findobj(Text))
        assert smallest >= SMALLEST, what


def test_it_lasts_as_long_as_it_is_asked_for():
    with narrow():
        assert is_narrow()
    assert not is_narrow()
