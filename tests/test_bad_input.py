"""Bad settings: one sentence that names file, key, value, what is allowed, nearest right name."""

from __future__ import annotations

import math

import pytest

from cocreation_sim.errors import InputError
from cocreation_sim.runs import simulate
from cocreation_sim.scenario.campaign import Campaign, Selection
from cocreation_sim.scenario.scenario import Scenario, parse
from tests.scenarios import idea_box, one_firm, one_line, rivals


def refusal(text: str) -> str:
    """The one line with which a scenario file with this text is refused."""
    with pytest.raises(InputError) as caught:
        parse(text, "mine.toml")
    return one_line(caught)


# Text of a scenario file, and what the refusal must name.
REFUSED = {
    # unknown keys, with the nearest right name
    "unknown key": ("calender = 1", ["mine.toml", "calender", "calendar"]),
    "unknown key within": (
        "[campaigns.a.reward]\nprice = 5.0",
        ["mine.toml", "campaigns.a.reward.price", "prize"],
    ),
    "unknown key in a segment": (
        "[population.segments.fans]\npase = 1.0",
        ["mine.toml", "population.segments.fans.pase", "pace"],
    ),
    "unknown key in behaviour": (
        "[behaviour.leaving]\npatince = 3.0",
        ["mine.toml", "behaviour.leaving.patince", "patience"],
    ),
    "unknown key in a list": (
        "[[campaigns.a.selection.milestones]]\nvotes = 3\nwithn = 2.0",
        ["mine.toml", "withn", "within"],
    ),
    # values out of range
    "too low": (
        "[campaigns.a]\nopenness = -0.1",
        ["mine.toml", "campaigns.a.openness", "-0.1", "from 0 to 1"],
    ),
    "too high": (
        "[campaigns.a.reward]\nprize = 1e9",
        ["mine.toml", "campaigns.a.reward.prize", "1000000000.0", "10,000,000", "EUR"],
    ),
    "empty population": ("[population]\nsize = 0", ["mine.toml", "population.size", "0", "from 1"]),
    "huge population": (
        "[population]\nsize = 900_000_000",
        ["mine.toml", "population", "900,000,000", "50,000,000", "represents"],
    ),
    "population beyond all bounds": (
        "[population]\nsize = 10_000_000_000",
        ["mine.toml", "population.size", "10000000000", "1,000,000,000"],
    ),
    "nobody simulated": (
        "[population]\nsize = 5\nrepresents = 6",
        ["mine.toml", "population", "5", "6", "nobody"],
    ),
    "endless calendar": (
        '[calendar]\nunit = "year"\nduration = 5000.0',
        ["mine.toml", "calendar", "5000", "200,000"],
    ),
    "not a number": (
        "[campaigns.a]\nopenness = nan",
        ["mine.toml", "campaigns.a.openness", "nan", "from 0 to 1"],
    ),
    "infinity": (
        "[campaigns.a.reward]\nprize = inf",
        ["mine.toml", "campaigns.a.reward.prize", "inf", "from 0"],
    ),
    "not a number in behaviour": (
        "[behaviour.choice]\ncontribute = nan",
        ["mine.toml", "behaviour.choice.contribute", "nan", "from -20 to 5"],
    ),
    # wrong types
    "text for a number": (
        '[campaigns.a.reward]\nprize = "a lot"',
        ["mine.toml", "campaigns.a.reward.prize", "a lot", "a number"],
    ),
    "bool for a number": (
        "[campaigns.a.reward]\nprize = true",
        ["mine.toml", "campaigns.a.reward.prize", "True", "a number"],
    ),
    "bool for a whole number": (
        "[population]\nsize = true",
        ["mine.toml", "population.size", "True", "a whole number"],
    ),
    "number for a bool": (
        "[campaigns.a.selection]\npublic = 1",
        ["mine.toml", "campaigns.a.selection.public", "1", "true or false"],
    ),
    "fraction for a whole number": (
        "[population]\nsize = 12.5",
        ["mine.toml", "population.size", "12.5", "a whole number"],
    ),
    "list for a number": (
        "[population]\nsize = [1, 2]",
        ["mine.toml", "population.size", "a whole number"],
    ),
    "date for a number": (
        "[campaigns.a]\nopenness = 2020-01-01",
        ["mine.toml", "campaigns.a.openness", "a number"],
    ),
    "number for a table": ("campaigns = 3", ["mine.toml", "campaigns", "3"]),
    "number for a group": ("[campaigns.a]\nreward = 3", ["mine.toml", "campaigns.a.reward", "3"]),
    "table for a list": (
        "[campaigns.a.limits.watch]\nx = 1",
        ["mine.toml", "campaigns.a.limits.watch"],
    ),
    "number for a name": ("name = 7", ["mine.toml", "name", "7", "a text"]),
    # words that are not among those allowed
    "unknown cell": (
        '[campaigns.a]\ncell = "submiting"',
        ["mine.toml", "campaigns.a", "cell", "submiting", "submitting", "tinkering"],
    ),
    "cell of a wrong type": ("[campaigns.a]\ncell = 3", ["mine.toml", "campaigns.a", "cell", "3"]),
    "unknown unit": (
        '[calendar]\nunit = "weeks"',
        ["mine.toml", "calendar.unit", "weeks", "'week'", "'month'"],
    ),
    "unknown cause": (
        '[campaigns.a.limits]\nwatch = ["starvd"]',
        ["mine.toml", "campaigns.a.limits.watch", "starvd", "starved"],
    ),
    "unknown way to choose": (
        '[campaigns.a.selection]\nhow = "round"',
        ["mine.toml", "campaigns.a.selection.how", "round", "'rounds'", "'merge'"],
    ),
    # changes that cannot be
    "change of what cannot change": (
        '[[changes]]\nat = 1.0\nlevers = {"selection.round_length" = 3.0}',
        ["mine.toml", "changes.0.levers", "selection.round_length", "cannot change", "what can"],
    ),
    "change of an unknown lever": (
        "[[changes]]\nat = 1.0\nlevers.reward.prise = 3.0",
        ["mine.toml", "changes.0.levers", "reward.prise", "did you mean 'reward.prize'"],
    ),
    "change out of range": (
        "[[changes]]\nat = 1.0\nlevers.dialogue.answered = 1.5",
        ["mine.toml", "changes.0.levers", "dialogue.answered", "1.5", "from 0 to 1"],
    ),
    "change of a wrong type": (
        '[[changes]]\nat = 1.0\nlevers.selection.announce = "yes"',
        ["mine.toml", "changes.0.levers", "selection.announce", "yes", "true or false"],
    ),
    "change without a lever": (
        "[[changes]]\nat = 1.0\n[changes.levers]",
        ["mine.toml", "changes.0.levers", "nothing changes", "outreach.spend"],
    ),
    "change without a time": (
        "[[changes]]\nlevers.pull = 1.0",
        ["mine.toml", "changes.0.at", "missing"],
    ),
    "change that ends before it begins": (
        "[[changes]]\nat = 4.0\nuntil = 4.0\nlevers.pull = 1.0",
        ["mine.toml", "changes.0", "until", "4.0"],
    ),
    "change after the end": (
        "[calendar]\nduration = 8.0\n[[changes]]\nat = 8.0\nlevers.pull = 1.0",
        ["mine.toml", "changes.0.at", "8.0", "end of the calendar"],
    ),
    "change of no campaign": (
        '[campaigns.acme]\n[[changes]]\nat = 1.0\ncampaign = "acne"\nlevers.pull = 1.0',
        ["mine.toml", "changes.0.campaign", "acne", "did you mean 'acme'"],
    ),
    "changes that do not go together": (
        "[campaigns.a.selection]\nshortlist = 3\n[[changes]]\nat = 1.0\n"
        "levers.selection.winners = 5",
        ["mine.toml", "campaigns.a, once changed", "shortlist", "winners", "5"],
    ),
    "change to a crowd that sees nothing": (
        "[campaigns.a.selection]\npublic = false\n[[changes]]\nat = 1.0\nlevers.crowd_weight = 1.0",
        ["mine.toml", "campaigns.a, once changed", "public", "crowd_weight"],
    ),
    "change to more winners than people": (
        "[population]\nsize = 9\n[[changes]]\nat = 1.0\nlevers.selection.winners = 10",
        ["mine.toml", "campaigns.campaign.selection.winners", "10"],
    ),
    "number for a lever's table": (
        "[[changes]]\nat = 1.0\nlevers = 3",
        ["mine.toml", "changes.0.levers", "3"],
    ),
    # contradicting settings
    "cell and corner": (
        '[campaigns.a]\ncell = "tinkering"\nopenness = 1.0',
        ["mine.toml", "campaigns.a", "cell", "openness"],
    ),
    "votes nobody can give": (
        "[population]\nsize = 20\n[campaigns.a.selection]\nvote_threshold = 21",
        ["mine.toml", "campaigns.a.selection", "21", "20 people"],
    ),
    "milestone nobody can reach": (
        "[population]\nsize = 20\n"
        "[campaigns.a.selection]\nmilestones = [{votes = 50, within = 3.0}]",
        ["mine.toml", "campaigns.a.selection", "50", "20 people"],
    ),
    "votes nobody may give": (
        "[campaigns.a.selection]\nvote_threshold = 2\npublic = false",
        ["mine.toml", "campaigns.a", "public", "vote_threshold"],
    ),
    "a crowd that sees nothing": (
        "[campaigns.a]\ncrowd_weight = 0.5\n[campaigns.a.selection]\npublic = false",
        ["mine.toml", "campaigns.a", "public", "crowd_weight", "0.5"],
    ),
    "more winners than people": (
        "[population]\nsize = 20\n[campaigns.a.selection]\nwinners = 21",
        ["mine.toml", "campaigns.a.selection.winners", "21", "20"],
    ),
    "fewer finalists than winners": (
        "[campaigns.a.selection]\nwinners = 5\nshortlist = 4",
        ["mine.toml", "campaigns.a", "shortlist", "4", "winners", "5"],
    ),
    "milestones that do not rise": (
        "[campaigns.a.selection]\n"
        "milestones = [{votes = 9, within = 1.0}, {votes = 9, within = 1.0}]",
        ["mine.toml", "campaigns.a", "milestones", "[9, 9]"],
    ),
    "threshold and milestones": (
        "[campaigns.a.selection]\nvote_threshold = 2\nmilestones = [{votes = 9, within = 1.0}]",
        ["mine.toml", "campaigns.a", "vote_threshold", "milestones"],
    ),
    "a contest without a launch": (
        "[campaigns.a.call]\ntwo_step = true",
        ["mine.toml", "campaigns.a", "two_step", "new_brief"],
    ),
    "merging by votes": (
        '[campaigns.a.selection]\nhow = "merge"\nvote_threshold = 2',
        ["mine.toml", "campaigns.a", "merge", "vote_threshold"],
    ),
    "a start after the end": (
        "[campaigns.a]\nstart = 60.0",
        ["mine.toml", "campaigns.a.start", "60", "52"],
    ),
    "a round longer than the campaign": (
        "[campaigns.a.selection]\nround_length = 60.0\nshelf_life = 70.0",
        ["mine.toml", "campaigns.a.selection.round_length", "60", "52"],
    ),
    "a round shorter than a step": (
        "[campaigns.a.selection]\nround_length = 0.1",
        ["mine.toml", "campaigns.a.selection.round_length", "0.1", "0.142857"],
    ),
    "a period longer than the calendar": (
        "[calendar]\nperiod = 60.0",
        ["mine.toml", "calendar", "period", "60", "52"],
    ),
    "ideas that expire before they can win": (
        "[campaigns.a.selection]\nshelf_life = 1.0",
        ["mine.toml", "campaigns.a.selection.shelf_life", "1.0", "4"],
    ),
    "a pace above its cap": (
        "[population.segments.fans]\npace = 20.0",
        ["mine.toml", "population", "segments.fans.pace", "20", "14"],
    ),
    "shares that sum to nothing": (
        "[population.segments.fans]\nshare = 0.0",
        ["mine.toml", "population", "shares"],
    ),
    "an unknown complement": (
        '[population.segments.fans]\ncomplements = ["pros"]',
        ["mine.toml", "population", "segments.fans.complements", "pros", "fans"],
    ),
    "people who never recover": (
        "[behaviour.exhaustion]\nrested = 0.85",
        ["mine.toml", "behaviour.exhaustion", "rested", "0.85", "0.8"],
    ),
    "no campaign": ("[campaigns]", ["mine.toml", "campaigns"]),
    "no segment": ("[population.segments]", ["mine.toml", "population", "segments"]),
    "a source for nothing": (
        '[sources]\n"campaigns.a.reward.price" = "A1"',
        ["mine.toml", "sources", "campaigns.a.reward.price"],
    ),
    "a milestone without its time": (
        "[campaigns.a.selection]\nmilestones = [{votes = 9}]",
        ["mine.toml", "campaigns.a.selection.milestones.0.within", "missing"],
    ),
    # names
    "a name with a dot": ('[campaigns."a.b"]', ["mine.toml", "a.b", "dot"]),
    "an empty name": ('[campaigns.""]', ["mine.toml", "''", "1 to 60"]),
    "a long name": (f"[campaigns.{'a' * 61}]", ["mine.toml", "a" * 61, "60"]),
    "a name with a line break": ('[campaigns."a\\nb"]', ["mine.toml", r"a\nb", "printable"]),
    "a segment with a dot": ('[population.segments."a.b"]', ["mine.toml", "a.b", "dot"]),
    "a broken campaign with a line break in its name": (
        '[campaigns."a\\nb"]\ncell = "x"',
        ["mine.toml", r"a\nb", "cell"],
    ),
    "an unknown key with a line break": ('"a\\nb" = 1', ["mine.toml", r"a\nb"]),
    # no TOML
    "no TOML": ("openness : 1", ["mine.toml", "TOML", "line 1"]),
    "a key given twice": ("name = 'a'\nname = 'b'", ["mine.toml", "TOML"]),
    "cut off": ("[campaigns.a", ["mine.toml", "TOML"]),
    "a number of 5,000 digits": (f"x = {'9' * 5000}", ["mine.toml"]),
    "deep lists": ("x = " + "[" * 100_000, ["mine.toml"]),
    "deep tables": ("x = " + "{a=" * 100_000, ["mine.toml"]),
    "deep keys": ("a." * 3_000 + "b = 1", ["mine.toml"]),
    "deep keys in a campaign": ("[campaigns." + "a." * 3_000 + "b]", ["mine.toml"]),
    "deep lists as a value": ("name = " + "[" * 300 + "]" * 300, ["mine.toml", "name"]),
    "a large whole number for a number": (
        f"[campaigns.a.reward]\nprize = {10**400}",
        ["mine.toml", "campaigns.a.reward.prize"],
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_bad_settings_are_refused_in_one_sentence(case):
    text, named = REFUSED[case]
    message = refusal(text)
    missing = [word for word in named if word not in message]
    assert not missing, message


def test_many_mistakes_make_one_line_all_the_same():
    text = "[campaigns.a.reward]\n" + "\n".join(f"x{n} = 1" for n in range(50))
    assert "and 45 more" in refusal(text)


# ---------------------------------------------------------------------- from Python


def refused_changes(changes: dict) -> str:
    with pytest.raises(InputError) as caught:
        rivals().vary(changes)
    return one_line(caught)


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("campaign.reward.prise", ["campaigns.acme.reward.prise", "campaigns.acme.reward.prize"]),
        ("campaigns.acm.reward.prize", ["campaigns.acm.reward.prize", "campaigns.acme.reward"]),
        ("behavior.choice.trust", ["behavior.choice.trust", "behaviour.choice.trust"]),
        ("campaign", ["campaign"]),
        ("", ["''"]),
        ("campaign.reward.prize.more", ["campaigns.acme.reward.prize.more"]),
        ("population.segments.experts.pase", ["pase", "pace"]),
        ("nonsense", ["nonsense"]),
    ],
)
def test_paths_that_lead_nowhere(path, named):
    message = refused_changes({path: 1.0})
    assert not [word for word in named if word not in message], message


@pytest.mark.parametrize("value", [math.nan, math.inf, -1.0, 1e8, True, "5", None, {}])
def test_values_that_are_no_prize(value):
    message = refused_changes({"campaign.reward.prize": value})
    assert "campaigns.acme.reward.prize" in message
    assert "a number from 0 to 10,000,000 (EUR)" in message
    assert repr(value) in message


def test_a_change_is_all_or_nothing():
    market = rivals()
    before = market.model_dump()
    with pytest.raises(InputError):
        market.vary({"campaign.reward.prize": 7.0, "campaign.openness": 2.0})
    assert market.model_dump() == before


def test_scenarios_are_frozen():
    with pytest.raises(ValueError, match="frozen"):
        idea_box().campaign.reward.prize = 3.0


def test_bad_parameters_name_themselves_in_python_too():
    with pytest.raises(ValueError, match="openness"):
        Campaign(openness=2.0)
    with pytest.raises(ValueError, match="winner"):
        Selection(winner=3)


def test_several_campaigns_have_to_be_named():
    with pytest.raises(InputError, match=r"campaigns\.acme, campaigns\.zenith"):
        _ = rivals().campaign
    with pytest.raises(InputError, match="acme, zenith"):
        _ = simulate(rivals(), 1).outcome


@pytest.mark.parametrize("seed", [-1, 2**63, True, 0.5, "1", None])
def test_what_is_no_seed(seed):
    with pytest.raises(InputError) as caught:
        simulate(one_firm(), seed)
    assert repr(seed) in one_line(caught)
    assert "from 0 to 2**63 - 1" in one_line(caught)


@pytest.mark.parametrize("replication", [-1, True, 0.5, "1", None])
def test_what_is_no_replication(replication):
    with pytest.raises(InputError) as caught:
        simulate(one_firm(), 1, replication=replication)
    assert "replication" in one_line(caught)
    assert repr(replication) in one_line(caught)


def test_more_looks_than_can_be_counted_are_refused():
    with pytest.raises(InputError, match=r"audience.views is 1,000,000,000, .*represents") as no:
        Scenario().vary({"campaign.audience.views": 1e9})
    assert "\n" not in str(no.value)
