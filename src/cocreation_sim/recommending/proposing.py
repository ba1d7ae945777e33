"""Which designs to try next, by optuna's samplers; random ones as the yardstick."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from cocreation_sim import randomness as rn
from cocreation_sim.designs.design import sample
from cocreation_sim.errors import InputError, check_word
from cocreation_sim.random_arrays import Floats
from cocreation_sim.recommending.space import Space, State

if TYPE_CHECKING:
    from optuna.samplers import BaseSampler
    from optuna.study import Study

Sampler = Literal["tpe", "nsga2", "random"]
TRIES: Final = 4  # to get a design that is new, for each that is wanted


def start(space: Space, count: int, seed: int, home: State | None = None) -> list[State]:
    """The first designs: spread evenly, the same for the same seed.

    With a home, what is optimised, they are spread from there to anywhere: the first keep nearly
    all its levers, the last none. A campaign that spends what it may is rarely beaten from afar.
    """
    rows = sample("lhs", [f"{k}" for k in range(space.width)], count, seed)
    states = [space.at(row) for row in rows]
    if home is not None:
        levers = [lever.name for lever in space.levers]
        moved = sample("lhs", levers, count, rn.child(seed, rn.name_key("levers that move")))
        states = [
            tuple(
                there if share < (k + 1) / count else here
                for here, there, share in zip(home, state, row, strict=True)
            )
            for k, (state, row) in enumerate(zip(states, moved, strict=True))
        ]
    return list(dict.fromkeys(states))


class Proposer:
    """Proposes designs from what is known of those that were tried.

    Every batch is proposed from the table of designs and a seed of its own, so a search that was
    stopped goes on as if it had not been. "nsga2" (Deb et al. 2002, by optuna) breeds new designs
    from the best fronts so far, limits first. "tpe", optuna's Parzen estimator, models where good
    designs lie; with a dozen levers and some two hundred designs it was hardly better than chance
    (`benchmarks/optimising.py`). "random" learns nothing: the yardstick.

    Parameters
    ----------
    space
        The designs there are.
    sampler
        How to propose.
    seed
        Root of what is proposed.

    Raises
    ------
    InputError
        If optuna is not installed.
    """

    def __init__(self, space: Space, sampler: Sampler, seed: int) -> None:
        self.space, self.sampler = space, check_word("sampler", sampler, get_args(Sampler))
        self.seed = rn.child(seed, rn.name_key("proposed designs"))
        self.batch = 0
        self.generations: dict[State, int] = {}
        if self.sampler != "random":
            check_installed()

    def propose(
        self, states: Sequence[State], costs: Floats, excess: Floats, count: int
    ) -> list[State]:
        """New designs, at most so many; fewer where hardly any are left.

        Parameters
        ----------
        states, costs, excess
            The designs that were tried, what is to be small, and by how much limits are passed.
        count
            How many are wanted.
        """
        self.batch += 1
        seed = rn.child(self.seed, self.batch)
        known = set(states)
        if self.sampler == "random":
            return self._random(known, count, seed)
        study = self._study(states, costs, excess, seed)
        out: list[State] = []
        spaces = distributions(self.space)
        for _ in range(TRIES * count):
            trial = study.ask(spaces)
            state = self._state(trial.params)
            if state not in known:
                known.add(state)
                out.append(state)
            if len(out) == count:
                break
        out += self._random(known, count - len(out), seed)
        self.generations |= dict.fromkeys(out, self.batch)
        return out

    def _random(self, known: set[State], count: int, seed: int) -> list[State]:
        out: list[State] = []
        for k in range(50 * count):
            node = rn.child(seed, k)
            state = self.space.at([rn.uniform(node, j) for j in range(self.space.width)])
            if state not in known:
                known.add(state)
                out.append(state)
            if len(out) == count:
                break
        return out

    def _state(self, params: dict[str, Any]) -> State:
        values, out = iter(params[f"{k}"] for k in range(self.space.width)), []
        for lever in self.space.levers:
            out.append(lever.decode(tuple(next(values) for _ in lever.coordinates)))
        return tuple(out)

    def _study(self, states: Sequence[State], costs: Floats, excess: Floats, seed: int) -> Study:
        """A study of optuna's that knows all that is known by now."""
        import optuna

        optuna.logging.set_verbosity(optuna.logging.ERROR)
        goals = costs.shape[1] if len(costs) else 1
        study = optuna.create_study(
            directions=["minimize"] * goals, sampler=self._made(seed % 2**32)
        )
        spaces = distributions(self.space)
        for state, cost, over in zip(states, costs, excess, strict=True):
            coordinates = [
                value
                for lever, entry in zip(self.space.levers, state, strict=True)
                for value in lever.encode(entry)
            ]
            made = optuna.trial.create_trial(
                params={f"{k}": value for k, value in enumerate(coordinates)},
                distributions=spaces,
                values=[float(value) for value in cost],
                constraints={f"{k}": float(value) for k, value in enumerate(over)},
                system_attrs={"NSGAIISampler:generation": self.generations.get(state, 0)},
            )
            study.add_trial(made)
        return study

    def _made(self, seed: int) -> BaseSampler:
        import optuna

        if self.sampler == "nsga2":
            return optuna.samplers.NSGAIISampler(population_size=16, seed=seed)
        return optuna.samplers.TPESampler(
            n_startup_trials=1, multivariate=True, constant_liar=True, seed=seed
        )


def distributions(space: Space) -> dict[str, Any]:
    """The coordinates of a search as optuna sees them."""
    from optuna.distributions import (
        CategoricalDistribution,
        FloatDistribution,
        IntDistribution,
    )

    out: dict[str, Any] = {}
    for lever in space.levers:
        for kind, levels in lever.coordinates:
            name = f"{len(out)}"
            if kind == "whole":
                out[name] = IntDistribution(0, levels - 1)
            elif kind == "choice":
                out[name] = CategoricalDistribution(tuple(range(levels)))
            else:
                out[name] = FloatDistribution(0.0, 1.0)
    return out


def check_installed() -> None:
    """Refuse to go on without optuna.

    Raises
    ------
    InputError
        It says how to install it.
    """
    try:
        import optuna  # noqa: F401
    except ImportError as error:
        raise InputError(
            "optimising needs optuna, which is not installed: "
            'pip install "cocreation-sim[optimise]"'
        ) from error
