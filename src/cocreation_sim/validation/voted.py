"""Published effects of votes that are seen, and of filtering by votes (E)."""

from __future__ import annotations

from typing import Any, Final

from cocreation_sim.validation import by_rule, measures
from cocreation_sim.validation.effects import Direction, Effect, Size, significant
from cocreation_sim.validation.playing import Reading, Response

SHOWN: Final = {"campaign.selection.votes_shown": (0.0, 1.0)}
UNSEEN: Final[dict[str, Any]] = {"campaign.selection.votes_shown": 0.0}

VOTES: Final = (
    Effect(
        "a vote more makes the next vote likelier",
        "E1: +32 %; 101,281 comments",
        "R",
        Size(0.32, 0.20, 0.45, "derived: 4,049 comments with the vote, chance of a vote 5 %"),
        Reading("idea-community", by_rule.ONE_VOTE_MORE,
                "one vote more, by rule, for the ideas of a run", "relative change"),
    ),
    Effect(
        "a vote more at the start raises the final score",
        "E1: +25 %",
        "R",
        significant(0.25),
        Reading("idea-community", by_rule.FINAL_SCORE,
                "one vote more at the start, by rule, for ideas looked at as often as the run's",
                "relative change"),
    ),
    Effect(
        "a vote against is corrected",
        "E1",
        "R",
        Direction(0, -0.05, 0.05),
        miss="votes only add: nobody can vote against an idea",
    ),
    Effect(
        "votes that are seen make success more unequal",
        "E2: 14,341 people, 48 songs, 8 worlds",
        "R",
        Direction(1),
        Response("participatory-budget", SHOWN, "votes_gini", "difference", times=2),
    ),
    Effect(
        "rise of the Gini coefficient where votes are seen and ranked",
        "E2: from 0.2 to 0.3, to about 0.5",
        "B-low/med",
        Size(0.25, 0.20, 0.30, "from the range without influence"),
        Response("participatory-budget", SHOWN, "votes_gini", "difference", times=2),
    ),
    Effect(
        "votes that are seen make success harder to foretell",
        "E2; as the rank correlation of votes with what people like",
        "R",
        Direction(-1),
        Response("participatory-budget", SHOWN, measures.FORETOLD, "difference", times=2),
    ),
    Effect(
        "half of the pool, chosen by votes, keeps the best ideas",
        "E6: 94 %; there voters name the worst, here they support the good",
        "R",
        Size(0.94, 0.77, 0.99, "derived: 15 of 16, the smallest count that reads 94 % (Jeffreys)"),
        Reading("idea-community", measures.KEPT, "nothing; votes are not shown", "share", UNSEEN,
                times=5),
        "votes are sparse support for what members happen to look at, and appeal to them is "
        "half quality (correlation 0.5); in the study a crowd was asked to find the worst "
        "and looked at all",
    ),
)  # fmt: skip
