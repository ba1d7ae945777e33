"""Published effects of answers: rejection, replies, feedback, and the power to select (C)."""

from __future__ import annotations

from typing import Any, Final

from cocreation_sim.validation.effects import Direction, Effect, Size
from cocreation_sim.validation.measures import DISPLEASED, LATER_QUALITY
from cocreation_sim.validation.playing import Response

ANSWERED, EXPLAINED = "campaign.dialogue.answered", "campaign.dialogue.explained"
ANNOUNCE, CAPACITY = "campaign.selection.announce", "campaign.review.capacity"
GUARANTEED, CROWD = "campaign.reward.guaranteed", "campaign.crowd_weight"
TO_ALL: Final = {ANSWERED: (0.0, 1.0)}

# C3: newsgroups; the nearest is a stream of posts by customers. A simulated person stands for 20.
POSTS: Final[dict[str, Any]] = {"population.represents": 20, CAPACITY: 1e6}
# C7, C8: half a year of one-week logo contests.
LOGOS: Final[dict[str, Any]] = {"calendar.duration": 26.0}
# C9: one challenge, whose moderators read everything.
CHALLENGE: Final[dict[str, Any]] = {"calendar.duration": 7.0, CAPACITY: 1e6}
# C11: a quarter of a year of T-shirts.
SHIRTS: Final[dict[str, Any]] = {"calendar.duration": 13.0}

ANSWERS: Final = (
    Effect(
        "a plain rejection keeps newcomers better than silence",
        "C2: 70,159 organisations",
        "R (sign only)",
        Direction(1),
        Response("ordinary", {ANNOUNCE: (False, True)}, "again", "difference", {ANSWERED: 0.0},
                 times=10),
    ),
    Effect(
        "a rejection with reasons keeps newcomers better than a plain one",
        "C2",
        "R (sign only)",
        Direction(1),
        Response("ordinary", TO_ALL, "again", "difference", {ANNOUNCE: True, EXPLAINED: 1.0},
                 times=10),
    ),
    Effect(
        "an answer in the newcomer's own style keeps best",
        "C2",
        "R (sign only)",
        Direction(1),
        miss="answers have no words: a reply gives reasons or none",
    ),
    Effect(
        "contributing again after a reply, in log odds",
        "C3: 44 to 56 % of 2,777 newcomers post again; interval from the odds ratio 1.62",
        "R, C",
        Size(0.48, 0.30, 0.66, "from the odds ratio and the numbers of people"),
        Response("ideastorm", TO_ALL, "again", "log odds", {**POSTS, EXPLAINED: 0.0}),
    ),
    Effect(
        "what a reply says makes no difference to posting again",
        "C3: tone and content did not matter",
        "R",
        Direction(0, -0.1, 0.1),
        Response("ideastorm", {EXPLAINED: (0.0, 1.0)}, "again", "log odds",
                 {**POSTS, ANSWERED: 1.0}),
        "reasons hold people twice as much as a bare reply (leaving.explained against "
        "leaving.replied), as C2 has it; what C2 and C3 found does not go together in one "
        "rule",
    ),
    Effect(
        "more feedback in a contest brings more submissions",
        "C7",
        "R",
        Direction(1),
        Response("99designs", TO_ALL, "submissions", "log change", LOGOS),
    ),
    Effect(
        "feedback brings more where the prize is not guaranteed",
        "C7",
        "R",
        Direction(1),
        Response("99designs", TO_ALL, "submissions", "log change", LOGOS,
                 {GUARANTEED: (False, True)}),
    ),
    Effect(
        "a guaranteed prize brings more submissions",
        "C7",
        "R",
        Direction(1),
        Response("99designs", {GUARANTEED: (False, True)}, "submissions", "log change", LOGOS),
    ),
    Effect(
        "very positive or very negative feedback brings fewer submissions",
        "C7",
        "R",
        Direction(-1),
        miss="feedback has no tone: an answer is a reply, with reasons or without",
    ),
    Effect(
        "feedback in a contest lowers participation",
        "C8: 4,000 logo tournaments; against law 4, by which fuller answers never lose anybody",
        "R",
        Direction(-1),
        Response("99designs", TO_ALL, "submissions", "log change", LOGOS),
        "an answer only ever holds people (law 4): nobody learns from it that they have no "
        "chance and drops out; C7 found what the model does",
    ),
    Effect(
        "feedback in a contest raises the quality of what comes later",
        "C8: 4,000 logo tournaments",
        "R",
        Direction(1),
        Response("99designs", TO_ALL, LATER_QUALITY, "difference", LOGOS),
        "nobody learns from feedback: the quality of an idea is its author's ability and "
        "luck, whatever was said of the last one",
    ),
    Effect(
        "critical feedback makes people take part more intensely than none",
        "C9; a reply with reasons stands for criticism",
        "R",
        Direction(1),
        Response("openideo", TO_ALL, "ideas_per_contributor", "log change",
                 {**CHALLENGE, EXPLAINED: 1.0}, times=3),
    ),
    Effect(
        "early feedback makes people take part more intensely than late",
        "C9",
        "R",
        Direction(1),
        Response("openideo", {"campaign.dialogue.delay": (3.0, 0.0)}, "ideas_per_contributor",
                 "log change", {**CHALLENGE, ANSWERED: 1.0, EXPLAINED: 1.0}, times=3),
    ),
    Effect(
        "critical feedback makes people take part more intensely than praise",
        "C9",
        "R",
        Direction(1),
        miss="feedback has no tone: an answer is a reply, with reasons or without",
    ),
    Effect(
        "customers who select want the product more",
        "C11",
        "R",
        Direction(1),
        Response("threadless", {CROWD: (0.0, 1.0)}, "demand", "log odds", SHIRTS),
    ),
    Effect(
        "not so those whose choice was not selected",
        "C11: the effect vanishes",
        "R",
        Direction(0, -0.1, 0.1),
        Response("threadless", {CROWD: (0.0, 1.0)}, DISPLEASED, "log odds", SHIRTS),
    ),
    Effect(
        "nor those who feel incompetent to select",
        "C11: the effect vanishes",
        "R",
        Direction(0, -0.1, 0.1),
        miss="nobody judges their own competence as a voter",
    ),
)  # fmt: skip
