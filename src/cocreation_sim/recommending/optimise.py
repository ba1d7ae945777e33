"""Finding the best designs of rewards and treatment: one door to all of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Unpack

from cocreation_sim.designs.factors import (
    Factor,
    Factors,
    Range,
    check_factors,
    factor_of,
    factors,
)
from cocreation_sim.errors import InputError, check_whole, nearest_names, shown
from cocreation_sim.experiments.execute import Execution
from cocreation_sim.experiments.play import RunOptions
from cocreation_sim.experiments.study import scenario_from
from cocreation_sim.files import write
from cocreation_sim.recommending.asked import FILE, Asked, as_data, named
from cocreation_sim.recommending.defaults import chosen_levers, full_path
from cocreation_sim.recommending.goals import (
    Goal,
    Limit,
    budget_limit,
    check_together,
    goal,
    limit,
)
from cocreation_sim.recommending.judging import Judge
from cocreation_sim.recommending.levers import STEPS, Lever, LeverGrid, lever_grid
from cocreation_sim.recommending.optimisation import Optimisation
from cocreation_sim.recommending.pool import Evaluated, Pool
from cocreation_sim.recommending.proposing import Proposer, Sampler
from cocreation_sim.recommending.searching import Effort, Search
from cocreation_sim.recommending.simulated import Simulated
from cocreation_sim.recommending.space import Space
from cocreation_sim.recommending.splitting import Split, price_of
from cocreation_sim.scenario.scenario import Scenario, check_seed, load
from cocreation_sim.wording.numbers import money

GOALS: Final = ("interesting", "risk")
RUNS: Final = 3000
Varied = Mapping[str, Range | Mapping[str, Any] | Iterable[Any] | None]


def optimise(
    scenario: Scenario | str | os.PathLike[str],
    goals: Sequence[Goal | str] | Goal | str = GOALS,
    *,
    budget: float | None = None,
    limits: Sequence[Limit | str] | Limit | str = (),
    levers: Varied | None = None,
    split: Sequence[str] | str = (),
    uncertain: Mapping[str, Range | Mapping[str, Any] | Iterable[Any]] | None = None,
    campaign: str | None = None,
    runs: int = RUNS,
    seed: int = 1,
    effort: Effort | None = None,
    sampler: Sampler = "nsga2",
    store: str | os.PathLike[str] | None = None,
    **how: Unpack[RunOptions],
) -> Optimisation:
    """The best designs of a campaign for some goals, within limits.

    Every design is played under the same luck. The search tries designs in a few runs each; the
    best of them race under luck that the search has not seen, with more and more runs, until they
    are told from those that are beaten; then the neighbours of what would be recommended join the
    race, one step of one lever away, until none is better or the runs are spent.

    Parameters
    ----------
    scenario
        A scenario, the name of a preset, or the path of a scenario file.
    goals
        What is to be reached: names of outcomes, "risk" (failure) and "health" (the share of those
        who know the campaign who are engaged at the end). "NAME:less" and "NAME:more" say which
        way, "NAME:bad" what one run in ten falls short of. See `goals.goal`.
    budget
        The most that a campaign may cost in nine of ten runs, in EUR. With `split` it is the sum
        that is split; what else the campaign costs comes on top.
    limits
        What must be kept to, such as "risk<=0.2", "loyalty>=0.5" or "cost:q90<=20000"; "cost<=now"
        is what the campaign has as it is, under the same luck.
    levers
        What may be changed: ranges or lists of values by dotted path, or None for the path's range
        by default. Left out, rewards and treatment in ranges that fit the campaign.
    split
        Parameters that share the budget, such as "outreach.spend" and "reward.prize".
    uncertain
        What the firm does not know, as in a study: each replication has a world of its own, the
        same for all designs.
    campaign
        Which campaign; may be left out where there is one only.
    runs
        Simulated runs in all.
    seed
        Root of all luck and of the search.
    effort
        How the runs are spent on search and race; by default what so many runs are enough for.
    sampler
        How designs are proposed; see `proposing.Proposer`.
    store
        Folder for the runs. What was played for the same levers and seed is not played again, also
        for other goals.
    **how
        Workers, executor, progress and the like, as for `cocreation_sim.sweep`.

    Raises
    ------
    InputError
        If goals, limits, levers or budget are none or cannot go together, or optuna is missing:
        before anything is simulated. If no design keeps the limits: after the search.

    Examples
    --------
    >>> found = optimise(
    ...     "workshop",
    ...     "interesting",
    ...     budget=6000,
    ...     levers={"reward.recognition": Range(0, 1), "selection.winners": [1, 2, 3]},
    ...     runs=100,
    ...     progress=False,
    ... )
    >>> found.recommended[0].says[:33]
    'Best for many interesting ideas: '
    """
    seed = check_seed(seed)
    spending = _effort(effort, runs)
    execution = Execution(**how)
    base = scenario if isinstance(scenario, Scenario) else load(scenario)
    name = _campaign(base, campaign)
    bounds = [limit(one) for one in _listed("limits", limits, "risk<=0.2")]
    whole = None if budget is None else budget_limit(budget)
    if whole is not None and not split:
        bounds.append(whole)
    wanted = _goals(goals)
    bounds = list(dict.fromkeys(bounds))
    check_together(wanted, tuple(bounds))
    asked_limits = tuple(named(one) for one in bounds if one is not whole)
    given = {} if levers is None and split else levers
    changed = chosen_levers(given, base, name, budget)
    unknown = factors(uncertain or {}, base, "uncertain")
    shared = _listed("split", split, "reward.prize")
    parts = tuple(full_path(path, base, name) for path in shared)
    space = _space(base, changed, parts, budget)
    if not parts:
        _check_budget(base, name, space, budget)
    twice = sorted(set(space.paths) & set(unknown))
    if twice:
        raise InputError(f"{twice[0]!r} is a lever and uncertain; keep one")
    proposer = Proposer(space, sampler, seed)
    typed: Factors = {path: _factor(space, path, changed) for path in space.paths}
    question = "optimise " + ", ".join(map(str, (*wanted, *bounds)))
    place = None if store is None else os.fspath(store)
    swapped = {"rules", "customer_class", "firm_class"} & set(how)
    asked = None if swapped else Asked(
        goals=tuple(map(named, wanted)), limits=asked_limits, budget=budget, split=parts,
        campaign=name, runs=spending.runs, first=spending.first, most=spending.most,
        sampler=sampler, seed=seed, levers=as_data(changed), uncertain=as_data(unknown),
        order=tuple(changed), scenario=base.to_dict(),
    )  # fmt: skip
    source = Simulated(base, name, typed, unknown, seed, execution, place, question)
    if place is not None and asked is not None:
        write(Path(place) / FILE, asked.to_toml())
    now = tuple(_value(base, path) for path in space.paths)
    pool = Pool(space, source, now)
    search = Search(Judge(pool, wanted, tuple(bounds)), spending, proposer)
    complete = _run(search, execution.progress)
    if place is not None and asked is not None and complete:
        write(Path(place) / FILE, asked.model_copy(update={"finished": True}).to_toml())
    return Optimisation(search, source.scenario, base, seed, complete=complete, asked=asked)


def optimise_function(
    function: Callable[[dict[str, Any], int], Mapping[str, float]],
    levers: Mapping[str, Range | Iterable[Any]],
    goals: Sequence[Goal | str] | Goal | str,
    *,
    limits: Sequence[Limit | str] | Limit | str = (),
    base: Mapping[str, Any] | None = None,
    runs: int = RUNS,
    seed: int = 1,
    effort: Effort | None = None,
    sampler: Sampler = "nsga2",
    steps: int = STEPS,
    progress: bool = False,
) -> Optimisation:
    """The best designs of whatever a function says: a model of one's own, or one with an answer.

    Parameters
    ----------
    function
        From the values of the levers by name and the number of the replication (its luck: the same
        number, the same luck) to outcomes by name.
    levers
        Ranges or lists of values by name.
    goals, limits
        As for `optimise`, of the outcomes that the function gives.
    base
        Values to compare with.
    runs, seed, effort, sampler
        As for `optimise`.
    steps
        Into how many steps a range is cut.
    progress
        Whether a bar is shown.

    Raises
    ------
    InputError
        As `optimise`.

    Examples
    --------
    >>> found = optimise_function(
    ...     lambda lever, luck: {"gain": -((lever["x"] - 3.0) ** 2) + luck % 7},
    ...     {"x": Range(0.0, 10.0)},
    ...     "gain:more",
    ...     runs=200,
    ... )
    >>> found.recommended[0].levers
    {'x': 3.0}
    """
    seed = check_seed(seed)
    spending = _effort(effort, runs)
    check_factors(levers, "levers")
    steps = check_whole("steps", steps, 1)
    made: tuple[Lever, ...] = tuple(
        lever_grid(name, factor_of(name, factor), steps) for name, factor in levers.items()
    )
    if not made:
        raise InputError("there is no lever; give at least one")
    space = Space(made)
    source = Evaluated(function, space.paths)
    first = {lever.name: lever.values(lever.at((0.0,)), None)[0] for lever in made}
    known = list(function(first, 0))
    wanted = _goals(goals, known)
    bounds = tuple(limit(one, known) for one in _listed("limits", limits, f"{known[0]}<=1"))
    check_together(wanted, bounds)
    for one in bounds:
        if one.bound is None and base is None:
            raise InputError(f"the limit {one} needs a base: the values of the levers now")
    start = None if base is None else tuple(base[path] for path in space.paths)
    pool = Pool(space, source, start)
    search = Search(Judge(pool, wanted, bounds), spending, Proposer(space, sampler, seed))
    complete = _run(search, progress)
    return Optimisation(search, None, None, seed, complete=complete)


def _run(search: Search, progress: bool) -> bool:
    """Search to the end, with a bar; whether it was not stopped."""
    from tqdm.auto import tqdm

    total = search.effort.runs
    form = "{desc}{percentage:3.0f} %|{bar}| {elapsed}, {remaining} left"
    pool = search.pool
    with tqdm(total=total, desc="run 0: ", disable=not progress, bar_format=form) as bar:

        def heard(runs: int) -> None:
            told = f"run {pool.runs:,} of {total:,}, {len(pool.values) - 1} designs: "
            bar.set_description(told, refresh=False)
            bar.update(min(runs, total - bar.n))

        pool.heard = heard
        try:
            search.run()
        except KeyboardInterrupt:
            if not search.finalists() or not pool.runs:
                raise
            return False
    return True


def _goals(
    given: Sequence[Goal | str] | Goal | str, known: Sequence[str] | None = None
) -> tuple[Goal, ...]:
    return tuple(goal(one, known) for one in _listed("goals", given, "interesting"))


def _listed(name: str, given: Any, such: str) -> list[Any]:
    """One or more, as a list."""
    if isinstance(given, (str, Goal, Limit)):
        return [given]
    if isinstance(given, (bytes, Mapping)) or not isinstance(given, Iterable):
        raise InputError(f"{name} is {shown(given)}; allowed is a list, such as [{such!r}]")
    return list(given)


def _effort(given: Any, runs: int) -> Effort:
    """How runs are spent: as given, or what so many are enough for."""
    if given is None:
        return Effort.of(runs)
    if not isinstance(given, Effort):
        raise InputError(f"effort is {shown(given)}; allowed is an Effort, or none")
    return given


def _campaign(base: Scenario, given: str | None) -> str:
    names = list(base.campaigns)
    if given is None and len(names) == 1:
        return names[0]
    if given is None:
        raise InputError(f"there are {len(names)} campaigns; name one: {', '.join(names)}")
    if given not in names:
        raise InputError(
            f"there is no campaign {given!r}; the campaigns are {', '.join(names)}"
            + nearest_names(given, names)
        )
    return given


def _space(
    base: Scenario,
    changed: Mapping[str, Factor],
    parts: tuple[str, ...],
    budget: float | None,
) -> Space:
    made: list[Lever] = [
        lever_grid(path, factor, base=_value(base, path))
        for path, factor in changed.items()
        if path not in parts
    ]
    if parts:
        if budget is None:
            raise InputError("a split needs a budget to be split; give one")
        for path in parts:
            price_of(path, base)
        made.append(Split(float(budget), parts))
    if not made:
        raise InputError("there is no lever; give at least one, or leave them out for the usual")
    return Space(tuple(made), base)


def _factor(space: Space, path: str, changed: Mapping[str, Factor]) -> Factor:
    """What a path varies over: the levels of its ladder, or what is split."""
    if path in changed and not isinstance(changed[path], Range):
        return changed[path]
    given = changed.get(path)
    return given if given is not None else Range(0.0, 1.0)


def _value(base: Scenario, path: str) -> Any:
    """What a parameter is in the scenario."""
    if path.endswith(".cell"):
        return base.campaigns[path.split(".")[1]].cell.label
    full = next(iter(base.paths(path)))
    found = dict(base.parameters())
    return found[full]


STEADY: Final = ("outreach.spend", "fixed_cost")
ONCE: Final = ("outreach.launch_spend", "access.cost")


def _least(
    base: Scenario, campaign: str, free: Iterable[str], lowest: Mapping[str, float]
) -> float:
    """What must be spent whatever is chosen, but for the parameters that are free to choose."""
    found = dict(base.parameters())
    total = 0.0
    for key in (*STEADY, *ONCE):
        path = f"campaigns.{campaign}.{key}"
        value = lowest.get(path, 0.0) if path in free else found[path]
        total += float(value) * price_of(path, base)
    return total


def _check_budget(base: Scenario, campaign: str, space: Space, budget: float | None) -> None:
    if budget is None:
        return
    lowest = {}
    for lever in space.levers:
        if isinstance(lever, LeverGrid):
            numbers = [v for v in lever.levels if isinstance(v, (int, float))]
            lowest[lever.name] = float(min(numbers, default=0.0))
    least = _least(base, campaign, space.paths, lowest)
    if least > budget:
        raise InputError(
            f"the budget of {money(budget)} cannot be kept: running, platform and outreach cost "
            f"{money(least)} whatever is chosen; raise it, or make outreach.spend or fixed_cost "
            "a lever that may fall lower"
        )


def answer(
    asked: Asked, store: str | os.PathLike[str] | None = None, **how: Unpack[RunOptions]
) -> Optimisation:
    """Optimise as was asked; what is kept in the folder is not played again.

    Raises
    ------
    InputError
        As `optimise`.
    """
    place = {path: k for k, path in enumerate(asked.order)}
    ordered = sorted(asked.levers, key=lambda path: place.get(path, len(place)))
    return optimise(
        scenario_from(asked.scenario),
        list(asked.goals),
        budget=asked.budget,
        limits=asked.limits,
        levers={path: asked.levers[path] for path in ordered},
        split=asked.split,
        uncertain=asked.uncertain,
        campaign=asked.campaign,
        seed=asked.seed,
        effort=Effort(asked.runs, asked.first, asked.most),
        sampler=asked.sampler,
        store=store,
        **how,
    )
