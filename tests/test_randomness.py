"""Random numbers by address: known answers, distributions, independence, one list of purposes."""

from __future__ import annotations

import ast
import itertools
import math
import statistics
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

import cocreation_sim
from cocreation_sim import quantiles
from cocreation_sim import randomness as rn
from cocreation_sim.rules import attention, people

# They sample designs and resample results from a given seed, and touch no run.
SAMPLING = {
    "designs/design.py",
    "designs/samples.py",
    "statistics/sensitivity.py",
    "fitting/posterior.py",  # emcee and Sobol points, from a seed
}
SOURCES = sorted(
    path
    for path in Path(cocreation_sim.__file__).parent.rglob("*.py")
    if path.relative_to(Path(cocreation_sim.__file__).parent).as_posix() not in SAMPLING
)
WORDS = st.integers(0, rn.MASK)
INSIDE = st.floats(2.0**-53, 1 - 2.0**-53)

PUBLISHED = {
    0: (0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F, 0xF88BB8A8724C81EC),
    1234567: (
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
        4593380528125082431,
        16408922859458223821,
    ),
}


def splitmix64(seed: int) -> Iterator[int]:
    """The generator as published (Steele, Lea and Flood 2014), one output after another."""
    state = seed
    while True:
        state = (state + 0x9E3779B97F4A7C15) % 2**64
        z = state
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 % 2**64
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB % 2**64
        yield z ^ (z >> 31)


def unmix(output: int) -> int:
    """The 64 bits that SplitMix64's finalizer turns into `output`."""
    z = output ^ (output >> 31) ^ (output >> 62)
    z = z * pow(0x94D049BB133111EB, -1, 2**64) % 2**64
    z = z ^ (z >> 27) ^ (z >> 54)
    z = z * pow(0xBF58476D1CE4E5B9, -1, 2**64) % 2**64
    return z ^ (z >> 30) ^ (z >> 60)


def node_before(output: int, key: int) -> int:
    """The node whose child number `key` is `output`."""
    return (unmix(output) - (key + 1) * rn.GAMMA) % 2**64


# ---------------------------------------------------------------------- known answers


@pytest.mark.parametrize("seed", PUBLISHED)
def test_children_are_the_published_outputs(seed):
    assert tuple(rn.child(seed, k) for k in range(len(PUBLISHED[seed]))) == PUBLISHED[seed]


@pytest.mark.parametrize("seed", PUBLISHED)
def test_mix_gives_the_published_outputs(seed):
    states = (seed + (k + 1) * rn.GAMMA for k in range(len(PUBLISHED[seed])))
    assert tuple(rn.mix(state % 2**64) for state in states) == PUBLISHED[seed]


@given(WORDS, st.integers(0, 300))
def test_child_is_the_keyth_output(node, key):
    assert rn.child(node, key) == next(itertools.islice(splitmix64(node), key, None))


@given(WORDS, st.integers(0, 2**64 - 1))
def test_uniform_is_the_child_scaled(node, purpose):
    top = rn.child(node, purpose) >> 12
    assert rn.uniform(node, purpose) == (2 * top + 1) / 2**53


@given(WORDS, WORDS)
def test_halves_are_the_two_halves_of_the_child(node, purpose):
    first, second = rn.halves(node, purpose)
    assert (int(first * 2**32) << 32) + int(second * 2**32) == rn.child(node, purpose)


@given(st.lists(WORDS, min_size=1, max_size=5), WORDS)
def test_many_draws_at_once_are_those_made_one_by_one(nodes, purpose):
    many, purposes = rn.words(nodes), rn.words([purpose])
    assert rn.child(many, purposes).tolist() == [rn.child(node, purpose) for node in nodes]
    assert rn.uniform(many, purposes).tolist() == [rn.uniform(node, purpose) for node in nodes]
    halves = zip(*(part.tolist() for part in rn.halves(many, purposes)), strict=True)
    assert list(halves) == [rn.halves(node, purpose) for node in nodes]


@pytest.mark.parametrize("output", [0, rn.MASK, 1, 2**63])
def test_draws_stay_finite_at_the_ends(output):
    node = node_before(output, rn.QUALITY)
    assert rn.child(node, rn.QUALITY) == output
    assert 0.0 < rn.uniform(node, rn.QUALITY) < 1.0
    assert 0.0 < rn.exponential(node, rn.QUALITY) < 40.0
    assert abs(rn.normal(node, rn.QUALITY)) < 9.0


def test_names_are_hashed_the_same_everywhere():
    by_b2sum = bytes.fromhex("2d36239d75347156")  # printf casual | b2sum -l 64
    assert rn.name_key("casual") == int.from_bytes(by_b2sum, "little")
    assert rn.name_key("Näherinnen") != rn.name_key("Naherinnen")


@given(st.integers(0, 2**63 - 1), st.integers(0, 10_000))
def test_run_node_is_the_documented_path(seed, replication):
    branch = next(itertools.islice(splitmix64(seed), rn.REPLICATION, None))
    assert rn.run_node(seed, replication) == rn.child(branch, replication)


# ---------------------------------------------------------------------- uniform, independent

RUN = rn.run_node(1)
PERSON = rn.child(rn.child(RUN, rn.name_key("people")), 7)
RELATION = rn.child(rn.child(PERSON, rn.RELATION), rn.name_key("mine"))
VISIT = rn.child(rn.child(PERSON, rn.VISITS), 12)
IDEA = rn.child(rn.child(RELATION, rn.IDEAS), 12 * rn.IDEAS_AT_ONCE)

# By axis: the n-th of many neighbouring addresses, all else equal.
AXES: dict[str, Callable[[int], float]] = {
    "seed": lambda n: rn.uniform(rn.run_node(n), rn.QUALITY),
    "replication": lambda n: rn.uniform(rn.run_node(1, n), rn.QUALITY),
    "segment": lambda n: rn.uniform(rn.child(RUN, rn.name_key(f"segment {n}")), rn.TRAIT),
    "index": lambda n: rn.uniform(rn.child(rn.child(RUN, rn.name_key("people")), n), rn.TRAIT),
    "trait": lambda n: rn.uniform(PERSON, rn.TRAIT + n),
    "firm": lambda n: rn.uniform(
        rn.child(rn.child(PERSON, rn.RELATION), rn.name_key(f"firm {n}")), rn.AWARENESS
    ),
    "k": lambda n: rn.uniform(RELATION, rn.QUIT + n),
    "call": lambda n: rn.uniform(rn.child(RELATION, rn.CALL + n), rn.SUMMONED),
    "visit": lambda n: rn.uniform(rn.child(rn.child(PERSON, rn.VISITS), n), rn.GAP),
    "ballot": lambda n: rn.uniform(VISIT, rn.BALLOT + 64 * n),
    "level": lambda n: rn.uniform(VISIT, rn.BALLOT + n),
    "idea": lambda n: rn.uniform(rn.child(rn.child(RELATION, rn.IDEAS), n), rn.QUALITY),
    "sub-round": lambda n: rn.uniform(IDEA, rn.AUDIENCE + n),
    "week": lambda n: rn.uniform(rn.child(RUN, rn.name_key("acme")), rn.SHOCK + n),
    "supporter": lambda n: rn.uniform(
        rn.child(rn.child(IDEA, rn.SUPPORT), rn.child(rn.child(RUN, rn.name_key("people")), n)), 0
    ),
    "represented": lambda n: rn.uniform(rn.child(rn.child(IDEA, rn.SUPPORT), PERSON), n),
    "first half": lambda n: rn.halves(VISIT, rn.BALLOT + n)[0],
    "second half": lambda n: rn.halves(VISIT, rn.BALLOT + n)[1],
    "halves": lambda n: rn.halves(VISIT, rn.BALLOT + n // 2)[n % 2],
}
DRAWS = 8_000


@cache
def neighbours(axis: str) -> NDArray[np.float64]:
    """Draws at neighbouring addresses along an axis."""
    return np.array([AXES[axis](n) for n in range(DRAWS)])


@pytest.mark.parametrize("axis", AXES)
def test_neighbours_are_uniform(axis):
    drawn = neighbours(axis)
    assert stats.kstest(drawn, "uniform").pvalue > 1e-4


@pytest.mark.parametrize("lag", [1, 2, 64])
@pytest.mark.parametrize("axis", AXES)
def test_neighbours_are_independent(axis, lag):
    drawn = neighbours(axis)
    table, *_ = np.histogram2d(drawn[:-lag], drawn[lag:], bins=10, range=[[0, 1], [0, 1]])
    assert stats.chisquare(table.ravel()).pvalue > 1e-4


@pytest.mark.parametrize(
    ("one", "other"),
    list(itertools.combinations(["QUALITY", "APPEAL", "FIT", "REPLY", "EXPLANATION", "QUEUE"], 2)),
)
def test_purposes_at_one_node_are_independent(one, other):
    ideas = [rn.child(rn.child(RELATION, rn.IDEAS), n) for n in range(DRAWS)]
    x = [rn.uniform(idea, getattr(rn, one)) for idea in ideas]
    y = [rn.uniform(idea, getattr(rn, other)) for idea in ideas]
    table, *_ = np.histogram2d(x, y, bins=10, range=[[0, 1], [0, 1]])
    assert stats.chisquare(table.ravel()).pvalue > 1e-4


@pytest.mark.parametrize(("draw", "law"), [(rn.exponential, stats.expon), (rn.normal, stats.norm)])
def test_draws_follow_their_law(draw, law):
    drawn = [draw(rn.child(RUN, n), rn.QUALITY) for n in range(DRAWS)]
    assert stats.kstest(drawn, law.cdf).pvalue > 1e-4


@given(WORDS, st.integers(0, 2**40))
def test_draws_are_quantiles_of_the_uniform(node, purpose):
    u = rn.uniform(node, purpose)
    assert rn.exponential(node, purpose) == -math.log(u)
    assert rn.normal(node, purpose) == quantiles.normal_quantile(u)


# ---------------------------------------------------------------------- quantiles


@given(INSIDE)
def test_normal_quantile_agrees_with_scipy(p):
    assert quantiles.normal_quantile(p) == pytest.approx(stats.norm.ppf(p), rel=1e-13, abs=1e-15)


@given(st.floats(0.001, 0.999))
def test_normal_quantile_agrees_with_the_standard_library(p):
    oracle = statistics.NormalDist().inv_cdf(p)
    assert quantiles.normal_quantile(p) == pytest.approx(oracle, rel=1e-13, abs=1e-15)


@given(INSIDE, INSIDE)
def test_normal_quantile_rises(p, q):
    if p < q:
        assert quantiles.normal_quantile(p) <= quantiles.normal_quantile(q)


def beside_a_step(u: float, cdf: float, cdf_below: float) -> bool:
    """Is a probability so near a step of a distribution that rounding decides?"""
    return min(abs(u - cdf), abs(u - cdf_below)) < 1e-12


@given(INSIDE, st.floats(1e-6, 29.99))
def test_poisson_quantile_is_exact_for_small_means(u, mean):
    got, oracle = quantiles.poisson_quantile(u, mean), int(stats.poisson.ppf(u, mean))
    near = beside_a_step(u, stats.poisson.cdf(oracle, mean), stats.poisson.cdf(oracle - 1, mean))
    assert got == oracle or (near and abs(got - oracle) <= 1) or 1 - u < 1e-12


@given(st.floats(1e-4, 1 - 1e-4), st.floats(30.0, 1e7))
def test_poisson_quantile_is_within_a_count_for_large_means(u, mean):
    assert abs(quantiles.poisson_quantile(u, mean) - stats.poisson.ppf(u, mean)) <= 1


@pytest.mark.parametrize("mean", [0.2, 3.0, 29.9, 30.1, 400.0])
def test_poisson_quantile_keeps_mean_and_variance(mean):
    counts = [quantiles.poisson_quantile((i + 0.5) / 20_000, mean) for i in range(20_000)]
    assert statistics.fmean(counts) == pytest.approx(mean, rel=2e-3)
    assert statistics.pvariance(counts) == pytest.approx(mean, rel=1e-2)


@given(INSIDE, st.floats(1e-6, 1e6))
def test_geometric_quantile_agrees_with_scipy(u, mean):
    p = 1 / (1 + mean)
    got, oracle = quantiles.geometric_quantile(u, mean), int(stats.geom.ppf(u, p)) - 1
    # P(X <= n) = 1 - (1 - p)^(n + 1); either side of a step within rounding is right
    assert got == oracle or abs(math.log1p(-u) / math.log1p(-p) - max(got, oracle)) < 1e-6 * (
        1 + oracle
    )


@given(st.lists(st.tuples(INSIDE, st.floats(0, 80)), max_size=60))
def test_many_poisson_quantiles_are_those_of_one(drawn):
    drawn += [(0.999999999999, 0.5), (0.999, 29.9), (0.5, 30.0), (0.2, 0.0), (0.3, -1.0)]
    many = quantiles.poisson_quantiles(*np.array(drawn).T)
    assert many.tolist() == [quantiles.poisson_quantile(u, mean) for u, mean in drawn]


@pytest.mark.parametrize("quantile", [quantiles.poisson_quantile, quantiles.geometric_quantile])
@given(u=INSIDE)
def test_counts_with_mean_zero_are_zero(quantile, u):
    assert quantile(u, 0.0) == 0


# ---------------------------------------------------------------------- one list of purposes

# Purposes and branches to which a number is added, with a bound on that number.
SPANS = {
    "TRAIT": 100,
    "QUIT": 2**32,  # contributions of a person
    "CALL": 200_000,  # rounds: no more than sub-rounds
    "PARENT": 64 * 64,  # ideas a visit, levels
    "BALLOT": 64 * 64,  # ballots, levels
    "AUDIENCE": 200_000,
    "SHOCK": 100_000 * 53,  # weeks of the longest calendar, in years
}
BRANCHES = ("REPLICATION", "RELATION", "VISITS", "IDEAS", "CALL")
PLACES = ("WHICH_PERSON", "LAST_PLACE")  # of a look, added to BALLOT and PARENT
NOT_KEYS = ("MASK", "GAMMA", "SUMMONS_VISIT", "VISITS_A_BLOCK", "IDEAS_AT_ONCE", "PURPOSES")


def test_every_purpose_is_listed_once():
    numbered = {name for name in vars(rn) if name.isupper() and not name.startswith("_")}
    assert numbered - {*BRANCHES, *NOT_KEYS, *PLACES} == set(rn.PURPOSES)


def test_every_purpose_is_drawn_somewhere():
    text = "\n".join(p.read_text() for p in SOURCES if p.name != "randomness.py")
    assert not [name for name in rn.PURPOSES if f"rn.{name}" not in text]


def test_purposes_say_their_node_and_meaning():
    nodes = ("firm", "person", "person and firm", "visit", "visit and firm", "idea")
    for node, meaning in rn.PURPOSES.values():
        assert node.split(",")[0] in nodes
        assert meaning


def test_ranges_of_purposes_do_not_collide():
    names = [*rn.PURPOSES, *BRANCHES]
    ranges = sorted((getattr(rn, n), getattr(rn, n) + SPANS.get(n, 1), n) for n in names)
    for (_, end, one), (start, _, other) in itertools.pairwise(ranges):
        assert end <= start, f"{one} runs into {other}"
    assert ranges[-1][1] <= 2**64


def test_traits_have_distinct_numbers_in_their_range():
    numbers = [v for k, v in vars(people).items() if k.isupper()]
    assert sorted(numbers) == list(range(len(numbers)))
    assert len(numbers) <= SPANS["TRAIT"]


def test_places_of_a_look_differ():
    places = [*range(attention.MOST_DEPTH // 2 + 1), *(getattr(rn, name) for name in PLACES)]
    assert len(set(places)) == len(places)
    assert max(places) < 64


def test_visits_of_all_blocks_and_summons_differ():
    longest = 200_000 * 1.5 / 7 / 52  # blocks: sub-rounds of at most a day and a half
    assert math.ceil(longest) * rn.VISITS_A_BLOCK < rn.SUMMONS_VISIT
    assert rn.SUMMONS_VISIT + 200_000 < 2**63


# ---------------------------------------------------------------------- nothing else draws

GENERATORS = {"random", "secrets", "uuid"}
DRAWING = {"random", "rng", "shuffle", "shuffle_do", "default_rng", "RandomState", "rvs", "urandom"}


def drawing(tree: ast.AST) -> Iterator[str]:
    """What in a module draws, or brings in what draws."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [a.name for a in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or "", *(f"{node.module}.{a.name}" for a in node.names)]
        elif isinstance(node, ast.Attribute) and node.attr in DRAWING:
            yield f"line {node.lineno}: .{node.attr}"
            continue
        else:
            continue
        for name in names:
            if name.split(".")[0] in GENERATORS or name.startswith("numpy.random"):
                yield f"line {node.lineno}: {name}"


# Where names of files are drawn, which no result depends on, and how often.
NAMES_FILES = {Path(cocreation_sim.__file__).parent / "files.py": ["secrets"]}


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.stem)
def test_nothing_else_draws(path):
    found = [told.rpartition(" ")[2] for told in drawing(ast.parse(path.read_text()))]
    assert found == NAMES_FILES.get(path, [])


def test_samples_of_designs_leave_the_global_generator_alone():
    from cocreation_sim.designs.design import sample

    before = np.random.get_state()[1].copy()  # noqa: NPY002  (that it is untouched)
    for method in ("lhs", "sobol", "morris", "saltelli"):
        first, again = (sample(method, ["a", "b"], 8, seed=3) for _ in range(2))
        assert np.array_equal(first, again)
        assert not np.array_equal(first, sample(method, ["a", "b"], 8, seed=4))
    assert np.array_equal(np.random.get_state()[1], before)  # noqa: NPY002


@pytest.mark.parametrize(
    "line",
    [
        "import random",
        "from random import choice",
        "import numpy.random",
        "from numpy import random",
        "x = np.random.default_rng(1)",
        "self.random.choice([1])",
        "self.model.rng.normal()",
        "agents.shuffle_do('step')",
    ],
)
def test_the_scan_finds_what_draws(line):
    assert list(drawing(ast.parse(line)))
