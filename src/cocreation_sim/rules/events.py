"""What can happen to a person or an idea, as numbers that engines share."""

from __future__ import annotations

from typing import Final

# Events of a person, in the order in which they count at the same time.
NEWS: Final = 0
LOAD: Final = 1
INTEREST_FADES: Final = 2
PATIENCE_ENDS: Final = 3
RECOVERS: Final = 4
FINISHES: Final = 5
SUMMONED: Final = 6
VISITS: Final = 7

# News an author gets of an idea.
REPLIED: Final = 0
EXPLAINED: Final = 1
SELECTED: Final = 2
MERGED: Final = 3
REJECTED: Final = 4
OVERRULED: Final = 5
IGNORED: Final = 6  # it was never answered
CLOSED_ANSWERED: Final = 7  # a contest's close: entry judged, told so
CLOSED_EXPLAINED: Final = 8  # the same with reasons
CLOSED_UNFINISHED: Final = 9  # a contest's close: entered, never finished
VOTED_SELECTED: Final = 10  # to a voter: an idea supported was selected
ROUND_CLOSED: Final = 11  # the votes of a round are in: a signal of one's ability

# Actions at a visit.
NOTHING: Final = 0
VOTE: Final = 1
CONTRIBUTE: Final = 2
BUILD: Final = 3

# A person's state towards a firm.
UNAWARE: Final = 0
ENGAGED: Final = 1
PAUSED: Final = 2
DISENGAGED: Final = 3
STATES: Final = ("unaware", "engaged", "paused", "disengaged")

# Answers and fates of ideas.
UNANSWERED: Final = 0
ANSWER_REPLY: Final = 1
ANSWER_REASONS: Final = 2
ANSWERS: Final = ("none", "replied", "explained")

OPEN: Final = 0
FATE_SHORTLISTED: Final = 1
FATE_SELECTED: Final = 2
FATE_REJECTED: Final = 3
FATE_EXPIRED: Final = 4
FATES: Final = ("open", "shortlisted", "selected", "rejected", "expired")
