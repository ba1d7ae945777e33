"""Hypothesis strategies: whole valid scenarios, small enough to play at once."""

from __future__ import annotations

import contextlib
import functools
import itertools
import typing
from typing import Any

from hypothesis import strategies as st

from cocreation_sim.errors import InputError
from cocreation_sim.scenario.behaviour import Behaviour, Exhaustion, Leaving
from cocreation_sim.scenario.campaign import (
    Access,
    Audience,
    Brief,
    Call,
    Campaign,
    Community,
    Dialogue,
    Market,
    Milestone,
    Outreach,
    Review,
    Reward,
    Selection,
    Shocks,
    Terms,
)
from cocreation_sim.scenario.changes import CHANGEABLE, Change
from cocreation_sim.scenario.fields import Parameters
from cocreation_sim.scenario.limits import Cause, Limits
from cocreation_sim.scenario.population import Population, Segment
from cocreation_sim.scenario.scenario import WEEKS, Calendar, Scenario

SHARES = st.one_of(st.sampled_from([0.0, 0.5, 1.0]), st.floats(0, 1))
WATCHED = st.lists(st.sampled_from(typing.get_args(Cause)), unique=True).map(tuple)
NAMES = st.text("abcdefgh XYZ'\"-_éß漢🎈", min_size=1, max_size=12)


def bounds(kind: type[Parameters], name: str) -> tuple[float, float]:
    """Declared bounds of a number."""
    found = {type(m).__name__: m for m in kind.model_fields[name].metadata}
    return found["Ge"].ge, found["Le"].le


def is_number(kind: type[Parameters], name: str) -> bool:
    """Is a field a number with bounds?"""
    return kind.model_fields[name].annotation in (int, float)


@functools.cache
def around(kind: type[Parameters], name: str) -> st.SearchStrategy[Any]:
    """A number from half to twice of its default, within its bounds; any option."""
    field = kind.model_fields[name]
    if field.annotation is bool:
        return st.booleans()
    if typing.get_origin(field.annotation) is typing.Literal:
        return st.sampled_from(typing.get_args(field.annotation))
    low, high = bounds(kind, name)
    ends = sorted((0.5 * field.default, 2.0 * field.default)) if field.default else (0.0, 0.5)
    low, high = max(low, ends[0]), min(high, ends[1])
    if field.annotation is int:
        return st.integers(int(low), int(high))
    return st.floats(low, high)


# Parameters that limit one another.
TIED: dict[type[Parameters], dict[str, Any]] = {
    Leaving: {"chosen": st.sampled_from([-2.0, -3.0])},
    Exhaustion: {"burnout": st.floats(0.6, 0.9), "rested": st.floats(0.2, 0.5)},
}


@functools.cache
def some_of(names: tuple[str, ...]) -> st.SearchStrategy[list[str]]:
    """Any of several names, each as likely in as out."""
    coins = st.tuples(*(st.booleans() for _ in names))
    return coins.map(lambda tossed: list(itertools.compress(names, tossed)))


@functools.cache
def free_fields(kind: type[Parameters]) -> tuple[str, ...]:
    """Fields that may be drawn by themselves: numbers and options."""
    hints = {name: field.annotation for name, field in kind.model_fields.items()}
    return tuple(
        name
        for name, hint in hints.items()
        if hint in (int, float, bool) or typing.get_origin(hint) is typing.Literal
    )


@st.composite
def group(draw: st.DrawFn, kind: type[Parameters], **fixed: Any) -> Any:
    """A group of parameters: some fixed (or drawn as told), any of the others moved."""
    fixed = TIED.get(kind, {}) | fixed
    drawn = {k: draw(v) if isinstance(v, st.SearchStrategy) else v for k, v in fixed.items()}
    moved = draw(some_of(tuple(n for n in free_fields(kind) if n not in fixed)))
    return kind(**drawn, **{name: draw(around(kind, name)) for name in moved})


# What makes people eager, easily tired, or soon of the core, so that much happens in little time;
# and what does nothing by default, often switched on.
EAGER: dict[str, dict[str, Any]] = {
    "motive": {
        "crowding_small": st.sampled_from([0.0, 50.0]),
        "crowding_control": st.sampled_from([0.0, 0.6]),
        "crowding_lasting": st.sampled_from([0.0, 0.7]),
        "money_turn": st.sampled_from([0.0, 0.3]),
        "crowding_feedback": st.sampled_from([0.0, 0.5]),
    },
    "choice": {"contribute": st.sampled_from([-4.5, -1.0])},
    "exhaustion": {
        "capacity": st.sampled_from([0.02, 0.5]),
        "recovery": st.sampled_from([0.17, 2.0]),
    },
    "core": {"contributions": st.integers(1, 4)},
    "voting": {"support": st.sampled_from([-3.2, 0.0])},
    "leaving": {
        "liked": st.sampled_from([0.0, -0.8]),
        "investment_from": st.sampled_from([0.0, 1.0]),
    },
}


@st.composite
def behaviours(draw: st.DrawFn) -> Behaviour:
    """Psychologies near the default one, some of them easily tired, eager or herding."""
    kinds = {name: field.annotation for name, field in Behaviour.model_fields.items()}
    moved = draw(some_of(tuple(sorted(kinds))))
    eager = {
        name: kinds[name](**{k: draw(v) for k, v in fixed.items()})
        for name, fixed in EAGER.items()
        if name not in moved
    }
    return Behaviour(**eager, **{n: draw(group(kinds[n], **EAGER.get(n, {}))) for n in moved})


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Short calendars in any unit, the last period perhaps longer than needed."""
    unit = draw(st.sampled_from(sorted(WEEKS)))
    longest = {"month": 8.0, "year": 0.6}.get(unit, 16.0)
    period = min(draw(st.sampled_from([0.5, 1.0, 1.0, 3.0])), longest)
    return Calendar(unit=unit, period=period, duration=draw(st.floats(period, longest)))


@st.composite
def populations(draw: st.DrawFn, most: int = 40) -> Population:
    """Up to three segments, often aware from the start, with some complementing others."""
    names = draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
    segments = {
        name: draw(
            st.builds(
                Segment,
                share=st.sampled_from([1.0, 0.3, 2.5]),
                aware=SHARES,
                pace=st.floats(0.1, 4.0),
                pace_cap=st.sampled_from([14.0, 4.0]),
                money=st.floats(0, 2),
                social=st.floats(0, 2),
                intrinsic=st.floats(0, 2),
                ability=st.floats(-1, 1),
                effort=st.floats(0, 2),
                ideas_a_visit=st.floats(1, 2),
                pieces=st.floats(1, 5),
                pieces_sd=st.floats(0, 1),
                pieces_grown=st.sampled_from([1.0, 3.5]),
                complements=st.lists(st.sampled_from(names), max_size=2, unique=True).map(tuple),
            )
        )
        for name in names
    }
    represents = draw(st.sampled_from([1, 1, 3]))
    return Population(
        size=draw(st.integers(represents, most * represents)),
        represents=represents,
        segments=segments,
    )


def milestones(most: int) -> st.SearchStrategy[tuple[Milestone, ...]]:
    """One to three milestones that rise."""
    votes = st.lists(st.integers(1, most), min_size=1, max_size=3, unique=True).map(sorted)
    return votes.flatmap(
        lambda rising: st.tuples(
            *(st.builds(Milestone, votes=st.just(v), within=st.floats(0.1, 9)) for v in rising)
        )
    )


@st.composite
def selections(draw: st.DrawFn, calendar: Calendar, whole: float, most: int, kind: str):
    """Ways of choosing: rounds, contests, votes first, milestones, merging."""
    finest = calendar.sub_round / calendar.weeks
    winners = draw(st.integers(0, min(3, most)))
    length = draw(st.sampled_from([0.0, finest, 1.0, 2.0, whole / 3, whole]))
    length = length if finest <= length <= whole else 0.0
    shelf = draw(st.floats(0.1, 20))
    rounds: dict[str, Any] = {}
    if kind == "threshold":
        rounds["vote_threshold"] = draw(st.integers(1, min(5, most)))
    elif kind == "milestones":
        rounds["milestones"] = draw(milestones(min(12, most)))
    else:
        rounds["public"] = draw(st.sampled_from([True, True, False]))
    return Selection(
        how="merge" if kind == "merge" else "rounds",
        winners=winners,
        round_length=length,
        shortlist=draw(st.sampled_from([0, winners, winners + 2])),
        bar=draw(st.floats(-1, 2)),
        judgement_noise=draw(around(Selection, "judgement_noise")),
        votes_shown=draw(SHARES),
        spotlight=draw(SHARES),
        voting_time=draw(st.sampled_from([0.0, 0.0, 0.4])) * (length or whole),
        votes_each=draw(st.sampled_from([0, 0, 2])),
        budget=draw(st.sampled_from([0.0, 0.0, 25.0])),
        shelf_life=shelf if kind == "merge" else shelf + (length or whole),
        announce=draw(st.booleans()),
        **rounds,
    )


KINDS = ("rounds", "calls", "contest", "threshold", "milestones", "merge")


@st.composite
def campaigns(draw: st.DrawFn, calendar: Calendar, most: int) -> Campaign:
    """Campaigns of every cell and kind."""
    kind = draw(st.sampled_from(KINDS))
    start = draw(st.sampled_from([0.0, 0.0, 0.3])) * calendar.duration
    whole = calendar.periods * calendar.period - start
    chosen = draw(selections(calendar, whole, most, kind))
    crowd = draw(SHARES) if chosen.public else 0.0  # a crowd that selects must see the ideas
    contest = kind == "contest"
    return Campaign(
        openness=draw(SHARES),
        crowd_weight=crowd,
        start=start,
        fixed_cost=draw(st.sampled_from([0.0, 3.333])),
        selection=chosen,
        reward=draw(
            group(
                Reward,
                prize=st.sampled_from([0.0, 33.335, 1000.0]),
                pay=st.sampled_from([0.0, 0.125, 7.0]),
                royalty=st.sampled_from([0.0, 0.075]),
                guaranteed=st.booleans(),
                recognition=SHARES,
            )
        ),
        call=Call(
            new_brief=contest or kind == "calls" or draw(st.booleans()),
            two_step=contest,
            summons=draw(SHARES),
        ),
        dialogue=draw(
            group(Dialogue, answered=SHARES, explained=SHARES, delay=st.sampled_from([0.0, 0.7]))
        ),
        review=draw(
            group(
                Review,
                capacity=st.sampled_from([0.0, 1.5, 100.0]),
                capacity_per_core=st.sampled_from([0.0, 2.0]),
                cost=st.sampled_from([0.0, 4.995]),
            )
        ),
        access=draw(group(Access, cost=st.sampled_from([0.0, 99.99]))),
        terms=draw(group(Terms)),
        brief=draw(group(Brief)),
        outreach=draw(
            group(
                Outreach,
                spend=st.sampled_from([0.0, 1.01, 20.0]),
                launch_spend=st.sampled_from([0.0, 50.0]),
                word_of_mouth=st.sampled_from([0.0, 0.02, 1.0]),
            )
        ),
        community=draw(
            group(
                Community,
                stickiness=st.sampled_from([0.0, 2.0]),
                interested=SHARES,
                dilution=st.sampled_from([0.0, 0.3]),
                rivalry=st.sampled_from([0.0, 0.7]),
                spillover=st.sampled_from([0.0, 0.4]),
            )
        ),
        audience=draw(
            group(
                Audience,
                views=st.sampled_from([0.0, 0.0, 30.0]),
                push=st.sampled_from([0.0, 0.0, 2.0]),
                rally=st.sampled_from([0.0, 2.0]),
            )
        ),
        market=draw(
            group(
                Market,
                sells=st.sampled_from(["nothing", "ideas", "product"]),
                potential=st.sampled_from([10.0, 5000.0]),
                price=st.sampled_from([0.0, 19.995]),
                unit_cost=st.sampled_from([0.0, 3.335]),
                integration_cost=st.sampled_from([0.0, 12.345]),
                integration_cost_sd=st.sampled_from([0.0, 0.7]),
                fit_needed=st.sampled_from([-9.0, 0.5]),
            )
        ),
        limits=draw(
            group(
                Limits,
                watch=WATCHED,
                window=st.floats(0.5, 10),
                budget=st.sampled_from([1e12, 100.0]),
                queue=st.sampled_from([1_000_000_000, 2]),
                coherence=st.sampled_from([-9.0, 1.0]),
                contributions=st.sampled_from([1, 0, 5]),
                engaged_share=st.sampled_from([0.05, 0.0, 0.6]),
            )
        ),
        pull=draw(st.sampled_from([0.0, 1.0])),
        shocks=draw(group(Shocks, sd=st.sampled_from([0.0, 0.7]))),
    )


@st.composite
def scenarios(draw: st.DrawFn, most: int = 40) -> Scenario:
    """Whole scenarios: one to three firms, any calendar, people of several kinds."""
    behaviour = draw(behaviours())  # first: what is drawn late is often left as it is
    calendar = draw(calendars())
    population = draw(populations(most))
    names = draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
    return Scenario(
        name=draw(st.text(max_size=20)),
        calendar=calendar,
        population=population,
        campaigns={name: draw(campaigns(calendar, population.size)) for name in names},
        behaviour=behaviour,
    )


def declared(lever: str) -> tuple[type[Parameters], str]:
    """The group that holds a lever of a campaign, and its name there."""
    where, _, name = lever.rpartition(".")
    kind = Campaign.model_fields[where].annotation if where else Campaign
    return typing.cast(type[Parameters], kind), name


@functools.cache
def values(lever: str) -> st.SearchStrategy[Any]:
    """What a lever may change to: switched on or off, or something about its default."""
    kind, name = declared(lever)
    usual = around(kind, name)
    if not is_number(kind, name):
        return usual
    low, high = bounds(kind, name)
    many = 3 if kind.model_fields[name].annotation is int else 3.0
    return st.one_of(usual, st.sampled_from([max(low, 0), min(high, many)]))


@st.composite
def changing(draw: st.DrawFn) -> Scenario:
    """Whole scenarios in which levers change, but for changes that do not go together."""
    scenario = draw(scenarios())
    end = scenario.calendar.duration
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.sampled_from([0.0, 0.1, 0.5])) * end
        levers = draw(st.lists(st.sampled_from(CHANGEABLE), min_size=1, max_size=12, unique=True))
        change = Change(
            at=at,
            until=draw(st.sampled_from([None, at + 0.2 * end])),
            campaign=draw(st.sampled_from(["", min(scenario.campaigns)])),
            levers={lever: draw(values(lever)) for lever in levers},
        )
        with contextlib.suppress(InputError):
            scenario = scenario.vary({"changes": (*scenario.changes, change)})
    return scenario


@st.composite
def extremes(draw: st.DrawFn) -> Scenario:
    """Scenarios whose numbers lie at the ends of their bounds, but for those that set the size.

    Their options are any.
    """

    def ends(kind: type[Parameters], **kept: Any) -> Any:
        drawn = {}
        for name in free_fields(kind):
            field = kind.model_fields[name]
            if name in kept:
                continue
            if is_number(kind, name):
                value = draw(st.sampled_from([field.default, *bounds(kind, name), field.default]))
                drawn[name] = field.annotation(value)
            else:
                drawn[name] = draw(around(kind, name))
        return kind(**drawn, **kept)

    eager = {"contribute": draw(st.sampled_from([-4.5, 5.0]))}
    tied = {
        "exhaustion": {"rested": 0.4, "burnout": 0.8},
        "leaving": {"chosen": -3.0},
        "choice": eager,
    }
    psychology = {
        name: ends(field.annotation, **tied.get(name, {}))
        for name, field in Behaviour.model_fields.items()
    }
    pace = draw(st.sampled_from([0.0, 5.0]))
    people = ends(Segment, share=1.0, pace=pace, pace_cap=14.0, aware=1.0)
    looks = {
        "audience": {"views": draw(st.sampled_from([0.0, 4e8]))},  # as many as can be counted
        "limits": {"watch": draw(WATCHED)},
    }
    parts = {
        name: ends(field.annotation, **looks.get(name, {}))
        for name, field in Campaign.model_fields.items()
        if isinstance(field.annotation, type)
        and issubclass(field.annotation, Parameters)
        and name not in ("selection", "call")
    }
    contest = draw(st.booleans())
    how = "rounds" if contest else draw(st.sampled_from(["rounds", "merge"]))
    size = {"winners": 1, "shortlist": 0, "round_length": 2.0, "vote_threshold": 0}
    size["voting_time"] = draw(st.sampled_from([0.0, 1.0]))
    public = draw(st.booleans())
    return Scenario(
        calendar=Calendar(duration=4.0),  # in weeks, so that rounds fit
        population=Population(size=4, segments={"people": people}),
        campaigns={
            "mine": Campaign(
                openness=draw(st.sampled_from([0.0, 1.0])),
                crowd_weight=draw(st.sampled_from([0.0, 1.0])) if public else 0.0,
                fixed_cost=draw(st.sampled_from([0.0, 1e9])),
                selection=ends(Selection, how=how, public=public, shelf_life=26.0, **size),
                call=ends(Call, new_brief=contest, two_step=contest),
                **parts,
            )
        },
        behaviour=Behaviour(**psychology),
    )
