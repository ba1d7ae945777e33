"""Published effects of rewards: prizes, pay, rivals, awards and badges (D)."""

from __future__ import annotations

import math
from typing import Any, Final

from cocreation_sim.validation import by_rule, measures
from cocreation_sim.validation.answered import ANSWERED, CAPACITY, EXPLAINED
from cocreation_sim.validation.counted import PRIZE
from cocreation_sim.validation.effects import LARGE, Direction, Effect, significant
from cocreation_sim.validation.playing import Reading, Response

NOTHING: Final = Direction(0, -0.05, 0.05)

# D2, D3: half a year of one-week logo contests, three times the award.
LOGOS: Final[dict[str, Any]] = {"calendar.duration": 26.0}
TRIPLED: Final = {PRIZE: (234.0, 702.0)}
# D4: consumers asked for ideas; a simulated person stands for 20.
CONSUMERS: Final[dict[str, Any]] = {"population.represents": 20}
# D5: a design contest; a simulated person stands for 3, one winner for the three.
DESIGNS: Final[dict[str, Any]] = {"population.represents": 3}
DOUBLED: Final = {PRIZE: (3333.0, 6666.0)}
# D8: two years of contests; twice as many people hear of them.
CONTESTS: Final[dict[str, Any]] = {"calendar.duration": 104.0}
TWICE: Final = {"population.size": (2500, 5000), "campaign.outreach.spend": (9.6, 19.2)}
UNCERTAIN: Final[dict[str, Any]] = {**CONTESTS, "campaign.openness": 1.0}
# D9: a session in a room, as in the laboratory.
IN_THE_LAB: Final = (
    "money on offer for a first contribution and then gone; the rate of contributing then, by "
    "rule, for the median person of each segment"
)
# D12 to D14: three years of a project five times as large, for there to be a top 1 %.
PROJECT: Final[dict[str, Any]] = {
    "calendar.duration": 156.0,
    "population.size": 14_500,
    "campaign.outreach.spend": 18.6,
    CAPACITY: 5.0,
}
AWARD: Final = (
    "an award (as much recognition as being selected brings) for {}, by rule, with the stock of "
    "recognition and the trust they have at the end of a run"
)
D9: Final = "D9: {}, as a logit; 128 studies"
SIZED: Final = "crowding_after was sized to these three: no evidence of its own"

REWARDS: Final = (
    Effect(
        "a higher prize brings more submissions",
        "D2: randomised on Taskcn",
        "R (sign)",
        Direction(1),
        Response("99designs", TRIPLED, "submissions", "log change", LOGOS),
    ),
    Effect(
        "a higher prize brings better submissions",
        "D2: randomised on Taskcn",
        "R (sign)",
        Direction(1),
        Response("99designs", TRIPLED, measures.MEAN_QUALITY, "difference", LOGOS),
        "nobody tries harder for money: quality is ability and luck, and whom a prize draws "
        "is no abler than the others",
    ),
    Effect(
        "a strong early entry deters good users",
        "D2",
        "R (sign)",
        Direction(-1),
        miss="entrants see how many entries there are, not how good they are",
    ),
    Effect(
        "higher pay brings more designers",
        "D3: 99designs",
        "R",
        Direction(1),
        Response("99designs", TRIPLED, measures.ENTRANTS, "log change", LOGOS),
    ),
    Effect(
        "higher pay brings no more designs a designer",
        "D3: 99designs",
        "R",
        NOTHING,
        Response("99designs", TRIPLED, measures.IDEAS_AN_ENTRANT, "log change", LOGOS),
    ),
    Effect(
        "money brings more consumers to take part",
        "D4",
        "R",
        Direction(1),
        Response("ideastorm", {PRIZE: (0.0, 1000.0)}, "contributors", "log change", CONSUMERS),
    ),
    Effect(
        "money makes consumers' ideas more appropriate",
        "D4",
        "R",
        Direction(1),
        Response("ideastorm", {PRIZE: (0.0, 1000.0)}, measures.FITTING, "difference", CONSUMERS),
    ),
    Effect(
        "money brings no more ideas a person",
        "D4",
        "R",
        NOTHING,
        Response("ideastorm", {PRIZE: (0.0, 1000.0)}, "ideas_per_contributor", "log change",
                 CONSUMERS),
    ),
    Effect(
        "money does not make ideas more novel",
        "D4",
        "R",
        Direction(0, -0.1, 0.1),
        miss="ideas have quality, appeal and fit, and no novelty",
    ),
    Effect(
        "a small reward hurts participation",
        "D4: it can",
        "R",
        Direction(-1),
        Response("ideastorm", {PRIZE: (0.0, 50.0)}, "contributors", "log change", CONSUMERS),
    ),
    Effect(
        "a larger prize makes taking part likelier",
        "D5: 93,677 dyads, 183 eYeka contests",
        "R",
        Direction(1),
        Response("electrolux", DOUBLED, measures.JOINED, "log odds", DESIGNS),
    ),
    Effect(
        "a larger prize makes an entry less likely to be appropriate",
        "D5",
        "R",
        Direction(-1),
        Response("electrolux", DOUBLED, measures.FITTING, "difference", DESIGNS),
    ),
    Effect(
        "a larger prize makes an entry less likely to win",
        "D5",
        "R",
        Direction(-1),
        Response("electrolux", DOUBLED, "selected_share", "log change", DESIGNS),
    ),
    Effect(
        "more rivals lower everybody's effort",
        "D8: 9,661 contests; effort as the share of entries that are finished",
        "R",
        Direction(-1),
        Response("topcoder", TWICE, "finished", "log odds", CONTESTS),
    ),
    Effect(
        "more rivals raise the best result of an uncertain problem",
        "D8; uncertain: open contribution, whose quality spreads wider",
        "R",
        Direction(1),
        Response("topcoder", TWICE, measures.BEST_OF_ROUND, "difference", UNCERTAIN),
    ),
    Effect(
        "more rivals do not raise the best result of a certain problem",
        "D8: net positive only where the problem is uncertain",
        "R",
        Direction(0, -LARGE, 0.05),
        Response("topcoder", TWICE, measures.BEST_OF_ROUND, "difference", CONTESTS),
        "effort moves whether an entry is finished and not how good it is, so that rivals "
        "cost numbers only, and more draws have a better best",
    ),
    Effect(
        "free choice after pay for engaging",
        D9.format("d = -0.40"),
        "R; C",
        significant(-0.73),
        Reading("workshop", by_rule.FREE_CHOICE, IN_THE_LAB, "log odds"),
        SIZED,
    ),
    Effect(
        "free choice after pay for completing",
        D9.format("d = -0.36"),
        "R; C",
        significant(-0.65),
        Reading("workshop", by_rule.FREE_CHOICE, IN_THE_LAB, "log odds"),
        SIZED,
    ),
    Effect(
        "free choice after pay for performing",
        D9.format("d = -0.28"),
        "R; C",
        significant(-0.51),
        Reading("workshop", by_rule.FREE_CHOICE, IN_THE_LAB, "log odds"),
        SIZED,
    ),
    Effect(
        "free choice after positive feedback",
        D9.format("d = +0.33"),
        "R; C",
        significant(0.60),
        Response("workshop", {ANSWERED: (0.0, 1.0)}, "again", "log odds",
                 {CAPACITY: 1e6, EXPLAINED: 0.0}, times=10),
    ),
    Effect(
        "an award to the top 1 % raises what they do",
        "D12: +60 %, as a logarithm; 90 days",
        "R",
        significant(math.log(1.6)),
        Reading("open-source", by_rule.AWARD_TOP, AWARD.format("the top 1 %"), "log change",
                PROJECT),
    ),
    Effect(
        "who got one award gets more of them",
        "D12: six times as many",
        "R",
        Direction(1),
        miss="people give each other votes, and no awards",
    ),
    Effect(
        "an award to others does not raise what they do",
        "D13: gains only among the highly productive",
        "R",
        NOTHING,
        Reading("open-source", by_rule.AWARD_OTHERS, AWARD.format("the other 99 %"),
                "log change", PROJECT),
        "recognition is felt the more the less one had before, and by whoever gets it; in "
        "the study only the most active cared",
    ),
    Effect(
        "an award lowers how many of the less active stay",
        "D13",
        "R",
        Direction(-1),
        Reading("open-source", by_rule.AWARD_LESS_ACTIVE, AWARD.format("the less active half"),
                "log odds", PROJECT),
        "recognition only ever binds people; that an award can embarrass, or tell somebody "
        "that enough is done, is not in the model",
    ),
    Effect(
        "a symbolic award keeps newcomers",
        "D14: about +20 %, as a logarithm",
        "B-high",
        significant(math.log(1.2)),
        Reading("open-source", by_rule.AWARD_NEWCOMERS,
                "an award (as much recognition as being selected brings) after the first "
                "contribution, by rule, for the median person", "log change", PROJECT),
    ),
    Effect(
        "people one short of a badge go on more often",
        "D15",
        "R",
        Direction(1),
        Response("openideo", {"campaign.reward.badges": (0.0, 1.0)}, measures.FIFTH,
                 "difference"),
        "regulars who visit a fresh call contribute at nearly every visit already, so that a pull "
        "at the visit has nothing left to move; badges bring nobody back and hold hardly anybody "
        "(badge_pull 0.5, an assumption)",
    ),
    Effect(
        "a badge's pull rises as it comes near",
        "D15; that one person in five steers by it is an input here",
        "R",
        Direction(1),
        Response("openideo", {"campaign.reward.badges": (0.0, 1.0)}, measures.TOWARDS_FIFTH,
                 "difference"),
        "the pull does rise, but where regulars contribute at nearly every visit it moves nothing",
    ),
)  # fmt: skip
